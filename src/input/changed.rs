//! What keeps a run from going on: inputs that are not what they were.

/// A listing in which a place is not found again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Changed {
    /// Another entry stands where the place lies.
    #[error(
        "the inputs are not those of the run before: file number {number} was {before:?} and is now {now:?}; \
         put the inputs back as they were, or begin anew"
    )]
    Entry {
        /// Number of the entry, from 1.
        number: u64,
        /// Its name in the place.
        before: String,
        /// Its name now.
        now: String,
    },
    /// There are fewer entries.
    #[error(
        "the inputs are not those of the run before: there were at least {before} files and there are now \
         {now}; put the inputs back as they were, or begin anew"
    )]
    Fewer {
        /// How many there were at least.
        before: u64,
        /// How many there are.
        now: u64,
    },
    /// The file in which the place lies has another size.
    #[error(
        "{name:?} is not what it was in the run before: it had {before} bytes and has now {now}; put it back \
         as it was, or begin anew"
    )]
    Size {
        /// Name of the entry.
        name: String,
        /// Its size in the place.
        before: u64,
        /// Its size now.
        now: u64,
    },
    /// The file in which the place lies was written since.
    #[error(
        "{name:?} was written since the run before, and may hold something else; put it back as it was, with its \
         time, or begin anew"
    )]
    Time {
        /// Name of the entry.
        name: String,
    },
    /// The place lies in a stream.
    #[error("pages on standard input cannot be gone on with: save them to a file first, or begin anew")]
    Stream,
}
