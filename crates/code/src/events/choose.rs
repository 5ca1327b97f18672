//! Which frames come into question as events: one event a trigger.

use crate::coder::Passage;
use crate::modality;
use crate::remarks::triggers;
use crate::roles::case_of;
use rapporteur_types::EventType;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::EventFrame;

/// Below this the type is as uncertain as the event: a table that knows the trigger decides it.
const UNCERTAIN: f32 = 0.6;

/// A frame that is an event, with the table that knows its trigger.
pub struct Choice<'a> {
    /// The frame; its type is the table's where the encoder is not sure.
    pub frame: EventFrame,
    /// The table.
    pub table: Option<&'a FrameFile>,
    /// Does a table know the trigger?
    pub known: bool,
    /// Talks of which it is told that they failed or that a round of them is over: half of every negotiation.
    pub over: bool,
    /// A noun of the tables with its complement.
    pub nominal: bool,
}

/// The frames that are events, in the order of the text.
pub fn choose<'a>(p: &'a Passage) -> Vec<Choice<'a>> {
    let s = &p.syntax;
    let named: Vec<(usize, &FrameFile)> = p
        .coder
        .frames
        .iter()
        .filter(|f| f.event.is_some())
        .flat_map(|f| triggers(s, f).into_iter().map(move |t| (s.head_of(&t), f)))
        .collect();
    let mut choices: Vec<Choice> = Vec::new();
    let told = |f: &&EventFrame| {
        let void = modality::is_void(s, s.head_of(&f.trigger));
        let passed_on = modality::passes_on(s, s.head_of(&f.trigger));
        f.considered()
            && p.speaks(f.trigger.start)
            && !nature(p, f)
            && !describes(p, f)
            && !void
            && !passed_on
            && !price(p, f)
            && !eased(p, f)
            && !leaves_a_house(p, f)
    };
    for f in s.reading.frames.events.iter().filter(told) {
        let here: Vec<&FrameFile> = named.iter().filter(|(at, _)| f.trigger.contains(at)).map(|x| x.1).collect();
        let mut frame = f.clone();
        let mut table = here.iter().find(|x| x.event == Some(f.event_type)).copied();
        if let (None, Some(first)) = (table, here.first())
            && f.score < UNCERTAIN
            && here.iter().all(|x| x.event == first.event)
        {
            frame.event_type = first.event.unwrap_or(f.event_type);
            table = Some(first);
        }
        let nominal = complemented(p, &frame) && (table.is_some() || lists(p, &frame));
        let (known, over) = (table.is_some() || lists(p, &frame), over(p, &frame));
        choices.push(Choice { known, over, frame, table, nominal });
    }
    choices.sort_by(|a, b| {
        b.frame.score.total_cmp(&a.frame.score).then(a.frame.trigger.start.cmp(&b.frame.trigger.start))
    });
    let mut kept: Vec<Choice> = Vec::new();
    for c in choices {
        if !kept.iter().any(|k| same(p, &k.frame, &c.frame)) {
            kept.push(c);
        }
    }
    kept.sort_by_key(|c| c.frame.trigger.start);
    kept
}

/// "After the president left the White House", "left office", "left the hospital": nothing is done to anybody.
fn leaves_a_house(p: &Passage, f: &EventFrame) -> bool {
    const HOUSES: [&str; 5] = ["house", "office", "hospital", "room", "stage"];
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    s.has_lemma(t, "leave")
        && s.dependents(t, &["obj"]).into_iter().any(|o| {
            // "White House", whichever of its words heads it
            let named = s.dependents(o, &["flat", "compound"]).into_iter().chain([o]);
            named.into_iter().any(|i| HOUSES.contains(&s.form(i).to_lowercase().as_str()))
        })
}

/// A noun of a deed that says whom or what it hit, or who did it.
fn complemented(p: &Passage, f: &EventFrame) -> bool {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let says = |c: usize| matches!(case_of(s, c).as_deref(), Some("of" | "against" | "on" | "by"));
    s.token(t).upos == "NOUN" && s.dependents(t, &["nmod"]).into_iter().any(says)
}

/// "Talks showed promise before collapsing", "negotiations broke down"; "ended a second day of talks".
fn over(p: &Passage, f: &EventFrame) -> bool {
    const FAILS: [&str; 8] = ["collapse", "fail", "stall", "break", "falter", "founder", "derail", "unravel"];
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    const ENDS: [&str; 5] = ["adjourn", "complete", "conclude", "end", "finish"];
    const SPELLS: [&str; 6] = ["day", "hour", "meeting", "round", "session", "week"];
    let talks = matches!(s.lemma(t).as_str(), "talk" | "negotiation" | "discussion" | "round");
    let Some(v) = s.token(t).head.filter(|_| f.event_type == EventType::Consult && talks) else { return false };
    let spell = SPELLS.contains(&s.lemma(v).as_str()) && s.is(t, &["nmod"]) && s.is(v, &["obj"]);
    let ended = spell && s.token(v).head.is_some_and(|end| ENDS.contains(&s.lemma(end).as_str()));
    // the parser hangs "before collapsing" now on the verb, now on its object
    ended || s.is(t, &["nsubj"]) && s.subtree(v).into_iter().any(|x| FAILS.contains(&s.lemma(x).as_str()))
}

/// Does a table of the frame's type list the trigger, whatever else it asks for?
fn lists(p: &Passage, f: &EventFrame) -> bool {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let lemma = s.lemma(t);
    let noun = matches!(s.token(t).upos.as_str(), "NOUN" | "PROPN");
    // a plural in capitals ("Sanctions") is a name to the reader
    let singular = lemma.strip_suffix('s').unwrap_or(&lemma).to_string();
    let tables = p.coder.frames.iter().filter(|x| x.event == Some(f.event_type));
    tables
        .into_iter()
        .any(|x| if noun { x.nouns.contains(&lemma) || x.nouns.contains(&singular) } else { x.verbs.contains(&lemma) })
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
    let forces = |n: usize| s.subtree(n).into_iter().any(|i| FORCES.contains(&s.lemma(i).as_str()));
    s.dependents(t, &["nsubj", "compound"]).into_iter().any(forces)
}

/// "A tariff of two dollars a unit": a price, no duty on another's goods.
fn price(p: &Passage, f: &EventFrame) -> bool {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let currency = |unit: &str| unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase());
    let sum = |n: usize| {
        let span = s.span(&s.phrase(n));
        s.reading.quantities.iter().any(|q| span.contains(q.span) && currency(&q.unit))
    };
    let of = |n: &usize| case_of(s, *n).as_deref() == Some("of");
    f.event_type == EventType::Sanction
        && s.lemma(t) == "tariff"
        && s.dependents(t, &["nmod"]).into_iter().filter(of).any(sum)
}

/// "Talks on lifting the sanctions", "the removal of tariffs", "sanctions relief": what is to end is not imposed.
fn eased(p: &Passage, f: &EventFrame) -> bool {
    const ENDS: [&str; 20] = [
        "abolish",
        "cancel",
        "drop",
        "ease",
        "easing",
        "end",
        "lift",
        "lifting",
        "relax",
        "relief",
        "relieve",
        "removal",
        "remove",
        "repeal",
        "revoke",
        "scrap",
        "suspend",
        "suspension",
        "terminate",
        "termination",
    ];
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    f.event_type == EventType::Sanction
        && s.token(t).upos == "NOUN"
        && s.is(t, &["obj", "nsubj:pass", "nmod", "compound"])
        && s.token(t).head.is_some_and(|g| ENDS.contains(&s.lemma(g).as_str()))
}

/// "The negotiating teams", "the warring sides": a participle that only describes who acts.
fn describes(p: &Passage, f: &EventFrame) -> bool {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    s.is(t, &["amod"]) && matches!(s.token(t).upos.as_str(), "VERB" | "ADJ") && s.form(t).ends_with("ing")
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
