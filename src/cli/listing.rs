//! The inputs as typed, as the stream of page files that a run works through.

use super::stdin::StoppableStdin;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tamis::input::{Input, Pages, pages};
use tamis::summary::code_name;

/// The pages of all inputs; `-` stands for a list of paths, or pages, on standard input, which end when the
/// run is stopped.
pub fn list(inputs: &[PathBuf], stop: &'static AtomicBool) -> anyhow::Result<Pages> {
    let input = |path: &PathBuf| match path.as_os_str() == "-" {
        true => {
            let stdin = StoppableStdin::new(stop).context("cannot start a thread for standard input")?;
            anyhow::Ok(Input::PathList(Box::new(stdin)))
        }
        false => Ok(Input::Path(path.clone())),
    };
    Ok(pages(inputs.iter().map(input).collect::<anyhow::Result<_>>()?))
}

/// Files passed over so far, by reason, as `run.json` tells them.
pub fn skipped(pages: &Pages) -> BTreeMap<String, u64> {
    pages.skipped().iter().map(|(reason, count)| (code_name(reason), *count)).collect()
}
