//! Pronouns: the most salient antecedent, or none.

use super::cast::{Mention, MentionKind};
use super::casting::{Casting, GENERIC};
use super::marks::{Mark, Tag};
use super::offices::Gender;
use super::phrase::{Determiner, Group};
use super::reference::{REACH, Seen};
use super::words::listed;
use rapporteur_types::ActorRef;
use std::ops::Range;

/// Bodies that a text calls by their noun alone once it has named them: "the coalition".
const BODIES: &str = "coalition alliance movement front federation confederation league union bloc association company \
    consortium committee commission council";

/// Words of meeting: whoever meets is "they" from then on.
const MEETING: &str =
    "meet meeting speak talk talks call discuss consult host conversation confer consultation negotiate";

impl Casting<'_, '_> {
    /// Groups and pronouns that begin at a word; where to go on.
    pub(super) fn points_back(&mut self, sentence: &Range<usize>, w: usize) -> usize {
        let key = self.text.key(w).to_string();
        if matches!(key.as_str(), "the" | "both" | "two" | "all")
            && let Some(end) = self.parties(sentence, w, &key)
        {
            return end;
        }
        let bodies = if self.text.words.get(w + 1).is_some_and(|x| x.capital()) { GENERIC } else { BODIES };
        if key == "the" && w + 1 < sentence.end && listed(bodies, self.text.key(w + 1)) && !self.qualifies(w + 1) {
            let alone = w + 2 >= sentence.end || !self.text.words[w + 2].capital() && self.text.key(w + 2) != "of";
            if alone {
                self.body_again(&Mark { words: w + 1..w + 2, tag: Tag::Organisation });
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

    /// "the coalition government" is no coalition.
    fn qualifies(&self, w: usize) -> bool {
        self.text.syntax.is(self.text.words[w].token, &["compound", "nmod:unmarked", "amod"])
    }

    pub(super) fn he_or_she(&mut self, w: usize, gender: Gender) {
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        let subject = m.subject;
        if let Some(i) = self.antecedent(m.sentence, w, Some(gender), subject).or_else(|| self.chained(w)) {
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

    pub(super) fn copy(&self, m: &mut Mention, antecedent: usize, rule: &str) {
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

    /// The person before a word that the reader's chain goes back to.
    fn chained(&self, w: usize) -> Option<usize> {
        let token = self.text.words[w].token;
        let chain = self.text.syntax.chain(token)?;
        let before = chain.mentions.iter().rev().skip_while(|m| m.head >= token);
        let person = |x: &Mention| {
            x.resolutions.len() == 1
                && !x.plural
                && (x.resolutions[0].actor.is_person() || x.resolutions[0].actor.id().is_none())
        };
        before
            .filter_map(|b| self.mentions.iter().rposition(|x| x.tokens.contains(&b.head) || x.head == b.head))
            .find(|i| person(&self.mentions[*i]))
    }

    /// The most salient person before a word: near, a subject, of fitting gender, and not who is being quoted.
    pub(super) fn antecedent(&self, sentence: usize, w: usize, gender: Option<Gender>, subject: bool) -> Option<usize> {
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
            if !person || m.tokens.contains(&token) || self.only_describes(m) {
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

    /// "The Rouhani administration": of whom nothing is told.
    pub(super) fn only_describes(&self, m: &Mention) -> bool {
        let s = self.text.syntax;
        s.is(m.head, &["compound"])
            && s.token(m.head).head.is_some_and(|h| !m.tokens.contains(&h) && s.token(h).upos == "NOUN")
    }

    /// Does a word hang on the root of its sentence, or on what is coordinated with it?
    pub(super) fn in_main_clause(&self, token: usize) -> bool {
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
    pub(super) fn they(&mut self, w: usize) {
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
        let near = || self.mentions.iter().enumerate().rev().take_while(|(_, x)| x.sentence >= from);
        // whoever is spoken of in a clause below is not whom the text goes on with
        let main = near().find(|(_, x)| several(x) && self.in_main_clause(x.head) && m.subject);
        let found = main.or_else(|| near().find(|(_, x)| several(x))).map(|x| x.0);
        if let Some(i) = found {
            let all = self.members(&self.mentions[i]);
            for j in all {
                self.copy(&mut m, j, "those last spoken of");
            }
        }
        self.mentions.push(m);
    }

    /// Persons of one or two sentences before that tell of a meeting, a call or talks, with nobody else the subject since.
    pub(super) fn who_met(&self, sentence: usize) -> Vec<(ActorRef, Seen)> {
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
    pub(super) fn members(&self, m: &Mention) -> Vec<usize> {
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
    pub(super) fn it(&mut self, w: usize) {
        let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
        if !self.text.syntax.is(m.head, &["expl"])
            && let Some(i) = self.body_in_focus(m.sentence)
        {
            self.copy(&mut m, i, "subject of the clause before");
        }
        self.mentions.push(m);
    }

    /// The one state or body that is subject of a sentence so far or of the one before.
    fn body_in_focus(&self, sentence: usize) -> Option<usize> {
        for sentence in [Some(sentence), sentence.checked_sub(1)].into_iter().flatten() {
            let mut subjects = self.mentions.iter().enumerate().filter(|(_, x)| {
                let body = x.resolutions.first().is_some_and(|r| r.actor.id().is_some() && !r.actor.is_person());
                x.sentence == sentence && x.subject && body && x.resolutions.len() == 1 && self.members(x).len() < 2
            });
            if let (Some((i, _)), None) = (subjects.next(), subjects.next()) {
                return Some(i);
            }
        }
        None
    }

    /// Whose "its foreign minister" and "her government" are.
    pub(super) fn implied_owner(&self, g: &Group) -> Option<ActorRef> {
        let sentence = self.text.segment_of(self.text.words[g.words.start].token);
        let of = |i: usize| self.mentions[i].resolutions.first();
        match (g.determiner, self.text.key(g.words.start)) {
            (Determiner::Its, "its") => self.body_in_focus(sentence).and_then(of).map(|r| r.actor.clone()),
            (Determiner::Persons, "his" | "her") if g.human.is_some() => {
                let gender = if self.text.key(g.words.start) == "his" { Gender::He } else { Gender::She };
                let person = self.antecedent(sentence, g.words.start, Some(gender), false).and_then(of)?;
                let state = self.scene.gazetteer.state_of(&person.actor).map(|s| self.scene.gazetteer.actor(s));
                state.or_else(|| person.state.clone())
            }
            // "Kenya, whose foreign minister …"; "a spokesman for Kenya's president, …"
            (Determiner::Bare, _) if g.words.start > 0 => {
                let back = match self.text.key(g.words.start - 1) {
                    "whose" => 1,
                    "'s" => 0,
                    _ => return None,
                };
                let token = self.text.words[g.words.start - 1].token;
                let before =
                    self.mentions.iter().rev().take(3).find(|m| m.tokens.end <= token && m.tokens.end + back >= token);
                before.and_then(|m| m.resolutions.first()).map(|r| r.actor.clone()).filter(|a| !a.is_person())
            }
            _ => None,
        }
    }

    /// "who", "which": what the clause hangs on.
    pub(super) fn relative(&mut self, w: usize) {
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
