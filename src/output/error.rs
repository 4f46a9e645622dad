//! Why output could not be written, and what helps.

use std::io::{self, ErrorKind};
use std::path::Path;

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds somebody else's files.
    #[error(
        "{folder} holds files that no run of tamis wrote ({example}); nothing was touched. \
         Give an empty or a new folder with --out"
    )]
    Foreign {
        /// The folder.
        folder: String,
        /// One of the files.
        example: String,
    },
    /// Another process writes there.
    #[error("another run is writing to {folder}; wait for its end or give another folder with --out")]
    Busy {
        /// The folder.
        folder: String,
    },
    /// A file of a run that is to be gone on with is not what it was.
    #[error("cannot go on with {path}: {reason}; --restart begins anew")]
    Lost {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: io::Error,
    },
    /// The path is not a folder.
    #[error("{path} is a file, not a folder; give a folder with --out")]
    NotAFolder {
        /// The path.
        path: String,
    },
    /// The system refused.
    #[error("cannot write {path}: {reason}; {remedy}")]
    Refused {
        /// The file or folder.
        path: String,
        /// What the system said.
        reason: io::Error,
        /// What helps.
        remedy: &'static str,
    },
}

impl OutputError {
    /// The error of a file that cannot be gone on with.
    pub(super) fn lost(path: &Path, reason: io::Error) -> Self {
        Self::Lost { path: path.display().to_string(), reason }
    }

    /// The error of a refused write, with the remedy that fits.
    pub fn refused(path: &Path, reason: io::Error) -> Self {
        let remedy = match reason.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                "free some space or give a folder on another disk with --out"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "make it writable or give another folder with --out"
            }
            _ => "check the disk or give another folder with --out",
        };
        Self::Refused { path: path.display().to_string(), reason, remedy }
    }
}
