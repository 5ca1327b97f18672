//! What a page says of itself: meta tags, linked data, microdata, and the lines that show headline and author.

use super::linked::Linked;
use super::prose::short;
use super::{Origin, Page, dates, furniture};
use dom_query::{Document as Tree, NodeRef};

/// Name, in lower case, and content of each meta tag, in the order of the page.
pub(crate) struct Tags {
    tags: Vec<(String, String)>,
}

/// Languages of which it is known that they write the day first, by the first letters of the tag; plain `en` may mean
/// either.
const DAY_FIRST: [&str; 21] = [
    "en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "pl", "cs",
    "tr", "ar", "he", "fa", "el",
];

impl Tags {
    pub(crate) fn of(page: &Tree) -> Tags {
        let mut tags = Vec::new();
        for node in page.select("meta[content]").nodes() {
            let content = clean(&node.attr("content").unwrap_or_default());
            for key in ["property", "name", "itemprop", "http-equiv"] {
                // dates in microdata are of the thing in whose scope they stand: `dates` looks at that
                if let Some(name) =
                    node.attr(key).filter(|n| !(content.is_empty() || key == "itemprop" && n.starts_with("date")))
                {
                    tags.push((name.trim().to_ascii_lowercase(), content.clone()));
                }
            }
        }
        Tags { tags }
    }

    /// What the page says that it is about.
    pub(crate) fn summary(&self) -> Option<String> {
        self.first(&["og:description", "description", "twitter:description"])
    }

    /// The first content of the first of these names that there is.
    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).into_iter().next()
    }

    /// All contents of these names, in the order of the names.
    pub(crate) fn all(&self, names: &[&str]) -> Vec<String> {
        names.iter().flat_map(|n| self.tags.iter().filter(move |t| t.0 == *n)).map(|t| t.1.clone()).collect()
    }
}

/// Does a language write the day before the month?
fn day_first(tag: &str) -> Option<bool> {
    let tag = tag.to_lowercase().replace('_', "-");
    match tag.as_str() {
        "en-us" => Some(false),
        _ => DAY_FIRST.iter().any(|l| tag == *l || tag.starts_with(&format!("{l}-"))).then_some(true),
    }
}

/// All facts of a page; its text is left empty.
pub(crate) fn facts(page: &Tree, tags: &Tags, linked: &Linked, origin: Origin<'_>) -> Page {
    let attribute = |selector: &str, name: &str| {
        let value = page.select_single(selector).attr(name)?.trim().to_string();
        (!value.is_empty()).then_some(value)
    };
    let language = attribute("html", "lang")
        .or_else(|| attribute("html", "xml:lang"))
        .or_else(|| tags.first(&["og:locale", "content-language", "language", "dc.language", "inlanguage"]))
        .or_else(|| linked.language.clone());
    let absolute = |u: &String| u.starts_with("http://") || u.starts_with("https://");
    let address = attribute("link[rel=canonical]", "href")
        .filter(absolute)
        .or_else(|| tags.first(&["og:url"]).filter(absolute))
        .or_else(|| linked.address.clone().filter(absolute))
        .or_else(|| origin.address.map(str::to_string));
    let site = tags
        .first(&["og:site_name"])
        .or_else(|| linked.publisher.clone())
        .or_else(|| tags.first(&["application-name", "dc.publisher", "twitter:site"]))
        .map(|s| s.trim_start_matches('@').to_string());
    // the address under which it was fetched tells as much as the canonical one
    let both = [address.as_deref(), origin.address];
    let dated = both.into_iter().flatten().find(|a| crate::published::in_address(a).is_some());
    let dates = dates::dates(page, tags, linked, language.as_deref().and_then(day_first), dated, origin);
    Page {
        title: title(page, tags, linked, site.as_deref()),
        author: author(page, tags, linked, site.as_deref()),
        site,
        address,
        language,
        published: dates.published,
        modified: dates.modified,
        refused_date: dates.refused,
        ..Page::default()
    }
}

/// One line with single spaces, and entities that were escaped twice put right.
fn clean(words: &str) -> String {
    let words = if words.contains('&') { Tree::fragment(words).text().to_string() } else { words.to_string() };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(page: &Tree, tags: &Tags, linked: &Linked, site: Option<&str>) -> Option<String> {
    let headings = |names: &str| -> Vec<String> {
        page.select(names)
            .nodes()
            .iter()
            .filter_map(|n| short(n, 1000))
            .map(|t| clean(&t))
            .filter(|t| !t.is_empty())
            .collect()
    };
    let head = clean(&page.select_single("title").text());
    let meta = tags.first(&["og:title", "dc.title", "dcterm.title", "twitter:title", "parsely-title", "title"]);
    let bare = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let named: Vec<String> =
        meta.iter().chain(&linked.headline).chain(std::iter::once(&head)).map(|s| bare(s)).collect();
    let site_bare = site.map(bare);
    // the headline on the page is the longest heading that head and linked data repeat
    let repeated = headings("h1, h2, h3").into_iter().filter(|h| {
        let h = bare(h);
        h.chars().count() >= 6 && Some(&h) != site_bare.as_ref() && named.iter().any(|n| n.contains(&h))
    });
    let repeated = repeated.max_by_key(|h| h.chars().count());
    let shown = headings("h1");
    let only = if shown.len() == 1 { shown.first().filter(|h| h.chars().count() >= 15) } else { None };
    repeated
        .or_else(|| linked.headline.as_deref().map(clean))
        .or_else(|| meta.map(|m| without_site(&m, site)))
        .or_else(|| only.cloned())
        .or_else(|| Some(without_site(&head, site)))
        .filter(|t| !t.is_empty())
}

/// "Talks resume - Sample Gazette" without the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    const SIGNS: &[&str] = &[" | ", " - ", " – ", " — ", " » ", " :: ", " · "];
    let cut = SIGNS.iter().filter_map(|s| Some((title.rfind(s)?, s.len()))).max();
    let Some((at, sign)) = cut else { return title.to_string() };
    let (front, back) = (&title[..at], &title[at + sign..]);
    let same = |a: &str, b: &str| {
        let bare = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let (a, b) = (bare(a), bare(b));
        !a.is_empty() && (a == b || a.contains(&b) || b.contains(&a))
    };
    let known = site.is_some_and(|s| same(s, back));
    let long = front.split_whitespace().count() >= 4 && back.split_whitespace().count() <= 4;
    if known || long { front.trim().to_string() } else { title.to_string() }
}

fn author(page: &Tree, tags: &Tags, linked: &Linked, site: Option<&str>) -> Option<String> {
    // a site that signs its own articles names nobody; it counts where nobody else is named
    let is_site = |n: &String| site.is_some_and(|s| s.eq_ignore_ascii_case(n));
    let of = |names: &[String]| {
        let mut out: Vec<String> = Vec::new();
        for name in names.iter().filter_map(|n| person(n)).filter(|n| !is_site(n)) {
            if !out.iter().any(|o| o.contains(&name)) {
                out.push(name);
            }
        }
        (!out.is_empty()).then(|| out.join(", "))
    };
    let meta = tags.all(&[
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
    ]);
    of(&linked.authors)
        .or_else(|| of(&meta))
        .or_else(|| of(&shown(page, "[rel~=author], [itemprop~=author] [itemprop~=name], [itemprop~=author]")))
        .or_else(|| {
            of(&shown(
                page,
                "[class*=author], [class*=Author], [class*=byline], [class*=Byline], [id*=author], [id*=byline]",
            ))
        })
        .or_else(|| linked.authors.iter().chain(&meta).find(|n| is_site(n)).cloned())
}

/// The first short line among some elements that are not in comments or related matter.
fn shown(page: &Tree, selector: &str) -> Vec<String> {
    let fits = |n: &&NodeRef| {
        short(n, 400).is_some_and(|t| (3..=80).contains(&t.chars().count()))
            && !std::iter::once(**n).chain(n.ancestors_it(Some(10))).any(|a| {
                let name = furniture::named(&a);
                ["-comment-", "-comments-", "-related-", "-sidebar-"].iter().any(|w| name.contains(w))
            })
    };
    page.select(selector).nodes().iter().filter(fits).map(|n| clean(&n.text())).take(1).collect()
}

/// A name without what stands around it; none where it is an address or no name at all.
fn person(words: &str) -> Option<String> {
    let words = clean(words);
    let mut name = words.as_str();
    for lead in [
        "written by ",
        "by: ",
        "by ",
        "von: ",
        "von ",
        "par ",
        "por ",
        "posted by ",
        "author: ",
        "autor: ",
        "text: ",
        "текст: ",
    ] {
        if name.get(..lead.len()).is_some_and(|l| l.eq_ignore_ascii_case(lead)) {
            name = name[lead.len()..].trim();
        }
    }
    let name = name
        .trim_matches(|c: char| matches!(c, ',' | '|' | '-' | '–' | ':') || c == '·' || c == '•' || c.is_whitespace());
    let nobody =
        ["admin", "administrator", "webmaster", "root", "editor", "staff"].iter().any(|n| name.eq_ignore_ascii_case(n));
    let odd =
        nobody || name.contains("://") || name.starts_with('@') || name.contains("www.") || name.chars().count() > 120;
    (name.chars().any(char::is_alphabetic) && !odd).then(|| name.to_string())
}
