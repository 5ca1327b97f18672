//! Finds the words of time expressions, sentence by sentence, longest pattern first.

use super::words::{Unit, among, is_stage, month, part_of_day, season, weekday};
use super::{Found, From, Meaning, Which};
use crate::numerals::{multiplier, numeral, ordinal};
use rapporteur_types::reading::{Sentence, TimeKind, Token};

pub(super) fn find(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Found> {
    let mut out = Vec::new();
    for (s, sentence) in sentences.iter().enumerate() {
        let Some(tokens) = tokens.get(sentence.tokens.clone()) else { continue };
        let forms: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        let lower: Vec<String> = forms.iter().map(|f| f.to_lowercase().replace('’', "'")).collect();
        let low: Vec<&str> =
            lower.iter().map(|l| if l.len() > 1 && l.ends_with(char::is_alphabetic) { l } else { stem(l) }).collect();
        let line = Line { forms: &forms, low: &low };
        let (mut i, mut free) = (0, 0);
        while i < forms.len() {
            let Some((end, meaning)) = line.core(i) else {
                i += 1;
                continue;
            };
            let start = line.extend_left(i, free);
            out.push(Found {
                span: tokens[start].span.cover(tokens[end - 1].span),
                sentence: s,
                tokens: sentence.tokens.start + start..sentence.tokens.start + end,
                meaning,
            });
            (i, free) = (end, end);
        }
    }
    out
}

/// Without the period of an abbreviation.
fn stem(w: &str) -> &str {
    if w.len() > 1 && !w.starts_with('.') { w.trim_end_matches('.') } else { w }
}

struct Line<'a> {
    forms: &'a [&'a str],
    low: &'a [&'a str],
}

type Match = Option<(usize, Meaning)>;

fn value(kind: TimeKind, value: impl Into<String>) -> Meaning {
    Meaning::Value { kind, value: value.into() }
}

fn date(year: Option<i16>, month: Option<i8>, day: Option<i8>, which: Which) -> Meaning {
    Meaning::Date { year, month, day, which }
}

impl Line<'_> {
    fn w(&self, i: usize) -> &str {
        self.low.get(i).copied().unwrap_or("")
    }

    fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |j| self.w(j))
    }

    fn core(&self, i: usize) -> Match {
        self.clock(i)
            .or_else(|| self.numeric_date(i))
            .or_else(|| self.month_date(i))
            .or_else(|| self.day_month(i))
            .or_else(|| self.weekday(i, Which::Plain))
            .or_else(|| self.relative(i))
            .or_else(|| self.deictic(i))
            .or_else(|| self.set(i))
            .or_else(|| self.era(i))
            .or_else(|| self.amount(i))
            .or_else(|| self.day_of_month(i))
            .or_else(|| self.year_alone(i))
    }

    /// Takes in "early", "the end of", "nearly", "the".
    fn extend_left(&self, start: usize, free: usize) -> usize {
        let mut at = start;
        while at > free {
            let w = self.w(at - 1);
            let two = at >= free + 2 && w == "of" && matches!(self.w(at - 2), "end" | "beginning" | "start" | "middle");
            let two = two || (at >= free + 2 && w == "-" && self.w(at - 2) == "mid");
            let approx = among(w, "nearly almost about around roughly over mid");
            if two {
                at -= 2;
            } else if is_stage(w) || (approx && at == start) || (w == "the" && at <= start) {
                at -= 1;
                if w == "the" {
                    break;
                }
            } else {
                break;
            }
        }
        at
    }

    /// "5 p.m. EST Friday", "14:05 GMT", "noon".
    fn clock(&self, i: usize) -> Match {
        let w = self.w(i);
        let (h, m) = w.split_once(':').map_or((w, None), |(h, m)| (h, Some(m)));
        let digits = |s: &str| (!s.is_empty() && s.len() <= 2).then(|| s.parse::<u8>().ok()).flatten();
        let mut end = i + 1;
        let (hour, minute) = match w {
            "noon" | "midday" => (12, 0),
            "midnight" => (0, 0),
            _ => {
                let mut hour = digits(h).filter(|h| *h < 24)?;
                let minute = m.map(|m| digits(m).filter(|m| *m < 60)).unwrap_or(Some(0))?;
                match self.w(i + 1) {
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
        while among(self.w(end), "est edt gmt utc pst pdt cet cest bst ist msk local time ( ) on ,") {
            if matches!(self.w(end), "(" | ")" | "on" | ",") && self.day(end + 1).is_none() {
                break;
            }
            end += 1;
        }
        let part = format!("T{hour:02}:{minute:02}");
        let (end, of) =
            self.day(end).unwrap_or((end, Meaning::Shift { by: 0, unit: Unit::Day, from: From::Published }));
        Some((end, Meaning::Part { part, of: Box::new(of) }))
    }

    /// A day that may stand behind a time of day.
    fn day(&self, i: usize) -> Match {
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
    fn numeric_date(&self, i: usize) -> Match {
        let w = self.w(i);
        if w == "9/11" {
            return Some((i + 1, date(Some(2001), Some(9), Some(11), Which::Plain)));
        }
        let slash = w.contains('/');
        let parts: Vec<&str> = w.split(['-', '/']).collect();
        if parts.len() < 2 || !parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let n: Vec<i16> = parts.iter().map(|p| p.parse().ok()).collect::<Option<_>>()?;
        let (y, m, d) = match (parts[0].len(), &n[..]) {
            (4, [y, m, d]) => (*y, *m, *d),
            // The American order, unless the first number cannot be a month.
            (_, [a, b, y]) if slash && *a > 12 => (*y, *b, *a),
            (_, [a, b, y]) if slash || parts[2].len() == 4 => (*y, *a, *b),
            _ => return None,
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

    fn month_at(&self, i: usize) -> Option<i8> {
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
                "in since until till by early late mid last next this of from before after during through to between and every each",
            );
            let name = self.forms.get(i + 1).is_some_and(|f| f.starts_with(char::is_uppercase)) && i > 0;
            if !(number || day_before || (led && !name && !form.ends_with('.'))) {
                return None;
            }
        }
        Some(m)
    }

    fn year_at(&self, i: usize) -> Option<i16> {
        let w = self.w(i);
        (w.len() == 4).then(|| w.parse::<i16>().ok()).flatten().filter(|y| (1000..2200).contains(y))
    }

    fn day_at(&self, i: usize) -> Option<(i8, usize)> {
        let w = self.w(i);
        if w.len() <= 2 {
            if let Some(d) = w.parse::<i8>().ok().filter(|d| (1..=31).contains(d)) {
                return Some((d, 1));
            }
        }
        let n = ordinal(self.low.get(i..)?).filter(|(d, _)| (1..=31).contains(d))?;
        Some((n.0 as i8, n.1))
    }

    /// "February 6, 2026", "June 2025", "June last year", "June"; ranges give their second day on the next call.
    fn month_date(&self, i: usize) -> Match {
        let m = self.month_at(i)?;
        let mut end = i + 1;
        let skip = usize::from(self.w(end) == "the");
        if let Some((d, n)) = self.day_at(end + skip).filter(|_| self.unit_free(end + skip)) {
            end += skip + n;
            return Some(self.with_year(end, m, Some(d)));
        }
        if self.w(end) == "," && self.year_at(end + 1).is_some() {
            end += 1;
        }
        Some(self.with_year(end, m, None))
    }

    /// "June 14 ships": a number that counts is no day.
    fn unit_free(&self, i: usize) -> bool {
        multiplier(self.w(i + 1)).is_none() && self.w(i + 1) != "%" && Unit::of(self.w(i + 1)).is_none()
    }

    fn with_year(&self, mut end: usize, m: i8, d: Option<i8>) -> (usize, Meaning) {
        let from = end;
        // The other end of a range stands before the year: "June 13 - 24, 2025".
        let mut year_at = end;
        if d.is_some() && matches!(self.w(end), "-" | "–" | "to" | "and" | "through") {
            if let Some((_, n)) = self.day_at(end + 1) {
                year_at = end + 1 + n;
            }
        }
        let skip = usize::from(matches!(self.w(year_at), "," | "of") && self.year_at(year_at + 1).is_some());
        if let Some(y) = self.year_at(year_at + skip) {
            if year_at == end {
                end = year_at + skip + 1;
            }
            return (end, date(Some(y), Some(m), d, Which::Plain));
        }
        let which = match (self.w(from), self.w(from + 1)) {
            ("last", "year") => Which::Last,
            ("this", "year") => Which::This,
            ("next", "year") => Which::Next,
            _ => return (end, date(None, Some(m), d, Which::Plain)),
        };
        // The year is open; a shift of whole years says which.
        (from + 2, Meaning::Part { part: format!("{m:02}-{}", d.unwrap_or(0)), of: Box::new(year_shift(which)) })
    }

    /// "6 February 2026", "the 6th of February", "20 - 21 November".
    fn day_month(&self, i: usize) -> Match {
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

    fn weekday(&self, i: usize, which: Which) -> Match {
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
            return Some((end, Meaning::Part { part: part.into(), of: Box::new(meaning) }));
        }
        Some((end, meaning))
    }

    /// "last week", "next Friday", "this June", "the past two years", "the following day".
    fn relative(&self, i: usize) -> Match {
        let w = self.w(i);
        let which = match w {
            "last" | "past" | "previous" | "preceding" => Which::Last,
            "this" | "current" | "same" | "that" => Which::This,
            "next" | "coming" | "following" | "upcoming" => Which::Next,
            _ => return None,
        };
        let mut at = i + 1;
        if w == "this" && matches!(self.w(at), "coming" | "past") {
            at += 1;
        }
        let text = matches!(w, "previous" | "preceding" | "following" | "same" | "that")
            || (matches!(w, "next") && self.before(i) == "the");
        let from = if text { From::Text } else { From::Published };
        let by = match which {
            Which::Last => -1,
            Which::Next => 1,
            _ => 0,
        };
        let next = self.w(at);
        if matches!(w, "last" | "past" | "next" | "coming" | "previous")
            || (w == "following" && self.before(i) == "the")
        {
            if let Some((n, taken)) = self.count(at) {
                if let Some(unit) = Unit::of(self.w(at + taken)) {
                    return Some((at + taken + 1, value(TimeKind::Duration, unit.duration(n))));
                }
            }
        }
        if !matches!(w, "same" | "that" | "current" | "past") || next == "weekend" {
            if let Some(found) = self.weekday(at, which) {
                return Some(found);
            }
            if let Some(m) = self.month_at(at) {
                return Some((at + 1, date(None, Some(m), None, which)));
            }
            if let Some(season) = season(next) {
                return Some((at + 1, Meaning::Season { season, year: None, which }));
            }
            if next == "weekend" {
                return Some((at + 1, Meaning::Weekend { which }));
            }
        }
        if let Some(part) = part_of_day(next).filter(|_| matches!(w, "last" | "this" | "that" | "same")) {
            let by = if w == "last" { -1 } else { 0 };
            let of = Meaning::Shift { by, unit: Unit::Day, from };
            return Some((at + 1, Meaning::Part { part: part.into(), of: Box::new(of) }));
        }
        let unit = Unit::of(next).filter(|_| !next.ends_with('s') && next != "centuries")?;
        match (w, unit) {
            (_, Unit::Second | Unit::Minute | Unit::Hour) => None,
            ("last" | "past" | "next", Unit::Decade | Unit::Century) => {
                Some((at + 1, value(TimeKind::Duration, unit.duration(Some(1.0)))))
            }
            ("past", _) if unit != Unit::Quarter => Some((at + 1, value(TimeKind::Duration, unit.duration(Some(1.0))))),
            // "the last day of the talks" is counted from the talks.
            ("last" | "this", Unit::Day) => None,
            _ => Some((at + 1, Meaning::Shift { by, unit, from })),
        }
    }

    /// "today", "yesterday morning", "now", "recently".
    fn deictic(&self, i: usize) -> Match {
        let one = |by| Meaning::Shift { by, unit: Unit::Day, from: From::Published };
        let reference = |v: &str| Some((i + 1, value(TimeKind::Date, v)));
        let by = match self.w(i) {
            "today" => 0,
            "yesterday" => -1,
            "tomorrow" => 1,
            "tonight" => {
                return Some((i + 1, Meaning::Part { part: "TNI".into(), of: Box::new(one(0)) }));
            }
            "overnight" => return Some((i + 1, Meaning::Part { part: "TNI".into(), of: Box::new(one(-1)) })),
            "now" | "currently" | "nowadays" | "presently" => return reference("PRESENT_REF"),
            "recently" | "lately" | "formerly" => return reference("PAST_REF"),
            "soon" if self.before(i) != "as" => return reference("FUTURE_REF"),
            "future" if self.before(i) == "the" || self.before(i) == "near" => return reference("FUTURE_REF"),
            "recent" => {
                let unit = Unit::of(self.w(i + 1));
                return Some((i + 1 + usize::from(unit.is_some()), value(TimeKind::Date, "PAST_REF")));
            }
            "weekend" if self.before(i) == "the" => return Some((i + 1, Meaning::Weekend { which: Which::Plain })),
            _ => return None,
        };
        if let Some(part) = part_of_day(self.w(i + 1)) {
            return Some((i + 2, Meaning::Part { part: part.into(), of: Box::new(one(by)) }));
        }
        Some((i + 1, one(by)))
    }

    /// "every day", "each Thursday", "twice a week", "daily".
    fn set(&self, i: usize) -> Match {
        let w = self.w(i);
        let adverb = match w {
            "daily" => Some(Unit::Day),
            "weekly" => Some(Unit::Week),
            "monthly" => Some(Unit::Month),
            "quarterly" => Some(Unit::Quarter),
            "yearly" | "annually" => Some(Unit::Year),
            "hourly" => Some(Unit::Hour),
            _ => None,
        };
        if let Some(unit) = adverb {
            return Some((i + 1, value(TimeKind::Set, unit.duration(Some(1.0)))));
        }
        if !matches!(w, "every" | "each" | "per") {
            return None;
        }
        if let Some(day) = weekday(self.w(i + 1)).filter(|_| w != "per") {
            return Some((i + 2, value(TimeKind::Set, format!("XXXX-WXX-{day}"))));
        }
        if let Some(m) = self.low.get(i + 1).and_then(|_| self.month_at(i + 1)).filter(|_| w != "per") {
            return Some((i + 2, value(TimeKind::Set, format!("XXXX-{m:02}"))));
        }
        let (n, taken) = self.count(i + 1).unwrap_or((Some(1.0), 0));
        let unit = Unit::of(self.w(i + 1 + taken))?;
        Some((i + 2 + taken, value(TimeKind::Set, unit.duration(n))))
    }

    /// "the 1990s", "the 20th century", "the third quarter", "the summer of 2025".
    fn era(&self, i: usize) -> Match {
        let w = self.w(i);
        let decade = w.trim_end_matches('s').trim_end_matches('\'').trim_start_matches(['\'', '’']);
        if w.ends_with('s') && decade.len() >= 2 && decade.ends_with('0') && decade.bytes().all(|b| b.is_ascii_digit())
        {
            let full = if decade.len() == 4 { decade.to_string() } else { format!("19{decade}") };
            return (full.len() == 4).then(|| (i + 1, value(TimeKind::Date, &full[..3])));
        }
        if let Some((n, taken)) = self.low.get(i..).and_then(ordinal) {
            let dash = usize::from(self.w(i + taken) == "-");
            let at = i + taken + dash;
            match self.w(at) {
                "century" if n > 1 => return Some((at + 1, value(TimeKind::Date, format!("{:02}", n - 1)))),
                "quarter" if n <= 4 => {
                    let of = usize::from(self.w(at + 1) == "of");
                    let year = self.year_at(at + 1 + of);
                    let end = at + 1 + if year.is_some() { of + 1 } else { 0 };
                    return Some((end, Meaning::Quarter { quarter: n, year }));
                }
                _ => {}
            }
        }
        let season = season(w)?;
        let of = usize::from(matches!(self.w(i + 1), "of" | ","));
        if let Some(year) = self.year_at(i + 1 + of) {
            return Some((i + 2 + of, Meaning::Season { season, year: Some(year), which: Which::Plain }));
        }
        let led =
            self.before(i) == "the" && i >= 2 && matches!(self.w(i - 2), "in" | "by" | "since" | "until" | "during");
        let led = led || among(self.before(i), "in by since until early late mid");
        led.then(|| (i + 1, Meaning::Season { season, year: None, which: Which::Plain }))
    }

    /// A number of units: "two weeks", "12 - day", "a few months", "several".
    fn count(&self, i: usize) -> Option<(Option<f64>, usize)> {
        let vague = |n| Some((None, n));
        match self.w(i) {
            "few" | "several" | "many" | "couple" | "some" => {
                let of = usize::from(self.w(i + 1) == "of");
                if self.w(i) == "couple" { Some((Some(2.0), 1 + of)) } else { vague(1 + of) }
            }
            "a" if matches!(self.w(i + 1), "few" | "couple" | "number") => {
                let of = usize::from(self.w(i + 2) == "of");
                if self.w(i + 1) == "couple" { Some((Some(2.0), 2 + of)) } else { vague(2 + of) }
            }
            "half" if matches!(self.w(i + 1), "a" | "an") => Some((Some(0.5), 2)),
            "a" | "an" if numeral(self.low.get(i..)?).is_none() => Some((Some(1.0), 1)),
            _ => {
                let (n, taken) = numeral(self.low.get(i..)?)?;
                let more = usize::from(matches!(
                    self.w(i + taken),
                    "more" | "-" | "full" | "consecutive" | "straight" | "additional"
                ));
                Some((Some(n), taken + more))
            }
        }
    }

    /// "two weeks ago", "three days later", "a 12 - day war", "in three days".
    fn amount(&self, i: usize) -> Match {
        let bare = Unit::of(self.w(i)).filter(|_| self.w(i).ends_with('s'));
        // "year - earlier", "year - ago".
        if self.w(i) == "year" && self.w(i + 1) == "-" && matches!(self.w(i + 2), "earlier" | "ago") {
            return Some((i + 3, Meaning::Shift { by: -1, unit: Unit::Year, from: From::Text }));
        }
        let (n, taken) = match bare {
            Some(_) if matches!(self.w(i + 1), "ago" | "later" | "earlier") => (None, 0),
            Some(_) if among(self.before(i), "for within after in of took takes last") => (None, 0),
            Some(_) => return None,
            None => self.count(i)?,
        };
        let at = i + taken;
        let unit = Unit::of(self.w(at))?;
        let article = matches!(self.w(i), "a" | "an") && n == Some(1.0);
        if article && self.w(at).ends_with('s') {
            return None;
        }
        let mut end = at + 1;
        let mut n = n;
        if self.low.get(end..end + 3) == Some(&["and", "a", "half"]) {
            n = n.map(|n| n + 0.5);
            end += 3;
        }
        if self.w(end) == "-" && self.w(end + 1) == "old" || (self.w(end) == "old" || self.w(end) == "older") {
            return None; // an age
        }
        let shift = |sign: i32, end: usize, from: From| -> Match {
            match n {
                Some(n) if !unit.is_clock() && n < 3000.0 => {
                    Some((end, Meaning::Shift { by: sign * n.round() as i32, unit, from }))
                }
                Some(_) if unit.is_clock() => Some((end, Meaning::Shift { by: 0, unit: Unit::Day, from })),
                _ => Some((end, value(TimeKind::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }))),
            }
        };
        match self.w(end) {
            "ago" => return shift(-1, end + 1, From::Published),
            "earlier" | "before" | "beforehand" if self.w(end) != "before" || !self.opens_phrase(end + 1) => {
                return shift(-1, end + 1, From::Text);
            }
            "later" | "afterwards" | "afterward" | "thereafter" => return shift(1, end + 1, From::Text),
            "from" if matches!(self.w(end + 1), "now" | "today") => return shift(1, end + 2, From::Published),
            _ => {}
        }
        if self.w(at + 1) == "'s" || self.w(at + 1) == "'" {
            // "two days' talks"
            return Some((end, value(TimeKind::Duration, unit.duration(n))));
        }
        if self.before(i) == "in" && n.is_some() && !article && super::tense::leans_forward(self.low, i) {
            return shift(1, end, From::Published);
        }
        // "a day" after a noun counts how often, "one day" is no length.
        let each = article && self.before(i).ends_with(|c: char| c.is_alphabetic()) && !self.measures(i);
        let kind = if each { TimeKind::Set } else { TimeKind::Duration };
        Some((end, value(kind, unit.duration(n))))
    }

    /// Does a clause or a noun phrase start here?
    fn opens_phrase(&self, i: usize) -> bool {
        !(self.w(i).is_empty() || among(self.w(i), ". , ; ) ” \" and but"))
    }

    /// Stands the article of "a week" after a word that measures time?
    fn measures(&self, i: usize) -> bool {
        among(
            self.before(i),
            "for in within over after about around nearly almost than took takes take taken lasted last least of by to only just and or some spent during under until before is was be up most over- into",
        )
    }

    /// "on the 6th".
    fn day_of_month(&self, i: usize) -> Match {
        let (d, n) = self.low.get(i..).and_then(ordinal)?;
        let digits = self.w(i).starts_with(|c: char| c.is_ascii_digit());
        let led =
            self.before(i) == "the" && i >= 2 && matches!(self.w(i - 2), "on" | "since" | "until" | "by" | "before");
        let free = !self.w(i + n).starts_with(char::is_alphabetic)
            || matches!(self.w(i + n), "of" | "in" | "at" | "and" | "with");
        (digits && led && free && (1..=31).contains(&d) && self.w(i + n) != "-")
            .then(|| (i + n, date(None, None, Some(d as i8), Which::Plain)))
    }

    /// "2025"; also the second day of "March 14 – 15".
    fn year_alone(&self, i: usize) -> Match {
        if let Some(found) = self.range_end(i) {
            return Some(found);
        }
        let y = self.year_at(i)?;
        if !(1600..=2100).contains(&y) || self.forms[i].contains(',') {
            return None;
        }
        let (before, next) = (self.before(i), self.w(i + 1));
        let next_form = self.forms.get(i + 1).copied().unwrap_or("");
        if among(before, "$ € £ no # than least some nearly almost over approximately killed up")
            || among(next, "% percent feet people men women children troops of - per")
                && !(next == "-" && self.year_at(i + 2).is_some())
            || multiplier(next).is_some()
            || Unit::of(next).is_some()
        {
            return None;
        }
        let led = before.is_empty()
            || among(
                before,
                "in since by until till from during before after early late mid through the fiscal ( year between and to - – around 's its their of for , a this or into both his her our my with on",
            );
        let counts = next_form.starts_with(char::is_lowercase)
            && next.ends_with('s')
            && !among(before, "the 's its their fiscal early late since until in")
            && !among(next, "was is has as its this his");
        (led && !counts).then(|| (i + 1, date(Some(y), None, None, Which::Plain)))
    }

    /// The second day of a range whose month stands before ("March 14 – 15") or after ("20 - 21 November 2025").
    fn range_end(&self, i: usize) -> Match {
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

fn year_shift(which: Which) -> Meaning {
    let by = match which {
        Which::Last => -1,
        Which::Next => 1,
        _ => 0,
    };
    Meaning::Shift { by, unit: Unit::Year, from: From::Published }
}
