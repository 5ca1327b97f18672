//! Invariants of whole readings, with the model that ships.

use proptest::prelude::*;
use rapporteur_kernels::Level;
use rapporteur_read::{Reader, ReaderKind, read};
use rapporteur_types::reading::Reading;
use rapporteur_types::{Document, Span};
use std::sync::LazyLock;

static MODEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/reader.safetensors");
    std::fs::read(path).expect("the model that ships")
});
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::from_bytes(&MODEL, ReaderKind::Accurate).expect("the model that ships"));

fn reading(text: &str) -> (Document, Reading) {
    let document = Document::new("test", text);
    let reading = read(&document, &READER);
    (document, reading)
}

/// Everything that holds of any reading.
fn check(text: &str) {
    let (document, r) = reading(text);
    let text = &document.text;
    let whole = |s: Span| text.get(s.start..s.end).is_some_and(|t| !t.is_empty());
    let mut end = 0;
    for b in &r.blocks {
        assert!(b.span.start >= end && whole(b.span), "blocks in order: {:?}", b.span);
        end = b.span.end;
    }
    let mut at = 0;
    for s in &r.sentences {
        assert_eq!(s.tokens.start, at, "every token is in one sentence");
        at = s.tokens.end;
        let tokens = &r.tokens[s.tokens.clone()];
        assert_eq!((s.span.start, s.span.end), (tokens[0].span.start, tokens[tokens.len() - 1].span.end));
        let block = r.blocks[s.block].span;
        assert!(block.start <= s.span.start && s.span.end <= block.end, "a sentence is inside its block");
        assert_eq!(tokens.iter().filter(|t| t.head.is_none()).count(), 1, "one root");
        for i in s.tokens.clone() {
            let (mut up, mut steps) = (i, 0);
            while let Some(h) = r.tokens[up].head {
                assert!(s.tokens.contains(&h), "heads stay in the sentence");
                (up, steps) = (h, steps + 1);
                assert!(steps <= s.tokens.len(), "no cycle");
            }
        }
    }
    assert_eq!(at, r.tokens.len());
    let mut end = 0;
    for t in &r.tokens {
        assert!(t.span.start >= end && whole(t.span), "tokens in order: {:?}", t.span);
        end = t.span.end;
    }
    // tokens cover all that is not white space in the blocks that were read
    for b in r.blocks.iter().filter(|b| !b.sentences.is_empty()) {
        let covered: usize = (r.tokens.iter())
            .filter(|t| b.span.start <= t.span.start && t.span.end <= b.span.end)
            .map(|t| t.span.of(text).chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        assert_eq!(covered, b.span.of(text).chars().filter(|c| !c.is_whitespace()).count(), "{:?}", b.span.of(text));
    }
    for n in &r.names {
        assert!(whole(n.span) && n.tokens.contains(&n.head));
    }
    for p in &r.plurals {
        assert!(
            whole(p.span) && p.tokens.contains(&p.head) && p.members.iter().all(|m| whole(m.span) && m.head != p.head)
        );
    }
    for c in &r.chains {
        assert!(c.mentions.iter().all(|m| whole(m.span) && m.tokens.contains(&m.head)));
        assert!(c.mentions.len() > 1 && c.mentions.windows(2).all(|m| m[0].head < m[1].head));
    }
    for s in
        r.times.iter().map(|t| t.span).chain(r.quantities.iter().map(|q| q.span)).chain(r.terms.iter().map(|t| t.span))
    {
        assert!(whole(s));
    }
    let f = &r.frames;
    let ranges = (f.statements.iter().flat_map(|s| [Some(&s.content), s.cue.as_ref(), s.source.as_ref()]))
        .chain(f.events.iter().flat_map(|e| [Some(&e.trigger), Some(&e.evidence)]))
        .chain(f.positions.iter().flat_map(|p| [Some(&p.evidence), p.condition.as_ref()]));
    for range in ranges.flatten() {
        assert!(range.start < range.end && range.end <= r.tokens.len());
    }
    let sentence = |t: usize| r.sentences.partition_point(|s| s.tokens.end <= t);
    for e in &f.events {
        let (own, words) = (sentence(e.trigger.start), e.parts.iter().map(|p| p.0));
        assert!(words.clone().is_sorted_by(|a, b| a < b) && e.reranked.iter().all(|x| x.is_finite()));
        assert!(words.into_iter().all(|w| sentence(w) <= own && sentence(w) + 4 >= own), "parts near the event");
    }
}

#[test]
fn texts_that_have_broken_readers_read() {
    let long = "word ".repeat(3000);
    let run = "x".repeat(20_000);
    for text in [
        "",
        " \n\t ",
        ".",
        "\u{0}\u{1}\u{feff}",
        "…”’“‘«»",
        "Q: A: Q. A.",
        "e\u{301}\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦 🇮🇷🇺🇸",
        "𝕬𝖗𝖆𝖌𝖍𝖈𝖍𝖎 said",
        "İstanbul ǅ ﬁ ẞ",
        "a\u{202e}b\u{200f}c",
        "He said: “She said: ‘They said: “no",
        "On 31 February 0000, 99999999999999999999% of $999999999999999999999999 was lost.",
        &long,
        &run,
    ] {
        check(text);
    }
}

#[test]
fn every_instruction_set_reads_alike() {
    let text = "MUSCAT (Reuters) - Iran's foreign minister, Ada Reyes, said on Friday that she would not accept zero enrichment.\n\n\
        The talks in Oman ended without a date for another round; \"We need more time,\" the envoy told reporters.";
    let document = Document::new("test", text);
    let want = read(&document, &READER);
    assert!(want.tokens.len() > 30 && !want.frames.statements.is_empty());
    for level in Level::available() {
        let reader = Reader::at_level(&MODEL, ReaderKind::Accurate, level).expect("the model that ships");
        assert_eq!(want, read(&document, &reader), "{level:?}");
    }
}

#[test]
fn the_fast_reader_reads_the_same_way_and_says_which_it_is() {
    let fast = Reader::from_bytes(&MODEL, ReaderKind::Fast).expect("the model that ships");
    assert_ne!(fast.version, READER.version);
    let document = Document::new("test", "The minister met the envoy in Muscat. He said that the round was useful.");
    let (a, b) = (read(&document, &fast), read(&document, &READER));
    let forms = |r: &Reading| r.tokens.iter().map(|t| (t.span, t.upos.clone())).collect::<Vec<_>>();
    assert_eq!(forms(&a), forms(&b));
    assert_eq!((a.sentences.len(), a.frames.statements.len()), (2, b.frames.statements.len()));
}

#[test]
fn who_takes_part_is_sought_in_the_sentences_before_too() {
    let (document, r) = reading(
        "Envoys of Norway met those of Peru in Geneva. Norway later rejected the offer of Peru.\n\nIt threatened sanctions.",
    );
    let likely = |trigger: &str, role: usize| {
        let form = |t: usize| r.tokens[t].span.of(&document.text);
        let event = r.frames.events.iter().find(|e| form(e.trigger.start) == trigger).expect(trigger);
        let best = event.parts.iter().max_by(|a, b| a.1[role].total_cmp(&b.1[role])).expect("somebody");
        form(best.0)
    };
    assert_eq!((likely("rejected", 0), likely("rejected", 1)), ("Norway", "Peru"));
    let threatened = r
        .frames
        .events
        .iter()
        .find(|e| r.tokens[e.trigger.start].span.of(&document.text) == "threatened")
        .expect("a threat");
    assert!(
        threatened.parts.iter().any(|p| r.tokens[p.0].span.of(&document.text) == "Peru"),
        "of the paragraph before"
    );
}

#[test]
fn what_stands_in_another_document_changes_nothing() {
    let (_, alone) = reading("The minister met the envoy. He said that the round was useful.");
    let _ = reading("Something else altogether was read in between.");
    let (_, again) = reading("The minister met the envoy. He said that the round was useful.");
    assert_eq!(alone, again);
}

#[test]
fn a_damaged_model_is_an_error_and_no_panic() {
    for cut in [0, 7, 100, MODEL.len() / 2, MODEL.len() - 1] {
        assert!(Reader::from_bytes(&MODEL[..cut], ReaderKind::Accurate).is_err(), "{cut} bytes");
    }
    assert!(Reader::from_bytes(b"{}", ReaderKind::Fast).is_err());
}

/// The names of a text with their kinds.
fn named(text: &str) -> String {
    let (document, r) = reading(text);
    let shown = r.names.iter().map(|n| format!("{} {:?}", n.span.of(&document.text), n.kind));
    shown.collect::<Vec<_>>().join(", ")
}

#[test]
fn what_is_named() {
    let cases = [
        (
            "a particle before a hyphen",
            "On Friday Muqtada al-Sadr and Ismail al-Badri met in Najaf.",
            "Muqtada al-Sadr Person, Ismail al-Badri Person, Najaf Place",
        ),
        (
            "two matters of one body",
            "The Department of Housing and Urban Development sued the port on Monday.",
            "Department of Housing and Urban Development Organisation",
        ),
        (
            "the form of a company",
            "The fleet was bought by Harbour Pilots, Inc. in March.",
            "Harbour Pilots, Inc. Organisation",
        ),
        (
            "a person called like a state",
            "President Michael Jordan met Prime Minister Ali Mali.",
            "Michael Jordan Person, Ali Mali Person",
        ),
        ("a place beside a person", "In Bahrain Hamad bin Isa spoke.", "Bahrain Place, Hamad bin Isa Person"),
        ("a firm called like its site", "Harbour.com Inc. signed a contract.", "Harbour.com Inc. Organisation"),
        (
            "a city and its state",
            "The company has moved to San Rafael California.",
            "San Rafael Place, California Place",
        ),
        (
            "no title in a person's name",
            "In Muscat, Foreign Minister Karim Daud met President Reyes.",
            "Muscat Place, Karim Daud Person, Reyes Person",
        ),
        (
            "a storm",
            "Prices rose as Hurricane Rita reached Texas. Rita was the third storm.",
            "Rita Other, Texas Place, Rita Other",
        ),
        (
            "a ministry of a state",
            "The Russian Foreign Ministry said that it would wait.",
            "Russian Foreign Ministry Organisation",
        ),
        (
            "a ministry and its matter",
            "On Monday the Ministry of Foreign Affairs denied the report.",
            "Ministry of Foreign Affairs Organisation",
        ),
        ("what happens is no body", "Two million people fled during the Iran War.", "Iran War Other"),
        ("an armed force by its name", "Mediators spoke with the Houthis about the ships.", "Houthis Organisation"),
        (
            "an office with the body that it is of",
            "On Friday UN Secretary-General Karim Daud visited Geneva.",
            "UN Organisation, Karim Daud Person, Geneva Place",
        ),
        ("a title before capitals", "FOREIGN MINISTER DAR: We will wait for an answer.", "DAR Person"),
        (
            "what a minister is for",
            "The Minister for Foreign Trade of the Netherlands, Ruben Scholtema, left on Monday.",
            "Netherlands Place, Ruben Scholtema Person",
        ),
        ("no address", "Please write to ada@example.com or visit example.com on Monday.", ""),
        (
            "names alone are in no foreign language",
            "Kristen Quinn, Sarah Mulholland, Samuel Pak, Daniel Kang, Thomas Reyes, Karim Daud, Ada Lovelace",
            "Kristen Quinn Person, Sarah Mulholland Person, Samuel Pak Person, Daniel Kang Person, Thomas Reyes Person, Karim Daud Person, Ada Lovelace Person",
        ),
    ];
    let shown: Vec<String> = cases.iter().map(|(name, text, _)| format!("{name}: {}", named(text))).collect();
    let expected: Vec<String> = cases.iter().map(|(name, _, names)| format!("{name}: {names}")).collect();
    assert_eq!(shown, expected);
}

/// The name that a word stands for, by the chain that it is in.
fn stands_for(text: &str, word: &str) -> Option<String> {
    let (document, r) = reading(text);
    let at = document.text.find(word).expect("the word is in the text");
    let inside = |m: &&rapporteur_types::reading::ChainMention| {
        r.tokens[m.head].span.start >= at && r.tokens[m.head].span.end <= at + word.len()
    };
    let chain = r.chains.iter().find(|c| c.mentions.iter().any(|m| inside(&m)))?;
    chain.name().map(|n| n.span.of(&document.text).to_string())
}

#[test]
fn who_is_meant() {
    let cases = [
        (
            "a rank is the only one who is named with it",
            "Minister Reyes met Senator Karim Daud. The Senator laughed.",
            "Senator l",
            "Karim Daud",
        ),
        (
            "a number is no other name",
            "Daud IV died in 1820. Karim Abbas Daud had ruled for ten years. Daud was old.",
            "Daud was",
            "Karim Abbas Daud",
        ),
        (
            "also known as",
            "Ada Reyes, also known as Marbles, spoke first.\n\nMarbles left.",
            "Marbles left",
            "Ada Reyes",
        ),
        (
            "initials of a name that does not define them",
            "The Lake Water Commission met on Monday. The LWC left early.",
            "LWC",
            "Lake Water Commission",
        ),
        (
            "an abbreviation that is more than initials",
            "The American Society of Harbour Pilots (AmSHaP) met on Monday. AmSHaP adjourned.",
            "AmSHaP adj",
            "American Society of Harbour Pilots",
        ),
        (
            "a child named once",
            "The trial is about their nine-month-old child, Lina. Reporters asked when the baby fell ill.",
            "baby",
            "Lina",
        ),
        (
            "somebody named so",
            "A lawyer named Daud filed the case. The court met. The lawyer left.",
            "lawyer named",
            "Daud",
        ),
        (
            "a name before its own pronoun",
            "Karim Daud left.\n\nJosh Kindig, he has many ideas.",
            "he has",
            "Josh Kindig",
        ),
        (
            "he in a quotation is not who says it",
            "Karim Daud met Josh Kindig. Kindig wrote: \"He has been a friend for years.\"",
            "He has",
            "Karim Daud",
        ),
        (
            "he and whom he describes are two",
            "Mark Rathbun met Daniel Montalvo. Montalvo was tired. He described Montalvo as a friend.",
            "He described",
            "Mark Rathbun",
        ),
    ];
    let shown: Vec<String> = cases
        .iter()
        .map(|(name, text, word, _)| format!("{name}: {}", stands_for(text, word).unwrap_or_default()))
        .collect();
    let expected: Vec<String> = cases.iter().map(|(name, .., who)| format!("{name}: {who}")).collect();
    assert_eq!(shown, expected);
}

#[test]
fn a_state_by_another_name_and_what_a_noun_takes_up() {
    let cases = [
        ("Iran sent a letter. The Islamic Republic wants talks.", "Republic", "Iran = The Islamic Republic"),
        // two who may be meant
        ("Iran and Pakistan met. The Islamic Republic wants talks.", "Republic", ""),
        // it says itself who it is
        ("Iran was silent. The Islamic Republic of Mauritania spoke.", "Republic", ""),
        ("The U.S. sent a letter. The United States wants talks.", "States", "U.S. = United States"),
        (
            "Tehran demanded that all sanctions be lifted at once. Washington rejected this demand.",
            "demand.",
            "that all sanctions be lifted at once = this demand",
        ),
        ("Iran proposed a consortium. The proposal was dismissed.", "proposal", "a consortium = The proposal"),
        // nobody has proposed anything
        ("The ministers arrived on Friday. The proposal was dismissed.", "proposal", ""),
    ];
    for (text, word, want) in cases {
        let (document, r) = reading(text);
        let at = document.text.find(word).expect("the word is in the text");
        let chain = r.chains.iter().find(|c| c.mentions.iter().any(|m| r.tokens[m.head].span.start == at));
        let shown = chain.map(|c| c.mentions.iter().map(|m| m.span.of(&document.text)).collect::<Vec<_>>().join(" = "));
        assert_eq!(shown.unwrap_or_default(), want, "{text}");
    }
}

#[test]
fn two_at_once_are_those_last_named_together() {
    let cases = [
        (
            "Iran and the United States met in Muscat. Both sides called the talks serious.",
            "Both sides = Iran, United States",
        ),
        (
            "Russian and Ukrainian envoys met; the two countries swapped prisoners.",
            "the two countries = Russian, Ukrainian",
        ),
        ("Turkey held talks with Greece. Both countries were content.", "Both countries = Turkey, Greece"),
        ("Ada Reyes met Karim Daud and Juan Adams in Lima.", ""),
        // three are not two
        ("Chile, Peru and Bolivia met. Both sides left.", ""),
        // two pairs in one sentence
        ("Chile and Peru spoke of Kenya and Uganda. Both sides left.", ""),
        ("Rain fell on both sides of the river in Kenya and Uganda.", ""),
    ];
    for (text, want) in cases {
        let (document, r) = reading(text);
        let of = |s: rapporteur_types::Span| s.of(&document.text).to_string();
        let shown: Vec<String> = r
            .plurals
            .iter()
            .map(|p| {
                format!("{} = {}", of(p.span), p.members.iter().map(|m| of(m.span)).collect::<Vec<_>>().join(", "))
            })
            .collect();
        assert_eq!(shown.join("; "), want, "{text}");
    }
}

#[test]
fn where_sentences_end() {
    let cases = [
        ("Tehran demanded a pause. Washington rejected it.", 2),
        ("He met them on Wednesday. Both sides agreed to meet again.", 2),
        ("It rose to 250. Now the talks go on.", 2),
        ("She praised the deal (JCPOA). In May she left.", 2),
        ("They called it \"a first step.\" The minister left at noon.", 2),
        ("Will they meet? And when?", 2),
        ("KUALA LUMPUR, 9 March 2026 - Envoys met again.", 2),
        ("Mr. Reyes met Gen. Karim Daud of the U.S. Army.", 1),
        ("\"Will they meet?\" Reyes asked.", 1),
        ("See No. 5 of the list.", 1),
    ];
    for (text, want) in cases {
        let (document, r) = reading(text);
        let shown: Vec<&str> = r.sentences.iter().map(|s| s.span.of(&document.text)).collect();
        assert_eq!(shown.len(), want, "{shown:?}");
    }
}

#[test]
fn weapons_and_armed_forces_by_their_names() {
    let (document, r) =
        reading("F-35 jets and Shahed-136 drones hit Hezbollah and the IRGC near route B-4 on the COP-28 site.");
    let terms: Vec<String> = r.terms.iter().map(|t| format!("{} {:?}", t.span.of(&document.text), t.kind)).collect();
    assert_eq!(terms, ["F-35 Weapon", "Shahed-136 Weapon", "drones Weapon", "Hezbollah ArmedForce", "IRGC ArmedForce"]);
}

#[test]
fn ministries_and_families_are_not_all_one() {
    let text = "The Foreign Ministry protested. The Defence Ministry was silent. Omar Reyes left with his son, Karim Reyes. \
                The Reyeses waved. Relatives and families of the hostages protested.";
    for (word, other) in [("Defence Ministry", "Foreign Ministry"), ("families", "Reyeses")] {
        assert_ne!(stands_for(text, word), Some(other.to_string()), "{word}");
    }
}

#[test]
fn what_is_called_after_somebody_is_not_somebody() {
    let text = "Ada Reyes left. The Reyes administration said that it would stay.";
    assert_ne!(stands_for(text, "administration"), Some("Ada Reyes".to_string()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_reads(text in "\\PC{0,120}") {
        check(&text);
    }

    #[test]
    fn any_sequence_of_newsworthy_pieces_reads(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "Iran", "said", "“", "”", "\"", "'", "’s", "(Reuters) -", "Mr.", "U.S.", "60%", "$1.5bn", "on Friday", "he",
            "they", "not", "will", ",", ".", "…", "?", "\n", "\n\n", "- ", "1) ", "Q", "A:", "MS. PSAKI:", "don't",
            "http://a.b/c?d=e", "—", "2026-02-06", "two weeks earlier", "the minister", "\u{200b}", "état", "مسقط",
        ]), 0..60),
        spaced in any::<bool>(),
    ) {
        check(&pieces.join(if spaced { " " } else { "" }));
    }
}
