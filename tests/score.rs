//! `tamis score` from end to end: a run's records held against labels.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::{tamis, write_pages};
use tempfile::{TempDir, tempdir};

/// Two pages, their records, and an empty folder for labels.
fn workplace() -> TempDir {
    let place = tempdir().unwrap();
    write_pages(&place.path().join("raw"), 2);
    fs::create_dir(place.path().join("labels")).unwrap();
    let run = tamis().current_dir(place.path()).args(["extract", "raw", "--out", "out"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    place
}

fn label(place: &Path, name: &str, labels: &Value) {
    fs::write(place.join("labels").join(name), labels.to_string()).unwrap();
}

/// `tamis score`: exit code, what was printed, what was said, and the figures.
fn score(place: &Path) -> (Option<i32>, String, String, Value) {
    let args = ["score", "out/pages.jsonl", "labels", "--worst", "1", "--json", "score.json"];
    let output = tamis().current_dir(place).args(args).output().unwrap();
    let figures = fs::read_to_string(place.join("score.json")).unwrap_or_else(|_| "null".to_owned());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let figures = serde_json::from_str(&figures).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr), figures)
}

/// Labels of the first page: its list with one item altered, one of its two teasers and one that it lacks.
fn structure() -> Value {
    json!({
        "id": "page-0000",
        "numbered_lists": [{"heading": "Here is what we do with it, in this order:", "items": [
            {"number": 1, "text": "Fill a basin with cool water and stir in a spoonful of soap."},
            {"number": 2, "text": "Something else that the page does not say at all, in as many words."},
            {"number": 3, "text": "3. Rinse it twice, roll it into a towel and dry it flat."}]}],
        "links": {"previous": null, "next": {"text": "Silk", "href": "/silk"}, "breadcrumbs": []},
        "teasers": [
            {"title": "Stains of tea and what removes them", "snippet": null, "href": "/a"},
            {"title": "A teaser that the page does not show", "snippet": null, "href": "/z"}],
        "blocks": [
            {"role": "title", "text": "How to wash fabric number 0"},
            {"role": "body", "text": "Here is what we do with it, in this order:"},
            {"role": "teaser", "text": "Stains of tea and what removes them"}]
    })
}

#[test]
fn structure_is_counted_part_by_part() {
    let place = workplace();
    label(place.path(), "page-0000.json", &structure());
    let (code, printed, _, figures) = score(place.path());
    assert_eq!(code, Some(0));
    assert!(
        printed.contains("1 labelled, 1 with a record") && printed.contains("numbered items"),
        "{printed}"
    );
    let own = &figures["structure"];
    assert_eq!(own["items"], json!({"f1": 2.0 * 2.0 / 6.0, "matched": 2, "labelled": 3, "found": 3}));
    assert_eq!(own["lists_whole"], json!({"share": 0.0, "held": 0, "all": 1}));
    assert_eq!(own["list_headings"]["held"], 1);
    assert_eq!(own["teasers"], json!({"f1": 0.5, "matched": 1, "labelled": 2, "found": 2}));
    assert_eq!(own["teaser_urls"]["held"], 1);
    assert_eq!((&own["prev_next"]["labelled"], &own["prev_next"]["found"]), (&json!(1), &json!(0)));
    assert_eq!(own["in_text"]["teaser"]["held"], 0);
    assert_eq!(own["in_text"]["body"]["held"], 1);
    assert_eq!(figures["worst"][0]["id"], "page-0000");
}

#[test]
fn content_is_a_mean_over_labelled_pages_and_missing_ones_count() {
    let place = workplace();
    let text = "How to wash fabric number 1";
    let labels = |text: &str| {
        json!({"ground_truth": {"main_content": text, "title": text, "with": ["wash fabric"],
            "without": ["Moths, and how"]}, "_internal": {"page_type": {"primary": "service"}}})
    };
    label(place.path(), "page-0001.json", &labels(text));
    label(place.path(), "page-0009.json", &labels("a page without a record"));
    let (code, printed, _, figures) = score(place.path());
    assert_eq!(code, Some(0), "{printed}");
    let own = &figures["content"];
    assert_eq!((&figures["pages"], &figures["answered"]), (&json!(2), &json!(1)));
    // All labelled words are in the one record; the other page has none.
    assert_eq!(own["recall"], 0.5);
    let precision = own["precision"].as_f64().unwrap();
    assert!(precision > 0.0 && precision < 0.25, "the record holds the whole article: {precision}");
    assert_eq!((&own["with"], &own["without"]), (&json!(0.5), &json!(0.0)));
    assert_eq!(own["metadata"]["title"], json!([0.5, 2]));
    assert_eq!(own["by_kind"]["service"][1], 2);
    assert_eq!(figures["worst"][0], json!({"id": "page-0009", "f1": 0.0}));
}

#[test]
fn what_is_no_label_and_no_record_is_told_by_name() {
    let place = workplace();
    let (code, _, said, _) = score(place.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("labels holds no labelled pages"), "{said}");
    label(place.path(), "page-0000.json", &json!({"something": "else"}));
    let (code, _, said, _) = score(place.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("page-0000.json is no labelled page"), "{said}");
    label(place.path(), "page-0000.json", &structure());
    label(place.path(), "page-0000.html.json", &structure());
    let (code, _, said, _) = score(place.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("two files of labels label the page page-0000"), "{said}");
    fs::remove_file(place.path().join("labels/page-0000.html.json")).unwrap();
    fs::rename(place.path().join("labels/page-0000.json"), place.path().join("labels/other.json")).unwrap();
    let (code, _, said, _) = score(place.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("no record of out/pages.jsonl belongs to a page"), "{said}");
    fs::write(place.path().join("out/pages.jsonl"), "{\"id\": 1}\n").unwrap();
    let (code, _, said, _) = score(place.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("pages.jsonl, line 1: not a record"), "{said}");
}
