//! The code stage.
