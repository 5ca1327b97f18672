//! A reading as JSON, with offsets in Unicode code points (docs/reference/reading-json.md).

use rapporteur_types::reading::{ChainMention, Reading, TimeBasis};
use rapporteur_types::span::CodePoints;
use rapporteur_types::{Document, Span, Topic};
use serde_json::{Map, Value, json};
use std::ops::Range;

/// The reading of a document.
pub fn json(document: &Document, reading: &Reading) -> Value {
    let index = CodePoints::new(&document.text);
    let span = |s: Span| json!({"start": index.at(s.start), "end": index.at(s.end), "text": s.of(&document.text)});
    let range = |r: &Range<usize>| json!([r.start, r.end]);
    let some = |r: &Option<Range<usize>>| r.as_ref().map_or(Value::Null, range);
    let weighed =
        |l: &[(usize, f32)]| l.iter().map(|(t, p)| json!({"token": t, "score": round(*p)})).collect::<Vec<_>>();
    let blocks: Vec<Value> = reading
        .blocks
        .iter()
        .map(|b| {
            let s = span(b.span);
            json!({"start": s["start"], "end": s["end"], "kind": b.kind, "language": b.language,
                   "sentences": range(&b.sentences)})
        })
        .collect();
    let sentences: Vec<Value> = reading
        .sentences
        .iter()
        .map(|x| {
            let s = span(x.span);
            json!({"start": s["start"], "end": s["end"], "block": x.block, "tokens": range(&x.tokens)})
        })
        .collect();
    let tokens: Vec<Value> = reading
        .tokens
        .iter()
        .map(|t| {
            let s = span(t.span);
            json!({"start": s["start"], "end": s["end"], "text": s["text"], "lemma": t.lemma, "upos": t.upos,
                   "feats": t.feats, "head": t.head, "rel": t.rel, "joined": t.joined})
        })
        .collect();
    let names: Vec<Value> = reading
        .names
        .iter()
        .map(|m| json!({"span": span(m.span), "tokens": range(&m.tokens), "head": m.head, "kind": m.kind}))
        .collect();
    let terms: Vec<Value> = reading
        .terms
        .iter()
        .map(|t| json!({"span": span(t.span), "tokens": range(&t.tokens), "kind": t.kind}))
        .collect();
    let mentions = |all: &[ChainMention]| -> Vec<Value> {
        let mention = |m: &ChainMention| json!({"span": span(m.span), "tokens": range(&m.tokens), "head": m.head, "form": m.form});
        all.iter().map(mention).collect()
    };
    let chains: Vec<Vec<Value>> = reading.chains.iter().map(|c| mentions(&c.mentions)).collect();
    let plurals: Vec<Value> = reading
        .plurals
        .iter()
        .map(|p| json!({"span": span(p.span), "tokens": range(&p.tokens), "head": p.head, "members": mentions(&p.members)}))
        .collect();
    let times: Vec<Value> = reading
        .times
        .iter()
        .map(|t| {
            let basis = match t.basis {
                TimeBasis::Explicit => json!("explicit"),
                TimeBasis::Published => json!("published"),
                TimeBasis::None => json!("none"),
                TimeBasis::Text(s) => span(s),
            };
            json!({"span": span(t.span), "type": t.kind, "value": t.value, "modifier": t.modifier,
                   "granularity": t.granularity, "direction": t.direction, "when": t.when, "basis": basis})
        })
        .collect();
    let quantities: Vec<Value> = reading
        .quantities
        .iter()
        .map(|q| {
            json!({"span": span(q.span), "value": q.value, "upper": q.upper, "unit": q.unit,
                   "approximation": q.approximation, "of": q.of})
        })
        .collect();
    let facts: Vec<Value> = reading.facts.iter().map(|f| json!({"token": f.token, "value": round(f.value)})).collect();
    let f = &reading.frames;
    let part = |(t, [source, target]): &(usize, [f32; 2])| json!({"token": t, "source": round(*source), "target": round(*target)});
    let statements: Vec<Value> = f
        .statements
        .iter()
        .map(|x| {
            json!({"cue": some(&x.cue), "content": range(&x.content), "source": some(&x.source),
                   "modality": x.modality, "tone": x.tone, "score": round(x.score), "reranked": round(x.reranked)})
        })
        .collect();
    let events: Vec<Value> = f
        .events
        .iter()
        .map(|x| {
            json!({"trigger": range(&x.trigger), "type": x.event_type, "evidence": range(&x.evidence),
                   "sources": weighed(&x.sources), "targets": weighed(&x.targets), "places": weighed(&x.places),
                   "modality": x.modalities.first().map(|m| m.0), "score": round(x.score),
                   "reranked": x.reranked.map(round), "parts": x.parts.iter().map(part).collect::<Vec<_>>()})
        })
        .collect();
    let positions: Vec<Value> = f
        .positions
        .iter()
        .map(|x| {
            json!({"anchor": x.anchor, "evidence": range(&x.evidence), "holders": weighed(&x.holders),
                   "condition": some(&x.condition), "stance": x.stance, "score": round(x.score),
                   "reranked": round(x.reranked)})
        })
        .collect();
    let told = |(t, p): &(Topic, f32)| (t.word().to_string(), json!(round(*p)));
    let topics: Vec<Value> = f
        .topics
        .iter()
        .map(|x| json!({"sentence": x.sentence, "topics": x.topics.iter().map(told).collect::<Map<_, _>>()}))
        .collect();
    json!({
        "document": document.name, "reader": reading.reader, "language": reading.language, "blocks": blocks,
        "sentences": sentences, "tokens": tokens, "names": names,
        "terms": terms, "chains": chains, "plurals": plurals, "times": times, "quantities": quantities, "facts": facts,
        "frames": {"statements": statements, "events": events, "positions": positions, "topics": topics},
    })
}

fn round(p: f32) -> f64 {
    (f64::from(p) * 1000.0).round() / 1000.0
}
