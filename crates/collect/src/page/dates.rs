//! Days on pages: what meta tags and linked data state, what visible lines show in the languages of the news, and what
//! an address holds. Never more exact than written, never later than the page was fetched, never "now".

use super::furniture::named;
use super::linked::Linked;
use super::prose::{Children, Step, short, walk};
use super::{Origin, facts::Tags};
use crate::published;
use dom_query::{Document as Tree, NodeRef};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rapporteur_types::When;
use rapporteur_types::document::{Basis, Published};

/// The two dates of a page, and what it gives as the first but cannot be taken.
#[derive(Default)]
pub(crate) struct Dates {
    pub published: Published,
    pub modified: Published,
    pub refused: Option<String>,
}

/// Names of meta tags that give the day of publication, most trusted first; linked data come behind the first three.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "pub_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publication-date",
    "published_time",
    "article.published",
    "article:published",
    "citation_publication_date",
    "originalpublicationdate",
    "datecreated",
    "date",
];

/// Names of meta tags that give the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "updated_time",
];

/// Words of class or id of what shows the day.
const SHOWN: &[&str] = &[
    "date",
    "dates",
    "published",
    "publish",
    "pubdate",
    "posted",
    "post-date",
    "entry-date",
    "timestamp",
    "datetime",
    "dateline",
    "datum",
    "fecha",
    "byline",
    "meta",
    "postmeta",
    "info",
    "time",
];

/// Words of class or id of parts that show days of other things.
const ELSEWHERE: &[&str] = &[
    "comment",
    "comments",
    "related",
    "recommended",
    "sidebar",
    "teaser",
    "teasers",
    "widget",
    "popular",
    "trending",
    "latest",
    "recent",
    "footer",
    "nav",
    "menu",
    "archive",
    "calendar",
    "copyright",
    "most-read",
    "more",
    "ticker",
    "list",
];

/// Both dates of a page.
pub(crate) fn dates(
    page: &Tree,
    tags: &Tags,
    linked: &Linked,
    day_first: Option<bool>,
    address: Option<&str>,
    origin: Origin<'_>,
) -> Dates {
    let reader = Reader { day_first, until: origin.retrieved };
    let mut refused = None;
    let mut stated = tags.all(&PUBLISHED[..3]);
    stated.extend(linked.published.clone());
    stated.extend(marked(page, "datepublished"));
    stated.extend(tags.all(&PUBLISHED[3..]));
    let mut published = reader.first(&stated, &mut refused);
    if published.when.is_none() {
        published = reader.first(&shown(page, &reader), &mut refused);
    }
    let mut changed = tags.all(MODIFIED);
    changed.extend(linked.modified.clone());
    changed.extend(marked(page, "datemodified"));
    let modified = reader.first(&changed, &mut None);
    if published.when.is_none() {
        // many addresses hold the day; a page that was changed is not younger than that: good guesses, marked as such
        let guess = address.and_then(published::in_address).filter(|w| reader.allows(*w, None)).or(modified.when);
        published = Published { when: guess, instant: None, basis: Basis::Estimated };
        if guess.is_none() {
            published = Published::default();
        }
    } else {
        refused = None;
    }
    Dates { published, modified, refused }
}

/// How a page's dates are read.
struct Reader {
    /// Is 5/6/2026 the fifth of June? None where it may be either.
    day_first: Option<bool>,
    /// No date can be later.
    until: Option<Timestamp>,
}

impl Reader {
    /// The first of some dates that can be read and can be right; notes the first that cannot.
    fn first(&self, given: &[String], refused: &mut Option<String>) -> Published {
        for words in given {
            match self.read(words) {
                Some(published) => return published,
                None => _ = refused.get_or_insert_with(|| words.clone()),
            }
        }
        Published::default()
    }

    fn read(&self, words: &str) -> Option<Published> {
        let stated = published::parse(words, Basis::Stated).or_else(|| epoch(words)).or_else(|| {
            let (when, _) = find(words, self.day_first)?;
            Some(Published { when: Some(when), instant: None, basis: Basis::Stated })
        })?;
        let when = stated.when?;
        let instant = stated.instant.as_deref().and_then(|i| i.parse::<Timestamp>().ok());
        // the web is not older; software writes 1970 and 0001 where it knows nothing
        (when.year >= 1990 && self.allows(when, instant)).then_some(stated)
    }

    fn allows(&self, when: When, instant: Option<Timestamp>) -> bool {
        // clocks differ, and the day begins up to fourteen hours before Greenwich
        let Some(latest) = self.until.and_then(|t| t.checked_add(Span::new().hours(14)).ok()) else { return true };
        match instant {
            Some(instant) => instant <= latest,
            None => when.first() <= latest.to_zoned(jiff::tz::TimeZone::UTC).date(),
        }
    }
}

/// Seconds or milliseconds since 1970, as some meta tags have it.
fn epoch(words: &str) -> Option<Published> {
    let digits = words.trim();
    let number: i64 = digits.parse().ok().filter(|_| matches!(digits.len(), 10 | 13))?;
    let stamp =
        if digits.len() == 13 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) }.ok()?;
    let day = stamp.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(Published { when: Some(When::day(day)), instant: Some(stamp.to_string()), basis: Basis::Stated })
}

/// Values of elements with an `itemprop` that are of the article or of nothing in particular: pictures have dates, too.
fn marked(page: &Tree, property: &str) -> Vec<String> {
    let nodes = page.select("[itemprop]");
    let has = |n: &&NodeRef| {
        n.attr("itemprop").is_some_and(|p| p.split_whitespace().any(|w| w.eq_ignore_ascii_case(property)))
            && of_article(n)
    };
    nodes.nodes().iter().filter(has).map(value).filter(|v| !v.is_empty()).take(3).collect()
}

fn of_article(node: &NodeRef) -> bool {
    let scope = node.ancestors_it(Some(30)).find(|a| a.has_attr("itemscope"));
    let kind = scope.and_then(|s| s.attr("itemtype"));
    kind.is_none_or(|k| {
        ["Article", "Posting", "Report", "Page", "Work"].iter().any(|e| k.trim_end_matches('/').ends_with(e))
    })
}

fn value(node: &NodeRef) -> String {
    let attribute = node.attr("datetime").or_else(|| node.attr("content")).filter(|v| !v.trim().is_empty());
    attribute.map_or_else(|| words(node), |v| v.trim().to_string())
}

fn words(node: &NodeRef) -> String {
    if node.is_text() {
        return node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    short(node, 600).unwrap_or_default()
}

/// Visible dates, most trusted first: `time` elements, then lines of elements that are named after a date. Those of
/// other articles and of comments don't count, nor does what says that it is of a change.
fn shown(page: &Tree, reader: &Reader) -> Vec<String> {
    let mut times: Vec<(u8, String)> = Vec::new();
    for node in page.select("time").nodes().iter().filter(|n| !elsewhere(n)).take(20) {
        let name = named(node);
        let published = node.has_attr("pubdate")
            || ["published", "pubdate", "entry-date", "posted"].iter().any(|w| name.contains(&format!("-{w}-")));
        let changed =
            is_change(&words(node)) || ["updated", "modified"].iter().any(|w| name.contains(&format!("-{w}-")));
        times.push((
            if published {
                0
            } else if changed {
                2
            } else {
                1
            },
            value(node),
        ));
    }
    times.sort_by_key(|t| t.0);
    let mut out: Vec<String> =
        times.into_iter().filter(|t| t.0 < 2 && reader.read(&t.1).is_some()).map(|t| t.1).collect();
    out.extend(beside_headline(page, reader));
    for node in page.select("[class], [id]").nodes() {
        let name = named(node);
        if !SHOWN.iter().any(|w| name.contains(&format!("-{w}-"))) || elsewhere(node) {
            continue;
        }
        let Some(text) = short(node, 600) else { continue };
        if !is_change(&text) && text.chars().count() <= 200 && find(&text, reader.day_first).is_some() {
            out.push(text);
        }
    }
    out
}

/// How many lines around a headline are looked at.
const BESIDE: usize = 10;

/// The line nearest to a headline that is hardly more than a date.
fn beside_headline(page: &Tree, reader: &Reader) -> Option<String> {
    let (mut lines, mut headlines) = (Vec::new(), Vec::new());
    walk(page.root(), |step| match step {
        Step::Enter(node, _) if node.is_text() => {
            lines.extend(Some(words(node)).filter(|w| !w.is_empty()));
            Children::Skip
        }
        Step::Enter(node, _) => match node.node_name().as_deref() {
            Some("script" | "style" | "template") => Children::Skip,
            Some("h1") => {
                headlines.push(lines.len());
                Children::Visit
            }
            _ => Children::Visit,
        },
        Step::Leave(_) => Children::Visit,
    });
    let fits = |l: &&String| !is_change(l) && find(l, reader.day_first).is_some_and(|(_, rest)| rest <= 40);
    let near =
        |at: &usize| (1..=BESIDE).flat_map(|d| [at.checked_add(d), at.checked_sub(d)]).flatten().collect::<Vec<_>>();
    headlines.iter().flat_map(near).filter_map(|i| lines.get(i)).find(fits).cloned()
}

/// "Updated 3 March"
fn is_change(text: &str) -> bool {
    let text = text.to_lowercase();
    const CHANGED: &[&str] =
        &["updated", "modified", "aktualisiert", "mis à jour", "actualizado", "aggiornato", "обновлено"];
    const MADE: &[&str] = &["published", "posted", "veröffentlicht", "publié", "publicado"];
    CHANGED.iter().any(|w| text.contains(w)) && !MADE.iter().any(|w| text.contains(w))
}

fn elsewhere(node: &NodeRef) -> bool {
    std::iter::once(*node).chain(node.ancestors_it(Some(12))).any(|n| {
        let tag = n.node_name();
        if tag.as_deref().is_some_and(|t| matches!(t, "body" | "html" | "main")) {
            return false;
        }
        let name = named(&n);
        tag.as_deref().is_some_and(|t| matches!(t, "nav" | "aside" | "footer" | "li"))
            || ELSEWHERE.iter().any(|w| name.contains(&format!("-{w}-")))
    })
}

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

fn find(line: &str, day_first: Option<bool>) -> Option<(When, usize)> {
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
