//! Who says what: the encoder's statement frames with speakers, form, addressee and the chain of who reports it.

use crate::coder::Passage;
use crate::confidence::Features;
use crate::modality;
use crate::quotations::{overlooked, quotations, run_on, whole};
use rapporteur_types::reading::{BlockKind, StatementFrame};
use rapporteur_types::{
    ActorRef, Claim, ClaimBody, Factors, Inference, Modality, Span, Statement, StatementKind, Tone,
};
use std::ops::Range;

/// Statements of a passage, in order.
pub fn statements(p: &Passage) -> Vec<Claim> {
    let mut frames: Vec<&StatementFrame> = p
        .syntax
        .reading
        .frames
        .statements
        .iter()
        .filter(|f| {
            f.considered()
                && p.speaks(anchor(f))
                && !reading_of_the_author(p, f)
                && !of_who_is_told(p, f)
                && !of_another(p, f)
                && !is_not_said(p, f)
        })
        .collect();
    frames.sort_by(|a, b| b.score.total_cmp(&a.score).then(anchor(a).cmp(&anchor(b))));
    let mut kept: Vec<&StatementFrame> = Vec::new();
    for f in frames {
        if !kept.iter().any(|k| same(k, f)) {
            kept.push(f);
        }
    }
    kept.sort_by_key(|f| anchor(f));
    let all = quotations(p);
    let mut out: Vec<Claim> = Vec::new();
    for f in kept {
        let claim = statement(p, f, &all, out.last());
        out.extend(claim);
    }
    for f in overlooked(p, &out, &all) {
        let at = opens(p, &f);
        let after = out.partition_point(|c| c.first().span.start < at);
        let claim = statement(p, &f, &all, after.checked_sub(1).map(|i| &out[i]));
        if let Some(c) = claim {
            out.insert(after, c);
        }
    }
    without_parts(out)
}

/// A sentence of a quotation that a cue has taken whole is no statement of its own.
fn without_parts(claims: Vec<Claim>) -> Vec<Claim> {
    let spans = |c: &Claim| c.statement().map(|s| (s.cue.is_some(), s.content.clone())).unwrap_or_default();
    let whole: Vec<Span> = claims.iter().map(spans).filter(|x| x.0).flat_map(|x| x.1).collect();
    let part = |c: &Claim| {
        let (cued, content) = spans(c);
        !cued && content.iter().all(|x| whole.iter().any(|w| w.contains(*x) || x.contains(*w)))
    };
    claims.into_iter().filter(|c| !part(c)).collect()
}

/// Is the speaker whoever is told to do something?
fn of_who_is_told(p: &Passage, f: &StatementFrame) -> bool {
    let s = &p.syntax;
    let Some(cue) = f.cue.as_ref().map(|c| s.head_of(c)).filter(|c| is_told(s, *c)) else { return false };
    f.source.as_ref().is_none_or(|r| s.is(s.head_of(r), &["nsubj:pass"]) && s.token(s.head_of(r)).head == Some(cue))
}

/// "Claims that Kabul had agreed are a fabrication": nobody has agreed. "Speaking on condition of anonymity" says nothing.
fn is_not_said(p: &Passage, f: &StatementFrame) -> bool {
    let s = &p.syntax;
    let Some(cue) = f.cue.as_ref().map(|c| s.head_of(c)) else { return false };
    let anonymous =
        s.lemma(cue) == "speak" && s.dependents(cue, &["obl"]).into_iter().any(|t| s.lemma(t) == "condition");
    // "called off a visit" calls for nothing; "added a name" adds no word
    let off = s.lemma(cue) == "call" && s.has_child(cue, &["off"]);
    let head = s.head_of(&f.content);
    let thing = s.lemma(cue) == "add"
        && s.is(head, &["obj"])
        && s.token(head).head == Some(cue)
        && s.dependents(head, &["acl", "acl:relcl"]).is_empty()
        && !quoted(p, &f.content);
    // "Minsk is said to have asked": nobody in particular says so
    let passive = !s.dependents(cue, &["aux:pass"]).is_empty();
    let nobody = passive && f.source.is_none() && s.is(head, &["xcomp"]) && s.token(head).head == Some(cue);
    // "a framework agreed in Cairo lapsed"
    const PAPERS: [&str; 12] = [
        "framework",
        "arrangement",
        "deal",
        "accord",
        "swap",
        "truce",
        "ceasefire",
        "treaty",
        "pact",
        "protocol",
        "text",
        "plan",
    ];
    let agreed =
        s.lemma(cue) == "agree" && f.source.as_ref().is_some_and(|r| PAPERS.contains(&s.lemma(s.head_of(r)).as_str()));
    // "provided that the dams are on its soil" makes a condition
    let proviso = matches!(s.form(cue).to_lowercase().as_str(), "provided" | "providing")
        && s.dependents(cue, &["nsubj", "nsubj:pass"]).is_empty();
    let differs = crate::positions::differs(s, cue);
    // "met to discuss the border": what they came for, nobody has said yet
    let meant = matches!(s.lemma(cue).as_str(), "discuss" | "review" | "consider" | "address" | "debate")
        && s.is(cue, &["advcl", "acl"])
        && s.has_child(cue, &["to"])
        && !quoted(p, &f.content);
    anonymous || meant || off || thing || proviso || nobody || agreed || differs || modality::in_untrue_report(s, cue)
}

/// "The duties it had threatened to apply": what is said is said of the noun before the clause.
fn antecedent(p: &Passage, content: &Range<usize>, cue: &Range<usize>) -> Option<Range<usize>> {
    let s = &p.syntax;
    let verb = s.head_of(cue);
    let noun = s.token(verb).head.filter(|n| s.is(verb, &["acl:relcl"]) && *n < cue.start && !content.contains(n))?;
    let relative = |t: usize| matches!(s.lemma(t).as_str(), "who" | "which" | "that" | "whom" | "whose" | "where");
    let own_subject = s.dependents(verb, &["nsubj"]).into_iter().any(|t| !relative(t));
    let head = s.head_of(content);
    let whole = !s.dependents(head, &["obj", "nsubj"]).is_empty() || s.token(head).upos != "VERB";
    if !own_subject || whole {
        return None;
    }
    let first = s.subtree(noun).into_iter().next().unwrap_or(noun);
    trim(p, &(first..noun + 1))
}

/// "Chad has asked for 3 million, two sources said; Mali has offered 2": what stands before the semicolon is not what Mali offers.
fn of_another(p: &Passage, f: &StatementFrame) -> bool {
    let (Some(cue), Some(source)) = (&f.cue, &f.source) else { return false };
    (f.content.end..source.start.min(cue.start)).any(|i| p.syntax.form(i) == ";")
}

/// Verbs by which a text shows what something means.
const SIGNS: [&str; 16] = [
    "signal",
    "indicate",
    "highlight",
    "underscore",
    "underline",
    "mark",
    "reflect",
    "show",
    "demonstrate",
    "suggest",
    "mean",
    "reveal",
    "imply",
    "contrast",
    "echo",
    "represent",
];

/// "…, signaling a pressure campaign": nobody says that but the author. It is a remark, if a frame file knows it.
fn reading_of_the_author(p: &Passage, f: &StatementFrame) -> bool {
    let s = &p.syntax;
    let Some(cue) = f.cue.as_ref().map(|c| s.head_of(c)) else { return false };
    if modality::raises_fears(s, cue) {
        return true;
    }
    let own_subject = s.dependents(cue, &["nsubj"]).first().copied();
    let loose = own_subject.is_none() && s.is(cue, &["advcl", "acl", "conj", "parataxis"]);
    let thing = own_subject.is_some_and(|n| {
        p.cast.at(n).is_empty()
            && !matches!(
                s.lemma(n).as_str(),
                "report"
                    | "source"
                    | "official"
                    | "media"
                    | "document"
                    | "cable"
                    | "memo"
                    | "letter"
                    | "statement"
                    | "auditor"
                    | "analyst"
                    | "expert"
                    | "diplomat"
                    | "it"
            )
    });
    SIGNS.contains(&s.lemma(cue).as_str()) && (loose || thing)
}

/// A speaker without a name, in the words of the text: without what only joins the phrase to the clause.
fn nameless(p: &Passage, phrase: &Range<usize>) -> Option<ActorRef> {
    let s = &p.syntax;
    let joins = |i: &usize| matches!(s.token(*i).upos.as_str(), "SCONJ" | "ADP" | "PUNCT" | "CCONJ");
    let from = phrase.clone().find(|i| !joins(i))?;
    let to = phrase.clone().rev().find(|i| s.token(*i).upos != "PUNCT")?;
    (from <= to).then(|| ActorRef::Unresolved(s.span(&(from..to + 1)).of(s.text).to_string()))
}

/// "Kenya is urged to withdraw", "was tasked to report": whoever is told to do something says nothing by that. The verb.
pub fn is_told(s: &crate::syntax::Syntax, verb: usize) -> bool {
    const TELLS: [&str; 16] = [
        "advise", "allow", "ask", "call", "expect", "force", "instruct", "invite", "oblige", "order", "remind",
        "request", "require", "task", "tell", "urge",
    ];
    TELLS.contains(&s.lemma(verb).as_str()) && !s.dependents(verb, &["nsubj:pass"]).is_empty()
}

/// "ruled out": the particle that stands right behind a cue belongs to it.
fn with_particle(s: &crate::syntax::Syntax, cue: &Range<usize>) -> Range<usize> {
    let particle = |i: &usize| *i == cue.end && s.is(*i, &["compound:prt"]);
    let next = s.dependents(s.head_of(cue), &["compound:prt"]).into_iter().find(particle);
    cue.start..next.map_or(cue.end, |i| i + 1)
}

/// First byte of a frame.
fn opens(p: &Passage, f: &StatementFrame) -> usize {
    p.syntax.token(f.content.start.min(anchor(f))).span.start
}

fn anchor(f: &StatementFrame) -> usize {
    f.cue.as_ref().map_or(f.content.start, |c| c.start)
}

/// Two frames of one statement: the same cue, or, without a cue of its own, mostly the same content.
fn same(a: &StatementFrame, b: &StatementFrame) -> bool {
    let common = a.content.end.min(b.content.end).saturating_sub(a.content.start.max(b.content.start));
    let shorter = a.content.len().min(b.content.len());
    match (&a.cue, &b.cue) {
        (Some(x), Some(y)) => x.start < y.end && y.start < x.end,
        _ => common * 10 > shorter * 8,
    }
}

fn statement(p: &Passage, f: &StatementFrame, all: &[Range<usize>], before: Option<&Claim>) -> Option<Claim> {
    let s = &p.syntax;
    let at = anchor(f);
    let mut inferred = Vec::new();
    let mut content = trim(p, &f.content)?;
    // a clause is no name of a speaker
    let clausal = |r: &Range<usize>| {
        let head = s.head_of(r);
        matches!(s.token(head).upos.as_str(), "VERB" | "AUX") && !s.dependents(head, &["nsubj"]).is_empty()
    };
    let source = f.source.as_ref().filter(|r| !r.contains(&at) && !clausal(r));
    if let Some(c) = &f.cue {
        if s.lemma(c.start) == "accord" || s.words(c).starts_with("according") {
            content = reported(p, c, source).and_then(|r| trim(p, &r)).unwrap_or(content);
        } else if content.start <= c.start && c.end < content.end {
            // a cue that its own content swallows is no part of it, nor is what stands before: "Oslo's stated wish to …"
            content = trim(p, &(c.end..content.end))?;
        }
    }
    // "…, Ana Sosa, head of the union, said": who says it is no part of it
    if let (Some(r), Some(c)) = (source, &f.cue)
        && content.start < r.start
        && r.start < content.end
        && r.end <= c.start
        && content.end <= c.start
    {
        content = trim(p, &(content.start..r.start))?;
    }
    content = below_cue(p, content, f.cue.as_ref());
    content = without_next_deed(p, without_authors_reading(p, content, f.cue.as_ref()), f.cue.as_ref());
    // "denied it", "called her at noon": what the pronoun is stands elsewhere, and nothing is said of it
    let verb = |i: usize| matches!(s.token(i).upos.as_str(), "VERB" | "AUX" | "ADJ");
    if s.token(s.head_of(&content)).upos == "PRON" && !content.clone().any(verb) {
        return None;
    }
    let mut speakers = source.map(|r| p.actors(r, "speaker", &mut inferred)).unwrap_or_default();
    if speakers.is_empty()
        && let Some(r) = source
    {
        speakers.extend(nameless(p, r));
    }
    if speakers.is_empty()
        && let Some((n, false)) = f.cue.as_ref().and_then(|c| crate::roles::subject(s, s.head_of(c)))
        && !content.contains(&n)
    {
        speakers = p.actors(&s.phrase(n), "speaker", &mut inferred);
    }
    if speakers.is_empty() {
        let sentence = s.sentence_of(at);
        let block = s.reading.sentences[sentence].block;
        if let Some(r) = p.cast.speaker_of_turn(block) {
            // the label stands before the first sentence of a turn alone
            if s.sentence_of(r.tokens.start) != sentence {
                let evidence = Some(p.evidence(r.tokens.start, r.span));
                inferred.push(Inference { field: "speaker".into(), rule: "whose turn it is".into(), evidence });
            }
            speakers.push(r.actor);
        } else if let Some((prior, claim)) = before.and_then(|c| c.statement().map(|st| (st, c))) {
            let near = s.reading.sentences[claim.first().sentence].block + 1 >= block;
            // words without a cue and without quotation marks are nobody's until the text says whose
            if near && (f.cue.is_some() || quoted(p, &content)) {
                speakers.clone_from(&prior.speakers);
                inferred.push(Inference {
                    field: "speaker".into(),
                    rule: "speaker of the statement before".into(),
                    evidence: Some(claim.first().clone()),
                });
            }
        }
    }
    if speakers.is_empty() {
        return None;
    }
    let mut contents = match &f.cue {
        Some(c) => whole(p, content.clone(), c, all),
        None => vec![run_on(content, all)],
    };
    let content = contents[0].clone();
    if let (Some(c), [_]) = (&f.cue, contents.as_slice()) {
        contents.splice(..0, before_cue(p, &content, c, source).or_else(|| antecedent(p, &content, c)));
    }
    let spans: Vec<Span> = contents.iter().map(|c| s.span(c)).collect();
    let span = spans[0];
    let whole = [Some(span), source.map(|r| s.span(r)), f.cue.as_ref().map(|r| s.span(r))]
        .into_iter()
        .flatten()
        .reduce(Span::cover)
        .unwrap_or(span);
    let (factors, standing) = standing(p, f, &content);
    let statement = Statement {
        source: source.map(|r| s.span(r)),
        addressee: addressee(p, f, &mut inferred).filter(|a| !speakers.contains(a)),
        speakers,
        cue: f.cue.as_ref().map(|c| s.span(&with_particle(s, c))),
        content: spans,
        form: form(p, span, at),
        tone: tone(p, f),
    };
    let features = features(p, f, &statement, &content, standing, &inferred);
    let mut claim = p.claim(ClaimBody::Statement(statement), p.evidence(at, whole), (factors, standing), features)?;
    claim.inferred = inferred;
    Some(claim)
}

/// What speaks for a statement: head and tables, the speaker and how he was found, cue and content in the tree.
fn features(
    p: &Passage,
    frame: &StatementFrame,
    statement: &Statement,
    content: &Range<usize>,
    standing: Modality,
    inferred: &[Inference],
) -> Features {
    let s = &p.syntax;
    let mut f = Features::default();
    f.score("score", frame.score);
    f.value("reranked", frame.reranked);
    f.word("modality", standing.word());
    f.word("form", &format!("{:?}", statement.form));
    if let Some(t) = frame.cue.as_ref().map(|c| s.head_of(c)) {
        f.holds("cue", true);
        f.word("upos", &s.token(t).upos);
        f.word("relation", s.token(t).base_rel());
        f.value("depth", s.ancestors(t).len() as f32);
    }
    let table = frame.cue.as_ref().and_then(|c| p.coder.cue(s, c));
    f.holds("table", table.is_some());
    f.word("act", table.map_or("none", |c| c.act.as_str()));
    f.holds("source", frame.source.is_some());
    let known = statement.speakers.iter().any(|a| a.id().is_some());
    f.holds("speaker known", known);
    f.holds("several speakers", statement.speakers.len() > 1);
    if let Some(source) = frame.source.as_ref().filter(|_| !known) {
        // "the lawmaker" has a name where anybody has one, "two diplomats" have none
        let first = s.form(source.start).to_lowercase();
        let pronoun = source.len() == 1 && s.token(source.start).upos == "PRON";
        let named = p.cast.mentions().iter().any(|m| m.resolutions.iter().any(|r| r.actor.is_person()));
        let definite = named && matches!(first.as_str(), "the" | "this" | "that" | "his" | "her" | "its" | "their");
        f.word(
            "nameless",
            if pronoun {
                "pronoun"
            } else if definite {
                "definite"
            } else {
                "some"
            },
        );
    }
    let by_rule: Vec<&Inference> = inferred.iter().filter(|i| i.field == "speaker").collect();
    f.holds("speaker inferred", !by_rule.is_empty());
    by_rule.iter().for_each(|i| f.word("rule", &i.rule));
    let head = s.head_of(content);
    f.value("content", (content.len() as f32).ln());
    f.word("content upos", &s.token(head).upos);
    f.holds("content subject", !s.dependents(head, &["nsubj"]).is_empty());
    let at = anchor(frame);
    f.holds("question", s.form(s.sentence_tokens(at).end - 1) == "?");
    f.holds("turn", p.block_kind(at) == BlockKind::Turn);
    f
}

/// "a day after X had called a deal possible, forces attacked": what a subordinate clause hangs on is not said in
/// it.
fn below_cue(p: &Passage, content: Range<usize>, cue: Option<&Range<usize>>) -> Range<usize> {
    let s = &p.syntax;
    let Some(cue) =
        cue.map(|c| s.head_of(c)).filter(|c| *c < content.start && s.is(*c, &["advcl", "acl", "acl:relcl"]))
    else {
        return content;
    };
    if !s.ancestors(cue).iter().any(|a| content.contains(a)) {
        return content;
    }
    let below = s.subtree(cue);
    let end = content.clone().find(|i| !below.contains(i)).unwrap_or(content.end);
    trim(p, &(content.start..end)).unwrap_or(content)
}

/// "The price, she said, will be linked to the market": what stands before the clause of saying and hangs on what stands behind it.
fn before_cue(
    p: &Passage,
    content: &Range<usize>,
    cue: &Range<usize>,
    source: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let s = &p.syntax;
    let inserted = source.map_or(cue.start, |r| r.start.min(cue.start))..source.map_or(cue.end, |r| r.end.max(cue.end));
    let sentence = s.sentence_tokens(cue.start);
    let comma = |i: usize| s.form(i) == ",";
    let fits = sentence.start + 1 < inserted.start
        && comma(inserted.start - 1)
        && inserted.end < content.start
        && comma(content.start - 1)
        && content.end <= sentence.end;
    if !fits {
        return None;
    }
    let left = sentence.start..inserted.start - 1;
    let hangs = |i: &usize| {
        s.token(*i).head.is_some_and(|h| content.contains(&h))
            && s.is(*i, &["nsubj", "nsubj:pass", "obl", "advcl", "csubj"])
    };
    let first = left.clone().filter(hangs).filter_map(|i| s.subtree(i).into_iter().find(|t| left.contains(t))).min()?;
    trim(p, &(first..left.end))
}

/// "denied it and ruled talks out": a verb beside the cue opens a deed or saying of its own.
fn without_next_deed(p: &Passage, content: Range<usize>, cue: Option<&Range<usize>>) -> Range<usize> {
    let s = &p.syntax;
    let Some(cue) = cue.map(|c| s.head_of(c)) else { return content };
    let next = s.dependents(cue, &["conj"]).into_iter().find(|c| s.token(*c).upos == "VERB" && content.contains(c));
    let Some(next) = next.filter(|n| content.start > cue && *n > content.start) else { return content };
    let edge = s.subtree(next).into_iter().find(|i| *i > content.start).unwrap_or(next);
    trim(p, &(content.start..edge)).map_or(content, |r| {
        let joins = |i: usize| matches!(s.token(i).upos.as_str(), "CCONJ" | "PUNCT") && s.form(i) != "”";
        let end = r.clone().rev().find(|i| !joins(*i)).map_or(r.end, |i| i + 1);
        r.start..end
    })
}

/// Does a content open with a quotation mark, or stand right behind one?
fn quoted(p: &Passage, content: &Range<usize>) -> bool {
    let mark = |c: char| matches!(c, '"' | '“' | '«' | '„');
    let text = p.syntax.text;
    let start = p.syntax.token(content.start).span.start;
    text[start..].starts_with(mark) || text[..start].trim_end().ends_with(mark)
}

/// "X called the talks useful, signalling …": what the author reads into it is not what X said.
fn without_authors_reading(p: &Passage, content: Range<usize>, cue: Option<&Range<usize>>) -> Range<usize> {
    let s = &p.syntax;
    let Some(cue) = cue.map(|c| s.head_of(c)) else { return content };
    let sign = content.clone().skip(2).find(|i| {
        matches!(s.form(i - 1), "," | "”" | "\"" | "’")
            && s.token(*i).has("VerbForm", "Part") | s.token(*i).has("VerbForm", "Ger")
            && s.token(*i).head.is_some_and(|h| h == cue || s.is(h, &["xcomp", "advcl"]))
            && SIGNS.contains(&s.lemma(*i).as_str())
    });
    match sign {
        Some(i) => trim(p, &(content.start..i - 1)).unwrap_or(content),
        None => content,
    }
}

/// "X did Y, according to Z": the clause that the phrase hangs on, on its own side of the phrase.
fn reported(p: &Passage, cue: &Range<usize>, source: Option<&Range<usize>>) -> Option<Range<usize>> {
    let s = &p.syntax;
    let last = source.map_or(cue.end, |r| r.end.max(cue.end));
    let inside = |i: usize| cue.start <= i && i < last;
    let head = (cue.start..last).find_map(|i| s.token(i).head.filter(|h| !inside(*h)))?;
    if !matches!(s.token(head).upos.as_str(), "VERB" | "AUX" | "ADJ" | "NOUN") {
        return None;
    }
    let clause = s.phrase(head);
    let range = if clause.start < cue.start && head < cue.start { clause.start..cue.start } else { last..clause.end };
    let from = range.clone().find(|i| !matches!(s.token(*i).upos.as_str(), "SCONJ" | "PUNCT" | "CCONJ"))?;
    (from < range.end).then_some(from..range.end)
}

/// Without quotation marks' bare edges: punctuation at either end goes, marks stay.
fn trim(p: &Passage, r: &Range<usize>) -> Option<Range<usize>> {
    let s = &p.syntax;
    let bare = |i: usize| matches!(s.form(i), "," | "." | ":" | ";" | "-" | "—" | "–");
    let (mut a, mut b) = (r.start, r.end.min(s.reading.tokens.len()));
    while a < b && bare(a) {
        a += 1;
    }
    while b > a && bare(b - 1) {
        b -= 1;
    }
    (a < b).then_some(a..b)
}

/// The standing of what is said: markers of its main clause first, the encoder otherwise.
fn standing(p: &Passage, f: &StatementFrame, content: &Range<usize>) -> (Factors, Modality) {
    let s = &p.syntax;
    let cue = f.cue.as_ref().and_then(|c| p.coder.cue(s, c));
    let mut factors = Factors::default();
    let head = s.head_of(content);
    if matches!(s.token(head).upos.as_str(), "VERB" | "AUX" | "ADJ" | "NOUN") {
        factors = modality::within(s, head, content);
    }
    let given = cue.and_then(|c| c.modality.as_deref());
    let rumour =
        |r: &Range<usize>| matches!(s.lemma(s.head_of(r)).as_str(), "report" | "rumor" | "rumour" | "speculation");
    if f.source.as_ref().is_some_and(rumour) {
        // whatever else the cue does: nobody in particular answers for it
        factors.hedged = true;
    } else {
        factors.denied |= given == Some("denied");
        factors.demanded |= given == Some("demanded");
        factors.planned |= given == Some("planned");
    }
    // "discussed a strike should the other side attack": the condition may hang on the cue and still belong to the content
    let hung = f.cue.as_ref().map(|c| s.dependents(s.head_of(c), &["advcl"])).unwrap_or_default();
    factors.conditional |= hung.into_iter().any(|a| content.contains(&a) && modality::on_condition(s, a));
    if modality::calls_untrue(s, head) {
        factors = Factors { denied: true, ..Factors::default() };
        return (factors, Modality::Denied);
    }
    let by_rule = factors.modality();
    let standing = match by_rule {
        Modality::Conditional | Modality::Hedged => by_rule,
        Modality::Asserted => f.modality,
        _ if f.modality_score > 0.8 => f.modality,
        _ => by_rule,
    };
    (factors, standing)
}

fn tone(p: &Passage, f: &StatementFrame) -> Tone {
    let s = &p.syntax;
    let given = f.cue.as_ref().and_then(|c| p.coder.cue(s, c)).and_then(|c| c.tone.as_deref());
    match given {
        Some("positive") => Tone::Positive,
        Some("negative") => Tone::Negative,
        _ => f.tone,
    }
}

/// By the quotation marks of the content; a turn of a transcript is direct.
fn form(p: &Passage, span: Span, at: usize) -> StatementKind {
    if p.block_kind(at) == BlockKind::Turn {
        return StatementKind::Direct;
    }
    let text = p.syntax.text;
    let open = |c: char| matches!(c, '"' | '“' | '«' | '„');
    let close = |c: char| matches!(c, '"' | '”' | '»');
    let inside = span.of(text);
    let before = text[..span.start].trim_end().chars().next_back();
    let after = text[span.end..].trim_start_matches(['.', ',', ' ']).chars().next();
    let starts = inside.starts_with(open) || before.is_some_and(open);
    let ends = inside.trim_end_matches(['.', ',']).ends_with(close) || after.is_some_and(close);
    let inner = inside.trim_matches(|c: char| open(c) || close(c) || c == '.' || c == ',');
    match (starts && ends, inner.contains(|c: char| open(c) || close(c))) {
        (true, false) => StatementKind::Direct,
        (true, true) | (false, true) => StatementKind::Mixed,
        (false, false) if starts != ends => StatementKind::Mixed,
        (false, false) => StatementKind::Indirect,
    }
}

/// "told reporters", "said to the council", "urged Iran".
fn addressee(p: &Passage, f: &StatementFrame, inferred: &mut Vec<Inference>) -> Option<ActorRef> {
    let s = &p.syntax;
    let cue = s.head_of(f.cue.as_ref()?);
    let outside = |t: &usize| !(f.content.contains(t) && f.content.len() > 1);
    let objects = s.dependents(cue, &["obj", "iobj"]).into_iter().filter(outside);
    let to = s
        .dependents(cue, &["obl"])
        .into_iter()
        .filter(|o| crate::roles::case_of(s, *o).as_deref() == Some("to"))
        .filter(outside);
    let told = matches!(
        s.lemma(cue).as_str(),
        "tell" | "inform" | "urge" | "ask" | "warn" | "advise" | "assure" | "remind" | "call"
    );
    for o in objects.filter(|_| told).chain(to) {
        if let Some(a) = p.actors(&s.phrase(o), "addressee", inferred).into_iter().next() {
            return Some(a);
        }
        if matches!(s.lemma(o).as_str(), "reporter" | "journalist" | "parliament" | "lawmaker") {
            return Some(ActorRef::Unresolved(s.form(o).to_string()));
        }
    }
    None
}

/// Does a statement say that what it contains is not so: "denied that …", "dismissed reports that …"?
fn refutes(p: &Passage, statement: &Statement) -> bool {
    let s = &p.syntax;
    statement.cue.is_some_and(|c| modality::refutes(s, s.head_of(&s.tokens_in(c))))
}

/// Who reports a claim: the speakers of the statements whose content it lies in, innermost first. What one of them denies is denied.
pub fn attribute(p: &Passage, statements: &[Claim], claims: &mut [Claim]) {
    for claim in claims {
        let at = match &claim.body {
            ClaimBody::Statement(s) => s.cue.or(s.content.first().copied()),
            ClaimBody::Event(e) => Some(e.trigger),
            ClaimBody::Position(_) => Some(claim.first().span),
            ClaimBody::Remark(r) => Some(r.trigger),
            ClaimBody::Extract(_) => None,
        };
        let Some(at) = at else { continue };
        let mut around: Vec<(&Span, &Statement, &Claim)> = statements
            .iter()
            .filter(|s| s.id != claim.id)
            .filter_map(|c| c.statement().map(|s| (c, s)))
            .flat_map(|(c, s)| s.content.iter().map(move |span| (span, s, c)))
            .filter(|(span, s, _)| span.contains(at) && s.cue != Some(at))
            .collect();
        around.sort_by_key(|(span, _, _)| span.len());
        for (_, s, _) in around {
            // "it names no date": a pronoun that stands for nobody we know tells no reader who says so
            let someone = |a: &&ActorRef| match a {
                ActorRef::Unresolved(w) => {
                    !matches!(w.to_lowercase().as_str(), "it" | "he" | "she" | "they" | "we" | "i" | "you")
                }
                ActorRef::Known { .. } => true,
            };
            if claim.modality != Modality::Hypothetical && refutes(p, s) {
                claim.modality = Modality::Denied;
            }
            for a in s.speakers.iter().filter(someone) {
                if !claim.according_to.contains(a) {
                    claim.according_to.push(a.clone());
                }
            }
        }
        if matches!(claim.body, ClaimBody::Statement(_)) {
            let own = claim.statement().map(|s| s.speakers.clone()).unwrap_or_default();
            claim.according_to.retain(|a| !own.contains(a));
        }
    }
}
