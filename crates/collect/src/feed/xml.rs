//! RSS, RDF and Atom out of a tree of elements. Which of them it is decides little: feeds mix their elements freely, so
//! each fact has one list of elements that may give it, best first.

use super::markup::{Element, Node};
use super::{Entry, Feed, Format, NotAFeed, address, dates, line};
use crate::clean;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rapporteur_types::document::Published;
use url::Url;

/// The feed of a document.
pub(super) fn feed(root: &Element, base: Option<&Url>) -> Result<Feed, NotAFeed> {
    let Some((format, top)) = top(root, 0) else {
        let page = |e: &Element| matches!(e.name.as_str(), "html" | "xhtml:html" | "body");
        return Err(if root.elements().any(page) { NotAFeed::Page } else { NotAFeed::Other });
    };
    let base = based(top, base.cloned());
    let head = match format {
        Format::Atom => top,
        _ => top.elements().find(|e| e.name == "channel").unwrap_or(top),
    };
    let base = if std::ptr::eq(head, top) { base } else { based(head, base) };
    let mut found = Vec::new();
    entries(top, &mut found);
    let language = words(head, &["language", "dc:language"]).or_else(|| lang(head)).or_else(|| lang(top));
    Ok(Feed {
        format,
        title: first(head, &["title", "dc:title"]).and_then(headline),
        link: link(head, base.as_ref(), false),
        language,
        published: date(
            head,
            &["pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created"],
        ),
        modified: date(head, &["lastbuilddate", "updated", "modified", "dcterms:modified"]),
        encoding: String::new(),
        ttl: ttl(head),
        entries: found.into_iter().map(|e| entry(e, base.as_ref())).collect(),
    })
}

/// The element that a feed begins with; damage may have put it a little below the root.
fn top(element: &Element, depth: usize) -> Option<(Format, &Element)> {
    let format = |e: &Element| match e.name.as_str() {
        "rss" => Some(Format::Rss),
        "rdf:rdf" => Some(Format::Rdf),
        "feed" | "atom:feed" => Some(Format::Atom),
        "channel" => Some(Format::Rss),
        _ => None,
    };
    let here = element.elements().find_map(|e| Some((format(e)?, e)));
    here.or_else(|| (depth < 3).then(|| element.elements().find_map(|e| top(e, depth + 1))).flatten())
}

/// All items, wherever they stand: one that is never closed holds those behind it.
fn entries<'a>(element: &'a Element, out: &mut Vec<&'a Element>) {
    for e in element.elements() {
        if is_entry(e) {
            out.push(e);
        }
        if !matches!(e.name.as_str(), "content" | "description" | "summary" | "title" | "content:encoded") {
            entries(e, out);
        }
    }
}

fn is_entry(e: &Element) -> bool {
    matches!(e.name.as_str(), "item" | "entry" | "atom:entry")
}

fn entry(e: &Element, base: Option<&Url>) -> Entry {
    let base = based(e, base.cloned());
    let base = base.as_ref();
    let guid = first(e, &["guid"]);
    let id = guid
        .map(|g| g.text())
        .or_else(|| words(e, &["id", "atom:id"]))
        .or_else(|| e.attribute("rdf:about").map(str::to_string));
    let id = id.map(|i| i.trim().to_string()).filter(|i| !i.is_empty());
    // an id that begins with a stroke is an address without its host
    let id = id.map(|i| match base {
        Some(base) if i.starts_with('/') => base.join(&i).map_or(i, |u| u.to_string()),
        _ => i,
    });
    let permanent = guid
        .is_some_and(|g| g.attribute("ispermalink") != Some("false") && g.attribute("isPermaLink") != Some("false"));
    let by_id = || {
        id.as_deref().filter(|i| (permanent || guid.is_none()) && i.starts_with("http")).and_then(|i| address(i, None))
    };
    let source = || first(e, &["content"]).and_then(|c| address(c.attribute("src")?, base));
    Entry {
        link: link(e, base, true).or_else(source).or_else(by_id),
        title: first(e, &["title", "dc:title", "media:title", "itunes:title"]).and_then(headline),
        summary: first(
            e,
            &["description", "summary", "itunes:summary", "dc:description", "media:description", "itunes:subtitle"],
        )
        .and_then(body),
        content: first(e, &["content:encoded", "content", "xhtml:body", "body", "fullitem", "xhtml:div"])
            .and_then(body),
        author: author(e),
        language: words(e, &["language", "dc:language"]).or_else(|| lang(e)),
        published: date(
            e,
            &["pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created"],
        ),
        modified: date(e, &["updated", "modified", "dcterms:modified"]),
        id,
    }
}

/// The children of these names, in the order of the names. Atom's elements may stand in RSS, too.
fn named<'a>(e: &'a Element, names: &'a [&str]) -> impl Iterator<Item = &'a Element> {
    let is = |e: &Element, name: &str| e.name == name || e.name.strip_prefix("atom:") == Some(name);
    names.iter().flat_map(move |name| e.elements().filter(move |c| is(c, name)))
}

/// The first of these that has something in it.
fn first<'a>(e: &'a Element, names: &'a [&str]) -> Option<&'a Element> {
    let full = |e: &&Element| {
        e.children.iter().any(|n| match n {
            Node::Text(t) => !t.trim().is_empty(),
            Node::Element(_) => true,
        })
    };
    named(e, names).find(full)
}

fn words(e: &Element, names: &[&str]) -> Option<String> {
    first(e, names).map(|e| e.text().trim().to_string()).filter(|t| !t.is_empty())
}

fn lang(e: &Element) -> Option<String> {
    e.attribute("xml:lang").map(|l| l.trim().to_string()).filter(|l| !l.is_empty())
}

/// The last readable date of the first element that gives one: a second one of the same name is a correction.
fn date(e: &Element, names: &[&str]) -> Option<Published> {
    names.iter().find_map(|name| named(e, &[name]).filter_map(|d| dates::parse(&d.text())).last())
}

/// `ttl` in minutes, or the period of the syndication module.
fn ttl(head: &Element) -> Option<u32> {
    if let Some(minutes) = words(head, &["ttl"]).and_then(|t| t.parse().ok()) {
        return Some(minutes);
    }
    let period = match words(head, &["sy:updateperiod"])?.to_ascii_lowercase().as_str() {
        "hourly" => 60,
        "daily" => 24 * 60,
        "weekly" => 7 * 24 * 60,
        _ => return None,
    };
    let times = words(head, &["sy:updatefrequency"]).and_then(|f| f.parse().ok()).filter(|f| *f > 0).unwrap_or(1);
    Some(period / times)
}

/// Address of the article or site: a link's text, or the `href` of one that leads to a page.
fn link(e: &Element, base: Option<&Url>, of_entry: bool) -> Option<String> {
    let to_page = |l: &&Element| {
        let kind = l.attribute("type").unwrap_or("text/html");
        matches!(l.attribute("rel").unwrap_or("alternate").to_ascii_lowercase().as_str(), "alternate" | "")
            && (kind.contains("html") || of_entry && !kind.contains("xml") && !kind.contains("json"))
    };
    let whole = |l: &Element, given: &str| address(given, based(l, base.cloned()).as_ref());
    let text = named(e, &["link"]).filter(|l| l.attribute("href").is_none()).find_map(|l| whole(l, &l.text()));
    let href = || named(e, &["link"]).filter(to_page).find_map(|l| whole(l, l.attribute("href")?));
    let any = || {
        let other = |l: &&Element| matches!(l.attribute("rel"), None | Some("alternate" | ""));
        named(e, &["link"]).filter(other).find_map(|l| whole(l, l.attribute("href")?))
    };
    text.or_else(href).or_else(any)
}

fn based(e: &Element, base: Option<Url>) -> Option<Url> {
    let Some(own) = e.attribute("xml:base") else { return base };
    let joined = match &base {
        Some(base) => base.join(own.trim()).ok(),
        None => Url::parse(own.trim()).ok(),
    };
    joined.filter(|u| matches!(u.scheme(), "http" | "https")).or(base)
}

fn author(e: &Element) -> Option<String> {
    let of = |a: &Element| words(a, &["name"]).or_else(|| words(a, &["email"])).unwrap_or_else(|| a.text());
    first(e, &["author", "dc:creator", "itunes:author", "dc:author"])
        .and_then(|a| line(&of(a), clean::is_markup(&of(a))))
}

fn headline(e: &Element) -> Option<String> {
    let (words, html) = content(e);
    line(&words, html)
}

fn body(e: &Element) -> Option<String> {
    let (words, html) = content(e);
    let text = if html { clean::text(&words) } else { words.trim().to_string() };
    (!text.is_empty()).then_some(text)
}

/// What an element holds, and whether it is markup.
fn content(e: &Element) -> (String, bool) {
    let kind = e.attribute("type").unwrap_or("").to_ascii_lowercase();
    if e.attribute("mode") == Some("base64") || is_packed(&kind) {
        let packed: String = e.text().split_whitespace().collect();
        if let Some(text) = STANDARD.decode(packed).ok().and_then(|b| String::from_utf8(b).ok()) {
            let html = clean::is_markup(&text);
            return (text, html);
        }
    }
    if e.elements().next().is_some() {
        return (e.html(), true);
    }
    let text = e.text();
    let html = match kind.as_str() {
        "text" | "text/plain" => false,
        "html" | "xhtml" => true,
        _ => clean::is_markup(&text),
    };
    (text, html)
}

/// Atom 1.0 packs content of any other type than text and markup in base64.
fn is_packed(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") && !kind.contains("html")
}
