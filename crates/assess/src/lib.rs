//! The assess stage.
