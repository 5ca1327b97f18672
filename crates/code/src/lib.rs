//! Reading to claims: who says what, who does what to whom, who stands where, and how each claim stands.
//!
//! The encoder proposes frames, the tables decide what an analyst has decided ([`coder`] says which part decides what).

pub mod actors;
pub mod answers;
pub mod coder;
pub mod confidence;
pub mod events;
pub mod extracts;
pub mod issues;
pub mod modality;
pub mod positions;
pub mod quotations;
pub mod remarks;
pub mod repeats;
pub mod roles;
pub mod statements;
pub mod syntax;
mod terms;
mod trees;
pub mod unaided;

pub use coder::{Coder, code, weighed};

#[cfg(test)]
mod testing;
