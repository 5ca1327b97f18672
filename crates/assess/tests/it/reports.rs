//! Several documents about one thing: merged, or contradicting.

use crate::build::{Draft, document, knowledge};
use rapporteur_assess::{Coded, project};
use rapporteur_types::dossier::RoundStatus;
use rapporteur_types::{Dossier, EventType, Modality, RemarkKind, Tone};

const ASSERTED: Modality = Modality::Asserted;
const BOTH: [&str; 2] = ["state:ARM", "state:AZE"];

fn generic(docs: &[Coded]) -> Dossier {
    project(docs, &knowledge(), None, None)
}

fn report(outlet: &str, sentence: &str) -> Draft {
    document(outlet, outlet, "2026-03-11").says(sentence)
}

fn met(outlet: &str, sentence: &str, day: &str, place: &str) -> Coded {
    report(outlet, sentence).talks("talks", &BOTH, ASSERTED).on(day).at(place).done()
}

#[test]
fn one_meeting_told_by_two_outlets_is_one_claim_with_two_pieces_of_evidence() {
    let d = generic(&[
        met("A", "Armenia and Azerbaijan held border talks in Doha on Tuesday.", "2026-03-10", "Doha"),
        met("B", "Envoys of Armenia and Azerbaijan met for border talks in Qatar.", "2026-03-10", "Qatar"),
    ]);
    assert_eq!((d.claims.len(), d.rounds.len()), (1, 1));
    assert_eq!(d.claims[0].evidence.len(), 2);
    assert!(d.contradictions.is_empty(), "Doha lies in Qatar");
}

#[test]
fn two_places_for_one_meeting_are_a_contradiction_within_one_round() {
    let d = generic(&[
        met("A", "Armenia and Azerbaijan held border talks in Doha on Tuesday.", "2026-03-10", "Doha"),
        met("B", "Armenia and Azerbaijan held border talks in Riyadh on Tuesday.", "2026-03-10", "Riyadh"),
    ]);
    assert_eq!(d.contradictions.iter().map(|c| c.about.as_str()).collect::<Vec<_>>(), ["place of the talks"]);
    assert_eq!((d.rounds.len(), d.rounds[0].claims.len()), (1, 2));
}

#[test]
fn two_days_for_one_meeting_are_a_contradiction_and_two_meetings_of_one_report_are_not() {
    let a = || met("A", "Armenia and Azerbaijan held border talks in Doha on Tuesday.", "2026-03-10", "Doha");
    let b = met("B", "Armenia and Azerbaijan held border talks in Doha on Monday.", "2026-03-09", "Doha");
    let d = generic(&[a(), b]);
    assert_eq!(d.contradictions.iter().map(|c| c.about.as_str()).collect::<Vec<_>>(), ["date of the talks"]);
    assert_eq!(d.rounds.len(), 1);
    let both = report("A", "Armenia and Azerbaijan held border talks in Doha on Tuesday.")
        .talks("talks", &BOTH, ASSERTED)
        .on("2026-03-10")
        .says("Armenia and Azerbaijan had held border talks in Doha in February.")
        .talks("talks", &BOTH, ASSERTED)
        .on("2026-02-09")
        .done();
    let d = generic(&[both]);
    assert_eq!((d.rounds.len(), d.contradictions.len()), (2, 0));
}

#[test]
fn two_numbers_for_one_thing_are_a_contradiction() {
    let sanction = |outlet: &str, n: &str| {
        report(outlet, &format!("Azerbaijan imposed sanctions on {n} firms that trade with Armenia."))
            .event(EventType::Sanction, "sanctions", &["state:AZE"], &["state:ARM"], ASSERTED)
            .counting(n, "firms")
            .done()
    };
    let d = generic(&[sanction("A", "12"), sanction("B", "21")]);
    assert_eq!(
        d.contradictions.iter().map(|c| c.about.as_str()).collect::<Vec<_>>(),
        ["number of firms in the sanctions"]
    );
    assert_eq!(d.claims.len(), 2);
    assert_eq!(generic(&[sanction("A", "12"), sanction("B", "12")]).claims.len(), 1);
}

#[test]
fn reports_of_a_strike_and_of_none_contradict_each_other_but_two_officials_only_disagree() {
    let strike = |outlet: &str, sentence: &str, m: Modality| {
        report(outlet, sentence).event(EventType::Assault, "shelled", &["state:AZE"], &["state:ARM"], m)
    };
    let (yes, no) =
        ("Azerbaijan shelled the Armenian village of Tegh.", "Azerbaijan never shelled the Armenian village of Tegh.");
    let d = generic(&[strike("A", yes, ASSERTED).done(), strike("B", no, Modality::Denied).done()]);
    assert_eq!(d.contradictions.len(), 1);
    let d = generic(&[
        strike("A", yes, ASSERTED).according_to("person:x@ARM").done(),
        strike("B", no, Modality::Denied).according_to("person:y@AZE").done(),
    ]);
    assert!(d.contradictions.is_empty());
}

#[test]
fn a_planned_meeting_that_was_held_is_one_round() {
    let d = generic(&[
        document("a", "A", "2026-03-05")
            .says("Armenia and Azerbaijan will hold talks in Doha on 10 March.")
            .talks("talks", &BOTH, Modality::Planned)
            .on("2026-03-10")
            .done(),
        met("B", "Armenia and Azerbaijan held talks in Doha on Tuesday.", "2026-03-10", "Doha"),
    ]);
    assert_eq!((d.rounds.len(), d.rounds[0].status), (1, RoundStatus::Held));
    assert_eq!(d.claims.len(), 2, "an announcement and a meeting are two claims");
}

#[test]
fn a_postponed_meeting_is_not_held() {
    let d = generic(&[document("a", "A", "2026-03-05")
        .says("The talks of Armenia and Azerbaijan set for 10 March were postponed.")
        .talks("talks", &BOTH, ASSERTED)
        .on("2026-03-10")
        .done()]);
    assert_eq!(d.rounds[0].status, RoundStatus::Postponed);
}

#[test]
fn a_meeting_after_the_day_of_its_report_is_announced_however_it_is_told() {
    let d = generic(&[document("a", "A", "2026-03-05")
        .says("Armenia and Azerbaijan hold talks in Doha on 10 March.")
        .talks("talks", &BOTH, ASSERTED)
        .on("2026-03-10")
        .done()]);
    assert_eq!(d.rounds[0].status, RoundStatus::Announced);
}

#[test]
fn that_no_talks_were_held_is_no_meeting() {
    let d = generic(&[document("a", "A", "2026-03-05")
        .says("Armenia denied that it had started direct talks with Azerbaijan.")
        .talks("talks", &BOTH, Modality::Denied)
        .says("The President of Armenia spoke with the President of Azerbaijan by telephone.")
        .talks("spoke", &BOTH, ASSERTED)
        .done()]);
    assert!(d.rounds.is_empty());
    assert_eq!(d.claims.len(), 2);
}

#[test]
fn a_wire_copy_is_no_second_voice_that_calls_an_issue_contested() {
    let called = |outlet: &str, sentence: &str| {
        report(outlet, "Armenia met Azerbaijan.")
            .talks("met", &BOTH, ASSERTED)
            .says(sentence)
            .remark(RemarkKind::StickingPoint, "sticking point", &BOTH, Some("corridor"))
            .done()
    };
    let one = "The corridor is a sticking point for Armenia and Azerbaijan.";
    let named = |docs: &[Coded]| generic(docs).sticking_points[0].named;
    assert_eq!(named(&[called("A", one), called("B", one)]), 1);
    assert_eq!(
        named(&[
            called("A", one),
            called("B", "A sticking point of Armenia with Azerbaijan: the corridor and its guards.")
        ]),
        2
    );
}

#[test]
fn two_officials_of_one_side_are_two_speakers() {
    let said = |outlet: &str, who: &str| {
        report(outlet, "Armenia wants a lasting peace treaty with Azerbaijan, an official said.")
            .statement(who, "said", "a lasting peace treaty with Azerbaijan", Tone::Positive)
            .done()
    };
    let count = |docs: &[Coded]| generic(docs).claims.len();
    assert_eq!(count(&[said("A", "person:x@ARM"), said("B", "person:y@ARM")]), 2);
    assert_eq!(count(&[said("A", "person:x@ARM"), said("B", "person:x@ARM")]), 1);
}

/// A report of the same things in words of its own: long enough to be known again.
fn long(seed: usize) -> String {
    (0..12)
        .map(|k| (0..12).map(|w| format!("w{} ", (seed * 7919 + k * 104_729 + w * 31) % 99_991)).collect::<String>())
        .collect()
}

#[test]
fn eleven_copies_of_one_wire_and_two_reports_are_three_independent_sources() {
    let report = |outlet: &str, body: &str| {
        report(outlet, "Armenia and Azerbaijan met in Berlin.").talks("met", &BOTH, ASSERTED).says(body).done()
    };
    let wire = long(1);
    let mut docs: Vec<Coded> = (0..12).map(|n| report(&format!("Paper {n}"), &format!("{wire} Paper {n}."))).collect();
    docs.push(report("Gazette", &long(2)));
    docs.push(report("Herald", &long(3)));
    let d = generic(&docs);
    let voices = rapporteur_types::dossier::Voices::of(&d.sources);
    assert_eq!(voices.words(), "3 independent sources, 11 copies of one wire");
    assert_eq!(d.voices(&d.claims[0].evidence), voices);
    docs.reverse();
    assert_eq!(generic(&docs), d);
}

#[test]
fn a_changed_text_of_one_article_is_known_as_such() {
    let version = |text: &str, retrieved: &str| {
        let mut c = report("Gazette", text).done();
        c.document.url = Some("https://gazette.example/1".into());
        c.document.retrieved = Some(retrieved.into());
        c.document.identify();
        c
    };
    let d = generic(&[
        version("Talks were held.", "2026-03-05T10:00:00Z"),
        version("Talks were not held.", "2026-03-05T12:00:00Z"),
        report("Gazette", "Another article.").done(),
    ]);
    let changed: Vec<_> = d.sources.iter().filter(|s| s.changed_in.is_some()).collect();
    assert_eq!(changed.len(), 1);
    let newer = d.sources.iter().find(|s| Some(&s.document) == changed[0].changed_in.as_ref()).unwrap();
    assert_eq!(
        (changed[0].title.as_deref(), newer.title.as_deref()),
        (Some("Talks were held."), Some("Talks were not held."))
    );
}
