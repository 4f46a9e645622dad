use crate::document::{Attr, Document, html};
use std::io::{Read, Write};
#[test]
#[ignore]
fn measure() {
    let list = std::env::var("LIST").unwrap();
    let mut out = std::fs::File::create(std::env::var("OUT").unwrap()).unwrap();
    let mut spent = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    let mut n = 0; let (mut lang, mut auth, mut titl) = (std::time::Duration::ZERO, std::time::Duration::ZERO, std::time::Duration::ZERO);
    for line in std::fs::read_to_string(list).unwrap().lines() {
        let (path, url) = line.split_once('\t').unwrap();
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let doc = html::parse(&text);
        let id = path.rsplit('/').next().unwrap();
        let h1 = doc.descendants(0).find(|i| doc.tag(*i) == Some(crate::document::Tag::H1) && !doc.words(*i).is_empty()).map(|i| doc.words(i));
        let by = bylines(&doc);
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        let body: String = doc.descendants(0).filter(|i| doc.tag(*i) == Some(crate::document::Tag::P)).map(|i| doc.words(i)).take(40).collect::<Vec<_>>().join("\n");
        let url = url::Url::parse(url).ok();
        let declared = super::super::declared(&doc);
        spent.0 += best(|| { super::super::declared(&doc); });
        lang += best(|| { super::super::language::choose(&declared, &body); });
        auth += best(|| { let k = super::super::title::SiteNames::gather(&declared, url.as_ref()); super::super::authors::choose(&declared, &super::super::Evidence { bylines: &by, ..Default::default() }, &k, None); });
        titl += best(|| { let k = super::super::title::SiteNames::gather(&declared, url.as_ref()); super::super::title::choose(&declared, h1.as_deref(), &k); });
        spent.1 += best(|| { super::super::settle(&declared, &super::super::Evidence { title: h1.as_deref(), bylines: &by, body: &body, url: url.as_ref(), ..Default::default() }); });
        let m = super::super::settle(&declared, &super::super::Evidence { title: h1.as_deref(), bylines: &by, body: &body, url: url.as_ref(), ..Default::default() });
        n += 1;
        let o: Vec<String> = m.origins.iter().map(|o| format!("{}={}", o.field, o.origin)).collect();
        let row = serde_json::json!({"id": id, "text": "", "title": m.title, "authors": m.authors, "published": m.published, "modified": m.modified,
            "language": m.language, "site_name": m.site_name, "origins": o, "h1": h1, "by": by, "titles": declared.titles.iter().map(|t| format!("{}: {}", t.origin.name(), t.value)).collect::<Vec<_>>(),
            "as": declared.authors.iter().map(|t| format!("{}: {:?}", t.origin.name(), t.value)).collect::<Vec<_>>(),
            "ps": declared.published.iter().map(|t| format!("{}: {}", t.origin.name(), t.value)).collect::<Vec<_>>(), "crumbs": declared.breadcrumbs.len(), "types": declared.types,
            "langs": declared.languages.iter().map(|t| t.value.clone()).collect::<Vec<_>>(), "image": m.image, "canonical": m.canonical_url});
        writeln!(out, "{row}").unwrap();
    }
    eprintln!("{n} pages, lang {:?} auth {:?} title {:?} declared {:?}, settle {:?} a page", lang / n, auth / n, titl / n, spent.0 / n, spent.1 / n);
}
fn bylines(doc: &Document) -> Vec<String> {
    let mut out = Vec::new();
    let mut skip = 0;
    for id in doc.descendants(0) {
        if id < skip { continue }
        let class = doc.attr(id, Attr::Class).unwrap_or_default().to_lowercase();
        if ["author", "byline", "date", "posted-on", "entry-meta", "post-meta"].iter().any(|w| class.contains(w)) {
            let w = doc.words(id);
            if !w.is_empty() && w.len() < 200 { out.push(w); skip = doc.node(id).end; }
        }
        if out.len() >= 4 { break }
    }
    out
}

fn best(mut f: impl FnMut()) -> std::time::Duration {
    (0..3).map(|_| { let t = std::time::Instant::now(); f(); t.elapsed() }).min().unwrap()
}
