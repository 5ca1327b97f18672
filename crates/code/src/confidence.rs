//! How likely a claim is right, from what speaks for it: the score of the encoder's head, the tables, the tree, who was found.
//!
//! Boosted trees for each kind of claim, and for events others, of whether nothing in them is wrong. The trees (`confidence/trees.json`) are fitted by
//! `train/confidence.py` to passages that were coded here and held back from the encoder's training; a claim is right where the scorer of the coded passages matches it. A claim that is less likely than
//! [`least`] is not made. `evals/coding.md` says how often a confidence is right on passages that the trees have not seen.

use crate::trees::Trees;
use rapporteur_types::{Claim, ClaimBody, Modality};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What speaks for or against a claim: names with values; a name with "=" holds or is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(Vec<(Cow<'static, str>, f32)>);

impl Features {
    /// The score of a head, as log odds.
    pub fn score(&mut self, name: &'static str, score: f32) {
        let s = score.clamp(0.01, 0.99);
        self.value(name, (s / (1.0 - s)).ln());
    }

    /// A number.
    pub fn value(&mut self, name: &'static str, value: f32) {
        if value != 0.0 {
            self.0.push((Cow::Borrowed(name), value));
        }
    }

    /// Something that holds or does not.
    pub fn holds(&mut self, name: &'static str, holds: bool) {
        self.value(name, f32::from(u8::from(holds)));
    }

    /// One of several words.
    pub fn word(&mut self, name: &str, word: &str) {
        self.0.push((Cow::Owned(format!("{name}={word}")), 1.0));
    }

    /// A number under a name that is made up on the way.
    pub fn named(&mut self, name: &str, value: f32) {
        if value != 0.0 {
            self.0.push((Cow::Owned(name.to_string()), value));
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f32)> {
        self.0.iter().map(|(n, x)| (n.as_ref(), *x))
    }
}

/// Trees of each kind of claim, and those of whether nothing is wrong in an event.
#[derive(Deserialize)]
struct Kinds {
    statements: Trees,
    events: Trees,
    sound_events: Trees,
    positions: Trees,
}

static TREES: LazyLock<Kinds> = LazyLock::new(|| {
    serde_json::from_str(include_str!("confidence/trees.json")).expect("the table was written by train/confidence.py")
});

/// What is thought of a claim by what speaks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likely {
    /// The share of claims with these features that the scorer matches: by it a claim is made or not.
    pub made: f32,
    /// The share in which nothing is wrong, which is what readers are told. Of an event that asks for more than the scorer does: each
    /// actor on either side, and whether it happened.
    pub sound: f32,
}

/// How likely a claim with these features is right.
pub fn likely(body: &ClaimBody, features: &Features) -> Likely {
    let of = |made: &Trees, sound: &Trees| Likely { made: made.likely(features), sound: sound.likely(features) };
    match body {
        ClaimBody::Statement(_) => of(&TREES.statements, &TREES.statements),
        ClaimBody::Event(_) => of(&TREES.events, &TREES.sound_events),
        ClaimBody::Position(_) => of(&TREES.positions, &TREES.positions),
        ClaimBody::Remark(_) | ClaimBody::Extract(_) => Likely { made: 1.0, sound: 1.0 },
    }
}

/// How likely a claim must at least be to be made: by F1 on the passages that the trees are fitted to (five folds). An event that is told
/// as a fact needs more: from here on, less than two facts in 1,000 words are false, for .02 of F1.
pub fn least(claim: &Claim) -> f32 {
    match claim.body {
        ClaimBody::Statement(_) => 0.4,
        ClaimBody::Event(_) if claim.modality == Modality::Asserted => 0.6,
        ClaimBody::Event(_) => 0.38,
        ClaimBody::Position(_) => 0.24,
        ClaimBody::Remark(_) | ClaimBody::Extract(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_ships_is_sound() {
        let Kinds { statements, events, sound_events, positions } = &*TREES;
        assert!([statements, events, sound_events, positions].into_iter().all(Trees::is_sound));
    }
}
