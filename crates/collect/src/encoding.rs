//! Bytes to text: UTF-8, UTF-16 with a mark, and as a guess that is told, the older encodings.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text, and how it was guessed where it had to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    pub guess: Option<String>,
    pub encoding: &'static Encoding,
}

/// Decode; `declared` is the encoding that the bytes themselves claim, as web pages do. Says why where it is no text.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, String> {
    for utf16 in [UTF_16LE, UTF_16BE] {
        if Encoding::for_bom(&bytes).is_some_and(|(e, _)| e == utf16) {
            let (text, broken) = utf16.decode_with_bom_removal(&bytes);
            let guess = broken.then(|| format!("some of it is not valid {}", utf16.name()));
            return sound(text.into_owned(), guess, utf16);
        }
    }
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    if let Some(kind) = other_than_text(&bytes) {
        return Err(kind.into());
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return sound(text, None, UTF_8),
        Err(e) => e.into_bytes(),
    };
    if looks_binary(&bytes) {
        return Err("it is binary, not text".into());
    }
    let broken = mostly_utf8(&bytes);
    if let Some(n) = broken {
        let guess = format!("{n} place(s) are not valid UTF-8 and were replaced by \u{FFFD}");
        return sound(String::from_utf8_lossy(&bytes).into_owned(), Some(guess), UTF_8);
    }
    let encoding = declared.filter(|e| e.is_ascii_compatible() && *e != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new();
        // The first megabyte tells; ISO-2022-JP and the like are out of fashion, and UTF-8 is ruled out.
        detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
        detector.guess(None, false)
    });
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let how = if declared == Some(encoding) { "as it declares" } else { "as a guess" };
    sound(text.into_owned(), Some(format!("it is not UTF-8 and was read as {} {how}", encoding.name())), encoding)
}

/// Refuse a text that holds what no text holds.
fn sound(text: String, guess: Option<String>, encoding: &'static Encoding) -> Result<Decoded, String> {
    if looks_binary(text.as_bytes()) {
        return Err("it is binary, not text".into());
    }
    // files that were put together have a mark in front of each part
    let text = if text.starts_with('\u{FEFF}') { text.trim_start_matches('\u{FEFF}').to_string() } else { text };
    Ok(Decoded { text, guess, encoding })
}

/// Files that people take for texts.
fn other_than_text(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 5] = [
        (b"%PDF-", "it is a PDF, not text"),
        (b"PK\x03\x04", "it is a zip or office file, not text"),
        (b"\xD0\xCF\x11\xE0", "it is an old office file, not text"),
        (b"{\\rtf", "it is rich text (RTF), not plain text"),
        (b"\x89PNG", "it is a picture, not text"),
    ];
    MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, kind)| *kind)
}

/// Zero bytes, or more than two control characters in a hundred (form feeds and escapes occur in honest texts).
fn looks_binary(bytes: &[u8]) -> bool {
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    bytes.contains(&0) || bytes.iter().filter(|b| control(b)).count() * 50 > bytes.len()
}

/// In a text that was UTF-8 before something broke it, sound characters outnumber the broken places by far: how many
/// places are broken.
fn mostly_utf8(bytes: &[u8]) -> Option<usize> {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (sound >= 4 * broken).then_some(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, bool) {
        let d = decode(bytes.to_vec(), None).unwrap();
        (d.text, d.guess.is_some())
    }

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(text(b"\xEF\xBB\xBFOman"), ("Oman".into(), false));
        assert_eq!(text(b"\xFF\xFEO\0m\0"), ("Om".into(), false));
        assert_eq!(text(b"\xFE\xFF\0O\0m"), ("Om".into(), false));
        assert_eq!(text(b"\xFF\xFE\xFF\xFEO\0"), ("O".into(), false));
        assert_eq!(text(b""), (String::new(), false));
    }

    #[test]
    fn older_encodings_are_guessed_and_told() {
        let (found, told) = text(
            "Die Gespräche über das Atomprogramm wurden verschoben"
                .chars()
                .map(|c| c as u8)
                .collect::<Vec<_>>()
                .as_slice(),
        );
        assert_eq!((found.as_str(), told), ("Die Gespräche über das Atomprogramm wurden verschoben", true));
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Переговоры в Омане завершились без соглашения");
        assert_eq!(text(&bytes).0, "Переговоры в Омане завершились без соглашения");
    }

    #[test]
    fn one_broken_byte_does_not_garble_the_rest() {
        let (found, told) = text(b"\xE2\x80\x9Cgood start\xE2\x80\x9D, \xE2\x80\x9Cserious\xE2\x80\x9D \xFF");
        assert_eq!((found.as_str(), told), ("“good start”, “serious” \u{FFFD}", true));
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert!(decode(b"%PDF-1.7 ...".to_vec(), None).unwrap_err().contains("PDF"));
        assert!(decode(b"ab\0cd".to_vec(), None).unwrap_err().contains("binary"));
        assert!(decode((0..=255).collect(), None).unwrap_err().contains("binary"));
    }
}
