//! `tamis check`: a folder of pages held against the records expected of them.

use super::args::CheckArgs;
use super::settings::cores;
use super::{Exit, listing, print, rules, stop};
use anyhow::ensure;
use tamis::Options;
use tamis::check::{Fixtures, compare_all};
use tamis::run::{Ending, Run};

pub fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    ensure!(args.raw.is_dir(), "{} is not a folder; give the folder of raw pages", args.raw.display());
    let fixtures = Fixtures { raw: &args.raw, expected: &args.fixtures };
    let _rules = rules::paths(&args.rules)?;
    let options = Options::default();
    let pages = listing::list(std::slice::from_ref(&args.raw));
    let run = Run {
        threads: cores(),
        max_page_bytes: options.max_page_bytes,
        extract: &|page| tamis::extract(page, &options).map_err(Box::from),
        stop: stop::flag()?,
    };
    let (ending, report) = compare_all(pages, &run, fixtures)?;
    if ending == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    if args.accept {
        let (written, removed) = report.accept()?;
        print(&format!("{} pages, {written} fixtures written, {removed} removed\n", report.pages()))?;
        return Ok(Exit::Well);
    }
    print(&format!("{report}\n"))?;
    Ok(if report.is_equal() { Exit::Well } else { Exit::Failed })
}
