//! All that one reader version found in one document.

use crate::{DocumentId, EventType, Modality, Span, Stance, Tone, Topic, When};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Derived from a document by a reader; the same input gives the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What was read.
    pub document: DocumentId,
    /// Which reader: version of the rules and hash of the model.
    pub reader: String,
    /// ISO 639-1 of the document, `und` where undetermined.
    pub language: String,
    /// Paragraphs, headings, list items, in order; they do not overlap.
    pub blocks: Vec<Block>,
    /// In order, disjoint, each inside one block.
    pub sentences: Vec<Sentence>,
    /// In order, disjoint, each inside one sentence.
    pub tokens: Vec<Token>,
    /// Names of persons, organisations, places and others, in order.
    pub names: Vec<Mention>,
    /// Phrases of the finer kinds that coding needs, named or not, in order.
    pub terms: Vec<Term>,
    /// Mentions that stand for the same, by their first mention.
    pub chains: Vec<Chain>,
    /// Mentions of several at once, in order.
    #[serde(default)]
    pub plurals: Vec<PluralMention>,
    /// Dates and durations, in order.
    pub times: Vec<TimeExpression>,
    /// Numbers with what they count, in order.
    pub quantities: Vec<Quantity>,
    /// How far what each verb says happened, in order.
    pub facts: Vec<Fact>,
    /// Frames that the heads of the encoder propose; `code` decides on them.
    pub frames: Frames,
}

/// Factuality of a verb: would a reader of the sentence say that it happened? (UDS; White et al. 2018, "The role of
/// negation and modality in factuality"; Rudinger et al. 2018).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Index into [`Reading::tokens`].
    pub token: usize,
    /// From −3, surely not, to 3, surely.
    pub value: f32,
}

/// A paragraph or line of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Without the white space around it, and without a bullet.
    pub span: Span,
    /// What sort of text it is.
    pub kind: BlockKind,
    /// ISO 639-1 of the block, `und` where undetermined.
    pub language: String,
    /// Its sentences, as indices into [`Reading::sentences`].
    pub sentences: Range<usize>,
}

/// What sort of text a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Body,
    /// Headline or section heading: adds evidence, makes no claims.
    Heading,
    /// Question and answer of an FAQ list: adds evidence, makes no claims of its own where it repeats.
    Faq,
    /// A turn of a transcript.
    Turn,
    /// Navigation, bylines, adverts, cookie notices, calls to action: yields nothing.
    Furniture,
    /// In a language that this reader cannot read: kept and marked, not analysed.
    Foreign,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Index into [`Reading::blocks`].
    pub block: usize,
    /// Indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
}

/// A syntactic word in the sense of Universal Dependencies. Its form is `text[span]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech, e.g. `VERB`.
    pub upos: String,
    /// Features in UD form `Mood=Ind|Tense=Past`, empty where none.
    pub feats: String,
    /// Index of the head into [`Reading::tokens`], in the same sentence; none for the root.
    pub head: Option<usize>,
    /// Relation to the head, e.g. `nsubj:pass`; `root` for the root.
    pub rel: String,
    /// Part of the same orthographic word as the token before ("do" + "n't").
    pub joined: bool,
}

impl Reading {
    /// The factuality of a verb; none for other words.
    pub fn fact(&self, token: usize) -> Option<f32> {
        let at = self.facts.binary_search_by_key(&token, |f| f.token).ok()?;
        Some(self.facts[at].value)
    }
}

impl Token {
    /// The relation without its subtype.
    pub fn base_rel(&self) -> &str {
        self.rel.split(':').next().unwrap_or("")
    }

    /// Does a feature have a value, e.g. `has("Tense", "Past")`?
    pub fn has(&self, feature: &str, value: &str) -> bool {
        self.feats.split('|').any(|f| f.split_once('=') == Some((feature, value)))
    }
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// Indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// The token that the rest hangs on.
    pub head: usize,
    /// What is named.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NameKind {
    Person,
    Organisation,
    Place,
    Other,
}

/// A phrase of a finer kind: "ballistic missiles", "the tanker", "Iranian".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Where it stands.
    pub span: Span,
    /// Indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: TermKind,
}

/// Finer kinds of things and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TermKind {
    State,
    ArmedForce,
    Vessel,
    Weapon,
    Facility,
    Office,
    Nationality,
}

/// Mentions of one person, body, place or thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// Two or more, in order.
    pub mentions: Vec<ChainMention>,
}

impl Chain {
    /// The longest name in the chain, the first of equals.
    pub fn name(&self) -> Option<&ChainMention> {
        let names = self.mentions.iter().filter(|m| m.form == MentionForm::Name);
        names.fold(None, |b: Option<&ChainMention>, m| match b {
            Some(b) if b.span.len() >= m.span.len() => Some(b),
            _ => Some(m),
        })
    }
}

/// "both sides", "the two presidents": a mention of several who are in chains of their own (split antecedents).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluralMention {
    /// Where it stands, with what stands before the noun.
    pub span: Span,
    /// Indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// The noun.
    pub head: usize,
    /// Those whom it stands for, where they were last named together.
    pub members: Vec<ChainMention>,
}

/// One mention of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainMention {
    /// Where it stands: a name, a pronoun, a noun with what stands before it, or a clause.
    pub span: Span,
    /// Indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// The token that the rest hangs on.
    pub head: usize,
    /// Name, noun, pronoun or clause.
    pub form: MentionForm,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum MentionForm {
    Name,
    Nominal,
    Pronoun,
    Clause,
}

/// A date, time, duration or set, in the sense of TIMEX3 (TimeML; Pustejovsky et al. 2003, "TimeML: robust specification
/// of event and temporal expressions in text"; ISO 24617-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub kind: TimeKind,
    /// TIMEX3 value: `2026-02-06`, `P12D`, `XXXX-WXX-5`, `PRESENT_REF`.
    pub value: String,
    /// TIMEX3 `mod`: what the words take away from the value or add to it.
    #[serde(default)]
    pub modifier: Option<TimeModifier>,
    /// The finest unit of the value; none for `PRESENT_REF` and its like.
    #[serde(default)]
    pub granularity: Option<Granularity>,
    /// Where it lies from the day of publication; none where nothing shows it.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// The value as a day, month or year, where it is one.
    pub when: Option<When>,
    /// How the value was found.
    pub basis: TimeBasis,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// TIMEX3 `mod` (TimeML; Pustejovsky et al. 2003; ISO 24617-1), written as there: `START`, `EQUAL_OR_LESS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimeModifier {
    /// "more than a decade ago"
    Before,
    /// "less than a year ago"
    After,
    /// "at least a year ago"
    OnOrBefore,
    /// "2026 or later"
    OnOrAfter,
    /// "less than two hours", "nearly four decades"
    LessThan,
    /// "more than five days"
    MoreThan,
    /// "up to ten days"
    EqualOrLess,
    /// "at least ten days"
    EqualOrMore,
    /// "early March", "the beginning of 2026"
    Start,
    /// "mid-November", "the middle of the month"
    Mid,
    /// "late 2025", "the end of the week"
    End,
    /// "about two weeks", "around noon"
    Approx,
}

/// The unit of a time, from the longest to the shortest (granularity: Bettini, Jajodia and Wang 2000; the units are those
/// that TIMEX3 values write, Pustejovsky et al. 2003).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Granularity {
    Century,
    Decade,
    Year,
    Half,
    Quarter,
    Season,
    Month,
    Week,
    Weekend,
    Day,
    PartOfDay,
    Hour,
    Minute,
    Second,
}

/// Where a time lies from the day of publication: the references of TIMEX3 (`PAST_REF`, `PRESENT_REF`, `FUTURE_REF`;
/// Pustejovsky et al. 2003; ISO 24617-1), given to every expression, and its sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Before that day.
    Past,
    /// That day, or a longer time around it of which nothing says more.
    Present,
    /// After that day.
    Future,
    /// A set: "every Friday".
    Recurring,
}

/// Where the value of a time expression comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeBasis {
    /// Day, month and year stand there.
    Explicit,
    /// Counted from the day of publication.
    Published,
    /// Counted from another date of the text; its span.
    Text(Span),
    /// Nothing to count from.
    None,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Number and unit together.
    pub span: Span,
    /// Lower end of the range, or the number.
    pub value: f64,
    /// Upper end of a range.
    pub upper: Option<f64>,
    /// What is counted, lower case and plural as in the text: "entities", "oil tankers", "percent", "USD".
    pub unit: String,
    /// "about", "at least", "more than", "up to", "dozens of"; empty where exact.
    pub approximation: String,
    /// What is measured, beside a unit of measure: "uranium" of "440 kg of uranium", "oil exports" of "85 percent of oil
    /// exports", "enrichment" of "enriched to 60%"; else empty.
    #[serde(default)]
    pub of: String,
}

/// What the frame heads found; token indices are into [`Reading::tokens`], ranges half-open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frames {
    /// Who says what.
    pub statements: Vec<StatementFrame>,
    /// Who does what to whom.
    pub events: Vec<EventFrame>,
    /// Who stands where.
    pub positions: Vec<PositionFrame>,
    /// What sentences tell of talks.
    #[serde(default)]
    pub topics: Vec<TopicFrame>,
}

/// What a sentence tells of talks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicFrame {
    /// Index into [`Reading::sentences`].
    pub sentence: usize,
    /// With probabilities, the likeliest first, as far as they are worth a thought.
    pub topics: Vec<(Topic, f32)>,
}

/// A statement as the encoder sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementFrame {
    /// The word or words of saying; none for a quotation or a turn without one.
    pub cue: Option<Range<usize>>,
    /// What is said.
    pub content: Range<usize>,
    /// The phrase that names the speaker.
    pub source: Option<Range<usize>>,
    /// Most likely modality.
    pub modality: Modality,
    /// Probability of `modality`.
    pub modality_score: f32,
    /// Attitude towards the other side or the thing talked about.
    pub tone: Tone,
    /// Probability that this is a statement.
    pub score: f32,
    /// Log odds that a coder lists it, by the reranker; 0 where it was not asked.
    #[serde(default)]
    pub reranked: f32,
}

/// An event as the encoder sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventFrame {
    /// The word or words that name it.
    pub trigger: Range<usize>,
    /// PLOVER type.
    pub event_type: EventType,
    /// How likely each type is, best first, as far as it is worth a thought.
    pub types: Vec<(EventType, f32)>,
    /// The clause.
    pub evidence: Range<usize>,
    /// Head words of who does it, with probabilities, best first.
    pub sources: Vec<(usize, f32)>,
    /// Head words of whom it is done to, with probabilities, best first.
    pub targets: Vec<(usize, f32)>,
    /// Head words of where, with probabilities, best first.
    pub places: Vec<(usize, f32)>,
    /// How likely each standing is, best first; empty where the encoder was not asked.
    pub modalities: Vec<(Modality, f32)>,
    /// Probability that this is an event of this type.
    pub score: f32,
    /// Log odds that a coder lists an event by these words, and one of this type, by the reranker; 0 where it was not asked.
    #[serde(default)]
    pub reranked: [f32; 2],
    /// Words of the sentence and those before it with the log odds that they name who does it, and to whom it is done, by the reranker, in
    /// the order of the text; words that are unlikely to do either are left out, and all but nouns, pronouns, adjectives, numbers and determiners.
    #[serde(default)]
    pub parts: Vec<(usize, [f32; 2])>,
}

/// A position as the encoder sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PositionFrame {
    /// The word that shows it.
    pub anchor: usize,
    /// The clause.
    pub evidence: Range<usize>,
    /// Head words of who holds it, with probabilities, best first.
    pub holders: Vec<(usize, f32)>,
    /// What it depends on.
    pub condition: Option<Range<usize>>,
    /// Stance.
    pub stance: Stance,
    /// Probability that this is a position of this stance.
    pub score: f32,
    /// Log odds that a coder lists it, by the reranker; 0 where it was not asked.
    #[serde(default)]
    pub reranked: f32,
}

/// A frame whose head is less sure than this (a reading without the reranker has zeros, with which every frame comes into question) ...
const SEEN: f32 = 0.2;
/// ... comes into question where the reranker gives it more than these log odds.
const LISTED: f32 = -1.2;

fn considered(score: f32, reranked: f32) -> bool {
    score >= SEEN || reranked > LISTED
}

impl StatementFrame {
    /// Does it come into question, by its head or by the reranker?
    pub fn considered(&self) -> bool {
        considered(self.score, self.reranked)
    }
}

impl EventFrame {
    /// Does it come into question, by its head or by the reranker?
    pub fn considered(&self) -> bool {
        considered(self.score, self.reranked[0])
    }

    /// Is its head sure enough by itself?
    pub fn seen(&self) -> bool {
        self.score >= SEEN
    }
}

impl PositionFrame {
    /// Does it come into question, by its head or by the reranker?
    pub fn considered(&self) -> bool {
        considered(self.score, self.reranked)
    }

    /// Is its head sure enough by itself?
    pub fn seen(&self) -> bool {
        self.score >= SEEN
    }
}
