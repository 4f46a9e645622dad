//! What the tests of damaged archives share: limits, standard input, and runs that go on.

use super::extracted::Outcome;
use super::{json, json_lines, tamis};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use tamis::input::{Found, Input, Pages, Place, pages};
use tempfile::tempdir;

/// A limit that makes giants of members that fit into a test: what is a mebibyte larger is not held.
pub const SMALL: [&str; 2] = ["--max-page-bytes", "100KiB"];

/// Digests of the pages of an archive.
pub fn digests(records: &[Value]) -> BTreeSet<&str> {
    records.iter().map(|record| record["source"]["sha256"].as_str().unwrap()).collect()
}

/// Extracts what stands on standard input.
pub fn from_standard_input(bytes: &[u8]) -> (Outcome, Value) {
    let place = tempdir().unwrap();
    let run = tamis()
        .current_dir(&place)
        .args(["extract", "-", "--out", "out", "--format", "jsonl"])
        .args(SMALL)
        .write_stdin(bytes)
        .timeout(Duration::from_secs(60))
        .output()
        .unwrap();
    assert!(matches!(run.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&run.stderr));
    outcome(&place.path().join("out"))
}

/// What stands in an output folder, with what `run.json` counts.
pub fn outcome(out: &Path) -> (Outcome, Value) {
    let mut run = json(&out.join("run.json"));
    for field in ["seconds", "stage_seconds", "settings"] {
        run[field] = Value::Null;
    }
    let skipped = run["skipped"].clone();
    let (records, rejects) = (json_lines(&out.join("pages.jsonl")), json_lines(&out.join("rejects.jsonl")));
    let skips: u64 = skipped.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(run["found"], records.len() as u64 + rejects.len() as u64 + skips);
    (Outcome { records, rejects, skipped }, run)
}

/// What all jobs hold, and the place behind each.
fn found(pages: Pages) -> Vec<(Vec<Found>, Place)> {
    pages
        .map(|mut job| {
            let mut all = Vec::new();
            job.read(100 << 10, &mut |found| all.push(found));
            (all, job.place())
        })
        .collect()
}

/// Nothing changes for a run that goes on from behind any job; how many jobs there are.
pub fn goes_on(archive: &Path) -> usize {
    let listed = || pages(vec![Input::Path(archive.to_owned())]).with_max_page_bytes(100 << 10);
    let whole = found(listed());
    for (at, (_, place)) in whole.iter().enumerate() {
        let rest = found(listed().starting_at(place).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        let rest: Vec<&Found> = rest.iter().flat_map(|(found, _)| found).collect();
        let expected: Vec<&Found> = expected.collect();
        assert!(expected == rest, "behind {place:?}");
    }
    whole.len()
}
