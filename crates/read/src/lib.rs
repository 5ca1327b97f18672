//! Document to reading: blocks, sentences, words, tags, lemmas, trees, names, chains, dates, quantities, frames.
//!
//! Rules ([`blocks`], [`tokenize`], [`language`], [`terms`], [`times`], [`quantities`]) and one pre-trained encoder with many
//! heads ([`encoder`], [`heads`], [`tree`], [`names`], [`chains`], [`frames`]). Everything from outside arrives as an
//! argument. `docs/reference/reading.md` tells how the whole works and how it is trained.

pub mod blocks;
pub mod chains;
pub mod conllu;
pub mod encoder;
pub mod frames;
pub mod heads;
pub mod json;
pub mod language;
pub mod lemma;
mod linear;
pub mod model;
pub mod names;
mod numerals;
pub mod quantities;
pub mod reader;
mod recall;
mod tables;
pub mod terms;
pub mod times;
mod titles;
pub mod tokenize;
pub mod topics;
pub mod tree;
pub mod wordpiece;

pub use reader::{Reader, ReaderKind, read};
