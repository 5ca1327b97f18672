//! Dossier and brief → JSON (docs/reference/brief-json.md).

use crate::brief::{Brief, Group, Section};
use crate::item::{Texts, actor, names};
use crate::line::Line;
use rapporteur_types::dossier::{Finding, MatrixRow, Party, Round, Source, StickingPoint};
use rapporteur_types::{ActorRef, Claim, ClaimId, Document, Dossier};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Name and version of the form; a field that changes its meaning gives a new version.
pub const SCHEMA: &str = "rapporteur.brief/1";

/// The brief as data: every claim of the dossier with its evidence, the lists, and the lines of the bottom line and of
/// the questions. The form is described in `docs/reference/brief-json.md`.
pub fn json(dossier: &Dossier, brief: &Brief, documents: &[Document]) -> Value {
    let by_id = dossier.claims.iter().chain(&dossier.extracts).map(|c| (&c.id, c)).collect();
    let w = Writer { by_id, texts: Texts::new(documents) };
    let claims = |kind: &str| -> Vec<Value> {
        dossier.claims.iter().filter(|c| c.kind() == kind).map(|c| w.texts.claim(c, false)).collect()
    };
    let quoted: BTreeSet<&ClaimId> = brief.sections.iter().flat_map(Section::lines).flat_map(Line::claims).collect();
    let extracts = dossier.extracts.iter().filter(|c| quoted.contains(&c.id)).map(|c| w.texts.claim(c, false));
    let findings = |list: &[Finding], id: &str| -> Vec<Value> {
        list.iter().enumerate().map(|(i, f)| w.finding(f, format!("{id}-{}", i + 1))).collect()
    };
    json!({
        "schema": SCHEMA,
        "dossier": dossier.name,
        "title": dossier.title,
        "generic": dossier.generic,
        "as_of": dossier.as_of,
        "documents": dossier.sources.iter().map(source).collect::<Vec<_>>(),
        "bottom_line": brief.section("bottom-line").map(|s| w.lines(s.lines())).unwrap_or_default(),
        "statements": claims("statement"),
        "events": claims("event"),
        "positions": claims("position"),
        "remarks": claims("remark"),
        "extracts": extracts.collect::<Vec<_>>(),
        "matrix": dossier.matrix.iter().map(matrix_row).collect::<Vec<_>>(),
        "sticking_points": dossier.sticking_points.iter().enumerate().map(|(i, p)| w.sticking(i, p)).collect::<Vec<_>>(),
        "rounds": dossier.rounds.iter().map(|r| w.round(r)).collect::<Vec<_>>(),
        "mediators": findings(&dossier.mediators, "mediator"),
        "parties": dossier.parties.iter().map(|p| w.party(p)).collect::<Vec<_>>(),
        "third_parties": findings(&dossier.third_parties, "third-party"),
        "pressure": findings(&dossier.pressure, "pressure"),
        "advisories": findings(&dossier.advisories, "advisory"),
        "precedents": findings(&dossier.precedents, "precedent"),
        "internal_divisions": findings(&dossier.internal_divisions, "division"),
        "spoilers": findings(&dossier.spoilers, "spoiler"),
        "conditional_threats": findings(&dossier.conditional_threats, "threat"),
        "agenda": findings(&dossier.agenda, "agenda"),
        "watch": findings(&dossier.watch, "watch"),
        "contradictions": dossier.contradictions.iter().map(|c| {
            let both = [c.one.clone(), c.other.clone()];
            json!({"about": c.about, "claims": &both, "evidence": w.evidence(&both)})
        }).collect::<Vec<_>>(),
        "tone": dossier.tone.iter().map(|t| json!({"side": t.side, "counts": t.counts})).collect::<Vec<_>>(),
        "faq": brief.section("faq").map(|s| s.groups.iter().map(|g| w.question(g)).collect::<Vec<_>>()).unwrap_or_default(),
        "left_out": dossier.left_out.iter().map(|l| {
            json!({"reason": l.reason, "count": l.count, "claims": l.claims})
        }).collect::<Vec<_>>(),
        "elsewhere": {
            "documents": dossier.elsewhere.documents,
            "unread": dossier.elsewhere.unread,
            "claims": dossier.elsewhere.claims,
        },
    })
}

struct Writer<'a> {
    by_id: BTreeMap<&'a ClaimId, &'a Claim>,
    texts: Texts<'a>,
}

impl Writer<'_> {
    fn claims<'s>(&'s self, ids: &'s [ClaimId]) -> impl Iterator<Item = &'s Claim> {
        ids.iter().filter_map(|i| self.by_id.get(i).copied())
    }

    fn evidence(&self, ids: &[ClaimId]) -> Vec<Value> {
        self.texts.evidence_of(self.claims(ids))
    }

    /// Standing and inferences of the claim that is shown first.
    fn standing(&self, ids: &[ClaimId]) -> [Value; 3] {
        match self.claims(ids).next() {
            Some(c) => {
                let inferred = c.inferred.iter().map(|i| json!({"field": i.field, "rule": i.rule})).collect::<Vec<_>>();
                [json!(c.modality.word()), names(&c.according_to), json!(inferred)]
            }
            None => [Value::Null, json!([]), json!([])],
        }
    }

    fn finding(&self, f: &Finding, id: String) -> Value {
        let [modality, according_to, inferred] = self.standing(&f.claims);
        json!({
            "id": id,
            "actor": f.actor.as_ref().map(ActorRef::name),
            "label": f.label,
            "issue": f.issue,
            "date": f.date,
            "modality": modality,
            "according_to": according_to,
            "inferred": inferred,
            "claims": f.claims,
            "evidence": self.evidence(&f.claims),
        })
    }

    fn sticking(&self, i: usize, p: &StickingPoint) -> Value {
        json!({
            "id": format!("sticking-point-{}", i + 1),
            "rank": i + 1,
            "issue": p.issue,
            "label": p.label,
            "score": rounded(p.score),
            "distance": rounded(p.distance),
            "named": p.named,
            "broke_down": p.broke_down,
            "claims": p.claims,
            "history": p.history,
            "evidence": self.evidence(&p.claims),
        })
    }

    fn round(&self, r: &Round) -> Value {
        let [modality, according_to, inferred] = self.standing(&r.claims);
        json!({
            "id": format!("round-{}", r.number),
            "number": r.number,
            "date": r.date,
            "place": r.place,
            "format": r.format,
            "parties": names(&r.parties),
            "mediators": names(&r.mediators),
            "status": r.status,
            "modality": modality,
            "according_to": according_to,
            "inferred": inferred,
            "claims": r.claims,
            "denials": r.denials,
            "evidence": self.evidence(&r.claims),
        })
    }

    fn party(&self, p: &Party) -> Value {
        json!({
            "id": p.actor.id().map_or_else(|| p.actor.name(), |i| i.0.clone()),
            "name": p.actor.name(),
            "country": p.actor.country(),
            "principal": p.principal,
            "members": p.members.iter().map(actor).collect::<Vec<_>>(),
            "claims": p.claims,
            "evidence": self.evidence(&p.claims[..p.claims.len().min(3)]),
        })
    }

    fn lines<'l>(&self, lines: impl Iterator<Item = &'l Line>) -> Vec<Value> {
        lines.enumerate().map(|(i, l)| self.line(i, l)).collect()
    }

    fn line(&self, i: usize, l: &Line) -> Value {
        json!({
            "id": format!("bottom-line-{}", i + 1),
            "text": l.plain(),
            "status": if l.is_not_stated() { "not_stated" } else { "stated" },
            "marks": marks(l),
            "claims": l.claims(),
            "evidence": self.evidence(l.claims()),
        })
    }

    fn question(&self, g: &Group) -> Value {
        let stated: Vec<&Line> = g.lines.iter().filter(|l| !l.is_not_stated()).collect();
        let mut claims: Vec<ClaimId> = stated.iter().flat_map(|l| l.claims()).cloned().collect();
        let mut seen = Vec::new();
        claims.retain(|c| {
            !seen.contains(c) && {
                seen.push(c.clone());
                true
            }
        });
        let marks: Vec<Value> = stated.iter().map(|l| json!(marks(l))).collect();
        json!({
            "question": g.title,
            "answer": g.lines.iter().map(Line::plain).collect::<Vec<_>>().join("\n"),
            "status": if stated.is_empty() { "not_stated" } else { "answered" },
            "marks": marks,
            "claims": claims,
            "evidence": self.evidence(&claims),
        })
    }
}

fn marks(l: &Line) -> Vec<String> {
    l.marks().iter().map(|m| m.words()).collect()
}

fn source(s: &Source) -> Value {
    json!({
        "doc": s.name,
        "id": s.document.0,
        "title": s.title,
        "outlet": s.outlet,
        "kind": s.kind.label(),
        "country": s.country,
        "url": s.url,
        "published": s.published,
        "estimated": s.estimated,
        "unread": s.unread,
        "partial": s.partial,
        "copy_of": s.copy_of.as_ref().map(|d| &d.0),
        "changed_in": s.changed_in.as_ref().map(|d| &d.0),
        "story": s.story,
    })
}

fn matrix_row(r: &MatrixRow) -> Value {
    let cells: serde_json::Map<String, Value> = r
        .cells
        .iter()
        .map(|(side, c)| {
            let cell = json!({
                "value": c.value.map(rounded),
                "n": c.n,
                "last": c.last,
                "salience": rounded(c.salience),
                "claims": c.claims,
            });
            (side.clone(), cell)
        })
        .collect();
    json!({
        "issue": r.issue,
        "label": r.label,
        "pole_low": r.poles.as_ref().map(|p| &p.0),
        "pole_high": r.poles.as_ref().map(|p| &p.1),
        "cells": cells,
    })
}

/// Three decimals: more would promise what the figures do not hold.
fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}
