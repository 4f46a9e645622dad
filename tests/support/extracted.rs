//! What the tests of archives and tables share: a file extracted, its outcome read.

use super::archive::{id, member, response};
use super::{json, json_lines, page, tamis};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// What came of one archive.
#[derive(Debug)]
pub struct Outcome {
    pub records: Vec<Value>,
    pub rejects: Vec<Value>,
    pub skipped: Value,
}

/// Extracts an archive of this name that holds these bytes.
pub fn extract_with(name: &str, bytes: &[u8], arguments: &[&str]) -> Outcome {
    let place = tempdir().unwrap();
    fs::write(place.path().join(name), bytes).unwrap();
    extracted(place.path(), name, arguments)
}

pub fn extracted(place: &Path, input: &str, arguments: &[&str]) -> Outcome {
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

pub fn extract(name: &str, bytes: &[u8]) -> Outcome {
    extract_with(name, bytes, &[])
}

pub fn ids(values: &[Value]) -> Vec<&str> {
    values.iter().map(|value| value["id"].as_str().unwrap()).collect()
}

/// The ids of so many responses.
pub fn responses(numbers: impl Iterator<Item = usize>) -> Vec<String> {
    numbers.map(|number| id("response", number)).collect()
}

/// A member a response.
pub fn members(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| member(&response(number, page(number).as_bytes()))).collect()
}

/// Bytes that do not pack.
pub fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(|_| next()).collect()
}
