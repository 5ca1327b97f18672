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

#[test]
fn given_names_tell_whom_she_stands_for() {
    let text = "Kenya's trade envoy, Lydia Mwangi, said the offer was fair, and she left. The EU's commissioner, Margaret Olsen, \
                said the bloc would sign. She denied that Brussels had pressed Nairobi.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.contains(&"Margaret Olsen | denied".to_string()), "{said:?}");
}

#[test]
fn its_minister_and_her_government_are_of_the_state_spoken_of() {
    let text = "Peru rejected the demand. Its deputy foreign minister, Tomas Quispe, said nobody had asked.\n\n\
                Chile's president, Elena Rojas, spoke on Monday. She said that her government had rejected the offer.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let lines = got.lines();
    let country = |name: &str| {
        let actors = lines.iter().flat_map(|c| c["actors"].as_array().into_iter().flatten());
        actors.filter(|a| a["name"] == name).map(|a| a["country"].as_str().unwrap_or("").to_string()).next()
    };
    assert_eq!(country("Tomas Quispe").as_deref(), Some("PER"));
    let refused = coded(text, "event", &["type", "source"]);
    assert!(refused.iter().any(|e| e.starts_with("REJECT | Chile")), "{refused:?}");
}

#[test]
fn a_minister_in_a_dispatch_from_the_capital_is_of_that_state() {
    let text = "NAIROBI, 4 May 2026 - Kenya will close the port on Friday, Prime Minister Grace Otieno said on Monday.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let of: Vec<_> = got.lines().iter().flat_map(|c| c["actors"].as_array().cloned().unwrap_or_default()).collect();
    assert!(of.iter().any(|a| a["name"] == "Grace Otieno" && a["country"] == "KEN"), "{of:?}");
}

#[test]
fn the_government_is_not_that_of_a_dateline_abroad() {
    let text = "NAIROBI, 7 May 2026 - Rebels in Chad set out four conditions on Thursday. Their leader spoke in the Kenyan capital.\n\n\
                The government said it would agree to an inquiry.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.contains(&"Chad | said".to_string()), "{said:?}");
}

#[test]
fn the_two_countries_are_those_that_the_text_is_about() {
    let text = "Peru said it would accept the map. Chile welcomed this. Peru's army stayed put, and Chile's did too.\n\n\
                Neither has answered a Brazilian proposal, an envoy said. The two countries signed a truce in January 2025.";
    let events = coded(text, "event", &["type", "source"]);
    assert!(events.iter().any(|e| e.contains("Peru") && e.contains("Chile")), "{events:?}");
    assert!(!events.iter().any(|e| e.contains("Brazil,") || e.contains(", Brazil")), "{events:?}");
}

#[test]
fn a_denied_report_is_no_stand_and_no_rejection_of_whom_it_speaks_of() {
    let text = "Peru denied a claim by Chile that Bolivia had moved troops.";
    assert!(coded(text, "position", &["holder"]).is_empty());
    assert_eq!(coded(text, "event", &["type", "source", "target"])[..1], ["REJECT | Peru | Chile"]);
}

#[test]
fn what_might_have_been_is_neither_condition_nor_agreement() {
    let text = "Peru would have agreed earlier if Chile had not closed the crossing.";
    assert!(coded(text, "position", &["holder"]).is_empty());
    let events = coded(text, "event", &["type", "modality"]);
    assert!(events.iter().all(|e| e.ends_with("hypothetical")), "{events:?}");
}

#[test]
fn an_envoy_who_carries_an_offer_has_not_made_it() {
    let text = "Norway's envoy said she would carry the offer to Lima on Tuesday.";
    assert!(coded(text, "position", &["holder"]).is_empty());
}

#[test]
fn whoever_is_urged_demands_nothing() {
    let text = "Peru is urged to end hostilities at once and to withdraw from the border.";
    assert!(coded(text, "position", &["holder"]).is_empty());
    assert!(coded(text, "statement", &["speaker"]).is_empty());
}

#[test]
fn an_answer_of_no_denies_what_is_asked() {
    let text = "MS. OLSEN: Good afternoon.\n\nQ: Peru says that Chile has agreed to reopen the port. Is that true?\n\n\
                MS. OLSEN: No. That is not what happened.\n\nQ: Thank you.\n\nMS. OLSEN: Thanks.";
    let events = coded(text, "event", &["type", "modality", "according_to"]);
    assert!(events.iter().any(|e| e.starts_with("AGREE | denied") && e.contains("Olsen")), "{events:?}");
}

#[test]
fn what_happens_next_week_did_not_happen_on_monday() {
    let text = "MUSCAT, 9 March 2026 - Negotiators from Peru and Chile ended a second day of talks on Monday without \
                agreement, though both sides said they would meet again next week.";
    let events = coded(text, "event", &["type", "modality", "date"]);
    assert!(events.contains(&"CONSULT | asserted | 2026-03-09".to_string()), "{events:?}");
    assert!(events.contains(&"CONSULT | planned | 2026-03".to_string()), "{events:?}");
}

#[test]
fn a_warning_is_for_whoever_is_given_time_not_for_the_mediator() {
    let text = "Peru's president gave Chile until 20 March to pull back, warning that it would otherwise leave the talks \
                that Brazil is mediating.";
    let events = coded(text, "event", &["type", "target"]);
    // the talks are those of whoever mediates them, too
    assert!(events.iter().all(|e| !e.contains("Brazil") || e.starts_with("CONSULT")), "{events:?}");
    let text = "Peru gave Chile until 20 March to pull back its troops and threatened to leave the talks that Brazil mediates.";
    let events = coded(text, "event", &["type", "target"]);
    assert!(events.iter().all(|e| !e.contains("Brazil")), "{events:?}");
    assert!(events.contains(&"THREATEN | Chile".to_string()), "{events:?}");
}

#[test]
fn whoever_tells_of_a_strike_has_not_made_it() {
    let text = "The rebels left the talks with Chad on Monday, hours after an air strike that the rebels said killed 17 civilians.";
    let events = coded(text, "event", &["type", "source"]);
    assert!(events.iter().filter(|e| e.starts_with("ASSAULT")).all(|e| !e.contains("rebels")), "{events:?}");
}

#[test]
fn a_price_is_no_sanction() {
    let text = "Norgas has proposed a tariff of 2.40 euros per unit to Moldova, a person familiar with the talks said.";
    assert!(coded(text, "event", &["type"]).iter().all(|e| e != "SANCTION"));
}

#[test]
fn the_front_is_the_body_whose_name_ends_so() {
    let text = "The Southern Unity Front left the talks on Monday. \"We cannot sit with them,\" said the Front's chief \
                negotiator, Commander Jonas Kemba.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let of: Vec<_> = got.lines().iter().flat_map(|c| c["actors"].as_array().cloned().unwrap_or_default()).collect();
    let his = of.iter().find(|a| a["name"] == "Jonas Kemba").map(|a| a["country"].clone());
    assert_eq!(his, Some("text:body:southern-unity-front".into()), "{of:?}");
}

#[test]
fn your_government_is_that_of_whoever_is_asked() {
    let text = "MS. OLSEN: Good afternoon.\n\nQ: Peru says your government has agreed to reopen the port.\n\n\
                MS. OLSEN: We have said what we had to say.\n\nQ: Thank you.\n\nMS. OLSEN: Thanks.";
    let events = coded(text, "event", &["type", "source"]);
    assert!(events.iter().any(|e| e.starts_with("AGREE | ") && e.contains("Olsen")), "{events:?}");
    assert!(coded(text, "position", &["holder"]).iter().all(|h| h != "Peru"));
}

#[test]
fn an_agency_that_is_told_something_promises_nothing() {
    let text = "Quispe told the agency Andina Press that Chile had promised to reopen the port by 1 July.";
    let holders = coded(text, "position", &["holder", "stance"]);
    assert!(holders.iter().all(|h| !h.contains("Press")) && !holders.is_empty(), "{holders:?}");
}

#[test]
fn whoever_sets_out_conditions_demands_and_whoever_denies_has_denied() {
    let text = "Rebels in Chad set out four conditions on Thursday for returning to peace talks. A week before, Chad had denied any talks.";
    let positions = coded(text, "position", &["holder", "stance"]);
    assert!(positions.iter().all(|p| !p.ends_with("accepts")), "{positions:?}");
    let events = coded(text, "event", &["type", "modality"]);
    assert!(events.iter().all(|e| e != "REJECT | denied"), "{events:?}");
}

#[test]
fn a_nationality_in_the_words_rules_out_whoever_is_of_another() {
    let text = "\"Europe has to act,\" Hassan Rouhani stated. For his part, the Austrian president called for closer ties with Iran.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().all(|s| s != "Hassan Rouhani | called for"), "{said:?}");
}

#[test]
fn a_newspaper_speaks_for_no_state_and_a_letter_not_for_who_has_seen_it() {
    let text = "The British newspaper reported that the ministers had agreed to set no new terms.\n\n\
                The travel ban was lifted, according to a letter sent to the Security Council and seen by Bloomberg.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().all(|s| !s.starts_with("United Kingdom") && !s.starts_with("Bloomberg")), "{said:?}");
}

#[test]
fn a_second_title_before_the_name_hides_no_state() {
    let text = "Kenya's chief negotiator, Ambassador Lydia Mwangi, said that the offer stood. A spokesman for the government in \
                Lima, Colonel Tomas Quispe, said that nobody had asked.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let of: Vec<_> = got.lines().iter().flat_map(|c| c["actors"].as_array().cloned().unwrap_or_default()).collect();
    for (name, country) in [("Lydia Mwangi", "KEN"), ("Tomas Quispe", "PER")] {
        assert!(of.iter().any(|a| a["name"] == name && a["country"] == country), "{name}: {of:?}");
    }
}

#[test]
fn a_hyphen_does_not_cut_a_surname() {
    let text = "Deputy Foreign Minister Tomas Reyes-Quispe said there was nothing to add to the text.";
    assert!(
        coded(text, "statement", &["speaker"]).iter().all(|s| s == "Tomas Reyes Quispe" || s == "Tomas Reyes-Quispe")
    );
}

#[test]
fn what_stands_before_the_clause_of_saying_is_said_too() {
    let text = "The price, the minister said, will be linked to the market.";
    let said = coded(text, "statement", &["cue", "content"]);
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let lines = got.lines();
    let content: Vec<String> = lines
        .iter()
        .filter(|c| c["kind_of_claim"] == "statement")
        .flat_map(|c| c["content"].as_array().cloned().unwrap_or_default())
        .map(|x| x["text"].as_str().unwrap_or("").to_string())
        .collect();
    assert_eq!(content, ["The price", "will be linked to the market"], "{said:?}");
}

#[test]
fn what_is_called_a_fabrication_is_not_agreed() {
    let text = "Claims that Peru had agreed to halt work on the dam are pure fabrication, the minister said.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().all(|s| s != "Peru | agreed"), "{said:?}");
    let positions = coded(text, "position", &["holder", "stance"]);
    assert!(positions.iter().all(|p| p != "Peru | accepts"), "{positions:?}");
}

#[test]
fn whoever_calls_a_visit_off_does_not_call_for_it() {
    let text = "Lima called off a visit by inspectors to the mine.";
    assert!(coded(text, "position", &["holder", "stance"]).iter().all(|p| !p.ends_with("demands")));
    assert!(coded(text, "statement", &["speaker"]).is_empty());
}

#[test]
fn dollars_are_no_state() {
    let text = "Peru confirmed its readiness to pay 38 million US dollars to Chile.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    assert!(!got.out.contains("USA"), "{}", got.out);
}

#[test]
fn a_seat_of_government_has_more_than_one_spelling() {
    let text = "Naypyitaw said on Monday that the talks with its neighbours were over.";
    assert_eq!(coded(text, "statement", &["speaker"]), ["Myanmar"]);
}

/// Who is named in the claims of a text, with the country that each is of.
fn countries(text: &str) -> Vec<(String, String)> {
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    let word = |v: &serde_json::Value| v.as_str().unwrap_or("").to_string();
    let all = got.lines().into_iter().flat_map(|c| c["actors"].as_array().cloned().unwrap_or_default());
    all.map(|a| (word(&a["name"]), word(&a["country"]))).collect()
}

#[test]
fn whoever_is_joined_with_one_who_does_it_does_it_too() {
    let text = "The Kenyan government and the Shining Path rejected the offer.";
    let events = coded(text, "event", &["type", "source", "target"]);
    assert!(events.iter().all(|e| !e.ends_with("| Kenya")) && !events.is_empty(), "{events:?}");
    assert!(events[0].contains("Kenya") && events[0].contains("Shining Path"), "{events:?}");
}

#[test]
fn rebels_act_against_the_state_beside_whose_name_they_stand() {
    let text = "Kenya's government and the Somali rebels signed a truce on Wednesday in Nairobi.";
    let events = coded(text, "event", &["source", "target"]);
    assert!(!events.is_empty() && events.iter().all(|e| !e.contains("Somalia")), "{events:?}");
    let text = "The talks between Kenya and the Oromo Front ended when the rebel delegation left and announced that it was \
                suspending its participation.";
    let said = coded(text, "statement", &["speaker"]);
    assert!(said.iter().all(|s| s != "Kenya"), "{said:?}");
}

#[test]
fn a_body_is_called_by_its_noun_once_it_is_named() {
    let text = "The Alliance of River Towns met Peru on Monday. The alliance demands the release of 37 of its members.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().any(|s| s == "Alliance of River Towns | demands"), "{said:?}");
}

#[test]
fn the_minister_of_one_field_is_not_the_holder_of_another_office() {
    let text = "In Lima, the government spokesman, Thomas Yarrow, said the pact would not be discussed. The justice minister has \
                previously excluded any amnesty.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().any(|s| s == "Thomas Yarrow | said"), "{said:?}");
    assert!(said.iter().all(|s| s != "Thomas Yarrow | excluded"), "{said:?}");
}

#[test]
fn a_spokesman_in_a_capital_speaks_for_its_state_and_a_visitor_does_not() {
    let text = "PARIS, 6 May 2026 (Wire) - Kenya and Somalia will hold talks on their sea border in Paris next week.\n\n\
                In Nairobi, the government spokesman, Thomas Yamodo, said the islands would not be discussed. In Paris, the \
                energy minister, Juma Wako, said that an accord was near.";
    let who = countries(text);
    assert!(who.contains(&("Thomas Yamodo".into(), "KEN".into())), "{who:?}");
    assert!(who.contains(&("Juma Wako".into(), String::new())), "{who:?}");
}

#[test]
fn whoever_leads_the_team_of_a_state_is_of_it() {
    let text = "Kenya and Peru met on Monday. Secretary general Rosa Otieno, who leads the Kenyan team, said that the day was \
                lost. It was closed by Peru's ambassador-at-large, Juan Paz. Paz said it was good.";
    let who = countries(text);
    assert!(who.contains(&("Rosa Otieno".into(), "KEN".into())), "{who:?}");
    assert!(who.contains(&("Juan Paz".into(), "PER".into())), "{who:?}");
}

#[test]
fn what_papers_are_said_to_have_reported_is_denied_by_whoever_denies_it() {
    let text = "Statement of the Ministry of Foreign Affairs\n\nNAIROBI, 28 April 2026 (Press service) - Certain newspapers have \
                reported that Kenya accepted a base on its coast. The Ministry denies these reports.";
    let events = coded(text, "event", &["type", "modality", "according_to"]);
    assert!(events.iter().any(|e| e == "AGREE | denied | Kenya"), "{events:?}");
}

#[test]
fn a_term_is_no_condition_and_a_proviso_is_nothing_said() {
    let text = "Paraguay for its part will leave the tariff for ceded energy unchanged until the end of October.";
    let positions = coded(text, "position", &["stance", "condition"]);
    assert!(positions.iter().all(|p| p == "offers | "), "{positions:?}");
    let text = "Serbia would agree to a swap provided that the dams are on Serbian soil.";
    let said = coded(text, "statement", &["cue"]);
    assert!(said.iter().all(|c| c != "provided"), "{said:?}");
}

#[test]
fn a_headline_with_a_colon_labels_no_turn() {
    let text = "Kenya and Somalia after Ann Lamu: progress in the places that matter least?\n\n\
                The road has been opened twice since the spring. \"Nobody was asked,\" Juma Wako told the paper.";
    let said = coded(text, "statement", &["speaker", "cue"]);
    assert!(said.iter().any(|s| s.starts_with("Juma Wako")), "{said:?}");
    assert!(said.iter().all(|s| !s.starts_with("Ann Lamu")), "{said:?}");
}

#[test]
fn opposition_that_is_given_up_is_none() {
    let opposes = |verb: &str| {
        let text = format!("The Uzbek side {verb} its opposition to the take-or-pay clause.");
        let stands = coded(&text, "position", &["holder", "stance"]).iter().any(|p| p.ends_with("opposes"));
        (stands, coded(&text, "event", &["type"]).iter().any(|e| e == "REJECT"))
    };
    assert_eq!(opposes("repeated"), (true, true));
    assert_eq!(opposes("gave up"), (false, false));
}

#[test]
fn a_counterpart_is_of_the_other_side() {
    let text = "Kenya and Peru held talks in Geneva on Monday. Peru was late. Kenya's water minister, Ann Talukdar, said that the text \
                was ready. Talukdar's counterpart, Juan Quispe, told reporters that no draft had been exchanged.";
    let who = countries(text);
    assert!(who.contains(&("Ann Talukdar".into(), "KEN".into())), "{who:?}");
    assert!(who.contains(&("Juan Quispe".into(), "PER".into())), "{who:?}");
}

#[test]
fn neither_government_and_that_of_a_town_are_no_state() {
    let text = "NAIROBI, 6 May 2026 (Wire) - Peru and Chile met. Neither government has acknowledged the raid officially.\n\n\
                In Kenya, the new government in Mombasa has asked for a seat.";
    let said = coded(text, "statement", &["speaker"]);
    assert!(said.iter().all(|s| s != "Kenya"), "{said:?}");
}

#[test]
fn whoever_speaks_for_a_state_is_of_it_however_the_text_says_so() {
    let told = [
        "Kenya's lead negotiator Ann Wako said it was late.",
        "Kenya's chief negotiator in the talks, Ann Wako, said it was late.",
        "Kenya's production and trade minister, Ann Wako, said it was late.",
        "Kenya's water secretary and chief negotiator, Ann Wako, said it was late.",
        "Kenya's army chief, Lieutenant General Ann Wako, said it was late.",
        "Kenya's negotiator, the former judge Ann Wako, said it was late.",
        "Ann Wako, the Kenyan president's adviser on water, said it was late.",
        "Ann Wako, an adviser to Kenyan President William Ruto, said it was late.",
        "Ann Wako of the Kenyan treasury said it was late.",
        "Ann Wako, Kenya's ambassador in Lima, said it was late.",
        "Ann Wako, Kenya's ambassador to Peru, said it was late.",
        "Ann Wako, Nairobi's envoy to the talks, said it was late.",
        "Ann Wako, speaking for the Kenyan side, said it was late.",
        "Ann Wako, the junior minister leading the Kenyan delegation, said it was late.",
        "For the Kenyan side, Ann Wako said it was late.",
        "For Kenya, deputy minister Ann Wako signed the protocol. Wako said it was late.",
        "Kenya was represented by Ann Wako, the deputy energy minister. Wako said it was late.",
        "Kenya named Ann Wako as its chief negotiator. Wako said it was late.",
        "The Kenyan team, under Ann Wako, arrived on Monday. Wako said it was late.",
        "The protocol was signed by Kenya's Ann Wako and Peru's Juan Paz. Wako said it was late.",
    ];
    for sentence in told {
        let who = countries(&format!("Kenya and Peru held talks in Geneva on Monday.\n\n{sentence}"));
        let of: Vec<_> = who.iter().filter(|w| w.0.ends_with("Wako")).map(|w| w.1.as_str()).collect();
        assert!(!of.is_empty() && of.iter().all(|c| *c == "KEN"), "{sentence}: {who:?}");
    }
    for sentence in [
        "Ann Wako, a critic of Kenya, said it was late.",
        "Ann Wako, who negotiated with Kenya, said it was late.",
        "Ann Wako, the UN envoy for Kenya, said it was late.",
        "Ann Wako, head of the UN mission in Kenya, said it was late.",
        "Ann Wako, a Kenyan trader, said it was late.",
        "Kenya sent Ann Wako a letter. Wako said it was late.",
    ] {
        let who = countries(&format!("Kenya and Peru held talks in Geneva on Monday.\n\n{sentence}"));
        let of: Vec<_> = who.iter().filter(|w| w.0.ends_with("Wako")).map(|w| w.1.as_str()).collect();
        assert!(!of.is_empty() && of.iter().all(|c| *c != "KEN"), "{sentence}: {who:?}");
    }
}

#[test]
fn a_family_name_that_is_a_trade_is_none() {
    let text = "Kenya and Peru met. Kenyan negotiator Ann Farmer said it was late. Farmer left. Juan Driver said yes.";
    let got = fed(text.as_bytes(), &["code", "-"], &[]);
    assert!(
        got.out.contains("Farmer") && !got.out.contains("\"office\":\"farmer\"") && !got.out.contains("\"driver\"")
    );
    let text = "The Kenyan economist Ann Wako said it was late.";
    assert!(fed(text.as_bytes(), &["code", "-"], &[]).out.contains("\"office\":\"economist\""));
}

#[test]
fn groups_of_states_without_a_name_of_their_own_act() {
    let text = "The West accused Peru of delaying the talks. The Europeans rejected the demand.\n\n\
                The deal was signed between Peru and the six world powers.";
    let events = coded(text, "event", &["type", "source", "target"]);
    assert!(events.contains(&"ACCUSE | the West | Peru".to_string()), "{events:?}");
    assert!(events.iter().any(|e| e.starts_with("REJECT | Europe | ")), "{events:?}");
    assert!(events.contains(&"AGREE | Peru, world powers | Peru, world powers".to_string()), "{events:?}");
}

#[test]
fn a_body_and_its_members_are_not_counted_twice() {
    let text = "Iran and the five permanent members of the Security Council, the United States, France, Britain, Russia and \
                China, signed the deal in July 2015.";
    let events = coded(text, "event", &["type", "source"]);
    let signed = events.iter().find(|e| e.starts_with("AGREE")).expect("an agreement");
    assert!(signed.contains("Iran") && signed.contains("France") && signed.contains("China"), "{events:?}");
    assert!(!signed.contains("P5"), "{events:?}");
    let events = coded("Thailand, Cambodia and ASEAN signed an agreement on Monday.", "event", &["source"]);
    assert!(events.iter().any(|e| e.contains("Southeast Asian") && e.contains("Cambodia")), "{events:?}");
}

#[test]
fn victims_are_struck_and_not_the_state_they_are_in() {
    let text = "Three journalists were killed in an Israeli air strike in Tyre, Lebanon, on Monday.\n\n\
                Israel launched air strikes near Tyre, Lebanon, on Tuesday.";
    let events = coded(text, "event", &["type", "source", "target"]);
    assert!(events.contains(&"ASSAULT | Israel | <Three journalists>".to_string()), "{events:?}");
    assert!(events.contains(&"ASSAULT | Israel | Lebanon".to_string()), "{events:?}");
}

#[test]
fn whoever_leaves_an_accord_between_others_leaves_alone() {
    let text = "Chile withdrew from the accord between Peru and Brazil on Monday.";
    let events = coded(text, "event", &["type", "source"]);
    assert!(events.contains(&"REJECT | Chile".to_string()), "{events:?}");
}

#[test]
fn sanctions_that_are_to_end_are_not_imposed() {
    let text = "Envoys of Peru and Chile will meet to resume talks on lifting sanctions on Peru. Peru demanded the removal of tariffs.";
    let events = coded(text, "event", &["type"]);
    assert!(!events.is_empty() && events.iter().all(|e| e != "SANCTION"), "{events:?}");
}

#[test]
fn a_quotation_that_is_never_closed_gives_its_speaker_one_sentence() {
    let text = "Kenya's minister Ann Otieno said the levy was “in line with the treaty. Uganda and Tanzania signed the accord in \
                2015. Fishing went on.";
    let signed = coded(text, "event", &["type", "according_to"]);
    assert!(signed.contains(&"AGREE | ".to_string()), "{signed:?}");
}

#[test]
fn an_official_of_a_body_speaks_for_it_and_not_for_the_state_he_comes_from() {
    let of = |day: &str| {
        let text = format!("Published: {day}\n\nJosep Borrell said that the fisheries talks with Morocco would go on.");
        let got = fed(text.as_bytes(), &["code", "-"], &[]);
        let said = got.lines().into_iter().find(|c| c["kind_of_claim"] == "statement").expect("he says something");
        said["actors"][0]["country"].as_str().map(str::to_string)
    };
    assert_eq!(of("2022-03-01").as_deref(), Some("EU"));
    assert_eq!(of("2019-03-01").as_deref(), Some("ESP"), "he was Spain's foreign minister");
}

#[test]
fn whose_complaint_it_is_complains_and_nobody_else() {
    let text = "Representatives from all sides of the fisheries deal, including Kenya, Uganda, Tanzania, Rwanda, and Burundi as well as \
                the African Union gathered to address Kenya's complaints about Ugandan breach of its obligations under the deal.";
    let who = coded(text, "event", &["type", "source", "target"]);
    assert!(who.contains(&"ACCUSE | Kenya | Uganda".to_string()), "{who:?}");
}

#[test]
fn concessions_that_are_wanted_from_somebody_are_his() {
    let text = "A lawmaker says Serbia is delaying permits in order to get more concessions from Kosovo in the talks.";
    let who = coded(text, "event", &["type", "source"]);
    assert!(!who.contains(&"CONCEDE | Serbia".to_string()), "{who:?}");
}

#[test]
fn whoever_differs_over_a_request_takes_no_side_by_that() {
    let text = "Serbia and Kosovo disagree over Serbia's request that Kosovo lift its ban on the dinar.";
    let stands = coded(text, "position", &["holder", "stance"]);
    assert!(!stands.iter().any(|p| p.contains(';')), "{stands:?}");
}

#[test]
fn what_is_called_a_breach_is_what_is_opposed() {
    let text = "Kenya's foreign minister said that Uganda's levy on fish was a violation of the treaty.";
    let stands = coded(text, "position", &["stance", "proposal"]);
    assert!(stands.iter().any(|p| p.starts_with("opposes | ") && p.contains("levy")), "{stands:?}");
    assert!(!stands.iter().any(|p| p.ends_with("| the treaty")), "{stands:?}");
}

#[test]
fn whoever_is_said_to_ask_asks_alone() {
    let text =
        "Lund also said Serbia has asked for a few adjustments to the EU proposal, which has not been made public yet.";
    let stands = coded(text, "position", &["holder", "stance"]);
    assert_eq!(stands, ["Serbia | demands"]);
}

#[test]
fn more_talks_are_not_told_by_more_of_something_else() {
    let text = "He added that the senate panel is closely following the negotiations and, if necessary, invites the ministers to the \
                panel for further questions.";
    assert!(!coded(text, "remark", &["about"]).contains(&"next_round".to_string()));
    let more = "Kenya and Uganda will hold further talks in Lima next week.";
    assert_eq!(coded(more, "remark", &["about"]), ["next_round"]);
}

#[test]
fn two_offices_before_a_name_are_of_one_person() {
    let text = "In Nairobi, Mr. Kimani met with Foreign Minister and Alternate Prime Minister Abera, and Defense Minister Tesfaye.";
    let met = coded(text, "event", &["type", "source"]);
    assert_eq!(met, ["CONSULT | Kimani, Abera, Tesfaye"]);
}

#[test]
fn what_talks_are_about_takes_no_part_in_them() {
    let text = "President Samia Hassan fully briefed President William Ruto on her conversation with Ugandan President Yoweri Museveni.";
    let met = coded(text, "event", &["type", "source"]);
    assert_eq!(met, ["CONSULT | Samia Suluhu Hassan, William Ruto"]);
}

#[test]
fn whoever_is_told_to_say_most_is_the_one_interviewed() {
    let text = "A writer believes that Kenya will play a role under William Ruto. Ruto, the president, won the election with a huge \
                margin. “Uganda has decided to withdraw its forces,” Ali Fahim tells the Daily Herald. “His victory gives a great \
                impetus,” Fahim argues. Q: How do you see the results? A: The entire world witnessed the process. Q: And the talks? A: \
                Kenya and Uganda are holding talks in Lima.";
    let said = coded(text, "statement", &["speaker"]);
    assert!(said.iter().filter(|s| *s == "Ali Fahim").count() >= 3, "{said:?}");
    assert!(!said.iter().any(|s| s == "William Ruto"), "{said:?}");
}

#[test]
fn they_are_not_joined_by_whom_they_talked_about() {
    let text = "President Samia Hassan and President William Ruto had a phone conversation. President Hassan fully briefed President Ruto \
                on her conversation with Ugandan President Yoweri Museveni and the key issues discussed. They agreed to share information \
                closely between their defense staffs.";
    let said = coded(text, "statement", &["speaker"]);
    assert_eq!(said, ["Samia Suluhu Hassan; William Ruto"]);
}

#[test]
fn the_administration_of_somebody_is_not_he() {
    let text = "“This is why the Rouhani administration is trying to revive the deal,” Heshmatollah Falahatpisheh said. He said that the \
                United States knows what the mechanism in Iran is.";
    let said = coded(text, "statement", &["speaker"]);
    assert_eq!(said, ["Heshmatollah Falahatpisheh", "Heshmatollah Falahatpisheh"]);
}

#[test]
fn whoever_meets_in_a_town_named_first_is_there() {
    let text = "In Washington, Ukrainian president Volodymyr Zelenskyy and several other European leaders meet with U.S. president Donald \
                Trump to discuss the Russian invasion of Ukraine.";
    let met = coded(text, "event", &["type", "source"]);
    let met = met.iter().find(|e| e.starts_with("CONSULT")).expect("they meet");
    assert!(met.contains("Zelenskyy") && met.contains("Trump") && !met.contains("Russia"), "{met}");
    assert!(coded(text, "statement", &["speaker"]).is_empty(), "what they meet to discuss is not said");
}

#[test]
fn two_spellings_of_a_long_name_are_one() {
    let text = "Heshmatollah Falahatpisheh says the accord must be given a chance. “This is better than nothing,” Falahtepisheh said.";
    let said = coded(text, "statement", &["speaker"]);
    assert_eq!(said, ["Heshmatollah Falahatpisheh", "Heshmatollah Falahatpisheh"]);
}

#[test]
fn whoever_leaves_a_house_rejects_nothing() {
    let text = "The president imposed sanctions on Iran, and his successor kept them in place even after Trump left the White House.";
    let done = coded(text, "event", &["type", "trigger"]);
    assert_eq!(done, ["SANCTION | imposed"]);
}

#[test]
fn they_are_joined_by_whom_they_called() {
    let text = "President Samia Hassan spoke on a phone call with President Yoweri Museveni. They agreed to share information closely.";
    assert_eq!(coded(text, "statement", &["speaker"]), ["Samia Suluhu Hassan; Yoweri Museveni"]);
}

#[test]
fn names_that_begin_alike_are_two() {
    let text = "Anna Stevenson says the accord must be given a chance. “This is better than nothing,” Stevens said.";
    assert_eq!(coded(text, "statement", &["speaker"]), ["Anna Stevenson", "Stevens"]);
}

#[test]
fn whoever_answers_first_answers_to_the_end() {
    let text = "“Uganda has decided to withdraw,” Ali Fahim tells the Daily Herald.\n\nQ: And the talks?\n\nA: I think that Kenya wants \
                talks. William Ruto said so. Ruto said it twice, and Ruto said it again.\n\nQ: And the war?\n\nA: I think that it will end.";
    let said = coded(text, "statement", &["speaker"]);
    assert_eq!(said, ["Ali Fahim", "Ali Fahim", "William Ruto", "Ali Fahim"]);
}
