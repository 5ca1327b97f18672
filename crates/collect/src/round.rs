//! One round over the sources: each that is due is asked, and what it lists anew is fetched. One that fails, and one
//! page that breaks, stop nothing.

mod changes;
mod crew;

use crate::article::{self, Outlet};
use crate::clock::Clock;
use crate::feed::dates;
use crate::http::{Client, FetchError, Validators};
use crate::listing::{self, Listed, NoListing};
use crate::state::{Fate, Health, State};
use changes::{answered, failed, remember};
use jiff::Timestamp;
use rapporteur_types::Document;
use rapporteur_types::source::{SourceKind, SourceSpec};
use std::collections::BTreeMap;
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
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and most of them are the large one")]
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
    let mut due: Vec<(usize, SourceKind, Url, Validators)> = Vec::new();
    for (i, s) in sources.iter_mut().enumerate() {
        if !s.state.due(now) && (!pace.all || matches!(s.state.health, Health::Gone(_))) {
            continue;
        }
        summary.asked += 1;
        match Url::parse(&s.spec.url) {
            Ok(url) => due.push((i, s.spec.kind, url, s.state.validators.clone())),
            Err(e) => {
                let reason = format!("this is no address ({e}): correct the dossier file");
                failed(s, &NoListing::Fetch(FetchError::Refused(reason)), now);
                summary.failed += 1;
                keep(Event::Asked { source: &s.spec, state: &s.state })?;
            }
        }
    }

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
    client.hosts.prune(clock.now());
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
