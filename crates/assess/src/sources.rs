//! Documents as sources: in order of publication, with outlet, day and basis; and the as-of day.

use crate::stories::Told;
use crate::words::{any_of, lower};
use crate::{Coded, copies, stories};
use rapporteur_types::document::Basis;
use rapporteur_types::dossier::Source;
use rapporteur_types::knowledge::{Knowledge, OutletRow};
use rapporteur_types::when::MONTHS;
use rapporteur_types::{Claim, ClaimBody, Document, DocumentId, Modality, OutletKind, RemarkKind, When};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A document with what the dossier says of it as a source.
#[derive(Clone)]
pub(crate) struct Read<'a> {
    /// The document and its claims.
    pub coded: &'a Coded,
    /// As a source.
    pub source: Source,
}

/// All documents once, in order of publication, undated last; the same for any order of the input.
pub(crate) fn sources<'a>(input: &'a [Coded], knowledge: &Knowledge) -> Vec<Read<'a>> {
    let mut out = unsorted(input, knowledge);
    // one document handed in twice: the one that was read, and of these the one with more claims
    out.sort_by_key(|r| {
        (r.source.document.clone(), r.source.unread, Reverse(r.coded.claims.len()), r.source.name.clone())
    });
    out.dedup_by(|b, a| a.source.document == b.source.document);
    out.sort_by_key(|r| {
        let p = r.source.published;
        // whoever numbers files that have no day numbers them in order
        let name = p.is_none().then(|| r.source.name.clone());
        (p.is_none(), p.map(When::last), p, name, r.source.document.clone())
    });
    out
}

/// Documents as they come.
pub(crate) fn unsorted<'a>(input: &'a [Coded], knowledge: &Knowledge) -> Vec<Read<'a>> {
    input.iter().map(|coded| Read { coded, source: source(coded, knowledge) }).collect()
}

/// The newest day of publication: "now", where nobody gives another.
pub(crate) fn newest(sources: &[Read]) -> Option<When> {
    sources.iter().filter_map(|r| r.source.published).max_by_key(|w| (w.last(), w.first()))
}

fn source(coded: &Coded, knowledge: &Knowledge) -> Source {
    let d = &coded.document;
    let outlet = knowledge.outlets.iter().find(|o| publishes(o, d));
    let estimate =
        || coded.claims.iter().filter_map(|c| dated_by_its_own_words(d, c)).max_by_key(|w| (w.last(), w.first()));
    let published = d.published.when.or_else(|| head_date(&d.text)).or_else(estimate);
    Source {
        document: d.id.clone(),
        name: d.name.clone(),
        title: d.title.clone().or_else(|| first_line(&d.text)),
        outlet: d.outlet.clone().or_else(|| outlet.map(|o| o.name.clone())),
        kind: outlet.map_or_else(|| d.outlet.as_deref().map_or(OutletKind::Unknown, kind_by_words), |o| o.kind),
        country: outlet.and_then(|o| o.country.clone()),
        url: d.url.clone(),
        published,
        estimated: published.is_some() && (d.published.when.is_none() || d.published.basis != Basis::Stated),
        unread: coded.unread,
        partial: d.partial,
        copy_of: None,
        changed_in: None,
        story: 0,
    }
}

/// Say of documents in order of publication which are copies, which were changed later, and which tell one story.
pub(crate) fn relate(docs: &mut [Read<'_>]) {
    let texts: Vec<&str> = docs.iter().map(|r| r.coded.document.text.as_str()).collect();
    let originals = copies::originals(&texts);
    let told: Vec<Told> = docs.iter().zip(&originals).map(|(r, o)| told(r, *o)).collect();
    let stories = stories::stories(&told, stories::LIKE);
    let ids: Vec<DocumentId> = docs.iter().map(|r| r.source.document.clone()).collect();
    let changed = changed(docs);
    for (i, r) in docs.iter_mut().enumerate() {
        r.source.copy_of = (originals[i] != i).then(|| ids[originals[i]].clone());
        r.source.changed_in = changed[i].map(|j| ids[j].clone());
        r.source.story = stories[i];
    }
}

fn told<'a>(r: &Read<'a>, original: usize) -> Told<'a> {
    let claims = r.coded.claims.iter();
    Told {
        day: r.source.published.map(When::last),
        title: r.coded.document.title.as_deref().unwrap_or_default(),
        text: &r.coded.document.text,
        actors: claims.flat_map(Claim::actors).filter_map(|a| a.id()).map(|id| id.0.clone()).collect(),
        original,
    }
}

/// For each document the newest one of its article, where that is newer: same outlet, same address, another text. What
/// says nothing of when it was fetched or changed is not known to be newer.
fn changed(docs: &[Read<'_>]) -> Vec<Option<usize>> {
    let mut articles: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, r) in docs.iter().enumerate() {
        let d = &r.coded.document;
        if let Some(url) = &d.url {
            articles.entry((d.outlet.as_deref().unwrap_or_default(), url)).or_default().push(i);
        }
    }
    let age = |i: usize| {
        let d = &docs[i].coded.document;
        (d.retrieved.clone(), d.modified.instant.clone(), d.modified.when.map(When::last))
    };
    let mut out = vec![None; docs.len()];
    for list in articles.values().filter(|l| l.len() > 1) {
        let Some(newest) = list.iter().copied().max_by_key(|i| (age(*i), Reverse(*i))) else { continue };
        for i in list.iter().filter(|i| age(**i) < age(newest)) {
            out[*i] = Some(newest);
        }
    }
    out
}

fn publishes(row: &OutletRow, d: &Document) -> bool {
    let names = || std::iter::once(&row.name).chain(&row.aliases);
    match &d.outlet {
        Some(outlet) => {
            let outlet = outlet.trim();
            names().any(|n| n.eq_ignore_ascii_case(outlet))
        }
        None => {
            let host = d.url.as_deref().and_then(host);
            host.is_some_and(|h| names().any(|n| n.contains('.') && (h == *n || h.ends_with(&format!(".{n}")))))
        }
    }
}

/// What an outlet that no table knows says of itself: "Ministry of Foreign Affairs", "Horn Press, state news agency".
fn kind_by_words(outlet: &str) -> OutletKind {
    let words = lower(outlet);
    let press =
        any_of(&words, &["news", "agency", "media", "press", "television", "radio", "newspaper", "broadcaster"]);
    let owned = any_of(&words, &["state", "official", "government", "governmental", "owned", "run"]);
    let office = ["ministry", "presidency", "secretariat", "embassy", "cabinet", "government", "office"];
    match (press, owned) {
        (true, true) => OutletKind::StateMedia,
        (false, _) if any_of(&words, &office) => OutletKind::Official,
        _ => OutletKind::Unknown,
    }
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |x| x.1);
    rest.split(['/', '?', '#', ':']).next().filter(|h| h.contains('.')).map(str::to_lowercase)
}

/// The first line, where it is short enough to be a headline.
fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty())?;
    (line.chars().count() <= 140).then(|| line.to_string())
}

/// How many characters of a text are its head.
const HEAD: usize = 300;

/// The first full date in the head of a text: its dateline, or the day of what its first lines report.
fn head_date(text: &str) -> Option<When> {
    let head: String = text.chars().take(HEAD).collect();
    let words = lower(&head);
    let month = |w: &String| MONTHS.iter().position(|m| m == w || (w.len() >= 3 && m.starts_with(w.as_str())));
    let number = |w: &String| w.parse::<i16>().ok();
    words.windows(3).find_map(|w| {
        let (day, month) = match (month(&w[0]), month(&w[1])) {
            (Some(m), _) => (number(&w[1])?, m),
            (None, Some(m)) => (number(&w[0])?, m),
            _ => return None,
        };
        let year = number(&w[2]).filter(|y| (1900..2200).contains(y))?;
        let date = jiff::civil::Date::new(year, i8::try_from(month + 1).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(When::day(date))
    })
}

/// The day of something that happened, where the claim's own words give it, year and all: a text is not older than that. A month of long
/// ago dates no text.
fn dated_by_its_own_words(d: &Document, claim: &Claim) -> Option<When> {
    let happened = claim.modality.is_actual() || claim.modality == Modality::Hedged;
    if !happened || claim.inferred.iter().any(|i| i.field == "date") {
        return None;
    }
    let date = match &claim.body {
        ClaimBody::Event(e) => e.date,
        ClaimBody::Remark(r) => r.date.filter(|_| r.about != RemarkKind::NextRound),
        _ => None,
    };
    let year = |w: &When| claim.evidence.iter().any(|e| e.span.of(&d.text).contains(&w.year.to_string()));
    date.filter(|w| w.day.is_some() && year(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_that_no_table_knows_says_what_it_is() {
        for (outlet, kind) in [
            ("Ministry of Foreign Affairs of the Republic of Norland", OutletKind::Official),
            ("Office of the President", OutletKind::Official),
            ("Horn Press Service, state news agency", OutletKind::StateMedia),
            ("The State Journal", OutletKind::Unknown),
            ("Island Wire", OutletKind::Unknown),
        ] {
            assert_eq!(kind_by_words(outlet), kind, "{outlet}");
        }
    }

    #[test]
    fn a_text_is_dated_by_its_head_where_that_gives_a_full_date() {
        let date = |text: &str| head_date(text).map(When::words);
        assert_eq!(
            date("Ministers meet\n\nTBILISI, April 8, 2025 (Wire) - They met.").as_deref(),
            Some("8 April 2025")
        );
        assert_eq!(
            date("They opened talks on 4 Sept. 2024, with a deadline of 31 May 2025.").as_deref(),
            Some("4 September 2024")
        );
        assert_eq!(date("They met on Monday, May 4."), None);
    }
}
