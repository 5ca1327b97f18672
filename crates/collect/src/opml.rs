//! Lists of sources as other readers give and take them: OPML 2.0 and what went before it.

use crate::feed::markup::{self, Element};
use rapporteur_types::source::{SourceKind, SourceSpec};
use url::Url;

/// The sources of an OPML file, each once, however deep its folders are. None where it is no OPML.
pub fn import(text: &str) -> Option<Vec<SourceSpec>> {
    let root = markup::parse(text);
    let top = root.elements().find(|e| e.name == "opml")?;
    let mut found = Vec::new();
    gather(top, &mut found);
    Some(found)
}

fn gather(element: &Element, found: &mut Vec<SourceSpec>) {
    for e in element.elements() {
        if e.name == "outline" {
            let attribute = |name: &str| {
                let value =
                    e.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim().to_string());
                value.filter(|v| !v.is_empty())
            };
            let kind = match attribute("type").map(|t| t.to_ascii_lowercase()).as_deref() {
                Some("page") => SourceKind::Page,
                Some("sitemap") => SourceKind::Sitemap,
                _ => SourceKind::Feed,
            };
            let url = attribute("xmlUrl")
                .and_then(|u| Url::parse(&u).ok())
                .filter(|u| matches!(u.scheme(), "http" | "https"));
            if let Some(url) = url.filter(|u| !found.iter().any(|s| s.url == u.as_str())) {
                found.push(SourceSpec {
                    url: url.into(),
                    kind,
                    outlet: attribute("outlet"),
                    title: attribute("title").or_else(|| attribute("text")),
                });
            }
        }
        gather(e, found);
    }
}

/// Sources as OPML 2.0.
pub fn export<'a>(sources: impl IntoIterator<Item = &'a SourceSpec>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Sources of Rapporteur</title>\n  </head>\n  <body>\n",
    );
    for source in sources {
        let kind = if source.kind == SourceKind::Feed { "rss" } else { source.kind.label() };
        let title = source.title.as_deref().unwrap_or(&source.url);
        let mut outline =
            format!("    <outline type=\"{kind}\" text=\"{}\" xmlUrl=\"{}\"", escaped(title), escaped(&source.url));
        if let Some(outlet) = &source.outlet {
            outline.push_str(&format!(" outlet=\"{}\"", escaped(outlet)));
        }
        out.push_str(&(outline + "/>\n"));
    }
    out + "  </body>\n</opml>\n"
}

fn escaped(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_is_imported_again() {
        let spec = |url: &str, kind, outlet: Option<&str>, title: &str| SourceSpec {
            url: url.into(),
            kind,
            outlet: outlet.map(str::to_string),
            title: Some(title.into()),
        };
        let sources = [
            spec("https://a.example/rss?a=1&b=2", SourceKind::Feed, None, "Talks & \"more\" <1>"),
            spec("https://b.example/press", SourceKind::Page, Some("Ministry"), "Press"),
            spec("https://c.example/sitemap.xml", SourceKind::Sitemap, None, "C"),
        ];
        assert_eq!(import(&export(&sources)).unwrap(), sources);
    }

    #[test]
    fn folders_damage_and_what_is_no_web_address_are_no_hindrance() {
        let text = r#"<opml version="1.1"><body><outline text="Folder"><outline text="A" xmlurl="https://a.example/feed"/>
            <outline text="B" xmlUrl="file:///etc/passwd"/><outline title="A again" xmlUrl="https://a.example/feed"/>
            <outline text="C" type="rss" xmlUrl="https://c.example/"/>"#;
        let urls: Vec<String> = import(text).unwrap().into_iter().map(|s| s.url).collect();
        assert_eq!(urls, ["https://a.example/feed", "https://c.example/"]);
        assert_eq!(import("<html></html>"), None);
    }
}
