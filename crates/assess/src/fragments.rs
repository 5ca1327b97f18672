//! Positions that are no stand on anything: words without a thing or a deed in them, or the denial of a fact. And talks
//! that were taken up again, told as if they were the next.

use crate::case::Case;
use crate::words::{any_of, is_calendar, lower, words};
use rapporteur_types::when::WEEKDAYS;
use rapporteur_types::{
    ActorRef, Claim, ClaimBody, Modality, Position, Remark, RemarkKind, Stance, Statement, StatementKind,
};

/// Reasons for leaving a position out, in the words that readers see.
const FRAGMENT: &str = "a position whose words name no thing and no deed";
const FACT: &str = "denies that something is so, which is no stand on an issue";
const NOBODY: &str = "a position whose holder is no name";

const UNASKED: &str = "does not ask for something, which is no stand against it";
const PRONOUN: &str = "said or held by a pronoun that stands for nobody named";
const SILENT: &str = "says that nothing is said";
const QUESTION: &str = "a reporter's question";
const WORD: &str = "a statement of one word, or of a day alone";
const ADJUNCT: &str = "a statement of which only the time or place is told";

const TAKEN_UP: &str = "tells of talks that were taken up again, not of the next round";

/// Longest name of a holder, in words.
const LONGEST: usize = 10;

/// Why a claim is none to be shown, where it is one that is not.
pub(crate) fn empty(case: &Case, c: &Claim) -> Option<&'static str> {
    if let ClaimBody::Remark(r) = &c.body
        && r.about == RemarkKind::NextRound
        && is_told(case, c, r)
    {
        return Some(TAKEN_UP);
    }
    // what the question tells others to have said is said all the same
    let passed_on = c.statement().is_some() && !matches!(c.modality, Modality::Hypothetical | Modality::Demanded);
    if !passed_on && is_asked(case.paragraph(c)) {
        return Some(QUESTION);
    }
    if let ClaimBody::Statement(s) = &c.body {
        return says_nothing(case, c, s);
    }
    let p = c.position()?;
    let proposal = case.span(c, p.proposal);
    let taken_up = c.inferred.iter().any(|i| i.field == "proposal");
    if is_fragment(proposal) || (!taken_up && is_bare(proposal)) {
        Some(FRAGMENT)
    } else if asks_for_nothing(p, case.sentence(c.first()), proposal) {
        Some(UNASKED)
    } else if denies_fact(p, proposal, &lower(case.sentence(c.first()))) {
        Some(FACT)
    } else if !p.holders.is_empty() && p.holders.iter().all(is_pronoun) {
        Some(PRONOUN)
    } else if !p.holders.is_empty() && p.holders.iter().all(is_no_name) {
        Some(NOBODY)
    } else {
        None
    }
}

/// "declined to comment", a reporter's question, "called it constructive", "said on Thursday": nothing that a side says.
fn says_nothing(case: &Case, c: &Claim, s: &Statement) -> Option<&'static str> {
    const ANSWERS: [&str; 7] = ["comment", "elaborate", "answer", "reply", "respond", "say", "speculate"];
    let content: Vec<String> = s.content.iter().flat_map(|x| lower(case.span(c, *x))).collect();
    let cue = s.cue.map(|x| lower(case.span(c, x))).unwrap_or_default();
    let refuses = cue.iter().any(|w| w.starts_with("declin") || w.starts_with("refus"));
    let asks = |a: &ActorRef| matches!(a.plain_name(), "a reporter" | "reporter" | "Reporter" | "Q" | "Question");
    if !s.speakers.is_empty() && s.speakers.iter().all(is_pronoun) {
        Some(PRONOUN)
    } else if refuses && content.iter().find(|w| *w != "to").is_some_and(|w| ANSWERS.contains(&w.as_str())) {
        Some(SILENT)
    } else if !s.speakers.is_empty() && s.speakers.iter().all(asks) {
        Some(QUESTION)
    } else {
        let day = content.first().is_some_and(|w| w == "on")
            && content.get(1).is_some_and(|w| WEEKDAYS.contains(&w.as_str()));
        let one = content.iter().filter(|w| !matches!(w.as_str(), "the" | "a" | "an" | "as" | "it")).count() < 2;
        if day || one && s.form != StatementKind::Direct {
            Some(WORD)
        } else {
            (s.form != StatementKind::Direct && is_adjunct(&content)).then_some(ADJUNCT)
        }
    }
}

/// "after three days of talks", "for 12 May": when or where something was said, and nothing of what.
fn is_adjunct(content: &[String]) -> bool {
    const BEHIND: [&str; 8] = ["after", "amid", "at", "by", "during", "from", "in", "since"];
    const FINITE: [&str; 23] = [
        "is", "are", "was", "were", "be", "has", "have", "had", "will", "would", "can", "could", "may", "might",
        "must", "should", "shall", "do", "does", "did", "not", "no", "never",
    ];
    let Some(first) = content.first() else { return false };
    let dated = first == "for" && content.get(1).is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
    dated || BEHIND.contains(&first.as_str()) && !any_of(content, &FINITE)
}

/// A turn of a reporter in a transcript: "Q: Would you agree to that?"
fn is_asked(paragraph: &str) -> bool {
    let label = paragraph.trim_start().split_once(':').map_or("", |p| p.0);
    matches!(label, "Q" | "QUESTION" | "Question" | "REPORTER" | "Reporter" | "JOURNALIST" | "Journalist")
}

/// "the idea", "the request": which one, another sentence says.
fn is_bare(proposal: &str) -> bool {
    const PAPERS: [&str; 12] = [
        "idea",
        "request",
        "demand",
        "proposal",
        "offer",
        "plan",
        "suggestion",
        "condition",
        "conditions",
        "terms",
        "draft",
        "text",
    ];
    let all = lower(proposal);
    all.len() < 3 && all.last().is_some_and(|w| PAPERS.contains(&w.as_str()))
}

/// "will not ask for a panel", "did not seek a delay": whoever asks for nothing is not against it.
fn asks_for_nothing(p: &Position, sentence: &str, proposal: &str) -> bool {
    const ASKS: [&str; 10] =
        ["ask", "asked", "seek", "sought", "request", "requested", "demand", "demanded", "call", "press"];
    if !matches!(p.stance, Stance::Rejects | Stance::Opposes) {
        return false;
    }
    let before = lower(sentence.find(proposal).and_then(|at| sentence.get(..at)).unwrap_or(""));
    let near = &before[before.len().saturating_sub(4)..];
    let asks = near.iter().position(|w| ASKS.contains(&w.as_str()));
    asks.is_some_and(|at| any_of(&near[..at], &["not", "never", "t"]))
}

/// "They resumed talks on Wednesday": told as done, not as to come.
fn is_told(case: &Case, c: &Claim, r: &Remark) -> bool {
    let trigger = lower(case.span(c, r.trigger));
    c.modality == Modality::Asserted && any_of(&trigger, &["resumed", "reopened", "restarted", "reconvened"])
}

/// "them", "in June", "from the capital", "on Merrow": a rest of a clause, not what is proposed.
fn is_fragment(proposal: &str) -> bool {
    const EMPTY: [&str; 61] = [
        "consider", "comment", "say", "answer", "respond", "the", "a", "an", "it", "its", "this", "that", "these",
        "those", "them", "they", "their", "he", "him", "his", "she", "her", "we", "us", "our", "you", "your", "i",
        "me", "my", "one", "ones", "so", "to", "of", "on", "in", "at", "by", "for", "from", "with", "and", "or", "but",
        "not", "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "will", "would",
        "s",
    ];
    const BEHIND: [&str; 17] = [
        "from", "in", "with", "at", "by", "into", "until", "as", "after", "before", "during", "since", "upon", "amid",
        "through", "under", "between",
    ];
    let all = lower(proposal);
    let full = |w: &String| !EMPTY.contains(&w.as_str()) && !is_calendar(w) && !w.chars().all(|c| c.is_ascii_digit());
    if !all.iter().any(full) {
        return true;
    }
    match all.first().map(String::as_str) {
        Some(w) if BEHIND.contains(&w) => true,
        // "on Merrow": a name behind a preposition is where or about what, not what
        Some("on" | "of" | "about") => words(proposal).iter().skip(1).all(|w| w.1.starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// "denied that its troops had crossed", "rejected a report that it had", "denied firing": says what is so, not what should
/// be.
fn denies_fact(p: &Position, proposal: &str, sentence: &[String]) -> bool {
    const REPORTS: [&str; 8] =
        ["report", "claim", "allegation", "accusation", "rumour", "rumor", "suggestion", "assertion"];
    let against = matches!(p.stance, Stance::Rejects | Stance::Opposes);
    let denies = any_of(sentence, &["deny", "denies", "denied", "denying", "denial"]);
    let words = lower(proposal);
    let bare = words.iter().position(|w| !matches!(w.as_str(), "a" | "an" | "the" | "any")).unwrap_or(0);
    let Some(first) = words.get(bare) else { return false };
    let report = REPORTS.iter().any(|s| first.starts_with(s));
    let told = any_of(&words, &["had", "has", "have", "was", "were", "is", "are"]);
    let deed = bare == 0 && first.len() > 4 && first.ends_with("ing");
    let so = told && (report || (denies && first == "that"));
    against && (so || (denies && deed))
}

/// "We", "they": somebody whom nothing near names.
fn is_pronoun(a: &ActorRef) -> bool {
    const PRONOUNS: [&str; 10] = ["i", "we", "you", "he", "she", "it", "they", "them", "us", "who"];
    a.id().is_none() && PRONOUNS.contains(&a.plain_name().to_lowercase().as_str())
}

/// A clause taken for a name.
fn is_no_name(a: &ActorRef) -> bool {
    a.id().is_none() && a.plain_name().split_whitespace().count() > LONGEST
}

/// Is something refused in the proposal's own words? Then the refusal is what is wanted, not a denial of wanting it.
pub(crate) fn says_no(proposal: &str) -> bool {
    let lower_case = proposal.to_lowercase();
    any_of(&lower(proposal), &["not", "no", "never", "neither", "nor", "cannot", "without"])
        || lower_case.contains("n't")
        || lower_case.contains("n’t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_needs_a_thing_or_a_deed() {
        for words in ["to consider", "them", "in June", "from the capital", "on Merrow", "it", "in 2022", "by 5 March"]
        {
            assert!(is_fragment(words), "{words}");
        }
        for words in ["a truce", "to attend", "on an agenda", "that the town be handed back", "without conditions"] {
            assert!(!is_fragment(words), "{words}");
        }
    }

    #[test]
    fn a_denied_deed_is_no_stand_but_a_refused_demand_is() {
        let position = |stance| Position {
            holders: Vec::new(),
            side: None,
            issue: "other:x".into(),
            proposal: rapporteur_types::Span::new(0, 1),
            stance,
            condition: None,
        };
        let fact = |stance, proposal: &str, sentence: &str| denies_fact(&position(stance), proposal, &lower(sentence));
        assert!(fact(Stance::Rejects, "that its men had fired", "The army denied that its men had fired."));
        assert!(fact(Stance::Rejects, "reports that it had sent arms", "It denied reports that it had sent arms."));
        assert!(fact(
            Stance::Rejects,
            "a claim by Togo that it had lied",
            "It rejected a claim by Togo that it had lied."
        ));
        assert!(fact(Stance::Rejects, "carrying off the boats", "The guard denied carrying off the boats."));
        assert!(!fact(Stance::Rejects, "sharing the river", "It rejected sharing the river."));
        assert!(!fact(Stance::Rejects, "the demand that it disarm", "It rejected the demand that it disarm."));
        assert!(!fact(Stance::Demands, "that what was taken be given back", "It denied all and demanded that."));
    }

    #[test]
    fn a_refusal_in_the_proposal_is_the_proposal() {
        assert!(says_no("that the border is not up for negotiation"));
        assert!(!says_no("that the border is open"));
    }
}
