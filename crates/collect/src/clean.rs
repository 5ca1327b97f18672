//! Markup in feeds to plain text: no tag and no script survives, for nothing but text is kept.

use crate::page::prose;
use dom_query::Document as Tree;

/// Depth and size beyond which a piece of markup is cut to its text by hand: a parser's time grows with the square.
const OPEN: usize = 2_000;

/// Paragraphs of a piece of markup.
pub(crate) fn text(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return paragraphs(markup);
    }
    let open = || markup.matches('<').count() > OPEN && crate::page::unclosed(markup) > OPEN;
    if open() || crate::tags::overloaded(markup) {
        return paragraphs(&untagged(markup));
    }
    let tree = Tree::fragment(markup);
    tree.select(ACTIVE).remove();
    prose::prose(tree.root())
}

/// A piece of markup as one line.
pub(crate) fn line(markup: &str) -> String {
    let text = text(markup);
    // marks of headings and lists have no place in one line
    let words = text.lines().map(|l| l.trim_start_matches('#').trim_start_matches("- ")).collect::<Vec<_>>().join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that are no text.
const ACTIVE: &str = "script, style, template, noscript, iframe, object, embed, applet, svg, math, head, form, button, select, textarea, audio, video, canvas";

/// Plain text keeps its paragraphs.
fn paragraphs(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut out = String::new();
    for line in lines {
        if line.is_empty() {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
            }
        } else {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&line);
        }
    }
    out.trim_end().to_string()
}

/// Everything outside of angle brackets.
fn untagged(markup: &str) -> String {
    let mut out = String::new();
    for (i, piece) in markup.split('<').enumerate() {
        out.push_str(if i == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) });
        out.push(' ');
    }
    out
}

/// Does a text that may be either look like markup? A tag's name stands right behind its bracket.
pub(crate) fn is_markup(words: &str) -> bool {
    let last = words.rfind('>').unwrap_or(0);
    let near = |i: usize| {
        let rest = &words[i + 1..];
        &rest[..rest.char_indices().nth(NEAR).map_or(rest.len(), |(end, _)| end)]
    };
    let tag = |i: usize| {
        let rest = near(i);
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        // a tag that was cut off has no end, but a beginning of attributes
        let attribute = || rest[name..].trim_start().split_once('=').is_some_and(|(a, _)| is_name(a.trim_end()));
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') && (last > i || attribute())
    };
    let reference = |i: usize| {
        let rest = near(i);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(rest.len());
        (2..=10).contains(&end) && rest[end..].starts_with(';')
    };
    words.match_indices('<').any(|(i, _)| tag(i)) || words.match_indices('&').any(|(i, _)| reference(i))
}

/// Characters behind a bracket or an ampersand that tell what it is.
const NEAR: usize = 80;

fn is_name(words: &str) -> bool {
    !words.is_empty() && words.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text_and_scripts_go() {
        assert_eq!(line("<div>safe<script>alert(1)</script> description</div>"), "safe description");
        assert_eq!(line("A &amp; B<img src=x onerror=alert(1)>"), "A & B");
        assert_eq!(text("<p>One.</p><p>Two<br>lines</p>"), "One.\n\nTwo\nlines");
        assert_eq!(text("One  line\n\n\nand another"), "One line\n\nand another");
    }

    #[test]
    fn a_comparison_is_no_markup() {
        assert!(!is_markup("1 < 2") && !is_markup("AT&T") && !is_markup("a < b > c"));
        assert!(is_markup("safe<object data=\"x") && !is_markup("if a <b and c"));
        assert!(is_markup("<b>x</b>") && is_markup("a &amp; b") && is_markup("&#8220;x"));
    }

    #[test]
    fn ten_thousand_open_tags_are_no_bomb() {
        assert_eq!(line(&"<b>".repeat(10_000)), "");
        assert_eq!(line(&("<i>".repeat(10_000) + "end")), "end");
    }
}
