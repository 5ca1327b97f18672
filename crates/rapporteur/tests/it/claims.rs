//! What is coded from sentences that were once coded wrong, by the program as it ships.

use crate::program::fed;

/// Claims of a kind, each as the values of some fields.
fn coded(text: &str, kind: &str, fields: &[&str]) -> Vec<String> {
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    assert_eq!(got.status, 0, "{}", got.err);
    let value = |v: &serde_json::Value| match v {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Array(all) => all.iter().filter_map(|x| x.as_str()).collect::<Vec<_>>().join(", "),
        other => other["text"].as_str().unwrap_or("").to_string(),
    };
    let lines = got.lines();
    let of_kind = lines.iter().filter(|c| c["kind_of_claim"] == kind);
    of_kind.map(|c| fields.iter().map(|f| value(&c[*f])).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn what_is_dismissed_as_a_report_is_denied() {
    let text = "Iran's foreign ministry dismissed reports that Iran had agreed to halt enrichment.";
    let positions = coded(text, "position", &["holder", "stance", "modality"]);
    assert!(positions.contains(&"Iran | accepts | denied".to_string()), "{positions:?}");
    let events = coded(text, "event", &["type", "modality"]);
    assert!(events.contains(&"AGREE | denied".to_string()), "{events:?}");
}

#[test]
fn whoever_must_do_something_demands_nothing() {
    let text = "Cambodia said Thailand must withdraw its troops from the ridge.";
    assert_eq!(coded(text, "position", &["holder", "stance"]), ["Cambodia | demands"]);
}

#[test]
fn a_demand_that_is_dropped_and_a_comment_that_is_declined_are_none() {
    let text = "Iceland withdrew its threat to close its ports. Malaysia declined to comment.";
    assert!(coded(text, "position", &["holder"]).is_empty());
    assert!(coded(text, "event", &["type"]).is_empty());
}

#[test]
fn a_demand_taken_up_is_shown_with_its_issue() {
    let text = "Iran and the United States met in Muscat.\n\nTehran demanded that all sanctions on its oil be lifted at once. \
                Washington rejected this demand.";
    let positions = coded(text, "position", &["holder", "stance", "issue"]);
    assert!(
        positions.iter().any(|p| p.starts_with("United States | rejects | ") && p.contains("sanctions")),
        "{positions:?}"
    );
}

#[test]
fn both_sides_of_nobody_in_particular_are_nobody() {
    let text = "Cambodia failed to respond. Malaysia sent an envoy. The mood was tense. The two countries \
                signed a ceasefire in January 2025.";
    let events = coded(text, "event", &["type", "source"]);
    assert!(!events.iter().any(|e| e.contains("Cambodia, Malaysia")), "{events:?}");
}
