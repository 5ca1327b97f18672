//! Document to reading: blocks, sentences, words, tags, lemmas, trees, names, dates, quantities, frames.
//!
//! Rules ([`blocks`], [`tokenize`], [`language`], [`times`], [`quantities`]) and one pre-trained encoder with many
//! heads ([`encoder`], [`heads`], [`tree`], [`frames`]). Everything from outside arrives as an argument.

pub mod blocks;
pub mod conllu;
pub mod encoder;
pub mod frames;
pub mod heads;
pub mod json;
pub mod language;
pub mod lemma;
pub mod model;
pub mod names;
mod numerals;
pub mod quantities;
pub mod reader;
pub mod times;
pub mod tokenize;
pub mod tree;
pub mod wordpiece;

pub use reader::{Reader, read};
