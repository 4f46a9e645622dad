//! `tamis check`: a folder of pages held against the records expected of them, and the site
//! rules against their own examples.

use super::args::CheckArgs;
use super::settings::cores;
use super::{Exit, listing, print, rules, stop};
use anyhow::ensure;
use tamis::Options;
use tamis::check::{Fixtures, compare_all, failed_examples};
use tamis::run::{Ending, Run};

pub fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    ensure!(args.raw.is_dir(), "{} is not a folder; give the folder of raw pages", args.raw.display());
    let fixtures = Fixtures { raw: &args.raw, expected: &args.fixtures };
    let rules = rules::load(&args.rules)?.loaded;
    let options = Options { rules: rules.clone(), ..Options::default() };
    let pages = listing::list(std::slice::from_ref(&args.raw));
    let run = Run {
        threads: cores(),
        max_page_bytes: options.max_page_bytes,
        extract: &|page| tamis::extract(page, &options),
        stop: stop::flag()?,
    };
    let (ending, report) = compare_all(pages, &run, fixtures)?;
    if ending == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    let broken_rules = failed_examples(&rules, &run)?;
    broken_rules.iter().try_for_each(|line| print(&format!("{line}\n")))?;
    let equal = if args.accept {
        let (written, removed) = report.accept()?;
        print(&format!("{} pages, {written} fixtures written, {removed} removed\n", report.pages()))?;
        true
    } else {
        print(&format!("{report}\n"))?;
        report.is_equal()
    };
    Ok(if equal && broken_rules.is_empty() { Exit::Well } else { Exit::Failed })
}
