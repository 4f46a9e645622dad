//! Ctrl-C and SIGTERM: the first asks the run to end in peace, the second ends it at once.

use anyhow::Context;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// The flag that is set by the first Ctrl-C; call once.
pub fn flag() -> anyhow::Result<&'static AtomicBool> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        super::say("stopping after the pages under way; Ctrl-C again to stop at once");
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(&STOP)
}
