//! Places that are known by name alone.

use std::collections::HashSet;
use std::sync::LazyLock;

const PLACES: &str = include_str!("places.txt");
const STATES: &str = include_str!("../terms/states.txt");

/// States of the world and of America, in small letters.
static REGIONS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let world = STATES.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split(" |").next());
    names(world).chain(names(section("states"))).collect()
});
/// Postal codes, as they are written.
static CODES: LazyLock<HashSet<&str>> = LazyLock::new(|| section("codes").flat_map(|l| l.split("; ")).collect());
fn section(name: &str) -> impl Iterator<Item = &'static str> {
    let mut lines = PLACES.lines();
    lines.by_ref().find(|l| l.strip_prefix("= ") == Some(name));
    lines.take_while(|l| !l.starts_with('='))
}

fn names<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    lines.flat_map(|l| l.split(';')).map(|n| n.trim().to_lowercase()).filter(|n| !n.is_empty())
}

/// "Oman", "California".
pub(crate) fn is_region(name: &str) -> bool {
    REGIONS.contains(&name.to_lowercase())
}

/// "CA", "Ca".
pub(super) fn is_code(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && CODES.contains(name.to_uppercase().as_str())
}
