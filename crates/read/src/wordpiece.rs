//! Words to word pieces: uncased WordPiece (Wu et al. 2016; Devlin et al. 2019), the twin of `train/tokens.py`.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Pieces of one word beyond this many are dropped: the rest of a long address adds nothing.
const MAX_PIECES: usize = 6;

/// The vocabulary of the encoder.
#[derive(Debug)]
pub struct WordPiece {
    ids: HashMap<String, u32>,
    unknown: u32,
    /// Id of the piece that opens a chunk.
    pub cls: u32,
    /// Id of the piece that closes a paragraph.
    pub sep: u32,
}

impl WordPiece {
    /// A vocabulary, one piece a line; none where a special piece is missing.
    pub fn new(vocabulary: &str) -> Option<Self> {
        let ids: HashMap<String, u32> = vocabulary.lines().zip(0u32..).map(|(w, i)| (w.to_string(), i)).collect();
        let special = |w: &str| ids.get(w).copied();
        let (unknown, cls, sep) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(WordPiece { ids, unknown, cls, sep })
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// No piece at all?
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Is a word a piece of its own in the vocabulary?
    pub fn knows(&self, word: &str) -> bool {
        self.ids.contains_key(word)
    }

    /// The pieces of one word: at least one, at most six.
    pub fn pieces(&self, word: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(2);
        let mut part = String::new();
        for c in word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)) {
            if c.is_alphanumeric() {
                part.push(c);
                continue;
            }
            self.greedy(&part, &mut out);
            part.clear();
            if !c.is_whitespace() {
                out.push(self.ids.get(c.encode_utf8(&mut [0; 4]) as &str).copied().unwrap_or(self.unknown));
            }
        }
        self.greedy(&part, &mut out);
        if out.is_empty() {
            out.push(self.unknown);
        }
        out.truncate(MAX_PIECES);
        out
    }

    /// Longest match from the left; the whole part is unknown where nothing fits.
    fn greedy(&self, part: &str, out: &mut Vec<u32>) {
        let from = out.len();
        let mut at = 0;
        while at < part.len() {
            let prefix = if at > 0 { "##" } else { "" };
            // a piece is never longer than some 20 characters, so a very long part costs no more than its length
            let ends = part[at..].char_indices().map(|(i, c)| at + i + c.len_utf8()).take(24);
            let found = ends
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .find_map(|end| self.ids.get(&format!("{prefix}{}", &part[at..end])).map(|id| (*id, end)));
            let Some((id, end)) = found else {
                out.truncate(from);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            if out.len() >= from + MAX_PIECES {
                return;
            }
            at = end;
        }
    }
}

/// Letter shape of a word (0 lower, 1 Title, 2 UPPER, 3 digits, 4 signs, 5 mixed), plus 6 where white space stands
/// before it. The encoder is uncased: this is how it sees case and spacing.
pub fn shape(word: &str, space_before: bool) -> usize {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let kind = match letters.next() {
        None if word.chars().any(|c| c.is_numeric()) => 3,
        None => 4,
        Some(first) => {
            let rest: Vec<char> = letters.collect();
            let lower = |c: &char| c.is_lowercase();
            if first.is_lowercase() && rest.iter().all(lower) {
                0
            } else if !rest.is_empty() && first.is_uppercase() && rest.iter().all(|c| c.is_uppercase()) {
                2
            } else if first.is_uppercase() && rest.iter().all(lower) {
                1
            } else {
                5
            }
        }
    };
    kind + if space_before { 6 } else { 0 }
}

/// Tells words of a text that is all in capitals (cables, broadcasts, headlines) as words in lower case: case says nothing
/// there, and the encoder knows lower case better.
pub fn fold_capitals(shapes: &mut [usize]) {
    let of = |kinds: &[usize]| shapes.iter().filter(|s| kinds.contains(&(**s % 6))).count();
    // every chunk opens and ends with a sign whose shape is that of a word in lower case without a space
    let lower = shapes.iter().filter(|s| **s == 6).count() + of(&[1, 5]);
    if of(&[2]) < 5 || lower * 4 > of(&[2]) {
        return;
    }
    for s in shapes.iter_mut().filter(|s| [1, 2, 5].contains(&(**s % 6))) {
        *s -= *s % 6;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> WordPiece {
        WordPiece::new("[UNK]\n[CLS]\n[SEP]\naragh\n##chi\nu\n.\ns\ntalks\ncafe").unwrap()
    }

    #[test]
    fn longest_pieces_first_and_marks_apart() {
        let wp = small();
        assert_eq!(wp.pieces("Araghchi"), [3, 4]);
        assert_eq!(wp.pieces("U.S."), [5, 6, 7, 6]);
        assert_eq!(wp.pieces("Café"), [9]);
        assert_eq!(wp.pieces("qqq"), [0]);
        assert_eq!(wp.pieces("\u{200b}\u{fe0f}"), [0]);
    }

    #[test]
    fn a_text_in_capitals_is_told_as_one_in_lower_case() {
        let shapes = |text: &str| -> Vec<usize> { text.split(' ').map(|w| shape(w, true)).collect() };
        let mut capitals = shapes("THE ARMY SAID ON 3 MAY THAT A TRUCE HOLDS");
        fold_capitals(&mut capitals);
        assert_eq!(capitals, shapes("the army said on 3 may that a truce holds"));
        let mut mixed = shapes("The IAEA and the EU told the UK and the USA so");
        let before = mixed.clone();
        fold_capitals(&mut mixed);
        assert_eq!(mixed, before);
    }

    #[test]
    fn shape_tells_case_and_space() {
        let of = |w| shape(w, false);
        assert_eq!([of("talks"), of("Oman"), of("IAEA"), of("2026"), of("—"), of("iPhone")], [0, 1, 2, 3, 4, 5]);
        assert_eq!(shape("A", true), 7);
    }
}
