//! One pass of a peer written in Rust over a folder of pages: the whole job, from files to lines of JSON.
//!
//! ```text
//! tamis-bench-peers PEER FOLDER OUT
//! ```
//!
//! PEER is `dom_smoothie` or `rs-trafilatura`; FOLDER holds pages as *.html or *.html.gz; OUT gets a line with id
//! and text a page. Printed is what `bench/speed/worker.py` prints: the pages that gave text, and the seconds spent
//! before the first (none). `bench/speed` runs it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [peer, folder, out] = arguments.as_slice() else {
        panic!("usage: tamis-bench-peers PEER FOLDER OUT");
    };
    panic::set_hook(Box::new(|_| {}));
    let mut lines = BufWriter::new(File::create(out)?);
    let mut count = 0;
    for path in pages(Path::new(folder))? {
        let page = unpacked(fs::read(&path)?);
        // A page at which a peer panics counts as one without text.
        let text = panic::catch_unwind(AssertUnwindSafe(|| text(peer, &page))).ok().flatten();
        count += usize::from(text.as_ref().is_some_and(|text| !text.is_empty()));
        let id = path.file_name().map(|name| name.to_string_lossy());
        serde_json::to_writer(&mut lines, &serde_json::json!({ "id": id, "text": text }))?;
        lines.write_all(b"\n")?;
    }
    lines.flush()?;
    println!("{{\"pages\": {count}, \"start\": 0}}");
    Ok(())
}

/// The pages of the folder, in order of their names.
fn pages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| [".html", ".html.gz"].iter().any(|end| path.to_string_lossy().ends_with(end)));
    paths.sort();
    Ok(paths)
}

/// The page without gzip, of which the last four bytes say how long it is unpacked.
fn unpacked(data: Vec<u8>) -> Vec<u8> {
    let Some(length) = data.strip_prefix(b"\x1f\x8b").and_then(|rest| rest.last_chunk()) else {
        return data;
    };
    let mut page = vec![0; u32::from_le_bytes(*length) as usize];
    let read = libdeflater::Decompressor::new().gzip_decompress(&data, &mut page).expect("a whole gzip file");
    page.truncate(read);
    page
}

/// The main content as text. dom_smoothie wants text and gets it as if all pages were UTF-8, which costs least.
fn text(peer: &str, page: &[u8]) -> Option<String> {
    match peer {
        "dom_smoothie" => {
            let mut readability =
                dom_smoothie::Readability::new(&*String::from_utf8_lossy(page), None, None).ok()?;
            Some(readability.parse().ok()?.text_content.to_string())
        }
        "rs-trafilatura" => {
            let options = rs_trafilatura::Options { include_comments: false, ..Default::default() };
            Some(rs_trafilatura::extract_bytes_with_options(page, &options).ok()?.content_text)
        }
        other => panic!("no peer is called {other}"),
    }
}
