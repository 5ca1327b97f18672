//! Dates as feeds write them: RFC 822, ISO 8601 and what people take for either. A date without a zone counts as UTC;
//! what cannot be read is none, never now.

mod words;

use crate::published;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use rapporteur_types::When;
use rapporteur_types::document::{Basis, Published};
use words::{month, zone_hours};

/// Read a date of a feed. None where it cannot be read or cannot be.
pub fn parse(words: &str) -> Option<Published> {
    if words.len() > 200 {
        return None;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let when = |(day, clock): (When, Option<Clock>)| {
        // an instant that no calendar holds is no date at all
        let instant = match clock {
            Some(clock) => Some(clock.on(day)?.to_string()),
            None => None,
        };
        (1..=9999).contains(&day.year).then_some(Published { when: Some(day), instant, basis: Basis::Stated })
    };
    if let Some(found) = iso(&words).or_else(|| named(&words)).or_else(|| korean(&words)) {
        return when(found);
    }
    // What has an hour and fits none of the above is damaged; a day in other words may still be one.
    if words.contains(':') || words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('-') {
        return None;
    }
    published::parse(&words, Basis::Stated)
}

/// The instant that a date stands for: its own, or the first second of its first day.
pub fn instant(published: &Published) -> Option<jiff::Timestamp> {
    match (&published.instant, published.when) {
        (Some(instant), _) => instant.parse().ok(),
        (None, Some(when)) => Offset::UTC.to_timestamp(when.first().at(0, 0, 0, 0)).ok(),
        (None, None) => None,
    }
}

/// A time of the day in a zone.
struct Clock {
    time: Time,
    offset: Offset,
}

impl Clock {
    fn on(&self, day: When) -> Option<jiff::Timestamp> {
        self.offset.to_timestamp(DateTime::from_parts(day.first(), self.time)).ok()
    }
}

/// ISO 8601 and its profile of the W3C: `2003-12-31T10:14:55.25+08:00`, `2003-12`, `20031231`, `2003-335`, `03335`,
/// `-0312`; a time may stand behind a space.
fn iso(words: &str) -> Option<(When, Option<Clock>)> {
    let cut = words.find(['T', 't', ' ']).unwrap_or(words.len());
    let (day, rest) = words.split_at(cut);
    let day = iso_day(day)?;
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return (cut == words.len()).then_some((day, None));
    }
    day.day?;
    // the zone begins at a sign or a letter
    let zone_at = rest.find(|c: char| c == '+' || c == '-' || c == ' ' || c.is_alphabetic()).unwrap_or(rest.len());
    let time = time(rest[..zone_at].trim_end())?;
    let offset = match rest[zone_at..].trim() {
        "" => Offset::UTC,
        zone => offset(zone)?,
    };
    Some((day, Some(Clock { time, offset })))
}

/// The day, month or year of an ISO date. Forms that leave out the century mean this one; forms without a year, none.
fn iso_day(day: &str) -> Option<When> {
    if !day.is_ascii() || !day.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return hungarian(day);
    }
    let number = |s: &str| s.parse::<i16>().ok();
    let date = |y: i16, m: &str, d: &str| Some(When::day(Date::new(y, m.parse().ok()?, d.parse().ok()?).ok()?));
    let nth = |y: i16, n: &str| {
        let n = number(n).filter(|n| (1..=366).contains(n))?;
        let day = Date::new(y, 1, 1).ok()?.checked_add(jiff::Span::new().days(n - 1)).ok()?;
        (day.year() == y).then_some(When::day(day))
    };
    let month = |y: i16, m: &str| Some(When::month(y, m.parse().ok().filter(|m| (1..=12).contains(m))?));
    let parts: Vec<&str> = day.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    match (parts.as_slice(), lengths.as_slice()) {
        ([y, m, d], [4, 1 | 2, 1 | 2]) => date(number(y)?, m, d),
        ([y, m, d], [2, 2, 2]) => date(this_century(number(y)?), m, d),
        ([y, m], [4, 2]) => month(number(y)?, m),
        ([y, n], [4, 3]) => nth(number(y)?, n),
        ([y, n], [2, 3]) => nth(this_century(number(y)?), n),
        (["", y, m], [0, 2, 2]) => month(this_century(number(y)?), m),
        (["", ym], [0, 4]) => month(this_century(number(&ym[..2])?), &ym[2..]),
        (["", y], [0, 2]) => Some(When::year(this_century(number(y)?))),
        ([y], [4]) => Some(When::year(number(y)?)),
        ([ymd], [8]) => date(number(&ymd[..4])?, &ymd[4..6], &ymd[6..]),
        ([yn], [7]) => nth(number(&yn[..4])?, &yn[4..]),
        ([ymd], [6]) => date(this_century(number(&ymd[..2])?), &ymd[2..4], &ymd[4..]),
        ([yn], [5]) => nth(this_century(number(&yn[..2])?), &yn[2..]),
        _ => None,
    }
}

/// `2004-július-13`
fn hungarian(day: &str) -> Option<When> {
    let parts: Vec<&str> = day.split('-').collect();
    let [y, m, d] = parts.as_slice() else { return None };
    let year: i16 = y.parse().ok().filter(|_| y.len() == 4)?;
    Some(When::day(Date::new(year, month(m)?, d.parse().ok()?).ok()?))
}

/// `Thu, 01 Jan 2004 19:48:21 GMT` and its disorders: without weekday or with a wrong one, month first, full or foreign
/// names of months, two digits of the year, the year last.
fn named(words: &str) -> Option<(When, Option<Clock>)> {
    let slashed = slashed(words);
    // `15-Sep-2006` counts as three words
    let tokens: Vec<&str> = words
        .split([' ', ','])
        .filter(|t| !(t.is_empty() || slashed.is_some() && t.contains('/')))
        .flat_map(|t| if is_hyphened(t) { t.split('-').collect() } else { vec![t] })
        .collect();
    let (mut day, mut in_month, mut year) = (None, None, None);
    let (mut clock, mut zone) = (None, None);
    let (mut strange, mut zoneless) = (0, false);
    // was the month found behind the first word?
    let mut months_elsewhere = false;
    for token in &tokens {
        let digits = token.bytes().all(|b| b.is_ascii_digit());
        if token.contains(':') && !token.starts_with(['+', '-']) {
            let end = token.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(token.len());
            clock = Some(time(&token[..end])?);
            if end < token.len() {
                zone = Some(offset(&token[end..])?);
            }
        } else if digits && token.len() <= 2 && day.is_none() {
            day = Some(token.parse::<i8>().ok()?);
        } else if digits && token.len() == 4 && clock.is_some() && year.is_some() {
            return None;
        } else if digits && (token.len() == 4 || token.len() == 2) && year.is_none() {
            let number: i16 = token.parse().ok()?;
            year = Some(if token.len() == 2 { this_century(number) } else { number });
        } else if clock.is_some() && zone.is_none() && is_zone(token) {
            // a zone that nobody knows leaves the day
            match offset(token) {
                None if token.starts_with(['+', '-']) => return None,
                None => zoneless = true,
                known => zone = known,
            }
        } else if let Some(m) = month(token).filter(|_| in_month.is_none() || !months_elsewhere) {
            // `mar.` before a day is a French Tuesday
            months_elsewhere = !std::ptr::eq(*token, tokens[0]);
            in_month = Some(m);
        } else if tokens.first() == Some(token) {
            // a weekday in any language, right or wrong
        } else if clock.is_some() && token.starts_with('(') {
            // `(PST)` behind the offset
        } else {
            strange += 1;
        }
    }
    if strange > 0 {
        return None;
    }
    let date = match (year, in_month, day) {
        (Some(y), Some(m), Some(d)) => Date::new(y, m, d).ok()?,
        _ => slashed?,
    };
    let clock = clock.filter(|_| !zoneless).map(|time| Clock { time, offset: zone.unwrap_or(Offset::UTC) });
    Some((When::day(date), clock))
}

/// `2006/09/15` among the words.
fn slashed(words: &str) -> Option<Date> {
    let token = words.split([' ', ',']).find(|t| t.matches('/').count() == 2)?;
    let mut parts = token.split('/');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(y.parse().ok().filter(|_| y.len() == 4)?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// Three parts with hyphens between them, one of them in figures.
fn is_hyphened(token: &str) -> bool {
    let parts: Vec<&str> = token.split('-').collect();
    parts.len() == 3 && parts.iter().all(|p| !p.is_empty()) && parts.iter().any(|p| p.parse::<u16>().is_ok())
}

/// `2004년 05월 28일 01:31:15`, `2004-05-25 오후 11:23:17`: in the time of Seoul.
fn korean(words: &str) -> Option<(When, Option<Clock>)> {
    let afternoon = words.contains("오후");
    if !(afternoon || words.contains("오전") || words.contains('년')) {
        return None;
    }
    let plain = words.replace(['년', '월'], "-").replace('일', " ").replace("오후", " ").replace("오전", " ");
    let mut tokens = Vec::new();
    let mut date = String::new();
    for token in plain.split_whitespace() {
        if token.contains(':') { tokens.push(token) } else { date.push_str(token) }
    }
    let day = iso_day(&date)?;
    let time = time(tokens.first()?)?;
    let hour = match (time.hour(), afternoon) {
        (hour @ 1..12, true) => hour + 12,
        (hour, _) => hour,
    };
    let time = Time::new(hour, time.minute(), time.second(), 0).ok()?;
    Some((day, Some(Clock { time, offset: Offset::constant(9) })))
}

/// `10:14`, `10:14:55`, `10:14:55.25`; a leap second counts as the second before it.
fn time(words: &str) -> Option<Time> {
    let mut parts = words.split(':');
    let number = |s: &str| s.parse::<i8>().ok().filter(|_| (1..=2).contains(&s.len()));
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = match parts.next() {
        None => 0,
        Some(s) => {
            let (whole, fraction) = s.split_once(['.', ',']).unwrap_or((s, ""));
            fraction.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
            number(whole)?
        }
    };
    parts.next().is_none().then_some(())?;
    Time::new(hour, minute, if second == 60 { 59 } else { second }, 0).ok()
}

/// Does it look like a zone?
fn is_zone(token: &str) -> bool {
    token.starts_with(['+', '-'])
        || offset(token).is_some()
        || token.len() >= 2 && token.bytes().all(|b| b.is_ascii_uppercase())
}

/// `Z`, `+0800`, `+08:00`, `-08`, `EST`, `GMT+0200`.
fn offset(zone: &str) -> Option<Offset> {
    let zone = zone.trim().trim_end_matches('.');
    if let Some(hours) = zone_hours(zone) {
        return Offset::from_seconds((hours * 3600.0) as i32).ok();
    }
    let signed = ["GMT", "UTC"].iter().find_map(|p| zone.strip_prefix(p)).unwrap_or(zone);
    let sign = match signed.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = signed[1..].replace(':', "");
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        3 | 4 => {
            let (h, m) = digits.split_at(digits.len() - 2);
            (h.parse().ok()?, m.parse::<i32>().ok()?)
        }
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// A year of two digits, as RFC 2822 has it but for the nineties and later, which feeds never meant to be 1950.
fn this_century(year: i16) -> i16 {
    if year < 90 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(words: &str) -> Option<String> {
        Some(instant(&parse(words)?)?.to_string())
    }

    #[test]
    fn what_feeds_write_is_read() {
        for (words, wanted) in [
            ("2003-12-31T18:14:55+08:00", "2003-12-31T10:14:55Z"),
            ("2003-12-31t10:14:55.123z", "2003-12-31T10:14:55Z"),
            ("2003-12-31 10:14:55 EST", "2003-12-31T15:14:55Z"),
            ("2003", "2003-01-01T00:00:00Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("20031231", "2003-12-31T00:00:00Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("03335", "2003-12-01T00:00:00Z"),
            ("031231", "2003-12-31T00:00:00Z"),
            ("-0312", "2003-12-01T00:00:00Z"),
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 01 Jan 2004 19:48:21 -0500 (EST)", "2004-01-02T00:48:21Z"),
            ("1 Jan 04 19:48 PST", "2004-01-02T03:48:00Z"),
            ("January 1, 2004 19:48 UTC", "2004-01-01T19:48:00Z"),
            ("Sun Jan 4 16:29:06 2004", "2004-01-04T16:29:06Z"),
            ("Sun Jan  4 16:29:06 PDT 2004", "2004-01-04T23:29:06Z"),
            ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"),
            ("15-Sep-2006 08:19:53 GMT+0200", "2006-09-15T06:19:53Z"),
            ("mer., 3 déc. 2025 10:00:00 +0100", "2025-12-03T09:00:00Z"),
            ("mar. 3 mars 2026 10:00:00 +0100", "2026-03-03T09:00:00Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
            ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"),
            ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"),
            ("Sat, 3 Jan 2026 10:00:00 XQT", "2026-01-03T00:00:00Z"),
            ("31 Dec 2016 23:59:60 UTC", "2016-12-31T23:59:59Z"),
            ("6 February 2026", "2026-02-06T00:00:00Z"),
        ] {
            assert_eq!(utc(words).as_deref(), Some(wanted), "{words}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for words in [
            "",
            "now",
            "yesterday 10:00",
            "--12",
            "2013-xx-27",
            "2013-01-27-01",
            "2013-01-28T11:30:00-06:00Textra",
            "2013-01-28T09:00:00+00:xx",
            "2003-12-31T10:61:55Z",
            "2003-12-31T25:00:00Z",
            "9999-12-31T23:59:59-99:99",
            "Sun, 16 Dec 2012 11:47:32 +zz:00",
            "31 Feb 2012 10:00:00 GMT",
            "0000-00-00 00:00:00",
            "2003-366",
        ] {
            assert_eq!(utc(words), None, "{words}");
        }
    }

    #[test]
    fn the_day_is_that_of_the_source() {
        let read = parse("Fri, 06 Feb 2026 23:30:00 -0500").unwrap();
        assert_eq!(read.when.unwrap().to_string(), "2026-02-06");
        assert_eq!(read.instant.as_deref(), Some("2026-02-07T04:30:00Z"));
        assert_eq!(parse("2026-02").unwrap().when.unwrap().to_string(), "2026-02");
    }
}
