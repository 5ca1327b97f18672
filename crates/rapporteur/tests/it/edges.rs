//! The star: `types ← each stage ← rapporteur`, `kernels ← read`, and no other edge.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn no_stage_imports_another() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(crates).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().to_string();
        let manifest: toml::Table = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let mut edges = BTreeSet::new();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names = manifest.get(table).and_then(|t| t.as_table()).into_iter().flat_map(|t| t.keys());
            edges.extend(names.filter_map(|k| k.strip_prefix("rapporteur-")).map(str::to_string));
        }
        let allowed: BTreeSet<String> = match name.as_str() {
            "types" | "kernels" => BTreeSet::new(),
            "read" => ["types", "kernels"].map(str::to_string).into(),
            "rapporteur" => {
                ["types", "collect", "read", "code", "ledger", "assess", "publish"].map(str::to_string).into()
            }
            _ => ["types".to_string()].into(),
        };
        assert!(edges.is_subset(&allowed), "crates/{name} may depend on {allowed:?}, but has {edges:?}");
        seen += 1;
    }
    assert_eq!(seen, 9, "the house has nine crates");
}
