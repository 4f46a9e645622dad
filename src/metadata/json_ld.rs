//! What the page's JSON-LD says about it.
//!
//! In: the texts of its scripts and the title that the page declares elsewhere. Out: [`Facts`]
//! about the one thing that the page is about. Walks are loops with a bound on depth and on the
//! number of objects, so hostile nesting costs nothing.

use super::json_repair;
use super::microdata::MOST_TYPES;
use super::title::agree;
use crate::decode::clean;
use crate::record::Link;
use foldhash::HashMap;
use serde_json::{Map, Value};

/// Levels of nesting that are looked at; real pages keep their facts within ten.
const MOST_LEVELS: usize = 16;

/// Objects that are looked at; product pages with all their reviews stay under this.
const MOST_OBJECTS: usize = 20_000;

/// Names of organisations that are kept; an article's page names its publisher and an owner or two.
const MOST_HOUSES: usize = 16;

/// From this many things of equal rank on, the page lists things and is about none of them.
const A_LIST: usize = 3;

/// Trails that are compared with the title.
const MOST_TRAILS: usize = 8;

/// Facts about the page, cleaned of markup and double escapes; dates as written.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Title of the thing that the page is about.
    pub headline: Option<String>,
    /// Title of the page as a web page; it often carries the site's name.
    pub page_name: Option<String>,
    pub types: Vec<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub description: Option<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub site_name: Option<String>,
    /// Names of the organisations that the scripts speak of.
    pub houses: Vec<String>,
    pub url: Option<String>,
    pub breadcrumbs: Vec<Link>,
}

/// How likely a thing is what the page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Page,
    Thing,
    Text,
}

type Object = Map<String, Value>;

/// Everything that one walk over the scripts finds.
#[derive(Default)]
struct Found<'a> {
    by_id: HashMap<&'a str, &'a Object>,
    candidates: Vec<(Rank, &'a Object)>,
    trails: Vec<&'a Object>,
    site: Option<&'a Object>,
    houses: Vec<String>,
    types: Vec<String>,
}

/// Reads all scripts of a page; `declared_title` tells several candidates apart, and a page that shows a film may be about
/// it.
pub(super) fn read(scripts: &[&str], declared_title: Option<&str>, shows_film: bool) -> Facts {
    let values: Vec<Value> = scripts.iter().flat_map(|script| json_repair::values(script)).collect();
    let found = walk(&values);
    let trails: Vec<_> = found.trails.iter().take(MOST_TRAILS).map(|trail| breadcrumbs(trail)).collect();
    // Plug-ins write one each, and an old one ends in an old title.
    let ends_here = |trail: &&Vec<Link>| {
        trail.last().zip(declared_title).is_some_and(|(last, title)| agree(&last.text, title))
    };
    let trail = trails.iter().find(ends_here).or_else(|| trails.iter().find(|trail| !trail.is_empty()));
    let mut facts = Facts {
        breadcrumbs: trail.cloned().unwrap_or_default(),
        site_name: found.site.and_then(|site| words(site.get("name"))),
        ..Facts::default()
    };
    let main = main_thing(&found, declared_title, shows_film);
    let page = found.candidates.iter().find(|(rank, _)| *rank == Rank::Page).map(|(_, page)| *page);
    facts.page_name = page.and_then(|page| words(page.get("headline")).or_else(|| words(page.get("name"))));
    if let Some(thing) = main {
        facts.headline = words(thing.get("headline")).or_else(|| words(thing.get("name")));
    }
    for thing in main.into_iter().chain(page) {
        describe(&mut facts, thing, &found);
    }
    (facts.types, facts.houses) = (found.types, found.houses);
    facts
}

/// Fills what is still unknown from this thing.
fn describe(facts: &mut Facts, thing: &Object, found: &Found) {
    if facts.authors.is_empty() {
        facts.authors = names(thing.get("author"), &found.by_id);
    }
    if facts.authors.is_empty() {
        facts.authors = names(thing.get("creator"), &found.by_id);
    }
    let set = |field: &mut Option<String>, keys: &[&str]| {
        if field.is_none() {
            *field = keys.iter().find_map(|key| words(thing.get(*key)));
        }
    };
    set(&mut facts.published, &["datePublished", "dateCreated", "uploadDate"]);
    set(&mut facts.modified, &["dateModified"]);
    set(&mut facts.description, &["description"]);
    set(&mut facts.language, &["inLanguage"]);
    set(&mut facts.url, &["url"]);
    if facts.image.is_none() {
        facts.image = address(thing.get("image"), &found.by_id);
    }
    if facts.site_name.is_none() {
        facts.site_name = names(thing.get("publisher"), &found.by_id).into_iter().next();
    }
}

/// Looks at every object once, in the order of the page.
fn walk(values: &[Value]) -> Found<'_> {
    let mut found = Found::default();
    // What is still to be looked at: value, level, whether it may be what the page is about.
    let mut todo: Vec<(&Value, usize, bool)> = values.iter().rev().map(|value| (value, 0, true)).collect();
    let mut looked_at = 0;
    while let Some((value, level, main)) = todo.pop() {
        if level > MOST_LEVELS || looked_at > MOST_OBJECTS {
            continue;
        }
        match value {
            Value::Array(items) => todo.extend(items.iter().rev().map(|item| (item, level + 1, main))),
            Value::Object(object) => {
                looked_at += 1;
                note(&mut found, object, main);
                let lists_others = kinds(object).any(|kind| matches!(kind, "FAQPage" | "ItemList"));
                for (key, inner) in object.iter().rev().filter(|(_, inner)| !inner.is_string()) {
                    let leads_on = matches!(key.as_str(), "@graph" | "mainEntity" | "mainEntityOfPage");
                    todo.push((inner, level + 1, main && leads_on && !lists_others));
                }
            }
            _ => {}
        }
    }
    found
}

fn note<'a>(found: &mut Found<'a>, object: &'a Object, main: bool) {
    if let Some(id) = object.get("@id").and_then(Value::as_str)
        && object.len() > 1
    {
        found.by_id.entry(id).or_insert(object);
    }
    let is = |wanted: &str| kinds(object).any(|kind| kind == wanted);
    // Once for each object: a list may name one type a thousand times.
    if is("BreadcrumbList") {
        found.trails.push(object);
    }
    if found.site.is_none() && is("WebSite") {
        found.site = Some(object);
    }
    // Plug-ins call the owner of a personal site both.
    if found.houses.len() < MOST_HOUSES && kinds(object).any(is_organisation) && !is("Person") {
        found.houses.extend(words(object.get("name")));
    }
    for kind in kinds(object) {
        if main && found.types.len() < MOST_TYPES && !found.types.iter().any(|own| own == kind) {
            found.types.push(kind.to_owned());
        }
    }
    if main && let Some(rank) = kinds(object).filter_map(rank).max() {
        found.candidates.push((rank, object));
    }
}

/// The types of an object, without the vocabulary's address.
fn kinds(object: &Object) -> impl Iterator<Item = &str> {
    let (one, several) = match object.get("@type") {
        Some(Value::String(kind)) => (Some(kind.as_str()), None),
        Some(Value::Array(kinds)) => (None, Some(kinds)),
        _ => (None, None),
    };
    let several = several.into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(several).map(|kind| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind))
}

fn is_organisation(kind: &str) -> bool {
    kind.ends_with("Organization") || matches!(kind, "Corporation" | "LocalBusiness")
}

fn rank(kind: &str) -> Option<Rank> {
    let text = kind.ends_with("Article") || kind.ends_with("Posting") && kind != "JobPosting";
    match kind {
        _ if text => Some(Rank::Text),
        "Report" | "Recipe" | "HowTo" | "Question" | "Review" | "CriticReview" | "ClaimReview" => {
            Some(Rank::Text)
        }
        "JobPosting"
        | "Product"
        | "ProductGroup"
        | "Event"
        | "Course"
        | "Book"
        | "Movie"
        | "VideoObject"
        | "CreativeWork"
        | "SoftwareApplication"
        | "Dataset"
        | "PodcastEpisode"
        | "Service" => Some(Rank::Thing),
        "BreadcrumbList" => None,
        _ if kind.ends_with("Page") => Some(Rank::Page),
        _ => None,
    }
}

/// The thing that the page is about: the highest rank, and within it what bears the page's title.
fn main_thing<'a>(found: &Found<'a>, declared_title: Option<&str>, shows_film: bool) -> Option<&'a Object> {
    let highest = found.candidates.iter().map(|(rank, _)| *rank).filter(|rank| *rank > Rank::Page).max()?;
    let equals = || found.candidates.iter().filter(|(rank, _)| *rank == highest).map(|(_, thing)| *thing);
    let bears_title = |thing: &&Object| {
        let own = words(thing.get("headline")).or_else(|| words(thing.get("name")));
        own.zip(declared_title).is_some_and(|(own, declared)| agree(&own, declared))
    };
    if let Some(thing) = equals().find(bears_title) {
        return Some(thing);
    }
    // A film beside the text has a date and a title of its own; a page about one shows it and is nothing else.
    let alone = || shows_film && !found.candidates.iter().any(|(rank, _)| *rank == Rank::Page);
    let is_film = |thing: &Object| kinds(thing).any(|kind| kind == "VideoObject");
    let is_beside = |thing: &Object| declared_title.is_some() && is_film(thing) && !alone();
    equals().next().filter(|thing| equals().count() < A_LIST && !is_beside(thing))
}

/// A plain value, or the first of several.
fn words(value: Option<&Value>) -> Option<String> {
    let mut value = value?;
    for _ in 0..MOST_LEVELS {
        value = match value {
            Value::Array(items) => items.first()?,
            Value::Object(object) => object.get("@value").or_else(|| object.get("name"))?,
            Value::String(own) => return Some(clean(own)).filter(|own| !own.is_empty()),
            Value::Number(number) => return Some(number.to_string()),
            _ => return None,
        };
    }
    None
}

/// Names of people or organisations: a string, an object, a list, or a reference to one.
fn names<'a>(value: Option<&'a Value>, by_id: &HashMap<&'a str, &'a Object>) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo: Vec<(&Value, usize)> = value.into_iter().map(|value| (value, 0)).collect();
    while let Some((value, level)) = todo.pop() {
        if level > MOST_LEVELS {
            continue;
        }
        match value {
            Value::Array(items) => todo.extend(items.iter().rev().map(|item| (item, level + 1))),
            Value::String(name) => out.push(clean(name)),
            Value::Object(object) => {
                let referred = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id));
                let given = full_name(object).or_else(|| full_name(referred?));
                match (given, object.get("@list")) {
                    (Some(name), _) => out.extend(name),
                    (None, Some(list)) => todo.push((list, level + 1)),
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
    out.retain(|name| !name.is_empty());
    out
}

/// The name of a person, from one field or two; a list of names in one object is several people.
fn full_name(object: &Object) -> Option<Vec<String>> {
    if let Some(Value::Array(several)) = object.get("name") {
        return Some(several.iter().filter_map(Value::as_str).map(clean).collect());
    }
    if let Some(name) = words(object.get("name")) {
        return Some(vec![name]);
    }
    let (given, family) = (words(object.get("givenName"))?, words(object.get("familyName"))?);
    Some(vec![format!("{given} {family}")])
}

/// Address of a picture: a string, an object with `url`, a list of them, or a reference.
fn address(value: Option<&Value>, by_id: &HashMap<&str, &Object>) -> Option<String> {
    let mut value = value?;
    for _ in 0..MOST_LEVELS {
        value = match value {
            Value::String(own) => return Some(own.trim().to_owned()).filter(|own| !own.is_empty()),
            Value::Array(items) => items.first()?,
            Value::Object(object) => match object.get("url").or_else(|| object.get("contentUrl")) {
                Some(inner) => inner,
                None => {
                    let referred = by_id.get(object.get("@id")?.as_str()?)?;
                    referred.get("url").or_else(|| referred.get("contentUrl"))?
                }
            },
            _ => return None,
        };
    }
    None
}

/// The steps of a trail, by position; steps without one keep their place.
fn breadcrumbs(trail: &Object) -> Vec<Link> {
    let steps: Vec<&Value> = match trail.get("itemListElement") {
        Some(Value::Array(steps)) => steps.iter().take(MOST_OBJECTS).collect(),
        Some(step) => vec![step],
        None => Vec::new(),
    };
    let mut placed: Vec<(f64, Link)> = Vec::new();
    for (place, step) in steps.iter().filter_map(|step| step.as_object()).enumerate() {
        let position = match step.get("position") {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(number)) => number.trim().parse().ok(),
            _ => None,
        };
        let item = step.get("item");
        let text = words(step.get("name")).or_else(|| words(item?.get("name")));
        let url = match item {
            Some(Value::Object(item)) => item.get("@id").or_else(|| item.get("url")),
            Some(other) => Some(other),
            None => step.get("url"),
        };
        let url = url.and_then(Value::as_str).map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
        if let Some(text) = text {
            placed.push((position.unwrap_or(place as f64), Link { text, url }));
        }
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    placed.into_iter().map(|(_, link)| link).collect()
}
