//! Any bytes under any name: the readers of archives and tables end without a panic, find something in them, and
//! a run goes on from behind any job as if it had not stopped.
//!
//! The first byte chooses the name, the second the place. Run as
//! `cargo +nightly fuzz run inputs fuzz/corpus/inputs fuzz/seeds-inputs -- -max_total_time=300 -max_len=40960`

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;
use tamis::input::{Found, Input, Pages, Place, pages};

const NAMES: [&str; 14] = [
    "a.warc", "a.warc.gz", "a.warc.zst", "a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.csv.gz", "a.tsv",
    "a.parquet", "a.tar", "a.tar.gz", "a.zip", "a",
];

/// Largest page: small, so that bounds are reached.
const LIMIT: u64 = 64 << 10;

fn found(pages: Pages) -> Vec<(Vec<Found>, Place)> {
    pages
        .map(|mut job| {
            let mut all = Vec::new();
            job.read(LIMIT, &mut |found| all.push(found));
            (all, job.place())
        })
        .collect()
}

fuzz_target!(|bytes: &[u8]| {
    let [name, place, bytes @ ..] = bytes else { return };
    let folder = std::env::temp_dir().join(format!("tamis-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for temporary files");
    let path = folder.join(NAMES[usize::from(*name) % NAMES.len()]);
    fs::write(&path, bytes).expect("room for temporary files");
    // The bound goes first: a listing that begins behind a place opens the file there at once.
    let listed = || pages(vec![Input::Path(path.clone())]).with_max_page_bytes(LIMIT);
    let whole = found(listed());
    assert!(whole.iter().any(|(found, _)| !found.is_empty()), "nothing is told of the file");
    let at = usize::from(*place) % whole.len();
    let rest = found(listed().starting_at(&whole[at].1).expect("the same file"));
    let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
    assert!(expected.eq(rest.iter().flat_map(|(found, _)| found)), "behind {:?}", whole[at].1);
});
