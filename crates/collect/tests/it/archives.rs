//! Web archives, saved pages and GDELT's files in, documents and problems out. All contents are made up.

use crate::{documents, folder, gz, problems, take, take_file};
use proptest::prelude::*;
use rapporteur_collect::gdelt::{Target, addresses};

const SENTENCE: &str = "The two delegations met in the capital on Friday and agreed on the order of the next steps.";

fn page(title: &str) -> String {
    format!(
        "<html lang='en'><head><title>{title}</title><meta property='article:published_time' content='2026-02-05T10:00:00Z'></head>\
         <body><article><h1>{title}</h1>{}</article></body></html>",
        format!("<p>{SENTENCE}</p>").repeat(6)
    )
}

fn record(kind: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-02-06T12:00:00Z\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn response(n: u32) -> Vec<u8> {
    let http =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", page(&format!("Meeting {n}")));
    let headers =
        format!("WARC-Target-URI: https://gazette.example/{n}\r\nContent-Type: application/http; msgtype=response\r\n");
    record("response", &headers, http.as_bytes())
}

fn conversion(n: u32) -> Vec<u8> {
    let headers = format!(
        "WARC-Target-URI: https://gazette.example/2026/02/06/{n}\r\nWARC-Identified-Content-Language: eng,fra\r\nContent-Type: text/plain\r\n"
    );
    record("conversion", &headers, format!("Meeting {n}\nThe talks resumed.\n").as_bytes())
}

fn info() -> Vec<u8> {
    record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: sample\r\n")
}

#[test]
fn pages_of_an_archive_are_documents_however_it_is_packed() {
    let records = [info(), response(1), response(2), conversion(3)];
    let plain = records.concat();
    let members = records.iter().flat_map(|r| gz(r)).collect::<Vec<u8>>();
    for (name, bytes) in
        [("a.warc", plain.clone()), ("a.warc.gz", gz(&plain)), ("b.warc.gz", members.clone()), ("unnamed", members)]
    {
        let taken = take_file(name, &bytes);
        assert!(problems(&taken).is_empty(), "{name}: {:?}", problems(&taken));
        let d = documents(&taken);
        assert_eq!(d.len(), 3, "{name}");
        assert_eq!(
            (d[0].title.as_deref(), d[0].url.as_deref()),
            (Some("Meeting 1"), Some("https://gazette.example/1"))
        );
        assert_eq!(d[0].published.when.unwrap().to_string(), "2026-02-05");
        assert_eq!(d[0].retrieved.as_deref(), Some("2026-02-06T12:00:00Z"));
        assert_eq!((d[2].text.as_str(), d[2].lang.as_deref()), ("Meeting 3\nThe talks resumed.\n", Some("en")));
        assert_eq!(d[2].published.when.unwrap().to_string(), "2026-02-06");
    }
}

#[test]
fn a_damaged_record_is_told_and_the_others_are_read() {
    let members: Vec<Vec<u8>> = [response(1), response(2), response(3)].iter().map(|r| gz(r)).collect();
    let mut bytes = members.concat();
    // in the middle of the second member
    let at = members[0].len() + members[1].len() / 2;
    bytes[at..at + 20].fill(0xAA);
    let taken = take_file("a.warc.gz", &bytes);
    let titles: Vec<_> = documents(&taken).iter().map(|d| d.title.clone().unwrap()).collect();
    assert_eq!(titles, ["Meeting 1", "Meeting 3"]);
    assert!(problems(&taken)[0].to_string().contains("record 2"), "{:?}", problems(&taken));
}

#[test]
fn a_length_that_lies_costs_one_record() {
    let lying = |by: i64| {
        let whole = String::from_utf8(response(2)).unwrap();
        let (head, rest) = whole.split_once("Content-Length: ").unwrap();
        let (length, rest) = rest.split_once("\r\n").unwrap();
        format!("{head}Content-Length: {}\r\n{rest}", length.parse::<i64>().unwrap() + by).into_bytes()
    };
    for by in [100, -100, 100_000] {
        let bytes = [response(1), lying(by), response(3), response(4)].concat();
        let taken = take_file("a.warc", &bytes);
        let titles: Vec<_> = documents(&taken).iter().map(|d| d.title.clone().unwrap()).collect();
        assert!(
            titles.contains(&"Meeting 1".into()) && titles.ends_with(&["Meeting 3".into(), "Meeting 4".into()]),
            "{by}: {titles:?}"
        );
        assert!(!problems(&taken).is_empty(), "{by}");
    }
}

#[test]
fn an_archive_cut_short_gives_what_was_whole() {
    let bytes = [response(1), response(2)].iter().flat_map(|r| gz(r)).collect::<Vec<u8>>();
    let taken = take_file("a.warc.gz", &bytes[..bytes.len() - 30]);
    assert_eq!((documents(&taken).len(), problems(&taken).len()), (1, 1));
}

#[test]
fn an_archive_without_pages_is_an_error() {
    let taken = take_file("a.warc", &info());
    assert!(problems(&taken)[0].reason.contains("none of its 1 record(s)"));
}

#[test]
fn a_record_of_a_film_is_passed_over() {
    let film = record("response", "Content-Type: application/http\r\n", &vec![b'x'; 20 << 20]);
    let taken = take_file("a.warc", &[film, response(1)].concat());
    assert_eq!((documents(&taken).len(), problems(&taken).len()), (1, 0));
}

#[test]
fn the_folder_of_a_saved_page_is_left_out() {
    let html = page("Meeting 1");
    let folder = folder(&[
        ("Talks.html", html.as_bytes()),
        ("Talks_files/advert.html", html.as_bytes()),
        ("Other_files/talks.html", page("Meeting 2").as_bytes()),
    ]);
    let titles: Vec<_> = documents(&take(folder.path())).iter().map(|d| d.title.clone().unwrap()).collect();
    assert_eq!(titles, ["Meeting 2", "Meeting 1"]);
}

#[test]
fn a_page_saved_in_one_file_is_read() {
    let mhtml = format!(
        "From: <Saved>\r\nSnapshot-Content-Location: https://gazette.example/1\r\nDate: Fri, 06 Feb 2026 12:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"xx\"\r\n\r\n\
         --xx\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n\
         --xx\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--xx--\r\n",
        page("Meeting 1").replace('=', "=3D")
    );
    let taken = take_file("page.mhtml", mhtml.as_bytes());
    let d = documents(&taken);
    assert_eq!((d[0].title.as_deref(), d[0].url.as_deref()), (Some("Meeting 1"), Some("https://gazette.example/1")));
    assert_eq!(d[0].retrieved.as_deref(), Some("2026-02-06T12:00:00Z"));
    assert!(problems(&take_file("page.mhtml", b"nothing"))[0].reason.contains("no page"));
}

#[test]
fn gdelt_tables_give_addresses_of_articles() {
    let row = |n: usize, put: &[(usize, &str)]| {
        let mut columns = vec!["x"; n];
        put.iter().for_each(|(i, v)| columns[*i] = v);
        columns.join("\t")
    };
    let events = [
        row(61, &[(59, "20260206103000"), (60, "https://gazette.example/1")]),
        row(61, &[(59, "20260206103000"), (60, "https://gazette.example/1")]),
        row(61, &[(59, "20260206103000"), (60, "BBC Monitoring")]),
        row(60, &[]),
    ];
    let found = addresses(events.join("\n").as_bytes());
    assert_eq!(found.addresses.len(), 1);
    assert_eq!(
        (found.addresses[0].url.as_str(), found.addresses[0].target),
        ("https://gazette.example/1", Target::Article)
    );
    assert_eq!(found.addresses[0].seen.unwrap().to_string(), "2026-02-06T10:30:00Z");
    assert_eq!((found.failed, found.problems[0].0, found.problems[1].0), (2, 3, 4));
    let mentions = [
        row(16, &[(2, "20260206103000"), (3, "1"), (5, "https://gazette.example/2")]),
        row(16, &[(2, "20260206103000"), (3, "3"), (5, "a book")]),
    ];
    assert_eq!(addresses(mentions.join("\r\n").as_bytes()).addresses.len(), 1);
    let gkg = row(27, &[(1, "20260206103000"), (2, "1"), (4, "https://gazette.example/3")]);
    assert_eq!(addresses(gkg.as_bytes()).addresses[0].url, "https://gazette.example/3");
}

#[test]
fn gdelt_lists_give_addresses_of_tables_and_broken_zips_are_told() {
    let list = "45 9c1f http://data.example/gdeltv2/20260206103000.export.CSV.zip\n77 aa http://data.example/gdeltv2/20260206103000.gkg.csv.zip\nbroken\n";
    let found = addresses(list.as_bytes());
    assert!(found.addresses.iter().all(|a| a.target == Target::Table) && found.addresses.len() == 2);
    assert_eq!((found.failed, found.addresses[0].seen.unwrap().to_string().as_str()), (1, "2026-02-06T10:30:00Z"));
    assert!(addresses(b"PK\x03\x04rubbish").problems[0].1.contains("zip"));
    let taken = take_file("lastupdate.txt", list.as_bytes());
    assert_eq!(documents(&taken).len(), 1, "a text file is read as text");
    let taken = take_file("20260206103000.export.CSV", b"x\ty\n");
    assert!(problems(&taken)[0].reason.contains("no file of GDELT"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_archive_ends(bytes in proptest::collection::vec(any::<u8>(), 0..2000), cut in 0usize..3000, at in 0usize..3000) {
        let mut archive = [response(1), conversion(2)].concat();
        let end = archive.len();
        let place = at.min(end);
        archive.splice(place..place, bytes);
        archive.truncate(end.saturating_sub(cut).max(8));
        let taken = take_file("a.warc", &archive);
        prop_assert!(!taken.is_empty());
let packed = gz(&archive);
        let taken = take_file("a.warc.gz", &packed[..packed.len().min(300)]);
        prop_assert!(!taken.is_empty());
    }
}
