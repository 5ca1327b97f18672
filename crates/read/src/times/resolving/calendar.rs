//! Days and months whose year, month or week is open: "in June", "on May 3", "on the 6th", "on Friday", "at Christmas".

use super::{Anchor, Context, Value, checked};
use crate::times::Which;
use crate::times::holidays::Holiday;
use crate::times::tense::Tense;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rapporteur_types::When;
use rapporteur_types::reading::TimeBasis;

/// A day without its year is near: even where the clause looks past ("announced talks on May 3"), one so many days ahead
/// is meant before one that is longer gone.
const SOON: i32 = 75;

impl<T: Fn() -> Tense> Context<T> {
    /// A month, or a day of a month, without its year.
    pub(super) fn month(&self, month: i8, day: Option<i8>, which: Which) -> Value {
        let when = |year: i16| When { year, month: Some(month), day };
        let (anchor, which) = self.counted(which);
        let known = if let Some(a) = self.in_history().filter(|_| which == Which::Plain) {
            checked(year_in_history(a.when, month), Some(month), day).map(|w| (w, a))
        } else {
            anchor.and_then(|a| {
                if a.when.month.is_none() && a.basis == TimeBasis::Published {
                    return Some((when(a.when.year), a));
                }
                let first = |y: i16| checked(y, Some(month), day).map(When::first);
                self.nearby(a, first, which, day.is_some()).map(|d| (when(d.year()), a))
            })
        };
        match (known, day) {
            (Some((when, a)), _) => Value::date(when, a.basis),
            (None, Some(d)) => Value::open(format!("XXXX-{month:02}-{d:02}")),
            (None, None) => Value::open(format!("XXXX-{month:02}")),
        }
    }

    /// A day with a name, without its year.
    pub(super) fn holiday(&self, holiday: Holiday, which: Which) -> Value {
        let history = self.in_history().and_then(|a| Some((a, holiday.of(a.when.year)?)));
        let (anchor, which) = self.counted(which);
        let near = || {
            let a = anchor.filter(|a| a.when.month.is_some())?;
            Some((a, self.nearby(a, |y| holiday.of(y), which, true)?))
        };
        match history.or_else(near) {
            Some((a, d)) => Value::date(When::day(d), a.basis),
            None => Value::open("XXXX-XX-XX"),
        }
    }

    /// The year's day or month that the clause looks at.
    fn nearby(&self, a: Anchor, first: impl Fn(i16) -> Option<Date>, which: Which, is_day: bool) -> Option<Date> {
        let y = a.day.year();
        let candidates: Vec<Date> = [y - 1, y, y + 1].into_iter().filter_map(&first).collect();
        let start = a.when.first();
        let (past, future): (Vec<Date>, Vec<Date>) =
            candidates.iter().partition(|d| if is_day { **d <= a.day } else { **d <= start.first_of_month() });
        let (past, future) = (past.last().copied(), future.first().copied());
        match (which, (self.tense)()) {
            (Which::Last | Which::Before, _) => {
                past.filter(|p| p.first_of_month() < start.first_of_month()).or(first(y - 1))
            }
            (Which::This, _) => first(y),
            (Which::Next | Which::After, _) => future,
            // "in October", said in October of what is to come, is this October.
            (Which::Plain, Tense::Future) if !is_day => {
                first(y).filter(|d| d.first_of_month() == start.first_of_month()).or(future)
            }
            (Which::Plain, Tense::Future) => {
                future.filter(|f| days(a.day, *f) < 300).or(past).map(|d| if past == Some(a.day) { a.day } else { d })
            }
            (Which::Plain, Tense::Over) => past,
            (Which::Plain, Tense::Past) if !is_day => past,
            (Which::Plain, _) => {
                future.filter(|f| days(a.day, *f) <= SOON && nearest(a.day, past, future) == Some(*f)).or(past)
            }
        }
    }

    /// "on the 6th": the last one in a clause about the past, the next one in a clause about what is to come, else the
    /// nearer one.
    pub(super) fn day_of_month(&self, day: i8) -> Value {
        if let Some(a) = self.in_history().filter(|a| a.when.month.is_some()) {
            return match checked(a.when.year, a.when.month, Some(day)) {
                Some(when) => Value::date(when, a.basis),
                None => Value::open(format!("XXXX-XX-{day:02}")),
            };
        }
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
            Tense::Past | Tense::Over => past,
            Tense::Open => nearest(a.day, past, future),
        };
        match chosen {
            Some(d) => Value::date(When::day(d), a.basis),
            None => Value::open(format!("XXXX-XX-{day:02}")),
        }
    }

    pub(super) fn weekday(&self, day: i8, which: Which) -> Value {
        let (anchor, which) = self.counted(which);
        let (Some(a), Ok(weekday)) = (anchor.filter(|a| a.when.day.is_some()), Weekday::from_monday_one_offset(day))
        else {
            return Value::open(format!("XXXX-WXX-{day}"));
        };
        let back = i64::from(weekday.until(a.day.weekday()));
        let ahead = i64::from(a.day.weekday().until(weekday));
        let by = match which {
            Which::Last | Which::Before => -(if back == 0 { 7 } else { back }),
            Which::Next | Which::After => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Which::This => {
                if matches!((self.tense)(), Tense::Past | Tense::Over) {
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
}

/// A history goes forward: a month long before the one that it has come to is of the next year.
fn year_in_history(at: When, month: i8) -> i16 {
    match at.month {
        Some(m) if m - month > 7 => at.year.saturating_add(1),
        _ => at.year,
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
