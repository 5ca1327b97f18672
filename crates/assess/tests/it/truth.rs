//! What a suspicious reader finds wrong in a brief, and must not find again.

use crate::build::{document, knowledge};
use rapporteur_assess::{Coded, project};
use rapporteur_types::dossier::RoundStatus;
use rapporteur_types::{Dossier, EventType, Modality, RemarkKind, Stance};

const ASSERTED: Modality = Modality::Asserted;
const SIDES: [&str; 2] = ["state:ARM", "state:AZE"];

fn generic(docs: &[Coded]) -> Dossier {
    project(docs, &knowledge(), None, None)
}

fn labels(list: &[rapporteur_types::dossier::Finding]) -> Vec<&str> {
    list.iter().map(|f| f.label.as_str()).collect()
}

#[test]
fn a_state_that_gives_the_venue_is_a_host() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan met in Doha on 10 March, hosted by Qatar.")
        .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
        .on("2026-03-10")
        .at("Doha")
        .remark(RemarkKind::Mediation, "hosted", &["state:QAT"], None)
        .done();
    assert_eq!(labels(&generic(&[doc]).mediators), ["host"]);
}

#[test]
fn the_deadline_in_the_sentence_of_a_meeting_is_no_second_meeting() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan met on 10 March for a round of talks, with a deadline of 31 March ahead.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-10")
        .talks("talks", &SIDES, ASSERTED)
        .on("2026-03-31")
        .done();
    let d = generic(&[doc]);
    let [round] = &d.rounds[..] else { panic!("{:?}", d.rounds) };
    assert_eq!((round.status, round.date.map(|w| w.to_string()).as_deref()), (RoundStatus::Held, Some("2026-03-10")));
}

#[test]
fn who_refuses_to_meet_has_not_met() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia refuses direct talks with Azerbaijan.")
        .talks("talks", &SIDES, ASSERTED)
        .done();
    assert!(generic(&[doc]).rounds.is_empty());
}

#[test]
fn the_meeting_that_is_news_is_no_precedent_however_it_ended() {
    let doc = document("a", "", "2026-03-12")
        .says("Talks between Armenia and Azerbaijan in Doha on 10 March ended in failure.")
        .talks("Talks", &SIDES, ASSERTED)
        .on("2026-03-10")
        .remark(RemarkKind::Breakdown, "failure", &SIDES, None)
        .says("Talks of Armenia and Azerbaijan in 2023 broke down as well.")
        .remark(RemarkKind::Breakdown, "broke down", &SIDES, None)
        .told_as(Modality::Historical)
        .done();
    assert_eq!(labels(&generic(&[doc]).precedents), ["earlier breakdown"]);
}

#[test]
fn what_befalls_both_sides_presses_neither() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("The talks of Armenia and Azerbaijan were suspended.")
        .event(EventType::Sanction, "suspended", &[], &SIDES, ASSERTED)
        .done();
    assert!(generic(&[doc]).pressure.is_empty());
}

#[test]
fn a_rest_of_a_clause_and_a_denied_deed_are_left_out_as_positions() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia rejected in June the corridor.")
        .position("state:ARM", Stance::Rejects, "corridor", "in June", ASSERTED)
        .says("Azerbaijan denied that its troops had crossed the corridor.")
        .position("state:AZE", Stance::Rejects, "corridor", "that its troops had crossed the corridor", ASSERTED)
        .says("Azerbaijan demands a corridor from Armenia.")
        .position("state:AZE", Stance::Demands, "corridor", "a corridor", ASSERTED)
        .done();
    let d = generic(&[doc]);
    assert_eq!(d.claims.iter().filter(|c| c.position().is_some()).count(), 1);
    assert_eq!(d.left_out.iter().map(|l| l.count).sum::<usize>(), 2);
}
