//! Walking the trees of a reading.

use rapporteur_types::reading::{Chain, Reading, Token};
use rapporteur_types::{Document, Span};
use std::collections::HashMap;
use std::ops::Range;

/// A reading with its text and the children of every token.
pub struct Syntax<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The reading.
    pub reading: &'a Reading,
    children: Vec<Vec<usize>>,
    /// Sentence of each token.
    sentence: Vec<usize>,
    /// Lower-case lemma of each token: tables are asked for it again and again.
    lemmas: Vec<String>,
    /// Tokens by lemma and by form, in lower case.
    words: HashMap<String, Vec<usize>>,
    /// Chain of each word that heads a mention.
    chains: HashMap<usize, usize>,
}

/// The lower-case lemma of a token. Of nouns that the reader takes for plurals without a singular ("talks", "sanctions",
/// "negotiations") the singular, as the tables have them.
fn singular(t: &Token, form: &str) -> String {
    const ONLY_PLURAL: [&str; 14] = [
        "arms",
        "troops",
        "news",
        "thanks",
        "means",
        "series",
        "headquarters",
        "politics",
        "economics",
        "species",
        "chaos",
        "logistics",
        "barracks",
        "clothes",
    ];
    let lemma = t.lemma.to_lowercase();
    let plural = t.upos == "NOUN" && lemma.len() > 4 && lemma == form.to_lowercase();
    if !plural
        || ONLY_PLURAL.contains(&lemma.as_str())
        || lemma.ends_with("ss")
        || lemma.ends_with("us")
        || lemma.ends_with("is")
    {
        return lemma;
    }
    match (lemma.strip_suffix("ies"), lemma.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => stem.to_string(),
        _ => lemma,
    }
}

impl<'a> Syntax<'a> {
    /// Index a reading.
    pub fn new(document: &'a Document, reading: &'a Reading) -> Self {
        let mut children = vec![Vec::new(); reading.tokens.len()];
        for (i, t) in reading.tokens.iter().enumerate() {
            if let Some(list) = t.head.and_then(|h| children.get_mut(h)) {
                list.push(i);
            }
        }
        let mut sentence = vec![0; reading.tokens.len()];
        for (s, x) in reading.sentences.iter().enumerate() {
            sentence[x.tokens.clone()].fill(s);
        }
        let lemmas: Vec<String> = reading.tokens.iter().map(|t| singular(t, t.span.of(&document.text))).collect();
        let mut words: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, (t, lemma)) in reading.tokens.iter().zip(&lemmas).enumerate() {
            let form = t.span.of(&document.text).to_lowercase();
            if form != *lemma {
                words.entry(form).or_default().push(i);
            }
            words.entry(lemma.clone()).or_default().push(i);
        }
        let heads = |(c, chain): (usize, &'a Chain)| chain.mentions.iter().map(move |m| (m.head, c));
        let chains = reading.chains.iter().enumerate().flat_map(heads).collect();
        Syntax { text: &document.text, reading, children, sentence, lemmas, words, chains }
    }

    /// A token.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.reading.tokens[i]
    }

    /// The form of a token.
    pub fn form(&self, i: usize) -> &'a str {
        self.reading.tokens[i].span.of(self.text)
    }

    /// The lower-case lemma of a token.
    pub fn lemma(&self, i: usize) -> String {
        self.lemmas[i].clone()
    }

    /// Is this the lower-case lemma of a token?
    pub fn has_lemma(&self, i: usize, lemma: &str) -> bool {
        self.lemmas[i] == lemma
    }

    /// Tokens with a lower-case word as lemma or form, in order.
    pub fn places(&self, word: &str) -> &[usize] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// The chain of mentions that a word heads a mention of.
    pub fn chain(&self, i: usize) -> Option<&'a Chain> {
        self.chains.get(&i).map(|c| &self.reading.chains[*c])
    }

    /// Direct dependents, in order.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// Direct dependents with one of some relations (subtypes count unless the name has one).
    pub fn dependents(&self, i: usize, relations: &[&str]) -> Vec<usize> {
        self.children[i].iter().copied().filter(|c| self.is(*c, relations)).collect()
    }

    /// Does a token stand in one of some relations to its head?
    pub fn is(&self, i: usize, relations: &[&str]) -> bool {
        let t = self.token(i);
        relations.iter().any(|r| if r.contains(':') { t.rel == *r } else { t.base_rel() == *r })
    }

    /// Is a token a child of a given one by lemma and relation?
    pub fn has_child(&self, i: usize, lemmas: &[&str]) -> bool {
        self.children[i].iter().any(|c| lemmas.contains(&self.lemma(*c).as_str()))
    }

    /// Heads from a token upwards, the token itself not among them.
    pub fn ancestors(&self, i: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut at = self.token(i).head;
        while let Some(h) = at {
            if out.len() > 100 {
                break;
            }
            out.push(h);
            at = self.token(h).head;
        }
        out
    }

    /// Everything below a token, itself too, in order.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let (mut out, mut stack) = (Vec::new(), vec![i]);
        while let Some(t) = stack.pop() {
            out.push(t);
            stack.extend(&self.children[t]);
        }
        out.sort_unstable();
        out
    }

    /// First to last token of a subtree, half-open, without punctuation at either end.
    pub fn phrase(&self, i: usize) -> Range<usize> {
        let all = self.subtree(i);
        let word = |t: &&usize| self.token(**t).upos != "PUNCT";
        match (all.iter().find(word), all.iter().rfind(word)) {
            (Some(a), Some(b)) => *a..b + 1,
            _ => i..i + 1,
        }
    }

    /// The text span of a range of tokens.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        let last = tokens.end.saturating_sub(1).max(tokens.start);
        Span::new(self.token(tokens.start).span.start, self.token(last).span.end)
    }

    /// Tokens that lie inside a text span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let ts = &self.reading.tokens;
        let from = ts.partition_point(|t| t.span.end <= span.start);
        let to = ts.partition_point(|t| t.span.start < span.end);
        from..to.max(from)
    }

    /// Index of the sentence of a token.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentence[i]
    }

    /// Tokens of the sentence of a token.
    pub fn sentence_tokens(&self, i: usize) -> Range<usize> {
        self.reading.sentences[self.sentence[i]].tokens.clone()
    }

    /// The token of a range that its other tokens hang on.
    pub fn head_of(&self, range: &Range<usize>) -> usize {
        range
            .clone()
            .find(|i| self.token(*i).upos != "PUNCT" && self.token(*i).head.is_none_or(|h| !range.contains(&h)))
            .unwrap_or(range.start)
    }

    /// The lower-case words of a range, one space between them.
    pub fn words(&self, range: &Range<usize>) -> String {
        range.clone().map(|i| self.form(i).to_lowercase()).collect::<Vec<_>>().join(" ")
    }
}
