//! A page watched for links: those that look as if they led to articles of the same site.

use crate::address;
use crate::feed::charset_of;
use crate::http::Page;
use crate::listing::{Listed, Listing};
use dom_query::Document as Tree;
use std::collections::BTreeMap;
use url::Url;

/// Most links that are taken from one page.
const LINKS: usize = 200;

/// The articles that a page links to, in the order of the page, each once.
pub(crate) fn of_page(page: &Page) -> Listing {
    let Some(html) = text_of(page) else { return Listing { what: "page".into(), ..Listing::default() } };
    let tree = Tree::from(html.as_str());
    let base = tree.select_single("base[href]").attr("href").and_then(|h| page.url.join(&h).ok());
    let base = base.unwrap_or_else(|| page.url.clone());
    let title = crate::clean::line(&tree.select_single("title").text());
    let language = tree.select_single("html").attr("lang").map(|l| l.trim().to_string()).filter(|l| !l.is_empty());
    let mut order: Vec<Url> = Vec::new();
    // an article is often linked twice: from its picture and from its headline
    let mut words: BTreeMap<Url, String> = BTreeMap::new();
    for a in tree.select("a[href]").nodes() {
        let Some(href) = a.attr("href") else { continue };
        let Ok(url) = base.join(href.trim()) else { continue };
        let url = address::clean(url);
        if !matches!(url.scheme(), "http" | "https") || !address::same_site(&url, &page.url) || url == page.url {
            continue;
        }
        let text = a.text().split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.contains_key(&url) {
            order.push(url.clone());
        }
        let longest = words.entry(url).or_default();
        if text.len() > longest.len() {
            *longest = text;
        }
    }
    let articles =
        order.into_iter().filter(|u| leads_to_article(u, words.get(u).map_or("", String::as_str))).take(LINKS);
    let items = articles.map(|url| Listed {
        key: url.to_string(),
        title: words.get(&url).filter(|w| !w.is_empty()).cloned(),
        link: Some(url),
        ..Listed::default()
    });
    Listing {
        what: "page".into(),
        items: items.collect(),
        title: Some(title).filter(|t| !t.is_empty()),
        language,
        patience: page.max_age,
    }
}

/// The text of a page whose elements are not nested as only a bomb's are.
pub(crate) fn text_of(page: &Page) -> Option<String> {
    let text = charset_of(&page.bytes, page.content_type.as_deref())?;
    let sane = crate::page::unclosed(&text) <= crate::limits::PAGE_UNCLOSED && !crate::tags::overloaded(&text);
    sane.then_some(text)
}

/// Parts of addresses that lead to anything but an article.
const ELSEWHERE: [&str; 32] = [
    "about",
    "account",
    "advertise",
    "archive",
    "author",
    "authors",
    "category",
    "contact",
    "cookies",
    "feed",
    "feeds",
    "help",
    "jobs",
    "legal",
    "login",
    "newsletter",
    "newsletters",
    "page",
    "people",
    "privacy",
    "register",
    "rss",
    "search",
    "section",
    "shop",
    "signin",
    "sitemap",
    "subscribe",
    "tag",
    "tags",
    "terms",
    "topics",
];

/// Endings of files that are no pages.
const FILES: [&str; 16] = [
    ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp3", ".mp4", ".zip", ".doc", ".docx", ".xls", ".xlsx",
    ".xml", ".css",
];

/// Does a link look as if it led to an article? Its address holds a date, a long number or a headline in words, and
/// the words of the link are a headline.
fn leads_to_article(url: &Url, words: &str) -> bool {
    let path = url.path().to_ascii_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    if parts.is_empty() || FILES.iter().any(|f| path.ends_with(f)) || parts.iter().any(|p| ELSEWHERE.contains(p)) {
        return false;
    }
    let last = parts[parts.len() - 1];
    let slug = last.split(['-', '_']).filter(|w| w.len() > 1 && w.bytes().any(|b| b.is_ascii_alphabetic())).count();
    let digits = |p: &str| p.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let number = parts.iter().any(|p| digits(p) >= 5) || url.query_pairs().any(|(_, v)| digits(&v) >= 4);
    let headline = words.split(' ').filter(|w| w.chars().count() > 1).count();
    let dated = crate::published::in_address(url.path()).is_some();
    let named = dated || number || slug >= 4;
    named && headline >= 2 || headline >= 5 && parts.len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Validators;

    fn page(html: &str) -> Page {
        Page {
            url: Url::parse("https://www.example.org/press/").unwrap(),
            content_type: Some("text/html; charset=utf-8".into()),
            content_location: None,
            validators: Validators::default(),
            max_age: None,
            bytes: html.as_bytes().to_vec(),
        }
    }

    #[test]
    fn links_to_articles_are_told_from_the_furniture() {
        let listing = of_page(&page(
            r##"<html lang="en"><title>Press room</title><body>
            <a href="/">Home</a> <a href="/about/our-history-and-our-people">All about us and our history</a>
            <a href="/press/2031/05/02/envoys-meet"><img></a>
            <a href="/press/2031/05/02/envoys-meet?utm_source=home">Envoys meet in Geneva</a>
            <a href="delegations-agree-on-a-new-round">Delegations agree on a new round</a>
            <a href="/story/1234567">Second day of talks</a>
            <a href="/report.pdf">The whole report as a file</a>
            <a href="https://elsewhere.example/2031/05/02/other-news-of-the-day">Other news of the day</a>
            <a href="javascript:alert(1)">Press here for all the news</a>
            <a href="#top">Back to the top of the page</a></body></html>"##,
        ));
        let links: Vec<&str> = listing.items.iter().map(|i| i.link.as_ref().unwrap().path()).collect();
        assert_eq!(
            links,
            ["/press/2031/05/02/envoys-meet", "/press/delegations-agree-on-a-new-round", "/story/1234567"]
        );
        assert_eq!(listing.items[0].title.as_deref(), Some("Envoys meet in Geneva"));
        assert_eq!((listing.title.as_deref(), listing.language.as_deref()), (Some("Press room"), Some("en")));
    }
}
