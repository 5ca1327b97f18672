//! Names, offices, stances and modalities in English: the few words that are ours.

use rapporteur_types::{ActorRef, EventType, Modality, Stance};

/// A name for running text, with the article that English wants.
pub fn name(actor: &ActorRef) -> String {
    match actor {
        ActorRef::Unresolved(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        ActorRef::Known { name, .. } if wants_article(actor, name) => format!("the {name}"),
        ActorRef::Known { name, .. } => name.clone(),
    }
}

fn wants_article(actor: &ActorRef, name: &str) -> bool {
    const LAST: [&str; 33] = [
        "Agency",
        "Alliance",
        "Army",
        "Assembly",
        "Authority",
        "Commission",
        "Committee",
        "Council",
        "Corps",
        "Department",
        "Embassy",
        "Emirates",
        "Federation",
        "Force",
        "Forces",
        "Front",
        "Government",
        "Group",
        "Kingdom",
        "League",
        "Ministry",
        "Movement",
        "Nations",
        "Netherlands",
        "Office",
        "Organisation",
        "Organization",
        "Parliament",
        "Philippines",
        "Republic",
        "Secretariat",
        "States",
        "Union",
    ];
    if actor.is_person() || name.starts_with("The ") || name.starts_with("the ") {
        return false;
    }
    // "Ministry of Foreign Affairs", "US Department of State": the word before "of" is the one that counts.
    let head = name.split(" of ").next().unwrap_or(name);
    head.split_whitespace().last().is_some_and(|w| LAST.contains(&w))
}

/// Names joined as English joins them: "A", "A and B", "A, B and C".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first letter made large.
pub fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// How a cue can stand between a speaker and a colon.
#[derive(Debug, PartialEq, Eq)]
pub enum CueForm {
    /// "said": speaker, cue, content.
    Verb,
    /// "according to": cue, speaker, content.
    Before,
    /// Anything else: the cue is shown in brackets.
    Other,
}

/// How a cue can stand, by its words alone.
pub fn cue_form(cue: &str) -> CueForm {
    const VERBS: [&str; 34] = [
        "said",
        "says",
        "wrote",
        "writes",
        "warns",
        "insists",
        "stresses",
        "notes",
        "adds",
        "argues",
        "claims",
        "denies",
        "demands",
        "rejects",
        "confirms",
        "declares",
        "states",
        "reiterates",
        "emphasizes",
        "emphasises",
        "thinks",
        "thought",
        "believes",
        "felt",
        "hopes",
        "held",
        "maintains",
        "pledges",
        "vows",
        "swore",
        "urges",
        "calls",
        "announces",
        "made clear",
    ];
    const NOT_ALONE: [&str; 6] = ["told", "informed", "assured", "reminded", "asked", "need"];
    let cue = cue.trim().to_lowercase();
    if ["according to", "in the words of", "per"].contains(&cue.as_str()) {
        return CueForm::Before;
    }
    let plain = cue.chars().all(|c| c.is_alphabetic() || c == ' ');
    let last = cue.rsplit(' ').next().unwrap_or("");
    let first = cue.split(' ').next().unwrap_or("");
    let auxiliary = first == last || ["has", "have", "had", "also", "then", "later", "again"].contains(&first);
    let verb = VERBS.contains(&cue.as_str()) || (last.len() > 4 && last.ends_with("ed") && auxiliary);
    if plain && verb && !NOT_ALONE.contains(&cue.as_str()) { CueForm::Verb } else { CueForm::Other }
}

/// Third person, base and past form of a stance with its preposition.
fn stance_forms(stance: Stance) -> [&'static str; 3] {
    match stance {
        Stance::Demands => ["demands", "demand", "demanded"],
        Stance::Offers => ["offers", "offer", "offered"],
        Stance::Accepts => ["accepts", "accept", "accepted"],
        Stance::Rejects => ["rejects", "reject", "rejected"],
        Stance::Conditions => ["sets a condition on", "set a condition on", "set a condition on"],
        Stance::Insists => ["insists on", "insist on", "insisted on"],
        Stance::Concedes => ["concedes", "concede", "conceded"],
        Stance::Supports => ["supports", "support", "supported"],
        Stance::Opposes => ["opposes", "oppose", "opposed"],
        Stance::Neutral => ["takes no side on", "take no side on", "took no side on"],
    }
}

/// "reportedly demands", "might accept": a stance of some holders, with how firmly it is told. A denial is not in
/// the verb: it needs "it is denied that" before the holder.
pub fn stance(stance: Stance, modality: Modality, plural: bool) -> String {
    let [third, base, past] = stance_forms(stance);
    let now = if plural { base } else { third };
    let (is, plans) = if plural { ("are", "plan") } else { ("is", "plans") };
    // a demand is demanded, an offer planned, a refusal denied: that is the stance itself, not a doubt about it
    let itself = matches!(
        (modality, stance),
        (Modality::Demanded, Stance::Demands | Stance::Insists | Stance::Conditions)
            | (Modality::Planned, Stance::Offers | Stance::Accepts | Stance::Concedes)
    );
    match modality {
        Modality::Asserted | Modality::Denied => now.to_string(),
        _ if itself => now.to_string(),
        Modality::Hedged => format!("reportedly {now}"),
        Modality::Conditional => format!("conditionally {now}"),
        Modality::Planned => format!("{plans} to {base}"),
        Modality::Demanded => format!("{is} called on to {base}"),
        Modality::Hypothetical => format!("might {base}"),
        Modality::Historical => format!("earlier {past}"),
        Modality::Projected => format!("{is} forecast to {base}"),
    }
}

/// How an event that is not told as a plain fact is announced; empty for a plain fact.
pub fn standing(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "",
        Modality::Hedged => "reportedly",
        Modality::Conditional => "only if a condition holds",
        Modality::Denied => "denied or refused",
        Modality::Planned => "planned",
        Modality::Demanded => "called for",
        Modality::Hypothetical => "might happen",
        Modality::Historical => "background",
        Modality::Projected => "forecast",
    }
}

/// Do the parties of such an event take part on both sides?
pub fn is_mutual(event: EventType) -> bool {
    matches!(event, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

/// Words of the brief that carry a meaning of their own, for its foot.
pub const DEFINITIONS: [(&str, &str); 15] = [
    ("no mark", "the source tells it as a plain fact (asserted)"),
    ("hedged, reportedly", "the source itself keeps its distance: reports, sources, “appears to”"),
    ("conditional", "it holds only if something else does; the condition is in the quotation"),
    ("denied", "the source says that it is not so, or that it is refused"),
    ("planned", "announced, promised or intended; not told as done"),
    ("demanded, called for", "somebody says that it should be; not told as done"),
    ("hypothetical, might", "merely thought of; not told as done"),
    ("historical, background", "more than a month before publication"),
    ("projected, forecast", "a forecast of the source"),
    ("round 1, 2, …", "counted among the meetings that these documents tell of"),
    ("single source", "one outlet alone reports it, though the brief rests on several"),
    ("inferred", "not said in the cited sentence; the rule that gave it follows"),
    ("†", "office or country from the actor table, not from the cited document"),
    (
        "low confidence",
        "the coder gives itself less than one chance in two to have read the sentence right; \
      nothing is said about the world",
    ),
    ("likelihood", "the brief makes no estimate of its own: words such as “likely” stand in quotations only"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_that_do_not_read_as_verbs_are_not_used_as_verbs() {
        assert_eq!(cue_form("said"), CueForm::Verb);
        assert_eq!(cue_form("has urged"), CueForm::Verb);
        assert_eq!(cue_form("According to"), CueForm::Before);
        assert_eq!(cue_form("statement"), CueForm::Other);
        assert_eq!(cue_form("told"), CueForm::Other);
        assert_eq!(cue_form("was quoted as saying"), CueForm::Other);
    }

    #[test]
    fn no_modality_reads_as_a_plain_fact_but_the_asserted() {
        let plain = stance(Stance::Accepts, Modality::Asserted, false);
        for m in
            [Modality::Hedged, Modality::Planned, Modality::Demanded, Modality::Hypothetical, Modality::Conditional]
        {
            assert_ne!(stance(Stance::Accepts, m, false), plain);
            assert!(!standing(m).is_empty());
        }
    }
}
