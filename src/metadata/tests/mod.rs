//! What the metadata of a page promises.

mod dates;
mod json;
mod names;
mod pages;
mod sites;
