//! Dates of publication in the forms that sources write, never more exact than they write them.

use crate::Problem;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::when::{MONTHS, WEEKDAYS};
use rapporteur_types::{Document, When};
use std::path::Path;

/// Read a date: RFC 3339, ISO day, month or year, "February 6, 2026", "6 February 2026", "February 2026", RFC 2822.
/// None where it cannot be read.
pub fn parse(words: &str, basis: Basis) -> Option<Published> {
    let words = words.trim();
    let day_only = || iso(words).or_else(|| numeric(words)).or_else(|| spelled(words));
    let (when, instant) = instant(words).or_else(|| day_only().map(|w| (w, None)))?;
    (1..=9999).contains(&when.year).then_some(Published { when: Some(when), instant, basis })
}

/// Take a day of publication off a document that lies after `now`, by more than clocks and time zones differ: it cannot
/// be right, and is never moved to `now`. Gives it back. A clock that stands before this program was written is wrong, and
/// nothing is refused by it.
pub fn refuse_future(document: &mut Document, now: Timestamp) -> Option<When> {
    const WRITTEN: i64 = 1_767_225_600; // 2026-01-01
    let when = document.published.when?;
    let latest = now.checked_add(jiff::Span::new().hours(14)).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    (now.as_second() >= WRITTEN && when.first() > latest).then(|| {
        document.published = Published::default();
        when
    })
}

/// The day in an address: `/2026/02/06/`, `/2026-02-06/`.
pub(crate) fn in_address(url: &str) -> Option<When> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|w| {
        let year = year(w[0]).filter(|y| (1990..2100).contains(y))?;
        (w[1].len() == 2 && w[2].len() == 2).then_some(())?;
        Some(When::day(Date::new(year, day(w[1])?, day(w[2])?).ok()?))
    })
}

/// The warning for a date that cannot be read.
pub(crate) fn unreadable(path: &Path, date: &str) -> Problem {
    let short: String = date.chars().take(40).collect();
    Problem::warning(
        path,
        format!("the date `{short}` cannot be read; the document counts as undated"),
        "write it as 2026-02-06",
    )
}

/// A day and time with its offset. The day is the one that the source writes, not that of Greenwich.
fn instant(words: &str) -> Option<(When, Option<String>)> {
    if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(words) {
        let stamp = words.parse::<jiff::Timestamp>().ok()?;
        return Some((When::day(pieces.date()), Some(stamp.to_string())));
    }
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(words).ok()?;
    Some((When::day(zoned.date()), Some(zoned.timestamp().to_string())))
}

/// `2026-02-06`, `2026-02`, `2026`, and `2026-02-06 10:30` without an offset, which is a day only.
fn iso(words: &str) -> Option<When> {
    let day = words.split(['T', ' ']).next()?.replace('/', "-");
    let (rest, time) = (words.get(day.len()..)?, |c: char| c.is_ascii_digit() || "T :.Z+-".contains(c));
    if !rest.chars().all(time) {
        return None;
    }
    let when: When = day.parse().ok()?;
    // Digits after a month or a year alone are not a time.
    (rest.is_empty() || when.day.is_some()).then_some(when)
}

/// `29/05/2007`, `05/29/2007`, `29.05.2007`: with points the day comes first; with strokes only where one of the two
/// can be no month.
fn numeric(words: &str) -> Option<When> {
    let first = words.split(' ').next()?;
    let points = first.contains('.');
    let mut parts = first.split(['/', '.']);
    let (a, b, year) = (day(parts.next()?)?, day(parts.next()?)?, year(parts.next()?)?);
    let (day, month) = match (points, a > 12, b > 12) {
        (true, ..) | (false, true, false) => (a, b),
        (false, false, true) => (b, a),
        _ if a == b => (a, b),
        _ => return None,
    };
    let rest = parts.next().is_none() && first.contains('.') != first.contains('/');
    rest.then_some(())?;
    Some(When::day(Date::new(year, month, day).ok()?))
}

/// A date with the month's English name; a weekday before and a time behind are passed over.
fn spelled(words: &str) -> Option<When> {
    let tokens: Vec<String> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).take(6).map(str::to_lowercase).collect();
    let tokens = match tokens.first() {
        Some(t) if weekday(t).is_some() => &tokens[1..],
        _ => &tokens[..],
    };
    let at = |i: usize| tokens.get(i).map_or("", String::as_str);
    let (month, day, year) = if let Some(month) = month(at(0)) {
        match year(at(1)) {
            Some(year) => return Some(When::month(year, month)),
            None => (month, day(at(1))?, year(at(2))?),
        }
    } else {
        let of = usize::from(at(1) == "of");
        (month(at(1 + of))?, day(at(0))?, year(at(2 + of))?)
    };
    Some(When::day(Date::new(year, month, day).ok()?))
}

/// Days from Monday, by an English name or the beginning of one, in small letters.
pub(crate) fn weekday(word: &str) -> Option<i8> {
    let at = WEEKDAYS.iter().position(|d| word.len() >= 3 && d.starts_with(word))?;
    Some(at as i8)
}

/// 1–12, by an English name or the beginning of one, in small letters.
pub(crate) fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|m| word.len() >= 3 && m.starts_with(word))?;
    Some(at as i8 + 1)
}

/// A number of one or two digits, or an ordinal.
pub(crate) fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    digits.parse().ok().filter(|_| digits.len() <= 2)
}

/// A number of four digits.
pub(crate) fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|_| word.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, when: &str, instant: Option<&str>) {
        let p = parse(words, Basis::Stated).unwrap_or_else(|| panic!("`{words}` is not read"));
        assert_eq!(p.when.map(|w| w.to_string()).as_deref(), Some(when), "{words}");
        assert_eq!(p.instant.as_deref(), instant, "{words}");
    }

    #[test]
    fn a_date_is_as_exact_as_it_is_written() {
        check("2026-02-06", "2026-02-06", None);
        check("2026-02", "2026-02", None);
        check("2026", "2026", None);
        check("February 6, 2026", "2026-02-06", None);
        check("Feb. 6th, 2026", "2026-02-06", None);
        check("Sept. 2025", "2025-09", None);
        check("6 February 2026", "2026-02-06", None);
        check("Friday, 6 February 2026, 10:30 GMT", "2026-02-06", None);
        check("6th of February 2026", "2026-02-06", None);
        check("FEBRUARY 2026", "2026-02", None);
        check("2026-02-06T10:30:00", "2026-02-06", None);
        check("2026-02-06 10:30", "2026-02-06", None);
        check("2026/02/06", "2026-02-06", None);
        check("05/29/2007 09:49:00", "2007-05-29", None);
        check("29/05/2007", "2007-05-29", None);
        check("06.02.2026", "2026-02-06", None);
    }

    #[test]
    fn an_instant_keeps_the_day_of_its_place() {
        check("2021-01-20T19:06:00-05:00", "2021-01-20", Some("2021-01-21T00:06:00Z"));
        check("2026-02-06T10:30:00Z", "2026-02-06", Some("2026-02-06T10:30:00Z"));
        check("Fri, 06 Feb 2026 23:30:00 -0500", "2026-02-06", Some("2026-02-07T04:30:00Z"));
        check("Fri, 6 Feb 2026 10:30 GMT", "2026-02-06", Some("2026-02-06T10:30:00Z"));
    }

    #[test]
    fn a_day_to_come_is_unknown_and_never_now() {
        let now: Timestamp = "2026-02-06T12:00:00Z".parse().unwrap();
        let refused = |day: &str| {
            let mut d = Document::new("x", "Talks.");
            d.published = parse(day, Basis::Stated).unwrap();
            (refuse_future(&mut d, now).is_some(), d.published.basis)
        };
        assert_eq!(refused("2026-02-07"), (false, Basis::Stated));
        assert_eq!(refused("2026-02"), (false, Basis::Stated));
        assert_eq!(refused("2031-05-02"), (true, Basis::Unknown));
        let mut d = Document::new("x", "Talks.");
        d.published = parse("2026-02-06", Basis::Stated).unwrap();
        assert_eq!(refuse_future(&mut d, Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn an_address_may_hold_the_day() {
        let day = |url| in_address(url).map(|w| w.to_string());
        assert_eq!(day("https://x.example/world/2026/02/06/talks").as_deref(), Some("2026-02-06"));
        assert_eq!(day("https://x.example/talks-2026-02-06-oman").as_deref(), Some("2026-02-06"));
        assert_eq!((day("https://x.example/2026/99/06/"), day("https://x.example/news/2026/14")), (None, None));
    }

    #[test]
    fn what_is_no_date_stays_unknown() {
        for words in
            ["", "soon", "yesterday", "02/06/2026", "February 30, 2026", "2026-13-01", "6 of the clock", "20260"]
        {
            assert_eq!(parse(words, Basis::Stated), None, "{words}");
        }
    }
}
