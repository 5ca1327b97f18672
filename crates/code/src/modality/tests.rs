use super::*;
use crate::testing::tree;
use rapporteur_types::Modality;
use rapporteur_types::reading::Reading;

/// Dictionary forms and features of the words of the sentences below; other words are their own.
const WORDS: &[(&str, &str, &str)] = &[
    ("denied", "deny", "Tense=Past|VerbForm=Fin"),
    ("rejected", "reject", "Tense=Past|VerbForm=Fin"),
    ("said", "say", "Tense=Past|VerbForm=Fin"),
    ("discussed", "discuss", "Tense=Past|VerbForm=Part"),
    ("threatened", "threaten", "Tense=Past|VerbForm=Fin"),
    ("called", "call", "Tense=Past|VerbForm=Fin"),
    ("accused", "accuse", "Tense=Past|VerbForm=Fin"),
    ("attacked", "attack", "Tense=Past|VerbForm=Fin"),
    ("attacking", "attack", "VerbForm=Ger"),
    ("met", "meet", "Tense=Past|VerbForm=Fin"),
    ("claims", "claim", "Tense=Pres|VerbForm=Fin"),
    ("suggest", "suggest", "Tense=Pres|VerbForm=Fin"),
    ("Reports", "report", ""),
    ("expected", "expect", "Tense=Past|VerbForm=Part"),
    ("talks", "talk", ""),
    ("attacks", "attack", ""),
    ("strikes", "strike", ""),
    ("requests", "request", ""),
    ("had", "have", ""),
    ("are", "be", ""),
    ("condemned", "condemn", "Tense=Past|VerbForm=Fin"),
    ("continued", "continue", "Tense=Past|VerbForm=Fin"),
    ("urges", "urge", "Tense=Pres|VerbForm=Fin"),
    ("accuses", "accuse", "Tense=Pres|VerbForm=Fin"),
    ("will", "will", ""),
    ("carried", "carry", "Tense=Past|VerbForm=Fin"),
];

fn read(rows: &str) -> (rapporteur_types::Document, Reading) {
    let (d, mut r) = tree(rows);
    for t in &mut r.tokens {
        if let Some((_, lemma, feats)) = WORDS.iter().find(|w| w.0 == t.span.of(&d.text)) {
            t.lemma = lemma.to_string();
            t.feats = feats.to_string();
        }
    }
    (d, r)
}

/// The standing of a word by the markers alone.
fn standing(rows: &str, word: &str) -> Modality {
    let (d, r) = read(rows);
    let s = Syntax::new(&d, &r);
    let t = (0..r.tokens.len()).find(|i| s.form(*i) == word).unwrap();
    factors(&s, t).modality()
}

#[test]
fn what_is_denied_is_not_done() {
    let rows = "
        Kenya PROPN 2 nsubj
        denied VERB 0 root
        that SCONJ 7 mark
        its PRON 5 nmod:poss
        army NOUN 7 nsubj
        had AUX 7 aux
        threatened VERB 2 ccomp
        Uganda PROPN 7 obj";
    assert_eq!(standing(rows, "threatened"), Modality::Denied);
    assert_eq!(standing(rows, "denied"), Modality::Asserted);
}

#[test]
fn what_somebody_is_called_on_to_stop_is_demanded() {
    let rows = "
        Kenya PROPN 2 nsubj
        called VERB 0 root
        on ADP 4 case
        Uganda PROPN 2 obl
        to PART 6 mark
        stop VERB 2 advcl
        attacks NOUN 6 obj";
    assert_eq!(standing(rows, "stop"), Modality::Demanded);
    assert_eq!(standing(rows, "called"), Modality::Asserted);
    assert_ne!(standing(rows, "attacks"), Modality::Asserted);
}

#[test]
fn talks_that_are_expected_to_take_place_are_planned() {
    let rows = "
        The DET 2 det
        talks NOUN 4 nsubj:pass
        are AUX 4 aux:pass
        expected VERB 0 root
        to PART 6 mark
        take VERB 4 xcomp
        place NOUN 6 obj";
    assert_eq!(standing(rows, "talks"), Modality::Planned);
    let due = "
        The DET 2 det
        talks NOUN 4 nsubj
        are AUX 4 cop
        due ADJ 0 root
        on ADP 6 case
        Friday PROPN 4 obl";
    assert_eq!(standing(due, "talks"), Modality::Planned);
}

#[test]
fn should_clause_is_conditional() {
    for rel in ["advcl", "ccomp"] {
        let rows = format!(
            "
            Commanders NOUN 3 nsubj
            have AUX 3 aux
            discussed VERB 0 root
            an DET 5 det
            operation NOUN 3 obj
            should AUX 8 aux
            Chile PROPN 8 nsubj
            launch VERB 3 {rel}
            an DET 10 det
            attack NOUN 8 obj"
        );
        assert_eq!(standing(&rows, "attack"), Modality::Conditional, "{rel}");
        assert_eq!(standing(&rows, "operation"), Modality::Conditional, "{rel}");
        assert_eq!(standing(&rows, "discussed"), Modality::Asserted, "{rel}");
    }
}

#[test]
fn should_as_advice_is_a_demand() {
    let rows = "
        Chile PROPN 3 nsubj
        should AUX 3 aux
        withdraw VERB 0 root";
    assert_eq!(standing(rows, "withdraw"), Modality::Demanded);
}

#[test]
fn reports_of_nobody_hedge_what_they_report_and_its_objects() {
    let rows = "
        Reports NOUN 2 nsubj
        suggest VERB 0 root
        that SCONJ 5 mark
        Mugisha PROPN 5 nsubj
        rejected VERB 2 ccomp
        Kenyan ADJ 7 amod
        requests NOUN 5 obj";
    assert_eq!(standing(rows, "rejected"), Modality::Hedged);
    assert_eq!(standing(rows, "requests"), Modality::Hedged);
}

#[test]
fn a_named_source_does_not_hedge_what_it_says() {
    let rows = "
        Kenya PROPN 2 nsubj
        said VERB 0 root
        it PRON 4 nsubj
        attacked VERB 2 ccomp
        a DET 6 det
        base NOUN 4 obj";
    assert_eq!(standing(rows, "attacked"), Modality::Asserted);
}

#[test]
fn what_one_is_accused_of_is_hedged() {
    let rows = "
        Kenya PROPN 2 nsubj
        accused VERB 0 root
        Uganda PROPN 2 obj
        of SCONJ 5 mark
        attacking VERB 2 advcl
        a DET 7 det
        post NOUN 5 obj";
    assert_eq!(standing(rows, "attacking"), Modality::Hedged);
    assert_eq!(standing(rows, "accused"), Modality::Asserted);
}

#[test]
fn rejecting_talks_denies_them_and_rejecting_a_request_does_not() {
    let rows = |object: &str| {
        format!(
            "
            Norway PROPN 2 nsubj
            rejected VERB 0 root
            the DET 4 det
            {object} NOUN 2 obj"
        )
    };
    assert_eq!(standing(&rows("talks"), "talks"), Modality::Denied);
    assert_eq!(standing(&rows("requests"), "requests"), Modality::Asserted);
}

#[test]
fn strikes_that_somebody_condemns_were_made() {
    let rows = "
        Norway PROPN 4 nsubj
        has AUX 4 aux
        not PART 4 advmod
        condemned VERB 0 root
        the DET 6 det
        strikes NOUN 4 obj";
    assert_eq!(standing(rows, "strikes"), Modality::Asserted);
    assert_eq!(standing(rows, "condemned"), Modality::Denied);
}

#[test]
fn a_light_verb_hands_its_standing_to_the_noun() {
    let rows = "
        Norway PROPN 3 nsubj
        will AUX 3 aux
        hold VERB 0 root
        talks NOUN 3 obj";
    assert_eq!(standing(rows, "talks"), Modality::Planned);
}

#[test]
fn what_comes_after_strikes_leaves_them_made() {
    let rows = "
        Norway PROPN 3 nsubj
        will AUX 3 aux
        meet VERB 0 root
        Chile PROPN 3 obj
        after ADP 7 case
        the DET 7 det
        strikes NOUN 3 obl";
    assert_eq!(standing(rows, "strikes"), Modality::Asserted);
    assert_eq!(standing(rows, "meet"), Modality::Planned);
}

#[test]
fn an_infinitive_that_goes_on_is_happening() {
    let rows = "
        Chile PROPN 2 nsubj
        continued VERB 0 root
        to PART 4 mark
        attack VERB 2 xcomp
        Peru PROPN 4 obj";
    assert_eq!(standing(rows, "attack"), Modality::Asserted);
}

#[test]
fn a_finite_verb_beside_an_infinitive_does_not_share_its_standing() {
    // the parser hangs "accuses" on "leave"
    let rows = "
        Norway PROPN 2 nsubj
        urges VERB 0 root
        Chile PROPN 2 obj
        to PART 5 mark
        leave VERB 2 xcomp
        and CCONJ 7 cc
        accuses VERB 5 conj
        it PRON 7 obj";
    assert_eq!(standing(rows, "leave"), Modality::Demanded);
    assert_eq!(standing(rows, "accuses"), Modality::Asserted);
}

#[test]
fn a_condition_does_not_undo_what_has_happened() {
    let rows = |verb: &str, aux: &str| {
        format!(
            "
            Norway PROPN 3 nsubj
            {aux} AUX 3 aux
            {verb} VERB 0 root
            Chile PROPN 3 obj
            if SCONJ 7 mark
            it PRON 7 nsubj
            agreed VERB 3 advcl"
        )
    };
    assert_eq!(standing(&rows("met", "had"), "met"), Modality::Asserted);
    assert_eq!(standing(&rows("meet", "would"), "meet"), Modality::Conditional);
}

#[test]
fn suspected_doers_hedge_the_deed() {
    let rows = "
        Suspected VERB 3 amod
        Chilean ADJ 3 amod
        drones NOUN 4 nsubj
        attacked VERB 0 root
        Peru PROPN 4 obj";
    assert_eq!(standing(rows, "attacked"), Modality::Hedged);
}

#[test]
fn a_month_ago_is_background() {
    let when = |s: &str| s.parse::<When>().ok();
    assert!(long_before(when("2025-06"), when("2026-02-10")));
    assert!(!long_before(when("2026-02"), when("2026-02-10")));
    assert!(!long_before(when("2026-01-12"), when("2026-02-10")));
    assert!(!long_before(when("2025-06"), None));
}
