//! Tests of the whole house and of the program as a newcomer meets it.

mod briefs;
mod claims;
mod cli;
mod codebook;
mod corpora;
mod docs;
mod edges;
mod examples;
mod feeds;
mod knowledge;
mod ledger;
mod mutations;
mod pages;
mod program;
