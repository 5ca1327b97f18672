use super::*;
use proptest::prelude::*;

/// Words with `|` between them, `+` where they are joined.
fn show(text: &str) -> String {
    let mut out = String::new();
    for w in words(text, Span { start: 0, end: text.len() }) {
        if !out.is_empty() {
            out.push(if w.joined { '+' } else { '|' });
        }
        out.push_str(w.span.of(text));
    }
    out
}

#[test]
fn clitics_are_words_of_their_own_and_joined() {
    assert_eq!(show("They don't, can’t, cannot."), "They|do+n't|,|ca+n’t|,|can+not|.");
    assert_eq!(show("Iran's and Oman’s views"), "Iran+'s|and|Oman+’s|views");
    assert_eq!(show("the parties' views"), "the|parties+'|views");
    assert_eq!(show("shouldn't've gonna"), "should+n't+'ve|gon+na");
    assert_eq!(show("the 1980's at six o'clock with O'Neill"), "the|1980's|at|six|o'clock|with|O'Neill");
}

#[test]
fn closing_quote_after_s_is_no_possessive() {
    assert_eq!(show("the 'red lines' remain"), "the|'|red|lines|'|remain");
}

#[test]
fn hyphens_cut_compounds_but_not_prefixes() {
    assert_eq!(show("a 9-day truce, a well-known US-led plan"), "a|9|-|day|truce|,|a|well|-|known|US|-|led|plan");
    assert_eq!(
        show("e-mail re-election non-nuclear mid-June anti-ship"),
        "e-mail|re-election|non-nuclear|mid-June|anti-ship"
    );
    assert_eq!(show("10-15 ships, 713-853-3989, 2026-02-06"), "10|-|15|ships|,|713-853-3989|,|2026-02-06");
}

#[test]
fn numbers_keep_their_marks_and_lose_their_units() {
    assert_eq!(show("$2.5bn, 1,250 and 60% at 5:30pm on 9/11"), "$|2.5|bn|,|1,250|and|60|%|at|5:30|pm|on|9/11");
    assert_eq!(show("In 2015,2016 the 3rd"), "In|2015|,|2016|the|3rd");
}

#[test]
fn abbreviations_keep_their_period() {
    assert_eq!(
        show("Mr. J. Smith of Acme Inc. left the U.S. on Feb. 6 at 9 a.m. sharp."),
        "Mr.|J.|Smith|of|Acme|Inc.|left|the|U.S.|on|Feb.|6|at|9|a.m.|sharp|."
    );
    assert_eq!(show("We said no. No. 5 left."), "We|said|no|.|No.|5|left|.");
}

#[test]
fn addresses_and_runs_stay_whole() {
    assert_eq!(
        show("See https://example.org/a-b_c. Mail a.b@example.org, #talks @user and/or wait... -- well —"),
        "See|https://example.org/a-b_c|.|Mail|a.b@example.org|,|#talks|@user|and|/|or|wait|...|--|well|—"
    );
}

fn breaks(text: &str) -> Vec<&str> {
    let words = words(text, Span { start: 0, end: text.len() });
    let mut from = 0;
    let mut out = Vec::new();
    for (w, end) in words.iter().zip(sentence_ends(text, &words)) {
        if end {
            out.push(text[from..w.span.end].trim());
            from = w.span.end;
        }
    }
    out
}

#[test]
fn sentences_end_where_a_reader_would_end_them() {
    assert_eq!(
        breaks("Mr. Smith left the U.S. on Monday. He said: “We go.” The talks ended. “No,” she said."),
        ["Mr. Smith left the U.S. on Monday.", "He said: “We go.”", "The talks ended.", "“No,” she said."]
    );
    assert_eq!(breaks("One line\n\nanother line"), ["One line", "another line"]);
}

#[test]
fn no_break_after_a_title_an_initial_or_inside_a_word() {
    let text = "Mr. Smith J. Doe wasn't";
    let w = words(text, Span { start: 0, end: text.len() });
    for i in [0, 2, 4] {
        assert!(forbids_break(text, w[i].span, w[i + 1].span), "{:?}", w[i].span.of(text));
    }
    assert!(!forbids_break(text, w[1].span, w[2].span));
    let asked = "“And the mines?” she asked. “No.” Then";
    let w = words(asked, Span::new(0, asked.len()));
    let after = |mark: usize| forbids_break(asked, w[mark].span, w[mark + 1].span);
    let closing: Vec<usize> = (0..w.len()).filter(|i| w[*i].span.of(asked) == "”").collect();
    assert!(after(closing[0]) && !after(closing[1]), "the clause of saying goes on, a new sentence does not");
}

proptest! {
    #[test]
    fn words_cover_all_but_white_space(s in "(\\PC|[a-z'’.\\-/:@ \n]){0,120}") {
        let all = words(&s, Span { start: 0, end: s.len() });
        let mut last = 0;
        let mut kept = String::new();
        for w in &all {
            prop_assert!(w.span.start >= last && w.span.end > w.span.start);
            prop_assert!(s[last..w.span.start].chars().all(char::is_whitespace));
            kept.push_str(w.span.of(&s));
            last = w.span.end;
        }
        prop_assert!(s[last..].chars().all(char::is_whitespace));
        prop_assert_eq!(kept, s.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        prop_assert_eq!(sentence_ends(&s, &all).len(), all.len());
    }
}

#[test]
fn a_long_line_without_spaces_takes_linear_time() {
    let text = "a.b-c'd/e,".repeat(200_000);
    let n = words(&text, Span { start: 0, end: text.len() }).len();
    assert!(n > 200_000);
}

/// Raw text of a treebank file, and where its words stand in it, counted in characters that are not white space.
/// Words of a multiword token that do not spell it are left out.
fn treebank(file: &str) -> Option<(String, Vec<(usize, usize)>)> {
    use std::io::Read;
    let path = format!("{}/../../../shared/data/reading/ud/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut all).unwrap();
    let (mut text, mut gold, mut at) = (String::new(), Vec::new(), 0);
    // Last id of the multiword token, its first character and one past its last.
    let mut whole = (0, 0, 0);
    for line in all.lines() {
        let c: Vec<&str> = line.split('\t').collect();
        if line.starts_with("# newdoc") || line.starts_with("# newpar") {
            text.push_str("\n\n");
        }
        if c.len() != 10 || c[0].contains('.') {
            whole = (0, 0, 0);
            continue;
        }
        let length = c[1].chars().filter(|c| !c.is_whitespace()).count();
        let id = c[0].split_once('-');
        if id.is_none() && c[0].parse::<usize>().unwrap() <= whole.0 {
            gold.push((whole.1, (whole.1 + length).min(whole.2)));
            whole.1 += length;
            continue;
        }
        text.push_str(c[1]);
        if !c[9].contains("SpaceAfter=No") {
            text.push(' ');
        }
        match id {
            Some((_, last)) => whole = (last.parse().unwrap(), at, at + length),
            None => gold.push((at, at + length)),
        }
        at += length;
    }
    Some((text, gold))
}

#[test]
fn treebank_words_f1_stays_where_it_was() {
    for (file, floor) in [("en_ewt-dev.conllu.gz", 99.0), ("en_gum-dev.conllu.gz", 99.7)] {
        let Some((text, gold)) = treebank(file) else { continue };
        let (mut system, mut at, mut last) = (std::collections::BTreeSet::new(), 0, 0);
        for w in words(&text, Span { start: 0, end: text.len() }) {
            assert!(text[last..w.span.start].trim().is_empty());
            let n = w.span.of(&text).chars().count();
            system.insert((at, at + n));
            (at, last) = (at + n, w.span.end);
        }
        let right = gold.iter().filter(|g| system.contains(g)).count();
        let f1 = 200.0 * right as f64 / (system.len() + gold.len()) as f64;
        println!("{file}: words F1 {f1:.2}");
        assert!(f1 >= floor, "{file}: {f1:.2}");
    }
}
