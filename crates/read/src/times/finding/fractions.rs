//! Quarters and halves of a year, and units that stand for the present one: "the third quarter of 2025", "next year's
//! first half", "the year-ago quarter", "by the end of the month".

use super::{Line, Match, value};
use crate::numerals::ordinal;
use crate::times::words::{Unit, among};
use crate::times::{Fraction, From, Meaning, Year};
use rapporteur_types::reading::TimeKind;

impl Line<'_> {
    pub(super) fn fraction(&self, i: usize) -> Match {
        let (at, mut year) = self.year_before(i);
        let led = at > i;
        let at = at + usize::from(self.w(at) == "fiscal");
        let (part, mut end) = match self.part_of_year(at) {
            Some((part, end)) => (Some(part), end),
            // "the quarter", "the latest period"
            None if self.w(at) == "quarter" && (led || self.before(at) == "the") => (None, at + 1),
            None if self.w(at) == "period" && led => (None, at + 1),
            None => return None,
        };
        if let Some((after, to)) = self.year_after(end) {
            (year, end) = (after, to);
        } else if part.is_some_and(|p| p.letter == 'H') && year == Year::Open {
            return None;
        }
        Some((end, Meaning::Fraction { part, year }))
    }

    /// "third quarter", "first half", "Q1 2026".
    fn part_of_year(&self, i: usize) -> Option<(Fraction, usize)> {
        // "Q1 2026", "H2"
        let letter =
            self.w(i).strip_prefix('q').map(|n| ('Q', n, 4)).or(self.w(i).strip_prefix('h').map(|n| ('H', n, 2)));
        if let Some((letter, n, most)) = letter
            && let Some(number) = n.parse().ok().filter(|n| (1..=most).contains(n))
            && self.year_after(i + 1).is_some()
        {
            return Some((Fraction { letter, number }, i + 1));
        }
        let (number, taken) = match self.w(i) {
            "last" | "final" => (0, 1),
            _ => self.low.get(i..).and_then(ordinal)?,
        };
        let at = i + taken + usize::from(self.w(i + taken) == "-");
        match (self.w(at), number) {
            ("quarter", 1..=4) => Some((Fraction { letter: 'Q', number }, at + 1)),
            ("half", 1 | 2) => Some((Fraction { letter: 'H', number }, at + 1)),
            ("half", 0) if self.w(at + 1) == "of" => Some((Fraction { letter: 'H', number: 2 }, at + 1)),
            ("quarter", 0) if self.w(at + 1) == "of" => Some((Fraction { letter: 'Q', number: 4 }, at + 1)),
            _ => None,
        }
    }

    /// "1988", "year-ago", "last year's", "latest" before the part.
    fn year_before(&self, i: usize) -> (usize, Year) {
        let w = |n: usize| self.w(i + n);
        if w(0) == "year" && w(1) == "-" && matches!(w(2), "ago" | "earlier") {
            return (i + 3, Year::OffQuarter(-1));
        }
        if w(1) == "year"
            && w(2) == "'s"
            && let Some(by) = off(w(0))
        {
            return (i + 3, Year::Off(by));
        }
        if let Some((y, n)) = self.year_at(i).filter(|(y, _)| *y >= 1600) {
            return (i + n, Year::Is(y));
        }
        (i + usize::from(matches!(w(0), "latest" | "current") && w(1) != "quarter" || w(0) == "latest"), Year::Open)
    }

    /// "of 1990", "last year", "of the year" behind the part.
    fn year_after(&self, i: usize) -> Option<(Year, usize)> {
        let of = usize::from(matches!(self.w(i), "of" | "in"));
        let at = i + of + usize::from(self.w(i + of) == "fiscal");
        if let Some((y, n)) = self.year_at(at).filter(|_| self.w(i) != "in") {
            return Some((Year::Is(y), at + n));
        }
        if of == 0 && self.w(i) == "a" && self.w(i + 1) == "year" && matches!(self.w(i + 2), "ago" | "earlier") {
            return Some((Year::OffQuarter(-1), i + 3));
        }
        let by = off(self.w(at)).or((of == 1 && self.w(at) == "the").then_some(0))?;
        (self.w(at + 1) == "year").then_some((Year::Off(by), at + 2))
    }

    /// "the year", "the end of the month", "later in the day", "year-end".
    pub(super) fn the_unit(&self, i: usize) -> Match {
        let w = self.w(i);
        if w == "year" {
            let end = usize::from(matches!(self.w(i + 1), "-" | "'s"));
            if self.w(i + 1 + end) == "end" {
                let meaning = Meaning::Shift { by: 0, unit: Unit::Year, from: From::Setting };
                return Some((i + 2 + end, meaning));
            }
        }
        let size = usize::from(matches!(w, "full" | "fiscal" | "latest" | "current"));
        let at = i + size + usize::from(size == 1 && self.w(i + 1) == "fiscal");
        if self.before(i) != "the" || i == at && size == 1 {
            return None;
        }
        let unit = match self.w(at) {
            "year" => Unit::Year,
            "month" if size == 0 => Unit::Month,
            "week" if size == 0 => Unit::Week,
            "day" if size == 0 && i >= 3 && among(self.w(i - 2), "in of") && among(self.w(i - 3), "earlier later") => {
                Unit::Day
            }
            _ => return None,
        };
        let end = at + 1;
        if unit == Unit::Year && self.year_at(end).is_some() {
            return self.year_alone(end);
        }
        match self.w(end) {
            "ended" | "ending" | "to" => Some((end, value(TimeKind::Duration, unit.duration(Some(1.0))))),
            "before" if !self.opens_phrase(end + 1) => {
                Some((end + 1, Meaning::Shift { by: -1, unit, from: From::Text }))
            }
            "after" if !self.opens_phrase(end + 1) => Some((end + 1, Meaning::Shift { by: 1, unit, from: From::Text })),
            "before" | "after" | "earlier" | "later" | "ago" | "-" => None,
            "of" | "that" | "when" | "in" if unit != Unit::Year => None,
            _ => Some((end, Meaning::Shift { by: 0, unit, from: From::Setting })),
        }
    }
}

/// "last year", "this year", "next year".
fn off(w: &str) -> Option<i32> {
    match w {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    }
}
