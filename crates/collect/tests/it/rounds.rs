//! Rounds over sources that behave and sources that do not: nothing lost, nothing doubled.

use crate::site::{Manner, Reply, Site, Virtual, client};
use rapporteur_collect::clock::Clock;
use rapporteur_collect::http::Client;
use rapporteur_collect::round::{Event, Pace, Summary, Watched, round};
use rapporteur_collect::state::{Health, State};
use rapporteur_types::Document;
use rapporteur_types::document::Basis;
use rapporteur_types::source::{SourceKind, SourceSpec};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

/// Whoever keeps what arrives: by id, as the ledger does.
#[derive(Default)]
struct Shelf {
    documents: BTreeMap<String, Document>,
    /// How often each document was handed over.
    handed: BTreeMap<String, usize>,
    told: Vec<String>,
}

impl Shelf {
    fn keep(&mut self, event: Event<'_>) -> Result<bool, Infallible> {
        match event {
            Event::Arrived { document, .. } => {
                *self.handed.entry(document.id.0.clone()).or_default() += 1;
                return Ok(self.documents.insert(document.id.0.clone(), document).is_none());
            }
            Event::Failed { name, reason, .. } => self.told.push(format!("failed {name}: {reason}")),
            Event::Asked { .. } => {}
            Event::Moved { from, to } => self.told.push(format!("moved {from} {to}")),
            Event::Gone { url, .. } => self.told.push(format!("gone {url}")),
        }
        Ok(false)
    }

    fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self.documents.values().filter_map(|d| d.title.clone()).collect();
        titles.sort();
        titles
    }
}

/// A desk with one clock and one client.
struct Desk {
    clock: Virtual,
    client: Client,
    shelf: Shelf,
    sources: Vec<Watched>,
}

impl Desk {
    fn new(sources: &[(&Site, &str, SourceKind)]) -> Desk {
        let watched = |(site, path, kind): &(&Site, &str, SourceKind)| Watched {
            spec: SourceSpec { url: site.url(path).into(), kind: *kind, outlet: None, title: None },
            state: State::default(),
        };
        Desk {
            clock: Virtual::new(),
            client: client(),
            shelf: Shelf::default(),
            sources: sources.iter().map(watched).collect(),
        }
    }

    fn round(&mut self) -> Summary {
        let pace = Pace { every: Duration::from_secs(1800), all: false };
        let shelf = &mut self.shelf;
        let Ok(summary) = round(&mut self.sources, &self.client, &self.clock, pace, |e| shelf.keep(e));
        summary
    }

    /// A round when the next source is due.
    fn later(&mut self) -> Summary {
        if let Some(next) = self.sources.iter().filter_map(|s| s.state.wake()).min() {
            self.clock.go_to(next);
        }
        self.round()
    }

    fn health(&self) -> &Health {
        &self.sources[0].state.health
    }

    fn wait(&self) -> Duration {
        Duration::try_from(self.sources[0].state.next.unwrap().duration_since(self.clock.now())).unwrap()
    }
}

fn article(title: &str, words: &str) -> Reply {
    let paragraph =
        format!("<p>{words} The delegations of Norway and Peru met in Geneva and spoke for several hours.</p>");
    Reply::html(&format!(
        "<html lang=en><head><title>{title}</title><meta property=\"og:title\" content=\"{title}\"/>
         <meta property=\"og:site_name\" content=\"Gazette\"/></head><body><article><h1>{title}</h1>{}</article></body></html>",
        paragraph.repeat(4)
    ))
}

/// A feed of items: path, title, date, text.
fn feed(site: &Site, items: &[(&str, &str, &str, &str)]) -> Reply {
    let item = |(path, title, date, text): &(&str, &str, &str, &str)| {
        format!(
            "<item><title>{title}</title><link>{}</link><guid>{path}</guid><pubDate>{date}</pubDate><description>{text}</description></item>",
            site.url(path)
        )
    };
    let items: String = items.iter().map(item).collect();
    Reply::feed(&format!("<rss version=\"2.0\"><channel><title>Gazette world</title>{items}</channel></rss>"))
}

const DAY: &str = "Wed, 30 Apr 2031 10:00:00 GMT";

#[test]
fn an_article_is_taken_once_and_a_changed_one_is_another_document_of_it() {
    let site = Site::new();
    site.put("/feed", feed(&site, &[("/2", "Second", DAY, ""), ("/1", "First", DAY, "")]));
    site.put("/1", article("First", "Once."));
    site.put("/2", article("Second", "Twice."));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 1, failed: 0, new: 2, missed: 0 });
    assert_eq!(desk.shelf.titles(), ["First", "Second"]);
    let first = desk.shelf.documents.values().find(|d| d.title.as_deref() == Some("First")).unwrap().clone();
    assert_eq!(first.outlet.as_deref(), Some("Gazette"));
    assert_eq!(first.url.as_deref(), Some(site.url("/1").as_str()));
    assert_eq!(first.published.instant.as_deref(), Some("2031-04-30T10:00:00Z"));
    assert!(first.text.contains("The delegations of Norway and Peru"));
    // when it was fetched is kept apart from when it came out
    assert!(first.retrieved.as_deref().is_some_and(|at| at.starts_with("2031-05-01")), "{:?}", first.retrieved);
    // the oldest first
    let pages: Vec<String> = site.asked().into_iter().filter(|p| p.len() == 2).collect();
    assert_eq!(pages, ["/1", "/2"]);

    // not due yet, and then nothing new
    assert_eq!(desk.round().asked, 0);
    assert_eq!(desk.later(), Summary { asked: 1, ..Summary::default() });
    assert!(!site.asked().contains(&"/1".to_string()));

    // the headline changes, and with it the text
    site.put("/feed", feed(&site, &[("/2", "Second", DAY, ""), ("/1", "First, corrected", DAY, "")]));
    site.put("/1", article("First, corrected", "Thrice."));
    assert_eq!(desk.later().new, 1);
    let of_article = desk.shelf.documents.values().filter(|d| d.url == first.url).count();
    assert_eq!(of_article, 2);

    // what was known is lost: pages are asked for again, and nothing is new
    desk.sources[0].state = State::default();
    desk.client = client();
    assert_eq!(desk.round().new, 0);
    assert_eq!(desk.shelf.documents.len(), 3);
}

#[test]
fn two_feeds_that_list_one_article_cost_one_request() {
    let site = Site::new();
    for path in ["/world", "/top"] {
        site.put(path, feed(&site, &[("/1?utm_source=rss", "First", DAY, "")]));
    }
    site.put("/1", article("First", "Once."));
    let mut desk = Desk::new(&[(&site, "/world", SourceKind::Feed), (&site, "/top", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 2, failed: 0, new: 1, missed: 0 });
    assert_eq!(site.asked().iter().filter(|p| p.starts_with("/1")).count(), 1);
    assert_eq!(desk.later().new, 0);
}

#[test]
fn empty_is_not_failed_and_failed_is_not_empty() {
    let site = Site::new();
    site.put("/feed", feed(&site, &[]));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 1, ..Summary::default() });
    assert_eq!(desk.health(), &Health::Empty);

    site.put("/feed", Reply::html("<html><body>We have a new design!</body></html>"));
    assert_eq!(desk.later().failed, 1);
    assert_eq!(desk.health(), &Health::Failed("it is a web page, not a feed".into()));
    let heard = desk.sources[0].state.heard;
    site.put("/feed", Reply::status(500));
    desk.later();
    assert_eq!(desk.health(), &Health::Failed("the server answers 500 (its fault)".into()));
    assert_eq!(desk.sources[0].state.heard, heard);

    site.put("/feed", feed(&site, &[("/1", "First", DAY, "")]));
    site.put("/1", article("First", "Once."));
    assert_eq!(desk.later().new, 1);
    assert_eq!(desk.health(), &Health::Ok);
}

#[test]
fn a_source_that_fails_is_asked_less_and_less_but_never_given_up() {
    let site = Site::new();
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    desk.round();
    let mut waits = vec![desk.wait()];
    for _ in 0..60 {
        desk.later();
        waits.push(desk.wait());
    }
    assert!(waits[0] < Duration::from_secs(1000) && waits[3] > waits[0], "{waits:?}");
    let hours = |h: u64| Duration::from_secs(h * 3600);
    assert!(waits.iter().all(|w| *w <= hours(16)) && waits[60] >= hours(8), "{waits:?}");
    site.put("/feed", feed(&site, &[]));
    desk.later();
    assert_eq!((desk.health(), desk.sources[0].state.failures), (&Health::Empty, 0));
}

#[test]
fn a_host_that_asks_for_rest_makes_its_sources_wait_and_not_fail() {
    let site = Site::new();
    site.put("/feed", Reply::status(429).with("Retry-After", "7200"));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 1, ..Summary::default() });
    assert!(matches!(desk.health(), Health::Waiting(_)));
    assert_eq!(desk.wait(), Duration::from_secs(7200));
    assert_eq!(desk.sources[0].state.failures, 0);
}

#[test]
fn a_source_that_moves_is_followed_and_one_that_is_gone_is_left() {
    let site = Site::new();
    site.put("/old", Reply::redirect(301, "/new"));
    site.put("/new", feed(&site, &[]));
    let mut desk = Desk::new(&[(&site, "/old", SourceKind::Feed)]);
    desk.round();
    assert_eq!(desk.sources[0].spec.url, site.url("/new").as_str());
    assert_eq!(desk.shelf.told, [format!("moved {} {}", site.url("/old"), site.url("/new"))]);
    // a domain that is parked is no new address
    site.put("/new", Reply::redirect(301, "/parked"));
    site.put("/parked", Reply::html("<html>This domain is for sale</html>"));
    desk.later();
    assert_eq!(desk.sources[0].spec.url, site.url("/new").as_str());
    site.put("/new", Reply::status(410));
    desk.later();
    assert!(matches!(desk.health(), Health::Gone(_)));
    assert_eq!(desk.shelf.told.last(), Some(&format!("gone {}", site.url("/new"))));
    desk.clock.pass(Duration::from_secs(90 * 24 * 3600));
    assert_eq!(desk.round().asked, 0);
}

#[test]
fn one_broken_page_stops_nothing_and_is_tried_again() {
    let site = Site::new();
    let items = [
        ("/1", "Bomb", DAY, ""),
        ("/2", "Endless", DAY, ""),
        ("/3", "Broken", DAY, "short"),
        ("/4", "Sound", DAY, ""),
        ("/5", "Nested", DAY, ""),
        ("/6", "PDF", DAY, ""),
    ];
    site.put("/feed", feed(&site, &items));
    site.put("/1", Reply::html(&"\0".repeat(20 << 20)).gzipped());
    site.put("/2", Reply::html("").manner(Manner::Endless));
    site.put("/3", Reply::status(500));
    site.put("/4", article("Sound", "Well."));
    site.put("/5", Reply::html(&"<div>".repeat(100_000)));
    site.put("/6", Reply::new(200, "application/pdf", "%PDF-1.7"));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 1, failed: 0, new: 1, missed: 5 });
    assert_eq!(desk.health(), &Health::Ok);
    assert_eq!(desk.sources[0].state.failed().count(), 5);
    site.put("/3", article("Broken", "Mended."));
    for _ in 0..30 {
        desk.later();
    }
    assert_eq!(desk.shelf.titles(), ["Broken", "Sound"]);
    assert_eq!(desk.sources[0].state.failed().count(), 4);
}

#[test]
fn where_a_page_cannot_be_had_the_feed_speaks_if_it_says_enough() {
    let site = Site::new();
    let long = "The envoys of Norway and Peru spoke about fishing rights for three hours. ".repeat(10);
    site.put("/feed", feed(&site, &[("/1", "Long", DAY, &long), ("/2", "Short", DAY, "They spoke.")]));
    site.put("/1", Reply::status(403));
    site.put("/2", Reply::status(403));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    assert_eq!(desk.round(), Summary { asked: 1, failed: 0, new: 1, missed: 1 });
    let document = desk.shelf.documents.values().next().unwrap();
    assert!(document.text.starts_with("The envoys of Norway"));
    assert!(document.note.as_deref().unwrap().contains("403"), "{:?}", document.note);
    assert_eq!(document.outlet.as_deref(), Some("127.0.0.1"));
}

#[test]
fn dates_that_cannot_be_are_unknown_and_never_now() {
    let site = Site::new();
    let items = [("/1", "A", "Fri, 02 May 2036 10:00:00 GMT", ""), ("/2", "B", "soon", ""), ("/3", "C", DAY, "")];
    site.put("/feed", feed(&site, &items));
    for (path, title) in [("/1", "A"), ("/2", "B"), ("/3", "C")] {
        site.put(path, article(title, title));
    }
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    desk.round();
    for document in desk.shelf.documents.values() {
        let known = document.title.as_deref() == Some("C");
        assert_eq!(document.published.when.is_some(), known, "{document:?}");
        assert_eq!(document.published.basis == Basis::Stated, known);
    }
}

#[test]
fn a_page_of_another_encoding_and_a_feed_that_declares_the_wrong_one_are_read() {
    let site = Site::new();
    let rss = feed(&site, &[("/1", "Переговоры в Женеве", DAY, "")]);
    let rss =
        Reply { body: [b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>".as_slice(), &rss.body].concat(), ..rss };
    site.put("/feed", rss);
    let page = article("Переговоры в Женеве", "Стороны встретились в Женеве и говорили несколько часов.");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(std::str::from_utf8(&page.body).unwrap());
    site.put("/1", Reply::new(200, "text/html; charset=windows-1251", bytes.into_owned()));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    desk.round();
    let document = desk.shelf.documents.values().next().unwrap();
    assert!(document.text.contains("Стороны встретились"), "{}", document.text);
    assert_eq!(document.title.as_deref(), Some("Переговоры в Женеве"));
}

#[test]
fn entities_of_a_feed_are_not_expanded_and_none_is_fetched() {
    let site = Site::new();
    let mut bomb = String::from("<!DOCTYPE rss [<!ENTITY a \"ha\">");
    for (name, inner) in
        [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e"), ("g", "f"), ("h", "g"), ("i", "h")]
    {
        bomb.push_str(&format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(10)));
    }
    bomb.push_str(&format!("<!ENTITY x SYSTEM \"{}\">]>", site.url("/secret")));
    let text = format!(
        "{bomb}<rss><channel><title>&i;&x;</title><item><title>One</title><guid>1</guid></item></channel></rss>"
    );
    site.put("/feed", Reply::feed(&text));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    desk.round();
    assert_eq!(desk.health(), &Health::Ok);
    assert!(!site.asked().contains(&"/secret".to_string()));
}

#[test]
fn a_page_is_watched_for_links_and_a_sitemap_for_news() {
    let site = Site::new();
    let link = |n: u32| format!("<a href=\"/2031/04/30/{n}-envoys-meet\">Envoys meet, part {n} of it</a>");
    let page = |numbers: std::ops::Range<u32>| {
        Reply::html(&format!("<html><body>{}</body></html>", numbers.map(link).collect::<String>()))
    };
    site.put("/press", page(0..2));
    for n in 0..3 {
        site.put(&format!("/2031/04/30/{n}-envoys-meet"), article(&format!("Envoys {n}"), "Press."));
    }
    let mut desk = Desk::new(&[(&site, "/press", SourceKind::Page)]);
    assert_eq!(desk.round().new, 2);
    site.put("/press", page(0..3));
    assert_eq!(desk.later().new, 1);

    let entry = |path: &str, day: &str| format!("<url><loc>{}</loc><lastmod>{day}</lastmod></url>", site.url(path));
    let map = |entries: &[String]| Reply::new(200, "application/xml", format!("<urlset>{}</urlset>", entries.concat()));
    let (old, new, newer) = (entry("/old", "2031-01-01"), entry("/new", "2031-04-30"), entry("/newer", "2031-05-01"));
    site.put("/sitemap.xml", map(&[old.clone(), new.clone()]));
    for path in ["/old", "/new", "/newer"] {
        site.put(path, article(path, path));
    }
    let mut desk = Desk::new(&[(&site, "/sitemap.xml", SourceKind::Sitemap)]);
    assert_eq!(desk.round().new, 1);
    site.put("/sitemap.xml", map(&[old, new, newer]));
    assert_eq!(desk.later().new, 1);
    assert_eq!(desk.shelf.titles(), ["/new", "/newer"]);
}

#[test]
fn a_list_that_is_too_long_for_one_round_is_finished_in_the_next() {
    let site = Site::new();
    let paths: Vec<String> = (0..150).map(|n| format!("/{n}")).collect();
    let items: Vec<_> = paths.iter().map(|p| (p.as_str(), p.as_str(), DAY, "")).collect();
    site.put("/feed", feed(&site, &items).with("ETag", "\"1\""));
    for path in &paths {
        site.put(path, article(path, path));
    }
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    let mut rounds = 1;
    desk.round();
    while desk.shelf.documents.len() < 150 && rounds < 10 {
        desk.later();
        rounds += 1;
    }
    assert_eq!((desk.shelf.documents.len(), rounds), (150, 3));
    assert!(desk.shelf.handed.values().all(|n| *n == 1));
}

#[test]
fn a_wish_to_stop_leaves_the_rest_for_the_next_time() {
    let site = Site::new();
    let paths: Vec<String> = (0..30).map(|n| format!("/{n}")).collect();
    let items: Vec<_> = paths.iter().map(|p| (p.as_str(), p.as_str(), DAY, "")).collect();
    site.put("/feed", feed(&site, &items));
    for path in &paths {
        site.put(path, article(path, path));
    }
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    let pace = Pace { every: Duration::from_secs(1800), all: false };
    let (shelf, clock) = (&mut desk.shelf, &desk.clock);
    let mut taken = 0;
    let Ok(_) = round(&mut desk.sources, &desk.client, clock, pace, |e| {
        taken += usize::from(matches!(e, Event::Arrived { .. }));
        if taken == 5 {
            clock.stop.store(true, std::sync::atomic::Ordering::SeqCst);
        }
        shelf.keep(e)
    });
    assert!((5..10).contains(&desk.shelf.documents.len()), "{}", desk.shelf.documents.len());
    desk.clock.stop.store(false, std::sync::atomic::Ordering::SeqCst);
    desk.round();
    assert_eq!(desk.shelf.documents.len(), 30);
    assert!(desk.shelf.handed.values().all(|n| *n == 1));
}

#[test]
fn what_cannot_be_kept_ends_the_round_and_is_not_taken() {
    let site = Site::new();
    site.put("/feed", feed(&site, &[("/1", "First", DAY, "")]));
    site.put("/1", article("First", "Once."));
    let mut desk = Desk::new(&[(&site, "/feed", SourceKind::Feed)]);
    let pace = Pace { every: Duration::from_secs(1800), all: false };
    let full = round(&mut desk.sources, &desk.client, &desk.clock, pace, |e| match e {
        Event::Arrived { .. } => Err("disk full"),
        _ => Ok(false),
    });
    assert_eq!(full, Err("disk full"));
    assert_eq!(desk.round().new, 1);
}
