//! What the arguments mean: defaults filled in, contradictions refused.

use super::args::{Compression, ExtractArgs, Favored, Format, Stdin};
use super::rules;
use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tamis::Options;
use tamis::classify::learned::kinds::KindModel;
use tamis::classify::learned::{Favor, Model, ModelError, Models};
use tamis::input::{Columns, Holds};
use tamis::output::{Formats, Layout, Packing, ShardSize};
use tamis::record::Format as PageFormat;
use tamis::summary::{ModelSettings, RunSettings};

/// Everything that `tamis extract` needs to know.
pub struct ExtractSettings {
    pub inputs: Vec<PathBuf>,
    /// What standard input holds.
    pub stdin: Holds,
    pub columns: Columns,
    pub target: Target,
    pub layout: Layout,
    pub threads: usize,
    pub options: Options,
    /// Files and folders of site rules.
    pub rules: Vec<PathBuf>,
    /// The models as `run.json` tells them.
    models: ModelSettings,
    /// Largest share of rejects.
    pub max_reject_rate: Option<f64>,
    /// Whether what an interrupted run left is passed over.
    pub restart: bool,
    /// How long the journal may stay behind.
    pub checkpoint: Duration,
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
        let layout = layout(args, matches!(target, Target::Stdout))?;
        // One path among several that is not there is a reject; with nothing else to read it is a mistake.
        let lacks = |path: &PathBuf| path.as_os_str() != "-" && path.symlink_metadata().is_err();
        if let Some(path) = args.inputs.first().filter(|_| args.inputs.iter().all(lacks)) {
            bail!("{}: no such file or folder; check the path", path.display());
        }
        let stdin = stdin(args)?;
        if let Target::Folder(out) = &target {
            refuse_own_output(&args.inputs, out)?;
        }
        let rules = rules::load(&args.rules)?;
        let (models, told) = models(args.models.as_deref())?;
        Ok(Self {
            inputs: args.inputs.clone(),
            stdin,
            columns: Columns {
                html: args.columns.html_column.clone(),
                text: args.columns.text_column.clone(),
                url: args.columns.url_column.clone(),
                id: args.columns.id_column.clone(),
            },
            target,
            layout,
            threads: args.threads.map_or_else(cores, usize::from),
            options: Options {
                max_page_bytes: args.max_page_bytes,
                max_page_time: (args.max_page_seconds > 0)
                    .then(|| Duration::from_secs(args.max_page_seconds)),
                blocks: args.blocks,
                rules: rules.loaded,
                models,
                favor: favor(args.favor),
            },
            rules: rules.paths,
            models: told,
            max_reject_rate: args.max_reject_rate,
            restart: args.restart,
            checkpoint: Duration::from_secs_f64(args.checkpoint),
        })
    }

    /// The inputs as typed.
    pub fn inputs_told(&self) -> Vec<String> {
        self.inputs.iter().map(|input| input.display().to_string()).collect()
    }

    /// The settings as `run.json` tells them.
    pub fn told(&self) -> RunSettings {
        RunSettings {
            formats: self.layout.formats.names(),
            compress: packing_name(self.layout.packing),
            shard_pages: self.layout.shards.records,
            shard_bytes: self.layout.shards.bytes,
            columns: self.columns.clone(),
            stdin: match self.stdin {
                Holds::Shown | Holds::Pages => None,
                Holds::Paths => Some("list"),
                Holds::Page => Some("page"),
            },
            threads: self.threads,
            max_page_bytes: self.options.max_page_bytes,
            max_page_seconds: self.options.max_page_time.map(|time| time.as_secs()),
            blocks: self.options.blocks,
            favor: match self.options.favor {
                Favor::Balance => "balance",
                Favor::Precision => "precision",
                Favor::Recall => "recall",
            },
            models: self.models.clone(),
            rules: self.rules.iter().map(|path| path.display().to_string()).collect(),
            rules_sha256: self.options.rules.sha256().map(str::to_owned),
            max_reject_rate: self.max_reject_rate,
        }
    }
}

/// The files of a run; standard output takes one of the formats that are lines.
fn layout(args: &ExtractArgs, to_stdout: bool) -> anyhow::Result<Layout> {
    let usual: &[Format] = if to_stdout { &[Format::Jsonl] } else { &[Format::Jsonl, Format::Csv] };
    let chosen = if args.format.is_empty() { usual } else { &args.format };
    let has = |format| chosen.contains(&format);
    let formats = Formats {
        jsonl: has(Format::Jsonl),
        csv: has(Format::Csv),
        parquet: has(Format::Parquet),
        markdown: has(Format::Markdown),
    };
    let packing = match args.compress {
        Compression::None => Packing::None,
        Compression::Gz => Packing::Gzip,
        Compression::Zst => Packing::Zstd,
    };
    let shards = ShardSize { records: args.shard_pages, bytes: args.shard_bytes };
    if to_stdout {
        if has(Format::Csv) || has(Format::Parquet) || formats.names().len() > 1 {
            bail!(
                "standard output takes one format, jsonl or markdown: CSV is five tables and Parquet no \
                 stream; give a folder with --out"
            );
        }
        if packing != Packing::None || shards != ShardSize::default() {
            bail!(
                "standard output is neither packed nor cut; give a folder with --out, or pack it behind a pipe"
            );
        }
    }
    Ok(Layout { formats, packing, shards })
}

/// A packing as it is typed; none for none.
fn packing_name(packing: Packing) -> Option<&'static str> {
    match packing {
        Packing::None => None,
        Packing::Gzip => Some("gz"),
        Packing::Zstd => Some("zst"),
    }
}

/// What standard input holds, where it is read.
fn stdin(args: &ExtractArgs) -> anyhow::Result<Holds> {
    match args.inputs.iter().filter(|path| path.as_os_str() == "-").count() {
        0 if args.stdin.is_some() => bail!(
            "--stdin says what standard input holds, and no input is `-`: give `-` where it is to be read, or leave \
             --stdin out"
        ),
        0 | 1 => {}
        _ => bail!("standard input can be read once: give `-` once"),
    }
    Ok(match args.stdin {
        None => Holds::Shown,
        Some(Stdin::List) => Holds::Paths,
        Some(Stdin::Page) => Holds::Page,
    })
}

fn favor(typed: Option<Favored>) -> Favor {
    match typed {
        None => Favor::Balance,
        Some(Favored::Precision) => Favor::Precision,
        Some(Favored::Recall) => Favor::Recall,
    }
}

/// The models to use, `None` for rules alone, and what `run.json` tells of them.
pub(super) fn models(folder: Option<&Path>) -> anyhow::Result<(Option<Arc<Models>>, ModelSettings)> {
    let told = |source: &str, digest| ModelSettings { source: source.to_owned(), sha256: digest };
    let Some(folder) = folder else {
        let digest = tamis::digest(&Models::built_in_bytes());
        return Ok((Some(Models::built_in()), told("built-in", Some(digest))));
    };
    if folder.as_os_str() == "none" {
        return Ok((None, told("none", None)));
    }
    let mut all = Vec::new();
    let html = weights(folder, "html.model", PageFormat::Html, Model::read, &mut all)?
        .with_context(|| format!("{} holds no html.model", folder.display()))?;
    let models = Models {
        html,
        text: weights(folder, "text.model", PageFormat::Text, Model::read, &mut all)?,
        html_kinds: weights(folder, "html.kinds", PageFormat::Html, KindModel::read, &mut all)?,
        text_kinds: weights(folder, "text.kinds", PageFormat::Text, KindModel::read, &mut all)?,
    };
    let digest = tamis::digest(&all);
    Ok((Some(Arc::new(models)), told(&folder.display().to_string(), Some(digest))))
}

/// One of the files of weights in a folder, its bytes added to `all`; `None` where there is none of that name.
fn weights<M>(
    folder: &Path,
    name: &str,
    format: PageFormat,
    read: fn(&[u8], PageFormat) -> Result<M, ModelError>,
    all: &mut Vec<u8>,
) -> anyhow::Result<Option<M>> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    all.extend_from_slice(&bytes);
    read(&bytes, format).map(Some).with_context(|| format!("cannot use {}", path.display()))
}

/// An input that the run would write over, or leave out as its own output.
fn refuse_own_output(inputs: &[PathBuf], out: &Path) -> anyhow::Result<()> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    let is_own = |path: &&PathBuf| path.canonicalize().is_ok_and(|real| real.starts_with(&out));
    if let Some(path) = inputs.iter().find(is_own) {
        bail!(
            "{} is the output folder or stands in it, and would be written over; give another --out",
            path.display()
        );
    }
    Ok(())
}

/// One worker a core; one when the system does not say how many there are.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
