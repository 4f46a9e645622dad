//! A page's dates are those that its sources tell and never lie outside of what is possible.

use super::super::{Evidence, declared, settle};
use crate::document::{html, text};
use url::Url;

fn published(byline: &str, url: Option<&str>, crawled: Option<&str>) -> Option<String> {
    let url = url.and_then(|url| Url::parse(url).ok());
    let bylines = [byline];
    let evidence = Evidence { bylines: &bylines, url: url.as_ref(), crawled, ..Evidence::default() };
    settle(&declared(&text::parse("words")), &evidence).published
}

#[test]
fn nothing_is_dated_after_the_crawl_or_before_the_web() {
    assert_eq!(published("2024-06-01", None, Some("2024-05-31")), None);
    assert_eq!(published("2024-05-31", None, Some("2024-05-31")).as_deref(), Some("2024-05-31"));
    assert_eq!(published("31 May 1989", None, None), None);
    assert_eq!(published("31 May 2050", None, None), None);
    assert_eq!(
        published("2 June 2024, 31 May 2024", None, Some("2024-06-01")).as_deref(),
        Some("2024-05-31")
    );
}

#[test]
fn a_morning_east_of_greenwich_may_precede_the_crawl() {
    let page = r#"<meta property="article:published_time" content="2024-06-01T06:00:00+09:00">"#;
    let document = html::parse(page);
    let evidence = Evidence { crawled: Some("2024-05-31"), ..Evidence::default() };
    let found = settle(&declared(&document), &evidence).published;
    assert_eq!(found.as_deref(), Some("2024-06-01T06:00:00+09:00"));
}

#[test]
fn addresses_hold_days() {
    let table = [
        ("https://a.example/2024/05/31/title", Some("2024-05-31")),
        ("https://a.example/news/2024-05-31-title.html", Some("2024-05-31")),
        ("https://a.example/20240531/123.html", Some("2024-05-31")),
        ("https://a.example/n1/2024/0531/c1-2.html", Some("2024-05-31")),
        ("https://a.example/item/20249999", None),
        ("https://a.example/2024/05/title", None),
    ];
    for (url, expected) in table {
        assert_eq!(published("", Some(url), None).as_deref(), expected, "{url}");
    }
}

#[test]
fn the_date_of_a_change_is_not_the_date_of_publication() {
    let bylines = ["Published May 1, 2024 | Updated June 3, 2024"];
    let found =
        settle(&declared(&text::parse("words")), &Evidence { bylines: &bylines, ..Evidence::default() });
    assert_eq!(found.published.as_deref(), Some("2024-05-01"));
    assert_eq!(found.modified.as_deref(), Some("2024-06-03"));
}

#[test]
fn of_two_that_name_the_same_day_the_more_exact_one_is_written() {
    let table = [
        ("2024-05-31", "31 May 2024 at 08:30", "2024-05-31T08:30:00"),
        ("2024-05-31T00:00:00Z", "31 May 2024 at 08:30", "2024-05-31T08:30:00"),
        ("2024-05-31T08:30:05Z", "31 May 2024 at 08:30", "2024-05-31T08:30:05Z"),
        ("2024-05-30", "31 May 2024 at 08:30", "2024-05-30"),
        ("2024-05-31", "31 May 2024", "2024-05-31"),
    ];
    for (declares, byline, expected) in table {
        let head = format!("<meta property='article:published_time' content='{declares}'>");
        let bylines = [byline];
        let evidence = Evidence { bylines: &bylines, ..Evidence::default() };
        let found = settle(&declared(&html::parse(&head)), &evidence);
        assert_eq!(found.published.as_deref(), Some(expected), "{declares} and {byline}");
    }
    let page = "<time itemprop=dateCreated datetime=2021-02-14T20:11:05>3 years ago</time>";
    let bylines = ["asked Feb 14, 2021 at 20:11"];
    let evidence = Evidence { bylines: &bylines, ..Evidence::default() };
    let found = settle(&declared(&html::parse(page)), &evidence);
    assert_eq!(found.published.as_deref(), Some("2021-02-14T20:11:05"));
}

#[test]
fn a_time_in_words_keeps_its_zone() {
    let table = [
        ("2022-10-05T21:13:00+02:00", "2022-10-05T21:13:00+02:00"),
        ("5 October 2022, 21:13 UTC", "2022-10-05T21:13:00Z"),
        ("Publié le 5 octobre 2022 à 21 h 13", "2022-10-05T21:13:00"),
        ("5. Oktober 2022, 21.13 Uhr", "2022-10-05T21:13:00"),
        ("2022年10月5日 下午9:13", "2022-10-05T21:13:00"),
        ("5 October 2022, 10:00-12:00", "2022-10-05"),
    ];
    for (byline, expected) in table {
        assert_eq!(published(byline, None, None).as_deref(), Some(expected), "{byline}");
    }
}

#[test]
fn the_foot_tells_the_last_change_and_nothing_else() {
    let changed = |footer| {
        let footers = [footer];
        let evidence = Evidence { footers: &footers, ..Evidence::default() };
        let found = settle(&declared(&text::parse("words")), &evidence);
        assert_eq!(found.published, None);
        found.modified
    };
    assert_eq!(changed("© 1999 Dot. Last updated: 20.11.99").as_deref(), Some("1999-11-20"));
    assert_eq!(changed("Zuletzt aktualisiert am 3. Mai 2021").as_deref(), Some("2021-05-03"));
    assert_eq!(changed("Founded on 3 May 2021").as_deref(), None);
    assert_eq!(changed("Updated daily by volunteers since 3 May 2021").as_deref(), None);
}

#[test]
fn a_list_page_has_the_date_at_its_title_and_no_other() {
    let bylines = ["5 octobre 2022", "1 mai 2020"];
    let others = Evidence { bylines: &bylines, dates_of_others: true, ..Evidence::default() };
    let said = declared(&text::parse("words"));
    assert_eq!(settle(&said, &others).published, None);
    let own = Evidence { bylines_at_title: &bylines[..1], ..others };
    assert_eq!(settle(&said, &own).published.as_deref(), Some("2022-10-05"));
}

#[test]
fn a_plain_date_of_dublin_core_may_be_that_of_a_change() {
    let changed = "<meta property='og:updated_time' content='2024-07-05T14:20:08Z'>";
    let head = format!("<meta name='DC.date' content='2024-07-05'>{changed}");
    let said = declared(&html::parse(&head));
    let shown = Evidence { bylines: &["1 March 2024"], ..Evidence::default() };
    assert_eq!(settle(&said, &shown).published.as_deref(), Some("2024-03-01"));
    assert_eq!(settle(&said, &Evidence::default()).published.as_deref(), Some("2024-07-05"));
}

#[test]
fn members_days_and_days_behind_the_text_are_not_the_pages() {
    assert_eq!(
        published("Joined: Dec 11, 2021 Posted 27 Aug 2019", None, None).as_deref(),
        Some("2019-08-27")
    );
    assert_eq!(published("Registered: 2024-01-27", None, None), None);
    assert_eq!(published("on 04-ago-2021 5:11", None, None).as_deref(), Some("2021-08-04T05:11:00"));
    let behind = ["5 January 2026"];
    let evidence =
        Evidence { bylines: &["Updated 16 June 2025"], bylines_behind: &behind, ..Evidence::default() };
    let found = settle(&declared(&text::parse("words")), &evidence);
    assert_eq!((found.published.as_deref(), found.modified.as_deref()), (None, Some("2025-06-16")));
}

#[test]
fn a_word_says_what_a_date_is_of_right_before_it_and_whole() {
    let day = |byline| {
        let bylines = [byline];
        let found =
            settle(&declared(&text::parse("words")), &Evidence { bylines: &bylines, ..Evidence::default() });
        (found.published.is_some(), found.modified.is_some())
    };
    let (published, modified, neither) = ((true, false), (false, true), (false, false));
    let table = [
        ("By Jane Doe, Registered Dietitian, May 5, 2021", published),
        ("Registered Nurse | Published May 5, 2021", published),
        ("注册会计师 2021-05-05", published),
        ("Jane Doe, founded Acme, May 5, 2021", published),
        ("Photo credited to Max Poe, May 5, 2021", published),
        ("Jane Doe, accredited trainer, May 5, 2021", published),
        ("Jane DoeUpdated May 5, 2021", modified),
        ("Jane Doe, edited on May 5, 2021", modified),
        ("更新时间：2021-05-05", modified),
        ("Joined: Fri May 5, 2021 10:09 pm", neither),
        ("Registriert seit 5. Mai 2021", neither),
        ("Member since - May 5, 2021", neither),
        ("Posts: 4032 Founded: May 5, 2021", neither),
        ("注册时间：2021-05-05", neither),
    ];
    for (byline, expected) in table {
        assert_eq!(day(byline), expected, "{byline}");
    }
}

#[test]
fn elements_with_a_time_are_of_what_the_words_before_say() {
    let table = [
        ("Last updated <time datetime='2024-05-31'>then</time>", None, Some("2024-05-31")),
        ("<p>Zuletzt aktualisiert:</p> <time>31. Mai 2024</time>", None, Some("2024-05-31")),
        (
            "Updated on 1 June 2024. Published <time datetime='2024-05-31'>then</time>",
            Some("2024-05-31"),
            None,
        ),
        (
            "Published <time datetime='2024-05-31'>a</time>, updated <time datetime='2024-05-31'>a</time>",
            Some("2024-05-31"),
            Some("2024-05-31"),
        ),
        (
            "Modified <time datetime='2024-05-31T08:00Z'>a</time> at <time datetime='2024-05-31T08:00Z'>b</time>",
            None,
            Some("2024-05-31T08:00:00Z"),
        ),
    ];
    for (page, published, modified) in table {
        let page = format!("<h1>Rest</h1><p>{page}</p>");
        let found = settle(&declared(&html::parse(&page)), &Evidence::default());
        assert_eq!((found.published.as_deref(), found.modified.as_deref()), (published, modified), "{page}");
    }
}

#[test]
fn the_moment_of_a_build_is_no_publication_where_an_earlier_day_is_named() {
    let script = |published, modified| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"Article","headline":"Rest",
            "datePublished":"{published}","dateModified":"{modified}"}}</script>"#
        )
    };
    let built = "2024-11-29T12:28:31Z";
    let early = "<meta property='article:published_time' content='2024-08-08'>";
    let same = "<meta property='article:published_time' content='2024-11-29'><meta name='date' content='2024-08-08'>";
    let table = [
        (script(built, built) + early, "2024-08-08"),
        (script(built, "2024-11-30T12:28:31Z") + early, built),
        (script(built, built) + same, built),
        (script(built, built), built),
        // A box and the running text date other things.
        (script(built, built) + "<h1>Rest</h1><p>On <time>8 August 2024</time> it rained.", built),
    ];
    for (head, expected) in table {
        let found = settle(&declared(&html::parse(&head)), &Evidence::default());
        assert_eq!(found.published.as_deref(), Some(expected), "{head}");
    }
}

#[test]
fn a_heading_that_tells_of_a_change_dates_none() {
    for title in ["Rules of rest updated", "Ruheregeln <b>geändert</b>", "系统更新"] {
        let page = format!("<h1>{title}</h1><time datetime='2024-05-31'>2 hours ago</time>");
        let found = settle(&declared(&html::parse(&page)), &Evidence::default());
        assert_eq!((found.published.as_deref(), found.modified), (Some("2024-05-31"), None), "{title}");
    }
}

#[test]
fn what_a_page_shows_was_made_on_another_day() {
    let published = |kind: &str| {
        let page = format!(
            "<div itemscope itemtype='https://schema.org/{kind}'><meta itemprop=dateCreated content=2019-08-01></div>"
        );
        settle(&declared(&html::parse(&page)), &Evidence::default()).published
    };
    for kind in ["VideoObject", "Review", "Product", "ImageObject"] {
        assert_eq!(published(kind), None, "{kind}");
    }
    for kind in ["BlogPosting", "Question", "CreativeWork"] {
        assert_eq!(published(kind).as_deref(), Some("2019-08-01"), "{kind}");
    }
}
