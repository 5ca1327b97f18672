//! With a dossier file: choosing it, and what is left out.

use crate::build::{Draft, document, knowledge};
use rapporteur_assess::{choose, concerning, project};
use rapporteur_types::knowledge::DossierSpec;
use rapporteur_types::{EventType, Modality, OutletKind, RemarkKind, Tone};

const ASSERTED: Modality = Modality::Asserted;

/// A dossier file of two parties.
pub fn spec(name: &str, a: &str, b: &str) -> DossierSpec {
    DossierSpec {
        name: name.into(),
        title: name.into(),
        parties: vec![a.into(), b.into()],
        mediators: vec!["state:QAT".into()],
        third_parties: vec![],
        factions: vec!["body:border-guard-arm".into()],
        issues: vec![],
        source: vec![],
        positive: vec![],
        negative: vec![],
    }
}

#[test]
fn the_dossier_whose_two_principals_run_through_the_texts_is_chosen() {
    let dossiers = [spec("iran-us", "state:IRN", "state:USA"), spec("caucasus", "state:ARM", "state:AZE")];
    let caucasus = document("a", "", "2026-01-01")
        .says("Armenia met Azerbaijan and the American envoy.")
        .talks("met", &["state:ARM", "state:AZE", "state:USA"], ASSERTED)
        .done();
    assert_eq!(choose(&[caucasus], &dossiers).unwrap().name, "caucasus");
    // Iran and the United States are named, but the talks are those of Iran and Saudi Arabia
    let gulf = document("b", "", "2026-01-01")
        .says("Iran met Saudi Arabia in the morning.")
        .talks("met", &["state:IRN", "state:SAU"], ASSERTED)
        .says("Iran met Saudi Arabia again at night.")
        .talks("met", &["state:IRN", "state:SAU"], ASSERTED)
        .says("The United States welcomed this and warned Iran.")
        .event(EventType::Accuse, "warned", &["state:USA"], &["state:IRN"], ASSERTED)
        .done();
    assert!(choose(&[gulf], &dossiers).is_none());
    assert!(choose(&[], &dossiers).is_none());
}

#[test]
fn a_claim_about_other_affairs_of_a_party_is_left_out_with_its_reason() {
    let docs = [
        document("a", "Caspian Wire", "2026-01-02")
            .title("Armenia, Azerbaijan meet")
            .says("Armenia met Azerbaijan.")
            .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
            .done(),
        document("b", "", "2026-01-02")
            .says("Armenia signed a school treaty with France.")
            .event(EventType::Agree, "signed", &["state:ARM"], &["state:FRA"], ASSERTED)
            .says("Brazil praised Qatar.")
            .event(EventType::Support, "praised", &["state:BRA"], &["state:QAT"], ASSERTED)
            .done(),
    ];
    let d = project(&docs, &knowledge(), Some(&spec("caucasus", "state:ARM", "state:AZE")), None);
    assert_eq!(d.claims.len(), 1);
    assert_eq!(d.left_out.iter().map(|l| l.count).sum::<usize>(), 2);
    assert_eq!(d.left_out.len(), 2, "two reasons");
    assert_eq!(d.sources.iter().find(|s| s.name == "a").unwrap().kind, OutletKind::Agency);
}

#[test]
fn what_was_published_after_the_day_is_not_yet_known() {
    let meet = |name: &str, day: &str| {
        document(name, name, day)
            .says("Armenia met Azerbaijan.")
            .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
            .on(day)
            .done()
    };
    let docs = [meet("a", "2026-01-02"), meet("b", "2026-02-02")];
    let s = spec("caucasus", "state:ARM", "state:AZE");
    let d = project(&docs, &knowledge(), Some(&s), Some("2026-01-15".parse().unwrap()));
    assert_eq!((d.sources.len(), d.rounds.len(), d.left_out[0].count), (1, 1, 1));
    let now = project(&docs, &knowledge(), Some(&s), None);
    assert_eq!(now.as_of.unwrap().to_string(), "2026-02-02");
    assert_eq!(now.rounds.len(), 2);
}

#[test]
fn an_undated_document_enters_at_the_latest_date_that_it_tells_of() {
    let d = document("a", "", "")
        .says("Armenia met Azerbaijan on 3 May 2025.")
        .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
        .on("2025-05-03")
        .says("They will meet on 9 June 2025.")
        .talks("meet", &["state:ARM", "state:AZE"], Modality::Planned)
        .on("2025-06-09")
        .done();
    let dossier = project(&[d], &knowledge(), None, None);
    assert_eq!(dossier.as_of.unwrap().to_string(), "2025-05-03");
    assert!(dossier.sources[0].estimated);
}

#[test]
fn a_document_concerns_a_dossier_by_a_claim_about_its_talks() {
    let k = knowledge();
    let caucasus = spec("caucasus", "state:ARM", "state:AZE");
    let docs = [
        document("met", "", "")
            .says("Armenia met Azerbaijan.")
            .talks("met", &["state:ARM", "state:AZE"], ASSERTED)
            .done(),
        document("alone", "", "")
            .says("Armenia signed a school treaty with France.")
            .event(EventType::Agree, "signed", &["state:ARM"], &["state:FRA"], ASSERTED)
            .done(),
        document("titled", "", "")
            .title("Armenia, Azerbaijan meet")
            .says("They met in Doha.")
            .event(EventType::Consult, "met", &["?they"], &[], ASSERTED)
            .done(),
        document("others", "", "")
            .says("Brazil praised Qatar.")
            .event(EventType::Support, "praised", &["state:BRA"], &["state:QAT"], ASSERTED)
            .done(),
    ];
    assert_eq!(concerning(&docs, &k, &caucasus), [true, false, true, false]);
}

/// The talks of Armenia and Azerbaijan are those of Doha.
fn of_doha() -> Draft {
    document("a", "", "2026-03-12")
        .title("Armenia, Azerbaijan meet")
        .says("The Doha talks of Armenia and Azerbaijan opened on 10 March.")
        .talks("opened", &["state:ARM", "state:AZE"], ASSERTED)
        .on("2026-03-10")
        .at("Doha")
}

#[test]
fn talks_that_are_called_by_what_they_are_about_are_these() {
    let doc = of_doha()
        .says("Armenia said the Karabakh talks would fail, and the Baku talks too.")
        .statement("state:ARM", "said", "the Karabakh talks would fail", Tone::Negative)
        .done();
    let d = project(&[doc], &knowledge(), Some(&spec("caucasus", "state:ARM", "state:AZE")), None);
    assert_eq!(d.claims.iter().filter(|c| c.kind() == "statement").count(), 1, "{:?}", d.left_out);
}

#[test]
fn talks_that_are_called_by_another_place_are_others() {
    let doc = of_doha()
        .says("The Riyadh talks, brokered by France and attended by Armenia, resume on 20 March.")
        .talks("resume", &["state:ARM", "state:FRA"], Modality::Planned)
        .on("2026-03-20")
        .remark(RemarkKind::Mediation, "brokered", &["state:FRA"], None)
        .done();
    let d = project(&[doc], &knowledge(), Some(&spec("caucasus", "state:ARM", "state:AZE")), None);
    assert_eq!(d.rounds.len(), 1, "{:?}", d.rounds);
    assert!(
        d.mediators.iter().all(|m| m.actor.as_ref().is_none_or(|a| a.plain_name() != "France")),
        "{:?}",
        d.mediators
    );
    let other = d.left_out.iter().find(|x| x.reason.contains("called by another place"));
    assert_eq!(other.map(|x| x.count), Some(2), "{:?}", d.left_out);
}
