//! Tables of text and columns: rows are pages, and what is wrong with one costs it alone.

mod support;

use serde_json::{Value, json};
use std::fs;
use support::archive::member;
use support::extracted::{extract, extract_with, ids};
use support::{listed, page, project, read_all};
use tamis::input::Found;
use tempfile::tempdir;

#[test]
fn rows_of_tables_are_pages_and_a_bad_one_is_one_reject() {
    let row = |number: usize| {
        json!({"id": format!("row-{number}"), "url": "https://a.example/", "html": page(number), "text": "x"})
            .to_string()
    };
    let lines = [
        row(0),
        "{\"html\": \"<p>cut".into(),
        String::new(),
        row(1),
        "[1]".into(),
        "{\"title\": 1}".into(),
        row(2).replace("\"id\"", "\"other\""),
    ];
    let found = extract("a.jsonl", lines.join("\n").as_bytes());
    assert_eq!(ids(&found.records), ["row-0", "row-1", "a.jsonl:7"]);
    assert_eq!(ids(&found.rejects), ["a.jsonl:2", "a.jsonl:5", "a.jsonl:6"]);
    assert_eq!(found.rejects[0]["source"]["offset"], lines[0].len() + 1);
    assert_eq!(found.rejects[2]["code"], "no_column");
    assert_eq!(found.records[0]["url"], "https://a.example/");

    let long = format!("{}\n{{\"html\": \"{}\"}}\n{}\n", row(0), "x".repeat(9 << 20), row(1));
    let found = extract_with("a.jsonl.gz", &member(long.as_bytes()), &["--max-page-bytes", "1MiB"]);
    assert_eq!((ids(&found.records), ids(&found.rejects)), (vec!["row-0", "row-1"], vec!["a.jsonl.gz:2"]));

    let quoted = |number: usize| format!("{number},\"{}\"\r\n", page(number).replace('"', "\"\""));
    let table = format!("number,markup\r\n{}1,2,3\r\n{}", quoted(4), quoted(5));
    let found =
        extract_with("a.csv", table.as_bytes(), &["--html-column", "markup", "--id-column", "number"]);
    assert_eq!(ids(&found.records), ["4", "5"]);
    let line = 3 + page(4).matches('\n').count();
    assert_eq!(ids(&found.rejects), [format!("a.csv:{line}")]);
    let found = extract("a.csv", b"a,b\n1,2\n");
    assert_eq!((ids(&found.rejects), &found.rejects[0]["code"]), (vec!["a.csv"], &json!("no_column")));
    let open_quote = format!("html\n\"<p>words</p>\"\n\"{}", "x".repeat(9 << 20));
    let found = extract_with("a.csv", open_quote.as_bytes(), &["--max-page-bytes", "1MiB"]);
    assert_eq!((found.records.len(), found.rejects.len()), (1, 1));
}

#[test]
fn a_column_of_blanks_does_not_hide_the_one_that_has_the_page() {
    let text = "Wool and silk want cool water, a mild soap and a patient hand.";
    let rows = [
        json!({"id": "before", "html": " \r\n\t", "text": text}),
        json!({"id": "behind", "text": text, "html": "  "}),
        json!({"id": "none", "text": " ", "html": "\n"}),
    ];
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let found = extract("a.jsonl", lines.as_bytes());
    assert_eq!((ids(&found.records), ids(&found.rejects)), (vec!["before", "behind"], vec!["none"]));
    assert_eq!(found.rejects[0]["code"], "empty");
}

#[test]
fn a_damaged_parquet_page_costs_its_group_of_rows() {
    let whole = fs::read(project().join("raw/archives/pages.parquet")).unwrap();
    let expected = extract("a.parquet", &whole);
    assert_eq!((expected.records.len(), expected.rejects.len()), (7, 0));
    let mut damaged = whole.clone();
    damaged[3000..3400].fill(0);
    let found = extract("a.parquet", &damaged);
    assert_eq!((&found.records[..], found.rejects.len()), (&expected.records[2..], 1));
    assert!(found.rejects[0]["message"].as_str().unwrap().contains("rows 1 to 2"));
    let found = extract("a.parquet", &whole[..whole.len() / 2]);
    assert_eq!((found.records.len(), found.rejects.len()), (0, 1));
}

#[test]
fn a_quote_that_is_missing_does_not_merge_rows() {
    let row = |number: usize| format!("{number},\"{}\"\n", page(number).replace('"', "\"\""));
    let table = |rows: &[String]| {
        let text = format!("id,html\n{}", rows.concat());
        let found = extract_with("a.csv", text.as_bytes(), &["--max-page-bytes", "1MiB"]);
        let found_ids = |values: &[Value]| ids(values).iter().map(ToString::to_string).collect::<Vec<_>>();
        (found_ids(&found.records), found.rejects.len())
    };
    let whole: Vec<String> = (0..8).map(row).collect();
    let others =
        |lost: usize| (0..8).filter(|number| *number != lost).map(|n| n.to_string()).collect::<Vec<_>>();
    let with = |lost: usize, bad: String| {
        let mut rows = whole.clone();
        rows[lost] = bad;
        table(&rows)
    };
    for lost in [0, 3, 4] {
        let good = &whole[lost];
        let unclosed = format!("{}\n", good.trim_end().strip_suffix('"').unwrap());
        assert_eq!(with(lost, unclosed), (others(lost), 1), "the closing one of row {lost}");
        let bare = good.replacen("\"\"", "\"", 1);
        assert_eq!(with(lost, bare), (others(lost), 1), "one of two within row {lost}");
        let long = format!("{lost},\"<p>\n{}</p>\n", "words and\n".repeat(400_000));
        assert_eq!(with(lost, long), (others(lost), 1), "a row {lost} that outgrows a page");
    }
    let cut = whole[7][..600].to_owned();
    assert_eq!(with(7, cut), (others(7), 1), "cut off in the last row");
    let plain = "0,<p>5\" wide and words</p>\n".to_owned();
    assert_eq!(with(0, plain).1, 0, "a quote in a field without quotes is one");
}

#[test]
fn rows_at_the_end_of_a_table_are_kept_behind_a_broken_one() {
    let row = |name: &str| format!("{name},\"<p>Words to read, and \"\"more\"\" of them</p>\"\n");
    let split = "b,\"<p>two \"bad\" words\nand more, with, commas\nhere</p>\"\n".to_owned();
    let unclosed = "b,\"<p>words\nand others</p>\n".to_owned();
    let bare = "b,\"<p>one \"bad\" word\nTerms, and the end</p>\"\n".to_owned();
    for (broken, behind, last, bytes) in [
        (&split, 2, 5, split.len()),
        (&split, 1, 5, split.len()),
        (&bare, 0, 4, bare.len()),
        (&unclosed, 2, 4, unclosed.len()),
    ] {
        let rows = [row("a"), broken.clone(), ["c", "d"][..behind].iter().map(|name| row(name)).collect()];
        let found = extract("a.csv", format!("id,html\n{}", rows.concat()).as_bytes());
        assert_eq!(ids(&found.records), ["a", "c", "d"][..=behind], "{broken}");
        assert_eq!((ids(&found.rejects), &found.rejects[0]["code"]), (vec!["a.csv:3"], &json!("damaged")));
        let told = found.rejects[0]["message"].as_str().unwrap();
        assert!(told.contains(&format!("lines 3 to {last} are lost with it ({bytes} bytes")), "{told}");
        assert_eq!(found.rejects[0]["source"]["bytes"], bytes);
    }
}

/// The jobs of a table of this name, and that a run goes on from behind any of them as from anywhere.
fn jobs_of_table(name: &str, bytes: &[u8], max_page_bytes: u64) -> Vec<Vec<Found>> {
    let place = tempdir().unwrap();
    fs::write(place.path().join(name), bytes).unwrap();
    let listed = || listed(place.path()).with_max_page_bytes(max_page_bytes);
    let whole = read_all(listed());
    for (at, (_, behind)) in whole.iter().enumerate() {
        let rest = read_all(listed().starting_at(behind).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        assert!(expected.eq(rest.iter().flat_map(|(found, _)| found)), "behind {behind:?}");
    }
    whole.into_iter().map(|(found, _)| found).collect()
}

#[test]
fn quotes_that_nothing_closes_are_looked_for_once() {
    // Each line closes a quote and opens one. A job is handed on for every four megabytes looked at, with nothing
    // in it if need be, so that a stop is heard; jobs say how often the bytes were looked at.
    let table = format!("html,url\n{}", "x\",\"\n".repeat(4_000_000));
    for (name, bytes) in [("a.csv", table.clone().into_bytes()), ("a.csv.gz", member(table.as_bytes()))] {
        for max_page_bytes in [64 << 10, 64 << 20] {
            let jobs = jobs_of_table(name, &bytes, max_page_bytes);
            assert_eq!(jobs.iter().flatten().count(), 1, "one reject of all lines");
            // Beside the job of the reject and that of the file's end.
            let turns = jobs.len() - 2;
            assert!(turns >= table.len() >> 22 && turns <= 2 * (table.len() >> 22) + 1, "{turns}");
        }
    }
}

#[test]
fn a_row_that_is_longer_than_a_page_costs_itself_alone() {
    let row = |number: usize| format!("{number},\"{}\"\n", page(number).replace('"', "\"\""));
    let long = format!("long,\"<p>{}</p>\"\n", "words, and \"\"others\"\"\n".repeat(200_000));
    let rows = |numbers: std::ops::Range<usize>| numbers.map(row).collect::<String>();
    let table = format!("id,html\n{}{long}{}{long}{}", rows(0..2), rows(2..4), rows(4..5));
    for (name, bytes) in [("a.csv", table.clone().into_bytes()), ("a.csv.gz", member(table.as_bytes()))] {
        let found = extract_with(name, &bytes, &["--max-page-bytes", "1MiB"]);
        assert_eq!(ids(&found.records), ["0", "1", "2", "3", "4"]);
        assert_eq!(found.rejects.len(), 2);
        for reject in &found.rejects {
            assert_eq!(
                (&reject["code"], &reject["source"]["bytes"]),
                (&json!("too_large"), &json!(long.len()))
            );
            assert!(reject["message"].as_str().unwrap().contains("--max-page-bytes"), "{reject}");
        }
        jobs_of_table(name, &bytes, 1 << 20);
    }
    // An open quote, behind which rows without quotes come to more than can be held.
    let plain: String =
        (0..60_000).map(|number| format!("{number},<p>Words number {number} to read.</p>\n")).collect();
    let table = format!("id,html\n{}open,\"<p>words</p>\n{plain}", rows(0..1));
    for (name, bytes) in [("a.csv", table.clone().into_bytes()), ("a.csv.gz", member(table.as_bytes()))] {
        let place = tempdir().unwrap();
        fs::write(place.path().join(name), bytes).unwrap();
        let read = read_all(listed(place.path()).with_max_page_bytes(64 << 10));
        let found: Vec<&Found> = read.iter().flat_map(|(found, _)| found).collect();
        let rejects = found.iter().filter(|found| matches!(found, Found::Reject(_))).count();
        assert_eq!((found.len(), rejects), (60_002, 1), "{name}");
    }
}
