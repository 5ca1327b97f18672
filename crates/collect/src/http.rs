//! The web, politely and warily: what is asked for comes back as bytes, or with the reason why not.

mod body;
mod error;
mod public;

use crate::clock::{self, Clock};
use crate::manners::{self, Host, Hosts, ROBOTS_FRESH, Robots};
use crate::{limits, robots};
pub use error::FetchError;
pub use public::is_public;
use std::time::Duration;
use ureq::Agent;
use ureq::http::{HeaderMap, Response};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// How the web is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Mail or web address of whoever runs the program, for sites that have a complaint.
    pub contact: Option<String>,
    /// Hosts that may have an address that is not public, by the name that addresses call them by: one's own intranet,
    /// and tests. No other host can lead there.
    pub private: Vec<String>,
    /// Longest time until a connection stands.
    pub connect: Duration,
    /// Longest time for a request with its answer.
    pub whole: Duration,
    /// Most bytes of an answer, unpacked.
    pub size: u64,
    /// Pause between two requests to one host.
    pub pause: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            contact: None,
            private: Vec::new(),
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(45),
            size: limits::MARKUP,
            pause: Duration::from_secs(1),
        }
    }
}

/// Whether what was asked for has changed.
#[derive(Debug)]
pub enum Answer {
    /// As it was when it was last asked for.
    Unchanged,
    /// New, or asked for the first time.
    Fresh(Box<Page>),
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The address that it came from in the end.
    pub url: Url,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The header `Content-Location`.
    pub content_location: Option<String>,
    /// For the next time.
    pub validators: Validators,
    /// How long it stays fresh, as the server says.
    pub max_age: Option<Duration>,
    /// The unpacked bytes.
    pub bytes: Vec<u8>,
}

/// What a server gives to recognise a page by, sent back the next time.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub last_modified: Option<String>,
}

/// An answer, and where the address has moved to for good, if it has.
#[derive(Debug)]
pub struct Fetched {
    /// What came.
    pub answer: Answer,
    /// The new address, after 301 and 308.
    pub moved: Option<Url>,
}

/// Redirects that are followed.
const REDIRECTS: usize = 8;

/// Asks the web. Threads may share it: it sees to it that each host gets one request at a time.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    settings: Settings,
    /// What is known of the hosts; kept from run to run, it saves them requests.
    pub hosts: Hosts,
}

impl Client {
    /// A client with what is known of hosts from before.
    pub fn new(settings: Settings, hosts: Hosts) -> Client {
        let contact = settings.contact.as_deref().map(|c| format!(" (+{})", c.trim())).unwrap_or_default();
        let name = format!("{}/{}{contact}", robots::AGENT, env!("CARGO_PKG_VERSION"));
        let config = Agent::config_builder()
            .user_agent(name)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // a proxy would look names up for us, where nobody checks them
            .proxy(None)
            .timeout_connect(Some(settings.connect))
            .timeout_global(Some(settings.whole))
            .max_idle_connections(8)
            .max_idle_connections_per_host(1)
            .build();
        let resolver = public::Checked { private: settings.private.clone(), inner: DefaultResolver::default() };
        Client { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), settings, hosts }
    }

    /// Ask for an address, following redirects. `heed_robots`: as for pages, not for feeds, which are made for programs.
    pub fn fetch(
        &self,
        url: &Url,
        validators: &Validators,
        heed_robots: bool,
        clock: &dyn Clock,
    ) -> Result<Fetched, FetchError> {
        let (mut at, mut moved, mut for_good) = (url.clone(), None, true);
        let mut seen = vec![at.clone()];
        loop {
            check(&at)?;
            let pause = if heed_robots { self.rule(&at, clock)? } else { self.settings.pause };
            // what another address was recognised by says nothing of this one
            let known =
                if seen.len() == 1 || moved.as_ref() == Some(&at) { validators } else { &Validators::default() };
            let response = match self.ask(&at, known, pause, clock)? {
                Hop::Answer(answer) => return Ok(Fetched { answer, moved }),
                Hop::Redirect(response) => response,
            };
            let (permanent, target) = response;
            let next = at.join(&target).map_err(|_| FetchError::Redirects("it redirects to no address".into()))?;
            for_good &= permanent;
            if for_good {
                moved = Some(next.clone());
            }
            if seen.len() > REDIRECTS {
                return Err(FetchError::Redirects(format!("it redirects more than {REDIRECTS} times")));
            }
            if seen.contains(&next) {
                return Err(FetchError::Redirects("its redirects lead in a circle".into()));
            }
            seen.push(next.clone());
            at = next;
        }
    }

    /// One request, alone with its host.
    fn ask(&self, url: &Url, known: &Validators, pause: Duration, clock: &dyn Clock) -> Result<Hop, FetchError> {
        let name = url.host_str().unwrap_or_default();
        let shared = self.hosts.host(name);
        let mut host = manners::lock(&shared);
        self.ask_alone(url, known, pause, clock, &mut host)
    }

    fn ask_alone(
        &self,
        url: &Url,
        known: &Validators,
        pause: Duration,
        clock: &dyn Clock,
        host: &mut Host,
    ) -> Result<Hop, FetchError> {
        host.turn(clock)?;
        let mut request = self
            .agent
            .get(url.as_str())
            .header("accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
            .header("accept-encoding", "gzip, deflate, br");
        for (name, value) in [("if-none-match", &known.etag), ("if-modified-since", &known.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let called = request.call().map_err(|e| Refusal::Failed(FetchError::of(&e)));
        let result = called.and_then(|response| self.taken(url, response));
        let now = clock.now();
        match result {
            Err(Refusal::Busy(code, after)) => {
                let until = after.and_then(|h| manners::retry_after(&h, now));
                let name = url.host_str().unwrap_or_default();
                let until = host.refused(name, now, until);
                Err(if code == 429 || code == 503 { FetchError::Paused(until) } else { FetchError::Status(code) })
            }
            Err(Refusal::Failed(e)) => {
                host.answered(now, pause);
                Err(e)
            }
            Ok(hop) => {
                host.answered(now, pause);
                Ok(hop)
            }
        }
    }

    fn taken(&self, url: &Url, response: Response<ureq::Body>) -> Result<Hop, Refusal> {
        let code = response.status().as_u16();
        let (parts, body) = response.into_parts();
        let header = |name: &str| text(&parts.headers, name);
        match code {
            304 => Ok(Hop::Answer(Answer::Unchanged)),
            301 | 302 | 303 | 307 | 308 => match header("location") {
                Some(target) => Ok(Hop::Redirect((matches!(code, 301 | 308), target))),
                None => Err(FetchError::Redirects("it redirects to nowhere".into()).into()),
            },
            200..=299 => {
                let coding = header("content-encoding").unwrap_or_default();
                let reader = body.into_with_config().limit(u64::MAX).reader();
                let bytes = body::read(reader, &coding, self.settings.size)?;
                Ok(Hop::Answer(Answer::Fresh(Box::new(Page {
                    url: url.clone(),
                    content_type: header("content-type"),
                    content_location: header("content-location"),
                    validators: Validators { etag: header("etag"), last_modified: header("last-modified") },
                    max_age: header("cache-control").and_then(|c| max_age(&c)),
                    bytes,
                }))))
            }
            410 => Err(FetchError::Gone.into()),
            429 | 503 => Err(Refusal::Busy(code, header("retry-after"))),
            _ => Err(FetchError::Status(code).into()),
        }
    }

    /// May this address be asked, and with what pause? Fetches robots.txt where it is not known or old.
    fn rule(&self, url: &Url, clock: &dyn Clock) -> Result<Duration, FetchError> {
        let origin = url.origin().ascii_serialization();
        let shared = self.hosts.host(url.host_str().unwrap_or_default());
        let known = {
            let host = manners::lock(&shared);
            host.robots.get(&origin).filter(|r| clock::after(r.fetched, ROBOTS_FRESH) > clock.now()).cloned()
        };
        let robots = match known {
            Some(robots) => robots,
            None => {
                let text = self.robots_txt(url, clock)?;
                let robots = Robots { fetched: clock.now(), text };
                manners::lock(&shared).robots.insert(origin, robots.clone());
                robots
            }
        };
        let Some(text) = robots.text else { return Ok(self.settings.pause) };
        let rule = robots::rule(&text, url.as_str());
        if !rule.allowed {
            return Err(FetchError::Forbidden);
        }
        Ok(rule.delay.map_or(self.settings.pause, |d| d.max(self.settings.pause)))
    }

    /// A host without one allows everything (4xx); one that cannot give it now allows nothing yet (RFC 9309, 2.3.1).
    fn robots_txt(&self, url: &Url, clock: &dyn Clock) -> Result<Option<String>, FetchError> {
        let mut at = url.join("/robots.txt").map_err(|_| FetchError::Refused("this is no address".into()))?;
        for _ in 0..5 {
            check(&at)?;
            match self.ask(&at, &Validators::default(), Duration::ZERO, clock) {
                Ok(Hop::Answer(Answer::Fresh(page))) => {
                    let bytes = &page.bytes[..page.bytes.len().min(robots::SIZE)];
                    return Ok(Some(String::from_utf8_lossy(bytes).into_owned()));
                }
                Ok(Hop::Answer(Answer::Unchanged)) => return Ok(None),
                Ok(Hop::Redirect((_, target))) => match at.join(&target) {
                    Ok(next) => at = next,
                    Err(_) => return Ok(None),
                },
                Err(FetchError::Status(400..=499) | FetchError::Gone) => return Ok(None),
                Err(e @ (FetchError::Paused(_) | FetchError::Stopped | FetchError::Refused(_))) => return Err(e),
                Err(e) => return Err(FetchError::Unreachable(format!("its robots.txt cannot be had ({e})"))),
            }
        }
        Ok(None)
    }
}

/// An answer, or where to ask instead and whether for good.
enum Hop {
    Answer(Answer),
    Redirect((bool, String)),
}

enum Refusal {
    Failed(FetchError),
    /// Asked too much: status and `Retry-After`.
    Busy(u16, Option<String>),
}

impl From<FetchError> for Refusal {
    fn from(e: FetchError) -> Refusal {
        Refusal::Failed(e)
    }
}

/// The address is one of the web, and carries no password.
fn check(url: &Url) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Refused(format!("`{}:` is no address of the web: give http or https", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Refused("it carries a user name: addresses with passwords are not asked".into()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(FetchError::Refused("it names no host".into()));
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_string()).filter(|v| !v.is_empty())
}

fn max_age(cache_control: &str) -> Option<Duration> {
    let seconds =
        cache_control.split(',').find_map(|d| d.trim().strip_prefix("max-age=")?.trim_matches('"').parse().ok())?;
    Some(Duration::from_secs(seconds))
}
