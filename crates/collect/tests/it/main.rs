//! Files and folders in, documents and problems out.

mod archives;
mod discovery;
mod feeds;
mod months;
mod rounds;
mod site;
mod web;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use rapporteur_collect::{Problem, Severity, collect, collect_from};
use rapporteur_types::Document;
use rapporteur_types::document::Basis;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

type Taken = Vec<Result<Document, Problem>>;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn take(path: impl Into<PathBuf>) -> Taken {
    collect([path]).collect()
}

fn take_file(name: &str, bytes: &[u8]) -> Taken {
    let folder = folder(&[(name, bytes)]);
    take(folder.path().join(name))
}

/// The only document, without any problem.
fn document(name: &str, bytes: &[u8]) -> Document {
    let mut taken = take_file(name, bytes);
    assert_eq!(taken.len(), 1, "{taken:?}");
    taken.remove(0).unwrap()
}

/// The only problem, without any document.
fn problem(name: &str, bytes: &[u8]) -> Problem {
    let mut taken = take_file(name, bytes);
    assert_eq!(taken.len(), 1, "{taken:?}");
    let problem = taken.remove(0).unwrap_err();
    assert!(problem.path.ends_with(name) && problem.to_string().contains(name), "{problem}");
    problem
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut w = GzEncoder::new(Vec::new(), Compression::fast());
    w.write_all(bytes).unwrap();
    w.finish().unwrap()
}

fn documents(taken: &Taken) -> Vec<&Document> {
    taken.iter().filter_map(|t| t.as_ref().ok()).collect()
}

fn problems(taken: &Taken) -> Vec<&Problem> {
    taken.iter().filter_map(|t| t.as_ref().err()).collect()
}

#[test]
fn header_lines_are_metadata_and_the_text_starts_after_them() {
    let d = document(
        "talks.txt",
        b"Published: 6 February 2026\r\nOutlet: Sample Gazette\r\nTitle: Talks\r\nURL: https://x.example/1\r\n\
          Note: sample text\r\n\r\nTalks resumed.\r\nThey go on.\r\n",
    );
    assert_eq!(d.text, "Talks resumed.\nThey go on.\n");
    assert_eq!(d.published.when.unwrap().to_string(), "2026-02-06");
    assert_eq!(d.published.basis, Basis::Stated);
    assert_eq!(
        (d.name.as_str(), d.title.as_deref(), d.outlet.as_deref()),
        ("talks", Some("Talks"), Some("Sample Gazette"))
    );
    assert_eq!((d.url.as_deref(), d.note.as_deref()), (Some("https://x.example/1"), Some("sample text")));
}

#[test]
fn a_headline_in_the_first_line_stays_in_the_text() {
    let d = document("talks.txt", b"Talks in Oman: progress\n\nThe talks resumed.\n");
    assert_eq!(d.text, "Talks in Oman: progress\n\nThe talks resumed.\n");
    assert_eq!((d.title, d.published.basis), (None, Basis::Unknown));
}

#[test]
fn an_unreadable_date_leaves_the_document_undated_with_a_warning() {
    let taken = take_file("talks.txt", b"Published: the other day\n\nTalks resumed.\n");
    assert_eq!(problems(&taken)[0].severity, Severity::Warning);
    assert!(problems(&taken)[0].to_string().contains("the other day"));
    let d = documents(&taken)[0];
    assert_eq!((d.published.when, d.published.basis), (None, Basis::Unknown));
}

#[test]
fn json_lines_give_one_document_a_line() {
    let lines = r#"{"id": "a1", "url": "https://x.example/a", "title": "One", "published": "2021-01-20T19:06:00-05:00", "source": "The House", "lang": "en-US", "kind": "news", "topics": [], "text": "First.\r\nSecond \"quoted\"."}

{"id": 7, "published": null, "published_est": "2017-05", "outlet": "Gazette", "title": "", "text": "Third."}
{"text": "Fourth."}
"#;
    for (name, bytes) in [("set.jsonl", lines.as_bytes().to_vec()), ("set.jsonl.gz", gz(lines.as_bytes()))] {
        let taken = take_file(name, &bytes);
        let d = documents(&taken);
        assert_eq!(d.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["a1", "7", "set:4"]);
        assert_eq!(d[0].text, "First.\nSecond \"quoted\".");
        assert_eq!(d[0].published.instant.as_deref(), Some("2021-01-21T00:06:00Z"));
        assert_eq!(d[0].published.when.unwrap().to_string(), "2021-01-20");
        assert_eq!((d[0].outlet.as_deref(), d[0].lang.as_deref()), (Some("The House"), Some("en")));
        assert_eq!(
            (d[1].published.when.unwrap().to_string().as_str(), d[1].published.basis),
            ("2017-05", Basis::Estimated)
        );
        assert_eq!((d[1].outlet.as_deref(), d[1].title.as_deref()), (Some("Gazette"), None));
        assert!(problems(&taken).is_empty());
    }
}

#[test]
fn a_broken_line_is_named_and_the_others_go_on() {
    let taken = take_file(
        "set.jsonl",
        b"{\"text\": \"One.\"}\n{\"text\": \"Tw\n\n[1]\n{\"title\": \"x\"}\n\xFF\xFE\n{\"text\": \"Six.\"}",
    );
    assert_eq!(documents(&taken).len(), 2);
    let broken: Vec<_> = problems(&taken).iter().map(|p| (p.line, p.severity)).collect();
    assert_eq!(broken, [2, 4, 5, 6].map(|n| (Some(n), Severity::Error)));
    assert!(problems(&taken)[0].to_string().contains("set.jsonl:2:"), "{}", problems(&taken)[0]);
    assert!(problems(&taken)[2].reason.contains("\"text\""));
}

#[test]
fn a_line_without_words_is_no_error() {
    let taken = take_file("set.jsonl", b"{\"text\": \" \"}\n{\"text\": \"Two.\"}\n");
    assert_eq!(problems(&taken)[0].severity, Severity::Warning);
    assert_eq!(documents(&taken).len(), 1);
}

#[test]
fn utf16_is_read_by_its_mark() {
    let utf16 =
        |s: &str| -> Vec<u8> { [0xFF, 0xFE].into_iter().chain(s.encode_utf16().flat_map(u16::to_le_bytes)).collect() };
    assert_eq!(document("talks.txt", &utf16("Переговоры\r\n")).text, "Переговоры\n");
    assert_eq!(document("set.jsonl", &utf16("{\"text\": \"Über.\"}\r\n")).text, "Über.");
}

#[test]
fn an_older_encoding_is_read_with_a_warning() {
    let bytes: Vec<u8> = "Die Gespräche über das Programm führten zu nichts.".chars().map(|c| c as u8).collect();
    let taken = take_file("talks.txt", &bytes);
    assert!(problems(&taken)[0].reason.contains("windows-1252"), "{}", problems(&taken)[0]);
    assert_eq!(documents(&taken)[0].text, "Die Gespräche über das Programm führten zu nichts.");
}

#[test]
fn an_empty_file_is_an_error() {
    for (name, bytes) in
        [("a.txt", &b""[..]), ("a.txt", b"\xEF\xBB\xBF \n\n"), ("a.md", b""), ("a.html", b""), ("a.jsonl", b"\n")]
    {
        let p = problem(name, bytes);
        assert!(p.reason.contains("empty") && p.severity == Severity::Error, "{p}");
    }
    assert!(problem("a.txt.gz", &gz(b"")).reason.contains("empty"));
    assert!(problem("a.txt", b"Title: x\n").reason.contains("empty"));
}

#[test]
fn a_binary_file_is_refused() {
    assert!(problem("a.txt", b"\x7FELF\x02\x01\x01\0\0\0\0").reason.contains("binary"));
    assert!(problem("a.html", b"\x89PNG\r\n\x1A\n\0\0").reason.contains("picture"));
    assert!(problem("a.txt", b"%PDF-1.7\n").reason.contains("PDF"));
}

#[test]
fn fifty_megabytes_on_one_line_are_refused_soon() {
    let start = std::time::Instant::now();
    let line = "word ".repeat(10 << 20);
    assert!(problem("a.txt", line.as_bytes()).reason.contains("one line of 50 MB"));
    let record = format!("{{\"text\": \"{line}\"}}\n{{\"text\": \"Two.\"}}\n");
    let taken = take_file("a.jsonl", record.as_bytes());
    assert!(problems(&taken)[0].reason.contains("one line of 50 MB"));
    assert_eq!((problems(&taken)[0].line, documents(&taken).len()), (Some(1), 1));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let taken = take_file("a.txt", "words and words\n".repeat(5 << 20).as_bytes());
    assert!(problems(&taken)[0].reason.contains("larger than 64 MB"));
    let long = [b"{\"text\": \"".to_vec(), vec![b'x'; 65 << 20], b"\"}\n{\"text\": \"Two.\"}\n".to_vec()].concat();
    let taken = take_file("a.jsonl", &long);
    assert!(problems(&taken)[0].reason.contains("65 MB"), "{taken:?}");
    assert_eq!(documents(&taken)[0].text, "Two.");
}

#[test]
fn a_bomb_is_stopped() {
    let bomb = gz(&gz_source(300 << 20));
    for name in ["a.txt.gz", "a.jsonl.gz", "a.html.gz"] {
        let taken = take_file(name, &bomb);
        assert!(taken.len() == 1 && taken[0].is_err(), "{name}");
    }
    assert!(problem("a.jsonl.gz", &bomb).reason.contains("unpacks"));
}

/// `n` bytes that pack a thousandfold.
fn gz_source(n: usize) -> Vec<u8> {
    let mut bytes = vec![b' '; n];
    bytes.extend(b"\n");
    bytes
}

#[test]
fn a_gzip_file_cut_short_is_an_error_and_gives_what_was_whole() {
    let lines: String = (0..4000).map(|i| format!("{{\"text\": \"Line {i} {}\"}}\n", i * 7919)).collect();
    let whole = gz(lines.as_bytes());
    let taken = take_file("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(documents(&taken).len() > 100);
    assert_eq!(problems(&taken).len(), 1);
    assert!(take_file("a.txt.gz", &gz(b"Talks.")[..12])[0].is_err());
}

#[test]
fn a_missing_path_is_named_and_the_rest_goes_on() {
    let folder = folder(&[("b.txt", b"Two.")]);
    let taken: Taken = collect([folder.path().join("a.txt"), folder.path().join("b.txt")]).collect();
    assert!(problems(&taken)[0].to_string().contains("no such file"));
    assert_eq!(documents(&taken)[0].text, "Two.");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_the_rest_goes_on() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("a.txt", b"One."), ("b.txt", b"Two.")]);
    let path = folder.path().join("a.txt");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // The administrator may read everything; a link to itself cannot be read by anyone.
        std::fs::remove_file(&path).unwrap();
        symlink(&path, &path).unwrap();
    }
    let taken: Taken = collect([path, folder.path().join("b.txt")]).collect();
    assert!(problems(&taken)[0].reason.contains("cannot be read"), "{taken:?}");
    assert_eq!(documents(&taken)[0].text, "Two.");
}

#[test]
fn a_folder_gives_its_files_sorted_without_the_hidden_ones() {
    let folder = folder(&[
        ("b.txt", b"B."),
        ("a/z.md", b"# Z"),
        ("a/y.jsonl", b"{\"id\": \"y1\", \"text\": \"Y.\"}\n"),
        (".hidden.txt", b"H."),
        (".git/c.txt", b"C."),
        ("c.png", b"\x89PNG"),
    ]);
    let taken = take(folder.path());
    assert_eq!(documents(&taken).iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["y1", "z", "b"]);
    let [skipped] = problems(&taken)[..] else { panic!("{taken:?}") };
    assert!(skipped.severity == Severity::Warning && skipped.reason.contains("c.png"));
}

#[test]
fn a_folder_with_nothing_to_read_is_an_error() {
    for files in [&[][..], &[("sub/.keep", &b""[..])], &[("a.bin", b"\0")]] {
        let folder = folder(files);
        let taken = take(folder.path());
        let last = taken.last().unwrap().as_ref().unwrap_err();
        assert!(last.severity == Severity::Error && last.reason.contains("nothing in this folder"), "{last}");
        assert_eq!(last.path, folder.path());
    }
}

#[test]
fn standard_input_is_text_or_json_lines() {
    let read = |bytes: Vec<u8>| -> Taken { collect_from(["-"], std::io::Cursor::new(bytes)).collect() };
    assert_eq!(documents(&read(b"Talks resumed.".to_vec()))[0].name, "stdin");
    assert_eq!(documents(&read(b"{\"id\": \"x\", \"text\": \"T.\"}\n{\"text\": \"U.\"}".to_vec())).len(), 2);
    assert_eq!(documents(&read(gz(b"{\"id\": \"x\", \"text\": \"T.\"}")))[0].name, "x");
    let twice: Taken = collect_from(["-", "-"], std::io::Cursor::new(b"T.".to_vec())).collect();
    assert!(twice[1].as_ref().unwrap_err().to_string().starts_with("standard input:"));
}

#[test]
fn markdown_gives_its_words_and_its_front_matter() {
    let d = document(
        "talks.md",
        b"---\ntitle: Talks\ndate: 2026-02-06\nsource: Gazette\n---\n\n## Day one\n\nThe **envoys** [met](x).\n",
    );
    assert_eq!(d.text, "## Day one\n\nThe envoys met.");
    assert_eq!((d.title.as_deref(), d.outlet.as_deref()), (Some("Talks"), Some("Gazette")));
    assert_eq!(d.published.when.unwrap().to_string(), "2026-02-06");
}

const PARAGRAPH: &str = "The delegations met for a third day, and the mediator, who had carried papers between two \
    rooms since the morning, told reporters that the distance had become smaller, though not small.";

fn page(head: &str, before: &str) -> String {
    let paragraphs: String = (1..=6).map(|i| format!("<p>{i}. {PARAGRAPH}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=\"en-GB\"><head><title>Third day | Gazette</title>{head}</head><body>\
         <nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>Third day</h1>{before}{paragraphs}\
         <h2>What is open</h2><p>{PARAGRAPH}</p></article><footer>All rights reserved</footer></body></html>"
    )
}

#[test]
fn a_page_gives_its_main_text_in_paragraphs() {
    let d = document("page.html", page("", "").as_bytes());
    assert!(d.text.contains(&format!("1. {PARAGRAPH}\n\n2. ")), "{}", d.text);
    assert!(d.text.contains("## What is open\n\n"), "{}", d.text);
    assert!(!d.text.contains("Home") && !d.text.contains("rights reserved"), "{}", d.text);
    assert_eq!((d.title.as_deref().map(|t| t.contains("Third day")), d.lang.as_deref()), (Some(true), Some("en")));
    assert_eq!(d.published.basis, Basis::Unknown);
}

#[test]
fn a_page_gives_its_date_outlet_and_address() {
    let tags = "<meta property=\"article:published_time\" content=\"2026-02-06T10:30:00+04:00\">\
        <meta property=\"og:site_name\" content=\"The Gazette\"><link rel=canonical href=\"https://g.example/3\">";
    let linked = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "headline": "Third day", "datePublished": "2026-02-06",
         "publisher": {"name": "The Gazette"}}]}</script><meta property="og:url" content="https://g.example/3">"#;
    let wrapped =
        linked.replace("{\"@context", "//<![CDATA[\n{\"@context").replace("]}</script>", "]}\n//]]></script>");
    let time = "<time datetime=\"2026-02-06T10:30\">Friday</time>";
    for (head, before, named) in [(tags, "", true), (linked, "", true), (&wrapped, "", true), ("", time, false)] {
        let d = document("page.html", page(head, before).as_bytes());
        assert_eq!(d.published.when.unwrap().to_string(), "2026-02-06", "{head}{before}");
        assert_eq!(d.outlet.as_deref(), named.then_some("The Gazette"));
        assert_eq!(d.url.as_deref(), named.then_some("https://g.example/3"));
    }
}

#[test]
fn a_page_in_a_declared_encoding_is_read_as_it_declares() {
    let html = "<html><head><meta charset=windows-1251></head><body><p>Переговоры завершились.</p></body></html>";
    let bytes: Vec<u8> =
        html.chars().map(|c| if c >= 'А' { (c as u32 - 'А' as u32 + 0xC0) as u8 } else { c as u8 }).collect();
    let taken = take_file("page.html", &bytes);
    assert!(problems(&taken)[0].reason.contains("windows-1251"));
    assert_eq!(documents(&taken)[0].text.trim(), "Переговоры завершились.");
}

#[test]
fn a_page_nested_too_deep_is_refused() {
    // The second one looks shallow to a count of tags, and is not: end tags without a start do nothing.
    for tags in ["<div>".repeat(200_000), "<div></x>".repeat(7000)] {
        let html = format!("<html><body>{tags}<p>Deep.</p></body></html>");
        assert!(problem("page.html", html.as_bytes()).reason.contains("nested"));
    }
    let html = format!("<html><body>{}<p>{PARAGRAPH}</p></body></html>", "<div>".repeat(400));
    assert!(document("page.html", html.as_bytes()).text.contains(PARAGRAPH));
}

#[test]
fn the_same_text_has_the_same_id_wherever_it_lies() {
    let folder = folder(&[("a.txt", b"Talks."), ("sub/b.txt", b"Talks."), ("c.txt", b"Talks!")]);
    let taken = take(folder.path());
    let d = documents(&taken);
    assert!(d[0].id == d[2].id && d[0].id != d[1].id);
}

fn any_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["a.txt", "a.md", "a.html", "a.jsonl", "a.txt.gz", "a.jsonl.gz", "a"][..])
}

/// Bytes that come near to what the formats are made of.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(
        &[
            "Title: x\n",
            "\n\n",
            "\r\n",
            "{\"text\": \"a\"}\n",
            "{\"text\":",
            "\"",
            "\\u",
            "<p>",
            "</p>",
            "<div><table>",
            "<html>",
            "<!--",
            "<script type='application/ld+json'>",
            "{",
            "}",
            "[",
            "]",
            "- x\n",
            "***",
            "# ",
            "é",
            "\u{FEFF}",
            "Oman said. ",
            "---\n",
            "<meta charset=",
            "<br><br>",
            "&amp",
            "```",
        ][..],
    );
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        prop::collection::vec(pieces, 0..40).prop_map(|p| p.concat().into_bytes()),
        ("\x1F\u{8B}?", prop::collection::vec(any::<u8>(), 0..60)).prop_map(|(s, b)| [gz(s.as_bytes()), b].concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_give_a_document_or_a_problem(name in any_name(), bytes in any_bytes()) {
        let taken = take_file(name, &bytes);
        prop_assert!(!taken.is_empty());
        for d in documents(&taken) {
            prop_assert!(!d.text.trim().is_empty());
            let mut again = d.clone();
            again.identify();
            prop_assert_eq!(&again.id, &d.id);
        }
    }

    #[test]
    fn only_line_ends_change_in_plain_text(lines in prop::collection::vec("[a-zé\u{1F600}\r ]{1,12}", 1..12), ends in any::<u16>()) {
        let mut given = String::from("x");
        for (i, line) in lines.iter().enumerate() {
            given.push_str(line);
            given.push_str(if ends >> i & 1 == 1 { "\r\n" } else { "\n" });
        }
        let expected: String = given.split("\r\n").collect::<Vec<_>>().join("\n");
        prop_assert_eq!(&document("a.txt", given.as_bytes()).text, &expected);
        let marked = [b"\xEF\xBB\xBF", given.as_bytes()].concat();
        prop_assert_eq!(&document("a.txt", &marked).text, &expected);
        let record = format!("{{\"text\": {}}}\n", quoted(&given));
        prop_assert_eq!(&document("a.jsonl", record.as_bytes()).text, &expected);
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|c| match c {
            '\r' => "\\r".into(),
            '\n' => "\\n".into(),
            '"' | '\\' => format!("\\{c}"),
            c => c.to_string(),
        })
        .collect();
    format!("\"{inner}\"")
}

#[test]
fn reading_goes_line_by_line() {
    struct Endless(usize);
    impl Read for Endless {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let line = format!("{{\"id\": {}, \"text\": \"T.\"}}\n", self.0);
            self.0 += 1;
            let n = line.len().min(buf.len());
            buf[..n].copy_from_slice(&line.as_bytes()[..n]);
            Ok(n)
        }
    }
    let taken = collect_from([Path::new("-")], Endless(10_000)).take(1000);
    assert!(taken.filter_map(Result::ok).count() > 990);
}
