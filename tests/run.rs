//! The one loop, with jobs made for the purpose: order, bounds, panics, a failing writer, a stop.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};
use tamis::input::{Found, Job, Place, Position, RawPage, SkipReason};
use tamis::record::{Container, Format, Source};
use tamis::rejects::{Failure, Reject, RejectCode};
use tamis::run::{Ending, Extracted, JOBS_AHEAD, Outcome, Run, RunError};

/// Pages that are only their numbers: one, or one and its parts, "8", "8.1", "8.2".
struct Numbered {
    number: usize,
    parts: usize,
    begin: Position,
}

impl Numbered {
    fn new(number: usize) -> Self {
        Self { number, parts: 0, begin: Position { entry: number as u64, ..Position::default() } }
    }
}

impl Job for Numbered {
    fn read(&mut self, _: u64, each: &mut dyn FnMut(Found)) {
        if self.number == 4 {
            return each(Found::Reject(self.reject(Failure::new(RejectCode::Unreadable, "not found"))));
        }
        for part in 0..=self.parts {
            assert!(self.number != 13, "thirteen cannot be read");
            let id = if part == 0 { self.number.to_string() } else { format!("{}.{part}", self.number) };
            each(Found::Page(RawPage {
                url: Some(format!("https://a.example/{id}")),
                id,
                path: String::new(),
                container: Container::File,
                offset: None,
                format: Some(Format::Text),
                charset: None,
                crawled: None,
                bytes: b"abc".to_vec(),
                warnings: Vec::new(),
            }));
            each(Found::Skip(SkipReason::Hidden));
        }
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        reject(&self.number.to_string(), failure)
    }

    fn begin(&self) -> Position {
        self.begin
    }

    fn place(&self) -> Place {
        Place { entries: self.number as u64 + 1, ..Place::default() }
    }
}

fn reject(id: &str, failure: Failure) -> Box<Reject> {
    let source = Source {
        path: id.to_owned(),
        format: Format::Text,
        container: Container::File,
        offset: None,
        bytes: 0,
        charset: None,
        charset_origin: None,
        sha256: None,
    };
    Box::new(failure.into_reject(id.to_owned(), None, source))
}

/// Rejects every page, the seventh and a part of the eighth by a panic; older pages take longer than
/// younger ones.
fn refuse(page: &RawPage) -> Extracted {
    assert!(page.id != "7" && page.id != "8.1", "{} is too much", page.id);
    let late = page.id.ends_with(['0', '5']);
    thread::sleep(Duration::from_micros(if late { 2_000 } else { 10 }));
    Err(reject(&page.id, Failure::new(RejectCode::Empty, "as always")))
}

fn jobs(count: usize) -> impl Iterator<Item = Numbered> + Send {
    (0..count).map(Numbered::new)
}

/// Rejects in the order in which they were written.
fn rejects_of(threads: usize, jobs: impl Iterator<Item = Numbered> + Send) -> Vec<Reject> {
    let stop = AtomicBool::new(false);
    let run = Run { threads, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let mut written = Vec::new();
    let rejected = |outcome| match outcome {
        Outcome::Reject(reject) => Some(reject),
        Outcome::Skip(reason) => {
            assert_eq!(reason, SkipReason::Hidden);
            None
        }
        Outcome::Record(_) => panic!("no page becomes a record"),
    };
    let mut places = Vec::new();
    let ending = run.pages::<_, _, io::Error>(jobs, rejected, |rejects, place| {
        written.extend(rejects.into_iter().flatten().map(|reject| *reject));
        places.extend(place.map(|place| place.entries));
        Ok(())
    });
    assert_eq!(ending.unwrap(), Ending::Done);
    assert!(places.is_sorted(), "{places:?}");
    written
}

fn run(threads: usize, count: usize) -> Vec<Reject> {
    rejects_of(threads, jobs(count))
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
    for (number, words) in [(7, "7 is too much"), (13, "thirteen cannot be read")] {
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
fn a_job_with_many_pages_loses_only_the_one_that_panics() {
    for threads in [1, 3] {
        let many = jobs(12).map(|job| Numbered { parts: 2, ..job });
        let rejects = rejects_of(threads, many);
        let of_eight: Vec<_> = rejects.iter().filter(|reject| reject.id.starts_with('8')).collect();
        let codes = of_eight.iter().map(|reject| (&*reject.id, reject.code));
        let expected = [("8", RejectCode::Empty), ("8.1", RejectCode::Panic), ("8.2", RejectCode::Empty)];
        assert_eq!(codes.collect::<Vec<_>>(), expected);
        assert_eq!(rejects.len(), 12 * 3 - 2, "the fourth cannot be read at all");
    }
}

#[test]
fn a_job_inside_the_one_before_it_is_void() {
    let within = |job: Numbered| match job.number {
        6 | 7 => Numbered { begin: Position { entry: 5, offset: 9, inside: 0 }, ..job },
        _ => job,
    };
    for threads in [1, 4] {
        let ids: Vec<_> = rejects_of(threads, jobs(10).map(within)).into_iter().map(|r| r.id).collect();
        assert_eq!(ids, ["0", "1", "2", "3", "4", "5", "8", "9"]);
    }
}

#[test]
fn no_more_pages_are_under_way_than_promised() {
    let (threads, stop) = (3, AtomicBool::new(false));
    let (begun, written, most) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = jobs(300).inspect(|_| {
        let now = begun.fetch_add(1, Ordering::SeqCst) + 1;
        most.fetch_max(now - written.load(Ordering::SeqCst), Ordering::SeqCst);
    });
    let run = Run { threads, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let ending = run.pages::<_, _, io::Error>(jobs, drop, |_, _| {
        written.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    assert_eq!((ending.unwrap(), written.into_inner()), (Ending::Done, 300));
    // One more may be found while the one before it is being counted here.
    let most = most.into_inner();
    assert!(most <= threads * JOBS_AHEAD + 1, "{most}");
}

#[test]
fn a_failing_writer_ends_the_run_with_its_error() {
    let (stop, worked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let count = |page: &RawPage| {
        worked.fetch_add(1, Ordering::Relaxed);
        refuse(page)
    };
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &count, stop: &stop };
    let result = run.pages(jobs(10_000), drop, |_, _| Err(io::Error::from(io::ErrorKind::StorageFull)));
    assert!(matches!(result, Err(RunError::Write(error)) if error.kind() == io::ErrorKind::StorageFull));
    assert!(worked.into_inner() <= 2 * 2 * JOBS_AHEAD);
}

#[test]
fn a_stop_finishes_what_was_begun_and_no_more() {
    let stop = AtomicBool::new(false);
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let mut written = 0;
    let ending = run.pages::<_, _, io::Error>(jobs(10_000), drop, |_, place| {
        written += 1;
        assert_eq!(place.unwrap().entries, written, "none is left out");
        stop.store(written == 50 || stop.load(Ordering::Relaxed), Ordering::Relaxed);
        Ok(())
    });
    assert_eq!(ending.unwrap(), Ending::Stopped);
    assert!((50..=50 + 2 * JOBS_AHEAD as u64).contains(&written), "{written}");
}

#[test]
fn a_listing_that_waits_holds_up_no_writing() {
    let stop = AtomicBool::new(false);
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    let (sender, written) = channel();
    // The fourth is not found before the first three are written.
    let jobs = jobs(5).inspect(move |job| {
        if job.number == 3 {
            let all = (0..3).map(|_| written.recv_timeout(Duration::from_secs(30)));
            assert_eq!(all.collect::<Result<Vec<_>, _>>(), Ok(vec![1, 2, 3]));
        }
    });
    let ending = run.pages::<_, _, io::Error>(jobs, drop, |_, place| {
        // Nobody listens behind the third.
        let _ = sender.send(place.unwrap().entries);
        Ok(())
    });
    assert_eq!(ending.unwrap(), Ending::Done);
}

#[test]
fn a_panic_of_the_writer_or_in_finishing_calls_off_a_listing_that_waits() {
    for in_writer in [true, false] {
        let stop = AtomicBool::new(false);
        let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
        // As standard input does that stays open: it ends when the run is stopped.
        let (end, called_off) = (Instant::now() + Duration::from_secs(30), AtomicBool::new(false));
        let jobs = jobs(2).inspect(|job| {
            while job.number == 1 && !stop.load(Ordering::Relaxed) && Instant::now() < end {
                thread::sleep(Duration::from_millis(1));
            }
            called_off.store(Instant::now() < end, Ordering::Relaxed);
        });
        let finish = |_| assert!(in_writer, "cannot be finished");
        let ended = catch_unwind(AssertUnwindSafe(|| {
            run.pages::<_, _, io::Error>(jobs, finish, |_, _| panic!("cannot be written"))
        }));
        assert!(ended.is_err() && called_off.into_inner(), "{in_writer}");
    }
}

#[test]
fn what_a_listing_finds_after_a_stop_is_left() {
    let stop = AtomicBool::new(false);
    let run = Run { threads: 2, max_page_bytes: 1 << 20, extract: &refuse, stop: &stop };
    // As standard input does: it ends where it is, whatever was begun.
    let jobs = jobs(5).inspect(|job| stop.store(job.number == 3, Ordering::Relaxed));
    let mut last = 0;
    let ending = run.pages::<_, _, io::Error>(jobs, drop, |_, place| {
        last = place.unwrap().entries;
        Ok(())
    });
    assert_eq!((ending.unwrap(), last), (Ending::Stopped, 3));
}

#[test]
fn what_comes_of_a_job_with_many_pages_is_written_in_pieces() {
    /// What a page came to, counted as long as it is held.
    struct Counted<'a>(&'a AtomicUsize);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let nothing = |page: &RawPage| Err(reject(&page.id, Failure::new(RejectCode::Empty, "as always")));
    for threads in [1, 3] {
        let (held, most, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let many = (0..8).map(|number| Numbered { parts: 20_000, ..Numbered::new(20 + number) });
        let run = Run { threads, max_page_bytes: 1 << 20, extract: &nothing, stop: &stop };
        let (mut written, mut places) = (0, 0);
        let counted = |_| {
            most.fetch_max(held.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
            Counted(&held)
        };
        let ending = run.pages::<_, _, io::Error>(many, counted, |piece, place| {
            written += piece.len();
            places += usize::from(place.is_some());
            Ok(())
        });
        assert_eq!((ending.unwrap(), written, places), (Ending::Done, 8 * 2 * 20_001, 8));
        let most = most.into_inner();
        assert!(most < threads * 20_000, "{threads} threads: {most} were held of {written}");
    }
}

#[test]
fn a_writer_that_fails_in_the_midst_of_a_job_leaves_nobody_waiting() {
    let stop = AtomicBool::new(false);
    let many = (0..50).map(|number| Numbered { parts: 20_000, ..Numbered::new(20 + number) });
    let nothing = |page: &RawPage| Err(reject(&page.id, Failure::new(RejectCode::Empty, "as always")));
    let run = Run { threads: 3, max_page_bytes: 1 << 20, extract: &nothing, stop: &stop };
    let mut pieces = 0;
    let result = run.pages(many, drop, |_, _| {
        pieces += 1;
        if pieces == 30 { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { Ok(()) }
    });
    assert!(matches!(result, Err(RunError::Write(error)) if error.kind() == io::ErrorKind::StorageFull));
}
