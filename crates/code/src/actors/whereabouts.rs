//! Does a place name say where, or who? "in Muscat", "Muscat rejected".

use super::cast::{Mention, MentionKind};
use super::casting::Casting;
use super::gazetteer::Sense;
use super::offices::of_a_state;
use super::words::listed;
use rapporteur_types::{ActorRef, dateline};
use std::collections::BTreeMap;
use std::ops::Range;

impl Casting<'_, '_> {
    /// Does an unknown place stand where only an actor can?
    pub(super) fn acts(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let head = self.text.words[words.end - 1].token;
        s.is(head, &["nsubj", "iobj"])
            || self.text.key(words.end) == "'s"
            || words.start > 0
                && matches!(self.text.key(words.start - 1), "with" | "by" | "between" | "urged" | "told" | "against")
            || s.token(head).head.is_some_and(|h| s.is(head, &["conj"]) && s.is(h, &["nsubj"]))
            || s.token(head).head.is_none() && words.start == self.text.words_of(&s.sentence_tokens(head)).start
    }

    /// Do these words open the dateline of a block?
    pub(super) fn opens_dateline(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let token = self.text.words[words.start].token;
        let block = &s.reading.blocks[s.reading.sentences[s.sentence_of(token)].block];
        let end = self.text.words[words.end - 1].token;
        let dateline = block.span.start + dateline(block.span.of(s.text));
        s.token(token).span.start == block.span.start && s.token(end).span.end <= dateline
    }

    /// Does a text name a state, and at most so many others more often?
    fn is_about(&self, state: &ActorRef, before: usize) -> bool {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for r in self.mentions.iter().flat_map(|m| &m.resolutions) {
            if let Some(c) = r.country() {
                *counts.entry(c).or_default() += 1;
            }
        }
        let own = state.country().and_then(|c| counts.get(c)).copied().unwrap_or(0);
        own > 0 && counts.values().filter(|n| **n > own).count() <= before
    }

    /// "In Nairobi, the government spokesman, Ann Otieno, said": she speaks for the state whose capital it is, where the text is
    /// about it and hers is no office that travels.
    fn speak_at_home(&mut self) {
        const TRAVEL: &str = "foreign envoy ambassador negotiator delegate secretary";
        let s = self.text.syntax;
        let opening = |m: &Mention| {
            let first = self.text.segments.get(m.sentence)?.start;
            let place = self.mentions.iter().find(|p| {
                p.sentence == m.sentence
                    && p.tokens.start == first + 1
                    && s.form(first).eq_ignore_ascii_case("in")
                    && s.form(p.tokens.end) == ","
            })?;
            let found = self.scene.gazetteer.longest(&self.text.words[self.text.words_of(&place.tokens)])?;
            let seat = found.1.iter().any(|x| matches!(x, Sense::Seat(_)));
            place.soil.clone().filter(|state| seat && self.is_about(state, 1))
        };
        let home = |m: &&Mention| {
            let words = m.span.of(&self.document.text).to_lowercase();
            let office = m.office.clone().unwrap_or_default();
            (words.contains("government") || words.contains("opposition") || of_a_state(&office))
                && !office.split(' ').any(|w| listed(TRAVEL, w))
        };
        let named = self.mentions.iter().filter(|m| m.resolutions.len() == 1 && m.resolutions[0].actor.is_person());
        let found: Vec<_> =
            named.filter(home).filter_map(|m| Some((m.resolutions[0].actor.id()?.clone(), opening(m)?))).collect();
        for (id, state) in found {
            self.scene.is_of(&id, state.country());
        }
    }

    /// Does a token stand in the dateline of its block?
    pub(super) fn in_dateline(&self, token: usize) -> bool {
        let s = self.text.syntax;
        let block = &s.reading.blocks[s.reading.sentences[s.sentence_of(token)].block];
        let length = dateline(block.span.of(s.text));
        s.token(token).span.end <= block.span.start + length
    }

    /// Dispatches from a capital call the people of its state by their offices alone: "REYKJAVIK, 14 October - …, Prime
    /// Minister X said". Whoever is named so, and of no state that the text tells, is of the state whose capital the dateline names,
    /// where the text names that state.
    pub(super) fn come_home(&mut self) {
        self.affiliate();
        self.speak_at_home();
        let g = self.scene.gazetteer;
        let opening = self.mentions.iter().filter(|m| m.kind == MentionKind::Place);
        let opening = opening.map(|m| self.text.words_of(&m.tokens)).find(|w| self.opens_dateline(w));
        let senses = opening.and_then(|w| g.longest(&self.text.words[w])).map(|found| found.1);
        let senses: Vec<Sense> = senses.into_iter().flatten().collect();
        let seat = senses.iter().find_map(|s| match s {
            Sense::Seat(i) if g.is_state(*i) => Some(g.actor(*i)),
            _ => None,
        });
        self.scene.capital.clone_from(&seat);
        let seat = seat.or_else(|| {
            senses.iter().find_map(|s| match s {
                Sense::Place(i) => g.place_country(*i).and_then(|c| g.state(c)),
                _ => None,
            })
        });
        // "BOBROWNIKI, Poland, 20 March - ": the state stands beside the place
        let seat = seat.or_else(|| {
            let datelined = self.mentions.iter().filter(|m| self.in_dateline(m.tokens.start));
            datelined.flat_map(|m| &m.resolutions).map(|r| r.actor.clone()).find(ActorRef::is_state)
        });
        // a text from where others talk is more about them
        let Some(home) = seat.filter(|s| self.is_about(s, 0)) else { return };
        for p in self.scene.persons.iter_mut().filter(|p| p.actor.country().is_none()) {
            let bare = self.bare.iter().any(|a| a.id() == p.actor.id());
            if bare
                && p.office.as_deref().is_some_and(of_a_state)
                && let ActorRef::Known { country, .. } = &mut p.actor
            {
                *country = home.country().map(str::to_string);
            }
        }
    }

    /// "in Tehran", "visited Muscat", "arrived from Doha": a place, not who rules from it.
    pub(super) fn located(&self, words: &Range<usize>, seat: bool) -> bool {
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
}

/// Nouns that a city before them places.
const MEETINGS: &str = "talks meeting meetings summit conference round negotiations declaration agreement process format forum \
    accord accords understanding understandings deal pact protocol roadmap framework treaty communique headquarters \
    office memorandum visit airport venue session dialogue time consultations";

/// Prepositions before a place.
const IN: &str = "in at near inside outside within across throughout around into over off neighboring neighbouring";
const PART_OF_A_PLACE: &str = "the central northern southern eastern western nearby downtown occupied war-torn neighboring neighbouring \
    capital";
/// Beginnings of words of motion.
const MOTION: &str = "travel visit arriv fly flew flight trip return head went go came come journey depart left leav \
    ambassador embassy mov back way tour route airport";
