//! Which sentences answer what readers ask.

use crate::build::{Draft, document, knowledge};
use rapporteur_assess::{Coded, project};
use rapporteur_types::{Dossier, Modality, RemarkKind, Stance, Topic};

const ASSERTED: Modality = Modality::Asserted;

fn generic(docs: &[Coded]) -> Dossier {
    project(docs, &knowledge(), None, None)
}

/// A document about the talks of Armenia and Azerbaijan.
fn about(name: &str, day: &str) -> Draft {
    document(name, name, day).says(&format!("Armenia and Azerbaijan met, {name} said.")).talks(
        "met",
        &["state:ARM", "state:AZE"],
        ASSERTED,
    )
}

/// The sentences that answer a question, of a party or of none.
fn answers<'d>(d: &Dossier, docs: &'d [Coded], topic: Topic, party: Option<&str>) -> Vec<&'d str> {
    let told = d.told.iter().find(|t| t.topic == topic && t.party.as_ref().map(|a| a.plain_name()) == party);
    let ids = told.map(|t| t.extracts.clone()).unwrap_or_default();
    let of = |id| {
        let claim = d.extracts.iter().find(|c| c.id == id)?;
        let doc = docs.iter().find(|c| c.document.id == claim.first().document)?;
        Some(claim.first().span.of(&doc.document.text))
    };
    ids.into_iter().filter_map(of).collect()
}

#[test]
fn of_two_likely_sentences_the_newer_leads_and_an_unlikely_one_is_left_out() {
    let docs = [
        about("a", "2026-01-10")
            .says("The corridor is what they cannot agree on.")
            .tells(Topic::Obstacle, 0.9)
            .says("Nobody knows who pays for the road.")
            .tells(Topic::Obstacle, 0.3)
            .done(),
        about("b", "2026-06-10")
            .says("Prisoners remain the sorest point between the two.")
            .tells(Topic::Obstacle, 0.7)
            .done(),
    ];
    let d = generic(&docs);
    let found = answers(&d, &docs, Topic::Obstacle, None);
    assert_eq!(
        found,
        ["Prisoners remain the sorest point between the two.", "The corridor is what they cannot agree on."]
    );
}

#[test]
fn what_two_reports_tell_in_much_the_same_words_is_told_once() {
    let said =
        |name: &str, sentence: &str| about(name, "2026-01-10").says(sentence).tells(Topic::Precedent, 0.9).done();
    let docs = [
        said("a", "A truce of 2020 broke down within weeks of its signing."),
        said("b", "A truce of 2020 broke down within weeks of its signing in Doha."),
    ];
    assert_eq!(answers(&generic(&docs), &docs, Topic::Precedent, None).len(), 1);
}

#[test]
fn a_sentence_that_cannot_be_read_alone_answers_nothing() {
    let docs = [about("a", "2026-01-10")
        .says("On the corridor he would not say a single word more.")
        .tells(Topic::Obstacle, 0.9)
        .says("But it has not been accepted by anybody so far.")
        .tells(Topic::Obstacle, 0.9)
        .says("\"The corridor is ours, and the road beside it too.")
        .tells(Topic::Obstacle, 0.9)
        .done()];
    assert!(answers(&generic(&docs), &docs, Topic::Obstacle, None).is_empty());
}

#[test]
fn what_was_ahead_of_old_reports_is_not_what_is_next() {
    let old = about("a", "2026-01-10").says("A round is due in spring.").tells(Topic::NextStep, 0.9).done();
    let new = about("b", "2026-03-10")
        .says("The ministers meet again on 20 March.")
        .tells_of(Topic::NextStep, 0.9, Some("2026-03-20"))
        .says("The experts were to meet on 2 March.")
        .tells_of(Topic::NextStep, 0.9, Some("2026-03-02"))
        .done();
    let docs = [old, new];
    let next = answers(&generic(&docs), &docs, Topic::NextStep, None);
    assert_eq!(next, ["The ministers meet again on 20 March."]);
}

#[test]
fn a_wish_is_that_of_whoever_holds_it_and_not_of_whoever_is_named() {
    let docs = [about("a", "2026-01-10")
        .says("Baku wants Armenia to open the corridor.")
        .position("state:AZE", Stance::Demands, "corridor", "open the corridor", Modality::Demanded)
        .tells(Topic::Demand, 0.9)
        .says("The delegation from the coast asks for time to think.")
        .tells(Topic::Demand, 0.9)
        .done()];
    let d = generic(&docs);
    let of = |party| answers(&d, &docs, Topic::Demand, party);
    assert_eq!(of(Some("Azerbaijan")), ["Baku wants Armenia to open the corridor."]);
    assert!(of(Some("Armenia")).is_empty());
    assert!(of(None).is_empty(), "a wish of nobody who is known is not that of a side");
}

#[test]
fn what_one_side_says_that_the_other_must_accept_is_the_wish_of_neither_for_sure() {
    let docs = [about("a", "2026-01-10")
        .says("Baku said that Armenia must accept talks on the corridor.")
        .statement("state:AZE", "said", "Armenia must accept talks", rapporteur_types::Tone::Neutral)
        .position("state:ARM", Stance::Accepts, "corridor", "talks on the corridor", Modality::Conditional)
        .tells(Topic::Demand, 0.9)
        .done()];
    let d = generic(&docs);
    for party in ["Armenia", "Azerbaijan"] {
        assert!(answers(&d, &docs, Topic::Demand, Some(party)).is_empty(), "{party}");
    }
}

#[test]
fn who_at_home_is_against_talks_is_told_of_the_seat_of_government_else_of_nobody() {
    let docs = [about("a", "2026-01-10")
        .says("The opposition in Yerevan calls the corridor a gift to Azerbaijan.")
        .tells(Topic::Opposition, 0.9)
        .says("Growers on the coast call the whole affair a betrayal.")
        .tells(Topic::Opposition, 0.9)
        .done()];
    let d = generic(&docs);
    let of = |party| answers(&d, &docs, Topic::Opposition, party);
    assert_eq!(of(Some("Armenia")), ["The opposition in Yerevan calls the corridor a gift to Azerbaijan."]);
    assert!(of(Some("Azerbaijan")).is_empty());
    assert_eq!(of(None), ["Growers on the coast call the whole affair a betrayal."]);
}

#[test]
fn a_frame_that_fits_makes_a_doubtful_sentence_likely() {
    let doc = |framed: bool| {
        let d = about("a", "2026-01-10")
            .says("The stumbling block is the corridor to the coast.")
            .tells(Topic::Obstacle, 0.2);
        if framed { d.remark(RemarkKind::StickingPoint, "stumbling block", &[], None) } else { d }.done()
    };
    for framed in [true, false] {
        let docs = [doc(framed)];
        assert_eq!(answers(&generic(&docs), &docs, Topic::Obstacle, None).len(), usize::from(framed));
    }
}

#[test]
fn a_sentence_of_a_report_about_others_answers_nothing() {
    let docs = [
        about("a", "2026-01-10").done(),
        document("b", "b", "2026-01-10")
            .says("Sudan and France met.")
            .talks("met", &["state:SDN", "state:FRA"], ASSERTED)
            .says("Their quarrel is over a debt.")
            .tells(Topic::Obstacle, 0.9)
            .done(),
        about("c", "2026-01-11").done(),
    ];
    assert!(generic(&docs).extracts.is_empty());
}

#[test]
fn those_of_whom_it_is_told_what_they_want_are_the_sides_rather_than_who_meets_them() {
    let visits = |name: &str, day: &str| {
        document(name, name, day)
            .says("Envoys of Sudan and France met in Riyadh.")
            .talks("met", &["state:SDN", "state:FRA"], ASSERTED)
            .says("Envoys of Sudan and France met once more.")
            .talks("met", &["state:SDN", "state:FRA"], ASSERTED)
    };
    let sides = |told: bool| {
        let mut doc = visits("a", "2026-01-10").says("Armenia and Azerbaijan met.").talks(
            "met",
            &["state:ARM", "state:AZE"],
            ASSERTED,
        );
        if told {
            for wish in ["Armenia wants the road opened.", "Azerbaijan wants the road closed."].repeat(2) {
                doc = doc.says(wish).tells(Topic::Demand, 0.9);
            }
        }
        generic(&[doc.done()]).title
    };
    assert_eq!(sides(false), "France–Sudan talks");
    assert_eq!(sides(true), "Armenia–Azerbaijan talks");
}

#[test]
fn without_a_dossier_file_a_report_in_which_the_same_people_act_is_about_the_same_talks() {
    let people = ["text:person:ana-lem@/envoy", "text:person:bo-rask@/envoy"];
    let third = |who: &[&str]| {
        let mut doc = document("c", "c", "2026-01-12").says("The two envoys spoke of the road, said a guest.");
        for (person, words) in who.iter().zip(["spoke", "said"]) {
            doc = doc.statement(person, words, "of the road", rapporteur_types::Tone::Neutral);
        }
        doc.says("The length of the lease is still contested on the coast.").tells(Topic::Obstacle, 0.9).done()
    };
    let known = || {
        let mut doc = about("a", "2026-01-10");
        for person in people {
            doc = doc.says(&format!("Armenia sent {person}.")).talks("sent", &["state:ARM", person], ASSERTED);
        }
        doc.done()
    };
    for (who, found) in [(&people[..], 1), (&people[..1], 0)] {
        let docs = [known(), third(who)];
        assert_eq!(answers(&generic(&docs), &docs, Topic::Obstacle, None).len(), found, "{who:?}");
    }
}
