//! Markdown to plain text: headings keep their `#`, list items their `-`, so that they are seen as such; marks inside
//! a line go, and of a link its words stay.

use crate::flow::Flow;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Split off front matter: `key: value` lines between two lines of `---`.
pub(crate) fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let found = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let Some((front, body)) = found else { return (Vec::new(), text) };
    let bare = |v: &'static str| move |c: char| v.contains(c) || c.is_whitespace();
    let fields = front
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim_matches(bare("\"'"))))
        .collect();
    (fields, body)
}

/// The text of a Markdown document, one blank line between blocks.
pub(crate) fn plain(markdown: &str) -> String {
    let mut out = Plain::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        out.take(event);
    }
    out.flow.finish()
}

#[derive(Default)]
struct Plain {
    flow: Flow,
    /// Depth of pictures and struck-out words, whose text is not said.
    silent: usize,
    /// Next number of each open list; none where it has bullets.
    lists: Vec<Option<u64>>,
}

impl Plain {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.flow.owe(2);
                self.flow.mark(&format!("{} ", "#".repeat(level as usize)));
            }
            Event::Start(Tag::List(first)) => {
                self.between_items();
                self.lists.push(first);
            }
            Event::Start(Tag::Item) => {
                self.flow.owe(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(n)) => {
                        *n += 1;
                        format!("{}. ", *n - 1)
                    }
                    _ => "- ".into(),
                };
                self.flow.mark(&mark);
            }
            Event::Start(Tag::TableCell) if !self.flow.at_line_start() => self.flow.say(" | "),
            Event::Start(Tag::Image { .. } | Tag::Strikethrough) => self.silent += 1,
            Event::End(TagEnd::Image | TagEnd::Strikethrough) => self.silent = self.silent.saturating_sub(1),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.between_items();
            }
            Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) | Event::HardBreak => self.flow.owe(1),
            Event::End(TagEnd::Paragraph) => self.between_items(),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Table)
            | Event::Rule => {
                self.flow.owe(2);
            }
            Event::Text(words) | Event::Code(words) if self.silent == 0 => self.flow.say(&words),
            Event::SoftBreak => self.flow.say(" "),
            _ => {}
        }
    }

    /// Inside a list a new line, outside a blank one.
    fn between_items(&mut self) {
        self.flow.owe(if self.lists.is_empty() { 2 } else { 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "# Talks *resume*\n\nThe **minister** [said](http://x.example) “no”.\nA second line.\n\n> Quoted.\n\n\
                    ![picture](a.png)\n\n- one\n- two\n  - inner\n\n3. third\n4. fourth\n\nEnd\\*.";
        assert_eq!(
            plain(text),
            "# Talks resume\n\nThe minister said “no”. A second line.\n\nQuoted.\n\n- one\n- two\n- inner\n\n3. third\n4. fourth\n\nEnd*."
        );
    }

    #[test]
    fn front_matter_is_metadata() {
        let (fields, body) = front_matter("---\ntitle: \"Talks: day one\"\ndate: 2026-02-06\n---\nText.");
        assert_eq!(fields, [("title", "Talks: day one"), ("date", "2026-02-06")]);
        assert_eq!(body, "Text.");
        assert_eq!(front_matter("---\nno end"), (vec![], "---\nno end"));
    }
}
