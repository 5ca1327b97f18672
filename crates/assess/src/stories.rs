//! Which documents tell one story: near in time, of the same people, places and things.
//!
//! Documents are taken in order of publication. Each joins the story that its words are nearest to, among those that
//! were told within the last days, or begins one. Rare words weigh more (tf-idf, cosine); names weigh most.
//! The thresholds are measured: `evals/sameness.md`.

use crate::words::{content, words};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A story goes on while it is told again within so many days.
pub const DAYS: i64 = 3;
/// Likeness, 0–1, from which a document belongs to a story.
pub const LIKE: f64 = 0.15;
/// How much more names weigh than other words.
pub const NAMES: f64 = 2.0;
/// Words of a text that are looked at: news says what it is about in its first paragraphs.
const LEAD: usize = 1200;

/// A document as stories see it.
pub struct Told<'a> {
    /// Last day on which it can have been published.
    pub day: Option<Date>,
    /// Headline.
    pub title: &'a str,
    /// Text.
    pub text: &'a str,
    /// Ids of those who act or speak in it.
    pub actors: BTreeSet<String>,
    /// The document that it is a copy of; itself where it is none.
    pub original: usize,
}

/// The number of each document's story, from 0 in order of appearance. Documents stand in order of publication; `likeness`
/// is [`LIKE`] but where it is measured.
pub fn stories(documents: &[Told<'_>], likeness: f64) -> Vec<usize> {
    let bags: Vec<BTreeMap<String, f64>> = documents.iter().map(bag).collect();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for bag in &bags {
        for word in bag.keys() {
            *holders.entry(word).or_default() += 1;
        }
    }
    let n = documents.len() as f64;
    let weighed = |bag: &BTreeMap<String, f64>| -> BTreeMap<String, f64> {
        let weigh = |(w, f): (&String, &f64)| {
            let held = holders.get(w.as_str()).copied().unwrap_or(1) as f64;
            (w.clone(), f * (1.0 + n / held).ln())
        };
        unit(bag.iter().map(weigh).collect())
    };
    let mut open: Vec<Open> = Vec::new();
    let mut out: Vec<usize> = vec![0; documents.len()];
    let mut count = 0;
    for (i, document) in documents.iter().enumerate() {
        if document.original < i {
            out[i] = out[document.original];
            if let Some(story) = open.iter_mut().find(|s| s.number == out[i]) {
                story.last = story.last.max(document.day);
            }
            continue;
        }
        open.retain(|s| s.is_open(document.day));
        let vector = weighed(&bags[i]);
        let mut best: Option<(f64, usize)> = None;
        for (k, story) in open.iter().enumerate() {
            let like = story.like(&vector);
            if like >= likeness && best.is_none_or(|(most, _)| like > most) {
                best = Some((like, k));
            }
        }
        match best {
            Some((_, k)) => {
                open[k].add(&vector, document.day);
                out[i] = open[k].number;
            }
            None => {
                open.push(Open { number: count, sum: vector, last: document.day });
                out[i] = count;
                count += 1;
            }
        }
    }
    out
}

/// A story that may go on.
struct Open {
    number: usize,
    /// Sum of its documents.
    sum: BTreeMap<String, f64>,
    last: Option<Date>,
}

impl Open {
    /// Undated documents fit any time.
    fn is_open(&self, day: Option<Date>) -> bool {
        match (self.last, day) {
            (Some(last), Some(day)) => crate::case::days(last, day).abs() <= DAYS,
            _ => true,
        }
    }

    fn like(&self, vector: &BTreeMap<String, f64>) -> f64 {
        let length = self.sum.values().map(|x| x * x).sum::<f64>().sqrt();
        let common: f64 = vector.iter().filter_map(|(w, x)| Some(x * self.sum.get(w)?)).sum();
        if length > 0.0 { common / length } else { 0.0 }
    }

    fn add(&mut self, vector: &BTreeMap<String, f64>, day: Option<Date>) {
        for (word, x) in vector {
            *self.sum.entry(word.clone()).or_default() += x;
        }
        self.last = self.last.max(day);
    }
}

fn bag(document: &Told<'_>) -> BTreeMap<String, f64> {
    let mut out: BTreeMap<String, f64> = BTreeMap::new();
    let mut put = |word: &str, weight: f64| {
        for word in content(word) {
            let known = out.entry(word).or_default();
            *known = known.max(weight);
        }
    };
    // headlines write many words large
    for (_, word) in words(document.title) {
        put(word, 1.0);
    }
    let lead = document.text.char_indices().nth(LEAD).map_or(document.text, |(end, _)| &document.text[..end]);
    for (at, word) in words(lead) {
        let begins =
            lead[..at].trim_end().chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, ',' | ';')));
        put(word, if !begins && word.starts_with(char::is_uppercase) { NAMES } else { 1.0 });
    }
    for actor in &document.actors {
        out.insert(format!("@{actor}"), NAMES);
    }
    out
}

fn unit(mut bag: BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let length = bag.values().map(|x| x * x).sum::<f64>().sqrt();
    bag.values_mut().for_each(|x| *x /= length.max(f64::MIN_POSITIVE));
    bag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'a>(i: usize, day: &str, text: &'a str) -> Told<'a> {
        Told { day: day.parse().ok(), title: "", text, actors: BTreeSet::new(), original: i }
    }

    #[test]
    fn one_story_is_near_in_time_and_of_the_same_things() {
        let documents = [
            told(
                0,
                "2026-02-06",
                "Delegations from Ruritania and Graustark opened talks on the river treaty in Strelsau.",
            ),
            told(
                1,
                "2026-02-07",
                "Ruritania and Graustark ended a second day of talks on the river treaty in Strelsau.",
            ),
            told(2, "2026-02-07", "A storm closed the port of Zenda and ferries were cancelled until the weekend."),
            told(3, "2026-06-01", "Ruritania and Graustark resumed talks on the river treaty in Strelsau."),
        ];
        assert_eq!(stories(&documents, LIKE), [0, 0, 1, 2]);
    }

    #[test]
    fn a_copy_is_of_the_story_of_its_original() {
        let mut documents =
            [told(0, "2026-02-06", "Ferries were cancelled in Zenda."), told(1, "2026-03-06", "Storm in Zenda.")];
        documents[1].original = 0;
        assert_eq!(stories(&documents, LIKE), [0, 0]);
    }
}
