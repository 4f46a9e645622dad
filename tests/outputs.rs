//! Every format, packed and in shards, holds what `pages.jsonl` holds, and the same bytes at any `--threads`.

mod support;

use arrow_json::writer::LineDelimited;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use support::{files, json, json_lines, project, records, tamis, write_pages};
use tamis::output::parquet::record_columns;
use tempfile::{TempDir, tempdir};

/// Extracts the project's samples, among them lists in lists and broken pages; gives the output folder.
fn extract(more: &[&str]) -> TempDir {
    extract_from(&project().join("raw"), more)
}

fn extract_from(pages: &Path, more: &[&str]) -> TempDir {
    let out = tempdir().unwrap();
    let run = tamis()
        .current_dir(project())
        .arg("extract")
        .arg(pages)
        .arg("--out")
        .arg(out.path())
        .args(more)
        .output()
        .unwrap();
    assert!(matches!(run.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&run.stderr));
    out
}

/// The rows of a Parquet file as the JSON that they were made of.
fn rows(path: &Path) -> Vec<Value> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    assert_eq!(reader.schema(), &record_columns(), "the file's columns are the contract's");
    let mut lines =
        arrow_json::WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    reader.build().unwrap().for_each(|batch| lines.write(&batch.unwrap()).unwrap());
    lines.finish().unwrap();
    let text = String::from_utf8(lines.into_inner()).unwrap();
    text.lines().map(|line| with_items(serde_json::from_str(line).unwrap())).collect()
}

/// A row whose items of items, which stand in it as JSON, are read.
fn with_items(mut row: Value) -> Value {
    for list in row["advice_lists"].as_array_mut().unwrap() {
        for item in list["items"].as_array_mut().unwrap() {
            item["items"] = serde_json::from_str(item["items"].as_str().unwrap()).unwrap();
        }
    }
    row
}

#[test]
fn a_parquet_row_holds_every_field_of_the_record() {
    for more in [&[][..], &["--blocks"][..]] {
        let out = extract(&[&["--format", "jsonl,parquet"], more].concat());
        let records = json_lines(&out.path().join("pages.jsonl"));
        let rows = rows(&out.path().join("pages.parquet"));
        assert!(records.len() > 25, "{} records", records.len());
        assert_eq!(rows.len(), records.len());
        for (row, record) in rows.iter().zip(&records) {
            for (field, value) in record.as_object().unwrap() {
                assert_eq!(&row[field], value, "{field} of {}", record["id"]);
            }
            assert_eq!(row.as_object().unwrap().len(), record.as_object().unwrap().len());
        }
        let lists = records.iter().flat_map(|record| record["advice_lists"].as_array().unwrap());
        let mut items = lists.flat_map(|list| list["items"].as_array().unwrap());
        assert!(items.any(|item| item["items"] != Value::Array(Vec::new())), "no list in a list was tried");
    }
}

#[test]
fn a_run_without_records_leaves_files_that_can_be_read() {
    let place = tempdir().unwrap();
    std::fs::write(place.path().join("empty.html"), "").unwrap();
    let out = extract_from(place.path(), &["--format", "jsonl,csv,parquet,markdown", "--compress", "gz"]);
    assert_eq!(rows(&out.path().join("pages.parquet")), Vec::<Value>::new());
    let unpacked = unpacked(out.path());
    assert_eq!(unpacked["pages.jsonl"], b"");
    assert!(unpacked["pages.csv"].starts_with(b"page_id,"));
    assert!(unpacked["rejects.jsonl"].starts_with(b"{\"id\":\"empty.html\""));
}

#[test]
fn markdown_holds_a_page_a_line() {
    let out = extract(&["--format", "jsonl,markdown"]);
    let records = json_lines(&out.path().join("pages.jsonl"));
    let pages = json_lines(&out.path().join("markdown.jsonl"));
    assert_eq!(pages.len(), records.len());
    for (page, record) in pages.iter().zip(&records) {
        for field in ["id", "url", "title"] {
            assert_eq!(page[field], record[field]);
        }
        // "4\. Lift" is how Markdown writes "4. Lift" where no list is meant.
        let markdown = page["markdown"].as_str().unwrap().replace('\\', "");
        assert_eq!(markdown.is_empty(), record["text"] == "", "{markdown}");
        let headings = record["sections"].as_array().unwrap().iter().filter(|s| !s["heading"].is_null());
        assert!(markdown.lines().filter(|line| line.starts_with('#')).count() >= headings.count());
        for list in record["advice_lists"].as_array().unwrap() {
            for label in list["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap())
            {
                assert!(markdown.contains(label), "{label} of {}", record["id"]);
            }
        }
    }
}

/// All files of a folder but Parquet and `run.json`, unpacked, by their names without packing.
fn unpacked(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let own = records(folder).into_iter().filter(|(name, _)| !name.ends_with(".parquet"));
    own.map(|(name, bytes)| match name.rsplit_once('.') {
        Some((bare, "gz")) => {
            let mut text = Vec::new();
            flate2::read::MultiGzDecoder::new(&*bytes).read_to_end(&mut text).unwrap();
            (bare.to_owned(), text)
        }
        Some((bare, "zst")) => (bare.to_owned(), zstd::decode_all(&*bytes).unwrap()),
        _ => (name, bytes),
    })
    .collect()
}

/// Pages whose records fill several blocks of packed lines.
fn many_pages() -> TempDir {
    let place = tempdir().unwrap();
    write_pages(place.path(), 700);
    std::fs::write(place.path().join("empty.html"), "").unwrap();
    place
}

const ALL: [&str; 2] = ["--format", "jsonl,csv,parquet,markdown"];

#[test]
fn packed_files_unpack_to_the_plain_ones() {
    let pages = many_pages();
    let plain = extract_from(pages.path(), &ALL);
    assert!(files(plain.path())["pages.jsonl"].len() > 3 * (512 << 10), "several blocks");
    for packing in ["gz", "zst"] {
        let packed = extract_from(pages.path(), &[&ALL[..], &["--compress", packing]].concat());
        assert_eq!(unpacked(packed.path()), unpacked(plain.path()));
        let (packed, plain) = (files(packed.path()), files(plain.path()));
        assert_eq!(packed["pages.parquet"], plain["pages.parquet"]);
        let size = packed[&format!("pages.jsonl.{packing}")].len();
        assert!(size * 5 < plain["pages.jsonl"].len(), "{size} bytes, packed with {packing}");
    }
}

#[test]
fn shards_one_after_the_other_are_the_whole() {
    let pages = many_pages();
    let whole = extract_from(pages.path(), &ALL);
    let whole_rows = rows(&whole.path().join("pages.parquet"));
    for (size, expected) in [(["--shard-pages", "300"], Some(3)), (["--shard-bytes", "1MiB"], None)] {
        let out = extract_from(pages.path(), &[&ALL[..], &size].concat());
        let names: Vec<String> = files(out.path()).into_keys().collect();
        let shards =
            names.iter().filter(|name| name.starts_with("pages-") && name.ends_with(".jsonl")).count();
        assert!(shards > 1 && expected.is_none_or(|expected| shards == expected), "{names:?}");
        let listed = json(&out.path().join("run.json"))["files"].clone();
        let listed: Vec<&str> =
            listed.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        let present: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| *name != "run.json").collect();
        assert_eq!(sorted, present, "run.json lists all files");
        assert_eq!(joined(out.path()), unpacked(whole.path()));
        let rows: Vec<Value> = (0..shards)
            .flat_map(|shard| rows(&out.path().join(format!("pages-{shard:05}.parquet"))))
            .collect();
        assert!(rows == whole_rows);
    }
}

/// Shards put together, the heads of all tables but the first left out.
fn joined(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut whole: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (name, bytes) in unpacked(folder) {
        let Some((stem, shard)) = name.rsplit_once('-') else {
            whole.insert(name, bytes);
            continue;
        };
        let (_, ending) = shard.split_once('.').unwrap();
        let file = whole.entry(format!("{stem}.{ending}")).or_default();
        let head = if ending == "csv" && !file.is_empty() { 1 } else { 0 };
        let lines: Vec<&[u8]> = bytes.splitn(head + 1, |byte| *byte == b'\n').collect();
        file.extend_from_slice(lines[head]);
    }
    whole
}

#[test]
fn the_number_of_threads_changes_no_byte_of_any_format() {
    let pages = many_pages();
    for more in [&["--compress", "gz"][..], &["--compress", "zst", "--shard-pages", "250"]] {
        let outputs = ["1", "2", "4"].map(|threads| {
            records(extract_from(pages.path(), &[&ALL, more, &["--threads", threads]].concat()).path())
        });
        assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2], "{more:?}");
    }
}

#[test]
fn standard_output_takes_markdown_but_no_tables() {
    let run = |more: &[&str]| {
        tamis()
            .current_dir(project())
            .args(["extract", "raw/portal", "--out", "-"])
            .args(more)
            .output()
            .unwrap()
    };
    let output = run(&["--format", "markdown"]);
    assert_eq!(output.status.code(), Some(0));
    let first: Value =
        serde_json::from_slice(output.stdout.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    assert!(first["markdown"].as_str().unwrap().starts_with("# "));
    for refused in [&["--format", "parquet"][..], &["--compress", "gz"], &["--format", "jsonl,markdown"]] {
        let output = run(refused);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{refused:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("--out"));
    }
}
