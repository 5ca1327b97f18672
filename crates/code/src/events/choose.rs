//! Which frames are events: from a threshold on, lower where the tables know the trigger; one event a trigger.

use crate::coder::Passage;
use crate::remarks::triggers;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::EventFrame;

/// A frame counts from this probability on (chosen on claims_train by F1).
const THRESHOLD: f32 = 0.68;
/// A frame whose trigger a table knows with the same type counts from here on.
const KNOWN: f32 = 0.4;

/// The frames that are events, in the order of the text, with the table that knows the trigger.
pub fn choose<'a>(p: &'a Passage) -> Vec<(&'a EventFrame, Option<&'a FrameFile>)> {
    let s = &p.syntax;
    let named: Vec<(usize, &FrameFile)> = p
        .coder
        .frames
        .iter()
        .filter(|f| f.event.is_some())
        .flat_map(|f| triggers(s, f).into_iter().map(move |t| (s.head_of(&t), f)))
        .collect();
    let table = |f: &EventFrame| {
        named.iter().find(|(at, x)| f.trigger.contains(at) && x.event == Some(f.event_type)).map(|x| x.1)
    };
    let mut frames: Vec<(&EventFrame, Option<&FrameFile>)> =
        s.reading.frames.events.iter().filter(|f| p.speaks(f.trigger.start)).map(|f| (f, table(f))).collect();
    frames.retain(|(f, known)| f.score >= if known.is_some() { KNOWN } else { THRESHOLD });
    frames.retain(|(f, _)| !nature(p, f));
    frames.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then(a.0.trigger.start.cmp(&b.0.trigger.start)));
    let mut kept: Vec<(&EventFrame, Option<&FrameFile>)> = Vec::new();
    for f in frames {
        if !kept.iter().any(|k| same(p, k.0, f.0)) {
            kept.push(f);
        }
    }
    kept.sort_by_key(|f| f.0.trigger.start);
    kept
}

/// "An earthquake strikes": nobody does it.
fn nature(p: &Passage, f: &EventFrame) -> bool {
    const FORCES: [&str; 12] = [
        "earthquake",
        "storm",
        "cyclone",
        "flood",
        "tsunami",
        "hurricane",
        "typhoon",
        "tornado",
        "quake",
        "heatwave",
        "landslide",
        "virus",
    ];
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    s.dependents(t, &["nsubj", "compound"]).iter().any(|n| FORCES.contains(&s.lemma(*n).as_str()))
}

/// One trigger is one event; so are a light verb and its noun ("carried out strikes", "held talks"), and two triggers of
/// one type over the same words.
fn same(p: &Passage, a: &EventFrame, b: &EventFrame) -> bool {
    let s = &p.syntax;
    if a.trigger.start < b.trigger.end && b.trigger.start < a.trigger.end {
        return true;
    }
    let (x, y) = (s.head_of(&a.trigger), s.head_of(&b.trigger));
    let hangs = |low: usize, high: usize| {
        s.token(low).head == Some(high)
            && s.is(low, &["obj", "obl", "xcomp", "nmod", "compound", "amod", "nsubj:pass", "acl"])
            && !s.is(low, &["acl:relcl"])
    };
    a.event_type == b.event_type && (a.evidence == b.evidence || hangs(x, y) || hangs(y, x))
}
