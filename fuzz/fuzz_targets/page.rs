//! Any bytes as a web page: no panic, a text of sane shape or a reason, and dates that are not after the page was fetched.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_collect::{Origin, page};

fuzz_target!(|bytes: &[u8]| {
    let retrieved = "2026-02-06T12:00:00Z".parse().ok();
    let origin = Origin { address: Some("https://gazette.example/2026/02/06/talks"), retrieved, charset: None };
    if let Ok(page) = page(bytes, origin) {
        assert!(!page.text.trim().is_empty());
        for date in [&page.published, &page.modified] {
            assert!(date.when.is_none_or(|w| (1990..=2026).contains(&w.year)));
        }
        let document = page.clone().document("fuzz");
        assert_eq!(document.text, page.text);
    }
});
