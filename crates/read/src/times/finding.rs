//! Finds the words of time expressions, sentence by sentence, longest pattern first.

mod calendar;
mod fractions;
mod parts;
mod relative;
mod years;

use super::words::{among, is_stage, weekday};
use super::{Found, Meaning, Which};
use rapporteur_types::reading::{Sentence, TimeKind, Token};

pub(super) fn find(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Found> {
    let day_first = calendar::day_first(tokens.iter().map(|t| t.span.of(text)));
    let mut out = Vec::new();
    for (s, sentence) in sentences.iter().enumerate() {
        let Some(tokens) = tokens.get(sentence.tokens.clone()) else { continue };
        let forms: Vec<&str> = tokens.iter().map(|t| without_stage(t.span.of(text))).collect();
        let lower: Vec<String> = forms.iter().map(|f| f.to_lowercase().replace('’', "'")).collect();
        let low: Vec<&str> =
            lower.iter().map(|l| if l.len() > 1 && l.ends_with(char::is_alphabetic) { l } else { stem(l) }).collect();
        let line = Line { forms: &forms, low: &low, day_first };
        let (mut i, mut free) = (0, 0);
        while i < forms.len() {
            let Some((end, meaning)) = line.core(i) else {
                i += 1;
                continue;
            };
            if line.in_name(end) {
                (i, free) = (end, end);
                continue;
            }
            let start = line.extend_left(i, end, free);
            let end = line.extend_right(end);
            out.push(Found {
                span: tokens[start].span.cover(tokens[end - 1].span),
                sentence: s,
                tokens: sentence.tokens.start + start..sentence.tokens.start + end,
                meaning,
            });
            (i, free) = (end, end);
        }
    }
    out
}

/// Without the period of an abbreviation.
fn stem(w: &str) -> &str {
    if w.len() > 1 && !w.starts_with('.') { w.trim_end_matches('.') } else { w }
}

/// "mid-November" is one token; its month is what counts.
fn without_stage(form: &str) -> &str {
    ["mid-", "Mid-", "late-", "early-"]
        .iter()
        .find_map(|p| form.strip_prefix(p))
        .filter(|f| !f.is_empty())
        .unwrap_or(form)
}

struct Line<'a> {
    forms: &'a [&'a str],
    low: &'a [&'a str],
    /// Does the document write 6/2/2026 for 6 February?
    day_first: bool,
}

type Match = Option<(usize, Meaning)>;

fn value(kind: TimeKind, value: impl Into<String>) -> Meaning {
    Meaning::Value { kind, value: value.into() }
}

fn date(year: Option<i16>, month: Option<i8>, day: Option<i8>, which: Which) -> Meaning {
    Meaning::Date { year, month, day, which }
}

impl Line<'_> {
    fn w(&self, i: usize) -> &str {
        self.low.get(i).copied().unwrap_or("")
    }

    fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |j| self.w(j))
    }

    fn core(&self, i: usize) -> Match {
        self.clock(i)
            .or_else(|| self.numeric_date(i))
            .or_else(|| self.month_date(i))
            .or_else(|| self.day_month(i))
            .or_else(|| self.weekday(i, Which::Plain))
            .or_else(|| self.holiday(i, Which::Plain))
            .or_else(|| self.fraction(i))
            .or_else(|| self.the_unit(i))
            .or_else(|| self.relative(i))
            .or_else(|| self.deictic(i))
            .or_else(|| self.day_part(i))
            .or_else(|| self.set(i))
            .or_else(|| self.era(i))
            .or_else(|| self.era_year(i))
            .or_else(|| self.amount(i))
            .or_else(|| self.day_of_month(i))
            .or_else(|| self.year_alone(i))
    }

    /// "the March 23 Movement", "the July Revolution": a name, no time.
    fn in_name(&self, end: usize) -> bool {
        self.forms.get(end).is_some_and(|f| f.starts_with(char::is_uppercase))
            && among(self.w(end), "movement revolution brigade brigades party front square street bridge university")
    }

    /// Takes in "early", "the end of", "nearly", "the"; but in "the 2015 accord" the article is not the year's.
    fn extend_left(&self, start: usize, end: usize, free: usize) -> usize {
        let mut at = start;
        let first = self.w(start);
        let name = self.year_at(start).is_some() || self.month_at(start).is_some() || weekday(first).is_some();
        let adjective = among(first, "current recent recently daily weekly monthly overnight");
        // "concern about recent clashes", "ways around Friday's ruling"
        let loose = !adjective && self.w(end) != "'s";
        while at > free {
            let (second, w) = (if at >= free + 2 { self.w(at - 2) } else { "" }, self.w(at - 1));
            let stage = match (second, w) {
                ("end" | "beginning" | "start" | "middle", "of") => true,
                // "the end of the month", but not "about the month"
                _ if at < start && self.w(at) == "the" => break,
                _ => (second, w) == ("mid", "-"),
            };
            let bound = at == start
                && matches!((second, w), ("at", "least" | "most") | ("more" | "less" | "fewer", "than") | ("up", "to"));
            let approx = among(w, "nearly almost about around roughly approximately over mid fiscal first");
            if stage || bound {
                at -= 2;
                // "no more than ten days"
                at -= usize::from(bound && w == "than" && at > free && among(self.w(at - 1), "no not"));
            } else if is_stage(w)
                || (approx && loose && at == start)
                || (w == "the" && !((name || adjective) && at == start))
            {
                at -= 1;
            } else {
                break;
            }
        }
        at
    }

    /// Takes in "or so", "or more", "or later".
    fn extend_right(&self, end: usize) -> usize {
        let open = self.w(end) == "or" && among(self.w(end + 1), "so more less longer later earlier");
        if open && !self.opens_phrase(end + 2) { end + 2 } else { end }
    }
}
