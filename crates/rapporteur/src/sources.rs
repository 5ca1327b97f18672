//! The sources that are watched: from dossier files and from the ledger; what is known of them, from the file of hints.

use crate::store;
use anyhow::Result;
use jiff::Timestamp;
use rapporteur_collect::clock::Clock;
use rapporteur_collect::manners::Hosts;
use rapporteur_collect::round::{Event, Watched};
use rapporteur_ledger::{Hints, Ledger};
use rapporteur_types::Document;
use rapporteur_types::entry::Payload;
use rapporteur_types::knowledge::DossierSpec;
use rapporteur_types::source::{self, Source, SourceChange};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The ledger, and beside it what may be forgotten.
pub struct Shelf {
    pub ledger: Ledger,
    pub path: PathBuf,
    hints: Hints,
}

/// What hints are about.
const SOURCE: &str = "source";
const HOST: &str = "host";

impl Shelf {
    /// Open both files.
    pub fn open(ledger: Option<PathBuf>) -> Result<Shelf> {
        let path = store::path(ledger)?;
        let ledger = Ledger::open(&path)?;
        let hints = Hints::open(&beside(&path));
        if let Some(trouble) = hints.trouble() {
            eprintln!("rapporteur: {trouble}");
        }
        Ok(Shelf { ledger, path, hints })
    }

    /// The sources of these dossiers and of the ledger, as they stand now.
    pub fn sources(&self, dossiers: &[&DossierSpec]) -> Result<Vec<Source>> {
        let mut changes = Vec::new();
        // their keys begin with the time
        for seq in self.ledger.find_all("source", "")? {
            let Some(entry) = self.ledger.entry(seq)?.filter(|e| !e.payload.is_empty()) else { continue };
            if let Payload::Source { url, change } = store::decoded(&entry)? {
                changes.push((url, change));
            }
        }
        Ok(source::sources(dossiers.iter().flat_map(|d| &d.source), &changes))
    }

    /// The same with what is known of them.
    pub fn watched(&self, dossiers: &[&DossierSpec]) -> Result<Vec<Watched>> {
        let sources = self.sources(dossiers)?.into_iter();
        Ok(sources
            .filter(|s| s.gone.is_none())
            .map(|s| Watched { state: self.state(&s.spec.url), spec: s.spec })
            .collect())
    }

    /// What is known of a source; nothing where it was forgotten or cannot be understood.
    pub fn state(&self, url: &str) -> rapporteur_collect::state::State {
        self.hints.get(SOURCE, url).and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// What is known of hosts.
    pub fn hosts(&self) -> Hosts {
        let known = self.hints.all(HOST).into_iter();
        Hosts::new(known.filter_map(|(name, bytes)| Some((name, serde_json::from_slice(&bytes).ok()?))))
    }

    /// Keep what is known of hosts now.
    pub fn keep_hosts(&self, hosts: &Hosts) {
        let known = hosts.known();
        for (name, _) in self.hints.all(HOST) {
            if !known.iter().any(|(n, _)| *n == name) {
                self.hints.forget(HOST, &name);
            }
        }
        for (name, host) in known {
            if let Ok(bytes) = serde_json::to_vec(&host) {
                self.hints.keep(HOST, &name, &bytes);
            }
        }
    }

    /// Something happened to a source.
    pub fn changed(&mut self, url: &str, change: SourceChange, recorded: &str) -> Result<()> {
        if let SourceChange::Moved { to } = &change {
            if let Some(bytes) = self.hints.get(SOURCE, url) {
                self.hints.keep(SOURCE, to, &bytes);
            }
            self.hints.forget(SOURCE, url);
        } else if !matches!(change, SourceChange::Gone { .. }) {
            self.hints.forget(SOURCE, url);
        }
        let payload = Payload::Source { url: url.to_string(), change };
        let key = Some(format!("{recorded} {url}"));
        self.ledger.append(store::entry(&payload, key)?, recorded)?;
        Ok(())
    }

    /// Put away what a round tells; says whether an article was new.
    pub fn keep(&mut self, event: Event<'_>, recorded: &str, tell: &mut dyn FnMut(&str, &Document)) -> Result<bool> {
        match event {
            Event::Arrived { source, document } => {
                let receipts = store::add(&mut self.ledger, vec![document.clone()], recorded)?;
                let fresh = receipts.iter().any(|r| r.fresh);
                if fresh {
                    tell(&source.url, &document);
                }
                return Ok(fresh);
            }
            Event::Failed { source, name, reason } => {
                let name = printable(name);
                eprintln!("rapporteur: {name}: {reason}: it is tried again (of {})", source.url);
            }
            Event::Asked { source, state } => {
                self.hints.keep(SOURCE, &source.url, &serde_json::to_vec(state)?);
                if let Some(reason) = state.health.reason() {
                    let next = state.next.map(|t| format!("; next try {}", minute(t))).unwrap_or_default();
                    eprintln!("rapporteur: {}: {reason}{next}", source.url);
                }
            }
            Event::Moved { from, to } => {
                eprintln!("{from} has moved to {to}, which is asked from now on");
                self.changed(from, SourceChange::Moved { to: to.into() }, recorded)?;
            }
            Event::Gone { url, reason } => {
                eprintln!("{url}: {reason}; it is asked no more");
                self.changed(url, SourceChange::Gone { reason: reason.into() }, recorded)?;
            }
        }
        Ok(false)
    }
}

/// Words of the web for a terminal: none of them may steer it.
pub fn printable(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The file of hints beside a ledger.
fn beside(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_os_string();
    name.push(".sources");
    name.into()
}

/// A time for people, to the minute, in UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The machine's clock, until somebody wants an end.
pub struct Machine<'a>(pub &'a crate::interrupt::Interrupt);

impl Clock for Machine<'_> {
    fn now(&self) -> Timestamp {
        crate::cli::instant()
    }

    fn wait(&self, long: Duration) -> bool {
        let end = std::time::Instant::now() + long;
        while !self.stopped() {
            let left = end.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return true;
            }
            // short enough for whoever presses Ctrl-C
            std::thread::sleep(left.min(Duration::from_millis(100)));
        }
        false
    }

    fn stopped(&self) -> bool {
        self.0.is_set()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_cannot_steer_the_terminal() {
        assert_eq!(printable("Talks\u{1b}[2J\u{7}\r resume é"), "Talks [2J   resume é");
    }
}
