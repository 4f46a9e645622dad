//! The inputs as typed, as the stream of page files that a run works through.

use super::stdin::StoppableStdin;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tamis::input::{Holds, Input, Pages, pages};
use tamis::summary::code_name;

/// The pages of all inputs; `-` stands for what standard input holds, which ends when the run is stopped.
pub fn list(inputs: &[PathBuf], holds: Holds, stop: &'static AtomicBool) -> anyhow::Result<Pages> {
    let input = |path: &PathBuf| match path.as_os_str() == "-" {
        true => {
            let stdin = StoppableStdin::new(stop).context("cannot start a thread for standard input")?;
            anyhow::Ok(Input::Stream(Box::new(stdin), holds))
        }
        false => Ok(Input::Path(path.clone())),
    };
    Ok(pages(inputs.iter().map(input).collect::<anyhow::Result<_>>()?))
}

/// Files passed over so far, by reason, as `run.json` tells them.
pub fn skipped(pages: &Pages) -> BTreeMap<String, u64> {
    pages.skipped().iter().map(|(reason, count)| (code_name(reason), *count)).collect()
}
