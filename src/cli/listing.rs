//! The inputs as typed, as a lazy, ordered stream of jobs: the joint between the command line and `input`.
//!
//! STAND-IN until the input room is joined: a plain walk over files, each read whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use tamis::input::RawPage;
use tamis::record::{Container, Format, Source};
use tamis::rejects::{Failure, Reject, RejectCode};
use tamis::run::Job;

pub struct Listing {
    pages: std::vec::IntoIter<PageFile>,
    skipped: BTreeMap<String, u64>,
}

pub struct PageFile {
    id: String,
    path: PathBuf,
}

impl Listing {
    pub fn new(inputs: &[PathBuf]) -> anyhow::Result<Self> {
        let (mut pages, mut skipped) = (Vec::new(), BTreeMap::new());
        for input in inputs {
            if input.as_os_str() == "-" {
                for line in io::stdin().lock().lines() {
                    let path = PathBuf::from(line?);
                    pages.push(PageFile { id: path.display().to_string(), path });
                }
            } else if input.is_dir() {
                walk(input, input, &mut pages, &mut skipped)?;
            } else {
                let id = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
                pages.push(PageFile { id, path: input.clone() });
            }
        }
        Ok(Self { pages: pages.into_iter(), skipped })
    }

    /// Files passed over so far, by reason.
    pub fn skipped(&self) -> BTreeMap<String, u64> {
        self.skipped.clone()
    }
}

fn walk(
    root: &Path,
    folder: &Path,
    pages: &mut Vec<PageFile>,
    skipped: &mut BTreeMap<String, u64>,
) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(root, &path, pages, skipped)?;
        } else if ["html", "htm", "txt"].contains(&kind.as_str()) {
            let id = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            pages.push(PageFile { id, path });
        } else {
            *skipped.entry("other_kind".into()).or_default() += 1;
        }
    }
    Ok(())
}

impl Iterator for Listing {
    type Item = Result<PageFile, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pages.next().map(Ok)
    }
}

impl Job for PageFile {
    fn id(&self) -> String {
        self.id.clone()
    }

    fn source(&self) -> Source {
        Source {
            path: self.path.display().to_string(),
            format: Format::Html,
            container: Container::File,
            offset: None,
            bytes: 0,
            charset: None,
            charset_origin: None,
            sha256: None,
        }
    }

    fn read(&self, _: u64) -> Result<RawPage, Reject> {
        let bytes = fs::read(&self.path).map_err(|reason| {
            Failure::new(RejectCode::Unreadable, format!("cannot read {}: {reason}", self.path.display()))
                .into_reject(self.id.clone(), None, self.source())
        })?;
        Ok(RawPage {
            id: self.id.clone(),
            url: None,
            path: self.path.display().to_string(),
            container: Container::File,
            offset: None,
            format: None,
            charset: None,
            crawled: None,
            bytes,
        })
    }
}
