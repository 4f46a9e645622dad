//! Words of class names and ids, by what they say of the element: one table.
//!
//! Unlike [`crate::classify::cues`], which gives an element one meaning, a feature stands for each
//! row here, and training decides what a row is worth.

use crate::classify::word_table::Words;
use std::sync::LazyLock;

/// Rows: a name and the words that stand for it.
const ROWS: &[(&str, &str)] = &[
    ("comment", "comment comments commentlist disqus respond commenter commentary kommentare comentarios"),
    ("content", "content contents contenido inhalt contenu conteudo maincontent entrycontent"),
    ("article", "article articles story artikel articulo articolo storybody"),
    ("post", "post posts entry hentry blogpost blog singlepost"),
    ("main", "main primary principal center centre"),
    ("prose", "articlebody postbody bodytext prose richtext rte wysiwyg markdown copy paragraph formatted"),
    ("body", "body"),
    ("text", "text txt texte texto"),
    ("nav", "nav navigation navbar menu megamenu submenu dropdown navi topnav sitenav"),
    ("footer", "footer foot colophon bottom footerlinks"),
    ("header", "header masthead topbar head banner"),
    ("side", "sidebar side aside rail secondary sidenav right left"),
    (
        "related",
        "related recommend recommended recommendations similar suggested upsell crosssell also relacionados",
    ),
    ("more", "more readmore latest recent popular trending mostread next"),
    ("share", "share sharing social addthis sharedaddy facebook twitter follow whatsapp"),
    ("consent", "cookie cookies consent gdpr onetrust privacy"),
    ("ad", "ad ads advert advertisement sponsor sponsored promo promotion adsense dfp"),
    ("popup", "popup modal overlay lightbox dialog drawer offcanvas toast tooltip"),
    ("letter", "newsletter subscribe signup optin subscription mailchimp klaviyo"),
    ("widget", "widget widgets textwidget module"),
    ("product", "product products pdp prod sku item"),
    ("price", "price prices pricing cost sale"),
    (
        "summary",
        "description desc summary excerpt abstract intro lead teaser dek standfirst subtitle subtitulo",
    ),
    ("detail", "detail details info information specs spec specification specifications attributes"),
    ("review", "review reviews rating ratings stars testimonial testimonials"),
    ("title", "title heading headline headings titulo titel titre"),
    ("meta", "meta date published timestamp posted time publish updated"),
    ("tag", "tag tags category categories topic topics label labels badge"),
    (
        "picture",
        "caption figure figcaption credit image gallery media photo thumbnail video slider carousel swiper",
    ),
    ("hero", "hero jumbotron cover splash"),
    ("card", "card cards tile tiles"),
    ("grid", "grid list listing items result results collection collections row archive"),
    ("pager", "pagination pager paging page prev previous loadmore"),
    ("form", "form search login input field signin register"),
    ("filter", "filter filters facet facets sort sorting refine"),
    ("tabs", "tab tabs accordion faq collapse panel toggle faqs"),
    (
        "message",
        "message messages reply replies thread threads postcontent discussion answer answers question",
    ),
    ("sign", "signature sig"),
    ("user", "user avatar profile member username poster userinfo"),
    ("code", "code highlight syntax pre snippet"),
    ("toc", "toc tableofcontents outline onthispage anchors"),
    ("cart", "cart checkout shipping delivery basket wishlist quantity variant"),
    ("part", "section block container wrapper inner"),
    ("builder", "elementor wpb vc divi fusion et gutenberg"),
    ("action", "cta button btn action actions"),
    ("language", "language locale country currency region lang"),
    ("legal", "copyright legal terms disclaimer"),
    ("logo", "logo brand branding partners clients"),
    ("wiki", "mw wiki mediawiki parser"),
    ("service", "feature features service services benefit benefits"),
    ("event", "job jobs event events course courses"),
    ("unseen", "sr visually hidden visuallyhidden invisible hide skip"),
    ("note", "note notes footnote footnotes references reference citation"),
];

/// Number of rows.
pub(super) const COUNT: usize = ROWS.len();

/// Names of the rows.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.0)
}

static WORDS: LazyLock<Words<u8>> =
    LazyLock::new(|| Words::new(ROWS.iter().enumerate().map(|(row, (_, words))| (row as u8, *words))));

/// The row of a word in lower case.
pub(super) fn row(word: &[u8]) -> Option<u8> {
    WORDS.get(word)
}
