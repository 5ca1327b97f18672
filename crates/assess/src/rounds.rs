//! Meetings of the talks: reports of one meeting are one round; reports that conflict are both kept with it.

use crate::case::{Case, days};
use crate::findings::only_offered;
use crate::words::{any_of, lower};
use rapporteur_types::dossier::{Contradiction, Round, RoundStatus};
use rapporteur_types::{ActorRef, Claim, ClaimBody, EventType, Modality, RemarkKind, When};
use std::collections::{BTreeMap, BTreeSet};

/// An undated report speaks of a meeting at most so many days before it was published.
const RECENT: i64 = 10;

/// A round of several days has so many at most, less one.
const LONGEST: i64 = 3;

/// Do words tell of a meeting of more than one day?
fn goes_on(words: &[String]) -> bool {
    let several = |w: &[String]| {
        let day = matches!(w[1].as_str(), "day" | "days");
        day && any_of(&w[..1], &["second", "third", "final", "last", "two", "three", "four", "of"])
    };
    words.windows(2).any(several) || words.windows(2).any(|w| w[0].parse::<i8>().is_ok() && w[1].parse::<i8>().is_ok())
}

/// The rounds in order of time, numbered from 1.
pub(crate) fn rounds(case: &Case, claims: &[Claim], contradictions: &[Contradiction]) -> Vec<Round> {
    let mut meetings: Vec<Meeting> = Vec::new();
    let mut reports: Vec<&Claim> = claims.iter().filter(|c| is_meeting(case, c)).collect();
    // the dated first: the undated look for a dated meeting to belong to
    reports.sort_by_key(|c| (precision(case, c), case.time_key(c)));
    for c in reports {
        match meetings.iter_mut().find(|m| m.takes(case, c, contradictions)) {
            Some(m) => m.claims.push(c),
            None => meetings.push(Meeting { claims: vec![c] }),
        }
    }
    for m in &mut meetings {
        // a meeting that was held is told by who told it, not by who announced it
        let held = m.status(case) == RoundStatus::Held;
        let announced = |c: &Claim| held && c.modality == Modality::Planned;
        m.claims.sort_by_key(|c| (announced(c), case.doc(c.first()), c.first().span, c.id.clone()));
    }
    meetings.sort_by_key(|m| (m.order(case), m.claims[0].id.clone()));
    let held = meetings.iter().filter(|m| m.status(case) == RoundStatus::Held).count();
    let all: Vec<Round> = meetings.iter().enumerate().map(|(i, m)| m.round(case, claims, i + 1, held == 1)).collect();
    all
}

/// Does a claim stand in a sentence that tells of the latest meeting that was held?
pub(crate) fn tells_latest(rounds: &[Round], claims: &[Claim], c: &Claim) -> bool {
    let Some(latest) = rounds.iter().rev().find(|r| r.status == RoundStatus::Held) else { return false };
    let place = c.first();
    let told = claims.iter().filter(|x| latest.claims.contains(&x.id)).flat_map(|x| &x.evidence);
    latest.claims.contains(&c.id)
        || told.into_iter().any(|e| (&e.document, e.sentence) == (&place.document, place.sentence))
}

/// Words for what somebody wants or refuses: a format beside them need not be that of the meeting.
const WANTED: [&str; 16] = [
    "demand", "demands", "demanded", "reject", "rejects", "rejected", "refuse", "refused", "refuses", "insists",
    "insisted", "wants", "ruled", "rule", "denied", "instead",
];

/// Words for a meeting.
const MEETING: [&str; 12] = [
    "talks",
    "negotiations",
    "engagement",
    "contact",
    "contacts",
    "meeting",
    "round",
    "discussions",
    "dialogue",
    "encounter",
    "session",
    "exchange",
];

/// Words for talking, or for what is said.
const TALK: [&str; 16] = [
    "talks",
    "negotiations",
    "meeting",
    "met",
    "meet",
    "round",
    "discussions",
    "dialogue",
    "session",
    "views",
    "words",
    "proposals",
    "drafts",
    "messages",
    "notes",
    "ideas",
];

/// The formats of meeting that some words name; strictly, only where a word for a meeting follows.
fn formats(words: &[String], strict: bool) -> Vec<&'static str> {
    let mut out = Vec::new();
    for (i, w) in words.iter().enumerate() {
        let format = match w.as_str() {
            "direct" | "directly" => "direct",
            "face" if words[i..].iter().take(3).map(String::as_str).eq(["face", "to", "face"]) => "direct",
            "indirect" | "indirectly" | "proximity" => "indirect",
            "technical" => "technical",
            "expert" | "experts" | "working" if words.get(i + 1).is_some_and(|n| n == "level") => "technical",
            _ => continue,
        };
        let before = &words[i.saturating_sub(2)..i];
        let after = &words[i + 1..words.len().min(i + 5)];
        if !any_of(before, &["no", "not", "without", "never", "nor", "than"]) && (!strict || any_of(after, &MEETING)) {
            out.push(format);
        }
    }
    out
}

struct Meeting<'a> {
    claims: Vec<&'a Claim>,
}

/// Talks of a principal with another party or with a mediator; a signing at some place; or the next meeting, where a remark
/// dates it.
fn is_meeting(case: &Case, c: &Claim) -> bool {
    match &c.body {
        ClaimBody::Event(e) if e.event_type == EventType::Consult => {
            let words = lower(case.words(c));
            let call = any_of(&words, &["phone", "telephone", "phoned", "telephoned"])
                || (any_of(&words, &["call", "calls", "called", "spoke", "conversation"])
                    && !any_of(&words, &["talks", "negotiations", "round", "summit", "met", "meeting"]));
            // "several states have begun to mediate" tells of no meeting
            let trigger = lower(case.span(c, e.trigger));
            let of = |stem: &str| trigger.iter().any(|w| w.starts_with(stem));
            let mediating = of("mediat");
            if mediating
                && !any_of(&words, &MEETING)
                && !any_of(&words, &["met", "meet", "meetings", "rounds", "summit"])
            {
                return false;
            }
            // "is in direct contact": that they speak tells of no meeting either
            if of("contact")
                && !any_of(&words, &["met", "meet", "meeting", "talks", "negotiations", "round", "session"])
            {
                return false;
            }
            // nor does a letter, nor that somebody would host
            let letter = of("letter") || of("message") || of("wrote");
            let offered = of("host") && any_of(&words, &["willing", "ready", "offers", "offered"]);
            if (letter && !any_of(&words, &TOOK_PLACE)) || offered {
                return false;
            }
            // nor that prisoners or shells were exchanged
            let swap = of("exchang") || of("swap") || of("trad");
            if swap && !any_of(&words, &TALK) {
                return false;
            }
            // "they negotiate indirectly", of no day and at no place, is no meeting either
            let somewhere = case.stated(c).is_some() || place(case, c).is_some();
            let took_place = any_of(&words, &TOOK_PLACE)
                || any_of(&words, &["meet", "meets", "meetings", "round", "rounds", "session", "summit"]);
            if !somewhere && !took_place && c.modality != Modality::Planned {
                return false;
            }
            // who refuses to meet, or is ready to, has not met
            let balks = any_of(&words, &["refuse", "refuses", "refused", "rejects", "rejected", "willing", "ready"]);
            if balks && c.modality != Modality::Planned && !any_of(&words, &TOOK_PLACE) {
                return false;
            }
            if call || e.mode.as_deref() == Some("phone") {
                return false;
            }
            let thought = matches!(c.modality, Modality::Hypothetical | Modality::Conditional | Modality::Demanded);
            // that no meeting was held is no meeting; that one was called off is
            if thought || (c.modality == Modality::Denied && !called_off(&words)) {
                return false;
            }
            let actors = || e.sources.iter().chain(&e.targets);
            let all: BTreeSet<usize> = case.parties(actors()).into_iter().collect();
            let sides: BTreeSet<usize> = all.iter().copied().filter(|i| case.sides.is_principal(*i)).collect();
            let mediator = actors().any(|a| mediates(case, a));
            let talks = any_of(
                &words,
                &["talks", "negotiations", "round", "rounds", "summit", "session", "sessions", "negotiators"],
            );
            let named = case.named(case.words(c)).into_iter().filter(|i| case.sides.is_principal(*i)).count();
            // "the talks are to go on on Monday": these talks, whoever is taken for one who acts
            let these = words.windows(2).any(|w| w[0] == "the" && any_of(&w[1..], &["talks", "negotiations"]));
            let set = c.modality == Modality::Planned && case.stated(c).is_some_and(|w| w.day.is_some());
            let others = named > 0 || actors().any(|a| case.units.unit(a).is_some());
            (!sides.is_empty() && all.len() >= 2)
                || (these && set && !others)
                // "Brazil is to host the first review on 9 September"
                || (set && mediator && sides.is_empty() && all.is_empty())
                || (sides.len() == 1
                    && mediator
                    && any_of(&words, &["indirect", "indirectly", "talks", "negotiations", "round"]))
                || (talks && !sides.is_empty() && (named >= 2 || case.sides.principals < 2))
        }
        // who signs somewhere has met there
        ClaimBody::Event(e) if e.event_type == EventType::Agree && c.modality == Modality::Asserted => {
            let signed = lower(case.span(c, e.trigger)).iter().any(|w| w.starts_with("sign"));
            let sides: BTreeSet<usize> = case.parties(e.sources.iter().chain(&e.targets)).into_iter().collect();
            let told = |p: &String| case.words(c).to_lowercase().contains(&p.to_lowercase());
            signed
                && e.place.as_ref().is_some_and(told)
                && sides.len() >= 2
                && sides.iter().any(|i| case.sides.is_principal(*i))
        }
        ClaimBody::Remark(r) => {
            // "they would come back if it began by Friday": the day is that of the condition
            let open = matches!(c.modality, Modality::Denied | Modality::Conditional | Modality::Hypothetical);
            r.about == RemarkKind::NextRound && r.date.is_some() && !open
        }
        _ => false,
    }
}

/// Words for a meeting that does not take place although it was to.
fn called_off(words: &[String]) -> bool {
    let off = ["cancel", "withdr", "boycott", "scrap", "collaps", "suspend", "postpon", "pull"];
    words.iter().any(|w| off.iter().any(|o| w.starts_with(o)))
        || words.windows(2).any(|w| w[0].starts_with("call") && w[1] == "off")
}

/// "A second round, planned for Monday, did not take place."
fn not_held(words: &[String]) -> bool {
    const HELD: [&[&str]; 6] =
        [&["take", "place"], &["took", "place"], &["be", "held"], &["been", "held"], &["go", "ahead"], &["happen"]];
    let off =
        |at: usize| HELD.iter().any(|h| words[at + 1..].iter().map(String::as_str).take(h.len()).eq(h.iter().copied()));
    let not = (0..words.len()).filter(|at| matches!(words[*at].as_str(), "not" | "never"));
    not.into_iter().any(off) && any_of(words, &MEETING)
}

/// Do some words tell of talks that are over?
fn tells_end(words: &[String]) -> bool {
    const ENDED: [&str; 7] = ["ended", "concluded", "closed", "finished", "wrapped", "completed", "held"];
    let yet = |at: usize| any_of(&words[at.saturating_sub(2)..at], &["to", "will", "would", "be", "not"]);
    let ends = |(at, w): (usize, &String)| {
        ENDED.contains(&w.as_str()) && !yet(at) && any_of(&words[at + 1..words.len().min(at + 8)], &MEETING)
    };
    words.iter().enumerate().any(ends)
}

/// Does a claim that is told as a denial deny that there are or were talks? To refuse talks is another thing.
fn denies_meeting(case: &Case, c: &Claim) -> bool {
    const BEING: [&str; 12] = [
        "held",
        "place",
        "way",
        "underway",
        "happened",
        "happening",
        "exist",
        "existed",
        "such",
        "ongoing",
        "going",
        "been",
    ];
    let (cue, said) = match &c.body {
        ClaimBody::Statement(s) => {
            let cue = s.cue.map(|cue| lower(case.span(c, cue))).unwrap_or_default();
            (cue, s.content.iter().flat_map(|x| lower(case.span(c, *x))).collect())
        }
        ClaimBody::Event(e) if e.event_type == EventType::Consult => (Vec::new(), lower(case.words(c))),
        _ => return false,
    };
    let denies = cue.iter().any(|w| w.starts_with("den"));
    let none = any_of(&said, &["no", "not", "never"]) && any_of(&said, &BEING);
    any_of(&said, &MEETING) && (denies || none)
}

fn mediates(case: &Case, a: &ActorRef) -> bool {
    let unit = case.units.unit(a);
    case.sides.mediators.iter().any(|m| m.id() == a.id() || unit.as_ref().is_some_and(|u| u.id() == m.id()))
}

/// Days before months before years before nothing.
fn precision(case: &Case, c: &Claim) -> u8 {
    match case.stated(c) {
        Some(When { day: Some(_), .. }) => 0,
        Some(When { month: Some(_), .. }) => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// Words that tell of a meeting as something that goes on or went by.
const TOOK_PLACE: [&str; 14] = [
    "met",
    "held",
    "opened",
    "began",
    "begun",
    "ended",
    "concluded",
    "took",
    "resumed",
    "started",
    "gathered",
    "sat",
    "commenced",
    "meeting",
];

/// Where a report says that they met: the first place it names. A capital that stands for its government, "spoke for
/// Washington", is no place.
fn place<'c>(case: &'c Case, c: &'c Claim) -> Option<&'c str> {
    if c.remark().is_some() {
        return place_in(case, case.sentence(c.first()));
    }
    let p = c.event().and_then(|e| e.place.as_deref())?.split(';').next().unwrap_or("").trim();
    let sentence = case.sentence(c.first());
    let there = ["in ", "In ", "at ", "to "].iter().any(|w| sentence.contains(&format!("{w}{p}")))
        || sentence.starts_with(&p.to_uppercase());
    (!p.is_empty() && (there || case.named(p).is_empty())).then_some(p)
}

/// "The next round is expected in Dorving in April": the first name behind "in" that is a known place and no side.
fn place_in<'c>(case: &Case, sentence: &'c str) -> Option<&'c str> {
    sentence.match_indices(" in ").find_map(|(at, _)| {
        let rest = sentence.get(at + 4..)?;
        let mut end = 0;
        for word in rest.split(' ') {
            if !word.starts_with(char::is_uppercase) {
                break;
            }
            end += word.len() + 1;
            let name = rest.get(..end - 1)?.trim_end_matches([',', '.', ';', ':']);
            if case.states.contains_key(&name.to_lowercase()) {
                return Some(name);
            }
        }
        None
    })
}

/// Can two reports tell of one meeting by the parties that act in them: all of one are among those of the other?
fn same_sides(case: &Case, x: &Claim, y: &Claim) -> bool {
    let of = |c: &Claim| -> BTreeSet<usize> { case.parties(c.actors()).into_iter().collect() };
    let (a, b) = (of(x), of(y));
    a.is_subset(&b) || b.is_subset(&a)
}

impl<'a> Meeting<'a> {
    /// Does a report speak of this meeting?
    fn takes(&self, case: &Case, c: &Claim, contradictions: &[Contradiction]) -> bool {
        let disputed = |x: &Claim| {
            let pair = |k: &Contradiction| (k.one == x.id && k.other == c.id) || (k.one == c.id && k.other == x.id);
            contradictions.iter().any(pair)
        };
        if self.claims.iter().any(|x| disputed(x)) {
            return true;
        }
        // two clauses of one sentence tell of one meeting, unless one of them looks ahead
        let beside = |x: &Claim| {
            (&x.first().document, x.first().sentence) == (&c.first().document, c.first().sentence)
                && (x.modality == Modality::Planned) == (c.modality == Modality::Planned)
        };
        if self.claims.iter().any(|x| beside(x)) {
            return true;
        }
        let places: Vec<&str> = self.claims.iter().filter_map(|x| place(case, x)).collect();
        let fits_place =
            place(case, c).is_none_or(|p| places.is_empty() || places.iter().any(|q| case.same_place(p, q)));
        if !fits_place {
            return false;
        }
        match (case.stated(c), self.date(case)) {
            (Some(w), Some(d)) if w.compatible(d) => w.month.is_some() == d.month.is_some(),
            // "began three days of talks" on the ninth, and "on 9-11 September a meeting took place"
            (Some(w), Some(d)) => {
                let days_known = w.day.is_some() && d.day.is_some();
                let long = |x: &Claim| goes_on(&lower(case.sentence(x.first())));
                days_known
                    && days(w.first(), d.first()).abs() <= LONGEST
                    && (long(c) || self.claims.iter().any(|x| long(x)))
            }
            (None, date) => self.takes_undated(case, c, date),
            (Some(_), None) => false,
        }
    }

    /// An undated report belongs to the meeting that was news when it was published.
    fn takes_undated(&self, case: &Case, c: &Claim, date: Option<When>) -> bool {
        if c.modality == Modality::Historical {
            return self.claims.iter().any(|x| x.modality == Modality::Historical && case.stated(x).is_none());
        }
        let ahead = c.modality == Modality::Planned;
        let Some(published) = case.published(c) else {
            return self.claims.iter().any(|x| case.doc(x.first()) == case.doc(c.first()));
        };
        match date {
            Some(d) if ahead => {
                let wait = days(published, d.last());
                (0..=RECENT * 3).contains(&wait) && d.day.is_some()
            }
            Some(d) => d.day.is_some() && (-1..=RECENT).contains(&days(d.last(), published)),
            // of all of them, so that no chain of reports joins the meetings of a season
            None => self.claims.iter().all(|x| {
                let other = case.published(x);
                (x.modality == Modality::Planned) == ahead
                    && other.is_some_and(|o| days(o, published).abs() <= RECENT)
                    && same_sides(case, x, c)
            }),
        }
    }

    /// The date told by most reports; of equals the more exact, then the newest report's.
    fn date(&self, case: &Case) -> Option<When> {
        let mut votes: BTreeMap<When, (bool, usize, Option<jiff::civil::Date>)> = BTreeMap::new();
        for c in &self.claims {
            // "planned for Monday, did not take place": which Monday, a report of what was planned does not say
            let passed = |w: &When| {
                case.published(c).is_some_and(|p| w.first() > p) && not_held(&lower(case.sentence(c.first())))
            };
            if let Some(w) = case.stated(c).filter(|w| !passed(w)) {
                let v = votes.entry(w).or_default();
                // a day that lies ahead is a deadline, unless the meeting does too
                v.0 |= c.modality == Modality::Planned || case.published(c).is_none_or(|p| w.first() <= p);
                v.1 += c.evidence.len();
                v.2 = v.2.max(case.published(c));
            }
        }
        votes.into_iter().max_by_key(|(w, (fits, n, p))| (*fits, w.day.is_some(), *n, *p, *w)).map(|v| v.0)
    }

    fn place(&self, case: &Case) -> Option<String> {
        let mut votes: BTreeMap<&str, (usize, Option<jiff::civil::Date>)> = BTreeMap::new();
        for c in &self.claims {
            if let Some(p) = place(case, c) {
                let v = votes.entry(p).or_default();
                v.0 += c.evidence.len();
                v.1 = v.1.max(case.published(c));
            }
        }
        votes.into_iter().max_by_key(|(w, (n, p))| (*n, *p, std::cmp::Reverse(*w))).map(|v| v.0.to_string())
    }

    /// For the order of rounds: the date, else the day before publication for what happened, after it for what is to come.
    fn order(&self, case: &Case) -> (Option<jiff::civil::Date>, u8) {
        let ahead = u8::from(self.claims.iter().all(|c| c.modality == Modality::Planned));
        match self.date(case) {
            Some(d) => (Some(d.first()), ahead),
            None if self.claims.iter().all(|c| c.modality == Modality::Historical) => (None, 0),
            None => (self.claims.iter().filter_map(|c| case.published(c)).max(), 1 + ahead),
        }
    }

    /// By the newest report; that a meeting took place outweighs that it was to.
    fn status(&self, case: &Case) -> RoundStatus {
        let one = |c: &&Claim| {
            let words = lower(case.words(c));
            if any_of(
                &words,
                &["postponed", "postpone", "postpones", "postponement", "delayed", "deferred", "rescheduled"],
            ) {
                return RoundStatus::Postponed;
            }
            if not_held(&lower(case.sentence(c.first()))) && c.modality != Modality::Historical {
                return RoundStatus::Cancelled;
            }
            // "the talks planned for spring had collapsed"
            let fell_through = c.modality == Modality::Planned && case.stated(c).is_none() && called_off(&words);
            if c.modality == Modality::Denied
                || fell_through
                || any_of(&words, &["cancelled", "canceled", "cancel", "cancels", "cancellation"])
            {
                return RoundStatus::Cancelled;
            }
            // what lies after the day of the report has not been held, however it is told
            let ahead = case.stated(c).zip(case.published(c)).is_some_and(|(w, p)| w.first() > p);
            // "they ended a day of talks and will meet again": told of a day that is over
            let over = case.stated(c).is_some() && !ahead && tells_end(&lower(case.sentence(c.first())));
            // "the first, in July, lasted four hours and yielded a promise to meet again"
            let past = case.stated(c).zip(case.published(c)).is_some_and(|(w, p)| w.last() < p);
            let lasted =
                any_of(&lower(case.sentence(c.first())), &["lasted", "took", "yielded", "produced", "brought"]);
            match c.modality {
                Modality::Planned if c.event().is_some() && (over || past && lasted) => RoundStatus::Held,
                _ if ahead || c.remark().is_some() => RoundStatus::Announced,
                Modality::Asserted | Modality::Historical => RoundStatus::Held,
                Modality::Hedged => RoundStatus::Reported,
                _ => RoundStatus::Announced,
            }
        };
        let rank = |s: RoundStatus| match s {
            RoundStatus::Announced => 0,
            RoundStatus::Reported => 1,
            RoundStatus::Postponed => 2,
            RoundStatus::Cancelled => 3,
            // no report alone is disputed
            RoundStatus::Held | RoundStatus::Disputed => 4,
        };
        let told = || self.claims.iter().map(|c| (case.published(c), rank(one(c)), one(c)));
        let newest = told().max_by_key(|t| (t.0, t.1)).map_or(RoundStatus::Reported, |t| t.2);
        // a later text that still speaks of it as planned takes nothing back
        let held = told().any(|t| t.2 == RoundStatus::Held);
        if held && matches!(newest, RoundStatus::Announced | RoundStatus::Reported) {
            RoundStatus::Held
        } else {
            newest
        }
    }

    fn round(&self, case: &Case, all: &[Claim], number: usize, only_held: bool) -> Round {
        let told = self.status(case);
        let denials = if told == RoundStatus::Held { self.denials(case, all) } else { Vec::new() };
        let status = if denials.is_empty() { told } else { RoundStatus::Disputed };
        let mut parties: BTreeSet<usize> = BTreeSet::new();
        for c in &self.claims {
            let acting: BTreeSet<usize> = case.parties(c.actors()).into_iter().collect();
            // where the two who meet are told, others that the clause names are what it is about
            if acting.len() < 2 {
                parties.extend(case.named(case.words(c)).into_iter().filter(|i| case.sides.is_principal(*i)));
            }
            parties.extend(acting);
        }
        Round {
            number,
            date: self.date(case),
            place: self.place(case),
            format: self.format(case),
            parties: parties.into_iter().map(|i| case.sides.parties[i].clone()).collect(),
            mediators: self.mediators(case, all, only_held && status == RoundStatus::Held),
            status,
            claims: self.claims.iter().map(|c| c.id.clone()).collect(),
            denials: denials.into_iter().map(|c| c.id.clone()).collect(),
        }
    }

    /// Where only one side says that they met: claims in which another, at about that time, says that they did not.
    fn denials<'b>(&self, case: &Case, all: &'b [Claim]) -> Vec<&'b Claim> {
        let told: Vec<&Claim> = self.claims.iter().copied().filter(|c| c.modality != Modality::Planned).collect();
        let authorities: Vec<BTreeSet<usize>> = told.iter().map(|c| case.parties(&c.according_to)).collect();
        let sides: BTreeSet<usize> = authorities.iter().flatten().copied().collect();
        // what the outlet or a third says itself is no side's word alone
        let one_word = sides.len() == 1 && authorities.iter().all(|a| !a.is_empty());
        let then = |c: &&Claim| {
            let near =
                |x: &&Claim| case.published(x).zip(case.published(c)).is_none_or(|(a, b)| days(a, b).abs() <= RECENT);
            told.iter().any(near)
        };
        let by_another = |c: &&Claim| {
            let who = match &c.body {
                ClaimBody::Statement(s) => case.parties(&s.speakers),
                ClaimBody::Event(e) if c.according_to.is_empty() => case.parties(&e.sources),
                _ => case.parties(&c.according_to),
            };
            !who.is_empty() && who.is_disjoint(&sides)
        };
        let denied = |c: &&Claim| c.modality == Modality::Denied && denies_meeting(case, c);
        if one_word { all.iter().filter(denied).filter(by_another).filter(then).collect() } else { Vec::new() }
    }

    /// "direct", "indirect" or "technical", where most of the reports that say so agree: by the clauses that tell of the
    /// meeting, else by the sentences around them, unless those speak of something asked for or refused.
    fn format(&self, case: &Case) -> Option<String> {
        let reports = || self.claims.iter().flat_map(|c| &c.evidence);
        let clauses: Vec<&str> = reports().flat_map(|e| formats(&lower(case.quote(e)), false)).collect();
        let votes = if clauses.is_empty() {
            let around = reports().map(|e| lower(case.sentence(e))).filter(|w| !any_of(w, &WANTED));
            around.flat_map(|w| formats(&w, true)).collect()
        } else {
            clauses
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        votes.into_iter().for_each(|v| *counts.entry(v).or_default() += 1);
        let best = counts.values().max().copied()?;
        let mut winners = counts.iter().filter(|v| *v.1 == best);
        let first = winners.next().map(|v| v.0.to_string());
        first.filter(|_| winners.next().is_none())
    }

    /// Mediators that a report of the meeting names, or a remark beside it; where only one meeting was held, any.
    fn mediators(&self, case: &Case, all: &[Claim], any: bool) -> Vec<ActorRef> {
        let shown = |m: &ActorRef| {
            let mut names = crate::names::Names::default();
            case.units.add_names(&mut names, 0, m);
            let beside = |e: &rapporteur_types::Evidence| {
                self.claims
                    .iter()
                    .flat_map(|c| &c.evidence)
                    .any(|x| x.document == e.document && x.sentence.abs_diff(e.sentence) <= 1)
            };
            let here = |c: &Claim| self.claims.iter().any(|x| x.first().document == c.first().document);
            let in_report = self.claims.iter().any(|c| {
                c.actors().into_iter().any(|a| a.id() == m.id() || case.units.unit(a).is_some_and(|u| u.id() == m.id()))
                    || c.evidence.iter().any(|e| names.names(case.quote(e), 0))
            });
            let remarked = all
                .iter()
                .filter(|c| case.shows_mediation(c))
                .filter(|c| names.names(case.words(c), 0))
                .any(|c| (any && here(c) && !only_offered(&lower(case.words(c)))) || c.evidence.iter().any(beside));
            in_report || remarked
        };
        case.sides.mediators.iter().filter(|m| shown(m)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_in_the_rest_of_the_sentence_counts_where_it_is_that_of_a_meeting() {
        let strict = |text: &str| formats(&lower(text), true);
        assert_eq!(strict("the envoys met, the first direct contact since the war"), ["direct"]);
        assert_eq!(strict("the envoys met as direct flights resumed"), [""; 0]);
        assert_eq!(formats(&lower("they spoke face to face"), false), ["direct"]);
        assert_eq!(formats(&lower("the talks were not direct"), false), [""; 0]);
    }
}
