//! What lies in folders of crawls beside the pages: other tables, the output of other runs, files with nothing
//! in them. Each is counted with its reason; none becomes a page that it is not.

mod support;

use serde_json::json;
use std::fs;
use support::archive::member;
use support::extracted::{extract, extracted, ids};
use support::{page, tamis, write_pages};
use tempfile::tempdir;

#[test]
fn tables_in_a_folder_that_hold_no_pages_are_skipped_and_counted() {
    let place = tempdir().unwrap();
    let folder = place.path().join("crawl");
    write_pages(&folder, 2);
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("labels.csv", "name,score\na,1\n");
    write("words.csv", "text,count\nwords,2\nmore,1\n");
    write("log.jsonl", "{\"level\": \"warn\", \"message\": \"slow\"}\n");
    write("words.jsonl", "{\"text\": \"words\", \"count\": 2}\n");
    write("texts.csv", "url,text\nhttps://a.example/,Title and some words of a page\n");
    write("late.jsonl", &format!("{}\n{}\n", json!({"note": 1}), json!({"html": page(7)})));
    let found = extracted(place.path(), "crawl", &[]);
    assert_eq!(found.skipped, json!({"no_page_column": 4}));
    assert_eq!(ids(&found.rejects), ["late.jsonl:1"], "the keys that are there are told");
    assert!(found.rejects[0]["message"].as_str().unwrap().contains("there are note"));
    assert_eq!(found.records.len(), 4, "{:?}", ids(&found.records));
    // Named, the same file is what was meant, or a mistake.
    let found = extract("labels.csv", b"name,score\na,1\n");
    assert_eq!((ids(&found.rejects), &found.rejects[0]["code"]), (vec!["labels.csv"], &json!("no_column")));
    assert_eq!(extract("words.csv", b"text,count\nwords,2\n").records.len(), 1);
}

#[test]
fn the_output_of_a_run_is_no_input_of_the_next() {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), 2);
    let first = extracted(place.path(), ".", &["--format", "jsonl,csv,parquet"]);
    assert_eq!((first.records.len(), first.skipped), (2, json!({"output_folder": 1})), "its own");
    let run = tamis().current_dir(place.path()).args(["extract", ".", "--out", "second"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    let summary = support::json(&place.path().join("second/run.json"));
    assert_eq!((&summary["records"], &summary["skipped"]), (&json!(2), &json!({"output_folder": 2})));
}

#[test]
fn files_with_bytes_and_nothing_in_them_are_told() {
    let (zip, tar) = (
        zip::ZipWriter::new(std::io::Cursor::new(Vec::new())).finish().unwrap().into_inner(),
        tar::Builder::new(Vec::new()).into_inner().unwrap(),
    );
    let empties: [(&str, Vec<u8>); 7] = [
        ("a.csv", b"url,html\n".to_vec()),
        ("a.jsonl", b"\n\n  \n".to_vec()),
        ("a.jsonl.gz", member(b"")),
        ("a.zip", zip),
        ("a.tar", tar),
        ("a.warc", b"\r\n\r\n".to_vec()),
        ("a.parquet", table_without_rows()),
    ];
    let place = tempdir().unwrap();
    for (name, bytes) in &empties {
        let found = extract(name, bytes);
        assert_eq!(
            (ids(&found.rejects), &found.rejects[0]["code"]),
            (vec![*name], &json!("empty")),
            "{name}"
        );
        assert!(found.rejects[0]["message"].as_str().unwrap().contains("fetch"), "{name}");
        fs::create_dir_all(place.path().join("crawl")).unwrap();
        fs::write(place.path().join("crawl").join(name), bytes).unwrap();
    }
    let found = extracted(place.path(), "crawl", &[]);
    assert_eq!(found.skipped, json!({"empty_table": 4}), "jobs leave empty tables behind");
    assert_eq!(ids(&found.rejects), ["a.tar", "a.warc", "a.zip"]);
}

fn table_without_rows() -> Vec<u8> {
    use arrow_schema::{DataType, Field, Schema};
    let schema = Schema::new(vec![Field::new("html", DataType::Utf8, true)]);
    let writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), schema.into(), None).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn a_bad_character_does_not_cost_its_line() {
    let mut bytes =
        br#"{"id": "lone", "html": "<p>Words \ud83d and \\ud83d and \ud83d\ude00 more words</p>"}"#.to_vec();
    bytes.extend_from_slice(b"\n{\"id\": \"latin\", \"html\": \"<p>Caf\xe9 and words</p>\"}\n");
    bytes.extend_from_slice(b"{\"id\": \"both\", \"html\": \"<p>\\\\\\ud83d words and words</p>\"}\n");
    let found = extract("a.jsonl", &bytes);
    assert_eq!((ids(&found.records), ids(&found.rejects)), (vec!["lone", "latin", "both"], vec![]));
    assert_eq!(found.records[0]["text"], "Words \u{fffd} and \\ud83d and \u{1f600} more words");
    assert_eq!(found.records[2]["text"], "\\\u{fffd} words and words");
    assert!(found.records.iter().all(|record| record["warnings"][0]["code"] == "invalid_bytes"));
}

#[test]
fn one_column_may_be_address_and_id() {
    let run = |table: &[u8]| {
        let found = support::extracted::extract_with("a.csv", table, &["--id-column", "url"]);
        let record = &found.records[0];
        (record["id"].as_str().unwrap().to_owned(), record["url"].clone())
    };
    let address = "https://a.example/1";
    let expected = (address.to_owned(), json!(address));
    assert_eq!(run(format!("url,html\n{address},<p>Words and words</p>\n").as_bytes()), expected);
}

#[test]
fn pages_and_lines_on_standard_input_are_known_by_their_beginnings() {
    let read = |bytes: &[u8]| {
        let run = tamis().args(["extract", "-", "--out", "-", "-q"]).write_stdin(bytes).output().unwrap();
        String::from_utf8(run.stdout).unwrap().lines().count()
    };
    let saved = format!("<!-- saved from url=(0020)https://a.example/ -->\n{}", page(1));
    assert_eq!(read(saved.as_bytes()), 1);
    assert_eq!(read(&member(page(1).as_bytes())), 1);
    assert_eq!(read(format!("{{ \"html\": {} }}\n", json!(page(1))).as_bytes()), 1);
}
