//! What surrounds an article on its page: navigation, share buttons, related links, captions, cookie texts. Known by
//! the kind of element and by the words that its class and id are made of; never by a site.

use super::prose::{Children, Step, walk};
use dom_query::{Document as Tree, NodeRef};

/// Elements that are never part of an article's text.
const ELEMENTS: &[&str] = &[
    "nav",
    "aside",
    "footer",
    "figcaption",
    "dialog",
    "menu",
    "button",
    "select",
    "input",
    "textarea",
    "label",
    "fieldset",
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
    "map",
    "datalist",
    "progress",
    "frame",
];

/// Roles that are never part of it either.
const ROLES: &[&str] =
    &["navigation", "complementary", "dialog", "alertdialog", "banner", "search", "contentinfo", "toolbar"];

/// Words of class or id that name furniture whatever its size.
const NAMES: &[&str] = &[
    "share",
    "shares",
    "sharing",
    "sharebar",
    "sharethis",
    "addthis",
    "social",
    "socials",
    "socialmedia",
    "follow",
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "recirculation",
    "recirc",
    "outbrain",
    "taboola",
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "signup",
    "sign-up",
    "promo",
    "promos",
    "promotion",
    "advert",
    "advertisement",
    "advertising",
    "ad",
    "ads",
    "adv",
    "sponsor",
    "sponsored",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "caption",
    "captions",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "comment-list",
    "disqus",
    "respond",
    "author-bio",
    "author-box",
    "about-author",
    "author-info",
    "most-read",
    "most-popular",
    "trending",
    "popular",
    "more-stories",
    "more-from",
    "more-news",
    "read-more",
    "readmore",
    "read-next",
    "also-read",
    "see-also",
    "see-more",
    "up-next",
    "teaser",
    "teasers",
    "sidebar",
    "side-bar",
    "pagination",
    "pager",
    "prev-next",
    "nav",
    "navigation",
    "navbar",
    "menu",
    "toolbar",
    "print",
    "printer",
    "skip",
    "rating",
    "ratings",
    "widget",
    "widgets",
    "banner",
    "popup",
    "modal",
    "overlay",
    "gallery",
    "slideshow",
    "carousel",
    "lightbox",
    "jp-relatedposts",
    "sharedaddy",
    "video-player",
    "player",
    "donate",
];

/// Words that name furniture where the element is short: bylines, date lines, credits.
const SMALL: &[&str] = &[
    "byline",
    "bylines",
    "author",
    "authors",
    "date",
    "dateline",
    "timestamp",
    "time",
    "published",
    "pubdate",
    "meta",
    "metadata",
    "credit",
    "credits",
    "copyright",
    "tag",
    "tags",
    "taglist",
    "topics",
    "topic",
    "keywords",
    "category",
    "categories",
    "kicker",
    "eyebrow",
    "label",
    "tools",
    "actions",
    "views",
    "reading-time",
    "infobox",
    "source",
    "correction-link",
    "footnote-link",
    "button",
    "btn",
];

/// Characters that a "short" element has at most.
const SHORT: usize = 160;
/// An element that holds this share of the page's paragraphs is the article, whatever it is called.
const ARTICLE: f64 = 0.25;

/// Take the furniture out of a page.
pub(crate) fn clean(page: &Tree) {
    let total = paragraphs(page);
    let holds = |letters: usize| letters as f64 >= ARTICLE * total as f64 && letters > 0;
    let mut doomed: Vec<NodeRef> = Vec::new();
    // letters in paragraphs, and letters, below each open element
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    let mut within = 0usize;
    walk(page.root(), |step| match step {
        Step::Enter(node, _) => {
            if node.is_text() {
                let n = letters(node);
                if let Some(top) = open.last_mut() {
                    top.0 += if within > 0 { n } else { 0 };
                    top.1 += n;
                }
                return Children::Visit;
            }
            within += usize::from(is_paragraph(node));
            open.push((0, 0));
            Children::Visit
        }
        Step::Leave(node) => {
            if node.is_text() {
                return Children::Visit;
            }
            within -= usize::from(is_paragraph(node));
            let (prose, all) = open.pop().unwrap_or_default();
            if let Some(top) = open.last_mut() {
                top.0 += prose;
                top.1 += all;
            }
            if node.is_element() && !holds(prose) && is_furniture(node, all) {
                doomed.push(*node);
            }
            Children::Visit
        }
    });
    for node in doomed {
        node.remove_from_parent();
    }
}

/// Letters in the page's paragraphs.
fn paragraphs(page: &Tree) -> usize {
    let mut total = 0;
    let mut within = 0usize;
    walk(page.root(), |step| {
        match step {
            Step::Enter(node, _) if node.is_text() => total += if within > 0 { letters(node) } else { 0 },
            Step::Enter(node, _) => within += usize::from(is_paragraph(node)),
            Step::Leave(node) => within -= usize::from(is_paragraph(node)),
        }
        Children::Visit
    });
    total
}

fn letters(node: &NodeRef) -> usize {
    node.text().chars().filter(|c| c.is_alphanumeric()).count()
}

fn is_paragraph(node: &NodeRef) -> bool {
    node.node_name().is_some_and(|n| matches!(&*n, "p" | "blockquote"))
}

fn is_furniture(node: &NodeRef, letters: usize) -> bool {
    let Some(name) = node.node_name() else { return false };
    if matches!(&*name, "html" | "head" | "body" | "main" | "article" | "title" | "meta" | "link") {
        return false;
    }
    if ELEMENTS.contains(&&*name) || hidden(node) {
        return true;
    }
    // a date that stands alone is no part of a sentence
    if &*name == "time" && node.parent().is_some_and(|p| p.immediate_text().trim().is_empty()) {
        return true;
    }
    let words = named(node);
    let words: Vec<&str> = words.split('-').filter(|w| !w.is_empty()).collect();
    let is = |list: &[&str]| {
        words.iter().any(|w| list.contains(w))
            || words.windows(2).any(|w| list.iter().any(|n| n.split_once('-') == Some((w[0], w[1]))))
    };
    is(NAMES) || (letters <= SHORT && is(SMALL)) || (&*name == "form" && letters <= SHORT)
}

fn hidden(node: &NodeRef) -> bool {
    node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || node.attr("role").is_some_and(|r| ROLES.contains(&&*r))
}

/// The words of class and id, lower case, between hyphens: `-article-share-bar-`.
pub(crate) fn named(node: &NodeRef) -> String {
    let mut out = String::from("-");
    for attribute in ["class", "id", "itemprop"] {
        let mut small = false;
        for c in node.attr(attribute).unwrap_or_default().chars() {
            if c.is_alphanumeric() {
                if c.is_uppercase() && small {
                    out.push('-');
                }
                small = c.is_lowercase() || c.is_numeric();
                out.extend(c.to_lowercase());
            } else if !out.ends_with('-') {
                out.push('-');
                small = false;
            }
        }
        if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(html: &str) -> String {
        let page = Tree::from(html);
        clean(&page);
        page.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn furniture_goes_by_its_name_and_the_article_stays_by_its_weight() {
        let long = "The two delegations met for the third time and agreed to meet again. ".repeat(10);
        let html = format!(
            "<body><nav>Home</nav><div class='teaserPage related'><p>{long}</p><p class='shareBar'>Share</p>\
             <figure><figcaption>The hall.</figcaption></figure><div id='author-bio'>Ada writes.</div></div>\
             <div class='cookieNotice'><p>We use cookies.</p></div><footer>Imprint</footer></body>"
        );
        assert_eq!(left(&html), long.trim());
    }

    #[test]
    fn names_are_cut_into_words() {
        let page = Tree::from("<p class='mostRead  article__share' id='X1'>a</p>");
        assert_eq!(named(&page.select("p").nodes()[0]), "-most-read-article-share-x1-");
    }
}
