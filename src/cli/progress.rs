//! How far the run is: pages, pages a second, rejects; on a terminal only.

use super::args::Loudness;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;
use tamis::summary::PageNote;

/// The line that shows how far the run is; hidden when standard error is no terminal, and beside log
/// lines or silence asked for.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(loudness: Loudness) -> Self {
        let hidden = loudness.quiet || loudness.is_verbose();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} {human_pos} pages  {per_sec}  {msg}  {elapsed}");
        // A constant template: were it wrong, the default style would do.
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self(bar)
    }

    /// One more outcome is written; so many pages are rejected by now.
    pub fn page(&self, note: &PageNote, rejects: u64) {
        if matches!(note, PageNote::Skip(_)) {
            return;
        }
        self.0.inc(1);
        if !self.0.is_hidden() {
            self.0.set_message(format!("{rejects} rejects"));
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
