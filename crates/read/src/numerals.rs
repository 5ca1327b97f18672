//! Numbers in digits and words.

/// A number at the start of `words` (lower case), and how many words it takes: "2.5 million", "twenty - six", "a dozen",
/// "two and a half". Ordinals are none.
pub(crate) fn numeral(words: &[&str]) -> Option<(f64, usize)> {
    let first = *words.first()?;
    let (mut value, mut n) = match first {
        "a" | "an" => {
            let scale = words.get(1).copied().and_then(multiplier)?;
            (scale, 2)
        }
        "half" if matches!(words.get(1), Some(&"a") | Some(&"an")) => {
            let scale = words.get(2).copied().and_then(multiplier)?;
            return Some((scale / 2.0, 3));
        }
        _ => small(words)?,
    };
    while let Some(scale) = words.get(n).copied().and_then(multiplier) {
        value *= scale;
        n += 1;
        // "three hundred and five", "two thousand forty"
        let skip = usize::from(words.get(n) == Some(&"and"));
        let spelt = |w: &str| w.starts_with(|c: char| c.is_alphabetic());
        if spelt(first)
            && let Some((rest, m)) = words.get(n + skip..).and_then(small).filter(|(r, _)| *r < scale)
            && spelt(words[n + skip])
        {
            let up = words.get(n + skip + m).copied().and_then(multiplier).filter(|s| rest * s < scale);
            value += rest * up.unwrap_or(1.0);
            n += skip + m + usize::from(up.is_some());
        }
    }
    if words.get(n..n + 3) == Some(&["and", "a", "half"]) {
        // "two and a half million", "two million and a half"
        let scale = words.get(n + 3).copied().and_then(multiplier);
        let half = words.get(n - 1).copied().and_then(multiplier).unwrap_or(1.0) / 2.0;
        return Some(((value + half) * scale.unwrap_or(1.0), n + 3 + usize::from(scale.is_some())));
    }
    if words.get(n).is_some_and(|w| *w == "1/2" || *w == "½") {
        return Some((value + 0.5, n + 1));
    }
    Some((value, n))
}

/// "15", "1,250", "2.5", "seven", "twenty", "twenty - six".
fn small(words: &[&str]) -> Option<(f64, usize)> {
    let w = words.first()?;
    if w.starts_with(|c: char| c.is_ascii_digit()) || (w.starts_with('.') && w.len() > 1) {
        let plain: String = w.chars().filter(|c| *c != ',').collect();
        let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return (digits && w.len() < 20).then(|| plain.parse().ok().map(|v| (v, 1))).flatten();
    }
    let value = unit_word(w).or_else(|| tens(w))?;
    if tens(w).is_some() {
        let dash = usize::from(words.get(1).is_some_and(|d| *d == "-" || *d == "‑"));
        if let Some(one) = words.get(1 + dash).copied().and_then(unit_word).filter(|v| (1.0..10.0).contains(v)) {
            return Some((value + one, 2 + dash));
        }
    }
    Some((value, 1))
}

fn unit_word(w: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    WORDS.iter().position(|x| *x == w).map(|i| i as f64)
}

fn tens(w: &str) -> Option<f64> {
    const WORDS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    WORDS.iter().position(|x| *x == w).map(|i| (i as f64 + 2.0) * 10.0)
}

/// "hundred", "million", "bn", "dozen".
pub(crate) fn multiplier(w: &str) -> Option<f64> {
    Some(match w {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" | "k" => 1e3,
        "million" | "mn" | "mln" => 1e6,
        "billion" | "bn" | "bln" => 1e9,
        "trillion" | "trn" | "tn" => 1e12,
        _ => return None,
    })
}

/// "first", "6th", "twenty - first": its number and how many words it takes.
pub(crate) fn ordinal(words: &[&str]) -> Option<(u32, usize)> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let w = *words.first()?;
    if let Some(i) = WORDS.iter().position(|x| *x == w) {
        return Some((i as u32 + 1, 1));
    }
    if w == "thirtieth" {
        return Some((30, 1));
    }
    if let Some(t) = tens(w) {
        let dash = usize::from(words.get(1) == Some(&"-"));
        let i = WORDS[..9].iter().position(|x| Some(x) == words.get(1 + dash))?;
        return Some((t as u32 + i as u32 + 1, 2 + dash));
    }
    let digits = w.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let tail = &w[digits.len()..];
    (matches!(tail, "st" | "nd" | "rd" | "th") && digits.len() < 6)
        .then(|| digits.replace(',', "").parse().ok().map(|v| (v, 1)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_and_digits() {
        let n = |s: &str| numeral(&s.split(' ').collect::<Vec<_>>());
        assert_eq!(n("2.5 million barrels"), Some((2_500_000.0, 2)));
        assert_eq!(n("twenty - six men"), Some((26.0, 3)));
        assert_eq!(n("a dozen ships"), Some((12.0, 2)));
        assert_eq!(n("two and a half years"), Some((2.5, 4)));
        assert_eq!(n("two and a half million"), Some((2_500_000.0, 5)));
        assert_eq!(n("three hundred and five"), Some((305.0, 4)));
        assert_eq!(n("1,250"), Some((1250.0, 1)));
        assert_eq!(n("a ship"), None);
        assert_eq!(ordinal(&["6th"]), Some((6, 1)));
        assert_eq!(ordinal(&["twenty", "-", "first"]), Some((21, 3)));
    }
}
