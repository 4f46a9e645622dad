//! Web archives: every record comes out once, in order, and damage costs the record that it hit.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::archive::{frame, member, record, response, stored, with_length};
use support::damage::{from_standard_input, goes_on};
use support::extracted::{extract, extract_with, extracted, ids, members, noise, responses};
use support::{page, project};
use tempfile::tempdir;

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
    let noise = noise(3_000_000);
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

/// A frame of zstd that holds no data.
fn note(bytes: &[u8]) -> Vec<u8> {
    [&b"\x50\x2a\x4d\x18"[..], &(bytes.len() as u32).to_le_bytes(), bytes].concat()
}

#[test]
fn notes_between_the_frames_of_an_archive_are_no_records() {
    let place = tempdir().unwrap();
    let frames: Vec<Vec<u8>> =
        (0..40).map(|number| frame(&response(number, page(number).as_bytes()))).collect();
    let joined = |notes: &dyn Fn(usize) -> Vec<u8>| {
        let all = frames.iter().enumerate().flat_map(|(at, frame)| [notes(at), frame.clone()].concat());
        all.chain(note(b"the end")).collect::<Vec<u8>>()
    };
    // As pzstd writes them; one with frames in it; one that is longer than a giant.
    let sizes = joined(&|at| note(&(frames[at].len() as u32).to_le_bytes()));
    let within = joined(&|at| if at == 7 { note(&frames[..5].concat()) } else { Vec::new() });
    let long = joined(&|at| if at == 7 { note(&vec![b'x'; 3 << 20]) } else { Vec::new() });
    for (kind, archive) in [sizes, within, long].into_iter().enumerate() {
        let found = extract("a.warc.zst", &archive);
        assert_eq!(ids(&found.records), responses(0..40), "{kind}");
        assert_eq!(found.rejects.len(), 0, "{kind}: {:?}", found.rejects);
        let (piped, _) = from_standard_input(&archive);
        assert_eq!(ids(&piped.records), responses(0..40), "{kind}");
        assert_eq!(piped.rejects.len(), 0, "{kind}: {:?}", piped.rejects);
        let path = place.path().join(format!("{kind}.warc.zst"));
        fs::write(&path, &archive).unwrap();
        assert!(goes_on(&path) > 0);
    }
    // One whose length is wrong costs no record.
    for length in [frames[7].len() as u32 + 40, u32::MAX] {
        let mut wrong = note(b"some");
        wrong[4..8].copy_from_slice(&length.to_le_bytes());
        let found = extract("a.warc.zst", &joined(&|at| if at == 7 { wrong.clone() } else { Vec::new() }));
        assert_eq!(ids(&found.records), responses(0..40), "{length}");
        assert_eq!(found.rejects.len(), 1, "{length}: {:?}", found.rejects);
    }
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
    assert_eq!((ids(&found.records).len(), found.rejects.len()), (2, 1));
}

#[test]
fn an_archive_of_nothing_but_huge_lengths_keeps_its_records() {
    let right = |number: usize| response(number, page(number).as_bytes());
    let count = 1_500;
    // Right ones among them stay right, however little their neighbours are believed.
    let is_right = |number: usize| number % 100 == 99;
    let parts = (0..count).map(|number| match is_right(number) {
        true => right(number),
        false => with_length(&right(number), 30 << 20),
    });
    let found = extract("a.warc", &parts.collect::<Vec<_>>().concat());
    assert_eq!(
        (ids(&found.records), found.rejects.len()),
        (responses(0..count).iter().map(|id| &**id).collect(), 0)
    );
    let all = extract("a.warc", &(0..count).flat_map(right).collect::<Vec<u8>>());
    for (number, (found, right)) in found.records.iter().zip(&all.records).enumerate() {
        assert_eq!(found["text"], right["text"], "{number}");
        let code = &found["warnings"][0]["code"];
        assert_eq!(code == "wrong_length", !is_right(number), "{number}: {code}");
    }
}

#[test]
fn a_length_beyond_all_memory_takes_none() {
    let lying = with_length(&response(0, page(0).as_bytes()), 60 << 30);
    let found = extract_with(
        "a.warc",
        &[lying, response(1, page(1).as_bytes())].concat(),
        &["--max-page-bytes=64GiB"],
    );
    assert_eq!(ids(&found.records), responses(0..2));
}

#[test]
fn heads_that_say_little_are_read_for_what_they_are() {
    let without = |record: Vec<u8>, line: &str| String::from_utf8(record).unwrap().replacen(line, "", 1);
    let typeless =
        |body: &str| without(record("response", 0, "x/y", body.as_bytes()), "Content-Type: x/y\r\n");
    let page = page(1);
    let http = |status: &str| format!("HTTP/1.1 {status}\r\nX-Secret: none\r\n\r\n{page}");
    let found = extract("a.warc", typeless(&http("200 OK")).as_bytes());
    assert_eq!(found.records.len(), 1);
    assert!(!found.records[0]["text"].as_str().unwrap().contains("X-Secret"));
    assert_eq!(
        extract("a.warc", typeless(&http("404 Not Found")).as_bytes()).skipped,
        json!({"http_status": 1})
    );
    let upper = record("response", 0, "Application/HTTP", http("200 OK").as_bytes());
    assert_eq!(ids(&extract("a.warc", &upper).records), responses(0..1));
    let nameless =
        String::from_utf8(response(0, page.as_bytes())).unwrap().replacen("urn:uuid:response-0000", "", 1);
    assert_eq!(ids(&extract("a.warc", nameless.as_bytes()).records), ["a.warc:0"]);
}

#[test]
fn a_page_that_broke_off_on_its_way_says_so() {
    let body = page(1);
    let chunks =
        |sizes: &str| format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{sizes}\r\n{body}\r\n");
    let codes = |block: &str| {
        let found = extract("a.warc", &record("response", 0, "application/http", block.as_bytes()));
        found.records[0]["warnings"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(codes(&format!("{}0\r\n\r\n", chunks(&format!("{:x}", body.len())))), 0);
    assert_eq!(codes(&chunks(&format!("{:x}", body.len()))), 1, "the last chunk is missing");
    assert_eq!(codes(&chunks("fffff")), 1, "it is shorter than its chunk");
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
fn extracted_raw(path: &str) -> support::extracted::Outcome {
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
