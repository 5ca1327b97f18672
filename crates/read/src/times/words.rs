//! The words of the calendar.

/// Is `w` one of the words of `list`, which stand apart by spaces?
pub(super) fn among(w: &str, list: &str) -> bool {
    list.split(' ').any(|x| x == w)
}

/// 1–12; the flag says that the word is also something else than a month.
pub(super) fn month(w: &str) -> Option<(i8, bool)> {
    Some(match w {
        "january" => (1, false),
        "february" | "feb" => (2, false),
        "march" | "mar" => (3, true),
        "april" | "apr" => (4, false),
        "may" => (5, true),
        "june" => (6, false),
        "july" => (7, false),
        "august" | "aug" => (8, w == "august"),
        "september" | "sept" | "sep" => (9, false),
        "october" | "oct" => (10, false),
        "november" | "nov" => (11, false),
        "december" | "dec" => (12, false),
        "jan" => (1, true),
        "jun" => (6, true),
        "jul" => (7, true),
        _ => return None,
    })
}

/// 1 (Monday) – 7.
pub(super) fn weekday(w: &str) -> Option<i8> {
    Some(match w {
        "monday" | "mondays" | "mon." => 1,
        "tuesday" | "tuesdays" | "tues." | "tue." => 2,
        "wednesday" | "wednesdays" | "wed." => 3,
        "thursday" | "thursdays" | "thurs." | "thur." | "thu." => 4,
        "friday" | "fridays" | "fri." => 5,
        "saturday" | "saturdays" => 6,
        "sunday" | "sundays" => 7,
        _ => return None,
    })
}

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub(super) fn of(w: &str) -> Option<Unit> {
        Some(match w {
            "seconds" => Unit::Second,
            "minute" | "minutes" | "mins" => Unit::Minute,
            "hour" | "hours" | "hrs" => Unit::Hour,
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "quarter" | "quarters" => Unit::Quarter,
            "year" | "years" | "yrs" => Unit::Year,
            "decade" | "decades" => Unit::Decade,
            "century" | "centuries" => Unit::Century,
            _ => return None,
        })
    }

    /// ISO 8601 duration of `n` units, `X` where the number is not known.
    pub(super) fn duration(self, n: Option<f64>) -> String {
        let (prefix, letter, times) = match self {
            Unit::Second => ("PT", "S", 1.0),
            Unit::Minute => ("PT", "M", 1.0),
            Unit::Hour => ("PT", "H", 1.0),
            Unit::Day => ("P", "D", 1.0),
            Unit::Week => ("P", "W", 1.0),
            Unit::Month => ("P", "M", 1.0),
            Unit::Quarter => ("P", "M", 3.0),
            Unit::Year => ("P", "Y", 1.0),
            Unit::Decade => ("P", "Y", 10.0),
            Unit::Century => ("P", "Y", 100.0),
        };
        let Some(n) = n else {
            return match self {
                Unit::Decade => "PXE".into(),
                Unit::Century => "PXC".into(),
                _ => format!("{prefix}X{letter}"),
            };
        };
        let n = n * times;
        let whole = n.trunc();
        if n == whole {
            return format!("{prefix}{whole}{letter}");
        }
        match self {
            Unit::Year => format!("P{whole}Y{}M", ((n - whole) * 12.0).round()),
            Unit::Hour => format!("PT{whole}H{}M", ((n - whole) * 60.0).round()),
            Unit::Minute => format!("PT{whole}M{}S", ((n - whole) * 60.0).round()),
            _ => format!("{prefix}{n}{letter}"),
        }
    }

    pub(super) fn is_clock(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

/// Part of the day as TIMEX3 writes it.
pub(super) fn part_of_day(w: &str) -> Option<&'static str> {
    Some(match w {
        "morning" | "mornings" => "TMO",
        "afternoon" | "afternoons" => "TAF",
        "evening" | "evenings" => "TEV",
        "night" | "nights" | "overnight" => "TNI",
        _ => return None,
    })
}

pub(super) fn season(w: &str) -> Option<&'static str> {
    Some(match w {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

/// "early June", "mid-2026": the value stays that of the whole.
pub(super) fn is_stage(w: &str) -> bool {
    matches!(w, "early" | "earlier" | "late" | "later" | "mid")
}
