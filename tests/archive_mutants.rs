//! Mutants of web archives: every run over one ends, its counts add up, what may be altered is told, and
//! neither the number of threads nor an interruption changes what comes out.

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;
use support::archive::{frame, member, record, response, stored};
use support::damage::{SMALL, digests, from_standard_input, goes_on, outcome};
use support::extracted::{Outcome, extract_with, ids, noise, responses};
use support::{page, tamis};
use tempfile::tempdir;

/// Numbers that look random and are the same in each run of the test.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// An archive of all kinds of records in parts that are packed one by one.
fn parts(kind: usize) -> (&'static str, Vec<Vec<u8>>) {
    let mut records = vec![record("warcinfo", 0, "application/warc-fields", b"software: x")];
    for number in 0..6 {
        records.push(record("request", number, "application/http", b"GET / HTTP/1.1\r\n\r\n"));
        records.push(response(number, page(number).as_bytes()));
        records.push(record("metadata", number, "application/warc-fields", b"seed: x"));
    }
    records.push(record("resource", 9, "image/png", &noise(700)));
    let large = |block: &[u8]| record("metadata", 99, "application/warc-fields", block);
    let grouped = |size: usize| records.chunks(size).map(|group| group.concat()).collect::<Vec<_>>();
    let around = |large: Vec<u8>| {
        vec![[grouped(9)[0].clone(), large, grouped(9)[1].clone()].concat(), grouped(18)[1].clone()]
    };
    let pack =
        |parts: Vec<Vec<u8>>, pack: fn(&[u8]) -> Vec<u8>| parts.iter().map(|part| pack(part)).collect();
    match kind {
        0 => ("a.warc", records),
        1 => ("a.warc.gz", pack(records, member)),
        2 => ("a.warc.gz", pack(records, stored)),
        3 => ("a.warc.gz", pack(grouped(4), member)),
        4 => ("a.warc.zst", pack(grouped(1), frame)),
        5 => ("a.warc.zst", pack(grouped(7), frame)),
        // Larger than what is held but packed to little, a giant that is held, and one that is not.
        6 => ("a.warc.gz", pack(around(large(&vec![b'x'; 1_300_000])), member)),
        7 => ("a.warc.gz", pack(around(large(&noise(1_080_000))), member)),
        _ => ("a.warc.gz", pack(around(large(&noise(1_300_000))), member)),
    }
}

/// Kinds of archives that are mutated.
const KINDS: usize = 9;

/// Mutants of each kind.
const MUTANTS: usize = 10;

/// A mutant, and whether all of the archive's bytes are still there, if altered.
fn mutant(mut parts: Vec<Vec<u8>>, dice: &mut Dice) -> (Vec<u8>, bool) {
    let size = parts.concat().len();
    let (one, other) = (dice.below(parts.len()), dice.below(parts.len()));
    match dice.below(8) {
        0 => parts.insert(one, parts[other].clone()),
        1 => parts.swap(one, other),
        2 => {
            let most = parts[one].len();
            parts[one].truncate(dice.below(most));
        }
        _ => {}
    }
    let mut bytes = parts.concat();
    match dice.below(6) {
        0 => bytes.truncate(dice.below(bytes.len())),
        1 => {
            let from = dice.below(bytes.len());
            let to = (from + dice.below(400)).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {
            for _ in 0..1 + dice.below(4) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
    }
    let all = bytes.len() >= size;
    (bytes, all)
}

/// Runs over one mutant with so many threads.
fn run(place: &Path, name: &str, threads: &str) -> (Outcome, Value) {
    let out = format!("out-{threads}");
    let run = tamis()
        .current_dir(place)
        .args(["extract", name, "--out", &out, "--format", "jsonl", "--threads", threads, "-q"])
        .args(SMALL)
        .timeout(Duration::from_secs(60))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(matches!(run.status.code(), Some(0 | 2)) && !said.contains("panic"), "{:?} {said}", run.status);
    outcome(&place.join(out))
}

#[test]
fn mutants_of_archives_end_add_up_and_tell_what_may_be_altered() {
    for kind in 0..KINDS {
        let (name, parts) = parts(kind);
        let archive = parts.concat();
        let whole = extract_with(name, &archive, &SMALL);
        let all: Vec<String> = responses(0..6);
        assert!(ids(&whole.records) == all && whole.rejects.is_empty(), "{whole:?}");
        let right = digests(&whole.records);
        let mut dice = Dice(0x5eed_0000 + kind as u64);
        for number in 0..MUTANTS {
            let which = format!("mutant {number} of kind {kind}");
            let (place, (bytes, is_all)) = (tempdir().unwrap(), mutant(parts.clone(), &mut dice));
            if bytes.is_empty() {
                continue;
            }
            fs::write(place.path().join(name), &bytes).unwrap();
            let (one, run_of_one) = run(place.path(), name, "1");
            let (two, run_of_two) = run(place.path(), name, "2");
            assert!(one.records == two.records && one.rejects == two.rejects, "{which}");
            assert_eq!(run_of_one["found"], run_of_two["found"], "{which}");
            goes_on(&place.path().join(name));
            // What begins as an archive is read from standard input, too.
            if bytes.starts_with(&archive[..archive.len().min(1000)]) {
                from_standard_input(&bytes);
            }
            // Nothing can be told of a plain archive that was altered.
            if kind > 0 {
                let missing = all.iter().any(|id| !ids(&one.records).contains(&id.as_str()));
                assert!(!(is_all && missing && one.rejects.is_empty()), "{which}: lost without a word");
                tells_what_is_altered(&one, &right, &which);
            }
        }
    }
}

/// Every page that is not among the right ones stands in a member of which a reject tells.
fn tells_what_is_altered(found: &Outcome, right: &BTreeSet<&str>, which: &str) {
    let told: Vec<&Value> = found.rejects.iter().map(|reject| &reject["source"]["offset"]).collect();
    for record in &found.records {
        let clean = right.contains(record["source"]["sha256"].as_str().unwrap());
        let offset = &record["source"]["offset"];
        assert!(clean || told.contains(&offset), "{which}: altered at {offset}");
    }
}
