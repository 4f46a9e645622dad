//! Which site rules a run uses: those named, else those of the folder `rules`, else none.
//! They are loaded before anything is written, so that a typing error in one costs nothing.

use super::args::RuleArgs;
use anyhow::bail;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tamis::site_rules::SiteRules;

/// The folder that is used without being named.
const USUAL_FOLDER: &str = "rules";

/// The rules to use.
pub struct Rules {
    /// Files and folders from which they were loaded.
    pub paths: Vec<PathBuf>,
    pub loaded: Arc<SiteRules>,
}

/// Finds and loads the rules.
pub fn load(args: &RuleArgs) -> anyhow::Result<Rules> {
    let paths = paths(args)?;
    let loaded = Arc::new(SiteRules::load(&paths)?);
    Ok(Rules { paths, loaded })
}

/// Files and folders of the rules to use.
fn paths(args: &RuleArgs) -> anyhow::Result<Vec<PathBuf>> {
    if args.no_rules {
        return Ok(Vec::new());
    }
    if let Some(missing) = args.rules.iter().find(|path| !path.exists()) {
        bail!("there are no site rules at {}; name a .toml file or a folder of them", missing.display());
    }
    if args.rules.is_empty() && holds_rules(Path::new(USUAL_FOLDER)) {
        log::info!("using the site rules in {USUAL_FOLDER}/; --no-rules leaves them out");
        return Ok(vec![USUAL_FOLDER.into()]);
    }
    Ok(args.rules.clone())
}

fn holds_rules(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.path().extension().is_some_and(|extension| extension == "toml"))
}
