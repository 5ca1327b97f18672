//! The projection, on claims built by hand about negotiations of many kinds.

mod build;
mod dossiers;
mod extracts;
mod generic;
mod identity;
mod properties;
mod reports;
mod truth;
