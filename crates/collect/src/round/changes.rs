//! What an answer of a source, and a page that was had or not, change in what is known of the source.

use super::{Pace, Watched};
use crate::article::NoDocument;
use crate::clock;
use crate::feed::dates;
use crate::listing::{Listed, Listing, Look, NoListing};
use crate::manners;
use crate::state::{self, Fate, Health, Item};
use jiff::Timestamp;
use rapporteur_types::source::SourceKind;
use std::collections::BTreeSet;
use std::time::Duration;

/// First and longest wait after a source or an article could not be had.
const SOURCE_AGAIN: (Duration, Duration) = (Duration::from_secs(10 * 60), Duration::from_secs(12 * 3600));
const ITEM_AGAIN: (Duration, Duration) = (Duration::from_secs(10 * 60), Duration::from_secs(24 * 3600));

/// Longest that a source's own wish for rest is followed: many say a day and list half of one.
const REST: Duration = Duration::from_secs(3 * 3600);

/// Characters of a source's own text that are kept until the page has been had.
const TEXT: usize = 20_000;

/// How old an article of a sitemap may be: when the sitemap is looked at first, and later.
const SITEMAP_FIRST: Duration = Duration::from_secs(3 * 24 * 3600);
const SITEMAP_LATER: Duration = Duration::from_secs(30 * 24 * 3600);

/// A source answered: what it lists anew is wanted.
pub(super) fn answered(source: &mut Watched, look: Look, now: Timestamp, pace: Pace) {
    let first_look = source.state.heard.is_none();
    source.state.heard = Some(now);
    source.state.failures = 0;
    let mut rest = pace.every;
    match look {
        Look::Unchanged => {
            let none = matches!(source.state.health, Health::Empty);
            source.state.health = if none { Health::Empty } else { Health::Ok };
        }
        Look::Listed(listing, validators) => {
            source.state.validators = validators;
            source.state.health = if listing.items.is_empty() { Health::Empty } else { Health::Ok };
            rest = rest.max(listing.patience.unwrap_or_default().min(REST));
            select(source, *listing, now, first_look);
            source.state.prune(now);
        }
    }
    // a tenth more or less, so that not everything is asked in the same second
    source.state.next = Some(clock::after(now, manners::jittered(rest, 0.1, &source.spec.url, 0)));
}

/// What of a listing is wanted.
fn select(source: &mut Watched, listing: Listing, now: Timestamp, first_look: bool) {
    let mut seen = BTreeSet::new();
    let count = listing.items.len();
    for (place, mut item) in listing.items.into_iter().enumerate() {
        let key = state::key(&item.key);
        if !seen.insert(key.clone()) {
            continue;
        }
        item.language = item.language.or_else(|| listing.language.clone());
        item.text = item.text.map(|t| t.chars().take(TEXT).collect());
        let told = item.modified.as_ref().or(item.published.as_ref()).and_then(dates::instant);
        let changed =
            item.modified.as_ref().and_then(dates::instant).map(|t| t.to_string()).or_else(|| item.title.clone());
        let changed = changed.map(|c| state::key(&c));
        let within = |age: Duration| told.is_some_and(|t| clock::after(t, age) > now);
        let old = source.spec.kind == SourceKind::Sitemap
            && if first_look { !within(SITEMAP_FIRST) } else { told.is_some() && !within(SITEMAP_LATER) };
        // sources list the newest first
        let first = (now, count - place);
        let wanted = |item: Listed| Fate::Wanted { item: Box::new(item), first, reason: None, failures: 0, next: now };
        match source.state.items.get_mut(&key) {
            None => {
                let fate = if old { Fate::Old } else { wanted(item) };
                source.state.items.insert(key, Item { listed: now, changed, fate });
            }
            Some(known) => {
                known.listed = now;
                match &mut known.fate {
                    Fate::Taken | Fate::Old if known.changed != changed => known.fate = wanted(item),
                    Fate::Wanted { item: before, .. } => **before = item,
                    Fate::Taken | Fate::Old => {}
                }
                known.changed = changed;
            }
        }
    }
}

/// What became of an article.
pub(super) fn remember(source: &mut Watched, listed: &Listed, key: &str, no: Option<&NoDocument>, now: Timestamp) {
    let Some(item) = source.state.items.get_mut(key) else { return };
    let Some(no) = no else {
        item.fate = Fate::Taken;
        return;
    };
    if let Fate::Wanted { reason, failures, next, .. } = &mut item.fate {
        // to be sent away by the host is no failure of the article
        *failures += u32::from(no.until.is_none());
        let (least, most) = ITEM_AGAIN;
        let again = || clock::after(now, manners::back_off(least, most, &listed.name(), (*failures).max(1)));
        *next = no.until.unwrap_or_else(again);
        *reason = Some(no.reason.clone());
    }
}

/// A source could not be had.
pub(super) fn failed(source: &mut Watched, why: &NoListing, now: Timestamp) {
    source.state.failures += 1;
    source.state.health = Health::Failed(why.to_string());
    let (least, most) = SOURCE_AGAIN;
    source.state.next =
        Some(clock::after(now, manners::back_off(least, most, &source.spec.url, source.state.failures)));
}
