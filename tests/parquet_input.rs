//! Parquet tables: damage costs the rows of the page that it hit, nothing takes more memory than pages may, and
//! no bytes make a run fail.

mod support;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, FixedSizeBinaryArray, Float32Array,
    Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, RecordBatch, StringArray,
    Time32MillisecondArray, TimestampMillisecondArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::json;
use std::fs;
use std::sync::Arc;
use support::extracted::{extract, extract_with, ids};
use support::{page, read_all};
use tamis::input::{Found, Input, pages};
use tempfile::tempdir;

/// Rows of a Parquet page, and of a group.
const PAGE_ROWS: usize = 5;
const GROUP_ROWS: usize = 40;

/// A table of these pages; ids in a column of their own, whose Parquet pages are others.
fn table(html: &[String], compression: Compression, version: WriterVersion) -> Vec<u8> {
    let fields = ["id", "html"].map(|name| Field::new(name, DataType::Utf8, true));
    let schema = Arc::new(Schema::new(fields.to_vec()));
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_writer_version(version)
        .set_dictionary_enabled(false)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_column_data_page_size_limit("id".into(), 1 << 20)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).unwrap();
    let ids: ArrayRef =
        Arc::new(StringArray::from_iter_values((0..html.len()).map(|number| number.to_string())));
    let html: ArrayRef = Arc::new(StringArray::from_iter_values(html));
    writer.write(&RecordBatch::try_new(schema, vec![ids, html]).unwrap()).unwrap();
    writer.into_inner().unwrap()
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(page).collect()
}

/// Where the pages of the column of HTML begin, group by group, by the index at the file's end.
fn html_pages(table: &[u8]) -> Vec<(usize, usize)> {
    let options = parquet::file::serialized_reader::ReadOptionsBuilder::new().with_page_index().build();
    let reader = SerializedFileReader::new_with_options(bytes::Bytes::from(table.to_vec()), options).unwrap();
    let metadata = reader.metadata();
    let groups = (0..metadata.num_row_groups()).map(|group| metadata.page_index_for_row_group(group));
    let locations = groups.flat_map(|columns| columns.page_locations(1).unwrap().clone());
    locations.map(|page| (page.offset as usize, page.compressed_page_size as usize)).collect()
}

const KINDS: [(Compression, WriterVersion); 4] = [
    (Compression::SNAPPY, WriterVersion::PARQUET_1_0),
    (Compression::SNAPPY, WriterVersion::PARQUET_2_0),
    (Compression::UNCOMPRESSED, WriterVersion::PARQUET_1_0),
    (Compression::LZ4_RAW, WriterVersion::PARQUET_2_0),
];

/// The ids of the rows but those of one Parquet page.
fn without(count: usize, page: usize) -> Vec<String> {
    let lost = page * PAGE_ROWS..(page + 1) * PAGE_ROWS;
    (0..count).filter(|row| !lost.contains(row)).map(|row| row.to_string()).collect()
}

#[test]
fn a_damaged_page_costs_the_rows_that_stand_in_it() {
    for (compression, version) in KINDS {
        let whole = table(&numbered(100), compression, version);
        assert_eq!(extract("a.parquet", &whole).records.len(), 100);
        let pages = html_pages(&whole);
        assert_eq!(pages.len(), 20, "{compression:?} {version:?}");
        for hit in [0, 3, 7, 19] {
            let mut damaged = whole.clone();
            let (start, size) = pages[hit];
            // From the length of the first value on: nothing can be so long, and nothing there be unpacked.
            let first = whole[start..].windows(9).position(|bytes| bytes == b"<!doctype").unwrap();
            damaged[start + first - 4..start + size - 20].fill(0xff);
            let found = extract("a.parquet", &damaged);
            assert_eq!(ids(&found.records), without(100, hit), "{compression:?} {version:?} {hit}");
            assert_eq!(found.rejects.len(), 1, "{:?}", found.rejects);
            let told = format!("rows {} to {} of the table", hit * PAGE_ROWS + 1, (hit + 1) * PAGE_ROWS);
            assert!(found.rejects[0]["message"].as_str().unwrap().contains(&told), "{:?}", found.rejects);
            assert_eq!(found.rejects[0]["source"]["offset"], hit * PAGE_ROWS);
        }
    }
}

#[test]
fn a_damaged_head_costs_what_stands_behind_it_in_its_group() {
    let whole = table(&numbered(100), Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let (start, _) = html_pages(&whole)[10];
    let mut damaged = whole;
    damaged[start..start + 6].fill(0xff);
    let found = extract("a.parquet", &damaged);
    let expected: Vec<String> = (0..50).chain(80..100).map(|row| row.to_string()).collect();
    assert_eq!(ids(&found.records), expected, "page 10 is the third of the second group");
    assert_eq!(found.rejects.len(), 1);
    assert!(found.rejects[0]["message"].as_str().unwrap().contains("rows 51 to 80"), "{:?}", found.rejects);
}

#[test]
fn a_page_that_would_take_too_much_memory_is_told_and_not_read() {
    let mut html = numbered(20);
    html[7] = format!("<p>{}</p>", "word ".repeat(400_000));
    let whole = table(&html, Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let found = extract_with("a.parquet", &whole, &["--max-page-bytes", "100KiB"]);
    let expected: Vec<String> = (0..5).chain(8..20).map(|row| row.to_string()).collect();
    assert_eq!(ids(&found.records), expected, "two megabytes in three values, behind which the page was cut");
    assert_eq!((found.rejects.len(), &found.rejects[0]["code"]), (1, &json!("too_large")));
    let found = extract_with("a.parquet", &whole, &["--max-page-bytes", "1MiB"]);
    assert_eq!((found.records.len(), ids(&found.rejects)), (19, vec!["7"]), "the row alone");
    // A head that says that its page unpacks to a megabyte: the second number of it.
    let long: Vec<String> = (0..20).map(|number| page(number) + &page(number)).collect();
    let whole = table(&long, Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let mut absurd = whole.clone();
    let (start, _) = html_pages(&whole)[2];
    assert_eq!((absurd[start], absurd[start + 2], absurd[start + 6]), (0x15, 0x15, 0x15));
    let old = [absurd[start + 3], absurd[start + 4]];
    assert!(old[0] >= 0x80 && old[1] >= 0x80, "a number of three bytes: {old:?}");
    absurd[start + 3..start + 6].copy_from_slice(&[0xfe, 0xff, 0x7f]);
    let found = extract_with("a.parquet", &absurd, &["--max-page-bytes", "64KiB"]);
    assert_eq!(ids(&found.records), without(20, 2));
    assert_eq!((found.rejects.len(), &found.rejects[0]["code"]), (1, &json!("too_large")));
}

/// A table of two columns, of which the second holds pages.
fn two_columns(name: &str, first: ArrayRef, html: ArrayRef) -> Vec<u8> {
    let fields = [
        Field::new(name, first.data_type().clone(), true),
        Field::new("html", html.data_type().clone(), true),
    ];
    let schema = Arc::new(Schema::new(fields.to_vec()));
    let mut writer = ArrowWriter::try_new(Vec::new(), schema.clone(), None).unwrap();
    writer.write(&RecordBatch::try_new(schema, vec![first, html]).unwrap()).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn a_byte_that_is_no_text_costs_no_row() {
    let mut html = numbered(30);
    html[7] = html[7].replace("patient hand", "patient h{nd");
    let urls = (0..30).map(|number| format!("https://a.example/{}", if number == 9 { "{" } else { "" }));
    let column = |values: Vec<String>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let mut table = two_columns("url", column(urls.collect()), column(html));
    // Each brace by what is no UTF-8.
    table.iter_mut().filter(|byte| **byte == b'{').for_each(|byte| *byte = 0xe9);
    let found = extract("a.parquet", &table);
    assert_eq!((found.records.len(), found.rejects.len()), (30, 0), "{:?}", found.rejects);
    assert_eq!(found.records[9]["url"], "https://a.example/\u{fffd}");
    let holding = |what: &str| -> Vec<usize> {
        (0..30).filter(|row| found.records[*row].to_string().contains(what)).collect()
    };
    assert_eq!(holding("patient h\u{e9}nd"), [7], "bytes of a page are read as those of a file");
    assert_eq!(holding("invalid_bytes"), [9]);
}

#[test]
fn whole_numbers_and_fixed_bytes_are_ids() {
    let html = || -> ArrayRef { Arc::new(StringArray::from_iter_values(numbered(3))) };
    let columns: [ArrayRef; 8] = [
        Arc::new(Int8Array::from(vec![-7, 8, 9])),
        Arc::new(Int16Array::from(vec![-7, 8, 9])),
        Arc::new(Int32Array::from(vec![-7, 8, 9])),
        Arc::new(Int64Array::from(vec![-7, 8, 9])),
        Arc::new(UInt8Array::from(vec![7, 8, 9])),
        Arc::new(UInt16Array::from(vec![7, 8, 9])),
        Arc::new(UInt32Array::from(vec![7, 8, 9])),
        Arc::new(UInt64Array::from(vec![7, 8, 9])),
    ];
    for (number, column) in columns.into_iter().enumerate() {
        let of = column.data_type().clone();
        let found = extract("a.parquet", &two_columns("id", column, html()));
        assert_eq!(ids(&found.records), [if number < 4 { "-7" } else { "7" }, "8", "9"], "{of}");
    }
    let fixed = [[0xff, 0, 1, 2], [0xfe, 0, 1, 2], *b"abcd"];
    let fixed: ArrayRef = Arc::new(FixedSizeBinaryArray::try_from_iter(fixed.into_iter()).unwrap());
    let found = extract("a.parquet", &two_columns("id", fixed, html()));
    assert_eq!(ids(&found.records), ["ff000102", "fe000102", "abcd"]);
}

#[test]
fn numbers_truths_dates_and_times_are_ids_as_people_write_them() {
    let html = || -> ArrayRef { Arc::new(StringArray::from_iter_values(numbered(3))) };
    let decimals = Decimal128Array::from(vec![1250, -5, 7]).with_precision_and_scale(10, 2).unwrap();
    let millis = vec![1_717_142_400_000, 1_717_142_400_001, 0];
    let utc = TimestampMillisecondArray::from(millis.clone()).with_timezone("UTC");
    let columns: [(ArrayRef, [&str; 3]); 8] = [
        (Arc::new(Float64Array::from(vec![1.0, -2.5, f64::NAN])), ["1.0", "-2.5", "a.parquet:3"]),
        (
            Arc::new(Float32Array::from(vec![Some(0.1), None, Some(3e9)])),
            ["0.1", "a.parquet:2", "3000000000.0"],
        ),
        (Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])), ["true", "false", "a.parquet:3"]),
        (Arc::new(Date32Array::from(vec![19_874, 0, -1])), ["2024-05-31", "1970-01-01", "1969-12-31"]),
        (Arc::new(decimals), ["12.50", "-0.05", "0.07"]),
        (
            Arc::new(TimestampMillisecondArray::from(millis)),
            ["2024-05-31T08:00:00", "2024-05-31T08:00:00.001", "1970-01-01T00:00:00"],
        ),
        (Arc::new(utc), ["2024-05-31T08:00:00Z", "2024-05-31T08:00:00.001Z", "1970-01-01T00:00:00Z"]),
        (Arc::new(Time32MillisecondArray::from(vec![0, 1, 2])), ["00:00:00", "00:00:00.001", "00:00:00.002"]),
    ];
    for (column, expected) in columns {
        let of = column.data_type().clone();
        let found = extract("a.parquet", &two_columns("id", column, html()));
        assert_eq!((ids(&found.records), found.rejects.len()), (expected.to_vec(), 0), "{of}");
    }
}

#[test]
fn a_column_that_can_hold_no_pages_is_told_with_its_type() {
    let dates: ArrayRef = Arc::new(Date32Array::from(vec![1, 2, 3]));
    let html: ArrayRef = Arc::new(StringArray::from_iter_values(numbered(3)));
    let table = two_columns("text", dates, html);
    let found = extract_with("a.parquet", &table, &["--html-column", "text"]);
    assert_eq!((found.rejects.len(), &found.rejects[0]["code"]), (1, &json!("no_column")));
    let told = found.rejects[0]["message"].as_str().unwrap();
    assert!(told.contains("text, which is no text but Date32") && told.contains("--html-column"), "{told}");
    // Another column of the table holds them.
    assert_eq!(extract("a.parquet", &table).records.len(), 3);
}

#[test]
fn a_run_goes_on_from_behind_any_rows_of_a_damaged_table() {
    let mut damaged = table(&numbered(100), Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let pages_of = html_pages(&damaged);
    for hit in [2, 3, 9] {
        let (start, size) = pages_of[hit];
        damaged[start + size / 2..start + size - 20].fill(0xff);
    }
    let (start, _) = pages_of[18];
    damaged[start..start + 6].fill(0xff);
    let place = tempdir().unwrap();
    let path = place.path().join("a.parquet");
    fs::write(&path, damaged).unwrap();
    let listed = || pages(vec![Input::Path(path.clone())]);
    let whole = read_all(listed());
    let rejects = whole.iter().flat_map(|(found, _)| found).filter(|found| matches!(found, Found::Reject(_)));
    assert_eq!(rejects.count(), 3, "pages side by side are one loss");
    for (at, (_, behind)) in whole.iter().enumerate() {
        let rest = read_all(listed().starting_at(behind).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        assert!(expected.eq(rest.iter().flat_map(|(found, _)| found)), "behind {behind:?}");
    }
}

#[test]
fn no_flipped_bit_of_a_table_fails_a_run() {
    let whole = table(&numbered(12), Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let place = tempdir().unwrap();
    // Every byte of the foot, and some of the rest.
    let foot = whole.len() - 900;
    for at in (0..foot).step_by(97).chain(foot..whole.len()) {
        for bit in [0, 3, 7] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            let path = place.path().join("a.parquet");
            fs::write(&path, damaged).unwrap();
            let found = read_all(pages(vec![Input::Path(path)]));
            assert!(!found.is_empty(), "byte {at}, bit {bit}");
        }
    }
}
