//! JSON Feed 1.0 and 1.1.

use super::{Entry, Feed, Format, NotAFeed, address, dates, line};
use crate::clean;
use serde_json::Value;
use url::Url;

pub(super) fn parse(text: &str, base: Option<&Url>) -> Result<Feed, NotAFeed> {
    let value = whole(text).or_else(|| cut_off(text)).ok_or(NotAFeed::Other)?;
    let known = value.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org"));
    let items = value.get("items").and_then(Value::as_array).filter(|_| known || value.get("title").is_some());
    let items = items.ok_or(NotAFeed::Other)?;
    let link = words(&value, "home_page_url").and_then(|l| address(&l, base));
    Ok(Feed {
        format: Format::Json,
        title: words(&value, "title").and_then(|t| line(&t, clean::is_markup(&t))),
        link,
        language: words(&value, "language"),
        entries: items.iter().map(|i| entry(i, base)).collect(),
        ..Feed::default()
    })
}

fn entry(item: &Value, base: Option<&Url>) -> Entry {
    let html = words(item, "content_html").map(|h| clean::text(&h)).filter(|t| !t.is_empty());
    let text = html.or_else(|| words(item, "content_text"));
    let author = item.pointer("/authors/0/name").or_else(|| item.pointer("/author/name")).and_then(Value::as_str);
    let date = |key: &str| words(item, key).and_then(|d| dates::parse(&d));
    Entry {
        id: words(item, "id"),
        link: words(item, "url").or_else(|| words(item, "external_url")).and_then(|l| address(&l, base)),
        title: words(item, "title").and_then(|t| line(&t, clean::is_markup(&t))),
        summary: words(item, "summary").map(|s| if clean::is_markup(&s) { clean::text(&s) } else { s }),
        content: text,
        author: author.and_then(|a| line(a, false)),
        language: words(item, "language"),
        published: date("date_published"),
        modified: date("date_modified"),
    }
}

/// A text, or a number where a text should be.
fn words(value: &Value, key: &str) -> Option<String> {
    let text = match value.get(key)? {
        Value::String(s) => s.trim().to_string(),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn whole(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The items that are whole in a feed that breaks off.
fn cut_off(text: &str) -> Option<Value> {
    text.rmatch_indices('}').take(200).find_map(|(at, _)| whole(&format!("{}]}}", &text[..=at])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Talks", "home_page_url": "/",
        "items": [{"id": 7, "url": "/7", "content_html": "<p>They met.<script>x()</script></p>"},
                  {"id": "8", "title": "Again", "date_published": "2031-05-02T10:00:00+02:00"}]}"#;

    #[test]
    fn items_have_text_address_and_date() {
        let base = Url::parse("https://news.example.org/feed.json").unwrap();
        let feed = parse(FEED, Some(&base)).unwrap();
        assert_eq!(feed.link.as_deref(), Some("https://news.example.org/"));
        let first = &feed.entries[0];
        assert_eq!((first.id.as_deref(), first.link.as_deref()), (Some("7"), Some("https://news.example.org/7")));
        assert_eq!(first.text(), Some("They met."));
        assert_eq!(feed.entries[1].published.as_ref().unwrap().instant.as_deref(), Some("2031-05-02T08:00:00Z"));
    }

    #[test]
    fn of_a_feed_that_breaks_off_the_whole_items_are_kept() {
        let feed = parse(&FEED[..FEED.len() - 60], None).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(parse("{\"a\": 1}", None), Err(NotAFeed::Other));
        assert_eq!(parse("{", None), Err(NotAFeed::Other));
    }
}
