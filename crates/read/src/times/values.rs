//! What a TIMEX3 value says of itself: its unit, and the days that it covers.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use rapporteur_types::When;
use rapporteur_types::reading::Granularity;

/// The finest unit that a value writes.
pub(super) fn granularity(value: &str) -> Option<Granularity> {
    if value.ends_with("_REF") {
        return None;
    }
    if let Some(duration) = value.strip_prefix('P') {
        return Some(match duration.chars().last()? {
            'C' => Granularity::Century,
            'E' => Granularity::Decade,
            'Y' => Granularity::Year,
            'M' if duration.contains('T') => Granularity::Minute,
            'M' => Granularity::Month,
            'W' => Granularity::Week,
            'D' => Granularity::Day,
            'H' => Granularity::Hour,
            'S' => Granularity::Second,
            _ => return None,
        });
    }
    if let Some((_, time)) = value.split_once('T') {
        let clock = time.starts_with(|c: char| c.is_ascii_digit());
        return Some(if clock { Granularity::Minute } else { Granularity::PartOfDay });
    }
    let parts: Vec<&str> = value.trim_start_matches("BC").split('-').collect();
    Some(match parts[..] {
        [year] => match year.len() {
            0..=2 => Granularity::Century,
            3 => Granularity::Decade,
            _ => Granularity::Year,
        },
        [_, "SP" | "SU" | "FA" | "WI"] => Granularity::Season,
        [_, part] => match part.chars().next()? {
            'H' => Granularity::Half,
            'Q' => Granularity::Quarter,
            'W' => Granularity::Week,
            _ => Granularity::Month,
        },
        [.., "WE"] => Granularity::Weekend,
        _ => Granularity::Day,
    })
}

/// The month in which a week or weekend lies whole.
pub(super) fn month_of(value: &str) -> Option<When> {
    let (first, last) = days(value).filter(|_| value.contains("-W"))?;
    let month = |d: Date| When::month(d.year(), d.month());
    (month(first) == month(last)).then(|| month(first))
}

/// First and last day of a value; none where it leaves open which they are.
pub(super) fn days(value: &str) -> Option<(Date, Date)> {
    let date = value.split('T').next()?;
    if let Ok(when) = date.parse::<When>() {
        return Some((when.first(), when.last()));
    }
    let (year, part) = date.split_once('-').unwrap_or((date, ""));
    let number: i16 = year.parse().ok()?;
    let months = |year: i16, first: i8, many: i32| {
        let first = Date::new(year, first, 1).ok()?;
        Some((first, first.checked_add(many.months()).ok()?.yesterday().ok()?))
    };
    let nth = part.get(1..).and_then(|n| n.parse::<i8>().ok());
    match (part, nth) {
        ("", _) => match year.len() {
            3 => months(number.checked_mul(10)?, 1, 120),
            _ => months(number.checked_mul(100)?, 1, 1200),
        },
        ("SP", _) => months(number, 3, 3),
        ("SU", _) => months(number, 6, 3),
        ("FA", _) => months(number, 9, 3),
        ("WI", _) => months(number, 12, 3),
        (_, Some(n @ 1..=2)) if part.starts_with('H') => months(number, 6 * n - 5, 6),
        (_, Some(n @ 1..=4)) if part.starts_with('Q') => months(number, 3 * n - 2, 3),
        _ => {
            let (week, end) = part.strip_prefix('W')?.split_once('-').map_or((part.get(1..)?, ""), |w| w);
            let monday = ISOWeekDate::new(number, week.parse().ok()?, Weekday::Monday).ok()?.date();
            let first = if end == "WE" { monday.checked_add(5.days()).ok()? } else { monday };
            Some((first, monday.checked_add(6.days()).ok()?))
        }
    }
}
