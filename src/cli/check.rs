//! `tamis check`: a folder of pages held against the records expected of them, and the site
//! rules against their own examples.

use super::args::CheckArgs;
use super::settings::cores;
use super::{Exit, listing, print, rules, say, stop};
use anyhow::ensure;
use tamis::Options;
use tamis::check::{Fixtures, compare_all, failed_examples};
use tamis::input::Holds;
use tamis::run::{Ending, Run};
use tamis::summary::count;

pub fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    ensure!(args.raw.is_dir(), "{} is not a folder; give the folder of raw pages", args.raw.display());
    ensure!(
        args.accept || args.fixtures.is_dir(),
        "there is no folder of expected records at {}; `tamis check {} {} --accept` makes it of today's records",
        args.fixtures.display(),
        args.raw.display(),
        args.fixtures.display()
    );
    let fixtures = Fixtures { raw: &args.raw, expected: &args.fixtures };
    let rules = rules::load(&args.rules)?.loaded;
    let options = Options { rules: rules.clone(), ..Options::default() };
    let stop = stop::flag()?;
    let pages = listing::list(std::slice::from_ref(&args.raw), Holds::Shown, stop)?;
    let run = Run {
        threads: cores(),
        max_page_bytes: options.max_page_bytes,
        extract: &|page| tamis::extract(page, &options),
        stop,
    };
    let (ending, report) = compare_all(pages, &run, fixtures)?;
    if ending == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    let broken_rules = failed_examples(&rules, &run)?;
    broken_rules.iter().try_for_each(|line| print(&format!("{line}\n")))?;
    let equal = if args.accept {
        let (written, removed) = report.accept()?;
        let (pages, written) = (count(report.pages() as u64, "page"), count(written as u64, "fixture"));
        print(&format!("{pages}, {written} written, {removed} removed\n"))?;
        true
    } else {
        print(&format!("{report}\n"))?;
        if !report.is_equal() && rules.rules().is_empty() {
            say("no site rules in use; where the fixtures were made with some, name them with --rules");
        }
        report.is_equal()
    };
    Ok(if equal && broken_rules.is_empty() { Exit::Well } else { Exit::Failed })
}
