//! The quotation pass: what stands between quotation marks belongs to whoever is said to say it, to the last word.
//!
//! The encoder's frames see a cue and point at a first and a last word near it. The marks show where a quotation really
//! begins and ends, over sentences and around the cue, and they show quotations that the encoder overlooks. Where the marks
//! of a block do not pair, the frames stand as they are.

use crate::actors::quotes::Quotes;
use crate::coder::Passage;
use crate::roles::subject;
use rapporteur_types::reading::StatementFrame;
use rapporteur_types::{Claim, Modality, Span, Tone};
use std::ops::Range;

/// Quotations of fewer words are names, titles and scare quotes.
const WORDS: usize = 4;
/// Words between a quotation and the cue beside it: "said the minister's spokesman, who asked not to be named: …".
const NEAR: usize = 14;
/// Confidence in a statement that marks and a cue show and the encoder does not.
const SHOWN: f32 = 0.6;

/// Quotations of a passage: token ranges without the marks, in order.
pub fn quotations(p: &Passage) -> Vec<Range<usize>> {
    let s = &p.syntax;
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '\'' | '‘' | '’');
    let inside = |q: Span| {
        let mut r = s.tokens_in(q);
        while !r.is_empty() && s.form(r.start).chars().all(mark) {
            r.start += 1;
        }
        while !r.is_empty() && s.form(r.end - 1).chars().all(mark) {
            r.end -= 1;
        }
        r
    };
    let closed = |q: &Span| q.len() > 2 && q.of(s.text).ends_with(['"', '”', '»']);
    // one mark too many in a paragraph, and what is quoted and what is not change places
    let quotes = Quotes::new(s);
    let torn: Vec<Span> = quotes.spans().iter().filter(|q| !closed(q)).copied().collect();
    let in_torn =
        |q: &Span| s.reading.blocks.iter().any(|b| b.span.contains(*q) && torn.iter().any(|t| b.span.contains(*t)));
    let whole = quotes.spans().iter().filter(|q| torn.is_empty() || !in_torn(q));
    whole.map(|q| inside(*q)).filter(|r| !r.is_empty()).collect()
}

/// The contents of a statement whose cue stands outside the quotation that it opens or closes: the whole quotation, with
/// what the cue says before it, and the part behind the cue in the same sentence ("…," he said, "…").
pub fn whole(p: &Passage, content: Range<usize>, cue: &Range<usize>, all: &[Range<usize>]) -> Vec<Range<usize>> {
    let s = &p.syntax;
    let sentence = s.sentence_tokens(cue.start);
    let touches = |q: &&Range<usize>| q.start < content.end && content.start < q.end;
    let about = |q: &Range<usize>| q.start <= cue.start && cue.start < q.end;
    let own = |q: &&Range<usize>| !about(q) && q.len() >= WORDS;
    let here = || all.iter().filter(|q| q.start < sentence.end && sentence.start < q.end);
    let of_cue =
        |q: &&Range<usize>| own(q) && q.end <= cue.start && beside(p, q, all).is_some_and(|v| cue.contains(&v));
    let Some(q) = all.iter().rfind(|q| touches(q) && own(q)) else {
        // "…," wrote the columnist in a piece for …: what stands behind the cue is not what was said
        return vec![here().rfind(of_cue).cloned().unwrap_or(content)];
    };
    // the quotation begins, ends or stands in the sentence of the cue; a content that runs past it is more than a quotation
    let beside = q.start < sentence.end && sentence.start < q.end;
    if !beside || content.start < q.start && q.end < content.end {
        return vec![content];
    }
    let first = if content.start < q.start && content.start > cue.start { content.start } else { q.start };
    // words without marks that go on behind it, unless they lead to the cue
    let goes_on = q.end < content.end && !(q.end..content.end).contains(&cue.start);
    let end = if goes_on { content.end } else { q.end };
    // the rest of a broken quotation, in the same sentence and behind the cue
    let behind = |r: &&Range<usize>| r.start > cue.end && r.start < sentence.end && r.start < cue.end + NEAR;
    let rest = all.iter().find(behind).filter(|_| q.end <= cue.start);
    std::iter::once(first..end).chain(rest.cloned()).collect()
}

/// The content of a statement without a cue of its own, a quotation that goes on: the whole of it.
pub fn run_on(content: Range<usize>, all: &[Range<usize>]) -> Range<usize> {
    let around = all.iter().find(|q| q.start <= content.start && content.end <= q.end && q.len() >= WORDS);
    around.cloned().unwrap_or(content)
}

/// Quotations with a cue beside them of which no statement says anything.
pub fn overlooked(p: &Passage, statements: &[Claim], all: &[Range<usize>]) -> Vec<StatementFrame> {
    let s = &p.syntax;
    let cued = statements.iter().filter_map(Claim::statement).filter(|x| x.cue.is_some());
    let said: Vec<Span> = cued.flat_map(|x| x.content.iter().copied().chain(x.cue)).collect();
    let taken = |r: &Range<usize>| said.iter().any(|x| x.overlaps(s.span(r)));
    let free = all.iter().filter(|q| q.len() >= WORDS && p.speaks(q.start) && !taken(q));
    let cued = free.filter_map(|q| {
        let v = beside(p, q, all)?;
        let (speaker, _) = subject(s, v)?;
        let cue = v..v + 1;
        let known = all.iter().any(|x| x.contains(&v) || x.contains(&speaker)) || taken(&cue);
        (!known && !q.contains(&speaker)).then(|| StatementFrame {
            cue: Some(cue),
            source: Some(s.phrase(speaker)),
            ..shown(q)
        })
    });
    let mut out: Vec<StatementFrame> = cued.collect();
    for pair in all.windows(2) {
        let (before, q) = (&pair[0], &pair[1]);
        let block = |t: usize| s.reading.sentences[s.sentence_of(t)].block;
        let spoken = said.iter().any(|x| x.overlaps(s.span(before))) || out.iter().any(|f| f.content == *before);
        if spoken && block(before.start) == block(q.start) && goes_on(p, q) && !taken(q) && p.speaks(q.start) {
            out.push(shown(q));
        }
    }
    out
}

/// Does a quotation fill its sentences, so that it goes on with what was said before?
fn goes_on(p: &Passage, q: &Range<usize>) -> bool {
    let s = &p.syntax;
    let (first, last) = (s.sentence_tokens(q.start), s.sentence_tokens(q.end - 1));
    let bare = |mut r: Range<usize>| r.all(|t| s.token(t).upos == "PUNCT");
    q.len() >= WORDS && bare(first.start..q.start) && bare(q.end..last.end)
}

/// A frame over a quotation that the encoder does not show: nothing but the words.
fn shown(q: &Range<usize>) -> StatementFrame {
    StatementFrame {
        cue: None,
        content: q.clone(),
        source: None,
        modality: Modality::Asserted,
        modality_score: 0.0,
        tone: Tone::Neutral,
        score: SHOWN,
        reranked: 0.0,
    }
}

/// The verb of saying beside a quotation: behind it in the sentence where it ends, else before it where it begins.
fn beside(p: &Passage, q: &Range<usize>, all: &[Range<usize>]) -> Option<usize> {
    let s = &p.syntax;
    let says = |v: &usize| {
        let verb = s.token(*v).upos == "VERB";
        verb && p.coder.cue(s, &(*v..*v + 1)).is_some() && !all.iter().any(|x| x.contains(v))
    };
    let last = s.sentence_tokens(q.end - 1);
    let first = s.sentence_tokens(q.start);
    let comma = s.form(q.end - 1) == "," || matches!(s.form(q.end.min(last.end - 1)), "," | "”" | "\"");
    let behind = (q.end..last.end.min(q.end + NEAR)).find(says).filter(|_| comma);
    behind.or_else(|| (first.start.max(q.start.saturating_sub(NEAR))..q.start).rev().find(says))
}

#[cfg(test)]
mod tests {
    use crate::coder::{Coder, Passage};
    use crate::statements::statements;
    use crate::testing::tree;
    use rapporteur_types::knowledge::Knowledge;
    use rapporteur_types::reading::StatementFrame;
    use rapporteur_types::{Modality, Tone};
    use std::ops::Range;

    const SAYING: &str = r#"
lemmas = ["say"]
act = "say"
positive = ["The envoy said the road would be opened."]
negative = ["The country has the last say."]
"#;

    /// "We met. We will meet again soon," Reyes said, "if all agree on it."
    const BROKEN: &str = "
        “ PUNCT 3 punct
        We PRON 3 nsubj
        met VERB 0 root
        . PUNCT 3 punct

        We PRON 3 nsubj
        will AUX 3 aux
        meet VERB 9 ccomp
        again ADV 3 advmod
        soon ADV 3 advmod
        , PUNCT 3 punct
        ” PUNCT 3 punct
        Reyes PROPN 9 nsubj PER
        say VERB 0 root
        , PUNCT 9 punct
        “ PUNCT 13 punct
        if SCONJ 13 mark
        all PRON 13 nsubj
        agree VERB 3 advcl
        on ADP 15 case
        it PRON 13 obl
        . PUNCT 9 punct
        ” PUNCT 9 punct

        “ PUNCT 5 punct
        The DET 3 det
        door NOUN 5 nsubj
        is AUX 5 cop
        open ADJ 0 root
        . PUNCT 5 punct
        ” PUNCT 5 punct";

    /// Contents of the statements, with the cue of each, where the encoder shows these: cue and content as token ranges.
    fn contents(rows: &str, frames: &[(Option<usize>, Range<usize>)]) -> Vec<String> {
        let (d, mut r) = tree(rows);
        let frame = |(cue, content): &(Option<usize>, Range<usize>)| StatementFrame {
            cue: cue.map(|c| c..c + 1),
            content: content.clone(),
            source: None,
            modality: Modality::Asserted,
            modality_score: 0.5,
            reranked: 0.0,
            tone: Tone::Neutral,
            score: 0.9,
        };
        r.frames.statements = frames.iter().map(frame).collect();
        let mut k = Knowledge::default();
        k.add("cues/say.toml", SAYING).unwrap();
        let coder = Coder::new(&k);
        let p = Passage { weighed: Some(Default::default()), ..Passage::new(&d, &r, &coder) };
        let shown = |c: &rapporteur_types::Claim| {
            let s = c.statement().unwrap();
            let words: Vec<&str> = s.content.iter().map(|x| x.of(&d.text)).collect();
            format!("{} {}: {}", s.speakers[0].name(), s.cue.map_or("-", |x| x.of(&d.text)), words.join(" … "))
        };
        statements(&p).iter().map(shown).collect()
    }

    #[test]
    fn a_quotation_is_taken_from_its_first_sentence_to_behind_the_cue() {
        let got = contents(BROKEN, &[(Some(12), 4..9)]);
        assert_eq!(got[0], "Reyes say: We met. We will meet again soon, … if all agree on it.");
    }

    #[test]
    fn a_quotation_that_no_frame_shows_is_said_by_the_subject_of_the_cue_beside_it() {
        let got = contents(BROKEN, &[]);
        assert_eq!(got[0], "Reyes say: We met. We will meet again soon, … if all agree on it.");
    }

    #[test]
    fn a_quotation_that_goes_on_is_said_by_whoever_spoke_before_it() {
        let got = contents(BROKEN, &[(Some(12), 4..9)]);
        assert_eq!(got[1..], ["Reyes -: The door is open."]);
    }

    #[test]
    fn in_a_paragraph_whose_marks_do_not_pair_the_frames_stand_as_they_are() {
        let torn = BROKEN.strip_suffix("\n        ” PUNCT 5 punct").unwrap();
        let got = contents(torn, &[(Some(12), 4..9)]);
        assert_eq!(got, ["Reyes say: We will meet again soon"]);
    }

    #[test]
    fn a_sentence_inside_a_quotation_is_no_second_statement() {
        let got = contents(BROKEN, &[(Some(12), 4..9), (None, 1..3)]);
        assert_eq!(got.len(), 2, "{got:?}");
    }
}
