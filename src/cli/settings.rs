//! What the arguments mean: defaults filled in, contradictions refused.

use super::args::{ExtractArgs, Favored, Format};
use super::rules;
use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tamis::Options;
use tamis::classify::learned::{Favor, Model, Models};
use tamis::input::Columns;
use tamis::output::Formats;
use tamis::record::Format as PageFormat;
use tamis::summary::RunSettings;

/// Everything that `tamis extract` needs to know.
pub struct ExtractSettings {
    pub inputs: Vec<PathBuf>,
    pub columns: Columns,
    pub target: Target,
    pub formats: Formats,
    pub threads: usize,
    pub options: Options,
    /// Files and folders of site rules.
    pub rules: Vec<PathBuf>,
}

/// Where records go.
#[derive(Debug, Clone)]
pub enum Target {
    Folder(PathBuf),
    Stdout,
}

impl ExtractSettings {
    pub fn new(args: &ExtractArgs) -> anyhow::Result<Self> {
        let target =
            if args.out.as_os_str() == "-" { Target::Stdout } else { Target::Folder(args.out.clone()) };
        let has = |format| args.format.is_empty() || args.format.contains(&format);
        let mut formats = Formats { jsonl: has(Format::Jsonl), csv: has(Format::Csv) };
        if matches!(target, Target::Stdout) {
            if args.format.contains(&Format::Csv) {
                bail!("standard output takes JSONL only, for CSV is five tables; give a folder with --out");
            }
            formats.csv = false;
        }
        // One path among several that is not there is a reject; with nothing else to read it is a mistake.
        let lacks = |path: &PathBuf| path.as_os_str() != "-" && path.symlink_metadata().is_err();
        if let Some(path) = args.inputs.first().filter(|_| args.inputs.iter().all(lacks)) {
            bail!("{}: no such file or folder; check the path", path.display());
        }
        let rules = rules::load(&args.rules)?;
        Ok(Self {
            inputs: args.inputs.clone(),
            columns: Columns {
                html: args.columns.html_column.clone(),
                text: args.columns.text_column.clone(),
                url: args.columns.url_column.clone(),
                id: args.columns.id_column.clone(),
            },
            target,
            formats,
            threads: args.threads.map_or_else(cores, usize::from),
            options: Options {
                max_page_bytes: args.max_page_bytes,
                max_page_time: (args.max_page_seconds > 0)
                    .then(|| Duration::from_secs(args.max_page_seconds)),
                blocks: args.blocks,
                rules: rules.loaded,
                models: models(args.models.as_deref())?,
                favor: favor(args.favor),
            },
            rules: rules.paths,
        })
    }

    /// The settings as `run.json` tells them.
    pub fn told(&self) -> RunSettings {
        RunSettings {
            formats: self.formats.names(),
            threads: self.threads,
            max_page_bytes: self.options.max_page_bytes,
            max_page_seconds: self.options.max_page_time.map(|time| time.as_secs()),
            blocks: self.options.blocks,
            rules: self.rules.iter().map(|path| path.display().to_string()).collect(),
        }
    }
}

fn favor(typed: Option<Favored>) -> Favor {
    match typed {
        None => Favor::Balance,
        Some(Favored::Precision) => Favor::Precision,
        Some(Favored::Recall) => Favor::Recall,
    }
}

/// The models to use; `None` for rules alone.
fn models(folder: Option<&Path>) -> anyhow::Result<Option<Arc<Models>>> {
    let Some(folder) = folder else { return Ok(Some(Models::built_in())) };
    if folder.as_os_str() == "none" {
        return Ok(None);
    }
    let read = |name, format| {
        let path = folder.join(name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Model::read(&bytes, format).with_context(|| format!("cannot use {}", path.display()))
    };
    let text =
        folder.join("text.model").exists().then(|| read("text.model", PageFormat::Text)).transpose()?;
    Ok(Some(Arc::new(Models { html: read("html.model", PageFormat::Html)?, text })))
}

/// One worker a core; one when the system does not say how many there are.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
