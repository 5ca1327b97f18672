//! Numbers with what they count.

mod unit;

use crate::numerals::{multiplier, numeral};
use rapporteur_types::Span;
use rapporteur_types::reading::{Quantity, Sentence, TimeExpression, Token};
use std::ops::Range;

/// The quantities of a text, in order and disjoint. Dates and times, ordinals, numbers of resolutions and articles and
/// numbers inside names ("F-35") are none. Where tokens have heads, the unit is the noun that the number modifies;
/// else the words after it.
pub fn quantities(text: &str, tokens: &[Token], sentences: &[Sentence], times: &[TimeExpression]) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut time = 0;
    for sentence in sentences {
        let Some(all) = tokens.get(sentence.tokens.clone()) else { continue };
        let lower: Vec<String> = all.iter().map(|t| t.span.of(text).to_lowercase()).collect();
        let low: Vec<&str> = lower.iter().map(String::as_str).collect();
        let line = Line { text, tokens: all, low: &low, first: sentence.tokens.start };
        let mut i = 0;
        while i < all.len() {
            while times.get(time).is_some_and(|t| t.span.end <= all[i].span.start) {
                time += 1;
            }
            if times.get(time).is_some_and(|t| t.span.overlaps(all[i].span)) {
                i += 1;
                continue;
            }
            let free = times.get(time).map_or(text.len(), |t| t.span.start);
            let Some((quantity, end)) = line.quantity(i, free) else {
                i += 1;
                continue;
            };
            out.push(quantity);
            i = end;
        }
    }
    out
}

/// A sentence.
struct Line<'a> {
    text: &'a str,
    tokens: &'a [Token],
    low: &'a [&'a str],
    /// Index of the first token in the reading.
    first: usize,
}

/// Words before a number that make it a name or a label.
const LABELS: &str = "resolution resolutions article articles section chapter part phase no no. nos. number flight page \
                      paragraph annex group channel route highway task type model version level area point room # @ apollo";

impl Line<'_> {
    fn w(&self, i: usize) -> &str {
        self.low.get(i).copied().unwrap_or("")
    }

    fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |j| self.w(j))
    }

    /// Nothing stands between the token and the next one.
    fn glued(&self, i: usize) -> bool {
        self.tokens.get(i + 1).is_some_and(|n| n.span.start == self.tokens[i].span.end)
    }

    /// A quantity whose number starts at `i` (or whose currency sign does), and the token behind it; its noun ends before
    /// byte `free`, where a time expression starts.
    fn quantity(&self, i: usize, free: usize) -> Option<(Quantity, usize)> {
        let (sign, at) = self.currency(i);
        if !self.counts(i, at) {
            return None;
        }
        if let Some(found) = self.many(i, free).or_else(|| self.share(i, free)) {
            return Some(found);
        }
        let (value, taken) = numeral(self.low.get(at..)?)?;
        let mut end = at + taken;
        let (mut value, mut upper) = (value, None);
        if let Some((share, next)) = self.fraction(at, end, value) {
            (value, end) = (share, next);
        } else if let Some((scale, next)) = self.letter(end, sign.is_some()) {
            (value, end) = (value * scale, next);
        }
        if let Some((top, next)) = self.range(i, end) {
            // "10 - 15 million": the scale belongs to both.
            let scale = multiplier(self.w(next - 1)).filter(|s| value < 1000.0 && top >= *s);
            if multiplier(self.w(end - 1)).is_none() {
                value *= scale.unwrap_or(1.0);
            }
            if top > value {
                (upper, end) = (Some(top), next);
            }
        }
        let bare_one = taken == 1 && matches!(self.w(at), "one" | "a" | "an");
        let (span, unit, end) = match sign {
            Some(unit) => (self.cover(i..end), unit.to_string(), end),
            None => match self.unit(at, end, free) {
                Some((unit, words, next)) => (self.cover(at..words), unit, next),
                None if bare_one || value == 0.0 || !self.stands_alone(at, end, value) => return None,
                None => (self.cover(at..end), String::new(), end),
            },
        };
        if bare_one && matches!(unit.as_str(), "" | "another" | "such" | "thing" | "way") {
            return None;
        }
        let approximation = self.approximation(i);
        let (of, end) = match (unit::is_measure(&unit), self.enriched(i, end)) {
            (true, true) if unit == "percent" => ("enrichment".to_string(), end),
            (true, _) => self.of(end, free),
            _ => (String::new(), end),
        };
        Some((Quantity { span, value, upper, unit, approximation, of }, end))
    }

    /// The currency of a sign, with the letters before it, and where its number starts.
    fn currency(&self, i: usize) -> (Option<&'static str>, usize) {
        let lettered = unit::dollars(self.w(i)).filter(|_| self.w(i + 1) == "$" && self.glued(i));
        let sign = unit::currency_sign(self.w(i));
        match (lettered, sign) {
            (Some(code), _) => (Some(code), i + 2),
            (None, Some(code)) => (Some(code), i + 1),
            (None, None) => (None, i),
        }
    }

    /// "dozens of ships", "hundreds of thousands of people", "tens of billions of dollars": at the least so many.
    fn many(&self, i: usize, free: usize) -> Option<(Quantity, usize)> {
        let mut value = unit::indefinite(self.w(i))?;
        let mut end = i + 1;
        while self.w(end) == "of"
            && let Some(more) = unit::indefinite(self.w(end + 1))
        {
            value *= more;
            end += 2;
        }
        let start = end + usize::from(self.w(end) == "of");
        if start == end {
            return None;
        }
        let (unit, words, next) = self.unit(i, start, free)?;
        let approximation = self.low[i..end].join(" ");
        Some((
            Quantity { span: self.cover(i..words), value, upper: None, unit, approximation, of: String::new() },
            next,
        ))
    }

    /// "half of the members", "a quarter of the oil".
    fn share(&self, i: usize, free: usize) -> Option<(Quantity, usize)> {
        let at = i + usize::from(matches!(self.w(i), "a" | "one"));
        let parts = unit::parts(self.w(at)).filter(|_| !self.w(at).ends_with('s'))?;
        let named = at > i || self.w(at) == "half";
        if !named || self.w(at + 1) != "of" {
            return None;
        }
        let (unit, words, next) = self.unit(i, at + 1, free)?;
        let span = self.cover(i..words);
        let approximation = self.approximation(i);
        Some((Quantity { span, value: 1.0 / parts, upper: None, unit, approximation, of: String::new() }, next))
    }

    /// "two - thirds": the share, and the token behind it.
    fn fraction(&self, at: usize, end: usize, value: f64) -> Option<(f64, usize)> {
        let dash = usize::from(self.w(end) == "-");
        let parts = unit::parts(self.w(end + dash)).filter(|p| value < *p && value.fract() == 0.0)?;
        let spelt = self.w(at).starts_with(char::is_alphabetic);
        let plural = self.w(end + dash).ends_with('s') || value == 1.0;
        (spelt && plural && (dash == 1 || self.w(end + 1) == "of")).then_some((value / parts, end + dash + 1))
    }

    /// "$5m", "12m people": the scale of a letter on a number.
    fn letter(&self, end: usize, money: bool) -> Option<(f64, usize)> {
        let scale = match self.w(end) {
            "m" => 1e6,
            "b" => 1e9,
            "t" => 1e12,
            _ => return None,
        };
        let glued = end > 0 && self.glued(end - 1);
        let counted =
            self.w(end) == "m" && (unit::is_plural(self.w(end + 1)) || unit::measure(&self.low[end + 1..]).is_some());
        (glued && (money || counted)).then_some((scale, end + 1))
    }

    /// Is the number a degree of enrichment: "enriched to 60%", "60% enrichment"?
    fn enriched(&self, i: usize, end: usize) -> bool {
        let says = |w: &&str| w.starts_with("enrich") || *w == "purity";
        let before = &self.low[i.saturating_sub(5)..i];
        // "enriched by 20% of the trade" is no degree
        before.iter().any(says) && !before.contains(&"by") || self.low[end..].iter().take(2).any(says)
    }

    /// The noun behind "of", and the token to go on from.
    fn of(&self, end: usize, free: usize) -> (String, usize) {
        let skip = match (self.w(end), self.w(end + 1)) {
            ("of", "the" | "its" | "their" | "his" | "all") => 2,
            ("of", _) => 1,
            _ => return (String::new(), end),
        };
        let stop = self.by_words(end + skip).filter(|s| self.tokens[*s - 1].span.end <= free);
        stop.map_or((String::new(), end), |s| (self.low[end + skip..s].join(" "), s))
    }

    fn cover(&self, range: Range<usize>) -> Span {
        self.tokens[range.start].span.cover(self.tokens[range.end - 1].span)
    }

    /// May a number at `at` be one of things?
    fn counts(&self, i: usize, at: usize) -> bool {
        let before = self.before(i);
        // "F-35", "5+1", "COVID-19"
        let inside = i > 0
            && self.glued(i - 1)
            && !matches!(before, "(" | "[" | "“" | "\"" | "‘" | "'" | "—" | "–" | "~" | "±" | "/")
            && unit::currency_sign(before).is_none();
        let after = at < self.tokens.len() && self.glued(at) && matches!(self.w(at + 1), "+" | "/" | ":" | "_");
        let label = LABELS.split_whitespace().any(|l| l == before);
        let marker = i == 0 && matches!(self.w(at + 1), "." | ")");
        let pronoun = self.w(at) == "one"
            && (self.w(at + 1) == "of" || matches!(before, "no" | "any" | "this" | "that" | "another" | "the"));
        !(inside || after || label || marker || pronoun)
    }

    /// The upper end after "10 - 15", "10 to 15", "between 5 and 10": its value, and the token behind it.
    fn range(&self, i: usize, end: usize) -> Option<(f64, usize)> {
        // "between 3% and 5%"
        let sign =
            usize::from(matches!(self.w(end), "%" | "percent") && matches!(self.w(end + 1), "to" | "and" | "-" | "–"));
        let first = end;
        let end = end + sign;
        let joint = match self.w(end) {
            "-" | "–" | "—" => self.glued(end) || end > 0 && self.glued(end - 1),
            "to" => true,
            "and" => self.before(i) == "between",
            _ => false,
        };
        let at = end + 1 + usize::from(unit::currency_sign(self.w(end + 1)).is_some());
        let (top, taken) = joint.then(|| numeral(self.low.get(at..)?)).flatten()?;
        let same = sign == 0 || self.w(at + taken) == self.w(first);
        (same && !matches!(self.w(at), "a" | "an" | "one")).then_some((top, at + taken))
    }

    /// The unit, the end of the number with its unit, and the token to go on from.
    fn unit(&self, at: usize, end: usize, free: usize) -> Option<(String, usize, usize)> {
        if let Some((unit, n)) = unit::measure(self.low.get(end..)?) {
            return Some((unit.to_string(), end + n, end + n));
        }
        // "15-point plan": the noun behind the hyphen.
        let start = end + usize::from(self.w(end) == "-" && self.glued(end));
        // "three of the ships"
        let start = if self.w(start) == "of"
            && matches!(self.w(start + 1), "the" | "its" | "their" | "these" | "those" | "his" | "our")
        {
            start + 2
        } else {
            start
        };
        let fits = |stop: &usize| self.tokens[*stop - 1].span.end <= free;
        let stop = self.by_tree(at, end, start).or_else(|| self.by_words(start)).filter(fits)?;
        let words = self.text.get(self.tokens[start].span.start..self.tokens[stop - 1].span.end)?;
        Some((words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(), stop, stop))
    }

    /// The noun that the number modifies, with what stands between.
    fn by_tree(&self, at: usize, end: usize, start: usize) -> Option<usize> {
        let head = (at..end).find_map(|i| {
            let t = &self.tokens[i];
            let head = t.head?.checked_sub(self.first)?;
            (!(at..end).contains(&head) && matches!(t.base_rel(), "nummod" | "compound")).then_some(head)
        })?;
        let fits = head >= start && head < start + 6 && head < self.tokens.len();
        let noun = fits && matches!(self.tokens[head].upos.as_str(), "NOUN" | "PROPN" | "ADJ" | "SYM");
        noun.then_some(head + 1)
    }

    /// Up to the first plural of the next three words, else the next word.
    fn by_words(&self, start: usize) -> Option<usize> {
        let content = |i: usize| {
            let upos = self.tokens.get(i).map_or("", |t| t.upos.as_str());
            let word = self.w(i);
            let open = matches!(upos, "" | "NOUN" | "PROPN" | "ADJ" | "X");
            open && word.starts_with(char::is_alphabetic) && !unit::is_function_word(word)
        };
        let run: Vec<usize> = (start..start + 4).take_while(|i| content(*i)).collect();
        let plural = run.iter().find(|i| unit::is_plural(self.w(**i)));
        let tagged = run.iter().rev().find(|i| self.tokens[**i].upos == "NOUN");
        plural.or(tagged).or_else(|| run.first().filter(|i| self.tokens[**i].upos.is_empty())).map(|i| i + 1)
    }

    /// A number without a unit that still says how many: "rose to 217", "25 were arrested".
    fn stands_alone(&self, at: usize, end: usize, value: f64) -> bool {
        let year = (1900.0..2100.0).contains(&value) && end == at + 1 && self.w(at).len() == 4;
        let next = self.tokens.get(end).map_or("", |t| t.upos.as_str());
        !year && next != "PROPN" && (self.w(end) != "-" || !self.glued(end))
    }

    /// "at least", "more than", "nearly", "up to".
    fn approximation(&self, i: usize) -> String {
        let from = |n: usize| i.checked_sub(n).map(|s| self.low[s..i].join(" "));
        [3, 2, 1]
            .into_iter()
            .filter_map(from)
            .find(|words| unit::APPROXIMATIONS.contains(&words.as_str()))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
