//! The tables under `knowledge/`, as they are shipped: each parses, and they agree with one another.

use rapporteur_types::When;
use rapporteur_types::knowledge::{Knowledge, RoleRow};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Region codes that are no state of the table: the European Union, and Western Sahara, whose state is in dispute.
const NO_STATE: [&str; 2] = ["EU", "ESH"];

fn shipped() -> Knowledge {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut k = Knowledge::default();
    for folder in ["actors", "roles", "places", "outlets"] {
        let mut files: Vec<_> = std::fs::read_dir(root.join(folder)).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
            let name = format!("{folder}/{}", file.file_name().unwrap().to_string_lossy());
            k.add(&name, &std::fs::read_to_string(file).unwrap()).unwrap();
        }
    }
    k
}

fn states(k: &Knowledge) -> BTreeSet<&str> {
    k.actors.iter().filter_map(|a| a.id.strip_prefix("state:")).chain(NO_STATE).collect()
}

fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn actor_ids_are_unique_and_say_what_the_actor_is() {
    let k = shipped();
    let mut seen = BTreeSet::new();
    let good = |id: &str| ["state:", "body:", "group:", "person:"].iter().any(|p| id.starts_with(p));
    none(k.actors.iter().filter(|a| !seen.insert(&a.id) || !good(&a.id)).map(|a| a.id.clone()).collect());
}

#[test]
fn every_member_of_the_united_nations_has_a_seat_and_a_people() {
    let k = shipped();
    let present = k.actors.iter().filter(|a| a.id.starts_with("state:") && a.capital.is_some());
    assert!(present.count() >= 193, "states with a capital");
    // A people has no name of its own where two states share it, as the two Congos do.
    let mute: Vec<_> = k.actors.iter().filter(|a| a.id.starts_with("state:") && a.demonyms.is_empty()).collect();
    assert!(mute.len() <= 3, "{mute:?}");
}

#[test]
fn countries_members_and_bodies_that_actors_name_exist() {
    let k = shipped();
    let (states, ids): (_, BTreeSet<&str>) = (states(&k), k.actors.iter().map(|a| a.id.as_str()).collect());
    let mut wrong = Vec::new();
    for a in &k.actors {
        let own = a.id.strip_prefix("state:");
        if own.is_some() && a.country.as_deref() != own {
            wrong.push(format!("{}: a state's country is its own code", a.id));
        }
        for c in a.country.iter().chain(&a.members).filter(|c| !states.contains(c.as_str())) {
            wrong.push(format!("{}: no state {c}", a.id));
        }
        for b in a.part_of.iter().filter(|b| !ids.contains(b.as_str())) {
            wrong.push(format!("{}: no body {b}", a.id));
        }
    }
    for (name, country) in (k.places.iter().map(|p| (&p.name, &p.country)))
        .chain(k.outlets.iter().map(|o| (&o.name, &o.country)))
        .filter(|(_, c)| c.as_deref().is_some_and(|c| !states.contains(c)))
    {
        wrong.push(format!("{name}: no state {country:?}"));
    }
    none(wrong);
}

#[test]
fn no_name_means_two_actors() {
    let k = shipped();
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for a in &k.actors {
        for name in [&a.name].into_iter().chain(&a.aliases).chain(&a.demonyms).chain(&a.capital) {
            owners.entry(name).or_default().insert(&a.id);
        }
    }
    none(owners.iter().filter(|(_, ids)| ids.len() > 1).map(|(n, ids)| format!("{n}: {ids:?}")).collect());
}

#[test]
fn offices_are_held_by_persons_we_know_in_bodies_we_know() {
    let k = shipped();
    let ids: BTreeSet<&str> = k.actors.iter().map(|a| a.id.as_str()).collect();
    let sound = |person: &str, of: &str, from: Option<When>, until: Option<When>| {
        person.starts_with("person:")
            && ids.contains(person)
            && ids.contains(of)
            && from.zip(until).is_none_or(|(f, u)| f.first() <= u.last())
    };
    none(k.roles.iter().filter(|r| !sound(&r.person, &r.of, r.from, r.until)).map(|r| format!("{r:?}")).collect());
}

/// Two rows may meet on the day of a handover, or in its month where the day is not known; no further.
#[test]
fn no_state_has_two_heads_at_once() {
    let k = shipped();
    let single =
        ["president", "prime minister", "chancellor", "foreign minister", "secretary of state", "supreme leader"];
    let mut wrong = Vec::new();
    for (i, a) in k.roles.iter().enumerate().filter(|(_, a)| single.contains(&a.office.as_str())) {
        for b in k.roles[i + 1..].iter().filter(|b| b.office == a.office && b.of == a.of) {
            let from = |r: &RoleRow| r.from.map(When::last);
            let until = |r: &RoleRow| r.until.map(When::first);
            let before = |x, y| until(x).zip(from(y)).is_some_and(|(u, f)| u <= f);
            if a.person != b.person && !before(a, b) && !before(b, a) {
                wrong.push(format!("{} of {}: {} and {}", a.office, a.of, a.person, b.person));
            }
        }
    }
    none(wrong);
}

#[test]
fn no_outlet_name_or_domain_means_two_outlets() {
    let k = shipped();
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for o in &k.outlets {
        for name in [&o.name].into_iter().chain(&o.aliases) {
            owners.entry(name.to_lowercase()).or_default().insert(&o.name);
        }
    }
    none(owners.iter().filter(|(_, n)| n.len() > 1).map(|(n, of)| format!("{n}: {of:?}")).collect());
}

#[test]
fn places_have_a_kind_that_readers_know_and_waters_no_country() {
    let k = shipped();
    let kinds = ["capital", "city", "region", "sea", "strait", "site", "base", "venue"];
    let canal = |n: &str| n.ends_with("Canal");
    none(
        k.places
            .iter()
            .filter(|p| {
                !kinds.contains(&p.kind.as_str())
                    || (["sea", "strait"].contains(&p.kind.as_str()) && p.country.is_some() && !canal(&p.name))
            })
            .map(|p| p.name.clone())
            .collect(),
    );
}
