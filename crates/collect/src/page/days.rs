//! Days in the lines that pages show, in the languages of the news.

use jiff::civil::Date;
use rapporteur_types::When;

/// Months by the beginnings of their names in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "gennaio", "janeiro", "januari", "января", "январь", "jänner"],
    &["february", "februar", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februari", "февраля"],
    &["march", "märz", "mars", "marzo", "março", "maart", "марта"],
    &["april", "avril", "abril", "aprile", "апреля"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "мая"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "июня"],
    &["july", "juli", "juillet", "julio", "luglio", "julho", "июля"],
    &["august", "août", "aout", "agosto", "augustus", "августа"],
    &["september", "septembre", "septiembre", "settembre", "setembro", "сентября"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября"],
    &["november", "novembre", "noviembre", "novembro", "ноября"],
    &["december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "декабря"],
];

fn month(word: &str) -> Option<i8> {
    let names = |list: &[&str]| list.iter().any(|n| *n == word || (word.chars().count() >= 3 && n.starts_with(word)));
    MONTHS.iter().position(|l| names(l)).map(|m| m as i8 + 1)
}

/// The first full date in a line, and how many letters stand beside it.
pub(crate) fn in_line(line: &str) -> Option<(When, usize)> {
    find(line, None)
}

/// The same, where it is known whether the day stands before the month.
pub(crate) fn find(line: &str, day_first: Option<bool>) -> Option<(When, usize)> {
    let line: String = line.chars().take(400).collect::<String>().to_lowercase();
    let mut tokens: Vec<(&str, &str)> = Vec::new();
    let mut rest = line.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        // a change between digits and letters parts words, too: 19nov2019, 2019年11月
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let after = &rest[end..];
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        tokens.push((&rest[..end], &after[..gap]));
        rest = after;
    }
    let filler = |t: &str| matches!(t, "of" | "de" | "del" | "st" | "nd" | "rd" | "th" | "er" | "den");
    let letters: usize = line.chars().filter(|c| c.is_alphanumeric()).count();
    for i in 0..tokens.len() {
        // up to three tokens that are no filler
        let three: Vec<(usize, &str, &str)> = tokens[i..]
            .iter()
            .enumerate()
            .filter(|(k, t)| *k == 0 || !filler(t.0))
            .take(3)
            .map(|(k, t)| (k, t.0, t.1))
            .collect();
        let [a, b, c] = three[..] else { break };
        if c.0 > 4 {
            continue;
        }
        if let Some(when) = date((a.1, a.2), (b.1, b.2), c.1, day_first) {
            let own: usize = tokens[i..=i + c.0].iter().map(|t| t.0.chars().count()).sum();
            return Some((when, letters - own));
        }
    }
    None
}

fn date(a: (&str, &str), b: (&str, &str), c: &str, day_first: Option<bool>) -> Option<When> {
    let day = |w: &str| w.parse::<i8>().ok().filter(|d| w.len() <= 2 && (1..=31).contains(d));
    let year = |w: &str| w.parse::<i16>().ok().filter(|y| w.len() == 4 && (1990..2100).contains(y));
    let spelled = || match (month(a.0), month(b.0)) {
        (Some(m), None) => Some((year(c)?, m, day(b.0)?)),
        (None, Some(m)) => match (day(a.0), year(a.0)) {
            (Some(d), _) => Some((year(c)?, m, d)),
            (None, Some(y)) => Some((y, m, day(c)?)),
            _ => None,
        },
        _ => None,
    };
    let signs = (a.1.trim(), b.1.trim());
    let numeric = || {
        if signs.0 != signs.1 || !matches!(signs.0, "-" | "/" | ".") {
            return None;
        }
        if let Some(y) = year(a.0) {
            return Some((y, day(b.0)?, day(c)?));
        }
        let short = || {
            Some(
                2000 + c
                    .parse::<i16>()
                    .ok()
                    .filter(|_| c.len() == 2 && signs.0 == "." && a.0.len() == 2 && b.0.len() == 2)?,
            )
        };
        let (x, y, z) = (day(a.0)?, day(b.0)?, year(c).or_else(short)?);
        let first = if signs.0 == "." || x > 12 {
            true
        } else if y > 12 {
            false
        } else if x == y {
            true
        } else {
            day_first?
        };
        Some(if first { (z, y, x) } else { (z, x, y) })
    };
    let (y, m, d) = spelled().or_else(numeric)?;
    Some(When::day(Date::new(y, m, d).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, day_first: Option<bool>, when: Option<&str>) {
        assert_eq!(find(line, day_first).map(|f| f.0.to_string()).as_deref(), when, "{line}");
    }

    #[test]
    fn days_are_found_in_the_lines_that_pages_show() {
        check("By Ada Example | Nov. 19, 2019, 10:05 a.m.", None, Some("2019-11-19"));
        check("Updated 1:39 am EST, Wednesday, November 20, 2019", None, Some("2019-11-20"));
        check("vom 7. März 2026 – 10 Uhr", None, Some("2026-03-07"));
        check("Publié le 1er février 2020 à 10h", None, Some("2020-02-01"));
        check("3 de octubre de 2025", None, Some("2025-10-03"));
        check("19 ноября 2019", None, Some("2019-11-19"));
        check("2022-09-23T10:00", None, Some("2022-09-23"));
        check("06.11.2023, 14:20", None, Some("2023-11-06"));
        check("23.09.22", None, Some("2022-09-23"));
        check("3rd of May 2026", None, Some("2026-05-03"));
    }

    #[test]
    fn what_may_be_two_days_is_none_unless_the_language_tells() {
        check("05/06/2026", None, None);
        check("05/06/2026", Some(true), Some("2026-06-05"));
        check("05/06/2026", Some(false), Some("2026-05-06"));
        check("25/06/2026", None, Some("2026-06-25"));
        check("May 2026", None, None);
        check("31 February 2026", None, None);
    }
}
