//! Lemmas by edit scripts (Chrupała et al. 2008; Straka 2018): `K|2|y` keeps case, cuts two characters, adds "y".

/// Scripts that are looked at, the likeliest first.
const LIKELY: usize = 8;

/// The lemma of a word. Of irregular verbs by table. Else the most likely script decides where its result is a word that
/// the encoder's vocabulary knows; where it is none, as in "urg" or "claime", spelling does.
pub fn best(form: &str, upos: &str, scores: &[f32], scripts: &[String], known: impl Fn(&str) -> bool) -> String {
    let low = form.to_lowercase();
    if upos == "VERB"
        && let Ok(i) = IRREGULAR.binary_search_by(|(f, _)| (*f).cmp(low.as_str()))
    {
        return IRREGULAR[i].1.to_string();
    }
    if let Some((_, _, lemma)) = FIXED.iter().find(|(f, u, _)| *f == low && *u == upos) {
        return (*lemma).to_string();
    }
    if upos == "NOUN" && low.ends_with("men") {
        return format!("{}man", &low[..low.len() - 3]);
    }
    let mut order: Vec<usize> = (0..scripts.len().min(scores.len())).collect();
    let better = |a: &usize, b: &usize| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b));
    if order.len() > LIKELY {
        order.select_nth_unstable_by(LIKELY - 1, better);
        order.truncate(LIKELY);
    }
    order.sort_by(better);
    let likely: Vec<String> = order.into_iter().filter_map(|i| apply(form, &scripts[i])).collect();
    let Some(first) = likely.first() else { return low };
    // an inflected verb is not its own lemma: "delivered" is a word, but no lemma
    let verb = upos == "VERB";
    let inflected = verb && ending(&low).is_some();
    let fits = |l: &str| known(l) && !(inflected && l == low);
    if verb && !inflected && low.ends_with("ing") {
        return low;
    }
    if inflected && let Some(l) = respelled(&low, first, &known) {
        return l;
    }
    if upos == "ADJ" && !known(first) && known(&format!("{first}e")) {
        return format!("{first}e");
    }
    // both "deliveries" and "delivery" are words of the vocabulary
    let singular = low.strip_suffix("ies").filter(|s| upos == "NOUN" && s.chars().count() > 2);
    if let Some(l) = singular.map(|s| format!("{s}y")).filter(|l| known(l)) {
        return l;
    }
    let stems = regular(&low, verb);
    // "chan" is a word, but no regular verb from which "chanted" comes
    let from_first = !inflected || stems.contains(first);
    if fits(first) && from_first || !(verb || upos == "NOUN") {
        return first.clone();
    }
    let mut known_stems = likely.iter().filter(|l| stems.contains(l)).chain(&stems).filter(|l| fits(l));
    if let Some(l) = known_stems.next() {
        return l.clone();
    }
    match (inflected, verb) {
        (true, _) => spelled(&low),
        // nothing is to be cut from a verb that has no ending: "blacklist"
        (false, true) if !low.ends_with('s') => low,
        (false, _) => first.clone(),
    }
}

/// Words whose lemma is another spelling of them: form, tag, lemma.
const FIXED: [(&str, &str, &str); 4] =
    [("i", "PRON", "I"), ("am", "NOUN", "a.m."), ("pm", "NOUN", "p.m."), ("etc", "NOUN", "etc.")];

/// What "-ing" or "-ed" was put on; a stem has a vowel, as that of "bring" and "red" has not.
fn ending(low: &str) -> Option<&str> {
    let stem = low.strip_suffix("ing").or_else(|| low.strip_suffix("ed").filter(|s| !s.ends_with('e')))?;
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y']).then_some(stem)
}

/// The other word where a stem is spelled as no verb of one syllable is: "kidd" of "kidding", "hop" of "hoping".
fn respelled(low: &str, first: &str, known: &impl Fn(&str) -> bool) -> Option<String> {
    let stem = ending(low).filter(|s| *s == first)?;
    let mut end = stem.chars().rev();
    let (last, before, third) = (end.next()?, end.next()?, end.next());
    let vowel = |c: char| "aeiou".contains(c);
    let other = if stem.chars().count() > 3 && last == before && !vowel(last) && !matches!(last, 'l' | 's' | 'f' | 'z')
    {
        stem[..stem.len() - last.len_utf8()].to_string()
    } else if !vowel(last) && !matches!(last, 'w' | 'x' | 'y') && vowel(before) {
        let one_syllable = stem.chars().filter(|c| vowel(*c)).count() == 1 && third.is_some();
        one_syllable.then(|| format!("{stem}e"))?
    } else {
        return None;
    };
    known(&other).then_some(other)
}

/// The stem of "-ed" and "-ing" by spelling alone: "mediat-" takes an e, "barr-" loses an r.
fn spelled(low: &str) -> String {
    let Some(stem) = low.strip_suffix("ing").or_else(|| low.strip_suffix("ed")) else { return low.to_string() };
    let mut end = stem.chars().rev();
    let (last, before) = (end.next(), end.next());
    let consonant = |c: Option<char>| c.is_some_and(|c| !"aeiouy".contains(c));
    if let Some(y) = stem.strip_suffix('i') {
        return format!("{y}y");
    }
    if last == before && consonant(last) && !matches!(last, Some('l' | 's' | 'f' | 'z')) {
        return stem.strip_suffix(|_| true).unwrap_or(stem).to_string();
    }
    let takes_e = ["at", "iz", "is", "ut", "us", "id", "ir", "ur"].iter().any(|e| stem.ends_with(e))
        || matches!(last, Some('c' | 'g' | 'v' | 'u' | 's' | 'z'))
        || last == Some('l') && consonant(before) && before != Some('l');
    if takes_e && !stem.ends_with("ss") { format!("{stem}e") } else { stem.to_string() }
}

/// What regular inflection may have been put on: the form itself, and the form without -s, -ed, -ing.
fn regular(low: &str, verb: bool) -> Vec<String> {
    let mut out = vec![low.to_string()];
    let endings: &[(&str, &[&str])] = &[
        ("ies", &["y", "ie"]),
        ("ied", &["y", "ie"]),
        ("es", &["e", ""]),
        ("s", &[""]),
        ("ed", &["", "e"]),
        ("ing", &["", "e"]),
    ];
    for (ending, put) in endings.iter().filter(|(e, _)| verb || e.ends_with('s')) {
        if let Some(stem) = low.strip_suffix(ending).filter(|s| s.chars().count() > 1) {
            out.extend(put.iter().map(|p| format!("{stem}{p}")));
            let mut c = stem.chars().rev();
            if let (Some(a), Some(b)) = (c.next(), c.next())
                && a == b
                && !ending.ends_with('s')
            {
                out.push(stem[..stem.len() - a.len_utf8()].to_string());
            }
        }
    }
    out
}

/// One script, where it fits the form: `K` keeps case, `L` lowers it, `T` leaves the first letter and lowers the rest.
fn apply(form: &str, script: &str) -> Option<String> {
    let mut parts = script.splitn(3, '|');
    let (rule, cut, add) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?);
    let base: Vec<char> = match rule {
        "L" => form.to_lowercase().chars().collect(),
        "T" => form.chars().take(1).chain(form.to_lowercase().chars().skip(1)).collect(),
        _ => form.chars().collect(),
    };
    // a script that cuts a whole word ("was" to "be") fits words of just that length
    let keep = base.len().checked_sub(cut)?;
    let out: String = base[..keep].iter().copied().chain(add.chars()).collect();
    (!out.is_empty()).then_some(out)
}

/// Irregular verbs: form, lemma; in the order of the forms.
#[rustfmt::skip]
const IRREGULAR: [(&str, &str); 188] = [
    ("arisen", "arise"),
    ("arose", "arise"),
    ("ate", "eat"),
    ("awoke", "awake"),
    ("awoken", "awake"),
    ("bade", "bid"),
    ("beaten", "beat"),
    ("became", "become"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("bet", "bet"),
    ("bit", "bite"),
    ("bitten", "bite"),
    ("bled", "bleed"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bore", "bear"),
    ("born", "bear"),
    ("borne", "bear"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("bred", "breed"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("burst", "burst"),
    ("came", "come"),
    ("cast", "cast"),
    ("caught", "catch"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("clung", "cling"),
    ("cost", "cost"),
    ("crept", "creep"),
    ("cut", "cut"),
    ("dealt", "deal"),
    ("drank", "drink"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("drunk", "drink"),
    ("dug", "dig"),
    ("eaten", "eat"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("foresaw", "foresee"),
    ("foreseen", "foresee"),
    ("forgave", "forgive"),
    ("forgiven", "forgive"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hit", "hit"),
    ("hung", "hang"),
    ("hurt", "hurt"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("let", "let"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("met", "meet"),
    ("misled", "mislead"),
    ("overcame", "overcome"),
    ("overran", "overrun"),
    ("oversaw", "oversee"),
    ("overseen", "oversee"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("paid", "pay"),
    ("proven", "prove"),
    ("put", "put"),
    ("quit", "quit"),
    ("ran", "run"),
    ("rang", "ring"),
    ("read", "read"),
    ("rebuilt", "rebuild"),
    ("retaken", "retake"),
    ("retook", "retake"),
    ("rid", "rid"),
    ("ridden", "ride"),
    ("risen", "rise"),
    ("rode", "ride"),
    ("rose", "rise"),
    ("rung", "ring"),
    ("said", "say"),
    ("sang", "sing"),
    ("sank", "sink"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("set", "set"),
    ("shaken", "shake"),
    ("shed", "shed"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("shrank", "shrink"),
    ("shrunk", "shrink"),
    ("shut", "shut"),
    ("slept", "sleep"),
    ("slid", "slide"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spat", "spit"),
    ("spent", "spend"),
    ("split", "split"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("sprang", "spring"),
    ("spread", "spread"),
    ("sprung", "spring"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("stricken", "strike"),
    ("striven", "strive"),
    ("strove", "strive"),
    ("struck", "strike"),
    ("stuck", "stick"),
    ("sung", "sing"),
    ("sunk", "sink"),
    ("swam", "swim"),
    ("swept", "sweep"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("swum", "swim"),
    ("swung", "swing"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("thrust", "thrust"),
    ("told", "tell"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("undergone", "undergo"),
    ("understood", "understand"),
    ("undertaken", "undertake"),
    ("undertook", "undertake"),
    ("underwent", "undergo"),
    ("upheld", "uphold"),
    ("upset", "upset"),
    ("went", "go"),
    ("wept", "weep"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
    ("withstood", "withstand"),
    ("woke", "wake"),
    ("woken", "wake"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_edit_the_end() {
        assert_eq!(apply("Parties", "L|3|y").unwrap(), "party");
        assert_eq!(apply("was", "L|3|be").unwrap(), "be");
        assert_eq!(apply("OMAN", "T|0|").unwrap(), "Oman");
        assert_eq!(apply("a", "L|3|be"), None);
    }

    #[test]
    fn the_vocabulary_decides_between_likely_scripts() {
        let scripts: Vec<String> = ["L|2|", "L|1|", "L|0|"].map(String::from).to_vec();
        let known = |w: &str| ["urge", "urged", "claim", "claimed"].contains(&w);
        assert_eq!(best("urged", "VERB", &[3.0, 2.0, 1.0], &scripts, known), "urge");
        assert_eq!(best("claimed", "VERB", &[2.0, 3.0, 1.0], &scripts, known), "claim");
        assert_eq!(best("claimed", "VERB", &[1.0, 2.0, 3.0], &scripts, known), "claim");
        assert_eq!(best("withdrew", "VERB", &[3.0, 2.0, 1.0], &scripts, known), "withdraw");
        assert_eq!(best("blacklist", "VERB", &[3.0, 2.0, 1.0], &scripts, known), "blacklist");
        let plural = |w: &str| ["deliveries", "delivery", "series"].contains(&w);
        assert_eq!(best("deliveries", "NOUN", &[1.0, 2.0, 3.0], &scripts, plural), "delivery");
        assert_eq!(best("series", "NOUN", &[1.0, 2.0, 3.0], &scripts, plural), "series");
        assert_eq!(best("i", "PRON", &[3.0, 2.0, 1.0], &scripts, known), "I");
        assert_eq!(best("gunmen", "NOUN", &[3.0, 2.0, 1.0], &scripts, known), "gunman");
    }

    #[test]
    fn a_stem_without_a_vowel_is_none_and_a_doubled_consonant_goes() {
        let scripts: Vec<String> = ["L|3|", "L|0|"].map(String::from).to_vec();
        let known = |w: &str| {
            ["br", "bring", "kidd", "kid", "hop", "hope", "visit", "visite", "add", "ad", "chant", "chan"].contains(&w)
        };
        for (form, lemma) in [
            ("bring", "bring"),
            ("kidding", "kid"),
            ("hoping", "hope"),
            ("visiting", "visit"),
            ("adding", "add"),
            ("chanted", "chant"),
        ] {
            assert_eq!(best(form, "VERB", &[2.0, 1.0], &scripts, known), lemma);
        }
    }

    #[test]
    fn irregular_verbs_are_sorted() {
        assert!(IRREGULAR.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
