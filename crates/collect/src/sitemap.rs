//! Sitemaps, news sitemaps and indexes of them.

use crate::clock::Clock;
use crate::feed::{charset_of, dates, markup};
use crate::http::{Answer, Client, Page, Validators};
use crate::listing::{Listed, Listing, NoListing};
use crate::{address, limits};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use url::Url;

/// Sitemaps of an index that are looked at: the newest.
const CHILDREN: usize = 4;

/// Most addresses that are taken from a sitemap; the format allows 50,000.
const ADDRESSES: usize = 50_000;

/// The articles of a sitemap; of an index, those of its newest sitemaps.
pub(crate) fn of(client: &Client, page: &Page, clock: &dyn Clock) -> Result<Listing, NoListing> {
    let mut listing = Listing { what: "sitemap".into(), patience: page.max_age, ..Listing::default() };
    match parse(page).ok_or(NoListing::NoSitemap)? {
        Sitemap::Articles(items) => listing.items = items,
        Sitemap::Index(children) => {
            listing.what = "index of sitemaps".into();
            let mut last = None;
            for child in newest(children) {
                match client.fetch(&child, &Validators::default(), true, clock) {
                    Ok(fetched) => {
                        if let Answer::Fresh(page) = fetched.answer
                            && let Some(Sitemap::Articles(items)) = parse(&page)
                        {
                            listing.items.extend(items);
                        }
                    }
                    Err(e) => last = Some(e),
                }
            }
            if let (true, Some(e)) = (listing.items.is_empty(), last) {
                return Err(e.into());
            }
        }
    }
    listing.items.truncate(ADDRESSES);
    Ok(listing)
}

enum Sitemap {
    Articles(Vec<Listed>),
    Index(Vec<(Url, Option<jiff::Timestamp>)>),
}

fn parse(page: &Page) -> Option<Sitemap> {
    let mut unpacked = Vec::new();
    let bytes = if page.bytes.starts_with(&[0x1F, 0x8B]) {
        MultiGzDecoder::new(&page.bytes[..]).take(limits::TEXT).read_to_end(&mut unpacked).ok()?;
        &unpacked
    } else {
        &page.bytes
    };
    let text = charset_of(bytes, page.content_type.as_deref())?;
    let root = markup::parse(&text);
    let top = root.elements().find(|e| matches!(e.name.as_str(), "urlset" | "sitemapindex"))?;
    let words = |e: &markup::Element, name: &str| {
        let found = e.elements().find(|c| c.name == name)?.text().trim().to_string();
        (!found.is_empty()).then_some(found)
    };
    let date = |e: &markup::Element, name: &str| words(e, name).and_then(|d| dates::parse(&d));
    let at = |e: &markup::Element| {
        let url = page.url.join(&words(e, "loc")?).ok()?;
        // a sitemap speaks for its own site alone
        (matches!(url.scheme(), "http" | "https") && address::same_site(&url, &page.url)).then(|| address::clean(url))
    };
    if top.name == "sitemapindex" {
        let children = top.elements().filter(|e| e.name == "sitemap");
        return Some(Sitemap::Index(
            children.filter_map(|e| Some((at(e)?, date(e, "lastmod").as_ref().and_then(dates::instant)))).collect(),
        ));
    }
    let articles = top.elements().filter(|e| e.name == "url").take(ADDRESSES).filter_map(|e| {
        let url = at(e)?;
        let news = e.elements().find(|c| c.name == "news:news");
        let publication = news.and_then(|n| n.elements().find(|c| c.name == "news:publication"));
        Some(Listed {
            key: url.to_string(),
            link: Some(url),
            title: news.and_then(|n| words(n, "news:title")),
            language: publication.and_then(|p| words(p, "news:language")),
            outlet: publication.and_then(|p| words(p, "news:name")),
            published: news.and_then(|n| date(n, "news:publication_date")),
            modified: date(e, "lastmod"),
            ..Listed::default()
        })
    });
    Some(Sitemap::Articles(articles.collect()))
}

/// The newest sitemaps of an index, newest first; those without a date count by their place, the last as the newest.
fn newest(mut children: Vec<(Url, Option<jiff::Timestamp>)>) -> Vec<Url> {
    children.reverse();
    children.sort_by_key(|(_, changed)| std::cmp::Reverse(*changed));
    children.into_iter().take(CHILDREN).map(|(url, _)| url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(xml: &str) -> Page {
        Page {
            url: Url::parse("https://www.example.org/sitemap.xml").unwrap(),
            content_type: Some("application/xml".into()),
            content_location: None,
            validators: Validators::default(),
            max_age: None,
            bytes: xml.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_news_sitemap_gives_title_language_and_day() {
        let xml = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
            xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
            <url><loc>https://www.example.org/1</loc><n:news><n:publication><n:name>Gazette</n:name><n:language>en</n:language>
            </n:publication><n:publication_date>2031-05-02T10:00:00Z</n:publication_date><n:title>Envoys meet</n:title></n:news></url>
            <url><loc>https://elsewhere.example/2</loc></url><url><loc>/3</loc><lastmod>2031-05-01</lastmod></url></urlset>"#;
        let Some(Sitemap::Articles(items)) = parse(&page(xml)) else { panic!("a sitemap") };
        assert_eq!(items.len(), 2);
        assert_eq!((items[0].title.as_deref(), items[0].outlet.as_deref()), (Some("Envoys meet"), Some("Gazette")));
        assert_eq!(items[0].published.as_ref().unwrap().when.unwrap().to_string(), "2031-05-02");
        assert_eq!(items[1].modified.as_ref().unwrap().when.unwrap().to_string(), "2031-05-01");
    }

    #[test]
    fn of_an_index_the_newest_are_looked_at() {
        let entry = |n: u8| {
            format!("<sitemap><loc>https://www.example.org/{n}.xml</loc><lastmod>2031-05-{n:02}</lastmod></sitemap>")
        };
        let xml: String = (1..=9).map(entry).collect();
        let Some(Sitemap::Index(children)) = parse(&page(&format!("<sitemapindex>{xml}</sitemapindex>"))) else {
            panic!()
        };
        let paths: Vec<String> = newest(children).iter().map(|u| u.path().to_string()).collect();
        assert_eq!(paths, ["/9.xml", "/8.xml", "/7.xml", "/6.xml"]);
        assert!(parse(&page("<html><body>no</body></html>")).is_none());
    }
}
