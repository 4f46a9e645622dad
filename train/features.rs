//! Writes what training reads: the features of every block of every page, by the very code that the
//! classifier runs.
//!
//! usage: cargo run --release --example features -- OUT PAGE...
//!
//! OUT becomes a folder: `header.json` (version, names of the columns, pages in order), `values.f32` (a
//! row a block), `words.u32`, `settled.u8` (1 for blocks that the model is not asked for), `headings.i32` (the heading over each block within its page, or -1),
//! `names.*` and `texts.*` (places in the hashed tables: `.ptr` where each block's begin, `.idx` the
//! places), and `blocks.jsonl` (for each page the texts of its blocks). Numbers are little-endian.

use rayon::prelude::*;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tamis::classify::learned::{FEATURES_VERSION, Observation};
use tamis::input::PageFile;
use tamis::{Options, observe};

/// Pages read at once: all their features lie in memory.
const CHUNK: usize = 64;

type Seen = (String, Observation, Vec<String>);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = PathBuf::from(arguments.next().ok_or("usage: features OUT PAGE...")?);
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    fs::create_dir_all(&out)?;
    let mut writer = Writer::new(&out)?;
    let options = Options::by_rules();
    for chunk in paths.chunks(CHUNK) {
        let seen: Vec<Option<Seen>> = chunk.par_iter().map(|path| read(path, &options)).collect();
        for page in seen.iter().flatten() {
            writer.page(page)?;
        }
    }
    writer.finish(&out)?;
    Ok(())
}

/// The features of a page; a page that is rejected has none, and training goes on without it.
fn read(path: &Path, options: &Options) -> Option<Seen> {
    let id = path.file_name()?.to_string_lossy().into_owned();
    let file = PageFile { id: id.clone(), path: path.to_owned() };
    let page = file.read(options.max_page_bytes).ok()?;
    let (seen, texts) = observe(&page, options).ok()?;
    Some((id, seen, texts))
}

struct Sparse {
    pointers: BufWriter<File>,
    places: BufWriter<File>,
    written: u32,
}

impl Sparse {
    fn new(out: &Path, name: &str) -> io::Result<Self> {
        let mut pointers = create(out, &format!("{name}.ptr"))?;
        pointers.write_all(&0_u32.to_le_bytes())?;
        Ok(Self { pointers, places: create(out, &format!("{name}.idx"))?, written: 0 })
    }

    fn row(&mut self, places: &[u32]) -> io::Result<()> {
        for place in places {
            self.places.write_all(&place.to_le_bytes())?;
        }
        self.written += places.len() as u32;
        self.pointers.write_all(&self.written.to_le_bytes())
    }
}

struct Writer {
    names: Vec<String>,
    pages: Vec<serde_json::Value>,
    values: BufWriter<File>,
    words: BufWriter<File>,
    settled: BufWriter<File>,
    headings: BufWriter<File>,
    name_places: Sparse,
    text_places: Sparse,
    texts: BufWriter<File>,
}

impl Writer {
    fn new(out: &Path) -> io::Result<Self> {
        Ok(Self {
            names: Vec::new(),
            pages: Vec::new(),
            values: create(out, "values.f32")?,
            words: create(out, "words.u32")?,
            settled: create(out, "settled.u8")?,
            headings: create(out, "headings.i32")?,
            name_places: Sparse::new(out, "names")?,
            text_places: Sparse::new(out, "texts")?,
            texts: create(out, "blocks.jsonl")?,
        })
    }

    fn page(&mut self, (id, seen, texts): &Seen) -> io::Result<()> {
        if self.names.is_empty() {
            self.names.clone_from(&seen.names);
        }
        self.pages.push(json!({"id": id, "blocks": texts.len(), "title": seen.title}));
        for value in &seen.values {
            self.values.write_all(&value.to_le_bytes())?;
        }
        for words in &seen.words {
            self.words.write_all(&words.to_le_bytes())?;
        }
        self.settled.write_all(&seen.settled.iter().map(|own| u8::from(*own)).collect::<Vec<u8>>())?;
        for heading in &seen.headings {
            let at = heading.map_or(-1, |at| at as i32);
            self.headings.write_all(&at.to_le_bytes())?;
        }
        for (names, texts) in seen.name_places.iter().zip(&seen.text_places) {
            self.name_places.row(names)?;
            self.text_places.row(texts)?;
        }
        serde_json::to_writer(&mut self.texts, texts)?;
        self.texts.write_all(b"\n")
    }

    fn finish(mut self, out: &Path) -> io::Result<()> {
        for file in
            [&mut self.values, &mut self.words, &mut self.settled, &mut self.headings, &mut self.texts]
        {
            file.flush()?;
        }
        for sparse in [&mut self.name_places, &mut self.text_places] {
            sparse.pointers.flush()?;
            sparse.places.flush()?;
        }
        let header = json!({"version": FEATURES_VERSION, "names": self.names, "pages": self.pages});
        fs::write(out.join("header.json"), header.to_string())
    }
}

fn create(out: &Path, name: &str) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(out.join(name))?))
}
