//! Offices, titles and nameless people, as words show them.

use super::words::Word;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// An office as a text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// In the form in which offices are compared: "foreign minister", "spokesperson".
    pub name: String,
    /// "ministers".
    pub plural: bool,
}

/// What a common noun says of people who stay nameless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Human {
    /// Stands for its state as a whole: "government", "delegation".
    State,
    /// A body of a state: "military", "parliament".
    Body,
    /// One person: "diplomat".
    One,
    /// Several: "officials", "hardliners".
    Many,
}

/// Masculine or feminine, where a word shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Gender {
    He,
    She,
}

/// Nouns that an office ends in.
const HEADS: &str = "minister president secretary ambassador envoy spokesperson chief leader chancellor director commander \
    speaker governor negotiator adviser representative king queen emir sultan prince princess pope senator \
    chair head commissioner coordinator deputy premier administrator general mayor rapporteur pm fm \
    undersecretary executive judge attorney councilor congressman congresswoman vp nominee elect founder editor boss \
    monarch emperor consul attache staff marshal ayatollah vice";

/// Words that stand before the head of an office.
const BEFORE: &str = "foreign prime defence vice deputy first second national security press interior finance oil energy trade \
    state supreme crown special chief permanent nuclear general assistant under party policy army navy \
    government parliament parliamentary majlis house senate cabinet external affairs economy economic \
    commerce justice intelligence health treasury presidential ministry judiciary military opposition \
    political peace home high top spiritual de facto diplomatic communications executive managing council un \
    counterterrorism principal acting interim caretaker transitional climate oblast agriculture transport \
    labour petroleum environment regional provincial lead chargé joint water irrigation fisheries mining planning \
    infrastructure education tourism industry immigration migration additional alternate";
static HEAD_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| HEADS.split(' ').collect());
static BEFORE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| BEFORE.split(' ').collect());

/// What completes an office after "of": not of whom, but which.
const OF: &[(&str, &str)] = &[
    ("ambassador at large", "ambassador"),
    ("ambassador - at - large", "ambassador"),
    ("secretary of state", "secretary of state"),
    ("secretary of defence", "defence secretary"),
    ("secretary of war", "defence secretary"),
    ("secretary of the treasury", "treasury secretary"),
    ("secretary of treasury", "treasury secretary"),
    ("secretary of energy", "energy secretary"),
    ("secretary of commerce", "commerce secretary"),
    ("secretary of homeland security", "homeland security secretary"),
    ("minister of foreign affairs", "foreign minister"),
    ("minister for foreign affairs", "foreign minister"),
    ("minister of foreign and expatriate affairs", "foreign minister"),
    ("minister of external affairs", "foreign minister"),
    ("minister of state", "minister of state"),
    ("minister of the interior", "interior minister"),
    ("chief of the general staff", "chief of the general staff"),
    ("chief of staff", "chief of staff"),
    ("speaker of the house", "speaker"),
    ("speaker of the parliament", "speaker"),
    ("speaker of parliament", "speaker"),
    ("head of state", "head of state"),
    ("head of government", "prime minister"),
    ("heads of state", "head of state"),
    ("commander in chief", "commander in chief"),
    ("leader of the islamic revolution", "supreme leader"),
    ("leader of the revolution", "supreme leader"),
];

const TITLES: &[(&str, Option<Gender>)] = &[
    ("mr", Some(Gender::He)),
    ("mrs", Some(Gender::She)),
    ("ms", Some(Gender::She)),
    ("miss", Some(Gender::She)),
    ("dr", None),
    ("prof", None),
    ("professor", None),
    ("sir", Some(Gender::He)),
    ("lady", Some(Gender::She)),
    ("lord", Some(Gender::He)),
    ("baroness", Some(Gender::She)),
    ("sheikh", Some(Gender::He)),
    ("msgr", Some(Gender::He)),
    ("sheik", Some(Gender::He)),
    ("sayyid", Some(Gender::He)),
    ("seyyed", Some(Gender::He)),
    ("seyed", Some(Gender::He)),
    ("hojatoleslam", Some(Gender::He)),
    ("hojjatoleslam", Some(Gender::He)),
    ("gen", None),
    ("lt", None),
    ("maj", None),
    ("brig", None),
    ("brigadier", None),
    ("lieutenant", None),
    ("major", None),
    ("rear", None),
    ("col", None),
    ("colonel", None),
    ("capt", None),
    ("captain", None),
    ("adm", None),
    ("admiral", None),
    ("sen", None),
    ("rep", None),
    ("gov", None),
    ("excellency", None),
    ("highness", None),
    ("majesty", None),
    ("hon", None),
    ("imam", Some(Gender::He)),
    ("comrade", None),
];

const STATE: &str = "government administration authorities side regime leadership delegation team negotiators diplomacy \
    establishment";
const BODY: &str = "military army navy forces troops police parliament cabinet mission embassy media ministry airforce \
    judiciary senate congress coastguard secretariat presidency";
const ONE: &str = "official diplomat source lawmaker legislator mp analyst expert officer politician reporter journalist \
    citizen aide cleric scholar insider mediator delegate parliamentarian economist member counterpart fellow candidate \
    physicist author researcher academic lawyer historian scientist columnist correspondent commentator \
    strategist dissident interviewer activist soldier militant person man woman professor moderator";
const MANY: &str = "hardliners reformists moderates conservatives principlists elements factions critics opponents observers \
    people protesters demonstrators rebels insurgents fighters civilians residents prosecutors inspectors \
    circles allies partners supporters commanders pilots faction hawks liners agents militias settlers \
    families separatists leaders envoys";

/// One word of an office in the form in which offices are compared.
fn same(word: &str) -> &str {
    match word {
        "defense" => "defence",
        "advisor" => "adviser",
        "spokesman" | "spokeswoman" => "spokesperson",
        "chairman" | "chairwoman" | "chairperson" => "chair",
        "labor" => "labour",
        "councillor" => "councilor",
        "sovereign" => "monarch",
        w => w,
    }
}

/// An office in the form in which offices are compared.
pub fn canonical(office: &str) -> String {
    let words: Vec<String> =
        super::words::name_words(office).iter().map(|w| same(&w.to_lowercase()).to_string()).collect();
    named(&words.join(" "))
}

/// One name for one office.
fn named(words: &str) -> String {
    if let Some((_, name)) = OF.iter().find(|x| x.0 == words) {
        return name.to_string();
    }
    if let Some(what) = words.strip_prefix("minister of ") {
        return format!("{what} minister");
    }
    match words {
        "fm" | "top diplomat" | "chief diplomat" | "external affairs minister" | "foreign affairs minister" => {
            "foreign minister"
        }
        "pm" | "premier" => "prime minister",
        "vp" => "vice president",
        "parliament speaker" | "parliamentary speaker" | "majlis speaker" | "house speaker" => "speaker",
        w => w,
    }
    .to_string()
}

/// The office that begins at a word, with its length.
pub fn office(words: &[Word]) -> Option<(usize, Office)> {
    let mut keys: Vec<&str> = Vec::new();
    if let [first, second, ..] = words
        && matches!(first.key.as_str(), "top" | "chief")
        && second.key == "diplomat"
    {
        return Some((2, Office { name: named("top diplomat"), plural: false }));
    }
    let (mut end, mut plural) = (0, false);
    for (i, w) in words.iter().enumerate().take(6) {
        let key = same(&w.key);
        let single = same(singular(key));
        if let Some(head) = HEAD_WORDS.get(single) {
            // "chief negotiator": a head may stand before another
            plural = single != key && !HEAD_WORDS.contains(key);
            end = i + 1;
            keys.push(head);
        } else if let Some(k) = BEFORE_WORDS.get(key) {
            keys.push(k);
        } else {
            break;
        }
    }
    // "deputy" alone, "general" alone and the like are no office without a capital
    if end == 0 || end == 1 && matches!(keys[0], "vice" | "elect" | "staff" | "general" | "attorney") {
        return None;
    }
    keys.truncate(end);
    let mut name = keys.join(" ");
    // the longest completion: "secretary of the treasury"
    for (long, _) in OF {
        let head = keys[end - 1];
        let Some(rest) = long.strip_prefix(head) else { continue };
        let rest: Vec<&str> = rest.split_whitespace().collect();
        let fits = rest.len() <= words.len().saturating_sub(end)
            && rest.iter().zip(&words[end..]).all(|(r, w)| *r == same(&w.key));
        if fits && !rest.is_empty() {
            let before = keys[..end - 1].join(" ");
            let full = named(long);
            name = if before.is_empty() { full } else { format!("{before} {full}") };
            return Some((end + rest.len(), Office { name, plural }));
        }
    }
    Some((end, Office { name: named(&name), plural }))
}

fn singular(key: &str) -> &str {
    match key {
        "spokesmen" | "spokeswomen" => "spokesperson",
        "secretaries" => "secretary",
        "deputies" => "deputy",
        "attaches" => "attache",
        k => k.strip_suffix('s').filter(|x| HEAD_WORDS.contains(same(x))).unwrap_or(k),
    }
}

/// Is this an office that states have, in the form in which offices are compared?
pub fn of_a_state(office: &str) -> bool {
    office.ends_with("minister")
        || ["president", "vice president", "chancellor", "supreme leader", "king", "queen", "emir", "sultan"]
            .contains(&office)
        || ["secretary of state", "foreign secretary"].contains(&office)
}

/// A title that stands before a name, with the gender that it shows.
pub fn title(w: &Word) -> Option<Option<Gender>> {
    TITLES.iter().find(|t| t.0 == w.key && w.capital()).map(|t| t.1)
}

/// What a common noun says of nameless people.
pub fn human(key: &str) -> Option<Human> {
    static NOUNS: LazyLock<FxHashMap<String, Human>> = LazyLock::new(|| {
        let several = ONE.split(' ').map(|x| (format!("{x}s"), Human::Many));
        let all = [(MANY, Human::Many), (ONE, Human::One), (BODY, Human::Body), (STATE, Human::State)];
        several.chain(all.into_iter().flat_map(|(list, h)| list.split(' ').map(move |x| (x.to_string(), h)))).collect()
    });
    NOUNS.get(key).copied()
}

/// Offices to try, in order, for one that a text names loosely: a state's "foreign minister" may be called otherwise
/// at home, a body's "chief" may be its director general.
pub fn candidates(office: &str, body: bool) -> Vec<&str> {
    let more: &[&str] = match office {
        "foreign minister" => &["secretary of state", "foreign secretary"],
        "foreign secretary" => &["foreign minister"],
        "defence minister" => &["defence secretary"],
        "secretary" if body => &["secretary general", "executive secretary"],
        "leader" => &["supreme leader", "secretary general", "head of the political bureau", "chair"],
        "foreign policy chief" | "top foreign minister" => &["high representative"],
        "nuclear chief" => &["head"],
        "speaker" => &["parliament speaker"],
        "chief" | "head" | "director" | "chair" | "boss" if body => &[
            "director general",
            "secretary general",
            "high representative",
            "head",
            "director",
            "chair",
            "president",
            "chief",
            "commander",
            "high commissioner",
            "managing director",
        ],
        _ => &[],
    };
    let mut out = vec![office];
    out.extend(more.iter().filter(|m| **m != office));
    out
}

/// Is a nominal of this office the one introduced with that office? "the minister" after "the foreign minister".
pub fn points_to(nominal: &str, office: &str) -> bool {
    office == nominal
        || office.ends_with(nominal) && office[..office.len() - nominal.len()].ends_with(' ')
        || matches!(
            (nominal, office.rsplit(' ').next().unwrap_or("")),
            ("diplomat", "minister" | "ambassador" | "envoy" | "representative")
        )
        || nominal == "minister" && office.contains("minister of")
        || matches!(
            (nominal, office),
            ("minister", "foreign secretary")
                | ("leader", "supreme leader")
                | ("secretary", "defence secretary" | "secretary of state")
        )
        || nominal == "secretary" && office.ends_with("secretary of state")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(s: &str) -> Option<(usize, String)> {
        let words: Vec<Word> = super::super::words::name_words(s)
            .into_iter()
            .map(|form| Word { key: form.to_lowercase(), form, token: 0 })
            .collect();
        office(&words).map(|(n, o)| (n, o.name))
    }

    #[test]
    fn offices_have_one_name_whatever_the_wording() {
        assert_eq!(parse("Minister of Foreign Affairs Ana Lopes"), Some((4, "foreign minister".into())));
        assert_eq!(parse("foreign ministers of"), Some((2, "foreign minister".into())));
        assert_eq!(parse("Deputy Secretary of State"), Some((4, "deputy secretary of state".into())));
        assert_eq!(parse("spokeswoman"), Some((1, "spokesperson".into())));
        assert_eq!(canonical("secretary-general"), "secretary general");
        assert_eq!(canonical("secretary of defense"), "defence secretary");
        assert_eq!(parse("national interest"), None);
    }
}
