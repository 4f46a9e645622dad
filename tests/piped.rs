//! Standard input: what it holds is told by its beginning or by the user, and a run goes on behind it.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::Cursor;
use support::archive::{member, response};
use support::extracted::members;
use support::{page, read_all, tamis};
use tamis::input::{Changed, Found, Holds, Input, pages};
use tempfile::{TempDir, tempdir};

const TEXT: &str = "How to oil a board\n\n1. Take a cloth, and oil that is meant for food.\n\n\
    2. Spread the oil generously, on all sides and edges, and leave it there for a night.\n";

/// A folder with two pages.
fn two_pages() -> TempDir {
    let place = tempdir().unwrap();
    fs::write(place.path().join("a.html"), page(1)).unwrap();
    fs::write(place.path().join("b"), page(2)).unwrap();
    place
}

/// The exit code, the ids of the records, and what was said.
fn piped(place: &TempDir, bytes: &[u8], more: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let run = tamis()
        .current_dir(place)
        .args(["extract", "-", "--out", "-"])
        .args(more)
        .write_stdin(bytes)
        .output()
        .unwrap();
    let records = String::from_utf8(run.stdout).unwrap();
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    (run.status.code(), records.lines().map(id).collect(), String::from_utf8(run.stderr).unwrap())
}

#[test]
fn a_page_of_plain_text_is_a_page_and_a_list_is_a_list() {
    let place = two_pages();
    let ids = |bytes: &[u8], more: &[&str]| {
        let (code, ids, said) = piped(&place, bytes, more);
        assert!(ids.is_empty() == (code != Some(0)) || code == Some(2), "{code:?} {said}");
        ids
    };
    assert_eq!(ids(TEXT.as_bytes(), &[]), ["-"]);
    assert_eq!(ids(&member(TEXT.as_bytes()), &[]), ["-"], "packed");
    assert_eq!(ids(b"a.html\nb\n", &[]), ["a.html", "b"]);
    assert_eq!(ids(b"b\0a.html\0", &[]), ["b", "a.html"]);
    assert_eq!(ids(&member(b"b\na.html\n"), &[]), ["b", "a.html"], "a packed list");
    // What is said counts.
    assert_eq!(ids(b"a.html\nb\n", &["--stdin", "page"]), ["-"]);
    assert_eq!(ids(b"{\"html\": \"words\"}", &["--stdin", "page"]), ["-"]);
    assert_eq!(ids(format!("{TEXT}a.html\n").as_bytes(), &["--stdin", "list"]), ["a.html"]);
}

#[test]
fn a_trail_of_links_on_standard_input_sends_tamis_nowhere() {
    let place = two_pages();
    fs::create_dir(place.path().join("docs")).unwrap();
    fs::write(place.path().join("docs/c.html"), page(3)).unwrap();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for page in [
        format!("Home\n.\nHealth\n.\n{TEXT}").into_bytes(),
        format!("Home\ndocs\nAbout\n{TEXT}").into_bytes(),
        utf16("docs. b"),
    ] {
        let (_, ids, said) = piped(&place, &page, &[]);
        assert!(ids.iter().all(|id| id == "-"), "{ids:?} {said}");
    }
}

#[test]
fn a_table_that_is_read_from_a_file_only_is_no_page() {
    let place = two_pages();
    let csv = format!("url,html\nhttp://a.example/,\"{}\"\n", page(1).replace('"', "\"\""));
    let array = json!([{"html": page(1)}]).to_string();
    for (table, remedy) in [(&csv, "save it as .csv"), (&array, "an object a line")] {
        for bytes in [table.as_bytes().to_vec(), member(table.as_bytes())] {
            let (code, ids, said) = piped(&place, &bytes, &["--max-reject-rate", "1"]);
            assert_eq!((code, ids.len()), (Some(2), 0), "{said}");
            assert!(said.contains(remedy) && said.contains("--stdin page"), "{said}");
        }
        assert_eq!(piped(&place, table.as_bytes(), &["--stdin", "page"]).1, ["-"]);
    }
}

#[test]
fn what_standard_input_holds_is_said_where_it_is_read_and_guessed() {
    let place = two_pages();
    let (_, _, said) = piped(&place, b"gone/one.html\ngone/two.html\n", &[]);
    assert_eq!(said.matches("--stdin page").count(), 1, "{said}");
    let (_, _, said) = piped(&place, b"gone/one.html\na.html\n", &["--stdin", "list"]);
    assert!(said.contains("gone/one.html") && !said.contains("--stdin"), "{said}");
    let run =
        tamis().current_dir(&place).args(["extract", "a.html", "--out", "-", "--stdin", "page"]).output();
    let run = run.unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.code() == Some(1) && said.contains("no input is `-`"), "{said}");
}

#[test]
fn what_may_be_misunderstood_says_how_to_say_it() {
    let place = two_pages();
    let (code, ids, said) = piped(&place, b"gone/one.html\ngone/two.html\n", &[]);
    assert_eq!((code, ids), (Some(2), vec![]));
    assert!(said.contains("check the path") && said.contains("--stdin page"), "{said}");
    let page = format!("{}\nb\n", TEXT.repeat(5));
    let (code, ids, said) = piped(&place, page.as_bytes(), &[]);
    assert_eq!((code, ids), (Some(0), vec!["-".to_owned()]));
    assert!(said.contains("--stdin list"), "{said}");
    let help = tamis().args(["extract", "--help"]).output().unwrap();
    assert!(String::from_utf8(help.stdout).unwrap().contains("--stdin <WHAT>"));
}

#[test]
fn a_run_goes_on_behind_a_stream_that_was_read_to_its_end() {
    let place = two_pages();
    let line = |number: usize| json!({"id": number.to_string(), "html": page(number)}).to_string() + "\n";
    let lines: String = (0..90).map(line).collect();
    let plain: Vec<u8> = (0..9).flat_map(|number| response(number, page(number).as_bytes())).collect();
    let streams = [
        TEXT.as_bytes().to_vec(),
        lines.clone().into_bytes(),
        [member(lines.as_bytes()), b"and more".to_vec()].concat(),
        [plain, b"\r\n\r\n\0\0".to_vec()].concat(),
        [members(9).concat(), vec![0; 900]].concat(),
    ];
    for (kind, stream) in streams.into_iter().enumerate() {
        let listed = || {
            let stream = Input::Stream(Box::new(Cursor::new(stream.clone())), Holds::Shown);
            pages(vec![stream, Input::Path(place.path().join("a.html"))])
        };
        let whole = read_all(listed());
        let mut behind = 0;
        for (at, (_, place)) in whole.iter().enumerate() {
            if place.is_in_stream() {
                assert!(matches!(listed().starting_at(place), Err(Changed::Stream)), "{kind} {place:?}");
                continue;
            }
            behind += usize::from(place.name == "-");
            let rest = read_all(listed().starting_at(place).unwrap());
            let rest: Vec<&Found> = rest.iter().flat_map(|(found, _)| found).collect();
            let expected: Vec<&Found> = whole[at + 1..].iter().flat_map(|(found, _)| found).collect();
            assert!(rest == expected, "{kind}: behind {place:?}");
        }
        assert!(behind > 0, "{kind}: its end is a place");
    }
}
