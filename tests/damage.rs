//! Nothing is lost silently: every odd file ends as a record or a reject of its own.

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use support::{json, json_lines, page, tamis};
use tempfile::{TempDir, tempdir};

/// What came of a folder.
struct Outcome {
    place: TempDir,
    records: Vec<Value>,
    rejects: Vec<Value>,
    run: Value,
}

impl Outcome {
    /// Extracts a folder that `fill` fills.
    fn of(fill: impl FnOnce(&Path)) -> Self {
        let place = tempdir().unwrap();
        let raw = place.path().join("raw");
        fs::create_dir(&raw).unwrap();
        fill(&raw);
        let run = tamis().current_dir(&place).args(["extract", "raw", "--out", "out"]).output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let out = place.path().join("out");
        let result = Self {
            records: json_lines(&out.join("pages.jsonl")),
            rejects: json_lines(&out.join("rejects.jsonl")),
            run: json(&out.join("run.json")),
            place,
        };
        let expected = if result.rejects.is_empty() { 0 } else { 2 };
        assert_eq!(run.status.code(), Some(expected), "{said}");
        assert_eq!(result.run["pages"], result.records.len() + result.rejects.len());
        let ids = result.ids();
        assert_eq!(
            ids.len(),
            result.records.len() + result.rejects.len(),
            "no two pages share an id: {ids:?}"
        );
        result
    }

    fn ids(&self) -> BTreeSet<&str> {
        self.records.iter().chain(&self.rejects).map(|page| page["id"].as_str().unwrap()).collect()
    }

    /// Reject codes by id.
    fn codes(&self) -> BTreeMap<&str, &str> {
        self.rejects.iter().map(|r| (r["id"].as_str().unwrap(), r["code"].as_str().unwrap())).collect()
    }
}

#[test]
fn empty_binary_and_huge_files_are_rejected_beside_good_ones() {
    let result = Outcome::of(|raw| {
        fs::write(raw.join("a-good.html"), page(1)).unwrap();
        fs::write(raw.join("b-empty.html"), "").unwrap();
        fs::write(raw.join("c-blank.txt"), " \r\n\t \n").unwrap();
        let noise: Vec<u8> = (0..20_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        fs::write(raw.join("d-binary.html"), [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &noise].concat())
            .unwrap();
        // Sparse: the hundred megabytes take no room on the disk.
        File::create(raw.join("e-huge.html")).unwrap().set_len(100_000_000).unwrap();
        fs::write(raw.join("f-good.html"), page(2)).unwrap();
    });
    assert_eq!(result.records.len(), 2);
    let expected = [
        ("b-empty.html", "empty"),
        ("c-blank.txt", "empty"),
        ("d-binary.html", "binary"),
        ("e-huge.html", "too_large"),
    ];
    assert_eq!(result.codes(), BTreeMap::from(expected));
    for reject in &result.rejects {
        assert!(reject["message"].as_str().unwrap().len() > 10, "{reject} says why");
    }
}

#[test]
fn twins_in_two_folders_stay_two_pages() {
    let result = Outcome::of(|raw| {
        for folder in ["one", "two"] {
            fs::create_dir(raw.join(folder)).unwrap();
            fs::write(raw.join(folder).join("page.html"), page(1)).unwrap();
        }
    });
    assert_eq!(result.ids(), BTreeSet::from(["one/page.html", "two/page.html"]));
    assert_eq!(result.records[0]["source"]["sha256"], result.records[1]["source"]["sha256"]);
}

#[cfg(unix)]
#[test]
fn any_name_is_a_name() {
    use std::os::unix::ffi::OsStringExt;
    let names: Vec<OsString> = [
        &b"with space.html"[..],
        b"quo\"te and 'tick'.html",
        b"comma, semicolon;.html",
        b"new\nline.html",
        b"caf\xe9.html",
        b"caf\xc3\xa9.html",
        b"-dash.html",
        b"percent%20.html",
    ]
    .map(|name| OsString::from_vec(name.to_vec()))
    .into();
    let result = Outcome::of(|raw| {
        names.iter().enumerate().for_each(|(at, name)| fs::write(raw.join(name), page(at)).unwrap());
    });
    assert_eq!(result.records.len(), names.len());
    let mut table = csv::Reader::from_path(result.place.path().join("out/pages.csv")).unwrap();
    let joined: BTreeSet<String> = table.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(joined.iter().map(String::as_str).collect::<BTreeSet<_>>(), result.ids());
    assert!(result.ids().contains("new\nline.html"));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_closed_files_neither_block_nor_vanish() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let result = Outcome::of(|raw| {
        fs::write(raw.join("good.html"), page(1)).unwrap();
        symlink("nowhere.html", raw.join("dangling.html")).unwrap();
        symlink("good.html", raw.join("linked.html")).unwrap();
        symlink(".", raw.join("loop")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(raw.join("pipe.html")).status().unwrap().success());
        fs::write(raw.join("closed.html"), page(2)).unwrap();
        fs::set_permissions(raw.join("closed.html"), fs::Permissions::from_mode(0o000)).unwrap();
    });
    let codes = result.codes();
    assert_eq!(codes.get("dangling.html"), Some(&"unreadable"));
    assert_eq!(codes.get("pipe.html"), Some(&"unreadable"));
    // Root reads whatever it likes; then the page is a record.
    let closed = result.place.path().join("raw/closed.html");
    assert_eq!(codes.contains_key("closed.html"), File::open(closed).is_err());
    assert_eq!(result.ids().len(), 5);
    assert_eq!(result.run["skipped"].as_object().unwrap().values().filter_map(Value::as_u64).sum::<u64>(), 1);
}

#[test]
fn damaged_archives_are_rejected_whole_ones_read() {
    let result = Outcome::of(|raw| {
        let packed = gzip(page(1).as_bytes());
        fs::write(raw.join("whole.html.gz"), &packed).unwrap();
        fs::write(raw.join("cut.html.gz"), &packed[..packed.len() / 2]).unwrap();
        let mut flipped = packed.clone();
        let middle = flipped.len() / 2;
        flipped[middle..middle + 8].iter_mut().for_each(|byte| *byte ^= 0xff);
        fs::write(raw.join("flipped.html.gz"), flipped).unwrap();
        fs::write(raw.join("liar.html.gz"), "no gzip at all, whatever the name says").unwrap();
        fs::write(raw.join("whole.html.zst"), zstd::encode_all(page(2).as_bytes(), 3).unwrap()).unwrap();
        // A small archive that unpacks to more than the limit.
        fs::write(raw.join("bomb.html.gz"), gzip(&vec![b' '; 40 << 20])).unwrap();
    });
    let codes = result.codes();
    assert_eq!(codes.get("cut.html.gz"), Some(&"damaged"));
    assert_eq!(codes.get("flipped.html.gz"), Some(&"damaged"));
    assert_eq!(codes.get("bomb.html.gz"), Some(&"too_large"));
    assert!(result.records.iter().any(|record| record["id"] == "whole.html.gz"));
    assert!(result.records.iter().any(|record| record["id"] == "whole.html.zst"));
    assert_eq!(result.ids().len(), 6);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_was_skipped_is_counted() {
    let result = Outcome::of(|raw| {
        fs::write(raw.join("good.html"), page(1)).unwrap();
        fs::write(raw.join("notes.docx"), "not a page").unwrap();
        fs::write(raw.join(".hidden.html"), page(2)).unwrap();
    });
    assert_eq!(result.records.len(), 1);
    assert_eq!(result.run["skipped"], serde_json::json!({"other_extension": 1, "hidden": 1}));
}
