use super::*;
use crate::{blocks, tokenize};
use proptest::prelude::*;
use rapporteur_types::reading::TimeBasis;

/// Tokens and sentences by rules alone, without tags or trees.
pub(crate) fn read(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    for (b, block) in blocks::blocks(text).into_iter().enumerate() {
        let words = tokenize::words(text, block.span);
        let mut from = tokens.len();
        for (w, end) in words.iter().zip(tokenize::sentence_ends(text, &words)) {
            tokens.push(Token {
                span: w.span,
                lemma: w.span.of(text).to_lowercase(),
                upos: String::new(),
                feats: String::new(),
                head: None,
                rel: String::new(),
                joined: w.joined,
            });
            if end {
                let span = tokens[from].span.cover(w.span);
                sentences.push(Sentence { span, block: b, tokens: from..tokens.len() });
                from = tokens.len();
            }
        }
    }
    (tokens, sentences)
}

fn show(text: &str, published: Option<&str>) -> Vec<String> {
    let (tokens, sentences) = read(text);
    let published = published.map(|p| p.parse().unwrap());
    times(text, &tokens, &sentences, published).iter().map(|t| format!("{}={}", t.span.of(text), t.value)).collect()
}

/// Published on a Tuesday.
fn on_tuesday(text: &str) -> Vec<String> {
    show(text, Some("2026-02-10"))
}

#[test]
fn complete_dates_need_no_anchor() {
    assert_eq!(show("Talks began on February 6, 2026.", None), ["February 6, 2026=2026-02-06"]);
    assert_eq!(show("It was 6 Feb. 2026 or 2026-02-07.", None), ["6 Feb. 2026=2026-02-06", "2026-02-07=2026-02-07"]);
    assert_eq!(show("In 2025 and June 2025 they met.", None), ["2025=2025", "June 2025=2025-06"]);
    assert_eq!(show("on March 14-15, 2017", None), ["March 14=2017-03-14", "15, 2017=2017-03-15"]);
}

#[test]
fn relative_dates_are_counted_from_publication() {
    assert_eq!(
        on_tuesday("Yesterday and last Friday they met; next week and tomorrow they rest."),
        ["Yesterday=2026-02-09", "last Friday=2026-02-06", "next week=2026-W08", "tomorrow=2026-02-11"]
    );
    assert_eq!(
        on_tuesday("Two months ago and three days ago."),
        ["Two months ago=2025-12", "three days ago=2026-02-07"]
    );
    assert_eq!(on_tuesday("earlier this month"), ["earlier this month=2026-02"]);
}

#[test]
fn weekdays_and_months_follow_the_direction_of_their_clause() {
    assert_eq!(on_tuesday("They met on Friday."), ["Friday=2026-02-06"]);
    assert_eq!(on_tuesday("They will meet on Friday."), ["Friday=2026-02-13"]);
    assert_eq!(on_tuesday("The war ended in June."), ["June=2025-06"]);
    assert_eq!(on_tuesday("A summit is planned for June."), ["June=2026-06"]);
    assert_eq!(on_tuesday("It ended on December 3."), ["December 3=2025-12-03"]);
    assert_eq!(on_tuesday("They will meet on the 6th."), ["the 6th=2026-03-06"]);
    assert_eq!(on_tuesday("They met on the 6th."), ["the 6th=2026-02-06"]);
}

#[test]
fn without_publication_the_dates_of_the_text_are_the_anchor() {
    let text = "A war broke out in June. Talks began on February 6, 2026. On Thursday they went on.";
    let (tokens, sentences) = read(text);
    let found = times(text, &tokens, &sentences, None);
    assert_eq!(found[0].value, "2025-06");
    assert_eq!(found[0].basis, TimeBasis::Text(found[1].span));
    assert_eq!(found[1].basis, TimeBasis::Explicit);
    assert_eq!(found[2].value, "2026-02-05");
    assert_eq!(show("It ended in June on a Friday.", None), ["June=XXXX-06", "Friday=XXXX-WXX-5"]);
}

#[test]
fn the_following_day_is_counted_from_the_text() {
    assert_eq!(
        on_tuesday("They met on January 5. The following day they left, and two weeks later they came back."),
        ["January 5=2026-01-05", "The following day=2026-01-06", "two weeks later=2026-W04"]
    );
}

#[test]
fn granularity_is_kept() {
    assert_eq!(show("They left last year and yesterday.", Some("2026-02")), ["last year=2025", "yesterday=2026-02"]);
}

#[test]
fn durations_and_sets_are_no_dates() {
    assert_eq!(
        on_tuesday("A 9-day truce, a two-hour call, three weeks of talks, every day."),
        ["9-day=P9D", "two-hour=PT2H", "three weeks=P3W", "every day=P1D"]
    );
    assert_eq!(on_tuesday("within two and a half years"), ["two and a half years=P2Y6M"]);
}

#[test]
fn verbs_and_counts_are_no_dates() {
    for text in [
        "They may meet.",
        "May they meet?",
        "They march on.",
        "It killed 2000 people.",
        "a 12-year-old boy",
        "March on!",
    ] {
        assert_eq!(on_tuesday(text), [""; 0], "{text}");
    }
    assert_eq!(on_tuesday("They met in May and on May 3."), ["May=2025-05", "May 3=2025-05-03"]);
}

#[test]
fn times_of_day_take_their_day_along() {
    assert_eq!(on_tuesday("at 5 p.m. on Friday they met"), ["5 p.m. on Friday=2026-02-06T17:00"]);
    assert_eq!(
        on_tuesday("Monday night and this morning"),
        ["Monday night=2026-02-09TNI", "this morning=2026-02-10TMO"]
    );
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans(s in "((last|next|in|the|two|6|31|June|May|Friday|years|ago|2025|-|week|a|30th|p\\.m\\.|of|9999|\\PC) ){0,20}") {
        let (tokens, sentences) = read(&s);
        for published in [None, Some(When::year(9999)), Some(When::year(1))] {
            let mut last = 0;
            for t in times(&s, &tokens, &sentences, published) {
                prop_assert!(t.span.start >= last && s.is_char_boundary(t.span.start) && s.is_char_boundary(t.span.end));
                last = t.span.end;
            }
        }
    }
}

fn points_back(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to - from).collect()
}

/// Value F1 as TempEval-3 defines it (relaxed spans), over all documents of a file beside the project.
fn value_f1(file: &str) -> Option<f64> {
    let path = format!("{}/../../../shared/data/reading/timex/{file}", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).ok()?;
    let (mut right, mut system, mut gold) = (0, 0, 0);
    for line in lines.lines() {
        let d: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = d["text"].as_str().unwrap();
        let (tokens, sentences) = read(text);
        let published = d["dct"].as_str().and_then(|p| p.get(..10)?.parse().ok());
        let points = rapporteur_types::span::CodePoints::new(text);
        let found = times(text, &tokens, &sentences, published);
        let mut used = vec![false; found.len()];
        system += found.len();
        for g in d["timex"].as_array().unwrap() {
            gold += 1;
            let (s, e) = (g["start"].as_u64().unwrap() as usize, g["end"].as_u64().unwrap() as usize);
            let hit = found
                .iter()
                .enumerate()
                .position(|(i, t)| !used[i] && points.at(t.span.start) < e && s < points.at(t.span.end));
            let said = hit.map_or("-".into(), |i| {
                used[i] = true;
                found[i].value.clone()
            });
            right += usize::from(g["value"] == said.as_str());
            if g["value"] != said.as_str() && std::env::var_os("SHOW_ERRORS").is_some() {
                let from = points_back(text, s.saturating_sub(60), (e + 40).min(text.len()));
                println!("{} {} gold {} said {said} :: {from:?}", d["dct"], g["text"], g["value"]);
            }
        }
        for (t, _) in found.iter().zip(&used).filter(|(_, u)| !**u) {
            if std::env::var_os("SHOW_ERRORS").is_some() {
                println!("EXTRA [{}] {}", t.span.of(text), t.value);
            }
        }
    }
    let f1 = 200.0 * right as f64 / (system + gold) as f64;
    println!("{file}: value F1 {f1:.2} (right {right}, system {system}, gold {gold})");
    Some(f1)
}

#[test]
fn newswire_value_f1_stays_where_it_was() {
    for (file, floor) in [("te3-timebank.jsonl", 73.0), ("te3-aquaint.jsonl", 73.0)] {
        if let Some(f1) = value_f1(file) {
            assert!(f1 >= floor, "{file}: {f1:.2}");
        }
    }
}
