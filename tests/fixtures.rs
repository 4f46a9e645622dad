//! Every page in `raw/` comes out as `fixtures/` expects: adding a file adds a test.
//!
//! When an output changes on purpose, `cargo run -- check raw fixtures --accept` writes the fixtures anew.

mod support;

use support::{project, tamis};

#[test]
fn every_sample_comes_out_as_expected() {
    // The command walks and compares; the test adds nothing to it, so that the two cannot disagree.
    let output = tamis().current_dir(project()).args(["check", "raw", "fixtures"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
}
