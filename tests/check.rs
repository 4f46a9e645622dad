//! `tamis check` from end to end: records held against fixtures.

mod support;

use std::fs;
use support::{json, page, tamis, workplace};

#[test]
fn check_accepts_compares_and_names_what_differs() {
    let place = workplace(3);
    fs::write(place.path().join("raw/empty.html"), "").unwrap();
    let check = |more: &[&str]| {
        let output =
            tamis().current_dir(&place).args(["check", "raw", "fixtures"]).args(more).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(check(&[]), (Some(1), String::new()), "one error, and that on standard error");
    fs::create_dir(place.path().join("fixtures")).unwrap();
    let (code, said) = check(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("even/page-0000.html: no fixture at"), "{said}");
    assert!(said.ends_with("4 pages, 4 not as expected, 0 fixtures without a page\n"), "{said}");
    assert_eq!(check(&["--accept"]), (Some(0), "4 pages, 4 fixtures written, 0 removed\n".into()));
    assert_eq!(check(&[]).0, Some(0));

    let fixture = place.path().join("fixtures/even/page-0000.html.json");
    let mut record = json(&fixture);
    assert_eq!(record["source"]["path"], "even/page-0000.html", "fixtures do not know where raw lies");
    record["title"] = "Another title".into();
    fs::write(&fixture, serde_json::to_string(&record).unwrap()).unwrap();
    fs::write(place.path().join("fixtures/gone.html.json"), "{}").unwrap();
    let (code, said) = check(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("even/page-0000.html: differs") && said.contains("  title\n"), "{said}");
    assert!(
        said.contains("\"Another title\"") && said.contains("gone.html.json: a fixture without"),
        "{said}"
    );

    fs::write(place.path().join("raw/empty.html"), page(9)).unwrap();
    assert!(check(&[]).1.contains("expected a reject"), "a page that is no longer rejected differs");
    assert_eq!(check(&["--accept"]), (Some(0), "4 pages, 2 fixtures written, 1 removed\n".into()));
    assert_eq!(check(&[]).0, Some(0));
}

#[test]
fn check_without_its_folder_or_its_rules_says_so() {
    let place = workplace(1);
    let check = || {
        let output = tamis().current_dir(&place).args(["check", "raw", "nope"]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = check();
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("nope") && said.contains("--accept"), "{said}");
    fs::create_dir(place.path().join("nope")).unwrap();
    assert!(check().1.contains("no site rules in use"));
}
