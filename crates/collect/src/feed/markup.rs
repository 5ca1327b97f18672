//! Bytes of XML to a tree, whatever their state: tags that are never closed, end tags without beginning, entities that
//! nobody declared. Entities of the document's own and external ones are not expanded, so there is nothing to explode.

use crate::tags;
use std::borrow::Cow;
use std::cell::RefCell;
use xml5ever::buffer_queue::BufferQueue;
use xml5ever::tendril::StrTendril;
use xml5ever::tokenizer::{ProcessResult, Tag, TagKind, Token, TokenSink, XmlTokenizer};

/// An element. Its name is that of its vocabulary: `title`, `dc:date`, `content:encoded`, whatever the prefix that the
/// feed gave it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    /// Names without a prefix as written, others as for elements.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|n| match n {
            Node::Element(e) => Some(e),
            Node::Text(_) => None,
        })
    }

    /// Its own words and those of all elements in it.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(t) => out.push_str(t),
                Node::Element(e) => e.gather(out),
            }
        }
    }

    /// What stands in it as HTML.
    pub(crate) fn html(&self) -> String {
        let mut out = String::new();
        self.write_html(&mut out);
        out
    }

    fn write_html(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(t) => out.push_str(&t.replace('&', "&amp;").replace('<', "&lt;")),
                Node::Element(e) => {
                    let name = e.name.rsplit(':').next().unwrap_or_default();
                    // names that HTML cannot have would break out of their tag
                    let sound = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
                    if sound {
                        out.push_str(&format!("<{name}>"));
                    }
                    e.write_html(out);
                    if sound && name != "br" {
                        out.push_str(&format!("</{name}>"));
                    }
                }
            }
        }
    }
}

/// Depth to which elements may be nested; what is deeper counts as if it stood there.
const DEPTH: usize = 200;

/// Elements in all; feeds have some tens for each of their items.
const ELEMENTS: usize = 500_000;

/// Prefixes in force at once.
const PREFIXES: usize = 256;

/// The tree under one root without a name.
pub(crate) fn parse(text: &str) -> Element {
    let builder = Builder { open: RefCell::new(vec![Element::default()]), ..Builder::default() };
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&mended(text)));
    let tokenizer = XmlTokenizer::new(builder, Default::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut open = tokenizer.sink.open.take();
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// A bracket that begins no tag (`1 < 2`) would swallow what follows it, and a tag with a million attributes the day.
fn mended(text: &str) -> Cow<'_, str> {
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':' | '/' | '!' | '?'));
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find('<') {
        at += found + 1;
        let rest = &text[at..];
        let closed = [("![CDATA[", "]]>"), ("!--", "-->")].iter().find(|(mark, _)| rest.starts_with(mark));
        let mut escaped = None;
        if let Some((_, end)) = closed {
            at += rest.find(end).unwrap_or(rest.len());
        } else if !begins(rest) {
            escaped = Some(at - 1);
        } else if !rest.starts_with(['/', '!', '?']) {
            let (end, attributes) = tags::tag(text.as_bytes(), at);
            if attributes > tags::ATTRIBUTES {
                escaped = Some(at - 1);
            }
            at = end;
        }
        if let Some(escaped) = escaped {
            out.push_str(&text[from..escaped]);
            out.push_str(&text[escaped..at].replace('<', "&lt;"));
            from = at;
        }
    }
    if from == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[from..]) }
}

fn close(open: &mut Vec<Element>) {
    if let (true, Some(done)) = (open.len() > 1, open.pop())
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(done));
    }
}

#[derive(Default)]
struct Builder {
    /// From the root to the innermost element that is open.
    open: RefCell<Vec<Element>>,
    /// Prefixes in force: depth at which each was declared, prefix, vocabulary.
    prefixes: RefCell<Vec<(usize, String, &'static str)>>,
    count: RefCell<usize>,
    /// Elements open below [`DEPTH`].
    deeper: RefCell<usize>,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token) -> ProcessResult<()> {
        match token {
            Token::Tag(tag) => self.tag(&tag),
            Token::Characters(text) => self.words(&text),
            _ => {}
        }
        ProcessResult::Continue
    }
}

impl Builder {
    fn words(&self, text: &str) {
        let mut open = self.open.borrow_mut();
        let Some(innermost) = open.last_mut() else { return };
        match innermost.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => innermost.children.push(Node::Text(text.to_string())),
        }
    }

    fn tag(&self, tag: &Tag) {
        let prefix = tag.name.prefix.as_deref().unwrap_or("").to_string();
        let local = tag.name.local.to_string();
        match tag.kind {
            TagKind::StartTag | TagKind::EmptyTag => {
                *self.count.borrow_mut() += 1;
                if *self.count.borrow() > ELEMENTS {
                    return;
                }
                let mut open = self.open.borrow_mut();
                if open.len() > DEPTH {
                    *self.deeper.borrow_mut() += usize::from(tag.kind == TagKind::StartTag);
                    return;
                }
                let depth = open.len();
                for a in &tag.attrs {
                    let (before, name) = (a.name.prefix.as_deref().unwrap_or(""), &*a.name.local);
                    let declared = if before == "xmlns" { name } else { "" };
                    let room = self.prefixes.borrow().len() < PREFIXES;
                    if room && (before == "xmlns" || before.is_empty() && name == "xmlns") {
                        self.prefixes.borrow_mut().push((depth, declared.to_string(), vocabulary(&a.value)));
                    }
                }
                let attributes = tag.attrs.iter().map(|a| {
                    let before = a.name.prefix.as_deref().unwrap_or("");
                    let name =
                        if before.is_empty() { a.name.local.to_string() } else { self.name(before, &a.name.local) };
                    (name, a.value.to_string())
                });
                open.push(Element {
                    name: self.name(&prefix, &local),
                    attributes: attributes.collect(),
                    children: Vec::new(),
                });
                if tag.kind == TagKind::EmptyTag {
                    close(&mut open);
                    self.forget(open.len());
                }
            }
            TagKind::EndTag => {
                let mut deeper = self.deeper.borrow_mut();
                if *deeper > 0 {
                    *deeper -= 1;
                    return;
                }
                let name = self.name(&prefix, &local);
                let mut open = self.open.borrow_mut();
                if open.iter().skip(1).any(|e| e.name == name) {
                    while open.len() > 1 {
                        let found = open.last().is_some_and(|e| e.name == name);
                        close(&mut open);
                        if found {
                            break;
                        }
                    }
                    self.forget(open.len());
                }
            }
            TagKind::ShortTag => {
                let mut open = self.open.borrow_mut();
                close(&mut open);
                self.forget(open.len());
            }
        }
    }

    /// Prefixes that were declared deeper than `depth` open elements are no longer in force.
    fn forget(&self, depth: usize) {
        self.prefixes.borrow_mut().retain(|(d, ..)| *d < depth);
    }

    /// The name in its vocabulary: by the address of the namespace, or where nobody declared it, by the usual prefix.
    fn name(&self, prefix: &str, local: &str) -> String {
        let prefixes = self.prefixes.borrow();
        let declared = prefixes.iter().rev().find(|(_, p, _)| p == prefix).map(|(.., vocabulary)| *vocabulary);
        let local = local.to_ascii_lowercase();
        match declared {
            // an unprefixed element of a vocabulary that nobody knows is what its name says
            Some("" | "?") if prefix.is_empty() => local,
            Some("") => local,
            Some("?") => format!("{}:{local}", prefix.to_ascii_lowercase()),
            Some("atom") if prefix.is_empty() => local,
            Some(vocabulary) => format!("{vocabulary}:{local}"),
            None if prefix.is_empty() => local,
            None => format!("{}:{local}", prefix.to_ascii_lowercase()),
        }
    }
}

/// The vocabularies of feeds by the addresses of their namespaces. `?` is one that nobody here knows.
fn vocabulary(namespace: &str) -> &'static str {
    let known = namespace.trim().trim_end_matches(['#', '/']).to_ascii_lowercase();
    let known = known.strip_prefix("https://").or_else(|| known.strip_prefix("http://")).unwrap_or(&known);
    match known.strip_prefix("www.").unwrap_or(known) {
        ""
        | "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "backend.userland.com/rss2"
        | "backend.userland.com/rss"
        | "blogs.law.harvard.edu/tech/rss"
        | "backend.userland.com/rss09"
        | "backend.userland.com/rss091"
        | "my.netscape.com/publish/formats/rss-0.91.dtd"
        | "purl.org/net/rss1.1" => "",
        "w3.org/2005/atom" | "purl.org/atom/ns" | "purl.org/atom" => "atom",
        "w3.org/1999/02/22-rdf-syntax-ns" => "rdf",
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => "dc",
        "purl.org/dc/terms" => "dcterms",
        "purl.org/rss/1.0/modules/content" => "content",
        "purl.org/rss/1.0/modules/syndication" => "sy",
        "search.yahoo.com/mrss" | "tools.search.yahoo.com/mrss" => "media",
        "itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => "itunes",
        "w3.org/1999/xhtml" => "xhtml",
        "w3.org/xml/1998/namespace" => "xml",
        "sitemaps.org/schemas/sitemap/0.9" | "google.com/schemas/sitemap/0.84" | "google.com/schemas/sitemap/0.9" => "",
        "google.com/schemas/sitemap-news/0.9" => "news",
        _ => "?",
    }
}
