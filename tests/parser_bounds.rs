//! Whatever a page holds, parsing it takes time that grows with its length alone, and keeps its words.

use std::time::{Duration, Instant};
use tamis::blocks::Blocks;
use tamis::document::{Document, html};

/// An input made to be slow: its name, and its text from a count.
type Hostile = (&'static str, fn(usize) -> String);

const HOSTILE: &[Hostile] = &[
    ("unclosed div", |n| "<div>".repeat(10 * n)),
    ("attribute", |n| format!("<p title='{}'>", "a".repeat(800 * n))),
    ("attributes", |n| format!("<p {}>", (0..10 * n).map(|i| format!("a{i}=1 ")).collect::<String>())),
    ("references", |n| "&notit;".repeat(15 * n)),
    ("tables", |n| "<table>".repeat(n)),
    ("cells", |n| "<table><tr><td>".repeat(n)),
    ("lists", |n| "<ul><li>".repeat(n)),
    ("links", |n| "<a>".repeat(n)),
    ("links around blocks", |n| "<a href=x><div>".repeat(n)),
    ("bold", |n| "<b>".repeat(n)),
    ("bold around paragraphs", |n| "<b><p>".repeat(n)),
    ("bold that ends late", |n| format!("{}{}", "<b><p>".repeat(n), "</b>".repeat(n))),
    ("bold over blocks", |n| format!("{}{}", "<b><div>".repeat(n), "</b></div>".repeat(n))),
    ("fonts left open", |n| {
        let fonts: String = (0..n).map(|i| format!("<font size={i}>")).collect();
        fonts + &"<p>x</p>".repeat(n)
    }),
    ("nobr", |n| "<nobr><div>".repeat(n)),
    ("svg", |n| "<svg>".repeat(n)),
    ("svg with stray ends", |n| format!("{}{}", "<svg>".repeat(n), "</x>".repeat(2 * n))),
    ("select", |n| "<select>".repeat(n)),
    ("options", |n| format!("<select>{}{}", "<div>".repeat(1_000), "<option>".repeat(2 * n))),
    ("templates", |n| "<template>".repeat(n)),
    ("fostered words", |n| format!("<table>{}", "a<tr><td>b</td></tr>".repeat(n))),
    ("unknown elements", |n| {
        let open: String = (0..n).map(|i| format!("<x{i}>")).collect();
        open + &"</y>".repeat(n)
    }),
    ("late attributes", |n| "a<body x=1>".repeat(5 * n)),
    ("less-than signs", |n| "<".repeat(100 * n)),
    ("NULs", |n| "\0".repeat(100 * n)),
    ("comment", |n| format!("<!--{}", "- -".repeat(30 * n))),
    ("script", |n| format!("<script>{}", "<!-- <script> ".repeat(8 * n))),
    ("comments in a script", |n| format!("<script>{}", "<!---->".repeat(10 * n))),
    ("title", |n| format!("<title>{}", "</titl>".repeat(10 * n))),
    ("quote", |n| format!("<a title='{}", "<p>".repeat(30 * n))),
    ("character data", |n| format!("<svg><![CDATA[{}", "]] >".repeat(20 * n))),
    ("paragraphs in deep blocks", |n| "<div>".repeat(600) + &"<p>x".repeat(5 * n)),
];

/// How much longer the long input is than the short one.
const LONGER: usize = 4;

/// Most that its time may be: between what linear (4) and what quadratic work takes (16), for clocks of
/// a busy machine are rough.
const SLOWER: u32 = 9;

/// Time that is noise.
const NOISE: Duration = Duration::from_millis(4);

/// Runs of which the fastest counts: on a busy machine most are interrupted.
const RUNS: usize = 10;

fn time(source: &str) -> Duration {
    let once = || {
        let start = Instant::now();
        std::hint::black_box(html::parse(std::hint::black_box(source)));
        start.elapsed()
    };
    (0..RUNS).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn time_grows_with_length_alone() {
    for (name, make) in HOSTILE {
        let (short, long) = (time(&make(1_500)), time(&make(1_500 * LONGER)));
        assert!(long <= short * SLOWER + NOISE, "{name}: {short:?}, then {long:?}");
    }
}

fn deepest(document: &Document) -> u32 {
    document.descendants(0).map(|id| document.node(id).depth).max().unwrap_or_default()
}

#[test]
fn no_element_is_deeper_than_the_cap_and_no_word_is_lost() {
    for source in [
        "<div>a ".repeat(5_000),
        "<ul><li>a ".repeat(5_000),
        "<table><tr><td>a ".repeat(5_000),
        "<svg><foreignObject>a ".repeat(5_000),
    ] {
        let document = html::parse(&source);
        assert!(document.depth_capped, "{source:.40}");
        assert_eq!(deepest(&document), html::MAX_DEPTH, "{source:.40}");
        assert_eq!(document.words(0).matches('a').count(), 5_000, "{source:.40}");
        assert!(Blocks::of(&document).len() <= 5_000);
    }
    // Each paragraph ends the one before, so that formatting is what is capped here.
    let document = html::parse(&"<b>a <p>".repeat(5_000));
    assert!(document.depth_capped && deepest(&document) < html::MAX_DEPTH);
    assert_eq!(document.words(0).matches('a').count(), 5_000);
    let document = html::parse(&"<div>a ".repeat(500));
    assert!(!document.depth_capped);
    assert_eq!(deepest(&document), 503); // html and body are above, the words below
}
