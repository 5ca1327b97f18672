//! What is counted: "last week", "two days ago", "a 9-day truce", "every day", "the 1990s".

use super::{Line, Match, date, value};
use crate::numerals::{numeral, ordinal};
use crate::times::words::{Unit, among, part_of_day, season, weekday};
use crate::times::{From, Meaning, Which, tense};
use rapporteur_types::reading::TimeKind;

/// What may be so many years old without being a person.
const LASTING: &str = "war conflict truce ceasefire peace embargo blockade siege dispute crisis deal agreement accord treaty rule government regime republic state alliance uprising insurgency rebellion campaign ban standoff stalemate feud strike company program programme system law policy tradition";

impl Line<'_> {
    /// "last week", "next Friday", "this June", "the past two years", "the following day".
    pub(super) fn relative(&self, i: usize) -> Match {
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
        let spans = matches!(w, "last" | "past" | "next" | "coming" | "previous")
            || (w == "following" && self.before(i) == "the");
        if spans
            && let Some((n, taken)) = self.count(at)
            && let Some(unit) = Unit::of(self.w(at + taken))
        {
            return Some((at + taken + 1, value(TimeKind::Duration, unit.duration(n))));
        }
        if matches!(w, "coming" | "past")
            && next.ends_with('s')
            && let Some(unit) = Unit::of(next)
        {
            return Some((at + 1, value(TimeKind::Duration, unit.duration(None))));
        }
        if !matches!(w, "same" | "that" | "current" | "past") || next == "weekend" {
            let which = match which {
                Which::Last if text => Which::Before,
                Which::Next if text => Which::After,
                _ => which,
            };
            if let Some(found) = self.weekday(at, which).or_else(|| self.holiday(at, which)) {
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
        if let Some(part) = part_of_day(next).filter(|_| !matches!(w, "current" | "coming" | "past" | "upcoming")) {
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
            ("last", _) if self.before(i) == "the" && self.w(at + 1) == "of" => {
                Some((at + 1, value(TimeKind::Duration, unit.duration(Some(1.0)))))
            }
            _ => Some((at + 1, Meaning::Shift { by, unit, from })),
        }
    }

    /// "today", "yesterday morning", "now", "recently".
    pub(super) fn deictic(&self, i: usize) -> Match {
        let one = |by| Meaning::Shift { by, unit: Unit::Day, from: From::Published };
        let reference = |v: &str| Some((i + 1, value(TimeKind::Date, v)));
        let capital = |i: usize| self.forms.get(i).is_some_and(|f| f.starts_with(char::is_uppercase));
        // "the day after tomorrow", "the day before, ..."
        if self.w(i) == "day" && self.before(i) == "the" {
            let sign = match self.w(i + 1) {
                "after" => 1,
                "before" => -1,
                _ => 0,
            };
            let deictic = matches!((sign, self.w(i + 2)), (1, "tomorrow") | (-1, "yesterday"));
            if deictic {
                return Some((i + 3, one(2 * sign)));
            }
            if sign != 0 && self.w(i + 2) == "," {
                return Some((i + 2, Meaning::Shift { by: sign, unit: Unit::Day, from: From::Text }));
            }
        }
        let by = match self.w(i) {
            // "Russia Today"
            "today" if i > 0 && capital(i) && capital(i - 1) => return None,
            "today" => 0,
            "yesterday" => -1,
            "tomorrow" => 1,
            "tonight" => {
                return Some((i + 1, Meaning::Part { part: "TNI".into(), of: Box::new(one(0)) }));
            }
            "overnight" => return Some((i + 1, Meaning::Part { part: "TNI".into(), of: Box::new(one(-1)) })),
            "now" | "currently" | "nowadays" | "presently" => return reference("PRESENT_REF"),
            "recently" | "lately" | "formerly" => return reference("PAST_REF"),
            "current" if Unit::of(self.w(i + 1)).is_none() => return reference("PRESENT_REF"),
            "these" if self.w(i + 1) == "days" => return Some((i + 2, value(TimeKind::Date, "PRESENT_REF"))),
            "past" if self.before(i) == "the" && i >= 2 && self.w(i - 2) == "in" => return reference("PAST_REF"),
            "future" if among(self.before(i), "the near") => return reference("FUTURE_REF"),
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
    pub(super) fn set(&self, i: usize) -> Match {
        let w = self.w(i);
        let adverb = match w {
            "daily" => Some(Unit::Day),
            "weekly" => Some(Unit::Week),
            "monthly" => Some(Unit::Month),
            "yearly" | "annually" => Some(Unit::Year),
            "hourly" => Some(Unit::Hour),
            _ => None,
        };
        if let Some(unit) = adverb {
            // "the party daily Pravda" is a newspaper.
            let paper = self.forms.get(i + 1).is_some_and(|f| f.starts_with(char::is_uppercase));
            return (!paper).then(|| (i + 1, value(TimeKind::Set, unit.duration(Some(1.0)))));
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
    pub(super) fn era(&self, i: usize) -> Match {
        let w = self.w(i);
        let decade = w.trim_end_matches('s').trim_end_matches('\'').trim_start_matches(['\'', '’']);
        if w.ends_with('s') && decade.len() >= 2 && decade.ends_with('0') && decade.bytes().all(|b| b.is_ascii_digit())
        {
            // "in his 30s"
            if among(self.before(i), "his her their my our your") {
                return None;
            }
            let full = if decade.len() == 4 { decade.to_string() } else { format!("19{decade}") };
            return (full.len() == 4).then(|| (i + 1, value(TimeKind::Date, &full[..3])));
        }
        const SPELT: [&str; 8] =
            ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        if let Some(n) = SPELT.iter().position(|s| *s == w).filter(|_| among(self.before(i), "the early late mid")) {
            return Some((i + 1, value(TimeKind::Date, format!("19{}", n + 2))));
        }
        if let Some((n, taken)) = self.low.get(i..).and_then(ordinal) {
            let dash = usize::from(self.w(i + taken) == "-");
            let at = i + taken + dash;
            if self.w(at) == "century" && n > 1 {
                return Some((at + 1, value(TimeKind::Date, format!("{:02}", n - 1))));
            }
        }
        let season = season(w)?;
        let of = usize::from(matches!(self.w(i + 1), "of" | ","));
        if let Some((year, n)) = self.year_at(i + 1 + of) {
            return Some((i + 1 + of + n, Meaning::Season { season, year: Some(year), which: Which::Plain }));
        }
        if let Some((end, Meaning::Value { kind, value: y })) = self.era_year(i + 1 + of) {
            return Some((end, value(kind, format!("{y}-{season}"))));
        }
        // "the fall of the city", "a spring of hope"
        let of_thing = self.w(i + 1) == "of" && matches!(w, "fall" | "spring");
        let to = if self.before(i) == "the" && i >= 2 { self.w(i - 2) } else { self.before(i) };
        let led = !of_thing && among(to, "in by since until during over into through throughout after early late mid");
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
            "another" => {
                Some(numeral(self.low.get(i + 1..)?).map_or((Some(1.0), 1), |(n, taken)| (Some(n), taken + 1)))
            }
            "a" | "an" if among(self.w(i + 1), "additional further full whole entire mere") => Some((Some(1.0), 2)),
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

    /// "two weeks ago", "three days later", "a 9 - day truce", "in three days".
    pub(super) fn amount(&self, i: usize) -> Match {
        let bare = Unit::of(self.w(i)).filter(|_| self.w(i).ends_with('s'));
        // "year - earlier", "year - ago".
        if self.w(i) == "year" && self.w(i + 1) == "-" && matches!(self.w(i + 2), "earlier" | "ago") {
            let from = if self.w(i + 2) == "ago" { From::Published } else { From::Text };
            return Some((i + 3, Meaning::YearBefore(from)));
        }
        let (n, taken) = match bare {
            Some(_) if matches!(self.w(i + 1), "ago" | "later" | "earlier") => (None, 0),
            Some(_) if among(self.before(i), "for within after in of took takes last") => (None, 0),
            Some(_) => return None,
            None => self.count(i)?,
        };
        let at = i + taken;
        let unit = Unit::of(self.w(at)).filter(|_| !self.is_name(at))?;
        // "a quarter of the voters", "three quarters"
        if unit == Unit::Quarter && matches!(n, Some(1.0 | 3.0)) {
            return None;
        }
        let article = matches!(self.w(i), "a" | "an") && n == Some(1.0);
        // "a year-earlier loss"
        let compares = self.w(at + 1) == "-" && matches!(self.w(at + 2), "earlier" | "ago");
        if article && (self.w(at).ends_with('s') || compares) {
            return None;
        }
        let mut end = at + 1;
        let mut n = n;
        if self.low.get(end..end + 3) == Some(&["and", "a", "half"]) {
            n = n.map(|n| n + 0.5);
            end += 3;
        }
        let dash = usize::from(self.w(end) == "-");
        if matches!(self.w(end + dash), "old" | "older") {
            // Of a thing it is a duration, of a person an age.
            let thing = dash == 1 && among(self.w(end + 2), LASTING);
            return thing.then(|| (end + 2, value(TimeKind::Duration, unit.duration(n))));
        }
        if self.w(end) == "or" && among(self.w(end + 1), "so two more") && among(self.w(end + 2), "ago earlier later") {
            end += 2;
        }
        let shift = |sign: i32, end: usize, from: From| -> Match {
            match n {
                Some(1.0) if unit == Unit::Year && sign < 0 => Some((end, Meaning::YearBefore(from))),
                Some(n) if !unit.is_clock() && n < 3000.0 => {
                    Some((end, Meaning::Shift { by: sign * n.round() as i32, unit, from }))
                }
                Some(_) if unit.is_clock() => Some((end, Meaning::Shift { by: 0, unit: Unit::Day, from })),
                _ => Some((end, value(TimeKind::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }))),
            }
        };
        match self.w(end) {
            "ago" => return shift(-1, end + 1, From::Published),
            "earlier" | "prior" | "previously" | "before" | "beforehand"
                if !matches!(self.w(end), "before" | "prior") || !self.opens_phrase(end + 1) =>
            {
                return shift(-1, end + 1, From::Text);
            }
            "later" | "afterwards" | "afterward" | "thereafter" => return shift(1, end + 1, From::Text),
            "from" if matches!(self.w(end + 1), "now" | "today") => return shift(1, end + 2, From::Published),
            _ => {}
        }
        if matches!(self.w(at + 1), "'s" | "'" | "’" | "’s") {
            // "in ten days' time"
            if self.before(i) == "in" && self.w(at + 2) == "time" {
                return shift(1, at + 3, From::Published);
            }
            // "two days' talks"
            return Some((end, value(TimeKind::Duration, unit.duration(n))));
        }
        let due = i > 1
            && among(
                self.w(i - 2),
                "begin begins due end ends expire expires meet meets open opens resume resumes start starts",
            );
        let ahead = due || tense::leans_forward(self.low, i, end);
        if self.before(i) == "in" && n.is_some() && !article && self.w(end) != "of" && ahead {
            match (unit, n) {
                (Unit::Hour, Some(n)) if n >= 24.0 && n % 24.0 == 0.0 => {
                    let by = (n / 24.0) as i32;
                    return Some((end, Meaning::Shift { by, unit: Unit::Day, from: From::Published }));
                }
                // "in 36 hours" may be one day or the next
                (Unit::Hour, Some(n)) if n >= 24.0 => {}
                _ => return shift(1, end, From::Published),
            }
        }
        // "a day" after a noun counts how often, "one day" is no length.
        let each = article && self.before(i).ends_with(|c: char| c.is_alphabetic()) && !self.measures(i);
        let kind = if each { TimeKind::Set } else { TimeKind::Duration };
        Some((end, value(kind, unit.duration(n))))
    }

    /// "60 Minutes": a title.
    fn is_name(&self, i: usize) -> bool {
        i > 1 && self.forms[i].starts_with(char::is_uppercase) && self.forms[i].ends_with(char::is_lowercase)
    }

    /// Does a clause or a noun phrase start here?
    pub(super) fn opens_phrase(&self, i: usize) -> bool {
        !(self.w(i).is_empty() || among(self.w(i), ". , ; ) ” \" and but"))
    }

    /// Stands the article of "a week" after a word that measures time?
    fn measures(&self, i: usize) -> bool {
        among(
            self.before(i),
            "for in within over after about around nearly almost than took takes take taken lasted last least of by to only just and or some spent during under until before is was be up most over- into",
        )
    }
}
