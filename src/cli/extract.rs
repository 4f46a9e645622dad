//! `tamis extract`: pages in, an output folder or standard output filled, a summary at the end.

use super::args::{ExtractArgs, Loudness};
use super::clock::Clock;
use super::progress::Progress;
use super::settings::{ExtractSettings, Target};
use super::{Exit, closing, into_folder, listing, say, stop};
use std::io::{self, ErrorKind, StdoutLock, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use tamis::input::{Pages, Place};
use tamis::output::{Encoder, OutputError, OutputFile, Portion};
use tamis::rejects::Reject;
use tamis::run::{Ending, Outcome, Run, RunError};
use tamis::summary::{PageNote, Tally};

pub fn run(args: &ExtractArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let settings = ExtractSettings::new(args)?;
    let stop = stop::flag()?;
    let listing = listing::list(&settings.inputs, settings.stdin, stop)?
        .with_columns(settings.columns.clone())
        .with_max_page_bytes(settings.options.max_page_bytes);
    let extraction = Extraction { settings, loudness, stop, clock: Clock::default() };
    match &extraction.settings.target {
        Target::Folder(path) => into_folder::run(&extraction, listing.leaving_out(path), path),
        Target::Stdout => extraction.onto_stdout(listing),
    }
}

/// How a run goes.
pub struct Extraction {
    pub settings: ExtractSettings,
    pub loudness: Loudness,
    pub stop: &'static AtomicBool,
    pub clock: Clock,
}

/// Where outcomes are written, in the order of the inputs.
pub trait Sink {
    /// Takes one.
    fn write(&mut self, page: &Written) -> Result<(), OutputError>;

    /// All before this place was written, and nothing behind it; so much was counted.
    fn reached(&mut self, place: Place, tally: &Tally) -> Result<(), OutputError>;
}

/// One outcome, ready to be written.
pub struct Written {
    pub portion: Portion,
    pub note: PageNote,
    /// The reason of a reject, for people.
    pub complaint: Option<String>,
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

/// Standard output; rejects become log lines.
struct Stream(StdoutLock<'static>);

impl Sink for Stream {
    fn write(&mut self, page: &Written) -> Result<(), OutputError> {
        if let Some(complaint) = &page.complaint {
            log::warn!("{complaint}");
        }
        let mut records = page.portion.parts.iter().filter(|part| part.0 != OutputFile::Rejects);
        records
            .try_for_each(|(_, bytes)| self.0.write_all(bytes))
            .map_err(|reason| OutputError::refused(Path::new("standard output"), reason))
    }

    fn reached(&mut self, _: Place, _: &Tally) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Extraction {
    /// Extracts to standard output.
    fn onto_stdout(&self, mut listing: Pages) -> anyhow::Result<Exit> {
        let mut tally = Tally::default();
        let ending = match self.pages(&mut listing, &mut tally, &mut Stream(io::stdout().lock())) {
            // Whoever reads has seen enough.
            Err(RunError::Write(OutputError::Refused { reason, .. }))
                if reason.kind() == ErrorKind::BrokenPipe =>
            {
                return Ok(Exit::Well);
            }
            ran => ran?,
        };
        tally.pass_over(&listing::skipped(&listing));
        if let Some(skipped) = closing::skipped(&tally.skipped) {
            log::warn!("{skipped}");
        }
        Ok(if ending == Ending::Stopped { Exit::Interrupted } else { self.exit(&tally) })
    }

    /// Works through the listing; `sink` gets the outcomes in its order.
    pub fn pages(
        &self,
        listing: &mut Pages,
        tally: &mut Tally,
        sink: &mut impl Sink,
    ) -> Result<Ending, RunError<OutputError>> {
        let (options, clock) = (&self.settings.options, &self.clock);
        let run = Run {
            threads: self.settings.threads,
            max_page_bytes: options.max_page_bytes,
            extract: &|page| clock.extracting.time(|| tamis::extract(page, options)),
            stop: self.stop,
        };
        let encoder = Encoder { formats: self.settings.layout.formats };
        let progress = Progress::new(self.loudness);
        let ending = run.pages(
            clock.timed(listing),
            |outcome| clock.encoding.time(|| Written::new(&outcome, encoder)),
            |found, place| {
                clock.writing.time(|| {
                    tally.found += found.len() as u64;
                    for page in found {
                        sink.write(&page)?;
                        tally.add(&page.note);
                        progress.page(&page.note, tally.rejects);
                    }
                    place.map_or(Ok(()), |place| sink.reached(place, tally))
                })
            },
        );
        progress.clear();
        ending
    }

    /// How a run ends that went to its end.
    pub fn exit(&self, tally: &Tally) -> Exit {
        match self.settings.max_reject_rate {
            Some(rate) if tally.reject_rate() > rate => {
                say(&closing::too_many_rejects(tally, rate));
                Exit::TooManyRejects
            }
            _ if tally.rejects > 0 => Exit::Rejected,
            _ => Exit::Well,
        }
    }
}
