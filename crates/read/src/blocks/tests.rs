use super::*;
use proptest::prelude::*;

/// One line a block: its kind's first letters and its text.
fn show(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|b| format!("{:?}: {}", b.kind, b.span.of(text).replace('\n', "/"))).collect()
}

#[test]
fn a_wrapped_paragraph_is_one_block_and_loose_lines_are_several() {
    let text = "The two delegations met for the third time this month and spoke\nfor about four hours, the host said. Neither side would say what was\ndecided.\n\nA second paragraph follows here and it stays on a line of its own.\nIt has a neighbour that is a sentence of its own, too, on its line.\n";
    assert_eq!(
        show(text),
        [
            "Body: The two delegations met for the third time this month and spoke/for about four hours, the host said. Neither side would say what was/decided.",
            "Body: A second paragraph follows here and it stays on a line of its own.",
            "Body: It has a neighbour that is a sentence of its own, too, on its line.",
        ]
    );
}

#[test]
fn furniture_headings_and_bullets_are_told_apart() {
    let text = "Grain Talks Enter a Fourth Week\n\nby Staff Writer\n\nThe delegations of Ruritania and Graustark met again on Tuesday to discuss the export of grain through the strait.\n\nWhat Comes Next\n\n• The ministers meet on Friday.\n• A text is being drafted.\n\nPro Tip: Follow the port authority for news.\n\nYou may also like\n\nLeave a Comment2\n";
    assert_eq!(
        show(text),
        [
            "Heading: Grain Talks Enter a Fourth Week",
            "Furniture: by Staff Writer",
            "Body: The delegations of Ruritania and Graustark met again on Tuesday to discuss the export of grain through the strait.",
            "Heading: What Comes Next",
            "Body: The ministers meet on Friday.",
            "Body: A text is being drafted.",
            "Furniture: Pro Tip: Follow the port authority for news.",
            "Furniture: You may also like",
            "Furniture: Leave a Comment2",
        ]
    );
}

#[test]
fn questions_with_answers_are_faq() {
    let text = "FAQ\n\n- Who hosts the talks? Graustark hosts them.\n- When is the next round? No date is known.\n\nWhat is at stake?\n\nThe harvest of two years.\n";
    assert_eq!(
        show(text),
        [
            "Heading: FAQ",
            "Faq: Who hosts the talks? Graustark hosts them.",
            "Faq: When is the next round? No date is known.",
            "Faq: What is at stake?",
            "Faq: The harvest of two years.",
        ]
    );
}

#[test]
fn turns_of_a_transcript_go_on_until_the_next_speaker() {
    let text = "2:48 P.M. EDT\n\nMS. ROE: Good afternoon, everyone.\n\nThe talks went well.\n\nQ What about grain?\n\nMS. ROE: We made progress.\n\n(Cross-talk.)\n";
    assert_eq!(
        show(text),
        [
            "Furniture: 2:48 P.M. EDT",
            "Turn: MS. ROE: Good afternoon, everyone.",
            "Turn: The talks went well.",
            "Turn: Q What about grain?",
            "Turn: MS. ROE: We made progress.",
            "Furniture: (Cross-talk.)",
        ]
    );
}

#[test]
fn an_interview_on_one_line_is_cut_into_turns() {
    let text = "The minister spoke to us. Q: Will you sign? A: We will see. Q: When? A: Soon, in plan A: no.";
    assert_eq!(
        show(text),
        [
            "Body: The minister spoke to us.",
            "Turn: Q: Will you sign?",
            "Turn: A: We will see.",
            "Turn: Q: When?",
            "Turn: A: Soon, in plan A: no.",
        ]
    );
}

#[test]
fn running_text_that_starts_like_furniture_is_body() {
    for text in [
        "Search teams found the wreck of the tanker on Tuesday, the coast guard said.",
        "Sources close to the talks said that the sides were far apart.",
        "By Friday the ministers had left.",
        "Recommended by nobody, the plan failed.",
    ] {
        assert_eq!(blocks(text)[0].kind, BlockKind::Body, "{text}");
    }
}

proptest! {
    #[test]
    fn blocks_are_ordered_and_lose_no_letter(s in "(\\PC|[A-Za-z .?:•#*Q\n-]){0,200}") {
        let mut last = 0;
        for b in blocks(&s) {
            prop_assert!(b.span.start >= last && b.span.end > b.span.start);
            prop_assert!(s.is_char_boundary(b.span.start) && s.is_char_boundary(b.span.end));
            prop_assert!(!s[last..b.span.start].contains(|c: char| c.is_alphabetic() && c != 'o'));
            last = b.span.end;
        }
        prop_assert!(!s[last..].contains(char::is_alphabetic));
    }
}
