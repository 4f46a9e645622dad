//! A run survives its own death: the same command goes on, and the files come out as if nothing had happened.
#![cfg(unix)]

mod support;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::archive::{response, stored};
use support::{files, json, page, records, tamis, write_pages};
use tamis::output::{Formats, Layout, OutputFile, OutputFolder, Portion};
use tempfile::{TempDir, tempdir};

/// An input to extract from; more kinds are a line more.
struct Input {
    /// What the command is given.
    name: &'static str,
    /// Makes it in a folder.
    make: fn(&Path),
}

const INPUTS: [Input; 4] = [
    Input { name: "raw", make: folder_of_pages },
    Input { name: "crawl.warc.gz", make: archive },
    Input { name: "pages.jsonl", make: lines },
    Input { name: "pages.parquet", make: table },
];

/// Pages of an input; one of them is rejected.
const PAGES: usize = 240;

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

fn folder_of_pages(place: &Path) {
    write_pages(&place.join("raw"), PAGES);
    fs::write(place.join("raw/even/page-0100.html"), " ").unwrap();
}

/// The page of this number.
fn html(number: usize) -> String {
    if number == 100 { " ".to_owned() } else { page(number) }
}

fn archive(place: &Path) {
    let members = (0..PAGES).map(|number| stored(&response(number, html(number).as_bytes())));
    fs::write(place.join("crawl.warc.gz"), members.collect::<Vec<_>>().concat()).unwrap();
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

fn command(place: &Path, input: &str, out: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tamis"));
    command.current_dir(place).args(["extract", input, "--out", out]).args(more);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(place: &Path, input: &str, out: &str, more: &[&str]) -> (Option<i32>, String) {
    let output = command(place, input, out, more).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
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

fn hidden(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

/// Waits until a run has made a file or has ended.
fn wait_for(file: &Path, run: &mut Child) {
    while !file.exists() && run.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(1));
    }
}

/// A folder of pages of which a run was killed once it had noted something.
fn interrupted(more: &[&str]) -> TempDir {
    let place = tempdir().unwrap();
    folder_of_pages(place.path());
    for _ in 0..20 {
        let mut child =
            command(place.path(), "raw", "out", &[&["--checkpoint=0"], more].concat()).spawn().unwrap();
        let journal = place.path().join("out/.journal");
        wait_for(&journal, &mut child);
        child.kill().unwrap();
        child.wait().unwrap();
        if journal.exists() {
            return place;
        }
    }
    panic!("no run was killed in time");
}

#[test]
fn other_settings_are_refused_and_restart_begins_anew() {
    let place = interrupted(&[]);
    let before = fs::read(place.path().join("out/.journal")).unwrap();
    for (more, named) in [
        (&["--format=csv"][..], "formats was [\"jsonl\",\"csv\"] and is now [\"csv\"]"),
        (&["--favor=recall"], "favor"),
        (&["--blocks"], "blocks was false and is now true"),
        (&["--compress=gz", "--shard-pages=7"], "shard_pages was null and is now 7"),
    ] {
        let (code, said) = run(place.path(), "raw", "out", more);
        assert_eq!(code, Some(1));
        assert!(said.contains(named) && said.contains("--restart"), "{said}");
    }
    let (code, said) = run(place.path(), "raw/even", "out", &[]);
    assert!(code == Some(1) && said.contains("inputs was [\"raw\"]"), "{said}");
    assert!(fs::read(place.path().join("out/.journal")).unwrap() == before, "a refusal changes nothing");
    assert_eq!(run(place.path(), "raw", "whole", &["--format=csv"]).0, Some(2));
    assert_eq!(run(place.path(), "raw", "out", &["--format=csv", "--restart"]).0, Some(2));
    let out = place.path().join("out");
    assert!(records(&out) == records(&place.path().join("whole")));
    assert_eq!(hidden(&out), Vec::<String>::new());
}

#[test]
fn what_a_kill_left_of_the_journal_is_removed() {
    let place = interrupted(&[]);
    let out = place.path().join("out");
    fs::write(out.join("..journal.part"), "{").unwrap();
    assert_eq!(run(place.path(), "raw", "out", &["--restart"]).0, Some(2));
    assert_eq!(hidden(&out), Vec::<String>::new());
}

#[test]
fn another_number_of_threads_goes_on() {
    let place = interrupted(&["--threads=1"]);
    let (code, said) = run(place.path(), "raw", "out", &["--threads=3"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("going on with the run that was interrupted, after"), "{said}");
    assert_eq!(run(place.path(), "raw", "whole", &[]).0, Some(2));
    assert!(records(&place.path().join("out")) == records(&place.path().join("whole")));
}

#[test]
fn finished_pages_are_not_read_again() {
    let place = interrupted(&["--threads=1"]);
    let first = place.path().join("raw/even/page-0000.html");
    fs::write(&first, page(9999)).unwrap();
    assert_eq!(run(place.path(), "raw", "out", &[]).0, Some(2));
    let text = fs::read_to_string(place.path().join("out/pages.jsonl")).unwrap();
    assert!(text.contains("fabric number 0") && !text.contains("fabric number 9999"));
}

#[test]
fn other_inputs_are_refused() {
    let place = interrupted(&["--threads=1"]);
    fs::remove_file(place.path().join("raw/even/page-0000.html")).unwrap();
    let (code, said) = run(place.path(), "raw", "out", &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("not those of the run before") && said.contains("--restart"), "{said}");
    assert_eq!(run(place.path(), "raw", "out", &["--restart"]).0, Some(2));
}

#[test]
fn a_cut_part_or_journal_is_told() {
    let place = interrupted(&[]);
    let part = place.path().join("out/.pages.jsonl.part");
    fs::OpenOptions::new().write(true).open(&part).unwrap().set_len(3).unwrap();
    let (code, said) = run(place.path(), "raw", "out", &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains(".pages.jsonl.part") && said.contains("shorter"), "{said}");
    fs::write(place.path().join("out/.journal"), "{").unwrap();
    let (code, said) = run(place.path(), "raw", "out", &[]);
    assert!(code == Some(1) && said.contains(".journal") && said.contains("--restart"), "{said}");
    assert_eq!(run(place.path(), "raw", "out", &["--restart"]).0, Some(2));
}

/// The writes of the child fail once a file has reached a limit, as on a disk that is full.
#[test]
fn a_full_disk_is_told_and_the_run_goes_on_with_room() {
    let place = tempdir().unwrap();
    folder_of_pages(place.path());
    assert_eq!(run(place.path(), "raw", "whole", &[]).0, Some(2));
    let tamis = env!("CARGO_BIN_EXE_tamis");
    let limited =
        format!("trap '' XFSZ; ulimit -f 600; exec {tamis} extract raw --out out --checkpoint 0.01");
    let output = Command::new("sh").current_dir(&place).args(["-c", &limited]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(".part") && said.contains("free some space"), "{said}");
    assert!(said.contains("the same command goes on"), "{said}");
    assert!(place.path().join("out/.journal").exists() && files(&place.path().join("out")).is_empty());
    assert_eq!(run(place.path(), "raw", "out", &[]).0, Some(2));
    assert!(records(&place.path().join("out")) == records(&place.path().join("whole")));
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let place = tempdir().unwrap();
    folder_of_pages(place.path());
    fs::write(place.path().join("file"), "").unwrap();
    let (code, said) = run(place.path(), "raw", "file/out", &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot write file/out") && said.contains("--out"), "{said}");
}

/// A run over a list of paths on standard input, which ends when the list does.
fn waiting_run(place: &Path) -> Child {
    let mut child = command(place, "-", "out", &["--checkpoint=0"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(b"raw/odd/page-0001.html\n").unwrap();
    child
}

#[test]
fn two_runs_in_one_folder_are_one_too_many() {
    let place = tempdir().unwrap();
    folder_of_pages(place.path());
    let mut first = waiting_run(place.path());
    for _ in 0..1000 {
        if place.path().join("out/.pages.jsonl.part").exists() {
            break;
        }
        sleep(Duration::from_millis(5));
    }
    let (code, said) = run(place.path(), "raw", "out", &["--restart"]);
    assert!(code == Some(1) && said.contains("another run is writing to out"), "{said}");
    drop(first.stdin.take());
    let mut said = String::new();
    first.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(first.wait().unwrap().code(), Some(0), "{said}");
}

#[test]
fn a_stopped_run_goes_on_where_it_stopped() {
    let place = tempdir().unwrap();
    folder_of_pages(place.path());
    let list = "raw/odd/page-0001.html\nraw/even/page-0000.html\nraw/odd/page-0003.html\n";
    let mut child = waiting_run(place.path());
    for _ in 0..1000 {
        if place.path().join("out/.pages.jsonl.part").exists() {
            break;
        }
        sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    sleep(Duration::from_millis(300));
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let whole = |out: &str| {
        let run = tamis()
            .current_dir(&place)
            .args(["extract", "-", "--out", out])
            .write_stdin(list)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        records(&place.path().join(out))
    };
    assert!(whole("out") == whole("anew"));
}

#[test]
fn names_can_be_put_in_place_a_second_time() {
    let place = tempdir().unwrap();
    let layout = Layout { formats: Formats { jsonl: true, ..Formats::default() }, ..Layout::default() };
    let mut folder = OutputFolder::open(place.path(), layout, 1).unwrap();
    folder.write(&Portion { parts: vec![(OutputFile::Pages, b"{}\n".to_vec())] }).unwrap();
    folder.close().unwrap();
    let kept = folder.keep().unwrap();
    drop(folder);
    // As a process does that dies over the names.
    fs::rename(place.path().join(".pages.jsonl.part"), place.path().join("pages.jsonl")).unwrap();
    fs::write(
        place.path().join("run.json"),
        "{\"tool\": \"tamis\", \"files\": [{\"name\": \"pages.jsonl\"}]}",
    )
    .unwrap();
    let folder = OutputFolder::go_on(place.path(), layout, 1, &kept).unwrap();
    folder.finish(&serde_json::json!({})).unwrap();
    assert_eq!(fs::read(place.path().join("pages.jsonl")).unwrap(), b"{}\n");
    assert_eq!(
        files(place.path()).into_keys().collect::<Vec<_>>(),
        ["pages.jsonl", "rejects.jsonl", "run.json"]
    );
}
