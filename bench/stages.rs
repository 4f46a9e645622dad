//! What each stage of a page costs: decode, document, blocks, classify with assemble and metadata,
//! and the whole page.
//!
//! ```text
//! cargo bench --bench stages
//! TAMIS_BENCH_PAGES=path/to/folder cargo bench --bench stages
//! ```
//!
//! The samples under raw/ are always measured. `TAMIS_BENCH_PAGES` names a folder of crawled pages
//! (`*.html`, `*.html.gz`, …); every n-th of them in the order of their names is measured too. One
//! iteration is one pass over all pages of a set on one thread; bytes are those of the pages unpacked.

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;
use tamis::assemble;
use tamis::blocks::Blocks;
use tamis::classify;
use tamis::classify::learned::{Favor, Models};
use tamis::decode::decode;
use tamis::document::{Document, html, text};
use tamis::input::{Found, Input, RawPage, pages, sniff_format};
use tamis::metadata::{self, Evidence};
use tamis::record::Format;
use tamis::{Options, extract};

/// Most pages of a folder that are measured: one pass over them takes about half a second.
const SAMPLE_PAGES: usize = 100;

/// A page at every stage, so that each can be measured from the one before.
struct Page {
    raw: RawPage,
    format: Format,
    text: String,
    document: Document,
    blocks: Blocks,
}

impl Page {
    /// The page at every stage; `None` for the broken samples that end as rejects.
    fn read(raw: RawPage) -> Option<Self> {
        let format = raw.format.unwrap_or_else(|| sniff_format(&raw.bytes));
        let text = decode(&raw.bytes, raw.charset.as_deref(), format).ok()?.text.into_owned();
        let document = parse(&text, format);
        let blocks = Blocks::of(&document);
        Some(Self { raw, format, text, document, blocks })
    }
}

fn parse(source: &str, format: Format) -> Document {
    match format {
        Format::Html => html::parse(source),
        Format::Text => text::parse(source),
    }
}

/// The pages of a folder, at most so many, spread evenly over it.
fn folder(path: PathBuf, most: usize) -> Vec<Page> {
    let mut jobs: Vec<_> = pages(vec![Input::Path(path)]).collect();
    let step = jobs.len().div_ceil(most).max(1);
    let mut read = Vec::new();
    for job in jobs.iter_mut().step_by(step) {
        job.read(Options::default().max_page_bytes, &mut |found| {
            if let Found::Page(page) = found {
                read.extend(Page::read(page));
            }
        });
    }
    read
}

/// Roles, record and metadata of a page, as `extract` makes them from blocks.
fn settle(page: &Page) -> (assemble::Parts, metadata::Metadata) {
    let declared = metadata::declared(&page.document);
    let base = metadata::base(&declared, None);
    let titles: Vec<String> = declared.titles.iter().map(|title| title.value.clone()).collect();
    let summaries: Vec<String> = declared.descriptions.iter().map(|own| own.value.clone()).collect();
    let models = Models::built_in();
    let labels = classify::classify(&classify::Page {
        document: &page.document,
        blocks: &page.blocks,
        titles: &titles,
        summaries: &summaries,
        address: base.as_ref(),
        is_home: false,
        types: &declared.types,
        marks: &[],
        models: Some(&models),
        favor: Favor::default(),
    });
    let parts = assemble::assemble(&assemble::Page {
        document: &page.document,
        blocks: &page.blocks,
        labels: &labels,
        address: base.as_ref(),
        base: base.as_ref(),
        declared_trail: &declared.breadcrumbs,
        previous: None,
        next: None,
    });
    let evidence = Evidence {
        title: parts.title.as_deref(),
        body: &parts.body,
        url: base.as_ref(),
        ..Evidence::default()
    };
    let metadata = metadata::settle(&declared, &evidence);
    (parts, metadata)
}

fn stages(criterion: &mut Criterion) {
    let raw = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("raw");
    measure(criterion.benchmark_group("raw"), &folder(raw, usize::MAX));
    if let Some(path) = std::env::var_os("TAMIS_BENCH_PAGES") {
        let sample = folder(path.into(), SAMPLE_PAGES);
        assert!(!sample.is_empty(), "TAMIS_BENCH_PAGES names a folder without pages");
        measure(criterion.benchmark_group("crawl"), &sample);
    }
}

fn measure(mut group: BenchmarkGroup<WallTime>, sample: &[Page]) {
    let bytes: usize = sample.iter().map(|page| page.raw.bytes.len()).sum();
    group.throughput(Throughput::ElementsAndBytes { elements: sample.len() as u64, bytes: bytes as u64 });
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    let options = Options::default();
    let mut stage = |name: &str, run: &dyn Fn(&Page)| {
        group.bench_function(name, |bencher| bencher.iter(|| sample.iter().for_each(run)));
    };
    stage("decode", &|page| {
        let _ = black_box(decode(&page.raw.bytes, page.raw.charset.as_deref(), page.format));
    });
    stage("document", &|page| {
        black_box(parse(&page.text, page.format));
    });
    stage("blocks", &|page| {
        black_box(Blocks::of(&page.document));
    });
    stage("classify, assemble, metadata", &|page| {
        black_box(settle(page));
    });
    stage("whole page", &|page| {
        let _ = black_box(extract(&page.raw, &options));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
