//! What the head of a text says of its own publication: the day and the agency in its dateline, "LUANDA, 18 March 2025
//! (Wire) - ". A dateline without a year is dated by the weekdays of the text, or by other documents beside it.

use crate::published::{day, month, weekday, year};
use jiff::civil::Date;
use rapporteur_types::dateline::dateline;
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::{Document, When};

/// Lines of a text among which its dateline stands: behind a headline and what stands under it.
const HEAD: usize = 4;

/// A dateline taken apart.
#[derive(Debug, Default, PartialEq)]
struct Dateline {
    /// Year, where it has one, month and day.
    day: Option<(Option<i16>, i8, i8)>,
    /// What stands in brackets: who publishes.
    agency: Option<String>,
}

/// Take day and outlet from the dateline of a document where nothing else gives them.
pub(crate) fn apply(document: &mut Document) {
    let Some(line) = head(&document.text) else { return };
    if let Some((Some(y), m, d)) = line.day
        && document.published.is_unknown()
        && let Ok(date) = Date::new(y, m, d)
    {
        document.published = Published { when: Some(When::day(date)), instant: None, basis: Basis::Stated };
    }
    if document.outlet.is_none() {
        document.outlet = line.agency;
    }
}

fn head(text: &str) -> Option<Dateline> {
    let lines = || text.lines().map(str::trim).filter(|l| !l.is_empty()).take(HEAD);
    let line = lines().map(|l| &l[..dateline(l)]).find(|l| !l.is_empty()).map(parts);
    line.or_else(|| lines().skip(1).find_map(imprint))
}

/// A line of its own under the headline that names outlet and day: "The Evening Harbour (Tromsø), English pages, Tuesday 5 May 2026".
/// The day of something that such a line speaks of ("the treaty of 3 May 1999") stands behind a small word.
fn imprint(line: &str) -> Option<Dateline> {
    const LONG: usize = 120;
    const NAME: std::ops::RangeInclusive<usize> = 2..=6;
    const REST: usize = 6;
    const NO_NAMES: [&str; 10] =
        ["by", "published", "updated", "posted", "from", "text", "photo", "picture", "image", "background"];
    if line.len() > LONG || line.ends_with(['.', '!', '?']) {
        return None;
    }
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let date = month_and_day(&lower).filter(|d| d.0.is_some())?;
    let at = lower.iter().position(|w| month(w).is_some())?;
    let before = words[..at].iter().rev().find(|w| !w.starts_with(|c: char| c.is_ascii_digit()));
    if before.is_some_and(|w| w.starts_with(char::is_lowercase)) || words.len() - at > REST {
        return None;
    }
    let end = [" (", ", ", " - ", " – ", " — ", ": "].iter().filter_map(|m| line.find(m)).min()?;
    let name = &line[..end];
    let first = lower.first().map(String::as_str).unwrap_or_default();
    let named = NAME.contains(&name.split_whitespace().count())
        && name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit())
        && !NO_NAMES.contains(&first)
        && weekday(first).is_none();
    Some(Dateline { day: Some(date), agency: named.then(|| name.to_string()) })
}

fn parts(line: &str) -> Dateline {
    let (place, rest) = line.split_once('(').unwrap_or((line, ""));
    let inside = rest.rsplit_once(')').map_or("", |x| x.0).trim();
    let agency = publisher(inside).filter(|a| !a.starts_with("This ") && a.len() <= 90).map(str::to_string);
    let words: Vec<String> =
        place.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    Dateline { day: month_and_day(&words), agency }
}

/// Who publishes, by what stands in the brackets of a dateline: "Press release, Ministry of Trade", "Text distributed by the Wire".
/// "This version adds a comment" and "Transcript" name nobody.
fn publisher(inside: &str) -> Option<&str> {
    const SORTS: [&str; 9] = [
        "press release",
        "transcript",
        "text",
        "statement",
        "communiqué",
        "excerpt",
        "analysis",
        "opinion",
        "official text",
    ];
    const BY: [&str; 5] = ["distributed by ", "circulated by ", "released by ", "issued by ", "via "];
    let mut rest = inside;
    while let Some((first, more)) = rest.split_once(", ")
        && SORTS.contains(&first.to_lowercase().as_str())
    {
        rest = more;
    }
    let by = BY.iter().find_map(|b| rest.find(b).map(|at| &rest[at + b.len()..]));
    let name = by.unwrap_or(rest).trim_start_matches("the ").trim();
    (name.starts_with(char::is_uppercase) && !SORTS.contains(&name.to_lowercase().as_str())).then_some(name)
}

/// "March 18", "18 March", with a year behind or without one.
fn month_and_day(words: &[String]) -> Option<(Option<i16>, i8, i8)> {
    words.windows(2).enumerate().find_map(|(at, w)| {
        let (m, d) = match (month(&w[0]), month(&w[1])) {
            (Some(m), _) => (m, day(&w[1])?),
            (None, Some(m)) => (m, day(&w[0])?),
            _ => return None,
        };
        let y = words.get(at + 2).and_then(|w| year(w)).filter(|y| (1900..2200).contains(y));
        (1..=31).contains(&d).then_some((y, m, d))
    })
}

/// Give documents whose datelines lack the year the one that fits best, as an estimate: the newest before `until`, where that is
/// given; the one nearest to the dated documents among them; else the one by which the weekdays of the texts are those that
/// reports name, not before the years that they speak of. Where nothing speaks for one, they stay undated; gives back how many.
pub fn date_together(documents: &mut [Document], until: Option<When>) -> usize {
    let open: Vec<(usize, i8, i8)> = documents
        .iter()
        .enumerate()
        .filter(|(_, d)| d.published.is_unknown())
        .filter_map(|(i, d)| head(&d.text)?.day.map(|(_, m, d)| (i, m, d)))
        .collect();
    let known: Vec<Date> = documents.iter().filter_map(|d| d.published.when).map(When::last).collect();
    let dates: Vec<(usize, Date)> = if known.is_empty() {
        let texts: Vec<&str> = open.iter().map(|(i, ..)| documents[*i].text.as_str()).collect();
        let days: Vec<(i8, i8)> = open.iter().map(|(_, m, d)| (*m, *d)).collect();
        open.iter().map(|x| x.0).zip(alone(&days, &texts, until).unwrap_or_default()).collect()
    } else {
        let nearest = |m: i8, d: i8| {
            let years = known.iter().flat_map(|k| [k.year() - 1, k.year(), k.year() + 1]);
            let dates = years.filter_map(|y| Date::new(y, m, d).ok());
            let fits = |x: &Date| until.is_none_or(|u| *x <= u.last());
            let far = |x: &Date| known.iter().map(|k| days_between(*k, *x).abs()).min();
            dates.filter(fits).min_by_key(|x| (far(x), *x))
        };
        open.iter().filter_map(|(i, m, d)| Some((*i, nearest(*m, *d)?))).collect()
    };
    let undated = open.len() - dates.len();
    for (i, date) in dates {
        documents[i].published = Published { when: Some(When::day(date)), instant: None, basis: Basis::Estimated };
    }
    undated
}

/// Dates for documents of which none has a year: they follow one another within a year, the longest pause lies before the first.
fn alone(days: &[(i8, i8)], texts: &[&str], until: Option<When>) -> Option<Vec<Date>> {
    // how much more the best year must have for it than the next best
    const CLEAR: f64 = 0.5;
    let dated = |newest: i16| -> Option<Vec<Date>> {
        let place = |d: &(i8, i8)| i32::from(d.0) * 31 + i32::from(d.1);
        let mut order: Vec<i32> = days.iter().map(place).collect();
        order.sort_unstable();
        let pause = |k: usize| (order[k] - order[(k + order.len() - 1) % order.len()]).rem_euclid(12 * 31);
        let first = (0..order.len()).max_by_key(|k| (pause(*k), *k == 0)).map(|k| order[k])?;
        days.iter()
            .map(|d| Date::new(if place(d) < first || order[0] == first { newest } else { newest - 1 }, d.0, d.1).ok())
            .collect()
    };
    if let Some(until) = until {
        let fits = |y: &i16| dated(*y).is_some_and(|all| all.iter().all(|d| *d <= until.last()));
        return (0..3).map(|back| until.year - back).find(fits).and_then(dated);
    }
    let named = last_year(texts.iter().flat_map(|t| years_named(t)).collect())?;
    let worth = |y: i16| -> Option<f64> {
        let all = dated(y)?;
        let weekdays: f64 = all.iter().zip(texts).map(|(d, t)| weekdays_fit(*d, t)).sum();
        // a text speaks rather of years gone by than of those to come, and of the last few
        let distance = if y < named { 1.5 } else { 0.2 * f64::from(y - named) };
        Some(weekdays - distance)
    };
    let mut years: Vec<(f64, i16)> = (named - 1..=named + 5).filter_map(|y| Some((worth(y)?, y))).collect();
    years.sort_by(|a, b| b.0.total_cmp(&a.0));
    let clear = years.get(1).zip(years.first()).is_none_or(|(next, best)| best.0 - next.0 >= CLEAR);
    years.first().filter(|_| clear).and_then(|(_, y)| dated(*y))
}

/// The newest of some years; "bonds of 2043" are far from all others.
fn last_year(mut years: Vec<i16>) -> Option<i16> {
    years.sort_unstable();
    years.dedup();
    while let [.., next, last] = years[..]
        && last - next > 5
    {
        years.pop();
    }
    years.pop()
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |s| s.get_days())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Years that a text names, but for those to come: "by 2029", "bonds maturing in 2036". A text that speaks of long ago alone does not
/// say when it was written.
fn years_named(text: &str) -> Vec<i16> {
    const RECENT: std::ops::Range<i16> = 2015..2100;
    const TO_COME: [&str; 12] =
        ["by", "until", "till", "through", "from", "for", "to", "due", "maturity", "maturing", "bonds", "expires"];
    let words: Vec<String> = words(text).map(str::to_lowercase).collect();
    let to_come = |at: usize| words[at.saturating_sub(3)..at].iter().any(|w| TO_COME.contains(&w.as_str()));
    let found = words.iter().enumerate().filter(|(at, _)| !to_come(*at)).filter_map(|(_, w)| year(w));
    found.filter(|y| RECENT.contains(y)).collect()
}

/// How well a day of publication agrees with the weekdays of a report: it names that of the day itself or of the day before,
/// rarely one of three days ago; and "Tuesday, March 18" must be one.
fn weekdays_fit(published: Date, text: &str) -> f64 {
    let words: Vec<String> = words(text).map(str::to_lowercase).collect();
    let mut sum = 0.0;
    let mut seen = 0u8;
    for (at, w) in words.iter().enumerate().filter(|(_, w)| w.len() > 5) {
        let Some(named) = weekday(w) else { continue };
        let before = at.checked_sub(1).map_or("", |i| words[i].as_str());
        if let Some((None, m, d)) = words.get(at + 1..at + 3).and_then(month_and_day) {
            let exact = Date::new(published.year(), m, d).is_ok_and(|x| x.weekday().to_monday_zero_offset() == named);
            sum += if exact { 3.0 } else { -3.0 };
            continue;
        }
        let often = ["last", "next", "every", "since", "until", "each"].contains(&before);
        if often || seen & (1 << named) != 0 {
            continue;
        }
        let lead = if seen == 0 { 1.5 } else { 1.0 };
        seen |= 1 << named;
        let ago = (published.weekday().to_monday_zero_offset() - named).rem_euclid(7);
        sum += lead
            * match ago {
                0 => 1.0,
                1 => 0.6,
                6 => 0.5,
                2 => 0.3,
                5 => 0.3,
                _ => 0.0,
            };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> (Option<String>, Option<String>) {
        let mut d = Document::new("a", text);
        apply(&mut d);
        (d.published.when.map(|w| w.to_string()), d.outlet)
    }

    fn together(texts: &[&str], until: Option<&str>) -> Vec<Option<String>> {
        let mut documents: Vec<Document> = texts.iter().map(|t| Document::new("a", *t)).collect();
        documents.iter_mut().for_each(apply);
        let undated = date_together(&mut documents, until.map(|u| u.parse().unwrap()));
        assert_eq!(undated, documents.iter().filter(|d| d.published.is_unknown()).count());
        documents.iter().map(|d| d.published.when.map(|w| w.to_string())).collect()
    }

    #[test]
    fn a_dateline_gives_day_and_outlet() {
        let both = |day: &str, outlet: &str| (Some(day.to_string()), Some(outlet.to_string()));
        assert_eq!(
            taken("Teams meet\n\nPORT LOUIS, 6 January 2026 (Island Wire) - The teams met again on Tuesday."),
            both("2026-01-06", "Island Wire")
        );
        assert_eq!(
            taken("MINSK, Sept. 9, 2025 (Northern Press, state news agency) — The president spoke of it again."),
            both("2025-09-09", "Northern Press, state news agency")
        );
        for (inside, outlet) in [
            ("Press release, Ministry of Trade and Fisheries", Some("Ministry of Trade and Fisheries")),
            ("Text distributed by the Harbour Wire", Some("Harbour Wire")),
            ("Transcript, circulated by Lake Service", Some("Lake Service")),
            ("Press release", None),
        ] {
            let text = format!("OSLO, 11 December 2026 ({inside}) - The two sides signed the record today.");
            assert_eq!(taken(&text).1.as_deref(), outlet, "{inside}");
        }
        assert_eq!(taken("MINSK, Sept. 9 (This version adds a comment) - The president spoke of it."), (None, None));
        assert_eq!(taken("The talks of 9 September 2025 - long awaited - were cut short again."), (None, None));
    }

    #[test]
    fn a_line_under_the_headline_gives_day_and_outlet() {
        let under = |line: &str| taken(&format!("Teams meet again\n\n{line}\n\nThe teams met again on Tuesday."));
        let both = |day: &str, outlet: &str| (Some(day.to_string()), Some(outlet.to_string()));
        assert_eq!(
            under("The Evening Harbour (Tromsø), English pages, Tuesday 5 May 2026"),
            both("2026-05-05", "The Evening Harbour")
        );
        assert_eq!(under("North Desk - 27 August 2026"), both("2026-08-27", "North Desk"));
        assert_eq!(under("By Ann Lee, 27 August 2026"), (Some("2026-08-27".into()), None));
        assert_eq!(under("Tuesday, 5 May 2026"), (Some("2026-05-05".into()), None));
        for other in [
            "The teams, which had met on 5 May 2026, met again.",
            "Background: the treaty of 3 May 1999",
            "Photo: the signing ceremony, held 12 June 2018",
            "Lake pact, signed 3 May 1999",
        ] {
            assert_eq!(under(other), (None, None), "{other}");
        }
    }

    #[test]
    fn what_the_source_states_stays() {
        let mut d = Document::new("a", "MINSK, 9 September 2025 (Wire) - The president spoke of it again.");
        d.outlet = Some("Gazette".into());
        d.published = crate::published::parse("2025-09-10", Basis::Stated).unwrap();
        let before = d.clone();
        apply(&mut d);
        assert_eq!(d, before);
    }

    #[test]
    fn a_dateline_without_a_year_is_dated_by_weekdays_after_the_years_that_the_texts_name() {
        // 18 March and 2 April 2025 were a Tuesday and a Wednesday
        let first =
            "LUANDA, March 18 (Wire) - They met on Tuesday, for the first time since 2024, and go on on Wednesday.";
        let second = "GOMA, April 2 (Wire) - He accused them on Wednesday of shelling a village; it began on Tuesday.";
        assert_eq!(together(&[first, second], None), [Some("2025-03-18".into()), Some("2025-04-02".into())]);
        let bonds = "GOMA, April 2 (Wire) - He asked on Wednesday for relief on bonds of 2043, as in 2024.";
        assert_eq!(together(&[bonds], None), [Some("2025-04-02".into())]);
        let bare = "GOMA, April 2 (Wire) - He accused them again of shelling a village.";
        assert_eq!(together(&[bare], None), [None]);
    }

    #[test]
    fn documents_beside_it_or_the_day_of_the_brief_give_the_year() {
        let dated = "PARIS, 4 January 2026 (Wire) - The ministers will meet again.";
        let open = "PARIS, December 28 (Wire) - The ministers met again.";
        assert_eq!(together(&[open, dated], None), [Some("2025-12-28".into()), Some("2026-01-04".into())]);
        assert_eq!(together(&[open], Some("2026-02-01")), [Some("2025-12-28".into())]);
        let next = "PARIS, January 12 (Wire) - The ministers met once more.";
        assert_eq!(together(&[next, open], Some("2026-02-01")), [Some("2026-01-12".into()), Some("2025-12-28".into())]);
    }
}
