//! The ledger stage: what came in, in the order in which it came, appended and replayed and never changed.
//!
//! | file | what |
//! | --- | --- |
//! | [`entry`] | `New`, `Entry`, `Appended`: one entry before, in and after the ledger |
//! | [`ledger`] | `Ledger`: open, append, replay, as-of |
//! | `schema` | the tables and the marks by which a file is known as a ledger |
//! | [`verify`] | `Ledger::verify`: numbers, hashes and chain |
//! | [`cache`] | `ReadingCache`: the second file, which may be deleted at any time |
//! | [`hints`] | `Hints`: a third file, of what may be forgotten |
//! | [`error`] | what can go wrong, where, and what to do |
//!
//! Nothing here knows what a payload means: it is stored as kind, schema version and bytes.

pub mod cache;
pub mod entry;
pub mod error;
pub mod hints;
pub mod ledger;
mod schema;
pub mod verify;

pub use cache::ReadingCache;
pub use entry::{Appended, Entry, New};
pub use error::LedgerError;
pub use hints::Hints;
pub use ledger::{Ledger, Replay};
pub use verify::Verified;
