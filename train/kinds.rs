//! Writes what `kinds.py` reads: what is known of pages as a whole, by the very code that tells their kind.
//!
//! usage: cargo run --release --example kinds -- MODELS PAGE... >kinds.jsonl
//!
//! MODELS is a folder with models that have not seen the pages, for what a page's blocks are taken for is part of what is
//! known. A line of JSON a page: `id`, `names` of the values, `values`, and `words`, places in the table of words.

use rayon::prelude::*;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use tamis::classify::learned::{Model, Models};
use tamis::input::PageFile;
use tamis::record::Format;
use tamis::{Options, observe_kind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: kinds MODELS PAGE...")?;
    let read = |name, format| -> Result<Model, Box<dyn std::error::Error>> {
        Ok(Model::read(&std::fs::read(Path::new(&folder).join(name))?, format)?)
    };
    let (html, text) = (read("html.model", Format::Html)?, Some(read("text.model", Format::Text)?));
    let models = Arc::new(Models { html, text, html_kinds: None, text_kinds: None });
    let options = Options { models: Some(models), ..Options::by_rules() };
    let paths: Vec<String> = arguments.collect();
    let lines: Vec<String> = paths.par_iter().filter_map(|path| line(Path::new(path), &options)).collect();
    lines.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// What is known of a page; a page that is rejected has nothing, and training goes on without it.
fn line(path: &Path, options: &Options) -> Option<String> {
    let id = path.file_name()?.to_string_lossy().into_owned();
    let page = PageFile { id: id.clone(), path: path.to_owned() }.read(options.max_page_bytes).ok()?;
    let seen = observe_kind(&page, options).ok()??;
    Some(json!({"id": id, "names": seen.names, "values": seen.values, "words": seen.words}).to_string())
}
