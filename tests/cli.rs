//! The command line from end to end: what is typed, what is written, how it ends.

mod support;

use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use support::{files, heard, json, json_lines, page, records, tamis, workplace};
use tamis::output::csv::Table;

/// `tamis extract raw --out out` with more arguments; exit code and what was said.
fn extract(place: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output =
        tamis().current_dir(place).args(["extract", "raw", "--out", "out"]).args(more).output().unwrap();
    assert!(output.stdout.is_empty(), "results go to the folder, not to standard output");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn every_command_explains_itself_with_examples() {
    for command in ["extract", "check", "explain", "schema", "score"] {
        let output = tamis().args([command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(help.contains(&format!("tamis {command}")) && help.contains("Examples:"), "{help}");
    }
    let version = tamis().arg("--version").output().unwrap();
    assert_eq!(version.stdout, format!("tamis {}\n", env!("CARGO_PKG_VERSION")).into_bytes());
}

#[test]
fn explain_shows_every_block_with_what_decided() {
    let place = workplace(1);
    let page = "raw/even/page-0000.html";
    let output = tamis().current_dir(place.path()).args(["explain", page]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout).unwrap();
    let line =
        |role: &str, text: &str| shown.lines().any(|line| line.starts_with(role) && line.contains(text));
    assert!(shown.contains("title          How to wash fabric number 0"), "{shown}");
    assert!(
        line("numbered", "numbered_series") && line("teaser", "Moths, and how to keep them out"),
        "{shown}"
    );
    assert!(!shown.contains('\u{1b}'), "no colours where no terminal is");
    // Under each choice of the model stand its chance and the features that moved it, with their shares.
    let learned: Vec<&str> = shown
        .lines()
        .zip(shown.lines().skip(1))
        .filter(|(own, _)| own.contains("  learned "))
        .map(|(_, next)| next)
        .collect();
    assert!(!learned.is_empty() && learned.iter().all(|next| is_told(next)), "{shown}");
    let output = tamis().current_dir(place.path()).args(["explain", page, "--whole"]).output().unwrap();
    let whole = String::from_utf8(output.stdout).unwrap();
    assert!(whole.lines().filter(|line| is_told(line)).count() > learned.len(), "{whole}");
    let output =
        tamis().current_dir(place.path()).args(["explain", page, "--models", "none"]).output().unwrap();
    let rules = String::from_utf8(output.stdout).unwrap();
    assert!(rules.contains("article_root") && !rules.contains("learned"), "rules alone: {rules}");
    let output = tamis().current_dir(place.path()).args(["explain", "raw"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("raw is no file; give one page"));
}

/// Whether a line tells a chance and features with their shares: "chance 0.94: +0.51 group.name, …".
fn is_told(line: &str) -> bool {
    let told = line.trim_start().strip_prefix("chance ").and_then(|rest| rest.split_once(": "));
    let is_feature = |part: &str| {
        let (share, name) = part.split_once(' ').unwrap_or_default();
        share.starts_with(['+', '-']) && share.parse::<f32>().is_ok() && name.contains('.')
    };
    told.is_some_and(|(chance, features)| {
        chance.parse::<f32>().is_ok_and(|chance| (0.0..=1.0).contains(&chance))
            && features.split(", ").all(is_feature)
    })
}

#[test]
fn wrong_usage_fails_with_code_1_and_writes_nothing() {
    let place = workplace(1);
    let wrong: [&[&str]; 9] = [
        &[],
        &["sift"],
        &["extract", "raw"],
        &["extract", "--out", "out"],
        &["extract", "mistyped", "--out", "out"],
        &["extract", "raw", "--out", "out", "--threads", "0"],
        &["extract", "raw", "--out", "out", "--format", "xml"],
        &["extract", "raw", "--out", "out", "--max-page-bytes", "many"],
        &["extract", "raw", "--out", "out", "--rules", "nowhere.toml"],
    ];
    for arguments in wrong {
        let output = tamis().current_dir(&place).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?} is told nothing");
        assert!(!place.path().join("out").exists(), "{arguments:?}");
    }
}

#[test]
fn a_folder_of_pages_becomes_a_folder_of_records() {
    let place = workplace(6);
    let (code, said) = extract(place.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    let out = place.path().join("out");
    let names: Vec<String> = files(&out).into_keys().collect();
    let expected = [
        "links.csv",
        "list_items.csv",
        "pages.csv",
        "pages.jsonl",
        "rejects.jsonl",
        "run.json",
        "sections.csv",
        "teasers.csv",
    ];
    assert_eq!(names, expected);
    assert!(said.contains("6 pages") && said.contains("out/pages.jsonl"), "{said}");
    let ids: Vec<_> = json_lines(&out.join("pages.jsonl")).into_iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids[0], "even/page-0000.html");
    assert_eq!(ids.len(), 6);
    let run = json(&out.join("run.json"));
    assert_eq!((&run["pages"], &run["records"], &run["complete"]), (&6.into(), &6.into(), &true.into()));
    for file in run["files"].as_array().unwrap() {
        let size = fs::metadata(out.join(file["name"].as_str().unwrap())).unwrap().len();
        assert_eq!(file["bytes"], size, "{file}");
    }
    assert!(hidden(&out).is_empty(), "no temporary file is left");
}

fn hidden(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn a_rejected_page_is_told_and_the_exit_code_is_2() {
    let place = workplace(2);
    fs::write(place.path().join("raw/empty.html"), "").unwrap();
    let (code, said) = extract(place.path(), &[]);
    assert_eq!(code, Some(2));
    assert!(said.contains(", 1 reject\n") && said.contains("empty 1"), "{said}");
    assert!(said.contains("out/rejects.jsonl"), "{said}");
    let rejects = json_lines(&place.path().join("out/rejects.jsonl"));
    assert_eq!(rejects.len(), 1);
    assert_eq!((&rejects[0]["id"], &rejects[0]["code"]), (&"empty.html".into(), &"empty".into()));
    let run = json(&place.path().join("out/run.json"));
    assert_eq!((&run["pages"], &run["rejects_by_code"]["empty"]), (&3.into(), &1.into()));
    assert!(extract(place.path(), &["-q"]).1.is_empty(), "-q is silent");
}

#[test]
fn a_folder_of_others_is_refused_and_untouched() {
    let place = workplace(1);
    let out = place.path().join("out");
    for (name, text) in [("thesis.docx", "mine"), ("run.json", "{\"tool\": \"another\"}")] {
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join(name), text).unwrap();
        let (code, said) = extract(place.path(), &[]);
        assert_eq!(code, Some(1));
        assert!(said.contains("out holds files") && said.contains(name) && said.contains("--out"), "{said}");
        assert_eq!(files(&out).len(), 1);
        assert_eq!(fs::read_to_string(out.join(name)).unwrap(), text);
        fs::remove_dir_all(&out).unwrap();
    }
    fs::write(&out, "a file").unwrap();
    let (code, said) = extract(place.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("not a folder"), "{said}");
}

#[test]
fn hidden_files_in_the_output_folder_do_not_count() {
    let place = workplace(1);
    let out = place.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join(".gitignore"), "*").unwrap();
    fs::write(out.join(".pages.jsonl.part"), "left by a run that was killed").unwrap();
    assert_eq!(extract(place.path(), &[]).0, Some(0));
    assert_eq!(hidden(&out), [".gitignore"]);
}

#[test]
fn tables_of_an_earlier_run_do_not_outlive_it() {
    let place = workplace(2);
    let out = place.path().join("out");
    assert_eq!(extract(place.path(), &[]).0, Some(0));
    fs::write(out.join("notes.txt"), "mine").unwrap();
    assert_eq!(extract(place.path(), &["--format", "jsonl"]).0, Some(0));
    let names: Vec<String> = files(&out).into_keys().collect();
    assert_eq!(names, ["notes.txt", "pages.jsonl", "rejects.jsonl", "run.json"]);
    assert_eq!(extract(place.path(), &["--format", "csv"]).0, Some(0));
    assert!(!out.join("pages.jsonl").exists());
    fs::write(out.join("pages.jsonl"), "mine too").unwrap();
    let (code, said) = extract(place.path(), &[]);
    assert_eq!(code, Some(1), "a file that no run wrote is not overwritten");
    assert!(said.contains("pages.jsonl"), "{said}");
}

#[test]
fn csv_tables_parse_and_join() {
    let place = workplace(5);
    assert_eq!(extract(place.path(), &[]).0, Some(0));
    let out = place.path().join("out");
    let records = json_lines(&out.join("pages.jsonl"));
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    let count =
        |field: &str| records.iter().map(|record| record[field].as_array().unwrap().len()).sum::<usize>();
    for table in Table::ALL {
        let mut reader = csv::Reader::from_path(out.join(table.file_name())).unwrap();
        let names: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        assert_eq!(reader.headers().unwrap(), names);
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert!(rows.iter().all(|row| ids.contains(&&row[0])), "{} joins", table.file_name());
        match table {
            Table::Pages => {
                let text = names.iter().position(|name| *name == "text").unwrap();
                let texts: Vec<&str> = rows.iter().map(|row| &row[text]).collect();
                let expected: Vec<&str> = records.iter().map(|r| r["text"].as_str().unwrap()).collect();
                assert_eq!(texts, expected);
            }
            Table::Teasers => assert_eq!(rows.len(), count("teasers")),
            Table::ListItems => assert!(rows.len() >= count("advice_lists")),
            Table::Sections => assert!(rows.len() >= count("sections")),
            Table::Links => assert!(!rows.is_empty()),
        }
    }
}

#[test]
fn standard_output_takes_records_and_nothing_else() {
    let place = workplace(2);
    fs::write(place.path().join("raw/empty.html"), "").unwrap();
    let run = |more: &[&str]| {
        tamis().current_dir(&place).args(["extract", "raw", "--out", "-"]).args(more).output().unwrap()
    };
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    let lines = String::from_utf8(output.stdout).unwrap();
    let titles: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(titles.len(), 2);
    assert!(String::from_utf8(output.stderr).unwrap().contains("empty.html"));
    assert_eq!(run(&["--format", "csv"]).status.code(), Some(1));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1, "nothing is written to disk");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let place = workplace(300);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tamis"))
        .current_dir(&place)
        .args(["extract", "raw", "--out", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn paths_come_from_standard_input() {
    let place = workplace(3);
    let list = "raw/odd/page-0001.html\nraw/even/page-0000.html\n";
    let output = tamis()
        .current_dir(&place)
        .args(["extract", "-", "--out", "out", "--format", "jsonl"])
        .write_stdin(list)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let records = json_lines(&place.path().join("out/pages.jsonl"));
    let paths: Vec<&str> = records.iter().map(|r| r["source"]["path"].as_str().unwrap()).collect();
    assert_eq!(paths, list.lines().collect::<Vec<_>>(), "in the order of the list");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let place = workplace(60);
    fs::write(place.path().join("raw/even/blank.html"), " \n").unwrap();
    let outputs = ["1", "2", "5"].map(|threads| {
        assert_eq!(extract(place.path(), &["--threads", threads]).0, Some(2));
        records(&place.path().join("out"))
    });
    assert!(outputs[0]["pages.jsonl"].len() > 10_000);
    assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2]);
}

#[test]
fn inputs_that_cannot_be_meant_are_refused_before_anything_is_written() {
    let place = workplace(2);
    let run = |inputs: &[&str]| {
        let mut command = tamis();
        let output = command
            .current_dir(place.path())
            .arg("extract")
            .args(inputs)
            .args(["--out", "out"])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&["-", "raw", "-"]);
    assert!(code == Some(1) && said.contains("give `-` once"), "{said}");
    assert_eq!(run(&["raw"]).0, Some(0));
    let before = files(&place.path().join("out"));
    for input in ["out", "out/pages.jsonl", "raw/../out"] {
        let (code, said) = run(&[input]);
        assert!(code == Some(1) && said.contains(input) && said.contains("give another --out"), "{said}");
    }
    assert_eq!(files(&place.path().join("out")), before);
    // As always, a folder around it leaves it out.
    assert_eq!(run(&["."]).0, Some(0));
}

/// The list on standard input stays open until the signal is there, so the run cannot end before it.
#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_parts_and_the_run_before() {
    let place = workplace(4);
    assert_eq!(extract(place.path(), &[]).0, Some(0));
    let out = place.path().join("out");
    let before = files(&out);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tamis"))
        .current_dir(&place)
        .args(["extract", "-", "--out", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut list = child.stdin.take().unwrap();
    list.write_all(b"raw/odd/page-0001.html\n").unwrap();
    for _ in 0..500 {
        if out.join(".pages.jsonl.part").exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let signal = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(signal.success());
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut said = heard(&mut stderr, "stopping after");
    // The program may be gone already; then there is nobody to read the rest of the list.
    let _ = list.write_all(b"raw/even/page-0000.html\n");
    drop(list);
    stderr.read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.contains("stopped after") && said.contains("the same command goes on"), "{said}");
    assert_eq!(files(&out), before, "the files of the run before are whole");
    assert!(out.join(".pages.jsonl.part").exists());
    let (code, said) = extract(place.path(), &[]);
    assert_eq!(code, Some(1), "another command does not go on with it");
    assert!(said.contains("inputs was [\"-\"] and is now [\"raw\"]"), "{said}");
    assert_eq!(extract(place.path(), &["--restart"]).0, Some(0));
    assert!(hidden(&out).is_empty());
}

#[test]
fn an_output_folder_inside_the_input_is_no_input() {
    let place = workplace(2);
    let records = || {
        let output =
            tamis().current_dir(&place).args(["extract", "raw", "--out", "raw/out"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        fs::read(place.path().join("raw/out/pages.jsonl")).unwrap()
    };
    assert_eq!(records(), records(), "what the first run wrote is no page of the second");
    let run = json(&place.path().join("raw/out/run.json"));
    assert_eq!(run["skipped"], serde_json::json!({"output_folder": 1}));
}

#[test]
fn a_file_that_is_not_packed_as_its_name_says_is_read_with_a_warning() {
    let place = workplace(0);
    fs::create_dir_all(place.path().join("raw")).unwrap();
    fs::write(place.path().join("raw/a.html.gz"), page(1)).unwrap();
    fs::write(place.path().join("raw/b.html"), page(1)).unwrap();
    assert_eq!(extract(place.path(), &[]).0, Some(0));
    let records = json_lines(&place.path().join("out/pages.jsonl"));
    assert_eq!(records[0]["warnings"][0]["code"], "not_packed");
    assert!(records[0]["warnings"][0]["message"].as_str().unwrap().contains(".gz"));
    assert_eq!(records[1]["warnings"], serde_json::json!([]));
    assert_eq!(records[0]["text"], records[1]["text"]);
}
