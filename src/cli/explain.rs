//! `tamis explain`: one page, block by block, with what each was taken for and what decided.

use super::args::ExplainArgs;
use super::{Exit, listing, rules, say, stop};
use anstyle::{AnsiColor, Style};
use anyhow::{Context, bail};
use std::io::{self, ErrorKind, Write};
use tamis::Options;
use tamis::input::Found;
use tamis::record::{BlockRecord, PageRecord, Role};
use tamis::summary::code_name;

/// Width to which a block's text is cut.
const TEXT_WIDTH: usize = 96;

pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    if !args.page.is_file() {
        bail!("{} is no file; give one page", args.page.display());
    }
    let stop = stop::flag()?;
    let options = Options { blocks: true, rules: rules::load(&args.rules)?.loaded, ..Options::default() };
    let mut outcome = None;
    listing::list(std::slice::from_ref(&args.page), stop)?.read(options.max_page_bytes, &mut |found| {
        outcome = match found {
            Found::Page(page) => Some(tamis::extract(&page, &options)),
            Found::Reject(reject) => Some(Err(reject)),
            Found::Skip(_) => None,
        };
    });
    match outcome.context("there is no page to read")? {
        Ok(record) => {
            // The stream drops the colours where nobody sees them.
            let mut out = anstream::stdout().lock();
            match write(&mut out, &record, args.whole) {
                Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                    Err(error).context("cannot write to standard output")
                }
                _ => Ok(Exit::Well),
            }
        }
        Err(reject) => {
            say(&format!("rejected {:?}: {}", reject.id, reject.message));
            Ok(Exit::Rejected)
        }
    }
}

fn write(out: &mut impl Write, record: &PageRecord, whole: bool) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(
        out,
        "{bold}{}{bold:#}  {:?}, confidence {:.3}",
        record.id, record.page_kind, record.confidence
    )?;
    let values = serde_json::to_value(record).unwrap_or_default();
    for origin in &record.origins {
        let value = match &values[&origin.field] {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        writeln!(out, "  {:<14} {}  (from {})", origin.field, cut(&value, whole), origin.origin)?;
    }
    for warning in &record.warnings {
        writeln!(out, "  warning        {}", warning.message)?;
    }
    writeln!(out)?;
    for block in &record.blocks {
        let colour = colour(block);
        let BlockRecord { role, score, rule, path, .. } = block;
        let role = code_name(role);
        writeln!(out, "{colour}{role:<10}{colour:#} {score:.2}  {rule:<18} {}", cut(&block.text, whole))?;
        if whole {
            writeln!(out, "{:>15}  {path}", "")?;
        }
    }
    Ok(())
}

/// Content stands out, teasers and links have colours of their own, the rest is faint.
fn colour(block: &BlockRecord) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match block.role {
        _ if block.hidden => Style::new().dimmed().strikethrough(),
        Role::Title => colour(AnsiColor::Green).bold(),
        Role::Body => colour(AnsiColor::Green),
        Role::Numbered => colour(AnsiColor::Cyan),
        Role::Teaser => colour(AnsiColor::Yellow),
        Role::PrevNext | Role::Breadcrumb | Role::Toc => colour(AnsiColor::Blue),
        Role::Comments | Role::Byline => colour(AnsiColor::Magenta),
        _ => Style::new().dimmed(),
    }
}

/// A text in one line, cut to a line's width unless all of it is wanted. Pages hold anything, and a terminal
/// obeys control characters: they are shown as what they are not.
fn cut(text: &str, whole: bool) -> String {
    let line = text.replace('\n', " ⏎ ").replace(char::is_control, "�");
    match line.char_indices().nth(TEXT_WIDTH) {
        Some((end, _)) if !whole => format!("{}…", line[..end].trim_end()),
        _ => line,
    }
}
