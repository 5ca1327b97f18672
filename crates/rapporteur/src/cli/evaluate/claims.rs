//! Claims: coded passages.

use super::{Value, named, objects, part, scorer, stem, text_of, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_code::actors::who::{self, Question};
use rapporteur_code::coder::Passage;
use rapporteur_code::confidence::Features;
use rapporteur_code::events::parts::{Candidate, Parts};
use rapporteur_code::events::standing::Standing;
use rapporteur_code::syntax::Syntax;
use rapporteur_code::{Coder, unaided};
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::knowledge::Knowledge;
use rapporteur_types::span::CodePoints;
use rapporteur_types::{ActorRef, Claim, ClaimBody, ClaimId, Document, Span, When};
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Half of what codes, for an ablation.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// Cue and frame tables over the trees, without the encoder's frames.
    Tables,
    /// The encoder's frames, without cue and frame tables.
    Encoder,
}

/// Coded passages: `id, title, published, text` go in, claims come out.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools, only: Option<Only>) -> Result<usize> {
    let coder = match only {
        Some(Only::Encoder) => {
            let (cues, frames) = (Vec::new(), Vec::new());
            &Coder::new(&Knowledge { cues, frames, ..tools.knowledge.clone() })
        }
        _ => &tools.coder,
    };
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl")) {
        let gold = objects(path)?;
        let documents: Vec<Document> = gold.iter().filter(|g| g.get("statements").is_some()).map(document).collect();
        if documents.is_empty() {
            continue;
        }
        let lines: Vec<Value> = documents.par_iter().map(|d| prediction(d, tools, coder, only)).collect();
        let file = write(out, path, &lines)?;
        println!("{}: {} passages", stem(path), documents.len());
        // the scorer reads plain files
        let unpacked = named(path, ".gz").then(|| out.join(format!("{}.gold.tmp", stem(path))));
        if let Some(p) = &unpacked {
            fs::write(p, text_of(path)?)?;
        }
        scorer(data, "score_claims.py", &[unpacked.as_ref().unwrap_or(path).as_os_str(), file.as_os_str()])?;
        if let Some(p) = unpacked {
            fs::remove_file(p)?;
        }
        done += 1;
    }
    Ok(done)
}

fn document(gold: &Value) -> Document {
    let text = |k: &str| gold.get(k).and_then(Value::as_str).map(str::to_string);
    let mut d = Document::new(text("id").unwrap_or_default(), text("text").unwrap_or_default());
    d.title = text("title");
    d.outlet = text("outlet");
    let day = |k: &str| text(k).and_then(|s| s.parse::<When>().ok());
    d.published = match (day("published"), day("published_est")) {
        (Some(w), _) => Published { when: Some(w), instant: None, basis: Basis::Stated },
        (None, Some(w)) => Published { when: Some(w), instant: None, basis: Basis::Estimated },
        _ => Published::default(),
    };
    d.identify();
    d
}

/// The scorer's form of one document's claims; beside them what `train/` learns from: all claims that came into question with
/// their features, and the questions who a mention is.
fn prediction(document: &Document, tools: &Tools, coder: &Coder, only: Option<Only>) -> Value {
    let mut reading = rapporteur_read::read(document, &tools.reader);
    if only == Some(Only::Tables) {
        reading.frames = unaided::frames(&Syntax::new(document, &reading), coder);
    }
    let mut passage = Passage::new(document, &reading, coder);
    let index = CodePoints::new(&document.text);
    let at = |s: Span| json!({"start": index.at(s.start), "end": index.at(s.end)});
    let questions: Vec<Value> = passage.cast.questions().iter().map(|q| question(q, &at)).collect();
    let mut out = forms(&rapporteur_code::code(document, &reading, coder), &BTreeMap::new(), &at);
    let (all, weighed) = rapporteur_code::weighed(&mut passage);
    let all = forms(&all, &weighed.claims.into_iter().collect(), &at);
    out["id"] = json!(document.name);
    out["all"] = all;
    out["questions"] = json!(questions);
    out["parts"] = weighed.parts.iter().map(|x| parts(x, &at)).collect();
    out["standings"] = weighed.standings.iter().map(|x| standing(x, &at)).collect();
    out
}

/// A mention with the persons that it may stand for and what speaks for each: what `train/who.py` learns from.
fn question(q: &Question, at: &dyn Fn(Span) -> Value) -> Value {
    let features = |c: &who::Candidate| c.features.iter().map(|(f, x)| (format!("{f:?}"), json!(x))).collect::<Value>();
    let candidate =
        |c: &who::Candidate| json!({"name": c.person.as_ref().map(ActorRef::name), "features": features(c)});
    json!({
        "span": at(q.span), "head": at(q.head), "asking": format!("{:?}", q.asking), "found": q.found,
        "candidates": q.candidates.iter().map(candidate).collect::<Vec<_>>(),
    })
}

/// An event with who may take part in it and what speaks for each: what `train/parts.py` learns from.
fn parts(x: &Parts, at: &dyn Fn(Span) -> Value) -> Value {
    let names = |c: &Candidate| c.actors.iter().map(|a| a.0.name()).collect::<Vec<_>>();
    let candidates = x.candidates.iter().map(
        |c| json!({"word": c.word, "names": names(c), "source": by_name(&c.source), "target": by_name(&c.target)}),
    );
    json!({
        "type": x.event_type.name(), "evidence": at(x.evidence), "trigger": at(x.trigger),
        "candidates": candidates.collect::<Vec<_>>(),
    })
}

/// An event with what speaks for one standing or another: what `train/standing.py` learns from.
fn standing(x: &Standing, at: &dyn Fn(Span) -> Value) -> Value {
    json!({
        "type": x.event_type.name(), "evidence": at(x.evidence), "trigger": at(x.trigger), "rules": x.rules.word(),
        "features": by_name(&x.features),
    })
}

fn by_name(features: &Features) -> Value {
    features.iter().map(|(n, x)| (n.to_string(), json!(x))).collect()
}

/// Claims by kind.
fn forms(claims: &[Claim], features: &BTreeMap<ClaimId, Features>, at: &dyn Fn(Span) -> Value) -> Value {
    let (mut statements, mut events, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    for c in claims {
        let list = match &c.body {
            ClaimBody::Statement(_) => &mut statements,
            ClaimBody::Event(_) => &mut events,
            ClaimBody::Position(_) => &mut positions,
            ClaimBody::Remark(_) | ClaimBody::Extract(_) => continue,
        };
        let mut form = form(c, at);
        if let Some(f) = features.get(&c.id) {
            form["features"] = by_name(f);
        }
        list.push(form);
    }
    json!({"statements": statements, "events": events, "positions": positions})
}

fn form(c: &Claim, at: &dyn Fn(Span) -> Value) -> Value {
    let names = |l: &[ActorRef]| l.iter().map(ActorRef::name).collect::<Vec<_>>();
    let modality = c.modality.word();
    match &c.body {
        ClaimBody::Statement(s) => json!({
            "source": s.source.map(at), "speaker": names(&s.speakers).join("; "), "cue": s.cue.map(at),
            "content": s.content.iter().map(|x| at(*x)).collect::<Vec<_>>(), "modality": modality,
            "tone": s.tone, "kind": s.form, "confidence": c.confidence,
        }),
        ClaimBody::Event(e) => json!({
            "type": e.event_type.name(), "source": names(&e.sources), "target": names(&e.targets),
            "date": e.date.map(|d| d.to_string()), "place": e.place, "modality": modality,
            "evidence": at(c.first().span), "trigger": at(e.trigger), "confidence": c.confidence,
        }),
        ClaimBody::Position(x) => json!({
            "holder": names(&x.holders).join("; "), "side": x.side.as_ref().map(ActorRef::name),
            "issue": x.issue, "stance": x.stance.word(), "proposal": at(x.proposal), "modality": modality,
            "condition": x.condition.map(at), "evidence": at(c.first().span), "confidence": c.confidence,
        }),
        ClaimBody::Remark(_) | ClaimBody::Extract(_) => Value::Null,
    }
}
