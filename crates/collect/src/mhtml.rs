//! A page saved with all its parts in one file (MHTML): the first page in it counts.

use crate::Problem;
use crate::html::told;
use crate::limits;
use crate::open::stem;
use crate::page::{Origin, page};
use crate::text::{Taken, unreadable};
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders};
use rapporteur_types::Document;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The document of a saved page.
pub(crate) fn document(input: impl Read, path: &Path) -> Vec<Taken> {
    let mut bytes = Vec::new();
    // pictures are in the file, too
    if let Err(e) = input.take(limits::TEXT + 1).read_to_end(&mut bytes) {
        return vec![Err(unreadable(path, &e))];
    }
    if bytes.len() as u64 > limits::TEXT {
        let reason = format!("it is larger than {} MB", limits::TEXT / limits::MB);
        return vec![Err(Problem::error(path, reason, "save the page as HTML alone"))];
    }
    let broken = |why: &str| vec![Err(Problem::error(path, why, "save the page as HTML alone"))];
    let Ok(saved) = catch_unwind(AssertUnwindSafe(|| Saved::of(&bytes))) else {
        return broken("it cannot be taken apart");
    };
    let Some(saved) = saved else { return broken("there is no page in it") };
    let origin =
        Origin { address: saved.address.as_deref(), retrieved: saved.retrieved, charset: saved.charset.as_deref() };
    match page(&saved.html, origin) {
        Ok(page) => {
            let retrieved = saved.retrieved.map(|t| t.to_string());
            let with = |d| Document { retrieved: retrieved.clone(), ..d };
            told(page, stem(path), path).into_iter().map(|t| t.map(with)).collect()
        }
        Err(why) => vec![Err(Problem::error(path, why.to_string(), why.advice()))],
    }
}

struct Saved {
    html: Vec<u8>,
    charset: Option<String>,
    address: Option<String>,
    retrieved: Option<Timestamp>,
}

impl Saved {
    fn of(bytes: &[u8]) -> Option<Saved> {
        let message = MessageParser::default().parse(bytes)?;
        let part = message.parts.iter().find(|p| {
            p.content_type().is_some_and(|t| {
                t.ctype().eq_ignore_ascii_case("text") && t.subtype().is_some_and(|s| s.eq_ignore_ascii_case("html"))
            })
        })?;
        let header = |name: &'static str| message.header(name).and_then(|h| h.as_text()).map(|s| s.trim().to_string());
        Some(Saved {
            html: part.contents().to_vec(),
            // the parser gives text in UTF-8
            charset: part.is_text().then(|| "utf-8".to_string()),
            address: header("Snapshot-Content-Location").or_else(|| part.content_location().map(str::to_string)),
            retrieved: message.date().and_then(|d| Timestamp::from_second(d.to_timestamp()).ok()),
        })
    }
}
