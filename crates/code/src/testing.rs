//! Readings built by hand, for unit tests: from plain words, or from the columns of a tree.

use rapporteur_types::reading::{Block, BlockKind, Frames, Mention, NameKind, Reading, Sentence, Token};
use rapporteur_types::{Document, Span};

/// A document of the paragraphs of a text, read by nobody: tokens alone, without tags, trees or names.
///
/// A paragraph that opens with a label ("MR. KIRBY: ") and is marked with `>` is a turn, one with `#` a heading.
pub fn flat(text: &str) -> (Document, Reading) {
    let mut plain = String::new();
    let mut parts = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (kind, words) = match line.chars().next() {
            Some('>') => (BlockKind::Turn, line[1..].trim()),
            Some('#') => (BlockKind::Heading, line[1..].trim()),
            _ => (BlockKind::Body, line),
        };
        if !plain.is_empty() {
            plain.push_str("\n\n");
        }
        parts.push((kind, Span::new(plain.len(), plain.len() + words.len())));
        plain.push_str(words);
    }
    let document = Document::new("test", plain);
    let mut r = empty(&document);
    for (kind, span) in parts {
        let first = r.sentences.len();
        let mut from = r.tokens.len();
        for (s, joined) in split(&document.text, span) {
            r.tokens.push(token(s, joined));
            if matches!(s.of(&document.text), "." | "?" | "!") {
                sentence(&mut r, from);
                from = r.tokens.len();
            }
        }
        sentence(&mut r, from);
        block(&mut r, kind, span, first);
    }
    (document, r)
}

/// A document of sentences given as rows `FORM UPOS HEAD REL [NAME]`; heads count from 1 in the sentence, 0 is the
/// root. An empty line ends a sentence, a line `¶` a paragraph. NAME is PER, ORG or LOC on every word of a name.
pub fn tree(rows: &str) -> (Document, Reading) {
    let mut text = String::new();
    let mut paragraphs: Vec<Vec<Vec<Vec<&str>>>> = vec![vec![Vec::new()]];
    for line in rows.lines().map(str::trim).skip_while(|l| l.is_empty()) {
        let paragraph = paragraphs.last_mut().expect("never empty");
        match line {
            "¶" => paragraphs.push(vec![Vec::new()]),
            "" => paragraph.push(Vec::new()),
            _ => paragraph.last_mut().expect("never empty").push(line.split_whitespace().collect()),
        }
    }
    let mut r = empty(&Document::new("test", ""));
    for paragraph in &paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let (start, first) = (text.len(), r.sentences.len());
        for rows in paragraph.iter().filter(|s| !s.is_empty()) {
            let base = r.tokens.len();
            for row in rows {
                let close = matches!(row[0], "." | "," | ":" | "'s" | "’s" | "”" | "?" | ")");
                if text.len() > start && !close && !text.ends_with(['“', '(']) {
                    text.push(' ');
                }
                let span = Span::new(text.len(), text.len() + row[0].len());
                text.push_str(row[0]);
                let head: usize = row[2].parse().expect("a head is a number");
                let mut t = token(span, close);
                t.upos = row[1].to_string();
                t.lemma = row[0].to_lowercase();
                t.head = head.checked_sub(1).map(|h| base + h);
                t.rel = row[3].to_string();
                r.tokens.push(t);
            }
            names(&mut r, rows, base);
            sentence(&mut r, base);
        }
        block(&mut r, BlockKind::Body, Span::new(start, text.len()), first);
    }
    let document = Document::new("test", text);
    r.document = document.id.clone();
    (document, r)
}

fn names(r: &mut Reading, rows: &[Vec<&str>], base: usize) {
    let kind = |row: &Vec<&str>| match row.get(4) {
        Some(&"PER") => Some(NameKind::Person),
        Some(&"ORG") => Some(NameKind::Organisation),
        Some(&"LOC") => Some(NameKind::Place),
        _ => None,
    };
    let mut i = 0;
    while i < rows.len() {
        let end = (i..rows.len()).find(|j| kind(&rows[*j]) != kind(&rows[i])).unwrap_or(rows.len());
        if let Some(kind) = kind(&rows[i]) {
            let tokens = base + i..base + end;
            let span = r.tokens[tokens.start].span.cover(r.tokens[tokens.end - 1].span);
            r.names.push(Mention { span, head: tokens.start, tokens, kind });
        }
        i = end;
    }
}

fn empty(document: &Document) -> Reading {
    Reading {
        document: document.id.clone(),
        reader: "test".into(),
        language: "en".into(),
        blocks: Vec::new(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        names: Vec::new(),
        times: Vec::new(),
        terms: Vec::new(),
        chains: Vec::new(),
        plurals: Vec::new(),
        quantities: Vec::new(),
        facts: Vec::new(),
        frames: Frames::default(),
    }
}

fn token(span: Span, joined: bool) -> Token {
    let (lemma, upos, feats, rel) = Default::default();
    Token { span, lemma, upos, feats, head: None, rel, joined }
}

fn sentence(r: &mut Reading, from: usize) {
    if from < r.tokens.len() {
        let span = r.tokens[from].span.cover(r.tokens[r.tokens.len() - 1].span);
        r.sentences.push(Sentence { span, block: r.blocks.len(), tokens: from..r.tokens.len() });
    }
}

fn block(r: &mut Reading, kind: BlockKind, span: Span, first: usize) {
    let sentences = first..r.sentences.len();
    r.blocks.push(Block { span, kind, language: "en".into(), sentences });
}

/// Words and marks; "'s" is a word of its own, the full stops of "U.S." and "Mr." are not.
fn split(text: &str, span: Span) -> Vec<(Span, bool)> {
    let mut out = Vec::new();
    let mut at = span.start;
    for word in span.of(text).split_inclusive(' ') {
        let (mut a, mut b) = (at, at + word.trim_end().len());
        at += word.len();
        let mut tail = Vec::new();
        while a < b && text[a..b].starts_with(['“', '"', '(']) {
            let n = text[a..b].chars().next().map_or(1, char::len_utf8);
            out.push((Span::new(a, a + n), false));
            a += n;
        }
        while a < b {
            let w = &text[a..b];
            let short = w.ends_with('.')
                && (w.matches('.').count() > 1 || ["Mr.", "Ms.", "MR.", "MS.", "Gen.", "Dr."].contains(&w));
            let n = if w.ends_with("'s") || w.ends_with("’s") {
                w.len() - w.rfind(['\'', '’']).unwrap_or(0)
            } else if w.ends_with(['.', ',', ':', ';', '”', '"', ')', '?', '!']) && !short {
                w.chars().next_back().map_or(1, char::len_utf8)
            } else {
                break;
            };
            tail.push((Span::new(b - n, b), true));
            b -= n;
        }
        if a < b {
            out.push((Span::new(a, b), false));
        }
        out.extend(tail.into_iter().rev());
    }
    out
}
