//! The command line: what was typed comes in, an exit code goes out; one file a subcommand.
//!
//! `args.rs` holds what can be typed, `settings.rs` what it means. All that tamis says to people goes to
//! standard error; standard output is for results alone.

mod args;
mod check;
mod clock;
mod closing;
mod explain;
mod extract;
mod into_folder;
mod listing;
mod progress;
mod rate;
mod rules;
mod schema;
mod score;
mod settings;
mod size;
mod stdin;
mod stop;

use anyhow::Context;
use args::{Cli, Command, Loudness};
use clap::Parser;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All went well.
    Well,
    /// The run failed, or `check` found differences.
    Failed,
    /// Some pages were rejected.
    Rejected,
    /// More pages were rejected than `--max-reject-rate` allows.
    TooManyRejects,
    /// Ctrl-C or SIGTERM; 128 + 2, as shells count.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Well => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::Rejected => Self::from(2),
            Exit::TooManyRejects => Self::from(3),
            Exit::Interrupted => Self::from(130),
        }
    }
}

/// Reads the arguments, does what they say, tells what went wrong.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            // Help and version come this way too. A closed terminal is no reason to fail.
            let _ = message.print();
            return if message.use_stderr() { Exit::Failed } else { Exit::Well }.into();
        }
    };
    start_log(cli.loudness);
    tamis::run::note_panics();
    let result = match &cli.command {
        Command::Extract(args) => extract::run(args, cli.loudness),
        Command::Check(args) => check::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Score(args) => score::run(args),
    };
    result
        .unwrap_or_else(|error| {
            say(&format!("error: {error:#}"));
            Exit::Failed
        })
        .into()
}

/// Log lines of tamis alone: the parser's own warnings are about pages, not about the run.
fn start_log(loudness: Loudness) {
    env_logger::Builder::new()
        .filter_module("tamis", loudness.level())
        .format(|line, record| {
            let level = match record.level() {
                log::Level::Error => "error",
                log::Level::Warn => "warning",
                log::Level::Info => "info",
                log::Level::Debug | log::Level::Trace => "debug",
            };
            writeln!(line, "{level}: {}", record.args())
        })
        .init();
}

/// A line for people. A terminal that is gone is no error.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Text for standard output; a reader that has left is no error.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}
