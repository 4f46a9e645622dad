//! What the metadata of a page promises.

mod authors;
mod dates;
mod json;
mod pages;
mod sites;
