//! Noun phrases around names and offices: "the former US Secretary of State, John Kerry,".

use super::gazetteer::Sense;
use super::marks::{Mark, Marks, Tag};
use super::offices::{Gender, Human, Office};
use super::scene::Scene;
use super::words::{Text, listed};
use rapporteur_types::ActorRef;
use std::ops::Range;

/// What stands before a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Determiner {
    /// "the", "this".
    The,
    /// "a", "some", "several".
    A,
    /// "both", "the two".
    Both,
    /// "his", "her".
    Persons,
    /// "its", "their".
    Its,
    /// "our", "my", "your".
    Ours,
    /// Nothing.
    Bare,
}

/// A noun phrase that may name somebody.
#[derive(Clone, Debug)]
pub struct Group {
    /// All of it.
    pub words: Range<usize>,
    /// The word that the rest hangs on.
    pub head: usize,
    /// What stands before it.
    pub determiner: Determiner,
    /// States and bodies that it belongs to, with their words.
    pub owners: Vec<(ActorRef, Range<usize>)>,
    /// Offices, in order.
    pub offices: Vec<Office>,
    /// A person's name.
    pub person: Option<Mark>,
    /// A common noun for people.
    pub human: Option<Human>,
    /// Shown by a title.
    pub gender: Option<Gender>,
}

/// The words of a sentence with their marks, for finding noun phrases in.
pub struct Phrases<'a, 'b> {
    /// The text.
    pub text: &'b Text<'a>,
    /// Marks of the sentence.
    pub marks: &'b Marks,
    /// Its words.
    pub sentence: Range<usize>,
}

/// Is it the adjective of a state?
fn is_people(mark: &Mark) -> bool {
    match &mark.tag {
        Tag::Named(senses) => senses.iter().any(|s| matches!(s, Sense::People(_))),
        tag => *tag == Tag::People,
    }
}

impl Phrases<'_, '_> {
    fn mark(&self, w: usize) -> Option<&Mark> {
        self.marks.get(&w).filter(|_| w < self.sentence.end)
    }

    fn key(&self, w: usize) -> &str {
        if w < self.sentence.end { self.text.key(w) } else { "" }
    }

    /// The noun phrase that begins at a word; `owner` is one whose "'s" stands right before it.
    pub fn group(&self, scene: &mut Scene, from: usize, owner: Option<(ActorRef, Range<usize>)>) -> Option<Group> {
        let (determiner, start) = if owner.is_some() { (Determiner::The, from) } else { self.determiner(from) };
        let first = owner.as_ref().map_or(from, |o| o.1.start);
        let mut g = Group {
            words: first..start,
            head: start,
            determiner,
            owners: owner.into_iter().collect(),
            offices: Vec::new(),
            person: None,
            human: None,
            gender: None,
        };
        let mut i = start;
        while i < self.sentence.end {
            let Some(mark) = self.mark(i) else {
                let of_two = i > start && self.joins_fields(i);
                if g.offices.is_empty() && g.human.is_none() && (of_two || self.modifier(i)) && self.core_ahead(i + 1) {
                    i += 1;
                    continue;
                }
                break;
            };
            let end = mark.words.end;
            match &mark.tag {
                Tag::Office(o) => {
                    g.offices.push(o.clone());
                    g.head = end - 1;
                    i = self.complement(scene, end, &mut g);
                    let joined = self.key(i) == "and"
                        && matches!(self.mark(i + 1).map(|m| &m.tag), Some(Tag::Office(x)) if !x.plural && !o.plural);
                    i += usize::from(joined);
                }
                Tag::Title(gender) => {
                    g.gender = gender.or(g.gender);
                    i = end;
                }
                Tag::Human(h) if g.human.is_none() => {
                    g.human = Some(*h);
                    if g.offices.is_empty() || matches!(h, Human::State | Human::Body) {
                        g.head = end - 1;
                    }
                    i = self.complement(scene, end, &mut g);
                }
                Tag::Person => {
                    if self.owns(end) && g.offices.is_empty() {
                        i = self.take_owner(scene, mark, &mut g)?;
                        continue;
                    }
                    g.person = Some(mark.clone());
                    g.head = end - 1;
                    i = end;
                    break;
                }
                Tag::Named(senses) if is_person(scene, senses) => {
                    let of_its_head = matches!(self.mark(end).map(|m| &m.tag), Some(Tag::Human(Human::State)));
                    if (self.owns(end) || of_its_head) && g.offices.is_empty() {
                        i = self.take_owner(scene, mark, &mut g)?;
                        continue;
                    }
                    g.person = Some(mark.clone());
                    g.head = end - 1;
                    i = end;
                    break;
                }
                Tag::Human(_) => break,
                _ if !g.offices.is_empty() || g.human.is_some() => break,
                _ if self.owns(end) || self.core_ahead(end) => i = self.take_owner(scene, mark, &mut g)?,
                // "in Washington, Ukrainian president Zelenskyy": a town is no second adjective
                _ if (self.key(end) == "and" || self.key(end) == "," && is_people(mark))
                    && self.shares_head(end + 1) =>
                {
                    i = self.take_owner(scene, mark, &mut g)? + 1;
                }
                _ => break,
            }
        }
        if g.offices.is_empty() && g.human.is_none() && g.person.is_none() {
            return None;
        }
        g.words.end = i;
        if g.offices.is_empty() && g.human.is_none() && g.owners.is_empty() {
            // "that Araghchi", "the Trump …": a name alone has no determiner
            g.words.start = start;
        }
        self.close_apposition(scene, &mut g);
        Some(g)
    }

    /// The phrase that somebody owns whose name has just ended: "President Putin" before "'s spokesman".
    pub fn owned(&self, scene: &mut Scene, end: usize, owner: ActorRef, words: Range<usize>) -> Option<Group> {
        if self.owns(end) { self.group(scene, end + 1, Some((owner, words))) } else { None }
    }

    /// What stands before a noun phrase, and where the rest begins.
    pub fn determiner(&self, w: usize) -> (Determiner, usize) {
        let next = |d: Determiner| {
            let two = d == Determiner::The && matches!(self.key(w + 1), "two" | "both");
            let three = d == Determiner::The && matches!(self.key(w + 1), "three" | "four" | "five");
            (if two { Determiner::Both } else { d }, w + 1 + usize::from(two || three))
        };
        match self.key(w) {
            "that" if self.text.upos(w) != "DET" => (Determiner::Bare, w),
            "the" | "this" | "that" | "these" | "those" => next(Determiner::The),
            "a" | "an" | "some" | "several" | "many" | "most" | "any" | "another" | "one" | "other" | "unnamed"
            | "all" => next(Determiner::A),
            "both" | "two" => {
                let skip = usize::from(self.key(w + 1) == "the");
                (Determiner::Both, w + 1 + skip)
            }
            "his" | "her" => next(Determiner::Persons),
            "its" | "their" => next(Determiner::Its),
            "our" | "my" | "your" => next(Determiner::Ours),
            _ => (Determiner::Bare, w),
        }
    }

    /// Does "'s" stand here, before a phrase with an office or people?
    fn owns(&self, end: usize) -> bool {
        self.key(end) == "'s" && self.core_ahead(end + 1)
    }

    /// Is there an office or a noun for people within a few words, nothing but modifiers between?
    fn core_ahead(&self, from: usize) -> bool {
        let mut i = from;
        while i < self.sentence.end && i < from + 6 {
            match self.mark(i).map(|m| (&m.tag, m.words.end)) {
                Some((Tag::Office(_) | Tag::Human(_), _)) => return true,
                Some((Tag::Person, _)) => return false,
                Some((_, end)) => i = end,
                None if self.modifier(i) || self.joins_fields(i) => i += 1,
                None => return false,
            }
        }
        false
    }

    /// The "and" of "production and trade minister": one minister of two fields.
    fn joins_fields(&self, w: usize) -> bool {
        let field = |w: usize| self.text.upos(w) == "NOUN" && !self.text.words[w].capital();
        let one = |m: &Mark| matches!(&m.tag, Tag::Office(o) if !o.plural && o.name.ends_with("minister"));
        self.key(w) == "and"
            && w > 0
            && field(w - 1)
            && (self.mark(w + 1).is_some_and(one) || field(w + 1) && self.mark(w + 2).is_some_and(one))
    }

    /// "the Russian and French presidents": the second of two adjectives before one head.
    fn shares_head(&self, w: usize) -> bool {
        self.mark(w).is_some_and(|m| {
            matches!(&m.tag, Tag::Named(s) if s.iter().any(|x| matches!(x, Sense::People(_) | Sense::Actor(_))))
                && self.core_ahead(m.words.end)
        })
    }

    /// A word that may stand between a determiner and its noun.
    fn modifier(&self, w: usize) -> bool {
        let key = self.key(w);
        if !key.starts_with(char::is_alphanumeric) || listed(FUNCTION, key) {
            return false;
        }
        match self.text.upos(w) {
            "" => self.text.words[w].capital() || listed(QUALITIES, key),
            "ADJ" | "NOUN" | "PROPN" | "NUM" | "X" => true,
            "ADV" => key.ends_with("ly") || matches!(key, "then" | "former" | "ex" | "most"),
            "VERB" => key.ends_with("ing") || key.ends_with("ed"),
            _ => false,
        }
    }

    fn take_owner(&self, scene: &mut Scene, mark: &Mark, g: &mut Group) -> Option<usize> {
        let actor = owner(self.text, scene, mark)?;
        g.owners.push((actor, mark.words.clone()));
        Some(mark.words.end + usize::from(self.key(mark.words.end) == "'s"))
    }

    /// "of Oman", "for the foreign ministry", "to the UN": what follows an office; where it ends.
    fn complement(&self, scene: &mut Scene, from: usize, g: &mut Group) -> usize {
        let mut i = from;
        if g.offices.iter().all(|o| !o.plural)
            && let Some(name) = self.name_after_complement(scene, from)
        {
            let of = |w: usize| {
                matches!(self.key(w - 1), "of" | "at")
                    || self.key(w - 1) == "the" && matches!(self.key(w - 2), "of" | "at")
            };
            let owning: Vec<Mark> =
                self.marks.range(from + 1..name).filter(|(w, _)| of(**w)).map(|x| x.1.clone()).collect();
            for m in owning {
                if let Some(a) = owner(self.text, scene, &m) {
                    g.owners.push((a, m.words));
                }
            }
            return name;
        }
        for _ in 0..3 {
            let preposition = self.key(i);
            // "the government in Nairobi"
            let rules = i > 0 && matches!(self.key(i - 1), "government" | "authorities" | "ministry" | "officials");
            if preposition == "in"
                && rules
                && g.owners.is_empty()
                && let Some(seat) = self.mark(i + 1).filter(|m| is_seat(&m.tag)).cloned()
                && let Some(state) = owner(self.text, scene, &seat)
            {
                g.owners.push((state, seat.words.clone()));
                i = seat.words.end;
                continue;
            }
            if !matches!(preposition, "of" | "for" | "to" | "at" | "from" | "within" | "inside") {
                break;
            }
            let of = matches!(preposition, "of" | "at" | "from" | "within" | "inside")
                || preposition == "for" && g.offices.iter().any(|o| o.name.ends_with("spokesperson"));
            let mut j = i + 1 + usize::from(self.key(i + 1) == "the");
            let Some(mark) = self.mark(j) else {
                if !matches!(preposition, "of" | "for") || g.human.is_some() {
                    break;
                }
                let begun = j;
                while j < self.sentence.end
                    && j < begun + 8
                    && (self.mark(j).is_none_or(|m| !is_name(scene, m)) && self.modifier(j)
                        || j > begun && matches!(self.key(j), "and" | "of" | "the") && self.modifier(j + 1))
                {
                    j = self.mark(j).map_or(j + 1, |m| m.words.end);
                }
                if j == begun {
                    break;
                }
                i = j;
                continue;
            };
            let mut end = mark.words.end;
            match &mark.tag {
                Tag::Named(senses) if !is_person(scene, senses) => {
                    let whole = self.body_after(scene, mark);
                    if let Some((_, e)) = &whole {
                        end = *e;
                    }
                    let actor = whole.map(|x| x.0).or_else(|| owner(self.text, scene, mark));
                    if let Some(a) = actor.filter(|_| of) {
                        g.owners.push((a, mark.words.clone()));
                    }
                }
                Tag::Introduced(_) | Tag::Organisation | Tag::Place | Tag::People => {
                    let whole = self.body_after(scene, mark);
                    if let Some((_, e)) = &whole {
                        end = *e;
                    }
                    let actor = whole.map(|x| x.0).or_else(|| owner(self.text, scene, mark));
                    if let Some(a) = actor.filter(|_| of) {
                        g.owners.push((a, mark.words.clone()));
                    }
                }
                Tag::Office(_) | Tag::Human(Human::Body | Human::State) if g.human.is_none() => {}
                Tag::Person | Tag::Named(_) if preposition == "to" || preposition == "for" => {
                    if let Some(a) = owner(self.text, scene, mark).filter(|_| g.owners.is_empty()) {
                        g.owners.push((a, mark.words.clone()));
                    }
                }
                _ => break,
            }
            if self.key(end) == "(" && self.key(end + 2) == ")" {
                end += 3;
            }
            // "to the Vienna talks", "for Foreign Affairs and Security"
            let named = !matches!(mark.tag, Tag::Office(_) | Tag::Human(_));
            while named
                && self.mark(end).is_none()
                && self.modifier(end)
                && matches!(self.text.upos(end), "NOUN" | "PROPN")
            {
                end += 1;
            }
            let paper = matches!(&mark.tag, Tag::Named(x) if matches!(x.first(), Some(Sense::Outlet(_))));
            let more = self.key(end) == "and" && (paper || mark.tag == Tag::Organisation);
            if more
                && end + 1 < self.sentence.end
                && self.text.words[end + 1].capital()
                && self.mark(end + 1).is_none_or(|m| m.tag == Tag::Organisation)
            {
                end = self.mark(end + 1).map_or(end + 2, |m| m.words.end);
            }
            i = end;
        }
        i
    }

    /// "permanent representative to international organisations in Vienna X Y": where the name begins, if only nouns and
    /// prepositions stand between.
    fn name_after_complement(&self, scene: &Scene, from: usize) -> Option<usize> {
        if !matches!(self.key(from), "to" | "for" | "in" | "of" | "at") {
            return None;
        }
        let mut i = from;
        while i < self.sentence.end && i < from + 12 {
            let (end, name) = match self.mark(i) {
                Some(m) => (m.words.end, is_name(scene, m)),
                None => (i + 1, false),
            };
            if name {
                let before = self.key(i - 1);
                return (i > from + 1
                    && !matches!(before, "to" | "for" | "in" | "of" | "at" | "the" | "and" | "with" | "from" | "by"))
                .then_some(i);
            }
            let plain = self.mark(i).is_some()
                || self.modifier(i)
                || matches!(self.key(i), "to" | "for" | "in" | "of" | "at" | "the" | "and");
            if !plain || self.text.upos(i) == "VERB" || self.key(end) == "'s" {
                return None;
            }
            i = end;
        }
        None
    }

    /// "Iran's Foreign Ministry", "the Iranian parliament": a body named by its state; the body and where it ends.
    fn body_after(&self, scene: &mut Scene, mark: &Mark) -> Option<(ActorRef, usize)> {
        let possessive = self.key(mark.words.end) == "'s";
        let adjective = match &mark.tag {
            Tag::People => true,
            Tag::Named(senses) => matches!(senses.first(), Some(Sense::People(_))),
            _ => false,
        };
        let next = self.mark(mark.words.end + usize::from(possessive))?.clone();
        let state = owner(self.text, scene, mark).filter(ActorRef::is_state)?;
        let g = scene.gazetteer;
        match &next.tag {
            Tag::Named(senses) if possessive || adjective => {
                let body = senses.iter().find_map(|s| match s {
                    Sense::Actor(i) if !g.is_state(*i) && !g.is_person(*i) => Some(g.actor(*i)),
                    _ => None,
                })?;
                // the tables may know the name as another state's
                let own = body.country().is_none() || body.country() == state.country();
                Some((if own { body } else { state }, next.words.end))
            }
            Tag::Human(Human::Body | Human::State) => {
                let noun = self.text.key(next.words.start);
                let body = g.state_of(&state).and_then(|s| g.body_of(s, noun)).map(|b| g.actor(b));
                Some((body.unwrap_or(state), next.words.end))
            }
            _ => None,
        }
    }

    /// "the minister, X Y," and "X Y, the minister,": two phrases for one person.
    fn close_apposition(&self, scene: &mut Scene, g: &mut Group) {
        let end = g.words.end;
        if self.key(end) != "," {
            return;
        }
        let closed = |at: usize| {
            let shut = at >= self.sentence.end
                || matches!(
                    self.key(at),
                    "," | "." | ")" | ";" | "—" | "–" | "'s" | ":" | "-" | "!" | "?" | "\"" | "”"
                );
            shut && !(self.key(at) == "," && matches!(self.key(at + 1), "and" | "or"))
        };
        if g.person.is_none() && g.offices.len() == 1 && !g.offices[0].plural
            || g.human == Some(Human::One) && g.person.is_none()
        {
            let mut i = end + 1;
            // "the envoy, retired General Osuji": titles and ranks belong to the name
            loop {
                match self.mark(i).map(|m| (&m.tag, m.words.end)) {
                    Some((Tag::Title(x), end)) => (g.gender, i) = (x.or(g.gender), end),
                    // "Kenya's chief negotiator, Ambassador Ann Otieno": a second office before the name
                    Some((Tag::Office(o), end))
                        if listed(RANKS, &o.name) || !o.plural && self.mark(end).is_some_and(|m| is_name(scene, m)) =>
                    {
                        i = end;
                    }
                    None if matches!(self.key(i), "retired" | "former" | "veteran" | "general") => i += 1,
                    _ => break,
                }
            }
            if let Some(m) = self.mark(i).filter(|m| is_name(scene, m) && closed(m.words.end)) {
                g.person = Some(m.clone());
                g.head = m.words.end - 1;
                g.words.end = m.words.end;
            }
        } else if g.person.is_some() && g.offices.is_empty() {
            let Some(mut next) = self.group(scene, end + 1, None) else { return };
            // "the Serbian president's chief of staff"
            while self.owns(next.words.end) {
                let Some(owner) = next.owners.first().cloned() else { return };
                let Some(further) = self.group(scene, next.words.end + 1, Some(owner)) else { return };
                next = further;
            }
            if next.person.is_none()
                && (!next.offices.is_empty() || next.human == Some(Human::One))
                && next.determiner != Determiner::Both
                && closed(next.words.end)
            {
                g.offices = next.offices;
                g.owners.extend(next.owners);
                g.human = next.human;
                g.words.end = next.words.end;
            }
        }
    }
}

/// Is a name that of a seat of government?
fn is_seat(tag: &Tag) -> bool {
    matches!(tag, Tag::Named(senses) if senses.iter().any(|s| matches!(s, Sense::Seat(_))))
}

/// Words that no noun phrase runs across.
const FUNCTION: &str = "and or but of in to by with for at on the a an is was are were be has have had that which who as from \
    not said says told added he she it they we i you his her its their our after before while when if 's \
    according including during than into also saying";

/// Adjectives before offices and people, for a reading without parts of speech.
const QUALITIES: &str = "senior top former new current outgoing late acting unnamed anonymous western european arab african asian \
    regional local nuclear military political religious diplomatic armed ruling opposition other key leading \
    influential veteran interim designated foreign warring rival moderate conservative reformist exiled two three";

/// Is a mark a person's name?
pub fn is_name(scene: &Scene, m: &Mark) -> bool {
    match &m.tag {
        Tag::Person => true,
        Tag::Named(senses) => is_person(scene, senses),
        _ => false,
    }
}

/// Offices that soldiers and clerics bear before their names.
const RANKS: &str = "admiral ayatollah commander general marshal";

/// Do the senses of a name hold a person?
pub fn is_person(scene: &Scene, senses: &[Sense]) -> bool {
    matches!(senses.first(), Some(Sense::Actor(i)) if scene.gazetteer.is_person(*i))
}

/// The state or body that a mark stands for as the owner of an office or of people; of a person, his state.
pub fn owner(text: &Text, scene: &mut Scene, m: &Mark) -> Option<ActorRef> {
    let g = scene.gazetteer;
    match &m.tag {
        Tag::Named(senses) => {
            if is_person(scene, senses) {
                let Some(Sense::Actor(i)) = senses.first() else { return None };
                return g.state_of(&g.actor(*i)).map(|s| g.actor(s));
            }
            senses.iter().find_map(|s| match s {
                Sense::Actor(i) | Sense::People(i) | Sense::Seat(i) => Some(g.actor(*i)),
                Sense::Outlet(i) => Some(g.outlet(*i)),
                Sense::Place(_) => None,
            })
        }
        Tag::Introduced(a) => Some(a.clone()),
        Tag::Person => {
            let keys: Vec<String> = text.words[m.words.clone()].iter().map(|w| w.key.clone()).collect();
            let p = scene.earlier(&keys)?;
            let state = scene.persons[p].actor.country()?.to_string();
            g.state(&state)
        }
        Tag::Organisation | Tag::Place | Tag::People => {
            let forms: Vec<String> = text.words[m.words.clone()].iter().map(|w| w.form.clone()).collect();
            if let [one] = &forms[..]
                && let Some(a) = scene.unknown_state(&one.to_lowercase())
            {
                return Some(a);
            }
            let kind = if m.tag == Tag::Place { "actor" } else { "body" };
            Some(scene.introduce(kind, &forms, None))
        }
        _ => None,
    }
}
