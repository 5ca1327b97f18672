//! Which texts are copies of which: wire copy that many outlets print, whole, cut or with a line of their own.
//!
//! A text is known by fingerprints: of every window of eight runs of five words, the run with the smallest hash
//! (winnowing, Schleimer, Wilkerson and Aiken 2003: MinHash over windows). Twelve words in a row that two texts share
//! give a fingerprint that they share, wherever they stand, so that the share of one text's fingerprints that lie in
//! another is the share of its words that it has from there. Thresholds are measured: `evals/sameness.md`.

use crate::words::words;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Words in a run.
const RUN: usize = 5;
/// Runs of which one is kept.
const WINDOW: usize = 8;
/// A text of which this share lies in another is its copy.
pub const COPY: f64 = 0.4;
/// A text of which this share lies in a longer one is held by it whole.
pub const HELD: f64 = 0.8;
/// Fewer fingerprints than this (some twenty words) are no ground to judge by but where all are the same.
const FEW: usize = 4;
/// A run that stands in more texts than this is boilerplate and points to none.
const COMMON: usize = 256;

/// The fingerprints of a text, sorted, each once.
pub fn fingerprints(text: &str) -> Vec<u64> {
    let words: Vec<u64> =
        words(text).into_iter().map(|(_, w)| hash(w.chars().flat_map(char::to_lowercase).map(u64::from))).collect();
    let runs: Vec<u64> = match words.len() {
        0 => return Vec::new(),
        n if n < RUN => vec![hash(words.into_iter())],
        _ => words.windows(RUN).map(|w| hash(w.iter().copied())).collect(),
    };
    let mut kept: Vec<u64> = Vec::new();
    // places of runs that may still be the smallest of a window, the smallest first
    let mut least: VecDeque<usize> = VecDeque::new();
    for (i, run) in runs.iter().enumerate() {
        while least.back().is_some_and(|k| runs[*k] >= *run) {
            least.pop_back();
        }
        least.push_back(i);
        if least.front().is_some_and(|k| k + WINDOW <= i) {
            least.pop_front();
        }
        if i + 1 >= WINDOW.min(runs.len())
            && let Some(k) = least.front()
        {
            kept.push(runs[*k]);
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// FNV-1a over numbers and a last mixing, the same on every machine.
fn hash(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut h = numbers.fold(0xcbf2_9ce4_8422_2325_u64, |h, n| (h ^ n).wrapping_mul(0x0100_0000_01b3).rotate_left(23));
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// Share of the fingerprints of one text that lie in another.
pub fn share(of: &[u64], within: &[u64]) -> f64 {
    if of.is_empty() {
        return 0.0;
    }
    of.iter().filter(|f| within.binary_search(f).is_ok()).count() as f64 / of.len() as f64
}

/// For each text the one that it has its words from, itself where it has words of its own. The texts stand in order of
/// publication: the later is the copy. But a text that a much longer one holds whole is that one's copy, whichever came
/// first: half a report that an outlet printed before it appeared in full is no second one.
pub fn originals(texts: &[&str]) -> Vec<usize> {
    let prints: Vec<Vec<u64>> = texts.iter().map(|t| fingerprints(t)).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, p) in prints.iter().enumerate() {
        for f in p {
            holders.entry(*f).or_default().push(i);
        }
    }
    let from: Vec<usize> = (0..texts.len()).map(|i| source(i, &prints, &holders)).collect();
    // a copy of a copy is a copy of the original
    (0..texts.len())
        .map(|i| {
            let (mut at, mut seen) = (i, vec![i]);
            while from[at] != at {
                at = from[at];
                if seen.contains(&at) {
                    return seen.into_iter().min().unwrap_or(i);
                }
                seen.push(at);
            }
            at
        })
        .collect()
}

/// The text that this one has most of its words from.
fn source(i: usize, prints: &[Vec<u64>], holders: &HashMap<u64, Vec<usize>>) -> usize {
    let own = &prints[i];
    let mut common: BTreeMap<usize, usize> = BTreeMap::new();
    for f in own {
        let list = holders.get(f).map_or(&[][..], Vec::as_slice);
        for j in list.iter().filter(|j| **j != i && list.len() <= COMMON) {
            *common.entry(*j).or_default() += 1;
        }
    }
    let mut best: Option<(usize, usize)> = None;
    for (j, n) in common {
        let other = &prints[j];
        if own.len().min(other.len()) < FEW && own != other {
            continue;
        }
        let (of_own, of_other) = (n as f64 / own.len() as f64, n as f64 / other.len() as f64);
        let copies = if j < i { of_own >= COPY } else { of_own >= HELD && of_other < COPY };
        if copies && best.is_none_or(|(_, most)| n > most) {
            best = Some((j, n));
        }
    }
    best.map_or(i, |(j, _)| j)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of `n` sentences that share no run of words.
    fn report(seed: usize, n: usize) -> Vec<String> {
        let sentence = |k: usize| {
            (0..14).map(|w| format!("w{}", (seed * 7919 + k * 104_729 + w * 31) % 99_991)).collect::<Vec<_>>()
        };
        (0..n).map(|k| sentence(k).join(" ") + ".").collect()
    }

    fn of(texts: &[String]) -> Vec<usize> {
        originals(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn copies_point_to_the_original_whole_cut_and_with_a_line_of_their_own() {
        let wire = report(1, 12);
        let cut = wire[..5].join(" ");
        let framed = format!("{} {}", report(2, 2).join(" "), wire.join("\n\n"));
        let other = report(3, 12).join(" ");
        assert_eq!(of(&[wire.join(" "), cut, other, framed]), [0, 0, 2, 0]);
    }

    #[test]
    fn half_a_report_that_came_first_is_no_second_source() {
        let wire = report(1, 12);
        assert_eq!(of(&[wire[..4].join(" "), wire.join(" ")]), [1, 1]);
    }

    #[test]
    fn a_round_up_of_several_reports_does_not_make_them_one() {
        let (a, b) = (report(1, 8), report(2, 8));
        let both = format!("{} {} {}", a[..4].join(" "), b[..4].join(" "), report(3, 12).join(" "));
        assert_eq!(of(&[a.join(" "), b.join(" "), both]), [0, 1, 2]);
    }

    #[test]
    fn short_texts_are_copies_only_where_they_are_the_same() {
        let texts = ["The talks resumed on Friday.", "The talks resumed on Monday.", "the talks resumed on Friday!"];
        assert_eq!(originals(&texts), [0, 1, 0]);
        assert_eq!(originals(&["", ""]), [0, 1]);
    }

    #[test]
    fn edits_of_one_word_in_fifteen_leave_a_copy() {
        let wire = report(1, 20).join(" ");
        let edited: Vec<String> = wire
            .split(' ')
            .enumerate()
            .map(|(i, w)| if i % 15 == 7 { "other".into() } else { w.to_string() })
            .collect();
        assert_eq!(of(&[wire, edited.join(" ")]), [0, 0]);
    }
}
