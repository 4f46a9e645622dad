//! Records held against fixtures: outcomes of a run in, a readable report out.
//!
//! A fixture is the expected record of a page as pretty-printed JSON, or its reject, at
//! `FIXTURES/<id>.json`, for a page of an archive or a table at `FIXTURES/<path of that>/<id>.json`. Its `source.path` is written relative to the folder of raw pages, so that a
//! fixture does not depend on where that folder lies. The command line (`tamis check`) and
//! `tests/fixtures.rs` walk the same folders through this module.

mod difference;
mod examples;

pub use difference::{Difference, differences};
pub use examples::failed_examples;

use crate::input::Job;
use crate::record::Container;
use crate::run::{Ending, Outcome, Run, RunError};
use crate::summary::count;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Fields told per page; the rest is counted.
const FIELDS_TOLD: usize = 8;

/// A file that could not be read, written or removed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} the fixture {path}: {reason}")]
pub struct FixtureError {
    action: &'static str,
    path: String,
    reason: io::Error,
}

/// Folder of raw pages and folder of what is expected of them.
#[derive(Debug, Clone, Copy)]
pub struct Fixtures<'a> {
    /// The folder that was read.
    pub raw: &'a Path,
    /// The folder of fixtures.
    pub expected: &'a Path,
}

/// What came of one page.
#[derive(Debug)]
pub struct PageCheck {
    id: String,
    fixture: PathBuf,
    /// The fixture as it ought to be.
    text: String,
    verdict: Verdict,
}

/// How a page stands to its fixture.
#[derive(Debug)]
enum Verdict {
    Equal,
    /// Equal in content, written otherwise.
    Reformatted,
    Missing,
    Differs(Vec<Difference>),
}

impl Fixtures<'_> {
    /// Holds one page against its fixture; what was skipped has none.
    ///
    /// # Errors
    /// When the fixture is there but cannot be read.
    pub fn compare(&self, outcome: &Outcome) -> Result<Option<PageCheck>, FixtureError> {
        let (id, source, text) = match outcome {
            Outcome::Record(record) => {
                let mut record = record.clone();
                record.source.path = self.portable(&record.source.path);
                (record.id.clone(), record.source.clone(), pretty(&record))
            }
            Outcome::Reject(reject) => {
                let mut reject = reject.clone();
                let portable = self.portable(&reject.source.path);
                reject.message = reject.message.replace(&reject.source.path, &portable);
                reject.source.path = portable;
                (reject.id.clone(), reject.source.clone(), pretty(&reject))
            }
            Outcome::Skip(_) => return Ok(None),
        };
        // Pages of an archive stand in a folder of its name.
        let name = match source.container {
            Container::File => id.clone(),
            _ => format!("{}/{id}", source.path),
        };
        let fixture = self.fixture_path(&name)?;
        let verdict = match fs::read_to_string(&fixture) {
            Ok(expected) if expected == text => Verdict::Equal,
            Ok(expected) => verdict(&expected, &text),
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Verdict::Missing,
            Err(reason) => return Err(failed("read", &fixture, reason)),
        };
        Ok(Some(PageCheck { id, fixture, text, verdict }))
    }

    /// Where the fixture of a page stands; never outside the folder, whatever the page's name.
    fn fixture_path(&self, id: &str) -> Result<PathBuf, FixtureError> {
        let path = self.expected.join(format!("{id}.json"));
        if Path::new(id).components().all(|part| matches!(part, Component::Normal(_))) {
            Ok(path)
        } else {
            let reason =
                io::Error::new(io::ErrorKind::InvalidInput, "the page's name leads out of the folder");
            Err(failed("place", &path, reason))
        }
    }

    /// A path as the fixtures write it.
    fn portable(&self, path: &str) -> String {
        match Path::new(path).strip_prefix(self.raw) {
            Ok(rest) => rest.to_string_lossy().replace('\\', "/"),
            Err(_) => path.to_owned(),
        }
    }

    /// Fixtures that stand in the folder, in a stable order.
    fn standing(&self) -> Result<BTreeSet<PathBuf>, FixtureError> {
        let (mut found, mut folders) = (BTreeSet::new(), vec![self.expected.to_owned()]);
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(reason) if reason.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(|reason| failed("list", &folder, reason))?,
            };
            for entry in entries {
                let path = entry.map_err(|reason| failed("list", &folder, reason))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "json") {
                    found.insert(path);
                }
            }
        }
        Ok(found)
    }
}

/// Works through `jobs`, holds each page against its fixture, and looks for fixtures without a page
/// unless the run was stopped.
///
/// # Errors
/// When no threads can be had or a fixture cannot be read.
pub fn compare_all<J: Job>(
    jobs: impl Iterator<Item = J> + Send,
    run: &Run<'_>,
    fixtures: Fixtures<'_>,
) -> Result<(Ending, Report), RunError<FixtureError>> {
    let mut report = Report::default();
    let ending = run.pages(
        jobs,
        |outcome| fixtures.compare(&outcome),
        |checks, _| {
            for check in checks {
                check?.into_iter().for_each(|check| report.add(check));
            }
            Ok(())
        },
    )?;
    if ending == Ending::Done {
        let standing = fixtures.standing().map_err(RunError::Write)?;
        report.orphans = standing.difference(&report.fixtures).cloned().collect();
    }
    Ok((ending, report))
}

/// Holds a fixture's text against the text that it ought to be.
fn verdict(expected: &str, found: &str) -> Verdict {
    let unreadable = |reason: serde_json::Error| {
        Verdict::Differs(vec![Difference {
            field: "(the file)".into(),
            change: format!("not JSON: {reason}"),
        }])
    };
    match (serde_json::from_str::<Value>(expected), serde_json::from_str::<Value>(found)) {
        (Err(reason), _) | (_, Err(reason)) => unreadable(reason),
        (Ok(old), Ok(new)) if old == new => Verdict::Reformatted,
        (Ok(old), Ok(new)) => Verdict::Differs(match (old.get("code"), new.get("code")) {
            (None, Some(code)) => other_kind("a record", &format!("a reject, {code}: {}", new["message"])),
            (Some(code), None) => other_kind(&format!("a reject, {code}"), "a record"),
            _ => differences(&old, &new),
        }),
    }
}

/// The difference between a record and a reject.
fn other_kind(expected: &str, found: &str) -> Vec<Difference> {
    let change = format!("expected {expected}\nfound    {found}");
    vec![Difference { field: "(the whole page)".into(), change }]
}

fn pretty(value: &impl Serialize) -> String {
    // Serialising to memory fails only for maps whose keys are no strings; the contract has no maps.
    let mut text = serde_json::to_string_pretty(value).expect("the contract's types are plain JSON");
    text.push('\n');
    text
}

fn failed(action: &'static str, path: &Path, reason: io::Error) -> FixtureError {
    FixtureError { action, path: path.display().to_string(), reason }
}

/// What came of a whole folder.
#[derive(Debug, Default)]
pub struct Report {
    equal: usize,
    checks: Vec<PageCheck>,
    fixtures: BTreeSet<PathBuf>,
    orphans: Vec<PathBuf>,
}

impl Report {
    /// Takes in one page.
    fn add(&mut self, check: PageCheck) {
        self.fixtures.insert(check.fixture.clone());
        if matches!(check.verdict, Verdict::Equal) {
            self.equal += 1;
        } else {
            self.checks.push(check);
        }
    }

    /// Whether every page came out as expected, and nothing else was expected.
    pub fn is_equal(&self) -> bool {
        self.orphans.is_empty()
            && self.checks.iter().all(|check| matches!(check.verdict, Verdict::Reformatted))
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.equal + self.checks.len()
    }

    /// Makes the fixtures what the pages came out as: writes those that changed, removes those without
    /// a page. Says how many were written and removed.
    ///
    /// # Errors
    /// With the first file that the system refuses.
    pub fn accept(&self) -> Result<(usize, usize), FixtureError> {
        for check in &self.checks {
            let write = || {
                check.fixture.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::write(&check.fixture, &check.text)
            };
            write().map_err(|reason| failed("write", &check.fixture, reason))?;
        }
        for orphan in &self.orphans {
            fs::remove_file(orphan).map_err(|reason| failed("remove", orphan, reason))?;
        }
        Ok((self.checks.len(), self.orphans.len()))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut differing = 0;
        for check in &self.checks {
            match &check.verdict {
                Verdict::Equal | Verdict::Reformatted => continue,
                Verdict::Missing => writeln!(f, "{}: no fixture at {}", check.id, check.fixture.display())?,
                Verdict::Differs(differences) => {
                    writeln!(f, "{}: differs from {}", check.id, check.fixture.display())?;
                    differences.iter().take(FIELDS_TOLD).try_for_each(|told| writeln!(f, "{told}"))?;
                    if differences.len() > FIELDS_TOLD {
                        writeln!(f, "  … and {} more", differences.len() - FIELDS_TOLD)?;
                    }
                }
            }
            differing += 1;
        }
        for orphan in &self.orphans {
            writeln!(f, "{}: a fixture without a page", orphan.display())?;
        }
        write!(
            f,
            "{}, {differing} not as expected, {} without a page",
            count(self.pages() as u64, "page"),
            count(self.orphans.len() as u64, "fixture")
        )
    }
}
