//! Quotation marks and turns of a transcript: whom "I" and "we" stand for.

use super::Resolution;
use super::cast::{Mention, MentionKind, unresolved};
use super::casting::Casting;
use super::offices::{Human, human, office};
use super::words::{Word, name_words};
use crate::syntax::Syntax;
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{ActorRef, Inference, Span};
use std::collections::HashMap;

/// The office whose site an outlet is: "President of Russia".
fn office_of_outlet(outlet: &str) -> Option<String> {
    let words: Vec<Word> =
        name_words(outlet).into_iter().map(|form| Word { key: form.to_lowercase(), form, token: 0 }).collect();
    office(&words).map(|o| o.1.name)
}

/// Is a label certainly a speaker's: a person, or a reporter?
fn is_speaker(r: &Resolution) -> bool {
    r.actor.is_person()
        || r.actor == unresolved("a reporter")
        || r.tokens.len() > 1 && r.actor.plain_name().contains("official")
}

/// Spans between quotation marks, in order.
pub struct Quotes(Vec<Span>);

impl Quotes {
    /// Pair the marks of each block. One that is never closed runs to the end of its block where a speech can begin with it, and to the end of its
    /// sentence where it stands in the middle of one (`is "in line with its duties.`) or another opens before it is closed.
    pub fn new(s: &Syntax) -> Quotes {
        let mut out = Vec::new();
        for b in &s.reading.blocks {
            let mut open: Option<usize> = None;
            for (i, c) in b.span.of(s.text).char_indices() {
                let at = b.span.start + i;
                match (c, open) {
                    ('“' | '«' | '„', Some(from)) => {
                        out.push(Span::new(from, end_of_sentence(s, from).min(at)));
                        open = Some(at);
                    }
                    ('“' | '«' | '„' | '"', None) => open = Some(at),
                    ('”' | '»' | '"', Some(from)) => {
                        out.push(Span::new(from, at + c.len_utf8()));
                        open = None;
                    }
                    _ => {}
                }
            }
            if let Some(from) = open {
                let before = s.text[b.span.start..from].trim_end();
                let speech = before.is_empty() || before.ends_with([':', ',', '.', '?', '!']);
                out.push(Span::new(from, if speech { b.span.end } else { end_of_sentence(s, from).min(b.span.end) }));
            }
        }
        Quotes(out)
    }

    /// All of them, with their marks.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The quotation around a byte.
    pub fn around(&self, at: usize) -> Option<Span> {
        let i = self.0.partition_point(|q| q.end <= at);
        self.0.get(i).copied().filter(|q| q.start <= at)
    }

    fn before(&self, q: Span) -> Option<Span> {
        let i = self.0.partition_point(|x| x.start < q.start);
        i.checked_sub(1).map(|i| self.0[i])
    }
}

/// Where the sentence around a byte ends.
fn end_of_sentence(s: &Syntax, at: usize) -> usize {
    let i = s.reading.sentences.partition_point(|x| x.span.end <= at);
    s.reading.sentences.get(i).map_or(at + 1, |x| x.span.end)
}

impl Casting<'_, '_> {
    /// Speakers of turns, then "I" and "we".
    pub(super) fn speak(&mut self) {
        self.label_turns();
        let mut added = Vec::new();
        for (w, word) in self.text.words.iter().enumerate() {
            if !matches!(
                word.key.as_str(),
                "i" | "we" | "my" | "our" | "us" | "me" | "myself" | "ourselves" | "you" | "your"
            ) {
                continue;
            }
            if matches!(word.form.as_str(), "US" | "Us") || word.key == "i" && word.form != "I" {
                continue;
            }
            let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
            let block = self.text.block_of(m.head);
            if word.key == "we"
                && let Some(r) = self.named_after(w)
            {
                self.turns.entry(block).or_insert_with(|| r.clone());
                m.resolutions = vec![r];
                added.push(m);
                continue;
            }
            let speaker = match self.quotes.around(m.span.start) {
                _ if word.key.starts_with("you") => self.asked(block),
                Some(q) => self.speaker_of_quote(q, 2).or_else(|| self.turns.get(&block).cloned()),
                None => self.turns.get(&block).cloned(),
            };
            if let Some(r) = speaker {
                self.spoken_for(&word.key, &m, &r);
                let evidence = Some(self.evidence(r.span));
                let rule = if word.key.starts_with("you") { "who is asked" } else { "who is speaking" };
                let why = r.inferred.filter(|i| i.evidence.is_none() && self.labels.is_empty());
                let why = why.unwrap_or(Inference { field: String::new(), rule: rule.into(), evidence });
                m.resolutions = vec![Resolution {
                    span: m.span,
                    tokens: m.tokens.clone(),
                    inferred: Some(why),
                    actor: r.actor,
                    state: r.state,
                }];
                added.push(m);
            }
        }
        let taken: Vec<usize> = self.mentions.iter().filter(|m| m.tokens.len() == 1).map(|m| m.head).collect();
        self.mentions.extend(added.into_iter().filter(|m| !taken.contains(&m.head)));
        self.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    }

    /// "Our government", "your side": the state of whoever speaks or is asked.
    fn spoken_for(&mut self, word: &str, m: &Mention, by: &Resolution) {
        let g = self.scene.gazetteer;
        let state = by.state.clone().or_else(|| g.state_of(&by.actor).map(|i| g.actor(i)));
        let (Some(state), "our" | "your") = (state, word) else { return };
        let s = self.text.syntax;
        let government = |x: &Mention| human(&s.form(x.head).to_lowercase()) == Some(Human::State);
        let owned = self.mentions.iter().position(|x| x.tokens.start == m.head && x.tokens.len() > 1 && government(x));
        if let Some(i) = owned {
            let why = self.inference("who is speaking", Some((m.sentence, by.span)));
            let r = self.resolution(&self.mentions[i], state.clone(), Some(state), why);
            self.mentions[i].resolutions = vec![r];
        }
    }

    /// The subject outside a quotation in a sentence that it touches; else whoever spoke the one before.
    fn speaker_of_quote(&self, q: Span, steps: usize) -> Option<Resolution> {
        let touched: Vec<usize> = (0..self.text.segments.len()).filter(|i| self.segment_span(*i).overlaps(q)).collect();
        let speaks = |m: &&Mention| {
            touched.contains(&m.sentence)
                && m.subject
                && !m.resolutions.is_empty()
                && self.quotes.around(m.span.start).is_none()
        };
        let gap = |m: &&Mention| {
            if m.span.start >= q.end { m.span.start - q.end } else { q.start.saturating_sub(m.span.end) }
        };
        if let Some(m) = self.mentions.iter().filter(speaks).min_by_key(gap) {
            return m.resolutions.first().cloned();
        }
        let before = self.quotes.before(q).filter(|_| steps > 0)?;
        self.speaker_of_quote(before, steps - 1)
    }

    fn segment_span(&self, segment: usize) -> Span {
        let (s, r) = (self.text.syntax, &self.text.segments[segment]);
        s.token(r.start).span.cover(s.token(r.end - 1).span)
    }

    /// The label at the head of each turn, resolved; a turn without one goes on with the speaker before.
    fn label_turns(&mut self) {
        let blocks = &self.text.syntax.reading.blocks;
        let turns = blocks.iter().filter(|b| b.kind == BlockKind::Turn).count();
        let words = |b: usize| blocks[b].span.of(self.text.syntax.text);
        let question = (0..blocks.len()).find(|b| is_question(words(*b)));
        let answers = |b: usize| is_answer(words(b), question.is_some_and(|q| q < b));
        let answer = (0..blocks.len()).find(|b| answers(*b));
        let asked = answer.and_then(|b| self.interviewed(blocks[b].span.start));
        let mut current: Option<Resolution> = None;
        for (b, block) in blocks.iter().enumerate() {
            if !matches!(block.kind, BlockKind::Turn | BlockKind::Body) {
                continue;
            }
            let label = if answers(b) {
                asked.clone().map(|r| self.at_label(r, block.span))
            } else {
                self.label(words(b), block.span)
            };
            let label = label.filter(|r| block.kind == BlockKind::Turn || turns > 0 || is_speaker(r));
            if let Some(r) = label {
                self.labels.push((r.tokens.clone(), b));
                current = Some(r);
            }
            if let Some(r) = &current {
                self.turns.insert(b, r.clone());
            }
        }
        // what stands before the first label
        let silent: Vec<usize> = (0..blocks.len())
            .filter(|b| blocks[*b].kind == BlockKind::Body)
            .take_while(|b| !self.turns.contains_key(b))
            .collect();
        if let Some(r) = silent.first().and_then(|_| self.only_speaker(&silent)) {
            self.turns.extend(silent.into_iter().map(|b| (b, r.clone())));
        }
    }

    /// Who speaks where nobody is labelled, in a text of a publisher that speaks for its state: whom the headline says,
    /// else the office that publishes; where only "we" is said, the state.
    fn only_speaker(&self, blocks: &[usize]) -> Option<Resolution> {
        let s = self.text.syntax;
        let first = |forms: &[&str]| {
            self.text.words.iter().position(|w| {
                let inside = blocks.contains(&self.text.block_of(w.token));
                let spoken = forms.contains(&w.form.as_str()) && matches!(s.token(w.token).upos.as_str(), "PRON" | "");
                spoken && inside && self.quotes.around(s.token(w.token).span.start).is_none()
            })
        };
        let state = self.scene.official_state()?;
        let (i, we) = (first(&["I", "my", "My"]), first(&["We", "we", "our", "Our"]));
        let w = i.or(we)?;
        let title = self.document.title.as_deref().unwrap_or("").to_lowercase();
        let labelled =
            |a: &ActorRef| self.labels.iter().any(|l| self.turns.get(&l.1).is_some_and(|r| r.actor.id() == a.id()));
        // whoever is spoken of by name is not the speaker
        let spoken_of = |a: &ActorRef| {
            self.mentions.iter().any(|m| {
                let block = self.text.block_of(m.head);
                m.kind == MentionKind::Name
                    && blocks.contains(&block)
                    && m.resolutions.iter().any(|r| r.actor.id() == a.id())
            })
        };
        let mut titled: Vec<&ActorRef> = Vec::new();
        for a in self.scene.authors.iter().filter(|a| a.is_person() && !spoken_of(a)) {
            if !titled.iter().any(|t| t.id() == a.id()) && (self.labels.is_empty() || !labelled(a)) {
                titled.push(a);
            }
        }
        let office = self.document.outlet.as_deref().and_then(office_of_outlet);
        // "G7 Leaders' Statement on …": whose name stands before the word, and no other
        let joint = ["statement", "communiqu", "declaration"].iter().filter_map(|w| title.find(w)).min();
        let owns = |a: &ActorRef| {
            let body = a.id().is_some_and(|id| id.0.starts_with("body:"));
            body && joint.is_some_and(|n| title[..n].contains(&a.plain_name().to_lowercase()))
        };
        let body = match &self.scene.authors[..] {
            [one] if owns(one) => Some(one),
            _ => None,
        };
        let (actor, rule) = if let (Some(one), None) = (body, i) {
            (one.clone(), "the headline says whose statement it is")
        } else if title.contains("senior administration official") || title.starts_with("background ") {
            (unresolved("a senior administration official"), "the headline says who speaks")
        } else if let Some(o) = office {
            (self.scene.holder(&o, &state)?, "the office that publishes, at that date")
        } else if let [one] = titled[..] {
            (one.clone(), "the headline names one person")
        } else if i.is_none() && titled.is_empty() && self.labels.is_empty() {
            (state.clone(), "the publisher speaks for its state")
        } else {
            return None;
        };
        if actor.is_person() && spoken_of(&actor) {
            return None;
        }
        let why = Inference { field: String::new(), rule: rule.into(), evidence: None };
        let token = self.text.words[w].token;
        let span = s.token(token).span;
        Some(Resolution { actor, state: Some(state), span, tokens: token..token + 1, inferred: Some(why) })
    }

    /// "We, the leaders of the G7": the body or state that the apposition names.
    fn named_after(&self, w: usize) -> Option<Resolution> {
        let next = w + 1 + usize::from(self.text.key(w + 1) == ",");
        if self.text.key(next) != "the" {
            return None;
        }
        let token = self.text.words[next].token;
        let m = self.mentions.iter().find(|m| m.plural && m.tokens.contains(&token))?;
        let r = m.resolutions.first()?;
        Some(Resolution { actor: r.state.clone()?, ..r.clone() })
    }

    /// "you" in a reporter's question: who answers.
    fn asked(&self, block: usize) -> Option<Resolution> {
        let asker = self.turns.get(&block)?;
        if asker.actor.id().is_some() {
            return None;
        }
        let other = |r: &&Resolution| r.actor != asker.actor && r.actor.id().is_some();
        let after = self.turns.range(block..).map(|x| x.1).find(other);
        after.or_else(|| self.turns.range(..block).rev().map(|x| x.1).find(other)).cloned()
    }

    /// Who is asked in an interview: who is told to say most before the first answer, else the first to be named as somebody who does something.
    fn interviewed(&self, answer: usize) -> Option<Resolution> {
        let s = self.text.syntax;
        let person =
            |m: &&Mention| m.kind == MentionKind::Name && m.resolutions.first().is_some_and(|r| r.actor.is_person());
        let before = |m: &&Mention| m.span.start < answer;
        let by_head: HashMap<usize, &Mention> =
            self.mentions.iter().filter(person).filter(before).map(|m| (m.head, m)).collect();
        let sources = s.reading.frames.statements.iter().filter(|f| f.score >= 0.4).filter_map(|f| f.source.as_ref());
        let mut said: Vec<(usize, &Mention)> = Vec::new();
        for m in sources.filter_map(|r| by_head.get(&s.head_of(r)).copied()) {
            match said.iter_mut().find(|x| x.1.resolutions[0].actor.id() == m.resolutions[0].actor.id()) {
                Some(x) => x.0 += 1,
                None => said.push((1, m)),
            }
        }
        let most = said.iter().rev().max_by_key(|x| x.0).map(|x| x.1);
        let m = most.or_else(|| self.mentions.iter().filter(person).find(|m| m.subject))?;
        let why = Inference {
            field: String::new(),
            rule: "the person interviewed".into(),
            evidence: Some(self.evidence(m.span)),
        };
        Some(Resolution { state: None, inferred: Some(why), ..m.resolutions[0].clone() })
    }

    /// Who answers, at the letter that says that an answer begins.
    fn at_label(&self, who: Resolution, block: Span) -> Resolution {
        let span = Span::new(block.start, block.start + 1);
        Resolution { span, tokens: self.text.syntax.tokens_in(span), ..who }
    }

    fn label(&self, words: &str, block: Span) -> Option<Resolution> {
        let s = self.text.syntax;
        let question = is_question(words);
        let len = if question {
            1
        } else {
            words
                .find(':')
                .filter(|n| *n > 0 && *n < 80 && !words[..*n].contains(['.', '?', '!']) || words[..*n].len() < 30)?
        };
        let span = Span::new(block.start, block.start + len);
        let tokens = s.tokens_in(span);
        if tokens.is_empty() {
            return None;
        }
        let of = |actor, state, inferred| Some(Resolution { actor, state, span, tokens: tokens.clone(), inferred });
        if question {
            return of(unresolved("a reporter"), None, None);
        }
        // "Kenya and Peru after Lamu: progress in small things": a headline, no label
        let goes_on = |i: usize| match s.token(i).upos.as_str() {
            "VERB" | "AUX" | "SCONJ" | "PRON" => true,
            "ADP" => !matches!(s.lemma(i).as_str(), "of" | "for" | "to" | "at" | "in"),
            _ => false,
        };
        if tokens.clone().any(goes_on) {
            return None;
        }
        let named = self.mentions.iter().filter(|m| tokens.contains(&m.tokens.start) && !m.resolutions.is_empty());
        if let Some(m) = named
            .max_by_key(|m| (m.kind != MentionKind::Adjective, m.tokens.len()))
            .filter(|m| m.tokens.end >= tokens.end || words[len..].starts_with(':'))
        {
            let r = m.resolutions[0].clone();
            return of(r.actor, r.state, r.inferred);
        }
        let label = span.of(s.text).trim();
        let short = label.split_whitespace().count() <= 6 && label.starts_with(char::is_uppercase);
        if short { of(unresolved(&label.to_lowercase()), None, None) } else { None }
    }
}

/// Does a block begin with what marks a question: "Q", "Question:"?
fn is_question(words: &str) -> bool {
    is_marked(words, "question")
        || is_marked(words, "journalist")
        || begins(words, 'Q', &[' ', '\u{a0}', ':', '.', '\t'])
}

/// Does a block begin with what marks an answer? "A sore spot is" begins an article, where nobody is asked (`asks`) anything.
fn is_answer(words: &str, asks: bool) -> bool {
    is_marked(words, "answer")
        || begins(words, 'A', &[':', '.'])
        || asks && words.len() > 40 && begins(words, 'A', &[' '])
}

fn is_marked(words: &str, mark: &str) -> bool {
    let head = words.get(..mark.len()).is_some_and(|h| h.eq_ignore_ascii_case(mark));
    head && words[mark.len()..].trim_start().starts_with([':', '('])
}

fn begins(words: &str, letter: char, before: &[char]) -> bool {
    words.strip_prefix(letter).is_some_and(|rest| rest.is_empty() || rest.starts_with(before))
}
