//! What the record makes of tables and lists, on pages of a few lines.

mod support;

use support::rice::{self, PROSE};
use tamis::record::{BlockKind, PageRecord};

/// The record of an article that holds this between two paragraphs.
fn record(inner: &str) -> PageRecord {
    rice::record(&format!(
        "<main><article><h1>How to cook rice</h1><p>{PROSE}</p>{inner}<p>{PROSE}</p></article></main>"
    ))
}

fn blocks(record: &PageRecord, kind: BlockKind) -> Vec<&str> {
    let blocks = record.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter(|block| block.kind == kind).map(|block| block.text.as_str()).collect()
}

#[test]
fn cells_stand_in_their_columns_whatever_is_empty_or_wide() {
    let record = record(
        "<table><tr><th>Sort</th><th>Water</th><th>Minutes</th></tr>\
         <tr><td>Basmati</td><td></td><td>12</td></tr>\
         <tr><td colspan=2>Any leftover rice</td><td>3</td></tr></table>",
    );
    assert_eq!(
        blocks(&record, BlockKind::Table),
        ["Sort\tWater\tMinutes\nBasmati\t\t12\nAny leftover rice\t\t3"]
    );
}

#[test]
fn two_terms_share_their_definition() {
    let record = record(
        "<dl><dt>Rice cooker</dt><dt>Steamer</dt><dd>A pot that stops by itself when all the water is gone.</dd>\
         <dt>Trivet</dt><dd>A stand of iron or cork on which a hot pot does no harm to the table.</dd></dl>",
    );
    let lists =
        record.sections.iter().flat_map(|section| &section.blocks).find(|block| !block.items.is_empty());
    let items = &lists.expect("a list").items;
    assert_eq!(items.len(), 2, "{items:?}");
    assert!(items[0].starts_with("Rice cooker\nSteamer\nA pot") && items[1].starts_with("Trivet\nA stand"));
}

#[test]
fn lists_in_items_keep_their_marks() {
    let record = record(
        "<ol><li>Wash the rice until the water stays clear, which takes four rounds.<ul><li>cold water only</li>\
         <li>no soap at all</li></ul></li><li>Let it stand in fresh water for half an hour before it is cooked.</li></ol>",
    );
    let item = &record.advice_lists[0].items[0];
    assert!(item.text.ends_with("four rounds.\n\n- cold water only\n- no soap at all"), "{}", item.text);
    let list = blocks(&record, BlockKind::List)[0];
    assert!(
        list.starts_with("1. Wash") && list.contains("\n   - cold water only\n   - no soap at all\n2. Let"),
        "{list}"
    );
}
