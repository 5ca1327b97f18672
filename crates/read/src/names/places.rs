//! Places that are known by name alone.

use crate::tables::{names, section};
use crate::terms::state_of;
use std::collections::HashSet;
use std::sync::LazyLock;

const PLACES: &str = include_str!("places.txt");

/// States of America, in small letters.
static AMERICAN: LazyLock<HashSet<String>> =
    LazyLock::new(|| names(section(PLACES, "states")).map(str::to_lowercase).collect());
/// Their postal codes, as they are written.
static CODES: LazyLock<HashSet<&str>> = LazyLock::new(|| names(section(PLACES, "codes")).collect());

/// A state of the world or of America: "Oman", "California".
pub(crate) fn is_region(name: &str) -> bool {
    state_of(name).is_some() || AMERICAN.contains(&name.to_lowercase())
}

/// "CA", "Ca".
pub(super) fn is_code(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && CODES.contains(name.to_uppercase().as_str())
}
