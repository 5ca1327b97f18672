use super::*;
use crate::{blocks, tokenize};
use proptest::prelude::*;
use rapporteur_types::reading::{TimeBasis, TimeExpression};
use serde_json::json;

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

fn find(text: &str, published: Option<&str>) -> Vec<TimeExpression> {
    let (tokens, sentences) = read(text);
    times(text, &tokens, &sentences, published.map(|p| p.parse().unwrap()))
}

fn show(text: &str, published: Option<&str>) -> Vec<String> {
    find(text, published).iter().map(|t| format!("{}={}", t.span.of(text), t.value)).collect()
}

/// Published on that Tuesday, the first expression with one of its attributes, as JSON writes it; `-` where it has none.
fn attribute(text: &str, of: impl Fn(&TimeExpression) -> serde_json::Value) -> String {
    let found = find(text, Some("2026-02-10"));
    let t = found.first().unwrap_or_else(|| panic!("{text}"));
    format!("{}={}", t.span.of(text), of(t).as_str().unwrap_or("-"))
}

/// Published on a Tuesday.
fn on_tuesday(text: &str) -> Vec<String> {
    show(text, Some("2026-02-10"))
}

#[test]
fn days_around_others_and_numbers_in_every_order() {
    let on = |text: &str| show(text, Some("2026-02-11"));
    assert_eq!(
        on("They meet the day after tomorrow. The day before yesterday they met."),
        ["the day after tomorrow=2026-02-13", "The day before yesterday=2026-02-09"]
    );
    assert_eq!(
        on("In 10 days' time they will meet. It expires in 48 hours."),
        ["10 days' time=2026-02-21", "48 hours=2026-02-13"]
    );
    assert_eq!(on("In six months they will meet."), ["six months=2026-08"]);
    assert_eq!(on("It was on 2026/02/06 or 06.02.2026."), ["2026/02/06=2026-02-06", "06.02.2026=2026-02-06"]);
    assert_eq!(on("Q1 2026 was bad."), ["Q1 2026=2026-Q1"]);
    assert_eq!(
        on("It ended on Wednesday. He quit the accord in 2018. A day earlier, it had entered the Gulf."),
        ["Wednesday=2026-02-11", "2018=2018", "A day earlier=2026-02-10"]
    );
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
        "It cost nineteen 31 k.",
        "The March 23 Movement left Russia Today after Operation Midnight Hammer.",
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

#[test]
fn open_days_follow_the_tense_of_their_clause() {
    for (text, day) in [
        ("The envoys will meet on the 9th.", "2026-03-09"),
        ("The envoys met on the 9th.", "2026-02-09"),
        ("The next round is set for the 19th, officials said.", "2026-02-19"),
        ("A session on the 12th would be the fifth.", "2026-02-12"),
    ] {
        assert_eq!(on_tuesday(text).last().map(|s| s.rsplit('=').next().unwrap()), Some(day), "{text}");
    }
}

/// A token with its place in the tree, as the parser would give it.
fn token(text: &str, form: &str, upos: &str, feats: &str, head: Option<usize>, rel: &str) -> Token {
    let start = text.find(form).unwrap();
    Token {
        span: Span::new(start, start + form.len()),
        lemma: form.to_lowercase(),
        upos: upos.into(),
        feats: feats.into(),
        head,
        rel: rel.into(),
        joined: false,
    }
}

#[test]
fn a_verb_in_the_tree_says_where_a_weekday_lies() {
    for (verb, feats, day) in
        [("leaves", "Tense=Pres|VerbForm=Fin", "2026-02-13"), ("left", "Tense=Past|VerbForm=Fin", "2026-02-06")]
    {
        let text = format!("He {verb} Friday");
        let tokens = [
            token(&text, "He", "PRON", "", Some(1), "nsubj"),
            token(&text, verb, "VERB", feats, None, "root"),
            token(&text, "Friday", "PROPN", "", Some(1), "obl:tmod"),
        ];
        let sentences = [Sentence { span: Span::new(0, text.len()), block: 0, tokens: 0..3 }];
        let found = times(&text, &tokens, &sentences, Some("2026-02-10".parse().unwrap()));
        assert_eq!(found[0].value, day, "{text}");
    }
}

#[test]
fn what_was_said_on_a_day_lies_behind() {
    // The tree hangs the weekday on the wrong verb; the words before it say better.
    let text = "He said on Friday they will go";
    let upos = ["PRON", "VERB", "ADP", "PROPN", "PRON", "AUX", "VERB"];
    let tokens: Vec<Token> = text
        .split(' ')
        .zip(upos)
        .enumerate()
        .map(|(i, (form, upos))| {
            token(text, form, upos, "", (i != 1).then_some(6), if i == 1 { "root" } else { "obl" })
        })
        .collect();
    let sentences = [Sentence { span: Span::new(0, text.len()), block: 0, tokens: 0..7 }];
    let found = times(text, &tokens, &sentences, Some("2026-02-10".parse().unwrap()));
    assert_eq!(found[0].value, "2026-02-06");
}

#[test]
fn units_with_an_article_are_those_of_publication() {
    assert_eq!(on_tuesday("by the end of the month"), ["the end of the month=2026-02"]);
    assert_eq!(on_tuesday("later in the year"), ["the year=2026"]);
    assert_eq!(on_tuesday("in the year ended March 31"), ["the year=P1Y", "March 31=2025-03-31"]);
    assert_eq!(on_tuesday("It fell before year-end."), ["year-end=2026"]);
    assert_eq!(on_tuesday("They met last month, and the year before."), ["last month=2026-01", "the year before=2025"]);
}

#[test]
fn quarters_and_halves_take_their_year() {
    assert_eq!(on_tuesday("in the third quarter of 2025"), ["the third quarter of 2025=2025-Q3"]);
    assert_eq!(on_tuesday("next year's first quarter"), ["next year's first quarter=2027-Q1"]);
    assert_eq!(on_tuesday("the second half of last year"), ["the second half of last year=2025-H2"]);
    assert_eq!(on_tuesday("Exports fell in the fourth quarter."), ["the fourth quarter=2025-Q4"]);
    assert_eq!(on_tuesday("A quarter of the voters and three quarters of the land"), [""; 0]);
}

#[test]
fn a_year_ago_compares_with_the_quarter_of_the_report() {
    assert_eq!(
        on_tuesday("Exports fell in the fourth quarter. A year earlier they rose; the quarter was bad."),
        ["the fourth quarter=2025-Q4", "A year earlier=2024-Q4", "the quarter=2025-Q4"]
    );
    assert_eq!(on_tuesday("A year ago they met."), ["A year ago=2025"]);
}

#[test]
fn a_history_counts_from_the_date_that_it_has_come_to() {
    let text = "The kingdom fell in 1911. A truce came in December 1912. In February it broke, \
                and on May 3 the town was taken. The next morning it burned, and by the autumn all was over.";
    assert_eq!(
        on_tuesday(text),
        [
            "1911=1911",
            "December 1912=1912-12",
            "February=1913-02",
            "May 3=1913-05-03",
            "The next morning=1913-05-04TMO",
            "the autumn=1913-FA"
        ]
    );
}

#[test]
fn years_come_in_words_and_eras() {
    assert_eq!(on_tuesday("In nineteen ninety-one it began."), ["nineteen ninety-one=1991"]);
    assert_eq!(on_tuesday("by the year two thousand"), ["the year two thousand=2000"]);
    assert_eq!(on_tuesday("The treaty of June 311 BC"), ["June 311 BC=BC0311-06"]);
    assert_eq!(on_tuesday("the 2015 accord and its 2018 end"), ["2015=2015", "2018=2018"]);
    for text in ["under resolution 1929", "1700 tonnes", "$ 1950"] {
        assert_eq!(on_tuesday(text), [""; 0], "{text}");
    }
}

#[test]
fn parts_of_a_day_stay_with_it() {
    assert_eq!(on_tuesday("on the night of February 3"), ["the night of February 3=2026-02-03TNI"]);
    assert_eq!(on_tuesday("at 4 in the morning"), ["4 in the morning=2026-02-10T04:00"]);
    assert_eq!(on_tuesday("at 1430 GMT on Monday"), ["1430 GMT on Monday=2026-02-09T14:30"]);
    assert_eq!(on_tuesday("They moved at night."), ["night=XXXX-XX-XXTNI"]);
    assert_eq!(on_tuesday("on Tuesday nights"), ["Tuesday nights=XXXX-WXX-2TNI"]);
}

#[test]
fn holidays_are_days() {
    assert_eq!(
        on_tuesday("They met at Christmas and on Thanksgiving Day."),
        ["Christmas=2025-12-25", "Thanksgiving Day=2025-11-27"]
    );
    assert_eq!(on_tuesday("before Christmas 2019"), ["Christmas 2019=2019-12-25"]);
}

#[test]
fn vague_times_have_references() {
    assert_eq!(on_tuesday("the current talks"), ["current=PRESENT_REF"]);
    assert_eq!(on_tuesday("as in the past"), ["the past=PAST_REF"]);
    assert_eq!(on_tuesday("in the coming weeks"), ["the coming weeks=PXW"]);
    assert_eq!(on_tuesday("in mid-March, the nineties"), ["mid-March=2026-03", "the nineties=199"]);
}

#[test]
fn things_last_and_persons_age() {
    assert_eq!(on_tuesday("the two-year-old war"), ["the two-year-old=P2Y"]);
    assert_eq!(on_tuesday("a two-year-old boy in his 30s"), [""; 0]);
    assert_eq!(on_tuesday("another two weeks"), ["another two weeks=P2W"]);
    assert_eq!(on_tuesday("A week or so ago they left."), ["A week or so ago=2026-W06"]);
}

#[test]
fn words_narrow_and_loosen_a_value() {
    for (text, expected) in [
        ("It began in early March 2025.", "early March 2025=START"),
        ("at the beginning of 2025", "the beginning of 2025=START"),
        ("Earlier this month they met.", "Earlier this month=START"),
        ("in mid-November", "mid-November=MID"),
        ("from the middle of October", "the middle of October=MID"),
        ("by the end of the month", "the end of the month=END"),
        ("in late 2025", "late 2025=END"),
        ("in the late 1980s", "the late 1980s=END"),
        ("It fell before year-end.", "year-end=END"),
        ("It took about two weeks.", "about two weeks=APPROX"),
        ("They met around noon.", "around noon=APPROX"),
        ("A week or so ago they left.", "A week or so ago=APPROX"),
        ("for two years or so", "two years or so=APPROX"),
        ("It took less than one hour.", "less than one hour=LESS_THAN"),
        ("for nearly two decades", "nearly two decades=LESS_THAN"),
        ("for more than four hours", "more than four hours=MORE_THAN"),
        ("for at most ten days", "at most ten days=EQUAL_OR_LESS"),
        ("for up to 60 days", "up to 60 days=EQUAL_OR_LESS"),
        ("for no more than 60 days", "no more than 60 days=EQUAL_OR_LESS"),
        ("for at least 30 days", "at least 30 days=EQUAL_OR_MORE"),
        ("for three weeks or more", "three weeks or more=EQUAL_OR_MORE"),
        ("More than two years ago they met.", "More than two years ago=BEFORE"),
        ("Less than three days later they met.", "Less than three days later=BEFORE"),
        ("At least two years ago they met.", "At least two years ago=ON_OR_BEFORE"),
        ("It will end in 2027 or later.", "2027 or later=ON_OR_AFTER"),
        ("They met in March 2025.", "March 2025=-"),
        ("two weeks later", "two weeks later=-"),
        ("the earlier two-week truce", "the earlier two-week=-"),
        ("concern about recent clashes", "recent=-"),
        ("ways around Friday's ruling", "Friday=-"),
        ("They met over Christmas.", "over Christmas=-"),
        ("in the first half of 2025", "the first half of 2025=-"),
        ("They spoke of March 2025 or more talks.", "March 2025=-"),
    ] {
        assert_eq!(attribute(text, |t| json!(t.modifier)), expected, "{text}");
    }
}

#[test]
fn granularity_is_the_finest_unit_of_the_value() {
    for (text, expected) in [
        ("in the 19th century", "the 19th century=century"),
        ("in the 1990s", "the 1990s=decade"),
        ("in 2025", "2025=year"),
        ("in 311 BC", "311 BC=year"),
        ("in the first half of 2025", "the first half of 2025=half"),
        ("in the third quarter of 2025", "the third quarter of 2025=quarter"),
        ("in the summer of 2025", "the summer of 2025=season"),
        ("in June", "June=month"),
        ("They met last week.", "last week=week"),
        ("at the weekend", "the weekend=weekend"),
        ("They met on Friday.", "Friday=day"),
        ("every Friday", "every Friday=day"),
        ("They met on Monday night.", "Monday night=part_of_day"),
        ("at 5 p.m. on Friday", "5 p.m. on Friday=minute"),
        ("within two and a half years", "two and a half years=month"),
        ("a two-hour call", "two-hour=hour"),
        ("for ten minutes", "ten minutes=minute"),
        ("for 90 seconds", "90 seconds=second"),
        ("for two months", "two months=month"),
        ("the current talks", "current=-"),
    ] {
        assert_eq!(attribute(text, |t| json!(t.granularity)), expected, "{text}");
    }
    let coarse = find("They left yesterday.", Some("2026-02"));
    assert_eq!(json!(coarse[0].granularity), "month");
}

#[test]
fn direction_is_counted_from_publication() {
    for (text, expected) in [
        ("They met on Friday.", "Friday=past"),
        ("They will meet on Friday.", "Friday=future"),
        ("They will meet today.", "today=present"),
        ("The war of 2025 was short.", "2025=past"),
        ("A vote in 2027 was announced.", "2027=future"),
        ("in the first quarter of 2025", "the first quarter of 2025=past"),
        ("in the second half of 2026", "the second half of 2026=future"),
        ("in the summer of 2025", "the summer of 2025=past"),
        ("They rest next week.", "next week=future"),
        ("in the 1990s", "the 1990s=past"),
        ("in 311 BC", "311 BC=past"),
        // what contains the day of publication: present, unless words or clause say more
        ("The talks of February 2026.", "February 2026=present"),
        ("They met in February 2026.", "February 2026=past"),
        ("They will meet in February 2026.", "February 2026=future"),
        ("a round of talks earlier this month", "earlier this month=past"),
        ("a round of talks later this month", "later this month=future"),
        ("by the end of the year", "the end of the year=future"),
        ("the talks of early 2026", "early 2026=present"),
        ("every Friday", "every Friday=recurring"),
        ("the daily calls", "daily=recurring"),
        ("as in the past", "the past=past"),
        ("the current talks", "current=present"),
        ("in the near future", "future=future"),
        ("in the past two years", "the past two years=past"),
        ("in the coming weeks", "the coming weeks=future"),
        ("for two weeks", "two weeks=-"),
    ] {
        assert_eq!(attribute(text, |t| json!(t.direction)), expected, "{text}");
    }
}

#[test]
fn without_publication_the_clause_gives_the_direction() {
    for (text, expected) in [
        ("They will meet on Friday.", json!("future")),
        ("They met in June 2025.", json!("past")),
        ("Friday", json!(null)),
        ("June 2025", json!(null)),
    ] {
        assert_eq!(json!(find(text, None)[0].direction), expected, "{text}");
    }
}

#[test]
fn the_first_end_of_a_range_takes_the_year_of_the_second() {
    for (text, expected) in [
        ("from January to March 2024", ["January=2024-01", "March 2024=2024-03"]),
        ("between June and August 2023", ["June=2023-06", "August 2023=2023-08"]),
        ("from November to February 2024", ["November=2023-11", "February 2024=2024-02"]),
        ("from June 3 to August 5, 2023", ["June 3=2023-06-03", "August 5, 2023=2023-08-05"]),
        ("from 28 December to 3 January 2024", ["28 December=2023-12-28", "3 January 2024=2024-01-03"]),
        ("between March and May last year", ["March=2025-03", "May last year=2025-05"]),
        ("It lasted from March 2023 to May 2024.", ["March 2023=2023-03", "May 2024=2024-05"]),
        ("The war ended in June, and August 2023 was calm.", ["June=2025-06", "August 2023=2023-08"]),
        ("The war ended in June after August 2023.", ["June=2025-06", "August 2023=2023-08"]),
    ] {
        assert_eq!(on_tuesday(text), expected, "{text}");
    }
}

#[test]
fn what_follows_is_counted_from_the_text() {
    for (text, expected) in [
        (
            "They met in June 2024, and the following March it broke.",
            ["June 2024=2024-06", "the following March=2025-03"],
        ),
        ("They met in June 2024, and the previous April too.", ["June 2024=2024-06", "the previous April=2024-04"]),
        (
            "On May 6, 2024 they met; the following Friday they left.",
            ["May 6, 2024=2024-05-06", "the following Friday=2024-05-10"],
        ),
        ("They met in May 2024; the next summer it broke.", ["May 2024=2024-05", "the next summer=2024-SU"]),
        ("They met in June 2024; next March they will rest.", ["June 2024=2024-06", "next March=2026-03"]),
    ] {
        assert_eq!(on_tuesday(text), expected, "{text}");
    }
}

#[test]
fn years_may_be_short_or_own_something() {
    assert_eq!(on_tuesday("The war of 2021-22 was long."), ["2021=2021", "22=2022"]);
    assert_eq!(on_tuesday("It rose from 2024's 500 men."), ["2024's=2024"]);
    assert_eq!(on_tuesday("in the 1980's"), ["the 1980's=198"]);
    for text in ["They won 2021-17 and lost.", "under articles 2021-220"] {
        assert_eq!(on_tuesday(text), [""; 0], "{text}");
    }
    assert_eq!(
        on_tuesday("Exports fell in the fourth quarter, after a year-earlier rise."),
        ["the fourth quarter=2025-Q4", "year-earlier=2024-Q4"]
    );
}

#[test]
fn a_history_tells_its_hours_of_the_day_it_has_come_to() {
    let text = "The kingdom fell in 1911. A truce came on May 3, 1912. At 5 p.m. the guns fell silent.";
    assert_eq!(on_tuesday(text), ["1911=1911", "May 3, 1912=1912-05-03", "5 p.m.=1912-05-03T17:00"]);
    assert_eq!(on_tuesday("At 5 p.m. the guns fell silent."), ["5 p.m.=2026-02-10T17:00"]);
}

#[test]
fn a_document_writes_its_days_in_one_order() {
    for (text, expected) in [
        ("On 12/02/2026 they met.", vec!["12/02/2026=2026-12-02"]),
        ("On 12/02/2026 they met, on 25/02/2026 they left.", vec!["12/02/2026=2026-02-12", "25/02/2026=2026-02-25"]),
        ("On 25/02/2026 they left.\n\nOn 12/02/2026 they met.", vec!["25/02/2026=2026-02-25", "12/02/2026=2026-02-12"]),
        ("On 25-02-2026 they left, on 12-02-2026 they met.", vec!["25-02-2026=2026-02-25", "12-02-2026=2026-02-12"]),
        // Two orders in one text say nothing of a third date.
        (
            "On 12/02/2026, 25/02/2026 and 02/26/2026.",
            vec!["12/02/2026=2026-12-02", "25/02/2026=2026-02-25", "02/26/2026=2026-02-26"],
        ),
        ("On 12/02/2026 they met, on 25.02.2026 they left.", vec!["12/02/2026=2026-12-02", "25.02.2026=2026-02-25"]),
        ("On 12/02/2026 and 25/13/2026.", vec!["12/02/2026=2026-12-02"]),
    ] {
        assert_eq!(on_tuesday(text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans(s in "((last|next|in|the|two|6|31|June|May|Friday|years|ago|2025|-|week|a|30th|p\\.m\\.|of|9999|the|quarter|half|year|nineteen|ninety|BC|Christmas|morning|ended|\\PC) ){0,20}") {
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

/// Value F1 as TempEval-3 defines it (relaxed spans), over all documents of a file beside the project; modifiers are
/// counted in the same way.
fn value_f1(file: &str) -> Option<f64> {
    let path = format!("{}/../../../shared/data/reading/timex/{file}", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).ok()?;
    let (mut right, mut system, mut gold) = (0, 0, 0);
    let (mut right_mod, mut system_mod, mut gold_mod) = (0, 0, 0);
    for line in lines.lines() {
        let d: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = d["text"].as_str().unwrap();
        let (tokens, sentences) = read(text);
        let published = d["dct"].as_str().and_then(|p| p.get(..10)?.parse().ok());
        let points = rapporteur_types::span::CodePoints::new(text);
        let found = times(text, &tokens, &sentences, published);
        let mut used = vec![false; found.len()];
        system += found.len();
        system_mod += found.iter().filter(|t| t.modifier.is_some()).count();
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
            let modifier = json!(hit.and_then(|i| found[i].modifier));
            gold_mod += usize::from(g["mod"].is_string());
            right_mod += usize::from(g["mod"].is_string() && g["mod"] == modifier);
            if g["mod"] != modifier && std::env::var_os("SHOW_ERRORS").is_some() {
                println!("MOD {} gold {} said {modifier}", g["text"], g["mod"]);
            }
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
    println!("{file}: mod right {right_mod}, system {system_mod}, gold {gold_mod}");
    Some(f1)
}

#[test]
fn newswire_value_f1_stays_where_it_was() {
    for (file, floor) in [("te3-timebank.jsonl", 80.0), ("te3-aquaint.jsonl", 74.0), ("wikiwars-train.jsonl", 80.0)] {
        if let Some(f1) = value_f1(file) {
            assert!(f1 >= floor, "{file}: {f1:.2}");
        }
    }
}
