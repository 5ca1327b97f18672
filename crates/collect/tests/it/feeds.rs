//! Feeds of every kind, sound and damaged.

use proptest::prelude::*;
use rapporteur_collect::feed::{Entry, Feed, Format, NotAFeed, parse};
use std::path::Path;
use url::Url;

fn read(text: &str) -> Feed {
    let base = Url::parse("https://news.example.org/feeds/world.xml").unwrap();
    parse(text.as_bytes(), Some("application/xml"), Some(&base)).unwrap()
}

fn entry(text: &str) -> Entry {
    let mut feed = read(text);
    assert_eq!(feed.entries.len(), 1, "{feed:?}");
    feed.entries.remove(0)
}

fn rss_item(inside: &str) -> Entry {
    entry(&format!("<rss version='2.0'><channel><title>T</title><item>{inside}</item></channel></rss>"))
}

fn day(entry: &Entry) -> String {
    entry.published.as_ref().and_then(|p| p.when).map_or("unknown".into(), |w| w.to_string())
}

#[test]
fn rss_rdf_and_atom_give_the_same_facts() {
    let rss = "<rss version='2.0'><channel><title>World</title><link>/world</link><language>en-gb</language><ttl>90</ttl>
        <item><title>Envoys &amp; ministers meet</title><link>/1</link><guid isPermaLink='false'>a1</guid>
        <pubDate>Fri, 02 May 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;They met.&lt;/p&gt;</description></item></channel></rss>";
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
        xmlns:d='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'><title>World</title><link>/world</link>
        <d:language>en-gb</d:language></channel><item rdf:about='a1'><title>Envoys &amp; ministers meet</title><link>/1</link>
        <d:date>2031-05-02T10:00:00Z</d:date><description>They met.</description></item></rdf:RDF>";
    let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:lang='en-gb'><a:title>World</a:title>
        <a:link rel='self' href='/me'/><a:link href='/world'/><a:entry><a:title type='html'>Envoys &amp;amp; ministers &lt;b&gt;meet&lt;/b&gt;</a:title>
        <a:link rel='edit' href='/edit'/><a:link rel='alternate' href='/1'/><a:id>a1</a:id>
        <a:published>2031-05-02T10:00:00Z</a:published><a:summary>They met.</a:summary></a:entry></a:feed>";
    for (text, format) in [(rss, Format::Rss), (rdf, Format::Rdf), (atom, Format::Atom)] {
        let feed = read(text);
        assert_eq!((feed.format, feed.title.as_deref()), (format, Some("World")));
        assert_eq!(feed.link.as_deref(), Some("https://news.example.org/world"), "{format:?}");
        assert_eq!(feed.language.as_deref(), Some("en-gb"), "{format:?}");
        assert_eq!(feed.ttl, (format == Format::Rss).then_some(90));
        let e = &feed.entries[0];
        assert_eq!(e.title.as_deref(), Some("Envoys & ministers meet"), "{format:?}");
        assert_eq!(
            (e.id.as_deref(), e.link.as_deref()),
            (Some("a1"), Some("https://news.example.org/1")),
            "{format:?}"
        );
        assert_eq!((day(e).as_str(), e.text()), ("2031-05-02", Some("They met.")), "{format:?}");
    }
}

#[test]
fn a_channel_keeps_its_own_title_and_an_item_its_own_link() {
    let feed = read(
        "<rss><channel><image><title>Logo</title><link>https://l.example/</link></image><textInput><title>Search</title></textInput>
         <title>World</title><atom:link href='https://self.example/' rel='self'/><link>https://w.example/</link>
         <item><source url='https://s.example/'>Elsewhere</source><guid>https://w.example/1</guid></item></channel></rss>",
    );
    assert_eq!((feed.title.as_deref(), feed.link.as_deref()), (Some("World"), Some("https://w.example/")));
    assert_eq!(feed.entries[0].link.as_deref(), Some("https://w.example/1"));
}

#[test]
fn published_and_modified_are_kept_apart_and_neither_is_made_up() {
    let e =
        rss_item("<pubDate>Fri, 02 May 2031 10:00:00 GMT</pubDate><atom:updated>2031-05-03T10:00:00Z</atom:updated>");
    assert_eq!(day(&e), "2031-05-02");
    assert_eq!(e.modified.unwrap().when.unwrap().to_string(), "2031-05-03");
    for damaged in ["", "<pubDate/>", "<pubDate>yesterday</pubDate>", "<pubDate>Fri, 42 May 2031 10:00 GMT</pubDate>"] {
        let e = rss_item(&format!("<title>x</title>{damaged}"));
        assert_eq!((e.published, e.modified), (None, None), "{damaged}");
    }
}

#[test]
fn no_active_content_survives() {
    for markup in [
        "&lt;script&gt;steal()&lt;/script&gt;safe",
        "<![CDATA[<script>steal()</script>safe]]>",
        "<![CDATA[<img src=x onerror='steal()'>safe]]>",
        "<![CDATA[<a href='javascript:steal()'>safe</a>]]>",
        "<![CDATA[<style>steal{}</style>safe<iframe src='https://steal.example'>steal</iframe>]]>",
        "<![CDATA[<svg onload=steal()><desc>steal</desc></svg>safe]]>",
        "<div xmlns='http://www.w3.org/1999/xhtml'>sa<script>steal()</script>fe</div>",
        "<![CDATA[<!--[if IE]><script>steal()</script><![endif]-->safe<object data='steal'></object>]]>",
    ] {
        for name in ["title", "description", "content:encoded"] {
            let e = rss_item(&format!("<{name}>{markup}</{name}>"));
            let text = e.title.as_deref().or(e.text()).unwrap();
            assert_eq!(text, "safe", "{name}: {markup}");
        }
    }
    for link in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@example.org", "vbscript:x"]
    {
        assert_eq!(rss_item(&format!("<link>{link}</link><title>x</title>")).link, None, "{link}");
    }
}

#[test]
fn a_damaged_feed_gives_what_can_be_got() {
    let sound = "<rss><channel><title>World</title><item><title>One</title><link>https://w.example/1</link></item>
                 <item><title>Two</title><link>https://w.example/2?a=1&amp;b=2</link></item></channel></rss>";
    assert_eq!(read(sound).entries.len(), 2);
    for (damaged, entries) in [
        (sound.replace("</channel></rss>", ""), 2),
        (sound.replace("</item>", ""), 2),
        (sound.replace("&amp;b", "&b"), 2),
        (sound.replace("World", "World &nbsp; &undeclared; & <3"), 2),
        (sound.replace("<channel>", "<channel></wrong></b>"), 2),
        (sound.replace("<rss>", "\u{0}\u{b}garbage before <rss>"), 2),
        (format!("\n\n  <?xml version='1.0'?>{sound}"), 2),
        (sound.replace("<rss>", "<rss xmlns:x='"), 0),
        (sound.replace("<item><title>Two", "<item><title><![CDATA[Two"), 2),
        (sound[..sound.len() / 2].to_string(), 1),
        (sound.replace("<title>One</title>", "<title>One"), 2),
    ] {
        let feed = parse(damaged.as_bytes(), None, None);
        let found = feed.as_ref().map_or(0, |f| f.entries.len());
        assert_eq!(found, entries, "{damaged}\n{feed:?}");
    }
    let ampersand = read(&sound.replace("&amp;b", "&b"));
    assert_eq!(ampersand.entries[1].link.as_deref(), Some("https://w.example/2?a=1&b=2"));
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    assert_eq!(parse(b"<!DOCTYPE html><html><body><p>Hello", None, None), Err(NotAFeed::Page));
    assert_eq!(parse(b"<note><to>A</to></note>", None, None), Err(NotAFeed::Other));
    assert_eq!(parse(b"", None, None), Err(NotAFeed::Other));
    assert_eq!(parse(b"{\"items\": 3}", None, None), Err(NotAFeed::Other));
    assert!(matches!(parse(b"%PDF-1.7 ...", None, None), Err(NotAFeed::NoText(_))));
    assert!(matches!(parse(&[7; 5000], None, None), Err(NotAFeed::NoText(_))));
}

#[test]
fn depth_and_number_are_no_bombs() {
    let deep = format!("<rss><channel><title>{}x", "<b>".repeat(300_000));
    assert!(parse(deep.as_bytes(), None, None).is_ok());
    let many = format!("<rss><channel>{}", "<item><title>x</title></item>".repeat(200_000));
    assert_eq!(parse(many.as_bytes(), None, None).unwrap().entries.len(), 5_000);
    let attributes: String = (0..500_000).map(|i| format!(" a{i}='x'")).collect();
    // the one tag is text, the rest is as it was
    let rest = "<channel><item><title>One</title></item></channel></rss>";
    let feed = parse(format!("<rss{attributes}>{rest}").as_bytes(), None, None).unwrap();
    assert_eq!(feed.entries[0].title.as_deref(), Some("One"));
    let item = format!("<rss><channel><item><title><![CDATA[<b{attributes}>One</b>]]></title></item></channel></rss>");
    assert!(parse(item.as_bytes(), None, None).is_ok());
    let brackets = format!("<rss><channel><title>{}", "&lt;a ".repeat(1_000_000));
    assert!(parse(brackets.as_bytes(), None, None).is_ok());
    let prefixes: String = (0..20_000).map(|i| format!("<a xmlns:p{i}='http://x.example/{i}'>")).collect();
    assert!(parse(format!("<rss><channel>{prefixes}</channel></rss>").as_bytes(), None, None).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_a_feed_or_none(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = parse(&bytes, Some("text/xml"), None);
    }

    #[test]
    fn any_change_of_a_byte_leaves_a_feed_or_none(at in 0usize..400, byte in any::<u8>()) {
        let mut bytes = b"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title type='xhtml'>
            <div xmlns='http://www.w3.org/1999/xhtml'>World <b>news</b></div></title><entry><id>1</id><link href='/1' rel='alternate'/>
            <updated>2031-05-02T10:00:00Z</updated><content type='html'>&lt;p&gt;They met&lt;/p&gt;</content></entry></feed>".to_vec();
        if let Some(b) = bytes.get_mut(at) {
            *b = byte;
        }
        let _ = parse(&bytes, None, None);
    }
}

/// The feeds of other projects' suites, where they lie beside the checkout.
#[test]
fn other_projects_feeds_whole_and_cut_are_no_danger() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/feeds/files");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("{} is not there: skipped", folder.display());
        return;
    };
    let mut feeds = 0;
    for file in files {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for part in 1..=8 {
            let Ok(feed) = parse(&bytes[..bytes.len() * part / 8], None, None) else { continue };
            feeds += usize::from(part == 8);
            let entries = feed.entries.iter().flat_map(|e| [&e.title, &e.summary, &e.content, &e.author]);
            for text in entries.chain([&feed.title]).flatten() {
                let lower = text.to_lowercase();
                for active in ["<script", "javascript:", "onerror=", "onload=", "<iframe", "<object", "<embed"] {
                    assert!(!lower.contains(active), "{}: {text}", path.display());
                }
            }
        }
    }
    assert!(feeds > 300, "{feeds}");
}
