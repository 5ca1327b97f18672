//! One document through the reader: blocks, words, one pass of the encoder a chunk, the heads, dates and quantities.

use crate::blocks::{RawBlock, blocks};
use crate::encoder::{Encoder, WIDTH};
use crate::frames::{Edges, FrameHeads};
use crate::heads::{Parser, Tagger, argmax};
use crate::model::{Labels, Model, ModelError};
use crate::tokenize::{self, Word};
use crate::wordpiece::{WordPiece, shape};
use crate::{language, lemma, names, quantities, times};
use rapporteur_types::reading::{Block, BlockKind, Frames, Reading, Sentence, Token};
use rapporteur_types::{Document, Span};
use std::ops::Range;

/// Word pieces of a chunk, separators counted but for the last; the encoder knows 256 positions.
const CHUNK: usize = 250;
/// Version of the rules of this crate: goes up whenever the same text may read differently.
const RULES: &str = "1";

/// A loaded model, ready to read. Immutable: many threads may read with one.
#[derive(Debug)]
pub struct Reader {
    /// Version of rules and model: goes into every reading.
    pub version: String,
    encoder: Encoder,
    upos: Tagger,
    feats: Tagger,
    lemma: Tagger,
    ner: Tagger,
    end: Tagger,
    parser: Parser,
    frames: FrameHeads,
    labels: Labels,
    wordpiece: WordPiece,
}

/// Words of one block that go through the encoder together with others.
struct Piece {
    block: usize,
    words: Range<usize>,
}

impl Reader {
    /// Load a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Reader, ModelError> {
        let mut model = Model::from_bytes(bytes)?;
        Ok(Reader {
            version: format!("{RULES}-{}", model.hash),
            encoder: Encoder::take(&mut model)?,
            upos: Tagger::take(&mut model, "upos")?,
            feats: Tagger::take(&mut model, "feats")?,
            lemma: Tagger::take(&mut model, "lemma")?,
            ner: Tagger::take(&mut model, "ner")?,
            end: Tagger::take(&mut model, "end")?,
            parser: Parser::take(&mut model)?,
            frames: FrameHeads::take(&mut model)?,
            labels: model.labels,
            wordpiece: model.wordpiece,
        })
    }
}

/// Read a document. Never fails: what cannot be read is kept and marked.
pub fn read(document: &Document, reader: &Reader) -> Reading {
    let text = document.text.as_str();
    let mut raw = blocks(text);
    let languages = language::of_blocks(text, &raw);
    for (b, l) in raw.iter_mut().zip(&languages.blocks) {
        if !language::readable(l) && b.kind != BlockKind::Furniture {
            b.kind = BlockKind::Foreign;
        }
    }
    let words: Vec<Vec<Word>> = raw
        .iter()
        .map(|b| if b.kind == BlockKind::Foreign { Vec::new() } else { tokenize::words(text, b.span) })
        .collect();
    let mut draft = Draft { tokens: Vec::new(), sentences: Vec::new(), labels: Vec::new(), frames: Frames::default() };
    for chunk in reader.chunks(text, &words) {
        reader.read_chunk(text, &words, &chunk, &mut draft);
    }
    let Draft { tokens, sentences, labels, frames } = draft;
    let names = names::decode(&labels, &tokens, &sentences);
    let published = document.published.when;
    let times = times::times(text, &tokens, &sentences, published);
    let quantities = quantities::quantities(text, &tokens, &sentences, &times);
    Reading {
        document: document.id.clone(),
        reader: reader.version.clone(),
        language: languages.document,
        blocks: finish(&raw, &languages.blocks, &sentences),
        sentences,
        tokens,
        names,
        times,
        quantities,
        frames,
    }
}

fn finish(raw: &[RawBlock], languages: &[String], sentences: &[Sentence]) -> Vec<Block> {
    let mut at = 0;
    let mut out = Vec::with_capacity(raw.len());
    for (i, (b, l)) in raw.iter().zip(languages).enumerate() {
        let from = at;
        while at < sentences.len() && sentences[at].block == i {
            at += 1;
        }
        out.push(Block { span: b.span, kind: b.kind, language: l.clone(), sentences: from..at });
    }
    out
}

/// What the tagging heads say of the words of a chunk; scores for lemmas, the best label for the rest.
struct Tags {
    upos: Vec<usize>,
    feats: Vec<usize>,
    lemma: Vec<Vec<f32>>,
    ner: Vec<usize>,
}

/// What has been read so far.
struct Draft {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    /// BIO label of each token.
    labels: Vec<String>,
    frames: Frames,
}

impl Reader {
    /// Whole blocks as long as they fit; a longer block is cut at a sentence end of the rules, or hard.
    fn chunks(&self, text: &str, words: &[Vec<Word>]) -> Vec<Vec<Piece>> {
        let mut out: Vec<Vec<Piece>> = Vec::new();
        let (mut current, mut size) = (Vec::new(), 0);
        for (block, ws) in words.iter().enumerate() {
            let sizes: Vec<usize> = ws.iter().map(|w| self.wordpiece.pieces(w.span.of(text)).len()).collect();
            let total: usize = sizes.iter().sum();
            let ends = if total > CHUNK { tokenize::sentence_ends(text, ws) } else { Vec::new() };
            let mut from = 0;
            while from < ws.len() {
                let (mut to, mut part) = (from, 0);
                while to < ws.len() && part + sizes[to] <= CHUNK {
                    part += sizes[to];
                    to += 1;
                }
                if to < ws.len() {
                    if let Some(end) = (from + 1..to).rev().find(|i| ends[*i - 1]) {
                        to = end;
                    }
                    part = sizes[from..to].iter().sum();
                }
                if !current.is_empty() && size + part + 1 > CHUNK {
                    out.push(std::mem::take(&mut current));
                    size = 0;
                }
                current.push(Piece { block, words: from..to });
                size += part + 1;
                from = to;
            }
        }
        if !current.is_empty() {
            out.push(current);
        }
        out
    }

    fn read_chunk(&self, text: &str, words: &[Vec<Word>], chunk: &[Piece], draft: &mut Draft) {
        let (mut pieces, mut shapes, mut first) = (vec![self.wordpiece.cls], vec![0], vec![0]);
        for p in chunk {
            for (i, w) in words[p.block][p.words.clone()].iter().enumerate() {
                let before = p.words.start + i == 0 || words[p.block][p.words.start + i - 1].span.end < w.span.start;
                let form = w.span.of(text);
                let ids = self.wordpiece.pieces(form);
                first.push(pieces.len());
                shapes.extend(std::iter::repeat_n(shape(form, before), ids.len()));
                pieces.extend(ids);
            }
            pieces.push(self.wordpiece.sep);
            shapes.push(0);
        }
        let vectors = self.encoder.encode(&pieces, &shapes);
        let x: Vec<f32> = first.iter().flat_map(|f| vectors[f * WIDTH..(f + 1) * WIDTH].iter().copied()).collect();
        let n = first.len();
        let offset = draft.tokens.len();
        let mut edges = Edges::opening();
        let ends = self.end.scores(&x, n);
        let tags = Tags {
            upos: self.upos.best(&x, n),
            feats: self.feats.best(&x, n),
            lemma: self.lemma.scores(&x, n),
            ner: self.ner.best(&x, n),
        };
        let mut at = 1;
        for p in chunk {
            let ws = &words[p.block][p.words.clone()];
            let mut from = 0;
            for i in 0..ws.len() {
                let last = i + 1 == ws.len();
                let split = !last
                    && !ws[i + 1].joined
                    && (tokenize::forces_break(text, ws[i].span, ws[i + 1].span)
                        || (argmax(&ends[at + i]) == 1 && !tokenize::forbids_break(text, ws[i].span, ws[i + 1].span)));
                if last || split {
                    self.sentence(text, &ws[from..=i], p.block, at + from, &x, &tags, draft);
                    edges.sentence.extend(std::iter::repeat_n(at + from..at + i + 1, i + 1 - from));
                    from = i + 1;
                }
            }
            edges.block.extend(std::iter::repeat_n(at..at + ws.len(), ws.len()));
            at += ws.len();
        }
        self.frames.decode(&x, n, offset, &edges, &mut draft.frames);
    }

    #[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename them")]
    fn sentence(&self, text: &str, words: &[Word], block: usize, at: usize, x: &[f32], tags: &Tags, draft: &mut Draft) {
        let (n, base) = (words.len(), draft.tokens.len());
        let root = self.labels.rel.iter().position(|r| r == "root").unwrap_or(0);
        let arcs = self.parser.parse(&x[at * WIDTH..(at + n) * WIDTH], n, &x[..WIDTH], root);
        for (i, (word, (head, rel))) in words.iter().zip(&arcs).enumerate() {
            let form = word.span.of(text);
            let feats = &self.labels.feats[tags.feats[at + i]];
            draft.tokens.push(Token {
                span: word.span,
                lemma: lemma::best(
                    form,
                    &self.labels.upos[tags.upos[at + i]],
                    &tags.lemma[at + i],
                    &self.labels.lemma,
                    |w| self.wordpiece.knows(w),
                ),
                upos: self.labels.upos[tags.upos[at + i]].clone(),
                feats: if feats == "_" { String::new() } else { feats.clone() },
                head: (*head < n).then_some(base + head),
                rel: self.labels.rel[*rel].clone(),
                joined: word.joined,
            });
            draft.labels.push(self.labels.ner[tags.ner[at + i]].clone());
        }
        let span = Span::new(words[0].span.start, words[n - 1].span.end);
        draft.sentences.push(Sentence { span, block, tokens: base..base + n });
    }
}
