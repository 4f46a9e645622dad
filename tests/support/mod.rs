//! What the tests of the built program share: the program, pages to feed it, and its output to read.
#![allow(dead_code, reason = "every test file uses its own part of it")]

pub mod archive;
pub mod damage;
pub mod extracted;
pub mod rice;
pub mod running;

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use tamis::input::{Found, Input, Pages, Place, pages};
use tempfile::{TempDir, tempdir};

/// The built program.
pub fn tamis() -> Command {
    Command::cargo_bin("tamis").expect("the program is built before its tests run")
}

/// The project's own folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A small article with a numbered list, links and teasers.
pub fn page(number: usize) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title></head><body>
<nav><ul><li><a href=/>Home</a></li><li><a href=/care>Care</a></li></ul></nav>
<main><article><h1>How to wash fabric number {number}</h1>
<p>Wool and silk want cool water, a mild soap and a patient hand; so does fabric number {number}, whose
makers say that it shrinks when it is hurried, and that it lasts for years when it is not.</p>
<p>Here is what we do with it, in this order:</p>
<ol><li>Fill a basin with cool water and stir in a spoonful of soap.</li>
<li>Press the fabric down, \"gently\", and leave it there for ten minutes.</li>
<li>Rinse it twice, roll it into a towel and dry it flat.</li></ol>
<p>A fabric that was treated like this {number} times still looks as it did when it was new.</p></article></main>
<aside><h2>Recommend</h2><ul><li><a href=/a>Stains of tea and what removes them</a></li>
<li><a href=/b>Moths, and how to keep them out</a></li></ul></aside>
<footer><a href=/about>About us</a></footer></body></html>"
    )
}

/// Writes `count` pages to `folder`, spread over two subfolders.
pub fn write_pages(folder: &Path, count: usize) {
    for number in 0..count {
        let sub = folder.join(if number % 2 == 0 { "even" } else { "odd" });
        fs::create_dir_all(&sub).unwrap();
        fs::write(sub.join(format!("page-{number:04}.html")), page(number)).unwrap();
    }
}

/// A folder with `count` pages in `raw`.
pub fn workplace(count: usize) -> TempDir {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), count);
    place
}

/// The listing of a folder.
pub fn listed(folder: &Path) -> Pages {
    pages(vec![Input::Path(folder.to_owned())])
}

/// Reads what a program says until it has said these words; all that it said is returned.
pub fn heard(said: &mut impl BufRead, words: &str) -> String {
    let mut all = String::new();
    while !all.contains(words) && said.read_line(&mut all).unwrap() > 0 {}
    all
}

/// The lines of a JSONL file.
pub fn json_lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A JSON file.
pub fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every file of a folder that is not hidden, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path: PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), path));
    named
        .filter(|(name, _)| !name.starts_with('.'))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

/// The same without `run.json`, which alone may tell two runs apart.
pub fn records(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    files.remove("run.json").expect("every finished run leaves a run.json");
    files
}

/// What all jobs of a listing hold, and the place behind each.
pub fn read_all(pages: Pages) -> Vec<(Vec<Found>, Place)> {
    pages
        .map(|mut job| {
            let mut all = Vec::new();
            job.read(1 << 20, &mut |found| all.push(found));
            (all, job.place())
        })
        .collect()
}
