//! One document through the reader: blocks, words, one pass of the encoder a chunk, the heads, dates and quantities.

use crate::blocks::{RawBlock, blocks};
use crate::chains::{self, Link};
use crate::encoder::{Encoder, WIDTH};
use crate::frames::rerank::{Near, Reranker};
use crate::frames::{Edges, FrameHeads};
use crate::heads::{Parser, Projected, RoleScorer, Table, Tagger, Vectors};
use crate::model::{Labels, Model, ModelError};
use crate::names::{self, OtherColumns, Seen};
use crate::recall::{self, Recall};
use crate::tokenize::{self, Word};
use crate::topics::{Scores, Weights};
use crate::wordpiece::{self, WordPiece, shape};
use crate::{language, lemma, quantities, terms, times, tree};
use rapporteur_kernels::{Level, softmax};
use rapporteur_types::reading::{Block, BlockKind, Fact, Frames, Reading, Sentence, Token};
use rapporteur_types::{Document, Span};
use std::ops::Range;

/// Word pieces of a chunk, separators counted but for the last; the encoder knows 256 positions.
const CHUNK: usize = 250;
/// A sentence ends where the scores say so by this much: a little in favour of ends, chosen on the development parts.
const END: f32 = -0.5;
/// Version of the rules of this crate: goes up whenever the same text may read differently.
const RULES: &str = "15";

/// Which of the two readers of a model file: they share tables and heads, and differ in the layers between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderKind {
    /// Six layers.
    Accurate,
    /// Three layers, distilled from the six.
    Fast,
}

/// A loaded model, ready to read. Many threads may read with one, and what it read before changes nothing.
#[derive(Debug)]
pub struct Reader {
    /// Version of rules and model: goes into every reading.
    pub version: String,
    level: Level,
    encoder: Encoder,
    recall: Recall,
    upos: Tagger,
    feats: Tagger,
    lemma: Tagger,
    ner: Tagger,
    end: Tagger,
    entity: Tagger,
    factuality: Tagger,
    antecedent: RoleScorer,
    other_names: OtherColumns,
    field: names::crf::Weights,
    parser: Parser,
    frames: FrameHeads,
    reranker: Reranker,
    topics: Weights,
    labels: Labels,
    wordpiece: WordPiece,
}

/// Words of one block that go through the encoder together with others.
struct Piece {
    block: usize,
    words: Range<usize>,
}

impl Reader {
    /// Load a reader of a model file.
    pub fn from_bytes(bytes: &[u8], kind: ReaderKind) -> Result<Reader, ModelError> {
        Reader::at_level(bytes, kind, Level::best())
    }

    /// The same, to be computed with at a level: every level reads alike.
    pub fn at_level(bytes: &[u8], kind: ReaderKind, level: Level) -> Result<Reader, ModelError> {
        let mut model = Model::from_bytes(bytes, level)?;
        let (prefix, suffix) = match kind {
            ReaderKind::Accurate => ("layers", ""),
            ReaderKind::Fast => ("fast", "-fast"),
        };
        let encoder = Encoder::take(&mut model, prefix)?;
        if model.wordpiece.len() > encoder.pieces() {
            return Err(ModelError::Missing("word.weight".to_string()));
        }
        let l = &model.labels;
        let [upos, feats, lemma, ner, entity] = [&l.upos, &l.feats, &l.lemma, &l.ner, &l.entity].map(Vec::len);
        Ok(Reader {
            version: format!("{RULES}-{}{suffix}", model.hash),
            level,
            encoder,
            recall: Recall::new(),
            upos: Tagger::take(&mut model, "upos", upos)?,
            feats: Tagger::take(&mut model, "feats", feats)?,
            lemma: Tagger::take(&mut model, "lemma", lemma)?,
            ner: Tagger::take(&mut model, "ner", ner)?,
            end: Tagger::take(&mut model, "end", 2)?,
            entity: Tagger::take(&mut model, "entity", entity)?,
            factuality: Tagger::number(&mut model, "factuality")?,
            antecedent: RoleScorer::take(&mut model, "coref")?,
            other_names: OtherColumns::new(&model.labels.ner)
                .ok_or_else(|| ModelError::Missing("labels of names".to_string()))?,
            field: names::crf::Weights::shipped(),
            parser: Parser::take(&mut model)?,
            frames: FrameHeads::take(&mut model)?,
            reranker: Reranker::shipped(level),
            topics: Weights::shipped(),
            labels: model.labels,
            wordpiece: model.wordpiece,
        })
    }
}

/// Read a document. Never fails: what cannot be read is kept and marked.
pub fn read(document: &Document, reader: &Reader) -> Reading {
    read_and(document, reader, None)
}

/// What the encoder gave for a document, for whoever fits weights to it.
#[derive(Debug, Default)]
pub struct Given {
    /// Of each sentence, the mean of its words' vectors, then that of its root: what topics are told by.
    pub sentences: Vec<Vec<f32>>,
    /// Of each token, its vector: what names are told by.
    pub tokens: Vec<Vec<f32>>,
}

/// A reading, and the vectors behind it.
pub fn read_with_vectors(document: &Document, reader: &Reader) -> (Reading, Given) {
    let mut given = Given::default();
    let reading = read_and(document, reader, Some(&mut given));
    (reading, given)
}

fn read_and(document: &Document, reader: &Reader, given: Option<&mut Given>) -> Reading {
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
    let mut draft = Draft {
        tokens: Vec::new(),
        sentences: Vec::new(),
        names: Vec::new(),
        links: Vec::new(),
        facts: Vec::new(),
        frames: Frames::default(),
        near: Near::default(),
        topics: Vec::new(),
        given,
    };
    for chunk in reader.chunks(text, &words) {
        reader.read_chunk(text, &words, &chunk, &mut draft);
    }
    let Draft { tokens, sentences, names, links, facts, frames, topics, .. } = draft;
    let names = names::decode(text, &reader.field, &names, &tokens, &sentences);
    let terms = terms::terms(text, &tokens, &names);
    let chains = chains::chains(text, &tokens, &sentences, &names, &links);
    let plurals = chains::plurals::plurals(text, &tokens, &sentences, &names, &terms, &chains);
    let published = document.published.when;
    let times = times::times(text, &tokens, &sentences, published);
    let quantities = quantities::quantities(text, &tokens, &sentences, &times);
    let mut reading = Reading {
        document: document.id.clone(),
        reader: reader.version.clone(),
        language: languages.document,
        blocks: finish(&raw, &languages.blocks, &sentences),
        sentences,
        tokens,
        names,
        terms,
        chains,
        plurals,
        times,
        quantities,
        facts,
        frames,
    };
    reading.frames.topics = reader.topics.topics(text, &reading, &topics);
    reading
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

/// What the tagging heads say of the words of a chunk: scores for lemmas, probabilities for other names, the best label for
/// the rest.
struct Tags {
    upos: Vec<usize>,
    feats: Vec<usize>,
    lemma: Table,
    ner: Table,
    /// What the vectors say of names.
    field: Table,
}

/// What has been read so far.
struct Draft<'a> {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    /// What the encoder says of each token as part of a name.
    names: Vec<Seen>,
    links: Vec<Link>,
    facts: Vec<Fact>,
    frames: Frames,
    /// The last words, for the reranker.
    near: Near,
    /// What the vectors of each sentence say of its topics.
    topics: Vec<Scores>,
    /// Where they are asked for: the vectors themselves.
    given: Option<&'a mut Given>,
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
            let paragraph = ws.first().zip(ws.last()).map(|(a, b)| &text[a.span.start..b.span.end]);
            if paragraph.is_some_and(|p| recall::closes(size, p)) {
                out.push(std::mem::take(&mut current));
                size = 0;
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
        wordpiece::fold_capitals(&mut shapes);
        let x = self.recall.vectors((pieces, shapes, first), |(pieces, shapes, first)| {
            let vectors = self.encoder.encode(pieces, shapes);
            let words = first.iter().flat_map(|f| vectors[f * WIDTH..(f + 1) * WIDTH].iter().copied());
            Vectors::new(self.level, words.collect())
        });
        let projected = self.parser.project(&x);
        let offset = draft.tokens.len();
        let mut edges = Edges::opening();
        let ends = self.end.scores(&x);
        let tags = Tags {
            upos: self.upos.best(&x),
            feats: self.feats.best(&x),
            lemma: self.lemma.scores(&x),
            ner: self.ner.probabilities(&x),
            field: self.field.of_vectors(&x),
        };
        let mut at = 1;
        for p in chunk {
            let ws = &words[p.block][p.words.clone()];
            let dateline = if p.words.start == 0 { tokenize::dateline(text, ws) } else { 0 };
            let mut from = 0;
            for i in 0..ws.len() {
                let last = i + 1 == ws.len();
                let split = !last
                    && !ws[i + 1].joined
                    && (i + 1 == dateline
                        || i + 1 > dateline && tokenize::forces_break(text, ws[i].span, ws[i + 1].span)
                        || (i + 1 > dateline
                            && ends[at + i][1] - ends[at + i][0] > END
                            && !tokenize::forbids_break(text, ws[i].span, ws[i + 1].span)));
                if last || split {
                    self.sentence(text, &ws[from..=i], p.block, at + from, &projected, &tags, draft);
                    self.pool(&x, at + from..at + i + 1, &tags, draft);
                    edges.sentence.extend(std::iter::repeat_n(at + from..at + i + 1, i + 1 - from));
                    from = i + 1;
                }
            }
            edges.block.extend(std::iter::repeat_n(at..at + ws.len(), ws.len()));
            at += ws.len();
        }
        self.link(&x, offset, &mut draft.links);
        let facts = self.factuality.scores(&x);
        let verbs = (offset..draft.tokens.len()).filter(|t| draft.tokens[*t].upos == "VERB");
        draft.facts.extend(verbs.map(|t| Fact { token: t, value: facts[t + 1 - offset][0].clamp(-3.0, 3.0) }));
        self.frames.decode(&x, offset, &edges, &mut draft.frames);
        self.reranker.judge(&x, &edges, &draft.tokens, &mut draft.frames, &mut draft.near);
    }

    /// The vectors of a sentence, the last one read, and what they say of its names and topics.
    fn pool(&self, words: &Vectors, sentence: Range<usize>, tags: &Tags, draft: &mut Draft) {
        let seen = |w: usize| Seen {
            vector: self.field.word(&tags.field, w, &sentence),
            other: self.other_names.other(&tags.ner[w]),
        };
        draft.names.extend(sentence.clone().map(seen));
        let read = draft.sentences.last().map_or(0..0, |s| s.tokens.clone());
        let root = draft.tokens[read].iter().position(|t| t.head.is_none()).unwrap_or(0);
        let (mean, root) = (words.mean(sentence.clone()), words.row(sentence.start + root));
        draft.topics.push(self.topics.of_vectors(&mean, root));
        if let Some(given) = &mut draft.given {
            given.sentences.push([&mean, root].concat());
            given.tokens.extend(sentence.map(|w| words.row(w).to_vec()));
        }
    }

    /// The most likely antecedent of every mention of the chunk; word 0 says that there is none.
    fn link(&self, words: &Vectors, offset: usize, out: &mut Vec<Link>) {
        let kinds = self.entity.best(words);
        let heads: Vec<usize> = (1..words.count()).filter(|w| kinds[*w] != 0).collect();
        let Some(rows) = self.antecedent.score(words, &heads).pop() else { return };
        for (head, mut row) in heads.into_iter().zip(rows) {
            row.truncate(head);
            softmax(self.level, &mut row);
            let antecedents = row.iter().enumerate().skip(1).filter(|(_, p)| **p >= 0.02);
            out.push(Link {
                mention: head - 1 + offset,
                antecedents: antecedents.map(|(i, p)| (i - 1 + offset, *p)).collect(),
                person: self.labels.entity[kinds[head]] == "person",
            });
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename them")]
    fn sentence(
        &self,
        text: &str,
        words: &[Word],
        block: usize,
        at: usize,
        projected: &Projected,
        tags: &Tags,
        draft: &mut Draft,
    ) {
        let (n, base) = (words.len(), draft.tokens.len());
        let arcs = self.parser.parse(projected, &(at..at + n));
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
        }
        tree::coordinate(text, &mut draft.tokens[base..], base);
        let span = Span::new(words[0].span.start, words[n - 1].span.end);
        draft.sentences.push(Sentence { span, block, tokens: base..base + n });
    }
}
