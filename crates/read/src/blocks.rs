//! Paragraphs, headings, list items, turns and page furniture.
//!
//! A blank line always parts blocks. Without one, a line is a block of its own, unless it belongs to a paragraph that
//! was wrapped by hand at some width. Every step looks at each line a fixed number of times.

mod furniture;
mod line;

pub(crate) use line::head;
use line::{Line, Shape};
use rapporteur_types::Span;
use rapporteur_types::reading::BlockKind;

/// A block before its sentences and its language are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawBlock {
    /// Without the white space around it, and without a bullet or a mark of a heading.
    pub span: Span,
    /// What sort of text it is; `Foreign` is set later.
    pub kind: BlockKind,
}

/// The blocks of a text, in order and disjoint. Rows of ornaments ("* * *") are in none.
pub fn blocks(text: &str) -> Vec<RawBlock> {
    let lines = line::lines(text);
    let transcript = is_transcript(text, &lines);
    let mut out = Vec::new();
    let mut mode = Mode::Article;
    for part in paragraphs(text, &lines) {
        let words = part.span.of(text);
        let kind = match part.shape {
            _ if furniture::is_furniture(words, part.at_edge) => BlockKind::Furniture,
            Shape::Markdown => BlockKind::Heading,
            _ if furniture::opens_faq(words) => BlockKind::Heading,
            _ if mode != Mode::Article && mode != Mode::Transcript && is_faq(words, part.shape, mode) => BlockKind::Faq,
            Shape::Bullet if has_question_and_answer(words) => BlockKind::Faq,
            _ if is_turn(words, transcript) => BlockKind::Turn,
            _ if mode != Mode::Transcript && is_heading(&part, words) => BlockKind::Heading,
            _ if mode == Mode::Transcript => BlockKind::Turn,
            _ => BlockKind::Body,
        };
        mode = match kind {
            BlockKind::Heading if furniture::opens_faq(words) => Mode::Faq,
            BlockKind::Heading | BlockKind::Furniture if mode != Mode::Transcript => Mode::Article,
            BlockKind::Turn if transcript => Mode::Transcript,
            BlockKind::Faq if mode != Mode::Article => {
                if words.ends_with('?') {
                    Mode::FaqAsked
                } else {
                    Mode::Faq
                }
            }
            BlockKind::Body => Mode::Article,
            _ => mode,
        };
        if kind == BlockKind::Turn || kind == BlockKind::Body {
            out.extend(
                line::inline_turns(text, part.span)
                    .into_iter()
                    .map(|(span, turn)| RawBlock { span, kind: if turn { BlockKind::Turn } else { kind } }),
            );
        } else {
            out.push(RawBlock { span: part.span, kind });
        }
    }
    out
}

/// What the blocks before this one have told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Article,
    /// After the heading of an FAQ or an answer.
    Faq,
    /// After a question that stood alone.
    FaqAsked,
    Transcript,
}

/// One or several lines that belong together.
struct Part {
    span: Span,
    shape: Shape,
    lines: usize,
    /// Length in bytes of the longer neighbour.
    neighbour: usize,
    /// A blank line, or the end of the text, on both sides.
    alone: bool,
    /// Among the first or last blocks, where bylines and datelines stand.
    at_edge: bool,
    first: bool,
}

/// Joins the lines of hand-wrapped paragraphs.
fn paragraphs(text: &str, lines: &[Line]) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let from = i;
        while i + 1 < lines.len() && !lines[i + 1].after_blank && lines[i + 1].shape == Shape::Plain {
            i += 1;
        }
        i += 1;
        let run = &lines[from..i];
        let mut start = 0;
        for end in line::wrapped(text, run) {
            let part = &run[start..end];
            out.push(Part {
                span: part[0].span.cover(part[part.len() - 1].span),
                shape: part[0].shape,
                lines: part.len(),
                neighbour: 0,
                alone: part[0].after_blank && lines.get(from + end).is_none_or(|l| l.after_blank),
                at_edge: false,
                first: from + start == 0,
            });
            start = end;
        }
    }
    let lengths: Vec<usize> = out.iter().map(|p| p.span.len()).collect();
    let n = out.len();
    for (i, p) in out.iter_mut().enumerate() {
        let before = i.checked_sub(1).map_or(0, |j| lengths[j]);
        p.neighbour = before.max(lengths.get(i + 1).copied().unwrap_or(0));
        p.at_edge = i < 6 || i + 6 >= n;
    }
    out
}

/// At least two speakers' labels that come twice, or the marks of an official transcript.
fn is_transcript(text: &str, lines: &[Line]) -> bool {
    let mut labels: Vec<&str> = lines.iter().filter_map(|l| line::label(l.span.of(text))).collect();
    let marks = lines.iter().filter(|l| line::is_official_turn(l.span.of(text))).count();
    labels.sort_unstable();
    let repeated = labels.chunk_by(|a, b| a == b).filter(|c| c.len() > 1 && !furniture::is_label(c[0])).count();
    marks >= 2 || repeated >= 2 || (repeated >= 1 && labels.len() >= 4)
}

fn is_turn(words: &str, transcript: bool) -> bool {
    line::is_official_turn(words)
        || (transcript && line::label(words).is_some_and(|l| !furniture::is_label(l)))
        || (transcript && (words == "Q" || words.starts_with("Q ") || words.starts_with("A ") && words.contains("? ")))
}

/// Does a question stand in front of its answer?
fn has_question_and_answer(words: &str) -> bool {
    words.split_once("? ").is_some_and(|(q, a)| q.len() < 250 && !q.contains(". ") && !a.trim().is_empty())
}

fn is_faq(words: &str, shape: Shape, mode: Mode) -> bool {
    mode == Mode::FaqAsked
        || has_question_and_answer(words)
        || (words.ends_with('?') && words.len() < 250)
        || words.starts_with("Q:")
        || words.starts_with("A:")
        || (shape == Shape::Bullet && mode == Mode::Faq)
}

/// A short line without the end of a sentence, in title case or far shorter than what it heads.
fn is_heading(part: &Part, words: &str) -> bool {
    if part.lines > 1
        || part.shape == Shape::Bullet
        || words.len() > 160
        || words.ends_with(['.', ',', ';', '…', '—', '–', '-'])
    {
        return false;
    }
    let mut tokens = 0;
    let (mut long, mut capital) = (0, 0);
    for w in words.split_whitespace() {
        tokens += 1;
        let Some(c) = w.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next() else {
            continue;
        };
        if w.chars().count() > 3 {
            long += 1;
            capital += usize::from(c.is_uppercase() || c.is_ascii_digit());
        }
    }
    if tokens == 0 || tokens > 20 || !words.contains(char::is_alphabetic) {
        return false;
    }
    if words.len() > 2 && line::head(words, words.len() - 1).ends_with(['.', ',']) && words.ends_with(['”', '"', ')'])
    {
        return false;
    }
    let closed = words.ends_with(['!', '?', ':', '”', '"', ')']);
    let title_case = long > 0 && capital * 10 >= long * 7 && tokens <= 16;
    let heads = part.alone && part.neighbour > 100 && part.neighbour > 2 * words.len();
    let headline = part.first && part.alone && part.neighbour > 60 && !words.ends_with(['”', '"']);
    if title_case {
        // "Statement by the President:" may open what follows.
        return !words.ends_with(':') || tokens <= 8;
    }
    (headline || (heads && tokens <= 14)) && !closed || (part.first && part.alone && words.ends_with('?') && heads)
}

#[cfg(test)]
mod tests;
