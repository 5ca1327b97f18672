//! The words of a text as names are compared: folded to plain letters, hyphens and dots gone, clitics apart.

use crate::syntax::Syntax;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// One word of a name or of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// Plain letters in the case of the text: "Erdogan", "US", "'s".
    pub form: String,
    /// The same in lower case; what names are looked up by.
    pub key: String,
    /// Index into the tokens of the reading.
    pub token: usize,
}

impl Word {
    /// Does it begin with a capital letter?
    pub fn capital(&self) -> bool {
        self.form.starts_with(char::is_uppercase)
    }

    /// Is it punctuation that a name does not run across?
    pub fn bar(&self) -> bool {
        !self.form.chars().any(char::is_alphanumeric)
    }
}

/// A reading with its words.
pub struct Text<'a> {
    /// Tokens and trees.
    pub syntax: &'a Syntax<'a>,
    /// All words, in order.
    pub words: Vec<Word>,
    /// For each token the first of its words, or of the words after it; one more at the end.
    first: Vec<usize>,
    /// Sentences, cut once more wherever a full stop stands before a capital: tokens of each.
    pub segments: Vec<Range<usize>>,
    segment: Vec<usize>,
}

impl<'a> Text<'a> {
    /// The words of all tokens.
    pub fn new(s: &'a Syntax<'a>) -> Self {
        let tokens = &s.reading.tokens;
        let shouted: Vec<bool> = s.reading.sentences.iter().map(|x| shouted(s, &x.tokens)).collect();
        let (mut words, mut first) = (Vec::with_capacity(tokens.len()), Vec::with_capacity(tokens.len() + 1));
        for (i, t) in tokens.iter().enumerate() {
            first.push(words.len());
            let form = s.form(i);
            if hyphen(form) && touches(s, i) {
                continue;
            }
            if matches!(form, "'" | "’") && (t.upos == "PART" || t.rel == "case") {
                words.push(Word { form: "'s".into(), key: "'s".into(), token: i });
                continue;
            }
            let small = shouted[s.sentence_of(i)] && SMALL.contains(&t.upos.as_str());
            for form in split(&if small { form.to_lowercase() } else { form.to_string() }) {
                words.push(Word { key: form.to_lowercase(), form, token: i });
            }
        }
        first.push(words.len());
        let segments = segments(s);
        let mut segment = vec![0; tokens.len()];
        for (i, r) in segments.iter().enumerate() {
            segment[r.clone()].fill(i);
        }
        Text { syntax: s, words, first, segments, segment }
    }

    /// Index of the segment of a token.
    pub fn segment_of(&self, token: usize) -> usize {
        self.segment[token]
    }

    /// Index of the block of a token.
    pub fn block_of(&self, token: usize) -> usize {
        self.syntax.reading.sentences[self.syntax.sentence_of(token)].block
    }

    /// The words of some tokens.
    pub fn words_of(&self, tokens: &Range<usize>) -> Range<usize> {
        let last = self.first.len() - 1;
        self.first[tokens.start.min(last)]..self.first[tokens.end.min(last)]
    }

    /// The tokens of some words; `words` is not empty.
    pub fn tokens_of(&self, words: &Range<usize>) -> Range<usize> {
        self.words[words.start].token..self.words[words.end - 1].token + 1
    }

    /// Lower-case key of a word, empty beyond the end.
    pub fn key(&self, w: usize) -> &str {
        self.words.get(w).map_or("", |w| w.key.as_str())
    }

    /// Part of speech of the token of a word.
    pub fn upos(&self, w: usize) -> &str {
        self.words.get(w).map_or("", |x| self.syntax.token(x.token).upos.as_str())
    }

    /// The text of some words, as it stands there on one line.
    pub fn plain(&self, words: &Range<usize>) -> String {
        let t = self.tokens_of(words);
        let span = self.syntax.token(t.start).span.cover(self.syntax.token(t.end - 1).span);
        span.of(self.syntax.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What is no name, however a text in capitals writes it: "THE PRESIDENT REJECTED", "TERRORISTS WHO ATTACK".
const SMALL: [&str; 9] = ["ADP", "ADV", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "VERB"];

/// Is a sentence all in capitals?
fn shouted(s: &Syntax, tokens: &Range<usize>) -> bool {
    let words: Vec<&str> = tokens.clone().map(|i| s.form(i)).filter(|f| f.chars().any(char::is_alphabetic)).collect();
    words.len() >= 5 && !words.iter().any(|f| f.chars().any(char::is_lowercase))
}

/// A reader may miss the end of a sentence; what stands before it is still another sentence for whoever refers back.
fn segments(s: &Syntax) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for x in &s.reading.sentences {
        let mut from = x.tokens.start;
        for i in x.tokens.clone() {
            let ends = matches!(s.form(i), "." | "?" | "!" | ".”" | ".\"");
            let mut next = i + 1;
            while next < x.tokens.end && matches!(s.form(next), "”" | "\"" | "’" | ")") {
                next += 1;
            }
            let capital = |j: usize| s.form(j).trim_start_matches(['“', '"', '(']).starts_with(char::is_uppercase);
            let opens = next < x.tokens.end
                && (capital(next)
                    || matches!(s.form(next), "“" | "\"" | "(") && next + 1 < x.tokens.end && capital(next + 1));
            if ends && opens && next > from && i > from + 1 {
                out.push(from..next);
                from = next;
            }
        }
        if from < x.tokens.end {
            out.push(from..x.tokens.end);
        }
    }
    out
}

/// The "+" of "P5+1" joins as hyphens do.
fn hyphen(form: &str) -> bool {
    matches!(form, "-" | "‐" | "‑" | "–" | "/" | "+")
}

/// Does a hyphen stand between two words without space around it?
fn touches(s: &Syntax, i: usize) -> bool {
    let t = &s.reading.tokens;
    i > 0 && i + 1 < t.len() && t[i - 1].span.end == t[i].span.start && t[i].span.end == t[i + 1].span.start
}

/// A form as plain words: "Al-Busaidi’s" is "Al", "Busaidi", "'s". A mark of punctuation stays one word.
pub fn split(form: &str) -> Vec<String> {
    let plain: Vec<char> = fold(form).chars().collect();
    if !plain.iter().any(|c| c.is_alphanumeric()) {
        return vec![plain.into_iter().collect()];
    }
    let (mut out, mut word) = (Vec::new(), String::new());
    for (i, c) in plain.iter().enumerate() {
        match c {
            c if c.is_alphanumeric() => word.push(*c),
            '.' => {}
            '\'' => {
                if plain[i + 1..] == ['s'] {
                    out.push(std::mem::take(&mut word));
                    out.push("'s".to_string());
                    break;
                }
            }
            _ => out.push(std::mem::take(&mut word)),
        }
    }
    out.push(word);
    out.retain(|w| !w.is_empty());
    out
}

/// Is a word in a list of words?
pub fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|w| w == word)
}

/// All words of a name.
pub fn name_words(name: &str) -> Vec<String> {
    name.split_whitespace().flat_map(split).collect()
}

/// Letters without accents and ligatures; typographic apostrophes plain.
pub fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.nfd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            '’' | '‘' | 'ʼ' | '`' | 'ʻ' => out.push('\''),
            'ı' => out.push('i'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'ə' => out.push('a'),
            'Ə' => out.push('A'),
            c => out.push(c),
        }
    }
    out
}

/// Words as part of an id: "Omar bin Talal" is `omar-bin-talal`.
pub fn slug(words: &[String]) -> String {
    words.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_the_same_words() {
        assert_eq!(name_words("Takht-Ravanchi"), name_words("Takht Ravanchi"));
        assert_eq!(name_words("U.S."), ["US"]);
        assert_eq!(name_words("Erdoğan’s"), ["Erdogan", "'s"]);
        assert_eq!(name_words("Sana’a"), ["Sanaa"]);
    }
}
