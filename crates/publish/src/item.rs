//! The JSON form of a claim (docs/reference/brief-json.md, docs/reference/claims-jsonl.md). Offsets are Unicode code
//! points into the document's text, end exclusive.

use rapporteur_types::span::CodePoints;
use rapporteur_types::{
    ActorRef, Claim, ClaimBody, Document, DocumentId, Event, Evidence, Extract, Position, Remark, Span, Statement,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One claim of a document a line, in the given order.
pub fn claims_jsonl(document: &Document, claims: &[Claim]) -> String {
    let index = Texts::new(std::slice::from_ref(document));
    claims.iter().map(|c| format!("{}\n", index.claim(c, true))).collect()
}

/// Documents with an index of their code points.
pub(crate) struct Texts<'a> {
    by_id: BTreeMap<&'a DocumentId, (&'a Document, CodePoints<'a>)>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(documents: &'a [Document]) -> Self {
        Texts { by_id: documents.iter().map(|d| (&d.id, (d, CodePoints::new(&d.text)))).collect() }
    }

    /// `{doc, sentence, start, end, quote}`; none where the document is not at hand.
    pub(crate) fn evidence(&self, e: &Evidence) -> Option<Value> {
        let (d, points) = self.by_id.get(&e.document)?;
        Some(json!({
            "doc": d.name,
            "sentence": e.sentence,
            "start": points.at(e.span.start),
            "end": points.at(e.span.end),
            "quote": e.span.of(&d.text),
        }))
    }

    /// The evidence of some claims, each place once.
    pub(crate) fn evidence_of<'c>(&self, claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let all = claims.into_iter().flat_map(|c| &c.evidence);
        all.filter(|e| seen.insert(*e)).filter_map(|e| self.evidence(e)).collect()
    }

    fn span(&self, claim: &Claim, s: Span) -> Value {
        match claim.evidence.first().and_then(|e| self.by_id.get(&e.document)) {
            Some((d, points)) => json!({"start": points.at(s.start), "end": points.at(s.end), "text": s.of(&d.text)}),
            None => Value::Null,
        }
    }

    fn maybe(&self, claim: &Claim, s: Option<Span>) -> Value {
        s.map_or(Value::Null, |s| self.span(claim, s))
    }

    /// A claim as an item; `named` adds `kind_of_claim`.
    pub(crate) fn claim(&self, c: &Claim, named: bool) -> Value {
        let mut o = Map::new();
        o.insert("id".into(), json!(c.id.0));
        if named {
            o.insert("kind_of_claim".into(), json!(c.kind()));
        }
        match &c.body {
            ClaimBody::Statement(s) => self.statement(c, s, &mut o),
            ClaimBody::Event(e) => self.event(c, e, &mut o),
            ClaimBody::Position(p) => self.position(c, p, &mut o),
            ClaimBody::Remark(r) => self.remark(c, r, &mut o),
            ClaimBody::Extract(x) => Self::extract(x, &mut o),
        }
        o.insert("modality".into(), json!(c.modality.word()));
        o.insert("according_to".into(), names(&c.according_to));
        o.insert("inferred".into(), self.inferred(c));
        o.insert("confidence".into(), json!((f64::from(c.confidence) * 1000.0).round() / 1000.0));
        o.insert("confidence_word".into(), json!(c.confidence_word()));
        o.insert("coder".into(), json!(c.coder));
        o.insert("actors".into(), Value::Array(c.actors().into_iter().map(actor).collect()));
        o.insert("evidence".into(), Value::Array(self.evidence_of([c])));
        Value::Object(o)
    }

    fn inferred(&self, c: &Claim) -> Value {
        let items = c.inferred.iter().map(|i| {
            let evidence = i.evidence.as_ref().and_then(|e| self.evidence(e));
            json!({"field": i.field, "rule": i.rule, "evidence": evidence})
        });
        Value::Array(items.collect())
    }

    fn extract(x: &Extract, o: &mut Map<String, Value>) {
        let topics = x.topics.iter().map(|(t, p)| (t.word().to_string(), json!(p)));
        o.insert("topics".into(), Value::Object(topics.collect()));
        o.insert("date".into(), json!(x.date));
    }

    fn statement(&self, c: &Claim, s: &Statement, o: &mut Map<String, Value>) {
        o.insert("source".into(), self.maybe(c, s.source));
        o.insert("speaker".into(), joined(&s.speakers));
        o.insert("cue".into(), self.maybe(c, s.cue));
        o.insert("content".into(), Value::Array(s.content.iter().map(|x| self.span(c, *x)).collect()));
        o.insert("addressee".into(), s.addressee.as_ref().map_or(Value::Null, |a| json!(a.name())));
        o.insert("kind".into(), json!(s.form));
        o.insert("tone".into(), json!(s.tone));
    }

    fn event(&self, c: &Claim, e: &Event, o: &mut Map<String, Value>) {
        o.insert("type".into(), json!(e.event_type.name()));
        o.insert("mode".into(), json!(e.mode));
        o.insert("context".into(), json!(e.context));
        o.insert("cameo".into(), json!(e.cameo));
        o.insert("source".into(), names(&e.sources));
        o.insert("target".into(), names(&e.targets));
        o.insert("date".into(), json!(e.date));
        o.insert("place".into(), json!(e.place));
        let count = |q: &rapporteur_types::claim::Count| json!({"value": q.value, "unit": q.unit});
        o.insert("quantities".into(), Value::Array(e.quantities.iter().map(count).collect()));
        o.insert("trigger".into(), self.span(c, e.trigger));
    }

    fn position(&self, c: &Claim, p: &Position, o: &mut Map<String, Value>) {
        o.insert("holder".into(), joined(&p.holders));
        o.insert("side".into(), p.side.as_ref().map_or(Value::Null, |a| json!(a.name())));
        o.insert("issue".into(), json!(p.issue));
        o.insert("proposal".into(), self.span(c, p.proposal));
        o.insert("stance".into(), json!(p.stance.word()));
        o.insert("condition".into(), self.maybe(c, p.condition));
    }

    fn remark(&self, c: &Claim, r: &Remark, o: &mut Map<String, Value>) {
        o.insert("about".into(), json!(r.about));
        o.insert("clause".into(), self.span(c, r.clause));
        o.insert("trigger".into(), self.span(c, r.trigger));
        o.insert("issue".into(), json!(r.issue));
        o.insert("topic".into(), self.maybe(c, r.topic));
        o.insert("date".into(), json!(r.date));
    }
}

/// Canonical names, as the codebook writes several in one field: joined by "; ". Null where there is none.
pub(crate) fn joined(actors: &[ActorRef]) -> Value {
    if actors.is_empty() {
        return Value::Null;
    }
    json!(actors.iter().map(ActorRef::name).collect::<Vec<_>>().join("; "))
}

pub(crate) fn names(actors: &[ActorRef]) -> Value {
    json!(actors.iter().map(ActorRef::name).collect::<Vec<_>>())
}

/// `{name, id, country, office}`.
pub(crate) fn actor(a: &ActorRef) -> Value {
    json!({"name": a.name(), "id": a.id().map(|i| &i.0), "country": a.country(), "office": a.office()})
}
