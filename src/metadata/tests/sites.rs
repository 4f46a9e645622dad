//! Names of sites: two signs of different kinds make one, each alone makes none.

use super::super::{Evidence, Mention, Place, declared, settle};
use crate::document::html;
use url::Url;

fn site(source: &str, title: Option<&str>, mentions: &[(Place, &str)]) -> Option<String> {
    let mentions: Vec<_> =
        mentions.iter().map(|(place, words)| Mention { place: *place, words: (*words).into() }).collect();
    let evidence = Evidence { title, mentions: &mentions, ..Evidence::default() };
    settle(&declared(&html::parse(source)), &evidence).site_name
}

#[test]
fn the_rest_behind_the_title_is_the_name_and_before_it_half_a_sign() {
    let table = [
        ("How to rest - Cradle Lane", Some("Cradle Lane")),
        ("Cradle Lane | How to rest", None),
        ("How to rest | Sleep | Cradle Lane", Some("Cradle Lane")),
        ("How to rest", None),
        ("How to wake - Cradle Lane", None),
        ("How to rest - Home", None),
        ("How to rest - all that parents ought to know about sleep", None),
    ];
    for (title, expected) in table {
        let found = site(&format!("<title>{title}</title>"), Some("How to rest"), &[]);
        assert_eq!(found.as_deref(), expected, "{title}");
    }
    let line = [(Place::Line, "Cradle Lane")];
    let found = site("<title>Cradle Lane | How to rest</title>", Some("How to rest"), &line);
    assert_eq!(found.as_deref(), Some("Cradle Lane"));
}

#[test]
fn two_places_make_a_name_and_one_makes_none() {
    let name =
        |mentions: &[(Place, &str)]| site("<title>Rest - a guide</title>", Some("How to sleep"), mentions);
    assert_eq!(name(&[(Place::HomeLink, "Cradle Lane")]), None);
    let both =
        [(Place::HomeLink, "Cradle Lane"), (Place::Rights, "Copyright © 2015-2024 Cradle Lane. All rights")];
    assert_eq!(name(&both).as_deref(), Some("Cradle Lane"));
    let trail = [(Place::HomeLink, "Cellar Notes"), (Place::Trail, "Cellar Notes")];
    assert_eq!(name(&trail).as_deref(), Some("Cellar Notes"));
    let lines = [(Place::Line, "The Level House"), (Place::Rights, "© 2024 The Level House. We use cookies")];
    assert_eq!(name(&lines).as_deref(), Some("The Level House"));
    let before = [(Place::HomeLink, "Needle Street"), (Place::Rights, "Needle Street © 2018 Imprint")];
    assert_eq!(name(&before).as_deref(), Some("Needle Street"));
    assert_eq!(
        name(&[(Place::HomeLink, "Services"), (Place::Line, "Services")]),
        None,
        "a line repeats links"
    );
    assert_eq!(name(&[(Place::HomeLink, "Home"), (Place::Trail, "Home")]), None);
}

#[test]
fn a_declared_name_wins_and_a_publisher_is_one() {
    let head = "<title>How to rest - Cradle</title><meta name='DC.publisher' content='County Leaflets'>";
    assert_eq!(site(head, Some("How to rest"), &[]).as_deref(), Some("County Leaflets"));
    let head = format!("{head}<meta property='og:site_name' content='Cradle Lane'>");
    assert_eq!(site(&head, Some("How to rest"), &[]).as_deref(), Some("Cradle Lane"));
}

#[test]
fn the_host_is_a_sign() {
    let url = Url::parse("https://howtodo-kindly.example/x").ok();
    let mentions = [Mention { place: Place::FirstLink, words: "HowToDo Kindly".into() }];
    let evidence = Evidence { url: url.as_ref(), mentions: &mentions, ..Evidence::default() };
    let found = settle(&declared(&html::parse("<title>Rest</title>")), &evidence);
    assert_eq!(found.site_name.as_deref(), Some("HowToDo Kindly"));
}
