//! The contract holds: the committed schema is the one of the types, and all output is valid under it.

mod support;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use support::{json, json_lines, project, tamis, write_pages};
use tamis::output::schema::record_schema;
use tempfile::tempdir;

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&record_schema()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(validator: &jsonschema::Validator, record: &Value, name: &str) {
    let errors: Vec<String> =
        validator.iter_errors(record).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn the_committed_schema_is_the_one_of_the_types() {
    let committed = fs::read_to_string(project().join("src/record.schema.json")).unwrap();
    assert!(committed == record_schema(), "run `cargo run -- schema > src/record.schema.json`");
    let printed = tamis().arg("schema").output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), committed);
}

#[test]
fn every_fixture_is_valid() {
    let validator = validator();
    let mut records = 0;
    for path in json_files(&project().join("fixtures")) {
        let fixture = json(&path);
        // A page that must be rejected has its reject as its fixture.
        if fixture.get("code").is_none() {
            assert_valid(&validator, &fixture, &path.display().to_string());
            records += 1;
        }
    }
    assert!(records >= 30, "only {records} records among the fixtures");
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { json_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}

#[test]
fn every_record_written_is_valid_with_and_without_blocks() {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), 2);
    let validator = validator();
    for input in [place.path().join("raw"), project().join("raw")] {
        for more in [&[][..], &["--blocks"][..]] {
            let out = tempdir().unwrap();
            let run =
                tamis().arg("extract").arg(&input).arg("--out").arg(out.path()).args(more).output().unwrap();
            assert!(matches!(run.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&run.stderr));
            let records = json_lines(&out.path().join("pages.jsonl"));
            assert!(!records.is_empty());
            records.iter().for_each(|record| assert_valid(&validator, record, &record["id"].to_string()));
        }
    }
}

#[test]
fn a_missing_or_unknown_key_is_not_valid() {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), 1);
    let run = tamis().current_dir(&place).args(["extract", "raw", "--out", "-"]).output().unwrap();
    let record: Value = serde_json::from_slice(&run.stdout).unwrap();
    let validator = validator();
    assert_valid(&validator, &record, "the record as it is");
    for key in record.as_object().unwrap().keys() {
        let mut damaged = record.clone();
        damaged.as_object_mut().unwrap().shift_remove(key);
        assert!(!validator.is_valid(&damaged), "without {key}");
    }
    let mut damaged = record;
    damaged["mood"] = "good".into();
    assert!(!validator.is_valid(&damaged));
}
