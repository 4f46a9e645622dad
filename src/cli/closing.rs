//! The last words of a run: what came of it, and where to look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tamis::output::{OutputFile, SUMMARY_FILE};
use tamis::summary::{RunSummary, count};

/// Codes named beside the number of rejects, the most frequent first.
const CODES_TOLD: usize = 5;

/// The summary of a run that went to its end.
pub fn summary(run: &RunSummary, folder: &Path) -> String {
    let rate = if run.seconds > 0.0 {
        format!(" ({:.0} a second)", run.pages as f64 / run.seconds)
    } else {
        String::new()
    };
    let mut lines = vec![format!(
        "{} in {:.1} s{rate}: {}, {}",
        count(run.pages, "page"),
        run.seconds,
        count(run.records, "record"),
        count(run.rejects, "reject")
    )];
    if run.pages == 0 {
        lines.push(format!("no pages found in {}", run.inputs.join(", ")));
    }
    if run.rejects > 0 {
        let path = folder.join(OutputFile::Rejects.name());
        lines.push(format!("rejects: {}; the reasons are in {}", top(&run.rejects_by_code), path.display()));
    }
    lines.extend(skipped(&run.skipped));
    if !run.settings.rules.is_empty() {
        lines.push(format!("site rules: {}", run.settings.rules.join(", ")));
    }
    let records = run.settings.formats.iter().map(|format| match *format {
        "csv" => format!("{} (tables joined on page_id)", folder.join("*.csv").display()),
        _ => folder.join(OutputFile::Pages.name()).display().to_string(),
    });
    lines.push(format!("records: {}", records.collect::<Vec<_>>().join(", ")));
    lines.push(format!("the run in numbers: {}", folder.join(SUMMARY_FILE).display()));
    lines.join("\n")
}

/// What is left by a run that was stopped.
pub fn stopped(pages: u64, parts: &[PathBuf]) -> String {
    format!(
        "stopped after {}; what was written so far stays in {}; the next run begins anew",
        count(pages, "page"),
        listed(parts.iter().cloned())
    )
}

/// The files passed over, by reason; nothing when there were none.
pub fn skipped(reasons: &BTreeMap<String, u64>) -> Option<String> {
    let files: u64 = reasons.values().sum();
    (files > 0).then(|| format!("skipped {}: {}", count(files, "file"), top(reasons)))
}

/// Counts by code, the greatest first.
fn top(counts: &BTreeMap<String, u64>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = counts.len().saturating_sub(CODES_TOLD);
    let mut words: Vec<String> =
        counts.into_iter().take(CODES_TOLD).map(|(code, count)| format!("{code} {count}")).collect();
    if more > 0 {
        words.push(format!("{more} more kinds"));
    }
    words.join(", ")
}

fn listed(paths: impl Iterator<Item = PathBuf>) -> String {
    paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
