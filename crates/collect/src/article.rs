//! One item of a source to a document: from its page, or, where that cannot be had, from what the source gives of it.

use crate::clock::{self, Clock};
use crate::feed::dates;
use crate::http::{Answer, Client, FetchError, Page, Validators};
use crate::listing::Listed;
use crate::page::Origin;
use crate::{address, header, limits};
use jiff::Timestamp;
use rapporteur_types::Document;
use rapporteur_types::document::{Basis, Published};
use std::time::Duration;
use url::Url;

/// Characters that a feed's own text must have to be a document where the page cannot be had: two paragraphs. Less is
/// a teaser.
const ENOUGH: usize = 500;

/// Failures after which a text of the feed is taken for a page that may come back.
const PATIENCE: u32 = 3;

/// Why an item is no document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoDocument {
    pub reason: String,
    /// The host asked to be left alone until then.
    pub until: Option<Timestamp>,
}

/// The document of an item. `failures` in a row came before.
pub(crate) fn document(
    client: &Client,
    item: &Listed,
    outlet: Outlet<'_>,
    failures: u32,
    clock: &dyn Clock,
) -> Result<Document, NoDocument> {
    let own_text = item.text.as_deref().filter(|t| t.chars().count() >= ENOUGH);
    let because = |reason: &str| format!("from the source's own text; its page could not be had: {reason}");
    let failed = |reason: String| NoDocument { reason, until: None };
    let Some(link) = &item.link else {
        let text = own_text.ok_or_else(|| failed("it names no page and gives too little text".into()))?;
        return finished(
            summary(item, text, "from the source's own text; it names no page"),
            item,
            outlet,
            clock.now(),
        );
    };
    let result = client.fetch(link, &Validators::default(), true, clock);
    let now = clock.now();
    let (reason, lasting, until) = match result {
        Ok(fetched) => match fetched.answer {
            Answer::Fresh(page) => match of_page(&page, now) {
                Ok(document) => {
                    // a page that shows less than its feed is a wall
                    let better = own_text.filter(|t| t.chars().count() > 3 * document.text.chars().count());
                    let document = match better {
                        Some(text) => summary(item, text, "from the source's own text; its page shows less"),
                        None => document,
                    };
                    return finished(document, item, outlet, now);
                }
                Err(reason) => (reason, true, None),
            },
            Answer::Unchanged => ("the server says that it is unchanged, but it was never asked".into(), false, None),
        },
        Err(FetchError::Paused(until)) => (FetchError::Paused(until).to_string(), false, Some(until)),
        Err(FetchError::Stopped) => return Err(failed(FetchError::Stopped.to_string())),
        Err(e) => {
            let lasting = matches!(
                e,
                FetchError::Forbidden
                    | FetchError::Gone
                    | FetchError::Status(400..=499)
                    | FetchError::Refused(_)
                    | FetchError::TooLarge(_)
            );
            (e.to_string(), lasting, None)
        }
    };
    match own_text {
        Some(text) if lasting || failures >= PATIENCE => {
            finished(summary(item, text, &because(&reason)), item, outlet, now)
        }
        _ => Err(NoDocument { reason, until }),
    }
}

/// Who counts as the publisher. An article's name rests on it, so it must not depend on what a source calls itself today.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outlet<'a> {
    /// As the dossier file or whoever added the source says; it counts before what a page says.
    pub given: Option<&'a str>,
    /// The address of the source: its host stands in where nothing else is known.
    pub source: &'a str,
}

/// The document of a page, whatever it is written in.
fn of_page(page: &Page, now: Timestamp) -> Result<Document, String> {
    let kind = page.content_type.as_deref().unwrap_or("text/html").to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_string();
    let charset = page.content_type.as_deref().and_then(crate::feed::charset_label);
    let mut document = if kind.contains("html") || kind.contains("xml") {
        let origin = Origin { address: Some(page.url.as_str()), retrieved: Some(now), charset: charset.as_deref() };
        crate::page::page(&page.bytes, origin).map_err(|why| why.to_string())?.document("")
    } else if kind.starts_with("text/") {
        let text = crate::feed::charset_of(&page.bytes, page.content_type.as_deref());
        Document::new("", text.ok_or("it is no text")?.replace("\r\n", "\n"))
    } else {
        return Err(format!("it is `{kind}`, not a page"));
    };
    let longest = document.text.split('\n').map(str::len).max().unwrap_or(0) as u64;
    if document.text.trim().is_empty() || longest > limits::LINE {
        return Err("it holds no text, or one line that is none".into());
    }
    // a page may name its own canonical address, not one of another site
    let own = document.url.as_deref().and_then(|u| page.url.join(u).ok()).filter(|u| address::same_site(u, &page.url));
    document.url = Some(address::clean(own.unwrap_or_else(|| page.url.clone())).to_string());
    Ok(document)
}

fn summary(item: &Listed, text: &str, note: &str) -> Document {
    let mut document = Document::new("", text);
    document.url = item.link.as_ref().map(Url::to_string);
    document.note = Some(note.to_string());
    document
}

/// What the source knows better than the page, and the id.
fn finished(mut document: Document, item: &Listed, outlet: Outlet<'_>, now: Timestamp) -> Result<Document, NoDocument> {
    let owned = |s: &str| s.to_string();
    let host = |url: &str| Url::parse(url).ok()?.host_str().map(|h| h.trim_start_matches("www.").to_string());
    let hosts = document.url.as_deref().and_then(host).or_else(|| host(outlet.source));
    document.outlet = outlet.given.map(owned).or(document.outlet).or_else(|| item.outlet.clone()).or(hosts);
    document.title = document.title.or_else(|| item.title.clone());
    document.lang = document.lang.or_else(|| item.language.as_deref().and_then(header::language));
    if !possible(&document.published, now) {
        document.published = Published::default();
    }
    if document.published.basis != Basis::Stated {
        let told = item.published.clone().filter(|p| possible(p, now));
        document.published = told.unwrap_or(document.published);
    }
    if document.modified.is_unknown() {
        document.modified = item.modified.clone().unwrap_or_default();
    }
    if !possible(&document.modified, now) {
        document.modified = Published::default();
    }
    document.author = document.author.or_else(|| item.author.clone());
    document.retrieved = Some(now.to_string());
    document.name = name(&document, item);
    document.identify();
    Ok(document)
}

/// No date lies in the future: a day's grace, for zones and clocks that run ahead.
fn possible(published: &Published, now: Timestamp) -> bool {
    dates::instant(published).is_none_or(|at| at <= clock::after(now, Duration::from_secs(24 * 3600)))
}

/// The last part of the address, for people.
fn name(document: &Document, item: &Listed) -> String {
    let url = document.url.as_deref().and_then(|u| Url::parse(u).ok());
    let last = url.as_ref().and_then(|u| u.path_segments()?.rfind(|p| !p.is_empty()).map(str::to_string));
    let host = url.as_ref().and_then(Url::host_str).map(str::to_string);
    let name = last.or(host).or_else(|| item.title.clone()).unwrap_or_else(|| item.key.clone());
    let stem =
        name.rsplit_once('.').map_or(name.as_str(), |(stem, ending)| if ending.len() <= 5 { stem } else { &name });
    stem.chars().take(80).collect()
}
