//! Writes what `titles.py` reads: the lines of text dumps that may be their titles, with what the classifier itself
//! measures of them.
//!
//! usage: cargo run --release --example titles -- PAGE... >candidates.jsonl
//!
//! A line of JSON a page: `id`, `names` of the numbers, and `candidates`, each with its `text` and `numbers`.

use rayon::prelude::*;
use serde_json::json;
use std::path::Path;
use tamis::classify::TitleCandidate;
use tamis::input::PageFile;
use tamis::{Options, title_candidates};

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::default();
    let lines: Vec<String> = paths.par_iter().filter_map(|path| line(Path::new(path), &options)).collect();
    lines.iter().for_each(|line| println!("{line}"));
}

/// The candidates of a page; a page that is rejected has none, and training goes on without it.
fn line(path: &Path, options: &Options) -> Option<String> {
    let id = path.file_name()?.to_string_lossy().into_owned();
    let page = PageFile { id: id.clone(), path: path.to_owned() }.read(options.max_page_bytes).ok()?;
    let found = title_candidates(&page, options).ok()?;
    let candidates: Vec<_> =
        found.iter().map(|(own, text)| json!({"text": text, "numbers": own.numbers})).collect();
    Some(json!({"id": id, "names": TitleCandidate::NAMES, "candidates": candidates}).to_string())
}
