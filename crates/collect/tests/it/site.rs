//! A server of our own that plays every misbehaviour, and a clock that runs as the test wants.

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use rapporteur_collect::clock::Clock;
use rapporteur_collect::http::{Client, Settings};
use rapporteur_collect::manners::Hosts;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use url::Url;

/// What a client sent.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What it gets.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

/// How it gets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Manner {
    Honest,
    /// A byte every so often.
    Slow(Duration),
    /// For ever.
    Endless,
    /// Says that it is this long, and sends what it has.
    Claims(usize),
    /// Hangs up without a word.
    Silent,
}

impl Reply {
    pub fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Reply {
        let headers = vec![("Content-Type".to_string(), kind.to_string())];
        Reply { status, headers, body: body.into(), manner: Manner::Honest }
    }

    pub fn html(body: &str) -> Reply {
        Reply::new(200, "text/html; charset=utf-8", body)
    }

    pub fn feed(body: &str) -> Reply {
        Reply::new(200, "application/rss+xml", body)
    }

    pub fn status(status: u16) -> Reply {
        Reply::new(status, "text/plain", format!("{status}"))
    }

    pub fn redirect(status: u16, to: &str) -> Reply {
        Reply::status(status).with("Location", to)
    }

    pub fn with(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn manner(self, manner: Manner) -> Reply {
        Reply { manner, ..self }
    }

    pub fn gzipped(self) -> Reply {
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(&self.body).unwrap();
        Reply { body: gz.finish().unwrap(), ..self }.with("Content-Encoding", "gzip")
    }
}

type Route = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

#[derive(Default)]
struct Shared {
    routes: Mutex<BTreeMap<String, Route>>,
    log: Mutex<Vec<Request>>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    closed: AtomicBool,
}

/// The server. It stops when dropped.
pub struct Site {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Site {
    pub fn new() -> Site {
        Site::at("127.0.0.1")
    }

    /// On another address of this machine: another host.
    pub fn at(host: &str) -> Site {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let inside = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                if inside.closed.load(Ordering::Relaxed) {
                    return;
                }
                if let Ok(stream) = stream {
                    let shared = inside.clone();
                    thread::spawn(move || shared.serve(stream));
                }
            }
        });
        Site { address, shared }
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// What stands at a path.
    pub fn put(&self, path: &str, reply: Reply) {
        self.play(path, move |_| reply.clone());
    }

    pub fn play(&self, path: &str, route: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        self.shared.routes.lock().unwrap().insert(path.into(), Arc::new(route));
    }

    /// What stands at every other path.
    pub fn otherwise(&self, route: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        self.play("*", route);
    }

    /// Paths that were asked for since the last call, in order.
    pub fn asked(&self) -> Vec<String> {
        self.requests().into_iter().map(|r| r.path).collect()
    }

    pub fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut *self.shared.log.lock().unwrap())
    }

    /// Most requests that were ever thought about at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let Some(request) = read_request(&mut stream) else { return };
        self.log.lock().unwrap().push(request.clone());
        let route = {
            let routes = self.routes.lock().unwrap();
            let path = request.path.split('?').next().unwrap_or_default();
            routes.get(&request.path).or_else(|| routes.get(path)).or_else(|| routes.get("*")).cloned()
        };
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let reply = route.map_or_else(|| Reply::status(404), |route| route(&request));
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        // clients go away in the middle; that is theirs to do
        let _ = send(&mut stream, &reply);
    }
}

fn read_request(stream: &mut TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 64 * 1024 || stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut lines = text.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_string();
    let headers = lines.filter_map(|l| l.split_once(": ")).map(|(k, v)| (k.to_ascii_lowercase(), v.trim().to_string()));
    Some(Request { path, headers: headers.collect() })
}

fn send(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    if reply.manner == Manner::Silent {
        return Ok(());
    }
    let mut head = format!("HTTP/1.1 {} Whatever\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match reply.manner {
        Manner::Endless => {}
        Manner::Claims(length) => head.push_str(&format!("Content-Length: {length}\r\n")),
        _ if reply.status == 304 => {}
        _ => head.push_str(&format!("Content-Length: {}\r\n", reply.body.len())),
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    match reply.manner {
        Manner::Slow(pause) => {
            for byte in &reply.body {
                stream.write_all(&[*byte])?;
                stream.flush()?;
                thread::sleep(pause);
            }
            Ok(())
        }
        Manner::Endless => loop {
            stream.write_all(&[b'x'; 8192])?;
        },
        _ => stream.write_all(&reply.body),
    }
}

/// A clock that waits in no time.
#[derive(Default)]
pub struct Virtual {
    milliseconds: AtomicI64,
    pub stop: AtomicBool,
}

impl Virtual {
    /// 1 May 2031, midnight.
    pub fn new() -> Virtual {
        let start: Timestamp = "2031-05-01T00:00:00Z".parse().unwrap();
        Virtual { milliseconds: AtomicI64::new(start.as_millisecond()), stop: AtomicBool::new(false) }
    }

    pub fn pass(&self, long: Duration) {
        self.milliseconds.fetch_add(long.as_millis() as i64, Ordering::SeqCst);
    }

    pub fn go_to(&self, then: Timestamp) {
        self.milliseconds.fetch_max(then.as_millisecond() + 1, Ordering::SeqCst);
    }
}

impl Clock for Virtual {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.milliseconds.load(Ordering::SeqCst)).unwrap()
    }

    fn wait(&self, long: Duration) -> bool {
        self.pass(long);
        !self.stopped()
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// Settings that give up soon, with this machine's first address allowed.
pub fn settings() -> Settings {
    Settings {
        contact: Some("desk@example.org".into()),
        private: vec!["127.0.0.1".into()],
        connect: Duration::from_secs(2),
        whole: Duration::from_millis(800),
        size: 1 << 20,
        pause: Duration::from_secs(1),
    }
}

pub fn client() -> Client {
    Client::new(settings(), Hosts::default())
}
