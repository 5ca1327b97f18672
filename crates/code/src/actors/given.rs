//! Given names: whether a woman or a man bears them.

use super::offices::Gender;
use std::collections::HashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| {
    let (mut names, mut gender) = (HashMap::new(), Gender::She);
    for line in include_str!("given.txt").lines().filter(|l| !l.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(title) => gender = if title == "women" { Gender::She } else { Gender::He },
            None => names.extend(line.split_whitespace().map(|n| (n, gender))),
        }
    }
    names
});

/// What a given name, in small letters, says of who bears it; nothing of names that women and men bear.
pub fn gender(name: &str) -> Option<Gender> {
    NAMES.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_tell_women_and_men_apart_or_say_nothing() {
        assert_eq!(gender("federica"), Some(Gender::She));
        assert_eq!(gender("marco"), Some(Gender::He));
        assert_eq!(gender("kim"), None);
    }

    #[test]
    fn no_name_stands_under_both() {
        let names = include_str!("given.txt").lines().filter(|l| !l.starts_with(['#', '=']));
        assert_eq!(names.flat_map(str::split_whitespace).count(), NAMES.len());
    }
}
