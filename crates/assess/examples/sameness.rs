//! How well copies and stories are known: `zcat DOCUMENTS.jsonl.gz … | cargo run --release -p rapporteur-assess --example
//! sameness`. Lines are `{"id", "title", "published", "text", "context"?}`. Copies are made from the documents by the
//! edits that outlets make; pairs of documents as they are count as no copies. `evals/sameness.md` has the figures.

use rapporteur_assess::copies::{fingerprints, originals, share};
use rapporteur_assess::stories::{Told, stories};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::time::Instant;

fn main() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).expect("UTF-8 on standard input");
    let documents: Vec<Value> = input.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    if documents.iter().any(|d| d.get("context").is_some()) {
        measure_stories(&documents);
    } else {
        measure_copies(&documents);
    }
}

fn text<'a>(d: &'a Value, key: &str) -> &'a str {
    d.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A sequence of numbers that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// A text and its copy, or two texts.
type Pair = (String, String);

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Replace one word in `each` by one of another text.
fn edited(text: &str, other: &str, each: usize, dice: &mut Dice) -> String {
    let pool = words(other);
    let swap = |w: &str, dice: &mut Dice| {
        if dice.below(each) == 0 { pool[dice.below(pool.len())].to_string() } else { w.to_string() }
    };
    words(text).into_iter().map(|w| swap(w, dice)).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, share: f64) -> String {
    let all = words(text);
    all[..(all.len() as f64 * share) as usize].join(" ")
}

fn measure_copies(documents: &[Value]) {
    let texts: Vec<&str> = documents.iter().map(|d| text(d, "text")).filter(|t| words(t).len() >= 100).collect();
    let start = Instant::now();
    let copies = originals(&texts).iter().enumerate().filter(|(i, o)| i != *o).count();
    println!("copies among them as they are: {copies}, found in {:.2} s", start.elapsed().as_secs_f64());
    let mut dice = Dice(1);
    let mut kinds: BTreeMap<&str, Vec<Pair>> = BTreeMap::new();
    for (i, t) in texts.iter().enumerate().take(1000) {
        let other = texts[(i + texts.len() / 2) % texts.len()];
        let mut put = |kind, copy: String| kinds.entry(kind).or_default().push((t.to_string(), copy));
        put("1 headline and first line of its own", format!("{} {t}", cut(other, 0.1)));
        put("2 cut to its first half", cut(t, 0.5));
        put("3 cut to its first quarter", cut(t, 0.25));
        put("4 one word in 50 changed", edited(t, other, 50, &mut dice));
        put("5 one word in 20 changed", edited(t, other, 20, &mut dice));
        put("6 one word in 10 changed", edited(t, other, 10, &mut dice));
        put("7 half cut, half as much added", format!("{} {}", cut(t, 0.5), cut(other, 0.25)));
    }
    let mut pairs = Vec::new();
    let prints: Vec<Vec<u64>> = texts.iter().map(|t| fingerprints(t)).collect();
    for i in 0..texts.len() {
        for j in i + 1..texts.len() {
            let both = share(&prints[i], &prints[j]).max(share(&prints[j], &prints[i]));
            if both >= 0.1 {
                pairs.push((i, j, both));
            }
        }
    }
    println!("{} texts; pairs as they are with a share of at least 0.1: {}", texts.len(), pairs.len());
    println!("share of the pairs with a share of at least …, by winnowed fingerprints");
    let cuts = [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7];
    println!("{:<40}{}", "", cuts.map(|c| format!("{c:>7.2}")).concat());
    for (kind, list) in &kinds {
        let shares: Vec<f64> = list.iter().map(|(a, b)| within(a, b)).collect();
        let reached = cuts.map(|c| shares.iter().filter(|s| **s >= c).count() as f64 / shares.len() as f64);
        println!("{kind:<40}{}", reached.map(|r| format!("{r:>7.3}")).concat());
    }
    let natural = cuts.map(|c| pairs.iter().filter(|p| p.2 >= c).count());
    println!("{:<40}{}", "pairs as they are, number", natural.map(|n| format!("{n:>7}")).concat());
    println!("the same by MinHash (128 hashes, Jaccard) at 0.2, 0.3, 0.5, and SimHash (64 bits) at distance 3, 8, 12");
    for (kind, list) in &kinds {
        let n = list.len() as f64;
        let jaccard: Vec<f64> = list.iter().map(|(a, b)| minhash(a, b)).collect();
        let apart: Vec<u32> = list.iter().map(|(a, b)| (simhash(a) ^ simhash(b)).count_ones()).collect();
        let j = [0.2, 0.3, 0.5].map(|c| jaccard.iter().filter(|x| **x >= c).count() as f64 / n);
        let s = [3, 8, 12].map(|c| apart.iter().filter(|x| **x <= c).count() as f64 / n);
        println!("{kind:<40}{}", j.iter().chain(&s).map(|r| format!("{r:>7.3}")).collect::<String>());
    }
}

fn within(a: &str, b: &str) -> f64 {
    let (a, b) = (fingerprints(a), fingerprints(b));
    share(&a, &b).max(share(&b, &a))
}

fn runs(text: &str) -> BTreeSet<u64> {
    let all: Vec<String> = words(text).into_iter().map(str::to_lowercase).collect();
    all.windows(5)
        .map(|w| {
            mix(w
                .join(" ")
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)))
        })
        .collect()
}

fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

fn minhash(a: &str, b: &str) -> f64 {
    let (a, b) = (runs(a), runs(b));
    let least = |set: &BTreeSet<u64>, k: u64| set.iter().map(|x| mix(x ^ mix(k))).min();
    (0..128).filter(|k| least(&a, *k) == least(&b, *k)).count() as f64 / 128.0
}

fn simhash(text: &str) -> u64 {
    let mut sums = [0i32; 64];
    for run in runs(text) {
        sums.iter_mut().enumerate().for_each(|(i, s)| *s += if run >> i & 1 == 1 { 1 } else { -1 });
    }
    sums.iter().enumerate().map(|(i, s)| u64::from(*s > 0) << i).sum()
}

/// Items under one heading within three days of one another are one story.
fn measure_stories(documents: &[Value]) {
    let told: Vec<Told> = documents
        .iter()
        .enumerate()
        .map(|(i, d)| Told {
            day: text(d, "published").get(..10).and_then(|p| p.parse().ok()),
            title: "",
            text: text(d, "text"),
            actors: BTreeSet::new(),
            original: i,
        })
        .collect();
    let headings: Vec<BTreeSet<&str>> = documents
        .iter()
        .map(|d| d.get("context").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect())
        .collect();
    let days = |i: usize, j: usize| {
        told[i].day.zip(told[j].day).is_some_and(|(a, b)| a.until(b).is_ok_and(|s| s.get_days().abs() <= 3))
    };
    for like in [0.1, 0.12, 0.15, 0.18, 0.2, 0.25, 0.3] {
        let start = Instant::now();
        let found = stories(&told, like);
        let took = start.elapsed().as_secs_f64();
        let (mut both, mut ours, mut theirs) = (0u64, 0u64, 0u64);
        for i in 0..told.len() {
            for j in (i + 1..told.len()).take_while(|j| days(i, *j)) {
                let (a, b) = (found[i] == found[j], !headings[i].is_disjoint(&headings[j]));
                both += u64::from(a && b);
                ours += u64::from(a);
                theirs += u64::from(b);
            }
        }
        let (p, r) = (both as f64 / ours.max(1) as f64, both as f64 / theirs.max(1) as f64);
        println!(
            "{} items, {} stories; pairs within three days: precision {p:.3}, recall {r:.3}, F1 {:.3}; {took:.2} s",
            told.len(),
            found.iter().max().map_or(0, |m| m + 1),
            2.0 * p * r / (p + r)
        );
    }
}
