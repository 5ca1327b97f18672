//! The small actor tables of PETRARCH's validation suite, as rows of our own tables.

use rapporteur_types::knowledge::{ActorRow, Knowledge};
use std::collections::BTreeSet;

/// Rows of a table in the form of PETRARCH: `NAME [CODE]`, further names on lines with `+`, codes on lines of their own; of a
/// code that changes with time the first. Names that the tables know already are left to them.
pub fn rows(text: &str, known: &Knowledge) -> Vec<ActorRow> {
    let folded = |name: &str| name.to_lowercase();
    let names = known.actors.iter().flat_map(|a| [&a.name].into_iter().chain(&a.aliases).chain(&a.demonyms));
    let taken: BTreeSet<String> = names.map(|n| folded(n)).collect();
    let mut out: Vec<ActorRow> = Vec::new();
    let (mut group, mut code): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut close = |group: &mut Vec<String>, code: &mut Option<String>| {
        let fresh: Vec<String> = group.drain(..).filter(|n| !taken.contains(&folded(n))).collect();
        if let (Some(code), Some(first)) = (code.take(), fresh.first()) {
            out.push(row(first, &fresh[1..], &code));
        }
    };
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with("<!--") || line.starts_with("-->") {
            continue;
        }
        let (name, rest) = line.split_once('[').map_or((line, None), |(n, r)| (n.trim(), Some(r)));
        if !name.is_empty() && !name.starts_with('+') {
            close(&mut group, &mut code);
        }
        let name = name.trim_start_matches('+').replace('_', " ");
        if !name.trim().is_empty() {
            group.push(titled(name.trim()));
        }
        let letters: String = rest.unwrap_or_default().chars().take_while(char::is_ascii_alphabetic).collect();
        if code.is_none() && letters.len() >= 3 {
            code = Some(letters.to_uppercase());
        }
    }
    close(&mut group, &mut code);
    out
}

/// "MINAS TIRITH" as a text writes it.
fn titled(name: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        letters.next().map_or(String::new(), |c| c.to_string() + &letters.as_str().to_lowercase())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Three letters are a state; what follows them is a sector.
fn row(name: &str, others: &[String], code: &str) -> ActorRow {
    let (country, sector) = code.split_at(3);
    let kind = if sector.is_empty() { "state" } else { "body" };
    ActorRow {
        id: format!("{kind}:{code}:{}", name.to_lowercase().replace(' ', "-")),
        name: name.to_string(),
        aliases: others.to_vec(),
        demonyms: Vec::new(),
        country: Some(country.to_string()),
        sector: (!sector.is_empty()).then(|| sector.to_string()),
        capital: None,
        members: Vec::new(),
        part_of: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_further_names_and_codes_on_lines_of_their_own() {
        let table = "<!-- about -->\nSHIRE_LANDS [SHR] # note\n+SHIRELING\n\nDEEP TOWER GUARD [DTWMIL]\nWANDERER\n+STRIDER\n\t[WAN < 950601]\n\t[WANGOV 950601]\nIRAN [XXX]\nLOST [---]\n";
        let known = Knowledge { actors: vec![row("Iran", &[], "IRN")], ..Knowledge::default() };
        let got: Vec<_> = rows(table, &known).into_iter().map(|r| (r.name, r.aliases, r.country, r.sector)).collect();
        let s = |x: &str| x.to_string();
        assert_eq!(
            got,
            [
                (s("Shire Lands"), vec![s("Shireling")], Some(s("SHR")), None),
                (s("Deep Tower Guard"), vec![], Some(s("DTW")), Some(s("MIL"))),
                (s("Wanderer"), vec![s("Strider")], Some(s("WAN")), None),
            ]
        );
    }
}
