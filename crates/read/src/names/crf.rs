//! Which words are names: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the encoder's vector of each
//! word and what stands in and beside it, as over the states of a network (Lample et al. 2016).
//!
//! `train/names.py` fits the table `crf.tsv` to names labelled for this (`train/coded/README.md`).

use super::Words;
use super::bodies::{ends_body, is_firm};
use super::places::{is_code, is_region};
use crate::encoder::WIDTH;
use crate::heads::{Table, Vectors, argmax};
use crate::tables::weights;
use rapporteur_kernels::exp;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Outside, then the beginning of a person, an organisation and a place, then their insides.
pub(super) const LABELS: usize = 7;
/// How many labels begin a name, and as many go on with one.
const BEGINNINGS: usize = 3;
/// A number for each label.
pub(crate) type Scores = [f32; LABELS];

/// What the features are, by the names that the table gives them.
const TEMPLATES: [&str; 21] = [
    "word",
    "shape",
    "tag",
    "end2",
    "end3",
    "start3",
    "before",
    "after",
    "shape before",
    "shape after",
    "tag before",
    "tag after",
    "before2",
    "after2",
    "joined",
    "opens",
    "alone",
    "list",
    "list before",
    "list after",
    "elsewhere",
];
/// Whose vector it is.
const BESIDE: [&str; 3] = ["here", "before", "after"];
/// Shapes are cut off here.
const SHAPE: usize = 8;

/// The table: what each feature, each number of the vector and each neighbour says for each label.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Of the first word of a sentence.
    first: Scores,
    /// Of a label, by the one before it.
    transitions: [Scores; LABELS],
    /// What the vector of a word says, then those of the words before and after it, where there are any; and a constant for each.
    /// A vector for each place and label.
    vectors: Vec<f32>,
    constants: [Scores; BESIDE.len()],
    features: [FxHashMap<&'static str, Scores>; TEMPLATES.len()],
}

impl Weights {
    /// The table that ships: `template=value`, `first`, `transition N`, or for a place beside the word `constant PLACE` and `vector PLACE N`; then thousandths
    /// for each label.
    pub(crate) fn shipped() -> Weights {
        let mut out = Weights {
            first: [0.0; LABELS],
            transitions: [[0.0; LABELS]; LABELS],
            vectors: vec![0.0; BESIDE.len() * LABELS * WIDTH],
            constants: [[0.0; LABELS]; BESIDE.len()],
            features: std::array::from_fn(|_| FxHashMap::default()),
        };
        for (name, row) in weights(include_str!("crf.tsv")) {
            let beside =
                |kind: &str| BESIDE.iter().position(|b| name.strip_prefix(kind).is_some_and(|n| n.starts_with(b)));
            let number = name.rsplit(' ').next().and_then(|i| i.parse::<usize>().ok());
            let cell = if name == "first" {
                Some(&mut out.first)
            } else if name.starts_with("transition ") {
                number.and_then(|i| out.transitions.get_mut(i))
            } else if let Some(k) = beside("constant ") {
                Some(&mut out.constants[k])
            } else if let Some((k, i)) = beside("vector ").zip(number.filter(|i| *i < WIDTH)) {
                for (label, x) in row.iter().enumerate() {
                    out.vectors[(k * LABELS + label) * WIDTH + i] = *x;
                }
                None
            } else {
                let feature = name.split_once('=');
                let at = feature.and_then(|(t, value)| Some((TEMPLATES.iter().position(|x| *x == t)?, value)));
                at.map(|(t, value)| out.features[t].entry(value).or_insert(row))
            };
            if let Some(cell) = cell {
                *cell = row;
            }
        }
        out
    }

    /// What the vector of each word of a chunk says of its own label, of the label of the word behind it and of that of the word before it.
    pub(crate) fn of_vectors(&self, words: &Vectors) -> Table {
        words.with(&self.vectors)
    }

    /// What its own vector and those of its neighbours, where it has them in its sentence, say of a word.
    pub(crate) fn word(&self, said: &Table, word: usize, sentence: &Range<usize>) -> Scores {
        let mut sum = [0.0; LABELS];
        for (k, at) in [word, word - 1, word + 1].into_iter().enumerate().filter(|(_, at)| sentence.contains(at)) {
            let here = &said[at][k * LABELS..(k + 1) * LABELS];
            sum.iter_mut().zip(here).zip(&self.constants[k]).for_each(|((s, x), c)| *s += x + c);
        }
        sum
    }

    /// The names of a document, given what the vectors say; and how likely each label is at each word.
    pub(super) fn names(&self, w: &Words, vectors: &[Scores]) -> (Vec<Range<usize>>, Vec<Scores>) {
        let marks = Marks::new(w);
        let (mut names, mut likely) = (Vec::new(), Vec::with_capacity(vectors.len()));
        for s in w.sentences {
            let emitted: Vec<Scores> = s
                .tokens
                .clone()
                .map(|t| {
                    let mut sum = vectors[t];
                    for (template, value) in marks.of(t, &s.tokens) {
                        if let Some(row) = self.features[template].get(value) {
                            add(&mut sum, row);
                        }
                    }
                    sum
                })
                .collect();
            let labels = self.best(&emitted);
            for (i, _) in labels.iter().enumerate().filter(|(_, l)| (1..=BEGINNINGS).contains(*l)) {
                let inside = labels[i + 1..].iter().take_while(|l| **l > BEGINNINGS).count();
                names.push(s.tokens.start + i..s.tokens.start + i + 1 + inside);
            }
            likely.extend(self.marginals(emitted));
        }
        (names, likely)
    }

    /// The most likely labels of a sentence together (Viterbi 1967).
    fn best(&self, emitted: &[Scores]) -> Vec<usize> {
        let mut back: Vec<[usize; LABELS]> = Vec::with_capacity(emitted.len());
        let mut total: Scores = [0.0; LABELS];
        for row in emitted {
            let opens = back.is_empty();
            let step = |a: usize, b: usize| {
                if !may_follow(a, b) {
                    f32::NEG_INFINITY
                } else if opens {
                    self.first[b]
                } else {
                    total[a] + self.transitions[a][b]
                }
            };
            let from: [usize; LABELS] = std::array::from_fn(|b| {
                if opens { 0 } else { (1..LABELS).fold(0, |best, a| if step(a, b) > step(best, b) { a } else { best }) }
            });
            total = std::array::from_fn(|b| step(from[b], b) + row[b]);
            back.push(from);
        }
        let mut label = argmax(&total);
        let mut out = Vec::with_capacity(emitted.len());
        for from in back.iter().rev() {
            out.push(label);
            label = from[label];
        }
        out.reverse();
        out
    }

    /// Forward and backward over a sentence, each step scaled to a sum of one.
    fn marginals(&self, emitted: Vec<Scores>) -> Vec<Scores> {
        let follows: [Scores; LABELS] = std::array::from_fn(|a| {
            std::array::from_fn(|b| if may_follow(a, b) { exp(self.transitions[a][b]) } else { 0.0 })
        });
        let mut emitted = emitted;
        for row in &mut emitted {
            let greatest = row.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
            row.iter_mut().for_each(|x| *x = exp(*x - greatest));
        }
        let mut forward: Vec<Scores> = Vec::with_capacity(emitted.len());
        for row in &emitted {
            let mut now: Scores = match forward.last() {
                None => std::array::from_fn(|b| if may_follow(0, b) { exp(self.first[b]) } else { 0.0 }),
                Some(before) => std::array::from_fn(|b| (0..LABELS).map(|a| before[a] * follows[a][b]).sum()),
            };
            now.iter_mut().zip(row).for_each(|(x, e)| *x *= e);
            forward.push(scaled(now));
        }
        let mut backward = [1.0; LABELS];
        for (likely, row) in forward.iter_mut().zip(&emitted).rev() {
            likely.iter_mut().zip(&backward).for_each(|(x, b)| *x *= b);
            *likely = scaled(*likely);
            let ahead: Scores = std::array::from_fn(|b| row[b] * backward[b]);
            backward = scaled(std::array::from_fn(|a| (0..LABELS).map(|b| follows[a][b] * ahead[b]).sum()));
        }
        forward
    }
}

/// A name goes on only where one of its kind has begun.
fn may_follow(before: usize, label: usize) -> bool {
    label <= BEGINNINGS || before == label || before + BEGINNINGS == label
}

fn scaled(mut row: Scores) -> Scores {
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|x| *x /= sum.max(f32::MIN_POSITIVE));
    row
}

fn add(sum: &mut Scores, row: &Scores) {
    sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
}

/// What a document says of its words beside their vectors.
pub(super) struct Marks<'a> {
    words: &'a Words<'a>,
    lower: Vec<String>,
    shapes: Vec<String>,
    lists: Vec<&'static str>,
    /// Words that stand somewhere in small letters, and, in small letters, those that have a capital within a sentence.
    small: FxHashSet<&'a str>,
    large: FxHashSet<String>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(w: &'a Words<'a>) -> Self {
        let mut marks = Marks {
            words: w,
            lower: (0..w.tokens.len()).map(|t| w.form(t).to_lowercase()).collect(),
            shapes: Vec::with_capacity(w.tokens.len()),
            lists: Vec::with_capacity(w.tokens.len()),
            small: FxHashSet::default(),
            large: FxHashSet::default(),
        };
        for s in w.sentences {
            let list = s.tokens.clone().map(|t| list(w.form(t), &marks.lower[t]));
            marks.lists.extend(list);
            let loud = !s.tokens.clone().any(|t| w.form(t).chars().any(char::is_lowercase));
            for t in s.tokens.clone() {
                marks.shapes.push(shape(if loud { &marks.lower[t] } else { w.form(t) }));
                if w.small(t) {
                    marks.small.insert(w.form(t));
                } else if !loud && t > s.tokens.start {
                    marks.large.insert(marks.lower[t].clone());
                }
            }
        }
        marks
    }

    /// The features of a word, templates by their place.
    pub(super) fn of(&self, t: usize, sentence: &Range<usize>) -> Vec<(usize, &str)> {
        let w = self.words;
        let tag = |t: usize| w.tokens[t].upos.as_str();
        let lower = self.lower[t].as_str();
        let near = |away: isize| t.checked_add_signed(away).filter(|x| sentence.contains(x));
        let word = |away: isize| near(away).map_or("-", |x| self.lower[x].as_str());
        let mut out: Vec<(usize, &str)> = vec![
            (0, lower),
            (1, self.shapes[t].as_str()),
            (2, tag(t)),
            (3, last(lower, 2)),
            (4, last(lower, 3)),
            (5, lower.char_indices().nth(3).map_or(lower, |(i, _)| &lower[..i])),
            (6, word(-1)),
            (7, word(1)),
            (8, near(-1).map_or("-", |x| self.shapes[x].as_str())),
            (9, near(1).map_or("-", |x| self.shapes[x].as_str())),
            (10, near(-1).map_or("-", tag)),
            (11, near(1).map_or("-", tag)),
            (12, word(-2)),
            (13, word(2)),
        ];
        if near(-1).is_some_and(|b| w.joined(b, t)) {
            out.push((14, ""));
        }
        if near(-1).is_none() {
            out.push((15, self.shapes[t].as_str()));
        }
        if sentence.len() == 1 {
            out.push((16, ""));
        }
        for (template, away) in [(17, 0), (18, -1), (19, 1)] {
            if let Some(list) = near(away).map(|x| self.lists[x]).filter(|l| !l.is_empty()) {
                out.push((template, list));
            }
        }
        if w.small(t) && self.large.contains(lower) {
            out.push((20, "large"));
        } else if !w.small(t) && self.small.contains(lower) {
            out.push((20, "small"));
        }
        out
    }
}

/// The features of every word by name, for whoever fits the weights.
pub(crate) fn features(w: &Words) -> Vec<Vec<String>> {
    let marks = Marks::new(w);
    let of =
        |t: usize, s: &Range<usize>| marks.of(t, s).into_iter().map(|(k, v)| format!("{}={v}", TEMPLATES[k])).collect();
    w.sentences.iter().flat_map(|s| s.tokens.clone().map(|t| of(t, &s.tokens)).collect::<Vec<_>>()).collect()
}

/// The last letters of a word.
fn last(word: &str, letters: usize) -> &str {
    word.char_indices().rev().nth(letters - 1).map_or(word, |(i, _)| &word[i..])
}

/// The list that knows a word.
fn list(form: &str, lower: &str) -> &'static str {
    if is_region(form) {
        "region"
    } else if is_code(form) {
        "code"
    } else if is_firm(lower) {
        "firm"
    } else if ends_body(lower) {
        "body"
    } else {
        ""
    }
}

/// "Xx", "XXX"…, "dd": capitals, small letters and digits, no more than two alike in a row, signs as they are.
fn shape(form: &str) -> String {
    let mut out = String::new();
    let (mut before, mut alike) = ('\0', 0);
    for c in form.chars() {
        let c = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        alike = if c == before { alike + 1 } else { 1 };
        before = c;
        if alike <= 2 {
            out.push(c);
        }
        if out.chars().count() == SHAPE {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_every_vector_is_whole() {
        let mut names = FxHashSet::default();
        for line in include_str!("crf.tsv").lines() {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap();
            assert!(names.insert(name), "twice: {line}");
            assert_eq!(cells.filter(|c| c.parse::<i64>().is_ok()).count(), LABELS, "{line}");
            let known = match name.split_once('=') {
                Some((template, _)) => TEMPLATES.contains(&template),
                None => ["first", "transition ", "constant ", "vector "].iter().any(|k| name.starts_with(k)),
            };
            assert!(known, "nothing is called so: {line}");
        }
        let has = |name: String| assert!(names.contains(name.as_str()), "{name}");
        has("first".into());
        (0..LABELS).for_each(|i| has(format!("transition {i}")));
        for beside in BESIDE {
            has(format!("constant {beside}"));
            (0..WIDTH).for_each(|i| has(format!("vector {beside} {i}")));
        }
    }

    #[test]
    fn labels_are_as_likely_as_all_rows_of_labels_that_have_them_there() {
        let field = Weights::shipped();
        let emitted: Vec<Scores> = vec![
            [0.5, 1.0, 0.2, 0.9, 2.0, 0.1, 0.3],
            [0.1, 0.2, 0.3, 0.4, 1.5, 0.6, 0.7],
            [0.9, 0.1, 0.1, 0.6, 0.2, 0.2, 0.8],
        ];
        let (mut sum, mut by_label, mut best) = (0.0, [[0.0f64; LABELS]; 3], (f32::NEG_INFINITY, vec![]));
        for row in 0..LABELS.pow(3) {
            let labels = [row % LABELS, row / LABELS % LABELS, row / LABELS / LABELS];
            if !may_follow(0, labels[0]) || !labels.windows(2).all(|w| may_follow(w[0], w[1])) {
                continue;
            }
            let steps: f32 =
                field.first[labels[0]] + labels.windows(2).map(|w| field.transitions[w[0]][w[1]]).sum::<f32>();
            let score = steps + labels.iter().zip(&emitted).map(|(l, e)| e[*l]).sum::<f32>();
            if score > best.0 {
                best = (score, labels.to_vec());
            }
            let weight = f64::from(score).exp();
            sum += weight;
            labels.iter().enumerate().for_each(|(t, l)| by_label[t][*l] += weight);
        }
        assert_eq!(field.best(&emitted), best.1);
        for (made, want) in field.marginals(emitted).iter().zip(by_label) {
            for (m, w) in made.iter().zip(want) {
                assert!((f64::from(*m) - w / sum).abs() < 1e-5, "{made:?} {want:?}");
            }
        }
    }

    #[test]
    fn shapes_tell_capitals_digits_and_signs() {
        assert_eq!(["IAEA", "Khan", "al-Sadr", "2026", "U.S."].map(shape), ["XX", "Xxx", "xx-Xxx", "dd", "X.X."]);
    }
}
