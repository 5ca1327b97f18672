//! Plain text: header lines, if any, and the text as it is.

use crate::open::{Format, stem};
use crate::{Problem, dateline, encoding, header, limits, markdown, published};
use encoding_rs::Encoding;
use rapporteur_types::Document;
use std::io::Read;
use std::path::Path;

/// A document or a problem, as all formats give them.
pub(crate) type Taken = Result<Document, Problem>;

/// A text or Markdown file to its document, with warnings before it.
pub(crate) fn document(input: impl Read, format: Format, path: &Path) -> Vec<Taken> {
    let mut out = Vec::new();
    let limit = if format == Format::Markdown { limits::MARKUP } else { limits::TEXT };
    let text = match load(input, limit, path, |_| None) {
        Ok((text, warning)) => {
            out.extend(warning.map(Err));
            text
        }
        Err(problem) => return vec![Err(problem)],
    };
    let mut document = Document::new(stem(path), "");
    let unreadable = if format == Format::Markdown {
        let (front, body) = markdown::front_matter(&text);
        let (fields, body) = if front.is_empty() { header::split(body) } else { (front, body) };
        document.text = markdown::plain(body);
        header::apply(&fields, &mut document)
    } else {
        let (fields, body) = header::split(&text);
        document.text = body.into();
        header::apply(&fields, &mut document)
    };
    out.extend(unreadable.map(|date| Err(published::unreadable(path, date))));
    out.push(finish(document, path));
    out
}

/// Read a whole input and decode it; LF line ends. `declared` looks for an encoding that the bytes claim.
pub(crate) fn load(
    input: impl Read,
    limit: u64,
    path: &Path,
    declared: impl Fn(&[u8]) -> Option<&'static Encoding>,
) -> Result<(String, Option<Problem>), Problem> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
    if bytes.len() as u64 > limit {
        let reason = format!("it is larger than {} MB", limit / limits::MB);
        return Err(Problem::error(path, reason, "split it, or give its articles as JSON lines"));
    }
    let declared = declared(&bytes);
    let decoded = encoding::decode(bytes, declared)
        .map_err(|reason| Problem::error(path, reason, "give plain text, Markdown, HTML or JSON lines in UTF-8"))?;
    let warning = decoded.guess.map(|g| Problem::warning(path, g, "check the text, or save it as UTF-8"));
    let text = decoded.text;
    Ok((if text.contains('\r') { text.replace("\r\n", "\n") } else { text }, warning))
}

/// An input that breaks off while it is read.
pub(crate) fn unreadable(path: &Path, e: &std::io::Error) -> Problem {
    Problem::error(path, format!("it cannot be read ({e})"), "check that the file is whole and that you may read it")
}

/// The last look at any document: it has a text of a sane shape, and its id.
pub(crate) fn finish(mut document: Document, path: &Path) -> Taken {
    if document.text.trim().is_empty() {
        return Err(Problem::error(path, "it is empty", "give a file with a text in it"));
    }
    let longest = document.text.split('\n').map(str::len).max().unwrap_or(0) as u64;
    if longest > limits::LINE {
        let reason = format!("it has one line of {} MB", longest / limits::MB);
        return Err(Problem::error(path, reason, "break the text into paragraphs"));
    }
    document.identify();
    // what the text says of itself is no part of what it is
    dateline::apply(&mut document);
    Ok(document)
}
