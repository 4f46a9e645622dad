//! JSON-LD is read as pages write it, whole or broken.

use super::super::json_ld::read;

#[test]
fn authors_come_in_every_shape() {
    let table = [
        r#"{"@type":"Article","author":"Jane Doe"}"#,
        r#"{"@type":"Article","author":{"@type":"Person","name":"Jane Doe"}}"#,
        r#"{"@type":"Article","author":[{"name":"Jane Doe"}]}"#,
        r#"{"@type":["NewsArticle"],"creator":["Jane Doe"]}"#,
        r##"{"@graph":[{"@type":"Article","author":{"@id":"#j"}},{"@type":"Person","@id":"#j","name":"Jane Doe"}]}"##,
        r#"{"@type":"WebPage","mainEntity":{"@type":"Article","author":{"givenName":"Jane","familyName":"Doe"}}}"#,
    ];
    for script in table {
        assert_eq!(read(&[script], None, false).authors, ["Jane Doe"], "{script}");
    }
}

#[test]
fn broken_json_is_recovered() {
    let table = [
        "<!-- {\"@type\":\"Article\",\"headline\":\"A title\"} -->",
        "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A title\"}\n//]]>",
        "<![CDATA[{\"@type\":\"Article\",\"headline\":\"A title\"}]]>",
        "{\"@type\":\"Article\",\"headline\":\"A title\",}",
        "{\"@type\":\"Article\",\"description\":\"two\nlines\",\"headline\":\"A title\"}",
        "{\"@type\":\"Article\",\"description\":\"a \"quoted\" word\",\"headline\":\"A title\"}",
        "{\"@type\":\"Article\",\"description\":\"it\\'s\",\"headline\":\"A title\"};",
        "{\"@type\":\"Article\",\"headline\":\"A title\",\"author\":{\"name\":\"cut o",
        "{\"@type\":\"Organization\"}{\"@type\":\"Article\",\"headline\":\"A title\"}",
    ];
    for script in table {
        assert_eq!(read(&[script], None, false).headline.as_deref(), Some("A title"), "{script}");
    }
}

#[test]
fn hostile_nesting_gives_nothing_and_ends() {
    let deep = "[".repeat(100_000);
    assert_eq!(read(&[&deep], None, false).headline, None);
    let objects = r#"{"mainEntity":"#.repeat(100_000);
    assert_eq!(read(&[&objects], None, false).headline, None);
    let loops =
        r##"{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@id":"#a","author":{"@id":"#a"}}]}"##;
    assert!(read(&[loops], None, false).authors.is_empty());
}

#[test]
fn double_escapes_and_tags_are_undone() {
    let script = r#"{"@type":"Article","headline":"It&amp;#8217;s <em>here</em> &amp; now"}"#;
    assert_eq!(read(&[script], None, false).headline.as_deref(), Some("It’s here & now"));
}

#[test]
fn a_list_of_articles_is_no_article() {
    let script = r#"[{"@type":"Article","headline":"One"},{"@type":"Article","headline":"Two"},
                     {"@type":"Article","headline":"Three"}]"#;
    assert_eq!(read(&[script], None, false).headline, None);
    assert_eq!(read(&[script], Some("Two"), false).headline.as_deref(), Some("Two"));
}

#[test]
fn trails_are_in_order_of_their_positions() {
    let script = r#"{"@type":"BreadcrumbList","itemListElement":[
        {"@type":"ListItem","position":2,"item":{"@id":"/b","name":"B"}},
        {"@type":"ListItem","position":"1","name":"A","item":"/a"}]}"#;
    let trail = read(&[script], None, false).breadcrumbs;
    let trail: Vec<_> = trail.iter().map(|link| (link.text.as_str(), link.url.as_deref())).collect();
    assert_eq!(trail, [("A", Some("/a")), ("B", Some("/b"))]);
}

#[test]
fn an_object_is_noted_once_whatever_its_types() {
    let script = r#"{"@type":["Organization","NewsMediaOrganization","Organization"],"name":"Rest"}"#;
    assert_eq!(read(&[script], None, false).houses, ["Rest"]);
    let script = r#"{"@type":["Organization","Person"],"name":"Ada Poe"}"#;
    assert!(read(&[script], None, false).houses.is_empty());
    // By the square this takes minutes.
    let kinds = ["\"Organization\",\"BreadcrumbList\""; 50_000].join(",");
    let script = format!(r#"{{"@type":[{kinds}],"name":"Rest","itemListElement":[{{}}]}}"#);
    assert_eq!(read(&[&script], None, false).houses, ["Rest"]);
}

#[test]
fn a_film_is_what_a_page_that_shows_one_is_about() {
    let film = r#"{"@type":"VideoObject","name":"Reel","uploadDate":"2024-03-05"}"#;
    let page = r#"{"@type":"WebPage","name":"Shearing day"}"#;
    let published = |scripts: &[&str], shown| read(scripts, Some("Shearing day"), shown).published;
    assert_eq!(published(&[film], true).as_deref(), Some("2024-03-05"));
    assert_eq!(published(&[film], false), None, "beside the text");
    assert_eq!(published(&[film, page], true), None, "of a page that is another thing");
}
