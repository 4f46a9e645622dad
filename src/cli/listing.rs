//! The inputs as typed, as the stream of page files that a run works through.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use tamis::input::{Input, Pages, pages};
use tamis::summary::code_name;

/// The pages of all inputs; `-` stands for a list of paths on standard input.
pub fn list(inputs: &[PathBuf]) -> Pages {
    let input = |path: &PathBuf| match path.as_os_str() == "-" {
        true => Input::PathList(Box::new(io::stdin())),
        false => Input::Path(path.clone()),
    };
    pages(inputs.iter().map(input).collect())
}

/// Files passed over so far, by reason, as `run.json` tells them.
pub fn skipped(pages: &Pages) -> BTreeMap<String, u64> {
    pages.skipped().iter().map(|(reason, count)| (code_name(reason), *count)).collect()
}
