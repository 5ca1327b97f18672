//! Half-open byte ranges of a document's text.

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` of a document's text; on character boundaries, `start < end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; `start` must be smaller than `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start < end, "empty span {start}..{end}");
        Span { start, end }
    }

    /// The words under the span, or nothing where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Never true of a valid span; there because `len` is.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Do the two share a byte?
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Does `other` lie inside?
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span around both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Translates byte offsets of one text into Unicode code points, in any order, in logarithmic time.
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every 64th byte boundary.
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Index a text.
    pub fn new(text: &'a str) -> Self {
        let (mut marks, mut n) = (Vec::with_capacity(text.len() / 64 + 1), 0);
        for (i, b) in text.bytes().enumerate() {
            if i % 64 == 0 {
                marks.push(n);
            }
            n += usize::from(b & 0xC0 != 0x80);
        }
        marks.push(n);
        CodePoints { text, marks }
    }

    /// Code points before byte `at`, which is clamped to the text.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let mark = at / 64;
        let from = mark * 64;
        let base = self.marks.get(mark).copied().unwrap_or(0);
        base + self.text.as_bytes()[from..at].iter().filter(|b| *b & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_count_characters(s in ".{0,300}") {
            let index = CodePoints::new(&s);
            for (i, (byte, _)) in s.char_indices().enumerate() {
                prop_assert_eq!(index.at(byte), i);
            }
            prop_assert_eq!(index.at(s.len()), s.chars().count());
        }
    }
}
