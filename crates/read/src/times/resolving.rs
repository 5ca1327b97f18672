//! Gives expressions their values.

use super::tense::{Tense, tense};
use super::words::Unit;
use super::{Found, From, Meaning, Which};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rapporteur_types::reading::{Sentence, TimeBasis, TimeExpression, TimeKind, Token};
use rapporteur_types::{Span, When};

/// A day to count from, how exactly it is known, and where it comes from.
#[derive(Clone, Copy)]
struct Anchor {
    day: Date,
    when: When,
    basis: TimeBasis,
}

impl Anchor {
    fn of(when: When, basis: TimeBasis) -> Anchor {
        Anchor { day: when.last(), when, basis }
    }

    /// No result is more exact than what it was counted from.
    fn no_finer(&self, when: When) -> When {
        match (self.when.month, self.when.day) {
            (None, _) => When::year(when.year),
            (_, None) => When { day: None, ..when },
            _ => when,
        }
    }
}

/// What an expression comes to.
struct Value {
    kind: TimeKind,
    value: String,
    when: Option<When>,
    basis: TimeBasis,
}

impl Value {
    fn date(when: When, basis: TimeBasis) -> Value {
        Value { kind: TimeKind::Date, value: when.to_string(), when: Some(when), basis }
    }

    fn open(value: impl Into<String>) -> Value {
        Value { kind: TimeKind::Date, value: value.into(), when: None, basis: TimeBasis::None }
    }
}

pub(super) fn resolve(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    found: &[Found],
    published: Option<When>,
) -> Vec<TimeExpression> {
    let explicit: Vec<(Span, When)> = found.iter().filter_map(|f| Some((f.span, explicit(&f.meaning)?))).collect();
    // Only dates with a month can stand in for the day of publication, and years only where nothing else is there.
    let dated: Vec<(Span, When)> = explicit.iter().copied().filter(|(_, w)| w.month.is_some()).collect();
    let stand_ins = if dated.is_empty() { explicit } else { dated };
    let latest = stand_ins.iter().copied().reduce(|a, b| if b.1.last() > a.1.last() { b } else { a });
    let (mut out, mut next_stand_in): (Vec<TimeExpression>, usize) = (Vec::new(), 0);
    let mut last: Option<Anchor> = None;
    let mut low: (usize, Vec<String>) = (usize::MAX, Vec::new());
    for f in found {
        while stand_ins.get(next_stand_in).is_some_and(|(s, _)| s.start < f.span.start) {
            next_stand_in += 1;
        }
        let before = next_stand_in.checked_sub(1).map(|i| stand_ins[i]);
        let deictic = matches!(&f.meaning, Meaning::Shift { from: From::Published, .. } | Meaning::Weekday { .. });
        let stand_in = if deictic { latest } else { before.or(latest) };
        let anchor = published
            .map(|w| Anchor::of(w, TimeBasis::Published))
            .or(stand_in.map(|(s, w)| Anchor::of(w, TimeBasis::Text(s))));
        let Some(sentence) = sentences.get(f.sentence) else { continue };
        if low.0 != f.sentence {
            let words = tokens.get(sentence.tokens.clone()).unwrap_or_default();
            low = (f.sentence, words.iter().map(|t| lower(t.span.of(text))).collect());
        }
        let context = Context {
            anchor,
            last,
            tense: || {
                let words: Vec<&str> = low.1.iter().map(String::as_str).collect();
                tense(tokens, sentence.tokens.clone(), f.tokens.clone(), &words)
            },
        };
        let v = context.value(&f.meaning);
        if let Some(when) = v.when {
            // "up from 3 a year earlier" compares; the text goes on to speak of what it spoke of before.
            let compares = matches!(f.meaning, Meaning::Shift { unit: Unit::Year, from: From::Text, by } if by < 0);
            if !compares {
                last = Some(Anchor::of(when, TimeBasis::Text(f.span)));
            }
        }
        out.push(TimeExpression { span: f.span, kind: v.kind, value: v.value, when: v.when, basis: v.basis });
    }
    out
}

/// Lower case, except that the month of May shall not look like the verb.
fn lower(form: &str) -> String {
    if form == "May" { form.to_string() } else { form.to_lowercase() }
}

/// The date of a meaning without gaps.
fn explicit(m: &Meaning) -> Option<When> {
    match m {
        Meaning::Date { year: Some(year), month, day, .. } => checked(*year, *month, *day),
        Meaning::Part { of, .. } => explicit(of),
        _ => None,
    }
}

fn checked(year: i16, month: Option<i8>, day: Option<i8>) -> Option<When> {
    Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    Some(When { year, month, day })
}

struct Context<T: Fn() -> Tense> {
    anchor: Option<Anchor>,
    /// The date that the text spoke of last.
    last: Option<Anchor>,
    tense: T,
}

impl<T: Fn() -> Tense> Context<T> {
    fn value(&self, m: &Meaning) -> Value {
        match m {
            Meaning::Value { kind, value } => {
                Value { kind: *kind, value: value.clone(), when: None, basis: TimeBasis::None }
            }
            Meaning::Date { year: Some(year), month, day, .. } => match checked(*year, *month, *day) {
                Some(when) => Value::date(when, TimeBasis::Explicit),
                None => Value::open(format!("{year}")),
            },
            Meaning::Date { year: None, month: Some(month), day, which } => self.month(*month, *day, *which),
            Meaning::Date { day: Some(day), .. } => self.day_of_month(*day),
            Meaning::Date { .. } => Value::open("XXXX"),
            Meaning::Weekday { day, which } => self.weekday(*day, *which),
            Meaning::Shift { by, unit, from } => self.shift(*by, *unit, *from),
            Meaning::Season { season, year, which } => self.season(season, *year, *which),
            Meaning::Quarter { quarter, year } => self.quarter(*quarter, *year),
            Meaning::Weekend { which } => self.weekend(*which),
            Meaning::Part { part, of } => self.part(part, of),
        }
    }

    /// A month, or a day of a month, without its year.
    fn month(&self, month: i8, day: Option<i8>, which: Which) -> Value {
        let Some(a) = self.anchor.filter(|a| a.when.month.is_some() || a.basis != TimeBasis::Published) else {
            return match self.anchor {
                Some(a) => Value::date(When { year: a.when.year, month: Some(month), day }, a.basis),
                None => Value::open(match day {
                    Some(d) => format!("XXXX-{month:02}-{d:02}"),
                    None => format!("XXXX-{month:02}"),
                }),
            };
        };
        let first = |y: i16| checked(y, Some(month), day).map(When::first);
        let y = a.day.year();
        let candidates: Vec<Date> = [y - 1, y, y + 1].into_iter().filter_map(first).collect();
        let start = a.when.first();
        let (past, future): (Vec<Date>, Vec<Date>) = match day {
            Some(_) => candidates.iter().partition(|d| **d <= a.day),
            None => candidates.iter().partition(|d| **d <= start.first_of_month()),
        };
        let (past, future) = (past.last().copied(), future.first().copied());
        let tense = (self.tense)();
        let chosen = match (which, day) {
            (Which::Last, _) => past.filter(|p| p.first_of_month() < start.first_of_month()).or(first(y - 1)),
            (Which::This, _) => first(y),
            (Which::Next, _) => future,
            // "in October", said in October of what is to come, is this October.
            (Which::Plain, None) if tense == Tense::Future => {
                first(y).filter(|d| d.first_of_month() == start.first_of_month()).or(future)
            }
            (Which::Plain, None) => past,
            (Which::Plain, Some(_)) => match tense {
                Tense::Future => future
                    .filter(|f| days(a.day, *f) < 300)
                    .or(past)
                    .map(|d| if past == Some(a.day) { a.day } else { d }),
                // A clause that looks past may still name a day to come ("announced talks on May 3"): so it does where
                // that day is near and the past one long ago.
                Tense::Past if future.is_some_and(|f| days(a.day, f) <= 60) => nearest(a.day, past, future),
                Tense::Past => past,
                Tense::Open => nearest(a.day, past, future),
            },
        };
        match chosen {
            Some(d) => Value::date(When { year: d.year(), month: Some(month), day }, a.basis),
            None => Value::open(format!("XXXX-{month:02}")),
        }
    }

    /// "on the 6th": the last one in a clause about the past, the next one in a clause about what is to come, else the
    /// nearer one.
    fn day_of_month(&self, day: i8) -> Value {
        let Some(a) = self.anchor.filter(|a| a.when.day.is_some()) else {
            return Value::open(format!("XXXX-XX-{day:02}"));
        };
        let month = a.day.first_of_month();
        let around = [month.checked_sub(1.month()), Ok(month), month.checked_add(1.month())];
        let days = around.into_iter().filter_map(|m| m.ok()?.with().day(day).build().ok());
        let (past, future): (Vec<Date>, Vec<Date>) = days.partition(|d| *d <= a.day);
        let (past, future) = (past.last().copied(), future.first().copied());
        let chosen = match (self.tense)() {
            Tense::Future => past.filter(|p| *p == a.day).or(future),
            Tense::Past => past,
            Tense::Open => nearest(a.day, past, future),
        };
        match chosen {
            Some(d) => Value::date(When::day(d), a.basis),
            None => Value::open(format!("XXXX-XX-{day:02}")),
        }
    }

    fn weekday(&self, day: i8, which: Which) -> Value {
        let (Some(a), Ok(weekday)) =
            (self.anchor.filter(|a| a.when.day.is_some()), Weekday::from_monday_one_offset(day))
        else {
            return Value::open(format!("XXXX-WXX-{day}"));
        };
        let back = i64::from(weekday.until(a.day.weekday()));
        let ahead = i64::from(a.day.weekday().until(weekday));
        let by = match which {
            Which::Last => -(if back == 0 { 7 } else { back }),
            Which::Next => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Which::This => {
                if (self.tense)() == Tense::Past {
                    -back
                } else {
                    ahead
                }
            }
            Which::Plain if (self.tense)() == Tense::Future => ahead,
            Which::Plain => -back,
        };
        match a.day.checked_add(by.days()) {
            Ok(d) => Value::date(When::day(d), a.basis),
            Err(_) => Value::open(format!("XXXX-WXX-{day}")),
        }
    }

    fn shift(&self, by: i32, unit: Unit, from: From) -> Value {
        let anchor = if from == From::Text { self.last.or(self.anchor) } else { self.anchor };
        let Some(a) = anchor else {
            return Value::open(match by.signum() {
                -1 => "PAST_REF",
                0 => "PRESENT_REF",
                _ => "FUTURE_REF",
            });
        };
        let by = i64::from(by);
        let day = match unit {
            Unit::Day => a.day.checked_add(by.days()),
            Unit::Week => a.day.checked_add(by.weeks()),
            Unit::Month => a.day.first_of_month().checked_add(by.months()),
            Unit::Quarter => a.day.first_of_month().checked_add((3 * by).months()),
            Unit::Year => a.day.first_of_month().checked_add(by.years()),
            Unit::Decade => a.day.first_of_month().checked_add((10 * by).years()),
            Unit::Century => a.day.first_of_month().checked_add((100 * by).years()),
            _ => Ok(a.day),
        };
        let Ok(d) = day else { return Value::open("XXXX") };
        let when = match unit {
            Unit::Week => {
                if a.when.day.is_none() {
                    return Value::date(a.no_finer(When::day(d)), a.basis);
                }
                let week = d.iso_week_date();
                return Value { basis: a.basis, ..Value::open(format!("{}-W{:02}", week.year(), week.week())) };
            }
            Unit::Quarter => {
                return Value { basis: a.basis, ..Value::open(format!("{}-Q{}", d.year(), (d.month() + 2) / 3)) };
            }
            Unit::Decade => return Value { basis: a.basis, ..Value::open(format!("{}", d.year() / 10)) },
            Unit::Century => return Value { basis: a.basis, ..Value::open(format!("{}", d.year() / 100)) },
            Unit::Month => When::month(d.year(), d.month()),
            Unit::Year => When::year(d.year()),
            _ => When::day(d),
        };
        Value::date(a.no_finer(when), a.basis)
    }

    fn season(&self, season: &str, year: Option<i16>, which: Which) -> Value {
        if let Some(y) = year {
            return Value { basis: TimeBasis::Explicit, ..Value::open(format!("{y}-{season}")) };
        }
        let Some(a) = self.anchor.filter(|a| a.when.month.is_some()) else {
            return Value::open(format!("XXXX-{season}"));
        };
        let starts = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let y = a.day.year();
        let begun = a.day.month() >= starts;
        let over = a.day.month() >= starts + 3;
        let year = match which {
            Which::Last => {
                if over {
                    y
                } else {
                    y - 1
                }
            }
            Which::This => y,
            Which::Next => {
                if begun {
                    y + 1
                } else {
                    y
                }
            }
            Which::Plain if (self.tense)() == Tense::Future => {
                if over {
                    y + 1
                } else {
                    y
                }
            }
            Which::Plain => {
                if begun {
                    y
                } else {
                    y - 1
                }
            }
        };
        Value { basis: a.basis, ..Value::open(format!("{year}-{season}")) }
    }

    fn quarter(&self, quarter: u32, year: Option<i16>) -> Value {
        if let Some(y) = year {
            return Value { basis: TimeBasis::Explicit, ..Value::open(format!("{y}-Q{quarter}")) };
        }
        let Some(a) = self.anchor.filter(|a| a.when.month.is_some()) else {
            return Value::open(format!("XXXX-Q{quarter}"));
        };
        let now = (a.day.month() as u32).div_ceil(3);
        let year = if quarter > now && (self.tense)() != Tense::Future { a.day.year() - 1 } else { a.day.year() };
        Value { basis: a.basis, ..Value::open(format!("{year}-Q{quarter}")) }
    }

    fn weekend(&self, which: Which) -> Value {
        let Some(a) = self.anchor.filter(|a| a.when.day.is_some()) else { return Value::open("XXXX-WXX-WE") };
        let ended = matches!(a.day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let by = match which {
            Which::Next => 7,
            Which::This => 0,
            Which::Last => -7,
            Which::Plain if ended || (self.tense)() == Tense::Future => 0,
            Which::Plain => -7,
        };
        match a.day.checked_add(i64::from(by).days()) {
            Ok(d) => {
                let week = d.iso_week_date();
                Value { basis: a.basis, ..Value::open(format!("{}-W{:02}-WE", week.year(), week.week())) }
            }
            Err(_) => Value::open("XXXX-WXX-WE"),
        }
    }

    /// A time of day ("T17:00", "TMO"), or month and day of a shifted year ("06-0").
    fn part(&self, part: &str, of: &Meaning) -> Value {
        let v = self.value(of);
        if let Some((m, d)) = part.split_once('-') {
            let (Ok(m), Ok(d), Some(y)) = (m.parse::<i8>(), d.parse::<i8>(), v.when) else {
                return Value::open(format!("XXXX-{part}"));
            };
            return match checked(y.year, Some(m), (d > 0).then_some(d)) {
                Some(when) => Value::date(when, v.basis),
                None => v,
            };
        }
        let day = v.when.filter(|w| w.day.is_some());
        let value = if day.is_some() { format!("{}{part}", v.value) } else { format!("XXXX-XX-XX{part}") };
        Value { kind: TimeKind::Time, value, when: v.when, basis: v.basis }
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |s| s.get_days())
}

/// The nearer one, the past one where both are as near.
fn nearest(at: Date, past: Option<Date>, future: Option<Date>) -> Option<Date> {
    match (past, future) {
        (Some(p), Some(f)) => Some(if days(p, at) <= days(at, f) { p } else { f }),
        (p, f) => p.or(f),
    }
}
