//! Sources on a server of our own: found, kept, asked, watched.

use crate::program::{Run, root, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Pages by path: content type and body; a body of the form `410` is a status.
type Pages = Arc<Mutex<BTreeMap<String, (String, String)>>>;

struct Site {
    address: SocketAddr,
    pages: Pages,
}

impl Site {
    fn new() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Site { address: listener.local_addr().unwrap(), pages: Pages::default() };
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

fn serve(mut stream: TcpStream, pages: &Pages) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let path = String::from_utf8_lossy(&head).split(' ').nth(1).unwrap_or_default().to_string();
    let page = pages.lock().unwrap().get(&path).cloned();
    let (status, (kind, body)) = match page {
        Some((kind, body)) if body.len() == 3 => (body.clone(), (kind, body)),
        Some(page) => ("200".to_string(), page),
        None => ("404".to_string(), ("text/plain".to_string(), "404".to_string())),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// One of the examples that ship: name, title, day, text.
struct Example {
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
        Example { name, title: of("Title:"), day: of("Published:"), text: text.to_string() }
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
            site.url(&format!("/{}", e.name)),
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
        std::thread::sleep(std::time::Duration::from_millis(100));
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
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(["watch", "--allow-private", "127.0.0.1", "--ledger", &desk.ledger()])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // its first round is over when the source has been heard
    for _ in 0..600 {
        if desk.list()[0]["last_new"].is_string() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("`rapporteur watch` goes on from there"), "{told}");
    let again = desk.run(&["watch", "--allow-private", "127.0.0.1", "--rounds", "1"]);
    assert!(again.status == 0 && again.err.contains("0 new articles"), "{}", again.err);
}
