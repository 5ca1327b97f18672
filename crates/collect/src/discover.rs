//! What can be watched at an address: the feed itself, the feeds that a page names, those at the usual places, a sitemap,
//! or the page for its links.

use crate::clock::Clock;
use crate::http::{Answer, Client, FetchError, Page, Validators};
use crate::links;
use crate::listing::{self, Listing};
use crate::sitemap;
use dom_query::Document as Tree;
use rapporteur_types::source::{SourceKind, SourceSpec};
use url::Url;

/// Something that can be watched, and what it lists now.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// As it would be kept.
    pub source: SourceSpec,
    /// What it gave.
    pub listing: Listing,
}

/// Feeds that a page names and that are looked at.
const NAMED: usize = 6;

/// Where feeds stand that no page names, below the root of a site.
const USUAL: [&str; 8] =
    ["/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news/rss.xml"];

/// Where sitemaps stand.
const SITEMAPS: [&str; 3] = ["/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml"];

/// Fewest links to articles that make a page worth watching.
const LINKS: usize = 3;

/// Look for sources at an address, the best first. Nothing found is an empty list.
pub fn discover(client: &Client, url: &Url, clock: &dyn Clock) -> Result<Vec<Found>, FetchError> {
    let fetched = client.fetch(url, &Validators::default(), false, clock)?;
    let Answer::Fresh(page) = fetched.answer else { return Ok(Vec::new()) };
    let here = fetched.moved.unwrap_or_else(|| url.clone());
    if let Ok(listing) = listing::of_feed(&page) {
        return Ok(vec![found(&here, SourceKind::Feed, listing)]);
    }
    if let Ok(listing) = sitemap::of(client, &page, clock) {
        return Ok(vec![found(&here, SourceKind::Sitemap, listing)]);
    }
    let mut all = Vec::new();
    for url in named(&page) {
        all.extend(feed_at(client, &url, clock));
    }
    if all.is_empty() {
        all.extend(
            USUAL.iter().filter_map(|path| page.url.join(path).ok()).find_map(|url| feed_at(client, &url, clock)),
        );
    }
    if all.is_empty() {
        let sitemap = SITEMAPS.iter().filter_map(|path| page.url.join(path).ok()).find_map(|url| {
            let Answer::Fresh(page) = client.fetch(&url, &Validators::default(), true, clock).ok()?.answer else {
                return None;
            };
            let listing = sitemap::of(client, &page, clock).ok().filter(|l| !l.items.is_empty())?;
            Some(found(&url, SourceKind::Sitemap, listing))
        });
        all.extend(sitemap);
    }
    let listing = links::of_page(&page);
    if listing.items.len() >= LINKS {
        all.push(found(&here, SourceKind::Page, listing));
    }
    Ok(all)
}

/// What an address of a known kind gives.
pub fn look(client: &Client, url: &Url, kind: SourceKind, clock: &dyn Clock) -> Result<Found, listing::NoListing> {
    let (look, moved) = listing::look(client, kind, url, &Validators::default(), clock)?;
    let listing = match look {
        listing::Look::Listed(listing, _) => *listing,
        listing::Look::Unchanged => Listing::default(),
    };
    Ok(found(moved.as_ref().unwrap_or(url), kind, listing))
}

fn found(url: &Url, kind: SourceKind, listing: Listing) -> Found {
    let source = SourceSpec { url: url.to_string(), kind, outlet: None, title: listing.title.clone() };
    Found { source, listing }
}

fn feed_at(client: &Client, url: &Url, clock: &dyn Clock) -> Option<Found> {
    let fetched = client.fetch(url, &Validators::default(), false, clock).ok()?;
    let Answer::Fresh(page) = fetched.answer else { return None };
    let listing = listing::of_feed(&page).ok()?;
    Some(found(fetched.moved.as_ref().unwrap_or(url), SourceKind::Feed, listing))
}

/// The feeds that a page names: in its head, else by a link.
fn named(page: &Page) -> Vec<Url> {
    let Some(html) = links::text_of(page) else { return Vec::new() };
    let tree = Tree::from(html.as_str());
    let mut urls: Vec<Url> = Vec::new();
    let mut take = |href: Option<String>| {
        let url = href.and_then(|h| page.url.join(h.trim()).ok()).filter(|u| matches!(u.scheme(), "http" | "https"));
        if let Some(url) = url.filter(|u| !urls.contains(u) && urls.len() < NAMED) {
            urls.push(url);
        }
    };
    for link in tree.select("link[rel][href]").nodes() {
        let attribute = |name: &str| link.attr(name).map(|v| v.to_ascii_lowercase()).unwrap_or_default();
        let kind = attribute("type");
        let is_feed = ["rss", "atom", "rdf", "feed+json"].iter().any(|k| kind.contains(k));
        // comments are no articles
        let comments = attribute("title").contains("comment") || attribute("href").contains("comments");
        if attribute("rel").split_whitespace().any(|r| r == "alternate" || r == "feed") && is_feed && !comments {
            take(link.attr("href").map(|h| h.to_string()));
        }
    }
    for a in tree.select("a[href]").nodes() {
        let href = a.attr("href").map(|h| h.to_string()).unwrap_or_default();
        let path = href.to_ascii_lowercase();
        if [".rss", "/rss", "/feed", ".atom", "rss.xml", "atom.xml", "feed.xml"]
            .iter()
            .any(|e| path.trim_end_matches('/').ends_with(e))
        {
            take(Some(href));
        }
    }
    urls
}
