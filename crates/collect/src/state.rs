//! What is known of a source from one look to the next. All of it may be lost: then pages are fetched once too often,
//! and recognised as what the ledger holds already.

use crate::clock;
use crate::http::Validators;
use crate::listing::Listed;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;

/// The state of one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// How it stands.
    pub health: Health,
    /// By what its server recognises it.
    #[serde(default)]
    pub validators: Validators,
    /// Failures in a row.
    #[serde(default)]
    pub failures: u32,
    /// When it was last asked.
    pub tried: Option<Timestamp>,
    /// When it last answered.
    pub heard: Option<Timestamp>,
    /// When it last had something new.
    pub new: Option<Timestamp>,
    /// When it is to be asked again.
    pub next: Option<Timestamp>,
    /// Its items, by a hash of what they are known by.
    #[serde(default)]
    pub items: BTreeMap<String, Item>,
}

/// How a source stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "reason", rename_all = "snake_case")]
pub enum Health {
    /// Not asked yet.
    #[default]
    New,
    /// It answers and has items.
    Ok,
    /// It answers and has no items: nothing is wrong.
    Empty,
    /// It cannot be had, for this reason.
    Failed(String),
    /// Its host asked to be left alone for a while.
    Waiting(String),
    /// Its server says that it is gone for good.
    Gone(String),
}

impl Health {
    /// One word for it.
    pub fn label(&self) -> &'static str {
        match self {
            Health::New => "new",
            Health::Ok => "ok",
            Health::Empty => "empty",
            Health::Failed(_) => "failed",
            Health::Waiting(_) => "waiting",
            Health::Gone(_) => "gone",
        }
    }

    /// Why, where there is a why.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Health::Failed(reason) | Health::Waiting(reason) | Health::Gone(reason) => Some(reason),
            Health::New | Health::Ok | Health::Empty => None,
        }
    }
}

/// An item that a source listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// When the source last listed it.
    pub listed: Timestamp,
    /// What the source said of its last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// It is a document.
    Taken,
    /// It was there before the source was watched, and is left alone.
    Old,
    /// It is still to be had, whether the source goes on listing it or not.
    Wanted {
        /// What the source said of it.
        item: Box<Listed>,
        /// When the source listed it first, and at which place from the end.
        first: (Timestamp, usize),
        /// Why it could not be had, where it was tried.
        reason: Option<String>,
        /// Failures in a row.
        failures: u32,
        /// When it is tried next.
        next: Timestamp,
    },
}

/// Items that no source has listed for so long are forgotten.
const REMEMBERED: Duration = Duration::from_secs(60 * 24 * 3600);

/// Most items that are remembered of one source.
const ITEMS: usize = 20_000;

impl State {
    /// Is it time to ask?
    pub fn due(&self, now: Timestamp) -> bool {
        !matches!(self.health, Health::Gone(_)) && self.next.is_none_or(|next| next <= now)
    }

    /// Items that could not be had and are tried again, with the reason and the time.
    pub fn failed(&self) -> impl Iterator<Item = (String, &str, Timestamp)> {
        self.items.values().filter_map(|item| match &item.fate {
            Fate::Wanted { item, reason: Some(reason), next, .. } => Some((item.name(), reason.as_str(), *next)),
            _ => None,
        })
    }

    /// When there is something to do next: to ask the source, or to fetch what is still wanted.
    pub fn wake(&self) -> Option<Timestamp> {
        let pages = self.items.values().filter_map(|item| match &item.fate {
            Fate::Wanted { next, .. } => Some(*next),
            _ => None,
        });
        let source = self.next.filter(|_| !matches!(self.health, Health::Gone(_)));
        source.into_iter().chain(pages).min()
    }

    /// Forget what was last listed long ago.
    pub(crate) fn prune(&mut self, now: Timestamp) {
        self.items.retain(|_, item| clock::after(item.listed, REMEMBERED) > now);
        if self.items.len() > ITEMS {
            let mut listed: Vec<Timestamp> = self.items.values().map(|i| i.listed).collect();
            listed.sort_unstable();
            let oldest = listed[listed.len() - ITEMS];
            self.items.retain(|_, item| item.listed >= oldest);
        }
    }
}

/// The name under which an item is remembered.
pub(crate) fn key(of: &str) -> String {
    rapporteur_types::document::hex(&Sha256::digest(of)[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back_as_it_was_and_an_old_one_without_new_fields() {
        let at: Timestamp = "2031-05-02T10:00:00Z".parse().unwrap();
        let link = url::Url::parse("https://a.example/1").ok();
        let listed = Box::new(Listed { key: "1".into(), link, ..Listed::default() });
        let failed = Fate::Wanted { item: listed, first: (at, 3), reason: Some("404".into()), failures: 2, next: at };
        let mut state = State { health: Health::Failed("no such host".into()), next: Some(at), ..State::default() };
        state.items.insert(key("1"), Item { listed: at, changed: None, fate: failed });
        state.items.insert(key("2"), Item { listed: at, changed: Some("x".into()), fate: Fate::Taken });
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
        let bare = r#"{"health": {"state": "ok"}, "tried": null, "heard": null, "new": null, "next": null}"#;
        assert_eq!(serde_json::from_str::<State>(bare).unwrap(), State { health: Health::Ok, ..State::default() });
    }

    #[test]
    fn what_is_no_longer_listed_is_forgotten() {
        let at: Timestamp = "2031-05-02T10:00:00Z".parse().unwrap();
        let mut state = State::default();
        state.items.insert(key("1"), Item { listed: at, changed: None, fate: Fate::Taken });
        state.prune(clock::after(at, Duration::from_secs(24 * 3600)));
        assert_eq!(state.items.len(), 1);
        state.prune(clock::after(at, Duration::from_secs(61 * 24 * 3600)));
        assert!(state.items.is_empty());
    }
}
