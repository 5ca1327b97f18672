//! The nouns of Rapporteur. Plain data, its invariants and its wire forms: no files, no network, no clock.
//!
//! | file | nouns |
//! | --- | --- |
//! | [`span`] | `Span` |
//! | [`document`] | `Document`, `DocumentId`, `Published`, `OutletKind` |
//! | [`mod@dateline`] | where the dateline of a paragraph ends |
//! | [`when`] | `When`: a day, month or year |
//! | [`reading`] | `Reading`, `Sentence`, `Token`, `Mention`, `Term`, `Chain`, `TimeExpression`, `Quantity`, frames |
//! | [`actor`] | `Actor`, `ActorRef`, `Role` |
//! | [`plover`] | `EventType`, `QuadClass` and the CAMEO root |
//! | [`modality`] | `Modality`, `Factors` |
//! | [`claim`] | `Claim`, `Statement`, `Event`, `Position`, `Remark`, `Extract`, `Evidence`, `Inference` |
//! | [`topic`] | `Topic`: what a sentence tells of talks |
//! | [`entry`] | `Entry`, `Payload`: what the ledger holds |
//! | [`knowledge`] | the tables under `knowledge/` |
//! | [`source`] | `SourceSpec`, `SourceChange`: where articles come from |
//! | [`dossier`] | `Dossier` and its parts |

pub mod actor;
pub mod claim;
pub mod dateline;
pub mod document;
pub mod dossier;
pub mod entry;
pub mod knowledge;
pub mod modality;
pub mod plover;
pub mod reading;
pub mod source;
pub mod span;
pub mod topic;
pub mod when;

pub use actor::{ActorId, ActorRef, OBSERVERS};
pub use claim::{
    Claim, ClaimBody, ClaimId, Event, Evidence, Extract, Inference, Position, Remark, RemarkKind, Stance, Statement,
    StatementKind, Tone,
};
pub use dateline::dateline;
pub use document::{Document, DocumentId, OutletKind, Published};
pub use dossier::Dossier;
pub use modality::{Factors, Modality};
pub use plover::EventType;
pub use reading::Reading;
pub use span::Span;
pub use topic::Topic;
pub use when::When;
