//! Who wrote a page: what it shows against what it declares.

use super::super::{Evidence, declared, settle};
use crate::document::html;

fn authors(head: &str, evidence: Evidence) -> Vec<String> {
    settle(&declared(&html::parse(head)), &evidence).authors
}

fn script(author: &str, publisher: &str) -> String {
    format!(
        r#"<script type="application/ld+json">{{"@type":"Article","headline":"Rest","author":{author},
        "publisher":{{"@type":"Organization","name":"{publisher}"}}}}</script>"#
    )
}

#[test]
fn a_byline_goes_before_a_house_another_script_and_other_people() {
    let house = script(r#"{"@type":"Organization","name":"Rest Media"}"#, "Rest Media");
    let meta = format!("{}<meta name='author' content='Rest Media'>", script("null", "Rest Media"));
    let table = [
        (house.as_str(), "Ada Poe 5 May 2021", "Ada Poe"),
        (meta.as_str(), "By Ada Poe", "Ada Poe"),
        ("<meta name='author' content='王小明'>", "Ada Poe | Updated: 5 May 2021", "Ada Poe"),
        ("<meta name='author' content='AdaP'>", "By Jo Marsh", "Jo Marsh"),
        ("<meta name='author' content='Ada Poe'>", "By Jo Marsh", "Jo Marsh"),
        ("<meta name='author' content='Ada Poe'>", "Jo Marsh 5 May 2021", "Ada Poe"),
        (
            "<meta name='author' content='Ada Poe'><a href='/autor/jo-marsh'>Jo Marsh</a>",
            "Jo Marsh 5 May 2021",
            "Jo Marsh",
        ),
        ("<meta name='author' content='Ada Poe'>", "Photo by Jo Marsh", "Ada Poe"),
        ("<meta name='author' content='Ada Poe'>", "Ada Poe Senior Editor", "Ada Poe"),
        (
            "<meta name='author' content='Ada Poe Senior Garden Editor'>",
            "By Ada Poe\nSenior Garden Editor",
            "Ada Poe",
        ),
        ("<meta name='author' content='Ada Poe'>", "By Dr Ada Poe", "Dr Ada Poe"),
    ];
    for (head, byline, expected) in table {
        let found = authors(head, Evidence { bylines: &[byline], ..Evidence::default() });
        assert_eq!(found, [expected], "{byline} over {head}");
    }
}

#[test]
fn a_house_signs_where_it_names_nobody() {
    for (byline, expected) in [("by News Desk", "News Desk"), ("Staff", "Staff"), ("Redaktion", "Redaktion")]
    {
        assert_eq!(authors("", Evidence { bylines: &[byline], ..Evidence::default() }), [expected]);
    }
    let known = Evidence { bylines: &["by News Desk", "Jo Marsh"], ..Evidence::default() };
    assert_eq!(authors("", known), ["Jo Marsh"]);
    assert_eq!(authors("<meta name='author' content='admin'>", Evidence::default()), [""; 0]);
}

#[test]
fn the_text_ends_before_others_are_named() {
    let behind = ["By Jo Marsh"];
    let found =
        |bylines: &[&str]| authors("", Evidence { bylines, bylines_behind: &behind, ..Evidence::default() });
    assert_eq!(found(&["5 May 2021", "Ada Poe"]), ["Ada Poe"]);
    assert_eq!(found(&["5 May 2021"]), ["Jo Marsh"]);
}

#[test]
fn a_page_of_others_has_the_author_at_its_title_and_no_other() {
    let bylines = ["By Jo Marsh"];
    let link = "<a href='/author/jo-marsh'>Jo Marsh</a>";
    let others = Evidence { bylines: &bylines, shows_others: true, ..Evidence::default() };
    assert_eq!(authors(link, others), [""; 0]);
    assert_eq!(authors(link, Evidence { bylines_at_title: &["By Ada Poe"], ..others }), ["Ada Poe"]);
}

#[test]
fn a_thread_is_by_whom_it_opens_with() {
    let bylines = ["Silver Spoon", "Cape Farthing"];
    let thread =
        Evidence { bylines: &bylines, poster: Some("kettlewren"), is_thread: true, ..Evidence::default() };
    assert_eq!(authors("", thread), ["kettlewren"]);
    assert_eq!(authors("<meta name='author' content='Ada Poe'>", thread), ["Ada Poe"]);
}

#[test]
fn the_link_of_a_byline_goes_before_a_house_alone() {
    let head = script(r#"{"@type":"Person","name":", The Rest Journal"}"#, "The Rest Journal");
    let shown = Evidence {
        bylines: &["Ada Poe Rest Hill Courier-Post"],
        linked: &["Ada Poe"],
        ..Evidence::default()
    };
    assert_eq!(authors(&head, shown), ["Ada Poe"]);
    assert_eq!(authors("<meta name='author' content='Jo Marsh'>", shown), ["Jo Marsh"]);
    let job = Evidence { bylines: &["Ada Poe (Content Manager)"], ..Evidence::default() };
    assert_eq!(authors("", job), ["Ada Poe"]);
    let end = Evidence { bylines: &["[作者：刘满仓 责任编辑：杨丹宇]"], ..Evidence::default() };
    assert_eq!(authors("", end), ["刘满仓"]);
}

#[test]
fn who_made_the_program_wrote_no_page() {
    let head = "<meta name='generator' content='Discuz! X3.3'><meta name='author' content='Discuz! Team'>";
    assert_eq!(authors(head, Evidence::default()), [""; 0]);
    let head = "<meta name='generator' content='Hugo 0.92'><meta name='author' content='Hugo Marsh'>";
    assert_eq!(authors(head, Evidence::default()), ["Hugo Marsh"]);
    let head = "<meta name='generator' content='Nikola'><meta name='author' content='Nikola Marsh'>";
    assert_eq!(authors(head, Evidence::default()), ["Nikola Marsh"]);
    let head = "<meta name='generator' content='Nikola'><meta name='author' content='Nikola Entwickler'>";
    assert!(authors(head, Evidence::default()).is_empty());
}
