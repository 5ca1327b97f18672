//! Years: "2025", "nineteen ninety-one", "480 BC".

use super::{Line, Match, date, value};
use crate::numerals::{multiplier, numeral};
use crate::times::Which;
use crate::times::words::{Unit, among};
use rapporteur_types::reading::TimeKind;

/// Words before a number that say that it counts or costs.
const COUNTED: &str = "$ € £ # no no. nos than least most some nearly almost over approximately about only killed up flight room number page chapter article section paragraph protocol resolution resolutions directive decree law route highway";

/// Words after a number that are counted by it.
const COUNTERS: &str = "% percent per - people men women children troops soldiers dead casualties feet miles km kg tons tonnes mw gmt utc hours hrs meters degrees";

impl Line<'_> {
    /// The year of four digits or in words that starts here, and how many words it takes.
    pub(super) fn year_at(&self, i: usize) -> Option<(i16, usize)> {
        let w = self.w(i);
        // "2024's rise"; "the 1980's" are ten years
        let w = w.strip_suffix("'s").filter(|y| !y.ends_with('0')).unwrap_or(w);
        if w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()) {
            return w.parse().ok().filter(|y| (1000..2200).contains(y)).map(|y| (y, 1));
        }
        let century = match w {
            "eighteen" => 1800,
            "nineteen" => 1900,
            "twenty" => 2000,
            "two" if self.w(i + 1) == "thousand" => return self.after_2000(i),
            _ => return None,
        };
        let (n, taken) = numeral(self.low.get(i + 1..)?)?;
        let spelt = self.w(i + 1).starts_with(char::is_alphabetic);
        (spelt && n.fract() == 0.0 && (10.0..100.0).contains(&n)).then(|| (century + n as i16, 1 + taken))
    }

    /// "the year two thousand", "two thousand and six": alone it is a number.
    fn after_2000(&self, i: usize) -> Option<(i16, usize)> {
        let skip = usize::from(self.w(i + 2) == "and");
        let led = self.before(i) == "year" || among(self.before(i), "in since until by of");
        match numeral(self.low.get(i + 2 + skip..)?).filter(|(n, _)| (1.0..100.0).contains(n) && n.fract() == 0.0) {
            Some((n, taken)) if led && self.w(i + 2 + skip).starts_with(char::is_alphabetic) => {
                Some((2000 + n as i16, 2 + skip + taken))
            }
            _ => (self.before(i) == "year").then_some((2000, 2)),
        }
    }

    /// "480 BC", "AD 70".
    pub(super) fn era_year(&self, i: usize) -> Match {
        let number = |w: &str| w.parse::<u16>().ok().filter(|y| w.len() <= 4 && *y > 0);
        if among(self.w(i), "ad a.d") {
            let y = number(self.w(i + 1)).filter(|_| self.forms[i].starts_with('A'))?;
            return Some((i + 2, value(TimeKind::Date, format!("{y:04}"))));
        }
        let y = number(self.w(i))?;
        match self.w(i + 1) {
            "bc" | "b.c" | "bce" | "b.c.e" => Some((i + 2, value(TimeKind::Date, format!("BC{y:04}")))),
            _ => None,
        }
    }

    /// The second year of "2025-26".
    fn short_year(&self, i: usize) -> Option<i16> {
        let (from, _) = self.year_at(i.checked_sub(2)?).filter(|_| matches!(self.before(i), "-" | "–"))?;
        let n: i16 = self.w(i).parse().ok().filter(|_| self.w(i).len() == 2)?;
        (n > from % 100).then_some(from - from % 100 + n)
    }

    /// "2025"; also the second day of "March 14 – 15".
    pub(super) fn year_alone(&self, i: usize) -> Match {
        if let Some(found) = self.range_end(i) {
            return Some(found);
        }
        if let Some(y) = self.short_year(i) {
            return Some((i + 1, date(Some(y), None, None, Which::Plain)));
        }
        let (y, taken) = self.year_at(i)?;
        if !(1600..=2100).contains(&y) {
            return None;
        }
        let (before, next) = (self.before(i), self.w(i + taken));
        let next_form = self.forms.get(i + taken).copied().unwrap_or("");
        if among(before, COUNTED)
            || among(next, COUNTERS)
                && !(next == "-" && (self.year_at(i + taken + 1).is_some() || self.short_year(i + taken + 1).is_some()))
            || multiplier(next).is_some()
            || Unit::of(next).is_some()
        {
            return None;
        }
        // "2000 prisoners" counts; "the 2000 elections" does not.
        let counts = next_form.starts_with(char::is_lowercase)
            && next.ends_with('s')
            && !among(before, "the that this 's its their his her our my fiscal early late since until in")
            && !among(next, "was is has as its this his");
        (!counts).then(|| (i + taken, date(Some(y), None, None, Which::Plain)))
    }
}
