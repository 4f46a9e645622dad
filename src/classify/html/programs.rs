//! What the programs that make pages say of a page's kind, in names that are the same on all their sites.
//!
//! In: the class names of `<body>`, the type and the address that the page declares. Out: its kind, where that leaves no
//! doubt. Other class names and types are for the model to weigh: most programs call any page an article.

use crate::classify::{Found, Page, cards};
use crate::document::{Attr, Tag};
use crate::record::{PageKind, Role};

/// Names that tell the kind alone: of WordPress with WooCommerce, of Shopify, Magento and SAP's shops.
const NAMES: &[(&str, PageKind)] = &[
    ("search-results", PageKind::Listing),
    ("search-no-results", PageKind::Listing),
    ("post-type-archive-product", PageKind::Collection),
    ("single-product", PageKind::Product),
    ("template-collection", PageKind::Collection),
    ("catalog-category-view", PageKind::Collection),
    ("catalog-product-view", PageKind::Product),
    ("pageType-CategoryPage", PageKind::Collection),
    ("pageType-ProductPage", PageKind::Product),
];

/// The name that WordPress gives to every list of entries, ...
const ARCHIVE: &str = "archive";

/// ... and those beside it that say of what: a category, a keyword, an author, a month.
const ARCHIVES: &[&str] = &["category", "tag", "author", "date"];

/// What the name of any other way to file entries begins with, ...
const TAXONOMY: &str = "tax-";

/// ... and what those of products in WooCommerce begin with.
const SHELVES: &[&str] = &["tax-product_", "tax-pa_"];

/// Names of PrestaShop's pages; beside them stands the shop's currency, for others call their pages so, too.
const SHOP_NAMES: &[(&str, PageKind)] =
    &[("page-category", PageKind::Collection), ("page-product", PageKind::Product)];
const CURRENCY: &str = "currency-";

/// The type by which Shopify and others tell a shelf from a product.
const SHELF: &str = "product.group";

/// The kind of page that its program names.
pub(in crate::classify) fn kind(page: &Page) -> Option<PageKind> {
    let document = page.document;
    let mut bodies = document.children(0).chain(document.children(1));
    let body = bodies.find(|node| document.tag(*node) == Some(Tag::Body));
    let class = body.and_then(|body| document.attr(body, Attr::Class)).unwrap_or_default();
    let shelf =
        || page.types.iter().any(|own| own.eq_ignore_ascii_case(SHELF)).then_some(PageKind::Collection);
    by_class(class).or_else(shelf)
}

fn by_class(class: &str) -> Option<PageKind> {
    let names = || class.split_ascii_whitespace();
    let has = |name: &str| names().any(|own| own == name);
    let begins = |start: &str| names().any(|own| own.starts_with(start));
    let told = |list: &[(&str, PageKind)]| list.iter().find(|(name, _)| has(name)).map(|(_, kind)| *kind);
    let archive = || {
        let shelf = SHELVES.iter().any(|start| begins(start));
        let list = begins(TAXONOMY) || ARCHIVES.iter().any(|name| has(name));
        match (shelf, list) {
            (true, _) => Some(PageKind::Collection),
            (false, true) => Some(PageKind::Listing),
            (false, false) => None,
        }
    };
    told(NAMES)
        .or_else(|| archive().filter(|_| has(ARCHIVE)))
        .or_else(|| told(SHOP_NAMES).filter(|_| begins(CURRENCY)))
}

/// Cards beside each other on a site's first page that shows what the site has.
const HOME_CARDS: usize = 4;

/// Blocks behind the title among which it is told who wrote an article, or when.
const SIGNED_REACH: usize = 3;

/// What the page's own word leaves of a kind that was learned.
pub(in crate::classify) fn checked(page: &Page, found: &Found, learned: PageKind) -> PageKind {
    match learned {
        // A site's first page shows what the site has. Of the 70 of wcxb-dev eight were taken for articles: six are lists, and
        // one is an article.
        PageKind::Article if page.is_home && shows_others(found) => PageKind::Listing,
        // A shop's page that a script fills in.
        PageKind::Other if page.is_product() => PageKind::Product,
        _ => learned,
    }
}

/// Whether a page shows others in cards, and is not itself signed under its title.
fn shows_others(found: &Found) -> bool {
    let title = found.labels.iter().position(|label| label.role == Role::Title);
    let under = found.labels.iter().skip(title.map_or(usize::MAX, |title| title + 1)).take(SIGNED_REACH);
    cards::apart(&found.groups).any(|cards| cards.len() >= HOME_CARDS)
        && !under.into_iter().any(|label| label.role == Role::Byline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_name_the_kind_of_a_page() {
        for (class, kind) in [
            ("archive category category-reeds category-7 wp-theme-sedge", Some(PageKind::Listing)),
            ("archive tax-season term-4", Some(PageKind::Listing)),
            ("archive tax-product_cat term-pots woocommerce", Some(PageKind::Collection)),
            ("product-template-default single single-product postid-7", Some(PageKind::Product)),
            ("lang-fr currency-eur page-category category-id-10", Some(PageKind::Collection)),
            ("single single-post postid-7 category", None),
            ("page-category", None),
            ("archive", None),
        ] {
            assert_eq!(by_class(class), kind, "{class}");
        }
    }
}
