//! The answer of a server as an archive keeps it: head, transfer coding, content coding, body.

use crate::limits;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// What an answer holds.
pub(crate) enum Answer {
    /// A page, unpacked, and the encoding that the server names.
    Page { body: Vec<u8>, charset: Option<String> },
    /// A failure, a redirect, a picture.
    Other,
}

/// Is it the type of a page?
pub(crate) fn is_page(content_type: &str) -> bool {
    content_type.starts_with("text/html") || content_type.starts_with("application/xhtml")
}

/// `charset=` of a content type.
pub(crate) fn charset(content_type: &str) -> Option<&str> {
    let (_, label) = content_type.split_once("charset=")?;
    label.trim_start_matches(['"', '\'']).split(['"', '\'', ';', ' ']).next().filter(|l| !l.is_empty())
}

/// Take an answer apart. Says why where its body is damaged.
pub(crate) fn answer(bytes: &[u8]) -> Result<Answer, String> {
    let (head, body) = split(bytes).ok_or("the server's answer has no end of its head")?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split_whitespace().nth(1)).unwrap_or_default();
    let fields: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(k, v)| (k.trim().to_ascii_lowercase(), v.trim().to_ascii_lowercase()))
        .collect();
    let of = |name: &str| fields.iter().find(|f| f.0 == name).map(|f| f.1.as_str());
    let content_type = of("content-type").unwrap_or_default();
    if status != "200" || !(is_page(content_type) || (content_type.is_empty() && looks_like_page(body))) {
        return Ok(Answer::Other);
    }
    let joined = match of("transfer-encoding") {
        // archives often keep the field and not the coding
        Some(coding) if coding.contains("chunked") => chunks(body).unwrap_or_else(|| body.to_vec()),
        _ => body.to_vec(),
    };
    let unpacked = match of("content-encoding").map(str::trim) {
        Some("gzip" | "x-gzip") if joined.starts_with(&[0x1F, 0x8B]) => unpack(MultiGzDecoder::new(&joined[..]))?,
        Some("deflate") => {
            unpack(ZlibDecoder::new(&joined[..])).or_else(|_| unpack(DeflateDecoder::new(&joined[..])))?
        }
        Some(other @ ("br" | "zstd")) if !looks_like_page(&joined) => {
            return Err(format!("its page is packed with {other}, which is not read in archives"));
        }
        _ => joined,
    };
    Ok(Answer::Page { body: unpacked, charset: charset(content_type).map(str::to_string) })
}

fn unpack(packed: impl Read) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    packed.take(limits::MARKUP + 1).read_to_end(&mut out).map_err(|e| format!("its page cannot be unpacked ({e})"))?;
    Ok(out)
}

/// Head and body of an answer.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let crlf = bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|i| (i, i + 4));
    let lf = bytes.windows(2).position(|w| w == b"\n\n").map(|i| (i, i + 2));
    let (end, start) = match (crlf, lf) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    Some((&bytes[..end], &bytes[start..]))
}

/// The pieces of a chunked body put together; none where it is not chunked. One that breaks off keeps what is there.
fn chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), body);
    loop {
        let end = rest.iter().take(64).position(|b| *b == b'\n');
        let Some(end) = end else { return (!out.is_empty()).then_some(out) };
        let line = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn looks_like_page(body: &[u8]) -> bool {
    let head = body.trim_ascii_start();
    ["<!doctype html", "<html", "<head"]
        .iter()
        .any(|m| head.get(..m.len()).is_some_and(|h| h.eq_ignore_ascii_case(m.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> Option<String> {
        match answer(bytes).unwrap() {
            Answer::Page { body, .. } => Some(String::from_utf8(body).unwrap()),
            Answer::Other => None,
        }
    }

    #[test]
    fn chunks_are_put_together_and_a_kept_field_without_them_does_no_harm() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(page(format!("{head}5\r\n<html\r\n1;x=y\r\n>\r\n0\r\n\r\n").as_bytes()).as_deref(), Some("<html>"));
        assert_eq!(page(format!("{head}<html>").as_bytes()).as_deref(), Some("<html>"));
    }

    #[test]
    fn failures_and_pictures_are_no_pages() {
        assert_eq!(page(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>"), None);
        assert_eq!(page(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<html>"), None);
        assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html").is_err());
    }
}
