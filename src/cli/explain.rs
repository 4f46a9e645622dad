//! `tamis explain`: one page, block by block, with what each was taken for and what decided.

use super::args::ExplainArgs;
use super::{Exit, listing, rules, say, settings, stop};
use anstyle::{AnsiColor, Style};
use anyhow::{Context, bail};
use std::io::{self, ErrorKind, Write};
use tamis::Options;
use tamis::classify::Rule;
use tamis::classify::learned::Reasons;
use tamis::input::{Found, Holds};
use tamis::record::{BlockRecord, PageRecord, Role};
use tamis::summary::code_name;

/// Width to which a block's text is cut.
const TEXT_WIDTH: usize = 96;

pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    if !args.page.is_file() {
        bail!("{} is no file; give one page", args.page.display());
    }
    let stop = stop::flag()?;
    let (models, _) = settings::models(args.models.as_deref())?;
    let rules = rules::load(&args.rules)?.loaded;
    let options = Options { blocks: true, rules, models, ..Options::default() };
    let mut outcome = None;
    listing::list(std::slice::from_ref(&args.page), Holds::Shown, stop)?.read(
        options.max_page_bytes,
        &mut |found| {
            outcome = match found {
                Found::Page(page) => Some(tamis::extract(&page, &options).map(|record| {
                    let reasons = tamis::reasons(&page, &options).unwrap_or_default();
                    (record, reasons)
                })),
                Found::Reject(reject) => Some(Err(reject)),
                Found::Skip(_) => None,
            };
        },
    );
    match outcome.context("there is no page to read")? {
        Ok((record, reasons)) => {
            // The stream drops the colours where nobody sees them.
            let mut out = anstream::stdout().lock();
            match write(&mut out, &record, &reasons, args.whole) {
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

fn write(
    out: &mut impl Write,
    record: &PageRecord,
    reasons: &[Option<Reasons>],
    whole: bool,
) -> io::Result<()> {
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
    let reasons = reasons.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    for (block, reasons) in record.blocks.iter().zip(reasons) {
        let colour = colour(block);
        let BlockRecord { role, score, rule, path, .. } = block;
        let role = code_name(role);
        writeln!(out, "{colour}{role:<10}{colour:#} {score:.2}  {rule:<18} {}", cut(&block.text, whole))?;
        let faint = Style::new().dimmed();
        if let Some(reasons) = reasons.filter(|_| whole || rule == Rule::Learned.name()) {
            writeln!(out, "{:>15}  {faint}{}{faint:#}", "", told(reasons))?;
        }
        if whole {
            writeln!(out, "{:>15}  {faint}{path}{faint:#}", "")?;
        }
    }
    Ok(())
}

/// What the model says of a block: its chance, and the features that moved it most, up or down.
fn told(reasons: &Reasons) -> String {
    let strongest = reasons.strongest.iter().map(|own| format!("{:+.2} {}", own.share, own.feature));
    format!("chance {:.2}: {}", reasons.chance, strongest.collect::<Vec<_>>().join(", "))
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
