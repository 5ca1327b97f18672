//! Names, offices, stances and modalities in English: the few words that are ours.

use rapporteur_types::{ActorRef, EventType, Modality, Stance};

/// A name for running text, with the article that English wants.
pub fn name(actor: &ActorRef) -> String {
    match actor {
        ActorRef::Unresolved(words) => {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if is_common(&words) { uncapital(&words) } else { words }
        }
        ActorRef::Known { name, .. } if wants_article(actor, name) => format!("the {name}"),
        ActorRef::Known { name, .. } => name.clone(),
    }
}

/// Does a phrase start with a common noun or a determiner, so that a capital is that of its sentence?
fn is_common(words: &str) -> bool {
    const COMMON: [&str; 34] = [
        "reports",
        "report",
        "officials",
        "sources",
        "analysts",
        "diplomats",
        "ministers",
        "experts",
        "observers",
        "mediators",
        "negotiators",
        "critics",
        "witnesses",
        "lawmakers",
        "leaders",
        "both",
        "some",
        "several",
        "two",
        "three",
        "many",
        "other",
        "a",
        "an",
        "the",
        "all",
        "its",
        "their",
        "his",
        "her",
        "they",
        "local",
        "senior",
        "hardliners",
    ];
    let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
    COMMON.contains(&first.as_str())
}

fn uncapital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// "reports", "sources": who is told of is a report already, and needs no "reportedly".
pub fn is_report(actor: &ActorRef) -> bool {
    let words = actor.plain_name().to_lowercase();
    let last = words.split_whitespace().last().unwrap_or("");
    actor.id().is_none() && ["reports", "report", "sources", "source", "accounts", "rumours", "rumors"].contains(&last)
}

/// Does English give a holder or speaker a plural verb? Only phrases that are no names can: "some factions".
pub fn is_plural(actor: &ActorRef) -> bool {
    const MANY: [&str; 13] =
        ["some", "both", "several", "two", "three", "four", "many", "all", "they", "these", "those", "few", "other"];
    const BEHIND: [&str; 8] = ["of", "in", "within", "from", "at", "inside", "close", "on"];
    if actor.id().is_some() {
        return false;
    }
    let words = actor.plain_name().to_lowercase();
    let first = words.split_whitespace().next().unwrap_or("");
    if MANY.contains(&first) {
        return true;
    }
    let head = words.split_whitespace().take_while(|w| !BEHIND.contains(w)).last().unwrap_or("");
    let name = actor.plain_name().split_whitespace().last().is_some_and(|w| w.starts_with(char::is_uppercase));
    let one = ["a", "an", "one"].contains(&first) || (name && words.contains(' '));
    !one && head.len() > 3
        && head.ends_with('s')
        && !head.ends_with("ss")
        && !head.ends_with("'s")
        && !head.ends_with("’s")
}

/// Is something refused in the words themselves?
pub fn says_no(words: &str) -> bool {
    let words = words.to_lowercase().replace('’', "'");
    let no = |w: &str| ["not", "no", "never", "neither", "nor", "cannot"].contains(&w) || w.ends_with("n't");
    words.split(|c: char| !c.is_alphanumeric() && c != '\'').any(no)
}

/// How a position is told: where its own words say no ("that it is not up for talks"), nobody denies holding it.
pub fn told(modality: Modality, proposal: &str) -> Modality {
    if modality == Modality::Denied && says_no(proposal) { Modality::Asserted } else { modality }
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

/// How a cue can stand, by its words and by the number of its speakers.
pub fn cue_form(cue: &str, plural: bool) -> CueForm {
    const VERBS: [&str; 37] = [
        "ruled out",
        "rules out",
        "has ruled out",
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
    const NOT_ALONE: [&str; 8] = ["told", "informed", "assured", "reminded", "asked", "need", "tells", "asks"];
    const NOUNS: [&str; 10] =
        ["remarks", "comments", "words", "talks", "reports", "views", "terms", "sources", "statements", "answers"];
    const OF_MANY: [&str; 20] = [
        "say", "suggest", "indicate", "show", "claim", "believe", "warn", "accuse", "insist", "deny", "argue",
        "expect", "fear", "hope", "describe", "urge", "demand", "note", "stress", "reject",
    ];
    let cue = cue.trim().to_lowercase();
    if ["according to", "in the words of", "per"].contains(&cue.as_str()) {
        return CueForm::Before;
    }
    let plain = cue.chars().all(|c| c.is_alphabetic() || c == ' ');
    let last = cue.rsplit(' ').next().unwrap_or("");
    let first = cue.split(' ').next().unwrap_or("");
    let auxiliary = first == last || ["has", "have", "had", "also", "then", "later", "again"].contains(&first);
    let verb = VERBS.contains(&cue.as_str()) || (last.len() > 4 && last.ends_with("ed") && auxiliary);
    let third = !plural && first == last && last.len() > 3 && last.ends_with('s') && !last.ends_with("ss");
    let verb = verb || (third && !NOUNS.contains(&last)) || (plural && OF_MANY.contains(&cue.as_str()));
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
pub fn stance(stance: Stance, modality: Modality, plural: bool, proposal: &str) -> String {
    let forms = stance_forms(stance);
    // "insists that", "sets the condition that": no preposition before a clause
    let clause = ["that ", "there "].iter().any(|c| proposal.starts_with(c));
    let [third, base, past] = match stance {
        Stance::Insists | Stance::Supports if clause => ["insists", "insist", "insisted"],
        Stance::Opposes if clause => ["objects", "object", "objected"],
        Stance::Conditions if clause => ["sets the condition", "set the condition", "set the condition"],
        Stance::Conditions if proposal.starts_with("to ") => {
            ["makes it depend on a condition", "make it depend on a condition", "made it depend on a condition"]
        }
        _ => forms,
    };
    // "rejects “we will not sign”" would say that they will
    if matches!(stance, Stance::Rejects | Stance::Opposes) && says_no(proposal) {
        // "refuses “that Europe has no role”" would say that it has one
        let refuses = match (clause, plural) {
            (true, false) => "holds",
            (true, true) => "hold",
            (false, false) => "refuses:",
            (false, true) => "refuse:",
        };
        return if modality == Modality::Hedged { format!("reportedly {refuses}") } else { refuses.to_string() };
    }
    let now = if plural { base } else { third };
    let (is, plans) = if plural { ("are", "plan") } else { ("is", "plans") };
    // a demand is demanded, an offer planned, a refusal denied: that is the stance itself, not a doubt about it
    let itself = matches!(
        (modality, stance),
        (Modality::Demanded, Stance::Demands | Stance::Insists | Stance::Conditions)
            | (Modality::Planned, Stance::Insists)
            | (Modality::Conditional | Modality::Planned, Stance::Conditions)
            | (Modality::Planned, Stance::Offers | Stance::Accepts | Stance::Concedes)
    ) || modality == Modality::Planned && stance == Stance::Supports && clause;
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
pub fn standing(event: EventType, modality: Modality) -> &'static str {
    match modality {
        // "agreed to meet": agreed it is, and the meeting is to come
        Modality::Planned if event == EventType::Agree => "promised",
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
    ("single source", "one outlet alone reports it, or others only copy it, though the brief rests on several"),
    ("inferred", "not said in the cited sentence; the rule that gave it follows"),
    ("†", "office or country from the actor table or from another document, not from the cited one"),
    (
        "low confidence",
        "the coder gives itself less than three chances in five to have read the sentence right; \
      nothing is said about the world",
    ),
    ("likelihood", "the brief makes no estimate of its own: words such as “likely” stand in quotations only"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_that_do_not_read_as_verbs_are_not_used_as_verbs() {
        assert_eq!(cue_form("said", false), CueForm::Verb);
        assert_eq!(cue_form("has urged", false), CueForm::Verb);
        assert_eq!(cue_form("According to", false), CueForm::Before);
        assert_eq!(cue_form("statement", false), CueForm::Other);
        assert_eq!(cue_form("told", false), CueForm::Other);
        assert_eq!(cue_form("was quoted as saying", false), CueForm::Other);
    }

    #[test]
    fn no_modality_reads_as_a_plain_fact_but_the_asserted() {
        let plain = stance(Stance::Supports, Modality::Asserted, false, "");
        for m in
            [Modality::Hedged, Modality::Planned, Modality::Demanded, Modality::Hypothetical, Modality::Conditional]
        {
            assert_ne!(stance(Stance::Supports, m, false, ""), plain);
            assert!(!standing(EventType::Consult, m).is_empty());
        }
    }

    #[test]
    fn what_is_agreed_to_be_done_is_promised_and_a_meeting_to_come_planned() {
        assert_eq!(standing(EventType::Agree, Modality::Planned), "promised");
        assert_eq!(standing(EventType::Consult, Modality::Planned), "planned");
    }

    #[test]
    fn verbs_agree_with_those_who_say_or_hold() {
        let who = |s: &str| ActorRef::Unresolved(s.into());
        for many in ["some factions", "Reports", "both sides", "hardliners in the assembly", "two leaders", "ministers"]
        {
            assert!(is_plural(&who(many)), "{many}");
        }
        for one in ["a mediator", "the union", "Homeland Party", "a member of both sides", "Bashar Atlas"] {
            assert!(!is_plural(&who(one)), "{one}");
        }
        assert_eq!(cue_form("suggest", true), CueForm::Verb);
        assert_eq!(cue_form("accuses", false), CueForm::Verb);
        assert_eq!(cue_form("remarks", false), CueForm::Other);
    }

    #[test]
    fn a_clause_takes_no_preposition() {
        assert_eq!(stance(Stance::Insists, Modality::Asserted, false, "that it leave"), "insists");
        assert_eq!(stance(Stance::Insists, Modality::Asserted, true, "a truce"), "insist on");
        assert_eq!(stance(Stance::Conditions, Modality::Conditional, false, "a truce"), "sets a condition on");
        let deed = stance(Stance::Conditions, Modality::Planned, false, "to leave");
        assert_eq!(deed, "makes it depend on a condition");
    }

    #[test]
    fn a_refusal_in_the_proposal_is_not_a_denial_of_it() {
        assert_eq!(told(Modality::Denied, "that the river is not up for talks"), Modality::Asserted);
        assert_eq!(told(Modality::Denied, "a change of the constitution"), Modality::Denied);
    }

    #[test]
    fn who_rejects_in_words_that_say_no_refuses() {
        assert_eq!(stance(Stance::Rejects, Modality::Planned, false, "we will not sign"), "refuses:");
        assert_eq!(stance(Stance::Opposes, Modality::Asserted, true, "no troops on the dam"), "refuse:");
        assert_eq!(stance(Stance::Rejects, Modality::Asserted, false, "a share of the dam"), "rejects");
        assert_eq!(cue_form("ruled out", false), CueForm::Verb);
    }

    #[test]
    fn common_nouns_lose_the_capital_of_their_sentence() {
        assert_eq!(name(&ActorRef::Unresolved("Reports".into())), "reports");
        assert_eq!(name(&ActorRef::Unresolved("Homeland Party".into())), "Homeland Party");
    }
}
