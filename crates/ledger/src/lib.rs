//! The ledger stage: what came in, in the order in which it came, appended and replayed and never changed.
//!
//! | file | what |
//! | --- | --- |
//! | [`entry`] | `New`, `Entry`, `Appended`: one entry before, in and after the ledger |
//! | [`ledger`] | `Ledger`: open, append, replay, as-of |
//! | `write` | the one place through which anything is written |
//! | `schema` | the tables and the marks by which a file is known as a ledger |
//! | [`verify`] | `Ledger::verify`: numbers, hashes and chain |
//! | `redact` | `Ledger::redact`: a payload emptied, its hash and the reason left |
//! | [`backup`] | `Ledger::backup`, `Ledger::restore` |
//! | [`index`] | `Index`: what is derived from the entries, in a second file that may be deleted at any time |
//! | [`hints`] | `Hints`: a third file, of what may be forgotten |
//! | [`error`] | what can go wrong, where, and what to do |
//!
//! Nothing here knows what a document or a claim means: it is stored as kind, schema version and bytes.

pub mod backup;
pub mod entry;
pub mod error;
pub mod hints;
pub mod index;
pub mod ledger;
mod redact;
mod schema;
pub mod verify;
mod write;

pub use backup::Restored;
pub use entry::{Appended, Entry, Hash, New};
pub use error::LedgerError;
pub use hints::Hints;
pub use index::{Index, Row, Totals};
pub use ledger::{Ledger, Replay};
pub use schema::FORMAT;
pub use verify::{Damage, Verified};

/// Version of the SQLite that is compiled in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
