//! What a reader gets, before it takes the form of a page or of data.

use crate::citation::{Citation, CiteId};
use crate::line::{Line, Phrase};
use rapporteur_types::dossier::{Source, Voices};
use rapporteur_types::{OutletKind, When};

/// A brief: everything that a renderer needs, in the order of reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// Title, day and sources.
    pub head: Head,
    /// The sections; the first is the bottom line.
    pub sections: Vec<Section>,
    /// Parties against issues, drawn in the section `positions`.
    pub matrix: Vec<MatrixIssue>,
    /// Dated events and rounds, drawn in the section `timeline`; in order of time.
    pub timeline: Vec<Moment>,
    /// Claims that are not in the brief: reason and count.
    pub left_out: Vec<(String, usize)>,
    /// The cited sentences, by number from 1.
    pub citations: Vec<Citation>,
    /// The documents, in order of publication.
    pub sources: Vec<Source>,
    /// Words of the brief and what they mean.
    pub definitions: Vec<(&'static str, &'static str)>,
}

/// What stands above the first line.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// "Iran–US nuclear talks".
    pub title: String,
    /// "Now" of the brief.
    pub as_of: Option<When>,
    /// How many sources of which kind, kinds in the order of trust.
    pub kinds: Vec<(OutletKind, usize)>,
    /// Earliest and latest day of publication.
    pub period: Option<(When, When)>,
    /// Some days of publication are estimated.
    pub estimated: bool,
    /// Documents in a language that is not read.
    pub unread: usize,
    /// Documents that are read and not about these talks.
    pub elsewhere: u64,
    /// Who stands behind it all, apart from copies.
    pub voices: Voices,
    /// Documents whose text was changed later.
    pub changed: usize,
    /// All that is read comes from one outlet.
    pub one_outlet: bool,
    /// Made without a dossier file.
    pub generic: bool,
}

/// A part of the brief under its own heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Stable name, used as the anchor: `bottom-line`, `statements`, `faq`.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Lines, under sub-headings where these help.
    pub groups: Vec<Group>,
}

impl Section {
    /// All lines of all groups.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.groups.iter().flat_map(|g| &g.lines)
    }
}

/// Lines under one sub-heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Sub-heading: a side, an issue, a question.
    pub title: Option<String>,
    /// The lines.
    pub lines: Vec<Line>,
    /// How many more there are, which the data form of the brief holds.
    pub more: usize,
}

impl Group {
    /// Lines without a sub-heading.
    pub fn plain(lines: Vec<Line>) -> Self {
        Group { title: None, lines, more: 0 }
    }

    /// Lines under a sub-heading.
    pub fn titled(title: impl Into<String>, lines: Vec<Line>) -> Self {
        Group { title: Some(title.into()), lines, more: 0 }
    }

    /// Keep the first lines and count the others.
    pub fn at_most(mut self, most: usize) -> Self {
        self.more += self.lines.len().saturating_sub(most);
        self.lines.truncate(most);
        self
    }
}

/// A row of the drawn position matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixIssue {
    /// Name of the issue.
    pub label: String,
    /// What −1 and +1 mean.
    pub poles: Option<(String, String)>,
    /// The sides that say something on it, principals first.
    pub sides: Vec<MatrixSide>,
}

/// One side on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixSide {
    /// Name of the side.
    pub side: String,
    /// Place of the side among all sides of the matrix: its colour and shape.
    pub rank: usize,
    /// −1 to 1; none where the direction is unknown.
    pub value: Option<f64>,
    /// Number of positions.
    pub n: usize,
    /// Latest date.
    pub last: Option<When>,
    /// The stances in words, with citations.
    pub words: Phrase,
}

/// A mark on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When, as exactly as the text says.
    pub when: When,
    /// Which lane.
    pub lane: Lane,
    /// Planned, hypothetical, conditional, announced: not told as done.
    pub hollow: bool,
    /// In words.
    pub label: String,
    /// Where it is told.
    pub cite: CiteId,
}

/// Lanes of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Rounds, meetings.
    Talks,
    /// Verbal and material cooperation.
    Cooperation,
    /// Verbal and material conflict, pressure.
    Conflict,
}

impl Lane {
    /// Label for readers.
    pub fn label(self) -> &'static str {
        match self {
            Lane::Talks => "Talks",
            Lane::Cooperation => "Cooperation",
            Lane::Conflict => "Pressure and conflict",
        }
    }
}

impl Brief {
    /// A section by its stable name.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// The citation of a number.
    pub fn citation(&self, id: CiteId) -> Option<&Citation> {
        self.citations.get(id.number().checked_sub(1)?)
    }
}
