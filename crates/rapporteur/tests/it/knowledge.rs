//! The tables that ship.

use crate::program::{root, run};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_example_of_every_table_is_as_it_should_be() {
    let got = run(&["knowledge", "check"]);
    assert!(got.out.contains("examples as they should be"), "{}", got.err);
    assert_eq!(got.status, 0, "{}", got.out);
}

#[test]
fn tables_from_a_folder_take_the_place_of_those_inside() {
    let folder = tempfile::tempdir().unwrap();
    let empty = run(&[Path::new("--knowledge"), folder.path(), Path::new("knowledge"), Path::new("check")]);
    assert_eq!(empty.status, 3);
    assert!(empty.err.contains("actors/*.toml"), "{}", empty.err);

    let actors = folder.path().join("actors");
    std::fs::create_dir(&actors).unwrap();
    std::fs::write(actors.join("own.toml"), "[[actor]]\nid = \"state:RUR\"\nname = \"Ruritania\"\ncolour = 3\n")
        .unwrap();
    let wrong = run(&[Path::new("--knowledge"), folder.path(), Path::new("knowledge"), Path::new("check")]);
    assert_eq!(wrong.status, 3);
    assert!(wrong.err.contains("actors/own.toml") && wrong.err.contains("colour"), "{}", wrong.err);
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        if path.is_dir() && !matches!(name.as_str(), "target" | "out" | ".git" | ".venv") {
            files(&path, out);
        } else if [".toml", ".rs", ".txt", ".md", ".jsonl", ".snap", ".py"].iter().any(|e| name.ends_with(e)) {
            out.push(path);
        }
    }
}

/// Words with their case.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

/// Runs of four words that are no mere name: at least two of them, beside numbers, are written small.
fn runs(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = words(text);
    (0..words.len().saturating_sub(3)).filter_map(move |i| {
        let four = &words[i..i + 4];
        let small = four.iter().filter(|w| w.chars().all(char::is_lowercase)).count();
        (small >= 2).then(|| four.join(" ").to_lowercase())
    })
}

#[test]
fn no_table_rule_or_fixture_holds_four_words_in_a_row_of_the_seed() {
    let seed = root().join("../shared/data/seed");
    let Ok(entries) = std::fs::read_dir(&seed) else {
        eprintln!("no seed article beside the checkout: nothing to compare with");
        return;
    };
    // what any such page asks or is framed by is nobody's sentence
    const COMMON: [&str; 3] = ["you may also like", "what are the main", "are the main obstacles"];
    let mut taken = BTreeSet::new();
    for entry in entries {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        taken.extend(text.lines().flat_map(runs));
    }
    taken.retain(|t| !COMMON.contains(&t.as_str()));
    let mut ours = Vec::new();
    for folder in ["knowledge", "crates", "examples", "templates", "train"] {
        files(&root().join(folder), &mut ours);
    }
    let mut found = Vec::new();
    for path in ours {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for line in text.lines() {
            found.extend(runs(line).filter(|r| taken.contains(r)).map(|r| format!("{}: {r}", path.display())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The reader knows no actors, but which words name a state: the same facts, kept together here.
#[test]
fn the_states_of_the_reader_are_those_of_the_tables() {
    let list = include_str!("../../../read/src/terms/states.txt");
    let table: toml::Table = include_str!("../../../../knowledge/actors/states.toml").parse().unwrap();
    let texts = |a: &toml::Value, key: &str| -> Vec<String> {
        let all = a.get(key).and_then(|v| v.as_array()).into_iter().flatten();
        all.filter_map(|v| v.as_str()).map(str::to_string).collect()
    };
    let want: Vec<String> = (table["actor"].as_array().unwrap().iter())
        .map(|a| {
            let names = [vec![a["name"].as_str().unwrap().to_string()], texts(a, "aliases")].concat();
            format!("{} | {}", names.join("; "), texts(a, "demonyms").join("; "))
        })
        .collect();
    let got: Vec<&str> = list.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(got, want, "crates/read/src/terms/states.txt and knowledge/actors/states.toml tell different things");
}
