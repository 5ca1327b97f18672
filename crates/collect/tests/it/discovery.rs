//! What can be watched at an address.

use crate::site::{Reply, Site, Virtual, client};
use rapporteur_collect::discover::{Found, discover};
use rapporteur_types::source::SourceKind;

const FEED: &str =
    "<rss><channel><title>World</title><item><title>One</title><link>https://w.example/1</link></item></channel></rss>";

fn found(site: &Site, path: &str) -> Vec<(SourceKind, String)> {
    let of = |f: Found| {
        let path = f.source.url.replace(&format!("http://{}", site.address), "");
        (f.source.kind, path)
    };
    discover(&client(), &site.url(path), &Virtual::new()).unwrap().into_iter().map(of).collect()
}

#[test]
fn a_feed_is_itself_wherever_it_has_moved_to() {
    let site = Site::new();
    site.put("/old", Reply::redirect(301, "/feed"));
    site.put("/feed", Reply::feed(FEED));
    assert_eq!(found(&site, "/feed"), [(SourceKind::Feed, "/feed".into())]);
    assert_eq!(found(&site, "/old"), [(SourceKind::Feed, "/feed".into())]);
}

#[test]
fn a_page_names_its_feeds_and_those_that_are_none_are_left_out() {
    let site = Site::new();
    site.put(
        "/",
        Reply::html(
            "<html><head><link rel='alternate' type='application/rss+xml' href='/broken.xml'>
             <link rel='alternate' type='application/rss+xml' title='Comments' href='/comments.xml'>
             <link rel='alternate' type='application/atom+xml' href='world.xml'>
             <link rel='alternate' type='text/html' hreflang='fr' href='/fr'></head>
             <body><a href='/sport/rss'>RSS</a><a href='/feedback'>Feedback</a></body></html>",
        ),
    );
    for path in ["/world.xml", "/sport/rss", "/comments.xml"] {
        site.put(path, Reply::feed(FEED));
    }
    site.put("/broken.xml", Reply::html("<html>gone</html>"));
    let paths: Vec<String> = found(&site, "/").into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths, ["/world.xml", "/sport/rss"]);
}

#[test]
fn where_no_feed_is_named_the_usual_places_the_sitemap_and_the_page_itself_are_tried() {
    let site = Site::new();
    let links: String =
        (0..4).map(|n| format!("<a href='/2031/05/0{}/envoys'>Envoys meet again today</a>", n + 1)).collect();
    site.put("/news", Reply::html(&format!("<html><body>{links}</body></html>")));
    assert_eq!(found(&site, "/news"), [(SourceKind::Page, "/news".into())]);
    let map = format!("<urlset><url><loc>{}</loc></url></urlset>", site.url("/1"));
    site.put("/sitemap.xml", Reply::new(200, "application/xml", map));
    assert_eq!(
        found(&site, "/news"),
        [(SourceKind::Sitemap, "/sitemap.xml".into()), (SourceKind::Page, "/news".into())]
    );
    assert_eq!(found(&site, "/sitemap.xml"), [(SourceKind::Sitemap, "/sitemap.xml".into())]);
    site.put("/rss.xml", Reply::feed(FEED));
    assert_eq!(found(&site, "/news"), [(SourceKind::Feed, "/rss.xml".into()), (SourceKind::Page, "/news".into())]);
    let bare = Site::new();
    bare.put("/", Reply::html("<html><body>Nothing here</body></html>"));
    assert_eq!(found(&bare, "/"), []);
}
