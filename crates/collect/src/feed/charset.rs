//! Bytes of a feed to text: by the mark at their beginning, the HTTP header, the XML declaration, else as a guess.
//! Bytes that are UTF-8 and more than ASCII are UTF-8, whatever anybody says of them: no other encoding looks like it.

use crate::encoding;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and the usual name of its encoding; or why it is no text.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> Result<(String, String), String> {
    if let Some(found) = wide(bytes) {
        return Ok(found);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let header = content_type.and_then(charset);
    let label = header.or_else(|| declaration(bytes));
    let declared = label.as_deref().and_then(|l| Encoding::for_label(l.trim().as_bytes()));
    // RFC 2046: text without a charset is ASCII; that it is so is all that is claimed here
    let plain =
        label.is_none() && bytes.is_ascii() && content_type.is_some_and(|t| t.trim_start().starts_with("text/"));
    // stray zero bytes are no reason to give up a feed that is otherwise text
    let bytes: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    let ascii = bytes.is_ascii();
    let decoded = encoding::decode(bytes.clone(), declared)?;
    let name = if plain {
        "us-ascii".into()
    } else if ascii && declared.is_some_and(|d| d.is_ascii_compatible()) {
        named(label.as_deref().unwrap_or_default(), declared)
    } else if decoded.encoding == UTF_8 {
        "utf-8".into()
    } else if declared == Some(decoded.encoding) {
        named(label.as_deref().unwrap_or_default(), declared)
    } else {
        narrowest(decoded.encoding, &bytes).into()
    };
    Ok((decoded.text, name))
}

/// UTF-16 and UTF-32, by their mark or by the zero bytes around the first bracket.
fn wide(bytes: &[u8]) -> Option<(String, String)> {
    let four = |from: fn([u8; 4]) -> u32, skip: usize| -> String {
        let (chunks, _) = bytes[skip..].as_chunks::<4>();
        chunks.iter().map(|c| char::from_u32(from(*c)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let two =
        |encoding: &'static Encoding, skip: usize| encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned();
    let mark = |m: &[u8]| bytes.starts_with(m);
    let (text, name) = if mark(b"\xFF\xFE\0\0") {
        (four(u32::from_le_bytes, 4), "utf-32le")
    } else if mark(b"\0\0\xFE\xFF") {
        (four(u32::from_be_bytes, 4), "utf-32be")
    } else if mark(b"<\0\0\0") {
        (four(u32::from_le_bytes, 0), "utf-32le")
    } else if mark(b"\0\0\0<") {
        (four(u32::from_be_bytes, 0), "utf-32be")
    } else if mark(b"\xFF\xFE") {
        (two(UTF_16LE, 2), "utf-16le")
    } else if mark(b"\xFE\xFF") {
        (two(UTF_16BE, 2), "utf-16be")
    } else if mark(b"<\0") {
        (two(UTF_16LE, 0), "utf-16le")
    } else if mark(b"\0<") {
        (two(UTF_16BE, 0), "utf-16be")
    } else {
        return None;
    };
    Some((text, name.into()))
}

/// The charset of a Content-Type header.
pub(super) fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_string())
    })
}

/// The encoding of `<?xml … encoding="…"?>`.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    let head = head.trim_start().strip_prefix("<?xml")?.split_once('>')?.0.to_string();
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_string)
}

/// The name of a declared encoding. The web reads GB2312 as the larger GB18030, which is then what it was read in.
fn named(label: &str, declared: Option<&'static Encoding>) -> String {
    match declared {
        Some(e) if e == encoding_rs::GBK || e == encoding_rs::GB18030 => "gb18030".into(),
        _ => label.trim().to_ascii_lowercase(),
    }
}

/// The name of a guessed encoding: that of the smallest standard that holds the text.
fn narrowest(guessed: &'static Encoding, bytes: &[u8]) -> &'static str {
    let controls = bytes.iter().any(|b| (0x80..0xA0).contains(b));
    if guessed == encoding_rs::WINDOWS_874 && !controls {
        "tis-620"
    } else if guessed == encoding_rs::GBK && pairs_within(bytes, 0xA1..=0xF7, 0xA1..=0xFE) {
        "gb2312"
    } else if guessed == encoding_rs::WINDOWS_1252 && !controls {
        "iso-8859-1"
    } else {
        guessed.name()
    }
}

/// Are all bytes beyond ASCII pairs within these ranges?
fn pairs_within(bytes: &[u8], first: std::ops::RangeInclusive<u8>, second: std::ops::RangeInclusive<u8>) -> bool {
    let mut rest = bytes.iter();
    while let Some(b) = rest.next() {
        if *b >= 0x80 && !(first.contains(b) && rest.next().is_some_and(|b| second.contains(b))) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, text: &str, encoding: &str) {
        let (found, name) = decode(bytes, content_type).unwrap();
        assert!(found.contains(text), "{found}");
        assert_eq!(name, encoding, "{found}");
    }

    #[test]
    fn the_header_comes_before_the_declaration_and_utf8_before_both() {
        check(b"<?xml version='1.0'?><a>x</a>", Some("application/xml"), "x", "utf-8");
        check(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>", Some("application/xml"), "é", "iso-8859-1");
        check(
            b"<?xml version='1.0' encoding='koi8-r'?><a>\xE9</a>",
            Some("text/xml; charset=\"iso-8859-1\""),
            "é",
            "iso-8859-1",
        );
        check("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".as_bytes(), None, "é", "utf-8");
        check(b"<a>x</a>", Some("text/xml"), "x", "us-ascii");
        check("<a>é</a>".as_bytes(), Some("text/xml"), "é", "utf-8");
    }

    #[test]
    fn wide_encodings_are_known_with_and_without_a_mark() {
        let utf16: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, None, "é", "utf-16le");
        let utf32: Vec<u8> = "\u{FEFF}<a>é</a>".chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        check(&utf32, None, "é", "utf-32be");
    }
}
