//! `tamis extract`: pages in, an output folder or standard output filled, a summary at the end.

use super::args::{ExtractArgs, Loudness};
use super::progress::Progress;
use super::settings::{ExtractSettings, Target};
use super::{Exit, closing, listing, say, stop};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tamis::input::Pages;
use tamis::output::{Encoder, OutputError, OutputFile, OutputFolder, Portion};
use tamis::rejects::Reject;
use tamis::run::{Ending, Outcome, Run, RunError};
use tamis::summary::{PageNote, RunFacts, RunSummary, Tally};

pub fn run(args: &ExtractArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let settings = ExtractSettings::new(args)?;
    let listing = listing::list(&settings.inputs)
        .with_columns(settings.columns.clone())
        .with_max_page_bytes(settings.options.max_page_bytes);
    let listing = match &settings.target {
        Target::Folder(out) => listing.leaving_out(out),
        Target::Stdout => listing,
    };
    let extraction = Extraction { settings, listing, loudness, stop: stop::flag()? };
    match extraction.settings.target.clone() {
        Target::Folder(path) => extraction.into_folder(&path),
        Target::Stdout => extraction.onto_stdout(),
    }
}

/// A run about to begin.
struct Extraction {
    settings: ExtractSettings,
    listing: Pages,
    loudness: Loudness,
    stop: &'static AtomicBool,
}

/// One outcome, ready to be written.
struct Written {
    portion: Portion,
    note: PageNote,
    /// The reason of a reject, for people.
    complaint: Option<String>,
}

impl Written {
    fn new(outcome: &Outcome, encoder: Encoder) -> Self {
        Self {
            portion: encoder.encode(outcome),
            note: PageNote::of(outcome),
            complaint: match outcome {
                Outcome::Reject(reject) => Some(complaint(reject)),
                Outcome::Record(_) | Outcome::Skip(_) => None,
            },
        }
    }
}

/// What a reject says in one line; a page's name may hold anything, so it is quoted.
fn complaint(reject: &Reject) -> String {
    format!("rejected {:?}: {}", reject.id, reject.message)
}

impl Extraction {
    /// Extracts into a folder.
    fn into_folder(mut self, path: &Path) -> anyhow::Result<Exit> {
        let start = Instant::now();
        let mut folder = OutputFolder::open(path, self.settings.formats)?;
        let (ending, tally) = self.pages(|page| {
            if let Some(complaint) = &page.complaint {
                log::info!("{complaint}");
            }
            folder.write(&page.portion)
        })?;
        if ending == Ending::Stopped {
            let pages = tally.records + tally.rejects;
            say(&closing::stopped(pages, &folder.leave()?));
            return Ok(Exit::Interrupted);
        }
        let facts = RunFacts {
            inputs: self.settings.inputs.iter().map(|input| input.display().to_string()).collect(),
            settings: self.settings.told(),
            tally,
            skipped: listing::skipped(&self.listing),
            seconds: start.elapsed().as_secs_f64(),
        };
        let summary = RunSummary::new(facts, folder.files())?;
        folder.finish(&summary)?;
        if !self.loudness.quiet {
            say(&closing::summary(&summary, path));
        }
        Ok(if summary.rejects > 0 { Exit::Rejected } else { Exit::Well })
    }

    /// Extracts to standard output; rejects become log lines.
    fn onto_stdout(mut self) -> anyhow::Result<Exit> {
        let mut out = io::stdout().lock();
        let ran = self.pages(|page| {
            if let Some(complaint) = &page.complaint {
                log::warn!("{complaint}");
            }
            let mut records = page.portion.parts.iter().filter(|part| part.0 == OutputFile::Pages);
            records
                .try_for_each(|(_, bytes)| out.write_all(bytes))
                .map_err(|reason| OutputError::refused(Path::new("standard output"), reason))
        });
        let (ending, tally) = match ran {
            // Whoever reads has seen enough.
            Err(RunError::Write(OutputError::Refused { reason, .. }))
                if reason.kind() == ErrorKind::BrokenPipe =>
            {
                return Ok(Exit::Well);
            }
            ran => ran?,
        };
        if let Some(skipped) = closing::skipped(&listing::skipped(&self.listing)) {
            log::warn!("{skipped}");
        }
        Ok(match (ending, tally.rejects) {
            (Ending::Stopped, _) => Exit::Interrupted,
            (Ending::Done, 0) => Exit::Well,
            (Ending::Done, _) => Exit::Rejected,
        })
    }

    /// Works through the listing; `write` gets the pages in its order.
    fn pages(
        &mut self,
        mut write: impl FnMut(&Written) -> Result<(), OutputError>,
    ) -> Result<(Ending, Tally), RunError<OutputError>> {
        let options = &self.settings.options;
        let run = Run {
            threads: self.settings.threads,
            max_page_bytes: options.max_page_bytes,
            extract: &|page| tamis::extract(page, options),
            stop: self.stop,
        };
        let encoder = Encoder { formats: self.settings.formats };
        let progress = Progress::new(self.loudness);
        let mut tally = Tally::default();
        let ending = run.pages(
            self.listing.by_ref(),
            |outcome| Written::new(&outcome, encoder),
            |found, _| {
                for page in found {
                    write(&page)?;
                    tally.add(&page.note);
                    if !matches!(page.note, PageNote::Skip(_)) {
                        tally.pages += 1;
                        progress.page(tally.rejects);
                    }
                }
                Ok(())
            },
        );
        progress.clear();
        Ok((ending?, tally))
    }
}
