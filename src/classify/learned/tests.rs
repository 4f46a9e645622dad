//! Training and use see the same numbers: the weights fit the list of features, and the chances that
//! training computed for the sample pages are those that come out here.

use super::kinds::KindModel;
use super::list::List;
use super::model::{Model, ModelError};
use super::{names, tokens};
use crate::input::PageFile;
use crate::record::Format;
use crate::{Options, observe, observe_kind};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Largest difference of a chance: training sums trees in double precision.
const ROUNDING: f32 = 1e-5;

/// Where the digest of the features stands in the weights: after the magic word and two numbers.
const DIGEST_AT: usize = 20;

/// Chances that training computed from the features of a sample page.
#[derive(Deserialize)]
struct Agreement {
    page: String,
    chances: Vec<f32>,
    /// The sums for its kinds.
    kinds: Vec<f32>,
}

fn sample(path: &str) -> PageFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    PageFile { id: path.display().to_string(), path: PathBuf::from(&path) }
}

#[test]
fn the_list_is_that_of_any_page() {
    let options = Options::default();
    let path = "raw/portal/potted-rosemary.html";
    let page = sample(path).read(options.max_page_bytes).expect("the sample is there");
    let (seen, _) = observe(&page, &options).expect("the sample is a page");
    let scores = tokens::score_names(Format::Html);
    let all: Vec<&str> = seen.names.iter().map(String::as_str).chain(scores.iter().copied()).collect();
    let digest = names::hash(all.join("\n").as_bytes());
    let own = List::of(Format::Html);
    assert_eq!((own.features, own.digest), (all.len(), digest));
}

#[test]
fn weights_for_something_else_are_refused() {
    let bytes = include_bytes!("html.model");
    assert!(Model::read(bytes, Format::Html).is_ok());
    let refused = Model::read(bytes, Format::Text);
    assert!(matches!(refused, Err(ModelError::Features { .. })), "weights of another format: {refused:?}");
    let mut renamed = bytes.to_vec();
    renamed[DIGEST_AT] ^= 1;
    let refused = Model::read(&renamed, Format::Html);
    assert!(matches!(refused, Err(ModelError::Features { .. })), "other names: {refused:?}");
    let refused = Model::read(&bytes[..bytes.len() - 1], Format::Html);
    assert!(matches!(refused, Err(ModelError::Damaged)), "cut off: {refused:?}");
    let kinds = include_bytes!("html.kinds");
    assert!(KindModel::read(kinds, Format::Html).is_ok());
    let refused = KindModel::read(kinds, Format::Text).map(|_| ());
    assert!(matches!(refused, Err(ModelError::Features { .. })), "kinds of another format: {refused:?}");
    for length in 0..kinds.len() {
        let refused = KindModel::read(&kinds[..length], Format::Html).map(|_| ());
        assert!(matches!(refused, Err(ModelError::Damaged)), "kinds cut off at {length}: {refused:?}");
    }
}

#[test]
fn training_and_use_agree() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("train/agreement.json");
    let told: Vec<Agreement> =
        serde_json::from_str(&fs::read_to_string(path).expect("train/ wrote it")).expect("as it was written");
    assert!(told.len() > 10);
    let options = Options::default();
    for Agreement { page, chances, kinds } in told {
        let raw = sample(&page).read(options.max_page_bytes).expect("the sample is there");
        let (seen, _) = observe(&raw, &options).expect("the sample is a page");
        assert_eq!(seen.chances.len(), chances.len(), "{page}");
        for (index, (ours, theirs)) in seen.chances.iter().zip(&chances).enumerate() {
            assert!(
                (ours - theirs).abs() < ROUNDING,
                "{page}, block {index}: {ours} here, {theirs} in training"
            );
        }
        let sums =
            observe_kind(&raw, &options).expect("the sample is a page").expect("models are built in").sums;
        assert_eq!(sums.len(), kinds.len(), "{page}");
        let near = |(ours, theirs): (&f32, &f32)| (ours - theirs).abs() < ROUNDING;
        assert!(sums.iter().zip(&kinds).all(near), "{page}: {sums:?} here, {kinds:?} in training");
    }
}

#[test]
fn the_nearest_article_holds_the_title_or_not_however_deep() {
    let deep = "<div>".repeat(400);
    let html = format!(
        "<title>How to prune a rose</title><article><h1>How to prune a rose</h1><p>Cut above a bud, in March.</p>\
         {deep}<p>Deep below, the same article.</p><article><p>A remark of its own.</p></article>{}</article>\
         <p>Outside of both.</p>",
        "</div>".repeat(400)
    );
    let options = Options::default();
    let mut page =
        sample("raw/portal/potted-rosemary.html").read(options.max_page_bytes).expect("the sample is there");
    page.bytes = html.into_bytes();
    let (seen, _) = observe(&page, &options).expect("this is a page");
    let at = seen.names.iter().position(|name| name == "above.article_holds_title").expect("a feature");
    let held: Vec<f32> = seen.values.chunks(seen.names.len()).map(|row| row[at]).collect();
    assert_eq!(held, [1.0, 1.0, 1.0, -1.0, 0.0]);
}
