//! Months against a web where every site misbehaves in every way in turn: nothing lost, nothing doubled, memory flat.
#![cfg(target_os = "linux")]

use crate::site::{Manner, Reply, Request, Site, Virtual, settings};
use jiff::Timestamp;
use rapporteur_collect::clock::Clock;
use rapporteur_collect::http::{Client, Settings};
use rapporteur_collect::manners::Hosts;
use rapporteur_collect::round::{Event, Pace, Watched, round};
use rapporteur_collect::state::State;
use rapporteur_types::Document;
use rapporteur_types::source::{SourceKind, SourceSpec};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use url::Url;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// Sites, each a host of its own.
const SITES: u64 = 5;

/// From one article of a site to the next.
const EVERY: u64 = 3 * HOUR;

/// Articles that a feed lists: four days.
const WINDOW: u64 = 32;

/// A number that looks like chance and is the same each time.
fn chance(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn seconds(at: Timestamp) -> u64 {
    let start: Timestamp = "2031-05-01T00:00:00Z".parse().unwrap();
    at.duration_since(start).as_secs().max(0) as u64
}

fn instant(second: u64) -> Timestamp {
    let start: Timestamp = "2031-05-01T00:00:00Z".parse().unwrap();
    start + Duration::from_secs(second)
}

/// How a site answers on a day. Every third day, and the day after a strike, it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mood {
    Good,
    NewTag,
    Broken,
    Busy,
    BusySeconds,
    BusyDate,
    Slow,
    Cut,
    Lying,
    Endless,
    Circle,
    Empty,
    WrongCharset,
    Bomb,
    EntityBomb,
    Inward,
    Moved,
    Parked,
    Gzip,
    Silent,
}

const MOODS: [Mood; 19] = [
    Mood::NewTag,
    Mood::Broken,
    Mood::Busy,
    Mood::BusySeconds,
    Mood::BusyDate,
    Mood::Slow,
    Mood::Cut,
    Mood::Lying,
    Mood::Endless,
    Mood::Circle,
    Mood::Empty,
    Mood::WrongCharset,
    Mood::Bomb,
    Mood::EntityBomb,
    Mood::Inward,
    Mood::Moved,
    Mood::Parked,
    Mood::Gzip,
    Mood::Silent,
];

fn mood(site: u64, day: u64) -> Mood {
    if day % 3 == 2 { Mood::Good } else { MOODS[(chance((site, day, "mood")) % MOODS.len() as u64) as usize] }
}

/// One article in seven is changed a day after it came out.
fn is_changed(site: u64, n: u64, now: u64) -> bool {
    chance((site, n, "changed")).is_multiple_of(7) && now > n * EVERY + DAY
}

/// One in eleven shows its page to nobody; its feed gives the whole text.
fn is_closed(site: u64, n: u64) -> bool {
    chance((site, n, "closed")).is_multiple_of(11)
}

fn text(site: u64, n: u64, now: u64) -> String {
    let version = if is_changed(site, n, now) { "corrected" } else { "first" };
    let line = format!(
        "The {version} report of {site}-{n} says that the delegations of Norway and Peru met in Geneva for hours. "
    );
    line.repeat(8)
}

fn feed(site: &str, number: u64, now: u64) -> String {
    let newest = now / EVERY;
    let items = (newest.saturating_sub(WINDOW - 1)..=newest).rev().map(|n| {
        let changed = if is_changed(number, n, now) { n * EVERY + DAY } else { n * EVERY };
        let text = if is_closed(number, n) { text(number, n, now) } else { "Été.".into() };
        format!(
            "<entry><id>urn:{number}:{n}</id><title>Report {number}-{n}</title><link href=\"{site}/{n}\"/><published>{}</published>
             <updated>{}</updated><summary>{text}</summary></entry>",
            instant(n * EVERY),
            instant(changed)
        )
    });
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Site {number}</title>{}</feed>",
        items.collect::<String>()
    )
}

fn answer_feed(site: &str, number: u64, now: u64, request: &Request) -> Reply {
    let day = now / DAY;
    let whole = || {
        let tag = format!("\"{}-{}\"", now / EVERY, chance((number, now / DAY)));
        if request.header("if-none-match") == Some(tag.as_str()) {
            return Reply::status(304);
        }
        Reply::new(200, "application/atom+xml", feed(site, number, now)).with("ETag", &tag)
    };
    match mood(number, day) {
        Mood::Good => whole(),
        Mood::NewTag => {
            Reply::new(200, "application/atom+xml", feed(site, number, now)).with("ETag", &format!("\"{now}\""))
        }
        Mood::Broken => Reply::status(if day.is_multiple_of(2) { 500 } else { 502 }),
        Mood::Busy => Reply::status(429),
        Mood::BusySeconds => Reply::status(429).with("Retry-After", "9000"),
        Mood::BusyDate => {
            let date = instant(now + 5 * HOUR).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            Reply::status(503).with("Retry-After", &date)
        }
        Mood::Slow => whole().manner(Manner::Slow(Duration::from_millis(40))),
        Mood::Cut => Reply { body: whole().body[..10].to_vec(), ..whole() }.manner(Manner::Claims(5_000)),
        Mood::Lying => whole().manner(Manner::Claims(400)),
        Mood::Endless => Reply::feed("").manner(Manner::Endless),
        Mood::Circle => Reply::redirect(302, "/feed"),
        Mood::Empty => Reply::new(200, "application/atom+xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>"),
        Mood::WrongCharset => Reply::new(200, "application/atom+xml; charset=iso-8859-1", feed(site, number, now)),
        Mood::Bomb => Reply::feed(&" ".repeat(4 << 20)).gzipped(),
        Mood::EntityBomb => {
            let mut bomb = String::from("<!DOCTYPE feed [<!ENTITY a0 \"ha\">");
            for i in 1..20 {
                bomb.push_str(&format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10)));
            }
            let feed = feed(site, number, now).replace("Site", "&a19; Site");
            Reply::new(200, "application/atom+xml", format!("{bomb}]>{feed}"))
        }
        Mood::Inward => Reply::redirect(302, "http://127.0.0.99:1/"),
        Mood::Moved => Reply::redirect(301, "/moved"),
        Mood::Parked => Reply::html("<html><body>This domain is for sale.</body></html>"),
        Mood::Gzip => {
            let reply = whole();
            if reply.status == 304 { reply } else { reply.gzipped() }
        }
        Mood::Silent => Reply::status(200).manner(Manner::Silent),
    }
}

/// A page fails once or twice before it is shown.
fn answer_page(number: u64, n: u64, now: u64, tries: u64) -> Reply {
    if is_closed(number, n) {
        return Reply::status(403);
    }
    if tries < chance((number, n, "tries")) % 3 {
        return match chance((number, n, tries)) % 6 {
            0 => Reply::status(500),
            1 => Reply::html("half").manner(Manner::Claims(5_000)),
            2 => Reply::redirect(302, "/loop"),
            3 => Reply::html("").manner(Manner::Endless),
            4 => Reply::status(404),
            _ => Reply::html("<html></html>"),
        };
    }
    let paragraphs: String = (0..3).map(|_| format!("<p>{}</p>", text(number, n, now))).collect();
    Reply::html(&format!(
        "<html lang=en><title>Report {number}-{n}</title><body><article>{paragraphs}</article></body></html>"
    ))
}

/// What is kept of what arrives: little, for the memory is measured.
#[derive(Default)]
struct Kept {
    /// By site and number of the article.
    articles: Vec<Vec<Slot>>,
    /// Documents of no article that was published.
    foreign: usize,
}

/// The documents of one article, by hashes of their ids, and how often they were handed over.
#[derive(Clone, Copy, Default)]
struct Slot {
    documents: [u32; 4],
    handed: u16,
}

impl Slot {
    fn number(&self) -> usize {
        self.documents.iter().filter(|d| **d != 0).count()
    }
}

impl Kept {
    /// Puts a document away; says whether it was new.
    fn keep(&mut self, document: &Document) -> bool {
        let url = document.url.as_deref().and_then(|u| Url::parse(u).ok()).unwrap();
        let site = url.host_str().unwrap().trim_start_matches("127.0.0.").parse::<usize>().unwrap() - 1;
        let Ok(n) = url.path().trim_start_matches('/').parse::<usize>() else {
            self.foreign += 1;
            return true;
        };
        if self.articles.len() <= site {
            self.articles.resize(site + 1, Vec::new());
        }
        let articles = &mut self.articles[site];
        if articles.len() <= n {
            articles.resize(n + 1, Slot::default());
        }
        let slot = &mut articles[n];
        slot.handed += 1;
        let id = chance(&document.id.0) as u32 | 1;
        let at = slot.documents.iter().position(|d| *d == id || *d == 0).expect("no article has five documents");
        std::mem::replace(&mut slot.documents[at], id) == 0
    }
}

struct World {
    clock: Arc<Virtual>,
    sites: Vec<Site>,
    client: Client,
    sources: Vec<Watched>,
    kept: Kept,
}

fn patience() -> Settings {
    let hosts = (1..=SITES).map(|n| format!("127.0.0.{n}"));
    Settings { private: hosts.collect(), whole: Duration::from_millis(250), ..settings() }
}

impl World {
    fn new() -> World {
        let clock = Arc::new(Virtual::new());
        let sites: Vec<Site> = (1..=SITES).map(|n| Site::at(&format!("127.0.0.{n}"))).collect();
        for (number, site) in sites.iter().enumerate() {
            let (number, address) = (number as u64, format!("http://{}", site.address));
            for path in ["/feed", "/moved"] {
                let (clock, address) = (clock.clone(), address.clone());
                site.play(path, move |r| match answer_feed(&address, number, seconds(clock.now()), r) {
                    // the new address is the address
                    reply if r.path == "/moved" && reply.status == 301 => {
                        Reply::new(200, "application/atom+xml", feed(&address, number, seconds(clock.now())))
                    }
                    reply => reply,
                });
            }
            site.put("/loop", Reply::redirect(302, "/loop"));
            site.put("/robots.txt", Reply::new(200, "text/plain", "User-agent: *\nDisallow: /private\n"));
            let (clock, tries) = (clock.clone(), Mutex::new(BTreeMap::<u64, u64>::new()));
            site.otherwise(move |r| {
                let Ok(n) = r.path.trim_start_matches('/').parse::<u64>() else { return Reply::status(404) };
                let mut tries = tries.lock().unwrap();
                // what is long past is never asked for again
                while tries.len() > 200 {
                    tries.pop_first();
                }
                let before = tries.entry(n).or_default();
                *before += 1;
                answer_page(number, n, seconds(clock.now()), *before - 1)
            });
        }
        let sources = sites.iter().map(|s| Watched {
            spec: SourceSpec { url: s.url("/feed").into(), kind: SourceKind::Feed, outlet: None, title: None },
            state: State::default(),
        });
        World {
            sources: sources.collect(),
            clock,
            sites,
            client: Client::new(patience(), Hosts::default()),
            kept: Kept::default(),
        }
    }

    fn round(&mut self) {
        let next = self.sources.iter().filter_map(|s| s.state.wake()).min();
        self.clock.go_to(next.unwrap_or(self.clock.now()));
        let kept = &mut self.kept;
        let pace = Pace { every: Duration::from_secs(HOUR), all: false };
        let done: Result<_, Infallible> = round(&mut self.sources, &self.client, &*self.clock, pace, |event| {
            let Event::Arrived { document, .. } = event else { return Ok(false) };
            Ok(kept.keep(&document))
        });
        done.unwrap();
        // the server's diary is not what is measured
        self.sites.iter().for_each(|s| drop(s.requests()));
    }

    /// The program is started anew, and has lost what it knew but for its articles.
    fn forget(&mut self) {
        self.client = Client::new(patience(), Hosts::default());
        self.sources.iter_mut().for_each(|s| s.state = State::default());
    }

    /// The program is started anew with what it wrote down.
    fn restart(&mut self) {
        let hosts = serde_json::to_string(&self.client.hosts.known()).unwrap();
        self.client = Client::new(patience(), Hosts::new(serde_json::from_str::<Vec<_>>(&hosts).unwrap()));
        for s in &mut self.sources {
            s.state = serde_json::from_str(&serde_json::to_string(&s.state).unwrap()).unwrap();
        }
    }

    /// Every article that came out more than five days ago is there, each version once.
    fn check(&self, forgotten: usize) -> usize {
        let now = seconds(self.clock.now());
        let settled = now.saturating_sub(5 * DAY) / EVERY;
        let (mut documents, mut handed) = (0, 0);
        for (number, articles) in self.kept.articles.iter().enumerate() {
            for n in 0..settled {
                let day = n * EVERY / DAY;
                let slot = articles.get(n as usize).copied().unwrap_or_default();
                assert!(slot.number() > 0, "{number}-{n} of day {day} is lost; now is day {}", now / DAY);
                let most = 1 + usize::from(is_changed(number as u64, n, now));
                assert!(slot.number() <= most, "{number}-{n} has {} documents, not {most}", slot.number());
                documents += slot.number();
                handed += usize::from(slot.handed);
            }
            assert!(articles.len() as u64 <= now / EVERY + 1, "an article from the future");
        }
        assert_eq!((self.kept.articles.len() as u64, self.kept.foreign), (SITES, 0));
        // a list that was cut within an item makes that item look changed: one request in vain, no document
        let most = documents * (1 + forgotten) + documents / 20;
        assert!(handed <= most, "{handed} articles fetched for {documents} documents");
        documents
    }
}

/// Resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_month_of_every_misbehaviour_loses_nothing_and_doubles_nothing() {
    let mut world = World::new();
    while seconds(world.clock.now()) < 30 * DAY {
        world.round();
        if chance(world.clock.now().as_second()).is_multiple_of(97) {
            world.restart();
        }
    }
    let documents = world.check(0);
    assert!(documents > 1_000, "{documents}");
}

#[test]
fn what_was_known_may_be_lost_at_any_time() {
    let mut world = World::new();
    let mut forgotten = 0;
    while seconds(world.clock.now()) < 14 * DAY {
        world.round();
        if chance((world.clock.now().as_second(), "forget")).is_multiple_of(101) {
            world.forget();
            forgotten += 1;
        }
    }
    assert!(forgotten > 1, "{forgotten}");
    world.check(forgotten);
}

/// As many months as an hour holds; memory is measured, without this test's own list of what it was given. `MONTHS_FOR=3600 cargo test -p rapporteur-collect --test it
/// months -- --ignored --nocapture`
#[test]
#[ignore = "takes an hour"]
fn an_hour_of_months_in_flat_memory() {
    let long: u64 = std::env::var("MONTHS_FOR").ok().and_then(|s| s.parse().ok()).unwrap_or(3600);
    let (mut world, started) = (World::new(), Instant::now());
    let mut measured = Vec::new();
    let mut month = 0;
    while started.elapsed() < Duration::from_secs(long) {
        world.round();
        if seconds(world.clock.now()) / (30 * DAY) > month {
            month += 1;
            let list: usize = world.kept.articles.iter().map(|a| a.len() * size_of::<Slot>()).sum();
            measured.push(resident().saturating_sub(list as u64 / 1024));
            println!("month {month}: {} KiB resident, {} s", measured[month as usize - 1], started.elapsed().as_secs());
            world.restart();
        }
    }
    println!("{} documents", world.check(0));
    if let (Some(first), Some(last)) = (measured.get(2), measured.last()) {
        assert!(last.saturating_sub(*first) < 16 * 1024, "{measured:?}");
    }
}
