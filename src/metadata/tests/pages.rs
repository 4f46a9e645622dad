//! Whole pages: which of several sources wins, and that its name is written down.

use super::super::{Evidence, Metadata, declared, settle};
use crate::document::{html, text};
use url::Url;

fn page(source: &str, evidence: Evidence) -> Metadata {
    let document = html::parse(source);
    settle(&declared(&document), &evidence)
}

fn origin<'a>(found: &'a Metadata, field: &str) -> Option<&'a str> {
    found.origins.iter().find(|own| own.field == field).map(|own| own.origin.as_str())
}

#[test]
fn titles_lose_the_sites_name() {
    let table = [
        ("How to rest well - The Daily Rest", "The Daily Rest", "https://a.example/", "How to rest well"),
        ("How to rest well | Daily Rest", "", "https://dailyrest.example/", "How to rest well"),
        ("Daily Rest: news | How to rest well", "Daily Rest: news", "https://a.example/", "How to rest well"),
        ("How to rest well – DR", "DR", "https://a.example/", "How to rest well"),
        ("怎样休息好_某某网", "某某网", "https://a.example/", "怎样休息好"),
        ("Rest - the way to well-being", "", "https://a.example/", "Rest - the way to well-being"),
        ("Daily Rest", "Daily Rest", "https://a.example/", "Daily Rest"),
    ];
    for (title, site, url, expected) in table {
        let source = format!("<title>{title}</title><meta property='og:site_name' content='{site}'>");
        let url = Url::parse(url).ok();
        let found = page(&source, Evidence { url: url.as_ref(), ..Evidence::default() });
        assert_eq!(found.title.as_deref(), Some(expected), "{title}");
        assert_eq!(origin(&found, "title"), Some("title_element"));
    }
}

#[test]
fn the_title_block_wins_when_it_agrees_and_loses_when_nothing_knows_it() {
    let head = "<title>How to rest well - Daily</title><meta property='og:title' content='How to rest well'>";
    let agreeing = page(head, Evidence { title: Some("How to Rest Well"), ..Evidence::default() });
    assert_eq!(agreeing.title.as_deref(), Some("How to Rest Well"));
    assert_eq!(origin(&agreeing, "title"), Some("heading"));
    let strange = page(head, Evidence { title: Some("Menu"), ..Evidence::default() });
    assert_eq!(strange.title.as_deref(), Some("How to rest well"));
    assert_eq!(origin(&strange, "title"), Some("open_graph"));
}

#[test]
fn an_undated_page_is_called_what_head_and_address_call_it() {
    let head = "<title>Bicycle Repair and Service | Spoke House</title>";
    let title = |head: &str, url: &str, shown: &str| {
        let url = Url::parse(url).ok();
        page(head, Evidence { url: url.as_ref(), title: Some(shown), ..Evidence::default() }).title.unwrap()
    };
    let slogan = "Your bicycle deserves the best";
    let table = [
        ("https://a.example/shop/bicycle-repair-service/", slogan, "Bicycle Repair and Service"),
        ("https://a.example/Bicycle%20Repair.html", slogan, "Bicycle Repair and Service"),
        // The shown one says as much.
        ("https://a.example/bicycle-repair", "Bicycle repair", "Bicycle repair"),
        // The address says nothing: no words, one word, other words.
        ("https://a.example/", slogan, slogan),
        ("https://a.example/repair", slogan, slogan),
        ("https://a.example/node-4711", slogan, slogan),
        ("https://a.example/your-bicycle-deserves", slogan, slogan),
    ];
    for (url, shown, expected) in table {
        assert_eq!(title(head, url, shown), expected, "{url}");
    }
    let url = "https://a.example/bicycle-repair-service";
    for told in ["<meta name='author' content='Ada Spoke'>", "<meta name='date' content='2024-05-06'>"] {
        assert_eq!(title(&format!("{head}{told}"), url, slogan), slogan, "{told}");
    }
}

#[test]
fn a_person_goes_before_the_site_and_a_rule_before_all() {
    let head = "<meta property='og:site_name' content='Daily Rest'><meta name='author' content='Daily Rest'>";
    let bylines = ["By Jane Doe"];
    let found = page(head, Evidence { bylines: &bylines, ..Evidence::default() });
    assert_eq!(
        (found.authors.as_slice(), origin(&found, "authors")),
        (&["Jane Doe".to_owned()][..], Some("byline"))
    );
    let found = page(head, Evidence::default());
    assert_eq!(
        (found.authors.as_slice(), origin(&found, "authors")),
        (&["Daily Rest".to_owned()][..], Some("meta"))
    );
    let ruled = Evidence {
        bylines: &bylines,
        rule_authors: Some("Max Poe"),
        rule_date: Some("31.05.2024"),
        ..Evidence::default()
    };
    let found = page(head, ruled);
    assert_eq!(
        (found.authors.as_slice(), origin(&found, "authors")),
        (&["Max Poe".to_owned()][..], Some("rule"))
    );
    assert_eq!((found.published.as_deref(), origin(&found, "published")), (Some("2024-05-31"), Some("rule")));
}

#[test]
fn text_overrules_a_wrong_language() {
    let german = "Nach der Geburt hoffen viele Mütter, dass ihre Kinder so bald wie möglich Muttermilch trinken können. \
                  Es wird jedoch nicht sofort viel Milch geben, sondern sie nimmt nach und nach zu, während das Kind trinkt.";
    let found = page("<html lang='en-US'>", Evidence { body: german, ..Evidence::default() });
    assert_eq!((found.language.as_deref(), origin(&found, "language")), (Some("de"), Some("text")));
    let found = page("<html lang='de-AT'>", Evidence { body: german, ..Evidence::default() });
    assert_eq!((found.language.as_deref(), origin(&found, "language")), (Some("de"), Some("html_lang")));
    let found = page("<html lang='zh_CN'>", Evidence { body: "OK", ..Evidence::default() });
    assert_eq!(found.language.as_deref(), Some("zh"));
    let found = page("<html lang='eu'>", Evidence { body: german, ..Evidence::default() });
    assert_eq!(found.language.as_deref(), Some("eu"), "a language that detection does not know is believed");
}

#[test]
fn addresses_are_resolved() {
    let head =
        "<base href='/sub/'><link rel=canonical href='page'><meta property='og:image' content='../i.jpg'>";
    let url = Url::parse("https://a.example/x/y").ok();
    let found = page(head, Evidence { url: url.as_ref(), ..Evidence::default() });
    assert_eq!(found.canonical_url.as_deref(), Some("https://a.example/sub/page"));
    assert_eq!(found.image.as_deref(), Some("https://a.example/i.jpg"));
    let unknown = page(head, Evidence::default());
    assert_eq!((unknown.canonical_url, unknown.image), (None, None));
}

#[test]
fn microdata_of_comments_is_not_the_articles() {
    let body = "<article itemscope itemtype='http://schema.org/Article'><h1 itemprop='headline'>Rest</h1>\
        <span itemprop='author' itemscope itemtype='http://schema.org/Person'><b itemprop='name'>Jane Doe</b></span>\
        <time itemprop='datePublished' datetime='2024-05-31'></time>\
        <div itemprop='comment' itemscope itemtype='http://schema.org/Comment'><i itemprop='author'>Max Poe</i></div></article>\
        <ol itemscope itemtype='http://schema.org/BreadcrumbList'><li itemprop='itemListElement' itemscope \
        itemtype='http://schema.org/ListItem'><a itemprop='item' href='/a'><span itemprop='name'>A</span></a></li></ol>";
    let document = html::parse(body);
    let said = declared(&document);
    let found = settle(&said, &Evidence::default());
    assert_eq!(found.authors, ["Jane Doe"]);
    assert_eq!(found.published.as_deref(), Some("2024-05-31"));
    let trail: Vec<_> =
        said.breadcrumbs.iter().map(|link| (link.text.as_str(), link.url.as_deref())).collect();
    assert_eq!(trail, [("A", Some("/a"))]);
}

#[test]
fn plain_text_declares_nothing() {
    let document = text::parse("<title>No</title>\nWords.");
    let said = declared(&document);
    assert_eq!(said, super::super::Declared::default());
    let found = settle(&said, &Evidence { title: Some("A title"), ..Evidence::default() });
    assert_eq!((found.title.as_deref(), origin(&found, "title")), (Some("A title"), Some("heading")));
}

#[test]
fn a_description_says_more_than_the_title() {
    let head = "<title>How to rest - Daily</title><meta property='og:site_name' content='Daily'>\
        <meta name='description' content='How to rest!'>";
    assert_eq!(page(head, Evidence::default()).description, None);
    let second = format!("{head}<meta name='twitter:description' content='Rest in ten minutes.'>");
    assert_eq!(page(&second, Evidence::default()).description.as_deref(), Some("Rest in ten minutes."));
}

#[test]
fn a_longer_name_is_one_of_more_letters_and_not_of_more_bytes() {
    let head = "<meta name='author' content='Zoë Žůrek'>";
    let bylines = ["By Zoë Žůrek"];
    let found = page(head, Evidence { bylines: &bylines, ..Evidence::default() });
    assert_eq!(origin(&found, "authors"), Some("meta"), "the same name is not made whole by the byline");
}
