//! What a web page says of itself: meta tags, JSON-LD, `<time>`.

use crate::{header, published};
use dom_query::Document as Tree;
use rapporteur_types::Document;
use rapporteur_types::document::{Basis, Published};
use serde_json::Value;

/// The facts in the words of the page; dates in the order of trust.
#[derive(Default)]
pub(crate) struct Facts {
    outlet: Option<String>,
    url: Option<String>,
    lang: Option<String>,
    dates: Vec<String>,
}

/// Names of meta tags (`property`, `name` or `itemprop`) that give the date of publication, most trusted first.
const DATE_TAGS: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "article.published",
    "date",
];

/// Look through a page before its main text is taken out.
pub(crate) fn facts(page: &Tree) -> Facts {
    let tags = meta_tags(page);
    let tag = |names: &[&str]| {
        names.iter().find_map(|n| tags.iter().find(|(name, _)| name == n)).map(|(_, value)| value.clone())
    };
    let linked = linked_data(page);
    let attribute = |selector: &str, name: &str| {
        let value = page.select_single(selector).attr(name)?.trim().to_string();
        (!value.is_empty()).then_some(value)
    };
    let mut dates: Vec<String> = Vec::new();
    dates.extend(tag(&DATE_TAGS[..3]));
    dates.extend(linked.date);
    dates.extend(tag(&DATE_TAGS[3..]));
    dates.extend(
        ["time[pubdate]", "[itemprop=datePublished]", "article time", "main time", "time"]
            .iter()
            .find_map(|s| attribute(s, "datetime").or_else(|| attribute(s, "content"))),
    );
    Facts {
        outlet: tag(&["og:site_name"]).or(linked.publisher).or_else(|| tag(&["application-name", "dc.publisher"])),
        url: attribute("link[rel=canonical]", "href")
            .or_else(|| tag(&["og:url"]))
            .filter(|u| u.starts_with("http://") || u.starts_with("https://")),
        lang: attribute("html", "lang").or_else(|| tag(&["og:locale", "content-language", "language"])),
        dates,
    }
}

impl Facts {
    /// Write the facts into a document. Gives back a date where none of those given can be read.
    pub(crate) fn apply(self, document: &mut Document) -> Option<String> {
        document.outlet = self.outlet;
        document.url = self.url;
        document.lang = self.lang.and_then(|tag| header::language(&tag));
        match self.dates.iter().find_map(|d| published::parse(d, Basis::Stated)) {
            Some(published) => {
                document.published = published;
                None
            }
            None => {
                // Many addresses hold the day: a good guess, and marked as one.
                if let Some(when) = document.url.as_deref().and_then(published::in_address) {
                    document.published = Published { when: Some(when), instant: None, basis: Basis::Estimated };
                }
                self.dates.into_iter().next()
            }
        }
    }
}

/// Name, in lower case, and content of each meta tag, in the order of the page.
fn meta_tags(page: &Tree) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for node in page.select("meta[content]").nodes() {
        let content = node.attr("content").unwrap_or_default().trim().to_string();
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key).filter(|_| !content.is_empty()) {
                tags.push((name.trim().to_ascii_lowercase(), content.clone()));
            }
        }
    }
    tags
}

#[derive(Default)]
struct LinkedData {
    date: Option<String>,
    publisher: Option<String>,
}

/// Date and publisher of the first article among the page's JSON-LD.
fn linked_data(page: &Tree) -> LinkedData {
    let mut found = LinkedData::default();
    for node in page.select("script[type='application/ld+json']").nodes() {
        // Some sites wrap it in CDATA, and that in comment marks.
        let text = node.text().replace("<![CDATA[", "").replace("]]>", "");
        let json = text.trim_start_matches(|c| !matches!(c, '{' | '[')).trim_end_matches(|c| !matches!(c, '}' | ']'));
        let Ok(value) = serde_json::from_str::<Value>(json) else { continue };
        let things = match &value {
            Value::Array(things) => things.iter().collect(),
            Value::Object(o) => match o.get("@graph") {
                Some(Value::Array(things)) => things.iter().collect(),
                _ => vec![&value],
            },
            _ => Vec::new(),
        };
        for thing in things {
            let text = |v: Option<&Value>| v.and_then(Value::as_str).map(str::to_string);
            found.date = found.date.or_else(|| text(thing.get("datePublished")));
            found.publisher = found.publisher.or_else(|| text(thing.get("publisher").and_then(|p| p.get("name"))));
        }
    }
    found
}
