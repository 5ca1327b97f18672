//! What a text claims, each with the words that show it.

use crate::document::hex;
use crate::{ActorRef, DocumentId, EventType, Factors, Modality, Span, Topic, When};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Hash of document, kind, trigger span and role spans; not of the coder's version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimId(pub String);

/// Where a claim stands: `document.text[span]` is what is quoted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// Index of the sentence in the reading.
    pub sentence: usize,
    /// The words; inside the sentence.
    pub span: Span,
}

/// Something in a claim that its own sentence does not say, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inference {
    /// Which field: `date`, `source`, `target`, `speaker`, `addressee`, `holder`, `side`, `actor` (of a remark), `authority`
    /// (of `according_to`), `place`, `issue`, `proposal`.
    pub field: String,
    /// The rule, in words: "day of publication", "office at that date", "subject of the paragraph before".
    pub rule: String,
    /// The second piece of evidence, where it is in a text.
    pub evidence: Option<Evidence>,
}

/// A claim with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Stable name.
    pub id: ClaimId,
    /// At least one; the first is the sentence that the claim was coded from. Repeats add further ones.
    pub evidence: Vec<Evidence>,
    /// How the claim stands, in one word.
    pub modality: Modality,
    /// What the words show.
    pub factors: Factors,
    /// Who reports it, outermost last; empty where the outlet says it itself.
    pub according_to: Vec<ActorRef>,
    /// Which coder.
    pub coder: String,
    /// How often claims like this one are right, 0–1 (`rapporteur_code::confidence`); a remark's is fixed,
    /// an extract's that of its likeliest topic.
    pub confidence: f32,
    /// What is inferred.
    pub inferred: Vec<Inference>,
    /// The claim itself.
    pub body: ClaimBody,
}

impl Claim {
    /// The confidence in a word; the borders are those of `docs/codebook/statements.md`.
    pub fn confidence_word(&self) -> &'static str {
        match self.confidence {
            c if c >= 0.75 => "high",
            _ if self.is_doubtful() => "low",
            _ => "fair",
        }
    }

    /// Is it hardly more likely right than wrong?
    pub fn is_doubtful(&self) -> bool {
        self.confidence < 0.6
    }
}

/// The five kinds of claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimBody {
    /// Somebody says something.
    Statement(Statement),
    /// Somebody does something to somebody.
    Event(Event),
    /// Somebody stands somewhere on an issue.
    Position(Position),
    /// The outlet's own reading of the talks: what is contested, what is on the agenda, who is divided.
    Remark(Remark),
    /// A whole sentence that answers a question on the talks by itself: nothing of it is read but what it is about.
    Extract(Extract),
}

/// Somebody is reported or shown to say something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The phrase that names the speaker.
    pub source: Option<Span>,
    /// Who it is; several for a joint statement.
    pub speakers: Vec<ActorRef>,
    /// The word of saying; none where quotation marks or the turn of a transcript show it.
    pub cue: Option<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// To whom.
    pub addressee: Option<ActorRef>,
    /// By the quotation marks.
    pub form: StatementKind,
    /// Attitude.
    pub tone: Tone,
}

/// By the quotation marks of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum StatementKind {
    Direct,
    Indirect,
    Mixed,
}

/// Attitude towards the other side or the thing talked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tone {
    Negative,
    #[default]
    Neutral,
    Positive,
}

/// One of the sixteen PLOVER types with its actors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER mode, where the text gives it: "strike", "arrest", "meet".
    pub mode: Option<String>,
    /// PLOVER contexts: "military", "diplomatic", "economic".
    pub context: Vec<String>,
    /// CAMEO root, two digits, or more where a frame knows it.
    pub cameo: String,
    /// The words that name the event.
    pub trigger: Span,
    /// Who does it.
    pub sources: Vec<ActorRef>,
    /// To whom.
    pub targets: Vec<ActorRef>,
    /// When, as exactly as the text says.
    pub date: Option<When>,
    /// Where, in the words of the text.
    pub place: Option<String>,
    /// How many of what.
    pub quantities: Vec<Count>,
}

/// A number and what it counts, as a claim carries it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The number, as digits.
    pub value: String,
    /// What is counted.
    pub unit: String,
    /// Where it stands.
    pub span: Span,
}

/// Where a party stands on an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Who holds it; not always the speaker.
    pub holders: Vec<ActorRef>,
    /// The party that the holder belongs to.
    pub side: Option<ActorRef>,
    /// Slug of the issue: of the tables, or `other:…`.
    pub issue: String,
    /// What is proposed, in the words of the text.
    pub proposal: Span,
    /// How the holder stands to it.
    pub stance: Stance,
    /// What it depends on.
    pub condition: Option<Span>,
}

/// How a holder stands to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "docs/codebook/positions.md describes each")]
pub enum Stance {
    Demands,
    Offers,
    Accepts,
    Rejects,
    Conditions,
    Insists,
    Concedes,
    Supports,
    Opposes,
    Neutral,
}

impl Stance {
    /// All stances, in the order of the codebook.
    pub const ALL: [Stance; 10] = [
        Stance::Demands,
        Stance::Offers,
        Stance::Accepts,
        Stance::Rejects,
        Stance::Conditions,
        Stance::Insists,
        Stance::Concedes,
        Stance::Supports,
        Stance::Opposes,
        Stance::Neutral,
    ];

    /// The word, third person singular.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Demands => "demands",
            Stance::Offers => "offers",
            Stance::Accepts => "accepts",
            Stance::Rejects => "rejects",
            Stance::Conditions => "conditions",
            Stance::Insists => "insists",
            Stance::Concedes => "concedes",
            Stance::Supports => "supports",
            Stance::Opposes => "opposes",
            Stance::Neutral => "neutral",
        }
    }

    /// The stance of a word.
    pub fn parse(word: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Value on the proposal, −1 to 1 (docs/codebook/positions.md).
    pub fn value(self) -> f64 {
        match self {
            Stance::Demands | Stance::Insists | Stance::Accepts => 1.0,
            Stance::Offers | Stance::Concedes => 0.75,
            Stance::Conditions | Stance::Supports => 0.5,
            Stance::Neutral => 0.0,
            Stance::Rejects => -1.0,
            Stance::Opposes => -0.75,
        }
    }
}

/// What the outlet says of the talks themselves; always attributed to the outlet or to the source it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// What sort.
    pub about: RemarkKind,
    /// The word that shows it.
    pub trigger: Span,
    /// The clause.
    pub clause: Span,
    /// Whom it speaks of.
    pub actors: Vec<ActorRef>,
    /// Slug of the issue that it speaks of, as in [`Position::issue`].
    pub issue: Option<String>,
    /// The words that name the issue or topic.
    pub topic: Option<Span>,
    /// When, where the clause says so.
    pub date: Option<When>,
}

/// What a sentence tells of the talks: to be quoted whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extract {
    /// The sentence.
    pub sentence: Span,
    /// What it tells, with probabilities, the likeliest first.
    pub topics: Vec<(Topic, f64)>,
    /// The last day, month or year that it names.
    pub date: Option<When>,
}

impl Extract {
    /// How likely the sentence tells this; 0 where that is not worth a thought.
    pub fn tells(&self, topic: Topic) -> f64 {
        self.topics.iter().find(|t| t.0 == topic).map_or(0.0, |t| t.1)
    }
}

/// Sorts of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// An issue is called a sticking point, an obstacle, contested.
    StickingPoint,
    /// What the talks are about.
    Agenda,
    /// Who mediates.
    Mediation,
    /// Talks failed, stalled, collapsed over something.
    Breakdown,
    /// A party is divided within.
    Division,
    /// Somebody works against the talks.
    Spoiler,
    /// Danger of escalation, instability.
    Risk,
    /// A reading of motives or of what something signals.
    Reading,
    /// Willing or unwilling to compromise.
    Willingness,
    /// The next meeting, or that none is set.
    NextRound,
}

impl Claim {
    /// Kind as a word.
    pub fn kind(&self) -> &'static str {
        match self.body {
            ClaimBody::Statement(_) => "statement",
            ClaimBody::Event(_) => "event",
            ClaimBody::Position(_) => "position",
            ClaimBody::Remark(_) => "remark",
            ClaimBody::Extract(_) => "extract",
        }
    }

    /// The first piece of evidence, which every claim has.
    pub fn first(&self) -> &Evidence {
        &self.evidence[0]
    }

    /// Compute the id of a claim from document, kind, trigger and roles.
    pub fn identify(document: &DocumentId, body: &ClaimBody) -> ClaimId {
        let mut h = Sha256::new();
        let mut put = |s: &str| {
            h.update(s.as_bytes());
            h.update([0]);
        };
        put(&document.0);
        let span = |s: Span| format!("{}-{}", s.start, s.end);
        match body {
            ClaimBody::Statement(s) => {
                put("statement");
                put(&s.cue.map(span).unwrap_or_default());
                s.content.iter().for_each(|c| put(&span(*c)));
            }
            ClaimBody::Event(e) => {
                put("event");
                put(&span(e.trigger));
                put(e.event_type.name());
            }
            ClaimBody::Position(p) => {
                put("position");
                put(&span(p.proposal));
                put(&p.issue);
                p.holders.iter().for_each(|a| put(&a.name()));
            }
            ClaimBody::Remark(r) => {
                put("remark");
                put(&span(r.trigger));
                put(&format!("{:?}", r.about));
            }
            ClaimBody::Extract(x) => {
                put("extract");
                put(&span(x.sentence));
            }
        }
        ClaimId(format!("c{}", hex(&h.finalize()[..8])))
    }

    /// The statement, where it is one.
    pub fn statement(&self) -> Option<&Statement> {
        match &self.body {
            ClaimBody::Statement(s) => Some(s),
            _ => None,
        }
    }

    /// The event, where it is one.
    pub fn event(&self) -> Option<&Event> {
        match &self.body {
            ClaimBody::Event(e) => Some(e),
            _ => None,
        }
    }

    /// The position, where it is one.
    pub fn position(&self) -> Option<&Position> {
        match &self.body {
            ClaimBody::Position(p) => Some(p),
            _ => None,
        }
    }

    /// The remark, where it is one.
    pub fn remark(&self) -> Option<&Remark> {
        match &self.body {
            ClaimBody::Remark(r) => Some(r),
            _ => None,
        }
    }

    /// The extract, where it is one.
    pub fn extract(&self) -> Option<&Extract> {
        match &self.body {
            ClaimBody::Extract(x) => Some(x),
            _ => None,
        }
    }

    /// Everybody whom the claim names, in order, without repeats.
    pub fn actors(&self) -> Vec<&ActorRef> {
        let mut out: Vec<&ActorRef> = Vec::new();
        let named: Vec<&ActorRef> = match &self.body {
            ClaimBody::Statement(s) => s.speakers.iter().chain(&s.addressee).collect(),
            ClaimBody::Event(e) => e.sources.iter().chain(&e.targets).collect(),
            ClaimBody::Position(p) => p.holders.iter().chain(&p.side).collect(),
            ClaimBody::Remark(r) => r.actors.iter().collect(),
            ClaimBody::Extract(_) => Vec::new(),
        };
        for a in named {
            if !out.contains(&a) {
                out.push(a);
            }
        }
        out
    }
}
