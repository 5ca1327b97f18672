//! Any bytes under any encoding that a server or the bytes themselves may claim: text or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_collect::{collect_from, feed};
use std::io::Cursor;

const CLAIMS: [&str; 12] = [
    "text/xml",
    "application/xml",
    "text/html; charset=utf-8",
    "text/xml; charset=\"iso-8859-1\"",
    "text/xml; charset='windows-1251'",
    "text/xml; charset=gb2312",
    "text/xml; charset=shift_jis",
    "text/xml; charset=iso-2022-jp",
    "text/xml; charset=utf-16",
    "text/xml; charset=utf-7",
    "text/xml; charset=",
    "; charset",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (claim, bytes) = (CLAIMS[usize::from(input.0) % CLAIMS.len()], input.1);
    let framed = [b"<rss><channel><title>", bytes, b"</title></channel></rss>"].concat();
    for bytes in [bytes, &framed] {
        if let Ok(feed) = feed::parse(bytes, Some(claim), None) {
            assert!(!feed.encoding.is_empty());
        }
    }
    for taken in collect_from(["-"], Cursor::new(bytes.to_vec())) {
        if let Ok(document) = taken {
            assert!(!document.text.trim().is_empty());
            // within JSON lines the mark is the text's own
            assert!(bytes.contains(&b'{') || !document.text.starts_with('\u{FEFF}'), "{:?}", document.text);
        }
    }
});
