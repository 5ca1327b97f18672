//! A reading as CoNLL-U, for people, for other tools and for the scorers.

use crate::tokenize::{self, Word};
use rapporteur_types::reading::{Reading, Sentence};
use rapporteur_types::{Document, Span};
use std::fmt::Write;

/// All sentences of a reading. Joined words form one multiword token; what lies outside every sentence (bullets, marks
/// of headings, ornaments) becomes punctuation of the sentence on its line, or a sentence of its own, so that the
/// characters of the text are all there. XPOS is not predicted.
pub fn conllu(document: &Document, reading: &Reading) -> String {
    let mut out = format!("# newdoc id = {}\n", one_line(&document.name));
    let pieces = pieces(&document.text, reading);
    let mut block = None;
    for (n, piece) in pieces.iter().enumerate() {
        if piece.block != block || piece.block.is_none() {
            out.push_str("# newpar\n");
            block = piece.block;
        }
        let Some(span) = piece.span() else { continue };
        let _ = writeln!(out, "# sent_id = {}-{}", one_line(&document.name).replace(' ', "_"), n + 1);
        let _ = writeln!(out, "# text = {}", one_line(span.of(&document.text)));
        let next = pieces.get(n + 1).and_then(Piece::span).map(|s| s.start);
        rows(&mut out, &document.text, piece, next);
        out.push('\n');
    }
    out
}

fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence with the loose marks on its line.
#[derive(Default)]
struct Piece {
    block: Option<usize>,
    rows: Vec<Row>,
}

/// One syntactic word; heads are indices into the reading's tokens.
struct Row {
    span: Span,
    joined: bool,
    /// Index into the reading's tokens; none for a loose mark.
    token: Option<usize>,
    lemma: String,
    upos: String,
    feats: String,
    head: Option<usize>,
    rel: String,
}

impl Piece {
    fn span(&self) -> Option<Span> {
        Some(self.rows.first()?.span.cover(self.rows.last()?.span))
    }
}

fn pieces(text: &str, reading: &Reading) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut at = 0;
    for sentence in &reading.sentences {
        let mut before = loose(text, at, sentence.span.start);
        // What stands on the line of the sentence before belongs there, what stands on our line to us.
        let ours =
            before.iter().rposition(|r| text[r.span.end..sentence.span.start].contains('\n')).map_or(0, |i| i + 1);
        let own = before.split_off(ours);
        strangers(text, &mut out, before);
        let mut rows = own;
        rows.extend(sentence_rows(reading, sentence));
        out.push(Piece { block: Some(sentence.block), rows });
        at = sentence.span.end;
    }
    let rest = loose(text, at, text.len());
    strangers(text, &mut out, rest);
    out
}

/// Loose marks that belong to no sentence below them: to the one before on the same line, else a piece for each line.
fn strangers(text: &str, out: &mut Vec<Piece>, marks: Vec<Row>) {
    for row in marks {
        let same = out.last().and_then(Piece::span).is_some_and(|s| !text[s.end..row.span.start].contains('\n'));
        match out.last_mut() {
            Some(last) if same => last.rows.push(row),
            _ => out.push(Piece { block: None, rows: vec![row] }),
        }
    }
}

fn loose(text: &str, from: usize, to: usize) -> Vec<Row> {
    if from >= to {
        return Vec::new();
    }
    let row = |Word { span, joined }| {
        let form = span.of(text);
        let upos = match form.chars().next() {
            Some(c) if c.is_ascii_digit() => "NUM",
            Some(c) if c.is_alphabetic() => "X",
            Some('$' | '+' | '<' | '>' | '=' | '|' | '~' | '^' | '#') => "SYM",
            _ => "PUNCT",
        };
        let rel = if upos == "PUNCT" { "punct" } else { "dep" };
        Row {
            span,
            joined,
            token: None,
            lemma: form.to_lowercase(),
            upos: upos.into(),
            feats: String::new(),
            head: None,
            rel: rel.into(),
        }
    };
    tokenize::words(text, Span::new(from, to)).into_iter().map(row).collect()
}

fn sentence_rows<'a>(reading: &'a Reading, sentence: &'a Sentence) -> impl Iterator<Item = Row> + 'a {
    sentence.tokens.clone().filter_map(|i| {
        let t = reading.tokens.get(i)?;
        Some(Row {
            span: t.span,
            joined: t.joined,
            token: Some(i),
            lemma: t.lemma.clone(),
            upos: t.upos.clone(),
            feats: t.feats.clone(),
            head: t.head,
            rel: t.rel.clone(),
        })
    })
}

fn rows(out: &mut String, text: &str, piece: &Piece, next: Option<usize>) {
    let rows = &piece.rows;
    // The first word of the reading without a head is the root; a piece of loose marks has its first one.
    let root = rows.iter().position(|r| r.token.is_some() && r.head.is_none()).unwrap_or(0);
    let first = rows.iter().find_map(|r| r.token).unwrap_or(0);
    let lead = rows.iter().position(|r| r.token.is_some()).unwrap_or(0);
    let glued = |i: usize| {
        let after = rows.get(i + 1).map(|r| r.span.start).or(next);
        after == Some(rows[i].span.end)
    };
    let or_none = |s: &str| if s.is_empty() { "_".to_string() } else { s.to_string() };
    let mut until = 0;
    for (i, row) in rows.iter().enumerate() {
        let last = (i + 1..rows.len()).take_while(|j| rows[*j].joined).last();
        if let Some(last) = last.filter(|_| i >= until) {
            let form = text.get(row.span.start..rows[last].span.end).unwrap_or("_");
            let misc = if glued(last) { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1, last + 1);
            until = last + 1;
        }
        let (head, rel) = match row.head {
            Some(h) if h >= first && h - first + lead < rows.len() => (h - first + lead + 1, or_none(&row.rel)),
            _ if i == root => (0, "root".to_string()),
            _ if row.rel.is_empty() || row.rel == "root" => (root + 1, "dep".to_string()),
            _ => (root + 1, row.rel.clone()),
        };
        let lemma = or_none(&one_line(&row.lemma));
        let upos = if row.upos.is_empty() { "X" } else { &row.upos };
        let misc = if i >= until && glued(i) { "SpaceAfter=No" } else { "_" };
        let form = row.span.of(text);
        let _ =
            writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t_\t{}\t{head}\t{rel}\t_\t{misc}", i + 1, or_none(&row.feats));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;
    use proptest::prelude::*;
    use rapporteur_types::reading::{Block, Frames, Token};

    /// A reading by rules alone: every word hangs on the one before.
    fn reading(document: &Document) -> Reading {
        let text = &document.text;
        let mut r = Reading {
            document: document.id.clone(),
            reader: "rules".into(),
            language: "en".into(),
            blocks: vec![],
            sentences: vec![],
            tokens: vec![],
            names: vec![],
            times: vec![],
            terms: vec![],
            chains: vec![],
            plurals: vec![],
            quantities: vec![],
            facts: Vec::new(),
            frames: Frames::default(),
        };
        for raw in blocks(text) {
            let words = tokenize::words(text, raw.span);
            let ends = tokenize::sentence_ends(text, &words);
            let (mut from, first) = (r.tokens.len(), r.sentences.len());
            for (w, end) in words.iter().zip(ends) {
                let i = r.tokens.len();
                let head = (i > from).then(|| i - 1);
                r.tokens.push(Token {
                    span: w.span,
                    lemma: w.span.of(text).to_lowercase(),
                    upos: "X".into(),
                    feats: String::new(),
                    head,
                    rel: if head.is_some() { "dep" } else { "root" }.into(),
                    joined: w.joined,
                });
                if end {
                    let span = r.tokens[from].span.cover(w.span);
                    r.sentences.push(Sentence { span, block: r.blocks.len(), tokens: from..i + 1 });
                    from = i + 1;
                }
            }
            let sentences = first..r.sentences.len();
            r.blocks.push(Block { span: raw.span, kind: raw.kind, language: "en".into(), sentences });
        }
        r
    }

    #[test]
    fn joined_words_form_a_multiword_token_and_bullets_are_not_lost() {
        let d = Document::new("a b", "• Iran's team (don't ask).\n");
        let got = conllu(&d, &reading(&d));
        let forms: Vec<&str> =
            got.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').next().unwrap()).collect();
        assert_eq!(forms, ["1", "2-3", "2", "3", "4", "5", "6-7", "6", "7", "8", "9", "10", ""]);
        assert!(got.starts_with("# newdoc id = a b\n# newpar\n# sent_id = a_b-1\n# text = • Iran's team (don't ask).\n1\t•\t•\tPUNCT\t_\t_\t2\tpunct\t_\t_\n2-3\tIran's\t_"));
        assert!(got.contains("\n5\t(\t(\tX\t_\t_\t4\tdep\t_\tSpaceAfter=No\n"));
        assert!(got.contains("\n9\t)\t)\tX\t_\t_\t8\tdep\t_\tSpaceAfter=No\n"));
    }

    proptest! {
        #[test]
        fn every_character_comes_out_and_every_tree_has_one_root(s in "(\\PC|[A-Za-z' .?:•#*\n-]){0,150}") {
            let d = Document::new("x", s.as_str());
            let got = conllu(&d, &reading(&d));
            let (mut kept, mut roots, mut skip) = (String::new(), 0, 0);
            for l in got.lines() {
                let c: Vec<&str> = l.split('\t').collect();
                if l.is_empty() {
                    prop_assert_eq!(roots, 1);
                    (roots, skip) = (0, 0);
                } else if let (Some((_, b)), 10) = (c[0].split_once('-'), c.len()) {
                    skip = b.parse::<usize>().unwrap();
                    kept.push_str(c[1]);
                } else if c.len() == 10 {
                    if c[0].parse::<usize>().unwrap() > skip {
                        kept.push_str(c[1]);
                    }
                    roots += usize::from(c[6] == "0");
                } else {
                    prop_assert!(l.starts_with('#'), "{}", l);
                }
            }
            prop_assert_eq!(kept, s.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        }
    }
}
