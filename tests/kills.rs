//! Kills at random moments: the last run leaves the same bytes as one that nobody disturbed.
#![cfg(unix)]

mod support;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::archive::{member, record, response, stored, with_length};
use support::extracted::noise;
use support::running::{PAGES, command, folder_of_pages, hidden, run, wait_for};
use support::{json, page, records};
use tempfile::tempdir;

/// An input to extract from; more kinds are a line more.
struct Input {
    /// What the command is given.
    name: &'static str,
    /// Makes it in a folder.
    make: fn(&Path),
}

const INPUTS: [Input; 8] = [
    Input { name: "raw", make: folder_of_pages },
    Input { name: "crawl.warc.gz", make: archive },
    Input { name: "damaged.warc.gz", make: damaged_archive },
    Input { name: "giant.warc.gz", make: damaged_giant },
    Input { name: "cut.warc.gz", make: cut_giant },
    Input { name: "lengths.warc", make: wrong_lengths },
    Input { name: "pages.jsonl", make: lines },
    Input { name: "pages.parquet", make: table },
];

/// Kills per input and way of writing.
const KILLS: usize = 8;

/// Every format, packed and in shards: whatever a file can be cut off in.
const PACKED: [&str; 6] = [
    "--format",
    "jsonl,csv,parquet,markdown",
    "--compress=zst",
    "--shard-pages=90",
    "--checkpoint=0.005",
    "-q",
];

/// A file that has more than a block.
const BLOCKS: [&str; 4] = ["--format=jsonl", "--compress=gz", "--checkpoint=0.005", "-q"];

const PLAIN: [&str; 3] = ["--format=jsonl,csv", "--checkpoint=0.005", "-q"];

/// The page of this number.
fn html(number: usize) -> String {
    if number == 100 { " ".to_owned() } else { page(number) }
}

fn archive(place: &Path) {
    let members = (0..PAGES).map(|number| stored(&response(number, html(number).as_bytes())));
    fs::write(place.join("crawl.warc.gz"), members.collect::<Vec<_>>().concat()).unwrap();
}

/// Members of which some are damaged.
fn damaged_archive(place: &Path) {
    let mut members: Vec<Vec<u8>> =
        (0..PAGES).map(|number| stored(&response(number, html(number).as_bytes()))).collect();
    members.iter_mut().step_by(9).for_each(|member| member[400] ^= 1);
    fs::write(place.join("damaged.warc.gz"), members.concat()).unwrap();
}

/// One member that is too large to be held: packed by noise that is no page, unpacked by blanks.
fn giant() -> Vec<u8> {
    let pages = |numbers: Range<usize>| {
        numbers.flat_map(|number| response(number, html(number).as_bytes())).collect()
    };
    let noise = record("resource", 1, "image/png", &noise(1_300_000));
    let blanks = record("metadata", 2, "application/warc-fields", &vec![b' '; 34 << 20]);
    let records: [Vec<u8>; 4] = [pages(0..PAGES / 2), noise, blanks, pages(PAGES / 2..PAGES - 40)];
    member(&records.concat())
}

fn behind_a_giant() -> Vec<u8> {
    (PAGES - 40..PAGES).flat_map(|number| member(&response(number, html(number).as_bytes()))).collect()
}

/// The checksum at the end of a giant is wrong.
fn damaged_giant(place: &Path) {
    let mut giant = giant();
    *giant.iter_mut().rev().nth(7).unwrap() ^= 1;
    fs::write(place.join("giant.warc.gz"), [giant, behind_a_giant()].concat()).unwrap();
}

/// A giant lacks its end.
fn cut_giant(place: &Path) {
    let mut giant = giant();
    giant.truncate(giant.len() - 1000);
    fs::write(place.join("cut.warc.gz"), [giant, behind_a_giant()].concat()).unwrap();
}

/// Records whose lengths are wrong, some of them skipped, and the last one cut off.
fn wrong_lengths(place: &Path) {
    let records = (0..PAGES).flat_map(|number| {
        let request = record("request", number, "application/http", b"GET / HTTP/1.1\r\n\r\n");
        let lies = with_length(&request, [22, 7, 3000, 1 << 40][number % 4]);
        [lies, response(number, html(number).as_bytes())].concat()
    });
    let mut records: Vec<u8> = records.collect();
    records.extend(&record("resource", 1, "image/png", &noise(5000))[..3000]);
    fs::write(place.join("lengths.warc"), records).unwrap();
}

fn lines(place: &Path) {
    let line = |number| serde_json::json!({"id": format!("page-{number}"), "html": html(number)}).to_string();
    fs::write(place.join("pages.jsonl"), (0..PAGES).map(line).collect::<Vec<_>>().join("\n")).unwrap();
}

/// A table of several groups of rows, whose Parquet pages hold a few rows each.
fn table(place: &Path) {
    let schema = Arc::new(Schema::new(vec![Field::new("html", DataType::Utf8, true)]));
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(PAGES / 5))
        .set_data_page_row_count_limit(7)
        .set_write_batch_size(7)
        .build();
    let file = fs::File::create(place.join("pages.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).unwrap();
    let pages: ArrayRef = Arc::new(StringArray::from_iter_values((0..PAGES).map(html)));
    writer.write(&RecordBatch::try_new(schema, vec![pages]).unwrap()).unwrap();
    writer.close().unwrap();
}

/// Numbers that look random, others in each run of the test.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let seed =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
        println!("seed {seed}");
        Self(seed | 1)
    }

    fn up_to(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        most.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

#[test]
fn kills_at_any_moment_change_no_byte() {
    let mut dice = Dice::new();
    for input in INPUTS {
        let mut gone_on = 0;
        for more in [&PACKED[..], &BLOCKS, &PLAIN] {
            let place = tempdir().unwrap();
            (input.make)(place.path());
            let begun = Instant::now();
            assert_eq!(run(place.path(), input.name, "whole", more).0, Some(2));
            let time = begun.elapsed();
            let whole = records(&place.path().join("whole"));
            let counts = accounts(&place.path().join("whole"));
            let mut kills = 0;
            while kills < KILLS {
                let out = place.path().join("out");
                let journal = out.join(".journal");
                let mut child = command(place.path(), input.name, "out", more).spawn().unwrap();
                // Every other kill comes behind the first checkpoint, however late on this machine that is.
                let share = if kills % 2 == 0 {
                    0.7
                } else {
                    wait_for(&journal, &mut child);
                    0.3
                };
                sleep(dice.up_to(time.mul_f64(share)));
                child.kill().unwrap();
                let ended = child.wait().unwrap();
                kills += usize::from(ended.code().is_none());
                gone_on += usize::from(journal.exists());
                if ended.code().is_some() || kills == KILLS {
                    assert_eq!(run(place.path(), input.name, "out", more).0, Some(2));
                    assert!(records(&out) == whole, "after {kills} kills of {} {more:?}", input.name);
                    assert_eq!(accounts(&out), counts);
                    assert_eq!(hidden(&out), Vec::<String>::new());
                    fs::remove_dir_all(&out).unwrap();
                }
            }
        }
        assert!(gone_on > 0, "no run over {} was ever gone on with", input.name);
    }
}

/// A group of rows takes 16 MiB of records as JSON: these pages make several.
#[test]
fn kills_between_groups_of_a_parquet_output_change_no_byte() {
    const LONG_PAGES: usize = 26;
    let (mut dice, place) = (Dice::new(), tempdir().unwrap());
    let long = |number: usize| {
        let words =
            format!("Words of paragraph {number}, which say nothing and fill the page. ").repeat(12_000);
        format!("<title>Page {number}</title><article><h1>Long page {number}</h1><p>{words}</p></article>")
    };
    fs::create_dir(place.path().join("raw")).unwrap();
    for number in 0..LONG_PAGES {
        fs::write(place.path().join(format!("raw/{number:02}.html")), long(number)).unwrap();
    }
    let more = ["--format=parquet", "--checkpoint=0.005", "--threads=1", "-q"];
    let begun = Instant::now();
    assert_eq!(run(place.path(), "raw", "whole", &more), (Some(0), String::new()));
    let (time, whole) = (begun.elapsed(), records(&place.path().join("whole")));
    let file = fs::File::open(place.path().join("whole/pages.parquet")).unwrap();
    let groups = SerializedFileReader::new(file).unwrap().metadata().num_row_groups();
    assert!(groups > 2, "{groups}");
    let out = place.path().join("out");
    let mut gone_on = 0;
    for _ in 0..KILLS {
        let mut child = command(place.path(), "raw", "out", &more).spawn().unwrap();
        sleep(dice.up_to(time));
        child.kill().unwrap();
        child.wait().unwrap();
        gone_on += usize::from(out.join(".journal").exists());
    }
    assert_eq!(run(place.path(), "raw", "out", &more).0, Some(0));
    assert!(gone_on > 0 && records(&out) == whole);
}

/// What `run.json` counts.
fn accounts(out: &Path) -> serde_json::Value {
    let mut run = json(&out.join("run.json"));
    let run = run.as_object_mut().unwrap();
    run.shift_remove("seconds");
    run.shift_remove("stage_seconds");
    run.clone().into()
}
