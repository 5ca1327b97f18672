//! Nominals without a name: whom they point back to, and what shows it.

use super::Resolution;
use super::cast::{Mention, MentionKind, unresolved};
use super::casting::Casting;
use super::marks::Mark;
use super::offices;
use super::phrase::{Determiner, Group};
use super::words::listed;
use rapporteur_types::reading::TimeBasis;
use rapporteur_types::{ActorRef, Evidence, Inference, Span, When};

/// Sentences back in which an antecedent is looked for.
pub(super) const REACH: usize = 4;

/// Sentence and span where somebody is named; none for a headline that stands apart from the text.
pub(super) type Seen = Option<(usize, Span)>;

impl Casting<'_, '_> {
    pub(super) fn inference(&self, rule: &str, evidence: Option<(usize, Span)>) -> Option<Inference> {
        let evidence = evidence.map(|(_, span)| self.evidence(span));
        Some(Inference { field: String::new(), rule: rule.to_string(), evidence })
    }

    /// Some words of this document, with their sentence.
    pub(super) fn evidence(&self, span: Span) -> Evidence {
        let sentence = self.text.syntax.reading.sentences.partition_point(|s| s.span.end <= span.start);
        Evidence { document: self.document.id.clone(), sentence, span }
    }

    pub(super) fn resolution(
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
            // whose "our government" is turns out when it is known who speaks
            None if determiner == Determiner::Ours => self.resolution(m, unresolved(&words), None, None),
            // "Government has agreed", as papers say of their own
            None if determiner == Determiner::Bare
                && m.subject
                && self.scene.capital.is_some()
                && !self.is_of_several(m) =>
            {
                let home = self.scene.capital.clone();
                let why = self.inference("the government of the capital that the dateline names", None);
                let actor = home.clone().unwrap_or_else(|| unresolved(&words));
                self.resolution(m, actor, home, why)
            }
            // "the rebel delegation" is no state's
            None if self.is_of_rebels(m) || self.is_of_several(m) || self.is_of_a_town(m) => {
                self.resolution(m, unresolved(&words), None, None)
            }
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

    fn is_of_rebels(&self, m: &Mention) -> bool {
        const REBELS: &str = "rebel rebels insurgent insurgents opposition separatist guerrilla militia paramilitary \
            jihadist secessionist breakaway";
        let s = self.text.syntax;
        s.dependents(m.head, &["compound", "amod", "nmod:unmarked"])
            .into_iter()
            .any(|t| listed(REBELS, s.lemma(t).to_lowercase().as_str()))
    }

    /// "the Council": the body named before whose name holds the word.
    pub(super) fn body_again(&mut self, mark: &Mark) {
        let word = self.text.key(mark.words.start).to_string();
        let named = |m: &&Mention| {
            m.resolutions.first().is_some_and(|r| {
                let body =
                    r.actor.id().is_some_and(|i| ["body:", "text:body:", "group:"].iter().any(|k| i.0.starts_with(k)));
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

    /// "Neither government has said so", "both governments".
    fn is_of_several(&self, m: &Mention) -> bool {
        let s = self.text.syntax;
        let det =
            |t: &usize| matches!(s.lemma(*t).to_lowercase().as_str(), "neither" | "either" | "both" | "each" | "no");
        s.dependents(m.head, &["det", "cc:preconj", "advmod"]).iter().any(det)
            || m.tokens.start.checked_sub(1).is_some_and(|t| det(&t))
    }

    /// "The new government in Kolkata": of no state, unless the town is a capital.
    fn is_of_a_town(&self, m: &Mention) -> bool {
        let s = self.text.syntax;
        let of = |t: usize| crate::roles::case_of(s, t).as_deref() == Some("in");
        let town = s.dependents(m.head, &["nmod"]).into_iter().find(|t| of(*t) && s.token(*t).upos == "PROPN");
        let Some(words) = town.map(|t| self.text.words_of(&s.phrase(t))) else { return false };
        let rest = words.start + usize::from(self.text.key(words.start) == "in")..words.end;
        let senses = self.scene.gazetteer.longest(&self.text.words[rest]).map(|f| f.1).unwrap_or_default();
        !senses.iter().any(|x| matches!(x, super::gazetteer::Sense::Seat(_) | super::gazetteer::Sense::Actor(_)))
    }

    /// Does the headline hold a word?
    fn opens_with(&self, word: &str) -> bool {
        let text = self.document.title.as_deref().unwrap_or_else(|| self.document.text.lines().next().unwrap_or(""));
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
    }

    /// "the Omani navy": the body, where the tables have it; else its state.
    pub(super) fn body(&mut self, m: &mut Mention, owner: Option<ActorRef>, head: usize, determiner: Determiner) {
        let words = m.span.of(&self.document.text).to_string();
        let noun = self.text.key(head).to_string();
        let g = self.scene.gazetteer;
        let mut why = None;
        // "Washington accused the army": another's
        let s = self.text.syntax;
        let verb = s.token(m.head).head.filter(|_| s.is(m.head, &["obj", "nsubj:pass"]));
        let accused =
            verb.is_some_and(|v| listed("accuse blame condemn charge criticize criticise", s.lemma(v).as_str()));
        let owner = owner.or_else(|| {
            let (a, seen) = self.state_in_focus(m.sentence).filter(|_| determiner == Determiner::The && !accused)?;
            why = self.inference("the state that the passage is about", Some(seen));
            Some(a)
        });
        // "The Ministry denies this", in a statement of its own from its capital
        let owner = owner.or_else(|| {
            let own = noun == "ministry" && determiner == Determiner::The && self.opens_with("ministry");
            let home = self.scene.capital.clone().filter(|_| own)?;
            why = self.inference("the government of the capital that the dateline names", None);
            Some(home)
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
        if g.determiner == Determiner::Its && owners.is_empty() {
            owners.extend(self.implied_owner(g));
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
    pub(super) fn office_of(&self, m: &Mention, office: &str, of: &ActorRef) -> Option<Resolution> {
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
    pub(super) fn office_in_focus(&self, m: &Mention, office: &str) -> Option<Resolution> {
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
        let of_states = offices::of_a_state(office);
        let focus = self.state_in_focus(m.sentence).filter(|_| of_states);
        if let Some((state, seen)) = focus
            && let Some(holder) = self.scene.holder(office, &state)
        {
            let why = self.inference("office, at that date, of the state that the passage is about", Some(seen));
            return Some(self.resolution(m, holder, Some(state), why));
        }
        // a paper that a state directs calls its own people by their offices alone
        let home = self.scene.home_state().filter(|_| of_states || office.ends_with("spokesperson"))?;
        let holder = self.scene.holder(office, &home)?;
        let why = self.inference("office of the publisher's state at that date", None);
        Some(self.resolution(m, holder, Some(home), why))
    }

    /// The day that a sentence tells of, where it lies long before the document's own.
    pub(super) fn date_of(&self, sentence: usize) -> Option<When> {
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

    /// Where a person is named last.
    pub(super) fn named_at(&self, actor: &ActorRef) -> Option<(usize, Span)> {
        let named =
            |m: &&Mention| m.kind == MentionKind::Name && m.resolutions.iter().any(|r| r.actor.id() == actor.id());
        self.mentions.iter().rev().find(named).map(|m| (m.sentence, m.span))
    }

    /// The one state that the sentence so far and the one before are about: the only one named, or the subject.
    pub(super) fn state_in_focus(&self, sentence: usize) -> Option<(ActorRef, (usize, Span))> {
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
        let own = self.scene.publisher.filter(|_| sentence < 3).map(|p| g.actor(p.0)).and_then(|a| {
            let seen = self.named_at(&a)?;
            Some((a, seen))
        });
        own.or_else(|| self.soil_in_focus(sentence))
    }

    /// The one state on whose soil the sentences so far play, behind their datelines.
    fn soil_in_focus(&self, sentence: usize) -> Option<(ActorRef, (usize, Span))> {
        let from = sentence.saturating_sub(REACH);
        let near = self.mentions.iter().filter(|m| m.sentence >= from && m.sentence <= sentence);
        let mut soils = near
            .filter(|m| m.place.is_some() && !self.opens_dateline(&self.text.words_of(&m.tokens)))
            .filter_map(|m| Some((m.soil.clone()?, (m.sentence, m.span))));
        let (state, seen) = soils.next()?;
        soils.all(|s| s.0.id() == state.id()).then_some((state, seen))
    }
}
