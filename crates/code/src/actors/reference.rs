//! Nominals, groups and pronouns: whom they point back to, and what shows it.

use super::Resolution;
use super::cast::{Casting, Mention, MentionKind, unresolved};
use super::marks::Mark;
use super::offices::{self, Gender};
use super::phrase::{Determiner, Group};
use super::words::listed;
use rapporteur_types::reading::TimeBasis;
use rapporteur_types::{ActorRef, Evidence, Inference, Span, When};
use std::ops::Range;

/// Sentences back in which an antecedent is looked for.
const REACH: usize = 4;

/// Sentence and span where somebody is named; none for a headline that stands apart from the text.
type Seen = Option<(usize, Span)>;

/// Nouns that stand for parties when there are two or several of them.
const PARTIES: &str = "sides countries nations states parties capitals neighbours neighbors delegations teams governments \
    powers foes adversaries rivals";

/// Words of meeting: whoever meets is "they" from then on.
const MEETING: &str =
    "meet meeting speak talk talks call discuss consult host conversation confer consultation negotiate";

impl Casting<'_, '_> {
    fn inference(&self, rule: &str, evidence: Option<(usize, Span)>) -> Option<Inference> {
        let evidence = evidence.map(|(_, span)| self.evidence(span));
        Some(Inference { field: String::new(), rule: rule.to_string(), evidence })
    }

    /// Some words of this document, with their sentence.
    pub(super) fn evidence(&self, span: Span) -> Evidence {
        let sentence = self.text.syntax.reading.sentences.partition_point(|s| s.span.end <= span.start);
        Evidence { document: self.document.id.clone(), sentence, span }
    }

    fn resolution(
        &self,
        m: &Mention,
        actor: ActorRef,
        state: Option<ActorRef>,
        inferred: Option<Inference>,
    ) -> Resolution {
        Resolution { actor, state, span: m.span, tokens: m.tokens.clone(), inferred }
    }

    /// "the Iranian government": the state acts.
    pub(super) fn government(&mut self, m: &mut Mention, owner: Option<ActorRef>, determiner: Determiner) {
        let words = m.span.of(&self.document.text).to_string();
        let r = match owner {
            Some(a) => self.resolution(m, a.clone(), Some(a), None),
            None => match self.state_in_focus(m.sentence).filter(|_| determiner != Determiner::A) {
                Some((a, seen)) => {
                    let why = self.inference("the state that the passage is about", Some(seen));
                    self.resolution(m, a.clone(), Some(a), why)
                }
                None => match self.scene.official_state().filter(|_| determiner != Determiner::A) {
                    Some(home) => {
                        let why = self.inference("the publisher speaks for its state", None);
                        self.resolution(m, home.clone(), Some(home), why)
                    }
                    None => self.resolution(m, unresolved(&words), None, None),
                },
            },
        };
        m.resolutions.push(r);
    }

    /// "the Council": the body named before whose name holds the word.
    pub(super) fn body_again(&mut self, mark: &Mark) {
        let word = self.text.key(mark.words.start).to_string();
        let named = |m: &&Mention| {
            m.resolutions.first().is_some_and(|r| {
                let body = r.actor.id().is_some_and(|i| i.0.starts_with("body:") || i.0.starts_with("text:body:"));
                body && m.kind == MentionKind::Name
                    && (r.actor.plain_name().to_lowercase().split(' ').any(|x| x == word)
                        || m.span.of(&self.document.text).to_lowercase().split(' ').any(|x| x == word))
            })
        };
        let Some(i) = self.mentions.iter().rposition(|m| named(&m)) else { return };
        let mut m = self.mention(&mark.words, mark.words.start, MentionKind::Nameless);
        self.copy(&mut m, i, "the body last named so");
        self.mentions.push(m);
    }

    /// "the Omani navy": the body, where the tables have it; else its state.
    pub(super) fn body(&mut self, m: &mut Mention, owner: Option<ActorRef>, head: usize, determiner: Determiner) {
        let words = m.span.of(&self.document.text).to_string();
        let noun = self.text.key(head).to_string();
        let g = self.scene.gazetteer;
        let mut why = None;
        let owner = owner.or_else(|| {
            let (a, seen) = self.state_in_focus(m.sentence).filter(|_| determiner == Determiner::The)?;
            why = self.inference("the state that the passage is about", Some(seen));
            Some(a)
        });
        let body = owner.as_ref().filter(|o| o.is_state()).and_then(|o| g.body_of(g.state_of(o)?, &noun));
        let r = match (body, owner) {
            (Some(b), owner) => self.resolution(m, g.actor(b), owner, why),
            (None, Some(a)) => self.resolution(m, a.clone(), Some(a), why),
            (None, None) => self.resolution(m, unresolved(&words), None, None),
        };
        m.resolutions.push(r);
    }

    /// An office without a name.
    pub(super) fn office(&mut self, m: &mut Mention, office: &str, g: &Group, words: &str) {
        let nameless = |c: &Self, state: Option<ActorRef>| c.resolution(m, unresolved(words), state, None);
        let mut owners: Vec<ActorRef> = Vec::new();
        for (a, _) in &g.owners {
            if !owners.contains(a) {
                owners.push(a.clone());
            }
        }
        if g.determiner == Determiner::A {
            let r = nameless(self, owners.into_iter().next());
            m.resolutions.push(r);
            return;
        }
        if g.determiner == Determiner::Persons && owners.is_empty() {
            let person = self
                .antecedent(m.sentence, g.words.start, None, false)
                .and_then(|i| self.mentions[i].resolutions.first().cloned());
            let state = person.and_then(|r| self.scene.gazetteer.state_of(&r.actor));
            owners.extend(state.map(|s| self.scene.gazetteer.actor(s)));
        }
        let plural = g.offices.iter().any(|o| o.plural);
        if !plural {
            // two owners of one office: the more exact one, "the IAEA's director general of …", is named last
            owners.truncate(2);
        }
        let mut out = Vec::new();
        let past = words.to_lowercase().split(' ').any(|w| matches!(w, "former" | "ex" | "late" | "then" | "outgoing"));
        let theirs = matches!(g.determiner, Determiner::Its | Determiner::Persons) && owners.is_empty();
        if past || theirs {
            // the table's holder is not meant
        } else if owners.is_empty() {
            out.extend(self.office_in_focus(m, office));
        } else if plural {
            for o in &owners {
                out.extend(self.office_of(m, office, o));
            }
        } else {
            out.extend(owners.iter().rev().find_map(|o| self.office_of(m, office, o)));
        }
        if out.is_empty() {
            out.push(nameless(self, owners.into_iter().next_back()));
        }
        m.resolutions = out;
    }

    /// The holder of an office of a known state or body: whom the text names with it, else whom the table does.
    fn office_of(&self, m: &Mention, office: &str, of: &ActorRef) -> Option<Resolution> {
        let told = self.scene.persons.iter().filter(|p| {
            p.seen
                && p.actor.country().is_some()
                && p.actor.country() == of.country()
                && p.office.as_deref().is_some_and(|o| offices::points_to(office, o))
        });
        if let Some(p) = told.max_by_key(|p| p.last) {
            let why = self.inference("named with that office in the text", self.named_at(&p.actor));
            return Some(self.resolution(m, p.actor.clone(), Some(of.clone()), why));
        }
        let holder = self.scene.holder_at(office, of, self.date_of(m.sentence))?;
        let why = self.inference("office at that date", None);
        Some(self.resolution(m, holder, Some(of.clone()), why))
    }

    /// "the president": the publisher's own where it speaks for its state, else the last one named, else that of the
    /// only state around.
    fn office_in_focus(&self, m: &Mention, office: &str) -> Option<Resolution> {
        if let Some(state) = self.scene.official_state()
            && matches!(
                office,
                "president"
                    | "vice president"
                    | "prime minister"
                    | "press secretary"
                    | "secretary"
                    | "secretary of state"
            )
            && let office = if office == "secretary" { "secretary of state" } else { office }
            && let Some(holder) = self.scene.holder_at(office, &state, self.date_of(m.sentence))
        {
            let why = self.inference("office of the publisher's state at that date", None);
            return Some(self.resolution(m, holder, Some(state), why));
        }
        if let Some((home, _)) = self.scene.publisher
            && office == "leader"
            && m.span.of(&self.document.text).contains("Leader")
            && let Some(holder) = self.scene.holder(office, &self.scene.gazetteer.actor(home))
        {
            let why = self.inference("office of the publisher's state at that date", None);
            return Some(self.resolution(m, holder, None, why));
        }
        let told = self
            .scene
            .persons
            .iter()
            .filter(|p| p.seen && p.office.as_deref().is_some_and(|o| offices::points_to(office, o)));
        if let Some(p) = told.max_by_key(|p| p.last) {
            let why = self.inference("last named with that office", self.named_at(&p.actor));
            return Some(self.resolution(m, p.actor.clone(), None, why));
        }
        // one whom only the tables know to hold it
        let date = self.scene.date;
        let g = self.scene.gazetteer;
        let by_table = self.scene.persons.iter().filter(|p| p.seen).filter(|p| {
            p.actor
                .id()
                .and_then(|i| g.by_id(&i.0))
                .is_some_and(|i| g.offices(i, date).iter().any(|o| offices::points_to(office, o.0)))
        });
        if let Some(p) = by_table.max_by_key(|p| p.last) {
            let why = self.inference("last named of those who hold that office", self.named_at(&p.actor));
            return Some(self.resolution(m, p.actor.clone(), None, why));
        }
        let of_states = office.ends_with("minister")
            || matches!(
                office,
                "president"
                    | "vice president"
                    | "chancellor"
                    | "supreme leader"
                    | "king"
                    | "emir"
                    | "sultan"
                    | "secretary of state"
                    | "foreign secretary"
            );
        let (state, seen) = self.state_in_focus(m.sentence).filter(|_| of_states)?;
        let holder = self.scene.holder(office, &state)?;
        let why = self.inference("office, at that date, of the state that the passage is about", Some(seen));
        Some(self.resolution(m, holder, Some(state), why))
    }

    /// The day that a sentence tells of, where it lies long before the document's own.
    fn date_of(&self, sentence: usize) -> Option<When> {
        let reading = self.text.syntax.reading;
        let t = &self.text.segments[sentence];
        let span = reading.tokens[t.start].span.cover(reading.tokens[t.end - 1].span);
        let told = reading
            .times
            .iter()
            .filter(|t| span.contains(t.span))
            .find_map(|t| t.when.filter(|_| t.basis == TimeBasis::Explicit));
        match (told, self.scene.date) {
            (Some(t), Some(d)) if i32::from(t.year) < i32::from(d.year) => Some(t),
            _ => self.scene.date,
        }
    }

    /// "his Omani counterpart": who holds, in that state, the office of the person last spoken of.
    pub(super) fn counterpart(&mut self, m: &mut Mention, owner: Option<ActorRef>, words: &str) {
        let g = self.scene.gazetteer;
        let last = self
            .mentions
            .iter()
            .rev()
            .take_while(|x| x.sentence + 2 > m.sentence)
            .find(|x| x.subject && x.resolutions.len() == 1 && x.resolutions[0].actor.is_person());
        let offices: Vec<String> = last
            .map(|x| {
                let actor = &x.resolutions[0].actor;
                let told =
                    self.scene.persons.iter().find(|p| p.actor.id() == actor.id()).and_then(|p| p.office.clone());
                let table = actor.id().and_then(|i| g.by_id(&i.0)).map(|i| g.offices(i, self.scene.date));
                told.into_iter().chain(table.into_iter().flatten().map(|o| o.0.to_string())).collect()
            })
            .unwrap_or_default();
        let found = owner.as_ref().and_then(|o| offices.iter().find_map(|office| self.office_of(m, office, o)));
        let r = found.unwrap_or_else(|| self.resolution(m, unresolved(words), owner, None));
        m.resolutions.push(r);
    }

    /// "the diplomat": the last person introduced as one, or the last nameless one.
    pub(super) fn someone_again(&mut self, m: &mut Mention, head: usize, words: &str, owner: Option<ActorRef>) {
        let noun = self.text.key(head).to_string();
        let many = m.plural;
        let from = m.sentence.saturating_sub(REACH + 2);
        let earlier = self.mentions.iter().rev().take_while(|x| x.sentence >= from).find(|x| {
            let text = x.span.of(&self.document.text).to_lowercase();
            let one = (many || !x.plural) && x.resolutions.len() == 1;
            let person = x.resolutions.first().is_some_and(|r| {
                let group = r.actor.id().is_some_and(|i| i.0.starts_with("group:") || i.0.starts_with("text:body:"));
                if many { group || r.actor.id().is_none() } else { r.actor.is_person() || r.actor.id().is_none() }
            });
            let named_so = text.contains(&noun) || x.office.as_deref().is_some_and(|o| offices::points_to(&noun, o));
            let of = |o: &ActorRef| x.resolutions.iter().any(|r| r.country().is_some() && r.country() == o.country());
            one && person && named_so && owner.as_ref().is_none_or(of) && x.kind != MentionKind::Pronoun
        });
        let (actor, state, why) = match earlier {
            Some(x) => {
                let r = &x.resolutions[0];
                (r.actor.clone(), r.state.clone(), self.inference("last named so", Some((x.sentence, x.span))))
            }
            None => (unresolved(words), owner.clone(), None),
        };
        let r = self.resolution(m, actor, state, why);
        m.resolutions.push(r);
    }

    /// "A senior lawmaker said …. X Y, speaking …, added": a nameless subject at the head of a text is whom the next
    /// sentence names for the first time as its subject.
    pub(super) fn name_the_nameless(&mut self) {
        let opening = |m: &Mention| {
            let one =
                matches!(m.kind, MentionKind::Nameless | MentionKind::Office) && !m.plural && m.resolutions.len() == 1;
            // officials and sources stay nameless on purpose
            let noun = self.text.syntax.lemma(m.head);
            let some = self.document.text[m.span.start..].to_lowercase().starts_with("a ");
            let shy = matches!(noun.as_str(), "official" | "source" | "aide" | "person" | "insider")
                || some && noun == "diplomat";
            one && !shy && m.subject && m.sentence <= 1 && m.resolutions[0].actor.id().is_none()
        };
        let Some(i) = self.mentions.iter().position(opening) else { return };
        let m = &self.mentions[i];
        let person =
            |x: &&Mention| x.kind == MentionKind::Name && x.resolutions.first().is_some_and(|r| r.actor.is_person());
        if self.mentions.iter().filter(person).any(|x| x.subject && x.sentence < m.sentence) {
            return;
        }
        let next = self
            .mentions
            .iter()
            .filter(person)
            .find(|x| x.subject && x.sentence > m.sentence && x.sentence <= m.sentence + 2);
        let Some(x) = next.filter(|x| x.tokens.len() > 1) else { return };
        let first =
            self.mentions.iter().filter(person).find(|y| y.resolutions[0].actor.id() == x.resolutions[0].actor.id());
        let country = m.resolutions[0].country();
        let other = country.is_some() && x.resolutions[0].country().is_some() && x.resolutions[0].country() != country;
        // one who came with an office of his own is another
        if first.is_none_or(|f| f.tokens != x.tokens) || x.office.is_some() && x.office != m.office || other {
            return;
        }
        let actor = x.resolutions[0].actor.clone();
        let why = self.inference("first named in what follows", Some((x.sentence, x.span)));
        let (nameless, state) = (m.resolutions[0].actor.clone(), m.resolutions[0].state.clone());
        let upto = m.sentence + REACH;
        for y in self.mentions.iter_mut().filter(|y| y.sentence <= upto) {
            for r in
                y.resolutions.iter_mut().filter(|r| r.actor == nameless && (r.state == state || r.inferred.is_some()))
            {
                r.actor = actor.clone();
                r.inferred.clone_from(&why);
            }
        }
    }

    /// Where a person is named last.
    fn named_at(&self, actor: &ActorRef) -> Option<(usize, Span)> {
        let named =
            |m: &&Mention| m.kind == MentionKind::Name && m.resolutions.iter().any(|r| r.actor.id() == actor.id());
        self.mentions.iter().rev().find(named).map(|m| (m.sentence, m.span))
    }

    /// The one state that the sentence so far and the one before are about: the only one named, or the subject.
    fn state_in_focus(&self, sentence: usize) -> Option<(ActorRef, (usize, Span))> {
        let g = self.scene.gazetteer;
        for from in [sentence, sentence.saturating_sub(1), sentence.saturating_sub(3)] {
            let mut states: Vec<(ActorRef, (usize, Span))> = Vec::new();
            for m in self.mentions.iter().filter(|m| m.sentence >= from && m.sentence <= sentence) {
                for r in &m.resolutions {
                    let state = if r.actor.is_state() {
                        Some(r.actor.clone())
                    } else {
                        r.state.clone().filter(ActorRef::is_state).or_else(|| g.state_of(&r.actor).map(|s| g.actor(s)))
                    };
                    if let Some(s) = state
                        && !states.iter().any(|x| x.0.id() == s.id())
                    {
                        states.push((s, (m.sentence, m.span)));
                    }
                }
            }
            match states.len() {
                0 => {}
                1 => return states.pop(),
                _ => return None,
            }
        }
        self.scene.publisher.filter(|_| sentence < 3).map(|p| g.actor(p.0)).and_then(|a| {
            let seen = self.named_at(&a)?;
            Some((a, seen))
        })
    }

    /// Groups and pronouns that begin at a word; where to go on.
    pub(super) fn points_back(&mut self, sentence: &Range<usize>, w: usize) -> usize {
        let key = self.text.key(w).to_string();
        if matches!(key.as_str(), "the" | "both" | "two" | "all")
            && let Some(end) = self.parties(sentence, w, &key)
        {
            return end;
        }
        if key == "the"
            && w + 1 < sentence.end
            && self.text.words[w + 1].capital()
            && listed(super::cast::GENERIC, self.text.key(w + 1))
        {
            let alone = w + 2 >= sentence.end || !self.text.words[w + 2].capital() && self.text.key(w + 2) != "of";
            if alone {
                self.body_again(&Mark { words: w + 1..w + 2, tag: super::marks::Tag::Organisation });
                return w + 2;
            }
        }
        let is = |list: &[&str]| list.contains(&key.as_str());
        if is(&["he", "him", "his", "himself"]) {
            self.he_or_she(w, Gender::He);
        } else if is(&["she", "hers", "herself"]) || key == "her" {
            self.he_or_she(w, Gender::She);
        } else if is(&["they", "them", "their", "themselves"]) {
            self.they(w);
        } else if is(&["it", "its", "itself"]) {
            self.it(w);
        } else if is(&["who", "whom", "whose", "which"]) {
            self.relative(w);
        }
        w + 1
    }

    /// "both sides", "the two countries".
    fn parties(&mut self, sentence: &Range<usize>, w: usize, key: &str) -> Option<usize> {
        let (mut two, mut i) = (key == "both" || key == "two", w + 1);
        while i < sentence.end
            && matches!(
                self.text.key(i),
                "two"
                    | "the"
                    | "neighbouring"
                    | "neighboring"
                    | "rival"
                    | "warring"
                    | "negotiating"
                    | "belligerent"
                    | "other"
                    | "arab"
                    | "european"
                    | "involved"
                    | "three"
            )
        {
            if self.text.key(i) == "other" {
                return None;
            }
            two |= self.text.key(i) == "two";
            i += 1;
        }
        let noun = self.text.key(i);
        if i >= sentence.end
            || !(listed(PARTIES, noun)
                || two && matches!(noun, "leaders" | "men" | "presidents" | "officials" | "diplomats"))
        {
            return None;
        }
        if key == "all"
            || (!two && !matches!(noun, "sides" | "parties" | "delegations" | "teams" | "countries" | "nations"))
        {
            return None;
        }
        let led = self.text.key(i + 1) == "'s"
            && matches!(self.text.key(i + 2), "leaders" | "presidents" | "ministers")
            && i + 2 < sentence.end;
        let last = if led { i + 2 } else { i };
        let persons = led || !listed(PARTIES, noun);
        let mut m = self.mention(&(w..last + 1), last, MentionKind::Group);
        self.together(&mut m, persons, two);
        self.mentions.push(m);
        Some(last + 1)
    }

    /// The persons or parties most recently mentioned together.
    pub(super) fn together(&mut self, m: &mut Mention, persons: bool, two: bool) {
        m.plural = true;
        let words = m.span.of(&self.document.text).to_string();
        let lowest = m.sentence.saturating_sub(2 * REACH);
        let mut found = None;
        for s in (lowest..=m.sentence).rev() {
            let set = self.distinct(s..=s, persons);
            if set.len() >= 2 && (set.len() == 2 || !two && set.len() <= 5) {
                found = Some(set);
                break;
            }
            if set.len() > 2 && two {
                // three in one sentence: two of them are joined
                if let Some(pair) = self.joined_pair(s, persons) {
                    found = Some(pair);
                    break;
                }
            }
        }
        if found.is_none() {
            let set = self.distinct(m.sentence.saturating_sub(3)..=m.sentence, persons);
            found = (set.len() == 2).then_some(set);
        }
        if found.is_none() {
            let set = self.titled(persons);
            found = (set.len() == 2).then_some(set);
        }
        let rule = if persons { "the persons last mentioned together" } else { "the parties last mentioned together" };
        match found {
            Some(set) => {
                for (actor, seen) in set {
                    let why = self.inference(rule, seen);
                    let r = self.resolution(m, actor, None, why);
                    m.resolutions.push(r);
                }
            }
            None => {
                let r = self.resolution(m, unresolved(&words), None, None);
                m.resolutions.push(r);
            }
        }
    }

    /// Whom the headline that stands apart from the text names; an official publisher's head of state takes part.
    fn titled(&self, persons: bool) -> Vec<(ActorRef, Seen)> {
        let g = self.scene.gazetteer;
        let mut out: Vec<(ActorRef, Seen)> = Vec::new();
        let home = self.scene.official_state();
        let chief = home.as_ref().and_then(|h| self.scene.holder("president", h));
        let named =
            self.scene.titled.iter().filter_map(|a| {
                if persons { a.is_person().then(|| a.clone()) } else { g.state_of(a).map(|s| g.actor(s)) }
            });
        let all = if persons { chief } else { home }.into_iter().chain(named);
        for a in all {
            if !out.iter().any(|x| x.0.id() == a.id()) {
                out.push((a, None));
            }
        }
        out
    }

    /// Persons of different states, or states and armed groups, of some sentences.
    fn distinct(&self, sentences: std::ops::RangeInclusive<usize>, persons: bool) -> Vec<(ActorRef, Seen)> {
        let mut out: Vec<(ActorRef, Seen)> = Vec::new();
        for m in self.mentions.iter().filter(|m| sentences.contains(&m.sentence) && m.kind != MentionKind::Place) {
            // adjectives of peoples count only where they qualify parties: "Omani and Swiss diplomats"
            for r in &m.resolutions {
                if let Some(a) = self.party(r, persons) {
                    let same = |x: &(ActorRef, Seen)| {
                        x.0.id() == a.id() || persons && x.0.country().is_some() && x.0.country() == a.country()
                    };
                    if !out.iter().any(same) {
                        out.push((a, Some((m.sentence, m.span))));
                    }
                }
            }
        }
        out
    }

    fn party(&self, r: &Resolution, persons: bool) -> Option<ActorRef> {
        let g = self.scene.gazetteer;
        if persons {
            return r.actor.is_person().then(|| r.actor.clone());
        }
        let id = r.actor.id().map_or("", |i| i.0.as_str());
        if id.starts_with("state:")
            || id.starts_with("group:")
            || id.starts_with("text:actor:")
            || id.starts_with("text:state:")
            || id == "body:eu"
        {
            return Some(r.actor.clone());
        }
        if id.starts_with("outlet:") {
            return None;
        }
        g.state_of(&r.actor).map(|s| g.actor(s)).or_else(|| r.state.clone().filter(ActorRef::is_state))
    }

    /// "A and B": two mentions of one sentence with only "and" between, or of which one hangs on the other.
    fn joined_pair(&self, sentence: usize, persons: bool) -> Option<Vec<(ActorRef, Seen)>> {
        let here: Vec<&Mention> =
            self.mentions.iter().filter(|m| m.sentence == sentence && m.kind != MentionKind::Place).collect();
        here.windows(2).rev().find_map(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let gap = a.span.end..b.span.start;
            let between = self.document.text.get(gap)?.trim().trim_start_matches("the ").trim();
            if !matches!(between, "and" | "and the" | "-" | "–" | "with" | "and its" | "with the") {
                return None;
            }
            let x = self.party(a.resolutions.first()?, persons)?;
            let y = self.party(b.resolutions.first()?, persons)?;
            (x.id() != y.id()).then(|| vec![(x, Some((a.sentence, a.span))), (y, Some((b.sentence, b.span)))])
        })
    }

    fn he_or_she(&mut self, w: usize, gender: Gender) {
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        let subject = m.subject;
        if let Some(i) = self.antecedent(m.sentence, w, Some(gender), subject) {
            self.copy(&mut m, i, "person last spoken of");
            if gender == Gender::She {
                let id = m.resolutions.first().and_then(|r| r.actor.id().cloned());
                if let Some(p) = self.scene.persons.iter_mut().find(|p| p.actor.id() == id.as_ref()) {
                    p.gender = Some(Gender::She);
                }
            }
        }
        self.mentions.push(m);
    }

    fn copy(&self, m: &mut Mention, antecedent: usize, rule: &str) {
        let a = &self.mentions[antecedent];
        // through a chain of pronouns to the words that name
        let seen = a.resolutions.first().and_then(|r| r.inferred.as_ref()).and_then(|i| i.evidence.as_ref());
        let seen = match (a.kind, seen) {
            (MentionKind::Pronoun, Some(e)) => (e.sentence, e.span),
            _ => (a.sentence, a.span),
        };
        for r in &a.resolutions {
            let why = self.inference(rule, Some(seen));
            m.resolutions.push(self.resolution(m, r.actor.clone(), r.state.clone(), why));
        }
    }

    /// The most salient person before a word: near, a subject, of fitting gender, and not who is being quoted.
    fn antecedent(&self, sentence: usize, w: usize, gender: Option<Gender>, subject: bool) -> Option<usize> {
        let token = self.text.words[w].token;
        let quoted = self.quotes.around(self.text.syntax.token(token).span.start);
        let from = sentence.saturating_sub(REACH);
        let mut best: Option<(i64, usize)> = None;
        for (i, m) in self.mentions.iter().enumerate().rev().take_while(|(_, m)| m.sentence >= from) {
            let one = !m.plural && m.resolutions.len() == 1 && m.kind != MentionKind::Group;
            let Some(r) = m.resolutions.first().filter(|_| one) else { continue };
            let person = r.actor.is_person()
                || r.actor.id().is_none()
                    && matches!(m.kind, MentionKind::Nameless | MentionKind::Office | MentionKind::Pronoun);
            if !person || m.tokens.contains(&token) {
                continue;
            }
            let known = self.scene.persons.iter().find(|p| p.actor.id() == r.actor.id()).and_then(|p| p.gender);
            if gender.is_some() && known.is_some() && known != gender {
                continue;
            }
            let distance = (sentence - m.sentence) as i64;
            let mut score = -10 * distance + if m.subject { 7 } else { 0 };
            score += if known.is_some() && known == gender { 3 } else { 0 };
            score += if r.actor.id().is_some() { 2 } else { 0 };
            score -= if gender == Some(Gender::She) && known.is_none() { 12 } else { 0 };
            if distance == 0 && subject && !m.subject {
                score -= 9;
            }
            // inside somebody's words "he" is another
            let outside = quoted.is_some() && self.quotes.around(m.span.start) != quoted;
            if outside && m.subject && distance == 0 {
                score -= 15;
            }
            if quoted.is_none() && self.quotes.around(m.span.start).is_some() {
                score -= 14;
            }
            score += if m.subject && self.in_main_clause(m.head) { 3 } else { 0 };
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, i));
            }
        }
        best.map(|b| b.1)
    }

    /// Does a word hang on the root of its sentence, or on what is coordinated with it?
    fn in_main_clause(&self, token: usize) -> bool {
        let s = self.text.syntax;
        let mut at = token;
        for _ in 0..6 {
            match s.token(at).head {
                None => return true,
                Some(h) if at == token || s.is(at, &["conj", "parataxis", "nsubj"]) => at = h,
                Some(_) => return false,
            }
        }
        false
    }

    /// "they": the last subject that is several.
    fn they(&mut self, w: usize) {
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        m.plural = true;
        let met = if m.subject { self.who_met(m.sentence) } else { Vec::new() };
        if met.len() == 2 || met.len() == 3 {
            for (actor, seen) in met {
                let why = self.inference("those who met", seen);
                let r = self.resolution(&m, actor, None, why);
                m.resolutions.push(r);
            }
            self.mentions.push(m);
            return;
        }
        let from = m.sentence.saturating_sub(1);
        let several = |x: &Mention| x.subject && (x.plural && !x.resolutions.is_empty() || self.members(x).len() > 1);
        let found = self
            .mentions
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, x)| x.sentence >= from)
            .find(|(_, x)| several(x))
            .map(|x| x.0);
        if let Some(i) = found {
            let all = self.members(&self.mentions[i]);
            for j in all {
                self.copy(&mut m, j, "those last spoken of");
            }
        }
        self.mentions.push(m);
    }

    /// Persons of one or two sentences before that tell of a meeting, a call or talks, with nobody else the subject since.
    fn who_met(&self, sentence: usize) -> Vec<(ActorRef, Seen)> {
        let block = |s: usize| self.text.block_of(self.text.segments[s].start);
        let here = block(sentence);
        let from = (sentence.saturating_sub(2)..sentence).find(|s| block(*s) + 1 >= here).unwrap_or(sentence);
        let tells =
            |s: usize| self.text.segments[s].clone().any(|t| listed(MEETING, self.text.syntax.lemma(t).as_str()));
        if from == sentence || !(from..=sentence).any(tells) {
            return Vec::new();
        }
        let speaker = self.mentions.iter().find(|m| m.sentence >= from || block(m.sentence) == here);
        let label = speaker
            .filter(|m| self.text.syntax.text[m.span.end..].starts_with(':'))
            .and_then(|m| m.resolutions.first());
        let plural_since = self.mentions.iter().any(|m| {
            m.sentence >= from
                && m.sentence < sentence
                && m.subject
                && m.plural
                && !m.resolutions.iter().any(|r| r.actor.is_person())
                && self.in_main_clause(m.head)
        });
        let mut set = if plural_since { Vec::new() } else { self.distinct(from..=sentence, true) };
        set.retain(|x| label.is_none_or(|l| l.actor.id() != x.0.id()));
        set
    }

    /// A mention and those that are coordinated with it.
    fn members(&self, m: &Mention) -> Vec<usize> {
        let s = self.text.syntax;
        let conj: Vec<usize> = s.dependents(m.head, &["conj"]);
        let member = |x: &Mention| {
            x.head == m.head && x.tokens == m.tokens
                || conj.iter().any(|c| {
                    x.head == *c || x.tokens.contains(c) && x.sentence == m.sentence && !x.tokens.contains(&m.head)
                })
        };
        self.mentions
            .iter()
            .enumerate()
            .filter(|(_, x)| {
                x.sentence == m.sentence && !x.resolutions.is_empty() && x.kind != MentionKind::Adjective && member(x)
            })
            .map(|x| x.0)
            .collect()
    }

    /// "it": the one state or body that is subject of this sentence or of the one before.
    fn it(&mut self, w: usize) {
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        if !self.text.syntax.is(m.head, &["expl"]) {
            for sentence in [Some(m.sentence), m.sentence.checked_sub(1)].into_iter().flatten() {
                let mut subjects = self.mentions.iter().enumerate().filter(|(_, x)| {
                    let body = x.resolutions.first().is_some_and(|r| r.actor.id().is_some() && !r.actor.is_person());
                    x.sentence == sentence && x.subject && body && x.resolutions.len() == 1 && self.members(x).len() < 2
                });
                if let (Some((i, _)), None) = (subjects.next(), subjects.next()) {
                    self.copy(&mut m, i, "subject of the clause before");
                    break;
                }
            }
        }
        self.mentions.push(m);
    }

    /// "who", "which": what the clause hangs on.
    fn relative(&mut self, w: usize) {
        let s = self.text.syntax;
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        let token = m.head;
        let mut up = s.ancestors(token).into_iter().take(4);
        let clause = std::iter::once(token).chain(s.ancestors(token)).take(5).find(|t| s.is(*t, &["acl:relcl"]));
        let noun = clause.and_then(|c| s.token(c).head).or_else(|| up.find(|_| false));
        let found = match noun {
            Some(n) => {
                self.mentions.iter().rposition(|x| x.head == n || x.tokens.contains(&n) && x.sentence == m.sentence)
            }
            None => self
                .mentions
                .iter()
                .rposition(|x| x.sentence == m.sentence && x.tokens.end + 2 > token && !x.resolutions.is_empty()),
        };
        if let Some(i) = found.filter(|i| !self.mentions[*i].resolutions.is_empty()) {
            // the name stands in the same sentence: no inference
            m.resolutions = self.mentions[i].resolutions.clone();
            m.plural = self.mentions[i].plural;
            self.mentions.push(m);
        }
    }
}
