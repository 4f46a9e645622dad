//! The examples of site rules: each rule's own pages in, what differs from its promises out.

use crate::input::{PageFile, RawPage};
use crate::rejects::{Failure, Reject};
use crate::run::{Job, Outcome, Run, RunError};
use crate::site_rules::{Example, SiteRules};
use std::convert::Infallible;

/// An example that waits to be read.
struct ExamplePage<'a> {
    file: PageFile,
    example: &'a Example,
}

impl Job for ExamplePage<'_> {
    fn read(&self, max_page_bytes: u64) -> Result<RawPage, Box<Reject>> {
        let mut page = self.file.read(max_page_bytes)?;
        if page.url.is_none() {
            page.url.clone_from(&self.example.url);
        }
        Ok(page)
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        Job::reject(&self.file, failure)
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
        Ok(ExamplePage { file, example })
    });
    let (mut names, mut failed) = (all, Vec::new());
    run.pages(
        jobs,
        |outcome: Outcome| outcome,
        |outcome| {
            // Outcomes come in the order of the jobs, so the two iterators keep step.
            if let Some((rule, example)) = names.next() {
                let broken = match outcome {
                    Ok(record) => example.differences(&record),
                    Err(reject) => vec![format!("the page is rejected: {}", reject.message)],
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
