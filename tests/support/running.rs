//! Runs of the built program that are killed, stopped and gone on with.

use super::write_pages;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Pages of an input; one of them is rejected.
pub const PAGES: usize = 240;

/// A folder with so many pages.
pub fn folder_of_pages(place: &Path) {
    write_pages(&place.join("raw"), PAGES);
    fs::write(place.join("raw/even/page-0100.html"), " ").unwrap();
}

/// A run that was not started yet, quiet but for what it says on standard error.
pub fn command(place: &Path, input: &str, out: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tamis"));
    command.current_dir(place).args(["extract", input, "--out", out]).args(more);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The exit code of a run, and what it said.
pub fn run(place: &Path, input: &str, out: &str, more: &[&str]) -> (Option<i32>, String) {
    let output = command(place, input, out, more).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Hidden names in a folder.
pub fn hidden(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

/// Waits until a run has made a file or has ended.
pub fn wait_for(file: &Path, run: &mut Child) {
    while !file.exists() && run.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(1));
    }
}
