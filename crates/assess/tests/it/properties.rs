//! What holds for any documents.

use crate::build::{document, knowledge};
use crate::dossiers::spec;
use proptest::prelude::*;
use rapporteur_assess::{Coded, concerning, project};
use rapporteur_types::{Dossier, EventType, Modality, RemarkKind, Stance, Tone};
use std::collections::BTreeSet;

const WHO: [&str; 8] =
    ["state:ARM", "state:AZE", "state:QAT", "person:x@ARM", "person:y@AZE", "group:rsf", "?an envoy", "state:FRA"];
const MODALITIES: [Modality; 6] = [
    Modality::Asserted,
    Modality::Hedged,
    Modality::Planned,
    Modality::Denied,
    Modality::Conditional,
    Modality::Historical,
];

/// A document out of numbers: each number is a sentence with a claim.
fn written(i: usize, seeds: &[u32]) -> Coded {
    let mut d = document(&format!("d{i}"), ["A", "B", ""][i % 3], ["2026-03-01", "2026-03-02", ""][(i / 2) % 3]);
    for s in seeds {
        let n = *s as usize;
        let (a, b) = (WHO[n % 8], WHO[(n / 8) % 8]);
        let m = MODALITIES[(n / 64) % 6];
        let day = format!("2026-03-0{}", 1 + (n / 384) % 4);
        let name = |x: &str| crate::build::actor(x).plain_name().to_string();
        d = d.says(&format!(
            "{} and {} spoke of the corridor and {} lists, said at talks.",
            name(a),
            name(b),
            1 + n % 3
        ));
        d = match (n / 1536) % 5 {
            0 => d.talks("talks", &[a, b], m).on(&day),
            1 => d.event(EventType::ALL[n % 16], "spoke", &[a], &[b], m).counting(&format!("{}", 1 + n % 3), "lists"),
            2 => d.statement(a, "said", "the corridor", Tone::Neutral).told_as(m),
            3 => d.position(a, Stance::ALL[n % 10], "corridor", "the corridor", m),
            _ => d.remark(
                [RemarkKind::StickingPoint, RemarkKind::Mediation, RemarkKind::Spoiler, RemarkKind::Breakdown][n % 4],
                "talks",
                &[a, b],
                None,
            ),
        };
    }
    d.done()
}

fn library() -> impl Strategy<Value = Vec<Coded>> {
    prop::collection::vec(prop::collection::vec(0u32..7680, 1..6), 1..6)
        .prop_map(|docs| docs.iter().enumerate().map(|(i, s)| written(i, s)).collect())
}

fn canonical(d: &Dossier) -> String {
    serde_json::to_string(d).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_the_documents_does_not_matter(docs in library(), turn in 0usize..6) {
        let k = knowledge();
        let mut other = docs.clone();
        other.reverse();
        let n = other.len();
        other.rotate_left(turn % n);
        prop_assert_eq!(canonical(&project(&docs, &k, None, None)), canonical(&project(&other, &k, None, None)));
    }

    #[test]
    fn no_claim_is_lost_and_none_counted_twice(docs in library()) {
        let d = project(&docs, &knowledge(), None, None);
        let mut seen: Vec<&str> = d.claims.iter().map(|c| c.id.0.as_str()).collect();
        seen.extend(d.left_out.iter().flat_map(|l| &l.claims).map(|c| c.0.as_str()));
        let mut given: Vec<&str> = docs.iter().flat_map(|c| &c.claims).map(|c| c.id.0.as_str()).collect();
        seen.sort_unstable();
        given.sort_unstable();
        prop_assert_eq!(seen, given);
        for l in &d.left_out {
            prop_assert_eq!(l.count, l.claims.len());
        }
    }

    #[test]
    fn merging_drops_no_evidence(docs in library()) {
        let d = project(&docs, &knowledge(), None, None);
        let kept: BTreeSet<_> = d.claims.iter().flat_map(|c| &c.evidence).collect();
        let again = d.left_out.iter().find(|l| l.reason.starts_with("tells again"));
        for id in again.iter().flat_map(|l| &l.claims) {
            let claim = docs.iter().flat_map(|c| &c.claims).find(|c| &c.id == id).unwrap();
            prop_assert!(claim.evidence.iter().all(|e| kept.contains(e)));
        }
    }

    #[test]
    fn every_item_rests_on_claims_of_the_dossier(docs in library()) {
        let d = project(&docs, &knowledge(), None, None);
        let lists = [&d.mediators, &d.third_parties, &d.pressure, &d.advisories, &d.precedents, &d.spoilers,
            &d.internal_divisions, &d.conditional_threats, &d.watch, &d.agenda];
        let findings = lists.into_iter().flatten().map(|f| &f.claims);
        let rounds = d.rounds.iter().map(|r| &r.claims);
        let sticking = d.sticking_points.iter().map(|s| &s.claims);
        for ids in findings.chain(rounds).chain(sticking) {
            prop_assert!(!ids.is_empty() && ids.iter().all(|id| d.claim(id).is_some()));
        }
        for p in &d.parties {
            prop_assert!(d.mediators.iter().all(|m| m.actor.as_ref() != Some(&p.actor)));
        }
        let pairs = d.contradictions.iter().flat_map(|c| [&c.one, &c.other]);
        prop_assert!(pairs.into_iter().all(|id| d.claim(id).is_some()));
    }

    #[test]
    fn what_a_dossier_keeps_of_several_documents_is_in_those_that_it_concerns(docs in library()) {
        let (k, caucasus) = (knowledge(), spec("caucasus", "state:ARM", "state:AZE"));
        let about = concerning(&docs, &k, &caucasus);
        let alone: Vec<bool> = docs.iter().flat_map(|d| concerning(std::slice::from_ref(d), &k, &caucasus)).collect();
        prop_assert_eq!(&about, &alone, "the answer for one depends on another");
        if docs.len() > 1 {
            let d = project(&docs, &k, Some(&caucasus), None);
            let kept: BTreeSet<_> = d.claims.iter().flat_map(|c| &c.evidence).map(|e| &e.document).collect();
            for (coded, about) in docs.iter().zip(about) {
                prop_assert!(about || !kept.contains(&coded.document.id));
            }
        }
    }
}
