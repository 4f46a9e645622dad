//! What can be typed, and the help that says so.

use super::{rate, size};
use clap::{Args, Parser, Subcommand, ValueEnum};
use log::LevelFilter;
use std::path::PathBuf;

/// Turns crawled web pages into clean structured records: article body, numbered advice lists,
/// navigation links, teasers.
#[derive(Debug, Parser)]
#[command(name = "tamis", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 all well, 1 failed, 2 some pages were rejected, 3 too many were, \
    130 interrupted.\n\
    `tamis <COMMAND> --help` has examples.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How much to say.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read pages and write a record for each
    Extract(Box<ExtractArgs>),
    /// Compare the records of a folder of pages with the expected ones
    Check(CheckArgs),
    /// Show what every block of a page was taken for, and what decided
    Explain(ExplainArgs),
    /// Print the JSON Schema of a record
    Schema(SchemaArgs),
    /// Measure records against labelled pages
    Score(ScoreArgs),
}

/// Place in the help of what every command has: behind what is its own.
const LAST: usize = 900;

/// How much tamis says on standard error.
#[derive(Debug, Clone, Copy, Args)]
pub struct Loudness {
    /// Say more; twice for every detail
    #[arg(short, long, global = true, display_order = LAST, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, display_order = LAST, conflicts_with = "verbose")]
    pub quiet: bool,
}

impl Loudness {
    /// The log lines that are shown.
    pub fn level(self) -> LevelFilter {
        match (self.quiet, self.verbose) {
            (true, _) => LevelFilter::Error,
            (false, 0) => LevelFilter::Warn,
            (false, 1) => LevelFilter::Info,
            (false, _) => LevelFilter::Debug,
        }
    }

    /// Whether more was asked for.
    pub fn is_verbose(self) -> bool {
        self.verbose > 0
    }
}

/// A format of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// pages.jsonl, one record a line
    Jsonl,
    /// five tables joined on page_id
    Csv,
    /// pages.parquet, one nested row a page
    Parquet,
    /// markdown.jsonl, the article as Markdown, one page a line
    Markdown,
}

/// How lines are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compression {
    /// not at all
    None,
    /// gzip
    Gz,
    /// Zstandard
    Zst,
}

/// What standard input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stdin {
    /// paths, one a line
    List,
    /// one page of HTML or plain text
    Page,
}

/// What to prefer when in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Favored {
    /// less text, surer
    Precision,
    /// more text, less sure
    Recall,
}

/// Which site rules apply.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// File or folder of site rules (*.toml); may be given several times. Without it, the folder
    /// `rules` of the working directory is used if it holds any
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Use no site rules
    #[arg(long, conflicts_with = "rules")]
    pub no_rules: bool,
}

/// Arguments of `tamis extract`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tamis extract raw --out out
      every page under raw/; records in out/pages.jsonl and out/*.csv
  tamis extract page.html --out - | jq .advice_lists
      one page, its record on standard output
  find crawl -name '*.html.gz' | tamis extract - --out out --format jsonl
      a list of paths on standard input
  pdftotext leaflet.pdf - | tamis extract - --stdin page --out -
      a page of plain text on standard input
  tamis extract CC-MAIN-00000.warc.gz --out out --format jsonl
      every page of a web archive; a damaged record is one reject
  tamis extract pages.parquet --html-column raw --url-column address --out out
      every row of a table
  zcat pages.jsonl.gz | tamis extract - --out -
      lines of JSON on standard input
  tamis extract crawl --out out --format parquet --shard-pages 100000
      out/pages-00000.parquet and so on, a hundred thousand pages each
  tamis extract crawl --out out --format jsonl,markdown --compress zst
      out/pages.jsonl.zst and out/markdown.jsonl.zst
  tamis extract crawl --out out --threads 8 --max-page-bytes 8MiB

The folder then holds the records (pages.jsonl, pages.parquet, markdown.jsonl, or the tables
pages.csv, sections.csv, list_items.csv, links.csv, teasers.csv), rejects.jsonl (the pages without
a record, each with its reason) and run.json (the run in numbers). A run that was interrupted,
killed or out of space is gone on with by the same command; --restart begins anew.
Exit codes: 0 all well, 1 failed, 2 some pages were rejected, 3 more than --max-reject-rate
allows, 130 interrupted.")]
pub struct ExtractArgs {
    /// Pages (.html .htm .xhtml .txt), web archives (.warc .wet), tables (.jsonl .ndjson .csv .tsv
    /// .parquet), bundles (.tar .tgz .zip), all but .parquet, .tgz and .zip also with .gz or .zst, and
    /// folders of them; `-` reads standard input: by its first bytes a web archive, lines of JSON or a page
    /// of HTML; a list of paths when at least half of its first lines name files, or all look as if they
    /// did; else a page of plain text. Tables and bundles do not come on `-`, but for lines of JSON
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// What standard input holds, when that should not be guessed
    #[arg(long, value_name = "WHAT")]
    pub stdin: Option<Stdin>,
    /// Folder for the output, made when missing; `-` writes records to standard output
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// Formats of the records, parted by commas [default: jsonl,csv]
    #[arg(long, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<Format>,
    /// Which columns of tables hold what.
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Pack all lines; Parquet files pack their columns in any case
    #[arg(long, value_name = "HOW", default_value = "none")]
    pub compress: Compression,
    /// Cut the output after so many records; all formats at the same page, rejects not at all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub shard_pages: Option<u64>,
    /// Cut the output after the page with which its records reach this size, in the format that takes
    /// most and not packed
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    pub shard_bytes: Option<u64>,
    /// Number of workers, at most 1024 [default: one a core]; the output does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Largest page, unpacked; larger ones are rejected
    #[arg(long, value_name = "SIZE", default_value = "32MiB", value_parser = size::parse)]
    pub max_page_bytes: u64,
    /// Longest time for a page; slower ones are rejected; 0 for no limit
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub max_page_seconds: u64,
    /// Fail with exit code 3 when more than this share of the pages is rejected (0.05 or 5%); the output
    /// is put in place all the same
    #[arg(long, value_name = "RATE", value_parser = rate::parse)]
    pub max_reject_rate: Option<f64>,
    /// Begin anew where a run was interrupted, instead of going on
    #[arg(long)]
    pub restart: bool,
    /// Note this often how far the run is; so much of it is done again after it was killed
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub checkpoint: f64,
    /// When in doubt whether a block is content: leave it out (precision), take it (recall)
    #[arg(long, value_name = "WHAT")]
    pub favor: Option<Favored>,
    /// Folder of models to use instead of the built-in ones, or `none` for rules alone (a folder without
    /// `html.kinds` or `text.kinds` leaves the kinds of those pages to the rules): to measure
    #[arg(long, value_name = "DIR", hide = true)]
    pub models: Option<PathBuf>,
    /// Write every block of a page with its role, and where its metadata came from
    #[arg(long)]
    pub blocks: bool,
    /// Which site rules apply.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Columns of tables (JSON Lines, CSV, TSV, Parquet) by name; what is not named is guessed.
#[derive(Debug, Args)]
pub struct ColumnArgs {
    /// Column or key of tables with the pages' HTML [default: html, raw_html, content, raw_content …]
    #[arg(long, value_name = "NAME")]
    pub html_column: Option<String>,
    /// Column or key with the pages' plain text [default: text, plain_text …, where there is no HTML]
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Column or key with the pages' addresses [default: url, uri, target_uri …]
    #[arg(long, value_name = "NAME")]
    pub url_column: Option<String>,
    /// Column or key with the pages' ids [default: id, warc_id, record_id …, else the number of the line]
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,
}

/// A time that a clock can tell.
fn seconds(text: &str) -> Result<f64, String> {
    let most = 1e9;
    let typed = text.parse().ok().filter(|seconds| (0.0..=most).contains(seconds));
    typed.ok_or_else(|| format!("`{text}` is not a number of seconds"))
}

/// Arguments of `tamis check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tamis check raw fixtures
      extracts every page under raw/ and compares it with fixtures/<id>.json
  tamis check raw fixtures --accept
      makes the fixtures what the pages now come out as; look at the changes before you commit them

Differences name the page, the field and the first change; in long texts [-words-] were expected and
{+words+} found. Exit codes: 0 all equal, 1 differences or a failure.")]
pub struct CheckArgs {
    /// Folder of raw pages
    #[arg(value_name = "PAGES")]
    pub raw: PathBuf,
    /// Folder of expected records
    #[arg(value_name = "EXPECTED")]
    pub fixtures: PathBuf,
    /// Write the expected records anew and remove those without a page
    #[arg(long)]
    pub accept: bool,
    /// Which site rules apply.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Arguments of `tamis explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tamis explain page.html
      where title, authors and dates came from, then a line a block: role, how sure, what decided, text
  tamis explain page.html.gz --whole | less -R

`learned` is the trained model's choice of content; under it stand the chance that the model gives, and the
features that moved it most, up or down. Any other name is a rule's.")]
pub struct ExplainArgs {
    /// A page (.html .htm .xhtml .txt, also .gz and .zst)
    pub page: PathBuf,
    /// Show whole texts, what the model says of each, and the path of elements to it
    #[arg(long)]
    pub whole: bool,
    /// Folder of models to use instead of the built-in ones, or `none` for rules alone (a folder without
    /// `html.kinds` or `text.kinds` leaves the kinds of those pages to the rules): to measure
    #[arg(long, value_name = "DIR", hide = true)]
    pub models: Option<PathBuf>,
    /// Which site rules apply.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Arguments of `tamis schema`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tamis schema > record.schema.json
  tamis schema --tables")]
pub struct SchemaArgs {
    /// Print the columns of the CSV tables instead, as Markdown
    #[arg(long)]
    pub tables: bool,
}

/// Arguments of `tamis score`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tamis score out/pages.jsonl gold
      prints how well text, lists, teasers and links agree with the labels in gold/*.json
  tamis score out/pages.jsonl gold --worst 10 --json score.json

A labelled page is a JSON file named as the page is (0007.json for 0007.html); README.md tells what it
holds. Pages without a record count as missed.")]
pub struct ScoreArgs {
    /// Records: the pages.jsonl of a run
    #[arg(value_name = "PAGES.jsonl")]
    pub records: PathBuf,
    /// Folder of labelled pages (*.json, *.json.gz)
    #[arg(value_name = "LABELS")]
    pub labels: PathBuf,
    /// Name this many of the pages whose text agrees least
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub worst: usize,
    /// Write the figures as JSON, too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}
