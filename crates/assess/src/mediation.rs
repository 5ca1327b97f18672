//! Who mediates, by where the names stand around the word of mediating.

use crate::names::{Named, Names};
use crate::words::words;

/// Owners that a clause shows as mediators, and those between whom they mediate. `trigger` is the byte range of the
/// word of mediating in the clause.
pub(crate) fn roles(clause: &str, trigger: (usize, usize), names: &Names) -> (Vec<usize>, Vec<usize>) {
    let found = names.find(clause);
    let between = between(clause, &found);
    let free: Vec<Named> = found.iter().filter(|n| !between.contains(&n.owner)).copied().collect();
    let after: Vec<Named> = free.iter().filter(|n| n.start >= trigger.1).copied().collect();
    let mut before: Vec<Named> = free.iter().filter(|n| n.end <= trigger.0).copied().collect();
    let tail = clause.get(trigger.1..).unwrap_or("").trim_start();
    let passive = ["by ", "of ", "from ", "through ", "under "].iter().any(|p| tail.starts_with(p));
    // "freed captives of the Front through tribal mediators": whose mediators they are stands behind "through", or nowhere
    let prefix = clause.get(..trigger.0).unwrap_or("");
    let through = ["through ", "via "].iter().filter_map(|p| prefix.rfind(p)).max();
    let nameless = through.is_some_and(|at| prefix.get(at..).is_some_and(|p| p.split_whitespace().count() < 5));
    if let Some(at) = through.filter(|_| nameless) {
        before.retain(|n| n.start >= at);
        if before.is_empty() && !passive {
            return (Vec::new(), between);
        }
    }
    let agents = if passive && !after.is_empty() {
        // "mediated by X and Y": from the name behind the preposition on
        run(clause, after.iter())
    } else if !before.is_empty() {
        // "X mediates", "through Omani mediators": the names nearest before
        run(clause, before.iter().rev())
    } else {
        run(clause, after.iter())
    };
    (agents, between)
}

/// The first word of mediating in some words: its byte range.
pub(crate) fn cue(text: &str) -> Option<(usize, usize)> {
    const STEMS: [&str; 4] = ["mediat", "brokered", "facilitat", "intermediar"];
    let fits = |w: &str| STEMS.iter().any(|s| w.to_lowercase().starts_with(s));
    words(text).into_iter().find(|(_, w)| fits(w)).map(|(at, w)| (at, at + w.len()))
}

/// Owners in "between A and B", "A and B … each other" and the like: at least two behind the word.
fn between(clause: &str, found: &[Named]) -> Vec<usize> {
    let mut out = Vec::new();
    for word in ["between ", "Between ", "among "] {
        for (at, _) in clause.match_indices(word) {
            let behind: Vec<&Named> = found.iter().filter(|n| n.start >= at).collect();
            let pair = run(clause, behind.iter().copied());
            if pair.len() >= 2 {
                out.extend(pair.into_iter().filter(|o| !out.contains(o)).collect::<Vec<_>>());
            }
        }
    }
    out
}

/// The first name and those joined to it by "and" or a comma, with few words in between.
fn run<'n>(clause: &str, names: impl Iterator<Item = &'n Named>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut last: Option<Named> = None;
    for n in names {
        if let Some(l) = last {
            let (a, b) = if l.end <= n.start { (l.end, n.start) } else { (n.end, l.start) };
            let gap = clause.get(a..b).unwrap_or("");
            let joined = gap.contains(" and ") || gap.trim().starts_with(',') || gap.contains(" with ");
            let plain = !["between", "mediat", "talks", "held", "while"].iter().any(|w| gap.contains(w));
            if n.owner != l.owner && !(joined && plain && gap.len() <= 48) {
                break;
            }
        }
        if !out.contains(&n.owner) {
            out.push(n.owner);
        }
        last = Some(*n);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, trigger: &str, expect: &[usize]) {
        let mut names = Names::default();
        for (i, n) in ["Armenia", "Azerbaijan", "Qatar", "Egypt"].iter().enumerate() {
            names.add(i, n, false);
        }
        names.add(2, "Qatari", false);
        let at = clause.find(trigger).unwrap();
        assert_eq!(roles(clause, (at, at + trigger.len()), &names).0, expect, "{clause}");
    }

    #[test]
    fn the_mediator_is_told_from_those_between_whom_it_mediates() {
        check("Talks between Armenia and Azerbaijan were mediated by Qatar", "mediated", &[2]);
        check("Armenia and Azerbaijan met in talks mediated by Qatar and Egypt", "mediated", &[2, 3]);
        check("Qatar mediated between Armenia and Azerbaijan", "mediated", &[2]);
        check("Armenia and Azerbaijan exchanged lists through Qatari mediators", "mediators", &[2]);
        check("Armenia exchanged captives with Azerbaijan through tribal mediators", "mediators", &[]);
        check("the mediation by Egypt between Armenia and Azerbaijan", "mediation", &[3]);
    }
}
