//! The last words of a run: what came of it, and where to look.

use std::collections::BTreeMap;
use std::path::Path;
use tamis::output::{FileName, OutputFile, SUMMARY_FILE};
use tamis::summary::{FileSummary, RunSummary, Tally, count};

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
        let rejects = OutputFile::Rejects.name();
        let file = run.files.iter().map(|file| &file.name).find(|name| name.starts_with(rejects));
        let path = folder.join(file.map_or(rejects, String::as_str));
        lines.push(format!("rejects: {}; the reasons are in {}", top(&run.rejects_by_code), path.display()));
    }
    lines.extend(skipped(&run.skipped));
    if !run.settings.rules.is_empty() {
        lines.push(format!("site rules: {}", run.settings.rules.join(", ")));
    }
    lines.push(format!("records: {}", records(&run.files, folder).join(", ")));
    lines.push(format!("the run in numbers: {}", folder.join(SUMMARY_FILE).display()));
    lines.join("\n")
}

/// Where the records are, a line of words for each format: the tables stand for each other, and so do
/// the shards of a file.
fn records(files: &[FileSummary], folder: &Path) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for file in files.iter().filter_map(|file| FileName::parse(&file.name)) {
        let packed = file.packing.ending();
        let told = match (file.file, file.shard) {
            (OutputFile::Rejects, _) => continue,
            (OutputFile::Table(_), _) => {
                format!("{} (tables joined on page_id)", folder.join(format!("*.csv{packed}")).display())
            }
            (_, None) => folder.join(file.to_string()).display().to_string(),
            (own, Some(_)) => {
                let name = format!("{}{packed}", own.name().replacen('.', "-*.", 1));
                folder.join(name).display().to_string()
            }
        };
        if words.last() != Some(&told) {
            words.push(told);
        }
    }
    words
}

/// Beside an error: what was done before it is not lost.
pub const GOES_ON: &str = "the run broke off; the same command goes on from what it noted last, and \
    --restart begins anew";

/// The first words of a run that goes on with another.
pub fn going_on(pages: u64) -> String {
    format!(
        "going on with the run that was interrupted, after {}; --restart begins anew",
        count(pages, "page")
    )
}

/// The words of a run that rejected more than it might.
pub fn too_many_rejects(tally: &Tally, rate: f64) -> String {
    format!(
        "{} of {} rejected, {:.2} %: more than the {:.2} % of --max-reject-rate",
        tally.rejects,
        count(tally.pages, "page"),
        tally.reject_rate() * 100.0,
        rate * 100.0
    )
}

/// What is left by a run that was stopped; what came on standard input cannot be asked for again.
pub fn stopped(pages: u64, in_stream: bool) -> String {
    let further = if in_stream {
        "pages on standard input cannot be gone on with: begin anew with --restart, or write them to a file and \
         give its name"
    } else {
        "the same command goes on from here, with --restart it begins anew"
    };
    format!("stopped after {}; {further}", count(pages, "page"))
}

/// Files, records and rows passed over, by reason; nothing when there were none.
pub fn skipped(reasons: &BTreeMap<String, u64>) -> Option<String> {
    let all: u64 = reasons.values().sum();
    (all > 0).then(|| format!("passed over {all} that hold no page: {}", top(reasons)))
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
