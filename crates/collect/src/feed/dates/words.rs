//! Names of zones and months.

/// Zones by name, in hours east of Greenwich. The American ones are those of RFC 822.
pub(super) fn zone_hours(name: &str) -> Option<f32> {
    const ZONES: [(&str, f32); 42] = [
        ("Z", 0.0),
        ("UT", 0.0),
        ("GMT", 0.0),
        ("UTC", 0.0),
        ("WET", 0.0),
        ("AST", -4.0),
        ("ADT", -3.0),
        ("EST", -5.0),
        ("EDT", -4.0),
        ("ET", -5.0),
        ("CST", -6.0),
        ("CDT", -5.0),
        ("CT", -6.0),
        ("MST", -7.0),
        ("MDT", -6.0),
        ("MT", -7.0),
        ("PST", -8.0),
        ("PDT", -7.0),
        ("PT", -8.0),
        ("AKST", -9.0),
        ("AKDT", -8.0),
        ("HST", -10.0),
        ("NST", -3.5),
        ("NDT", -2.5),
        ("BST", 1.0),
        ("WEST", 1.0),
        ("CET", 1.0),
        ("MET", 1.0),
        ("MEZ", 1.0),
        ("CEST", 2.0),
        ("MEST", 2.0),
        ("MESZ", 2.0),
        ("EET", 2.0),
        ("SAST", 2.0),
        ("EEST", 3.0),
        ("MSK", 3.0),
        ("IRST", 3.5),
        ("PKT", 5.0),
        ("IST", 5.5),
        ("JST", 9.0),
        ("KST", 9.0),
        ("AEST", 10.0),
    ];
    ZONES.iter().find(|(zone, _)| zone.eq_ignore_ascii_case(name)).map(|(_, hours)| *hours)
}

/// Months by the beginnings of their names, in the languages in which feeds are found to write them.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "jän", "ene", "gen", "янв", "ιαν", "january", "janv", "oca"],
        &["feb", "fév", "fev", "фев", "φεβ", "fév", "şub"],
        &["mar", "mär", "mrz", "mrt", "maa", "мар", "μαρ", "μάρ", "már"],
        &["apr", "avr", "abr", "апр", "απρ", "ápr", "nis"],
        &["may", "mai", "mag", "mei", "maj", "май", "мая", "μαι", "μαϊ", "μάι", "máj"],
        &["jun", "juin", "giu", "июн", "ιουν", "ιούν", "jún", "haz"],
        &["jul", "juil", "lug", "июл", "ιουλ", "ιούλ", "júl", "tem"],
        &["aug", "aoû", "aou", "ago", "авг", "αυγ", "αύγ", "ağu"],
        &["sep", "set", "сен", "σεπ", "szept", "eyl"],
        &["oct", "okt", "ott", "out", "окт", "οκτ", "eki"],
        &["nov", "ноя", "νοε", "νοέ", "kas"],
        &["dec", "déc", "dez", "dic", "дек", "δεκ", "ara"],
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let longest = |names: &&[&str]| names.iter().filter(|n| word.starts_with(**n)).map(|n| n.len()).max();
    let (at, _) =
        MONTHS.iter().enumerate().filter_map(|(i, names)| Some((i, longest(names)?))).max_by_key(|(_, n)| *n)?;
    Some(at as i8 + 1)
}
