//! Which issue some words are about: the terms of the tables first, the contested noun phrase itself otherwise.

use crate::syntax::Syntax;
use crate::terms::Terms;
use rapporteur_types::OBSERVERS;
use rapporteur_types::knowledge::{IssueRow, Knowledge};
use std::collections::BTreeSet;
use std::ops::Range;

/// Issues by their terms.
#[derive(Debug)]
pub struct Issues {
    terms: Terms,
    /// Issues that are taken only where no other is named.
    otherwise: BTreeSet<String>,
}

impl Issues {
    /// Issues of the tables and of every dossier file. Terms of one slug are joined.
    pub fn new(knowledge: &Knowledge) -> Self {
        let rows: Vec<&IssueRow> = knowledge.dossiers.iter().flat_map(|d| &d.issues).chain(&knowledge.issues).collect();
        let otherwise = rows.iter().filter(|r| r.otherwise).map(|r| r.id.clone()).collect();
        let terms = rows.iter().flat_map(|row| {
            let propositions = row.propositions.iter().flat_map(|p| &p.terms).filter(|t| t.contains(' '));
            row.terms.iter().chain(propositions).map(|t| (row.id.as_str(), t.as_str()))
        });
        Issues { terms: Terms::new(terms), otherwise }
    }

    /// The issue that a range of tokens is about, with the tokens that show it: the one with the most words matched;
    /// of equals the one that stands first; the agreement itself only where nothing else is named.
    pub fn find(&self, s: &Syntax, range: &Range<usize>) -> Option<(&str, Range<usize>)> {
        self.find_but(s, range, "")
    }

    /// The same, of all issues but one.
    pub fn find_but(&self, s: &Syntax, range: &Range<usize>, not: &str) -> Option<(&str, Range<usize>)> {
        let mut weight: Vec<(&str, usize, Range<usize>)> = Vec::new();
        for (issue, here) in self.terms.places(s, range).into_iter().filter(|x| x.0 != not) {
            match weight.iter_mut().find(|x| x.0 == issue) {
                Some(x) => {
                    // a longer term covers the shorter ones inside it
                    if !(x.2.start <= here.start && here.end <= x.2.end) {
                        x.1 += here.len() * here.len();
                    }
                }
                None => weight.push((issue, here.len() * here.len(), here)),
            }
        }
        if weight.iter().any(|x| !self.otherwise.contains(x.0)) {
            weight.retain(|x| !self.otherwise.contains(x.0));
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

/// `other:` with the head noun of the widest noun phrase of a range and the nouns and adjectives before it.
fn noun_phrase(s: &Syntax, range: &Range<usize>) -> Option<String> {
    // papers say nothing unless something says which
    const PAPERS: [&str; 15] = [
        "agreement",
        "condition",
        "deal",
        "decision",
        "demand",
        "end",
        "idea",
        "measure",
        "offer",
        "option",
        "plan",
        "proposal",
        "request",
        "suggestion",
        "violation",
    ];
    const VAGUE: [&str; 57] = [
        "issue",
        "point",
        "question",
        "approach",
        "attempt",
        "detail",
        "effort",
        "need",
        "position",
        "reaction",
        "response",
        "role",
        "specific",
        "stance",
        "view",
        "sum",
        "principle",
        "matter",
        "word",
        "text",
        "paper",
        "document",
        "draft",
        "equivalent",
        "step",
        "unit",
        "million",
        "billion",
        "metre",
        "meter",
        "kilometre",
        "kilometer",
        "hectare",
        "barrel",
        "litre",
        "hour",
        "figure",
        "percent",
        "dollar",
        "euro",
        "pound",
        "tonne",
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
    ];
    let head = s.head_of(range);
    let vague = |i: usize| {
        let lemma = s.lemma(i);
        let which = || s.dependents(i, &["compound", "amod"]).iter().any(|c| range.contains(c));
        let people = crate::actors::offices::human(&lemma).is_some() || OBSERVERS.contains(&lemma.as_str());
        people || VAGUE.contains(&lemma.as_str()) || PAPERS.contains(&lemma.as_str()) && !which()
    };
    let nouns: Vec<usize> = range
        .clone()
        .filter(|i| s.token(*i).upos == "NOUN" && !vague(*i) && !s.is(*i, &["compound", "nmod:poss"]))
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
