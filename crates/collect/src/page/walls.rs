//! Consent walls, paywalls and robot checks: pages that show a text, but not the article.

use super::NoArticle;
use super::furniture::named;
use super::linked::Linked;
use super::prose::short;
use dom_query::Document as Tree;

/// What a page shows of a wall.
pub(crate) struct Signs {
    /// Linked data or markup say that it is for subscribers.
    paid: bool,
    /// Elements are named after a wall, and hold text.
    gate: bool,
}

/// Words of class or id that name what stands before the rest of an article.
const GATES: &[&str] = &[
    "paywall",
    "pay-wall",
    "piano-offer",
    "subscriber-only",
    "subscribers-only",
    "premium-content-wall",
    "regwall",
    "metered-content",
    "subscription-wall",
    "subscription-required",
    "locked-content",
    "content-gate",
    "article-gate",
    "meteredcontent",
];

/// What pages say before the rest of an article, in lower case.
const SUBSCRIBE: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read",
    "to continue reading",
    "continue reading with a subscription",
    "this article is for subscribers",
    "this content is for subscribers",
    "is exclusive to subscribers",
    "already a subscriber",
    "subscribers only",
    "for subscribers only",
    "become a subscriber",
    "log in to continue",
    "sign in to continue reading",
    "register to continue reading",
    "create a free account to continue",
    "unlock this article",
    "to read the full article",
    "to read the full story",
    "you have reached your limit of free",
    "start your free trial",
    "article réservé aux abonnés",
    "jetzt weiterlesen",
    "artikel mit abo",
    "mit plus weiterlesen",
    "suscríbete para seguir leyendo",
    "accédez à l'intégralité",
];

/// What consent pages say, in lower case.
const CONSENT: &[&str] = &[
    "we use cookies",
    "we and our partners",
    "we, and our partners",
    "our partners store",
    "accept all",
    "reject all",
    "accept cookies",
    "manage preferences",
    "manage settings",
    "privacy policy",
    "cookie policy",
    "your privacy",
    "personalised ads",
    "personalized ads",
    "personal data",
    "legitimate interest",
    "withdraw your consent",
    "gdpr",
    "before you continue",
    "consent to",
    "precise geolocation",
    "similar technologies",
    "alle akzeptieren",
    "datenschutz",
    "einwilligung",
    "wir verwenden cookies",
    "tout accepter",
    "nos partenaires",
    "aceptar todo",
    "politique de confidentialité",
];

/// What robot checks say, in lower case.
const ROBOT: &[&str] = &[
    "verify you are human",
    "verifying you are human",
    "are you a robot",
    "you are not a robot",
    "not a robot",
    "checking your browser",
    "enable javascript and cookies to continue",
    "please enable cookies",
    "unusual traffic",
    "complete the captcha",
    "solve the captcha",
    "access to this page has been denied",
];

/// A text of so many characters is an article, whatever it speaks of.
const ARTICLE: usize = 2500;

/// Look for walls before the page is taken apart.
pub(crate) fn signs(page: &Tree, linked: &Linked) -> Signs {
    let tier = page.select("meta[property='article:content_tier'], meta[name='article:content_tier']").attr("content");
    let locked = tier.is_some_and(|t| matches!(&*t.to_lowercase(), "locked" | "metered" | "premium"));
    let gate = page.select("[class], [id]").nodes().iter().any(|n| {
        let name = named(n);
        GATES.iter().any(|g| name.contains(&format!("-{g}-")))
            && short(n, 4000).is_some_and(|t| says(&t, SUBSCRIBE) > 0)
    });
    Signs { paid: linked.paid || locked, gate }
}

impl Signs {
    /// The wall, where the text is nothing but that.
    pub(crate) fn instead_of(&self, text: &str) -> Option<NoArticle> {
        let n = text.chars().count();
        if n > ARTICLE {
            return None;
        }
        // a wall speaks of nothing else: its phrases in most of its lines
        if n <= 1200 && says(text, ROBOT) > 0 && share(text, ROBOT) >= 0.3 {
            return Some(NoArticle::RobotCheck);
        }
        if says(text, CONSENT) >= 3 && share(text, CONSENT) >= 0.5 {
            return Some(NoArticle::ConsentWall);
        }
        let wall = says(text, SUBSCRIBE) > 0 && share(text, SUBSCRIBE) >= 0.5;
        (n <= 800 && wall).then_some(NoArticle::Paywall)
    }

    /// Is the text the beginning of an article whose rest is for subscribers?
    pub(crate) fn cut_short(&self, text: &str) -> bool {
        let tail: Vec<&str> = text.lines().rev().filter(|l| !l.trim().is_empty()).take(4).collect();
        let asked = tail.iter().any(|l| l.chars().count() <= 300 && says(l, SUBSCRIBE) > 0);
        let short = text.chars().count() <= ARTICLE;
        (asked || self.gate || self.paid) && short || asked && self.paid
    }
}

/// How many of some phrases a text says.
fn says(text: &str, phrases: &[&str]) -> usize {
    let text = text.to_lowercase();
    phrases.iter().filter(|p| text.contains(*p)).count()
}

/// Share of a text's letters that stand in lines with one of the phrases.
fn share(text: &str, phrases: &[&str]) -> f64 {
    let all = text.chars().count().max(1);
    let said: usize = text.lines().filter(|l| says(l, phrases) > 0).map(|l| l.chars().count()).sum();
    said as f64 / all as f64
}

/// A text without the offers of a subscription at its end.
pub(crate) fn without_offers(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let offer = |l: &str| l.chars().count() <= 300 && says(l, SUBSCRIBE) > 0;
    while lines.last().is_some_and(|l| l.trim().is_empty() || offer(l)) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::{NoArticle, Origin, text_page};

    const SENTENCE: &str =
        "The two delegations met in the capital on Friday and agreed on the order of the next steps.";

    fn article(inner: &str) -> String {
        format!(
            "<html><head><title>Talks go on in the capital</title></head><body><article><h1>Talks go on in the capital</h1>{inner}</article></body></html>"
        )
    }

    #[test]
    fn a_consent_wall_is_no_article() {
        let html = "<html><head><title>Sample Gazette</title></head><body><div class='dialog'><h1>Before you continue</h1>\
            <p>We and our partners store and access information on a device, such as cookies, and process personal data.</p>\
            <p>You may accept all, reject all, or manage preferences. You can withdraw your consent at any time in the privacy policy.</p>\
            <p>Some partners rely on legitimate interest and use precise geolocation data for personalised ads.</p>\
            <button>Accept all</button></div></body></html>";
        assert_eq!(text_page(html, Origin::default()).unwrap_err(), NoArticle::ConsentWall);
    }

    #[test]
    fn an_article_about_cookies_is_an_article() {
        let html = article(&format!(
            "<p>{SENTENCE}</p><p>{SENTENCE}</p><p>The regulator said that firms which write “we use cookies” \
            must let people reject all of them under the GDPR.</p><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p>"
        ));
        let page = text_page(&html, Origin::default()).unwrap();
        assert!(!page.extent.is_beginning() && page.text.contains("reject all"));
    }

    #[test]
    fn the_beginning_before_a_paywall_is_kept_and_marked() {
        let html = article(&format!(
            "<p>{SENTENCE}</p><p>{SENTENCE} They will meet again.</p><div class='offer'><p>Subscribe to continue reading.</p>\
            <p>Already a subscriber? Log in.</p></div>"
        ));
        let page = text_page(&html, Origin::default()).unwrap();
        assert!(page.extent.is_beginning());
        assert!(page.text.ends_with("They will meet again."), "{}", page.text);
    }

    #[test]
    fn linked_data_tell_that_an_article_is_for_subscribers() {
        let html = article(&format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}}</script><p>{SENTENCE}</p>"
        ));
        assert!(text_page(&html, Origin::default()).unwrap().extent.is_beginning());
    }

    #[test]
    fn a_paywall_alone_and_a_robot_check_are_no_articles() {
        let paid = "<body><main><h1>This article is for subscribers</h1><p>Subscribe to read it all, from one crown a week.</p>\
            <p>Already a subscriber? Log in to continue.</p></main></body>";
        assert_eq!(text_page(paid, Origin::default()).unwrap_err(), NoArticle::Paywall);
        let robot = "<body><h1>gazette.example</h1><p>Checking your browser before you go on. Verify you are human by completing the action below.</p></body>";
        assert_eq!(text_page(robot, Origin::default()).unwrap_err(), NoArticle::RobotCheck);
    }
}
