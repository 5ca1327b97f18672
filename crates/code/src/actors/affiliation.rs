//! Of which state somebody is whom the text names without one: by the tree around the name.
//!
//! "Ann Otieno, an adviser to the Kenyan president", "the junior minister leading the Kenyan delegation", "Kenya was represented by
//! …": what the name is apposed to, hangs on or does. Rules over the words of a phrase (`phrase`) find most; these find the rest.

use super::cast::{Mention, MentionKind};
use super::casting::Casting;
use super::words::listed;
use crate::roles::case_of;
use rapporteur_types::OBSERVERS;
use std::collections::BTreeSet;

/// How far below a noun its state may stand: "secretary of the council of Kenya".
const DEPTH: usize = 3;

/// Verbs of those who act for a side.
const LEADS: &str = "lead head chair represent";
/// Nouns for the people of a side.
const TEAM: &str = "team delegation side mission panel";
/// Who serves somebody: "an adviser to the Kenyan president".
const SERVES: &str = "adviser advisor aide assistant secretary counsel deputy spokesman spokeswoman spokesperson envoy";

impl Casting<'_, '_> {
    /// Give the persons of whom nothing tells the state the one that the tree shows, where it is one alone.
    pub(super) fn affiliate(&mut self) {
        let named = self.mentions.iter().filter(|m| m.kind == MentionKind::Name && m.resolutions.len() == 1);
        let found: Vec<_> = named
            .filter(|m| m.resolutions[0].actor.is_person() && m.resolutions[0].actor.country().is_none())
            .filter_map(|m| Some((m.resolutions[0].actor.id()?.clone(), self.state_of_name(m)?)))
            .collect();
        for (id, state) in found {
            self.scene.is_of(&id, Some(&state));
        }
    }

    fn state_of_name(&self, m: &Mention) -> Option<String> {
        let s = self.text.syntax;
        let name = m.head;
        let mut nouns = vec![name];
        nouns.extend(s.token(name).head.filter(|_| s.is(name, &["appos", "flat"])));
        // "Kenya's water secretary and chief negotiator, Ann Otieno"
        let joined: Vec<usize> =
            nouns.iter().skip(1).filter_map(|n| s.token(*n).head.filter(|_| s.is(*n, &["conj"]))).collect();
        nouns.extend(joined);
        let apposed: Vec<usize> = nouns.iter().flat_map(|n| s.dependents(*n, &["appos"])).collect();
        nouns.extend(apposed);
        let mut out: BTreeSet<String> = BTreeSet::new();
        for noun in nouns.iter().filter(|n| !OBSERVERS.contains(&s.lemma(**n).as_str())) {
            self.states_below(*noun, DEPTH, m, &mut out);
            for clause in s.dependents(*noun, &["acl", "acl:relcl"]) {
                self.states_led(clause, &mut out);
            }
        }
        if out.is_empty() {
            self.states_beside(name, &mut out);
        }
        (out.len() == 1).then(|| out.pop_first()).flatten()
    }

    /// The state that a word names, not as a place.
    fn state_at(&self, token: usize) -> Option<String> {
        let here = self.mentions.iter().filter(|x| x.head == token && x.kind != MentionKind::Place);
        let state = |x: &Mention| {
            let [r] = &x.resolutions[..] else { return None };
            r.actor.is_state().then(|| r.actor.country().map(str::to_string)).flatten()
        };
        here.filter_map(state).next()
    }

    /// The state of the person whom a word names.
    fn persons_state(&self, token: usize) -> Option<String> {
        let here = self.mentions.iter().filter(|x| x.tokens.contains(&token) && x.kind == MentionKind::Name);
        let person = here.flat_map(|x| &x.resolutions).find(|r| r.actor.is_person())?;
        person.country().map(str::to_string)
    }

    /// States that own a noun, or own what it is of.
    fn states_below(&self, noun: usize, depth: usize, m: &Mention, out: &mut BTreeSet<String>) {
        let s = self.text.syntax;
        for d in s.dependents(noun, &["nmod:poss", "amod", "compound", "nmod"]) {
            let case = case_of(s, d);
            let below = match case.as_deref() {
                None | Some("'s" | "\u{2019}s" | "of" | "for" | "from") => true,
                Some("leading" | "heading") => listed(TEAM, s.lemma(d).as_str()),
                Some("to") => listed(SERVES, s.lemma(noun).as_str()) && self.state_at(d).is_none(),
                _ => false,
            };
            if !below || m.tokens.contains(&d) && noun == m.head {
                continue;
            }
            match self.state_at(d) {
                Some(state) => {
                    out.insert(state);
                }
                None => {
                    // "an adviser to the minister Juan Paz" is of his state
                    out.extend(self.persons_state(d).filter(|_| listed(SERVES, s.lemma(noun).as_str())));
                    if depth > 0 {
                        self.states_below(d, depth - 1, m, out);
                    }
                }
            }
        }
    }

    /// "leading the Kenyan delegation", "who represents Kenya", "speaking for the Kenyan side".
    fn states_led(&self, verb: usize, out: &mut BTreeSet<String>) {
        let s = self.text.syntax;
        let for_side = |t: &usize| case_of(s, *t).as_deref() == Some("for");
        let whom: Vec<usize> = match s.lemma(verb).as_str() {
            v if listed(LEADS, v) => s.dependents(verb, &["obj"]),
            "speak" | "negotiate" => s.dependents(verb, &["obl"]).into_iter().filter(for_side).collect(),
            _ => Vec::new(),
        };
        whom.into_iter().for_each(|t| self.states_of_side(t, out));
    }

    /// Kenya of "Kenya" and of "the Kenyan delegation".
    fn states_of_side(&self, noun: usize, out: &mut BTreeSet<String>) {
        let s = self.text.syntax;
        match self.state_at(noun) {
            Some(state) => {
                out.insert(state);
            }
            None if listed(TEAM, s.lemma(noun).as_str()) => {
                let owners = s.dependents(noun, &["nmod:poss", "amod", "compound", "nmod"]);
                out.extend(owners.into_iter().filter_map(|d| self.state_at(d)));
            }
            None => {}
        }
    }

    /// "For the Kenyan side, Ann Otieno said", "Kenya was represented by Ann Otieno", "the Kenyan team, under Ann Otieno",
    /// "Kenya named Ann Otieno as its negotiator".
    fn states_beside(&self, name: usize, out: &mut BTreeSet<String>) {
        let s = self.text.syntax;
        let Some(head) = s.token(name).head else { return };
        let lemma = s.lemma(head);
        let case = case_of(s, name);
        let side = |t: usize, out: &mut BTreeSet<String>| self.states_of_side(t, out);
        if s.is(name, &["nsubj"]) && !s.is(name, &["nsubj:pass"]) {
            self.states_led(head, out);
            // a state itself may be what is signed for or said of; a side is a side
            let signs = listed("sign initial speak negotiate", lemma.as_str());
            let behind = |t: &usize| case_of(s, *t).as_deref() == Some("for");
            for t in s.dependents(head, &["obl"]).into_iter().filter(behind) {
                if signs || listed(TEAM, s.lemma(t).as_str()) {
                    side(t, out);
                }
            }
        }
        if listed(LEADS, lemma.as_str()) && case.as_deref() == Some("by") {
            s.dependents(head, &["nsubj:pass"]).into_iter().for_each(|t| side(t, out));
        }
        if case.as_deref() == Some("under") {
            side(head, out);
            s.dependents(head, &["nsubj"]).into_iter().for_each(|t| side(t, out));
        }
        if listed("name appoint send dispatch choose designate", lemma.as_str()) && s.is(name, &["obj", "xcomp"]) {
            s.dependents(head, &["nsubj"]).into_iter().for_each(|t| side(t, out));
        }
    }
}
