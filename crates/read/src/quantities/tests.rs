use super::*;
use crate::times::{tests::read, times};
use proptest::prelude::*;

fn show(text: &str) -> Vec<String> {
    let (tokens, sentences) = read(text);
    let times = times(text, &tokens, &sentences, None);
    quantities(text, &tokens, &sentences, &times)
        .iter()
        .map(|q| {
            let upper = q.upper.map(|u| format!("..{u}")).unwrap_or_default();
            format!("{}: {} {}{upper} {}", q.span.of(text), q.approximation, q.value, q.unit).replace("  ", " ")
        })
        .collect()
}

#[test]
fn two_counts_in_one_phrase_are_two_quantities() {
    assert_eq!(
        show("It put duties on 22 firms and 9 barges, and seized three oil tankers."),
        ["22 firms: 22 firms", "9 barges: 9 barges", "three oil tankers: 3 oil tankers"]
    );
}

#[test]
fn money_percentages_and_scales() {
    assert_eq!(
        show("They want $2.5bn, 6 billion dollars and uranium enriched to 60%."),
        ["$2.5bn: 2500000000 USD", "6 billion dollars: 6000000000 USD", "60%: 60 percent"]
    );
    assert_eq!(
        show("It exports 2.5 million barrels per day."),
        ["2.5 million barrels per day: 2500000 barrels per day"]
    );
}

#[test]
fn letters_scale_money_and_dollars_have_countries() {
    assert_eq!(
        show("He lost $5m and US$1.5bn and HK$200; 12m people fled, 5m away."),
        ["$5m: 5000000 USD", "US$1.5bn: 1500000000 USD", "HK$200: 200 HKD", "12m people: 12000000 people", "5m: 5 m"]
    );
}

#[test]
fn shares_and_indefinite_numbers() {
    assert_eq!(
        show("Two-thirds of the members saw dozens of ships and tens of billions of dollars."),
        [
            "Two-thirds of the members: 0.6666666666666666 members",
            "dozens of ships: dozens 12 ships",
            "tens of billions of dollars: tens of billions 10000000000 USD"
        ]
    );
    assert_eq!(
        show("About a third of the cargo and half of the members left."),
        ["a third of the cargo: about 0.3333333333333333 cargo", "half of the members: 0.5 members"]
    );
    assert_eq!(show("The third quarter was good."), [""; 0]);
}

#[test]
fn pounds_are_money_only_as_sterling() {
    assert_eq!(
        show("It dropped 2,000-pound bombs and paid 3 pounds sterling."),
        ["2,000-pound bombs: 2000 pound bombs", "3 pounds sterling: 3 GBP"]
    );
}

#[test]
fn what_is_measured_is_told_beside_the_unit() {
    let text =
        "It has 440 kg of uranium enriched to 60%, and sells 85 percent of oil exports; it rose from 12% to 15%.";
    let (tokens, sentences) = read(text);
    let got = quantities(text, &tokens, &sentences, &[]);
    let of: Vec<String> = got.iter().map(|q| format!("{} {}: {}", q.value, q.unit, q.of)).collect();
    assert_eq!(of, ["440 kilograms: uranium", "60 percent: enrichment", "85 percent: oil exports", "12 percent: "]);
    assert_eq!(got[3].upper, Some(15.0));
}

#[test]
fn ranges_and_approximations() {
    assert_eq!(
        show("At least seven people, between 5 and 10 ships, 10-15 drones and nearly a dozen men."),
        [
            "seven people: at least 7 people",
            "5 and 10 ships: 5..10 ships",
            "10-15 drones: 10..15 drones",
            "a dozen men: nearly 12 men"
        ]
    );
    assert_eq!(show("10 to 15 million people"), ["10 to 15 million people: 10000000..15000000 people"]);
}

#[test]
fn dates_ordinals_labels_and_names_are_no_quantities() {
    for text in [
        "On February 6, 2026 and in 2025 they met.",
        "The third round, the 2nd one.",
        "Resolution 2231 and Article 4 hold.",
        "An F-35 and the P5+1 met.",
        "a 9-day truce",
        "One of the envoys left.",
    ] {
        assert_eq!(show(text), [""; 0], "{text}");
    }
}

#[test]
fn a_number_without_a_noun_is_kept_without_a_unit() {
    assert_eq!(show("The toll rose to 217."), ["217: 217 "]);
    assert_eq!(show("A 15-point plan and three of the ships."), ["15-point: 15 point", "three of the ships: 3 ships"]);
}

#[test]
fn the_tree_decides_what_is_counted() {
    let text = "all eight southern rebel bases fell";
    let (mut tokens, sentences) = read(text);
    for (i, (upos, head, rel)) in
        [("DET", 4, "det"), ("NUM", 4, "nummod"), ("ADJ", 4, "amod"), ("NOUN", 4, "compound"), ("NOUN", 5, "nsubj")]
            .into_iter()
            .enumerate()
    {
        tokens[i].upos = upos.into();
        tokens[i].head = Some(head);
        tokens[i].rel = rel.into();
    }
    tokens[5].upos = "VERB".into();
    let q = quantities(text, &tokens, &sentences, &[]);
    assert_eq!((q[0].unit.as_str(), q[0].value), ("southern rebel bases", 8.0));
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans(s in "((10|-|to|two|million|\\$|%|ships|of|the|a|dozen|between|and|2025|half|\\PC) ?){0,20}") {
        let (tokens, sentences) = read(&s);
        let times = times(&s, &tokens, &sentences, None);
        let mut last = 0;
        for q in quantities(&s, &tokens, &sentences, &times) {
            prop_assert!(q.span.start >= last && s.is_char_boundary(q.span.start) && s.is_char_boundary(q.span.end));
            prop_assert!(q.value.is_finite() && q.upper.is_none_or(|u| u > q.value));
            last = q.span.end;
        }
    }
}
