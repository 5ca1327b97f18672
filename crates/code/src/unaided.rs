//! Frames from tables and trees alone, as if the encoder had no heads for them: what the rules are worth by themselves (the
//! ablation in `evals/coding.md`).

use crate::coder::Coder;
use crate::remarks::{clause, triggers};
use crate::roles::{roles, subject};
use crate::syntax::Syntax;
use rapporteur_types::reading::{EventFrame, Frames, StatementFrame};
use rapporteur_types::{Modality, Tone};
use std::ops::Range;

/// Statements at the verbs of the cue tables, events at the triggers of the frame tables; positions follow from both.
pub fn frames(s: &Syntax, coder: &Coder) -> Frames {
    Frames { statements: statements(s, coder), events: events(s, coder), positions: Vec::new(), topics: Vec::new() }
}

fn statements(s: &Syntax, coder: &Coder) -> Vec<StatementFrame> {
    let verbs = (0..s.reading.tokens.len()).filter(|i| s.token(*i).upos == "VERB");
    let found = verbs.filter_map(|v| {
        coder.cue(s, &(v..v + 1))?;
        let content =
            s.dependents(v, &["ccomp", "xcomp", "parataxis", "obj"]).into_iter().map(|c| s.phrase(c)).next()?;
        let source = subject(s, v).filter(|(_, passive)| !passive).map(|(n, _)| s.phrase(n));
        Some(StatementFrame {
            cue: Some(v..v + 1),
            content,
            source,
            modality: Modality::Asserted,
            modality_score: 0.0,
            tone: Tone::Neutral,
            score: 1.0,
            reranked: 0.0,
        })
    });
    found.collect()
}

fn events(s: &Syntax, coder: &Coder) -> Vec<EventFrame> {
    let tables = coder.frames.iter().filter_map(|f| f.event.map(|e| (f, e)));
    let mut found: Vec<EventFrame> = tables
        .flat_map(|(f, event_type)| triggers(s, f).into_iter().map(move |t| (t, f.reciprocal, event_type)))
        .map(|(trigger, reciprocal, event_type)| {
            let head = s.head_of(&trigger);
            let r = roles(s, head);
            let sure = |words: Vec<usize>| words.into_iter().map(|w| (w, 1.0)).collect::<Vec<_>>();
            let (mut sources, mut targets) = (r.agents, [r.patients, r.partners].concat());
            if reciprocal {
                let all = [sources, targets].concat();
                (sources, targets) = (all.clone(), all);
            }
            EventFrame {
                evidence: around(clause(s, head), &trigger),
                trigger,
                event_type,
                types: vec![(event_type, 1.0)],
                sources: sure(sources),
                targets: sure(targets),
                places: Vec::new(),
                modalities: Vec::new(),
                score: 1.0,
                reranked: [0.0; 2],
                parts: Vec::new(),
            }
        })
        .collect();
    found.sort_by_key(|f| (f.trigger.start, f.event_type.name()));
    found.dedup_by_key(|f| (f.trigger.clone(), f.event_type));
    found
}

fn around(clause: Range<usize>, trigger: &Range<usize>) -> Range<usize> {
    clause.start.min(trigger.start)..clause.end.max(trigger.end)
}
