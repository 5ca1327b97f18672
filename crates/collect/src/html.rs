//! A web page to its main text.

use crate::open::stem;
use crate::text::{Taken, finish, load};
use crate::{Problem, limits, markdown, page, published};
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;
use rapporteur_types::Document;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A page to its document, with warnings before it.
pub(crate) fn document(input: impl Read, path: &Path) -> Vec<Taken> {
    let mut out = Vec::new();
    let html = match load(input, limits::PAGE, path, declared) {
        Ok((html, warning)) => {
            out.extend(warning.map(Err));
            html
        }
        Err(problem) => return vec![Err(problem)],
    };
    if html.trim().is_empty() {
        return vec![finish(Document::new("", ""), path)];
    }
    if depth(&html) > limits::PAGE_DEPTH {
        let reason = format!("its elements are nested deeper than {}", limits::PAGE_DEPTH);
        return vec![Err(Problem::error(path, reason, "save the article as text"))];
    }
    // The extractor is other people's code and pages are anyone's: should it give up on one, the others go on.
    let Ok(page) = catch_unwind(AssertUnwindSafe(|| extract(&html))) else {
        return vec![Err(Problem::error(path, "the page cannot be taken apart", "save the article as text"))];
    };
    let mut document = Document { text: page.text, title: page.title, ..Document::new(stem(path), "") };
    if document.text.trim().is_empty() {
        return vec![Err(Problem::error(path, "no main text was found in the page", "save the article as text"))];
    }
    out.extend(page.facts.apply(&mut document).map(|date| Err(published::unreadable(path, &date))));
    out.push(finish(document, path));
    out
}

struct Page {
    text: String,
    title: Option<String>,
    facts: page::Facts,
}

fn extract(html: &str) -> Page {
    let config = Config { text_mode: TextMode::Markdown, ..Config::default() };
    // Without an address for the page, nothing in `new` fails.
    let Ok(mut page) = Readability::new(html, None, Some(config)) else {
        return Page { text: String::new(), title: None, facts: page::Facts::default() };
    };
    let facts = page::facts(&page.doc);
    match page.parse() {
        Ok(article) => {
            let title = Some(article.title.trim().to_string()).filter(|t| !t.is_empty());
            Page { text: markdown::plain(&article.text_content), title, facts }
        }
        // Too little for an article: take all there is.
        Err(_) => {
            let page = dom_smoothie::Readability::from(html);
            page.doc.select("script, style, noscript, template, nav, header, footer, aside, form").remove();
            Page { text: page.doc.select("body").formatted_text().to_string(), title: None, facts }
        }
    }
}

/// The encoding that a page claims in its first kilobyte: `<meta charset=…>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let (_, label) = head.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    Encoding::for_label(label.split(['"', '\'', ' ', '>', '/', ';']).next()?.as_bytes())
}

/// How deep the tags nest, at most; tags that have no end tag, or whose end tag may be left out, don't count.
fn depth(html: &str) -> usize {
    const FLAT: [&str; 24] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody",
    ];
    let (mut now, mut most) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name = tag.find(|c: char| !c.is_ascii_alphanumeric()).map_or(tag, |end| &tag[..end]);
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !named || FLAT.iter().any(|f| name.eq_ignore_ascii_case(f)) {
            continue;
        }
        now = if closing { now.saturating_sub(1) } else { now + 1 };
        most = most.max(now);
    }
    most
}
