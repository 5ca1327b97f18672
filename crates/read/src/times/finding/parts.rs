//! Parts of a day: "the morning of May 3", "the next evening", "in the morning", "at night".

use super::{Line, Match, value};
use crate::times::words::{Unit, part_of_day};
use crate::times::{From, Meaning};
use rapporteur_types::reading::TimeKind;

impl Line<'_> {
    pub(super) fn day_part(&self, i: usize) -> Match {
        let part = part_of_day(self.w(i)).filter(|_| self.w(i) != "overnight")?;
        // "the night of May 3", "mid-afternoon yesterday"
        let of = usize::from(self.w(i + 1) == "of");
        if let Some((end, of)) = self.day(i + 1 + of) {
            return Some((end, Meaning::Part { part: part.into(), of: Box::new(of) }));
        }
        match self.before(i) {
            "at" => Some((i + 1, value(TimeKind::Time, format!("XXXX-XX-XX{part}")))),
            "the" if i >= 2 && matches!(self.w(i - 2), "in" | "during" | "that") => {
                let of = Meaning::Shift { by: 0, unit: Unit::Day, from: From::Text };
                Some((i + 1, Meaning::Part { part: part.into(), of: Box::new(of) }))
            }
            _ => None,
        }
    }
}
