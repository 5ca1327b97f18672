//! One reading of a document from its first word to its last: names, phrases and references become mentions.

use super::Resolution;
use super::cast::{Mention, MentionKind, unresolved};
use super::gazetteer::Sense;
use super::marks::{Mark, Marks, Names, Tag, marks};
use super::offices::{Human, Office};
use super::phrase::{Determiner, Group, Phrases, is_person, owner};
use super::quotes::Quotes;
use super::scene::Scene;
use super::words::{Text, listed};
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{ActorRef, Document};
use std::collections::BTreeMap;
use std::ops::Range;

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
    /// Persons named with an office of which nothing says whose: "Prime Minister Sosa".
    pub(super) bare: Vec<ActorRef>,
}

impl<'a, 'b> Casting<'a, 'b> {
    pub(super) fn new(document: &'b Document, text: &'b Text<'a>, scene: Scene<'b>, names: &'b Names) -> Self {
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
            bare: Vec::new(),
        }
    }

    pub(super) fn read(&mut self) {
        let reading = self.text.syntax.reading;
        for tokens in &self.text.segments {
            let kind = reading.blocks.get(self.text.block_of(tokens.start)).map(|b| b.kind);
            if !matches!(kind, Some(BlockKind::Furniture | BlockKind::Foreign)) {
                self.sentence(self.text.words_of(tokens));
            }
        }
    }

    pub(super) fn sentence(&mut self, sentence: Range<usize>) {
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
            // the tree may be spoilt where a text opens
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
            soil: None,
            sentence,
            office: None,
        }
    }

    /// A mention of one actor by its name.
    pub(super) fn push(&mut self, mut m: Mention, actor: ActorRef, state: Option<ActorRef>) {
        m.resolutions = vec![Resolution { actor, state, span: m.span, tokens: m.tokens.clone(), inferred: None }];
        self.mentions.push(m);
    }

    /// A name that stands alone.
    pub(super) fn simple(&mut self, mark: &Mark) {
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
                let soil = senses.iter().find_map(|s| match s {
                    Sense::Actor(i) | Sense::Seat(i) if g.is_state(*i) => Some(g.actor(*i)),
                    Sense::Place(i) => g.place_country(*i).and_then(|c| g.state(c)),
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
                    // "the Kenyan capital": where, not who
                    Some(Sense::People(i)) if listed(GROUND, self.text.key(mark.words.end)) => {
                        let mut m = self.mention(&mark.words, head, MentionKind::Place);
                        m.soil = Some(g.actor(*i));
                        self.mentions.push(m);
                    }
                    Some(Sense::People(i)) => {
                        let state = g.actor(*i);
                        let m = self.mention(&mark.words, head, MentionKind::Adjective);
                        self.push(m, state.clone(), Some(state));
                    }
                    _ => {
                        let mut m = self.mention(&mark.words, head, MentionKind::Place);
                        (m.place, m.soil) = (place, soil);
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
    pub(super) fn of_another_state(&mut self, actor: &ActorRef, mark: &Mark) -> Option<ActorRef> {
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

    /// "Atomic Energy Organisation of X (AEOX)": the letters stand for it from here on.
    pub(super) fn define_acronym(&mut self, end: usize, actor: &ActorRef) {
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
    pub(super) fn enter(&mut self, mark: &Mark, country: Option<&str>, office: Option<&str>) -> usize {
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
    pub(super) fn group(&mut self, g: &Group, marks: &Marks) {
        for (_, words) in &g.owners {
            let token = self.text.words[words.start].token;
            let there = self.mentions.iter().rev().take(8).any(|m| m.tokens.contains(&token));
            if let Some(m) = marks.get(&words.start).filter(|_| !there) {
                self.simple(m);
            }
        }
        let office = office_name(&g.offices);
        if let Some(mark) = &g.person {
            let owner = g.owners.first().map(|o| o.0.clone()).or_else(|| self.implied_owner(g));
            let owner = self.of_counterpart(g, owner);
            let country = owner.as_ref().and_then(belongs_to);
            // a noun beside the name: not "Ann Farmer", nor a former teacher
            let beside =
                |w: &usize| !mark.words.contains(w) && w.checked_sub(1).is_none_or(|b| self.text.key(b) != "former");
            let watches = |w: usize| rapporteur_types::OBSERVERS.iter().find(|o| **o == self.text.key(w));
            let office = office.or_else(|| g.words.clone().filter(beside).find_map(watches).map(|o| o.to_string()));
            let p = self.enter(mark, country.as_deref(), office.as_deref());
            if owner.is_none() && g.determiner == Determiner::Bare && g.offices.len() == 1 {
                self.bare.push(self.scene.persons[p].actor.clone());
            }
            self.scene.tell(p, office.as_deref(), country.as_deref(), g.gender);
            let mut actor = self.scene.persons[p].actor.clone();
            if let (ActorRef::Known { office: o, .. }, Some(here)) = (&mut actor, &office) {
                *o = Some(here.clone());
            }
            let mut m = self.mention(&g.words, g.head, MentionKind::Name);
            m.office = office;
            self.push(m, actor, owner);
            return;
        }
        let m = self.nominal(g, office);
        self.mentions.push(m);
    }

    /// "Mwangi's counterpart": of the other of the two states that the text is about. "His Peruvian counterpart" is Peru's.
    fn of_counterpart(&self, g: &Group, owner: Option<ActorRef>) -> Option<ActorRef> {
        let opposite = g.words.clone().any(|w| self.text.key(w) == "counterpart");
        let named = g.owners.first().is_some_and(|o| self.text.key(o.1.end) != "'s");
        if opposite && !named { owner.and_then(|o| self.across_from(&o)) } else { owner }
    }

    /// An office or people without a name.
    pub(super) fn nominal(&mut self, g: &Group, office: Option<String>) -> Mention {
        let plural_office = g.offices.iter().any(|o| o.plural);
        let mut m = self.mention(&g.words, g.head, MentionKind::Nameless);
        m.plural = plural_office || matches!(g.human, Some(Human::Many));
        m.office.clone_from(&office);
        let words = m.span.of(&self.document.text).to_string();
        let owner = g.owners.first().map(|o| o.0.clone()).or_else(|| self.implied_owner(g));
        let owner = self.of_counterpart(g, owner);
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

/// The state that an owner of offices belongs to; an organisation without a state stands for itself.
fn belongs_to(owner: &ActorRef) -> Option<String> {
    let itself = || owner.id().filter(|_| !owner.is_person()).map(|i| i.0.clone());
    owner.country().map(str::to_string).or_else(itself)
}

fn office_name(offices: &[Office]) -> Option<String> {
    offices.first().map(|o| o.name.clone())
}

/// Words that are no name by themselves: "the Council" is the one named before.
pub(super) const GENERIC: &str = "state states defense defence science technology departments department ministry commission council \
    committee agency board house party court embassy security union organization organisation guards guard \
    corps bank assembly alliance group administration policy joint mission office secretariat foundation \
    institute center centre company bloc nations front movement coalition federation league";

/// Nouns that an adjective of a people before them places.
const GROUND: &str =
    "capital city town village port airport airspace border soil territory coast waters province region city's resort";
