//! Lines: their shape, the width of hand-wrapped ones, speakers' labels.

use rapporteur_types::Span;

/// The first `bytes` bytes at most, up to a character boundary.
pub(crate) fn head(s: &str, bytes: usize) -> &str {
    let mut end = bytes.min(s.len());
    while !s.is_char_boundary(end) {
        end -= 1;
    }
    &s[..end]
}

/// What a line looks like on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    Bullet,
    Markdown,
    /// Starts with a speaker's label, so it never continues a paragraph.
    Labelled,
}

/// A line that is not blank.
pub(super) struct Line {
    /// Without white space, bullet and marks.
    pub span: Span,
    pub shape: Shape,
    /// A blank line, or the start of the text, stands before.
    pub after_blank: bool,
}

/// The lines of a text that hold a letter, a digit or a mark that is no ornament.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut at, mut blank) = (0, true);
    for raw in text.split('\n') {
        let start = at;
        at += raw.len() + 1;
        let trimmed = raw.trim_start();
        let from = start + raw.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() || is_ornament(trimmed) {
            blank = true;
            continue;
        }
        let (skip, shape) = left(trimmed);
        let inner = trimmed[skip..].trim_start();
        let from = from + trimmed.len() - inner.len();
        let inner = if shape == Shape::Markdown { inner.trim_end_matches(['#', ' ', '*']) } else { inner };
        if inner.is_empty() {
            blank = true;
            continue;
        }
        out.push(Line { span: Span::new(from, from + inner.len()), shape, after_blank: blank });
        blank = false;
    }
    out
}

/// "* * *", "---", "<…>": a break, no text.
fn is_ornament(s: &str) -> bool {
    s == "<…>"
        || s == "<!-- -->"
        || s.chars().all(|c| c.is_whitespace() || "*-–—_=~#•·.+|<>\u{200B}\u{FEFF}".contains(c))
}

/// Bytes of the bullet or mark, and the shape.
fn left(s: &str) -> (usize, Shape) {
    let hashes = s.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && s[hashes..].starts_with(' ') {
        return (hashes, Shape::Markdown);
    }
    if s.len() < 100 && s.starts_with("**") && s.ends_with("**") && s.len() > 4 {
        return (2, Shape::Markdown);
    }
    let mut chars = s.chars();
    if let (Some(c), Some(n)) = (chars.next(), chars.next()) {
        let loose = matches!(c, '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '►' | '➤' | '✓' | '\u{F0B7}');
        let spaced = matches!(c, '-' | '–' | '*' | '·' | '+' | 'o' | '>') && n.is_whitespace();
        if loose || (spaced && s.len() > 3) {
            return (c.len_utf8(), Shape::Bullet);
        }
    }
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && (s[digits..].starts_with(". ") || s[digits..].starts_with(") ")) {
        return (digits + 1, Shape::Bullet);
    }
    if is_official_turn(s) || label(s).is_some() { (0, Shape::Labelled) } else { (0, Shape::Plain) }
}

/// Where the blocks of a run of lines without a blank line end, as indices into the run.
pub(super) fn wrapped(text: &str, run: &[Line]) -> Vec<usize> {
    let width = |l: &Line| l.span.of(text).chars().take(121).count();
    let widths: Vec<usize> = run.iter().map(width).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let each = || (1..=run.len()).collect();
    if run.len() < 2 || !(45..=110).contains(&widest) {
        return each();
    }
    // A wrapped paragraph ends where a line is short of the width, or where its sentence ends well before it.
    let mut ends = Vec::new();
    let (mut open, mut inner) = (0, 0);
    for i in 0..run.len() {
        let words = run[i].span.of(text);
        let closed = words.ends_with(['.', '!', '?', '”', '"', ':']);
        let next_low = run.get(i + 1).is_some_and(|n| n.span.of(text).starts_with(char::is_lowercase));
        let short = widths[i] * 10 < widest * 7 || (closed && widths[i] * 100 < widest * 88);
        if i + 1 == run.len() || (short && !next_low) {
            ends.push(i + 1);
        } else {
            inner += 1;
            open += usize::from(!closed || next_low);
        }
    }
    // Lines that mostly end their sentences are items, not a wrapped paragraph.
    if open * 2 < inner || open == 0 { each() } else { ends }
}

/// "MS. PSAKI:", "QUESTION:", "Q:", "THE PRESIDENT:".
pub(super) fn is_official_turn(s: &str) -> bool {
    let head = head(s, 60);
    let Some((name, _)) = head.split_once(':') else { return false };
    let bare = name.split('(').next().unwrap_or("").trim();
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 || bare.chars().any(|c| c.is_lowercase() || c.is_ascii_digit()) {
        return matches!(bare, "Question" | "Answer");
    }
    if matches!(bare, "Q" | "A") {
        return s.len() > name.len() + 1;
    }
    let title =
        ["MR. ", "MS. ", "MRS. ", "DR. ", "MR ", "MS ", "THE ", "GEN. ", "SECRETARY ", "PRESIDENT ", "AMBASSADOR "];
    matches!(bare, "QUESTION" | "ANSWER" | "MODERATOR" | "INTERVIEWER" | "OPERATOR" | "AIDE" | "HOST")
        || title.iter().any(|t| bare.starts_with(t))
}

/// The speaker before a colon: one to six words, each with a capital, none of them running text.
pub(super) fn label(s: &str) -> Option<&str> {
    let head = head(s, 80);
    let (name, rest) = head.split_once(':')?;
    if name.is_empty() || rest.starts_with('/') || rest.chars().next().is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let bare = name.split('(').next().unwrap_or("").trim();
    let small = ["of", "the", "and", "for", "de", "al", "bin", "van", "von", "el", "ibn"];
    let mut n = 0;
    for w in bare.split_whitespace() {
        n += 1;
        let named = w.starts_with(char::is_uppercase) && !w.contains([',', ';', '!', '?', '“', '"']);
        if !named && !small.contains(&w) {
            return None;
        }
    }
    ((1..=8).contains(&n) && bare.starts_with(char::is_uppercase)).then_some(bare)
}

/// Splits an interview that stands on one line at its "Q:" and "A:"; the flag says whether a part is a turn.
pub(super) fn inline_turns(text: &str, span: Span) -> Vec<(Span, bool)> {
    let words = span.of(text);
    let mut cuts: Vec<usize> = Vec::new();
    let (mut asked, mut answered) = (false, false);
    for (i, _) in words.match_indices(": ") {
        if i == 0 {
            continue;
        }
        let letter = words.as_bytes()[i - 1];
        let ends =
            i == 1 || (i > 2 && words.as_bytes()[i - 2] == b' ' && !words.as_bytes()[i - 3].is_ascii_lowercase());
        if (letter == b'Q' || letter == b'A') && ends {
            asked |= letter == b'Q';
            answered |= letter == b'A';
            cuts.push(i - 1);
        }
    }
    if !asked || !answered {
        return vec![(span, false)];
    }
    let mut out = Vec::new();
    let mut from = 0;
    let mut turn = false;
    for cut in cuts.into_iter().chain([words.len()]) {
        let piece = words[from..cut].trim_end();
        if !piece.is_empty() {
            out.push((Span::new(span.start + from, span.start + from + piece.len()), turn));
        }
        from = cut;
        turn = true;
    }
    out
}
