//! Any bytes as a feed, and as a list of sources: no panic, and nothing but clean text and web addresses comes out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_collect::{feed, opml};
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let base = Url::parse("https://news.example.org/feeds/world.xml").expect("an address");
    if let Ok(feed) = feed::parse(bytes, Some("application/xml"), Some(&base)) {
        let links = feed.entries.iter().filter_map(|e| e.link.as_ref()).chain(&feed.link);
        for link in links {
            assert!(link.starts_with("http") || Url::parse(link).is_ok_and(|u| u.scheme().starts_with("http")), "{link}");
        }
        for title in feed.entries.iter().filter_map(|e| e.title.as_ref()).chain(&feed.title) {
            assert!(!title.is_empty() && !title.contains('\n'), "{title:?}");
        }
    }
    if let Some(sources) = opml::import(&String::from_utf8_lossy(bytes)) {
        assert_eq!(opml::import(&opml::export(&sources)).expect("our own").len(), sources.len());
    }
});
