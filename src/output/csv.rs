//! Records as five tables (RFC 4180, UTF-8, header row), joined on `page_id`.
//!
//! The columns stand right above the rows that fill them, and a row is an array of the same length, so
//! the two cannot part. Positions count from 0, as in the JSON. Comments, blocks and origins stand in
//! the JSONL only.

use crate::record::{AdviceItem, AdviceList, Link, PageRecord};
use crate::summary::code_name;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the header row.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

/// One of the five tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One row a page.
    Pages,
    /// One row a block of the body.
    Sections,
    /// One row an item of a numbered list.
    ListItems,
    /// One row a link that leads through the site.
    Links,
    /// One row a teaser.
    Teasers,
}

impl Table {
    /// All tables, in the order of the record's fields.
    pub const ALL: [Self; 5] = [Self::Pages, Self::Sections, Self::ListItems, Self::Links, Self::Teasers];

    /// Name of the table's file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Pages => "pages.csv",
            Self::Sections => "sections.csv",
            Self::ListItems => "list_items.csv",
            Self::Links => "links.csv",
            Self::Teasers => "teasers.csv",
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Pages => &PAGE_COLUMNS,
            Self::Sections => &SECTION_COLUMNS,
            Self::ListItems => &LIST_ITEM_COLUMNS,
            Self::Links => &LINK_COLUMNS,
            Self::Teasers => &TEASER_COLUMNS,
        }
    }

    /// Its header row.
    pub fn header(self) -> Vec<u8> {
        let mut rows = Rows::new();
        rows.push(self.columns().iter().map(|column| column.name));
        rows.into_bytes()
    }

    /// The rows that a record adds to it.
    pub fn rows(self, record: &PageRecord) -> Vec<u8> {
        let mut rows = Rows::new();
        match self {
            Self::Pages => rows.push(page_row(record)),
            Self::Sections => section_rows(record, &mut rows),
            Self::ListItems => list_item_rows(record, &mut rows),
            Self::Links => link_rows(record, &mut rows),
            Self::Teasers => teaser_rows(record, &mut rows),
        }
        rows.into_bytes()
    }
}

/// Rows under way.
struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    fn new() -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()))
    }

    fn push<I: IntoIterator<Item: AsRef<[u8]>>>(&mut self, cells: I) {
        // Memory takes all that is written, and a table's rows are arrays of one length.
        self.0.write_record(cells).expect("rows of one length, written to memory");
    }

    fn into_bytes(self) -> Vec<u8> {
        // As above: memory takes all that is written.
        self.0.into_inner().expect("written to memory")
    }
}

const fn column(name: &'static str, meaning: &'static str) -> Column {
    Column { name, meaning }
}

/// The column by which the tables are joined; first in each.
const PAGE_ID: Column = column("page_id", "the record's `id`");

/// Columns of `pages.csv`.
pub const PAGE_COLUMNS: [Column; 24] = [
    PAGE_ID,
    column("url", "address as crawled"),
    column("host", "host name of `url`"),
    column("path", "file that held the page"),
    column("format", "`html` or `text`"),
    column("container", "kind of that file"),
    column("offset", "byte offset in the container"),
    column("bytes", "size of the page, unpacked"),
    column("charset", "charset it was decoded with"),
    column("charset_origin", "what decided the charset"),
    column("sha256", "digest of the page's bytes"),
    column("title", "title of the article"),
    column("authors", "names, parted by `; `"),
    column("published", "ISO 8601"),
    column("modified", "ISO 8601"),
    column("language", "ISO 639-1"),
    column("site_name", "name of the site"),
    column("description", "the page's summary of itself"),
    column("canonical_url", "address that the page calls its own"),
    column("image", "address of the lead picture"),
    column("page_kind", "`article`, `listing`, …"),
    column("text", "title and body as plain text"),
    column("confidence", "0 to 1"),
    column("warnings", "codes, parted by `; `"),
];

fn page_row(record: &PageRecord) -> [String; PAGE_COLUMNS.len()] {
    let source = &record.source;
    let warnings: Vec<String> = record.warnings.iter().map(|warning| code_name(&warning.code)).collect();
    [
        record.id.clone(),
        cell(&record.url),
        cell(&record.host),
        source.path.clone(),
        code_name(&source.format),
        code_name(&source.container),
        cell(&source.offset),
        source.bytes.to_string(),
        cell(&source.charset),
        source.charset_origin.as_ref().map(code_name).unwrap_or_default(),
        cell(&source.sha256),
        cell(&record.title),
        record.authors.join("; "),
        cell(&record.published),
        cell(&record.modified),
        cell(&record.language),
        cell(&record.site_name),
        cell(&record.description),
        cell(&record.canonical_url),
        cell(&record.image),
        code_name(&record.page_kind),
        record.text.clone(),
        record.confidence.to_string(),
        warnings.join("; "),
    ]
}

/// Columns of `sections.csv`.
pub const SECTION_COLUMNS: [Column; 8] = [
    PAGE_ID,
    column("section", "position of the section"),
    column("heading", "its heading; empty before the first one"),
    column("level", "level of the heading, 1 to 6; 0 without"),
    column("block", "position of the block in the section; empty when there is only a heading"),
    column("kind", "`paragraph`, `list`, `table`, `quote`, `code`, `caption`"),
    column("text", "the block's text"),
    column("list", "position of the list in `list_items.csv` when the block is a numbered list"),
];

fn section_rows(record: &PageRecord, rows: &mut Rows) {
    for (at, section) in record.sections.iter().enumerate() {
        let row = |block: String,
                   kind: String,
                   text: String,
                   list: String|
         -> [String; SECTION_COLUMNS.len()] {
            let heading = cell(&section.heading);
            [record.id.clone(), at.to_string(), heading, section.level.to_string(), block, kind, text, list]
        };
        if section.blocks.is_empty() {
            // The heading alone would be lost otherwise.
            rows.push(row(String::new(), String::new(), String::new(), String::new()));
        }
        for (position, block) in section.blocks.iter().enumerate() {
            rows.push(row(
                position.to_string(),
                code_name(&block.kind),
                block.text.clone(),
                cell(&block.list),
            ));
        }
    }
}

/// Columns of `list_items.csv`.
pub const LIST_ITEM_COLUMNS: [Column; 10] = [
    PAGE_ID,
    column("list", "position of the list among the page's numbered lists"),
    column("heading", "sentence or heading that introduces the list"),
    column("section", "position of the section in which the list begins"),
    column("item", "position of the item; `2.0` is the first item of the list inside item `2`"),
    column("parent", "the item around it; empty at the top"),
    column("number", "the number shown"),
    column("label", "the marker shown"),
    column("title", "the item's own heading"),
    column("text", "the item's words"),
];

fn list_item_rows(record: &PageRecord, rows: &mut Rows) {
    for (position, list) in record.advice_lists.iter().enumerate() {
        item_rows(&record.id, position, list, &list.items, "", rows);
    }
}

/// Rows of `items` and of the items inside them.
fn item_rows(
    id: &str,
    position: usize,
    list: &AdviceList,
    items: &[AdviceItem],
    parent: &str,
    rows: &mut Rows,
) {
    for (at, item) in items.iter().enumerate() {
        let path = if parent.is_empty() { at.to_string() } else { format!("{parent}.{at}") };
        let row: [String; LIST_ITEM_COLUMNS.len()] = [
            id.to_owned(),
            position.to_string(),
            cell(&list.heading),
            list.section.to_string(),
            path.clone(),
            parent.to_owned(),
            item.number.to_string(),
            item.label.clone(),
            cell(&item.title),
            item.text.clone(),
        ];
        rows.push(row);
        item_rows(id, position, list, &item.items, &path, rows);
    }
}

/// Columns of `links.csv`.
pub const LINK_COLUMNS: [Column; 5] = [
    PAGE_ID,
    column("kind", "`previous`, `next`, `breadcrumb`, `pagination`, `menu`, `footer`"),
    column("position", "position among the page's links of this kind"),
    column("text", "the words"),
    column("url", "where they lead; empty when unknown"),
];

fn link_rows(record: &PageRecord, rows: &mut Rows) {
    let navigation = &record.navigation;
    let kinds: [(&str, &[Link]); 6] = [
        ("previous", navigation.previous.as_slice()),
        ("next", navigation.next.as_slice()),
        ("breadcrumb", &navigation.breadcrumbs),
        ("pagination", &navigation.pagination),
        ("menu", &navigation.menu),
        ("footer", &navigation.footer),
    ];
    for (kind, links) in kinds {
        for (position, link) in links.iter().enumerate() {
            let row: [String; LINK_COLUMNS.len()] = [
                record.id.clone(),
                kind.to_owned(),
                position.to_string(),
                link.text.clone(),
                cell(&link.url),
            ];
            rows.push(row);
        }
    }
}

/// Columns of `teasers.csv`.
pub const TEASER_COLUMNS: [Column; 8] = [
    PAGE_ID,
    column("position", "position among the page's teasers"),
    column("title", "title of the other page"),
    column("snippet", "the piece of its text that is shown"),
    column("truncated", "`true` when the snippet ends in the middle"),
    column("url", "where it leads; empty when unknown"),
    column("image", "address of its picture"),
    column("group", "heading over the group of teasers"),
];

fn teaser_rows(record: &PageRecord, rows: &mut Rows) {
    for (position, teaser) in record.teasers.iter().enumerate() {
        let row: [String; TEASER_COLUMNS.len()] = [
            record.id.clone(),
            position.to_string(),
            teaser.title.clone(),
            cell(&teaser.snippet),
            teaser.truncated.to_string(),
            cell(&teaser.url),
            cell(&teaser.image),
            cell(&teaser.group),
        ];
        rows.push(row);
    }
}

/// A value, or an empty cell where there is none.
fn cell<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}
