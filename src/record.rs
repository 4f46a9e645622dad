//! The output contract, schema version 1: what is written for a page.
//!
//! One [`PageRecord`] becomes one line of `pages.jsonl`. Keys always stand in the order of these
//! types; an absent value is `null`, `[]` or `""`, never a missing key. The CSV tables, the JSON
//! Schema (`tamis schema`) and the README's table of fields all come from this file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the contract; it changes when a field changes its name, its type or its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything tamis has to say about one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageRecord {
    /// Version of the output contract: 1.
    pub schema: u32,
    /// Stable name of the page within its source, such as `women/75880.html`; unique within a run.
    pub id: String,
    /// The page's address as crawled; null when unknown.
    pub url: Option<String>,
    /// Host name of `url`, in lower case.
    pub host: Option<String>,
    /// Where the page's bytes came from and how they were read.
    pub source: Source,
    /// Title of the article, without the site's name.
    pub title: Option<String>,
    /// Names of the authors, in the order of the page.
    pub authors: Vec<String>,
    /// Day or time of publication, ISO 8601 (`2024-05-31` or `2024-05-31T08:00:00+02:00`).
    pub published: Option<String>,
    /// Day or time of the last change, ISO 8601.
    pub modified: Option<String>,
    /// Language of the text, as an ISO 639-1 code (`en`, `zh`).
    pub language: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// The page's own summary of itself.
    pub description: Option<String>,
    /// The address that the page calls its own.
    pub canonical_url: Option<String>,
    /// Address of the page's lead picture.
    pub image: Option<String>,
    /// What sort of page it is.
    pub page_kind: PageKind,
    /// Title and body as plain text: paragraphs parted by a blank line, list items on lines of
    /// their own with their numbers. No navigation, no teasers. Empty when the page has no body.
    pub text: String,
    /// The body again, by heading and by block.
    pub sections: Vec<Section>,
    /// The numbered lists of the article, in document order; a nested list stands here too.
    pub advice_lists: Vec<AdviceList>,
    /// Links that lead through the site.
    pub navigation: Navigation,
    /// Titles and snippets of other pages, shown to draw the reader there.
    pub teasers: Vec<Teaser>,
    /// Readers' comments, kept apart from the article.
    pub comments: Vec<Comment>,
    /// How sure the choice of content is, 0 to 1.
    pub confidence: f32,
    /// What was odd about the page, by stable code.
    pub warnings: Vec<Warning>,
    /// Every block of the page with its role; empty unless asked for (`--blocks`).
    pub blocks: Vec<BlockRecord>,
    /// Which source each piece of metadata came from; empty unless asked for (`--blocks`).
    pub origins: Vec<FieldOrigin>,
}

/// Where a page's bytes came from and how they were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Path of the file, as opened.
    pub path: String,
    /// Markup or plain text.
    pub format: Format,
    /// What kind of file the page stood in.
    pub container: Container,
    /// Where the page's record stands in its container: the byte of the file at which a record of a web
    /// archive, or the packed member that holds it, begins; the unpacked byte for lines, rows of CSV and
    /// entries of tar; the number of the row, from 0, for Parquet; null for a file of its own.
    pub offset: Option<u64>,
    /// Size of the page in bytes, after decompression.
    pub bytes: u64,
    /// Charset it was decoded with, by its WHATWG name (`UTF-8`, `windows-1252`, `gb18030`);
    /// null when no text was decoded.
    pub charset: Option<String>,
    /// What decided the charset; null when no text was decoded.
    pub charset_origin: Option<CharsetOrigin>,
    /// SHA-256 of the page's bytes, in hexadecimal; null when they could not be read.
    pub sha256: Option<String>,
}

/// Markup or plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// HTML or XHTML.
    Html,
    /// Text whose markup is already lost.
    Text,
}

/// What kind of file a page stood in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// A file of its own.
    File,
    /// A web archive.
    Warc,
    /// A web archive of plain texts.
    Wet,
    /// A line of JSON.
    Jsonl,
    /// A row of a CSV or TSV table.
    Csv,
    /// A row of a Parquet table.
    Parquet,
    /// An entry of a tar file.
    Tar,
    /// An entry of a zip file.
    Zip,
}

/// What decided a page's charset, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CharsetOrigin {
    /// A byte order mark.
    Bom,
    /// The HTTP header or the container.
    Container,
    /// A `<meta>` element or an XML declaration of the page.
    Meta,
    /// The bytes are valid UTF-8, whatever else was said.
    Utf8,
    /// Statistics of the bytes.
    Detected,
}

/// What sort of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// One text to read.
    Article,
    /// A list of links or cards that lead to other pages.
    Listing,
    /// Posts of several people.
    Forum,
    /// One thing on sale.
    Product,
    /// Reference or manual.
    Documentation,
    /// What an organisation offers.
    Service,
    /// Things on sale, side by side.
    Collection,
    /// None of these.
    Other,
}

/// A heading of the article and the blocks under it; the first section may have no heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Text of the heading; null for what stands before the first one.
    pub heading: Option<String>,
    /// Level of the heading, 1 to 6; 0 where there is no heading.
    pub level: u8,
    /// What stands under the heading, in reading order.
    pub blocks: Vec<SectionBlock>,
}

/// One block of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionBlock {
    /// What the block is.
    pub kind: BlockKind,
    /// Its text; the items of a list and the rows of a table stand on lines of their own.
    pub text: String,
    /// The items of a list, each with its marker; the rows of a table, cells parted by a tab.
    pub items: Vec<String>,
    /// Index into the record's `advice_lists` when the block is a numbered list; else null.
    pub list: Option<u32>,
}

/// What a block of a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// Items, numbered or not.
    List,
    /// Rows of cells.
    Table,
    /// Somebody else's words.
    Quote,
    /// Preformatted text.
    Code,
    /// Words that belong to a picture, its alternative text among them.
    Caption,
}

/// A numbered list of the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdviceList {
    /// The sentence or short paragraph that introduces the list right before it, else the heading
    /// over it.
    pub heading: Option<String>,
    /// Index into the record's `sections` of the section in which the list begins.
    pub section: u32,
    /// The items in the order of the page.
    pub items: Vec<AdviceItem>,
}

/// One item of a numbered list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdviceItem {
    /// The number as the page shows it: 3 for "3." and for "Step 3:" and for "③".
    pub number: i64,
    /// The marker as the page shows it: "3.", "Step 3:", "③"; a bare `<ol>` shows "3.".
    pub label: String,
    /// The heading that holds the number, without it; null when the number stands in the text.
    pub title: Option<String>,
    /// All the item's words but number and title; paragraphs parted by a blank line.
    pub text: String,
    /// Items of a numbered list inside this item; their words stand in `text` too.
    pub items: Vec<AdviceItem>,
}

/// Links that lead through the site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Navigation {
    /// The page before this one.
    pub previous: Option<Link>,
    /// The page after this one.
    pub next: Option<Link>,
    /// The trail from the site's front page to this one, this one included where shown.
    pub breadcrumbs: Vec<Link>,
    /// Links to the other parts of a page that is cut into several.
    pub pagination: Vec<Link>,
    /// Links of menus.
    pub menu: Vec<Link>,
    /// Links of the footer.
    pub footer: Vec<Link>,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where they lead, resolved against the page's base; null when unknown, as in plain text.
    pub url: Option<String>,
}

/// Title, snippet and link of another page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Teaser {
    /// Title of the other page.
    pub title: String,
    /// The piece of its text that is shown; null when there is none.
    pub snippet: Option<String>,
    /// Whether the snippet ends in the middle ("...").
    pub truncated: bool,
    /// Where it leads; null when unknown.
    pub url: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// The heading over the group of teasers, such as "Recommend".
    pub group: Option<String>,
}

/// What a reader wrote under the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Who wrote it, where shown.
    pub author: Option<String>,
    /// When, as ISO 8601, where it can be told.
    pub published: Option<String>,
    /// The words.
    pub text: String,
}

/// Something odd about a page that did not keep it from becoming a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// What was odd.
    pub code: WarningCode,
    /// The detail, for people.
    pub message: String,
}

/// Every oddity that a record can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// Bytes that are invalid in the page's charset became U+FFFD.
    InvalidBytes,
    /// The declared charset does not fit the bytes; another was used.
    CharsetMislabelled,
    /// UTF-8 was read in another charset and encoded again before the page was crawled; it was put right.
    EncodedTwice,
    /// The name of the file says that it is packed, and it is not: it was read as it is.
    NotPacked,
    /// No block was found to be content.
    NoContent,
    /// A site rule's selector matched nothing on this page.
    RuleUnmatched,
    /// The page's markup ends in the middle of a tag or an element that must be closed.
    Truncated,
    /// Elements are nested deeper than 512, or formatting is left open time and again: some elements
    /// stand beside those that they should stand in, or were not made anew.
    DepthCapped,
    /// The length that a web archive tells of the page's record is wrong: it was read up to the next record.
    WrongLength,
}

/// A block of the page as the classifier saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockRecord {
    /// What the block is to the page.
    pub role: Role,
    /// How sure the role is, 0 to 1.
    pub score: f32,
    /// Name of the rule or model that decided.
    pub rule: String,
    /// The words.
    pub text: String,
    /// Links in it.
    pub links: Vec<Link>,
    /// Elements from the root to the block (`html/body/main/p`); `line N` in plain text.
    pub path: String,
    /// Whether the page hides the block from readers.
    pub hidden: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The title of the article.
    Title,
    /// Author, date, place: who and when.
    Byline,
    /// The article's text, headings and tables.
    Body,
    /// Item of a numbered list in the body.
    Numbered,
    /// Table of contents.
    Toc,
    /// Menus and lists of categories.
    Menu,
    /// The trail to this page.
    Breadcrumb,
    /// Links to the page before and the page after.
    PrevNext,
    /// Part of a teaser or the heading over a group of them.
    Teaser,
    /// Readers' comments.
    Comments,
    /// Advertisements, newsletters, calls to action, author boxes, cookie banners.
    Promo,
    /// The site's footer.
    Footer,
    /// None of these: tags, share lines, counters, print notices.
    Other,
}

/// Which source a piece of metadata came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldOrigin {
    /// Name of the record's field.
    pub field: String,
    /// Where its value was found: `json_ld`, `open_graph`, `meta`, `byline`, `h1`, …
    pub origin: String,
}
