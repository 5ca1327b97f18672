//! Header lines before a text: `Key: value` up to a blank line.

use crate::published;
use rapporteur_types::Document;
use rapporteur_types::document::Basis;

/// Split a text into its header lines and the text proper. There is a header only if the first line has one of the
/// keys Published, Outlet, Title, URL, Note, and all lines up to the first blank one have the form `Key: value`.
pub(crate) fn split(text: &str) -> (Vec<(&str, &str)>, &str) {
    let (mut fields, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        if line.trim().is_empty() {
            break;
        }
        match field(line) {
            Some((key, value)) if !fields.is_empty() || is_opening(key) => fields.push((key, value)),
            _ => return (Vec::new(), text),
        }
    }
    if fields.is_empty() { (fields, text) } else { (fields, rest) }
}

/// `Key: value`, where the key is one or two words.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let word = |w: &str| w.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let words = key.split(' ').filter(|w| !w.is_empty()).count();
    let fits = (1..=2).contains(&words) && key.len() <= 32 && key.split(' ').all(word) && !key.starts_with(' ');
    fits.then_some((key.trim_end(), value.trim()))
}

fn is_opening(key: &str) -> bool {
    ["published", "outlet", "title", "url", "note"].iter().any(|k| key.eq_ignore_ascii_case(k))
}

/// Write the fields that we know into a document; others are ignored. Gives back a date that cannot be read.
pub(crate) fn apply<'a>(fields: &[(&'a str, &'a str)], document: &mut Document) -> Option<&'a str> {
    let mut unreadable = None;
    for &(key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        match key.to_ascii_lowercase().as_str() {
            "title" => document.title = Some(value.into()),
            "outlet" | "source" => document.outlet = Some(value.into()),
            "url" | "link" => document.url = Some(value.into()),
            "note" => document.note = Some(value.into()),
            "lang" | "language" => document.lang = language(value),
            "published" | "date" => match published::parse(value, Basis::Stated) {
                Some(published) => document.published = published,
                None => unreadable = Some(value),
            },
            _ => {}
        }
    }
    unreadable
}

/// ISO 639-1 out of a tag such as `en-US` or `en_GB`.
pub(crate) fn language(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    ((2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase())).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys_up_to_a_blank_line_are_a_header() {
        let text = "published: 2026-02-06\nOUTLET: Sample: the paper\nAuthor: Desk\n\nTalks resumed.\n";
        let (fields, rest) = split(text);
        assert_eq!(fields, [("published", "2026-02-06"), ("OUTLET", "Sample: the paper"), ("Author", "Desk")]);
        assert_eq!(rest, "Talks resumed.\n");
    }

    #[test]
    fn prose_and_turns_are_no_header() {
        for text in [
            "Talks resumed.\n\nMore.",
            "Q: Will they meet?\n\nA: Yes.",
            "Note: the text is provisional.\nIt goes on here.\n\nMore.",
            "Author: Desk\nTitle: X\n\nText.",
            "\nTitle: X\n\nText.",
            "",
        ] {
            assert_eq!(split(text), (vec![], text));
        }
    }

    #[test]
    fn a_language_tag_is_cut_to_its_language() {
        assert_eq!(language("en-US").as_deref(), Some("en"));
        assert_eq!(language("FA").as_deref(), Some("fa"));
        assert_eq!((language("English"), language("")), (None, None));
    }
}
