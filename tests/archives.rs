//! Archives and tables: every record comes out once, in order, and damage costs the record that it hit.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use support::archive::{id, member, record, response, stored};
use support::{json, json_lines, page, project, tamis};
use tamis::input::{Changed, Found, Input, Pages, Place, pages};
use tempfile::{TempDir, tempdir};

/// What came of one archive.
struct Outcome {
    records: Vec<Value>,
    rejects: Vec<Value>,
    skipped: Value,
}

/// Extracts an archive of this name that holds these bytes.
fn extract_with(name: &str, bytes: &[u8], arguments: &[&str]) -> Outcome {
    let place = tempdir().unwrap();
    fs::write(place.path().join(name), bytes).unwrap();
    extracted(place.path(), name, arguments)
}

fn extracted(place: &Path, input: &str, arguments: &[&str]) -> Outcome {
    let run = tamis()
        .current_dir(place)
        .args(["extract", input, "--out", "out", "--format", "jsonl"])
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let out = place.join("out");
    let rejects = json_lines(&out.join("rejects.jsonl"));
    assert_eq!(run.status.code(), Some(if rejects.is_empty() { 0 } else { 2 }), "{said}");
    let skipped = json(&out.join("run.json"))["skipped"].clone();
    Outcome { records: json_lines(&out.join("pages.jsonl")), rejects, skipped }
}

fn extract(name: &str, bytes: &[u8]) -> Outcome {
    extract_with(name, bytes, &[])
}

fn ids(values: &[Value]) -> Vec<&str> {
    values.iter().map(|value| value["id"].as_str().unwrap()).collect()
}

/// The ids of so many responses.
fn responses(numbers: impl Iterator<Item = usize>) -> Vec<String> {
    numbers.map(|number| id("response", number)).collect()
}

/// A member a response.
fn members(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| member(&response(number, page(number).as_bytes()))).collect()
}

/// Where each member begins.
fn offsets(members: &[Vec<u8>]) -> Vec<u64> {
    members
        .iter()
        .scan(0, |at, member| {
            let start = *at;
            *at += member.len() as u64;
            Some(start)
        })
        .collect()
}

#[test]
fn every_fiftieth_member_is_corrupt_and_no_other_record_is_touched() {
    let whole = members(200);
    let expected = extract("a.warc.gz", &whole.concat());
    assert_eq!((expected.records.len(), expected.rejects.len()), (200, 0));
    let (starts, mut damaged) = (offsets(&whole), whole.clone());
    for (kind, number) in (0..200).step_by(50).enumerate() {
        let (member, middle) = (&mut damaged[number], whole[number].len() / 2);
        match kind {
            // In the data, in the checksum, in the head, all of the middle.
            0 => member[middle] ^= 0xff,
            1 => *member.iter_mut().rev().nth(6).unwrap() ^= 1,
            2 => member[3] = 0xff,
            _ => member[middle..middle + 100].fill(0xaa),
        }
    }
    let found = extract("a.warc.gz", &damaged.concat());
    let hit: Vec<u64> =
        found.rejects.iter().map(|reject| reject["source"]["offset"].as_u64().unwrap()).collect();
    assert_eq!(hit, [starts[0], starts[50], starts[100], starts[150]]);
    assert!(found.rejects.iter().all(|reject| reject["code"] == "damaged"));
    let others = expected.records.iter().enumerate().filter(|(number, _)| number % 50 != 0);
    assert!(found.records.iter().eq(others.map(|(_, record)| record)), "byte for byte");
}

#[test]
fn a_cut_archive_loses_its_last_record() {
    let whole = members(5);
    let starts = offsets(&whole);
    let all = whole.concat();
    for cut in [1, 9, 100, whole[4].len() - 1] {
        let found = extract("a.warc.gz", &all[..starts[4] as usize + cut]);
        assert_eq!(ids(&found.records), responses(0..4), "cut {cut}");
        assert_eq!(found.rejects.len(), 1, "cut {cut}: {:?}", found.rejects);
        assert_eq!(found.rejects[0]["source"]["offset"], starts[4], "cut {cut}");
    }
    // In the midst, where another follows.
    let mut missing = whole.clone();
    missing[2].truncate(300);
    let found = extract("a.warc.gz", &missing.concat());
    assert_eq!(ids(&found.records), responses([0, 1, 3, 4].into_iter()));
    assert_eq!((found.rejects.len(), &found.rejects[0]["source"]["offset"]), (1, &json!(starts[2])));
    let plain: Vec<Vec<u8>> = (0..3).map(|number| response(number, page(number).as_bytes())).collect();
    let all = plain.concat();
    let found = extract("a.warc", &all[..all.len() - 500]);
    assert_eq!(ids(&found.records), responses(0..2));
    assert_eq!(ids(&found.rejects), responses(2..3));
}

#[test]
fn what_unpacks_to_too_much_is_one_reject() {
    let bomb = member(&response(1, &vec![b' '; 60 << 20]));
    let lying = {
        let mut member = bomb.clone();
        let end = member.len();
        member[end - 4..].copy_from_slice(&100_u32.to_le_bytes());
        member
    };
    for bomb in [bomb, lying] {
        let all = [member(&response(0, page(0).as_bytes())), bomb, member(&response(2, page(2).as_bytes()))];
        let found = extract_with("a.warc.gz", &all.concat(), &["--max-page-bytes", "1MiB"]);
        assert_eq!(ids(&found.records), responses([0, 2].into_iter()));
        assert_eq!(ids(&found.rejects), responses(1..2));
    }
    let absurd = String::from_utf8(response(1, b"<p>short")).unwrap();
    let absurd = absurd.replacen("Content-Length: ", "Content-Length: 99999999999999", 1);
    let parts = [response(0, page(0).as_bytes()), absurd.into_bytes(), response(2, page(2).as_bytes())];
    let found = extract("a.warc", &parts.concat());
    assert_eq!(ids(&found.records), responses([0, 2].into_iter()), "the next record is found again");
    assert_eq!(ids(&found.rejects), responses(1..2));
}

#[test]
fn what_looks_like_a_member_inside_one_is_none() {
    let page_of_members = |number: usize| {
        // A page with bytes in it that are members, of records even, and begin as the archive's own do.
        let inner = stored(&response(900 + number, page(9).as_bytes()));
        let body = [page(number).as_bytes(), b"<!-- ", &inner, &inner[..40], b" -->"].concat();
        stored(&response(number, &body))
    };
    for more in [0, 3, 60] {
        let mut parts: Vec<Vec<u8>> =
            (0..more).map(|number| stored(&response(number, page(number).as_bytes()))).collect();
        parts.extend((more..more + 4).map(page_of_members));
        parts.extend((more + 4..more + 9).map(|number| stored(&response(number, page(number).as_bytes()))));
        let all = parts.concat();
        for threads in ["1", "4"] {
            let found = extract_with("a.warc.gz", &all, &["--threads", threads]);
            assert_eq!(ids(&found.rejects), [""; 0]);
            assert_eq!(ids(&found.records), responses(0..more + 9));
            let starts: Vec<Value> = offsets(&parts).into_iter().map(Value::from).collect();
            assert!(found.records.iter().map(|record| &record["source"]["offset"]).eq(&starts));
        }
    }
}

/// Bytes that do not pack.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(|_| next()).collect()
}

/// Records without what tells where they stood.
fn placeless(records: &[Value]) -> Vec<Value> {
    let bare = |record: &Value| {
        let mut record = record.clone();
        for field in ["path", "offset", "container", "charset_origin"] {
            record["source"][field] = Value::Null;
        }
        record["id"] = Value::Null;
        record["url"] = Value::Null;
        record["host"] = Value::Null;
        record
    };
    records.iter().map(bare).collect()
}

#[test]
fn one_giant_member_plain_and_zstd_give_the_same_records() {
    let plain: Vec<Vec<u8>> = (0..300).map(|number| response(number, page(number).as_bytes())).collect();
    let all = plain.concat();
    // Noise that does not pack makes the member a giant.
    let noise: Vec<u8> =
        (0..3_000_000_u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect();
    let giant =
        [all.clone(), record("resource", 1, "image/png", &noise), response(300, page(300).as_bytes())]
            .concat();
    let expected = extract("a.warc", &giant);
    assert_eq!(ids(&expected.records), responses(0..301));
    assert_eq!(expected.skipped, json!({"content_type": 1}));
    let frames: Vec<Vec<u8>> =
        plain.iter().map(|record| zstd::encode_all(record.as_slice(), 3).unwrap()).collect();
    let whole_frame = zstd::encode_all(giant.as_slice(), 3).unwrap();
    let member_and_more = [member(&giant), member(&response(301, page(301).as_bytes()))].concat();
    for (name, bytes, count) in [
        ("a.warc.gz", member(&giant), 301),
        ("a.warc.gz", stored(&giant), 301),
        ("a.warc.gz", member_and_more, 302),
        ("a.warc.gz", members(300).concat(), 300),
        ("a.warc.zst", whole_frame, 301),
        ("a.warc.zst", frames.concat(), 300),
    ] {
        let found = extract(name, &bytes);
        assert_eq!(ids(&found.records), responses(0..count), "{name}");
        let shared = count.min(301);
        assert_eq!(placeless(&found.records)[..shared], placeless(&expected.records)[..shared], "{name}");
    }
    let mut damaged = frames.clone();
    damaged[7][20..60].fill(0x55);
    let found = extract("a.warc.zst", &damaged.concat());
    assert_eq!(ids(&found.records), responses((0..300).filter(|number| *number != 7)));
    assert_eq!(found.rejects[0]["source"]["offset"], offsets(&frames)[7]);
}

#[test]
fn the_dictionary_of_a_zstd_archive_is_used() {
    let records: Vec<Vec<u8>> = (0..40).map(|number| response(number, page(number).as_bytes())).collect();
    let dictionary = zstd::dict::from_samples(&records, 8 << 10).unwrap();
    let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
    let frames: Vec<Vec<u8>> = records.iter().map(|record| packer.compress(record).unwrap()).collect();
    for packed in [dictionary.clone(), zstd::encode_all(dictionary.as_slice(), 3).unwrap()] {
        let size = u32::try_from(packed.len()).unwrap().to_le_bytes();
        let all = [b"\x5d\x2a\x4d\x18".as_slice(), &size, &packed, &frames.concat()].concat();
        assert_eq!(ids(&extract("a.warc.zst", &all).records), responses(0..40));
    }
}

#[test]
fn lengths_that_are_wrong_are_mended_where_the_next_record_shows_it() {
    let wrong = |number: usize, by: i64| {
        let right = String::from_utf8(response(number, page(number).as_bytes())).unwrap();
        let at = right.find("Content-Length: ").unwrap() + 16;
        let end = at + right[at..].find('\r').unwrap();
        let length: i64 = right[at..end].parse().unwrap();
        format!("{}{}{}", &right[..at], length + by, &right[end..]).into_bytes()
    };
    let parts = [
        response(0, page(0).as_bytes()),
        wrong(1, -200),
        wrong(2, 300),
        wrong(3, 5),
        response(4, page(4).as_bytes()),
    ];
    for (name, bytes) in [("a.warc", parts.concat()), ("a.warc.gz", member(&parts.concat()))] {
        let found = extract(name, &bytes);
        assert_eq!(ids(&found.records), responses(0..5), "{name}: {:?}", found.rejects);
        let right =
            extract("a.warc", &(0..5).flat_map(|n| response(n, page(n).as_bytes())).collect::<Vec<u8>>());
        for (found, right) in found.records.iter().zip(&right.records) {
            assert_eq!(found["text"], right["text"]);
        }
        assert_eq!(found.records[1]["warnings"][0]["code"], "wrong_length");
    }
    let junk = [
        response(0, page(0).as_bytes()),
        b"\r\nno record at all\r\n\r\n".to_vec(),
        response(1, page(1).as_bytes()),
    ];
    let found = extract("a.warc", &junk.concat());
    // What stands between two records goes with the first, which says so.
    assert_eq!((ids(&found.records).len(), found.rejects.len()), (2, 0));
    assert_eq!(found.records[0]["warnings"][0]["code"], "wrong_length");
}

#[test]
fn line_ends_and_folds_of_heads_may_be_of_any_kind() {
    let body = page(1);
    let block = format!("HTTP/1.0 200 OK\nContent-Type:\n text/html\n\n{body}");
    let head = format!(
        "WARC/1.1\nWARC-Type: response\nWARC-Record-ID: <urn:uuid:response-0001>\nContent-Type: application/http;\n\
         \tmsgtype=response\nContent-Length: {}\n\n",
        block.len()
    );
    let found = extract("a.warc", format!("{head}{block}\n\n{head}{block}").as_bytes());
    assert_eq!((found.records.len(), found.rejects.len()), (2, 0));
    assert!(found.records[0]["text"].as_str().unwrap().contains("fabric number 1"));
}

#[test]
fn an_archive_by_another_writer_reads_without_loss() {
    let found = extracted_raw("raw/archives/crawl.warc.gz");
    assert_eq!((found.records.len(), found.rejects.len()), (8, 0));
    let expected = json!({
        "record_warcinfo": 1, "record_request": 11, "record_metadata": 11, "record_revisit": 1,
        "content_type": 1, "http_status": 2
    });
    assert_eq!(found.skipped, expected);
    let charset = &found.records[4]["source"];
    assert_eq!((&charset["charset"], &charset["charset_origin"]), (&json!("GBK"), &json!("container")));
    let texts = extracted_raw("raw/archives/texts.warc.wet.gz");
    assert_eq!((texts.records.len(), texts.skipped), (12, json!({"record_warcinfo": 1})));
    assert!(texts.records.iter().all(|record| record["source"]["container"] == "wet"));
}

/// Extracts one of the project's samples.
fn extracted_raw(path: &str) -> Outcome {
    let place = tempdir().unwrap();
    let name = Path::new(path).file_name().unwrap().to_str().unwrap();
    fs::copy(project().join(path), place.path().join(name)).unwrap();
    extracted(place.path(), name, &[])
}

#[test]
fn the_same_pages_as_files_and_as_an_archive_give_equal_records() {
    let place = tempdir().unwrap();
    support::write_pages(&place.path().join("raw"), 20);
    let files = extracted(place.path(), "raw", &[]);
    let bytes = files.records.iter().enumerate().map(|(number, record)| {
        let body = fs::read(place.path().join(record["source"]["path"].as_str().unwrap())).unwrap();
        // Without an address, as files are.
        let record = String::from_utf8(response(number, &body)).unwrap();
        member(record.replace("WARC-Target-URI", "X-Target").as_bytes())
    });
    let archive = extract("a.warc.gz", &bytes.flatten().collect::<Vec<u8>>());
    assert_eq!(placeless(&archive.records), placeless(&files.records));
}

#[test]
fn the_number_of_threads_changes_no_byte_of_an_archive() {
    let mut parts = members(120);
    parts[30][200] ^= 0xff;
    parts.insert(50, member(&record("metadata", 1, "application/warc-fields", b"a: b")));
    let all = parts.concat();
    let outcomes = ["1", "2", "4"].map(|threads| extract_with("a.warc.gz", &all, &["--threads", threads]));
    assert!(outcomes.iter().all(|found| found.records == outcomes[0].records));
    assert!(outcomes.iter().all(|found| found.rejects == outcomes[0].rejects));
    assert_eq!(outcomes[0].records.len(), 119);
}

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

/// Builds a zip and a tar of the same entries.
fn bundles(entries: &[(&str, Vec<u8>)]) -> (Vec<u8>, Vec<u8>) {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    (zip.finish().unwrap().into_inner(), tar.into_inner().unwrap())
}

#[test]
fn entries_of_tar_and_zip_are_pages() {
    let long = format!("{}/page.html", "folder/".repeat(30));
    let entries = [
        ("a/one.html", page(1).into_bytes()),
        ("a/two.html.gz", member(page(2).as_bytes())),
        ("style.css", b"p {}".to_vec()),
        (long.as_str(), page(3).into_bytes()),
        ("huge.html", vec![b' '; 3 << 20]),
        ("last.txt", b"Title\n\nWords and words.".to_vec()),
    ];
    let (zip, tar) = bundles(&entries);
    for (name, bytes) in [("a.zip", zip), ("a.tgz", member(&tar)), ("a.tar", tar)] {
        let found = extract_with(name, &bytes, &["--max-page-bytes", "2MiB"]);
        let id = |entry: &str| format!("{name}:{entry}");
        assert_eq!(ids(&found.records), ["a/one.html", "a/two.html.gz", &long, "last.txt"].map(id), "{name}");
        assert_eq!(
            (ids(&found.rejects), found.skipped),
            (vec![&*id("huge.html")], json!({"other_extension": 1}))
        );
    }
}

#[test]
fn pages_come_from_standard_input() {
    let run = |bytes: Vec<u8>| {
        let output = tamis().args(["extract", "-", "--out", "-"]).write_stdin(bytes).output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let ids: Vec<String> = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
            .collect();
        (output.status.code(), ids)
    };
    let plain: Vec<u8> = (0..3).flat_map(|number| response(number, page(number).as_bytes())).collect();
    assert_eq!(run(plain), (Some(0), responses(0..3)));
    assert_eq!(run(members(30).concat()), (Some(0), responses(0..30)));
    let mut damaged = members(3);
    damaged[1][200] ^= 0xff;
    assert_eq!(run(damaged.concat()), (Some(2), responses([0, 2].into_iter())));
    let lines = format!("{}\n{}\n", json!({"id": "x", "html": page(1)}), json!({"html": page(2)}));
    assert_eq!(run(lines.clone().into_bytes()), (Some(0), vec!["x".into(), "-:2".into()]));
    assert_eq!(run(member(lines.as_bytes())), (Some(0), vec!["x".into(), "-:2".into()]));
    assert_eq!(run(page(1).into_bytes()), (Some(0), vec!["-".into()]));
}

/// Archives of every kind in one folder.
fn folder_of_all() -> TempDir {
    let place = tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(place.path().join(name), bytes).unwrap();
    let mut damaged = members(40);
    damaged[5][100] ^= 0xff;
    write("a.warc.gz", &damaged.concat());
    let plain: Vec<u8> = (100..105).flat_map(|number| response(number, page(number).as_bytes())).collect();
    write("b.warc", &plain);
    let picture = record("resource", 1, "image/png", &noise(2_000_000));
    write("c.warc.gz", &member(&[picture, plain.clone()].concat()));
    write("d.warc.zst", &zstd::encode_all(plain.as_slice(), 1).unwrap());
    write("e.html", page(1).as_bytes());
    let lines: String = (0..300).map(|number| format!("{}\n", json!({"html": page(number)}))).collect();
    write("f.jsonl", lines.as_bytes());
    write("g.jsonl.gz", &member(lines.as_bytes()));
    for name in ["pages.csv", "pages.parquet", "crawl.warc.gz"] {
        fs::copy(project().join("raw/archives").join(name), place.path().join(name)).unwrap();
    }
    let entries =
        [("a/one.html", page(1).into_bytes()), ("two.txt", b"words".to_vec()), ("x.css", Vec::new())];
    let (zip, tar) = bundles(&entries);
    write("y.tar", &tar);
    write("z.zip", &zip);
    place
}

fn listed(folder: &Path) -> Pages {
    pages(vec![Input::Path(folder.to_owned())])
}

/// What all jobs hold, and the place behind each.
fn found(pages: Pages) -> Vec<(Vec<Found>, Place)> {
    pages
        .map(|mut job| {
            let mut all = Vec::new();
            job.read(1 << 20, &mut |found| all.push(found));
            (all, job.place())
        })
        .collect()
}

#[test]
fn a_run_can_go_on_from_behind_any_job() {
    let folder = folder_of_all();
    let whole = found(listed(folder.path()));
    assert!(whole.len() > 20, "{} jobs", whole.len());
    for (at, (_, place)) in whole.iter().enumerate() {
        let place: Place = serde_json::from_str(&serde_json::to_string(place).unwrap()).unwrap();
        let rest = found(listed(folder.path()).starting_at(&place).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        let rest: Vec<&Found> = rest.iter().flat_map(|(found, _)| found).collect();
        assert!(expected.eq(rest.iter().copied()), "behind {place:?}");
    }
}

#[test]
fn a_listing_that_changed_is_not_gone_on_with() {
    let folder = folder_of_all();
    let places: Vec<Place> = found(listed(folder.path())).into_iter().map(|(_, place)| place).collect();
    let within = places.iter().find(|place| place.offset > 0).unwrap();
    fs::write(folder.path().join("a.warc.gz"), b"shorter").unwrap();
    assert!(matches!(listed(folder.path()).starting_at(within), Err(Changed::Size { .. })));
    fs::remove_file(folder.path().join("a.warc.gz")).unwrap();
    assert!(matches!(listed(folder.path()).starting_at(within), Err(Changed::Entry { .. })));
    let last = places.last().unwrap();
    assert!(matches!(
        listed(folder.path()).starting_at(last),
        Err(Changed::Fewer { .. } | Changed::Entry { .. })
    ));
}

/// Bytes that look like an archive here and there.
fn archive_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..60),
        (0..5_usize).prop_map(|number| response(number, page(number).as_bytes())),
        (0..5_usize).prop_map(|number| member(&response(number, b"<p>words</p>"))),
        (0..5_usize, any::<proptest::sample::Index>(), any::<u8>()).prop_map(|(number, at, byte)| {
            let mut packed = stored(&response(number, b"<p>words</p>"));
            let at = at.index(packed.len());
            packed[at] = byte;
            packed
        }),
        (0..5_usize, any::<proptest::sample::Index>()).prop_map(|(number, at)| {
            let mut packed = member(&response(number, b"<p>words</p>"));
            packed.truncate(at.index(packed.len()));
            packed
        }),
        Just(b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\n".to_vec()),
        Just(b"{\"html\": \"<p>words\"}\n".to_vec()),
        Just(vec![0; 600]),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_bytes_under_any_name_end_and_never_panic(bytes in archive_like()) {
        let place = tempdir().unwrap();
        for name in ["a.warc", "a.warc.gz", "a.warc.zst", "a.jsonl", "a.csv", "a.parquet", "a.tar", "a.zip", "a"] {
            fs::write(place.path().join(name), &bytes).unwrap();
        }
        prop_assert!(!found(listed(place.path())).is_empty(), "the file without an ending is a page");
    }
}
