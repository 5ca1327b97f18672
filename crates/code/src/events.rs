//! Who does what to whom: the encoder's event frames with actors, date, place, quantities and standing.
//!
//! | file | concept |
//! | --- | --- |
//! | `between` | what holds between two given parties |
//! | `choose` | which frames are events, and which are the same one |
//! | `participants` | who does it and to whom: rules |
//! | `form` | the rules of the sentence alone |
//! | `parts` | who does it and to whom: all that speaks for each actor, the rules among it |
//! | `standing` | whether it happened |
//! | `setting` | when, where, how many |

pub mod between;
mod choose;
mod form;
mod participants;
pub mod parts;
mod setting;
pub mod standing;

#[cfg(test)]
mod tests;

use crate::coder::Passage;
use crate::confidence::Features;
use crate::roles::roles;
use choose::Choice;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Event, EventType, Inference, Modality};

/// Confidence in talks of which it is told that they failed or are over, however unsure the head is that they are an event.
const OVER: f32 = 0.5;

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
    if who.sources.is_empty() && who.targets.is_empty() {
        return None;
    }

    let date = setting::date(p, f, t);
    let (factors, modality, happened) = standing::standing(p, f, t, date, &who);
    if modality == Modality::Demanded && f.event_type != EventType::Request {
        // what is called for is the content of the call, which is the event
        return None;
    }
    let (date, basis) = match date {
        Some(d) => (Some(d), None),
        None => setting::around(p, f, t, modality),
    };
    let (mut inferred, likely, left) = (who.inferred, who.likely, who.left);
    inferred.extend(basis);
    let evidence = s.span(&f.evidence);
    let event = Event {
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
    };
    let mut features = features(p, choice, t, &event, modality, &inferred);
    features.score("happened", happened);
    features.score("source left", left[0]);
    features.score("target left", left[1]);
    features.score("source likely", likely[0]);
    features.score("target likely", likely[1]);
    let (body, evidence, standing) = (ClaimBody::Event(event), p.evidence(t, evidence), (factors, modality));
    let mut claim = match choice.over {
        true => p.made(body, evidence, standing, OVER),
        false => p.claim(body, evidence, standing, features)?,
    };
    claim.inferred = inferred;
    Some(claim)
}

/// What speaks for an event: head and tables, who takes part, what the trigger is in its sentence.
fn features(p: &Passage, choice: &Choice, t: usize, e: &Event, modality: Modality, inferred: &[Inference]) -> Features {
    let (s, frame) = (&p.syntax, &choice.frame);
    let mut f = Features::default();
    f.score("score", frame.score);
    f.value("reranked", frame.reranked[0]);
    f.value("reranked with that type", frame.reranked[1]);
    f.word("type", e.event_type.name());
    let types = &frame.types;
    f.score("type is that", types.iter().find(|x| x.0 == e.event_type).map_or(0.0, |x| x.1));
    f.score("type is another", types.iter().find(|x| x.0 != e.event_type).map_or(0.0, |x| x.1));
    f.word("modality", modality.word());
    let (encoder, score) = standing::encoder(frame);
    f.word("encoder", encoder.word());
    f.value("encoder modality", score);
    f.holds("table", choice.table.is_some());
    f.holds("known", choice.known);
    f.holds("nominal", choice.nominal);
    let surest = |l: &[(usize, f32)]| l.iter().map(|x| x.1).fold(0.0, f32::max);
    f.value("source score", surest(&frame.sources));
    f.value("target score", surest(&frame.targets));
    let known = |l: &[ActorRef]| l.iter().filter(|a| a.id().is_some()).count() as f32;
    f.value("sources", e.sources.len() as f32);
    f.value("targets", e.targets.len() as f32);
    f.value("known sources", known(&e.sources));
    f.value("known targets", known(&e.targets));
    f.holds("mutual", e.sources == e.targets);
    f.holds("source inferred", inferred.iter().any(|i| i.field == "source"));
    f.holds("target inferred", inferred.iter().any(|i| i.field == "target"));
    let tree = roles(s, t);
    f.value("agents", tree.agents.len().min(2) as f32);
    f.value("patients", tree.patients.len().min(2) as f32);
    f.value("partners", tree.partners.len().min(2) as f32);
    f.word("upos", &s.token(t).upos);
    f.word("relation", s.token(t).base_rel());
    f.value("depth", s.ancestors(t).len() as f32);
    let sentence = s.sentence_tokens(t);
    let (words, all) = (frame.evidence.len() as f32, sentence.len() as f32);
    f.value("evidence", words.ln());
    f.value("sentence", all.ln());
    f.value("share", words / all);
    f.value("trigger", frame.trigger.len() as f32);
    let others = s.reading.frames.events.iter().filter(|x| x.seen() && x.trigger != frame.trigger);
    let others: Vec<_> = others.filter(|x| sentence.contains(&x.trigger.start)).collect();
    f.value("others", others.len() as f32);
    let rival = |x: &&&EventFrame| x.event_type == frame.event_type && x.score > frame.score;
    f.value("rivals", others.iter().filter(rival).count() as f32);
    let said = s.reading.frames.statements.iter();
    let content = said.clone().filter(|x| x.content.contains(&t)).map(|x| x.score);
    f.value("said", content.fold(0.0, f32::max));
    let cue = said.filter(|x| x.cue.as_ref().is_some_and(|c| c.contains(&t))).map(|x| x.score);
    f.value("cue", cue.fold(0.0, f32::max));
    let position = s.reading.frames.positions.iter().filter(|x| frame.trigger.contains(&x.anchor)).map(|x| x.score);
    f.value("position", position.fold(0.0, f32::max));
    f.value("fact", s.reading.fact(t).unwrap_or(0.0));
    f
}
