//! Same input, same bytes out: the samples in `raw/` with any number of threads, and twice.

mod support;

use std::collections::BTreeMap;
use support::{project, records, tamis};
use tempfile::tempdir;

fn written(threads: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempdir().unwrap();
    let arguments = ["extract", "raw", "--blocks", "--threads", threads, "--out"];
    let run = tamis().current_dir(project()).args(arguments).arg(out.path()).output().unwrap();
    // The samples hold broken pages on purpose.
    assert!(matches!(run.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&run.stderr));
    records(out.path())
}

#[test]
fn threads_and_repetition_change_no_byte() {
    let first = written("1");
    assert!(!first["pages.jsonl"].is_empty());
    for threads in ["1", "2", "5"] {
        for (name, bytes) in written(threads) {
            assert!(bytes == first[&name], "{name} differs with {threads} threads");
        }
    }
}
