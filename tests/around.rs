//! What the record makes of what stands around a text: comments, trails, teasers.

mod support;

use std::time::{Duration, Instant};
use support::rice::{self, PROSE};
use tamis::record::PageRecord;

/// The record of an article with this over it and that under it.
fn record(before: &str, behind: &str) -> PageRecord {
    rice::record(&format!(
        "{before}<main><article><h1>How to cook rice</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></article>\
         </main>{behind}"
    ))
}

fn section(inner: &str) -> String {
    format!("<section id=comments class=comments><h2>Comments</h2>{inner}</section>")
}

/// Author and words of the comments in a section.
fn comments(inner: &str) -> Vec<(Option<String>, String)> {
    let comments = record("", inner).comments.into_iter();
    comments.map(|comment| (comment.author, comment.text)).collect()
}

fn by(author: &str, text: &str) -> (Option<String>, String) {
    (Some(author.to_owned()).filter(|author| !author.is_empty()), text.to_owned())
}

#[test]
fn what_several_say_is_no_label_where_it_is_all_they_say() {
    let said = [
        ("Ann", "Thank you!"),
        ("Bob", "Thank you!"),
        ("Cy", "Thank you!"),
        ("Di", "It worked for me at last."),
        ("Eve", "10/10"),
    ];
    let dated: String = said
        .map(|(author, text)| {
            format!(
                "<div class=comment><p><a class=fn>{author}</a></p><p><time datetime=2021-05-01>May 1, 2021</time>\
                 </p><p>{text}</p></div>"
            )
        })
        .concat();
    assert_eq!(comments(&section(&dated)), said.map(|(author, text)| by(author, text)));
    let said = [("Eve", "10/10"), ("Ann", "+1"), ("Bob", "It worked for me at last.")];
    let undated: String = said
        .map(|(author, text)| format!("<div class=comment><span class=fn>{author}</span><p>{text}</p></div>"))
        .concat();
    assert_eq!(comments(&section(&undated)), said.map(|(author, text)| by(author, text)));
}

#[test]
fn lines_without_full_stops_speak_at_length() {
    let pages = [
        [
            "ฉันลองทำตามแล้วได้ผลดีมากขอบคุณสำหรับคำแนะนำที่เป็นประโยชน์",
            "ดีมาก",
            "แม่ของฉันชอบข้าวหม้อนี้มากและขอให้ทำอีกครั้งในสัปดาห์หน้า",
        ],
        [
            "何度も作りましたが家族みんなが喜んで食べてくれましたありがとうございます",
            "最高",
            "水の量を少し減らしたらもっと美味しくなりましたのでおすすめしたいです",
        ],
        [
            "made this twice now and my kids ate all of it without one word of protest",
            "so good",
            "i used brown rice and it took about ten minutes longer than what you say here",
        ],
    ];
    for [first, short, last] in pages {
        let found = comments(&format!("<div id=comments><p>{first}</p><p>{short}</p><p>{last}</p></div>"));
        assert_eq!(found, [by("", first), by("", last)]);
    }
    let chrome =
        "<div id=comments><p>Newest first</p><p>Oldest first</p><p>one two three four five six</p></div>";
    assert!(comments(chrome).is_empty());
}

#[test]
fn a_title_behind_the_date_is_no_name() {
    let said = [
        (5, "Great soup", "The whole family ate it up."),
        (6, "Not for us", "It was too salty for the two of us."),
    ];
    let page: String = said
        .map(|(day, title, text)| {
            format!(
                "<div class=comment><span class=date>{day} May 2021</span><p>{title}</p><p>{text}</p></div>"
            )
        })
        .concat();
    assert_eq!(comments(&section(&page)), said.map(|(_, title, text)| by("", &format!("{title}\n\n{text}"))));
}

#[test]
fn letters_in_place_of_a_picture_are_no_name() {
    let said = [("SB", "Sven Berg", "It keeps for a week."), ("Mo", "Moira", "Ours was gone in a day.")];
    let page: String = said
        .map(|(letters, name, text)| {
            format!("<div class=comment><div>{letters}</div><div>{name}</div><div><p>{text}</p></div></div>")
        })
        .concat();
    assert_eq!(comments(&section(&page)), said.map(|(_, name, text)| by(name, text)));
}

#[test]
fn a_comment_goes_on_behind_a_reply() {
    let page = "<div class=comment id=comment-1><p><a class=fn>Ann</a></p><p>It worked for me at last.</p>\
        <div class=comment id=comment-2><p><a class=fn>Bob</a></p><p>For me it did not.</p></div>\
        <p>And here is one thing more that I forgot.</p></div>";
    let ann = "It worked for me at last.\n\nAnd here is one thing more that I forgot.";
    assert_eq!(comments(&section(page)), [by("Ann", ann), by("Bob", "For me it did not.")]);
}

#[test]
fn trails_keep_their_steps() {
    let trail = |inner: &str| {
        let page = record(&format!("<nav class=breadcrumb>{inner}</nav>"), "");
        page.navigation.breadcrumbs.into_iter().map(|step| step.text).collect::<Vec<_>>()
    };
    let listed = |steps: [&str; 3]| {
        let steps = steps.map(|step| format!("<li><a href='/{}'>{step}</a></li>", step.len()));
        trail(&format!("<ul>{}</ul>", steps.concat()))
    };
    let rightwards = "<a href=/>الرئيسية</a><a href=/n>‹ الأخبار</a><a href=/n/e>‹ مصر</a>";
    assert_eq!(trail(rightwards), ["الرئيسية", "الأخبار", "مصر"]);
    for steps in [
        ["Home", "Back to School", "Pencils"],
        ["Inicio", "Volver a empezar", "Lápices"],
        ["首页", "返回乡村", "种菜"],
    ] {
        assert_eq!(listed(steps), steps);
    }
    let school = "<a href=/>Home</a> › <a href=/s>School</a> › <a href=/s/p>Pencils</a>";
    for back in ["<a href=/s>‹ Pencils and pens</a>", "<a href=/s>Back to all pencils</a>"] {
        assert_eq!(trail(&format!("<p>{back}</p><p>{school}</p>")), ["Home", "School", "Pencils"], "{back}");
    }
}

#[test]
fn a_linked_heading_over_a_box_is_not_the_title_of_its_items() {
    let page = "<aside class=related><h3><a href=/recipes>All our best recipes</a></h3><ul>\
        <li><a href=/f>Smoked fish pie</a></li><li><a href=/l>How to cook a leek soup for ten</a></li>\
        <li><a href=/p>A plum cake that keeps for a week</a></li></ul></aside>";
    let titles: Vec<String> = record("", page).teasers.into_iter().map(|teaser| teaser.title).collect();
    assert!(titles.iter().any(|title| title == "Smoked fish pie"), "{titles:?}");
    // The categories of a card are none of its items.
    let card = |at: usize| {
        format!(
            "<div class=card><a href=/p{at}><img src=/{at}.jpg></a><ul><li><a href=/f>Fish pies</a></li>\
             <li><a href=/s>Soups</a></li></ul><h3><a href=/p{at}>How to cook a soup for ten, part {at}</a></h3></div>"
        )
    };
    let page = format!("<aside class=related>{}</aside>", (1..4).map(card).collect::<String>());
    assert_eq!(record("", &page).teasers.len(), 3);
}

/// Something slow around a text: its name, and its markup from a count.
type Hostile = (&'static str, fn(usize) -> String);

const HOSTILE: &[Hostile] = &[
    ("replies", |n| {
        let reply = |i| {
            format!(
                "<div class=comment id=comment-{i}><p>Reply {i} is here.</p></div><p>More of {i} now.</p>"
            )
        };
        section(&format!("<div class=comment>{}</div>", (1..n).map(reply).collect::<String>()))
    }),
    ("lines before the words", |n| {
        let lines: String = (0..n).map(|i| format!("a{i} <p>b{i}</p>")).collect();
        section(&format!("<div class=comment>{lines}<div class=comment-body><p>At last.</p></div></div>"))
    }),
    ("class names", |n| {
        let names: String = (0..n).map(|i| format!("n{i} ")).collect();
        section(&format!("<div class='{names}'>{}</div>", "<p>Words of theirs are here.</p>".repeat(n)))
    }),
    ("links in a card", |n| {
        let links: String = (0..n).map(|i| format!("<a href=/c{i}>Fish pie {i}</a> ")).collect();
        format!(
            "<div class=related-posts><h3>Related posts</h3><div class=card><a href=/x><img src=/x.jpg></a>\
             <p><a href=/x>A soup for the ten of us that we like</a></p><p>{links}</p></div></div>"
        )
    }),
    ("links to other sites", |n| {
        (0..n)
            .map(|i| format!("<div class=pagination><a href=http://o{i}.org/1>Some words here</a></div>"))
            .collect()
    }),
    ("page numbers", |n| {
        let links: String = (0..n).map(|i| format!("<div><a href=/{i}>{i}</a></div>")).collect();
        format!("<div class=pagination>{links}</div>")
    }),
    ("lists of places", |n| {
        let list = |i| {
            format!("<ul><li><a href=#p{i}>One</a></li><li><a href=#p{i}>Two</a></li></ul><p id=p{i}>T.</p>")
        };
        (0..n).map(list).collect()
    }),
];

/// How much longer the long page is than the short one.
const LONGER: usize = 4;

/// Most that its time may be: between what linear (4) and what quadratic work takes (16).
const SLOWER: u32 = 9;

/// Time that is noise.
const NOISE: Duration = Duration::from_millis(30);

/// Runs of which the fastest counts.
const RUNS: usize = 3;

#[test]
fn time_grows_with_length_alone() {
    for (name, make) in HOSTILE {
        let time = |n: usize| {
            let markup = make(n);
            let once = || {
                let start = Instant::now();
                std::hint::black_box(record("", &markup));
                start.elapsed()
            };
            (0..RUNS).map(|_| once()).min().unwrap_or_default()
        };
        let (short, long) = (time(1_500), time(1_500 * LONGER));
        assert!(long <= short * SLOWER + NOISE, "{name}: {short:?}, then {long:?}");
    }
}
