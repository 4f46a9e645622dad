//! Damage inside of one packed stream: what came before it is read, it is told once with what is lost, and
//! reading goes on at the next member, where there is one.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use support::archive::{frame, member, stored};
use support::extracted::{Outcome, extract};
use support::{listed, page, read_all};
use tamis::input::Found;
use tempfile::tempdir;

/// Lines of JSON.
fn lines(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let line = |number| json!({"id": format!("line-{number}"), "html": page(number)}).to_string() + "\n";
    numbers.map(line).collect::<String>().into_bytes()
}

/// Rows of CSV, without a header.
fn rows(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let row = |number| format!("row-{number},\"{}\"\n", page(number).replace('"', "\"\""));
    numbers.map(row).collect::<String>().into_bytes()
}

/// A tar file of pages.
fn entries(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for number in numbers {
        let page = page(number);
        let mut header = tar::Header::new_gnu();
        header.set_size(page.len() as u64);
        tar.append_data(&mut header, format!("{number}.html"), page.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

/// What holds pages in one stream: its name, and how it is made of pages with these numbers.
type Kind = (&'static str, fn(std::ops::Range<usize>) -> Vec<u8>);

const KINDS: [Kind; 3] = [("a.jsonl.gz", lines), ("a.csv.gz", rows), ("a.tar.gz", entries)];

fn bytes_of((name, make): Kind, numbers: std::ops::Range<usize>) -> Vec<u8> {
    let head = if name.contains(".csv") && numbers.start == 0 { &b"id,html\n"[..] } else { b"" };
    [head, &make(numbers)].concat()
}

/// Where the page of this number ends.
fn end_of(kind: Kind, number: usize) -> usize {
    let end = bytes_of(kind, 0..number + 1).len();
    // The empty blocks at its end, and what fills the last block of the page.
    if kind.0.contains("tar") { end - 1024 - (512 - page(number).len() % 512) % 512 } else { end }
}

/// The numbers that stand in the titles of all records.
fn numbers(found: &Outcome) -> Vec<usize> {
    let number = |record: &Value| record["title"].as_str()?.rsplit(' ').next()?.parse().ok();
    // What was read just before damage was seen may be wrong.
    found.records.iter().filter_map(number).collect()
}

/// The one reject, as text.
fn told(found: &Outcome) -> &str {
    assert_eq!(found.rejects.len(), 1, "{:#?}", found.rejects);
    assert_eq!(found.rejects[0]["code"], "damaged");
    found.rejects[0]["message"].as_str().unwrap()
}

/// How many unpacked bytes can be had of the member's first so many bytes, by an independent decoder fed
/// byte by byte.
fn unpacked_before(member: &[u8], cut: usize) -> usize {
    let mut decoder = flate2::write::GzDecoder::new(Vec::new());
    for byte in &member[..cut] {
        decoder.write_all(&[*byte]).unwrap();
    }
    decoder.flush().unwrap();
    decoder.get_ref().len()
}

#[test]
fn what_comes_before_a_cut_in_one_member_is_read() {
    for kind in KINDS {
        let name = kind.0;
        let packed = member(&bytes_of(kind, 0..200));
        for cut in [packed.len() / 3, packed.len() / 2, packed.len() - 5] {
            let had = unpacked_before(&packed, cut);
            let whole = (0..200).take_while(|number| end_of(kind, *number) <= had).count();
            let found = extract(name, &packed[..cut]);
            let count = found.records.len();
            assert_eq!(count, whole, "{name}");
            assert_eq!(numbers(&found), (0..count).collect::<Vec<_>>(), "{name}");
            let told = told(&found);
            assert!(told.contains("cut off") && told.contains("end too early"), "{told}");
        }
    }
}

#[test]
fn reading_goes_on_at_the_next_member() {
    for kind in KINDS {
        let name = kind.0;
        let whole = [
            member(&bytes_of(kind, 0..40)),
            member(&bytes_of(kind, 40..80)),
            member(&bytes_of(kind, 80..90)),
        ];
        let expected = extract(name, &whole.concat());
        assert_eq!(numbers(&expected), (0..90).collect::<Vec<_>>(), "{name}");
        let middle = whole[1].len() / 2;
        let mut cut = whole.clone();
        cut[1].truncate(middle);
        let mut flipped = whole.clone();
        flipped[1][middle..middle + 40].fill(0xaa);
        for damaged in [cut, flipped] {
            let found = extract(name, &damaged.concat());
            let read = numbers(&found);
            let right = read.iter().zip(0..).take_while(|(read, number)| *read == number).count();
            assert!(right > 40, "{name}: {right}");
            assert!(read.ends_with(&(80..90).collect::<Vec<_>>()), "{name}: {:?}", found.rejects);
            assert!(read.len() <= right + 20, "{name}: {read:?}");
            let told = told(&found);
            let next = damaged[0].len() + damaged[1].len();
            let is_told = told.contains("goes on") && told.contains(&next.to_string());
            assert!(is_told, "{name}: {told}");
        }
    }
}

#[test]
fn frames_of_zstd_are_gone_on_with_as_well() {
    for kind in KINDS {
        let name = kind.0.replace(".gz", ".zst");
        let frame = |numbers| zstd::encode_all(bytes_of(kind, numbers).as_slice(), 3).unwrap();
        let mut frames = [frame(0..300), frame(300..310)];
        let late = frames[0].len() - 90;
        frames[0][late..late + 60].fill(0x55);
        let found = extract(&name, &frames.concat());
        let read = numbers(&found);
        let right = read.iter().zip(0..).take_while(|(read, number)| *read == number).count();
        assert!(right > 10 && read.len() <= right + 12, "{name}: {read:?}");
        assert!(read.ends_with(&(300..310).collect::<Vec<_>>()), "{name}: {:?}", found.rejects);
        let told = told(&found);
        let is_told = told.contains(&frames[0].len().to_string());
        assert!(is_told, "{name}: {told}");
    }
}

#[test]
fn a_window_that_is_too_large_is_told_with_its_remedy() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(30).unwrap();
    encoder.write_all(&lines(0..10)).unwrap();
    let found = extract("a.jsonl.zst", &encoder.finish().unwrap());
    assert!(told(&found).contains("pack them anew without it"), "{}", told(&found));
}

#[test]
fn frames_that_are_to_be_skipped_are() {
    // As pzstd writes one before each frame, with the frame's size in it.
    let skipped = |frame: Vec<u8>| {
        [&b"\x50\x2a\x4d\x18\x04\0\0\0"[..], &(frame.len() as u32).to_le_bytes(), &frame].concat()
    };
    for kind in KINDS {
        let name = kind.0.replace(".gz", ".zst");
        let frame = |numbers| skipped(zstd::encode_all(bytes_of(kind, numbers).as_slice(), 3).unwrap());
        let found = extract(&name, &[frame(0..20), frame(20..40)].concat());
        assert_eq!(
            (numbers(&found), found.rejects.len()),
            ((0..40).collect(), 0),
            "{name}: {:?}",
            found.rejects
        );
    }
    let found = extract("a.html.zst", &skipped(zstd::encode_all(page(1).as_bytes(), 3).unwrap()));
    assert_eq!(found.records.len(), 1, "{:?}", found.rejects);
}

#[test]
fn damaged_members_near_each_other_cost_themselves_alone() {
    // A block of the kind that neither deflate nor zstd has, so that nothing of the member comes out.
    let gzip: Vec<Vec<u8>> = (0..60).map(|number| member(&lines(number * 2..number * 2 + 2))).collect();
    let zstd: Vec<Vec<u8>> = (0..60).map(|number| frame(&lines(number * 2..number * 2 + 2))).collect();
    for (name, whole, block) in [("a.jsonl.gz", gzip, 10), ("a.jsonl.zst", zstd, 6)] {
        for (first, step, count) in
            [(10, 10, 2), (0, 10, 6), (3, 2, 25), (59, 1, 1), (20, 1, 2), (0, 1, 9), (50, 1, 10)]
        {
            let hit: Vec<usize> = (0..count).map(|number| first + number * step).collect();
            let mut damaged = whole.clone();
            hit.iter().for_each(|number| damaged[*number][block] |= 0x06);
            let found = extract(name, &damaged.concat());
            let expected: Vec<usize> = (0..120).filter(|line| !hit.contains(&(line / 2))).collect();
            assert_eq!(numbers(&found), expected, "{name}: {hit:?}");
            assert_eq!(found.rejects.len(), count, "{name}: {hit:?}: one reject a member");
            for (reject, number) in found.rejects.iter().zip(hit) {
                let place = format!("at byte {} of", damaged[..number].concat().len());
                assert!(reject["message"].as_str().unwrap().contains(&place), "{name}: {place} {reject}");
            }
        }
    }
}

#[test]
fn of_damaged_members_side_by_side_each_is_read_up_to_its_damage() {
    for kind in KINDS {
        let mut whole: Vec<Vec<u8>> =
            (0..5).map(|number| member(&bytes_of(kind, number * 100..number * 100 + 100))).collect();
        for hit in &mut whole[1..4] {
            let late = hit.len() * 3 / 4;
            hit[late..late + 40].fill(0xaa);
        }
        let found = extract(kind.0, &whole.concat());
        let read = numbers(&found);
        // Lines that came out just before it was seen may be wrong, and are told as well.
        let is_member =
            |reject: &&Value| reject["message"].as_str().unwrap().contains("the packed data that begin");
        assert_eq!(found.rejects.iter().filter(is_member).count(), 3, "{}", kind.0);
        for number in 0..5 {
            let lost = number % 4 != 0;
            let right =
                (number * 100..number * 100 + if lost { 20 } else { 100 }).all(|page| read.contains(&page));
            assert!(right, "{}: member {number} of {read:?}", kind.0);
        }
    }
}

#[test]
fn behind_damage_a_frame_with_a_note_before_the_next_one_is_a_member() {
    let noted = |numbers| {
        let frame = frame(&lines(numbers));
        [&b"\x50\x2a\x4d\x18\x04\0\0\0"[..], &(frame.len() as u32).to_le_bytes(), &frame].concat()
    };
    let mut frames: Vec<Vec<u8>> = (0..6).map(|number| noted(number * 10..number * 10 + 10)).collect();
    frames[2][12 + 6] |= 0x06;
    let found = extract("a.jsonl.zst", &frames.concat());
    assert_eq!(numbers(&found), (0..60).filter(|number| number / 10 != 2).collect::<Vec<_>>());
    told(&found);
}

#[test]
fn a_checksum_that_is_wrong_is_told() {
    for kind in KINDS {
        let mut packed = member(&bytes_of(kind, 0..30));
        let crc = packed.len() - 8;
        packed[crc] ^= 1;
        let found = extract(kind.0, &packed);
        assert!(found.records.len() >= 29, "{}", kind.0);
        let told = told(&found);
        assert!(told.contains("checksum") && told.contains("any of them"), "{}: {told}", kind.0);
    }
}

#[test]
fn what_stands_behind_the_last_member_is_told() {
    for kind in KINDS {
        let packed = [member(&bytes_of(kind, 0..5)), b"no member at all".to_vec()].concat();
        let found = extract(kind.0, &packed);
        assert_eq!(numbers(&found), [0, 1, 2, 3, 4], "{}", kind.0);
        told(&found);
        let padded = [member(&bytes_of(kind, 0..5)), vec![0; 700]].concat();
        assert_eq!(extract(kind.0, &padded).rejects, [Value::Null; 0]);
    }
}

#[test]
fn a_stored_member_of_members_is_not_entered_behind_damage() {
    // Its own data look like members; the damage stands far behind them.
    let entry = |number: usize| {
        let packed = stored(page(number).as_bytes());
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(packed.len() as u64);
        tar.append_data(&mut header, format!("{number}.html.gz"), packed.as_slice()).unwrap();
        let mut bytes = tar.into_inner().unwrap();
        bytes.truncate(bytes.len() - 1024);
        bytes
    };
    let bytes: Vec<u8> = (0..300).flat_map(entry).collect();
    let packed = stored(&bytes);
    let found = extract("a.tar.gz", &packed[..packed.len() - 800]);
    assert_eq!(numbers(&found), (0..299).collect::<Vec<_>>());
    told(&found);
}

#[test]
fn a_run_goes_on_from_behind_damage_as_from_anywhere() {
    let place = tempdir().unwrap();
    for kind in KINDS {
        let mut first = member(&bytes_of(kind, 0..40));
        let middle = first.len() / 2;
        first[middle..middle + 40].fill(0xaa);
        let all = [first, member(&bytes_of(kind, 40..45))].concat();
        fs::write(place.path().join(kind.0), all).unwrap();
    }
    let whole = read_all(listed(place.path()));
    for (at, (_, after)) in whole.iter().enumerate() {
        let rest = read_all(listed(place.path()).starting_at(after).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        let rest: Vec<&Found> = rest.iter().flat_map(|(found, _)| found).collect();
        assert!(expected.eq(rest.iter().copied()), "behind {after:?}");
    }
}
