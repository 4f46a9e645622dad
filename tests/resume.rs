//! A run survives its own death: the same command goes on, and the files come out as if nothing had happened.
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use support::running::{command, folder_of_pages, hidden, run, wait_for};
use support::{files, heard, page, records, tamis};
use tamis::output::{Formats, Layout, OutputFile, OutputFolder, Portion};
use tempfile::{TempDir, tempdir};

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
    heard(&mut BufReader::new(child.stderr.take().unwrap()), "stopping after");
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

#[test]
fn pages_on_standard_input_are_told_to_come_but_once() {
    let place = tempdir().unwrap();
    let mut child =
        command(place.path(), "-", "out", &["--checkpoint=0"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // The program reads on before it notes what it has read.
    let mut number = 0;
    while !place.path().join("out/.journal").exists() {
        let line = serde_json::json!({"id": number.to_string(), "html": page(number)});
        writeln!(input, "{line}").unwrap();
        number += 1;
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    heard(&mut stderr, "stopping after");
    let mut said = String::new();
    stderr.read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    // It did not wait for more.
    drop(input);
    assert!(said.contains("cannot be gone on with") && said.contains("--restart"), "{said}");
}
