//! Who does what to whom: the encoder's event frames with actors, date, place, quantities and standing.
//!
//! | file | concept |
//! | --- | --- |
//! | `between` | what holds between two given parties |
//! | `choose` | which frames are events, and which are the same one |
//! | `participants` | who does it and to whom |
//! | `standing` | whether it happened |
//! | `setting` | when, where, how many |

pub mod between;
mod choose;
mod participants;
mod setting;
mod standing;

#[cfg(test)]
mod tests;

use crate::coder::Passage;
use choose::Choice;
use rapporteur_types::{Claim, ClaimBody, Event, EventType, Modality};

/// An event of which the text names one side only needs this probability (chosen on passages held back from training).
const ONE_SIDED: f32 = 0.45;

/// An event told as a fact whose trigger no table knows needs this probability: a false fact is worse than a lost one
/// (chosen on passages held back from training).
const FACT: f32 = 0.7;

/// Events of a passage, in order.
pub fn events(p: &Passage) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for c in choose::choose(p) {
        let claim = event(p, &c, &out);
        out.extend(claim);
    }
    out
}

fn event(p: &Passage, choice: &Choice, before: &[Claim]) -> Option<Claim> {
    let (f, table) = (&choice.frame, choice.table);
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let who = participants::participants(p, f, table, before);
    let sides = [&who.sources, &who.targets].into_iter().filter(|l| !l.is_empty()).count();
    if sides == 0 || (sides == 1 && f.score < ONE_SIDED && !choice.nominal) {
        return None;
    }

    let date = setting::date(p, f, t);
    let (mut factors, mut modality) = standing::standing(p, f, t, date);
    if modality == Modality::Asserted && participants::accused(p, f, t, &who) {
        factors.hedged = true;
        modality = Modality::Hedged;
    }
    if modality.is_actual() && !choice.known && f.score < FACT {
        return None;
    }
    if modality == Modality::Demanded && f.event_type != EventType::Request {
        // what is called for is the content of the call, which is the event
        return None;
    }
    let (date, basis) = match date {
        Some(d) => (Some(d), None),
        None => setting::around(p, f, t, modality),
    };
    let mut inferred = who.inferred;
    inferred.extend(basis);
    let evidence = s.span(&f.evidence);
    let body = ClaimBody::Event(Event {
        event_type: f.event_type,
        mode: table.and_then(|x| x.mode.clone()),
        context: setting::contexts(p, &f.evidence),
        cameo: table.and_then(|x| x.cameo.clone()).unwrap_or_else(|| f.event_type.cameo_root().to_string()),
        trigger: s.span(&f.trigger),
        sources: who.sources,
        targets: who.targets,
        date,
        place: setting::place(p, f),
        quantities: setting::counts(p, evidence),
    });
    let mut claim = p.claim(body, p.evidence(t, evidence), factors, modality, f.score);
    claim.inferred = inferred;
    Some(claim)
}
