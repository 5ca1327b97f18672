//! A web page to its main text.

use crate::open::stem;
use crate::text::{Taken, finish, load};
use crate::{Problem, limits, page, prose, published};
use dom_query::Document as Tree;
use dom_smoothie::Readability;
use encoding_rs::Encoding;
use rapporteur_types::Document;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A page to its document, with warnings before it.
pub(crate) fn document(input: impl Read, path: &Path) -> Vec<Taken> {
    let mut out = Vec::new();
    let html = match load(input, limits::MARKUP, path, declared) {
        Ok((html, warning)) => {
            out.extend(warning.map(Err));
            html
        }
        Err(problem) => return vec![Err(problem)],
    };
    if html.trim().is_empty() {
        return vec![finish(Document::new("", ""), path)];
    }
    // The extractor is other people's code and pages are anyone's: should it give up on one, the others go on.
    let page = catch_unwind(AssertUnwindSafe(|| extract(&html))).unwrap_or(Err("the page cannot be taken apart"));
    let page = match page {
        Ok(page) => page,
        Err(reason) => return vec![Err(Problem::error(path, reason, "save the article as text"))],
    };
    let mut document = Document { text: page.text, title: page.title, ..Document::new(stem(path), "") };
    out.extend(page.facts.apply(&mut document).map(|date| Err(published::unreadable(path, &date))));
    out.push(finish(document, path));
    out
}

struct Page {
    text: String,
    title: Option<String>,
    facts: page::Facts,
}

fn extract(html: &str) -> Result<Page, &'static str> {
    const TOO_DEEP: &str = "its elements are nested too deep";
    if unclosed(html) > limits::PAGE_UNCLOSED {
        return Err(TOO_DEEP);
    }
    let tree = Tree::from(html);
    if prose::depth(tree.root()) > limits::PAGE_DEPTH {
        return Err(TOO_DEEP);
    }
    let facts = page::facts(&tree);
    let article = Readability::with_document(tree, None, None).and_then(|mut page| page.parse());
    let (text, title) = match article {
        Ok(article) => (prose::prose(Tree::fragment(article.content).root()), Some(article.title)),
        Err(_) => (String::new(), None),
    };
    if !text.is_empty() {
        let title = title.map(|t| t.trim().to_string()).filter(|t| !t.is_empty());
        return Ok(Page { text, title, facts });
    }
    // Too little for an article: take all there is.
    let tree = Tree::from(html);
    tree.select("head, nav, header, footer, aside, form").remove();
    let text = prose::prose(tree.root());
    if text.is_empty() { Err("no text was found in the page") } else { Ok(Page { text, title: None, facts }) }
}

/// The encoding that a page claims in its first kilobyte: `<meta charset=…>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let (_, label) = head.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    Encoding::for_label(label.split(['"', '\'', ' ', '>', '/', ';']).next()?.as_bytes())
}

/// How many tags are open at once, at most, by a count that takes no time: a parser's grows with the square. Tags
/// without an end tag, or whose end tag may be left out, don't count.
pub(crate) fn unclosed(html: &str) -> usize {
    const FLAT: [&str; 24] = [
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
