//! Dates, times, durations and sets in the sense of TIMEX3: found by their words, then resolved.

mod direction;
mod finding;
mod holidays;
mod modifiers;
mod resolving;
mod tense;
mod values;
mod words;

use rapporteur_types::reading::{Sentence, TimeExpression, Token};
use rapporteur_types::{Span, When};

/// The time expressions of a text, in order and disjoint.
///
/// What is not complete ("in June", "on Friday", "yesterday") is counted from the published day, or, where there is
/// none, from the explicit dates in the text: the nearest one before, else the latest. Nothing is ever counted from
/// the machine's clock.
pub fn times(text: &str, tokens: &[Token], sentences: &[Sentence], published: Option<When>) -> Vec<TimeExpression> {
    let found = finding::find(text, tokens, sentences);
    resolving::resolve(text, tokens, sentences, &found, published)
}

/// An expression before it has a value.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    span: Span,
    /// Index of the sentence.
    sentence: usize,
    /// First and one past the last token.
    tokens: std::ops::Range<usize>,
    meaning: Meaning,
}

/// What the words say, with gaps where they leave something open.
#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    /// A day, month or year; `which` speaks of the open part.
    Date {
        year: Option<i16>,
        month: Option<i8>,
        day: Option<i8>,
        which: Which,
    },
    /// A day of the week, 1 is Monday.
    Weekday {
        day: i8,
        which: Which,
    },
    /// Counted in units from the day of publication or from the date that the text spoke of last.
    Shift {
        by: i32,
        unit: words::Unit,
        from: From,
    },
    Season {
        season: &'static str,
        year: Option<i16>,
        which: Which,
    },
    /// "a year ago", "a year earlier".
    YearBefore(From),
    /// A quarter or half of a year; without `part` the quarter that the text speaks of.
    Fraction {
        part: Option<Fraction>,
        year: Year,
    },
    Holiday(holidays::Holiday, Which),
    Weekend {
        which: Which,
    },
    /// A part of a day.
    Part {
        part: String,
        of: Box<Meaning>,
    },
    /// Nothing open: durations, sets, decades, "now".
    Value {
        kind: rapporteur_types::reading::TimeKind,
        value: String,
    },
}

/// "last Friday", "this June", "next year".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Plain,
    Last,
    This,
    Next,
    /// "the previous June": counted from the text.
    Before,
    /// "the following Friday"
    After,
}

/// Where counting starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Published,
    /// The date that the text spoke of last.
    Text,
    /// "the year": the one of publication in news, the one that a history has come to.
    Setting,
}

/// `Q3`, `H1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    /// `Q` or `H`.
    letter: char,
    number: u32,
}

/// The year of a part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Year {
    /// Not said.
    Open,
    Is(i16),
    /// "next year's first quarter": years from the one of publication.
    Off(i32),
    /// "the year-ago quarter": years from the quarter that the text speaks of.
    OffQuarter(i32),
}

#[cfg(test)]
pub(crate) mod tests;
