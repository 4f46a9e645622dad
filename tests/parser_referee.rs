//! The parser is right where html5ever is: same elements, attributes and words in the same order.
//!
//! The samples in raw/ are always compared. Where the shared sets lie beside the clone (`../shared`), a
//! sample of their pages is too, and html5lib's own tests; with `TAMIS_REFEREE=all` all pages are.

mod referee;

use referee::mutants::{Random, with_damaged_bytes, with_damaged_tags};
use referee::outline::{first_difference, of_document};
use referee::{blocks, reference};
use std::fs;
use std::path::{Path, PathBuf};
use tamis::Options;
use tamis::decode::decode;
use tamis::document::html;
use tamis::input::{Found, Input, pages};
use tamis::record::Format;

/// Pages of a shared set that are passed over for one that is compared, unless all are.
const SAMPLE: usize = 25;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

/// How many of some inputs agree.
#[derive(Default)]
struct Agreement {
    inputs: usize,
    whole: usize,
    blocks: usize,
    chains: usize,
    /// The first inputs that do not, with the place.
    different: Vec<String>,
}

impl Agreement {
    fn add(&mut self, name: &str, source: &str) {
        let document = html::parse(source);
        let own = of_document(&document);
        let (other, truncated) = reference::parse(source);
        self.inputs += 1;
        let (own_blocks, other_blocks) = (blocks::of(&own), blocks::of(&other));
        self.chains += usize::from(own_blocks == other_blocks);
        self.blocks += usize::from(
            own_blocks.iter().map(|block| &block.text).eq(other_blocks.iter().map(|block| &block.text)),
        );
        match first_difference(&own, &other) {
            Some(place) => self.different.push(format!("{name}: {place}")),
            None if document.truncated != truncated => {
                self.different
                    .push(format!("{name}: truncated is {}, html5ever's {truncated}", document.truncated));
            }
            None => self.whole += 1,
        }
    }

    /// Asserts that at least these shares agree: whole outlines, blocks, blocks with their containers.
    fn assert(&self, what: &str, whole: f64, blocks: f64, chains: f64) {
        let share = |count: usize| count as f64 / self.inputs.max(1) as f64;
        println!(
            "{what}: {} inputs, whole {:.4}, blocks {:.4}, chains {:.4}",
            self.inputs,
            share(self.whole),
            share(self.blocks),
            share(self.chains)
        );
        let shown: String = self.different.iter().take(8).map(|place| format!("{place}\n")).collect();
        println!("{shown}");
        for (kind, count, floor) in
            [("whole", self.whole, whole), ("blocks", self.blocks, blocks), ("chains", self.chains, chains)]
        {
            assert!(
                share(count) >= floor,
                "{what}: {kind} agree in {:.4}, less than {floor}\n{shown}",
                share(count)
            );
        }
    }
}

/// The HTML pages of a folder as text, each n-th.
fn sources(folder: PathBuf, step: usize) -> impl Iterator<Item = (String, String)> {
    pages(vec![Input::Path(folder)]).step_by(step).flat_map(|mut job| {
        let mut sources = Vec::new();
        job.read(Options::default().max_page_bytes, &mut |found| match found {
            Found::Page(page) if page.format != Some(Format::Text) => {
                let decoded = decode(&page.bytes, page.charset.as_deref(), Format::Html);
                sources.extend(decoded.ok().map(|decoded| (page.id.clone(), decoded.text.into_owned())));
            }
            _ => {}
        });
        sources
    })
}

fn samples() -> impl Iterator<Item = (String, String)> {
    sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("raw"), 1)
}

/// Pages of the shared sets; none where they are not there.
fn shared_pages() -> impl Iterator<Item = (String, String)> {
    let step = if std::env::var("TAMIS_REFEREE").is_ok_and(|which| which == "all") { 1 } else { SAMPLE };
    let folders = ["wcxb-dev", "news-dev", "zh-dev"].map(|set| shared().join(set).join("html"));
    folders.into_iter().filter(|folder| folder.is_dir()).flat_map(move |folder| sources(folder, step))
}

#[test]
fn real_pages_are_the_same() {
    let mut agreement = Agreement::default();
    for (name, source) in samples().chain(shared_pages()) {
        agreement.add(&name, &source);
    }
    assert!(agreement.inputs >= 30);
    agreement.assert("pages", 1.0, 1.0, 1.0);
}

#[test]
fn damaged_pages_are_the_same() {
    let (mut tags, mut bytes) = (Agreement::default(), Agreement::default());
    for (seed, (name, source)) in samples().chain(shared_pages()).enumerate() {
        let mut random = Random(seed as u64);
        tags.add(&name, &with_damaged_tags(&source, &mut random));
        bytes.add(&name, &with_damaged_bytes(&source, &mut random));
    }
    tags.assert("pages with damaged tags", 0.98, 0.995, 0.98);
    bytes.assert("pages with damaged bytes", 0.98, 0.995, 0.98);
}

/// Inputs of html5lib's tree-construction tests; those of fragments ask for what pages never are.
fn tree_inputs(test: &str) -> Vec<String> {
    let tests = format!("\n{test}");
    let cases = tests.split("\n#data\n").skip(1).filter(|case| !case.contains("\n#document-fragment\n"));
    cases.map(|case| case.split_once("\n#errors").map_or(case, |(input, _)| input).to_owned()).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { files(&path, extension) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|own| own == extension))
        .collect();
    files.sort();
    files
}

#[test]
fn tree_construction_tests_are_the_same() {
    let folder = shared().join("html5lib-tests/tree-construction");
    let mut agreement = Agreement::default();
    for file in files(&folder, "dat") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let test = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for (index, input) in tree_inputs(&test).iter().enumerate() {
            agreement.add(&format!("{name} {index} {input:.200?}"), input);
        }
    }
    if folder.is_dir() {
        assert!(agreement.inputs > 1_400, "{}", agreement.inputs);
        agreement.assert("html5lib trees", 0.995, 0.995, 0.995);
    }
}

/// The inputs of html5lib's tokenizer tests, each in an element that leads to its states.
fn tokenizer_inputs(test: &serde_json::Value) -> Vec<String> {
    let input = test["input"].as_str().unwrap_or_default();
    let input = if test["doubleEscaped"] == true { unescape(input) } else { input.to_owned() };
    let states: Vec<&str> = match test["initialStates"].as_array() {
        Some(states) => states.iter().filter_map(|state| state.as_str()).collect(),
        None => vec!["Data state"],
    };
    let last = test["lastStartTag"].as_str().unwrap_or_default();
    let lead = |state: &&str| match *state {
        "PLAINTEXT state" => "<plaintext>".to_owned(),
        "RCDATA state" => format!("<{}>", if last == "textarea" { "textarea" } else { "title" }),
        "RAWTEXT state" => format!("<{}>", if last == "style" { "iframe" } else { "xmp" }),
        "Script data state" => "<script type=application/ld+json>".to_owned(),
        "CDATA section state" => "<svg><![CDATA[".to_owned(),
        _ => String::new(),
    };
    states.iter().map(|state| lead(state) + &input).collect()
}

/// Letters written as `\u0000`.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(part.len().min(4));
        let code = u32::from_str_radix(code, 16).unwrap_or(0xfffd);
        out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
        out.push_str(rest);
    }
    out
}

#[test]
fn tokenizer_tests_are_the_same() {
    let folder = shared().join("html5lib-tests/tokenizer");
    let mut agreement = Agreement::default();
    for file in files(&folder, "test") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let tests: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let lists =
            ["tests", "xmlViolationTests"].map(|key| tests[key].as_array().cloned().unwrap_or_default());
        for test in lists.iter().flatten() {
            for input in tokenizer_inputs(test) {
                agreement.add(&format!("{name} {input:.200?}"), &input);
            }
        }
    }
    if folder.is_dir() {
        assert!(agreement.inputs > 6_500, "{}", agreement.inputs);
        agreement.assert("html5lib tokens", 1.0, 1.0, 1.0);
    }
}
