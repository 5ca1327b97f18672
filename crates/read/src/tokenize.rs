//! Words in the sense of Universal Dependencies (English, EWT and GUM 2.16).
//!
//! One pass from left to right; every look ahead is bounded, so the time is linear also where no space comes.

mod boundary;
mod lists;
mod split;

pub use boundary::{dateline, forbids_break, forces_break, sentence_ends};

use lists::{ABBREVIATIONS, BEFORE_NUMBER, DOMAIN_ENDS, ELISIONS, EMOTICONS, GLUED_PREFIXES, SLASHED, TITLES, UNITS};
use rapporteur_types::Span;

/// A syntactic word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Part of the same orthographic word as the one before ("do" + "n't").
    pub joined: bool,
}

/// Longest stretch of bytes that is looked at before a decision.
const LOOK: usize = 200;

/// The words of `span`, in order; together they cover every character that is not white space.
pub fn words(text: &str, span: Span) -> Vec<Word> {
    let mut out = Vec::new();
    let Some(part) = text.get(..span.end) else { return out };
    let mut scan = Scan { text: part, from: span.start, quoted: false };
    let mut at = span.start;
    while let Some(c) = scan.char_at(at) {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let end = scan.token(at, c);
        let mut joined = false;
        for cut in split::cuts(&part[at..end]) {
            out.push(Word { span: Span::new(at, at + cut), joined });
            at += cut;
            joined = true;
        }
        out.push(Word { span: Span::new(at, end), joined });
        at = end;
        if let Some(apostrophe) = scan.bare_possessive(end) {
            out.push(Word { span: Span::new(end, apostrophe), joined: true });
            at = apostrophe;
        }
    }
    out
}

/// Letters, digits and what belongs to them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{200C}' | '\u{200D}' | '\u{AD}')
}

/// Both the typewriter's apostrophe and the printer's.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

struct Scan<'a> {
    text: &'a str,
    from: usize,
    /// An opening single quotation mark waits for its partner.
    quoted: bool,
}

impl Scan<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|t| t.chars().next())
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(self.from..at).and_then(|t| t.chars().next_back())
    }

    /// End of the run of characters that `keep` accepts.
    fn run(&self, at: usize, keep: impl Fn(char) -> bool) -> usize {
        self.text[at..].find(|c| !keep(c)).map_or(self.text.len(), |n| at + n)
    }

    /// Like [`Scan::run`], but of [`LOOK`] bytes at most.
    fn peek(&self, at: usize, keep: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        for c in self.text[at..].chars() {
            if !keep(c) || end - at > LOOK {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// End of the orthographic word that starts at `at` with `c`.
    fn token(&mut self, at: usize, c: char) -> usize {
        let next = self.char_at(at + c.len_utf8());
        if let Some(end) = self.address(at, c) {
            return end;
        }
        if is_word(c) {
            return self.word(at);
        }
        let starts = self.before(at).is_none_or(|b| !is_word(b));
        match (c, next) {
            ('#' | '@', Some(n)) if starts && is_word(n) => return self.run(at + 1, is_word),
            ('+' | '.', Some(n)) if starts && n.is_ascii_digit() && self.before(at) != Some('.') => {
                return self.word(at + 1);
            }
            ('\'' | '’' | '‘', Some(n)) if starts && is_word(n) => {
                if let Some(end) = self.elision(at + c.len_utf8()) {
                    return end;
                }
            }
            _ => {}
        }
        let face = EMOTICONS.iter().find(|f| self.text[at..].starts_with(**f)).map(|f| at + f.len());
        if let Some(end) = face.filter(|end| self.char_at(*end).is_none_or(|n| !is_word(n))) {
            return end;
        }
        match c {
            '\'' | '‘' | '’' => self.quoted = starts && next.is_some_and(|n| !n.is_whitespace()) && c != '’',
            '.' | '!' | '?' => return self.run(at, |x| if c == '.' { x == '.' } else { matches!(x, '!' | '?') }),
            '-' | '–' | '—' | '*' | '=' | '~' | '<' | '>' | '+' | '_' | '`' | '…' => {
                return self.run(at, |x| x == c);
            }
            _ => {}
        }
        if c == '\'' && next == Some('\'') { at + 2 } else { at + c.len_utf8() }
    }

    /// URL or e-mail address.
    fn address(&self, at: usize, c: char) -> Option<usize> {
        let rest = &self.text[at..];
        let scheme = ["http://", "https://", "www.", "ftp://", "mailto:", "doi:"]
            .into_iter()
            .any(|s| rest.get(..s.len()).is_some_and(|r| r.eq_ignore_ascii_case(s)));
        if scheme && self.before(at).is_none_or(|b| !is_word(b)) {
            let all = self.run(at, |x| !x.is_whitespace() && !matches!(x, '<' | '>' | '"' | '“' | '”' | '|'));
            let whole = &self.text[at..all];
            let opened = whole.contains('(');
            let trimmed = whole.trim_end_matches(|x: char| {
                matches!(x, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}') || (x == ')' && !opened)
            });
            return (trimmed.len() > 5).then_some(at + trimmed.len());
        }
        if !is_word(c) || self.before(at).is_some_and(|b| is_word(b) || b == '.') {
            return None;
        }
        let local = self.peek(at, |x| is_word(x) || matches!(x, '.' | '+' | '-' | '%'));
        if self.char_at(local) != Some('@') {
            return None;
        }
        let all = self.peek(local + 1, |x| is_word(x) || matches!(x, '.' | '-'));
        let trimmed = self.text[at..all].trim_end_matches(['.', '-']);
        (at + trimmed.len() > local + 1).then_some(at + trimmed.len())
    }

    /// "'72", "’90s", "'em": the apostrophe belongs to the word.
    fn elision(&self, word: usize) -> Option<usize> {
        let end = self.peek(word, is_word);
        let w = self.text[word..end].to_lowercase();
        let year = w.trim_end_matches('s');
        let fits = (year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit())) || ELISIONS.contains(&w.as_str());
        fits.then_some(end)
    }

    /// A word from its first letter or digit: what may stand inside it besides letters and digits.
    fn word(&self, at: usize) -> usize {
        let mut piece = at;
        let mut end = self.run(at, is_word);
        if let Some(cut) = self.unit(at, end) {
            return cut;
        }
        while let Some(mark) = self.char_at(end) {
            let Some(next) = self.char_at(end + mark.len_utf8()) else {
                break;
            };
            if mark == '-' && piece == at && next.is_whitespace() && self.broken_off(at, end) {
                return end + 1; // a word broken off: "th- that"
            }
            let last = self.before(end).unwrap_or(' ');
            let after = end + mark.len_utf8();
            let digits = last.is_ascii_digit() && next.is_ascii_digit();
            let go = match mark {
                '.' => digits || (is_word(next) && (self.initial(piece, end, after) || self.domain(at, after))),
                ',' => digits && self.thousands(at, after),
                ':' => digits && end - piece <= 2,
                '/' => self.slash(at, piece, end, after, digits),
                '-' => self.hyphen(at, piece, end, after),
                '\'' | '’' | '`' => last.is_alphanumeric() && next.is_alphabetic(),
                '&' => {
                    let to = self.peek(after, is_word);
                    end - piece <= 3 && to - after <= 3 && last.is_uppercase() && next.is_uppercase()
                }
                '(' => self.text[end..].starts_with("(s)") && last.is_alphabetic(),
                _ => false,
            };
            if !go {
                break;
            }
            if mark == '(' {
                return end + 3;
            }
            piece = after;
            end = self.run(after, is_word);
            if let Some(cut) = self.unit(piece, end) {
                return cut;
            }
        }
        if !(self.char_at(end) == Some('.') && self.keeps_period(at, piece, end)) {
            return end;
        }
        // "the U.S.'s position"
        let owner =
            ["'s", "’s"].iter().find(|s| self.text[end + 1..].starts_with(**s)).map_or(end + 1, |s| end + 1 + s.len());
        if self.char_at(owner).is_some_and(is_word) { end + 1 } else { owner }
    }

    /// "th- that", but not "TEHRAN- The ministers": lower case, or a letter or two.
    fn broken_off(&self, at: usize, end: usize) -> bool {
        let word = &self.text[at..end];
        word.chars().all(char::is_alphabetic) && (word.chars().count() <= 2 || word.starts_with(char::is_lowercase))
    }

    /// "5pm", "2.5bn": the unit is a word of its own.
    fn unit(&self, piece: usize, end: usize) -> Option<usize> {
        let s = &self.text[piece..end];
        let number = s.bytes().take_while(u8::is_ascii_digit).count();
        (number > 0 && number < s.len() && UNITS.contains(&&s[number..])).then_some(piece + number)
    }

    /// A single letter between periods: "U.S.", "a.m.", "Ph.D.".
    fn initial(&self, piece: usize, end: usize, after: usize) -> bool {
        let letters = |s: &str| s.chars().count() <= 2 && s.chars().all(char::is_alphabetic);
        let to = self.peek(after, is_word);
        letters(&self.text[piece..end])
            && self.text[after..to].chars().count() == 1
            && self.text[after..to].chars().all(char::is_alphabetic)
            && (self.text[piece..end].chars().count() == 1 || self.char_at(to) == Some('.'))
    }

    /// "whitehouse.gov", "report.doc", "alt.animals.cat".
    fn domain(&self, at: usize, after: usize) -> bool {
        let to = self.peek(after, |c| is_word(c) || matches!(c, '.' | '-'));
        let all = self.text[at..to].trim_end_matches(['.', '-']);
        let mut parts = all.split('.');
        let last = parts.next_back().unwrap_or("").to_lowercase();
        let dots = all.matches('.').count();
        DOMAIN_ENDS.contains(&last.as_str())
            || (dots >= 2 && all.is_ascii() && all.bytes().all(|b| b.is_ascii_lowercase() || b == b'.'))
    }

    /// A comma inside a number stands before three digits.
    fn thousands(&self, at: usize, after: usize) -> bool {
        let to = self.peek(after, |c| c.is_ascii_digit());
        to - after == 3 && self.text[at..after].bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'+')
    }

    /// "9/11", "11/28/2000", "w/", "b/c".
    fn slash(&self, at: usize, piece: usize, end: usize, after: usize, digits: bool) -> bool {
        let to = self.peek(after, is_word);
        if digits {
            // "2026/02/06": the year comes first where it does
            let year_first = piece == at && end - piece == 4;
            let month = to - after == 2 && self.char_at(to) == Some('/');
            return to - after <= 4 && (end - piece <= 2 || year_first && month);
        }
        SLASHED.contains(&self.text[at..to].to_lowercase().as_str())
    }

    /// Hyphens cut, except after prefixes ("re-elected"), in telephone numbers and in dates of numbers.
    fn hyphen(&self, at: usize, piece: usize, end: usize, after: usize) -> bool {
        let numbers = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let to = self.peek(after, is_word);
        let left = &self.text[piece..end];
        if numbers(left) && numbers(&self.text[at..end]) {
            let all = self.peek(at, |c| c.is_ascii_digit() || c == '-');
            if self.char_at(all).is_some_and(is_word) {
                return false;
            }
            let lengths: Vec<usize> = self.text[at..all].trim_end_matches('-').split('-').map(str::len).collect();
            return matches!(
                lengths[..],
                [3, 3, 4] | [3, 4] | [1, 3, 3, 4] | [4, 2, 2] | [1 | 2, 1 | 2, 4] | [2, 2, 2] | [5, 4]
            );
        }
        let low = left.to_lowercase();
        to > after
            && self.text[after..to].chars().all(char::is_alphanumeric)
            && (piece == at || low == "re")
            && GLUED_PREFIXES.contains(&low.as_str())
    }

    /// Does the period after the word belong to it?
    fn keeps_period(&self, at: usize, piece: usize, end: usize) -> bool {
        let word = &self.text[at..end];
        let after = end + 1;
        let next = self.text[after..].chars().find(|c| !c.is_whitespace());
        if self.char_at(after) == Some('.') {
            return false;
        }
        if word.contains('.') {
            // "U.S." keeps its period everywhere, a file name never.
            return self.text[piece..end].chars().count() == 1 && !word.contains(|c: char| c.is_ascii_digit());
        }
        let capital = word.starts_with(char::is_uppercase);
        if word.chars().count() == 1 && capital {
            return word != "I" && next.is_some_and(|c| c.is_alphabetic() || c == '.' || c == ',');
        }
        let low = word.to_lowercase();
        if BEFORE_NUMBER.contains(&low.as_str()) {
            return next.is_some_and(|c| c.is_ascii_digit());
        }
        if low == "etc" && next.is_none_or(char::is_uppercase) {
            return false; // as the treebanks do where the sentence ends too
        }
        (capital && TITLES.contains(&low.as_str())) || ABBREVIATIONS.contains(&low.as_str())
    }

    /// The apostrophe of "the parties' views", unless it closes a quotation.
    fn bare_possessive(&mut self, at: usize) -> Option<usize> {
        let c = self.char_at(at).filter(|c| is_apostrophe(*c))?;
        let after = at + c.len_utf8();
        let s = self.before(at).is_some_and(|b| matches!(b, 's' | 'S' | 'x' | 'z'));
        let free = self.char_at(after).is_none_or(|n| !is_word(n) && n != c);
        if self.quoted || !s || !free {
            return None;
        }
        Some(after)
    }
}

#[cfg(test)]
mod tests;
