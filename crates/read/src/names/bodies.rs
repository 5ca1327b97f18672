//! Words that names of ministries, companies and other bodies end with.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What the name of a company ends with.
const COMPANIES: &str = "ag co corp gmbh inc incorporated limited llc llp lp ltd nv plc pte pvt sa";
/// Last words of names of other bodies.
const BODIES: &str = "academy agency army association authority bank board brigade brigades bureau center centre college commission committee \
    company congress corporation corps council court department directorate division faculty federation force forces foundation front fund \
    group guard guards institute league ministry movement navy news office organisation organization parliament party police press school \
    secretariat senate services society systems technologies times treasury tribunal union university";

static COMPANY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| COMPANIES.split_whitespace().collect());
static BODY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| BODIES.split_whitespace().collect());

/// "Inc."; in small letters.
pub(super) fn is_firm(word: &str) -> bool {
    COMPANY_WORDS.contains(word.trim_end_matches('.'))
}

/// Does the last word of a name, in small letters, tell that it names a body?
pub(super) fn ends_body(word: &str) -> bool {
    is_firm(word) || BODY_WORDS.contains(word)
}
