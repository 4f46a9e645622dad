//! What parsing costs, beside other parsers: one pass over a folder of pages.
//!
//! ```text
//! parsers PARSER FOLDER [EVERY]
//! ```
//!
//! PARSER is `read` (files unpacked and decoded, nothing parsed: what to subtract from the others),
//! `document`, `blocks`, `scraper`, `html5gum` or `lol_html`; every n-th page is parsed once, and bytes,
//! pages and seconds are printed. `bench/parsers.py` runs them in turn, and under callgrind.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;
use tamis::blocks::Blocks;
use tamis::decode::decode;
use tamis::document::html;
use tamis::input::{Found, Input, pages};
use tamis::record::Format;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(parser), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("usage: parsers PARSER FOLDER [EVERY]");
    };
    let every = arguments.next().map_or(1, |every| every.parse().expect("a number of pages"));
    let sources = sources(folder.into(), every);
    let bytes: usize = sources.iter().map(String::len).sum();
    let start = Instant::now();
    for source in &sources {
        parse(&parser, source);
    }
    println!("{} {bytes} {}", sources.len(), start.elapsed().as_secs_f64());
}

/// The HTML pages of a folder as text, each n-th.
fn sources(folder: PathBuf, every: usize) -> Vec<String> {
    let mut sources = Vec::new();
    for mut job in pages(vec![Input::Path(folder)]).step_by(every) {
        job.read(32 << 20, &mut |found| {
            if let Found::Page(page) = found {
                let decoded = decode(&page.bytes, None, Format::Html);
                sources.extend(decoded.ok().map(|decoded| decoded.text.into_owned()));
            }
        });
    }
    sources
}

fn parse(parser: &str, source: &str) {
    match parser {
        "read" => {}
        "document" => {
            black_box(html::parse(source));
        }
        "blocks" => {
            black_box(Blocks::of(&html::parse(source)));
        }
        "scraper" => {
            black_box(scraper::Html::parse_document(source));
        }
        "html5gum" => {
            for token in html5gum::Tokenizer::new(source) {
                let _ = black_box(token);
            }
        }
        "lol_html" => lol_html(source),
        other => panic!("no parser is called {other}"),
    }
}

/// lol_html hands out what it is asked for: all elements and all text, as a rewriter would take them.
fn lol_html(source: &str) {
    let settings = lol_html::Settings::new()
        .append_element_content_handler(lol_html::element!("*", |element| {
            black_box(element.tag_name());
            Ok(())
        }))
        .append_element_content_handler(lol_html::text!("*", |text| {
            black_box(text.as_str());
            Ok(())
        }));
    let mut rewriter = lol_html::HtmlRewriter::new(settings, |_: &[u8]| {});
    let _ = rewriter.write(source.as_bytes()).and_then(|()| rewriter.end());
}
