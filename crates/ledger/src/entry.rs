//! One entry: before it is in the ledger, in it, and the receipt.

use sha2::{Digest, Sha256};

/// An entry to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New<'a> {
    /// What sort of payload it is: "document", "coded".
    pub kind: &'a str,
    /// Version of the payload's encoding.
    pub schema: u32,
    /// Where given, the ledger holds at most one entry of this kind with this key.
    pub key: Option<String>,
    /// The payload, as the caller encoded it.
    pub payload: Vec<u8>,
}

/// The receipt for an append: the entry is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Number of the entry that holds it.
    pub seq: u64,
    /// False where an entry of this kind and key was there before: nothing was added.
    pub fresh: bool,
}

/// An entry as the ledger holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3 … without gaps.
    pub seq: u64,
    /// When the ledger learned it: RFC 3339, as the caller gave it.
    pub recorded: String,
    /// What sort of payload it is.
    pub kind: String,
    /// Version of the payload's encoding.
    pub schema: u32,
    /// The payload's bytes; none where it was redacted.
    pub payload: Vec<u8>,
    /// The payload was emptied: hash, date and the reason, in an entry of its own, are left.
    pub redacted: bool,
}

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// Chain value before the first entry.
pub(crate) const ORIGIN: Hash = [0; 32];

/// Digest of a payload.
pub(crate) fn payload_hash(payload: &[u8]) -> Hash {
    Sha256::digest(payload).into()
}

/// The next link: previous chain, payload hash, number, schema, kind, key and time. Texts go in behind their length,
/// so that no two entries feed the same bytes.
pub(crate) fn link(
    previous: &Hash,
    hash: &Hash,
    seq: u64,
    kind: &str,
    schema: u32,
    key: Option<&str>,
    recorded: &str,
) -> Hash {
    let mut h = Sha256::new();
    h.update(previous);
    h.update(hash);
    h.update(seq.to_be_bytes());
    h.update(schema.to_be_bytes());
    for text in [Some(kind), key, Some(recorded)] {
        match text {
            Some(t) => {
                h.update((t.len() as u64).to_be_bytes());
                h.update(t);
            }
            None => h.update(u64::MAX.to_be_bytes()),
        }
    }
    h.finalize().into()
}
