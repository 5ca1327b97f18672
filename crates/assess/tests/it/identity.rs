//! Who of several documents is one.

use crate::build::{Draft, document, knowledge};
use crate::dossiers::spec;
use rapporteur_assess::{Coded, project};
use rapporteur_types::{ActorRef, Dossier, EventType, Modality, Stance, Tone};

const ASSERTED: Modality = Modality::Asserted;

fn generic(docs: &[Coded]) -> Dossier {
    project(docs, &knowledge(), None, None)
}

/// The first dispatch, which names its people in full.
fn first() -> Draft {
    document("first", "A", "2026-03-01")
        .title("Armenia, Azerbaijan meet")
        .says("The Armenian envoy Narine Sahakyan said that the road would open.")
        .statement("text:person:narine-sahakyan@ARM/envoy", "said", "that the road would open", Tone::Neutral)
        .says("Armenia met Azerbaijan.")
        .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
}

/// A later one, which does not.
fn later(name: &str) -> Draft {
    document(name, "A", "2026-03-04")
        .title("Armenia, Azerbaijan talk on")
        .says("Sahakyan said that the gate to Azerbaijan would stay shut.")
        .statement("text:person:sahakyan", "said", "that the gate to Azerbaijan would stay shut", Tone::Neutral)
}

/// Who speaks in the claim whose words hold these.
fn speaker<'d>(d: &'d Dossier, docs: &[Coded], words: &str) -> (&'d ActorRef, Vec<&'d str>) {
    let said = |c: &&rapporteur_types::Claim| {
        let e = c.first();
        let text = docs.iter().find(|x| x.document.id == e.document).map(|x| e.span.of(&x.document.text));
        c.statement().is_some() && text.is_some_and(|t| t.contains(words))
    };
    let claim = d.claims.iter().find(said).unwrap();
    (&claim.statement().unwrap().speakers[0], claim.inferred.iter().map(|i| i.rule.as_str()).collect())
}

#[test]
fn a_last_name_stands_for_the_one_whom_another_document_names_in_full() {
    let docs = [first().done(), later("b").done()];
    let d = generic(&docs);
    let (who, rules) = speaker(&d, &docs, "gate");
    assert_eq!((who.plain_name(), who.country(), who.office()), ("narine-sahakyan", Some("ARM"), Some("envoy")));
    assert_eq!(rules, ["full name from another document"]);
    let armenia = d.parties.iter().find(|p| p.actor.plain_name() == "Armenia").unwrap();
    assert_eq!(armenia.members.len(), 1, "one person, however often and by whichever name");
    let (who, rules) = speaker(&d, &docs, "road");
    assert!(who.office() == Some("envoy") && rules.is_empty(), "what the sentence says is not inferred");
}

#[test]
fn of_two_who_bear_a_name_neither_is_meant() {
    let other = document("c", "A", "2026-03-02")
        .says("Tigran Sahakyan, a grocer of Yerevan, told Azerbaijan that he had no bread.")
        .statement("text:person:tigran-sahakyan", "told", "that he had no bread", Tone::Neutral)
        .done();
    let docs = [first().done(), later("b").done(), other];
    assert_eq!(speaker(&generic(&docs), &docs, "gate").0.plain_name(), "sahakyan");
}

#[test]
fn whom_a_document_keeps_apart_are_two_and_so_are_a_minister_and_an_envoy() {
    let apart = later("b").says("Narine Sahakyan told Azerbaijan that she was surprised.").statement(
        "text:person:narine-sahakyan",
        "told",
        "that she was surprised",
        Tone::Neutral,
    );
    let docs = [first().done(), apart.done()];
    assert_eq!(speaker(&generic(&docs), &docs, "gate").0.plain_name(), "sahakyan");
    let minister = document("b", "A", "2026-03-04")
        .title("Armenia, Azerbaijan talk on")
        .says("Minister Sahakyan said that the gate to Azerbaijan would stay shut.")
        .statement(
            "text:person:sahakyan@/minister",
            "said",
            "that the gate to Azerbaijan would stay shut",
            Tone::Neutral,
        );
    let docs = [first().done(), minister.done()];
    assert_eq!(speaker(&generic(&docs), &docs, "gate").0.plain_name(), "sahakyan");
}

#[test]
fn the_state_that_one_document_gives_a_person_holds_in_the_others() {
    let again = document("b", "A", "2026-03-04")
        .title("Armenia, Azerbaijan talk on")
        .says("Narine Sahakyan said that the gate to Azerbaijan would stay shut.")
        .statement("text:person:narine-sahakyan", "said", "that the gate to Azerbaijan would stay shut", Tone::Neutral);
    let docs = [first().done(), again.done()];
    let d = generic(&docs);
    let (who, rules) = speaker(&d, &docs, "gate");
    assert_eq!((who.country(), rules), (Some("ARM"), vec!["office or state from another document"]));
}

#[test]
fn a_firm_that_one_document_takes_for_a_person_is_one_party() {
    let telling = |name: &str, id: &str, day: &str| {
        document(name, "A", day)
            .title("Armenia and Petrolux in talks over a pipe")
            .says(&format!("In letter {name} Armenia and Petrolux told of talks on the pipe."))
            .talks("talks", &["state:ARM", id], ASSERTED)
            .says("Petrolux demanded a lower fee of Armenia.")
            .position(id, Stance::Demands, "other:fee", "a lower fee", ASSERTED)
            .event(EventType::Request, "demanded", &[id], &["state:ARM"], ASSERTED)
            .done()
    };
    let docs = [
        telling("a", "text:person:Petrolux", "2026-03-01"),
        telling("b", "text:body:Petrolux", "2026-03-20"),
        telling("c", "text:person:Petrolux", "2026-04-15"),
    ];
    let d = generic(&docs);
    let mut ids: Vec<&str> = d.parties.iter().filter_map(|p| p.actor.id()).map(|i| i.0.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["state:ARM", "text:body:Petrolux"]);
    assert!(d.claims.iter().flat_map(|c| c.actors()).all(|a| !a.is_person()));
}

#[test]
fn a_document_about_other_talks_lends_no_name() {
    let elsewhere = document("x", "A", "2026-03-02")
        .says("Narine Sahakyan opened a school in Brasilia, Brazil said.")
        .statement("state:BRA", "said", "opened a school", Tone::Neutral)
        .event(EventType::Aid, "opened", &["text:person:narine-sahakyan@BRA"], &["state:BRA"], ASSERTED)
        .done();
    let devoted = later("b").says("Armenia met Azerbaijan.").talks("met", &["state:ARM", "state:AZE"], ASSERTED).done();
    let docs = [elsewhere, devoted];
    let d = project(&docs, &knowledge(), Some(&spec("caucasus", "state:ARM", "state:AZE")), None);
    assert_eq!(speaker(&d, &docs, "gate").0.plain_name(), "sahakyan");
}

#[test]
fn the_letters_of_a_body_stand_for_it_where_one_document_alone_gives_its_name() {
    let full = document("a", "A", "2026-03-01")
        .says("The Front for River Peace told Armenia and Azerbaijan that it would come.")
        .statement("text:body:front-for-river-peace", "told", "that it would come", Tone::Neutral)
        .says("Armenia met Azerbaijan.")
        .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
        .done();
    let letters = |id: &str| {
        document("b", "B", "2026-03-04")
            .says("The group told Armenia and Azerbaijan that the gate would stay shut.")
            .statement(id, "told", "that the gate would stay shut", Tone::Neutral)
            .done()
    };
    let name = |id: &str| {
        let docs = [full.clone(), letters(id)];
        let d = generic(&docs);
        speaker(&d, &docs, "gate").0.plain_name().to_string()
    };
    assert_eq!(name("text:body:frp"), "front-for-river-peace");
    assert_eq!(name("text:body:frx"), "frx");
}
