//! TOML files to rules, every mistake with its file, line and rule.

use super::pattern::Pattern;
use super::{Example, Field, SiteRule, SiteRules};
use scraper::Selector;
use serde::de::{SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};
use toml::Spanned;

/// Why rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// A file or folder does not open.
    #[error("{}: the rules cannot be read: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A rule is wrong.
    #[error("{}:{line}: {rule}: {problem}", path.display())]
    Invalid {
        /// The file that holds the rule.
        path: PathBuf,
        /// Line of the mistake, from 1.
        line: usize,
        /// The rule, by name where it has one, else by number.
        rule: String,
        /// What is wrong and what would be right.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<Spanned<RuleTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    name: Option<Spanned<String>>,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    #[serde(default)]
    paths: Vec<Spanned<String>>,
    #[serde(default)]
    select: BTreeMap<Field, Spanned<Selectors>>,
    #[serde(default)]
    example: Vec<Example>,
}

/// One selector, or several of which any may match.
enum Selectors {
    One(String),
    Several(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Selectors {
    /// By hand, because serde's untagged enums forget where in the file a value stands.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;
        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Selectors;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a CSS selector or a list of them")
            }

            fn visit_str<E>(self, selector: &str) -> Result<Selectors, E> {
                Ok(Selectors::One(selector.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Selectors, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Selectors::Several)
            }
        }
        deserializer.deserialize_any(OneOrSeveral)
    }
}

/// See [`SiteRules::load`].
pub(super) fn load(paths: &[PathBuf]) -> Result<SiteRules, RuleError> {
    let mut rules = SiteRules::default();
    let mut texts = String::new();
    for path in paths {
        let unreadable = |source| RuleError::Unreadable { path: path.clone(), source };
        for file in files(path).map_err(unreadable)? {
            let text = fs::read_to_string(&file)
                .map_err(|source| RuleError::Unreadable { path: file.clone(), source })?;
            texts.push_str(&text);
            File { path: &file, text: &text }.load(&mut rules)?;
        }
    }
    rules.sha256 = (!rules.rules.is_empty()).then(|| crate::digest(texts.as_bytes()));
    Ok(rules)
}

/// The file itself, or the rule files of a folder.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "toml") {
            files.push(file);
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// A rule file that is being read.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

impl File<'_> {
    fn load(&self, rules: &mut SiteRules) -> Result<(), RuleError> {
        let file: RuleFile = toml::from_str(self.text).map_err(|error| self.syntax(&error))?;
        for (index, table) in file.rule.into_iter().enumerate() {
            let span = table.span();
            let table = table.into_inner();
            let Some(name) = table.name.as_ref().filter(|name| !name.get_ref().is_empty()) else {
                let problem = "the rule has no name: add name = \"…\"".to_owned();
                return Err(self.invalid(span, format!("rule number {}", index + 1), problem));
            };
            let called = format!("rule {:?}", name.get_ref());
            if let Some(other) = rules.rules.iter().find(|rule| rule.name == *name.get_ref()) {
                let problem =
                    format!("{} holds a rule of this name already: choose another", other.path.display());
                return Err(self.invalid(name.span(), called, problem));
            }
            let (hosts, rule) =
                self.rule(table, span).map_err(|(span, problem)| self.invalid(span, called, problem))?;
            rules.add(rule, hosts);
        }
        Ok(())
    }

    /// The rule of a table with its hosts, or where in the file it is wrong and why.
    fn rule(&self, table: RuleTable, span: Range<usize>) -> Result<(Vec<String>, SiteRule), Wrong> {
        let Some(name) = table.name else { return Err((span, "the rule has no name".to_owned())) };
        if table.hosts.is_empty() {
            return Err((span, "the rule is for no host: add hosts = [\"site.example\"]".to_owned()));
        }
        if table.select.is_empty() {
            return Err((span, "the rule selects nothing: add [rule.select] with selectors".to_owned()));
        }
        let hosts = table.hosts.iter().map(host).collect::<Result<_, _>>()?;
        let paths = table.paths.iter().map(pattern).collect::<Result<_, _>>()?;
        let mut selectors = BTreeMap::new();
        for (field, list) in table.select {
            selectors.insert(field, compile(field, list)?);
        }
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let beside = |example: Example| Example { page: folder.join(&example.page), ..example };
        let examples = table.example.into_iter().map(beside).collect();
        Ok((
            hosts,
            SiteRule { name: name.into_inner(), path: self.path.to_owned(), examples, paths, selectors },
        ))
    }

    /// What the TOML parser or the shape of the tables object to.
    fn syntax(&self, error: &toml::de::Error) -> RuleError {
        let span = error.span().unwrap_or_default();
        let before = self.text.get(..span.start).unwrap_or_default();
        let number = before.lines().filter(|line| line.trim_start().starts_with("[[rule]]")).count();
        let rule =
            if number == 0 { "before the first rule".to_owned() } else { format!("rule number {number}") };
        self.invalid(span, rule, error.message().to_owned())
    }

    fn invalid(&self, span: Range<usize>, rule: String, problem: String) -> RuleError {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        RuleError::Invalid { path: self.path.to_owned(), line, rule, problem }
    }
}

/// Where something is wrong, and what.
type Wrong = (Range<usize>, String);

/// A host as addresses write it: in lower case, in ASCII.
fn host(typed: &Spanned<String>) -> Result<String, Wrong> {
    let wrong = || {
        let problem =
            format!("{:?} is no host name: write site.example, without scheme and path", typed.get_ref());
        (typed.span(), problem)
    };
    if typed.get_ref().contains(['/', ':', '@', '?', '#', '*', ' ']) {
        return Err(wrong());
    }
    match url::Host::parse(typed.get_ref()) {
        Ok(host) => Ok(host.to_string().trim_end_matches('.').to_owned()),
        Err(_) => Err(wrong()),
    }
}

fn pattern(typed: &Spanned<String>) -> Result<Pattern, Wrong> {
    if typed.get_ref().starts_with(['/', '*']) {
        return Ok(Pattern::new(typed.get_ref()));
    }
    let problem =
        format!("{:?} matches no path: paths begin with /, and * stands for anything", typed.get_ref());
    Err((typed.span(), problem))
}

fn compile(field: Field, list: Spanned<Selectors>) -> Result<Vec<Selector>, Wrong> {
    let span = list.span();
    let list = match list.into_inner() {
        Selectors::One(selector) => vec![Spanned::new(span, selector)],
        Selectors::Several(list) if list.is_empty() => {
            return Err((span, format!("{} lists no selector: add one or leave it out", field.name())));
        }
        Selectors::Several(list) => list,
    };
    let compile = |selector: Spanned<String>| {
        Selector::parse(selector.get_ref()).map_err(|error| {
            let problem =
                format!("{} has no valid CSS selector in {:?}: {error}", field.name(), selector.get_ref());
            (selector.span(), problem)
        })
    };
    list.into_iter().map(compile).collect()
}
