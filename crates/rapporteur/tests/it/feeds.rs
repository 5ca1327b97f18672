//! Sources on a server of our own: found, kept, asked, watched.

use crate::program::{Run, root, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Pages by path: content type and body; a body of the form `410` is a status.
type Pages = Arc<Mutex<BTreeMap<String, (String, String)>>>;

struct Site {
    address: SocketAddr,
    pages: Pages,
}

impl Site {
    fn new() -> Site {
        Site::at("127.0.0.1:0")
    }

    fn at(address: &str) -> Site {
        let listener = TcpListener::bind(address).unwrap();
        let port = listener.local_addr().unwrap().port();
        let site = Site { address: SocketAddr::from(([127, 0, 0, 1], port)), pages: Pages::default() };
        let pages = site.pages.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let pages = pages.clone();
                std::thread::spawn(move || serve(stream, &pages));
            }
        });
        site
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn put(&self, path: &str, kind: &str, body: impl Into<String>) {
        self.pages.lock().unwrap().insert(path.into(), (kind.into(), body.into()));
    }
}

/// An entity tag that changes with the body.
fn tag_of(body: &str) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:x}\"", hasher.finish())
}

fn serve(mut stream: TcpStream, pages: &Pages) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let known = head.lines().find_map(|l| l.split_once(": ").filter(|(k, _)| k.eq_ignore_ascii_case("If-None-Match")));
    let page = pages.lock().unwrap().get(path).cloned();
    let tag = page.as_ref().map(|(_, body)| tag_of(body)).unwrap_or_default();
    let (status, (kind, body)) = match page {
        Some((kind, _)) if known.is_some_and(|(_, v)| v.trim() == tag) => ("304".to_string(), (kind, String::new())),
        Some((kind, body)) if body.len() == 3 => (body.clone(), (kind, body)),
        Some(page) => ("200".to_string(), page),
        None => ("404".to_string(), ("text/plain".to_string(), "404".to_string())),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// One of the examples that ship: name, title, day, text, and where it stands if not on the feed's own host.
struct Example {
    at: Option<String>,
    name: String,
    title: String,
    day: String,
    text: String,
}

fn examples(n: usize) -> Vec<Example> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root().join("examples/iran-us")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let file = std::fs::read_to_string(path).unwrap();
        let (head, text) = file.split_once("\n\n").unwrap();
        let of = |key: &str| head.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_default().trim().to_string();
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        Example { at: None, name, title: of("Title:"), day: of("Published:"), text: text.to_string() }
    };
    paths.iter().rev().take(n).map(read).collect()
}

/// The examples as pages, and a feed of those from `from` on; the newest stand first.
fn serve_examples(site: &Site, examples: &[Example]) {
    let mut items = String::new();
    for e in examples {
        let paragraphs: String = e.text.split("\n\n").map(|p| format!("<p>{p}</p>")).collect();
        let page = format!(
            "<html lang=\"en\"><head><title>{0}</title><meta property=\"og:site_name\" content=\"Sample Courier\"></head>
             <body><article><h1>{0}</h1>{paragraphs}</article></body></html>",
            e.title
        );
        site.put(&format!("/{}", e.name), "text/html; charset=utf-8", page);
        items.push_str(&format!(
            "<item><title>{}</title><link>{}</link><guid>{}</guid><pubDate>{}</pubDate></item>",
            e.title,
            e.at.clone().unwrap_or_else(|| site.url(&format!("/{}", e.name))),
            e.name,
            e.day
        ));
    }
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Sample Courier</title><language>en</language>{items}</channel></rss>"
    );
    site.put("/feed.xml", "application/rss+xml", feed);
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn ledger(&self) -> String {
        self.folder.path().join("ledger.sqlite").display().to_string()
    }

    fn run(&self, args: &[&str]) -> Run {
        let ledger = self.ledger();
        run(&[args, &["--ledger", &ledger]].concat())
    }

    fn add(&self, url: &str) -> Run {
        self.run(&["source", "add", url, "--yes", "--allow-private", "127.0.0.1"])
    }

    fn collect(&self, more: &[&str]) -> Run {
        self.run(&[&["collect", "--every", "0", "--allow-private", "127.0.0.1"], more].concat())
    }

    fn list(&self) -> Vec<Value> {
        self.run(&["source", "list", "--json"]).lines()
    }
}

#[test]
fn a_source_is_found_shown_and_kept_only_when_told() {
    let (site, desk) = (Site::new(), Desk::new());
    serve_examples(&site, &examples(2));
    site.put(
        "/",
        "text/html",
        "<html><head><link rel=alternate type=application/rss+xml href=feed.xml></head><body>Courier</body></html>",
    );
    // nobody to ask: nothing is kept
    let shown = desk.run(&["source", "add", &site.url("/"), "--allow-private", "127.0.0.1"]);
    assert_eq!(shown.status, 3, "{}", shown.err);
    for word in ["/feed.xml", "RSS", "Sample Courier", "2 items", "language en", "dates readable in 2 of 2"] {
        assert!(shown.out.contains(word), "{word}: {}", shown.out);
    }
    assert!(desk.list().is_empty());
    assert_eq!(desk.add(&site.url("/")).status, 0);
    let list = desk.list();
    assert_eq!((list.len(), list[0]["url"].as_str()), (1, Some(site.url("/feed.xml").as_str())));
    assert_eq!((list[0]["state"].as_str(), list[0]["title"].as_str()), (Some("new"), Some("Sample Courier")));
    assert!(desk.add(&site.url("/feed.xml")).err.contains("watched already"));

    // out and in again
    let opml = desk.run(&["source", "export"]).out;
    let file = desk.folder.path().join("list.opml");
    std::fs::write(&file, &opml).unwrap();
    assert_eq!(desk.run(&["source", "remove", &site.url("/feed.xml")]).status, 0);
    assert!(desk.list().is_empty());
    assert_eq!(desk.run(&["source", "import", &file.display().to_string()]).status, 0);
    assert_eq!(desk.run(&["source", "export"]).out, opml);
    assert_eq!(desk.run(&["source", "remove", "https://nowhere.example/"]).status, 3);
}

#[test]
fn without_leave_no_private_address_is_asked() {
    let (site, desk) = (Site::new(), Desk::new());
    serve_examples(&site, &examples(1));
    let refused = desk.run(&["source", "add", &site.url("/feed.xml"), "--yes"]);
    assert_eq!(refused.status, 3);
    assert!(refused.err.contains("not public") && refused.err.contains("--allow-private"), "{}", refused.err);
}

#[test]
fn what_is_new_is_collected_once_and_every_state_is_told() {
    let (site, desk) = (Site::new(), Desk::new());
    assert_eq!(desk.collect(&[]).status, 3);
    serve_examples(&site, &examples(2));
    site.put("/empty.xml", "application/rss+xml", "<rss><channel><title>Empty</title></channel></rss>");
    site.put("/gone.xml", "application/rss+xml", "<rss><channel><title>Gone</title></channel></rss>");
    for path in ["/feed.xml", "/empty.xml", "/gone.xml"] {
        assert_eq!(desk.add(&site.url(path)).status, 0);
    }
    site.put("/gone.xml", "text/plain", "410");
    let first = desk.collect(&[]);
    assert_eq!(first.status, 1, "{}", first.err);
    assert_eq!(first.err.lines().filter(|l| l.starts_with("+ Sample Courier: ")).count(), 2, "{}", first.err);
    assert!(first.err.contains("2 new articles"), "{}", first.err);
    let state = |path: &str| {
        let list = desk.list();
        let found = list.iter().find(|s| s["url"].as_str() == Some(&site.url(path))).unwrap();
        found["state"].as_str().unwrap().to_string()
    };
    assert_eq!([state("/feed.xml"), state("/empty.xml"), state("/gone.xml")], ["ok", "empty", "gone"]);

    let again = desk.collect(&["--all"]);
    assert_eq!((again.status, again.err.contains("0 new articles")), (0, true), "{}", again.err);
    // what is known of the sources is lost: nothing is doubled
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}.sources{suffix}", desk.ledger()));
    }
    let anew = desk.collect(&["--all"]);
    assert!(anew.err.contains("0 new articles"), "{}", anew.err);
    site.put("/feed.xml", "text/plain", "500");
    site.put("/empty.xml", "text/plain", "500");
    assert_eq!(desk.collect(&["--all"]).status, 3);
    assert_eq!(state("/feed.xml"), "failed");
    let doctor = desk.run(&["doctor"]).out;
    assert!(doctor.lines().any(|l| l.contains(&site.url("/feed.xml")) && l.contains("last heard")), "{doctor}");
    let plain = desk.run(&["source", "list"]).out;
    assert!(plain.contains("500") && plain.contains("next try"), "{plain}");
}

#[test]
fn watch_updates_the_brief_while_it_runs_and_names_what_arrived() {
    let (site, desk) = (Site::new(), Desk::new());
    let all = examples(5);
    serve_examples(&site, &all[3..]);
    assert_eq!(desk.add(&site.url("/feed.xml")).status, 0);
    let brief = desk.folder.path().join("brief.md");
    let (first, ledger, output) = (Arc::new(Mutex::new(String::new())), desk.ledger(), brief.clone());
    let watching = std::thread::spawn(move || {
        let output = output.display().to_string();
        let args = ["watch", "--every", "0", "--allow-private", "127.0.0.1", "--rounds", "12", "--dossier", "iran-us"];
        run(&[&args[..], &["-o", &output, "--ledger", &ledger]].concat())
    });
    // as soon as the first brief stands, more is published
    for _ in 0..600 {
        if let Some(text) = whole(&brief) {
            *first.lock().unwrap() = text;
            serve_examples(&site, &all);
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let watched = watching.join().unwrap();
    assert_eq!(watched.status, 0, "{}", watched.err);
    let first = first.lock().unwrap().clone();
    assert!(!first.is_empty(), "no brief while it ran: {}", watched.err);
    let last = whole(&brief).unwrap();
    assert_ne!(first, last);
    for e in &all {
        assert!(watched.err.contains(&format!("+ Sample Courier: {}", e.title)), "{}: {}", e.title, watched.err);
    }
    assert!(watched.err.contains("what changed:") && watched.err.contains("\n  + "), "{}", watched.err);
    // the same brief as from the ledger
    let from_ledger = desk.run(&["brief", "--dossier", "iran-us"]);
    assert_eq!(from_ledger.out, last);
}

fn whole(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok().filter(|t| !t.is_empty())
}

#[test]
fn a_dossier_file_names_its_own_sources() {
    let (site, desk) = (Site::new(), Desk::new());
    serve_examples(&site, &examples(1));
    let file = desk.folder.path().join("talks.toml");
    let text = format!(
        "name = \"talks\"\ntitle = \"Talks\"\nparties = [\"state:NOR\", \"state:PER\"]\npositive = []\nnegative = []\n
         [[source]]\nurl = \"{}\"\noutlet = \"Ministry\"\n",
        site.url("/feed.xml")
    );
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let done = desk.collect(&["--dossier", &file]);
    assert!(done.status == 0 && done.err.contains("+ Ministry: "), "{}", done.err);
    let list = desk.run(&["source", "list", "--json", "--dossier", &file]).lines();
    assert_eq!((list.len(), list[0]["state"].as_str()), (1, Some("ok")));
    // another dossier knows nothing of it
    assert!(desk.list().is_empty());
}

/// Ctrl-C ends a watch in good order, and the next one goes on.
#[test]
#[cfg(unix)]
fn a_watch_that_is_stopped_says_how_to_go_on() {
    let (site, desk) = (Site::new(), Desk::new());
    serve_examples(&site, &examples(2));
    assert_eq!(desk.add(&site.url("/feed.xml")).status, 0);
    let child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(["watch", "--allow-private", "127.0.0.1", "--ledger", &desk.ledger()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // its first round is over when the source has been heard
    for _ in 0..600 {
        if desk.list()[0]["last_new"].is_string() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("`rapporteur watch` goes on from there"), "{told}");
    let again = desk.run(&["watch", "--allow-private", "127.0.0.1", "--rounds", "1"]);
    assert!(again.status == 0 && again.err.contains("0 new articles"), "{}", again.err);
}

/// Titles of the documents of a ledger, which is sound, and opens within a second where nothing else runs.
#[cfg(target_os = "linux")]
fn titles(ledger: &str) -> Vec<String> {
    use rapporteur_types::entry::Payload;
    let most = if std::env::var_os("RAPPORTEUR_KILLS").is_some() { 1 } else { 5 };
    let start = std::time::Instant::now();
    let ledger = rapporteur_ledger::Ledger::open(Path::new(ledger)).unwrap();
    assert!(start.elapsed() < Duration::from_secs(most), "opened after {:?}", start.elapsed());
    assert!(ledger.verify(|_| ()).unwrap().is_sound());
    let entries = ledger.replay().unwrap().map(|e| e.unwrap());
    let decoded = entries.map(|e| Payload::decode(e.schema, &e.payload).unwrap());
    decoded.filter_map(|p| if let Payload::Document(d) = p { d.title } else { None }).collect()
}

/// Killed at random, a few in the ordinary run: what was named is kept, nothing is doubled, and the next watch fetches the rest.
/// The articles stand on forty addresses, as one host is asked once a second.
#[test]
#[cfg(target_os = "linux")]
fn watch_killed_at_any_time_loses_nothing_that_it_named_and_doubles_nothing() {
    use std::io::{BufRead, BufReader};
    let kills: u64 = std::env::var("RAPPORTEUR_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8);
    let (articles, each) = (120, 8);
    let hosts = 40;
    let host = |n: usize| format!("127.0.0.{}", 1 + n % hosts);
    let article = |site: &Site, n: usize| Example {
        at: Some(format!("http://{}:{}/a{n}", host(n), site.address.port())),
        name: format!("a{n}"),
        title: format!("Round {n} of the talks"),
        day: "Fri, 02 May 2025 10:00:00 GMT".into(),
        text: format!(
            "Envoys of Norway and Peru met in Geneva for the {n}th time on Friday.\n\n\"We want all {n} ports open, and we will say so \
             again,\" Norway's envoy told reporters after the meeting, which lasted for {n} minutes.\n\nPeru rejected demand {n}."
        ),
    };
    let own: Vec<String> = (0..hosts).flat_map(|n| ["--allow-private".to_string(), host(n)]).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let (mut dice, mut halfway, mut told) = (11u64, 0, 0);
    for ledger in 0..kills.div_ceil(each) {
        let (site, desk) = (Site::at("0.0.0.0:0"), Desk::new());
        let all: Vec<Example> = (0..articles).map(|n| article(&site, n)).collect();
        serve_examples(&site, &all[..articles / 2]);
        assert_eq!(desk.add(&site.url("/feed.xml")).status, 0);
        let path = desk.ledger();
        let mut named: Vec<String> = Vec::new();
        for kill in 0..each {
            if kill == each / 2 {
                serve_examples(&site, &all);
            }
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
                .args(["watch", "--every", "0", "--ledger", &path])
                .args(&own)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let stderr = BufReader::new(child.stderr.take().unwrap());
            let reader = std::thread::spawn(move || stderr.lines().map_while(Result::ok).collect::<Vec<_>>());
            std::thread::sleep(Duration::from_micros((dice >> 33) % 1_500_000));
            child.kill().unwrap();
            child.wait().unwrap();
            let lines = reader.join().unwrap();
            let arrived =
                lines.iter().filter_map(|l| l.strip_prefix("+ Sample Courier: ")?.strip_suffix(" (2025-05-02)"));
            let new = named.len();
            named.extend(arrived.map(str::to_string));
            let held = titles(&path);
            for title in &named {
                let times = held.iter().filter(|t| *t == title).count();
                assert_eq!(times, 1, "ledger {ledger}, kill {kill}: {title} was named and is there {times} times");
            }
            told += named.len() - new;
            halfway += u64::from(new < named.len() && held.len() < articles);
        }
        let rest = desk.run(&[&["watch", "--every", "0", "--rounds", "2"], &own[..]].concat());
        assert_eq!(rest.status, 0, "{}", rest.err);
        let mut held = titles(&path);
        held.sort();
        let mut wanted: Vec<String> = all.iter().map(|e| e.title.clone()).collect();
        wanted.sort();
        assert_eq!(held, wanted, "ledger {ledger}");
    }
    let kills = kills.div_ceil(each) * each;
    println!("{kills} kills, {halfway} while articles arrived; {told} articles named");
    // on whatever machine, some of the watches live long enough to name what arrives
    assert!(told > 0);
}
