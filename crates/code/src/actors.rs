//! Who is who: from words to actors, offices, groups and places.
//!
//! | file | concept |
//! | --- | --- |
//! | [`words`] | the words of a text as names are compared: folded, without hyphens and dots |
//! | [`gazetteer`] | the tables, indexed by the words of their names; who holds an office on a day |
//! | [`offices`] | offices, titles and nameless people as words show them |
//! | [`states`] | states that no table knows |
//! | [`marks`] | what each word may name: longest first |
//! | [`phrase`] | noun phrases around those marks: "the US Secretary of State, Marco Rubio," |
//! | [`given`] | given names of women and men |
//! | [`scene`] | whom the text has introduced so far |
//! | `casting` | one reading from the first word to the last |
//! | `whereabouts` | does a place name say where, or who |
//! | `reference` | offices and people without a name |
//! | `groups` | "both sides", "the two presidents" |
//! | `pronouns` | "he", "they", "it", "who" |
//! | [`quotes`] | quotation marks and turns: whom "I" and "we" stand for |
//! | [`who`] | of all persons named, whom a pronoun or nominal stands for |
//! | [`cast`] | all mentions of a document, looked up by token |
//!
//! The tree is used where there is one; with tokens alone the same rules work on word order.

mod affiliation;
pub mod cast;
mod casting;
pub mod gazetteer;
pub mod given;
mod groups;
pub mod marks;
pub mod offices;
pub mod phrase;
mod pronouns;
pub mod quotes;
mod reference;
pub mod scene;
pub mod states;
mod whereabouts;
pub mod who;
pub mod words;

pub use cast::{Cast, Mention, MentionKind};
pub use gazetteer::Gazetteer;

use rapporteur_types::{ActorRef, Inference, Span};
use std::ops::Range;

/// Who a mention stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The actor itself; nameless people stay in the words of the text.
    pub actor: ActorRef,
    /// The state or body behind a nameless or adjectival mention ("Iranian officials", "elements within the army").
    pub state: Option<ActorRef>,
    /// Where the mention stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// How it was found, where the name is not in the mention itself. `field` is for the caller to set.
    pub inferred: Option<Inference>,
}

impl Resolution {
    /// ISO 3166 alpha-3 (or group id) of the actor, or of the state behind it.
    pub fn country(&self) -> Option<&str> {
        self.actor.country().or_else(|| self.state.as_ref().and_then(ActorRef::country))
    }
}

#[cfg(test)]
mod tests;
