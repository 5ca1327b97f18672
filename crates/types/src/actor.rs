//! Who acts and speaks.

use serde::{Deserialize, Serialize};

/// Stable name of an actor: `state:IRN`, `body:iaea`, `person:abbas-araghchi`, `text:…` for one that only a text knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorId(pub String);

/// An actor in a claim: resolved, or in the words of the text. Never guessed to fill a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRef {
    /// An actor of the tables, or a named one that the text introduces.
    Known {
        /// Stable name.
        id: ActorId,
        /// Canonical English name.
        name: String,
        /// ISO 3166 alpha-3 of the state that it belongs to, or the id of a group such as `EU`.
        country: Option<String>,
        /// Office, in words, where the text or the table gives one ("foreign minister").
        office: Option<String>,
    },
    /// Words that name nobody we know: "a senior official".
    Unresolved(String),
}

/// What those are who watch, report or live through talks.
pub const OBSERVERS: [&str; 31] = [
    "academic",
    "activist",
    "analyst",
    "author",
    "campaigner",
    "columnist",
    "commentator",
    "correspondent",
    "critic",
    "driver",
    "economist",
    "editor",
    "expert",
    "farmer",
    "fisherman",
    "historian",
    "journalist",
    "lawyer",
    "professor",
    "refugee",
    "reporter",
    "researcher",
    "resident",
    "scholar",
    "scientist",
    "shopkeeper",
    "student",
    "teacher",
    "trader",
    "villager",
    "witness",
];

impl ActorRef {
    /// Canonical name; unresolved words stand in angle brackets, as in the codebook.
    pub fn name(&self) -> String {
        match self {
            ActorRef::Known { name, .. } => name.clone(),
            ActorRef::Unresolved(w) => format!("<{w}>"),
        }
    }

    /// The name for running text: without the angle brackets.
    pub fn plain_name(&self) -> &str {
        match self {
            ActorRef::Known { name, .. } => name,
            ActorRef::Unresolved(w) => w,
        }
    }

    /// The id, where resolved.
    pub fn id(&self) -> Option<&ActorId> {
        match self {
            ActorRef::Known { id, .. } => Some(id),
            ActorRef::Unresolved(_) => None,
        }
    }

    /// ISO 3166 alpha-3 (or group id) of the state it belongs to; for a state, itself.
    pub fn country(&self) -> Option<&str> {
        match self {
            ActorRef::Known { country, .. } => country.as_deref(),
            ActorRef::Unresolved(_) => None,
        }
    }

    /// Office, where known.
    pub fn office(&self) -> Option<&str> {
        match self {
            ActorRef::Known { office, .. } => office.as_deref(),
            ActorRef::Unresolved(_) => None,
        }
    }

    /// Is this a state (or a group that acts as one) as a whole? One that only a text knows counts (`text:state:…`).
    pub fn is_state(&self) -> bool {
        self.id().is_some_and(|i| i.0.starts_with("state:") || i.0.starts_with("text:state:"))
    }

    /// Is this a person who watches, reports or lives through talks, and speaks for no side of them, of whatever state?
    pub fn is_observer(&self) -> bool {
        self.is_person() && self.office().is_some_and(|o| OBSERVERS.contains(&o))
    }

    /// Is this a natural person?
    pub fn is_person(&self) -> bool {
        self.id().is_some_and(|i| i.0.starts_with("person:") || i.0.starts_with("text:person:"))
    }
}
