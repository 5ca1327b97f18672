//! What the ledger holds: entries with a kind, a schema version and a payload of bytes.

use crate::source::SourceChange;
use crate::{Claim, Document, DocumentId};
use serde::{Deserialize, Serialize};

/// Version of the payload encoding written today; older ones stay readable.
pub const SCHEMA: u32 = 1;

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Payload {
    /// A document was collected.
    Document(Document),
    /// A coder coded a document; replaces what an earlier run said of it.
    Coded {
        /// Which document.
        document: DocumentId,
        /// Which reader and coder.
        coder: String,
        /// All its claims.
        claims: Vec<Claim>,
    },
    /// Something happened to a source.
    Source {
        /// Its address before.
        url: String,
        /// What.
        #[serde(flatten)]
        change: SourceChange,
    },
}

/// A payload that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// Written by a later program.
    #[error("entry has schema version {0}, this program reads up to {SCHEMA}: use a newer rapporteur")]
    Newer(u32),
    /// Not what it should be.
    #[error("entry cannot be decoded: {0}")]
    Broken(#[from] serde_json::Error),
}

impl Payload {
    /// Kind of the entry, as the ledger stores it.
    pub fn kind(&self) -> &'static str {
        match self {
            Payload::Document(_) => "document",
            Payload::Coded { .. } => "coded",
            Payload::Source { .. } => "source",
        }
    }

    /// Bytes of schema [`SCHEMA`].
    pub fn encode(&self) -> Result<Vec<u8>, PayloadError> {
        Ok(serde_json::to_vec(self)?)
    }

    /// Read the bytes of an entry of any schema up to [`SCHEMA`].
    pub fn decode(schema: u32, bytes: &[u8]) -> Result<Payload, PayloadError> {
        if schema > SCHEMA {
            return Err(PayloadError::Newer(schema));
        }
        Ok(serde_json::from_slice(bytes)?)
    }
}
