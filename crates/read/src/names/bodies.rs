//! Words that names of ministries, companies and other bodies end with.

/// What the name of a company ends with.
const COMPANIES: &str = "ag co corp gmbh inc incorporated limited llc llp lp ltd nv plc pte pvt sa";
/// Bodies whose names go on behind them: "ministry of".
const BODIES: &str = "academy agency association authority board bureau center centre college commission committee council \
    department directorate division faculty federation institute ministry office organisation organization school \
    secretariat society university";
/// Other last words of names of bodies.
const OTHERS: &str = "army bank brigade brigades company congress corporation corps court force forces foundation front fund group \
    guard guards league movement navy news parliament party police press senate services systems technologies \
    times treasury tribunal union";

/// "Inc."; in small letters.
pub(super) fn is_firm(word: &str) -> bool {
    COMPANIES.split(' ').any(|c| c == word.trim_end_matches('.'))
}

/// Does the last word of a name, in small letters, tell that it names a body?
pub(super) fn ends_body(word: &str) -> bool {
    is_firm(word) || BODIES.split(' ').chain(OTHERS.split(' ')).any(|b| b == word)
}
