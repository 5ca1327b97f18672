//! The state of one negotiation, as a pure projection of claims.

use crate::{ActorRef, Claim, ClaimId, DocumentId, Evidence, OutletKind, RemarkKind, Tone, Topic, When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything a brief says comes from here; the same claims and the same specification give the same dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// Id of the dossier file; `generic` where there is none.
    pub name: String,
    /// For readers: "Iran–US nuclear talks".
    pub title: String,
    /// Found in the texts alone, without a dossier file.
    pub generic: bool,
    /// "Now" of every computation; by default the newest published day.
    pub as_of: Option<When>,
    /// The documents behind it, in order of publication.
    pub sources: Vec<Source>,
    /// The sides, principals first.
    pub parties: Vec<Party>,
    /// Who mediates or hosts.
    pub mediators: Vec<Finding>,
    /// Other states and bodies that matter.
    pub third_parties: Vec<Finding>,
    /// Meetings of the talks, in order of time.
    pub rounds: Vec<Round>,
    /// Every claim that is relevant, merged over documents, in order of document and place.
    pub claims: Vec<Claim>,
    /// Sentences about these talks that tell something by themselves, in order of document and place.
    #[serde(default)]
    pub extracts: Vec<Claim>,
    /// Which of them answer best what readers ask.
    #[serde(default)]
    pub told: Vec<Told>,
    /// Parties against issues.
    pub matrix: Vec<MatrixRow>,
    /// Ranked, highest score first.
    pub sticking_points: Vec<StickingPoint>,
    /// Sanctions, deployments, ultimatums, incidents that put pressure on a side.
    pub pressure: Vec<Finding>,
    /// Travel warnings and the like.
    pub advisories: Vec<Finding>,
    /// Earlier attempts and how they ended.
    pub precedents: Vec<Finding>,
    /// Who works against the talks, and how.
    pub spoilers: Vec<Finding>,
    /// Divisions within a party.
    pub internal_divisions: Vec<Finding>,
    /// Threats that hang on a condition.
    pub conditional_threats: Vec<Finding>,
    /// Dangers and signs to look out for.
    pub watch: Vec<Finding>,
    /// What the talks are about.
    pub agenda: Vec<Finding>,
    /// Two outlets that report one fact differently.
    pub contradictions: Vec<Contradiction>,
    /// Tone of each side's statements.
    pub tone: Vec<SideTone>,
    /// Claims that are not about this negotiation, counted by reason.
    pub left_out: Vec<LeftOut>,
    /// Documents that are there and not about this negotiation; they are not among `sources`.
    #[serde(default)]
    pub elsewhere: Elsewhere,
}

/// Sentences that answer a question on the talks, the best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What they tell.
    pub topic: Topic,
    /// Of which party, where it is asked of each.
    pub party: Option<ActorRef>,
    /// Among [`Dossier::extracts`].
    pub extracts: Vec<ClaimId>,
}

/// How much there is beside the documents of a dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Documents.
    pub documents: u64,
    /// Those of them in a language that is kept but not read.
    pub unread: u64,
    /// Their claims.
    pub claims: u64,
}

/// A document as a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Document.
    pub document: DocumentId,
    /// Its name in the input.
    pub name: String,
    /// Headline or first heading.
    pub title: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// What sort of publisher.
    pub kind: OutletKind,
    /// Country of the publisher (ISO 3166 alpha-3), where known.
    pub country: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication; where unknown, the latest date that the text gives, with `estimated`.
    pub published: Option<When>,
    /// Is `published` estimated?
    pub estimated: bool,
    /// A text in a language that is kept but not read.
    pub unread: bool,
    /// Only the beginning of an article is there.
    pub partial: bool,
    /// The document that it is a copy of: wire copy, a reprint, the same text under another address.
    pub copy_of: Option<DocumentId>,
    /// A later document of the same article: its text was changed.
    pub changed_in: Option<DocumentId>,
    /// Number of its story, from 0: documents near in time about the same people, places and things have one.
    pub story: usize,
}

/// How many stand behind something, apart from those who only repeat it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voices {
    /// Outlets with a text of their own.
    pub independent: usize,
    /// Documents that are copies of another that stands behind it, too, or of one that they have in common.
    pub copies: usize,
    /// Of how many texts they are copies.
    pub copied: usize,
}

impl Voices {
    /// Count documents. Two texts of one outlet are one voice; copies of one text are the voice of that text.
    pub fn of<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Voices {
        let mut texts: BTreeMap<&DocumentId, Vec<&Source>> = BTreeMap::new();
        for s in sources {
            let list = texts.entry(s.copy_of.as_ref().unwrap_or(&s.document)).or_default();
            if !list.iter().any(|x| x.document == s.document) {
                list.push(s);
            }
        }
        let outlets = texts.iter().map(|(original, list)| {
            // the text's own outlet, where it is among them
            let own = list.iter().find(|s| s.document == **original).or(list.first());
            own.map_or_else(|| original.0.clone(), |s| s.publisher())
        });
        Voices {
            independent: outlets.collect::<std::collections::BTreeSet<_>>().len(),
            copies: texts.values().map(|l| l.len() - 1).sum(),
            copied: texts.values().filter(|l| l.len() > 1).count(),
        }
    }

    /// "3 independent sources, 11 copies of one wire"
    pub fn words(self) -> String {
        let many = |n: usize, one: &str, more: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {more}") };
        let mut out = many(self.independent, "independent source", "independent sources");
        if self.copies > 0 {
            let of = if self.copied == 1 { "one wire".to_string() } else { format!("{} texts", self.copied) };
            out.push_str(&format!(", {} of {of}", many(self.copies, "copy", "copies")));
        }
        out
    }
}

impl Source {
    /// Who publishes it: the outlet, or the document itself where none is named.
    pub fn publisher(&self) -> String {
        self.outlet.as_ref().map_or_else(|| self.document.0.clone(), |o| o.trim().to_lowercase())
    }
}

/// A side of the talks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// State or group.
    pub actor: ActorRef,
    /// One of the two whose disagreement is measured.
    pub principal: bool,
    /// People and bodies that speak or act for it in these claims.
    pub members: Vec<ActorRef>,
    /// Claims that name it as a party.
    pub claims: Vec<ClaimId>,
}

/// An item of a list: who or what, and the claims that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Whom it is about, where it is about somebody.
    pub actor: Option<ActorRef>,
    /// Sort, for readers: "sanctions", "seizure", "mediator", "collapse".
    pub label: String,
    /// Slug of the issue, where it is about one.
    pub issue: Option<String>,
    /// When, where known.
    pub date: Option<When>,
    /// At least one; the first is shown.
    pub claims: Vec<ClaimId>,
}

/// A meeting of the talks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Counting from 1 in order of time, among those that the documents tell of.
    pub number: usize,
    /// When.
    pub date: Option<When>,
    /// Where.
    pub place: Option<String>,
    /// "direct", "indirect", "technical", where the text says so.
    pub format: Option<String>,
    /// Who meets.
    pub parties: Vec<ActorRef>,
    /// Who mediates.
    pub mediators: Vec<ActorRef>,
    /// How it stands.
    pub status: RoundStatus,
    /// At least one.
    pub claims: Vec<ClaimId>,
    /// Of a disputed round, in which a side says that it did not take place.
    #[serde(default)]
    pub denials: Vec<ClaimId>,
}

/// How a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RoundStatus {
    /// Only one side says that it took place, and another denies it.
    Disputed,
    Announced,
    Held,
    Postponed,
    Cancelled,
    Reported,
}

/// One issue of the position matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// Slug.
    pub issue: String,
    /// For readers.
    pub label: String,
    /// What −1 and +1 mean, where the dossier file gives poles.
    pub poles: Option<(String, String)>,
    /// By the name of the side.
    pub cells: BTreeMap<String, Cell>,
}

/// Where one side stands on one issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Weighted mean of the stances towards the high pole, −1 to 1; none where the direction is unknown.
    pub value: Option<f64>,
    /// How many positions.
    pub n: usize,
    /// Latest date.
    pub last: Option<When>,
    /// Share of the side's positions on this issue.
    pub salience: f64,
    /// The positions, newest first.
    pub claims: Vec<ClaimId>,
}

/// An issue on which principals exclude each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StickingPoint {
    /// Slug.
    pub issue: String,
    /// For readers.
    pub label: String,
    /// S of docs/codebook/positions.md.
    pub score: f64,
    /// How far apart, 0–1.
    pub distance: f64,
    /// Independent sources that call it so.
    pub named: usize,
    /// Do the sources say that talks failed over it before?
    pub broke_down: bool,
    /// Positions, remarks and events behind it, in order of time.
    pub claims: Vec<ClaimId>,
    /// Those of `claims` that tell its past.
    pub history: Vec<ClaimId>,
}

/// Two reports of one thing that do not agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// On what: "date of the meeting in Geneva".
    pub about: String,
    /// One side of it.
    pub one: ClaimId,
    /// The other.
    pub other: ClaimId,
}

/// How one side speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideTone {
    /// Name of the side.
    pub side: String,
    /// Statements by tone.
    pub counts: BTreeMap<Tone, usize>,
}

/// Claims that are not in the dossier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why: "names no two parties of these talks".
    pub reason: String,
    /// How many.
    pub count: usize,
    /// Their ids.
    pub claims: Vec<ClaimId>,
}

impl Dossier {
    /// A claim by id.
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.iter().find(|c| &c.id == id)
    }

    /// Who stands behind some evidence.
    pub fn voices<'a>(&self, evidence: impl IntoIterator<Item = &'a Evidence>) -> Voices {
        let of = |e: &Evidence| self.sources.iter().find(|s| s.document == e.document);
        Voices::of(evidence.into_iter().filter_map(of))
    }

    /// The evidence behind some claims, each place once.
    pub fn evidence(&self, ids: &[ClaimId]) -> Vec<Evidence> {
        let mut out: Vec<Evidence> = Vec::new();
        for e in ids.iter().filter_map(|i| self.claim(i)).flat_map(|c| &c.evidence) {
            if !out.contains(e) {
                out.push(e.clone());
            }
        }
        out
    }

    /// Remarks of one sort.
    pub fn remarks(&self, about: RemarkKind) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |c| c.remark().is_some_and(|r| r.about == about))
    }
}
