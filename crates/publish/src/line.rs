//! A line of a brief: runs of words, of which at least one is a citation.

use crate::citation::CiteId;
use rapporteur_types::dossier::Voices;
use rapporteur_types::{ClaimId, Modality, When};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// Words of ours: names, dates, labels and the few words that join them.
    Text(String),
    /// The same, weighty.
    Strong(String),
    /// Words of a document, verbatim; the renderer sets the quotation marks.
    Quote(String),
    /// A citation.
    Cite(CiteId),
}

/// Runs in order; built left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phrase {
    /// The runs.
    pub runs: Vec<Run>,
}

impl Phrase {
    /// Nothing yet.
    pub fn new() -> Self {
        Phrase::default()
    }

    /// Add words of ours.
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.runs.push(Run::Text(words.into()));
        self
    }

    /// Add weighty words of ours.
    pub fn strong(mut self, words: impl Into<String>) -> Self {
        self.runs.push(Run::Strong(words.into()));
        self
    }

    /// Add words of a document.
    pub fn quote(mut self, words: impl Into<String>) -> Self {
        self.runs.push(Run::Quote(words.into()));
        self
    }

    /// Add citations.
    pub fn cite(mut self, cites: impl IntoIterator<Item = CiteId>) -> Self {
        self.runs.extend(cites.into_iter().map(Run::Cite));
        self
    }

    /// Add another phrase.
    pub fn then(mut self, other: Phrase) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Give every citation the number that a table tells.
    pub(crate) fn renumber(&mut self, table: &[CiteId]) {
        for run in &mut self.runs {
            if let Run::Cite(c) = run {
                *c = c.renumbered(table);
            }
        }
    }

    /// The citations, in order.
    pub fn cites(&self) -> impl Iterator<Item = CiteId> {
        self.runs.iter().filter_map(|r| if let Run::Cite(c) = r { Some(*c) } else { None })
    }

    /// As plain text, quotations in “ ”, citations as `[n]`.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            match run {
                Run::Text(s) | Run::Strong(s) => out.push_str(s),
                Run::Quote(s) => out.push_str(&format!("“{s}”")),
                Run::Cite(c) => {
                    if !out.ends_with([' ', ']']) {
                        out.push(' ');
                    }
                    out.push_str(&format!("[{}]", c.number()));
                }
            }
        }
        out
    }
}

/// What a reader has to know about how firm a line is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// When it was published, in a brief of several days.
    Reported(When),
    /// How the claim stands, where it is not a plain fact.
    Standing(Modality),
    /// One outlet alone says it, though the brief rests on several.
    SingleSource,
    /// The claim is more likely wrong than right.
    LowConfidence,
    /// Some of those who say it only repeat another.
    Copies(Voices),
    /// A field that the cited sentence does not say, and the rule that gave it.
    Inferred {
        /// Field.
        field: String,
        /// Rule, in words.
        rule: String,
    },
}

impl Mark {
    /// The words that readers see.
    pub fn words(&self) -> String {
        match self {
            Mark::Reported(day) => format!("reported {}", day.words()),
            Mark::Standing(m) => m.word().to_string(),
            Mark::SingleSource => "single source".into(),
            Mark::LowConfidence => "low confidence".into(),
            Mark::Copies(voices) => voices.words(),
            Mark::Inferred { field, rule } => format!("inferred {field}: {rule}"),
        }
    }
}

/// A line. There are two sorts: cited, and "not stated in the sources".
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    phrase: Phrase,
    marks: Vec<Mark>,
    claims: Vec<ClaimId>,
}

/// The words for what no document says.
pub const NOT_STATED: &str = "not stated in the sources";

impl Line {
    /// A line of a phrase that cites at least once; none otherwise.
    pub fn cited(phrase: Phrase, claims: Vec<ClaimId>, mut marks: Vec<Mark>) -> Option<Line> {
        marks.sort();
        marks.dedup();
        phrase.runs.iter().any(|r| matches!(r, Run::Cite(_))).then_some(Line { phrase, marks, claims })
    }

    /// The line that says that nothing is said.
    pub fn not_stated() -> Line {
        Line { phrase: Phrase::new().text(NOT_STATED), marks: Vec::new(), claims: Vec::new() }
    }

    /// The same, with the name of what is not stated before it.
    pub fn not_stated_for(what: &str) -> Line {
        let phrase = Phrase::new().strong(format!("{what}: ")).text(NOT_STATED);
        Line { phrase, marks: Vec::new(), claims: Vec::new() }
    }

    /// The same line without marks: for a summary of several claims, of which each has its own line with its marks.
    pub fn without_marks(mut self) -> Line {
        self.marks.clear();
        self
    }

    /// Is this the line that says that nothing is said?
    pub fn is_not_stated(&self) -> bool {
        self.claims.is_empty() && self.cites().is_empty()
    }

    pub(crate) fn renumber(&mut self, table: &[CiteId]) {
        self.phrase.renumber(table);
    }

    /// The words.
    pub fn runs(&self) -> &[Run] {
        &self.phrase.runs
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        self.phrase.plain()
    }

    /// How firm it is.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The claims behind it.
    pub fn claims(&self) -> &[ClaimId] {
        &self.claims
    }

    /// The citations, in order.
    pub fn cites(&self) -> Vec<CiteId> {
        self.phrase.cites().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_citation_cannot_be_constructed() {
        assert_eq!(Line::cited(Phrase::new().strong("Peace").text(" is near"), Vec::new(), Vec::new()), None);
        assert!(Line::not_stated().is_not_stated());
    }
}
