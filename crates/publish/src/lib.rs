//! The publish stage.
