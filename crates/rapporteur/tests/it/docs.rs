//! What the program can do stands in its documents.

use crate::program::{root, run};
use std::collections::BTreeSet;

fn page(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Names under `Commands:` in a help text.
fn commands(help: &str) -> Vec<String> {
    let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let names = listed.lines().take_while(|l| !l.is_empty()).filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    names.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help").map(str::to_string).collect()
}

/// Long flags in a help text.
fn flags(help: &str) -> BTreeSet<String> {
    let listed = help.split("\nOptions:\n").nth(1).unwrap_or_default();
    let starts = listed.lines().filter(|l| l.trim_start().starts_with('-'));
    starts
        .flat_map(str::split_whitespace)
        .filter(|w| w.starts_with("--"))
        .map(|w| w.trim_matches(|c: char| !c.is_alphabetic() && c != '-').to_string())
        .collect()
}

/// The part of the page under a command's own heading.
fn section<'a>(page: &'a str, command: &str) -> &'a str {
    let heading = format!("\n## {command}\n");
    let from = page.find(&heading).unwrap_or_else(|| panic!("docs/reference/cli.md has no `## {command}`"));
    let rest = &page[from + heading.len()..];
    rest.split("\n## ").next().unwrap_or(rest)
}

#[test]
fn every_command_and_flag_is_documented() {
    let page = page("docs/reference/cli.md");
    let help = run(&["--help"]).out;
    let everywhere = flags(&help);
    assert!(everywhere.contains("--ledger"), "{help}");
    for flag in &everywhere {
        assert!(page.contains(flag.as_str()), "docs/reference/cli.md says nothing of {flag}");
    }
    let top = commands(&help);
    assert!(top.len() >= 8, "{top:?}");
    for command in &top {
        let help = run(&[command, "--help"]).out;
        let mut pages = vec![(command.clone(), help.clone())];
        for sub in commands(&help) {
            pages.push((format!("{command} {sub}"), run(&[command, &sub, "--help"]).out));
        }
        for (name, help) in pages.iter().filter(|(_, h)| commands(h).is_empty()) {
            let text = section(&page, name);
            for flag in flags(help).difference(&everywhere) {
                assert!(text.contains(flag.as_str()), "docs/reference/cli.md, {name}: nothing of {flag}");
            }
        }
    }
}

#[test]
fn every_exit_status_is_documented() {
    let page = page("docs/reference/cli.md");
    for status in ["| 0 |", "| 1 |", "| 2 |", "| 3 |"] {
        assert!(page.contains(status), "{status}");
    }
}

#[test]
fn every_kind_that_show_lists_is_documented() {
    let cli = page("docs/reference/cli.md");
    let text = section(&cli, "show");
    let help = run(&["show", "--help"]).out;
    let kinds: Vec<&str> = help
        .split("[possible values: ")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap()
        .split(", ")
        .map(str::trim)
        .collect();
    assert!(kinds.len() > 10, "{help}");
    for kind in kinds {
        assert!(text.contains(kind), "docs/reference/cli.md, show: nothing of {kind}");
    }
}

#[test]
fn every_event_type_modality_and_remark_is_in_the_codebook() {
    let page = page("docs/codebook/events.md");
    let types = [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ];
    for name in types {
        // the list above is the program's own
        let parsed: rapporteur_types::EventType = serde_json::from_value(name.into()).unwrap();
        assert_eq!(parsed.name(), name);
        assert!(page.contains(&format!("| {name} |")), "{name}");
    }
    for remark in remark_kinds() {
        assert!(page.contains(&format!("| {remark} |")), "{remark}");
    }
}

/// The kinds that serde knows, taken from what it says to one that it does not.
fn remark_kinds() -> Vec<String> {
    let refusal = serde_json::from_value::<rapporteur_types::RemarkKind>("gossip".into()).unwrap_err().to_string();
    let kinds: Vec<String> = refusal.split('`').skip(3).step_by(2).map(str::to_string).collect();
    assert!(kinds.len() >= 10, "{refusal}");
    kinds
}

#[test]
fn every_direct_dependency_has_a_line_that_says_what_for() {
    let page = page("docs/DEPENDENCIES.md");
    let rows: Vec<Vec<&str>> =
        page.lines().filter(|l| l.starts_with("| ")).map(|l| l.split('|').map(str::trim).collect()).collect();
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let manifest: toml::Table = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let stage = folder.file_name().unwrap().to_string_lossy().to_string();
        for (table, who) in
            [("dependencies", stage.as_str()), ("dev-dependencies", "tests"), ("build-dependencies", "build")]
        {
            for name in manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(|t| t.keys()) {
                if name.starts_with("rapporteur-") {
                    continue;
                }
                let row = rows.iter().find(|r| r[1] == name).unwrap_or_else(|| panic!("no line for {name} ({stage})"));
                assert!(row[2].contains(who), "{name}: `{}` does not name {who} ({stage})", row[2]);
                assert!(row[3].len() > 5, "{name}: what for?");
                seen.insert(name.clone());
            }
        }
    }
    let stale: Vec<&str> = rows.iter().skip(2).map(|r| r[1]).filter(|n| !seen.contains(*n)).collect();
    assert!(stale.is_empty(), "nobody uses {stale:?}");
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let readme = page("README.md");
    let block = readme.split("```").nth(1).unwrap();
    let lines: Vec<&str> = block.lines().skip(1).filter(|l| !l.trim().is_empty()).collect();
    assert_eq!(
        lines,
        [
            "cargo run --release --locked -- brief examples/iran-us --dossier iran-us -o brief.html",
            "cargo test --workspace --locked"
        ]
    );
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut pages = vec!["README.md".to_string(), "ARCHITECTURE.md".into(), "COMPARE.md".into(), "CHANGELOG.md".into()];
    for folder in ["docs", "docs/guide", "docs/reference", "docs/codebook"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().to_string();
            if name.ends_with(".md") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    let mut links = 0;
    for name in pages {
        let folder = root().join(&name).parent().unwrap().to_path_buf();
        for target in page(&name).split("](").skip(1).filter_map(|s| s.split(')').next()) {
            let file = target.split('#').next().unwrap();
            if file.is_empty() || file.contains("://") || file.contains(' ') {
                continue;
            }
            assert!(folder.join(file).exists(), "{name} links to {target}");
            links += 1;
        }
    }
    assert!(links > 10);
}

#[test]
fn every_fuzz_target_is_in_the_manifest_that_builds_it() {
    let manifest: toml::Table = page("fuzz/Cargo.toml").parse().expect("fuzz/Cargo.toml is TOML");
    let paths = manifest["bin"].as_array().into_iter().flatten().filter_map(|b| b.get("path")?.as_str());
    let listed: BTreeSet<String> = paths.map(str::to_string).collect();
    let folder = std::fs::read_dir(root().join("fuzz/fuzz_targets")).expect("fuzz targets");
    let there: BTreeSet<String> =
        folder.flatten().map(|e| format!("fuzz_targets/{}", e.file_name().to_string_lossy())).collect();
    assert_eq!(listed, there);
}
