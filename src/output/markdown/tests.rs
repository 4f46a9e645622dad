//! Markdown is what a parser of Markdown reads it as.

use super::*;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The tags of a text, and its words.
fn read(markdown: &str) -> (Vec<String>, String) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let (mut tags, mut text) = (Vec::new(), String::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => tags.push(level.to_string()),
            Event::Start(Tag::List(first)) => tags.push(format!("list {first:?}")),
            Event::Start(tag) => {
                tags.push(format!("{tag:?}").split(['(', ' ', '{']).next().unwrap().to_owned())
            }
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push(' '),
            other => tags.push(format!("{other:?}")),
        }
    }
    (tags, words(&text))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn section_block(kind: BlockKind, items: &[&str]) -> SectionBlock {
    let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
    SectionBlock { kind, text: items.join("\n"), items, list: None }
}

#[test]
fn lists_keep_their_numbers_and_what_is_in_them() {
    let list = section_block(
        BlockKind::List,
        &["3. Oil the board\nwith a cloth\n   - on all sides\n   - and edges", "4. Wait", "Step 5: Wipe"],
    );
    let text = block(&list, &[]).unwrap();
    assert_eq!(
        text,
        "3. Oil the board  \n   with a cloth\n\n   - on all sides\n   - and edges\n4. Wait\n- Step 5: Wipe"
    );
    let (tags, _) = read(&text);
    assert_eq!(tags.iter().filter(|tag| tag.starts_with("list")).count(), 3);
    assert_eq!(tags[0], "list Some(3)");
}

#[test]
fn a_bare_number_is_one_where_the_list_says_so() {
    let item = crate::record::AdviceItem {
        number: 4,
        label: "4".into(),
        title: None,
        text: "After the coat".into(),
        items: Vec::new(),
    };
    let lists = [AdviceList { heading: None, section: 0, items: vec![item] }];
    let listed = SectionBlock { list: Some(0), ..section_block(BlockKind::List, &["4 After the coat"]) };
    assert_eq!(block(&listed, &lists).as_deref(), Some("4. After the coat"));
    let plain = section_block(BlockKind::List, &["4 After the coat"]);
    assert_eq!(block(&plain, &lists).as_deref(), Some("- 4 After the coat"));
}

#[test]
fn tables_quotes_and_code_are_read_as_such() {
    let table = section_block(BlockKind::Table, &["What\tWhere | when", "Leeks\tcellar", "Peas"]);
    let (tags, words) = read(&block(&table, &[]).unwrap());
    assert_eq!(tags.iter().filter(|tag| *tag == "TableCell").count(), 6);
    assert_eq!(words, "What Where | when Leeks cellar Peas");
    let quote = SectionBlock { text: "one\ntwo".into(), ..section_block(BlockKind::Quote, &[]) };
    assert_eq!(
        read(&block(&quote, &[]).unwrap()),
        (vec!["BlockQuote".into(), "Paragraph".into()], "one two".into())
    );
    let code = SectionBlock { text: "a ``` b\n# c".into(), ..section_block(BlockKind::Code, &[]) };
    assert_eq!(block(&code, &[]).as_deref(), Some("````\na ``` b\n# c\n````"));
    let alternative = section_block(BlockKind::Caption, &["a cat on a mat"]);
    assert_eq!(block(&alternative, &[]), None);
}

#[test]
fn plain_words_are_not_escaped() {
    for text in ["5 * 3 = 15", "snake_case", "[1] a note", "A & B", "a < b", "C# and #5", "2.5 l", "a-b"] {
        assert_eq!(line(text), text);
    }
    assert_eq!(line("1986. A great year"), "1986\\. A great year");
    assert_eq!(line("# not a heading"), "\\# not a heading");
}

proptest! {
    #[test]
    fn words_are_read_as_they_were(text in "[ a-z0-9#*_`~<>&;!|=+.)(:\\[\\]\\\\/-]{0,30}") {
        let expected = words(&text);
        let (tags, read_words) = read(&line(&text));
        prop_assert!(tags.iter().all(|tag| tag == "Paragraph"), "{text:?} {tags:?}");
        prop_assert_eq!(&read_words, &expected);
        prop_assert_eq!(read(&format!("## {}", heading(&text))).1, expected);
    }
}
