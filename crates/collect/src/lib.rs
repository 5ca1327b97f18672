//! The collect stage.
