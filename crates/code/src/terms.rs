//! Terms of the tables as patterns over words, as issues and contexts are found.

use crate::syntax::Syntax;
use std::ops::Range;

/// Names with the terms that show them, longest term first.
#[derive(Debug, Default)]
pub struct Terms {
    terms: Vec<(String, Vec<String>)>,
}

impl Terms {
    /// Name and term; a term is words, the last letters of which may be left open (`enrich*`).
    pub fn new<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut terms: Vec<(String, Vec<String>)> = Vec::new();
        for (name, term) in rows {
            let words: Vec<String> =
                term.to_lowercase().replace('-', " - ").split_whitespace().map(str::to_string).collect();
            if !words.is_empty() && !terms.iter().any(|(i, w)| *i == name && *w == words) {
                terms.push((name.to_string(), words));
            }
        }
        terms.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.cmp(b)));
        Terms { terms }
    }

    /// Every place of every term in a range of tokens, longer terms first.
    pub fn places<'a>(&'a self, s: &Syntax, range: &Range<usize>) -> Vec<(&'a str, Range<usize>)> {
        let forms: Vec<(String, String)> = range.clone().map(|i| (s.form(i).to_lowercase(), s.lemma(i))).collect();
        let mut initials = [false; 256];
        for byte in forms.iter().flat_map(|(form, lemma)| [form.as_bytes().first(), lemma.as_bytes().first()]).flatten()
        {
            initials[usize::from(*byte)] = true;
        }
        let mut out = Vec::new();
        for (name, words) in self.terms.iter().filter(|(_, words)| initials[usize::from(words[0].as_bytes()[0])]) {
            for at in 0..forms.len().saturating_sub(words.len() - 1) {
                if words.iter().zip(&forms[at..]).all(|(w, (form, lemma))| fits(w, form) || fits(w, lemma)) {
                    out.push((name.as_str(), range.start + at..range.start + at + words.len()));
                }
            }
        }
        out
    }
}

fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word,
    }
}
