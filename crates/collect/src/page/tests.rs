//! Pages in, what is the article and what they say of themselves out. All pages are made up.

use super::{Extent, NoArticle, Origin, Page, page};
use rapporteur_types::document::Basis;
use std::time::{Duration, Instant};

const ONE: &str = "The two delegations met in the capital on Friday and agreed on the order of the next steps.";
const TWO: &str = "A spokesman said that “the work goes on” and that no date was set for the third meeting.";

fn of(html: &str) -> Page {
    page(html.as_bytes(), Origin::default()).unwrap()
}

fn article(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='en-GB'><head><title>Talks go on in the capital | Sample Gazette</title>{head}</head>\
         <body><nav><a href='/'>Home</a></nav><article><h1>Talks go on in the capital</h1>{body}</article></body></html>"
    )
}

fn paragraphs() -> String {
    format!("<p>{ONE}</p><p>{TWO}</p>").repeat(4)
}

fn day(p: &rapporteur_types::document::Published) -> Option<String> {
    p.when.map(|w| w.to_string())
}

#[test]
fn paragraphs_stay_and_what_surrounds_them_goes() {
    let html = article(
        "",
        &format!(
            "<p class='byline'>By Ada Example</p><time datetime='2026-02-06'>6 February 2026</time>\
             <div class='share-bar'><a href='/s'>Share on a network</a></div>\
             <figure><img src='a.png'><figcaption>The hall before the meeting, seen from the street.</figcaption></figure>\
             {}<p><a href='/other'>Other delegations meet elsewhere as well</a></p><p>{ONE} End.</p>\
             <h3>More from this desk</h3><ul><li><a href='/a'>A first story</a></li><li><a href='/b'>A second story</a></li></ul>\
             <p>© Sample Gazette</p>",
            paragraphs()
        ),
    );
    let mut expected = [ONE, TWO].repeat(4).join("\n\n");
    expected.push_str(&format!("\n\n{ONE} End."));
    assert_eq!(of(&html).text, expected);
}

#[test]
fn headings_of_the_article_stay_even_where_they_are_anchors() {
    let html = article("", &format!("{}<h2><a href='#next'>What comes next</a></h2>{}", paragraphs(), paragraphs()));
    assert!(of(&html).text.contains("\n\n## What comes next\n\n"));
}

#[test]
fn title_author_site_language_and_address_are_those_of_the_article() {
    let head = "<meta property='og:site_name' content='Sample Gazette'><meta name='author' content='By Ada Example'>\
        <link rel='canonical' href='https://gazette.example/talks'>";
    let page = of(&article(head, &paragraphs()));
    assert_eq!(page.title.as_deref(), Some("Talks go on in the capital"));
    assert_eq!((page.author.as_deref(), page.site.as_deref()), (Some("Ada Example"), Some("Sample Gazette")));
    assert_eq!(
        (page.language.as_deref(), page.address.as_deref()),
        (Some("en-GB"), Some("https://gazette.example/talks"))
    );
}

#[test]
fn published_and_modified_are_kept_apart() {
    let head = "<meta property='article:modified_time' content='2026-02-08T09:00:00Z'>\
        <meta property='article:published_time' content='2026-02-06T23:30:00-05:00'>";
    let page = of(&article(head, &paragraphs()));
    assert_eq!((day(&page.published), day(&page.modified)), (Some("2026-02-06".into()), Some("2026-02-08".into())));
    assert_eq!(page.published.instant.as_deref(), Some("2026-02-07T04:30:00Z"));
    assert_eq!((page.published.basis, page.modified.basis), (Basis::Stated, Basis::Stated));
}

#[test]
fn a_date_after_the_page_was_fetched_is_unknown() {
    let html = article("<meta property='article:published_time' content='2031-01-01T00:00:00Z'>", &paragraphs());
    let origin = Origin { retrieved: Some("2026-02-06T12:00:00Z".parse().unwrap()), ..Origin::default() };
    let page = page(html.as_bytes(), origin).unwrap();
    assert_eq!((page.published.when, page.published.basis), (None, Basis::Unknown));
    assert_eq!(page.refused_date.as_deref(), Some("2031-01-01T00:00:00Z"));
}

#[test]
fn an_unreadable_date_is_unknown_and_told() {
    let page = of(&article("<meta name='date' content='the other day'>", &paragraphs()));
    assert_eq!((page.published.when, page.refused_date.as_deref()), (None, Some("the other day")));
}

#[test]
fn a_date_beside_the_headline_counts_and_those_of_other_articles_do_not() {
    let body = format!(
        "<div class='intro'>06.02.2026</div>{}<div class='related'><span class='date'>1 January 2020</span></div>\
         <div class='comments'><time datetime='2026-03-01'>1 March</time></div>",
        paragraphs()
    );
    assert_eq!(day(&of(&article("", &body)).published).as_deref(), Some("2026-02-06"));
}

#[test]
fn when_it_was_updated_is_no_date_of_publication() {
    let page = of(&article("", &format!("<p class='date'>Updated 8 February 2026</p>{}", paragraphs())));
    assert_eq!(page.published.when, None);
}

#[test]
fn a_day_in_the_address_and_a_day_of_change_are_estimates() {
    let html = article("", &paragraphs());
    let origin = Origin { address: Some("https://gazette.example/2026/02/06/talks"), ..Origin::default() };
    let found = page(html.as_bytes(), origin).unwrap();
    assert_eq!((day(&found.published).as_deref(), found.published.basis), (Some("2026-02-06"), Basis::Estimated));
    let found = of(&article("<meta property='og:updated_time' content='2026-02-08'>", &paragraphs()));
    assert_eq!((day(&found.published).as_deref(), found.published.basis), (Some("2026-02-08"), Basis::Estimated));
}

#[test]
fn a_page_that_fills_itself_by_script_gives_the_text_of_its_linked_data() {
    let body = format!("{ONE}\\n{TWO}\\n").repeat(4);
    let html = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Talks\",\"articleBody\":\"{body}\"}}</script>\
         </head><body><div id='app'>Loading</div></body></html>"
    );
    assert_eq!(of(&html).text, [ONE, TWO].repeat(4).join("\n\n"));
}

#[test]
fn an_encoding_named_by_the_server_goes_before_a_guess() {
    let html = article("", &format!("<p>Das Gespräch über das Abkommen. {ONE}</p>{}", paragraphs()));
    let bytes: Vec<u8> = html.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'"')).collect();
    let origin = Origin { charset: Some("iso-8859-1"), ..Origin::default() };
    let found = page(&bytes, origin).unwrap();
    assert!(found.text.starts_with("Das Gespräch über") && found.guessed_encoding.is_none());
}

#[test]
fn hostile_pages_end_soon() {
    let deep = "<div>".repeat(1_000_000);
    let line = format!("<html><body><p>{}</p></body></html>", "word ".repeat(3_000_000));
    let flat = format!("<html><body>{}</body></html>", "<p>a<b>c</b></p>".repeat(60_000));
    let attributes = format!("<html><body><div class='{}'>{ONE}</div></body></html>", "share-bar ".repeat(200_000));
    let links = format!("<html><body><ul>{}</ul></body></html>", "<li><a href='/x'>A story</a></li>".repeat(40_000));
    for (name, html) in [("deep", deep), ("line", line), ("flat", flat), ("attributes", attributes), ("links", links)] {
        let start = Instant::now();
        let got = page(html.as_bytes(), Origin::default());
        eprintln!("{name} {:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
        if name == "deep" {
            assert_eq!(got.unwrap_err(), NoArticle::TooDeep);
        }
    }
    let large = vec![b'a'; 100 << 20];
    assert_eq!(page(&large, Origin::default()).unwrap_err(), NoArticle::TooLarge);
}

#[test]
fn a_whole_article_is_whole() {
    assert_eq!(of(&article("", &paragraphs())).extent, Extent::Whole);
}

#[test]
fn the_lead_under_the_headline_stays_where_it_stands_apart() {
    let lead = "At the initiative of the host, the two heads of delegation spoke by telephone on Friday.";
    let html = format!(
        "<html><head><title>A call between the delegations</title><meta name='description' content='{lead}'></head><body>\
         <header class='intro'><h1>A call between the delegations</h1><div class='summary'>{lead}</div></header>\
         <div class='body'>{}</div></body></html>",
        paragraphs()
    );
    let text = of(&html).text;
    assert!(text.starts_with(&format!("{lead}\n\n{ONE}")), "{text}");
    assert_eq!(text.matches(lead).count(), 1);
}

#[test]
fn the_date_of_a_picture_is_not_that_of_the_article() {
    let body = format!(
        "<div itemscope itemtype='https://schema.org/ImageObject'><meta itemprop='datePublished' content='2001-06-02'></div>\
         <div itemscope itemtype='https://schema.org/NewsArticle'><span itemprop='datePublished'>2 August 2001</span></div>{}",
        paragraphs()
    );
    assert_eq!(day(&of(&article("", &body)).published).as_deref(), Some("2001-08-02"));
}

#[test]
fn a_sentence_that_begins_like_a_call_to_readers_stays() {
    let html =
        article("", &format!("{}<p>Follow the money, the minister said on Friday.</p>{}", paragraphs(), paragraphs()));
    assert!(of(&html).text.contains("\n\nFollow the money, the minister said on Friday.\n\n"));
}
