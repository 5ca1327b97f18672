//! Documents: what was published, once each.

use crate::When;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Stable name of a document: a hash of its article (outlet and canonical address) and of its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentId(pub String);

/// How exactly, and from what, the day of publication is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The document says it.
    Stated,
    /// The collector or the source estimated it.
    Estimated,
    /// Nothing is known; never read as "now".
    #[default]
    Unknown,
}

/// The day or instant on which a document became public.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The day, month or year; none where unknown.
    pub when: Option<When>,
    /// RFC 3339 instant, where the source gives one.
    pub instant: Option<String>,
    /// Where it comes from.
    pub basis: Basis,
}

impl Published {
    /// Is nothing known?
    pub fn is_unknown(&self) -> bool {
        self.when.is_none() && self.instant.is_none()
    }
}

/// What sort of publisher an outlet is; decides the order of trust that readers are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutletKind {
    /// A government, ministry or international body in its own words.
    Official,
    /// Media owned or directed by a state.
    StateMedia,
    /// A news agency.
    Agency,
    /// Any other media, blog or encyclopaedia.
    Secondary,
    /// Not in the table of outlets.
    #[default]
    Unknown,
}

impl OutletKind {
    /// Label for readers.
    pub fn label(self) -> &'static str {
        match self {
            OutletKind::Official => "official",
            OutletKind::StateMedia => "state media",
            OutletKind::Agency => "agency",
            OutletKind::Secondary => "secondary",
            OutletKind::Unknown => "unknown",
        }
    }
}

/// One text as it was published; it never changes. `text` has LF line ends and starts after any header lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Hash of article and text.
    pub id: DocumentId,
    /// The name that the input gave it (a JSONL `id`, else the file name): for people and for evaluation files.
    pub name: String,
    /// Headline, where the source gives one apart from the text.
    pub title: Option<String>,
    /// Publisher, in the words of the source.
    pub outlet: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Who wrote it, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// ISO 639-1, as stated by the source.
    pub lang: Option<String>,
    /// When it became public.
    pub published: Published,
    /// When it was changed last, as the source says; apart from `published`.
    #[serde(default, skip_serializing_if = "Published::is_unknown")]
    pub modified: Published,
    /// When it was fetched, as an RFC 3339 instant; none for what was given as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<String>,
    /// Only the beginning of the article: the rest is for subscribers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// Free remark of the source ("sample text …").
    pub note: Option<String>,
    /// The text that every span counts in.
    pub text: String,
}

impl Document {
    /// A document with its id computed from outlet, address and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut d = Document {
            id: DocumentId(String::new()),
            name: name.into(),
            title: None,
            outlet: None,
            url: None,
            author: None,
            lang: None,
            published: Published::default(),
            modified: Published::default(),
            retrieved: None,
            partial: false,
            note: None,
            text: text.into(),
        };
        d.identify();
        d
    }

    /// Recompute the id after setting outlet, address or text. The name counts only where there is no address.
    pub fn identify(&mut self) {
        let mut h = Sha256::new();
        for part in [self.outlet.as_deref().unwrap_or(""), self.url.as_deref().unwrap_or("")] {
            h.update(part.as_bytes());
            h.update([0]);
        }
        h.update(self.text.as_bytes());
        self.id = DocumentId(format!("d{}", hex(&h.finalize()[..8])));
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_an_older_ledger_is_read_and_written_as_it_was() {
        let old = r#"{"id":"d1","name":"talks","title":null,"outlet":"Gazette","url":null,"lang":"en","published":{"when":"2026-02-06","instant":null,"basis":"stated"},"note":null,"text":"Talks resumed."}"#;
        let document: Document = serde_json::from_str(old).unwrap();
        assert_eq!((document.partial, document.author.as_deref(), document.modified.is_unknown()), (false, None, true));
        assert_eq!(serde_json::to_string(&document).unwrap(), old);
    }
}
