//! What a suspicious reader finds wrong in a brief, and must not find again.

use crate::build::{document, knowledge};
use rapporteur_assess::{Coded, project};
use rapporteur_types::dossier::{Round, RoundStatus};
use rapporteur_types::{Claim, Dossier, EventType, Modality, RemarkKind, Stance, Tone};

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

/// Issue and proposal of every position.
fn positions(d: &Dossier, doc: &Coded) -> Vec<(String, String)> {
    let told = |c: &Claim| c.position().map(|p| (p.issue.clone(), p.proposal.of(&doc.document.text).to_string()));
    d.claims.iter().filter_map(told).collect()
}

#[test]
fn a_position_stands_under_an_issue_that_its_own_words_name() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia welcomed any step but said the corridor stays shut.")
        .position("state:ARM", Stance::Supports, "corridor", "any step", ASSERTED)
        .says("Azerbaijan demands the bridge that the corridor crosses.")
        .position("state:AZE", Stance::Demands, "corridor", "the bridge that the corridor crosses", ASSERTED)
        .says("On the corridor Azerbaijan wants free passage.")
        .position("state:AZE", Stance::Demands, "corridor", "free passage", ASSERTED)
        .says("Armenia offers prisoners if the corridor opens.")
        .position("state:ARM", Stance::Offers, "corridor", "prisoners if the corridor opens", ASSERTED)
        .done();
    let issues: Vec<String> = positions(&generic(std::slice::from_ref(&doc)), &doc).into_iter().map(|p| p.0).collect();
    assert_eq!(issues, ["other", "other", "corridor", "detainees"]);
}

#[test]
fn a_proposal_is_what_is_said_and_not_that_it_is_said() {
    let whole = "The Armenian envoy said the corridor must stay under customs checks";
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says(&format!("{whole}."))
        .statement("person:envoy@ARM", "said", "the corridor must stay under customs checks", Tone::Neutral)
        .position("person:envoy@ARM", Stance::Demands, "corridor", whole, ASSERTED)
        .done();
    let told = positions(&generic(std::slice::from_ref(&doc)), &doc);
    assert_eq!(told, [("corridor".into(), "the corridor must stay under customs checks".into())]);
}

#[test]
fn what_was_done_did_not_happen_after_it_was_reported() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia put off its toll on Azerbaijan to 5 May.")
        .event(EventType::Retreat, "put off", &["state:ARM"], &["state:AZE"], ASSERTED)
        .on("2026-05-05")
        .says("Armenia will free the drivers of Azerbaijan on 6 May.")
        .event(EventType::Retreat, "free", &["state:ARM"], &["state:AZE"], Modality::Planned)
        .on("2026-05-06")
        .done();
    let dates: Vec<_> = generic(&[doc]).claims.iter().filter_map(|c| c.event()).map(|e| e.date.is_some()).collect();
    assert_eq!(dates, [false, true]);
}

#[test]
fn a_denied_report_is_no_stand_whatever_word_denies_it() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Azerbaijan rejected a claim by Armenia that it had shelled the corridor.")
        .position(
            "state:AZE",
            Stance::Rejects,
            "corridor",
            "a claim by Armenia that it had shelled the corridor",
            ASSERTED,
        )
        .says("Armenia denied shelling the corridor of Azerbaijan.")
        .position("state:ARM", Stance::Rejects, "corridor", "shelling the corridor of Azerbaijan", ASSERTED)
        .done();
    assert!(positions(&generic(std::slice::from_ref(&doc)), &doc).is_empty());
}

/// One side tells of talks in a first document; what a second says of them.
fn claimed() -> crate::build::Draft {
    document("a", "A", "2026-03-12")
        .says("Armenia said that it held talks with Azerbaijan on 10 March.")
        .talks("talks", &SIDES, ASSERTED)
        .on("2026-03-10")
        .according_to("state:ARM")
}

#[test]
fn talks_that_one_side_claims_and_the_other_denies_are_disputed() {
    let denied = document("b", "B", "2026-03-13")
        .says("Azerbaijan said no such talks with Armenia were held.")
        .statement("state:AZE", "said", "no such talks with Armenia were held", Tone::Neutral)
        .told_as(Modality::Denied)
        .done();
    let d = generic(&[claimed().done(), denied.clone()]);
    let [round] = &d.rounds[..] else { panic!("{:?}", d.rounds) };
    assert_eq!((round.status, round.denials.len()), (RoundStatus::Disputed, 1));
    assert!(d.precedents.is_empty(), "what is disputed is no precedent");
    // the outlet's own word, or a refusal to talk, leaves it as told
    let plain = document("c", "C", "2026-03-13")
        .says("Envoys of Armenia and Azerbaijan held talks on 10 March.")
        .talks("talks", &SIDES, ASSERTED)
        .on("2026-03-10")
        .done();
    let refused = document("b", "B", "2026-03-13")
        .says("Azerbaijan said there will be no talks with Armenia.")
        .statement("state:AZE", "said", "there will be no talks with Armenia", Tone::Neutral)
        .told_as(Modality::Denied)
        .done();
    for docs in [vec![plain, denied], vec![claimed().done(), refused]] {
        assert!(generic(&docs).rounds.iter().all(|r| r.status == RoundStatus::Held && r.denials.is_empty()));
    }
}

#[test]
fn an_exchange_of_prisoners_is_no_meeting_and_one_of_views_is() {
    let with = |what: &str| {
        let doc = document("a", "", "2026-03-12")
            .says(&format!("Armenia and Azerbaijan exchanged {what} on 10 March."))
            .talks("exchanged", &SIDES, ASSERTED)
            .on("2026-03-10")
            .done();
        generic(&[doc]).rounds.len()
    };
    assert_eq!((with("six prisoners"), with("views")), (0, 1));
}

#[test]
fn talks_that_ended_on_the_day_of_the_report_were_held_though_more_are_planned() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan ended two days of talks on 12 March and will meet again.")
        .talks("meet", &SIDES, Modality::Planned)
        .on("2026-03-12")
        .done();
    let d = generic(&[doc]);
    assert_eq!(d.rounds.iter().map(|r| r.status).collect::<Vec<_>>(), [RoundStatus::Held]);
}

#[test]
fn the_day_of_a_condition_is_no_day_of_talks_and_talks_that_were_resumed_are_not_the_next() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia would come back to the talks with Azerbaijan if it were paid.")
        .remark(RemarkKind::NextRound, "come back", &SIDES, None)
        .told_as(Modality::Conditional)
        .says("Armenia and Azerbaijan resumed talks.")
        .remark(RemarkKind::NextRound, "resumed talks", &SIDES, None)
        .says("The talks are to go on on 16 March.")
        .talks("talks", &["?a porter"], Modality::Planned)
        .on("2026-03-16")
        .done();
    let d = generic(&[doc]);
    let announced: Vec<_> = d.rounds.iter().filter(|r| r.status == RoundStatus::Announced).collect();
    assert_eq!(announced.len(), 1, "the talks, whoever is taken for one who acts");
    assert_eq!(d.watch.iter().filter(|f| f.label == "next round").count(), 1);
}

#[test]
fn news_is_no_precedent_and_an_offer_is_no_agreement() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan in Doha on 11 March.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-11")
        .says("Armenia met Azerbaijan in Riyadh on 20 February.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-02-20")
        .says("Armenia offered Azerbaijan a road in 2019.")
        .event(EventType::Agree, "offered", &["state:ARM"], &["state:AZE"], ASSERTED)
        .on("2019")
        .says("Armenia and Azerbaijan signed a truce in 1994.")
        .event(EventType::Agree, "signed", &["state:ARM"], &["state:AZE"], ASSERTED)
        .on("1994")
        .done();
    assert_eq!(labels(&generic(&[doc]).precedents), ["earlier agreement", "earlier offer"]);
}

#[test]
fn a_duty_that_a_side_proposes_presses_nobody() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia proposed a toll of two drams to Azerbaijan.")
        .event(EventType::Sanction, "toll", &["state:ARM"], &["state:AZE"], Modality::Planned)
        .position("state:ARM", Stance::Offers, "other:toll", "a toll of two drams", ASSERTED)
        .done();
    assert!(generic(&[doc]).pressure.is_empty());
}

#[test]
fn who_is_mediating_makes_mediation_no_sticking_point() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says(
            "The Qatari minister, who looks after the prisoners, said the gap between Armenia and Azerbaijan is wide.",
        )
        .remark(RemarkKind::StickingPoint, "gap", &SIDES, Some("detainees"))
        .done();
    assert!(generic(&[doc]).sticking_points.iter().all(|s| s.issue != "detainees"));
}

#[test]
fn rebels_and_lawyers_of_a_country_do_not_speak_for_it() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenian rebels demand bread of Azerbaijan.")
        .position("?Armenian rebels", Stance::Demands, "other:bread", "bread", ASSERTED)
        .says("An Armenian lawyer said the Azerbaijani court is slow.")
        .statement("?An Armenian lawyer", "said", "the Azerbaijani court is slow", Tone::Neutral)
        .says("Armenian officials said the road to Azerbaijan is shut.")
        .statement("?Armenian officials", "said", "the road to Azerbaijan is shut", Tone::Neutral)
        .done();
    let d = generic(&[doc]);
    assert!(d.matrix.is_empty(), "what rebels want is no position of the state");
    let armenia = d.parties.iter().find(|p| p.actor.plain_name() == "Armenia").unwrap();
    assert_eq!(armenia.members.iter().map(|m| m.plain_name()).collect::<Vec<_>>(), ["Armenian officials"]);
}

#[test]
fn a_gap_that_was_narrowed_is_no_sticking_point() {
    let point = |how: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(&format!("Armenia and Azerbaijan {how} the gap over the corridor."))
            .remark(RemarkKind::StickingPoint, "gap", &SIDES, Some("corridor"))
            .done();
        generic(&[doc]).sticking_points.len()
    };
    assert_eq!((point("narrowed"), point("have not narrowed"), point("still have")), (0, 1, 1));
}

#[test]
fn what_is_too_likely_misread_is_in_no_brief_but_counted() {
    let doc = |event: f32, position: f32| {
        document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says("Armenia rejected the map of Azerbaijan.")
            .event(EventType::Reject, "rejected", &["state:ARM"], &["state:AZE"], ASSERTED)
            .sure(event)
            .says("Armenia demands a transit road.")
            .position("state:ARM", Stance::Demands, "corridor", "a transit road", ASSERTED)
            .sure(position)
            .done()
    };
    let shown = |event, position| {
        let d = generic(&[doc(event, position)]);
        let left: usize = d.left_out.iter().filter(|l| l.reason.contains("misread")).map(|l| l.count).sum();
        (d.claims.iter().filter(|c| c.event().is_some()).count(), d.matrix.len(), left)
    };
    assert_eq!(shown(0.5, 0.45), (2, 1, 0));
    assert_eq!(shown(0.4, 0.45), (1, 1, 1));
    assert_eq!(shown(0.4, 0.35), (1, 0, 2));
}

#[test]
fn what_an_old_text_expects_is_no_longer_to_be_watched() {
    let old = |on: &str| {
        let mut doc = document("a", "", "2026-01-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says("Armenia and Azerbaijan will meet again.")
            .talks("will meet", &SIDES, Modality::Planned);
        if !on.is_empty() {
            doc = doc.on(on);
        }
        let new = document("b", "", "2026-03-12").says("Armenia called Azerbaijan.").talks("called", &SIDES, ASSERTED);
        labels(&generic(&[doc.done(), new.done()]).watch).len()
    };
    assert_eq!((old(""), old("2026-04-01")), (0, 1));
}

/// How many claims are left out for a reason with these words in it.
fn left_out(d: &Dossier, reason: &str) -> usize {
    d.left_out.iter().filter(|l| l.reason.contains(reason)).map(|l| l.count).sum()
}

#[test]
fn silence_questions_and_single_words_are_no_lines() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia declined to comment on the talks with Azerbaijan.")
        .statement("state:ARM", "declined", "to comment", Tone::Neutral)
        .says("Will Armenia sign with Azerbaijan?")
        .statement("?a reporter", "Will", "Armenia sign with Azerbaijan", Tone::Neutral)
        .says("Armenia called the talks with Azerbaijan constructive.")
        .statement("state:ARM", "called", "constructive", Tone::Neutral)
        .says("Armenia said on Thursday after a meeting with Azerbaijan.")
        .statement("state:ARM", "said", "on Thursday after a meeting with Azerbaijan", Tone::Neutral)
        .says("We told Azerbaijan that the road is shut.")
        .statement("?We", "told", "that the road is shut", Tone::Neutral)
        .says("Armenia told Azerbaijan that the road is shut.")
        .statement("state:ARM", "told", "that the road is shut", Tone::Neutral)
        .done();
    let d = generic(&[doc]);
    assert_eq!(d.claims.iter().filter(|c| c.statement().is_some()).count(), 1);
    let left = ["nothing is said", "question", "one word", "pronoun"].map(|r| left_out(&d, r));
    assert_eq!(left, [1, 1, 2, 1]);
}

#[test]
fn whoever_does_not_ask_for_something_is_not_against_it() {
    let stands = |sentence: &str, proposal: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(sentence)
            .position("state:ARM", Stance::Rejects, "corridor", proposal, ASSERTED)
            .done();
        generic(&[doc]).matrix.len()
    };
    assert_eq!(stands("Armenia will not ask for a transit road.", "for a transit road"), 0);
    assert_eq!(stands("Armenia will not accept a transit road.", "a transit road"), 1);
    assert_eq!(stands("Armenia refused the idea.", "the idea"), 0);
}

#[test]
fn a_guessed_speaker_without_a_side_says_nothing() {
    let said = |speaker: &str, rule: &str| {
        let mut doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan for talks.")
            .talks("met", &SIDES, ASSERTED)
            .says("The talks would go on, it was said.")
            .statement(speaker, "said", "The talks would go on", Tone::Neutral)
            .done();
        let inference = rapporteur_types::Inference { field: "speaker".into(), rule: rule.into(), evidence: None };
        doc.claims.last_mut().unwrap().inferred.push(inference);
        generic(&[doc]).claims.iter().filter(|c| c.statement().is_some()).count()
    };
    let guessed = "likeliest of the persons named";
    let who = ["text:person:ana-lem@", "state:ARM"];
    assert_eq!((said(who[0], guessed), said(who[0], "person last spoken of"), said(who[1], guessed)), (0, 1, 1));
}

#[test]
fn the_sides_that_a_text_does_not_name_are_the_principals_or_nobody() {
    let agreed = |other: &str, rule: &str| {
        let mut doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says("The sides agreed on the corridor.")
            .event(EventType::Agree, "agreed", &["state:ARM"], &[other], ASSERTED)
            .done();
        let inference = rapporteur_types::Inference { field: "source".into(), rule: rule.into(), evidence: None };
        doc.claims.last_mut().unwrap().inferred.push(inference);
        let d = generic(&[doc]);
        d.claims.iter().filter(|c| c.event().is_some_and(|e| e.event_type == EventType::Agree)).count()
    };
    let guessed = "the parties last mentioned together";
    assert_eq!((agreed("state:AZE", guessed), agreed("state:QAT", guessed), agreed("state:QAT", "said so")), (1, 0, 1));
}

#[test]
fn a_round_that_did_not_take_place_is_called_off_and_has_no_day() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan met in Doha on 1 March.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-01")
        .says("A second round of talks between Armenia and Azerbaijan, planned for Monday, did not take place.")
        .talks("round", &SIDES, Modality::Planned)
        .on("2026-03-16")
        .done();
    let rounds: Vec<_> = generic(&[doc]).rounds.iter().map(|r| (r.status, r.date.is_some())).collect();
    assert_eq!(rounds, [(RoundStatus::Held, true), (RoundStatus::Cancelled, false)]);
}

#[test]
fn the_days_of_one_meeting_are_one_round_told_by_who_tells_of_it() {
    let first = document("a", "", "2026-03-08")
        .says("Armenia and Azerbaijan will meet in Doha on 9 March for three days of talks.")
        .talks("will meet", &SIDES, Modality::Planned)
        .on("2026-03-09")
        .at("Doha")
        .done();
    let second = document("b", "", "2026-03-12")
        .says("Armenia and Azerbaijan met in Doha until 11 March.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-11")
        .at("Doha")
        .done();
    let d = generic(&[first, second]);
    let [round] = &d.rounds[..] else { panic!("{:?}", d.rounds) };
    let told = d.claim(&round.claims[0]).unwrap();
    assert_eq!((round.status, told.modality), (RoundStatus::Held, ASSERTED));
}

#[test]
fn the_opposition_is_of_the_place_that_it_speaks_from() {
    let home = |sentence: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(sentence)
            .remark(RemarkKind::Division, "opposition", &["state:ARM"], None)
            .done();
        let d = generic(&[doc]);
        d.internal_divisions[0].actor.as_ref().map(|a| a.plain_name().to_string())
    };
    assert_eq!(
        home("In Baku, opposition leaders accused the government of giving Armenia the road.").as_deref(),
        Some("Azerbaijan")
    );
    assert_eq!(home("The Azerbaijani opposition says that Armenia got the road.").as_deref(), Some("Azerbaijan"));
    assert_eq!(home("The opposition says that too much was given away."), None);
}

#[test]
fn a_body_that_one_sentence_names_is_no_third_party() {
    let third = |more: bool| {
        let mut doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says("The Juice Council warned Armenia and Azerbaijan.")
            .statement("text:body:juice-council@", "warned", "Armenia and Azerbaijan", Tone::Neutral);
        if more {
            doc = doc.says("The Juice Council told Armenia and Azerbaijan that prices would rise.").statement(
                "text:body:juice-council@",
                "told",
                "that prices would rise",
                Tone::Neutral,
            );
        }
        generic(&[doc.done()]).third_parties.len()
    };
    assert_eq!((third(false), third(true)), (0, 1));
}

#[test]
fn talks_that_failed_are_an_obstacle_only_where_it_is_told_over_what() {
    let points = |sentence: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(sentence)
            .remark(RemarkKind::Breakdown, "broke down", &SIDES, Some("corridor"))
            .done();
        generic(&[doc]).sticking_points.len()
    };
    assert_eq!(points("Talks of Armenia and Azerbaijan on the corridor broke down last spring."), 0);
    assert_eq!(points("Talks of Armenia and Azerbaijan broke down last spring over the corridor."), 1);
}

#[test]
fn what_the_talks_are_on_is_told_by_the_first_sentence_that_says_so() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan met on Tuesday.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia and Azerbaijan opened talks in Doha on the corridor.")
        .talks("talks", &SIDES, ASSERTED)
        .done();
    let d = generic(&[doc]);
    assert_eq!(labels(&d.agenda), ["subject"]);
    let told = d.claim(&d.agenda[0].claims[0]).unwrap();
    assert_eq!(told.first().sentence, 1);
}

/// Reasons for which something was left out.
fn left(d: &Dossier) -> Vec<&str> {
    d.left_out.iter().map(|l| l.reason.as_str()).collect()
}

#[test]
fn a_reporters_question_claims_nothing() {
    let draft = |label: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(&format!("{label}: Armenia says that it agreed with Azerbaijan yesterday. Would Azerbaijan sign?"))
            .event(EventType::Agree, "agreed", &["state:ARM"], &["state:AZE"], ASSERTED)
            .statement("state:ARM", "says", "that it agreed with Azerbaijan yesterday", Tone::Neutral)
            .done();
        generic(&[doc])
    };
    let asked = draft("Q");
    assert_eq!(left(&asked), ["a reporter's question"]);
    assert!(asked.claims.iter().any(|c| c.statement().is_some()), "what others have said is said all the same");
    assert!(left(&draft("A")).is_empty());
}

#[test]
fn a_paragraph_headed_by_another_state_is_about_it() {
    let with = |head: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(&format!("{head} - It signed an agreement with Armenia and Azerbaijan."))
            .event(EventType::Agree, "signed", &["state:BRA"], &["state:ARM"], ASSERTED)
            .done();
        let d = generic(&[doc]);
        left(&d).iter().any(|r| r.contains("headed by"))
    };
    assert_eq!((with("BRAZIL"), with("ARMENIA"), with("Brazil")), (true, false, false));
}

#[test]
fn when_or_where_something_was_said_is_not_what() {
    let content = |words: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(&format!("Armenia told Azerbaijan {words}."))
            .statement("state:ARM", "told", words, Tone::Neutral)
            .done();
        let d = generic(&[doc]);
        d.claims.iter().any(|c| c.statement().is_some())
    };
    assert!(!content("after three days of talks that closed in Doha"));
    assert!(!content("for 12 May in Doha"));
    assert!(content("in writing that it would not sign"));
    assert!(content("for the release of its prisoners"));
}

#[test]
fn between_whom_the_talks_are_does_not_mediate_them() {
    let doc = document("a", "", "2026-03-12")
        .says("Talks between Armenia and Azerbaijan on the border went on.")
        .talks("Talks", &SIDES, ASSERTED)
        .says("At the invitation of the mediator, the minister of Armenia met the minister of Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .remark(RemarkKind::Mediation, "mediator", &SIDES, None)
        .done();
    let d = generic(&[doc]);
    assert!(d.mediators.is_empty(), "{:?}", d.mediators);
    assert_eq!(d.parties.len(), 2);
}

#[test]
fn a_later_text_that_still_plans_a_meeting_takes_nothing_back() {
    let first = document("a", "", "2026-03-10")
        .says("Armenia and Azerbaijan met in Doha on 10 March.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-10")
        .done();
    let second = document("b", "", "2026-03-12")
        .says("Armenia and Azerbaijan were to meet on 10 March.")
        .talks("meet", &SIDES, Modality::Planned)
        .on("2026-03-10")
        .done();
    let d = generic(&[first, second]);
    assert_eq!(d.rounds.iter().map(|r| r.status).collect::<Vec<_>>(), [RoundStatus::Held]);
}

#[test]
fn whoever_will_not_sign_unless_threatens_nobody() {
    let threats = |words: &str| {
        let sentence = format!("Armenia said that it {words} unless Azerbaijan opens the road.");
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says(&sentence)
            .statement("state:ARM", "said", &format!("that it {words}"), Tone::Neutral)
            .told_as(Modality::Conditional)
            .done();
        generic(&[doc]).conditional_threats.len()
    };
    assert_eq!(threats("would strike with missiles"), 1);
    assert_eq!(threats("will not sign on missiles alone"), 0);
}

#[test]
fn an_analyst_of_a_state_speaks_for_no_side() {
    let says = |who: &str| {
        let doc = document("a", "", "2026-03-12")
            .says("Armenia met Azerbaijan.")
            .talks("met", &SIDES, ASSERTED)
            .says("Armenia must demand of Azerbaijan that the road be opened.")
            .position(who, Stance::Demands, "corridor", "that the road be opened", Modality::Demanded)
            .done();
        generic(&[doc]).parties.iter().map(|p| p.members.len()).sum::<usize>()
    };
    assert_eq!(says("text:person:narine-sahakyan@ARM/envoy"), 1);
    assert_eq!(says("text:person:narine-sahakyan@ARM/analyst"), 0);
}

#[test]
fn what_is_told_without_a_day_is_not_what_happened_years_before() {
    let old = document("a", "", "2026-03-12")
        .says("Armenia imposed sanctions on Azerbaijan in May 2018.")
        .event(EventType::Sanction, "sanctions", &["state:ARM"], &["state:AZE"], Modality::Historical)
        .on("2018-05")
        .done();
    let new = document("b", "", "2026-03-12")
        .says("Armenia imposed fresh sanctions on Azerbaijan.")
        .event(EventType::Sanction, "sanctions", &["state:ARM"], &["state:AZE"], ASSERTED)
        .done();
    let d = generic(&[old, new]);
    assert_eq!(d.claims.iter().filter(|c| c.event().is_some()).count(), 2);
}

#[test]
fn that_they_negotiate_is_no_meeting_of_no_day_and_no_place() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia and Azerbaijan negotiate indirectly.")
        .talks("negotiate", &SIDES, ASSERTED)
        .says("Envoys of Armenia and Azerbaijan met.")
        .talks("met", &SIDES, ASSERTED)
        .done();
    let d = generic(&[doc]);
    let [round] = &d.rounds[..] else { panic!("{:?}", d.rounds) };
    assert_eq!(round.claims.len(), 1);
}

#[test]
fn no_chain_of_undated_reports_joins_the_meetings_of_a_season() {
    let met =
        |name: &str, day: &str, text: &str| document(name, "", day).says(text).talks("met", &SIDES, ASSERTED).done();
    let d = generic(&[
        met("a", "2026-03-01", "Envoys of Armenia and Azerbaijan met over customs."),
        met("b", "2026-03-09", "Generals of Armenia met officers from Azerbaijan to speak of mines."),
        met("c", "2026-03-17", "Armenia sent jurists who met colleagues of Azerbaijan about a treaty."),
    ]);
    assert!(d.rounds.len() > 1, "{:?}", d.rounds);
}

#[test]
fn whom_a_clause_names_beside_those_who_meet_was_not_there() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Iran in Yerevan on 10 March over the road through Azerbaijan.")
        .talks("met", &["state:ARM", "state:IRN"], ASSERTED)
        .on("2026-03-10")
        .at("Yerevan")
        .says("Armenia met Azerbaijan in Doha on 11 March.")
        .talks("met", &SIDES, ASSERTED)
        .on("2026-03-11")
        .at("Doha")
        .says("Armenia met Azerbaijan and Iran in Doha on 12 March.")
        .talks("met", &["state:ARM", "state:AZE", "state:IRN"], ASSERTED)
        .on("2026-03-12")
        .done();
    let d = generic(&[doc]);
    let of = |r: &Round| {
        let parties: Vec<&str> = r.parties.iter().map(|a| a.plain_name()).collect();
        format!("{}: {}", r.place.as_deref().unwrap_or("-"), parties.join(", "))
    };
    let rounds: Vec<String> = d.rounds.iter().map(of).collect();
    assert_eq!(rounds, ["Yerevan: Armenia, Iran", "Doha: Armenia, Azerbaijan", "-: Armenia, Azerbaijan, Iran"]);
}

#[test]
fn readiness_under_a_condition_threatens_nobody() {
    let doc = document("a", "", "2026-03-12")
        .says("Armenia met Azerbaijan.")
        .talks("met", &SIDES, ASSERTED)
        .says("Armenia is ready for talks with Azerbaijan if they end the war.")
        .statement("state:ARM", "ready", "talks with Azerbaijan if they end the war", Tone::Neutral)
        .told_as(Modality::Conditional)
        .says("Armenia said it would attack Azerbaijan if the road is closed.")
        .statement("state:ARM", "said", "it would attack Azerbaijan if the road is closed", Tone::Negative)
        .told_as(Modality::Conditional)
        .done();
    assert_eq!(generic(&[doc]).conditional_threats.len(), 1);
}
