use super::*;
use crate::document::{Attr, html};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn load(toml: &str) -> Result<SiteRules, RuleError> {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("site.toml");
    fs::write(&file, toml).expect("a file");
    SiteRules::load(&[file])
}

fn rule(name: &str, hosts: &str, more: &str) -> String {
    format!("[[rule]]\nname = {name:?}\nhosts = [{hosts}]\n{more}\n[rule.select]\ntitle = \"h1\"\n")
}

/// The end of the message from the line number on.
fn complaint(toml: &str) -> String {
    let message = load(toml).expect_err("a mistake").to_string();
    message.split_once("site.toml:").map_or(message.clone(), |(_, rest)| rest.to_owned())
}

#[test]
fn rules_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<SiteRules>();
}

#[test]
fn the_most_specific_rule_is_found() {
    let toml = [
        rule("site", "\"a.example\", \"Bücher.example\"", ""),
        rule("guides", "\"a.example\"", "paths = [\"/guides/*\", \"/tips/*\"]"),
        rule("print", "\"a.example\"", "paths = [\"/guides/print/*\"]"),
        rule("shop", "\"shop.a.example\"", "paths = [\"/new/*\"]"),
    ];
    let rules = load(&toml.concat()).expect("rules");
    let name = |url| rules.find(url).map(|rule| rule.name.as_str());
    assert_eq!(name("https://a.example/"), Some("site"));
    assert_eq!(name("http://WWW.A.example:8080/guides/x?y=1"), Some("guides"));
    assert_eq!(name("https://a.example/tips/x"), Some("guides"));
    assert_eq!(name("https://a.example/guides/print/x"), Some("print"));
    assert_eq!(name("https://shop.a.example/new/x"), Some("shop"));
    assert_eq!(name("https://shop.a.example/old"), Some("site"));
    assert_eq!(name("https://xn--bcher-kva.example./"), Some("site"));
    assert_eq!(name("https://ba.example/"), None);
    assert_eq!(name("https://example/"), None);
    assert_eq!(name("not an address"), None);
    assert!(SiteRules::default().find("https://a.example/").is_none());
}

#[test]
fn selectors_mark_nodes_of_the_document() {
    let toml = "[[rule]]\nname = 'a'\nhosts = ['a.example']\n[rule.select]\n\
        title = '.t'\nteasers = ['li.x', 'li.y', 'li']\nstrip = 'li.x'\nnext = 'a[rel=next]'\n";
    let rules = load(toml).expect("rules");
    let page = "<div class=t id=1>T</div><ul><li class=x id=2>a<li class=y id=3>b</ul>";
    let document = html::parse(page);
    let applied = rules.rules()[0].apply(page, &document);
    let marks: Vec<_> =
        applied.marks.iter().map(|mark| (document.attr(mark.node, Attr::Id), mark.field)).collect();
    let expected = [("1", Field::Title), ("2", Field::Strip), ("2", Field::Teasers), ("3", Field::Teasers)];
    assert_eq!(marks, expected.map(|(id, field)| (Some(id), field)));
    assert_eq!(applied.unmatched, [Field::Next]);
}

#[test]
fn mistakes_are_told_with_line_and_rule() {
    let one = "[[rule]]\nname = \"clinic\"\nhosts = [\"a.example\"]\n";
    let cases = [
        (format!("{one}[rule.select]\ntitle = \"h1 >> p[\"\n"), "5: rule \"clinic\": title has no valid CSS"),
        (
            format!("{one}[rule.select]\nbody = [\n  \"p\",\n  \"a:b:c(\",\n]\n"),
            "7: rule \"clinic\": body has",
        ),
        (format!("{one}[rule.select]\ntitel = \"h1\"\n"), "5: rule number 1: unknown variant `titel`"),
        (format!("{one}selekt = 1\n"), "4: rule number 1: unknown field `selekt`"),
        (format!("{one}[rule.select]\ntitle = []\n"), "5: rule \"clinic\": title lists no selector"),
        (format!("{one}[rule.select]\ntitle = 3\n"), "5: rule number 1: invalid type"),
        (format!("{one}\n[rule.select\n"), "5: rule number 1: "),
        (one.to_owned(), "1: rule \"clinic\": the rule selects nothing"),
        ("\n[[rule]]\nname = \"x\"\n".to_owned(), "2: rule \"x\": the rule is for no host"),
        ("[[rule]]\nhosts = []\n".to_owned(), "1: rule number 1: the rule has no name"),
        (rule("x", "\"https://a.example/\"", ""), "3: rule \"x\": \"https://a.example/\" is no host name"),
        (rule("x", "\"a.example\"", "paths = [\"guides\"]"), "4: rule \"x\": \"guides\" matches no path"),
        (rule("x", "\"a.example\"", "").repeat(2), "8: rule \"x\": "),
        ("[[rules]]\n".to_owned(), "1: before the first rule: unknown field `rules`"),
    ];
    for (toml, expected) in cases {
        let complaint = complaint(&toml);
        assert!(complaint.starts_with(expected), "{complaint}\nis not\n{expected}");
    }
}

#[test]
fn a_folder_stands_for_its_rule_files_and_a_missing_one_is_told() {
    let folder = TempDir::new().expect("a temporary folder");
    for (file, name) in [("b.toml", "second"), ("a.toml", "first"), ("c.txt", "third")] {
        fs::write(folder.path().join(file), rule(name, "'a.example'", "")).expect("a file");
    }
    let rules = SiteRules::load(&[folder.path().to_owned()]).expect("rules");
    let names: Vec<_> = rules.rules().iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["first", "second"]);
    assert_eq!(rules.find("http://a.example").map(|rule| rule.name.as_str()), Some("first"));
    let missing = SiteRules::load(&[folder.path().join("gone.toml")]).expect_err("an error");
    assert!(missing.to_string().contains("gone.toml"), "{missing}");
}

#[test]
fn the_rules_of_this_project_load() {
    let rules = SiteRules::load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")]).expect("rules");
    let rule = rules.find("https://stillwater-clinic.example/guides/sleep-after-birth").expect("a rule");
    assert_eq!(rule.examples[0].advice_lists, Some(vec![5]));
    assert!(rule.examples[0].page.ends_with("raw/site-rule/stillwater-clinic.html"));
}
