//! The one loop, with jobs made for the purpose: order, bounds, panics, a failing writer, a stop.

use std::cell::Cell;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tamis::input::RawPage;
use tamis::record::{Container, Format, Source};
use tamis::rejects::{Failure, Reject, RejectCode};
use tamis::run::{Ending, Job, Outcome, PAGES_AHEAD, Run, RunError};

/// A page that is only its number.
struct Numbered(usize);

impl Job for Numbered {
    fn read(&self, _: u64) -> Result<RawPage, Box<Reject>> {
        assert!(self.0 != 13, "thirteen cannot be read");
        Ok(RawPage {
            id: self.0.to_string(),
            url: Some(format!("https://a.example/{}", self.0)),
            path: String::new(),
            container: Container::File,
            offset: None,
            format: Some(Format::Text),
            charset: None,
            crawled: None,
            bytes: b"abc".to_vec(),
            warnings: Vec::new(),
        })
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        let source = Source {
            path: self.0.to_string(),
            format: Format::Text,
            container: Container::File,
            offset: None,
            bytes: 0,
            charset: None,
            charset_origin: None,
            sha256: None,
        };
        Box::new(failure.into_reject(self.0.to_string(), None, source))
    }
}

/// Rejects every page, the seventh by a panic; older pages take longer than younger ones.
fn refuse(page: &RawPage) -> Outcome {
    let number: usize = page.id.parse().unwrap();
    assert!(number != 7, "seven is too much");
    thread::sleep(Duration::from_micros(if number.is_multiple_of(5) { 2_000 } else { 10 }));
    Err(Numbered(number).reject(Failure::new(RejectCode::Empty, "as always")))
}

fn jobs(count: usize) -> impl Iterator<Item = Result<Numbered, Box<Reject>>> {
    (0..count).map(|number| match number {
        4 => Err(Numbered(4).reject(Failure::new(RejectCode::Unreadable, "not found when listing"))),
        _ => Ok(Numbered(number)),
    })
}

/// Rejects in the order in which they were written.
fn run(threads: usize, count: usize) -> Vec<Reject> {
    let stop = AtomicBool::new(false);
    let run = Run { threads, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let mut written = Vec::new();
    let ending = run.pages::<_, _, io::Error>(jobs(count), Result::unwrap_err, |reject| {
        written.push(*reject);
        Ok(())
    });
    assert_eq!(ending.unwrap(), Ending::Done);
    written
}

#[test]
fn results_come_in_order_for_any_number_of_threads() {
    let first = run(1, 200);
    let order: Vec<String> = first.iter().map(|reject| reject.id.clone()).collect();
    assert_eq!(order, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
    for threads in [2, 5, 16] {
        assert_eq!(run(threads, 200), first, "{threads} threads");
    }
    assert!(run(3, 0).is_empty());
}

#[test]
fn a_panic_is_a_reject_of_its_own_page() {
    let rejects = run(2, 20);
    for (number, words) in [(7, "seven is too much"), (13, "thirteen cannot be read")] {
        let reject = &rejects[number];
        assert_eq!(reject.code, RejectCode::Panic);
        assert!(reject.message.contains(words) && reject.message.contains("report"), "{}", reject.message);
    }
    assert_eq!(rejects[7].url.as_deref(), Some("https://a.example/7"));
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!((rejects[7].source.bytes, rejects[7].source.sha256.as_deref()), (3, Some(digest)));
    assert_eq!(rejects[13].source.sha256, None, "it was not read");
    assert_eq!(rejects.iter().filter(|reject| reject.code == RejectCode::Panic).count(), 2);
    assert_eq!(rejects[4].code, RejectCode::Unreadable);
}

#[test]
fn no_more_pages_are_under_way_than_promised() {
    let (threads, stop) = (3, AtomicBool::new(false));
    let (begun, written, most) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let jobs = jobs(300).inspect(|_| {
        begun.set(begun.get() + 1);
        most.set(most.get().max(begun.get() - written.get()));
    });
    let run = Run { threads, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let ending = run.pages::<_, _, io::Error>(jobs, drop, |()| {
        written.set(written.get() + 1);
        Ok(())
    });
    assert_eq!((ending.unwrap(), written.get()), (Ending::Done, 300));
    assert!(most.get() <= threads * PAGES_AHEAD, "{}", most.get());
}

#[test]
fn a_failing_writer_ends_the_run_with_its_error() {
    let (stop, worked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let count = |page: &RawPage| {
        worked.fetch_add(1, Ordering::Relaxed);
        refuse(page)
    };
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &count, stop: &stop };
    let result = run.pages(jobs(10_000), drop, |()| Err(io::Error::from(io::ErrorKind::StorageFull)));
    assert!(matches!(result, Err(RunError::Write(error)) if error.kind() == io::ErrorKind::StorageFull));
    assert!(worked.into_inner() <= 2 * 2 * PAGES_AHEAD);
}

#[test]
fn a_stop_finishes_what_was_begun_and_no_more() {
    let stop = AtomicBool::new(false);
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let (begun, mut written) = (Cell::new(0), 0);
    let jobs = jobs(10_000).inspect(|_| begun.set(begun.get() + 1));
    let ending = run.pages::<_, _, io::Error>(jobs, drop, |()| {
        written += 1;
        stop.store(written == 50 || stop.load(Ordering::Relaxed), Ordering::Relaxed);
        Ok(())
    });
    assert_eq!(ending.unwrap(), Ending::Stopped);
    assert_eq!(written, begun.get(), "every page begun is written");
    assert!(written <= 50 + 2 * PAGES_AHEAD);
}
