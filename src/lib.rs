#![doc = include_str!("../README.md")]
#![deny(unsafe_code)] // but for `step`, where each line of it has its argument
#![warn(missing_docs)]

pub mod assemble;
pub mod blocks;
pub mod check;
pub mod classify;
mod dates;
pub mod decode;
pub mod document;
mod extract;
pub mod input;
pub mod journal;
pub mod metadata;
pub mod output;
mod panics;
mod people;
pub mod record;
pub mod rejects;
pub mod run;
pub mod score;
pub mod site_rules;
mod step;
pub mod summary;
mod wordlists;

pub use extract::{Options, digest, extract, observe, observe_kind, reasons, title_candidates};
