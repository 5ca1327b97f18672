//! "both sides", "the two presidents": the parties or persons last mentioned together.

use super::Resolution;
use super::cast::{Mention, MentionKind, unresolved};
use super::casting::Casting;
use super::offices;
use super::reference::{REACH, Seen};
use super::words::listed;
use crate::roles::is_topic;
use rapporteur_types::ActorRef;
use std::ops::Range;

/// Nouns that stand for parties when there are two or several of them.
const PARTIES: &str = "sides countries nations states parties capitals neighbours neighbors delegations teams governments \
    powers foes adversaries rivals";
/// Those that only states are.
const STATES: &str = "countries nations states capitals neighbours neighbors governments";

impl Casting<'_, '_> {
    /// "both sides", "the two countries".
    pub(super) fn parties(&mut self, sentence: &Range<usize>, w: usize, key: &str) -> Option<usize> {
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
        // the parties of the talks that the headline tells of, rather than of those that the text calls to mind
        let own = matches!(noun, "sides" | "parties" | "delegations" | "teams").then(|| self.titled(false));
        match own.filter(|t| !persons && t.len() == 2) {
            Some(parties) => self.are(&mut m, parties, "the parties in the headline"),
            None => match self.joined(last, persons) {
                Some(both) => self.are(&mut m, both, "the two last named together"),
                None => match self.foremost().filter(|_| two && listed(STATES, noun)) {
                    Some(both) => self.are(&mut m, both, "the two whom the text is about"),
                    None => self.together(&mut m, persons, two),
                },
            },
        }
        self.mentions.push(m);
        Some(last + 1)
    }

    /// Those whom the reader takes a noun for two of.
    fn joined(&self, noun: usize, persons: bool) -> Option<Vec<(ActorRef, Seen)>> {
        let token = self.text.words[noun].token;
        let plural = self.text.syntax.reading.plurals.iter().find(|p| p.head == token)?;
        let party = |tokens: &Range<usize>| {
            let here = self.mentions.iter().filter(|m| m.tokens.start < tokens.end && tokens.start < m.tokens.end);
            here.filter(|m| m.kind != MentionKind::Place)
                .find_map(|m| Some((self.party(m.resolutions.first()?, persons)?, Some((m.sentence, m.span)))))
        };
        let both: Vec<(ActorRef, Seen)> = plural.members.iter().filter_map(|m| party(&m.tokens)).collect();
        matches!(&both[..], [a, b] if a.0.id() != b.0.id()).then_some(both)
    }

    /// The two states that the text so far names most, where no third is named half as often: not the mediator.
    fn foremost(&self) -> Option<Vec<(ActorRef, Seen)>> {
        let mut named: Vec<(usize, ActorRef, Seen)> = Vec::new();
        for m in self.mentions.iter().filter(|m| m.kind != MentionKind::Place) {
            for party in m.resolutions.iter().filter_map(|r| self.party(r, false)).filter(|a| !self.hosts(a)) {
                match named.iter_mut().find(|x| x.1.id() == party.id()) {
                    Some(x) => (x.0, x.2) = (x.0 + 1, Some((m.sentence, m.span))),
                    None => named.push((1, party, Some((m.sentence, m.span)))),
                }
            }
        }
        named.sort_by_key(|x| std::cmp::Reverse(x.0));
        let third = named.get(2).map_or(0, |x| x.0);
        let clear = named.get(1).is_some_and(|x| x.0 > 1 && x.0 >= 2 * third);
        clear.then(|| named.into_iter().take(2).map(|x| (x.1, x.2)).collect())
    }

    /// The other of the two states that the text is about, from where somebody stands.
    pub(super) fn across_from(&self, actor: &ActorRef) -> Option<ActorRef> {
        let own = self.scene.gazetteer.state_of(actor).map(|s| self.scene.gazetteer.actor(s))?;
        let [(a, _), (b, _)] = &self.foremost()?[..] else { return None };
        if a.id() == own.id() {
            Some(b.clone())
        } else if b.id() == own.id() {
            Some(a.clone())
        } else {
            None
        }
    }

    /// Whoever mediates or hosts the talks is none of "the two sides".
    pub(super) fn find_hosts(&mut self) {
        const HOSTS: &str = "broker facilitate host mediate";
        let s = self.text.syntax;
        let hosts = |m: &&Mention| {
            let verb = s.token(m.head).head.filter(|v| listed(HOSTS, s.lemma(*v).as_str()));
            verb.is_some()
                && (s.is(m.head, &["nsubj"]) && !s.is(m.head, &["nsubj:pass"]) || s.is(m.head, &["obl:agent"]))
        };
        let found: Vec<_> = self
            .mentions
            .iter()
            .filter(hosts)
            .flat_map(|m| &m.resolutions)
            .filter_map(|r| self.party(r, false)?.id().cloned())
            .collect();
        self.scene.hosts.extend(found);
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
            let set = self.titled(persons);
            found = (set.len() == 2 || !two && (2..=5).contains(&set.len())).then_some(set);
        }
        let rule = if persons { "the persons last mentioned together" } else { "the parties last mentioned together" };
        match found {
            Some(set) => self.are(m, set, rule),
            None => {
                let r = self.resolution(m, unresolved(&words), None, None);
                m.resolutions.push(r);
            }
        }
    }

    /// Who a mention is, and by which rule.
    fn are(&mut self, m: &mut Mention, set: Vec<(ActorRef, Seen)>, rule: &'static str) {
        m.plural = true;
        for (actor, seen) in set {
            let why = self.inference(rule, seen);
            let r = self.resolution(m, actor, None, why);
            m.resolutions.push(r);
        }
    }

    /// Whom the headline that stands apart from the text names; an official publisher's head of state takes part.
    pub(super) fn titled(&self, persons: bool) -> Vec<(ActorRef, Seen)> {
        let g = self.scene.gazetteer;
        let mut out: Vec<(ActorRef, Seen)> = Vec::new();
        let home = self.scene.official_state();
        let chief = home.as_ref().and_then(|h| self.scene.holder("president", h));
        let named = self.scene.titled.iter().filter_map(|a| {
            if persons {
                a.is_person().then(|| a.clone())
            } else if a.id().is_some_and(|i| i.0.starts_with("group:")) {
                Some(a.clone())
            } else {
                g.state_of(a).map(|s| g.actor(s))
            }
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
    pub(super) fn distinct(&self, sentences: std::ops::RangeInclusive<usize>, persons: bool) -> Vec<(ActorRef, Seen)> {
        let mut out: Vec<(ActorRef, Seen)> = Vec::new();
        let here = |m: &&Mention| sentences.contains(&m.sentence) && m.kind != MentionKind::Place;
        let meets = |m: &&Mention| !persons || !self.is_of_things(m) && !self.is_talked_about(m);
        for m in self.mentions.iter().filter(here).filter(meets) {
            // adjectives of peoples count only where they qualify parties: "Omani and Swiss diplomats"
            for r in &m.resolutions {
                if let Some(a) = self.party(r, persons).filter(|a| persons || !self.hosts(a)) {
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

    /// "Briefed him on her call with the president": who is in what is talked about does not talk.
    fn is_talked_about(&self, m: &Mention) -> bool {
        let s = self.text.syntax;
        let call = |i: usize| {
            matches!(s.lemma(i).as_str(), "call" | "conversation" | "discussion" | "meeting" | "talk" | "negotiation")
                && is_topic(s, i)
        };
        s.ancestors(m.head).iter().copied().any(call)
    }

    /// "the power plants Vernholt and Merrow" are no persons, nor is the town of a dateline.
    fn is_of_things(&self, m: &Mention) -> bool {
        let s = self.text.syntax;
        let noun = s.token(m.head).head.filter(|_| s.is(m.head, &["appos", "flat", "conj"]));
        let thing = noun.is_some_and(|n| {
            let lemma = s.lemma(n).to_lowercase();
            s.token(n).upos == "NOUN"
                && s.token(n).has("Number", "Plur")
                && n < m.head
                && offices::human(&lemma).is_none()
                && offices::human(&format!("{lemma}s")).is_none()
                && m.office.is_none()
        });
        // "met in Dorving": a name behind "in" is a place, whatever it was taken for
        let within = s.dependents(m.head, &["case"]).into_iter().any(|c| matches!(s.lemma(c).as_str(), "in" | "at"));
        thing || within || self.in_dateline(m.tokens.start)
    }

    fn hosts(&self, actor: &ActorRef) -> bool {
        actor.id().is_some_and(|id| self.scene.hosts.contains(id))
    }

    pub(super) fn party(&self, r: &Resolution, persons: bool) -> Option<ActorRef> {
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
    pub(super) fn joined_pair(&self, sentence: usize, persons: bool) -> Option<Vec<(ActorRef, Seen)>> {
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
}
