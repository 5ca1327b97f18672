//! A brief of a dossier built by hand, in its three forms.

mod fixture;

use fixture::fixture;
use rapporteur_publish::{Brief, claims_jsonl, compose, html, json, markdown};
use rapporteur_types::{Document, Modality};
use serde_json::Value;

fn brief() -> Brief {
    let (dossier, documents) = fixture();
    compose(&dossier, &documents)
}

#[test]
fn the_brief_reads_as_markdown() {
    insta::assert_snapshot!(markdown(&brief()));
}

#[test]
fn the_brief_is_data() {
    let (dossier, documents) = fixture();
    insta::assert_json_snapshot!(json(&dossier, &compose(&dossier, &documents), &documents));
}

#[test]
fn every_line_has_a_citation_or_says_that_nothing_is_stated() {
    let brief = brief();
    let mut lines = 0;
    for line in brief.sections.iter().flat_map(|s| s.lines()) {
        lines += 1;
        assert!(line.is_not_stated() || !line.cites().is_empty(), "{}", line.plain());
        for c in line.cites() {
            assert_eq!(brief.citation(c).map(|x| x.id), Some(c));
        }
    }
    assert!(lines > 20);
    assert!(brief.section("bottom-line").unwrap().lines().count() <= 6);
}

#[test]
fn quotations_in_lines_stand_in_the_documents() {
    let (dossier, documents) = fixture();
    let flat = |s: &str| s.replace(['“', '”', '‘', '’', '"'], "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = documents.iter().map(|d| flat(&d.text)).collect();
    for line in compose(&dossier, &documents).sections.iter().flat_map(|s| s.lines()) {
        for run in line.runs() {
            let rapporteur_publish::line::Run::Quote(q) = run else { continue };
            for part in flat(q).split('…').map(str::trim) {
                assert!(texts.iter().any(|t| t.contains(part)), "not in any document: {part}");
            }
        }
    }
}

#[test]
fn evidence_offsets_are_code_points_of_the_document() {
    let (dossier, documents) = fixture();
    let data = json(&dossier, &compose(&dossier, &documents), &documents);
    let mut seen = 0;
    check_evidence(&data, &documents, &mut seen);
    assert!(seen > 40);
}

fn check_evidence(v: &Value, documents: &[Document], seen: &mut usize) {
    match v {
        Value::Object(o) => {
            if let (Some(doc), Some(quote)) = (o.get("doc"), o.get("quote")) {
                let d = documents.iter().find(|d| doc == &d.name).unwrap();
                let at = |k: &str| o[k].as_u64().unwrap() as usize;
                let words: String = d.text.chars().skip(at("start")).take(at("end") - at("start")).collect();
                assert_eq!(quote, &words);
                *seen += 1;
            }
            o.values().for_each(|x| check_evidence(x, documents, seen));
        }
        Value::Array(a) => a.iter().for_each(|x| check_evidence(x, documents, seen)),
        _ => {}
    }
}

#[test]
fn a_claim_a_line_names_its_kind() {
    let (dossier, documents) = fixture();
    let own: Vec<_> = dossier.claims.iter().filter(|c| c.first().document == documents[0].id).cloned().collect();
    let out = claims_jsonl(&documents[0], &own);
    assert_eq!(out.lines().count(), own.len());
    for (line, claim) in out.lines().zip(&own) {
        let v: Value = serde_json::from_str(line).unwrap();
        assert_eq!(v["kind_of_claim"], claim.kind());
        assert_eq!(v["evidence"][0]["doc"], "dispatch.txt");
    }
}

/// A threat under a condition and a refused or hedged position must not read as facts.
#[test]
fn what_is_not_a_fact_does_not_read_as_one() {
    let text = markdown(&brief());
    for line in text.lines().filter(|l| l.contains("Azerbaijan → Armenia")) {
        assert!(
            line.to_lowercase().contains("only if a condition holds") && line.contains("If the treaty fails"),
            "{line}"
        );
        assert!(line.contains("according to Nikol Pashinyan"), "{line}");
    }
    assert!(text.contains("(prime minister†, Armenia): “If the treaty fails"), "a threat without its condition");
    assert!(text.contains("reportedly rejects “a corridor outside"));
    assert!(text.contains("on this condition: “if Azerbaijan recognises"));
    assert!(text.contains("inferred date: month of publication"));
}

#[test]
fn the_tone_of_a_statement_is_data_and_marks_no_line() {
    let (dossier, documents) = fixture();
    let brief = compose(&dossier, &documents);
    assert!(!markdown(&brief).contains(" tone") && !html(&brief).contains(" tone"));
    let data = json(&dossier, &brief, &documents);
    assert_eq!(data["statements"][0]["tone"], "negative");
}

#[test]
fn a_round_that_one_side_claims_and_the_other_denies_shows_both() {
    let (mut dossier, documents) = fixture();
    let armenia = dossier.parties[0].actor.clone();
    let azerbaijan = dossier.parties[1].actor.clone();
    let held = dossier.rounds[0].claims[0].clone();
    let said = dossier.claims.iter().position(|c| c.statement().is_some()).unwrap();
    dossier.claims.iter_mut().filter(|c| c.id == held).for_each(|c| c.according_to = vec![armenia.clone()]);
    if let rapporteur_types::ClaimBody::Statement(s) = &mut dossier.claims[said].body {
        s.speakers = vec![azerbaijan];
    }
    dossier.rounds[0].status = rapporteur_types::dossier::RoundStatus::Disputed;
    dossier.rounds[0].denials = vec![dossier.claims[said].id.clone()];
    let brief = compose(&dossier, &documents);
    let text = markdown(&brief);
    assert!(text.contains("claimed by Armenia, denied by Azerbaijan"));
    let line = brief
        .sections
        .iter()
        .flat_map(|s| s.lines())
        .map(|l| l.plain())
        .find(|l| l.contains(" · claimed by "))
        .unwrap();
    assert!(line.contains("; against this: Azerbaijan said: “the two sides still differ"), "{line}");
    assert_eq!(json(&dossier, &brief, &documents)["rounds"][0]["status"], "disputed");
}

#[test]
fn the_newest_report_opens_the_brief_and_what_the_sides_came_to_last_follows() {
    let (mut dossier, documents) = fixture();
    let lines = |d: &rapporteur_types::Dossier| -> Vec<String> {
        let brief = compose(d, &documents);
        brief.section("bottom-line").unwrap().lines().map(|l| l.plain()).collect()
    };
    let told = lines(&dossier);
    assert!(told[0].starts_with("State of the talks. 1 March 2024 · Sample Agency — “Nikol Pashinyan"), "{}", told[0]);
    assert!(told[1].starts_with("Last round. 28 February 2024 · Berlin"), "{}", told[1]);
    for c in &mut dossier.claims {
        if let rapporteur_types::ClaimBody::Event(e) = &mut c.body
            && e.event_type == rapporteur_types::EventType::Agree
        {
            e.date = "2024-03-02".parse().ok();
        }
    }
    // what they came to last is what the newest report opens with: told once
    let told = lines(&dossier);
    assert!(told[0].starts_with("State of the talks. Armenia, Azerbaijan — “"), "{}", told[0]);
    assert!(told.iter().filter(|l| l.contains("agreed in Munich")).count() == 1);
}

#[test]
fn a_report_without_a_day_is_not_the_newest_of_those_that_have_one() {
    let (mut dossier, documents) = fixture();
    let state = |d: &rapporteur_types::Dossier| {
        compose(d, &documents).section("bottom-line").unwrap().lines().next().unwrap().plain()
    };
    dossier.sources[1].published = None;
    assert!(state(&dossier).contains("28 February 2024 · Berlin"), "{}", state(&dossier));
    dossier.sources[0].published = None;
    dossier.as_of = None;
    assert!(state(&dossier).contains("agreed in Munich"), "the last, where none has a day: {}", state(&dossier));
}

#[test]
fn an_announced_round_that_a_later_report_tells_as_held_is_not_listed() {
    use rapporteur_types::dossier::RoundStatus;
    let (mut dossier, documents) = fixture();
    let earlier = dossier.remarks(rapporteur_types::RemarkKind::Agenda).next().unwrap().id.clone();
    let later = dossier.claims.iter().find(|c| c.first().document == documents[1].id).unwrap().id.clone();
    let mut announced = dossier.rounds[0].clone();
    announced.status = RoundStatus::Announced;
    announced.claims = vec![earlier];
    dossier.rounds[0].claims = vec![later];
    let listed = |day: &str, dossier: &mut rapporteur_types::Dossier| {
        announced.date = day.parse().ok();
        dossier.rounds.truncate(1);
        dossier.rounds.push(announced.clone());
        markdown(&compose(dossier, &documents)).contains("announced, not told as held")
    };
    let mut listed = listed;
    assert!(!listed("2024-03-05", &mut dossier), "days from the one that was held");
    assert!(listed("2024-09-05", &mut dossier), "another meeting");
}

#[test]
fn an_issue_is_compared_where_it_is_of_the_dossier_file_or_two_sides_or_documents_tell_of_it() {
    let (mut dossier, documents) = fixture();
    let issues = |d: &rapporteur_types::Dossier| -> Vec<String> {
        compose(d, &documents).matrix.into_iter().map(|i| i.label).collect()
    };
    assert_eq!(
        issues(&dossier),
        ["Armenia’s constitution"],
        "the corridor is an issue of one text on which one side stands"
    );
    dossier.matrix[0].cells.remove("Azerbaijan");
    assert_eq!(issues(&dossier), ["Armenia’s constitution"]);
    dossier.generic = true;
    assert!(issues(&dossier).is_empty());
}

#[test]
fn a_sentence_quoted_whole_is_told_once_and_before_what_is_made_of_claims() {
    let brief = brief();
    let group = |title: &str| {
        let faq = brief.section("faq").unwrap();
        let group = faq.groups.iter().find(|g| g.title.as_deref() == Some(title)).unwrap();
        group.lines.iter().map(|l| l.plain()).collect::<Vec<_>>()
    };
    let support = group("Is there support for the talks within Armenia?");
    assert_eq!(support.len(), 1, "the division is coded in the very sentence: {support:?}");
    assert!(support[0].contains("· Rapporteur sample — “Factions in the Armenian opposition"), "{support:?}");
}

#[test]
fn a_quotation_over_two_sentences_cites_both() {
    let (mut dossier, documents) = fixture();
    let said = dossier.claims.iter().position(|c| c.statement().is_some()).unwrap();
    let end = documents[0].text.find("before any treaty is signed.").unwrap();
    let cites = |d: &rapporteur_types::Dossier| {
        let brief = compose(d, &documents);
        let line = brief.section("statements").unwrap().lines().next().unwrap().clone();
        line.cites().iter().map(|c| brief.citation(*c).unwrap().quote.clone()).collect::<Vec<_>>()
    };
    assert_eq!(cites(&dossier).len(), 1);
    if let rapporteur_types::ClaimBody::Statement(s) = &mut dossier.claims[said].body {
        s.content[0].end = end;
    }
    let both = cites(&dossier);
    assert!(both[0].starts_with("Mirzoyan said") && both[1].starts_with("Azerbaijan demands"), "{both:?}");
}

#[test]
fn what_a_person_says_for_his_state_is_not_listed_again_as_said_by_the_state() {
    let (mut dossier, documents) = fixture();
    let said = dossier.claims.iter().find(|c| c.statement().is_some()).unwrap().clone();
    let lines = |d: &rapporteur_types::Dossier| {
        let brief = compose(d, &documents);
        brief.section("statements").unwrap().lines().filter(|l| l.plain().contains("still differ")).count()
    };
    assert_eq!(lines(&dossier), 1);
    let mut again = said.clone();
    again.id = rapporteur_types::ClaimId("again".into());
    if let rapporteur_types::ClaimBody::Statement(s) = &mut again.body {
        s.speakers = vec![fixture::state("ARM", "Armenia")];
    }
    dossier.claims.push(again.clone());
    assert_eq!(lines(&dossier), 1, "his state");
    if let rapporteur_types::ClaimBody::Statement(s) = &mut again.body {
        s.speakers = vec![fixture::state("AZE", "Azerbaijan")];
    }
    dossier.claims.pop();
    dossier.claims.push(again);
    assert_eq!(lines(&dossier), 2, "the other state");
}

#[test]
fn every_modality_shows_in_the_line_of_an_event() {
    use Modality::*;
    let (mut dossier, documents) = fixture();
    let at = dossier.claims.iter().position(|c| c.event().is_some_and(|e| e.cameo == "19")).unwrap();
    for (m, words) in [
        (Hedged, "(reportedly)"),
        (Conditional, "(only if a condition holds)"),
        (Denied, "(denied or refused)"),
        (Planned, "(planned)"),
        (Demanded, "(called for)"),
        (Hypothetical, "(might happen)"),
        (Historical, "(background)"),
        (Projected, "(forecast)"),
    ] {
        dossier.claims[at].modality = m;
        let text = markdown(&compose(&dossier, &documents));
        assert!(text.contains(&format!("**ASSAULT** {words}")), "{words}");
    }
}

/// "has not said", "is expected to say": cue and content alone would tell a saying that was none.
#[test]
fn a_saying_that_was_none_is_shown_in_its_whole_sentence() {
    let (mut dossier, documents) = fixture();
    let at = dossier.claims.iter().position(|c| c.statement().is_some()).unwrap();
    for modality in [Modality::Denied, Modality::Hypothetical, Modality::Projected] {
        dossier.claims[at].modality = modality;
        let text = markdown(&compose(&dossier, &documents));
        assert!(text.contains("Armenia): “Mirzoyan said ‘the two sides still differ"), "{modality:?}");
    }
}

#[test]
fn an_office_that_only_the_table_knows_is_marked() {
    let text = markdown(&brief());
    assert!(text.contains("**Ararat Mirzoyan** (foreign minister, Armenia)"));
    assert!(text.contains("**Nikol Pashinyan** (prime minister†, Armenia)"));
}

#[test]
fn unanswerable_questions_say_so() {
    let data = {
        let (mut dossier, documents) = fixture();
        dossier.third_parties.clear();
        json(&dossier, &compose(&dossier, &documents), &documents)
    };
    let who = data["faq"].as_array().unwrap().iter().find(|q| q["question"] == "Who else is involved?").unwrap();
    assert_eq!(who["status"], "not_stated");
    assert_eq!(who["answer"], "not stated in the sources");
    assert_eq!(who["evidence"], serde_json::json!([]));
}

#[test]
fn an_empty_dossier_gives_a_brief_that_says_so() {
    let brief = compose(&Default::default(), &[]);
    assert!(brief.sections.iter().flat_map(|s| s.lines()).all(|l| l.is_not_stated()));
    assert!(html(&brief).contains("not stated in the sources"));
}

#[test]
fn words_of_a_document_cannot_become_markup() {
    let evil = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> [x](javascript:alert(1)) **b**";
    let (mut dossier, mut documents) = fixture();
    dossier.title = evil.into();
    dossier.parties[0].members.clear();
    dossier.sources[0].title = Some(evil.into());
    dossier.sources[0].outlet = Some(evil.into());
    dossier.sources[0].url = Some("javascript:alert(1)".into());
    dossier.matrix[0].label = evil.into();
    dossier.pressure[0].label = evil.into();
    let text = &mut documents[0].text;
    let from = text.find("Mirzoyan said").unwrap();
    // The same number of bytes, so that all spans still fit.
    text.replace_range(from..from + 24, "<script>alert(1)</script");
    let brief = compose(&dossier, &documents);
    let page = html(&brief);
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("href=\"javascript"));
    assert!(page.contains("&lt;script&gt;alert(1)"));
    let text = markdown(&brief);
    assert!(!text.contains("<script") && !text.contains("[x](") && !text.contains("**b**"));
}

#[test]
fn the_page_loads_nothing_and_its_citations_lead_somewhere() {
    let page = html(&brief());
    // To be looked at with a browser: target/tmp/brief.html.
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/brief.html"), &page).unwrap();
    for loading in ["src=", "<link", "<script", "@import", "url(", "<iframe", "<object", "<img", "xlink:href"] {
        assert!(!page.contains(loading), "{loading}");
    }
    let mut links = 0;
    for target in page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()) {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
        links += 1;
    }
    assert!(links > 30);
    assert!(page.contains("<mark class=\"cited r-cue\" title=\"cue\">said</mark>"));
}
