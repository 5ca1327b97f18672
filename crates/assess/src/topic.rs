//! What a remark is about, where no table knows the issue: the words that the clause itself calls contested.

use crate::words::words;

/// The words that name the contested thing in a clause, given the byte range of the word that calls it contested:
/// behind "over", "on", "is", "include"; else before "remains", "is". None where only a pronoun stands there.
pub(crate) fn topic(clause: &str, trigger: (usize, usize)) -> Option<String> {
    const INTO: [&str; 16] = [
        "over",
        "on",
        "about",
        "regarding",
        "concerning",
        "surrounding",
        "is",
        "are",
        "was",
        "were",
        "remains",
        "remain",
        "include",
        "includes",
        "included",
        "including",
    ];
    const VERBS: [&str; 14] = [
        "is", "are", "was", "were", "remains", "remain", "remained", "as", "has", "have", "had", "proved", "become",
        "became",
    ];
    let all = words(clause);
    let behind: Vec<&(usize, &str)> = all.iter().filter(|(at, _)| *at >= trigger.1).collect();
    let before: Vec<&(usize, &str)> = all.iter().filter(|(at, _)| *at < trigger.0).collect();
    let verb_before = before.iter().position(|(_, w)| VERBS.contains(w));
    // "X remains a sticking point": the subject; a clause that starts with the trigger has it behind the verb
    if let Some(v) = verb_before
        && let Some(name) = named(before.iter().take(v).map(|w| w.1))
    {
        return Some(name);
    }
    let first = behind.iter().take(6).position(|(_, w)| INTO.contains(w))?;
    // "is over the fee"
    let into = behind.iter().skip(first).take_while(|(_, w)| INTO.contains(w)).count() + first - 1;
    let start = behind.get(into + 1)?.0;
    let end = clause[start..].find([',', ';', '.', ':', '(', '—', '–']).map_or(clause.len(), |i| start + i);
    let phrase = words(clause.get(start..end)?);
    named(phrase.into_iter().map(|w| w.1))
}

/// A name of a thing out of words: without article and pronoun, cut at a subordinate clause.
fn named<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    const SKIP: [&str; 12] = ["the", "a", "an", "its", "their", "his", "her", "both", "how", "whether", "any", "s"];
    const STOP: [&str; 32] = [
        "which",
        "that",
        "who",
        "because",
        "while",
        "although",
        "since",
        "after",
        "before",
        "when",
        "where",
        "as",
        "but",
        "if",
        "persist",
        "persists",
        "persisted",
        "continue",
        "continues",
        "remain",
        "remains",
        "remained",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "according",
    ];
    const POINTING: [&str; 24] = [
        "all",
        "details",
        "few",
        "number",
        "sides",
        "parties",
        "some",
        "specifics",
        "it",
        "this",
        "these",
        "those",
        "there",
        "they",
        "issue",
        "issues",
        "point",
        "points",
        "question",
        "questions",
        "what",
        "key",
        "main",
        "same",
    ];
    // "is thought to be", "is under", "is still": a predicate, no name
    const LEANING: [&str; 25] = [
        "it",
        "this",
        "there",
        "they",
        "these",
        "those",
        "thought",
        "believed",
        "said",
        "reported",
        "understood",
        "expected",
        "likely",
        "unlikely",
        "still",
        "now",
        "not",
        "no",
        "under",
        "due",
        "at",
        "in",
        "of",
        "to",
        "being",
    ];
    let list: Vec<String> = words.map(str::to_lowercase).take_while(|w| !STOP.contains(&w.as_str())).collect();
    let list: Vec<String> =
        list.into_iter().skip_while(|w| SKIP.contains(&w.as_str())).filter(|w| w != "s").take(6).collect();
    let says = list.iter().any(|w| w.chars().count() > 3 && !POINTING.contains(&w.as_str()));
    let starts = list.first().is_some_and(|w| !LEANING.contains(&w.as_str()));
    (says && starts).then(|| list.join(" "))
}

/// The topic as a slug.
pub(crate) fn slug(topic: &str) -> String {
    format!("other:{}", topic.split_whitespace().collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, trigger: &str, expect: Option<&str>) {
        let at = clause.find(trigger).unwrap();
        assert_eq!(topic(clause, (at, at + trigger.len())).as_deref(), expect, "{clause}");
    }

    #[test]
    fn the_contested_thing_is_named_by_the_clause() {
        check(
            "The main sticking point is the status of the corridor, diplomats said",
            "sticking point",
            Some("status of the corridor"),
        );
        check("Beef quotas remain the biggest obstacle", "obstacle", Some("beef quotas"));
        check("Disagreements over prisoner lists persist", "Disagreements", Some("prisoner lists"));
        check("It remains a sticking point", "sticking point", None);
    }
}
