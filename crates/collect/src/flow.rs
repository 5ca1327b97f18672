//! Plain text as it grows out of marked-up text: words with single spaces, blocks with blank lines between them.

/// A text in the making.
#[derive(Default)]
pub(crate) struct Flow {
    text: String,
    /// Line ends owed before the next words.
    owed: usize,
    /// What stands before the next words: `- `, `## `.
    mark: String,
    /// White space has been seen since the last word.
    space: bool,
}

impl Flow {
    /// The next words start on a new line (1) or after a blank line (2).
    pub(crate) fn owe(&mut self, line_ends: usize) {
        self.owed = self.owed.max(line_ends);
    }

    /// Put a mark before the next words.
    pub(crate) fn mark(&mut self, mark: &str) {
        self.mark = mark.into();
    }

    /// Are the next words the first of their line?
    pub(crate) fn at_line_start(&self) -> bool {
        self.owed > 0 || self.text.is_empty()
    }

    /// Add words. All white space counts as one space; marks that cannot be seen (soft hyphens and the like) go.
    pub(crate) fn say(&mut self, words: &str) {
        for c in words.chars() {
            if matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') {
                continue;
            }
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if self.owed > 0 || !self.mark.is_empty() {
                if !self.text.is_empty() {
                    self.text.extend(std::iter::repeat_n('\n', self.owed));
                }
                self.text.push_str(&self.mark);
                self.mark.clear();
                self.owed = 0;
            } else if self.space && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(c);
        }
    }

    /// The whole text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_parted_and_spaces_are_single() {
        let mut flow = Flow::default();
        flow.owe(2);
        flow.say("  The\u{A0}talks \n ");
        flow.say("re\u{AD}sumed");
        flow.say(".");
        flow.owe(1);
        flow.mark("- ");
        flow.owe(2);
        flow.say(" in Oman ");
        flow.say(" ");
        assert_eq!(flow.finish(), "The talks resumed.\n\n- in Oman");
    }
}
