//! Feeds: RSS 0.9x to 2.0, Atom 0.3 and 1.0, RDF, JSON Feed. A damaged feed gives what can be got.

mod charset;
pub mod dates;
mod json;
pub(crate) mod markup;
mod xml;

use crate::clean;
use rapporteur_types::document::Published;
use url::Url;

/// What a feed says, as clean text: no markup, no script, addresses of the web alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// How it is written.
    pub format: Format,
    /// Headline of the feed.
    pub title: Option<String>,
    /// Address of the site that it belongs to.
    pub link: Option<String>,
    /// As it says: `en-US`.
    pub language: Option<String>,
    /// When it was published, as it says.
    pub published: Option<Published>,
    /// When it was last changed, as it says.
    pub modified: Option<Published>,
    /// The encoding that it was read in, by its usual name.
    pub encoding: String,
    /// It says that it is not worth asking more often than this, in minutes.
    pub ttl: Option<u32>,
    /// Its items, in its order.
    pub entries: Vec<Entry>,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// RSS 0.9x, 2.0.
    #[default]
    Rss,
    /// RSS 0.90 and 1.0.
    Rdf,
    /// Atom 0.3, 1.0.
    Atom,
    /// JSON Feed.
    Json,
}

impl Format {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Rdf => "RDF",
            Format::Atom => "Atom",
            Format::Json => "JSON Feed",
        }
    }
}

/// One item of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its name, as the feed gives it.
    pub id: Option<String>,
    /// Address of the article.
    pub link: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// A short text, or the whole of it where the feed gives no other.
    pub summary: Option<String>,
    /// The whole text, where the feed gives it beside a summary.
    pub content: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Language, where it is told of the item alone.
    pub language: Option<String>,
    /// When it was published, as the feed says; none where that cannot be read.
    pub published: Option<Published>,
    /// When it was last changed, as the feed says.
    pub modified: Option<Published>,
}

impl Entry {
    /// The longest text that the feed gives.
    pub fn text(&self) -> Option<&str> {
        let (content, summary) = (self.content.as_deref(), self.summary.as_deref());
        content.into_iter().chain(summary).max_by_key(|t| t.len())
    }

    /// What it is known by from one look to the next: its id, else its address, else its title.
    pub fn key(&self) -> Option<&str> {
        self.id.as_deref().or(self.link.as_deref()).or(self.title.as_deref())
    }
}

/// Why something is no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// Not even text.
    #[error("{0}")]
    NoText(String),
    /// A web page stands there.
    #[error("it is a web page, not a feed")]
    Page,
    /// Markup or JSON without the elements of a feed.
    #[error("it holds no RSS, Atom, RDF or JSON Feed")]
    Other,
}

/// Most items that are taken of a feed.
const ENTRIES: usize = 5_000;

/// Take a feed apart. `content_type` is the HTTP header; relative addresses count from `base`, the address that the
/// feed came from.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base: Option<&Url>) -> Result<Feed, NotAFeed> {
    let (text, encoding) = charset::decode(bytes, content_type).map_err(NotAFeed::NoText)?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let mut feed = if start.starts_with('{') {
        json::parse(start, base)?
    } else {
        let root = markup::parse(&text);
        xml::feed(&root, base)?
    };
    feed.encoding = encoding;
    feed.entries.truncate(ENTRIES);
    Ok(feed)
}

/// The text of a page that was fetched, by its header, its mark and its own words; none where it is no text.
pub(crate) fn charset_of(bytes: &[u8], content_type: Option<&str>) -> Option<String> {
    charset::decode(bytes, content_type).ok().map(|(text, _)| text)
}

/// The charset of a Content-Type header.
pub(crate) fn charset_label(content_type: &str) -> Option<String> {
    charset::charset(content_type)
}

/// The address that relative ones in a feed count from: where it was asked for, or what `Content-Location` says.
pub fn base(asked: &Url, content_location: Option<&str>) -> Url {
    let told = content_location.and_then(|l| asked.join(l.trim()).ok());
    told.filter(|u| matches!(u.scheme(), "http" | "https")).unwrap_or_else(|| asked.clone())
}

/// An address of the web, made whole. Scripts, mail addresses and the like are none.
fn address(given: &str, base: Option<&Url>) -> Option<String> {
    let given = given.trim();
    if given.is_empty() || given.chars().any(char::is_whitespace) && given.len() > 2_000 {
        return None;
    }
    let whole = match Url::parse(given) {
        Ok(url) => url,
        Err(_) => base?.join(given).ok()?,
    };
    if !matches!(whole.scheme(), "http" | "https") || whole.host_str().is_none() {
        return None;
    }
    // as it is written, where it was whole: escapes and case are the source's
    Some(if Url::parse(given).is_ok() { given.to_string() } else { whole.to_string() })
}

/// A headline: one line of plain text, none where there is nothing in it.
fn line(words: &str, html: bool) -> Option<String> {
    let text = if html { clean::line(words) } else { words.split_whitespace().collect::<Vec<_>>().join(" ") };
    (!text.is_empty()).then_some(text)
}
