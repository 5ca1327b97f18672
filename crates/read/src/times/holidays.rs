//! Days that have a name.

use jiff::civil::{Date, Weekday};

/// How a holiday is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one (negative from the end), and the day of the week.
    Nth(i8, i8, Weekday),
}

/// Name in lower case, words apart by spaces, longer names first.
const NAMES: [(&str, Holiday); 21] = [
    ("new year 's eve", Holiday::Fixed(12, 31)),
    ("new year 's day", Holiday::Fixed(1, 1)),
    ("new year's eve", Holiday::Fixed(12, 31)),
    ("new year's day", Holiday::Fixed(1, 1)),
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("christmas day", Holiday::Fixed(12, 25)),
    ("christmas", Holiday::Fixed(12, 25)),
    ("boxing day", Holiday::Fixed(12, 26)),
    ("nowruz", Holiday::Fixed(3, 20)),
    ("may day", Holiday::Fixed(5, 1)),
    ("halloween", Holiday::Fixed(10, 31)),
    ("valentine 's day", Holiday::Fixed(2, 14)),
    ("bastille day", Holiday::Fixed(7, 14)),
    ("armistice day", Holiday::Fixed(11, 11)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("thanksgiving day", Holiday::Nth(11, 4, Weekday::Thursday)),
    ("thanksgiving", Holiday::Nth(11, 4, Weekday::Thursday)),
    ("labor day", Holiday::Nth(9, 1, Weekday::Monday)),
    ("memorial day", Holiday::Nth(5, -1, Weekday::Monday)),
    ("columbus day", Holiday::Nth(10, 2, Weekday::Monday)),
    ("mother 's day", Holiday::Nth(5, 2, Weekday::Sunday)),
];

/// The holiday whose name starts `words`, and how many words it takes.
pub(super) fn holiday(words: &[&str]) -> Option<(Holiday, usize)> {
    NAMES.iter().find_map(|(name, holiday)| {
        let n = name.split(' ').count();
        let here = words.get(..n)?.iter().copied().eq(name.split(' '));
        here.then_some((*holiday, n))
    })
}

impl Holiday {
    /// Its day in a year; none outside the calendar.
    pub(super) fn of(self, year: i16) -> Option<Date> {
        match self {
            Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
            Holiday::Nth(month, n, weekday) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok(),
        }
    }
}
