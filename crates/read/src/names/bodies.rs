//! Names of ministries, companies and other bodies, which show by their words where they begin and end.

use super::{WordScores, Words};
use std::ops::Range;

/// What the name of a company ends with.
const COMPANIES: &str = "ag co corp gmbh inc incorporated limited llc llp lp ltd nv plc pte pvt sa";
/// Bodies whose names join two matters by "and", or name whose they are behind "of".
const BODIES: &str = "academy agency association authority board bureau center centre college commission committee council \
    department directorate division faculty federation institute ministry office organisation organization school \
    secretariat society university";
/// What such a body is for, beside another matter.
const MATTERS: &str = "affairs agriculture broadcasting commerce communications control cooperation culture defence defense development education \
    energy engineering environment finance fisheries forestry guidance health housing immigration industry \
    information infrastructure justice labor labour logistics medicine mines planning prevention protection \
    reconstruction relations research safety science sciences security services sport sports statistics studies \
    technology tourism trade transport transportation welfare";
/// Other last words of names of bodies.
const OTHERS: &str = "army bank brigade brigades company congress corporation corps court force forces foundation front fund group \
    guard guards league movement navy news parliament party police press senate services systems technologies \
    times treasury tribunal union";

/// "ministry"; in small letters.
pub(super) fn is_body(word: &str) -> bool {
    BODIES.split(' ').any(|b| b == word)
}

/// "Inc."; in small letters.
pub(super) fn is_firm(word: &str) -> bool {
    COMPANIES.split(' ').any(|c| c == word.trim_end_matches('.'))
}

/// Does the last word of a name, in small letters, tell that it names a body?
pub(super) fn ends_body(word: &str) -> bool {
    is_body(word) || is_firm(word) || OTHERS.split(' ').any(|o| o == word)
}

pub(super) fn is_matter(word: &str) -> bool {
    MATTERS.split(' ').any(|m| m == word)
}

/// Are two names parts of one: "Lake Pilots" and "Inc.", "Department of Housing" and "Urban Development", "Ministry" and
/// "Foreign Affairs"?
pub(super) fn one_name(w: &Words, a: &Range<usize>, b: &Range<usize>) -> bool {
    let between: Vec<&str> = (a.end..b.start).map(|t| w.form(t)).collect();
    let body = |t: usize| is_body(&w.form(t).to_lowercase());
    match &between[..] {
        ["of"] | ["of", "the"] => body(a.end - 1) && !w.small(a.end - 1),
        [] | [","] if is_firm(&w.of(b).to_lowercase()) => true,
        ["and" | "&"] => {
            a.clone().take(6).any(body) && is_matter(&w.form(b.end - 1).to_lowercase()) && !b.clone().any(body)
        }
        _ => false,
    }
}

/// "Iranian Opposition Group": the words with capitals that hang on the name of an organisation belong to it.
pub(super) fn whole(w: &Words, sentence: &Range<usize>, name: Range<usize>, scores: &[WordScores]) -> Range<usize> {
    let sum = |k: usize| name.clone().map(|t| scores[t].kinds[k]).sum::<f32>();
    let organisation = sum(1) > sum(0).max(sum(2));
    let headed = w.head(&name) + 1 == name.end && !w.small(name.start);
    if organisation && headed { before(w, sentence, name) } else { name }
}

/// Names of bodies in a sentence by their words alone: "the Iranian Foreign Ministry", "the Ministry of Trade".
pub(super) fn by_words(w: &Words, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let content = |t: &usize| matches!(w.tokens[*t].upos.as_str(), "NOUN" | "VERB" | "ADJ" | "ADV");
    // in a headline all words may have capitals
    if !sentence.clone().any(|t| content(&t) && w.small(t)) {
        return Vec::new();
    }
    let body = |t: &usize| w.capital(*t) && ends_body(&w.form(*t).to_lowercase());
    let found = sentence.clone().filter(body).map(|t| {
        let whole = before(w, sentence, t..t + 1);
        whole.start..if is_body(&w.form(t).to_lowercase()) { behind(w, sentence, t + 1) } else { t + 1 }
    });
    found.filter(|n| n.len() > 1).collect()
}

/// A name with the words before it that have capitals and hang on it.
fn before(w: &Words, sentence: &Range<usize>, mut name: Range<usize>) -> Range<usize> {
    let joins = |t: usize, name: &Range<usize>| {
        let token = &w.tokens[t];
        let on = token.head.is_some_and(|h| name.contains(&h));
        on && matches!(token.base_rel(), "compound" | "amod" | "flat") && w.capital(t)
    };
    while name.start > sentence.start && joins(name.start - 1, &name) {
        name.start -= 1;
    }
    name
}

/// Where the name of a body ends that may go on with "of Foreign Affairs and Trade".
fn behind(w: &Words, sentence: &Range<usize>, end: usize) -> usize {
    let form = |t: usize| if t < sentence.end { w.form(t) } else { "" };
    let large = |t: usize| t < sentence.end && w.capital(t);
    let from = match (form(end), form(end + 1)) {
        ("of" | "for", "the") => end + 2,
        ("of" | "for", _) => end + 1,
        _ => return end,
    };
    let mut to = from;
    while large(to) || to > from && form(to) == "and" && large(to + 1) && is_matter(&form(to + 1).to_lowercase()) {
        to += 1;
    }
    if to > from { to } else { end }
}
