//! HTML to document.

mod budget;
mod feed;
mod tree;

use super::Document;
use crate::rejects::Failure;
use std::time::Instant;

/// Parses a page as browsers do.
///
/// # Errors
/// `too_deep` when nesting makes parsing cost too much; `too_slow` when `deadline` passes.
pub fn parse(source: &str, deadline: Option<Instant>) -> Result<Document, Failure> {
    let tree = feed::parse(source, deadline)?;
    Ok(tree.flatten(source))
}
