//! Which part of a page is the article: the Readability algorithm on the page without its furniture; where that loses
//! what the whole page gives, on the whole page.

use super::linked::Linked;
use super::{furniture, prose, trim};
use dom_query::Document as Tree;
use dom_smoothie::Readability;

/// Where the page without furniture gives less than this share of the text of the whole, furniture was more than that.
const LOST: f64 = 0.5;
/// Letters by which a summary in the head and a paragraph on the page are known to be the same.
const LEAD: usize = 40;
/// Where both give less than this share of the text that the linked data hold, the page fills itself by script.
const HOLLOW: f64 = 0.5;

/// The article's text; empty where there is none. `summary` is what the page's head says that it is about.
pub(crate) fn main_text(page: Tree, linked: &Linked, title: Option<&str>, summary: Option<&str>) -> String {
    let whole = page.clone();
    furniture::clean(&page);
    let bare = page.clone();
    let mut text = article(page, title);
    if sentences(&text) < 400 || sentences(&text) * 2 < sentences(&all(&bare)) {
        let other = article(whole.clone(), title);
        if (sentences(&text) as f64) < LOST * sentences(&other) as f64 {
            text = other;
        }
    }
    if let Some(body) = &linked.body {
        let body = paragraphs(body);
        if (sentences(&text) as f64) < HOLLOW * sentences(&body) as f64 {
            return body;
        }
    }
    if let Some(lead) = summary.and_then(|s| lead(&bare, s, &text)) {
        text = format!("{lead}\n\n{text}");
    }
    if text.is_empty() {
        // too little for an article: take all there is
        text = all(&bare);
    }
    if text.is_empty() { all(&whole) } else { text }
}

fn article(page: Tree, title: Option<&str>) -> String {
    let Ok(article) = Readability::with_document(page, None, None).and_then(|mut page| page.parse()) else {
        return String::new();
    };
    let content = Tree::fragment(article.content);
    trim::trim(&content, title.unwrap_or(&article.title));
    prose::prose(content.root())
}

/// The paragraph under the headline that the head of the page repeats, where it stands apart from the article: it often
/// says what happened, and the rest only how.
fn lead(page: &Tree, summary: &str, text: &str) -> Option<String> {
    let bare = |s: &str, most: usize| -> String {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(most).collect()
    };
    let begin = bare(summary, LEAD);
    if text.is_empty() || begin.chars().count() < LEAD || bare(text, usize::MAX).contains(&begin) {
        return None;
    }
    let shown = page
        .select("p, div, h2, h3, header")
        .nodes()
        .iter()
        .filter_map(|n| prose::short(n, 1500))
        .find(|t| bare(t, LEAD) == begin)?;
    shown.ends_with(['.', '!', '?', '”', '"', '…']).then_some(shown)
}

fn all(page: &Tree) -> String {
    let page = page.clone();
    page.select("head, nav, header, footer, aside, form").remove();
    prose::prose(page.root())
}

/// Letters in lines that hold whole sentences.
fn sentences(text: &str) -> usize {
    let said = |l: &&str| l.chars().count() >= 60 && l.contains(['.', '。', '؟', '।', '!', '?']);
    text.lines().filter(said).map(|l| l.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

/// The text of linked data: markup out, line ends as paragraphs.
fn paragraphs(body: &str) -> String {
    let plain = if body.contains("</") { prose::prose(Tree::fragment(body).root()) } else { body.to_string() };
    plain
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}
