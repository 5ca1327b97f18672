//! Days on pages: what meta tags and linked data state, what visible lines show in the languages of the news, and what
//! an address holds. Never more exact than written, never later than the page was fetched, never "now".

use super::days::find;
use super::furniture::named;
use super::linked::Linked;
use super::prose::{Children, Step, short, walk};
use super::{Origin, facts::Tags};
use crate::published;
use dom_query::{Document as Tree, NodeRef};
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
