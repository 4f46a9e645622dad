//! A run says what it did: everything found is accounted for, and too many rejects fail it.

mod support;

use std::fs;
use std::path::Path;
use support::{json, json_lines, tamis, write_pages};
use tempfile::{TempDir, tempdir};

/// A folder with `count` pages and an empty one in `raw`.
fn workplace(count: usize) -> TempDir {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), count);
    fs::write(place.path().join("raw/empty.html"), "").unwrap();
    place
}

fn extract(place: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output =
        tamis().current_dir(place).args(["extract", "raw", "--out", "out"]).args(more).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_was_found_is_accounted_for() {
    let place = workplace(4);
    fs::write(place.path().join("raw/notes.docx"), "").unwrap();
    assert_eq!(extract(place.path(), &["--favor", "recall", "--compress", "gz"]).0, Some(2));
    let run = json(&place.path().join("out/run.json"));
    assert_eq!((&run["found"], &run["pages"]), (&6.into(), &5.into()));
    assert_eq!((&run["records"], &run["rejects"]), (&4.into(), &1.into()));
    assert_eq!(run["skipped"], serde_json::json!({"other_extension": 1}));
    let files = run["files"].as_array().unwrap().iter().map(|file| file["bytes"].as_u64().unwrap());
    assert_eq!(run["bytes_written"], files.sum::<u64>());
    assert_eq!(run["settings"]["favor"], "recall");
    let models = tamis::digest(&tamis::classify::learned::Models::built_in_bytes());
    assert_eq!(run["settings"]["models"], serde_json::json!({"source": "built-in", "sha256": models}));
    for stage in ["reading", "extracting", "encoding", "packing", "writing"] {
        assert!(run["stage_seconds"][stage].as_f64().is_some_and(|seconds| seconds < 100.0), "{stage}");
    }
    assert!(run["stage_seconds"]["extracting"].as_f64() > Some(0.0));
}

#[test]
fn too_many_rejects_fail_a_run_that_asks_for_it() {
    let place = workplace(3);
    let (code, said) = extract(place.path(), &["--max-reject-rate", "20%"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("1 of 4 pages rejected, 25.00 %"), "{said}");
    assert_eq!(json_lines(&place.path().join("out/pages.jsonl")).len(), 3, "the output is in place");
    assert_eq!(extract(place.path(), &["--max-reject-rate", "0.25"]).0, Some(2));
    assert_eq!(extract(place.path(), &["--max-reject-rate", "2"]).0, Some(1));
}
