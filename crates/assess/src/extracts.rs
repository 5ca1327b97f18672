//! Which sentences answer by themselves what readers ask of the talks: those that the reader holds likeliest to tell it, newer
//! ones before older ones, no two that say the same.

use crate::case::{Case, days};
use crate::relevance::NEAR;
use crate::words::words;
use rapporteur_types::dossier::Told;
use rapporteur_types::{ActorRef, Claim, Evidence, Extract, RemarkKind, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// The claims that rest on each sentence of each document.
type Places<'c> = BTreeMap<(usize, usize), Vec<&'c Claim>>;

/// Most sentences of an answer.
const MOST: usize = 3;
/// Most of them from one document.
const OF_ONE: usize = 2;
/// A sentence of more words is no answer but a paragraph.
const LONG: usize = 70;
/// One of fewer leans on those around it.
const SHORT: usize = 7;
/// What comes next is told by documents of the last so many days.
const SOON: i64 = 14;
/// What happened more than so many days ago presses nobody today.
const LONG_AGO: i64 = 180;
/// A document without a day counts as this old, in days.
const UNDATED: i64 = 180;
/// How likely a frame file that fits says by itself that a sentence tells its topic; joined with what the reader says as if the two were
/// independent (noisy or, Pearl 1988).
const FRAMED: f64 = 0.5;
/// Two sentences that share so much of their words say the same.
const ALIKE: f64 = 0.6;

/// How likely the best sentence must tell something to be shown for it, how likely any more of them, and after how many days a
/// sentence counts half. By folds over labelled texts, so that of those shown some three in four tell it, by themselves or with those
/// around them; what obstacles, pressure and others are asks for more and reaches less (`evals/reading.md`).
fn asked(topic: Topic) -> (f64, f64, Option<i64>) {
    match topic {
        Topic::Subject => (0.45, 0.6, None),
        Topic::Mediation => (0.35, 0.5, Some(180)),
        Topic::Precedent => (0.35, 0.5, None),
        Topic::NextStep => (0.35, 0.5, Some(60)),
        Topic::Demand | Topic::Compromise | Topic::Support => (0.4, 0.5, Some(60)),
        Topic::Opposition | Topic::Risk | Topic::Outcome => (0.4, 0.5, Some(60)),
        Topic::Obstacle | Topic::ThirdParty => (0.5, 0.6, Some(60)),
        Topic::Pressure => (0.6, 0.7, Some(60)),
    }
}

/// The sentences about these talks, and which of them answer what.
pub(crate) fn told(case: &Case, claims: &[Claim], devoted: &[bool]) -> (Vec<Claim>, Vec<Told>) {
    let mut places: Places = BTreeMap::new();
    for (c, e) in claims.iter().flat_map(|c| c.evidence.iter().map(move |e| (c, e))) {
        places.entry((case.doc(e), e.sentence)).or_default().push(c);
    }
    let extracts = about(case, &places, devoted);
    let mut told = Vec::new();
    for topic in Topic::ALL {
        let ranked = ranked(case, &places, &extracts, topic);
        if matches!(topic, Topic::Demand | Topic::Support | Topic::Opposition) {
            let home = topic != Topic::Demand;
            let of_whom = |c: &Claim| match home {
                true => at_home(case, &places, c).or_else(|| side(case, &places, c)),
                false => side(case, &places, c),
            };
            let sides: Vec<Option<usize>> = ranked.iter().map(|c| of_whom(c.1)).collect();
            let of = |party: Option<usize>| ranked.iter().zip(&sides).filter(move |(_, s)| **s == party).map(|x| *x.0);
            for (i, party) in case.sides.parties.iter().enumerate() {
                told.extend(answer(case, topic, Some(party.clone()), of(Some(i))));
            }
            // a wish of nobody who is known is seldom that of a side
            if home {
                told.extend(answer(case, topic, None, of(None)));
            }
        } else {
            told.extend(answer(case, topic, None, ranked.iter().copied()));
        }
    }
    (extracts, told)
}

/// The sentences of documents about these talks; of other documents those near a claim that is.
fn about(case: &Case, places: &Places, devoted: &[bool]) -> Vec<Claim> {
    let mut out = Vec::new();
    for (at, (d, devoted)) in case.docs.iter().zip(devoted).enumerate() {
        if d.source.unread || d.source.copy_of.is_some() || d.source.changed_in.is_some() {
            continue;
        }
        let near = |e: &Evidence| {
            places.range((at, e.sentence.saturating_sub(NEAR))..=(at, e.sentence + NEAR)).next().is_some()
        };
        let of_these = |c: &&Claim| (*devoted || near(c.first())) && !case.of_other_talks(c);
        out.extend(d.coded.extracts.iter().filter(of_these).cloned());
    }
    out
}

/// The sentences that may tell something, the best first, with how likely each does.
fn ranked<'c>(case: &Case, places: &Places, extracts: &'c [Claim], topic: Topic) -> Vec<(f64, &'c Claim)> {
    let (least, _, half) = asked(topic);
    let age = |c: &Claim| case.published(c).zip(case.as_of).map_or(UNDATED, |(p, now)| days(p, now.last()).max(0));
    let mut out: Vec<(f64, f64, &Claim)> = Vec::new();
    for c in extracts {
        let Some(x) = c.extract() else { continue };
        let here = rests(case, places, c);
        let framed = here.iter().any(|c| c.remark().is_some_and(|r| shows(r.about) == Some(topic)));
        let likely = if framed { 1.0 - (1.0 - x.tells(topic)) * (1.0 - FRAMED) } else { x.tells(topic) };
        if likely < least || !stands_alone(case.words(c)) {
            continue;
        }
        // "money is not on the agenda" tells what talks are not about
        if topic == Topic::Subject && words(case.words(c)).iter().any(|w| matches!(w.1, "not" | "no" | "No" | "never"))
        {
            continue;
        }
        if topic == Topic::NextStep && (age(c) > SOON || is_over(case, c, x)) {
            continue;
        }
        if is_past(case, topic, x) {
            continue;
        }
        let weight = half.map_or(1.0, |half| half as f64 / (half + age(c)) as f64);
        out.push((likely * weight, likely, c));
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| case.time_key(b.2).cmp(&case.time_key(a.2))));
    out.into_iter().map(|x| (x.1, x.2)).collect()
}

/// What a remark shows that the sentence tells.
fn shows(about: RemarkKind) -> Option<Topic> {
    match about {
        RemarkKind::StickingPoint => Some(Topic::Obstacle),
        RemarkKind::Agenda => Some(Topic::Subject),
        RemarkKind::Mediation => Some(Topic::Mediation),
        RemarkKind::Division => Some(Topic::Opposition),
        RemarkKind::Risk => Some(Topic::Risk),
        RemarkKind::Willingness => Some(Topic::Compromise),
        RemarkKind::NextRound => Some(Topic::NextStep),
        RemarkKind::Breakdown | RemarkKind::Spoiler | RemarkKind::Reading => None,
    }
}

/// Has the last day that a sentence names gone by, or come, where it was told before? Then newer reports tell what became of it.
fn is_over(case: &Case, c: &Claim, x: &Extract) -> bool {
    x.date.is_some_and(|d| d.day.is_some() && case.has_come(c, d))
}

/// Does a sentence tell of what lies long back by the day that it names? Pressure and obstacles are those of these months.
fn is_past(case: &Case, topic: Topic, x: &Extract) -> bool {
    let present = matches!(topic, Topic::Pressure | Topic::Obstacle | Topic::Risk | Topic::NextStep);
    present && x.date.zip(case.as_of).is_some_and(|(d, now)| days(d.last(), now.first()) > LONG_AGO)
}

/// Can a sentence be read without those around it? One that opens with a pronoun, of which "he" is nobody named before in it, or of
/// which a quotation begins or ends elsewhere, cannot; a long one is no answer, a short one seldom says what it is about.
fn stands_alone(sentence: &str) -> bool {
    const BACK: [&str; 19] = [
        "he", "she", "it", "they", "this", "that", "these", "those", "both", "such", "his", "her", "their", "its",
        "we", "our", "i", "my", "others",
    ];
    const JOINTS: [&str; 6] = ["but", "and", "so", "yet", "still", "then"];
    const OPENERS: [&str; 24] = [
        "on",
        "in",
        "at",
        "after",
        "before",
        "when",
        "while",
        "as",
        "if",
        "for",
        "later",
        "earlier",
        "then",
        "asked",
        "according",
        "with",
        "to",
        "by",
        "from",
        "under",
        "the",
        "a",
        "an",
        "yesterday",
    ];
    let found = words(sentence);
    let is = |w: &str, list: &[&str]| list.contains(&w.to_lowercase().as_str());
    let first = found.iter().find(|w| !is(w.1, &JOINTS));
    let person = found.iter().position(|w| matches!(w.1, "he" | "she"));
    // the first word has a capital whatever it is
    let names = |w: &&(usize, &str)| w.1.starts_with(char::is_uppercase) && !is(w.1, &OPENERS);
    let named = |at: usize| found[..at].iter().find(names).is_some();
    // whose "we" it is stands elsewhere, but for what somebody is quoted with
    let own = !sentence.contains(['"', '“', '‘']) && found.iter().any(|w| matches!(w.1, "we" | "We" | "I" | "us"));
    let marks = |open: char, close: char| sentence.matches(open).count() == sentence.matches(close).count();
    (SHORT..=LONG).contains(&found.len())
        && first.is_some_and(|w| !is(w.1, &BACK))
        && !own
        && person.is_none_or(|at| at > 0 && named(at))
        && sentence.matches('"').count().is_multiple_of(2)
        && marks('“', '”')
        && marks('(', ')')
}

/// The first of some sentences that say different things, not too many of one document.
fn answer<'c>(
    case: &Case,
    topic: Topic,
    party: Option<ActorRef>,
    ranked: impl Iterator<Item = (f64, &'c Claim)>,
) -> Option<Told> {
    let (_, more, _) = asked(topic);
    let mut kept: Vec<&Claim> = Vec::new();
    for (likely, c) in ranked {
        let of_one = kept.iter().filter(|k| k.first().document == c.first().document).count();
        let enough = kept.is_empty() || likely >= more;
        if enough && of_one < OF_ONE && !kept.iter().any(|k| alike(case.words(k), case.words(c))) {
            kept.push(c);
        }
        if kept.len() == MOST {
            break;
        }
    }
    (!kept.is_empty()).then(|| Told { topic, party, extracts: kept.into_iter().map(|c| c.id.clone()).collect() })
}

fn alike(a: &str, b: &str) -> bool {
    let set = |s: &str| words(s).into_iter().map(|(_, w)| w.to_lowercase()).collect::<BTreeSet<_>>();
    let (a, b) = (set(a), set(b));
    let least = a.len().min(b.len());
    least > 0 && a.intersection(&b).count() as f64 >= ALIKE * least as f64
}

/// The claims that rest on a sentence.
fn rests<'p, 'c>(case: &Case, places: &'p Places<'c>, c: &Claim) -> &'p [&'c Claim] {
    places.get(&(case.doc(c.first()), c.first().sentence)).map(Vec::as_slice).unwrap_or_default()
}

fn only(sides: BTreeSet<usize>) -> Option<usize> {
    sides.first().copied().filter(|_| sides.len() == 1)
}

/// The party at whose home a sentence is set: in whose seat of government, else whose people alone say or do something in it.
fn at_home(case: &Case, places: &Places, c: &Claim) -> Option<usize> {
    let acting = || rests(case, places, c).iter().filter_map(|x| x.actors().first().copied());
    only(case.sides.names.seats(case.words(c))).or_else(|| only(case.parties(acting())))
}

/// The party that a sentence tells something of: whose stand, else whose words, are coded in it, else the only one that it opens with.
fn side(case: &Case, places: &Places, c: &Claim) -> Option<usize> {
    let here = rests(case, places, c);
    let held: BTreeSet<usize> =
        here.iter().filter_map(|x| x.position()).flat_map(|p| case.parties(p.side.iter().chain(&p.holders))).collect();
    let said: BTreeSet<usize> =
        here.iter().filter_map(|x| x.statement()).flat_map(|s| case.parties(&s.speakers)).collect();
    match (held.is_empty(), said.is_empty()) {
        (false, true) => only(held),
        // what one side says of another's stand may be its own wish
        (false, false) => only(held).filter(|side| said.contains(side)),
        (true, false) => only(said),
        (true, true) => case.sides.names.opening(case.words(c)),
    }
}
