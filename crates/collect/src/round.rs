//! One round over the sources: each that is due is asked, and what it lists anew is fetched. One that fails, and one
//! page that breaks, stop nothing.

mod crew;

use crate::article::{self, NoDocument, Outlet};
use crate::clock::{self, Clock};
use crate::feed::dates;
use crate::http::{Client, FetchError, Validators};
use crate::listing::{self, Listed, Listing, Look, NoListing};
use crate::manners;
use crate::state::{self, Fate, Health, Item, State};
use jiff::Timestamp;
use rapporteur_types::Document;
use rapporteur_types::source::{SourceKind, SourceSpec};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// A source and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Where it is and what it is.
    pub spec: SourceSpec,
    /// How it stands.
    pub state: State,
}

/// What happens in a round; whoever is told keeps it.
#[derive(Debug)]
pub enum Event<'a> {
    /// An article was had. It counts as taken once the call has returned.
    Arrived {
        /// From which source.
        source: &'a SourceSpec,
        /// The article.
        document: Document,
    },
    /// An article could not be had; it is tried again.
    Failed {
        /// Of which source.
        source: &'a SourceSpec,
        /// Its address, or its title where it has none.
        name: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// A source was asked: how it stands now.
    Asked {
        /// Which.
        source: &'a SourceSpec,
        /// To be kept for the next round.
        state: &'a State,
    },
    /// A source has moved for good.
    Moved {
        /// Its address before.
        from: &'a str,
        /// Its address now.
        to: &'a str,
    },
    /// A source is gone for good.
    Gone {
        /// Its address.
        url: &'a str,
        /// Why.
        reason: &'a str,
    },
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sources that were due.
    pub asked: usize,
    /// Of those, how many could not be had; those that wait for their host are not among them.
    pub failed: usize,
    /// Articles that were new to whoever keeps them.
    pub new: usize,
    /// Articles that could not be had.
    pub missed: usize,
}

/// How often is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// From one look at a source to the next, at least.
    pub every: Duration,
    /// Ask every source now, due or not. A host that asked to be left alone is left alone all the same.
    pub all: bool,
}

/// The pages of one source that are fetched in one round; the rest comes in the next.
const PAGES: usize = 60;

/// Characters of a source's own text that are kept until the page has been had.
const TEXT: usize = 20_000;

/// First and longest wait after a source or an article could not be had.
const SOURCE_AGAIN: (Duration, Duration) = (Duration::from_secs(10 * 60), Duration::from_secs(12 * 3600));
const ITEM_AGAIN: (Duration, Duration) = (Duration::from_secs(10 * 60), Duration::from_secs(24 * 3600));

/// Longest that a source's own wish for rest is followed.
const REST: Duration = Duration::from_secs(24 * 3600);

/// How old an article of a sitemap may be: when the sitemap is looked at first, and later.
const SITEMAP_FIRST: Duration = Duration::from_secs(3 * 24 * 3600);
const SITEMAP_LATER: Duration = Duration::from_secs(30 * 24 * 3600);

/// An article to be fetched.
struct Wanted {
    item: Listed,
    /// Sources that list it: their places, and what they remember it by. The first one's word counts.
    owners: Vec<(usize, String)>,
    outlet: Option<String>,
    source: String,
    failures: u32,
}

/// Ask the sources that are due. `keep` puts away what it is told, and says of an article whether it was new; its
/// errors end the round.
pub fn round<E: Send>(
    sources: &mut [Watched],
    client: &Client,
    clock: &dyn Clock,
    pace: Pace,
    mut keep: impl FnMut(Event<'_>) -> Result<bool, E>,
) -> Result<Summary, E> {
    let mut summary = Summary::default();
    let now = clock.now();
    let due: Vec<(usize, SourceKind, Url, Validators)> = sources
        .iter()
        .enumerate()
        .filter(|(_, s)| s.state.due(now) || pace.all && !matches!(s.state.health, Health::Gone(_)))
        .filter_map(|(i, s)| Some((i, s.spec.kind, Url::parse(&s.spec.url).ok()?, s.state.validators.clone())))
        .collect();
    summary.asked = due.len();

    let jobs = crew::by_host(due, |(_, _, url, _)| url.host_str());
    let look = |(i, kind, url, validators)| (i, listing::look(client, kind, &url, &validators, clock));
    crew::work(jobs, clock, look, |(i, looked)| {
        let source = &mut sources[i];
        let now = clock.now();
        source.state.tried = Some(now);
        match looked {
            Ok((look, moved)) => {
                if let Some(to) = moved {
                    keep(Event::Moved { from: &source.spec.url, to: to.as_str() })?;
                    source.spec.url = to.into();
                }
                answered(source, look, now, pace);
            }
            Err(NoListing::Fetch(FetchError::Stopped)) => return Ok(()),
            Err(NoListing::Fetch(e @ FetchError::Gone)) => {
                let reason = e.to_string();
                keep(Event::Gone { url: &source.spec.url, reason: &reason })?;
                source.state.health = Health::Gone(reason);
                source.state.next = None;
                summary.failed += 1;
            }
            Err(NoListing::Fetch(e @ FetchError::Paused(until))) => {
                source.state.health = Health::Waiting(e.to_string());
                source.state.next = Some(until);
            }
            Err(e) => {
                failed(source, &e, now);
                summary.failed += 1;
            }
        }
        keep(Event::Asked { source: &source.spec, state: &source.state })?;
        Ok(())
    })?;

    let now = clock.now();
    let mut wanted = Pages::default();
    for (i, source) in sources.iter().enumerate() {
        wanted.want(i, source, now);
    }
    let mut left = wanted.left;
    let jobs = crew::by_host(wanted.list, |w: &Wanted| w.item.link.as_ref().and_then(Url::host_str));
    let get = |w: Wanted| {
        let outlet = Outlet { given: w.outlet.as_deref(), source: &w.source };
        let got = article::document(client, &w.item, outlet, w.failures, clock);
        (w, got)
    };
    let done = crew::work(jobs, clock, get, |(w, got)| {
        let now = clock.now();
        let new = match &got {
            Ok(document) => {
                let source = &sources[w.owners[0].0].spec;
                keep(Event::Arrived { source, document: document.clone() })?
            }
            Err(no) if no.reason == FetchError::Stopped.to_string() => return Ok(()),
            Err(no) => {
                let source = &sources[w.owners[0].0].spec;
                keep(Event::Failed { source, name: &w.item.name(), reason: &no.reason })?
            }
        };
        summary.new += usize::from(got.is_ok() && new);
        summary.missed += usize::from(got.is_err());
        for (i, key) in &w.owners {
            let source = &mut sources[*i];
            remember(source, &w.item, key, got.as_ref().err(), now);
            if got.is_ok() && new {
                source.state.new = Some(now);
            }
            if let Some(n) = left.get_mut(i) {
                *n -= 1;
                if *n == 0 {
                    keep(Event::Asked { source: &source.spec, state: &source.state })?;
                }
            }
        }
        Ok(())
    });
    if done.is_ok() {
        // what was left undone is wanted still
        for i in left.iter().filter(|(_, n)| **n > 0).map(|(i, _)| *i) {
            keep(Event::Asked { source: &sources[i].spec, state: &sources[i].state })?;
        }
    }
    done?;
    Ok(summary)
}

/// Pages to fetch, each once however many sources list it.
#[derive(Default)]
struct Pages {
    list: Vec<Wanted>,
    by_link: BTreeMap<Url, usize>,
    /// Pages that each source still waits for.
    left: BTreeMap<usize, usize>,
}

impl Pages {
    /// What of a source is to be had now, the oldest first.
    fn want(&mut self, at: usize, source: &Watched, now: Timestamp) {
        let due = source.state.items.iter().filter_map(|(key, item)| match &item.fate {
            Fate::Wanted { item, first, failures, next, .. } if *next <= now => {
                let told = item.published.as_ref().and_then(dates::instant);
                Some((told.unwrap_or(first.0), first.1, key, item, *failures))
            }
            _ => None,
        });
        let mut due: Vec<_> = due.collect();
        due.sort_by_key(|(told, place, key, ..)| (*told, *place, *key));
        for (_, _, key, item, failures) in due.into_iter().take(PAGES) {
            *self.left.entry(at).or_default() += 1;
            if let Some(known) = item.link.as_ref().and_then(|l| self.by_link.get(l)) {
                self.list[*known].owners.push((at, key.clone()));
                continue;
            }
            if let Some(link) = &item.link {
                self.by_link.insert(link.clone(), self.list.len());
            }
            self.list.push(Wanted {
                item: (**item).clone(),
                owners: vec![(at, key.clone())],
                outlet: source.spec.outlet.clone(),
                source: source.spec.url.clone(),
                failures,
            });
        }
    }
}

/// A source answered: what it lists anew is wanted.
fn answered(source: &mut Watched, look: Look, now: Timestamp, pace: Pace) {
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
fn remember(source: &mut Watched, listed: &Listed, key: &str, no: Option<&NoDocument>, now: Timestamp) {
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
fn failed(source: &mut Watched, why: &NoListing, now: Timestamp) {
    source.state.failures += 1;
    source.state.health = Health::Failed(why.to_string());
    let (least, most) = SOURCE_AGAIN;
    source.state.next =
        Some(clock::after(now, manners::back_off(least, most, &source.spec.url, source.state.failures)));
}
