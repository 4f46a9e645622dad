//! `tamis score`: the records of a run held against labelled pages.

use super::args::ScoreArgs;
use super::{Exit, print};
use anyhow::Context;
use std::fs;
use tamis::score::score;

pub fn run(args: &ScoreArgs) -> anyhow::Result<Exit> {
    let report = score(&args.records, &args.labels, args.worst)?;
    print(&report.to_string())?;
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&report)? + "\n";
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(Exit::Well)
}
