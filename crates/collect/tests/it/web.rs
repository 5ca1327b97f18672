//! The HTTP client against servers that are slow, endless, wrong and hostile.

use crate::site::{Manner, Reply, Site, Virtual, client, settings};
use rapporteur_collect::clock::Clock;
use rapporteur_collect::http::{Answer, Client, FetchError, Fetched, Page, Validators};
use rapporteur_collect::manners::Hosts;
use std::time::{Duration, Instant};
use url::Url;

fn fetch(client: &Client, url: &Url) -> Result<Fetched, FetchError> {
    client.fetch(url, &Validators::default(), false, &Virtual::new())
}

fn page(fetched: Result<Fetched, FetchError>) -> Page {
    match fetched.unwrap().answer {
        Answer::Fresh(page) => *page,
        Answer::Unchanged => panic!("unchanged"),
    }
}

fn refused(url: &Url) -> String {
    match fetch(&client(), url) {
        Err(FetchError::Refused(why)) => why,
        other => panic!("{url} was not refused: {other:?}"),
    }
}

#[test]
fn a_request_says_who_asks_and_carries_no_cookies() {
    let site = Site::new();
    site.put("/a", Reply::html("a").with("Set-Cookie", "id=1; Path=/"));
    let client = client();
    fetch(&client, &site.url("/a")).unwrap();
    fetch(&client, &site.url("/a")).unwrap();
    for request in site.requests() {
        let agent = format!("rapporteur/{} (+desk@example.org)", env!("CARGO_PKG_VERSION"));
        assert_eq!(request.header("user-agent"), Some(agent.as_str()));
        assert_eq!(request.header("cookie"), None);
        assert_eq!(request.header("accept-encoding"), Some("gzip, deflate, br"));
    }
}

#[test]
fn what_was_recognised_is_not_sent_again() {
    let site = Site::new();
    site.play("/a", |r| match (r.header("if-none-match"), r.header("if-modified-since")) {
        (Some("\"v1\""), Some("Thu, 01 May 2031 00:00:00 GMT")) => Reply::status(304),
        _ => Reply::html("a").with("ETag", "\"v1\"").with("Last-Modified", "Thu, 01 May 2031 00:00:00 GMT"),
    });
    let client = client();
    let validators = page(fetch(&client, &site.url("/a"))).validators;
    let again = client.fetch(&site.url("/a"), &validators, false, &Virtual::new()).unwrap();
    assert!(matches!(again.answer, Answer::Unchanged));
}

#[test]
fn a_slow_server_and_one_that_never_answers_cost_the_agreed_time_and_no_more() {
    let site = Site::new();
    let long = vec![b'x'; 5_000];
    site.put("/slow", Reply::new(200, "text/plain", long).manner(Manner::Slow(Duration::from_millis(50))));
    let started = Instant::now();
    assert_eq!(fetch(&client(), &site.url("/slow")).unwrap_err(), FetchError::TimedOut);
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    site.put("/silent", Reply::status(200).manner(Manner::Silent));
    assert!(matches!(fetch(&client(), &site.url("/silent")), Err(FetchError::Unreachable(_) | FetchError::Broken(_))));
}

#[test]
fn an_endless_answer_stops_at_the_agreed_size() {
    let site = Site::new();
    site.put("/endless", Reply::html("").manner(Manner::Endless));
    assert_eq!(fetch(&client(), &site.url("/endless")).unwrap_err(), FetchError::TooLarge(1 << 20));
    site.put("/large", Reply::html(&"x".repeat((1 << 20) + 1)));
    assert_eq!(fetch(&client(), &site.url("/large")).unwrap_err(), FetchError::TooLarge(1 << 20));
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    let site = Site::new();
    site.put("/cut", Reply::html("half an arti").manner(Manner::Claims(5_000)));
    assert!(matches!(fetch(&client(), &site.url("/cut")), Err(FetchError::Broken(_) | FetchError::Unreachable(_))));
    let whole = Reply::html(&"The delegations met. ".repeat(500)).gzipped();
    let half = Reply { body: whole.body[..whole.body.len() / 2].to_vec(), ..whole };
    site.put("/gz", half);
    assert!(matches!(fetch(&client(), &site.url("/gz")), Err(FetchError::Broken(_))));
    // a length that is too short ends the answer where it says
    site.put("/short", Reply::html("half an article").manner(Manner::Claims(4)));
    assert_eq!(page(fetch(&client(), &site.url("/short"))).bytes, b"half");
}

#[test]
fn packed_answers_are_unpacked_and_bombs_are_not() {
    let site = Site::new();
    site.put("/gz", Reply::html("The delegations met.").gzipped());
    assert_eq!(page(fetch(&client(), &site.url("/gz"))).bytes, b"The delegations met.");
    site.put("/bomb", Reply::html(&"\0".repeat(50 << 20)).gzipped());
    assert_eq!(fetch(&client(), &site.url("/bomb")).unwrap_err(), FetchError::TooLarge(1 << 20));
    site.put("/odd", Reply::html("x").with("Content-Encoding", "compress"));
    assert!(matches!(fetch(&client(), &site.url("/odd")), Err(FetchError::Broken(_))));
}

#[test]
fn redirects_are_followed_and_only_permanent_ones_move_the_address() {
    let site = Site::new();
    site.put("/end", Reply::html("end"));
    site.put("/for-good", Reply::redirect(301, "/for-good-2"));
    site.put("/for-good-2", Reply::redirect(308, "/end"));
    site.put("/for-now", Reply::redirect(302, "/end"));
    site.put("/mixed", Reply::redirect(301, "/for-now"));
    site.put("/now-then-good", Reply::redirect(307, "/for-good"));
    let moved = |path: &str| {
        let fetched = fetch(&client(), &site.url(path)).unwrap();
        fetched.moved.map(|u| u.path().to_string())
    };
    assert_eq!(moved("/for-good").as_deref(), Some("/end"));
    assert_eq!(moved("/for-now"), None);
    assert_eq!(moved("/mixed").as_deref(), Some("/for-now"));
    assert_eq!(moved("/now-then-good"), None);
}

#[test]
fn redirects_that_lead_nowhere_end() {
    let site = Site::new();
    site.put("/a", Reply::redirect(302, "/b"));
    site.put("/b", Reply::redirect(301, "/a"));
    site.put("/self", Reply::redirect(301, "/self"));
    site.put("/nowhere", Reply::status(302));
    site.play("/deeper", |r| {
        let n: u32 = r.path.split('=').nth(1).unwrap_or("0").parse().unwrap();
        Reply::redirect(302, &format!("/deeper?n={}", n + 1))
    });
    for path in ["/a", "/self", "/nowhere", "/deeper"] {
        assert!(matches!(fetch(&client(), &site.url(path)), Err(FetchError::Redirects(_))), "{path}");
    }
    assert!(site.asked().len() < 20);
}

#[test]
fn private_addresses_are_refused_at_once_and_behind_every_redirect() {
    let site = Site::new();
    let other = Site::at("127.0.0.2");
    other.put("/secret", Reply::html("secret"));
    assert!(refused(&other.url("/secret")).contains("not public"));
    for (path, target) in [
        ("/direct", other.url("/secret").to_string()),
        ("/name", format!("http://localhost:{}/secret", other.address.port())),
        ("/cloud", "http://169.254.169.254/latest/meta-data/".into()),
        ("/mapped", "http://[::ffff:127.0.0.1]/".into()),
        ("/decimal", "http://2130706434/".into()),
        ("/lan", "http://10.0.0.1/".into()),
    ] {
        site.put(path, Reply::redirect(302, &target));
        assert!(refused(&site.url(path)).contains("not public"), "{target}");
    }
    site.put("/file", Reply::redirect(302, "file:///etc/passwd"));
    assert!(refused(&site.url("/file")).contains("no address of the web"));
    site.put("/login", Reply::redirect(302, &format!("http://user:word@{}/", site.address)));
    assert!(refused(&site.url("/login")).contains("user name"));
    assert!(other.asked().is_empty());
    // a page of robots.txt cannot lead there either
    site.put("/robots.txt", Reply::redirect(302, other.url("/secret").as_str()));
    let page = client().fetch(&site.url("/page"), &Validators::default(), true, &Virtual::new());
    assert!(matches!(page, Err(FetchError::Refused(_))), "{page:?}");
    assert!(other.asked().is_empty());
}

#[test]
fn a_host_that_asks_for_rest_is_left_alone_until_then_and_not_for_ever() {
    let site = Site::new();
    let (client, clock) = (client(), Virtual::new());
    let ask = |path: &str| client.fetch(&site.url(path), &Validators::default(), false, &clock).map(|_| ());
    site.put("/a", Reply::status(429).with("Retry-After", "600"));
    site.put("/b", Reply::html("b"));
    let until = clock.now() + Duration::from_secs(600);
    assert_eq!(ask("/a"), Err(FetchError::Paused(until)));
    // the whole host, and nothing is sent to it
    assert_eq!(ask("/b"), Err(FetchError::Paused(until)));
    assert_eq!(site.asked(), ["/a"]);
    clock.pass(Duration::from_secs(601));
    assert_eq!(ask("/b"), Ok(()));
    site.put("/a", Reply::status(503).with("Retry-After", "Thu, 01 May 2031 02:00:00 GMT"));
    assert_eq!(ask("/a"), Err(FetchError::Paused("2031-05-01T02:00:00Z".parse().unwrap())));
    // without a word of how long: longer each time, and well under a day, so that a good day is never slept through
    site.put("/a", Reply::status(429));
    let mut last = Duration::ZERO;
    for n in 0..20 {
        clock.pass(Duration::from_secs(2 * 24 * 3600));
        let Err(FetchError::Paused(until)) = ask("/a") else { panic!("not paused") };
        let pause = Duration::try_from(until.duration_since(clock.now())).unwrap();
        assert!(pause > last.mul_f64(0.6) && pause <= Duration::from_secs(10 * 3600), "{n}: {pause:?}");
        last = pause;
    }
    assert!(last > Duration::from_secs(5 * 3600));
    clock.pass(Duration::from_secs(2 * 24 * 3600));
    assert_eq!(ask("/b"), Ok(()));
}

#[test]
fn each_host_gets_one_request_at_a_time() {
    let site = Site::new();
    site.play("/a", |_| {
        std::thread::sleep(Duration::from_millis(30));
        Reply::html("a")
    });
    let client = client();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| fetch(&client, &site.url("/a")).unwrap());
        }
    });
    assert_eq!((site.most_at_once(), site.asked().len()), (1, 6));
}

#[test]
fn pages_heed_robots_txt_and_feeds_are_made_for_programs() {
    let site = Site::new();
    site.put("/robots.txt", Reply::new(200, "text/plain", "User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n"));
    site.put("/closed/feed", Reply::feed("<rss/>"));
    site.put("/open", Reply::html("open"));
    let (client, clock) = (client(), Virtual::new());
    let page = |path: &str| client.fetch(&site.url(path), &Validators::default(), true, &clock).map(|_| ());
    assert_eq!(page("/closed/page"), Err(FetchError::Forbidden));
    assert!(fetch(&client, &site.url("/closed/feed")).is_ok());
    let before = clock.now();
    assert_eq!((page("/open"), page("/open")), (Ok(()), Ok(())));
    assert!(Duration::try_from(clock.now().duration_since(before)).unwrap() >= Duration::from_secs(7));
    // asked for once a day
    assert_eq!(site.asked().iter().filter(|p| *p == "/robots.txt").count(), 1);
    clock.pass(Duration::from_secs(25 * 3600));
    page("/open").unwrap();
    assert!(site.asked().contains(&"/robots.txt".to_string()));
}

#[test]
fn a_site_without_robots_txt_allows_and_one_that_cannot_give_it_does_not_yet() {
    let site = Site::new();
    site.put("/page", Reply::html("page"));
    let ask = || client().fetch(&site.url("/page"), &Validators::default(), true, &Virtual::new()).map(|_| ());
    assert_eq!(ask(), Ok(()));
    site.put("/robots.txt", Reply::status(500));
    assert!(matches!(ask(), Err(FetchError::Unreachable(_))));
    site.put("/robots.txt", Reply::status(403));
    assert_eq!(ask(), Ok(()));
}

#[test]
fn what_is_known_of_hosts_comes_back_as_it_was() {
    let site = Site::new();
    site.put("/robots.txt", Reply::new(200, "text/plain", "User-agent: *\nDisallow: /closed\n"));
    let (first, clock) = (client(), Virtual::new());
    let _ = first.fetch(&site.url("/closed"), &Validators::default(), true, &clock);
    let known = first.hosts.known();
    let json = serde_json::to_string(&known).unwrap();
    let second = Client::new(settings(), Hosts::new(serde_json::from_str::<Vec<_>>(&json).unwrap()));
    assert_eq!(
        second.fetch(&site.url("/closed"), &Validators::default(), true, &clock).unwrap_err(),
        FetchError::Forbidden
    );
    assert_eq!(site.asked(), ["/robots.txt"]);
}

#[test]
fn https_to_a_server_that_cannot_is_told() {
    let site = Site::new();
    site.put("/", Reply::html("plain"));
    let url = Url::parse(&format!("https://{}/", site.address)).unwrap();
    assert!(matches!(fetch(&client(), &url), Err(FetchError::Unreachable(_) | FetchError::TimedOut)));
}

#[test]
fn every_other_status_is_told() {
    let site = Site::new();
    for status in [400, 401, 403, 404, 451, 500, 502] {
        site.put("/a", Reply::status(status));
        assert_eq!(fetch(&client(), &site.url("/a")).unwrap_err(), FetchError::Status(status));
    }
    site.put("/a", Reply::status(410));
    assert_eq!(fetch(&client(), &site.url("/a")).unwrap_err(), FetchError::Gone);
    let closed = Site::new();
    let url = closed.url("/");
    drop(closed);
    std::thread::sleep(Duration::from_millis(50));
    assert!(matches!(fetch(&client(), &url), Err(FetchError::Unreachable(_))));
}
