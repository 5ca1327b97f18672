//! A point in time as texts give it: a day, a month or a year, never more exact than the words.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The months in order, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days of the week in order, in lower case.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day, month or year; written `2026-02-06`, `2026-02` or `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// Calendar year.
    pub year: i16,
    /// 1–12, where known.
    pub month: Option<i8>,
    /// 1–31, where known; only with a month.
    pub day: Option<i8>,
}

impl When {
    /// A day.
    pub fn day(d: Date) -> Self {
        When { year: d.year(), month: Some(d.month()), day: Some(d.day()) }
    }

    /// A month.
    pub fn month(year: i16, month: i8) -> Self {
        When { year, month: Some(month), day: None }
    }

    /// A year.
    pub fn year(year: i16) -> Self {
        When { year, month: None, day: None }
    }

    /// First day that it may mean.
    pub fn first(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::constant(self.year, 1, 1))
    }

    /// Last day that it may mean.
    pub fn last(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first(),
            (Some(_), None) => self.first().last_of_month(),
            _ => self.first().last_of_year(),
        }
    }

    /// May both mean the same time?
    pub fn compatible(self, other: When) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// As an English reader writes it: "6 February 2026", "February 2026", "2026".
    pub fn words(self) -> String {
        let month = |m: i8| {
            let name = MONTHS.get((m - 1) as usize).copied().unwrap_or("?");
            format!("{}{}", name[..1].to_uppercase(), &name[1..])
        };
        match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{d} {} {}", month(m), self.year),
            (Some(m), None) => format!("{} {}", month(m), self.year),
            _ => format!("{}", self.year),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(m) = self.month {
            write!(f, "-{m:02}")?;
            if let Some(d) = self.day {
                write!(f, "-{d:02}")?;
            }
        }
        Ok(())
    }
}

/// A text that is no `When`.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no date: write a day (2026-02-06), a month (2026-02) or a year (2026)")]
pub struct NotADate(String);

impl FromStr for When {
    type Err = NotADate;
    fn from_str(s: &str) -> Result<Self, NotADate> {
        let bad = || NotADate(s.to_string());
        let parts: Vec<&str> = s.trim().split('-').collect();
        let year: i16 = parts[0].parse().map_err(|_| bad())?;
        if !(1..=9999).contains(&year) || parts.len() > 3 || parts[0].len() != 4 {
            return Err(bad());
        }
        let number = |i: usize| parts.get(i).map(|p| p.parse::<i8>().map_err(|_| bad())).transpose();
        let (month, day) = (number(1)?, number(2)?);
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| bad())?;
        Ok(When { year, month, day })
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granularity_is_kept() {
        for s in ["2026-02-06", "2026-02", "2026"] {
            let w: When = s.parse().unwrap();
            assert_eq!(w.to_string(), s);
        }
        assert!("2026-02-30".parse::<When>().is_err());
        assert!("June".parse::<When>().is_err());
        let (june, day): (When, When) = ("2025-06".parse().unwrap(), "2025-06-13".parse().unwrap());
        assert!(june.compatible(day) && !june.compatible("2025-07-01".parse().unwrap()));
    }
}
