//! JSON-LD: what a page's scripts of linked data say of the article.

use dom_query::Document as Tree;
use serde_json::Value;
use std::collections::BTreeMap;

/// Facts of the page's article, in the words of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linked {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub address: Option<String>,
    /// The text itself, which some pages give.
    pub body: Option<String>,
    /// `isAccessibleForFree` is false.
    pub paid: bool,
}

/// Types of things that are an article, by the end of their name: `NewsArticle`, `BlogPosting`.
const ARTICLES: &[&str] = &["Article", "Posting", "Report", "Review"];

/// Look through the page's JSON-LD; facts of articles go before those of other things (a web page, a video).
pub(crate) fn linked(page: &Tree) -> Linked {
    let values: Vec<Value> = page
        .select("script[type='application/ld+json']")
        .nodes()
        .iter()
        .filter_map(|node| parse(&node.text()))
        .collect();
    let mut things: Vec<&Value> = Vec::new();
    for value in &values {
        gather(value, &mut things, 0);
    }
    let by_id: BTreeMap<&str, &Value> = things
        .iter()
        .filter_map(|t| Some((t.get("@id")?.as_str()?, *t)))
        .filter(|(_, t)| t.get("name").is_some())
        .collect();
    let (articles, others): (Vec<&Value>, Vec<&Value>) = things.iter().partition(|t| is_a(t, ARTICLES));
    let pages = others.into_iter().filter(|t| is_a(t, &["WebPage", "CreativeWork"]));
    let mut found = Linked::default();
    for thing in articles.into_iter().chain(pages) {
        let text = |key: &str| thing.get(key).and_then(words);
        let put = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        put(&mut found.headline, text("headline"));
        put(&mut found.published, text("datePublished"));
        put(&mut found.modified, text("dateModified"));
        put(&mut found.language, text("inLanguage"));
        put(&mut found.body, text("articleBody"));
        put(&mut found.address, text("url").or_else(|| thing.get("mainEntityOfPage").and_then(address)));
        put(&mut found.publisher, thing.get("publisher").and_then(|p| names(p, &by_id).into_iter().next()));
        if found.authors.is_empty() {
            found.authors =
                thing.get("author").or_else(|| thing.get("creator")).map_or(Vec::new(), |a| names(a, &by_id));
        }
        found.paid |= thing.get("isAccessibleForFree").is_some_and(|v| match v {
            Value::Bool(free) => !free,
            Value::String(s) => s.eq_ignore_ascii_case("false"),
            _ => false,
        });
    }
    found
}

/// JSON as pages write it: in CDATA, in comment marks, with raw line ends inside strings.
fn parse(script: &str) -> Option<Value> {
    let text = script.replace("<![CDATA[", "").replace("]]>", "");
    let json = text.trim_start_matches(|c| !matches!(c, '{' | '[')).trim_end_matches(|c| !matches!(c, '}' | ']'));
    serde_json::from_str(json).or_else(|_| serde_json::from_str(&json.replace(['\n', '\r', '\t'], " "))).ok()
}

/// All things: those of lists and graphs, and what an article stands in.
fn gather<'a>(value: &'a Value, out: &mut Vec<&'a Value>, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| gather(v, out, depth + 1)),
        Value::Object(map) => {
            out.push(value);
            for key in ["@graph", "mainEntity", "author", "publisher"] {
                if let Some(inner) = map.get(key) {
                    gather(inner, out, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn is_a(thing: &Value, ends: &[&str]) -> bool {
    let fits = |name: &Value| name.as_str().is_some_and(|n| ends.iter().any(|e| n.ends_with(e)));
    match thing.get("@type") {
        Some(Value::Array(list)) => list.iter().any(fits),
        Some(name) => fits(name),
        None => false,
    }
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => s.trim(),
        Value::Array(list) => return list.first().and_then(words),
        Value::Object(o) => return o.get("name").and_then(words),
        _ => return None,
    };
    (!text.is_empty()).then(|| text.to_string())
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_string()),
        _ => value.get("@id").and_then(Value::as_str).map(|s| s.trim().to_string()),
    }
}

/// Names of one or several persons or bodies, given in place or by reference.
fn names(value: &Value, by_id: &BTreeMap<&str, &Value>) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(|v| names(v, by_id)).collect(),
        Value::Object(o) => {
            let named = value.get("name").or_else(|| by_id.get(o.get("@id")?.as_str()?)?.get("name"));
            match named {
                Some(Value::Array(list)) => list.iter().filter_map(words).collect(),
                Some(name) => words(name).into_iter().collect(),
                None => Vec::new(),
            }
        }
        _ => words(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Linked {
        linked(&Tree::from(format!("<head><script type=\"application/ld+json\">{json}</script></head>")))
    }

    #[test]
    fn an_article_goes_before_the_page_that_holds_it() {
        let found = of(r##"{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01", "inLanguage": "en"},
            {"@type": "Person", "@id": "#p", "name": "Ada Example"},
            {"@type": ["NewsArticle"], "headline": "Talks", "datePublished": "2026-02-06", "author": {"@id": "#p"},
             "publisher": {"name": "Sample Gazette"}, "isAccessibleForFree": "False"}]}"##);
        assert_eq!(found.published.as_deref(), Some("2026-02-06"));
        assert_eq!((found.headline.as_deref(), found.language.as_deref()), (Some("Talks"), Some("en")));
        assert_eq!(
            (found.authors, found.publisher.as_deref()),
            (vec!["Ada Example".to_string()], Some("Sample Gazette"))
        );
        assert!(found.paid);
    }

    #[test]
    fn broken_json_says_nothing() {
        assert_eq!(of("{\"@type\": \"Article\", "), Linked::default());
        assert_eq!(
            of("/*<![CDATA[*/{\"@type\":\"Article\",\"headline\":\"A\nB\"}/*]]>*/").headline.as_deref(),
            Some("A B")
        );
    }
}
