#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod assemble;
pub mod blocks;
pub mod check;
pub mod classify;
pub mod decode;
pub mod document;
mod extract;
pub mod input;
pub mod metadata;
pub mod output;
pub mod record;
pub mod rejects;
pub mod run;
pub mod site_rules;
pub mod summary;

pub use extract::{Options, extract, observe};
