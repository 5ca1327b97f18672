//! All mentions of a document, read once in order and looked up by token.

use super::Resolution;
use super::gazetteer::{Gazetteer, Sense};
use super::marks::{Mark, Marks, Names, Tag, encoder_names, marks};
use super::offices::{Human, Office};
use super::phrase::{Determiner, Group, Phrases, is_person, owner};
use super::quotes::Quotes;
use super::scene::Scene;
use super::words::{Text, listed};
use crate::syntax::Syntax;
use rapporteur_types::reading::{BlockKind, Reading};
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
    /// Sentence as references count it; see [`Text::segments`].
    pub sentence: usize,
    /// Office that they name, in the form in which offices are compared.
    pub office: Option<String>,
}

/// Who is who in one document.
pub struct Cast {
    mentions: Vec<Mention>,
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
            scene = first.scene;
        }
        scene.begin_again();
        let mut casting = Casting::new(document, &text, scene, &names);
        casting.read();
        casting.name_the_nameless();
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
        let heads = reading.tokens.iter().map(|t| (t.head, t.rel.clone())).collect();
        let forms = reading.tokens.iter().map(|t| t.span).collect();
        Cast {
            mentions,
            covering,
            heads,
            turns,
            labels,
            forms,
            text: document.text.clone(),
            document: document.id.clone(),
            sentences: (0..reading.tokens.len()).map(|t| syntax.sentence_of(t)).collect(),
        }
    }

    /// All mentions, in order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
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
        if out.is_empty() {
            out = self.behind(&tokens, &top);
        }
        if out.is_empty() {
            let span = self.forms[tokens.start].cover(self.forms[tokens.end - 1]);
            out.push(Resolution { actor: unresolved(span.of(&self.text)), state: None, span, tokens, inferred: None });
        }
        out
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
        if listed(PAPERS, head.as_str())
            && let Some(m) = first
        {
            // "a report on Iran by the IAEA": who wrote it, not what it is about
            let by = top.iter().find(|m| {
                (1..=2).any(|back| {
                    let before = m.tokens.start.checked_sub(back).map(|b| self.forms[b].of(&self.text).to_lowercase());
                    before.is_some_and(|w| matches!(w.as_str(), "by" | "from"))
                })
            });
            return by.unwrap_or(m).resolutions.clone();
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

    /// Who speaks in a turn of a transcript; the question's speaker where a turn goes on over several blocks.
    pub fn speaker_of_turn(&self, block: usize) -> Option<Resolution> {
        self.turns.get(&block).cloned()
    }
}

/// Nouns for what speaks without being anybody.
const PAPERS: &str = "report reports statement statements website article portal resolution declaration document letter \
    communique communiqué release readout paper newspaper daily agency note memo account post tweet \
    interview speech remarks comments study editorial text service";

/// Words of the text that name nobody, without a leading article "the".
pub fn unresolved(words: &str) -> ActorRef {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(&words);
    ActorRef::Unresolved(rest.trim_end_matches("'s").trim_end_matches("’s").trim().to_string())
}

/// The reading of a document, on its way.
pub(super) struct Casting<'a, 'b> {
    pub(super) document: &'b Document,
    pub(super) text: &'b Text<'a>,
    pub(super) scene: Scene<'b>,
    names: &'b Names,
    pub(super) quotes: Quotes,
    pub(super) mentions: Vec<Mention>,
    pub(super) turns: BTreeMap<usize, Resolution>,
    pub(super) labels: Vec<(Range<usize>, usize)>,
}

impl<'a, 'b> Casting<'a, 'b> {
    fn new(document: &'b Document, text: &'b Text<'a>, scene: Scene<'b>, names: &'b Names) -> Self {
        let quotes = Quotes::new(text.syntax);
        Casting {
            document,
            text,
            scene,
            names,
            quotes,
            mentions: Vec::new(),
            turns: BTreeMap::new(),
            labels: Vec::new(),
        }
    }

    fn read(&mut self) {
        let reading = self.text.syntax.reading;
        for tokens in &self.text.segments {
            let kind = reading.blocks.get(self.text.block_of(tokens.start)).map(|b| b.kind);
            if !matches!(kind, Some(BlockKind::Furniture | BlockKind::Foreign)) {
                self.sentence(self.text.words_of(tokens));
            }
        }
    }

    fn sentence(&mut self, sentence: Range<usize>) {
        if sentence.is_empty() {
            return;
        }
        let none = Names::new();
        let block = self.text.block_of(self.text.words.get(sentence.start).map_or(0, |w| w.token));
        // every word of a heading is capital: the encoder's names are not to be trusted there
        let heading = self.text.syntax.reading.blocks[block].kind == BlockKind::Heading;
        let marks = marks(self.text, &self.scene, &sentence, if heading { &none } else { self.names });
        let mut w = sentence.start;
        while w < sentence.end {
            let phrases = Phrases { text: self.text, marks: &marks, sentence: sentence.clone() };
            let verb = !marks.contains_key(&w) && matches!(self.text.upos(w), "VERB" | "AUX" | "ADV");
            let group = if verb { None } else { phrases.group(&mut self.scene, w, None) };
            if let Some(mut g) = group {
                loop {
                    self.group(&g, &marks);
                    w = g.words.end;
                    // "President Putin" owns "'s spokesman"
                    let Some(actor) = self.mentions.last().and_then(|m| m.resolutions.first()).map(|r| r.actor.clone())
                    else {
                        break;
                    };
                    let state = self.scene.gazetteer.state_of(&actor).map(|i| self.scene.gazetteer.actor(i));
                    let Some(state) = state else { break };
                    let phrases = Phrases { text: self.text, marks: &marks, sentence: sentence.clone() };
                    match phrases.owned(&mut self.scene, g.words.end, state, g.words.clone()) {
                        Some(next) => g = next,
                        None => break,
                    }
                }
            } else if let Some(mark) = marks.get(&w) {
                self.simple(mark);
                w = mark.words.end;
            } else {
                w = self.points_back(&sentence, w);
            }
        }
    }

    /// A mention with its place in sentence and tree.
    pub(super) fn mention(&self, words: &Range<usize>, head: usize, kind: MentionKind) -> Mention {
        let s = self.text.syntax;
        let tokens = self.text.tokens_of(words);
        let sentence = self.text.segment_of(tokens.start);
        let tree = s.sentence_tokens(tokens.start).any(|t| s.token(t).head.is_some());
        let by_tree = s.head_of(&tokens);
        let nominal = matches!(s.token(by_tree).upos.as_str(), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM");
        let head = if tree && nominal { by_tree } else { self.text.words[head].token };
        let first = !self.mentions.iter().any(|m| m.sentence == sentence && m.kind != MentionKind::Place)
            && (words.start == 0 || !matches!(self.text.upos(words.start - 1), "ADP" | "SCONJ"));
        let subject = if tree {
            let mut at = head;
            // the tree may hang a title's name on the title
            while let Some(h) = s.token(at).head.filter(|h| tokens.contains(h) || s.is(at, &["conj"])) {
                at = h;
                if s.token(at).head == Some(at) {
                    break;
                }
            }
            // "TEHRAN – The envoy said": a dateline may spoil the tree
            s.is(at, &["nsubj"]) || first && matches!(self.text.upos(words.end), "VERB" | "AUX")
        } else {
            first
        };
        let span = s.token(tokens.start).span.cover(s.token(tokens.end - 1).span);
        Mention {
            span,
            tokens,
            head,
            kind,
            resolutions: Vec::new(),
            plural: false,
            subject,
            place: None,
            sentence,
            office: None,
        }
    }

    /// A mention of one actor by its name.
    fn push(&mut self, mut m: Mention, actor: ActorRef, state: Option<ActorRef>) {
        m.resolutions = vec![Resolution { actor, state, span: m.span, tokens: m.tokens.clone(), inferred: None }];
        self.mentions.push(m);
    }

    /// A name that stands alone.
    fn simple(&mut self, mark: &Mark) {
        let g = self.scene.gazetteer;
        let head = mark.words.end - 1;
        match &mark.tag {
            Tag::Named(senses) => {
                if is_person(&self.scene, senses) {
                    let p = self.enter(mark, None, None);
                    let actor = self.scene.persons[p].actor.clone();
                    let m = self.mention(&mark.words, head, MentionKind::Name);
                    self.push(m, actor, None);
                    return;
                }
                let place = senses.iter().find_map(|s| match s {
                    Sense::Place(i) => Some(g.place(*i).to_string()),
                    Sense::Seat(i) => g.seat(*i).map(str::to_string),
                    Sense::Actor(i) if g.is_state(*i) => Some(g.actor(*i).plain_name().to_string()),
                    _ => None,
                });
                let seat = matches!(senses.first(), Some(Sense::Seat(_)));
                let acts = place.is_none() || !self.located(&mark.words, seat);
                match senses.first() {
                    Some(Sense::Actor(_) | Sense::Seat(_) | Sense::Outlet(_)) if acts => {
                        let Some(actor) = owner(self.text, &mut self.scene, mark) else { return };
                        let actor = self.of_another_state(&actor, mark).unwrap_or(actor);
                        let mut m = self.mention(&mark.words, head, MentionKind::Name);
                        m.place = place;
                        self.define_acronym(mark.words.end, &actor);
                        self.push(m, actor, None);
                    }
                    Some(Sense::People(i)) => {
                        let state = g.actor(*i);
                        let m = self.mention(&mark.words, head, MentionKind::Adjective);
                        self.push(m, state.clone(), Some(state));
                    }
                    _ => {
                        let mut m = self.mention(&mark.words, head, MentionKind::Place);
                        m.place = place;
                        self.mentions.push(m);
                    }
                }
            }
            Tag::Introduced(actor) => {
                let place = actor.id().is_some_and(|i| i.0.starts_with("text:actor:"));
                let kind =
                    if place && self.located(&mark.words, false) { MentionKind::Place } else { MentionKind::Name };
                let mut m = self.mention(&mark.words, head, kind);
                m.place = place.then(|| actor.plain_name().to_string());
                if kind == MentionKind::Place { self.mentions.push(m) } else { self.push(m, actor.clone(), None) }
            }
            Tag::Person => {
                let p = self.enter(mark, None, None);
                let actor = self.scene.persons[p].actor.clone();
                let m = self.mention(&mark.words, head, MentionKind::Name);
                self.push(m, actor, None);
            }
            Tag::Organisation if mark.words.len() == 1 && listed(GENERIC, self.text.key(mark.words.start)) => {
                self.body_again(mark);
            }
            Tag::Organisation => {
                if let Some(actor) = owner(self.text, &mut self.scene, mark) {
                    self.define_acronym(mark.words.end, &actor);
                    let m = self.mention(&mark.words, head, MentionKind::Name);
                    self.push(m, actor, None);
                }
            }
            Tag::Place => {
                let name = self.text.plain(&mark.words);
                let state = self.scene.states.contains_key(self.text.key(mark.words.start));
                if self.located(&mark.words, !state) || !state && !self.acts(&mark.words) {
                    let mut m = self.mention(&mark.words, head, MentionKind::Place);
                    m.place = Some(name);
                    self.mentions.push(m);
                } else if let Some(actor) = owner(self.text, &mut self.scene, mark) {
                    let mut m = self.mention(&mark.words, head, MentionKind::Name);
                    m.place = Some(name);
                    self.push(m, actor, None);
                }
            }
            Tag::People => {
                if let Some(state) = owner(self.text, &mut self.scene, mark) {
                    let m = self.mention(&mark.words, head, MentionKind::Adjective);
                    self.push(m, state.clone(), Some(state));
                }
            }
            Tag::Office(_) | Tag::Title(_) | Tag::Human(_) => {}
        }
    }

    /// "Peru's Congress", where the tables know only another state's Congress by that name.
    fn of_another_state(&mut self, actor: &ActorRef, mark: &Mark) -> Option<ActorRef> {
        if actor.is_state() || actor.country().is_none() {
            return None;
        }
        let before =
            mark.words.start - usize::from(mark.words.start > 0 && self.text.key(mark.words.start - 1) == "'s");
        let token = self.text.words.get(before.checked_sub(1)?)?.token;
        let named = self.mentions.iter().rev().take(4).filter(|m| m.tokens.end == token + 1);
        let state = named
            .flat_map(|m| m.resolutions.iter().map(|r| r.actor.clone()))
            .find(|a| a.is_state() && a.country() != actor.country())?;
        let g = self.scene.gazetteer;
        let words = self.text.plain(&mark.words);
        let body = g.state_of(&state).and_then(|s| g.body_of(s, &words)).map(|b| g.actor(b));
        body.or_else(|| {
            let forms: Vec<String> = super::words::name_words(state.plain_name())
                .into_iter()
                .chain(super::words::name_words(&words))
                .collect();
            Some(self.scene.introduce("body", &forms, state.country()))
        })
    }

    /// Does an unknown place stand where only an actor can?
    fn acts(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let head = self.text.words[words.end - 1].token;
        s.is(head, &["nsubj", "iobj"])
            || self.text.key(words.end) == "'s"
            || words.start > 0
                && matches!(self.text.key(words.start - 1), "with" | "by" | "between" | "urged" | "told" | "against")
            || s.token(head).head.is_some_and(|h| s.is(head, &["conj"]) && s.is(h, &["nsubj"]))
            || s.token(head).head.is_none() && words.start == self.text.words_of(&s.sentence_tokens(head)).start
    }

    /// "GENEVA (Agency) – ": the first words of a block, closed by a dash.
    fn opens_dateline(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let token = self.text.words[words.start].token;
        let block = &s.reading.blocks[s.reading.sentences[s.sentence_of(token)].block];
        let dash = |w: usize| matches!(self.text.key(w), "-" | "–" | "—" | "--" | "―");
        s.token(token).span.start == block.span.start && (words.end..words.end + 9).any(dash) && {
            let upto = (words.end..words.end + 9).find(|w| dash(*w)).unwrap_or(words.end);
            (words.end..upto).all(|w| {
                self.text.words[w].bar()
                    || self.text.words[w].capital()
                    || self.text.key(w).chars().all(|c| c.is_ascii_digit())
            })
        }
    }

    /// "in Tehran", "visited Muscat", "arrived from Doha": a place, not who rules from it.
    fn located(&self, words: &Range<usize>, seat: bool) -> bool {
        let key = |back: usize| words.start.checked_sub(back).map_or("", |i| self.text.key(i));
        if self.text.key(words.end) == "'s" {
            return false;
        }
        if self.opens_dateline(words) {
            return true;
        }
        let s = self.text.syntax;
        if s.is(self.text.words[words.end - 1].token, &["compound", "amod"]) && self.text.upos(words.end) == "NOUN" {
            // "the Vienna talks", "Iran talks": a city before a meeting says where, a state who
            return seat && listed(MEETINGS, self.text.key(words.end));
        }
        let back = 1 + usize::from(listed(PART_OF_A_PLACE, key(1)));
        let back = back + usize::from(listed(PART_OF_A_PLACE, key(back)));
        if listed(IN, key(back)) {
            return true;
        }
        if matches!(key(back), "to" | "from" | "for" | "towards" | "toward" | "via" | "through") {
            return (back + 1..back + 5).any(|b| MOTION.split(' ').any(|m| key(b).starts_with(m)));
        }
        if matches!(key(back), "visit" | "visited" | "visiting" | "left" | "leaving" | "reached" | "entered" | "toured")
        {
            return true;
        }
        if key(back) == "of"
            && matches!(
                key(back + 1),
                "city" | "capital" | "town" | "port" | "outskirts" | "north" | "south" | "east" | "west"
            )
        {
            return true;
        }
        // "in Vienna and Geneva", "Muscat, Oman"
        matches!(key(1), "and" | "," | "or")
            && self
                .mentions
                .last()
                .is_some_and(|m| m.kind == MentionKind::Place && m.tokens.end + 1 == self.text.words[words.start].token)
    }

    /// "Atomic Energy Organisation of X (AEOX)": the letters stand for it from here on.
    fn define_acronym(&mut self, end: usize, actor: &ActorRef) {
        if self.text.key(end) != "(" || self.text.key(end + 2) != ")" {
            return;
        }
        let Some(w) = self.text.words.get(end + 1) else { return };
        let letters =
            w.form.len() >= 2 && w.form.len() <= 8 && w.form.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if letters && self.scene.gazetteer.longest(std::slice::from_ref(w)).is_none() {
            self.scene.names.insert(vec![w.key.clone()], actor.clone());
        }
    }

    /// A person's name into the scene, with what the words around it say.
    fn enter(&mut self, mark: &Mark, country: Option<&str>, office: Option<&str>) -> usize {
        let forms: Vec<String> = self.text.words[mark.words.clone()].iter().map(|w| w.form.clone()).collect();
        let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        let at = mark.words.start;
        let titled = at > 0 && super::offices::title(&self.text.words[at - 1]).is_some();
        if let Tag::Named(senses) = &mark.tag {
            let g = self.scene.gazetteer;
            let persons: Vec<usize> = senses
                .iter()
                .filter_map(|s| match s {
                    Sense::Actor(i) if g.is_person(*i) => Some(*i),
                    _ => None,
                })
                .collect();
            let here = |i: &&usize| self.scene.persons.iter().any(|p| p.seen && p.actor.id() == g.actor(**i).id());
            let serving = |i: &&usize| !g.offices(**i, self.scene.date).is_empty();
            if let [i] = persons[..] {
                // a family name that this text has given to somebody else
                let other = (keys.len() == 1).then(|| self.scene.earlier(&keys)).flatten();
                let other = other.filter(|p| self.scene.persons[*p].seen && !here(&&i));
                if let Some(p) = other {
                    return self.scene.again(p, at);
                }
                return self.scene.known(i, &keys, at);
            }
            let best = persons.iter().find(here).or_else(|| persons.iter().find(serving)).or(persons.first());
            if let Some(i) = best {
                return self.scene.known(*i, &keys, at);
            }
        }
        self.scene.person(&forms, country, office, titled, at)
    }

    /// A noun phrase with an office, people or a person.
    fn group(&mut self, g: &Group, marks: &Marks) {
        for (_, words) in &g.owners {
            let token = self.text.words[words.start].token;
            let there = self.mentions.iter().rev().take(8).any(|m| m.tokens.contains(&token));
            if let Some(m) = marks.get(&words.start).filter(|_| !there) {
                self.simple(m);
            }
        }
        let office = office_name(&g.offices);
        if let Some(mark) = &g.person {
            let country = g.owners.first().and_then(|o| o.0.country()).map(str::to_string);
            let p = self.enter(mark, country.as_deref(), office.as_deref());
            self.scene.tell(p, office.as_deref(), country.as_deref(), g.gender);
            let mut actor = self.scene.persons[p].actor.clone();
            if let (ActorRef::Known { office: o, .. }, Some(here)) = (&mut actor, &office) {
                *o = Some(here.clone());
            }
            let mut m = self.mention(&g.words, g.head, MentionKind::Name);
            m.office = office;
            self.push(m, actor, g.owners.first().map(|o| o.0.clone()));
            return;
        }
        let m = self.nominal(g, office);
        self.mentions.push(m);
    }

    /// An office or people without a name.
    fn nominal(&mut self, g: &Group, office: Option<String>) -> Mention {
        let plural_office = g.offices.iter().any(|o| o.plural);
        let mut m = self.mention(&g.words, g.head, MentionKind::Nameless);
        m.plural = plural_office || matches!(g.human, Some(Human::Many));
        m.office.clone_from(&office);
        let words = m.span.of(&self.document.text).to_string();
        let owner = g.owners.first().map(|o| o.0.clone());
        let several = matches!(g.determiner, Determiner::The | Determiner::Both);
        if g.owners.is_empty()
            && several
            && (plural_office || g.human == Some(Human::Many) && self.text.key(g.head) == "leaders")
        {
            m.kind = MentionKind::Group;
            self.together(&mut m, true, g.determiner == Determiner::Both);
            return m;
        }
        let last_is_human = g.human.is_some()
            && self.text.words[g.head].key != office.as_deref().unwrap_or("").rsplit(' ').next().unwrap_or("");
        match (&office, g.human) {
            (_, Some(Human::State)) if last_is_human || office.is_none() => {
                self.government(&mut m, owner, g.determiner)
            }
            (_, Some(Human::Body)) if last_is_human || office.is_none() => {
                self.body(&mut m, owner, g.head, g.determiner)
            }
            (Some(office), _) => {
                m.kind = MentionKind::Office;
                self.office(&mut m, office, g, &words);
            }
            (None, Some(Human::One)) if self.text.key(g.head) == "counterpart" => {
                self.counterpart(&mut m, owner, &words);
            }
            (None, Some(Human::One)) if matches!(g.determiner, Determiner::The) => {
                self.someone_again(&mut m, g.head, &words, owner);
            }
            (None, Some(Human::Many)) if matches!(g.determiner, Determiner::The) && g.owners.is_empty() => {
                self.someone_again(&mut m, g.head, &words, None);
            }
            _ => {
                // "Omani and Swiss diplomats": one phrase, two states
                let mut states: Vec<Option<ActorRef>> = g.owners.iter().map(|o| Some(o.0.clone())).collect();
                states.dedup();
                if states.is_empty() {
                    states.push(None);
                }
                for state in states {
                    let (actor, tokens) = (unresolved(&words), m.tokens.clone());
                    m.resolutions.push(Resolution { actor, state, span: m.span, tokens, inferred: None });
                }
            }
        }
        m
    }
}

fn office_name(offices: &[Office]) -> Option<String> {
    offices.first().map(|o| o.name.clone())
}

/// Words that are no name by themselves: "the Council" is the one named before.
pub(super) const GENERIC: &str = "state states defense defence science technology departments department ministry commission council \
    committee agency board house party court embassy security union organization organisation guards guard \
    corps bank assembly alliance group administration policy joint mission office secretariat foundation \
    institute center centre company bloc nations";

/// Nouns that a city before them places.
const MEETINGS: &str = "talks meeting meetings summit conference round negotiations declaration agreement process format forum \
    accord accords memorandum visit airport venue session dialogue time consultations";

/// Prepositions before a place.
const IN: &str = "in at near inside outside within across throughout around into over off neighboring neighbouring";
const PART_OF_A_PLACE: &str = "the central northern southern eastern western nearby downtown occupied war-torn neighboring neighbouring \
    capital";
/// Beginnings of words of motion.
const MOTION: &str = "travel visit arriv fly flew flight trip return head went go came come journey depart left leav \
    ambassador embassy mov back way tour route airport";
