//! One file or standard input: unpacked where it is gzip, and its format known from its name or its first bytes.

use crate::warc::Members;
use crate::{gdelt, limits};
use flate2::read::{GzDecoder, MultiGzDecoder};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// What an input is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    JsonLines,
    /// A web archive: WARC or WET.
    Warc,
    /// A page saved with all its parts in one file.
    Mhtml,
    /// A list or table of GDELT: addresses, no texts.
    Gdelt,
}

impl Format {
    /// The format that a name's ending promises; `.gz` behind it does not count.
    pub(crate) fn of_name(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let table = name.strip_suffix(".zip").unwrap_or(&name);
        if [".export.csv", ".mentions.csv", ".gkg.csv"].iter().any(|e| table.ends_with(e)) {
            return Some(Format::Gdelt);
        }
        let (_, ending) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
        match ending {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "warc" | "wet" => Some(Format::Warc),
            "mhtml" | "mht" => Some(Format::Mhtml),
            _ => None,
        }
    }

    /// The format that the first bytes look like.
    fn of_bytes(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if head.starts_with(b"WARC/") {
            return Format::Warc;
        }
        if gdelt::is_gdelt(head) {
            return Format::Gdelt;
        }
        let begins = |mark: &str| head.get(..mark.len()).is_some_and(|h| h.eq_ignore_ascii_case(mark.as_bytes()));
        if head.first() == Some(&b'{') && matches!(head[1..].trim_ascii_start().first(), None | Some(b'"' | b'}')) {
            Format::JsonLines
        } else if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<?xml") {
            Format::Html
        } else {
            Format::Text
        }
    }
}

/// The name of a document that has no other: the file's, without folder and endings.
pub(crate) fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name {
        "-" => "stdin".into(),
        _ => name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem }).into(),
    }
}

/// An opened input.
pub(crate) struct Opened {
    pub format: Format,
    /// It begins with the mark of UTF-16, which cannot be read byte by byte.
    pub utf16: bool,
    pub bytes: Box<dyn BufRead + Send>,
}

/// Look at the first bytes of `input`: unpack gzip (known by its mark, whatever the name), and settle the format.
pub(crate) fn open(input: Box<dyn Read + Send>, named: Option<Format>) -> io::Result<Opened> {
    let (head, whole) = peek(input)?;
    let packed = head.starts_with(&[0x1F, 0x8B]);
    if packed && (named == Some(Format::Warc) || (named.is_none() && holds_records(&head))) {
        let bytes = Box::new(BufReader::new(Members::new(whole)));
        return Ok(Opened { format: Format::Warc, utf16: false, bytes });
    }
    let (head, whole) = if packed {
        let counted = Counted { inner: whole, count: 0 };
        peek(Box::new(Unpacked { gz: MultiGzDecoder::new(counted), out: 0 }))?
    } else {
        (head, whole)
    };
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let format = named.unwrap_or_else(|| Format::of_bytes(&head));
    Ok(Opened { format, utf16, bytes: Box::new(BufReader::new(whole)) })
}

/// Does the gzip that begins so hold an archive's records? These are packed one by one, and are read past damage.
fn holds_records(head: &[u8]) -> bool {
    let mut begin = [0; 5];
    GzDecoder::new(head).read_exact(&mut begin).is_ok() && &begin == b"WARC/"
}

/// The first bytes of an input, and the whole input.
fn peek(mut input: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    input.by_ref().take(1024).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

/// A gzip stream that fails once it grows as only a bomb does.
struct Unpacked {
    gz: MultiGzDecoder<Counted>,
    out: u64,
}

impl Read for Unpacked {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.gz.read(buf)?;
        self.out += n as u64;
        let packed = self.gz.get_ref().count;
        if self.out > limits::TEXT && self.out > packed.saturating_mul(limits::UNPACK) {
            return Err(io::Error::other(format!(
                "it unpacks to more than {} times its size, as no text does",
                limits::UNPACK
            )));
        }
        Ok(n)
    }
}

/// Counts the packed bytes.
pub(crate) struct Counted {
    pub inner: Box<dyn Read + Send>,
    pub count: u64,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_before_gz_names_the_format() {
        let of = |name: &str| Format::of_name(Path::new(name));
        assert_eq!(of("a/Talks.TXT"), Some(Format::Text));
        assert_eq!(of("talks.jsonl.gz"), Some(Format::JsonLines));
        assert_eq!(of("talks.v2.html.gz"), Some(Format::Html));
        assert_eq!((of("a.warc.gz"), of("a.warc.wet.gz")), (Some(Format::Warc), Some(Format::Warc)));
        assert_eq!((of("20260206103000.export.CSV.zip"), of("page.mht")), (Some(Format::Gdelt), Some(Format::Mhtml)));
        assert_eq!((of("talks.gz"), of("photo.jpg"), of("talks")), (None, None, None));
    }

    #[test]
    fn without_an_ending_the_first_bytes_decide() {
        assert_eq!(Format::of_bytes(b"\xEF\xBB\xBF{\"id\": 1}"), Format::JsonLines);
        assert_eq!(Format::of_bytes(b"{ \n \"id\""), Format::JsonLines);
        assert_eq!(Format::of_bytes(b"{sic} he said"), Format::Text);
        assert_eq!(Format::of_bytes(b"\n<!DOCTYPE HTML><html>"), Format::Html);
        assert_eq!(Format::of_bytes(b"<b>Oman</b>"), Format::Text);
        assert_eq!(Format::of_bytes(b""), Format::Text);
    }

    #[test]
    fn a_document_is_named_after_its_file() {
        for (path, name) in [("a/talks.txt", "talks"), ("talks.html.gz", "talks"), ("-", "stdin"), ("v1.2.md", "v1.2")]
        {
            assert_eq!(stem(Path::new(path)), name);
        }
    }
}
