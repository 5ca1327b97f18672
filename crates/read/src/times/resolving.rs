//! Gives expressions their values.

mod calendar;
mod periods;

use super::direction::direction;
use super::modifiers::modifier;
use super::tense::{Tense, tense};
use super::values::{granularity, month_of};
use super::words::Unit;
use super::{Found, From, Meaning, Which, Year};
use jiff::civil::Date;
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
    let mut last_day: Option<Anchor> = None;
    let mut quarter = None;
    let history = published.is_some_and(|p| is_history(found, p));
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
            last_day,
            quarter,
            history,
            tense: || {
                let words: Vec<&str> = low.1.iter().map(String::as_str).collect();
                tense(tokens, sentence.tokens.clone(), f.tokens.clone(), &words)
            },
        };
        let v = context.value(&f.meaning);
        if let Some(when) = v.when {
            // "up from 3 a year earlier" compares; the text goes on to speak of what it spoke of before.
            let compares = matches!(f.meaning, Meaning::YearBefore(_))
                || matches!(f.meaning, Meaning::Shift { unit: Unit::Year, from: From::Text, by } if by < 0);
            if !compares {
                last = Some(Anchor::of(when, TimeBasis::Text(f.span)));
                last_day = last.filter(|a| a.when.day.is_some()).or(last_day);
            }
        }
        quarter = spoken_quarter(&f.meaning, &v.value, anchor).or(quarter);
        let words = f.span.of(text).to_lowercase();
        let modifier = modifier(&words, v.kind);
        out.push(TimeExpression {
            span: f.span,
            kind: v.kind,
            modifier,
            granularity: granularity(&v.value),
            direction: direction(&words, v.kind, &v.value, modifier, published, context.tense),
            when: v.when.or_else(|| month_of(&v.value)),
            value: v.value,
            basis: v.basis,
        });
    }
    out
}

/// Lower case, except that the month of May shall not look like the verb.
fn lower(form: &str) -> String {
    if form == "May" { form.to_string() } else { form.to_lowercase() }
}

/// A text that speaks of years long before its publication and hardly of the days around it.
fn is_history(found: &[Found], published: When) -> bool {
    let (mut old, mut present) = (0, 0);
    for f in found {
        match &f.meaning {
            Meaning::Date { year: Some(y), .. } if *y < published.year - 1 => old += 1,
            Meaning::Date { year: Some(y), .. } if *y == published.year => present += 1,
            Meaning::Weekday { .. } | Meaning::Shift { from: From::Published, .. } => present += 1,
            _ => {}
        }
    }
    old >= 2 && old > 2 * present
}

/// The quarter that the text goes on to speak of: the one of its report, not the one that it is compared with.
fn spoken_quarter(m: &Meaning, value: &str, anchor: Option<Anchor>) -> Option<(i16, u32)> {
    let Meaning::Fraction { part: Some(_), year: Year::Open | Year::Is(_) | Year::Off(_) } = m else { return None };
    let (y, q) = value.split_once("-Q")?;
    let (y, q): (i16, u32) = (y.parse().ok()?, q.parse().ok()?);
    let now = anchor.map(|a| i32::from(a.day.year()) * 4 + periods::quarter_of(a.day) as i32);
    let recent = now.is_none_or(|now| (now - 3..=now).contains(&(i32::from(y) * 4 + q as i32)));
    recent.then_some((y, q))
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
    /// The day that it spoke of last.
    last_day: Option<Anchor>,
    /// The quarter that the text reports on.
    quarter: Option<(i16, u32)>,
    /// Does the text tell a history?
    history: bool,
    tense: T,
}

impl<T: Fn() -> Tense> Context<T> {
    /// What to count from: "the following Friday" is next from the date that the text spoke of last.
    fn counted(&self, which: Which) -> (Option<Anchor>, Which) {
        match which {
            Which::Before => (self.last.or(self.anchor), Which::Last),
            Which::After => (self.last.or(self.anchor), Which::Next),
            _ => (self.anchor, which),
        }
    }

    /// The date that a history has come to.
    fn in_history(&self) -> Option<Anchor> {
        self.last.filter(|_| self.history)
    }

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
            Meaning::YearBefore(from) => self.year_before(*from),
            Meaning::Fraction { part, year } => self.fraction(*part, *year),
            Meaning::Holiday(holiday, which) => self.holiday(*holiday, *which),
            Meaning::Weekend { which } => self.weekend(*which),
            Meaning::Part { part, of } => self.part(part, of),
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
