//! Whom the document names outside the sentence: implicit arguments (Gerber and Chai 2012).

use super::Candidate;
use crate::actors::cast::Mention;
use crate::coder::Passage;
use crate::confidence::Features;
use rapporteur_types::{ActorRef, Evidence, Inference};

/// How many of those named elsewhere come into question.
const MOST: usize = 6;

/// Sentences further away count only for whom the document names most.
const NEAR: i64 = 4;

/// Somebody whom the sentence does not name: "the two sides resumed their talks", "the ban was lifted".
pub struct Elsewhere<'a> {
    actor: &'a ActorRef,
    /// The last mention before the sentence, else the first behind it.
    mention: &'a Mention,
    evidence: Evidence,
    /// Sentences between; negative where it is named only later.
    back: i64,
    /// How often the document names it.
    times: usize,
    /// How many are named more often.
    more: usize,
}

impl Elsewhere<'_> {
    /// As somebody who may take part.
    pub fn candidate(&self) -> Candidate {
        let rule = "named in a sentence nearby".into();
        let inference = Inference { field: String::new(), rule, evidence: Some(self.evidence.clone()) };
        let actors = vec![(self.actor.clone(), Some(inference))];
        Candidate {
            word: Some(self.mention.head),
            actors,
            elsewhere: true,
            source: Features::default(),
            target: Features::default(),
        }
    }

    /// What speaks for it.
    pub fn features(&self, out: &mut Features) {
        out.value("elsewhere", 1.0);
        out.value("sentences back", self.back as f32);
        out.value("times named", (self.times as f32).ln_1p());
        out.value("named more often", self.more as f32);
        out.value("was subject", f32::from(u8::from(self.mention.subject)));
    }
}

/// Whom the document names outside the sentence, the nearest first.
pub fn named<'a>(p: &'a Passage, t: usize, here: &[(Option<usize>, Candidate)]) -> Vec<Elsewhere<'a>> {
    let s = &p.syntax;
    let sentence = s.sentence_of(t);
    let back = |m: &Mention| sentence as i64 - s.sentence_of(m.head) as i64;
    let mut named: Vec<Elsewhere> = Vec::new();
    for (actor, mut mentions) in p.cast.named() {
        let times = mentions.clone().count();
        let before = mentions.clone().rev().find(|m| back(m) > 0);
        let Some(mention) = before.or_else(|| mentions.find(|m| back(m) < 0)) else { continue };
        let (back, more) = (back(mention), p.cast.named_more_than(times));
        if back.abs() <= NEAR || more < 2 {
            let evidence = p.evidence(mention.head, mention.span);
            named.push(Elsewhere { actor, mention, evidence, back, times, more });
        }
    }
    named.retain(|x| !here.iter().any(|(_, c)| c.actors.iter().any(|a| a.0 == *x.actor)));
    named.sort_by_key(|x| (if x.back > 0 { x.back } else { NEAR - x.back }, x.more, x.mention.head));
    named.truncate(MOST);
    named
}
