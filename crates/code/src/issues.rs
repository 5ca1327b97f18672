//! Which issue some words are about: the terms of the tables first, the contested noun phrase itself otherwise.

use crate::syntax::Syntax;
use rapporteur_types::knowledge::{IssueRow, Knowledge};
use std::ops::Range;

/// Terms of every issue, ready to match.
#[derive(Debug)]
pub struct Issues {
    /// Slug and its terms as word patterns, longest first.
    terms: Vec<(String, Vec<String>)>,
}

impl Issues {
    /// Issues of the tables and of every dossier file. Terms of one slug are joined.
    pub fn new(knowledge: &Knowledge) -> Self {
        let rows: Vec<&IssueRow> = knowledge.dossiers.iter().flat_map(|d| &d.issues).chain(&knowledge.issues).collect();
        let mut terms: Vec<(String, Vec<String>)> = Vec::new();
        for row in rows {
            let propositions = row.propositions.iter().flat_map(|p| &p.terms).filter(|t| t.contains(' '));
            for t in row.terms.iter().chain(propositions) {
                let words: Vec<String> =
                    t.to_lowercase().replace('-', " - ").split_whitespace().map(str::to_string).collect();
                if !words.is_empty() && !terms.iter().any(|(i, w)| *i == row.id && *w == words) {
                    terms.push((row.id.clone(), words));
                }
            }
        }
        terms.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.cmp(b)));
        Issues { terms }
    }

    /// The issue that a range of tokens is about, with the tokens that show it: the one with the most words matched;
    /// of equals the one that stands first.
    pub fn find(&self, s: &Syntax, range: &Range<usize>) -> Option<(&str, Range<usize>)> {
        let forms: Vec<(String, String)> = range.clone().map(|i| (s.form(i).to_lowercase(), s.lemma(i))).collect();
        let mut weight: Vec<(&str, usize, Range<usize>)> = Vec::new();
        for (issue, words) in &self.terms {
            for at in 0..forms.len().saturating_sub(words.len() - 1) {
                if words.iter().zip(&forms[at..]).all(|(w, (form, lemma))| fits(w, form) || fits(w, lemma)) {
                    let here = range.start + at..range.start + at + words.len();
                    match weight.iter_mut().find(|x| x.0 == issue) {
                        Some(x) => {
                            // a longer term covers the shorter ones inside it
                            if !(x.2.start <= here.start && here.end <= x.2.end) {
                                x.1 += words.len() * words.len();
                            }
                        }
                        None => weight.push((issue, words.len() * words.len(), here)),
                    }
                }
            }
        }
        weight.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.2.start.cmp(&a.2.start))).map(|w| (w.0, w.2))
    }

    /// Slug of the issue, or `other:…` from the main noun phrase of the range.
    pub fn slug(&self, s: &Syntax, range: &Range<usize>) -> String {
        if let Some((issue, _)) = self.find(s, range) {
            return issue.to_string();
        }
        noun_phrase(s, range).unwrap_or_else(|| "other".to_string())
    }
}

fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word,
    }
}

/// `other:` with the head noun of the widest noun phrase of a range and the nouns and adjectives before it.
fn noun_phrase(s: &Syntax, range: &Range<usize>) -> Option<String> {
    const VAGUE: [&str; 16] = [
        "year",
        "day",
        "week",
        "month",
        "time",
        "statement",
        "people",
        "country",
        "side",
        "talk",
        "negotiation",
        "thing",
        "part",
        "number",
        "way",
        "minister",
    ];
    let head = s.head_of(range);
    let nouns: Vec<usize> = range
        .clone()
        .filter(|i| s.token(*i).upos == "NOUN" && !VAGUE.contains(&s.lemma(*i).as_str()) && !s.is(*i, &["compound"]))
        .collect();
    let depth = |i: usize| s.ancestors(i).iter().position(|a| *a == head).unwrap_or(if i == head { 0 } else { 99 });
    let object = |i: usize| usize::from(!s.is(i, &["obj", "obl", "nmod"]));
    let best = nouns.into_iter().min_by_key(|i| (object(*i), depth(*i), *i))?;
    let mut words: Vec<(usize, String)> = s
        .children(best)
        .iter()
        .filter(|c| {
            s.is(**c, &["compound", "amod"])
                && matches!(s.token(**c).upos.as_str(), "NOUN" | "ADJ")
                && range.contains(c)
        })
        .map(|c| (*c, s.lemma(*c)))
        .collect();
    words.push((best, s.lemma(best)));
    words.sort();
    let slug: Vec<String> = words
        .into_iter()
        .map(|(_, w)| w.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|w| !w.is_empty())
        .collect();
    (!slug.is_empty()).then(|| format!("other:{}", slug.join("-")))
}
