//! Any words as a date: no panic, and a date that is read again from what it was read to is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_collect::feed::dates;
use rapporteur_collect::published;
use rapporteur_types::document::Basis;

fuzz_target!(|words: &str| {
    for found in [dates::parse(words), published::parse(words, Basis::Stated)].into_iter().flatten() {
        assert!(found.when.is_some_and(|w| (1..=9999).contains(&w.year)), "{words:?}: {found:?}");
        if let Some(instant) = &found.instant {
            let again = dates::parse(instant).unwrap_or_else(|| panic!("{words:?}: {instant} is not read"));
            // fractions of a second are nobody's
            let second = |p| dates::instant(p).map_or(0, |t| t.as_second());
            assert!((second(&again) - second(&found)).abs() <= 1, "{words:?}: {again:?}");
        }
    }
});
