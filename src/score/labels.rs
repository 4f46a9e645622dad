//! Labelled pages as they lie in files.

use super::name;
use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// One labelled page.
#[derive(Debug)]
pub(super) enum Labelled {
    Content(Box<ContentLabels>),
    Structure(Box<StructureLabels>),
}

/// The words that are a page's content, and what is known of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ContentLabels {
    #[serde(default)]
    pub main_content: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub publish_date: Option<String>,
    /// Texts that must stand in the record's text.
    #[serde(default)]
    pub with: Option<Vec<String>>,
    /// Texts that must not.
    #[serde(default)]
    pub without: Option<Vec<String>>,
    /// What sort of page it is, by the labels.
    #[serde(skip)]
    pub kind: String,
}

/// What every part of a page is.
#[derive(Debug, Deserialize)]
pub(super) struct StructureLabels {
    #[serde(default)]
    pub numbered_lists: Vec<List>,
    #[serde(default)]
    pub links: Links,
    #[serde(default)]
    pub teasers: Vec<Teaser>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Deserialize)]
pub(super) struct List {
    pub heading: Option<String>,
    pub items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub number: Option<i64>,
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Links {
    pub previous: Option<Link>,
    pub next: Option<Link>,
    #[serde(default)]
    pub breadcrumbs: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    pub text: String,
    pub href: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Teaser {
    pub title: String,
    pub snippet: Option<String>,
    pub href: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Block {
    pub role: String,
    pub text: String,
}

/// All labelled pages of a folder, or of its folder `gt`, by name and in the order of their names.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<(String, Labelled)>> {
    let inner = folder.join("gt");
    let folder = if inner.is_dir() { inner.as_path() } else { folder };
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}; give the folder of labelled pages", folder.display()))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if file.ends_with(".json") || file.ends_with(".json.gz") {
            files.push(path);
        }
    }
    files.sort();
    files
        .iter()
        .map(|path| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let page = page(path).with_context(|| format!("{} is no labelled page", path.display()))?;
            Ok((name(&file).to_owned(), page))
        })
        .collect::<anyhow::Result<Vec<_>>>()
        .map(|mut pages| {
            pages.sort_by(|a, b| a.0.cmp(&b.0));
            pages
        })
}

fn page(path: &Path) -> anyhow::Result<Labelled> {
    let mut file = File::open(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        file.read_to_string(&mut text)?;
    }
    let mut page: Value = serde_json::from_str(&text)?;
    if let Some(labels) = page.get_mut("ground_truth") {
        let labels = labels.take();
        let kind = page.pointer("/_internal/page_type/primary").and_then(Value::as_str);
        let labels: Option<ContentLabels> = serde_json::from_value(labels)?;
        let labels = labels.unwrap_or_default();
        if labels.main_content.is_none() {
            log::warn!("{}: no `main_content`, so that its content counts as none", path.display());
        }
        let kind = kind.unwrap_or("article").to_owned();
        return Ok(Labelled::Content(Box::new(ContentLabels { kind, ..labels })));
    }
    if page.get("blocks").is_some() {
        return Ok(Labelled::Structure(Box::new(serde_json::from_value(page)?)));
    }
    bail!("it holds neither `ground_truth` nor `blocks`")
}
