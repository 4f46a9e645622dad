//! Archives and tables with damages of every kind: no run fails over them, and everything found is accounted for.

mod support;

#[path = "referee/mutants.rs"]
#[allow(dead_code, reason = "of the mutants of markup only their random numbers serve here")]
mod mutants;

use mutants::Random;
use std::fs;
use support::archive::{member, response};
use support::extracted::members;
use support::{json, page, project, read_all, tamis};
use tamis::input::{Found, Input, pages};
use tempfile::tempdir;

/// Damaged files of each kind.
const MUTANTS: usize = 12;

/// Seeds of the damages.
const SEEDS: std::ops::Range<u64> = 0..12;

/// Files of every kind, whole.
fn kinds() -> Vec<(&'static str, Vec<u8>)> {
    let records: Vec<u8> = (0..6).flat_map(|number| response(number, page(number).as_bytes())).collect();
    let line = |number: usize| serde_json::json!({"id": number, "html": page(number)}).to_string() + "\n";
    let lines: String = (0..6).map(line).collect();
    let row = |number: usize| format!("{number},\"{}\"\n", page(number).replace('"', "\"\""));
    let rows: String = (0..6).map(row).collect();
    let mut tar = tar::Builder::new(Vec::new());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..4 {
        let (name, page) = (format!("{number}.html"), page(number));
        let mut header = tar::Header::new_gnu();
        header.set_size(page.len() as u64);
        tar.append_data(&mut header, &name, page.as_bytes()).unwrap();
        zip.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, page.as_bytes()).unwrap();
    }
    let (tar, zip) = (tar.into_inner().unwrap(), zip.finish().unwrap().into_inner());
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
    let table = fs::read(project().join("raw/archives/pages.parquet")).unwrap();
    vec![
        ("warc", records.clone()),
        ("warc.gz", members(6).concat()),
        ("warc.zst", zstd(&records)),
        ("jsonl", lines.clone().into_bytes()),
        ("jsonl.gz", [member(lines.as_bytes()), member(lines.as_bytes())].concat()),
        ("jsonl.zst", zstd(lines.as_bytes())),
        ("csv", format!("id,html\n{rows}").into_bytes()),
        ("csv.gz", [member(format!("id,html\n{rows}").as_bytes()), member(rows.as_bytes())].concat()),
        ("parquet", table),
        ("tar", tar.clone()),
        ("tar.gz", member(&tar)),
        ("zip", zip),
    ]
}

/// Flips bits, cuts bytes out, doubles some, or cuts the file off.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() as u64) as usize;
    let end = (at + random.below(300) as usize).min(bytes.len());
    match random.below(6) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => bytes[at..end].fill(random.below(256) as u8),
        3 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => (0..=random.below(8)).for_each(|_| {
            let at = random.below(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << random.below(8);
        }),
    }
}

#[test]
fn damaged_archives_and_tables_never_fail_a_run() {
    for seed in SEEDS {
        let (place, mut random) = (tempdir().unwrap(), Random(seed));
        for (ending, whole) in kinds() {
            for number in 0..MUTANTS {
                let mut bytes = whole.clone();
                damage(&mut bytes, &mut random);
                fs::create_dir_all(place.path().join("crawl")).unwrap();
                fs::write(place.path().join(format!("crawl/{number:02}.{ending}")), bytes).unwrap();
            }
        }
        let arguments = ["extract", "crawl", "--out", "out", "--format", "jsonl", "--max-page-bytes", "1MiB"];
        let run = tamis().current_dir(place.path()).args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "seed {seed}: {}", String::from_utf8_lossy(&run.stderr));
        let summary = json(&place.path().join("out/run.json"));
        let count = |name: &str| summary[name].as_u64().unwrap();
        let skipped: u64 =
            summary["skipped"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(count("found"), count("records") + count("rejects") + skipped, "seed {seed}");
        assert!(count("records") > 100 && count("rejects") > 30, "seed {seed}: {summary:#}");
    }
}

#[test]
fn a_run_goes_on_from_behind_any_job_of_a_damaged_file() {
    let place = tempdir().unwrap();
    // Web archives have tests of their own.
    let kinds = kinds().into_iter().filter(|(ending, _)| !ending.contains("warc"));
    for (number, (ending, whole)) in kinds.enumerate() {
        let path = place.path().join(format!("a.{ending}"));
        for seed in SEEDS {
            let (mut bytes, mut random) = (whole.clone(), Random(seed * 100 + number as u64));
            damage(&mut bytes, &mut random);
            fs::write(&path, bytes).unwrap();
            let listed = || pages(vec![Input::Path(path.clone())]);
            let all = read_all(listed());
            assert!(all.iter().any(|(found, _)| !found.is_empty()), "{ending}, seed {seed}: nothing is told");
            for (at, (_, behind)) in all.iter().enumerate() {
                let rest = read_all(listed().starting_at(behind).unwrap());
                let expected = all[at + 1..].iter().flat_map(|(found, _)| found);
                let rest = rest.iter().flat_map(|(found, _)| found);
                if !expected.clone().eq(rest.clone()) {
                    let told = |found: &Found| match found {
                        Found::Page(page) => format!("page {} at {:?}", page.id, page.offset),
                        other => format!("{other:?}"),
                    };
                    let (expected, rest): (Vec<_>, Vec<_>) =
                        (expected.map(told).collect(), rest.map(told).collect());
                    panic!("{ending}, seed {seed}, behind {behind:?}:\n{expected:#?}\n{rest:#?}");
                }
            }
        }
    }
}
