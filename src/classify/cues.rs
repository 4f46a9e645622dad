//! What an element says of itself: tag, ARIA role, microdata, class and id.
//!
//! Class names are words that site builders share across languages; the tables below hold the ones
//! that say what a part of a page is for. A cue is evidence, not a verdict: `html/surroundings.rs` weighs it
//! against the text that the element holds.

mod hidden;
mod screens;
mod sense;

use super::word_table::Words;
use crate::document::{Attr, Document, NodeId, Tag};
use foldhash::HashMap;
use std::sync::LazyLock;

pub use hidden::{is_hidden_by_name, is_tip};
pub use screens::{Screen, screen};
use sense::Sense;

/// What an element says that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// The article's own text.
    Content,
    /// Menus.
    Menu,
    /// The head of the site or of an article.
    Header,
    /// The foot of the site or of an article.
    Footer,
    /// Something beside the article.
    Aside,
    /// Readers' comments.
    Comments,
    /// Titles of other pages.
    Teasers,
    /// Share and follow links.
    Share,
    /// Advertisements, newsletters, cookie banners, pop-ups, author boxes.
    Promo,
    /// The trail to this page.
    Breadcrumb,
    /// Links to the parts of a page.
    Pagination,
    /// The page before and the page after.
    PrevNext,
    /// Table of contents.
    Toc,
    /// Author, date.
    Byline,
    /// Keywords of the article.
    Tags,
    /// Words for screen readers alone.
    Unseen,
}

/// Whole class names or ids, words joined by hyphens, that are clearer than their words alone.
const NAMES: &[(Cue, &str)] = &[
    (
        Cue::Content,
        "entry-content post-content article-body article-content articlebody article-text story-body content-body post-body td-post-content rich-text blog-content single-content page-content main-content body-content article__body post__content wp-block-post-content mw-parser-output markdown-body",
    ),
    (
        Cue::PrevNext,
        "post-navigation posts-navigation nav-links nav-previous nav-next post-nav postnav prev-next prevnext next-prev previous-next post-pagination article-nav article-navigation single-navigation entry-navigation post-prev-next post-navigation-link-previous post-navigation-link-next wp-block-post-navigation-link prev-post next-post previous-post page-nav pagenav",
    ),
    (
        Cue::Byline,
        "entry-meta post-meta article-meta post-info article-info byline author-name posted-on entry-date post-date article-date publish-date publication-date date-published article-author post-author entry-author submitted dateline timestamp reading-time read-time entry-byline post-byline struct-item-parts",
    ),
    (
        Cue::Teasers,
        "related-posts related-articles you-may-like you-might-like also-like read-next read-more-posts more-stories more-posts more-articles recent-posts latest-posts popular-posts top-stories most-read most-popular up-next yarpp jp-relatedposts rc-widget",
    ),
    (
        Cue::Promo,
        "author-box author-bio about-author author-info author-card author-description newsletter-signup sign-up call-to-action cookie-notice cookie-banner ad-container advert-container ad-slot email-signup mc4wp-form sticky-bar announcement-bar",
    ),
    (
        Cue::Toc,
        "table-of-contents tableofcontents ez-toc-container toc toc-container lwptoc rank-math-toc on-this-page page-toc",
    ),
    (
        Cue::Tags,
        "post-tags entry-tags tag-list tags-links tag-links cat-links tagcloud entry-categories post-categories entry-footer article-tags",
    ),
    (
        Cue::Unseen,
        "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader screenreader-text u-hidden-visually skip-link skip-to-content skiplink noscript noscript-message noscript-warning noscript-notice noscript-msg jetpack-slideshow-noscript",
    ),
    (Cue::Menu, "language-switcher lang-switcher site-header site-nav main-nav top-bar topbar"),
    // Page builders call every block a widget; only these names are those of a sidebar.
    (Cue::Aside, "widget widgets widget-area widgets-area sidebar-widget footer-widget"),
    (Cue::Comments, "comment-list comments-area comment-respond disqus-thread disqus_thread fb-comments"),
];

/// Single words of class names and ids.
const WORDS: &[(Cue, &str)] = &[
    (Cue::Menu, "nav navbar navigation menu megamenu submenu dropdown navi sitenav subnav topnav offcanvas"),
    (Cue::Footer, "footer colophon foot copyright siteinfo"),
    (Cue::Comments, "comments comment commentlist disqus respond comentarios kommentare commentaires"),
    (
        Cue::Teasers,
        "related recommended recommend recommendation recommendations suggested similar popular trending upsell crosssell taboola outbrain zergnet relatedposts morefrom",
    ),
    (Cue::Share, "share sharing social socials addthis addtoany sharedaddy sharethis sharebar follow"),
    (
        Cue::Promo,
        "newsletter subscribe subscription signup optin promo promotion promos cta ad ads advert advertisement adsbygoogle sponsor sponsored cookie cookies consent gdpr onetrust popup popups modal lightbox donate donation mailchimp mailinglist adslot dfp announcement reklama werbung anzeige publicidad publicite publicidade pubblicita advertentie reclame reklame annons",
    ),
    (Cue::Breadcrumb, "breadcrumb breadcrumbs crumb crumbs breadcrumblist"),
    (Cue::Pagination, "pagination pager paging pagenavi paginator"),
    (Cue::Toc, "toc tableofcontents"),
    (Cue::Byline, "byline author authors dateline posted timestamp pubdate"),
    (Cue::Tags, "tags taglist tagcloud hashtags keywords"),
    (Cue::Aside, "sidebar sidenav rail"),
];

struct Vocabulary {
    names: Words<Cue>,
    words: Words<Cue>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words = |rows: &'static [(Cue, &'static str)]| Words::new(rows.iter().copied());
    Vocabulary { names: words(NAMES), words: words(WORDS) }
});

/// Longest class attribute that is read: beyond it stand generated utility classes.
pub(super) const MAX_CLASS_BYTES: usize = 400;

/// The class names of an element; none where they are too many to be read at block after block.
pub fn class(document: &Document, node: NodeId) -> &str {
    let class = document.attr(node, Attr::Class).filter(|class| class.len() <= MAX_CLASS_BYTES);
    class.unwrap_or_default()
}

/// Reads cues; the same class names stand at many elements of a page and are read once.
#[derive(Default)]
pub struct Reader<'a> {
    known: HashMap<&'a str, Option<Cue>>,
}

impl<'a> Reader<'a> {
    /// What an element says that it is for, by its strongest sign.
    pub fn cue(&mut self, document: &'a Document, node: NodeId) -> Option<Cue> {
        let tag = document.tag(node)?;
        let signs = Signs::of(document, node);
        self.by_role(&signs)
            .or_else(|| signs.item_property.and_then(by_item_property))
            .or_else(|| signs.item_type.and_then(by_item_type))
            .or_else(|| self.by_class(&signs))
            // A heading's id is its own words.
            .or_else(|| signs.id.filter(|_| tag.heading_level().is_none()).and_then(by_name))
            // A navigation's label says which kind it is.
            .or_else(|| signs.label.filter(|_| tag == Tag::Nav).and_then(by_name))
            .or_else(|| {
                by_tag(tag).filter(|_| !names_source(document, node, tag) && !quotes(document, node, tag))
            })
            // "main-nav-products" shows what the menu leads to.
            .filter(|cue| *cue != Cue::Menu || signs.role != Some("tabpanel"))
            // "sidebar-nav": navigation stands beside a text, and is no less a menu.
            .map(|cue| if tag == Tag::Nav && cue == Cue::Aside { Cue::Menu } else { cue })
            // "navigation--footer": the links of a footer are no menu, whatever it is called.
            .map(|cue| if tag == Tag::Footer && cue == Cue::Menu { Cue::Footer } else { cue })
    }

    fn by_class(&mut self, signs: &Signs<'a>) -> Option<Cue> {
        let class = signs.class.filter(|class| !class.is_empty())?;
        *self.known.entry(class).or_insert_with(|| by_name(class))
    }

    fn by_role(&mut self, signs: &Signs<'a>) -> Option<Cue> {
        match signs.role? {
            "navigation" | "menu" | "menubar" | "search" => {
                // A navigation says in its class or label which kind it is; "related" are the pages around.
                let named = self.by_class(signs).or_else(|| signs.label.and_then(by_name));
                named.filter(|cue| *cue != Cue::Teasers).or(Some(Cue::Menu))
            }
            "contentinfo" => Some(Cue::Footer),
            "banner" => Some(Cue::Menu),
            // What stands beside a text may say that it shows other pages.
            "complementary" => {
                let named = self.by_class(signs).or_else(|| signs.id.and_then(by_name));
                named.filter(|cue| *cue == Cue::Teasers).or(Some(Cue::Aside))
            }
            "dialog" | "alertdialog" | "alert" => Some(Cue::Promo),
            _ => None,
        }
    }
}

/// The attributes that say what an element is for.
#[derive(Default)]
struct Signs<'a> {
    role: Option<&'a str>,
    item_property: Option<&'a str>,
    item_type: Option<&'a str>,
    class: Option<&'a str>,
    id: Option<&'a str>,
    label: Option<&'a str>,
}

impl<'a> Signs<'a> {
    fn of(document: &'a Document, node: NodeId) -> Self {
        let mut signs = Self::default();
        for (attr, value) in document.attributes(node) {
            let sign = match attr {
                Attr::Role => &mut signs.role,
                Attr::Itemprop => &mut signs.item_property,
                Attr::Itemtype => &mut signs.item_type,
                Attr::Class => &mut signs.class,
                Attr::Id => &mut signs.id,
                Attr::AriaLabel => &mut signs.label,
                _ => continue,
            };
            *sign = Some(value);
        }
        signs
    }
}

/// Whether a `<footer>` says where a quotation comes from.
fn names_source(document: &Document, node: NodeId, tag: Tag) -> bool {
    tag == Tag::Footer
        && document.ancestors(node).next().is_some_and(|over| document.tag(over) == Some(Tag::Blockquote))
}

/// Whether an `<aside>` quotes: what a post answers to, or the text itself. Where most of its words are others, the quote is
/// a reader's in a box about the site.
fn quotes(document: &Document, node: NodeId, tag: Tag) -> bool {
    let most = |own: NodeId| document.words_len(own) * 2 > document.words_len(node);
    tag == Tag::Aside
        && document.children(node).any(|own| document.tag(own) == Some(Tag::Blockquote) && most(own))
}

/// Whether an element says that it holds what buyers think of a product.
pub fn is_reviews(document: &Document, node: NodeId) -> bool {
    let named = |attr| {
        let names =
            document.attr(node, attr).filter(|value| value.len() <= MAX_CLASS_BYTES).unwrap_or_default();
        let mut words = names.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case("reviews") || word.eq_ignore_ascii_case("review"))
    };
    !matches!(document.tag(node), None | Some(Tag::Html | Tag::Body | Tag::Main))
        && (document.attr(node, Attr::Itemprop) == Some("review") || named(Attr::Class) || named(Attr::Id))
}

fn by_tag(tag: Tag) -> Option<Cue> {
    match tag {
        Tag::Nav | Tag::Menu => Some(Cue::Menu),
        Tag::Footer => Some(Cue::Footer),
        Tag::Header => Some(Cue::Header),
        Tag::Aside => Some(Cue::Aside),
        Tag::Dialog | Tag::AmpAd => Some(Cue::Promo),
        _ => None,
    }
}

fn by_item_property(property: &str) -> Option<Cue> {
    match property {
        "articleBody" | "text" | "reviewBody" | "acceptedAnswer" => Some(Cue::Content),
        "author" | "datePublished" | "dateModified" => Some(Cue::Byline),
        "comment" => Some(Cue::Comments),
        // How often a post was liked, shared, seen.
        "interactionStatistic" => Some(Cue::Share),
        "breadcrumb" => Some(Cue::Breadcrumb),
        _ => None,
    }
}

fn by_item_type(address: &str) -> Option<Cue> {
    match address.rsplit('/').next()? {
        "BreadcrumbList" => Some(Cue::Breadcrumb),
        "SiteNavigationElement" => Some(Cue::Menu),
        "WPFooter" => Some(Cue::Footer),
        "WPSideBar" => Some(Cue::Aside),
        "UserComments" | "Comment" => Some(Cue::Comments),
        _ => None,
    }
}

fn by_name(value: &str) -> Option<Cue> {
    if value.len() > MAX_CLASS_BYTES {
        return None;
    }
    let vocabulary = &*VOCABULARY;
    let mut buffer = [0_u8; 64];
    let mut weak = None;
    for name in value.split_ascii_whitespace() {
        let Some(name) = normal(name, &mut buffer) else { continue };
        if let Some(cue) = vocabulary.names.get(name) {
            return Some(cue);
        }
        let sense = Sense::of(name, &vocabulary.words);
        if sense.leads_around {
            return Some(Cue::PrevNext);
        }
        weak = weak.or(sense.cue.filter(|_| !(is_filed(name) && lists_entry(value))));
    }
    weak
}

/// Whether a class name may say under what an entry is filed, and by whom it is.
fn is_filed(name: &[u8]) -> bool {
    ["author-", "category-", "tag-"].iter().any(|own| name.starts_with(own.as_bytes()))
}

/// Whether class names are those that weblog programs give to an entry: "post-12 type-post hentry category-news".
fn lists_entry(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| matches!(name, "hentry" | "status-publish" | "type-post"))
}

/// A class name in lower case with its words joined by single hyphens; `None` for long ones, and for what styles
/// elements below: "[&_nav_ul]:list-none".
fn normal<'a>(name: &str, buffer: &'a mut [u8; 64]) -> Option<&'a [u8]> {
    let (mut len, mut small) = (0, false);
    for &byte in name.as_bytes() {
        let upper = byte.is_ascii_uppercase();
        let letter = byte.is_ascii_alphanumeric();
        if !letter && matches!(byte, b'[' | b'&') {
            return None;
        }
        let joint = (upper && small) || !letter;
        if joint && len > 0 && buffer[len - 1] != b'-' {
            *buffer.get_mut(len)? = b'-';
            len += 1;
        }
        if letter {
            *buffer.get_mut(len)? = byte.to_ascii_lowercase();
            len += 1;
        }
        small = byte.is_ascii_lowercase();
    }
    let name = &buffer[..len];
    Some(name.strip_suffix(b"-").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_ways_lead_around() {
        for (class, leads) in [
            ("theme-prev-next-nav", true),
            ("prev-next__left", true),
            ("navigation-next", true),
            ("next-steps", false),
            ("swiper-button-next", false),
        ] {
            assert_eq!(by_name(class) == Some(Cue::PrevNext), leads, "{class}");
        }
    }

    #[test]
    fn class_names_are_read_in_every_spelling() {
        for (class, cue) in [
            ("post-navigation", Some(Cue::PrevNext)),
            ("PostNavigation", Some(Cue::PrevNext)),
            ("site_footer__inner", Some(Cue::Footer)),
            ("sidebarRelated", Some(Cue::Aside)),
            ("has-sidebar", None),
            ("download-area", None),
            ("entry-content ad-free", Some(Cue::Content)),
            ("enableAdSlots filterCookieEmbeds", None),
            ("[&_nav_ul]:list-none", None),
        ] {
            assert_eq!(by_name(class), cue, "{class}");
        }
    }
}
