//! What surrounds an article on its page: navigation, share buttons, related links, captions, cookie texts. Known by
//! the kind of element and by the words that its class and id are made of; never by a site.

use super::prose::{Children, Step, walk};
use dom_query::{Document as Tree, NodeId, NodeRef};
use std::collections::HashMap;

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

/// Words that name what a page shows to nobody, or only to a mouse that rests on it.
const HIDING: &[&str] = &[
    "hidden",
    "tooltip",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader",
    "screenreader",
    "offscreen",
];

/// Letters that a paragraph of "some length" has.
const SENTENCE: usize = 60;
/// Characters that a "short" element has at most.
const SHORT: usize = 160;
/// An element that holds this share of the page's paragraphs is the article, whatever it is called.
const ARTICLE: f64 = 0.25;

/// Furniture inside a line goes only where it is that much of the line: a link or a name within a sentence stays.
const LINE: f64 = 0.8;

/// Take the furniture out of a page.
pub(crate) fn clean(page: &Tree) {
    let total = paragraphs(page);
    let holds = |letters: usize| letters as f64 >= ARTICLE * total as f64 && letters > 0;
    let mut doomed: Vec<NodeRef> = Vec::new();
    // inside lines: the element, its letters, and the block it stands in
    let mut inside: Vec<(NodeRef, usize, NodeId)> = Vec::new();
    let mut blocks: HashMap<NodeId, usize> = HashMap::new();
    let mut around: Vec<NodeId> = vec![page.root().id];
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
            if !is_inline(node) {
                around.push(node.id);
            }
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
            let inline = is_inline(node);
            if !inline {
                around.pop();
                blocks.insert(node.id, all);
            }
            match Kind::of(node, all) {
                Some(Kind::Always) if !holds(prose) => doomed.push(*node),
                Some(Kind::Named) if inline => {
                    inside.extend(around.last().map(|block| (*node, all, *block)));
                }
                Some(Kind::Named) if !holds(prose) => doomed.push(*node),
                _ => {}
            }
            Children::Visit
        }
    });
    let mut sums: HashMap<NodeId, usize> = HashMap::new();
    for (_, letters, block) in &inside {
        *sums.entry(*block).or_default() += letters;
    }
    for (node, _, block) in inside {
        let (part, whole) = (sums.get(&block).copied().unwrap_or(0), blocks.get(&block).copied().unwrap_or(0));
        if part as f64 >= LINE * whole as f64 {
            doomed.push(node);
        }
    }
    for node in doomed {
        node.remove_from_parent();
    }
}

/// Elements that stand within a line.
fn is_inline(node: &NodeRef) -> bool {
    const INLINE: &[&str] = &[
        "a", "span", "em", "strong", "b", "i", "u", "s", "abbr", "cite", "q", "mark", "small", "font", "sup", "sub",
        "ins", "del", "time", "code", "var", "bdi", "bdo", "data", "dfn", "kbd", "big", "tt", "img", "br", "wbr",
    ];
    node.node_name().is_some_and(|n| INLINE.contains(&&*n))
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

/// Why an element is furniture.
enum Kind {
    /// By its sort, or because it is hidden.
    Always,
    /// By the words of its class and id.
    Named,
}

impl Kind {
    fn of(node: &NodeRef, letters: usize) -> Option<Kind> {
        let name = node.node_name()?;
        if !node.is_element()
            || matches!(&*name, "html" | "head" | "body" | "main" | "article" | "title" | "meta" | "link")
        {
            return None;
        }
        let words = named(node);
        let words: Vec<&str> = words.split('-').filter(|w| !w.is_empty()).collect();
        let is = |list: &[&str]| {
            words.iter().any(|w| list.contains(w))
                || words.windows(2).any(|w| list.iter().any(|n| n.split_once('-') == Some((w[0], w[1]))))
        };
        // a date that stands alone is no part of a sentence
        let date = &*name == "time" && node.parent().is_some_and(|p| p.immediate_text().trim().is_empty());
        if ELEMENTS.contains(&&*name) || hidden(node) || date || (is_inline(node) && is(HIDING)) {
            return Some(Kind::Always);
        }
        // a paragraph of some length is a paragraph, whatever small thing its name speaks of
        let small = letters <= SHORT && !(&*name == "p" && letters >= SENTENCE) && is(SMALL);
        (is(NAMES) || small || (&*name == "form" && letters <= SHORT)).then_some(Kind::Named)
    }
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
    fn a_name_within_a_sentence_stays_whatever_its_element_is_called() {
        let html = "<body><p>They spoke with President <a class='person_tag' href='/p'>Ada Example<span class='tooltip hidden'>Ada,                     born in the hills</span></a> and with <span class='author'>Bo Sample</span>. </p>\
                    <div>Filed by the desk in <a class='topic' href='/c'>the capital</a> yesterday.</div>\
                    <p><a class='share' href='/s'>Share this</a> <a class='share' href='/t'>Print this</a></p></body>";
        assert_eq!(
            left(html),
            "They spoke with President Ada Example and with Bo Sample. Filed by the desk in the capital yesterday."
        );
    }

    #[test]
    fn names_are_cut_into_words() {
        let page = Tree::from("<p class='mostRead  article__share' id='X1'>a</p>");
        assert_eq!(named(&page.select("p").nodes()[0]), "-most-read-article-share-x1-");
    }
}
