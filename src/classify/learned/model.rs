//! The trained weights: read once from bytes that `train/` wrote.
//!
//! The format, all numbers little-endian: `TAMIS-MODEL` and a zero byte; version of the features, number
//! of features, digest of their names (FNV-1a of the names joined by line breaks); number of knots and the
//! knots of the curve from sums to chances; the same for the curve from expected to measured F1; the
//! trees' start, number of trees and for each its depth and [`NODES`] nodes; the hashed tables' step, then
//! for each its number of places and a byte a place.

use super::FEATURES_VERSION;
use super::bytes::Reader;
use super::kinds::KindModel;
use super::list::List;
use super::tokens::{NAME_PLACES, TEXT_PLACES};
use super::trees::{NODES, Node, Trees};
use crate::record::Format;
use std::sync::{Arc, LazyLock};

const MAGIC: &[u8] = b"TAMIS-MODEL\0";

/// A curve given by values at even steps; straight between them, flat beyond.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    from: f32,
    step: f32,
    values: Vec<f32>,
}

/// Weights of hashed words.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    pub step: f32,
    /// Words of names, one part for each distance.
    pub names: Vec<i8>,
    /// Words of texts.
    pub texts: Vec<i8>,
    /// Words of headings.
    pub headings: Vec<i8>,
}

/// What training made.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) features: usize,
    pub(super) chances: Curve,
    pub(super) confidence: Curve,
    pub(super) trees: Trees,
    pub(super) tables: Tables,
}

/// The models of a run: one for pages with markup, one for plain text.
#[derive(Debug, Clone)]
pub struct Models {
    /// For pages with markup.
    pub html: Model,
    /// For plain text; without it the rules choose there.
    pub text: Option<Model>,
    /// What sort of page one with markup is; without it the rules say.
    pub html_kinds: Option<KindModel>,
    /// The same for plain text.
    pub text_kinds: Option<KindModel>,
}

/// The weights in the program: of content, then of kinds.
const WEIGHTS: [&[u8]; 4] = [
    include_bytes!("html.model"),
    include_bytes!("text.model"),
    include_bytes!("html.kinds"),
    include_bytes!("text.kinds"),
];

static BUILT_IN: LazyLock<Arc<Models>> = LazyLock::new(|| {
    let whole = "the weights in the program are whole: a test reads them";
    let content = |bytes, format| Model::read(bytes, format).expect(whole);
    let kinds = |bytes, format| Some(KindModel::read(bytes, format).expect(whole));
    let [html, text, html_kinds, text_kinds] = WEIGHTS;
    Arc::new(Models {
        html: content(html, Format::Html),
        text: Some(content(text, Format::Text)),
        html_kinds: kinds(html_kinds, Format::Html),
        text_kinds: kinds(text_kinds, Format::Text),
    })
});

impl Models {
    /// The models that are part of the program.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// The bytes of those, by which two builds of the program can be told apart.
    pub fn built_in_bytes() -> Vec<u8> {
        WEIGHTS.concat()
    }
}

/// Why bytes are no model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// They are something else, or cut off.
    #[error("not a model, or a damaged one")]
    Damaged,
    /// They fit another list of features.
    #[error("the model is for version {0} of the features, not for {FEATURES_VERSION}: train it anew")]
    Version(u32),
    /// They fit other features of the same version, or pages in another format.
    #[error("the model is for {theirs} features, and this program has {ours} or others: train it anew")]
    Features {
        /// How many features the model is for.
        theirs: usize,
        /// How many the program has for pages in this format.
        ours: usize,
    },
}

impl Model {
    /// Reads the weights for pages in a format.
    ///
    /// # Errors
    /// The bytes are no model, or one for another list of features.
    pub fn read(bytes: &[u8], format: Format) -> Result<Self, ModelError> {
        let mut reader = Reader::behind(MAGIC, bytes)?;
        let ours = List::of(format);
        let features = reader.check_features(ours.features, ours.digest)?;
        let (chances, confidence) = (curve(&mut reader)?, curve(&mut reader)?);
        let start = reader.float()?;
        let count = reader.whole()?;
        let nodes = (0..count).map(|_| tree(&mut reader, features)).collect::<Result<Vec<_>, _>>()?;
        let trees = Trees::new(start, &nodes, ours.whole).ok_or(ModelError::Damaged)?;
        let step = reader.float()?;
        let tables = Tables {
            step,
            // Plain text has no names.
            names: reader.table(if format == Format::Html { NAME_PLACES } else { 0 })?,
            texts: reader.table(TEXT_PLACES)?,
            headings: reader.table(TEXT_PLACES)?,
        };
        reader.end()?;
        Ok(Self { features, chances, confidence, trees, tables })
    }
}

impl Curve {
    pub fn at(&self, place: f32) -> f32 {
        let last = self.values.len() - 1;
        let steps = ((place - self.from) / self.step).clamp(0.0, last as f32);
        let below = (steps as usize).min(last.saturating_sub(1));
        let part = steps - below as f32;
        let above = self.values[(below + 1).min(last)];
        self.values[below] + (above - self.values[below]) * part
    }
}

fn curve(reader: &mut Reader) -> Result<Curve, ModelError> {
    let count = reader.whole()?;
    let (from, step) = (reader.float()?, reader.float()?);
    let values = (0..count).map(|_| reader.float()).collect::<Result<Vec<f32>, _>>()?;
    if values.is_empty() { Err(ModelError::Damaged) } else { Ok(Curve { from, step, values }) }
}

fn tree(reader: &mut Reader, features: usize) -> Result<[Node; NODES], ModelError> {
    // The depth, for who walks down the tree.
    reader.take::<1>()?;
    let mut nodes = [Node::default(); NODES];
    for node in &mut nodes {
        let (threshold, feature) = (reader.float()?, u16::from_le_bytes(reader.take()?));
        *node = Node { threshold, feature, children: reader.take()? };
        if usize::from(feature) >= features {
            return Err(ModelError::Damaged);
        }
    }
    Ok(nodes)
}
