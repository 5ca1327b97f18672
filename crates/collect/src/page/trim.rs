//! What sticks to an article: before it the headline once more, its date and its author; between its paragraphs links to
//! other articles; behind it calls to share, subscribe and read on.

use super::days;
use super::prose::{Children, Step, walk};
use dom_query::{Document as Tree, NodeRef};

/// Elements that begin a block of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "blockquote",
    "pre",
    "figure",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "caption",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "address",
    "details",
    "summary",
];

/// How lines begin that are no part of an article, in lower case.
const CALLS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read:",
    "see also",
    "also on ",
    "related:",
    "related stor",
    "related article",
    "related content",
    "related topic",
    "more on this",
    "share this",
    "like this story",
    "subscribe",
    "sign up",
    "follow us",
    "follow @",
    "advertisement",
    "story continues below",
    "article continues below",
    "image copyright",
    "image caption",
    "media caption",
    "copyright ©",
    "©",
    "all rights reserved",
    "photo:",
    "photograph:",
    "skip advertisement",
    "support our journalism",
    "have a tip",
    "download our app",
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie dazu",
    "mehr zum thema",
    "lesen sie mehr",
    "lire aussi",
    "à lire aussi",
    "lea también",
    "читайте также",
    "фото:",
];

/// How lines begin that are none either, but for those that go on to a sentence: "Follow the money, he said."
const CALLS_ALONE: &[&str] = &[
    "read next",
    "see more",
    "more from",
    "more stories",
    "more coverage",
    "watch:",
    "watch now",
    "listen:",
    "listen to this",
    "click here",
    "follow the",
    "copyright 20",
    "photo by",
    "image:",
    "up next",
    "trending",
    "most popular",
    "most read",
    "join our",
    "get our",
    "anzeige",
    "auch interessant",
];

/// A block that holds no other block.
struct Block<'a> {
    node: NodeRef<'a>,
    text: String,
    letters: usize,
    /// Share of its letters that are in links.
    linked: f64,
    heading: bool,
    item: bool,
}

/// Take out of an article what only sticks to it.
pub(crate) fn trim(content: &Tree, title: &str) {
    let blocks = blocks(content);
    let mut keep = vec![true; blocks.len()];
    for (k, b) in keep.iter_mut().zip(&blocks) {
        *k = !(is_call(b) || is_pointer(b));
    }
    for (k, b) in keep.iter_mut().zip(&blocks).take_while(|(_, b)| !is_prose(b)) {
        *k &= !(is_title(&b.text, title) || is_dateline(b) || is_byline(b) || b.linked > 0.8);
    }
    // from the end: lists of links, and the lines that introduce them
    let mut links = false;
    for (k, b) in keep.iter_mut().zip(&blocks).rev().filter(|(k, _)| **k) {
        let listed = b.item && b.linked > 0.3;
        let lead = links && b.letters <= 60 && !ends_sentence(&b.text);
        if !listed && (is_prose(b) || !(lead || b.heading || b.linked > 0.5 || is_dateline(b) || is_byline(b))) {
            break;
        }
        links = listed || b.linked > 0.5;
        *k = false;
    }
    for (_, b) in keep.iter().zip(&blocks).filter(|(k, _)| !**k) {
        b.node.remove_from_parent();
    }
}

fn blocks(content: &Tree) -> Vec<Block<'_>> {
    let mut out: Vec<Block> = Vec::new();
    // for each open element: is it a block with no block in it so far
    let mut open: Vec<(NodeRef, bool)> = Vec::new();
    walk(content.root(), |step| {
        match step {
            Step::Enter(node, _) if is_block(node) => {
                open.iter_mut().for_each(|o| o.1 = false);
                open.push((*node, true));
            }
            Step::Leave(node) if is_block(node) => {
                if let Some((node, true)) = open.pop() {
                    out.extend(block(node));
                }
            }
            _ => {}
        }
        Children::Visit
    });
    out
}

fn is_block(node: &NodeRef) -> bool {
    node.node_name().is_some_and(|n| BLOCKS.contains(&&*n))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn block(node: NodeRef<'_>) -> Option<Block<'_>> {
    let text = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let all = letters(&text);
    if text.is_empty() {
        return None;
    }
    // a link to a place on the same page leads nowhere else
    let leads = |a: &NodeRef| a.attr("href").is_some_and(|h| !h.starts_with('#') && !h.is_empty());
    let links: usize = node.find(&["a"]).iter().filter(|a| leads(a)).map(|a| letters(&a.text())).sum();
    let name = node.node_name()?;
    Some(Block {
        node,
        letters: all,
        linked: links as f64 / all.max(1) as f64,
        heading: name.len() == 2 && name.starts_with('h') && &*name != "hr",
        item: &*name == "li",
        text,
    })
}

/// A paragraph that says something by itself.
fn is_prose(b: &Block) -> bool {
    !b.heading && b.linked < 0.5 && (b.letters >= 80 || (b.letters >= 25 && ends_sentence(&b.text)))
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '؟', '।'])
}

fn is_call(b: &Block) -> bool {
    let text = b.text.to_lowercase();
    let begins = |list: &[&str]| list.iter().any(|c| text.starts_with(c));
    b.letters <= 160 && (begins(CALLS) || (begins(CALLS_ALONE) && (!ends_sentence(&b.text) || b.linked > 0.3)))
}

/// A paragraph or heading that is nothing but a link to another article.
fn is_pointer(b: &Block) -> bool {
    b.linked > 0.9 && !b.item && b.letters >= 15 && !ends_sentence(&b.text)
}

fn is_title(text: &str, title: &str) -> bool {
    let bare = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (text, title) = (bare(text), bare(title));
    !text.is_empty()
        && (text == title
            || (text.len() >= 20 && (title.starts_with(&text) || text.starts_with(&title)) && !title.is_empty()))
}

/// A line with hardly more than a date in it.
fn is_dateline(b: &Block) -> bool {
    b.letters <= 80 && !ends_sentence(&b.text) && days::in_line(&b.text).is_some_and(|(_, rest)| rest <= 40)
}

/// "By Ada Example"
fn is_byline(b: &Block) -> bool {
    let text = b.text.to_lowercase();
    b.letters <= 60
        && !ends_sentence(&b.text)
        && ["by ", "von ", "par ", "por ", "di "].iter().any(|w| text.starts_with(w))
}
