//! The examples of site rules: each rule's own pages in, what differs from its promises out.

use crate::input::{Found, Job, PageFile, Place, Position};
use crate::rejects::{Failure, Reject};
use crate::run::{Outcome, Run, RunError};
use crate::site_rules::{Example, SiteRules};
use std::convert::Infallible;

/// An example that waits to be read.
struct ExamplePage<'a> {
    file: PageFile,
    example: &'a Example,
}

impl Job for ExamplePage<'_> {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        each(match self.file.read(max_page_bytes) {
            Ok(mut page) => {
                if page.url.is_none() {
                    page.url.clone_from(&self.example.url);
                }
                Found::Page(page)
            }
            Err(reject) => Found::Reject(reject),
        });
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(failure, 0)
    }

    fn begin(&self) -> Position {
        Position::default()
    }

    // Examples are read in one go: nobody goes on in the midst of them.
    fn place(&self) -> Place {
        Place::default()
    }
}

/// Extracts the examples of all rules; one line for people for each promise that is not kept.
///
/// # Errors
/// When no threads can be had.
pub fn failed_examples(rules: &SiteRules, run: &Run<'_>) -> Result<Vec<String>, RunError<Infallible>> {
    let all = rules.rules().iter().flat_map(|rule| rule.examples.iter().map(move |example| (rule, example)));
    let jobs = all.clone().map(|(_, example)| {
        let file = PageFile { id: example.page.display().to_string(), path: example.page.clone() };
        ExamplePage { file, example }
    });
    let (mut names, mut failed) = (all, Vec::new());
    run.pages(
        jobs,
        |outcome: Outcome| outcome,
        |outcomes, _| {
            // Outcomes come in the order of the jobs, so the two iterators keep step.
            for (outcome, (rule, example)) in outcomes.into_iter().zip(names.by_ref()) {
                let broken = match outcome {
                    Outcome::Record(record) => example.differences(&record),
                    Outcome::Reject(reject) => vec![format!("the page is rejected: {}", reject.message)],
                    Outcome::Skip(_) => Vec::new(),
                };
                let place =
                    format!("{}: rule {}, {}", rule.path.display(), rule.name, example.page.display());
                failed.extend(broken.into_iter().map(|difference| format!("{place}: {difference}")));
            }
            Ok(())
        },
    )?;
    Ok(failed)
}
