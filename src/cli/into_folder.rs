//! `tamis extract` into a folder: from the beginning or from where a run before it ended, with a journal
//! that lets another go on from here.

use super::extract::{Extraction, Sink, Written};
use super::{Exit, closing, listing, say};
use anyhow::Context;
use serde_json::{Map, Value};
use std::path::Path;
use std::time::Instant;
use tamis::input::{Pages, Place};
use tamis::journal::{Entry, Journal};
use tamis::output::{OutputError, OutputFolder};
use tamis::run::Ending;
use tamis::summary::{RunFacts, RunSummary, Seconds, Tally};

/// Settings that change no byte of the records: a run may be gone on with under others.
const FREE_SETTINGS: [&str; 2] = ["threads", "max_reject_rate"];

/// Extracts into the folder at `path`.
pub fn run(extraction: &Extraction, listing: Pages, path: &Path) -> anyhow::Result<Exit> {
    let begun = Instant::now();
    let journal = Journal::of(path);
    let settings = binding_settings(extraction)?;
    let options = &extraction.settings;
    let before = if options.restart { None } else { journal.read::<Place>(&settings)? };
    let folder = match &before {
        Some(entry) => OutputFolder::go_on(path, options.layout, options.threads, &entry.folder)?,
        None => {
            let folder = OutputFolder::take(path, options.layout, options.threads)?;
            // First the journal: one that told of parts which are gone could not be gone on with.
            journal.remove()?;
            folder.begin_anew()?
        }
    };
    let (place, tally, seconds, read_out) = match before {
        Some(entry) => (entry.place, entry.tally, entry.seconds, entry.read_out),
        None => Default::default(),
    };
    if tally.pages > 0 && !extraction.loudness.quiet {
        say(&closing::going_on(tally.pages));
    }
    let listing = match read_out {
        true => listing,
        false => listing.starting_at(&place).context("cannot go on, but --restart begins anew")?,
    };
    let filling =
        Filling { extraction, folder, journal: &journal, settings, place, seconds, begun, kept: begun };
    let result = if read_out { filling.finish(tally) } else { filling.read(listing, tally) };
    // What breaks a run off leaves what the journal tells of.
    if journal.exists() { result.context(closing::GOES_ON) } else { result }
}

/// What a run must have in common with another to go on with it.
fn binding_settings(extraction: &Extraction) -> anyhow::Result<Map<String, Value>> {
    let mut settings = Map::from_iter([("inputs".to_owned(), extraction.settings.inputs_told().into())]);
    if let Value::Object(told) = serde_json::to_value(extraction.settings.told())? {
        settings.extend(told.into_iter().filter(|(name, _)| !FREE_SETTINGS.contains(&name.as_str())));
    }
    Ok(settings)
}

/// A folder that is being written, and how far it is.
struct Filling<'a> {
    extraction: &'a Extraction,
    folder: OutputFolder,
    journal: &'a Journal,
    settings: Map<String, Value>,
    /// The place behind all that was written.
    place: Place,
    /// Times of the processes before.
    seconds: Seconds,
    begun: Instant,
    /// When the journal was written last.
    kept: Instant,
}

impl Filling<'_> {
    /// Extracts what comes behind the place that was reached.
    fn read(mut self, mut listing: Pages, mut tally: Tally) -> anyhow::Result<Exit> {
        let ending = self.extraction.pages(&mut listing, &mut tally, &mut self)?;
        if ending == Ending::Stopped {
            self.keep(&tally, false)?;
            say(&closing::stopped(tally.pages, self.place.is_in_stream()));
            return Ok(Exit::Interrupted);
        }
        tally.pass_over(&listing::skipped(&listing));
        self.finish(tally)
    }

    /// Puts all files in place.
    fn finish(mut self, tally: Tally) -> anyhow::Result<Exit> {
        let files = self.folder.close()?;
        let facts = RunFacts {
            inputs: self.extraction.settings.inputs_told(),
            settings: self.extraction.settings.told(),
            tally: tally.clone(),
            seconds: self.seconds_so_far(),
        };
        let summary = RunSummary::new(facts, files)?;
        if self.journal.exists() {
            // While names change, the parts that it tells of go away.
            self.keep(&tally, true)?;
        }
        let path = self.folder.path().to_owned();
        self.folder.finish(&summary)?;
        self.journal.remove()?;
        if !self.extraction.loudness.quiet {
            say(&closing::summary(&summary, &path));
        }
        Ok(self.extraction.exit(&tally))
    }

    /// Brings all that was written to disk and then the journal that tells of it.
    fn keep(&mut self, tally: &Tally, read_out: bool) -> Result<(), OutputError> {
        let entry = Entry {
            settings: self.settings.clone(),
            place: self.place.clone(),
            read_out,
            tally: tally.clone(),
            seconds: self.seconds_so_far(),
            folder: self.folder.keep()?,
        };
        self.journal.write(entry)?;
        self.kept = Instant::now();
        Ok(())
    }

    fn seconds_so_far(&self) -> Seconds {
        let packing = self.folder.packing_time();
        self.extraction.clock.added_to(self.seconds, packing, self.begun.elapsed())
    }
}

impl Sink for Filling<'_> {
    fn write(&mut self, page: &Written) -> Result<(), OutputError> {
        if let Some(complaint) = &page.complaint {
            log::info!("{complaint}");
        }
        self.folder.write(&page.portion)
    }

    fn reached(&mut self, place: Place, tally: &Tally) -> Result<(), OutputError> {
        self.place = place;
        if self.kept.elapsed() < self.extraction.settings.checkpoint {
            Ok(())
        } else {
            self.keep(tally, false)
        }
    }
}
