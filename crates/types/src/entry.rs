//! What the ledger holds: entries with a kind, a schema version and a payload of bytes.

use crate::source::SourceChange;
use crate::{Claim, Document, DocumentId};
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::Read;

/// Newest version of the payload encoding; older ones stay readable. 1: JSON. 2: claims as JSON packed with zlib, a
/// tenth of their size; and the kinds `redaction`, `migration` and `switch`, as JSON.
pub const SCHEMA: u32 = 2;

/// Most bytes that a packed payload may unpack to.
const MOST: u64 = 1 << 30;

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "most entries are documents, and each is moved once")]
pub enum Payload {
    /// A document was collected.
    Document(Document),
    /// A coder coded a document; replaces what an earlier run of the same version said of it.
    Coded {
        /// Which document.
        document: DocumentId,
        /// Which reader and coder.
        coder: String,
        /// All its claims.
        claims: Vec<Claim>,
        /// Most of the text is in a language that is kept but not read. None in entries of schema 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unread: Option<bool>,
    },
    /// From here on, briefs rest on the claims of this reader and coder: every document had been coded by it.
    Switch {
        /// Which reader and coder.
        coder: String,
    },
    /// The payload of an earlier entry was emptied.
    Redaction {
        /// Number of that entry.
        of: u64,
        /// Why, in the words of whoever did it.
        reason: String,
    },
    /// The form of the ledger's file was changed; no entry was.
    Migration {
        /// Format before.
        from: i64,
        /// Format from here on.
        to: i64,
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
    /// Packed bytes that do not unpack.
    #[error("entry cannot be unpacked: {0}")]
    Packed(#[from] std::io::Error),
}

impl Payload {
    /// Kind of the entry, as the ledger stores it.
    pub fn kind(&self) -> &'static str {
        match self {
            Payload::Document(_) => "document",
            Payload::Coded { .. } => "coded",
            Payload::Switch { .. } => "switch",
            Payload::Redaction { .. } => "redaction",
            Payload::Migration { .. } => "migration",
            Payload::Source { .. } => "source",
        }
    }

    /// Version of the encoding that [`Payload::encode`] gives this payload. Documents are written as ever.
    pub fn schema(&self) -> u32 {
        match self {
            Payload::Document(_) => 1,
            _ => SCHEMA,
        }
    }

    /// Bytes of schema [`Payload::schema`].
    pub fn encode(&self) -> Result<Vec<u8>, PayloadError> {
        let json = serde_json::to_vec(self)?;
        if !matches!(self, Payload::Coded { .. }) {
            return Ok(json);
        }
        let mut packed = Vec::new();
        ZlibEncoder::new(&json[..], Compression::default()).read_to_end(&mut packed)?;
        Ok(packed)
    }

    /// Read the bytes of an entry of any schema up to [`SCHEMA`].
    pub fn decode(schema: u32, bytes: &[u8]) -> Result<Payload, PayloadError> {
        Ok(serde_json::from_slice(&unpacked(schema, bytes)?)?)
    }
}

/// What a coding says of itself, without its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Which document.
    pub document: DocumentId,
    /// Which reader and coder.
    pub coder: String,
    /// How many claims.
    pub claims: usize,
    /// As in [`Payload::Coded`].
    pub unread: Option<bool>,
}

impl Outline {
    /// Read the bytes of a `coded` entry, passing over the claims.
    pub fn decode(schema: u32, bytes: &[u8]) -> Result<Outline, PayloadError> {
        #[derive(Deserialize)]
        struct Coded {
            document: DocumentId,
            coder: String,
            claims: Vec<IgnoredAny>,
            #[serde(default)]
            unread: Option<bool>,
        }
        let c: Coded = serde_json::from_slice(&unpacked(schema, bytes)?)?;
        Ok(Outline { document: c.document, coder: c.coder, claims: c.claims.len(), unread: c.unread })
    }
}

/// The JSON of a payload.
fn unpacked(schema: u32, bytes: &[u8]) -> Result<Cow<'_, [u8]>, PayloadError> {
    if schema > SCHEMA {
        return Err(PayloadError::Newer(schema));
    }
    // JSON begins with a brace, zlib never does
    if schema < 2 || bytes.first() == Some(&b'{') {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut json = Vec::new();
    ZlibDecoder::new(bytes).take(MOST).read_to_end(&mut json)?;
    Ok(Cow::Owned(json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_payload_comes_back_as_it_was() {
        let document = Document::new("a", "Envoys met.\n");
        let coded = |unread| Payload::Coded {
            document: document.id.clone(),
            coder: "1/2-ab".into(),
            claims: Vec::new(),
            unread: Some(unread),
        };
        for p in [
            Payload::Document(document.clone()),
            coded(true),
            coded(false),
            Payload::Switch { coder: "1/2-ab".into() },
            Payload::Redaction { of: 7, reason: "a name".into() },
            Payload::Migration { from: 1, to: 2 },
        ] {
            let bytes = p.encode().unwrap();
            assert_eq!(Payload::decode(p.schema(), &bytes).unwrap(), p);
            if let Payload::Coded { document, coder, claims, unread } = p {
                let outline = Outline { document, coder, claims: claims.len(), unread };
                assert_eq!(Outline::decode(SCHEMA, &bytes).unwrap(), outline);
            }
        }
    }

    #[test]
    fn claims_of_the_first_schema_are_read() {
        let old = br#"{"entry":"coded","document":"d1","coder":"1/2-ab","claims":[]}"#;
        let Payload::Coded { unread, coder, .. } = Payload::decode(1, old).unwrap() else { panic!("coded") };
        assert_eq!((unread, coder.as_str()), (None, "1/2-ab"));
    }

    #[test]
    fn bytes_that_are_no_payload_are_an_error() {
        for bytes in [&b""[..], b"{", b"x\x9c\x00", b"\xff\xff", b"[1]"] {
            assert!(Payload::decode(2, bytes).is_err(), "{bytes:?}");
        }
        assert!(matches!(Payload::decode(3, b"{}"), Err(PayloadError::Newer(3))));
    }
}
