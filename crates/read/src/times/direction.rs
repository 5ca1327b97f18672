//! Is a time past, present, future or recurring?

use super::tense::Tense;
use super::values::days;
use super::words::among;
use jiff::ToSpan;
use jiff::civil::Date;
use rapporteur_types::When;
use rapporteur_types::reading::{Direction, TimeKind, TimeModifier};

/// By the days of the value, then by the expression's own words, then by its clause.
pub(super) fn direction(
    words: &str,
    kind: TimeKind,
    value: &str,
    modifier: Option<TimeModifier>,
    published: Option<When>,
    tense: impl Fn() -> Tense,
) -> Option<Direction> {
    match (kind, value) {
        (TimeKind::Set, _) => return Some(Direction::Recurring),
        (TimeKind::Duration, _) => return by_words(words),
        (_, "PAST_REF") => return Some(Direction::Past),
        (_, "PRESENT_REF") => return Some(Direction::Present),
        (_, "FUTURE_REF") => return Some(Direction::Future),
        _ if value.starts_with("BC") => return Some(Direction::Past),
        _ => {}
    }
    let shown = || by_words(words).or_else(|| by_clause(tense()));
    let Some(((first, last), day)) = days(value).map(|d| stage(d, modifier)).zip(published) else { return shown() };
    if last < day.first() {
        Some(Direction::Past)
    } else if first > day.last() {
        Some(Direction::Future)
    } else if first == last && day.day.is_some() {
        Some(Direction::Present)
    } else {
        shown().or(Some(Direction::Present))
    }
}

/// "Earlier this month", "the past two years", "the coming weeks".
fn by_words(words: &str) -> Option<Direction> {
    let mut words = words.split_whitespace();
    match words.clone().next() {
        Some("earlier") => return Some(Direction::Past),
        Some("later") => return Some(Direction::Future),
        _ => {}
    }
    words.find_map(|w| match w {
        "past" | "last" | "recent" => Some(Direction::Past),
        _ if among(w, "next coming upcoming") => Some(Direction::Future),
        _ => None,
    })
}

fn by_clause(tense: Tense) -> Option<Direction> {
    match tense {
        Tense::Past | Tense::Over => Some(Direction::Past),
        Tense::Future => Some(Direction::Future),
        Tense::Open => None,
    }
}

/// The beginning, the middle and the end are a third each.
fn stage((first, last): (Date, Date), modifier: Option<TimeModifier>) -> (Date, Date) {
    let third = first.until(last).map_or(0, |s| s.get_days() / 3).days();
    let (second, before) = (first.saturating_add(third), last.saturating_sub(third));
    match modifier {
        Some(TimeModifier::Start) => (first, second),
        Some(TimeModifier::Mid) => (second, before),
        Some(TimeModifier::End) => (before, last),
        _ => (first, last),
    }
}
