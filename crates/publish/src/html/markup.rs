//! Writing HTML such that words of a document cannot become markup: what is not escaped must be in the program's text.

use crate::citation::CiteId;
use crate::line::Run;

/// A growing page.
#[derive(Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Add markup of ours; `'static`, so that nothing read can get here.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Add words, escaped for text and for quoted attributes.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Control characters are no HTML; a page must not carry them.
                c if c.is_control() && !c.is_whitespace() => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Add a whole number.
    pub(super) fn int(&mut self, n: usize) -> &mut Self {
        self.0.push_str(&n.to_string());
        self
    }

    /// Add a coordinate, to a tenth.
    pub(super) fn at(&mut self, x: f64) -> &mut Self {
        self.0.push_str(&format!("{x:.1}"));
        self
    }

    /// Add ` name="value"`.
    pub(super) fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Add a link to a cited sentence.
    pub(super) fn cite(&mut self, c: CiteId) -> &mut Self {
        self.raw("<a class=\"cite\" href=\"#c").int(c.number()).raw("\" aria-label=\"Evidence ").int(c.number());
        self.raw("\">").int(c.number()).raw("</a>")
    }

    /// Add the runs of a line.
    pub(super) fn runs(&mut self, runs: &[Run]) -> &mut Self {
        for run in runs {
            match run {
                Run::Text(s) => self.text(s),
                Run::Strong(s) => self.raw("<strong>").text(s).raw("</strong>"),
                Run::Quote(s) => self.raw("<q>").text(s).raw("</q>"),
                Run::Cite(c) => self.raw(" ").cite(*c),
            };
        }
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
