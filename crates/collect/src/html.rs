//! A saved web page to its document.

use crate::open::stem;
use crate::page::{Origin, Page, declared, text_page};
use crate::text::{Taken, finish, load};
use crate::{Problem, header, limits, published};
use rapporteur_types::Document;
use std::io::Read;
use std::path::Path;

/// A page to its document, with warnings before it.
pub(crate) fn document(input: impl Read, path: &Path) -> Vec<Taken> {
    let mut out = Vec::new();
    let html = match load(input, limits::MARKUP, path, declared) {
        Ok((html, warning)) => {
            out.extend(warning.map(Err));
            html
        }
        Err(problem) => return vec![Err(problem)],
    };
    if html.trim().is_empty() {
        return vec![finish(Document::new("", ""), path)];
    }
    match text_page(&html, Origin::default()) {
        Ok(page) => out.extend(told(page, stem(path), path)),
        Err(why) => out.push(Err(Problem::error(path, why.to_string(), why.advice()))),
    }
    out
}

/// The document of a page, with what has to be said of it before it.
pub(crate) fn told(page: Page, name: String, path: &Path) -> Vec<Taken> {
    let mut out = Vec::new();
    if let Some(date) = &page.refused_date {
        out.push(Err(published::unreadable(path, date)));
    }
    if page.extent.is_beginning() {
        let reason = "the page shows only the beginning of the article; it is kept and marked";
        out.push(Err(Problem::warning(path, reason, "save the page as a subscriber for the rest")));
    }
    out.push(finish(page.document(name), path));
    out
}

impl Page {
    /// As a document; its id is computed.
    pub fn document(self, name: impl Into<String>) -> Document {
        let mut document = Document::new(name, self.text);
        document.title = self.title;
        document.author = self.author;
        document.outlet = self.site;
        document.url = self.address;
        document.lang = self.language.and_then(|tag| header::language(&tag));
        document.published = self.published;
        document.modified = self.modified;
        document.partial = self.extent.is_beginning();
        document.identify();
        document
    }
}
