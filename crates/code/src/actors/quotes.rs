//! Quotation marks and turns of a transcript: whom "I" and "we" stand for.

use super::Resolution;
use super::cast::{Casting, Mention, MentionKind, unresolved};
use crate::syntax::Syntax;
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{Evidence, Inference, Span};

/// Spans between quotation marks, in order.
pub struct Quotes(Vec<Span>);

impl Quotes {
    /// Pair the marks of each block; one that is never closed runs to the end of its block.
    pub fn new(s: &Syntax) -> Quotes {
        let mut out = Vec::new();
        for b in &s.reading.blocks {
            let mut open: Option<usize> = None;
            for (i, c) in b.span.of(s.text).char_indices() {
                let at = b.span.start + i;
                match (c, open) {
                    ('“' | '«' | '„', None) | ('"', None) => open = Some(at),
                    ('”' | '»' | '"', Some(from)) => {
                        out.push(Span::new(from, at + c.len_utf8()));
                        open = None;
                    }
                    _ => {}
                }
            }
            if let Some(from) = open {
                out.push(Span::new(from, b.span.end));
            }
        }
        Quotes(out)
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

impl Casting<'_, '_> {
    /// Speakers of turns, then "I" and "we".
    pub(super) fn speak(&mut self) {
        self.label_turns();
        let s = self.text.syntax;
        let mut added = Vec::new();
        for (w, word) in self.text.words.iter().enumerate() {
            if !matches!(word.key.as_str(), "i" | "we" | "my" | "our" | "us" | "me" | "myself" | "ourselves") {
                continue;
            }
            if matches!(word.form.as_str(), "US" | "Us") || word.key == "i" && word.form != "I" {
                continue;
            }
            let mut m = self.mention(&(w..w + 1), w, MentionKind::Pronoun);
            let block = s.reading.sentences[m.sentence].block;
            let speaker = match self.quotes.around(m.span.start) {
                Some(q) => self.speaker_of_quote(q, 2).or_else(|| self.turns.get(&block).cloned()),
                None => self.turns.get(&block).cloned(),
            };
            if let Some(r) = speaker {
                let sentence = s.sentence_of(r.tokens.start);
                let evidence = Some(Evidence { document: self.document.id.clone(), sentence, span: r.span });
                let why = Inference { field: String::new(), rule: "who is speaking".into(), evidence };
                m.resolutions = vec![Resolution { span: m.span, tokens: m.tokens.clone(), inferred: Some(why), ..r }];
                added.push(m);
            }
        }
        let taken: Vec<usize> = self.mentions.iter().filter(|m| m.tokens.len() == 1).map(|m| m.head).collect();
        self.mentions.extend(added.into_iter().filter(|m| !taken.contains(&m.head)));
        self.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    }

    /// The subject outside a quotation in a sentence that it touches; else whoever spoke the one before.
    fn speaker_of_quote(&self, q: Span, steps: usize) -> Option<Resolution> {
        let s = self.text.syntax;
        let touched: Vec<usize> =
            (0..s.reading.sentences.len()).filter(|i| s.reading.sentences[*i].span.overlaps(q)).collect();
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

    /// The label at the head of each turn, resolved; a turn without one goes on with the speaker before.
    fn label_turns(&mut self) {
        let s = self.text.syntax;
        let mut current: Option<Resolution> = None;
        for (b, block) in s.reading.blocks.iter().enumerate() {
            if block.kind != BlockKind::Turn {
                if block.kind == BlockKind::Body {
                    current = None;
                }
                continue;
            }
            let words = block.span.of(s.text);
            if let Some(r) = self.label(words, block.span) {
                self.labels.push((r.tokens.clone(), b));
                current = Some(r);
            }
            if let Some(r) = &current {
                self.turns.insert(b, r.clone());
            }
        }
    }

    fn label(&self, words: &str, block: Span) -> Option<Resolution> {
        let s = self.text.syntax;
        let question =
            words.strip_prefix('Q').is_some_and(|r| r.is_empty() || r.starts_with([' ', '\u{a0}', ':', '.', '\t']));
        let answer = words
            .strip_prefix('A')
            .is_some_and(|r| r.starts_with([':', '.']) || r.starts_with(' ') && words.len() > 40);
        let len = if question || answer {
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
        if answer {
            // who is asked: the person that the document names most
            let p = self.scene.persons.iter().max_by_key(|p| p.count).filter(|p| p.count > 1)?;
            let why = Inference { field: String::new(), rule: "the person interviewed".into(), evidence: None };
            return of(p.actor.clone(), None, Some(why));
        }
        let named = self.mentions.iter().filter(|m| tokens.contains(&m.tokens.start) && !m.resolutions.is_empty());
        if let Some(m) = named.max_by_key(|m| (m.kind != MentionKind::Adjective, m.tokens.len())) {
            let r = m.resolutions[0].clone();
            return of(r.actor, r.state, r.inferred);
        }
        let label = span.of(s.text).trim();
        let short = label.split_whitespace().count() <= 6 && label.starts_with(char::is_uppercase);
        if short { of(unresolved(&label.to_lowercase()), None, None) } else { None }
    }
}
