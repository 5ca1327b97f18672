//! From a dossier to what a reader gets. Returns text and bytes; reads no file, serves nothing, knows no clock.
//!
//! | file | what it holds |
//! | --- | --- |
//! | [`brief`] | `Brief`: head, sections, drawn figures, citations |
//! | [`mod@line`] | `Line`: words that cannot stand without a citation |
//! | [`citation`] | `Citation`: a sentence in its paragraph, with the roles of its words |
//! | `quote` | cutting and quoting the words of a document |
//! | `wording` | names, offices, stances and modalities in English |
//! | [`mod@compose`] | dossier → brief |
//! | [`mod@markdown`], [`mod@html`], [`mod@json`] | brief → text, page, data |
//! | [`item`] | the JSON form of a claim; one claim a line |

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod brief;
pub mod citation;
pub mod compose;
pub mod html;
pub mod item;
pub mod json;
pub mod line;
pub mod markdown;
mod quote;
mod wording;

pub use brief::Brief;
pub use compose::compose;
pub use html::html;
pub use item::claims_jsonl;
pub use json::json;
pub use line::Line;
pub use markdown::markdown;
