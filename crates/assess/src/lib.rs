//! From claims to the state of a negotiation: a pure projection. No file, no clock; "now" is the as-of day.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `sources` | order and day of the documents; "now" |
//! | [`copies`] | which texts are copies of which |
//! | [`stories`] | which documents tell one story |
//! | [`changes`] | what was changed in an article |
//! | `identity` | who of several documents is one |
//! | `units` | for whom an actor stands |
//! | `parties` | the sides and who belongs to them |
//! | `discover`, `mediation` | the sides found in the texts, and who mediates |
//! | `relevance` | which claims are about these talks |
//! | `sense` | what a claim cannot mean |
//! | `merge` | one thing told by several documents |
//! | `contradictions` | two outlets that report one fact differently |
//! | `rounds` | meetings |
//! | `issues`, `matrix` | where each side stands on what |
//! | `sticking`, `topic` | what they cannot agree on, ranked |
//! | `findings`, `pressure`, `divisions` | the lists of the dossier |
//! | [`mod@choose`] | which dossier file fits |
//! | [`concern`] | which documents a dossier file is about |
//! | `extracts` | which sentences answer a question by themselves |
//! | `case` | what these look up |
//! | `names`, `words` | names and words in a text |

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

mod case;
pub mod changes;
pub mod choose;
pub mod concern;
mod contradictions;
pub mod copies;
mod discover;
mod divisions;
mod extracts;
mod findings;
mod fragments;
mod identity;
mod issues;
mod matrix;
mod mediation;
mod merge;
mod names;
mod parties;
mod pressure;
mod project;
mod relevance;
mod rounds;
mod sense;
mod sources;
mod sticking;
pub mod stories;
mod topic;
mod units;
mod venues;
mod words;

pub use choose::choose;
pub use concern::concerning;
pub use project::{Coded, project};
