//! What a panic said and where: from the panic hook, in the worker's own thread, to the reject of a page or file.
//!
//! A caught panic's payload holds its message but not its place in the source; only the hook sees both.
//! The hook also decides what is printed: a worker's panic is in its page's reject, so the terminal only
//! gets it at the debug level; any other panic is printed as usual.

use crate::rejects::{Failure, RejectCode};
use std::any::Any;
use std::cell::RefCell;
use std::panic;
use std::thread;

/// Names of worker threads begin with this.
pub(crate) const WORKER: &str = "tamis-page-";

thread_local! {
    /// Source file and line of this thread's last panic.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs the panic hook described above. For programs, once, at their start: the hook is global.
pub fn note_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !thread::current().name().is_some_and(|name| name.starts_with(WORKER)) {
            return usual(info);
        }
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        log::debug!("{info}");
        PLACE.set(place);
    }));
}

/// Message of a caught panic and, when [`note_panics`] is in force, its place; for the thread that
/// panicked.
fn message(payload: &(dyn Any + Send)) -> String {
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without words");
    match PLACE.take() {
        Some(place) => format!("{said} ({place})"),
        None => said.to_owned(),
    }
}

/// The failure that a caught panic is: `ends` says what of the run it costs, `thing` what to report with it.
pub(crate) fn failure(payload: &(dyn Any + Send), ends: &str, thing: &str) -> Failure {
    let said = message(payload);
    let text = format!("a fault of tamis itself{ends}: {said}; please report it together with the {thing}");
    Failure::new(RejectCode::Panic, text)
}
