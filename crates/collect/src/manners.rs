//! How a guest behaves: how long to wait after a failure, what `Retry-After` means, and one request at a time to each
//! host, with a pause between two.

use crate::clock::{self, Clock};
use crate::http::FetchError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait after the `attempt`-th failure in a row (from 1): twice as long each time, up to `most`. A quarter
/// more or less, by the address and the attempt, so that not everything comes back in the same second; the same address
/// waits equally long in every run.
pub fn back_off(least: Duration, most: Duration, address: &str, attempt: u32) -> Duration {
    let doubled = least.saturating_mul(1 << attempt.saturating_sub(1).min(20)).min(most);
    jittered(doubled, 0.25, address, attempt)
}

/// `long`, more or less by up to this share of it.
pub(crate) fn jittered(long: Duration, share: f64, address: &str, attempt: u32) -> Duration {
    long.mul_f64(1.0 - share + 2.0 * share * chance(address, attempt))
}

/// A number from 0 to 1 that looks like chance and is none.
fn chance(address: &str, attempt: u32) -> f64 {
    let hash = Sha256::new().chain_update(address).chain_update(attempt.to_be_bytes()).finalize();
    f64::from(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])) / f64::from(u32::MAX)
}

/// Longest that a host may bid us wait: a slip of the pen must not silence it for years.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// The instant that a `Retry-After` header names: seconds from now, or a date. None where it cannot be read.
pub(crate) fn retry_after(header: &str, now: Timestamp) -> Option<Timestamp> {
    let header = header.trim();
    let then = match header.parse::<u64>() {
        Ok(seconds) => clock::after(now, Duration::from_secs(seconds).min(LONGEST)),
        Err(_) => crate::feed::dates::parse(header)
            .filter(|d| d.instant.is_some())
            .and_then(|d| crate::feed::dates::instant(&d))?,
    };
    Some(then.clamp(now, clock::after(now, LONGEST)))
}

/// How long a robots.txt holds.
pub(crate) const ROBOTS_FRESH: Duration = Duration::from_secs(24 * 3600);

/// What is known of one host. It may be forgotten: then it is asked once too often.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Host {
    /// It asked not to be called before this.
    pub not_before: Option<Timestamp>,
    /// How often in a row it said that it is asked too much.
    #[serde(default)]
    pub refusals: u32,
    /// Its robots.txt by scheme, host and port.
    #[serde(default)]
    pub robots: BTreeMap<String, Robots>,
    /// When the next request may be sent, for the pause between two.
    #[serde(skip)]
    next: Option<Timestamp>,
}

/// A robots.txt as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Robots {
    /// When.
    pub fetched: Timestamp,
    /// Its text; none where the host has none and allows everything.
    pub text: Option<String>,
}

/// All hosts, shared by everybody who fetches.
#[derive(Debug, Default)]
pub struct Hosts {
    by_name: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

impl Hosts {
    /// With what was known before.
    pub fn new(known: impl IntoIterator<Item = (String, Host)>) -> Hosts {
        let by_name = known.into_iter().map(|(name, host)| (name, Arc::new(Mutex::new(host)))).collect();
        Hosts { by_name: Mutex::new(by_name) }
    }

    /// What is known now, for the next run.
    pub fn known(&self) -> Vec<(String, Host)> {
        let hosts = lock(&self.by_name);
        hosts.iter().map(|(name, host)| (name.clone(), lock(host).clone())).collect()
    }

    /// Forget what no longer holds: pauses that are long over, and every robots.txt that would be asked for anew.
    pub(crate) fn prune(&self, now: Timestamp) {
        lock(&self.by_name).retain(|_, host| {
            let mut host = lock(host);
            host.robots.retain(|_, robots| clock::after(robots.fetched, ROBOTS_FRESH) > now);
            let resting = host.not_before.is_some_and(|until| clock::after(until, LONGEST) > now);
            resting || !host.robots.is_empty() || host.next.is_some_and(|next| next > now)
        });
    }

    pub(crate) fn host(&self, name: &str) -> Arc<Mutex<Host>> {
        lock(&self.by_name).entry(name.to_string()).or_default().clone()
    }
}

/// A thread that died while it held a host is no reason to stop asking the host.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Host {
    /// Wait until a request may be sent: over the pause between two, but not over what the host asked for.
    pub(crate) fn turn(&mut self, clock: &dyn Clock) -> Result<(), FetchError> {
        let now = clock.now();
        if let Some(until) = self.not_before.filter(|until| *until > now) {
            return Err(FetchError::Paused(until));
        }
        if let Some(next) = self.next.filter(|next| *next > now)
            && !clock.wait(clock::until(now, next))
        {
            return Err(FetchError::Stopped);
        }
        Ok(())
    }

    /// A request was answered; the next one waits a little.
    pub(crate) fn answered(&mut self, now: Timestamp, pause: Duration) {
        self.refusals = 0;
        self.not_before = None;
        self.next = Some(clock::after(now, pause));
    }

    /// The host said that it is asked too much. Gives the instant from which it may be asked again.
    pub(crate) fn refused(&mut self, name: &str, now: Timestamp, until: Option<Timestamp>) -> Timestamp {
        self.refusals += 1;
        let until = until.unwrap_or_else(|| clock::after(now, back_off(REFUSED, REFUSED_MOST, name, self.refusals)));
        // "again at once" was said before it refused
        let until = until.max(clock::after(now, Duration::from_secs(1)));
        self.not_before = Some(until);
        until
    }
}

/// First pause after a refusal that names none.
const REFUSED: Duration = Duration::from_secs(5 * 60);

/// Longest one. Well under a day: a host that is itself again for a day is met on that day.
const REFUSED_MOST: Duration = Duration::from_secs(8 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_doubles_is_capped_and_is_the_same_each_time() {
        let wait =
            |attempt| back_off(Duration::from_secs(60), Duration::from_secs(3600), "https://a.example/", attempt);
        assert_eq!(wait(3), wait(3));
        assert!((45..=75).contains(&wait(1).as_secs()) && (90..=150).contains(&wait(2).as_secs()));
        for attempt in [10, 1_000, u32::MAX] {
            assert!(wait(attempt) <= Duration::from_secs(4500), "{attempt}");
        }
        let other = back_off(Duration::from_secs(60), Duration::from_secs(3600), "https://b.example/", 1);
        assert_ne!(other, wait(1));
    }

    #[test]
    fn hosts_are_forgotten_when_nothing_known_of_them_holds() {
        let now: Timestamp = "2031-05-02T10:00:00Z".parse().unwrap();
        let hours = |h: u64| clock::after(now, Duration::from_secs(h * 3600));
        let resting = Host { not_before: Some(hours(2)), refusals: 3, ..Host::default() };
        let robots = Robots { fetched: now, text: None };
        let known = Host { robots: BTreeMap::from([("https://b.example".into(), robots)]), ..Host::default() };
        let hosts = Hosts::new([("a".into(), resting), ("b".into(), known), ("c".into(), Host::default())]);
        let names = |at| {
            hosts.prune(at);
            hosts.known().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(now), ["a", "b"]);
        assert_eq!(names(hours(25)), ["a"]);
        assert!(names(hours(27)).is_empty());
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_never_for_years() {
        let now: Timestamp = "2031-05-02T10:00:00Z".parse().unwrap();
        let after = |h: &str| retry_after(h, now).map(|t| t.to_string());
        assert_eq!(after("120").as_deref(), Some("2031-05-02T10:02:00Z"));
        assert_eq!(after("Fri, 02 May 2031 11:00:00 GMT").as_deref(), Some("2031-05-02T11:00:00Z"));
        assert_eq!(after("Fri, 02 May 2030 11:00:00 GMT").as_deref(), Some("2031-05-02T10:00:00Z"));
        assert_eq!(after("99999999999").as_deref(), Some("2031-05-03T10:00:00Z"));
        assert_eq!(after("Fri, 02 May 2041 11:00:00 GMT").as_deref(), Some("2031-05-03T10:00:00Z"));
        assert_eq!((after("soon"), after("-5"), after("")), (None, None, None));
    }
}
