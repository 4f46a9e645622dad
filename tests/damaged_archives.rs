//! Damaged web archives: nothing altered comes out as clean, nothing is lost without a word, and where a run
//! was interrupted changes nothing.

mod support;

use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use support::archive::{frame, member, record, response, stored, with_length};
use support::damage::{SMALL, digests, from_standard_input, goes_on};
use support::extracted::{Outcome, extract, extract_with, ids, noise, responses};
use support::page;
use tempfile::tempdir;

/// The response of a page of which few make a giant: letters that are others on each page and pack a little.
fn large(number: usize) -> Vec<u8> {
    let odd = (2 * number + 1) as u8;
    let letters: Vec<u8> = noise(40_000).iter().map(|byte| b'a' + byte.wrapping_mul(odd) % 26).collect();
    response(number, &[page(number).as_bytes(), b"<!--", &letters, b"-->"].concat())
}

fn larges(numbers: std::ops::Range<usize>) -> Vec<u8> {
    numbers.flat_map(large).collect()
}

fn messages(found: &Outcome) -> Vec<&str> {
    found.rejects.iter().map(|reject| reject["message"].as_str().unwrap()).collect()
}

#[test]
fn no_altered_record_of_a_member_that_is_held_comes_out_as_clean() {
    let right = extract("a.warc", &larges(0..30));
    for pack in [member, frame] {
        let (name, whole) =
            (if pack(b"")[0] == 0x1f { "a.warc.gz" } else { "a.warc.zst" }, pack(&larges(0..30)));
        for at in [whole.len() / 7, whole.len() / 3, whole.len() / 2, whole.len() - 4] {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            damaged.extend(pack(&large(30)));
            let found = extract(name, &damaged);
            assert_eq!(ids(&found.records), responses(30..31), "{name} {at}");
            assert!(found.rejects.iter().all(|reject| reject["code"] == "damaged"));
            let rejected = ids(&found.rejects);
            assert!(!rejected.is_empty() && rejected.iter().collect::<BTreeSet<_>>().len() == rejected.len());
            assert!(messages(&found)[0].contains("fetch the archive again"));
        }
        let mut damaged = whole.clone();
        // In the checksum alone: all records are there, and named, but for the last block of zstd.
        damaged[whole.len() - if name.ends_with("gz") { 8 } else { 1 }] ^= 1;
        let found = extract(name, &damaged);
        let named = if name.ends_with("gz") { 30 } else { found.rejects.len().max(28) };
        assert_eq!(
            (ids(&found.rejects), found.records.len()),
            (responses(0..named).iter().map(|id| &**id).collect(), 0)
        );
        // What stands before a cut is right.
        let found = extract(name, &whole[..whole.len() * 4 / 9]);
        assert!(found.records.len() > 10, "{name} {}", found.records.len());
        assert!(digests(&found.records).is_subset(&digests(&right.records)));
        assert_eq!(found.rejects.len(), 1, "{:?}", found.rejects);
        assert_eq!(ids(&found.rejects)[0], responses(0..30)[found.records.len()]);
        assert!(messages(&found)[0].contains("is cut off"));
    }
}

#[test]
fn what_is_wrong_at_the_end_of_a_giant_is_told_once_and_costs_no_record() {
    for pack in [member as fn(&[u8]) -> Vec<u8>, stored, frame] {
        let mut giant = pack(&larges(0..60));
        let (name, from_end) = if giant[0] == 0x1f { ("a.warc.gz", 8) } else { ("a.warc.zst", 1) };
        let last = giant.len() - from_end;
        giant[last] ^= 1;
        let all = [giant, pack(&large(60)), pack(&large(61))].concat();
        let found = extract_with(name, &all, &SMALL);
        assert_eq!(ids(&found.records), responses(0..62));
        assert_eq!((found.rejects.len(), &found.rejects[0]["source"]["offset"]), (1, &json!(0)));
        let told = messages(&found)[0];
        assert!(told.starts_with("the member at byte 0, ") && told.contains("60 records of"), "{told}");
    }
}

#[test]
fn behind_a_giant_that_breaks_off_reading_goes_on_at_the_next_member() {
    for pack in [member as fn(&[u8]) -> Vec<u8>, frame] {
        let name = if pack(b"")[0] == 0x1f { "a.warc.gz" } else { "a.warc.zst" };
        let whole = pack(&larges(0..90));
        let middle = whole.len() * 2 / 3;
        let mut invalid = whole.clone();
        invalid[middle..middle + 60_000].copy_from_slice(&noise(60_000));
        for giant in [&whole[..middle], &invalid] {
            let small = (90..130).map(|number| pack(&response(number, page(number).as_bytes())));
            let all = [giant, &small.collect::<Vec<_>>().concat()].concat();
            let found = extract_with(name, &all, &SMALL);
            let before = found.records.len() - 40;
            assert!((50..=62).contains(&before), "{before}");
            assert_eq!(ids(&found.records)[..before], responses(0..before));
            assert_eq!(ids(&found.records)[before..], responses(90..130));
            assert_eq!((found.rejects.len(), &found.rejects[0]["source"]["offset"]), (1, &json!(0)));
            let told = messages(&found)[0];
            assert!(
                told.contains(&format!("{before} records of")) && told.contains("goes on at byte"),
                "{told}"
            );
        }
        // Where nothing follows, that is said.
        let found = extract_with(name, &whole[..middle], &SMALL);
        let told = messages(&found)[0];
        assert!(told.contains("is cut off") && told.contains("no member follows"), "{name} {told}");
    }
}

#[test]
fn a_member_of_another_writer_behind_a_damaged_one_is_found() {
    let one = |number: usize| member(&response(number, page(number).as_bytes()));
    let other = |number: usize| {
        let mut packed = one(number);
        packed[9] = packed[9].wrapping_add(1);
        packed
    };
    let mut parts: Vec<Vec<u8>> = (0..4).map(one).chain((4..8).map(other)).collect();
    parts[3][100] ^= 0xff;
    let found = extract("a.warc.gz", &parts.concat());
    assert_eq!(ids(&found.records), responses((0..8).filter(|number| *number != 3)));
    assert_eq!(found.rejects.len(), 1);
}

/// A response, a request that lies about its length, and seven responses.
fn lying_request(length: u64) -> Vec<u8> {
    let request = record("request", 50, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n");
    let pages: Vec<Vec<u8>> = (0..8).map(|number| response(number, page(number).as_bytes())).collect();
    [pages[0].clone(), with_length(&request, length), pages[1..].concat()].concat()
}

#[test]
fn records_behind_a_skipped_one_with_a_wrong_length_are_not_lost() {
    for length in [0, 5, 3000, 1_000_000_000] {
        let plain = lying_request(length);
        for (name, bytes) in [
            ("a.warc", plain.clone()),
            ("a.warc.gz", member(&plain)),
            ("a.warc.gz", stored(&plain)),
            ("a.warc.zst", frame(&plain)),
        ] {
            let found = extract(name, &bytes);
            assert_eq!(ids(&found.records), responses(0..8), "{name} {length}");
            assert_eq!(found.rejects.len(), 0, "{name} {length}: {:?}", found.rejects);
            assert_eq!(found.skipped, json!({"record_request": 1}));
        }
        // A stream cannot go back: what was passed over is told.
        for bytes in [plain.clone(), member(&[larges(100..140), plain.clone()].concat())] {
            let (found, _) = from_standard_input(&bytes);
            assert!(
                found.rejects.len() == 1 && messages(&found)[0].contains("bytes are passed over"),
                "{found:?}"
            );
        }
    }
}

#[test]
fn a_length_that_is_wrong_by_a_little_swallows_no_record() {
    let right = extract(
        "a.warc",
        &(0..4).flat_map(|number| response(number, page(number).as_bytes())).collect::<Vec<_>>(),
    );
    for less in 1..=24 {
        let short = |number: usize| {
            let record = response(number, page(number).as_bytes());
            let head = record.windows(4).position(|line| line == b"\r\n\r\n").unwrap() + 4;
            with_length(&record, (record.len() - head - 4 - less) as u64)
        };
        let short: Vec<Vec<u8>> = (0..4).map(short).collect();
        for (name, bytes) in [
            ("a.warc", short.concat()),
            ("a.warc.gz", short.iter().flat_map(|record| member(record)).collect()),
            ("b.warc.gz", member(&short.concat())),
        ] {
            let found = extract(name, &bytes);
            assert_eq!(ids(&found.records), responses(0..4), "{name} -{less}");
            assert_eq!(found.rejects.len(), 0, "{name} -{less}: {:?}", found.rejects);
            assert_eq!(digests(&found.records), digests(&right.records), "{name} -{less}");
            assert!(
                found.records.iter().all(|record| record["warnings"].to_string().contains("wrong_length"))
            );
        }
    }
}

#[test]
fn a_length_that_ends_within_the_head_of_the_response_is_mended() {
    let whole: Vec<Vec<u8>> = (0..4).map(|number| response(number, page(number).as_bytes())).collect();
    for length in [5, 10, 14, 17, 40] {
        let wrong = with_length(&whole[1], length);
        let all = [whole[0].clone(), wrong, whole[2].clone(), whole[3].clone()];
        for (name, bytes) in [
            ("a.warc", all.concat()),
            ("a.warc.gz", all.iter().flat_map(|record| member(record)).collect()),
            ("b.warc.gz", member(&all.concat())),
        ] {
            let found = extract(name, &bytes);
            assert_eq!(ids(&found.records), responses(0..4), "{name} {length}");
            let rest = (found.rejects.len(), found.skipped);
            assert_eq!(rest, (0, json!({})), "{name} {length}: {:?}", found.rejects);
        }
    }
}

#[test]
fn an_archive_that_is_cut_in_a_skipped_record_says_so() {
    let image = record("resource", 60, "image/png", &noise(5000));
    let all = [response(0, page(0).as_bytes()), image].concat();
    for (name, bytes) in
        [("a.warc", all[..all.len() - 2000].to_vec()), ("a.warc.gz", member(&all[..all.len() - 2000]))]
    {
        let found = extract(name, &bytes);
        assert_eq!(
            (ids(&found.records), ids(&found.rejects)),
            (vec!["response-0000"], vec!["resource-0060"])
        );
        assert!(messages(&found)[0].contains("is cut off"), "{found:?}");
        assert_eq!(found.skipped, json!({}));
    }
    let (found, _) = from_standard_input(&all[..all.len() - 2000]);
    assert!(ids(&found.rejects) == ["resource-0060"] && messages(&found)[0].contains("is cut off"));
    // With the block whole nothing is missing.
    let found = extract("a.warc", &all[..all.len() - 4]);
    assert_eq!((found.rejects.len(), found.skipped), (0, json!({"content_type": 1})));
}

#[test]
fn an_archive_without_a_record_is_told() {
    let info = record("warcinfo", 0, "application/warc-fields", b"software: x");
    let bare: [(&str, Vec<u8>, u64); 9] = [
        ("a.warc", info.clone(), 1),
        ("a.warc.gz", member(&info), 1),
        ("a.warc.zst", frame(&info), 1),
        ("a.warc", b"\r\n\r\n".to_vec(), 0),
        ("a.warc.gz", member(b""), 0),
        ("a.warc.gz", [member(b""), vec![0; 600]].concat(), 0),
        ("a.warc.gz", vec![0; 600], 0),
        ("a.warc.gz", stored(&vec![0; 3 << 20]), 0),
        ("a.warc.zst", frame(b""), 0),
    ];
    for (name, bytes, skips) in bare {
        let found = extract(name, &bytes);
        assert_eq!((ids(&found.rejects), found.records.len()), (vec![name], 0), "{name} {}", bytes.len());
        assert!(messages(&found)[0].starts_with(&format!("{name} is a web archive without a record")));
        assert_eq!(found.skipped["record_warcinfo"].as_u64().unwrap_or(0), skips);
    }
    for junk in [b"no archive at all\n".repeat(30), member(&b"no archive at all\n".repeat(30))] {
        for name in ["a.warc", "a.warc.gz"] {
            let found = extract(name, &junk);
            assert_eq!(found.rejects.len(), 1);
            assert!(messages(&found)[0].contains("give the file the name of what it is"), "{found:?}");
        }
    }
    // Records that are skipped are records.
    let more = [info, record("request", 1, "application/http", b"GET / HTTP/1.1\r\n\r\n")].concat();
    assert_eq!(extract("a.warc", &more).rejects.len(), 0);
}

#[test]
fn a_run_goes_on_from_behind_any_job_of_a_damaged_giant() {
    let place = tempdir().unwrap();
    let giant = member(&larges(0..90));
    let mut checksum = giant.clone();
    *checksum.iter_mut().rev().nth(7).unwrap() ^= 1;
    let mut invalid = giant.clone();
    let middle = giant.len() / 2;
    invalid[middle..middle + 60_000].copy_from_slice(&noise(60_000));
    for (number, broken) in [checksum, invalid, giant[..middle].to_vec(), giant].into_iter().enumerate() {
        for more in [0, 5] {
            let small: Vec<u8> = (90..90 + more).flat_map(|number| member(&large(number))).collect();
            let path = place.path().join(format!("{number}-{more}.warc.gz"));
            fs::write(&path, [broken.clone(), small].concat()).unwrap();
            assert!(goes_on(&path) > 20);
        }
    }
}
