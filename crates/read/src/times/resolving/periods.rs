//! Periods counted from a day: "last week", "two years later", "this spring", "the quarter", "the weekend".

use super::{Anchor, Context, Value};
use crate::times::tense::Tense;
use crate::times::words::Unit;
use crate::times::{Fraction, From, Which, Year};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rapporteur_types::When;
use rapporteur_types::reading::TimeBasis;

impl<T: Fn() -> Tense> Context<T> {
    pub(super) fn shift(&self, by: i32, unit: Unit, from: From) -> Value {
        let anchor = match from {
            // "a day earlier" counts from a day, not from the year that was named in between
            From::Text if unit == Unit::Day => {
                let month = |a: &Anchor| a.when.month.is_some();
                self.last.filter(month).or(self.last_day).or(self.last).or(self.anchor)
            }
            From::Text => self.last.or(self.anchor),
            From::Setting => self.in_history().or(self.anchor),
            From::Published => self.anchor,
        };
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
                return Value { basis: a.basis, ..Value::open(format!("{}-Q{}", d.year(), quarter_of(d))) };
            }
            Unit::Decade => return Value { basis: a.basis, ..Value::open(format!("{}", d.year() / 10)) },
            Unit::Century => return Value { basis: a.basis, ..Value::open(format!("{}", d.year() / 100)) },
            Unit::Month => When::month(d.year(), d.month()),
            Unit::Year => When::year(d.year()),
            _ => When::day(d),
        };
        Value::date(a.no_finer(when), a.basis)
    }

    pub(super) fn season(&self, season: &str, year: Option<i16>, which: Which) -> Value {
        if let Some(y) = year {
            return Value { basis: TimeBasis::Explicit, ..Value::open(format!("{y}-{season}")) };
        }
        if let Some(a) = self.in_history().filter(|_| which == Which::Plain) {
            return Value { basis: a.basis, ..Value::open(format!("{}-{season}", a.when.year)) };
        }
        let (anchor, which) = self.counted(which);
        let Some(a) = anchor.filter(|a| a.when.month.is_some()) else {
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
            Which::Last | Which::Before => {
                if over {
                    y
                } else {
                    y - 1
                }
            }
            Which::This => y,
            Which::Next | Which::After => {
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

    /// A quarter or half; what is open comes from the quarter that the text speaks of.
    pub(super) fn fraction(&self, part: Option<Fraction>, year: Year) -> Value {
        let anchor = self.anchor.filter(|a| a.when.month.is_some());
        let spoken = self.quarter.or_else(|| {
            let a = anchor?;
            let now = quarter_of(a.day);
            Some(if now == 1 { (a.day.year() - 1, 4) } else { (a.day.year(), now - 1) })
        });
        let basis = anchor.map_or(TimeBasis::None, |a| a.basis);
        let (letter, number) = match (part, spoken) {
            (Some(p), _) => (p.letter, p.number),
            (None, Some((_, q))) if self.quarter.is_some() || !matches!(year, Year::Is(_)) => ('Q', q),
            (None, _) => {
                return match year {
                    Year::Is(y) => Value::date(When::year(y), TimeBasis::Explicit),
                    _ => Value::open("XXXX-QX"),
                };
            }
        };
        let (year, basis) = match (year, anchor) {
            (Year::Is(y), _) => (Some(y), TimeBasis::Explicit),
            (Year::Off(by), a) => (a.map(|a| a.day.year().saturating_add(by as i16)), basis),
            (Year::OffQuarter(by), _) => (spoken.map(|(y, _)| y.saturating_add(by as i16)), basis),
            (Year::Open, _) if part.is_none() => (spoken.map(|(y, _)| y), basis),
            (Year::Open, a) => (a.map(|a| self.year_of_quarter(a, number)), basis),
        };
        match year {
            Some(y) => Value { basis, ..Value::open(format!("{y}-{letter}{number}")) },
            None => Value::open(format!("XXXX-{letter}{number}")),
        }
    }

    fn year_of_quarter(&self, a: Anchor, quarter: u32) -> i16 {
        let (now, y) = (quarter_of(a.day), a.day.year());
        match (self.tense)() {
            // Of the quarter just over there is still news to come.
            Tense::Future if quarter + 1 < now => y.saturating_add(1),
            Tense::Future => y,
            _ if quarter > now => y - 1,
            _ => y,
        }
    }

    /// "a year ago" compares like with like: with the quarter of the year before where the text speaks of a quarter.
    pub(super) fn year_before(&self, from: From) -> Value {
        match self.quarter {
            Some(_) => self.fraction(None, Year::OffQuarter(-1)),
            None => self.shift(-1, Unit::Year, from),
        }
    }

    pub(super) fn weekend(&self, which: Which) -> Value {
        let (anchor, which) = self.counted(which);
        let Some(a) = anchor.filter(|a| a.when.day.is_some()) else { return Value::open("XXXX-WXX-WE") };
        let ended = matches!(a.day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let by = match which {
            Which::Next | Which::After => 7,
            Which::This => 0,
            Which::Last | Which::Before => -7,
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
}

/// 1–4.
pub(super) fn quarter_of(d: Date) -> u32 {
    u32::from(d.month().unsigned_abs()).div_ceil(3)
}
