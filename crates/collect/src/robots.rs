//! What a site allows to programs: RFC 9309.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use texting_robots::Robot;

/// What robots.txt says of one address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub allowed: bool,
    /// How long to wait between two requests, where it says so.
    pub delay: Option<Duration>,
}

/// Bytes of a robots.txt that count; RFC 9309 asks for this many.
pub(crate) const SIZE: usize = 500 * 1024;

/// The name that sites know this program by.
pub(crate) const AGENT: &str = "rapporteur";

/// Longest delay that is kept; a site that wants more is asked this often all the same.
const DELAY: Duration = Duration::from_secs(60);

/// The rule of a robots.txt for an address. What cannot be understood allows.
pub(crate) fn rule(text: &str, url: &str) -> Rule {
    // the crate is other people's code and the file anyone's
    let look = || {
        let robot = Robot::new(AGENT, text.as_bytes()).ok()?;
        let delay = robot.delay.filter(|d| d.is_finite() && *d > 0.0).map(Duration::from_secs_f32);
        Some(Rule { allowed: robot.allowed(url), delay: delay.map(|d| d.min(DELAY)) })
    };
    catch_unwind(AssertUnwindSafe(look)).ok().flatten().unwrap_or(Rule { allowed: true, delay: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_rules_come_before_those_for_everybody() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Rapporteur\nDisallow: /private/\nCrawl-delay: 2\n";
        let of = |path: &str| rule(text, &format!("https://a.example{path}"));
        assert_eq!(of("/news/1"), Rule { allowed: true, delay: Some(Duration::from_secs(2)) });
        assert!(!of("/private/1").allowed);
        assert!(!rule("User-agent: *\nDisallow: /news\n", "https://a.example/news/1").allowed);
    }

    #[test]
    fn what_is_no_robots_txt_allows() {
        for text in
            ["", "<html>not found</html>", "Disallow", "\0\0", "Crawl-delay: nan\nUser-agent: *\nCrawl-delay: inf"]
        {
            assert!(rule(text, "https://a.example/x").allowed, "{text}");
        }
        let long = rule("User-agent: *\nCrawl-delay: 86400", "https://a.example/x");
        assert_eq!(long.delay, Some(Duration::from_secs(60)));
    }
}
