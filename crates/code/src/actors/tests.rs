use super::*;
use crate::testing::{flat, tree};
use rapporteur_types::knowledge::Knowledge;
use rapporteur_types::{Document, When, reading::Reading};

const TABLES: &str = r#"
[[actor]]
id = "state:OMN"
name = "Oman"
demonyms = ["Omani", "Omanis"]
country = "OMN"
capital = "Muscat"
[[actor]]
id = "state:SRB"
name = "Serbia"
demonyms = ["Serbian", "Serbians"]
country = "SRB"
capital = "Belgrade"
[[actor]]
id = "state:XKX"
name = "Kosovo"
country = "XKX"
capital = "Pristina"
[[actor]]
id = "state:USA"
name = "United States"
aliases = ["US", "U.S."]
demonyms = ["American"]
country = "USA"
capital = "Washington"
[[actor]]
id = "state:TUR"
name = "Turkey"
demonyms = ["Turkish"]
country = "TUR"
capital = "Ankara"
[[actor]]
id = "state:JOR"
name = "Jordan"
country = "JOR"
[[actor]]
id = "body:bank-of-england"
name = "Bank of England"
country = "GBR"
[[actor]]
id = "body:foreign-ministry-tur"
name = "Ministry of Foreign Affairs of Turkey"
aliases = ["Turkish Foreign Ministry"]
country = "TUR"
[[actor]]
id = "body:iaea"
name = "International Atomic Energy Agency"
aliases = ["IAEA"]
[[actor]]
id = "body:p5-1"
name = "P5+1"
aliases = ["5+1"]
[[actor]]
id = "body:west"
name = "the West"
[[actor]]
id = "person:badr"
name = "Badr bin Hamad Al Busaidi"
country = "OMN"
[[actor]]
id = "person:vucic"
name = "Aleksandar Vučić"
aliases = ["Vucic"]
country = "SRB"
[[actor]]
id = "person:biden"
name = "Joe Biden"
country = "USA"
[[actor]]
id = "person:trump"
name = "Donald Trump"
aliases = ["Trump"]
country = "USA"
[[actor]]
id = "person:kirby"
name = "John Kirby"
country = "USA"
[[role]]
person = "person:badr"
office = "foreign minister"
of = "state:OMN"
from = "2020-08-18"
[[role]]
person = "person:vucic"
office = "president"
of = "state:SRB"
from = "2017"
[[role]]
person = "person:biden"
office = "president"
of = "state:USA"
from = "2021-01-20"
until = "2025-01-20"
[[role]]
person = "person:trump"
office = "president"
of = "state:USA"
from = "2025-01-20"
[[outlet]]
name = "The White House"
kind = "official"
country = "USA"
[[outlet]]
name = "Washington Post"
kind = "secondary"
country = "USA"
[[place]]
name = "Geneva"
kind = "city"
"#;

struct Read {
    document: Document,
    reading: Reading,
    cast: Cast,
}

fn cast((mut document, reading): (Document, Reading), day: &str, outlet: Option<&str>) -> Read {
    document.published.when = day.parse::<When>().ok();
    document.outlet = outlet.map(str::to_string);
    let mut k = Knowledge::default();
    k.add("actors/test.toml", TABLES).unwrap();
    let cast = Cast::new(&document, &reading, &Gazetteer::new(&k));
    Read { document, reading, cast }
}

fn read(text: &str) -> Read {
    cast(flat(text), "2026-02-10", None)
}

impl Read {
    /// Tokens of the n-th place where some words stand.
    fn tokens(&self, words: &str, n: usize) -> std::ops::Range<usize> {
        let start = self.document.text.match_indices(words).nth(n).expect("the words are in the text").0;
        let ts = &self.reading.tokens;
        let from = ts.partition_point(|t| t.span.end <= start);
        from..ts.partition_point(|t| t.span.start < start + words.len())
    }

    fn phrase(&self, words: &str) -> Vec<Resolution> {
        self.cast.of_phrase(self.tokens(words, 0))
    }

    /// Names that a phrase stands for, joined.
    fn who(&self, words: &str) -> String {
        names(&self.phrase(words))
    }

    fn who_last(&self, words: &str) -> String {
        let n = self.document.text.matches(words).count() - 1;
        names(&self.cast.of_phrase(self.tokens(words, n)))
    }

    fn at(&self, words: &str) -> String {
        names(&self.cast.at(self.tokens(words, 0).end - 1))
    }
}

fn names(rs: &[Resolution]) -> String {
    rs.iter().map(|r| r.actor.name()).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_capital_speaks_for_its_state_and_is_a_place_after_in() {
    let r = read("Muscat rejected the plan. The talks in Muscat ended. He arrived from Muscat.");
    assert_eq!(r.who("Muscat"), "Oman");
    assert!(r.cast.at(r.tokens("Muscat", 1).start).is_empty());
    assert_eq!(r.cast.place_of(r.tokens("Muscat", 1).start).as_deref(), Some("Muscat"));
    assert!(r.cast.at(r.tokens("Muscat", 2).start).is_empty());
}

#[test]
fn a_place_that_does_not_act_still_shows_whose_soil_it_is() {
    let r = read("Rockets fell in Muscat.");
    assert!(r.cast.at(r.tokens("Muscat", 0).start).is_empty());
    assert_eq!(r.cast.soil_of(r.tokens("Muscat", 0).start).unwrap().name(), "Oman");
}

#[test]
fn the_longest_name_wins() {
    let r = read("The Bank of England and the Washington Post disagreed with Washington.");
    assert_eq!(r.at("Bank of England"), "Bank of England");
    assert_eq!(r.at("Washington Post"), "Washington Post");
    assert_eq!(r.who_last("Washington"), "United States");
}

#[test]
fn a_group_is_the_body_whose_name_stands_before_it() {
    let r = read("Oman met the P5+1 group and the 5+1 group.");
    assert_eq!(r.at("P5+1 group"), "P5+1");
    assert_eq!(r.who_last("5+1 group"), "P5+1");
}

#[test]
fn the_west_is_no_west_bank() {
    let r = read("Oman warned the West. Oman flew aid to the West Bank and to West Virginia.");
    assert_eq!(r.who("the West"), "the West");
    assert!(r.cast.at(r.tokens("West", 1).start).is_empty());
    assert!(r.cast.at(r.tokens("West", 2).start).is_empty());
}

#[test]
fn capitals_tell_a_state_from_a_bird() {
    let r = read("They ate turkey. Then Turkey protested.");
    assert!(r.cast.at(r.tokens("turkey", 0).start).is_empty());
    assert_eq!(r.at("Turkey"), "Turkey");
}

#[test]
fn a_surname_that_is_a_country_is_a_person() {
    let r = cast(
        tree(
            "Michael PROPN 3 nsubj PER
             Jordan PROPN 1 flat PER
             arrived VERB 0 root
             . PUNCT 3 punct",
        ),
        "2026",
        None,
    );
    assert_eq!(r.at("Jordan"), "Michael Jordan");
}

#[test]
fn an_office_without_a_name_is_its_holder_at_that_day() {
    let r = read("The foreign minister of Oman spoke. Oman's foreign minister left.");
    assert_eq!(r.who("The foreign minister of Oman"), "Badr bin Hamad Al Busaidi");
    assert_eq!(r.phrase("Oman's foreign minister")[0].inferred.as_ref().unwrap().rule, "office at that date");
    let before = cast(flat("The US president spoke."), "2022-05-01", None);
    let after = cast(flat("The US president spoke."), "2025-05-01", None);
    assert_eq!(
        (before.who("The US president"), after.who("The US president")),
        ("Joe Biden".into(), "Donald Trump".into())
    );
}

#[test]
fn a_former_holder_is_not_the_holder() {
    let r = read("The former president of Serbia spoke.");
    assert_eq!(r.who("The former president of Serbia"), "<former president of Serbia>");
}

#[test]
fn a_person_whom_no_table_knows_is_introduced_by_the_text() {
    let r = read(
        "Oman's Energy Minister, Salem bin Nasser Al Aufi, warned of delays. Al Aufi said more. The minister left.",
    );
    let first = &r.phrase("Oman's Energy Minister, Salem bin Nasser Al Aufi")[0];
    assert_eq!(first.actor.name(), "Salem bin Nasser Al Aufi");
    assert_eq!((first.actor.country(), first.actor.office()), (Some("OMN"), Some("energy minister")));
    assert_eq!(first.actor.id().unwrap().0, "text:person:salem-bin-nasser-al-aufi");
    assert!(first.inferred.is_none());
    assert_eq!(r.who_last("Al Aufi"), "Salem bin Nasser Al Aufi");
    assert_eq!(r.who("The minister"), "Salem bin Nasser Al Aufi");
}

#[test]
fn an_apposition_after_the_name_gives_office_and_country() {
    let r = cast(
        tree(
            "Petra PROPN 8 nsubj PER
             Novak PROPN 1 flat PER
             , PUNCT 6 punct
             the DET 6 det
             Serbian ADJ 6 amod
             envoy NOUN 1 appos
             , PUNCT 1 punct
             agreed VERB 0 root
             . PUNCT 8 punct",
        ),
        "2026",
        None,
    );
    let found = r.phrase("Petra Novak, the Serbian envoy");
    assert_eq!(names(&found), "Petra Novak");
    assert_eq!((found[0].actor.country(), found[0].actor.office()), (Some("SRB"), Some("envoy")));
}

#[test]
fn a_state_that_no_table_knows_has_offices_and_an_adjective() {
    let r = read("Ruritania's Foreign Minister Rudolf Elphberg met Ruritanian officials. Ruritania refused.");
    let minister = &r.phrase("Ruritania's Foreign Minister Rudolf Elphberg")[0].actor;
    assert_eq!((minister.plain_name(), minister.country()), ("Rudolf Elphberg", Some("text:state:ruritania")));
    let officials = &r.phrase("Ruritanian officials")[0];
    assert_eq!(officials.actor.name(), "<Ruritanian officials>");
    assert_eq!(officials.state.as_ref().unwrap().name(), "Ruritania");
    assert!(r.cast.at(r.tokens("Ruritania", 2).start)[0].actor.is_state());
}

#[test]
fn nameless_officials_stay_nameless_and_show_their_state() {
    let r = read("Omani and US officials met. The Turkish government agreed.");
    let found = r.cast.at(r.tokens("officials", 0).start);
    assert_eq!(names(&found), "<Omani and US officials>; <Omani and US officials>");
    let states: Vec<String> = found.iter().filter_map(|r| r.state.as_ref()).map(|s| s.name()).collect();
    assert_eq!(states, ["Oman", "United States"]);
    assert_eq!(r.who("The Turkish government"), "Turkey");
}

#[test]
fn a_faction_is_its_own_words_with_the_body_behind() {
    let r = read("Elements within the IAEA oppose the deal.");
    let found = &r.phrase("Elements within the IAEA")[0];
    assert_eq!(found.actor.name(), "<Elements within the IAEA>");
    assert_eq!(found.state.as_ref().unwrap().name(), "International Atomic Energy Agency");
}

#[test]
fn a_spokesman_without_a_name_shows_his_ministry() {
    let r = read("A spokesman for the Turkish Foreign Ministry declined.");
    let found = &r.phrase("A spokesman for the Turkish Foreign Ministry")[0];
    assert!(found.actor.id().is_none());
    assert_eq!(found.state.as_ref().unwrap().name(), "Ministry of Foreign Affairs of Turkey");
}

#[test]
fn both_sides_are_the_parties_last_mentioned_together() {
    let r = read("Serbia and Kosovo signed a text. Both sides praised it. The two countries will meet again.");
    assert_eq!(r.who("Both sides"), "Serbia; Kosovo");
    assert_eq!(r.who("The two countries"), "Serbia; Kosovo");
    assert!(r.phrase("Both sides").iter().all(|x| x.inferred.as_ref().is_some_and(|i| i.evidence.is_some())));
}

#[test]
fn both_sides_of_nobody_are_nobody() {
    let r = read("It rained. Both sides waited.");
    assert_eq!(r.who("Both sides"), "<Both sides>");
}

#[test]
fn the_two_leaders_are_the_persons_who_met() {
    let r = read(
        "Serbian President Aleksandar Vucic met Omani Foreign Minister Badr bin Hamad Al Busaidi. The two leaders agreed.",
    );
    assert_eq!(r.who("The two leaders"), "Aleksandar Vučić; Badr bin Hamad Al Busaidi");
}

const TWO_MEN: &str = "Vucic PROPN 2 nsubj PER
    met VERB 0 root
    Trump PROPN 2 obj PER
    . PUNCT 2 punct

    He PRON 2 nsubj
    refused VERB 0 root
    . PUNCT 2 punct";

#[test]
fn he_is_the_subject_of_the_sentence_before() {
    let r = cast(tree(TWO_MEN), "2026", None);
    let found = r.phrase("He");
    assert_eq!(names(&found), "Aleksandar Vučić");
    let evidence = found[0].inferred.as_ref().and_then(|i| i.evidence.as_ref()).unwrap();
    assert_eq!(evidence.span.of(&r.document.text), "Vucic");
}

#[test]
fn she_is_not_whom_a_title_makes_a_man() {
    let r = read("Ms. Novak met Mr. Vucic. She refused.");
    assert_eq!(r.who("She"), "Novak");
}

#[test]
fn a_paragraph_that_names_no_one_speaks_of_the_one_before() {
    let r = read(
        "Aleksandar Vucic spoke in Geneva.
         He promised an answer.",
    );
    assert_eq!(r.who("He"), "Aleksandar Vučić");
}

#[test]
fn it_without_a_clear_subject_is_nobody() {
    let r = cast(
        tree(
            "Talks NOUN 2 nsubj
             ended VERB 0 root
             . PUNCT 2 punct

             It PRON 2 nsubj
             rained VERB 0 root
             . PUNCT 2 punct",
        ),
        "2026",
        None,
    );
    assert!(r.cast.at(r.tokens("It", 0).start).is_empty());
}

#[test]
fn who_is_what_the_clause_hangs_on() {
    let r = cast(
        tree(
            "Vucic PROPN 5 nsubj PER
             , PUNCT 4 punct
             who PRON 4 nsubj
             agreed VERB 1 acl:relcl
             left VERB 0 root
             . PUNCT 5 punct",
        ),
        "2026",
        None,
    );
    assert_eq!(r.at("who"), "Aleksandar Vučić");
}

#[test]
fn we_in_a_quotation_is_the_one_quoted() {
    let r = read("“We will not yield,” Vucic said.");
    assert_eq!(r.who("We"), "Aleksandar Vučić");
}

#[test]
fn the_label_of_a_turn_says_who_i_and_the_president_are() {
    let text = "> Q Will the President answer?
                > MR. KIRBY: I will not say.
                > We are ready.";
    let r = cast(flat(text), "2023-05-01", Some("The White House"));
    assert_eq!(r.who("Q"), "<a reporter>");
    assert_eq!(r.who("the President"), "Joe Biden");
    assert_eq!(r.who("MR. KIRBY"), "John Kirby");
    assert_eq!(r.who(" I ").trim(), "John Kirby");
    assert_eq!(r.who("We"), "John Kirby");
    assert_eq!(names(&r.cast.speaker_of_turn(2).into_iter().collect::<Vec<_>>()), "John Kirby");
}

#[test]
fn an_article_that_begins_with_a_is_no_answer() {
    let text = "Vucic met the envoys of both sides.
                A sore spot in these talks is the name of the road and who is to mend it.
                We found no more on it.";
    let r = cast(flat(text), "2023-05-01", Some("Courier"));
    assert_eq!((r.cast.speaker_of_turn(1), r.cast.speaker_of_turn(2)), (None, None));
}

#[test]
fn an_acronym_of_the_text_stands_for_the_name_before_it() {
    let r = cast(
        tree(
            "Danube PROPN 6 nsubj ORG
             Water PROPN 1 flat ORG
             Council PROPN 1 flat ORG
             ( PUNCT 5 punct
             DWC PROPN 1 appos
             ) PUNCT 5 punct
             met VERB 0 root
             . PUNCT 7 punct

             DWC PROPN 2 nsubj
             agreed VERB 0 root
             . PUNCT 2 punct",
        ),
        "2026",
        None,
    );
    assert_eq!(r.who_last("DWC"), "Danube Water Council");
}

#[test]
fn the_head_of_a_coordination_gives_all_its_members() {
    let r = cast(
        tree(
            "Serbia PROPN 4 nsubj LOC
             and CCONJ 3 cc
             Kosovo PROPN 1 conj LOC
             agreed VERB 0 root
             . PUNCT 4 punct",
        ),
        "2026",
        None,
    );
    assert_eq!(r.at("Serbia"), "Serbia; Kosovo");
    assert_eq!(r.at("Kosovo"), "Kosovo");
    assert_eq!(r.who("Serbia and Kosovo"), "Serbia; Kosovo");
}

#[test]
fn a_dateline_is_no_actor() {
    let r = read("MUSCAT – Serbia rejected the offer.");
    assert!(r.cast.at(0).is_empty());
    assert_eq!(r.cast.place_of(0).as_deref(), Some("Muscat"));
}

#[test]
fn the_same_document_gives_the_same_mentions() {
    let text = "Serbia and Kosovo signed. Both sides agreed. Vucic said he would come.";
    assert_eq!(read(text).cast.mentions(), read(text).cast.mentions());
}
