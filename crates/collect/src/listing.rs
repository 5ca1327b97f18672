//! What a source lists: the same for a feed, a page of links and a sitemap.

use crate::clock::Clock;
use crate::feed::{self, NotAFeed};
use crate::http::{Answer, Client, FetchError, Page, Validators};
use crate::{address, links, sitemap};
use rapporteur_types::document::Published;
use rapporteur_types::source::SourceKind;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// An article that a source names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// What it is known by from one look to the next.
    pub key: String,
    /// Its address.
    pub link: Option<Url>,
    /// Headline.
    pub title: Option<String>,
    /// What the source itself gives of its text.
    pub text: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Publisher, where the source says so of the item.
    pub outlet: Option<String>,
    /// When it was published, as the source says.
    pub published: Option<Published>,
    /// When it was last changed, as the source says.
    pub modified: Option<Published>,
}

impl Listed {
    /// For people: its address, or its title where it has none.
    pub fn name(&self) -> String {
        let link = self.link.as_ref().map(Url::to_string);
        link.or_else(|| self.title.clone()).unwrap_or_else(|| self.key.clone())
    }
}

/// What a source gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// What was found there, for people: "RSS", "page", "sitemap".
    pub what: String,
    /// Title of the whole.
    pub title: Option<String>,
    /// Language of the whole.
    pub language: Option<String>,
    /// The items, in its order.
    pub items: Vec<Listed>,
    /// How long it wants to be left alone.
    pub patience: Option<Duration>,
}

/// An answer of a source.
#[derive(Debug)]
pub(crate) enum Look {
    Unchanged,
    Listed(Box<Listing>, Validators),
}

/// Why a source gives nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoListing {
    /// It cannot be had.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// What is there is no such source.
    #[error("{0}")]
    Feed(#[from] NotAFeed),
    /// A sitemap that is none.
    #[error("it is no sitemap")]
    NoSitemap,
}

/// Ask a source. Gives its new address where it has moved for good.
pub(crate) fn look(
    client: &Client,
    kind: SourceKind,
    url: &Url,
    validators: &Validators,
    clock: &dyn Clock,
) -> Result<(Look, Option<Url>), NoListing> {
    let fetched = client.fetch(url, validators, kind != SourceKind::Feed, clock)?;
    let page = match fetched.answer {
        Answer::Unchanged => return Ok((Look::Unchanged, fetched.moved)),
        Answer::Fresh(page) => page,
    };
    let listing = match kind {
        SourceKind::Feed => of_feed(&page)?,
        SourceKind::Page => links::of_page(&page),
        SourceKind::Sitemap => sitemap::of(client, &page, clock)?,
    };
    Ok((Look::Listed(Box::new(listing), page.validators), fetched.moved))
}

/// The listing of a feed.
pub(crate) fn of_feed(page: &Page) -> Result<Listing, NotAFeed> {
    let base = feed::base(&page.url, page.content_location.as_deref());
    let feed = feed::parse(&page.bytes, page.content_type.as_deref(), Some(&base))?;
    let minutes = feed.ttl.map(|m| Duration::from_secs(u64::from(m) * 60));
    let items = feed.entries.into_iter().filter_map(|e| {
        Some(Listed {
            key: e.key()?.to_string(),
            text: e.text().map(str::to_string),
            link: e.link.and_then(|l| Url::parse(&l).ok()).map(address::clean),
            title: e.title,
            author: e.author,
            language: e.language,
            outlet: None,
            published: e.published,
            modified: e.modified,
        })
    });
    Ok(Listing {
        what: feed.format.label().into(),
        title: feed.title,
        language: feed.language,
        items: items.collect(),
        patience: minutes.max(page.max_age),
    })
}
