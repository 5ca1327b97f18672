//! A web page: its main text, and what it says of itself.
//!
//! | file | what |
//! | --- | --- |
//! | `body` | which part of the page is the article |
//! | `furniture` | elements that surround an article: navigation, share buttons, captions, cookie texts |
//! | `trim` | what sticks to an article's ends and between its paragraphs |
//! | `prose` | elements to plain text |
//! | `facts` | title, author, site, address, language, from meta tags, JSON-LD, microdata and visible lines |
//! | `linked` | JSON-LD |
//! | `dates` | published and modified |
//! | `days` | days in visible lines, in the languages of the news |
//! | `walls` | consent pages, paywalls |

mod body;
mod dates;
mod days;
mod facts;
mod furniture;
mod linked;
pub(crate) mod prose;
#[cfg(test)]
mod tests;
mod trim;
mod walls;

use crate::{encoding, limits, tags};
use dom_query::Document as Tree;
use encoding_rs::Encoding;
use jiff::Timestamp;
use rapporteur_types::document::Published;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A page taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Main text: one blank line between paragraphs, headings with `#`, list items with `-`.
    pub text: String,
    /// Headline, without the name of the site.
    pub title: Option<String>,
    /// Who wrote it, without "by"; several are parted by `, `.
    pub author: Option<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// Canonical address, absolute.
    pub address: Option<String>,
    /// Language tag as the page writes it: `en-GB`.
    pub language: Option<String>,
    /// When it became public.
    pub published: Published,
    /// When it was changed last, as the page says; unknown where it says nothing.
    pub modified: Published,
    /// A date of publication that the page gives and that was not taken: unreadable, or after the page was fetched.
    pub refused_date: Option<String>,
    /// Is it the whole article?
    pub extent: Extent,
    /// How the bytes were read, where they are not what they claim or claim nothing.
    pub guessed_encoding: Option<String>,
}

/// How much of an article a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it, as far as can be told.
    #[default]
    Whole,
    /// Only its beginning: the rest is for subscribers.
    Beginning,
}

impl Extent {
    /// Is the rest of the article missing?
    pub fn is_beginning(self) -> bool {
        self == Extent::Beginning
    }
}

/// Where a page came from, and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// Its address, where it is known; a canonical address in the page goes before it.
    pub address: Option<&'a str>,
    /// When it was fetched: a later date of publication cannot be right. Nothing is checked where it is unknown.
    pub retrieved: Option<Timestamp>,
    /// The encoding that the server names: `iso-8859-1`.
    pub charset: Option<&'a str>,
}

/// Why a page gives no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoArticle {
    /// The bytes are no text: why.
    #[error("{0}")]
    NotText(String),
    /// Larger than any honest page.
    #[error("it is larger than {} MB", limits::MARKUP / limits::MB)]
    TooLarge,
    /// Asks for consent to cookies and shows nothing else.
    #[error("the page shows a consent wall, not an article")]
    ConsentWall,
    /// Asks for a subscription or a login and shows nothing of the article.
    #[error("the page shows a paywall and nothing of the article")]
    Paywall,
    /// Checks whether a person is looking.
    #[error("the page asks to prove that one is no robot")]
    RobotCheck,
    /// More elements inside one another than any honest page has.
    #[error("its elements are nested too deep")]
    TooDeep,
    /// No text at all.
    #[error("no text was found in the page")]
    NoText,
    /// The parser gave up.
    #[error("the page cannot be taken apart")]
    Broken,
}

impl NoArticle {
    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            NoArticle::ConsentWall => "save the page after consenting, or give the article as text",
            NoArticle::Paywall => "save the page as a subscriber, or give the article as text",
            NoArticle::RobotCheck => "save the page from a browser, or give the article as text",
            NoArticle::NotText(_)
            | NoArticle::TooLarge
            | NoArticle::TooDeep
            | NoArticle::NoText
            | NoArticle::Broken => "save the article as text",
        }
    }
}

/// Take a page apart. The same bytes and origin give the same page.
pub fn page(bytes: &[u8], origin: Origin<'_>) -> Result<Page, NoArticle> {
    if bytes.len() as u64 > limits::MARKUP {
        return Err(NoArticle::TooLarge);
    }
    let named = origin.charset.and_then(|c| Encoding::for_label(c.trim().as_bytes()));
    let decoded = encoding::decode(bytes.to_vec(), named.or_else(|| declared(bytes))).map_err(NoArticle::NotText)?;
    let guessed_encoding = decoded.guess.filter(|_| named.is_none());
    Ok(Page { guessed_encoding, ..text_page(&decoded.text, origin)? })
}

/// As [`page()`], of what is text already.
pub(crate) fn text_page(html: &str, origin: Origin<'_>) -> Result<Page, NoArticle> {
    if html.trim().is_empty() {
        return Err(NoArticle::NoText);
    }
    if unclosed(html) > limits::PAGE_UNCLOSED || tags::overloaded(html) {
        return Err(NoArticle::TooDeep);
    }
    // The extractor is other people's code and pages are anyone's: should it give up on one, the others go on.
    catch_unwind(AssertUnwindSafe(|| take_apart(html, origin))).unwrap_or(Err(NoArticle::Broken))
}

/// The encoding that a page claims in its first kilobyte: `<meta charset=…>`.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let (_, label) = head.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    Encoding::for_label(label.split(['"', '\'', ' ', '>', '/', ';']).next()?.as_bytes())
}

fn take_apart(html: &str, origin: Origin<'_>) -> Result<Page, NoArticle> {
    let tree = Tree::from(html);
    if prose::depth(tree.root()) > limits::PAGE_DEPTH {
        return Err(NoArticle::TooDeep);
    }
    let linked = linked::linked(&tree);
    let tags = facts::Tags::of(&tree);
    let mut page = facts::facts(&tree, &tags, &linked, origin);
    let signs = walls::signs(&tree, &linked);
    page.text = body::main_text(tree, &linked, page.title.as_deref(), tags.summary().as_deref());
    if let Some(wall) = signs.instead_of(&page.text) {
        return Err(wall);
    }
    if page.text.is_empty() {
        return Err(NoArticle::NoText);
    }
    if signs.cut_short(&page.text) {
        page.extent = Extent::Beginning;
        page.text = walls::without_offers(&page.text);
    }
    Ok(page)
}

/// How many tags are open at once, at most, by a count that takes no time: a parser's grows with the square. Tags
/// without an end tag, or whose end tag may be left out, don't count.
pub(crate) fn unclosed(html: &str) -> usize {
    const FLAT: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody",
    ];
    let (mut now, mut most) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let (closing, name) = match tag.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, tag),
        };
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = &name[..end];
        let flat = FLAT.iter().any(|f| name.eq_ignore_ascii_case(f)) || is_self_closed(tag);
        if flat || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        now = if closing { now.saturating_sub(1) } else { now + 1 };
        most = most.max(now);
    }
    most
}

/// `<path d="…"/>`
fn is_self_closed(tag: &str) -> bool {
    tag.split_once('>').is_some_and(|(tag, _)| tag.ends_with('/'))
}
