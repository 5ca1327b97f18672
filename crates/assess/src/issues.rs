//! Issues by the terms of the tables, and the direction of a proposition.

use crate::words::{fits, lower};
use rapporteur_types::Stance;
use rapporteur_types::knowledge::{DossierSpec, IssueRow, Knowledge};
use std::collections::{BTreeMap, BTreeSet};

/// Issues of the dossier file, then those of the tables.
pub(crate) struct Issues<'a> {
    rows: Vec<&'a IssueRow>,
    /// Every row of every table: the coder goes by the terms of all.
    all: Vec<&'a IssueRow>,
    /// Words of each term with the index of its row, longest first.
    terms: Vec<(Vec<String>, usize)>,
    /// Terms by the two letters with which they begin: in most texts most terms need not be looked for.
    by_start: BTreeMap<[char; 2], Vec<usize>>,
    /// Terms that begin with less than two letters.
    others: Vec<usize>,
}

impl<'a> Issues<'a> {
    /// Of a dossier file, where there is one, and of the tables.
    pub fn new(spec: Option<&'a DossierSpec>, knowledge: &'a Knowledge) -> Self {
        let mut rows: Vec<&IssueRow> = Vec::new();
        for row in spec.iter().flat_map(|s| &s.issues).chain(&knowledge.issues) {
            if !rows.iter().any(|r| r.id == row.id) {
                rows.push(row);
            }
        }
        let tables = knowledge.dossiers.iter().flat_map(|d| &d.issues).chain(&knowledge.issues);
        let all = spec.iter().flat_map(|s| &s.issues).chain(tables).collect();
        let mut terms: Vec<(Vec<String>, usize)> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            terms.extend(row.terms.iter().map(|t| (pattern(t), i)).filter(|t| !t.0.is_empty()));
        }
        terms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)).then(a.0.cmp(&b.0)));
        let (mut by_start, mut others): (BTreeMap<_, Vec<usize>>, Vec<usize>) = Default::default();
        for (i, (term, _)) in terms.iter().enumerate() {
            match start(term[0].trim_end_matches('*')) {
                Some(s) => by_start.entry(s).or_default().push(i),
                None => others.push(i),
            }
        }
        Issues { rows, all, terms, by_start, others }
    }

    /// The row of a slug.
    pub fn row(&self, slug: &str) -> Option<&'a IssueRow> {
        self.rows.iter().copied().find(|r| r.id == slug)
    }

    /// Place of a slug among all issues; those that only the texts know come last.
    pub fn rank(&self, slug: &str) -> usize {
        self.rows.iter().position(|r| r.id == slug).unwrap_or(self.rows.len())
    }

    /// The issue for readers.
    pub fn label(&self, slug: &str) -> String {
        self.row(slug)
            .map_or_else(|| slug.strip_prefix("other:").unwrap_or(slug).replace('-', " "), |r| r.label.clone())
    }

    /// Slugs of all issues that a text names, in order of place; of two that share words the longer term wins.
    pub fn find(&self, text: &str) -> Vec<String> {
        let words = lower(text);
        let mut taken = vec![false; words.len()];
        let mut found: Vec<(usize, usize)> = Vec::new();
        let starts: BTreeSet<[char; 2]> = words.iter().filter_map(|w| start(w)).collect();
        let mut possible: Vec<usize> = starts.iter().filter_map(|s| self.by_start.get(s)).flatten().copied().collect();
        possible.extend(&self.others);
        possible.sort_unstable();
        for (term, row) in possible.into_iter().map(|i| &self.terms[i]) {
            for at in 0..words.len().saturating_sub(term.len() - 1) {
                let here = at..at + term.len();
                let free = here.clone().all(|i| !taken[i]);
                if free && term.iter().zip(&words[here.clone()]).all(|(t, w)| fits(t, w)) {
                    here.for_each(|i| taken[i] = true);
                    found.push((at, *row));
                }
            }
        }
        found.sort_unstable();
        // the agreement itself is named beside whatever is asked of it
        if found.iter().any(|f| !self.rows[f.1].otherwise) {
            found.retain(|f| !self.rows[f.1].otherwise);
        }
        let mut out: Vec<String> = Vec::new();
        for (_, row) in found {
            if !out.contains(&self.rows[row].id) {
                out.push(self.rows[row].id.clone());
            }
        }
        out
    }

    /// Does a text name an issue, by a term or by all words of one of its propositions?
    pub fn names(&self, slug: &str, text: &str) -> bool {
        let words = lower(text);
        let told = |t: &Vec<String>| {
            !t.is_empty() && words.windows(t.len()).any(|here| t.iter().zip(here).all(|(p, w)| fits(p, w)))
        };
        let meant = |t: &Vec<String>| t.len() > 1 && t.iter().all(|p| words.iter().any(|w| fits(p, w)));
        self.all.iter().filter(|row| row.id == slug).any(|row| {
            row.terms.iter().map(|t| pattern(t)).any(|t| told(&t))
                || row.propositions.iter().flat_map(|p| &p.terms).map(|t| pattern(t)).any(|t| meant(&t))
        })
    }

    /// Where a stance towards a proposal lies between the poles of its issue, −1 to 1; none where no proposition of the
    /// tables is in the words. The proposal is looked at first, then the whole clause. `refused` for a stance of which
    /// the text says that it is not so.
    pub fn value(&self, slug: &str, proposal: &str, clause: &str, stance: Stance, refused: bool) -> Option<f64> {
        let row = self.row(slug)?;
        let (direction, negated, refusal) = [proposal, clause].into_iter().find_map(|text| direction(row, text))?;
        let mut v = f64::from(direction) * stance.value();
        // "ruled out negotiations" as a proposition is the refusal itself, not what is refused
        if stance.value() < 0.0 && refusal {
            v = -v;
        }
        // a rejection carries its own "not"; elsewhere a "no" before the words turns the proposition round
        if stance.value() > 0.0 && negated != refused {
            v = -v;
        }
        Some(v)
    }
}

/// The first two letters of a word.
fn start(word: &str) -> Option<[char; 2]> {
    let mut letters = word.chars();
    Some([letters.next()?, letters.next()?])
}

fn pattern(term: &str) -> Vec<String> {
    term.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '*'))
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect()
}

/// Direction of the proposition with the most words in the text, and whether a negation stands before these words.
/// The third of what it gives: the proposition is worded as a refusal.
fn direction(row: &IssueRow, text: &str) -> Option<(i8, bool, bool)> {
    let refuses = |w: &String| w.starts_with("refus") || w.starts_with("reject");
    const NOT: [&str; 7] = ["no", "not", "never", "without", "neither", "nor", "zero"];
    let words = lower(text);
    let mut best: Option<(usize, i8, bool, bool)> = None;
    for p in &row.propositions {
        for entry in &p.terms {
            let wanted = pattern(entry);
            let places: Vec<usize> = wanted.iter().filter_map(|w| words.iter().position(|x| fits(w, x))).collect();
            if wanted.is_empty() || places.len() < wanted.len() || best.is_some_and(|b| b.0 >= wanted.len()) {
                continue;
            }
            let first = places.iter().copied().min().unwrap_or(0);
            let own = |w: &String| wanted.iter().any(|x| fits(x, w));
            let negated = words[first.saturating_sub(3)..first].iter().any(|w| NOT.contains(&w.as_str()) && !own(w));
            let ruled_out = wanted.iter().any(|w| w.starts_with("rul")) && wanted.iter().any(|w| w == "out");
            let refusal = ruled_out || wanted.iter().any(refuses);
            best = Some((wanted.len(), p.direction, negated, refusal));
        }
    }
    best.map(|b| (b.1, b.2, b.3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_types::knowledge::PropositionRow;

    fn corridor() -> Knowledge {
        let proposition = |id: &str, direction, terms: &[&str]| PropositionRow {
            id: id.into(),
            text: id.into(),
            direction,
            terms: terms.iter().map(|t| t.to_string()).collect(),
        };
        let issue = IssueRow {
            id: "corridor".into(),
            label: "transport corridor".into(),
            parent: None,
            otherwise: false,
            pole_low: Some("closed".into()),
            pole_high: Some("extraterritorial".into()),
            terms: vec!["transport corridor".into(), "corridor".into()],
            propositions: vec![
                proposition("open", 1, &["open* corridor"]),
                proposition("checks", -1, &["customs checks", "checks corridor"]),
            ],
            positive: vec![],
            negative: vec![],
        };
        Knowledge { issues: vec![issue], ..Knowledge::default() }
    }

    #[test]
    fn a_rejected_proposition_lies_towards_the_other_pole() {
        let k = corridor();
        let issues = Issues::new(None, &k);
        let v = |p: &str, s| issues.value("corridor", p, "", s, false);
        assert_eq!(v("opening the corridor", Stance::Demands), Some(1.0));
        assert_eq!(v("opening the corridor", Stance::Rejects), Some(-1.0));
        assert_eq!(v("customs checks on the road", Stance::Rejects), Some(1.0));
        assert_eq!(v("no customs checks", Stance::Demands), Some(1.0));
        assert_eq!(v("a lasting peace", Stance::Demands), None);
    }

    #[test]
    fn what_the_starts_leave_out_is_not_in_the_text() {
        let row = |id: &str, terms: &[&str]| IssueRow {
            id: id.into(),
            terms: terms.iter().map(|t| t.to_string()).collect(),
            propositions: vec![],
            ..corridor().issues[0].clone()
        };
        let issues =
            vec![row("a", &["x", "é*", "enrich*"]), row("b", &["us bases", "un", "e*"]), row("c", &["corridor"])];
        let k = Knowledge { issues, ..Knowledge::default() };
        let all = Issues::new(None, &k);
        for (text, found) in [
            ("Enrichment of X", vec!["a"]),
            ("the UN and two US bases, corridors", vec!["b", "c"]),
            ("état", vec!["a"]),
            ("every thing", vec!["b"]),
            ("", vec![]),
        ] {
            assert_eq!(all.find(text), found, "{text}");
        }
    }

    #[test]
    fn a_text_names_every_issue_once() {
        let k = corridor();
        assert_eq!(Issues::new(None, &k).find("The transport corridor: who guards the corridor?"), ["corridor"]);
    }
}
