//! Negotiations that nobody prepared: parties, mediator, issues and rounds come out of the texts.

use crate::build::{Draft, document, knowledge};
use rapporteur_assess::{Coded, project};
use rapporteur_types::dossier::{Finding, RoundStatus};
use rapporteur_types::{Dossier, EventType, Modality, RemarkKind, Stance, Tone};

const ASSERTED: Modality = Modality::Asserted;

fn generic(docs: &[Coded]) -> Dossier {
    project(docs, &knowledge(), None, None)
}

fn names(list: &[Finding]) -> Vec<String> {
    list.iter().filter_map(|f| f.actor.as_ref()).map(|a| a.name()).collect()
}

fn parties(d: &Dossier) -> Vec<String> {
    d.parties.iter().map(|p| p.actor.name()).collect()
}

fn corridor() -> Draft {
    document("corridor", "Caspian Wire", "2026-03-12")
        .says("Armenian and Azerbaijani envoys held indirect talks in Doha on 10 March, mediated by Qatar.")
        .talks("talks", &["state:ARM", "state:AZE", "state:QAT"], ASSERTED)
        .on("2026-03-10")
        .at("Doha")
        .remark(RemarkKind::Mediation, "mediated", &["state:ARM", "state:AZE", "state:QAT"], None)
        .says("Baku demands free passage through the corridor.")
        .position("state:AZE", Stance::Demands, "corridor", "free passage through the corridor", ASSERTED)
        .says("Yerevan insists on customs checks along the transit road, the Armenian minister said.")
        .position("person:minister@ARM", Stance::Insists, "corridor", "customs checks along the transit road", ASSERTED)
        .statement("person:minister@ARM", "said", "customs checks along the transit road", Tone::Negative)
        .says("The corridor remains the main sticking point; talks collapsed over it in 2024.")
        .remark(RemarkKind::StickingPoint, "sticking point", &[], Some("corridor"))
        .remark(RemarkKind::Breakdown, "collapsed", &[], Some("corridor"))
        .says("The prisoner lists are another obstacle.")
        .remark(RemarkKind::StickingPoint, "obstacle", &[], Some("detainees"))
        .says("A further meeting of Armenia and Azerbaijan is planned for 2 April.")
        .talks("meeting", &["state:ARM", "state:AZE"], Modality::Planned)
        .on("2026-04-02")
}

#[test]
fn the_mediator_does_not_become_a_party() {
    let d = generic(&[corridor().done()]);
    assert!(d.generic && d.name == "generic");
    assert_eq!(parties(&d), ["Armenia", "Azerbaijan"]);
    assert_eq!(names(&d.mediators), ["Qatar"]);
    assert!(d.third_parties.is_empty());
    assert_eq!(d.parties[0].members.iter().map(|m| m.name()).collect::<Vec<_>>(), ["minister"]);
}

#[test]
fn rounds_carry_date_place_format_and_standing() {
    let d = generic(&[corridor().done()]);
    let [held, next] = &d.rounds[..] else { panic!("{:?}", d.rounds) };
    assert_eq!((held.number, held.status, held.format.as_deref()), (1, RoundStatus::Held, Some("indirect")));
    assert_eq!(held.place.as_deref(), Some("Doha"));
    assert_eq!(held.mediators.iter().map(|m| m.name()).collect::<Vec<_>>(), ["Qatar"]);
    assert_eq!((next.status, next.date.unwrap().to_string().as_str()), (RoundStatus::Announced, "2026-04-02"));
    assert!(d.watch.iter().any(|f| f.label == "planned meeting"));
}

#[test]
fn what_is_demanded_and_refused_and_broke_talks_before_ranks_above_what_is_only_named() {
    let d = generic(&[corridor().done()]);
    let issues: Vec<&str> = d.sticking_points.iter().map(|s| s.issue.as_str()).collect();
    assert_eq!(issues, ["corridor", "detainees"]);
    let top = &d.sticking_points[0];
    assert_eq!((top.distance, top.named, top.broke_down), (1.0, 1, true));
    assert_eq!(top.score, 3.0);
    assert_eq!(top.history.len(), 1, "the collapse is its history");
    let row = d.matrix.iter().find(|r| r.issue == "corridor").unwrap();
    assert_eq!((row.cells["Armenia"].value, row.cells["Azerbaijan"].value), (Some(-1.0), Some(1.0)));
}

#[test]
fn an_issue_that_no_longer_divides_is_no_sticking_point() {
    let d = generic(&[corridor()
        .says("Beef quotas are no longer an obstacle.")
        .remark(RemarkKind::StickingPoint, "obstacle", &[], None)
        .told_as(Modality::Denied)
        .done()]);
    assert!(d.sticking_points.iter().all(|s| !s.label.contains("beef")));
}

#[test]
fn an_army_and_a_movement_of_one_country_are_two_parties() {
    let d = generic(&[document("sudan", "", "2026-01-20")
        .says("The SAF and the RSF met in Riyadh for talks facilitated by Saudi Arabia.")
        .talks("met", &["body:saf", "group:rsf"], ASSERTED)
        .remark(RemarkKind::Mediation, "facilitated", &["body:saf", "group:rsf", "state:SAU"], None)
        .says("The SAF demanded the withdrawal of the RSF from all cities.")
        .position(
            "body:saf",
            Stance::Demands,
            "other:withdrawal",
            "the withdrawal of the RSF from all cities",
            ASSERTED,
        )
        .says("The RSF rejected a withdrawal from cities before a truce.")
        .position("group:rsf", Stance::Rejects, "other:withdrawal", "a withdrawal from cities before a truce", ASSERTED)
        .says("RSF fighters shelled an SAF base.")
        .event(EventType::Assault, "shelled", &["group:rsf"], &["body:saf"], ASSERTED)
        .done()]);
    let mut sides = parties(&d);
    sides.sort();
    assert_eq!(sides, ["Rapid Support Forces", "Sudanese Armed Forces"]);
    assert_eq!(names(&d.mediators), ["Saudi Arabia"]);
    assert_eq!(d.sticking_points[0].issue, "other:withdrawal");
    assert_eq!(d.sticking_points[0].label, "withdrawal");
    assert_eq!(names(&d.pressure), ["Rapid Support Forces"]);
}

#[test]
fn a_member_that_objects_divides_its_bloc_and_does_not_move_the_official_line() {
    let d = generic(&[document("trade", "", "2026-02-01")
        .title("EU and Mercosur close to a deal")
        .says("The European Commission and Mercosur resumed negotiations on Monday.")
        .talks("negotiations", &["body:eu-commission", "body:mercosur"], ASSERTED)
        .says("The European Commission supports the tariff schedule in the agreement.")
        .position(
            "body:eu-commission",
            Stance::Supports,
            "other:tariff",
            "the tariff schedule in the agreement",
            ASSERTED,
        )
        .says("France opposes the tariff schedule in the agreement.")
        .position("state:FRA", Stance::Opposes, "other:tariff", "the tariff schedule in the agreement", ASSERTED)
        .says("Beef quotas remain the biggest obstacle between the EU and Mercosur.")
        .remark(RemarkKind::StickingPoint, "obstacle", &["body:eu", "body:mercosur"], None)
        .done()]);
    let mut sides = parties(&d);
    sides.sort();
    assert_eq!(sides, ["European Union", "Mercosur"]);
    let row = d.matrix.iter().find(|r| r.issue == "other:tariff").unwrap();
    assert_eq!(row.cells["European Union"].n, 1);
    assert_eq!(d.internal_divisions.len(), 1);
    assert_eq!(d.internal_divisions[0].claims.len(), 2);
    assert_eq!(d.sticking_points[0].label, "beef quotas");
}

#[test]
fn two_companies_can_be_the_parties() {
    let d = generic(&[document("merger", "", "2026-05-05")
        .says("Northwind and Contoso met again about the merger.")
        .talks("met", &["text:org:Northwind", "text:org:Contoso"], ASSERTED)
        .done()]);
    let mut sides = parties(&d);
    sides.sort();
    assert_eq!(sides, ["Contoso", "Northwind"]);
    assert_eq!(d.rounds.len(), 1);
}

#[test]
fn a_conditional_attack_is_a_conditional_threat_and_no_pressure() {
    let d = generic(&[corridor()
        .says("Azerbaijan will shell the road if Armenia closes it.")
        .event(EventType::Assault, "shell", &["state:AZE"], &["state:ARM"], Modality::Conditional)
        .says("Azerbaijan imposed sanctions on 12 firms.")
        .event(EventType::Sanction, "sanctions", &["state:AZE"], &[], ASSERTED)
        .says("Azerbaijan urged its citizens to leave Armenia at once.")
        .event(EventType::Request, "urged", &["state:AZE"], &["?citizens"], ASSERTED)
        .done()]);
    assert_eq!(d.conditional_threats.len(), 1);
    assert_eq!(d.pressure.iter().map(|f| f.label.as_str()).collect::<Vec<_>>(), ["sanctions"]);
    assert_eq!(d.advisories.len(), 1);
}

#[test]
fn a_faction_whose_acts_stand_beside_a_remark_about_spoilers_is_one() {
    let d = generic(&[corridor()
        .says("Officers of the Border Guard try to derail the talks.")
        .remark(RemarkKind::Spoiler, "derail", &["body:border-guard-arm"], None)
        .says("The Border Guard seized a truck of the Azerbaijani envoy.")
        .event(EventType::Coerce, "seized", &["body:border-guard-arm"], &["state:AZE"], ASSERTED)
        .done()]);
    assert_eq!(names(&d.spoilers), ["Border Guard", "Border Guard"]);
    assert!(d.pressure.is_empty(), "shown once, under spoilers");
}

#[test]
fn a_plot_to_derail_talks_is_no_breakdown_and_its_author_stands_before_the_word() {
    let d = generic(&[corridor()
        .says("France urged calm while officers of the Border Guard try to derail the talks about prisoners.")
        .remark(RemarkKind::Spoiler, "derail", &["state:FRA", "body:border-guard-arm"], Some("detainees"))
        .remark(RemarkKind::Breakdown, "derail the talks", &["state:FRA", "body:border-guard-arm"], Some("detainees"))
        .done()]);
    assert_eq!(names(&d.spoilers), ["Border Guard"]);
    assert!(d.sticking_points.iter().all(|s| s.issue != "detainees" || !s.broke_down));
}

#[test]
fn a_mediator_is_known_by_the_words_of_an_event_alone() {
    let d = generic(&[document("m", "", "2026-03-12")
        .says("Armenia and Azerbaijan met in talks mediated by Qatar.")
        .talks("met", &["state:ARM", "state:AZE", "state:QAT"], ASSERTED)
        .done()]);
    assert_eq!(names(&d.mediators), ["Qatar"]);
    assert_eq!(d.rounds[0].mediators.len(), 1);
}
