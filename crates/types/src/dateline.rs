//! Datelines: "MUSCAT (Agency) — ", "KUALA LUMPUR, 9 March 2026 - ".

/// How many bytes at the beginning of a paragraph are its dateline, dash and white space and all; 0 where there is none. A
/// place in capitals and what stands beside it, before running text.
pub fn dateline(paragraph: &str) -> usize {
    /// Bytes before the dash.
    const LONGEST: usize = 120;
    let dash = |word: &str| matches!(word, "-" | "–" | "—" | "--" | "―");
    let mut at = 0;
    for word in paragraph.split_inclusive(char::is_whitespace) {
        if at > LONGEST {
            return 0;
        }
        if at > 0 && dash(word.trim_end()) {
            let (head, behind) = (&paragraph[..at], &paragraph[at + word.len()..]);
            let length = at + word.len() + behind.len() - behind.trim_start().len();
            return if heads(head) && is_prose(behind.trim_start()) { length } else { 0 };
        }
        at += word.len();
    }
    0
}

/// A place in capitals, or one before a day, then words with capitals, numbers and short particles; an agency in brackets may call
/// itself what it will.
fn heads(words: &str) -> bool {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (bare, _) = words.split_once('(').unwrap_or((words, ""));
    let place = bare.split_whitespace().next().unwrap_or("");
    let loud = place.chars().filter(|c| c.is_uppercase()).count() > 2 && !place.chars().any(char::is_lowercase);
    let month = |w: &str| MONTHS.iter().any(|m| w.starts_with(m));
    let dated = bare.contains(',') && bare.split_whitespace().any(month) && bare.contains(|c: char| c.is_ascii_digit());
    let named = |w: &str| {
        let bare = w.trim_start_matches(['(', '/']);
        bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c.is_ascii_punctuation())
            || matches!(bare.trim_end_matches(','), "de" | "al" | "el" | "of")
    };
    let closed = words.matches('(').count() == words.matches(')').count();
    (loud || dated && place.starts_with(char::is_uppercase)) && closed && bare.split_whitespace().all(named)
}

/// A capital or quotation mark, then several words with small letters.
fn is_prose(text: &str) -> bool {
    // "1. At the invitation of …"
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ");
    let text = numbered.filter(|rest| rest.len() < text.len() - 2).unwrap_or(text);
    let opens = text.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘'));
    let small = |w: &&str| w.chars().any(char::is_lowercase);
    opens && text.split_whitespace().take(8).filter(small).count() > 2
}

#[cfg(test)]
mod tests {
    use super::dateline;

    #[test]
    fn a_dateline_ends_behind_its_dash_and_running_text_has_none() {
        for (text, want) in [
            ("MUSCAT (Agency) — The ministers met again.", "MUSCAT (Agency) — "),
            ("KUALA LUMPUR, 9 March 2026 - Talks ended without a result.", "KUALA LUMPUR, 9 March 2026 - "),
            ("GENEVA – “We are ready to sign,” she said.", "GENEVA – "),
            (
                "Nairobi, January 28 (Wire, official news service) - Both sides met again.",
                "Nairobi, January 28 (Wire, official news service) - ",
            ),
            ("New Delhi, 3 March 2026 – The ministers met again.", "New Delhi, 3 March 2026 – "),
            ("Monday, March 3 was calm - the guns were silent again.", ""),
            ("IRAN - US TALKS RESUME", ""),
            ("Muscat - the capital of Oman - was calm.", ""),
            ("The NATO allies — Turkey among them — agreed.", ""),
            ("UNESCO said on Monday - as before - that it would stay.", ""),
            (
                "ASTANA, 29 April 2026 (Text distributed by the press service) - 1. The sides held three meetings.",
                "ASTANA, 29 April 2026 (Text distributed by the press service) - ",
            ),
            ("-", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..dateline(text)], want, "{text}");
        }
    }
}
