//! Addresses of articles: which parts of them name the article, and which only tell who sent the reader.

use url::Url;

/// Names of parameters that tell where a reader came from, and their beginnings.
const TRACKING: [&str; 14] = [
    "utm_",
    "at_medium",
    "at_campaign",
    "fbclid",
    "gclid",
    "dclid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ocid",
    "wt.mc_id",
];

/// The address without its fragment and without what only serves to follow the reader.
pub(crate) fn clean(mut url: Url) -> Url {
    url.set_fragment(None);
    let tracks = |name: &str| {
        let name = name.to_ascii_lowercase();
        TRACKING.iter().any(|t| if t.ends_with('_') { name.starts_with(t) } else { name == *t })
    };
    if url.query_pairs().any(|(name, _)| tracks(&name)) {
        // what is kept is kept as it was written
        let query = url.query().unwrap_or_default();
        let kept: Vec<&str> = query.split('&').filter(|p| !tracks(p.split('=').next().unwrap_or_default())).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
    url
}

/// Do two addresses belong to one site: the same host, or one a part of the other?
pub(crate) fn same_site(a: &Url, b: &Url) -> bool {
    let host = |u: &Url| u.host_str().unwrap_or_default().trim_start_matches("www.").to_string();
    let (a, b) = (host(a), host(b));
    let part_of = |part: &str, whole: &str| part.strip_suffix(whole).is_some_and(|p| p.ends_with('.'));
    !a.is_empty() && (a == b || a.contains('.') && b.contains('.') && (part_of(&a, &b) || part_of(&b, &a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(s: &str) -> Url {
        Url::parse(s).unwrap()
    }

    #[test]
    fn what_follows_the_reader_goes_and_the_rest_stays_as_written() {
        let of = |s: &str| clean(url(s)).to_string();
        assert_eq!(of("https://a.example/1?utm_source=rss&id=7#top"), "https://a.example/1?id=7");
        assert_eq!(of("https://a.example/1?utm_source=rss"), "https://a.example/1");
        assert_eq!(of("https://a.example/1?q=a%20b+c"), "https://a.example/1?q=a%20b+c");
    }

    #[test]
    fn a_site_is_its_host_with_its_parts() {
        assert!(same_site(&url("https://www.a.example/1"), &url("http://a.example/2")));
        assert!(same_site(&url("https://news.a.example/1"), &url("https://a.example/")));
        assert!(!same_site(&url("https://a.example/"), &url("https://ba.example/")));
        assert!(!same_site(&url("https://example/"), &url("https://a.example/")));
    }
}
