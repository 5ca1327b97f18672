//! Points of the calendar and the clock: "5 p.m. Friday", "6 February 2026", "2025".

use super::{Line, Match, date, value};
use crate::numerals::{multiplier, ordinal};
use crate::times::holidays::{Holiday, holiday};
use crate::times::words::{Unit, among, month, part_of_day, weekday};
use crate::times::{From, Meaning, Which};
use rapporteur_types::reading::TimeKind;

/// Does a document write the day before the month? So if one of its dates cannot be read otherwise, and none must have the
/// month first.
pub(super) fn day_first<'a>(forms: impl Iterator<Item = &'a str>) -> bool {
    let orders = forms.filter_map(numbers).filter(|(separator, _)| *separator != '.').filter_map(|(_, n)| match n {
        [13..=31, 1..=12, _] => Some(true),
        [1..=12, 13..=31, _] => Some(false),
        _ => None,
    });
    orders.reduce(|a, b| a && b) == Some(true)
}

/// The numbers of "2026-02-06", "11/28/2000" or "06.02.2026", and what stands between them.
fn numbers(w: &str) -> Option<(char, [i16; 3])> {
    let separator = w.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = w.split(separator).collect();
    let [first, _, last] = parts[..] else { return None };
    let number = |p: &&str| p.bytes().all(|b| b.is_ascii_digit()).then(|| p.parse().ok()).flatten();
    let n: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    // "11/2/89", but "1-2-3" and "1.2.3" are no dates
    let whole = separator == '/' || first.len() == 4 || last.len() == 4;
    whole.then_some((separator, n.try_into().ok()?))
}

/// A day or month of a year that is counted.
fn in_year(m: i8, d: Option<i8>, year: Box<Meaning>) -> Meaning {
    Meaning::Part { part: format!("{m:02}-{}", d.unwrap_or(0)), of: year }
}

impl Line<'_> {
    /// "5 p.m. EST Friday", "14:05 GMT", "noon".
    pub(super) fn clock(&self, i: usize) -> Match {
        let w = self.w(i);
        let (h, m) = w.split_once(':').map_or((w, None), |(h, m)| (h, Some(m)));
        let digits = |s: &str| (!s.is_empty() && s.len() <= 2).then(|| s.parse::<u8>().ok()).flatten();
        let mut end = i + 1;
        let named = |i: usize| self.forms.get(i).is_some_and(|f| f.starts_with(char::is_uppercase));
        let (hour, minute) = match w {
            // "Operation Midnight Hammer", "High Noon"
            "noon" | "midnight" if i > 0 && named(i) && (named(i - 1) || named(i + 1)) => return None,
            "noon" | "midday" => (12, 0),
            "midnight" => (0, 0),
            // "1430 GMT"
            _ if w.len() == 4 && among(self.w(i + 1), "gmt utc hours hrs") => {
                let (h, m) = (digits(w.get(..2)?)?, digits(w.get(2..)?)?);
                (h < 24 && m < 60).then_some((h, m))?
            }
            _ => {
                let mut hour = digits(h).filter(|h| *h < 24)?;
                let minute = m.map(|m| digits(m).filter(|m| *m < 60)).unwrap_or(Some(0))?;
                let of_day = self.w(i + 1) == "in" && self.w(i + 2) == "the";
                match self.w(i + 1) {
                    _ if of_day && self.w(i + 3) == "morning" => (hour, end) = (hour % 12, end + 2),
                    _ if of_day && matches!(self.w(i + 3), "afternoon" | "evening") => {
                        (hour, end) = (hour % 12 + 12, end + 2);
                    }
                    "a.m" | "am" => hour %= 12,
                    "p.m" | "pm" => hour = hour % 12 + 12,
                    "o'clock" => {}
                    _ if m.is_some_and(|m| m.len() == 2) => end -= 1,
                    _ => return None,
                }
                end += 1;
                (hour, minute)
            }
        };
        // "5 p.m. (1500 GMT) Friday": the same time again
        if self.w(end) == "(" && among(self.w(end + 2), "gmt utc") && self.w(end + 3) == ")" {
            end += 4;
        }
        while among(self.w(end), "est edt gmt utc pst pdt cet cest bst ist msk local time ( ) on ,") {
            if matches!(self.w(end), "(" | ")" | "on" | ",") && self.day(end + 1).is_none() {
                break;
            }
            end += 1;
        }
        let part = format!("T{hour:02}:{minute:02}");
        let (end, of) = self.day(end).unwrap_or((end, Meaning::Shift { by: 0, unit: Unit::Day, from: From::Setting }));
        Some((end, Meaning::Part { part, of: Box::new(of) }))
    }

    /// A day that may stand behind a time of day.
    pub(super) fn day(&self, i: usize) -> Match {
        self.numeric_date(i)
            .or_else(|| self.month_date(i))
            .or_else(|| self.day_month(i))
            .or_else(|| self.weekday(i, Which::Plain))
            .or_else(|| {
                let by = match self.w(i) {
                    "today" => 0,
                    "yesterday" => -1,
                    "tomorrow" => 1,
                    _ => return None,
                };
                Some((i + 1, Meaning::Shift { by, unit: Unit::Day, from: From::Published }))
            })
            .filter(|(_, m)| {
                matches!(m, Meaning::Date { day: Some(_), .. } | Meaning::Weekday { .. } | Meaning::Shift { .. })
            })
    }

    /// "2026-02-06", "11/28/2000", "9/11".
    pub(super) fn numeric_date(&self, i: usize) -> Match {
        let w = self.w(i);
        if w == "9/11" {
            return Some((i + 1, date(Some(2001), Some(9), Some(11), Which::Plain)));
        }
        let (separator, [a, b, c]) = numbers(w)?;
        let (y, m, d) = match separator {
            _ if w.find(separator) == Some(4) => (a, b, c),
            // The order of the continent.
            '.' => (c, b, a),
            // The American order, unless the first number cannot be a month, here or elsewhere in the document.
            _ if a > 12 || self.day_first => (c, b, a),
            _ => (c, a, b),
        };
        let y = if y < 50 {
            y + 2000
        } else if y < 100 {
            y + 1900
        } else {
            y
        };
        let (m, d) = (i8::try_from(m).ok()?, i8::try_from(d).ok()?);
        jiff::civil::Date::new(y, m, d).ok()?;
        Some((i + 1, date(Some(y), Some(m), Some(d), Which::Plain)))
    }

    pub(super) fn month_at(&self, i: usize) -> Option<i8> {
        let (m, ambiguous) = month(self.w(i))?;
        let form = self.forms[i];
        if !form.starts_with(char::is_uppercase) {
            return None;
        }
        if ambiguous {
            let next = self.w(i + 1);
            let next = if next == "," { self.w(i + 2) } else { next };
            let number = next.starts_with(|c: char| c.is_ascii_digit()) || ordinal(&[next]).is_some();
            let day_before = self.before(i).starts_with(|c: char| c.is_ascii_digit());
            let led = among(
                self.before(i),
                "in since until till by early late mid last next this following previous of from before after during through to between and every each",
            );
            let name = self.forms.get(i + 1).is_some_and(|f| f.starts_with(char::is_uppercase)) && i > 0;
            if !(number || day_before || (led && !name && !form.ends_with('.'))) {
                return None;
            }
        }
        Some(m)
    }

    pub(super) fn day_at(&self, i: usize) -> Option<(i8, usize)> {
        let w = self.w(i);
        if w.len() <= 2
            && let Some(d) = w.parse::<i8>().ok().filter(|d| (1..=31).contains(d))
        {
            return Some((d, 1));
        }
        let n = ordinal(self.low.get(i..)?).filter(|(d, _)| (1..=31).contains(d))?;
        Some((n.0 as i8, n.1))
    }

    /// "February 6, 2026", "June 2025", "June last year", "June"; ranges give their second day on the next call.
    pub(super) fn month_date(&self, i: usize) -> Match {
        let (m, d, end) = self.month_day(i)?;
        Some(self.with_year(end, m, d))
    }

    fn month_day(&self, i: usize) -> Option<(i8, Option<i8>, usize)> {
        let m = self.month_at(i)?;
        let end = i + 1;
        let skip = usize::from(self.w(end) == "the");
        if let Some((d, n)) = self.day_at(end + skip).filter(|_| self.unit_free(end + skip)) {
            return Some((m, Some(d), end + skip + n));
        }
        let comma = usize::from(self.w(end) == "," && self.year_at(end + 1).is_some());
        Some((m, None, end + comma))
    }

    /// "June 14 ships": a number that counts is no day.
    fn unit_free(&self, i: usize) -> bool {
        multiplier(self.w(i + 1)).is_none() && self.w(i + 1) != "%" && Unit::of(self.w(i + 1)).is_none()
    }

    fn with_year(&self, end: usize, m: i8, d: Option<i8>) -> (usize, Meaning) {
        self.own_year(end, m, d).unwrap_or_else(|| {
            let shared = self.year_of_range(end, m, d);
            (end, shared.unwrap_or(date(None, Some(m), d, Which::Plain)))
        })
    }

    /// The year stands behind the other end: "from November to February 2026", "between June 3 and August 5 last year".
    fn year_of_range(&self, i: usize, m: i8, d: Option<i8>) -> Option<Meaning> {
        if !matches!(self.w(i), "-" | "–" | "to" | "and" | "through" | "until" | "till") {
            return None;
        }
        let day_month = || {
            let (d, n) = self.day_at(i + 1)?;
            Some((self.month_at(i + 1 + n)?, Some(d), i + 2 + n))
        };
        let (to, day, end) = self.month_day(i + 1).or_else(day_month)?;
        match self.own_year(end, to, day)?.1 {
            Meaning::Date { year: Some(y), .. } => Some(date(Some(y - i16::from(m > to)), Some(m), d, Which::Plain)),
            Meaning::Part { of, .. } if m <= to => Some(in_year(m, d, of)),
            _ => None,
        }
    }

    fn own_year(&self, mut end: usize, m: i8, d: Option<i8>) -> Match {
        let from = end;
        // The other end of a range stands before the year: "June 13 - 24, 2025".
        let mut year_at = end;
        if d.is_some()
            && matches!(self.w(end), "-" | "–" | "to" | "and" | "through")
            && let Some((_, n)) = self.day_at(end + 1)
        {
            year_at = end + 1 + n;
        }
        let skip = usize::from(matches!(self.w(year_at), "," | "of") && self.year_at(year_at + 1).is_some());
        if let Some((at, Meaning::Value { kind, value })) = self.era_year(end) {
            let day = d.map_or(String::new(), |d| format!("-{d:02}"));
            return Some((at, Meaning::Value { kind, value: format!("{value}-{m:02}{day}") }));
        }
        if let Some((y, n)) = self.year_at(year_at + skip) {
            if year_at == end {
                end = year_at + skip + n;
            }
            return Some((end, date(Some(y), Some(m), d, Which::Plain)));
        }
        let at = from + usize::from(self.w(from) == "of");
        let at = at + usize::from(at > from && self.w(at) == "the");
        match self.relative(at) {
            // The year is open; a shift of whole years says which.
            Some((to, year @ Meaning::Shift { unit: Unit::Year, .. })) => Some((to, in_year(m, d, Box::new(year)))),
            _ => None,
        }
    }

    /// "6 February 2026", "the 6th of February", "20 - 21 November".
    pub(super) fn day_month(&self, i: usize) -> Match {
        let (d, n) = self.day_at(i)?;
        let mut at = i + n;
        let mut single = true;
        if matches!(self.w(at), "-" | "–" | "to" | "and") {
            let (_, n) = self.day_at(at + 1)?;
            at += 1 + n;
            single = false;
        }
        let of = usize::from(self.w(at) == "of");
        let m = self.month_at(at + of)?;
        // "in 10 May attacks" does not happen, "15 March" does; but "March 6 April 7" must not pair 6 with April.
        if i > 0 && month(self.before(i)).is_some() {
            return None;
        }
        let (end, meaning) = self.with_year(at + of + 1, m, Some(d));
        Some((if single { end } else { i + n }, meaning))
    }

    pub(super) fn holiday(&self, i: usize, which: Which) -> Match {
        self.forms.get(i).filter(|f| f.starts_with(char::is_uppercase))?;
        let (holiday, n) = holiday(self.low.get(i..)?)?;
        match (holiday, self.year_at(i + n)) {
            (Holiday::Fixed(m, d), Some((y, taken))) => Some((i + n + taken, date(Some(y), Some(m), Some(d), which))),
            _ => Some((i + n, Meaning::Holiday(holiday, which))),
        }
    }

    pub(super) fn weekday(&self, i: usize, which: Which) -> Match {
        let form = self.forms.get(i)?;
        if !form.starts_with(char::is_uppercase) {
            return None;
        }
        let with_period = if form.ends_with('.') { format!("{}.", self.w(i)) } else { self.w(i).to_string() };
        let day = weekday(&with_period)?;
        let mut end = i + 1;
        // "Friday, February 6": the date says it all.
        let comma = usize::from(self.w(end) == ",");
        if let Some((end, m @ Meaning::Date { day: Some(_), .. })) =
            self.month_date(end + comma).or_else(|| self.day_month(end + comma))
        {
            return Some((end, m));
        }
        if self.w(i).ends_with("days") {
            return Some((end, value(TimeKind::Set, format!("XXXX-WXX-{day}"))));
        }
        let meaning = Meaning::Weekday { day, which };
        if let Some(part) = part_of_day(self.w(end)) {
            end += 1;
            if self.w(end - 1).ends_with('s') {
                return Some((end, value(TimeKind::Set, format!("XXXX-WXX-{day}{part}"))));
            }
            return Some((end, Meaning::Part { part: part.into(), of: Box::new(meaning) }));
        }
        Some((end, meaning))
    }

    /// "on the 6th".
    pub(super) fn day_of_month(&self, i: usize) -> Match {
        let (d, n) = self.low.get(i..).and_then(ordinal)?;
        let digits = self.w(i).starts_with(|c: char| c.is_ascii_digit());
        let led =
            self.before(i) == "the" && i >= 2 && among(self.w(i - 2), "on since until by before after for from to of");
        let free = !self.w(i + n).starts_with(char::is_alphabetic)
            || among(
                self.w(i + n),
                "of in at and with would will could should may might must is was are were has had to for but after when",
            );
        (digits && led && free && (1..=31).contains(&d) && self.w(i + n) != "-")
            .then(|| (i + n, date(None, None, Some(d as i8), Which::Plain)))
    }

    /// The second day of a range whose month stands before ("March 14 – 15") or after ("20 - 21 November 2025").
    pub(super) fn range_end(&self, i: usize) -> Match {
        if i < 3 || !matches!(self.before(i), "-" | "–" | "to" | "and" | "through") {
            return None;
        }
        let (d, n) = self.day_at(i)?;
        if !self.unit_free(i) {
            return None;
        }
        self.day_at(i - 2)?;
        let m = self.month_at(i - 3)?;
        // "June 13 and 14 ships": a noun behind the number is counted by it.
        if matches!(self.before(i), "and" | "to") && self.w(i + n).starts_with(char::is_alphabetic) {
            let closed = ["in", "at", "for", "on", "with", "the", "to", "by", "as"].contains(&self.w(i + n));
            if !closed {
                return None;
            }
        }
        Some(self.with_year(i + n, m, Some(d)))
    }
}
