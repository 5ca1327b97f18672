//! All mentions of a document, read once in order and looked up by token.

use super::Resolution;
use super::casting::Casting;
use super::gazetteer::Gazetteer;
use super::marks::encoder_names;
use super::scene::Scene;
use super::who::Question;
use super::words::{Text, listed};
use crate::syntax::Syntax;
use rapporteur_types::reading::Reading;
use rapporteur_types::{ActorRef, Document, DocumentId, Evidence, Inference, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// What sort of words mention an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A name, with or without office.
    Name,
    /// "Iranian", before a noun.
    Adjective,
    /// An office without a name: "the foreign minister of Oman".
    Office,
    /// People without a name: "Iranian officials".
    Nameless,
    /// "both sides", "the presidents".
    Group,
    /// "he", "they", "who".
    Pronoun,
    /// A place that does not act here.
    Place,
}

/// Words that mention somebody, or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where they stand.
    pub span: Span,
    /// Their tokens.
    pub tokens: Range<usize>,
    /// The token that the rest hangs on.
    pub head: usize,
    /// Sort.
    pub kind: MentionKind,
    /// Whom they stand for; empty for a place and where nothing can be said.
    pub resolutions: Vec<Resolution>,
    /// Several people or parties.
    pub plural: bool,
    /// Subject of a clause.
    pub subject: bool,
    /// Canonical name of the place that they name too.
    pub place: Option<String>,
    /// State that the place lies in or is.
    pub soil: Option<ActorRef>,
    /// Sentence as references count it; see [`Text::segments`].
    pub sentence: usize,
    /// Office that they name, in the form in which offices are compared.
    pub office: Option<String>,
}

/// Who is who in one document.
pub struct Cast {
    mentions: Vec<Mention>,
    /// Mentions of each known actor, in order.
    named: BTreeMap<ActorRef, Vec<usize>>,
    /// How often each known actor is named, the most first.
    times: Vec<usize>,
    /// For each token the mentions that cover it, the shortest first.
    covering: Vec<Vec<usize>>,
    /// For each token its head, and whether it is coordinated with it.
    heads: Vec<(Option<usize>, String)>,
    turns: BTreeMap<usize, Resolution>,
    /// Tokens of the labels of turns, with their block.
    labels: Vec<(Range<usize>, usize)>,
    forms: Vec<Span>,
    text: String,
    document: DocumentId,
    /// Sentence of each token.
    sentences: Vec<usize>,
    questions: Vec<Question>,
}

impl Cast {
    /// Read a document for its actors, from the first word to the last.
    pub fn new(document: &Document, reading: &Reading, gazetteer: &Gazetteer) -> Cast {
        let syntax = Syntax::new(document, reading);
        let text = Text::new(&syntax);
        let names = encoder_names(&text);
        // once for the names, so that a family name in the headline finds the full name below
        let mut scene = Scene::new(document, &text, gazetteer);
        {
            let mut first = Casting::new(document, &text, scene, &names);
            first.read();
            first.come_home();
            first.find_hosts();
            scene = first.scene;
        }
        scene.begin_again();
        let mut casting = Casting::new(document, &text, scene, &names);
        casting.read();
        let questions = casting.decide();
        casting.speak();
        let Casting { mentions, turns, labels, .. } = casting;
        let mut covering = vec![Vec::new(); reading.tokens.len()];
        for (i, m) in mentions.iter().enumerate() {
            for t in m.tokens.clone() {
                covering[t].push(i);
            }
        }
        for list in &mut covering {
            list.sort_by_key(|i| (mentions[*i].tokens.len(), *i));
        }
        let mut named: BTreeMap<ActorRef, Vec<usize>> = BTreeMap::new();
        for (i, m) in mentions.iter().enumerate() {
            for r in m.resolutions.iter().filter(|r| r.actor.id().is_some()) {
                named.entry(r.actor.clone()).or_default().push(i);
            }
        }
        let mut times: Vec<usize> = named.values().map(Vec::len).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        let heads = reading.tokens.iter().map(|t| (t.head, t.rel.clone())).collect();
        let forms = reading.tokens.iter().map(|t| t.span).collect();
        Cast {
            mentions,
            named,
            times,
            covering,
            heads,
            turns,
            labels,
            forms,
            text: document.text.clone(),
            document: document.id.clone(),
            sentences: (0..reading.tokens.len()).map(|t| syntax.sentence_of(t)).collect(),
            questions,
        }
    }

    /// All mentions, in order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// The known actors with their mentions, in order.
    pub fn named(&self) -> impl Iterator<Item = (&ActorRef, impl DoubleEndedIterator<Item = &Mention> + Clone)> {
        self.named.iter().map(|(a, at)| (a, at.iter().map(|i| &self.mentions[*i])))
    }

    /// How many known actors are named more often than so many times.
    pub fn named_more_than(&self, times: usize) -> usize {
        self.times.partition_point(|x| *x > times)
    }

    /// The mention that a token is the head of.
    pub fn headed(&self, token: usize) -> Option<&Mention> {
        self.covering.get(token)?.iter().map(|i| &self.mentions[*i]).find(|m| m.head == token)
    }

    /// The mentions of which several persons, or none, could be meant, with what spoke for each.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Whom the shortest mention around a token stands for; the head of a coordination gives all its members.
    pub fn at(&self, token: usize) -> Vec<Resolution> {
        if let Some(block) = self.label_of(token) {
            return self.turns.get(&block).cloned().into_iter().collect();
        }
        let Some(m) = self.mention_at(token) else { return Vec::new() };
        let mut out = self.mentions[m].resolutions.clone();
        if self.mentions[m].head == token && !out.is_empty() {
            for other in self.conjuncts(token) {
                if let Some(o) = self.mention_at(other).filter(|o| *o != m) {
                    out.extend(self.mentions[o].resolutions.iter().cloned());
                }
            }
        }
        out
    }

    fn label_of(&self, token: usize) -> Option<usize> {
        self.labels.iter().find(|l| l.0.contains(&token)).map(|l| l.1)
    }

    /// The shortest mention around a token that it heads, or else the shortest around it.
    fn mention_at(&self, token: usize) -> Option<usize> {
        let list = self.covering.get(token)?;
        list.iter().copied().find(|i| self.mentions[*i].head == token).or_else(|| list.first().copied())
    }

    fn conjuncts(&self, token: usize) -> Vec<usize> {
        let conj = |t: &usize| self.heads[*t].0 == Some(token) && self.heads[*t].1.starts_with("conj");
        (token + 1..self.heads.len().min(token + 60)).filter(conj).collect()
    }

    /// Whom a noun phrase stands for. Its head decides; a phrase that names nobody stays in its own words.
    pub fn of_phrase(&self, tokens: Range<usize>) -> Vec<Resolution> {
        let Some(tokens) = self.trim(tokens) else { return Vec::new() };
        if let Some(block) = self.label_of(tokens.start)
            && let Some(r) = self.turns.get(&block)
        {
            return vec![r.clone()];
        }
        let head = self.head_of(&tokens);
        let within = |m: &&Mention| m.tokens.start < tokens.end && tokens.start < m.tokens.end;
        let mut top: Vec<&Mention> = Vec::new();
        for m in self.mentions.iter().filter(within).filter(|m| !m.resolutions.is_empty()) {
            top.retain(|t| !(m.tokens.start <= t.tokens.start && t.tokens.end <= m.tokens.end));
            if !top.iter().any(|t| t.tokens.start <= m.tokens.start && m.tokens.end <= t.tokens.end) {
                top.push(m);
            }
        }
        // the head's own mention with what is coordinated with it
        let mut out: Vec<Resolution> = Vec::new();
        let mut heads = vec![head];
        heads.extend(self.conjuncts(head).into_iter().filter(|c| tokens.contains(c)));
        for h in heads {
            let own = top.iter().find(|m| m.tokens.contains(&h)).copied();
            for r in own.map(|m| m.resolutions.as_slice()).unwrap_or_default() {
                if !out.iter().any(|o| o.actor == r.actor) {
                    out.push(r.clone());
                }
            }
        }
        if out.iter().all(|r| r.actor.id().is_none())
            && let Some(named) = self.apposed(head, &tokens)
        {
            return vec![named];
        }
        if out.is_empty() {
            out = self.behind(&tokens, &top);
        }
        if out.is_empty() {
            let span = self.forms[tokens.start].cover(self.forms[tokens.end - 1]);
            out.push(Resolution { actor: unresolved(span.of(&self.text)), state: None, span, tokens, inferred: None });
        }
        out
    }

    /// "Another member of the committee, Ana Sosa": whom the apposition names.
    fn apposed(&self, head: usize, tokens: &Range<usize>) -> Option<Resolution> {
        let appos = |t: &usize| self.heads[*t].0 == Some(head) && self.heads[*t].1 == "appos";
        let named = tokens.clone().filter(appos).find_map(|t| self.mention_at(t))?;
        let m = &self.mentions[named];
        let r = m.resolutions.first()?;
        (m.kind == MentionKind::Name && m.resolutions.len() == 1 && r.actor.is_person()).then(|| r.clone())
    }

    /// A phrase whose head is no mention: a paper stands for its publisher, people for the state they belong to.
    fn behind(&self, tokens: &Range<usize>, top: &[&Mention]) -> Vec<Resolution> {
        let span = self.forms[tokens.start].cover(self.forms[tokens.end - 1]);
        let head = self.forms[self.head_of(tokens)].of(&self.text).to_lowercase();
        let words = span.of(&self.text);
        let first = top.iter().find(|m| m.kind != MentionKind::Place);
        if listed(PAPERS, head.as_str()) && first.is_none() {
            return self.publisher_before(tokens);
        }
        if listed(MEDIA, head.as_str()) {
            // "the British newspaper" speaks for no state
            let named = top.iter().find(|m| m.resolutions.first().is_some_and(|r| !r.actor.is_state()));
            return named.map(|m| m.resolutions.clone()).unwrap_or_default();
        }
        if listed(PAPERS, head.as_str()) {
            // "a report on Iran by the IAEA": who wrote it, not what it is about, to whom it went or who has seen it
            let at = self.head_of(tokens);
            let word = |t: usize| self.forms[t].of(&self.text).to_lowercase();
            let preposition = |m: &&&Mention| {
                let near = (m.tokens.start.saturating_sub(2)..m.tokens.start).rev().find(|t| listed(CASES, &word(*t)));
                near.map(|t| (t, word(t)))
            };
            let by = top.iter().find(|m| {
                preposition(m).is_some_and(|(t, w)| {
                    let seen = t > 0
                        && listed("seen obtained viewed reviewed read carried cited quoted reported", &word(t - 1));
                    matches!(w.as_str(), "by" | "from") && !seen
                })
            });
            let own = first.filter(|m| m.head < at || preposition(m).is_some_and(|(_, w)| w == "of"));
            return by.or(own).map(|m| m.resolutions.clone()).unwrap_or_default();
        }
        let state = first.and_then(|m| {
            let r = m.resolutions.first()?;
            r.state.clone().or_else(|| (!r.actor.is_person()).then(|| r.actor.clone()))
        });
        match state {
            Some(_) => {
                vec![Resolution { actor: unresolved(words), state, span, tokens: tokens.clone(), inferred: None }]
            }
            None => Vec::new(),
        }
    }

    /// "the report": of the publisher or body last named.
    fn publisher_before(&self, tokens: &Range<usize>) -> Vec<Resolution> {
        let definite =
            matches!(self.forms[tokens.start].of(&self.text).to_lowercase().as_str(), "the" | "this" | "these");
        let before =
            self.mentions.iter().rev().filter(|m| m.tokens.end <= tokens.start && tokens.start - m.tokens.start < 90);
        let issuer = |m: &&Mention| {
            let id = m.resolutions.first().and_then(|r| r.actor.id()).map_or("", |i| i.0.as_str());
            definite && (id.starts_with("outlet:") || id.starts_with("body:") || id.starts_with("text:body:"))
        };
        let Some(m) = before.clone().find(issuer) else { return Vec::new() };
        let r = &m.resolutions[0];
        let sentence = self.sentences[m.tokens.start];
        let evidence = Some(Evidence { document: self.document.clone(), sentence, span: m.span });
        let why = Inference { field: String::new(), rule: "publisher or body last named".into(), evidence };
        let span = self.forms[tokens.start].cover(self.forms[tokens.end - 1]);
        vec![Resolution {
            span,
            tokens: tokens.clone(),
            inferred: Some(why),
            actor: r.actor.clone(),
            state: r.state.clone(),
        }]
    }

    fn trim(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let bare = |i: usize| !self.forms[i].of(&self.text).contains(char::is_alphanumeric);
        let (mut a, mut b) = (tokens.start, tokens.end.min(self.forms.len()));
        while a < b
            && (bare(a) || matches!(self.forms[a].of(&self.text).to_lowercase().as_str(), "by" | "to" | "from" | "of"))
        {
            a += 1;
        }
        while a < b && bare(b - 1) {
            b -= 1;
        }
        (a < b).then_some(a..b)
    }

    /// The token of a range that hangs on something outside it.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        let outside = |i: &usize| {
            self.heads[*i].0.is_none_or(|h| !tokens.contains(&h))
                && !matches!(self.heads[*i].1.as_str(), "punct" | "case" | "det" | "cc")
        };
        let tree = tokens.clone().any(|i| self.heads[i].0.is_some());
        if tree {
            return tokens.clone().find(outside).unwrap_or(tokens.start);
        }
        // word order alone: the first mention's head
        self.mentions
            .iter()
            .filter(|m| tokens.contains(&m.head) && m.kind != MentionKind::Adjective && !m.resolutions.is_empty())
            .max_by_key(|m| (m.tokens.len(), usize::MAX - m.tokens.start))
            .map_or(tokens.start, |m| m.head)
    }

    /// Canonical name of the place at a token.
    pub fn place_of(&self, token: usize) -> Option<String> {
        self.covering.get(token)?.iter().find_map(|i| self.mentions[*i].place.clone())
    }

    /// The state whose place is named at a token: whom a strike "in Idlib" strikes, though no actor is named.
    pub fn soil_of(&self, token: usize) -> Option<ActorRef> {
        self.covering.get(token)?.iter().find_map(|i| self.mentions[*i].soil.clone())
    }

    /// Who speaks in a turn of a transcript; the question's speaker where a turn goes on over several blocks.
    pub fn speaker_of_turn(&self, block: usize) -> Option<Resolution> {
        self.turns.get(&block).cloned()
    }
}

/// Nouns for what speaks without being anybody.
const PAPERS: &str = "report reports statement statements website article portal resolution declaration document letter \
    communique communiqué release readout paper newspaper daily agency note memo account post tweet \
    interview speech remarks comments study editorial text service";

/// Nouns for what publishes.
const MEDIA: &str = "website portal newspaper daily agency magazine broadcaster channel tabloid weekly";
/// Words that join a name to a noun before it.
const CASES: &str = "by from of to on about for against with in";

/// Words of the text that name nobody, without a leading article "the" or what is left of "at least".
pub fn unresolved(words: &str) -> ActorRef {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(&words);
    // "at least nine", but "least developed countries"
    let rest = rest.strip_prefix("least ").filter(|x| !x.starts_with("developed")).unwrap_or(rest);
    ActorRef::Unresolved(rest.trim_end_matches("'s").trim_end_matches("’s").trim().to_string())
}
