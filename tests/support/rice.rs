//! An article of a few lines about rice, for tests of what the record makes of what stands in it or around it.

use tamis::input::RawPage;
use tamis::record::{Container, PageRecord};
use tamis::{Options, extract};

/// A paragraph of running text.
pub const PROSE: &str = "Rice wants rest more than heat, and whoever lifts the lid too early eats it hard; here is what \
    we found in three kitchens over one long winter, pot by pot and sort by sort, with all that went wrong.";

/// The record of a page with this body.
pub fn record(body: &str) -> PageRecord {
    let html = format!(
        "<!doctype html><html lang=en><head><title>How to cook rice</title></head><body>{body}</body></html>"
    );
    let page = RawPage {
        id: "rice".into(),
        url: None,
        path: "rice.html".into(),
        container: Container::File,
        offset: None,
        format: None,
        charset: None,
        crawled: None,
        bytes: html.into_bytes(),
        warnings: Vec::new(),
    };
    extract(&page, &Options::default()).expect("the page is an article")
}
