//! Terms of the tables as patterns over words, as issues and contexts are found.

use crate::syntax::Syntax;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Names with the terms that show them, longest term first.
#[derive(Debug, Default)]
pub struct Terms {
    terms: Vec<(String, Vec<String>)>,
    /// Terms by their first word, and those whose first word is left open by its first letter.
    first: FxHashMap<String, Vec<usize>>,
    open: FxHashMap<u8, Vec<usize>>,
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
        let (mut first, mut open) =
            (FxHashMap::<String, Vec<usize>>::default(), FxHashMap::<u8, Vec<usize>>::default());
        for (i, (_, words)) in terms.iter().enumerate() {
            match words[0].strip_suffix('*') {
                Some(stem) => open.entry(stem.bytes().next().unwrap_or(b'*')).or_default().push(i),
                None => first.entry(words[0].clone()).or_default().push(i),
            }
        }
        Terms { terms, first, open }
    }

    /// Every place of every term in a range of tokens, longer terms first.
    pub fn places<'a>(&'a self, s: &Syntax, range: &Range<usize>) -> Vec<(&'a str, Range<usize>)> {
        let forms: Vec<(String, String)> = range.clone().map(|i| (s.form(i).to_lowercase(), s.lemma(i))).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, (form, lemma)) in forms.iter().enumerate() {
            let (a, b) = (self.first.get(form), self.first.get(lemma).filter(|_| form != lemma));
            let initial = |word: &str| word.bytes().next().and_then(|x| self.open.get(&x));
            let (c, d) =
                (initial(form), initial(lemma).filter(|_| form.as_bytes().first() != lemma.as_bytes().first()));
            for i in [a, b, c, d].into_iter().flatten().flatten() {
                let words = &self.terms[*i].1;
                let here = words.len() <= forms.len() - at
                    && words.iter().zip(&forms[at..]).all(|(w, (form, lemma))| fits(w, form) || fits(w, lemma));
                if here {
                    found.push((*i, at));
                }
            }
        }
        found.sort_unstable();
        let place = |(i, at): (usize, usize)| {
            let (name, words) = &self.terms[i];
            (name.as_str(), range.start + at..range.start + at + words.len())
        };
        found.into_iter().map(place).collect()
    }
}

fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word,
    }
}
