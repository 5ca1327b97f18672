//! What every command works with: the knowledge tables, the reader and the coder, loaded once.

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};
use rapporteur_code::Coder;
use rapporteur_read::{Reader, ReaderKind};
use rapporteur_types::document::hex;
use rapporteur_types::knowledge::{DossierSpec, Knowledge};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The tables that ship, inside the program.
static KNOWLEDGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../knowledge");
/// The reader that ships, inside the program.
pub static MODEL: &[u8] = include_bytes!("../../../models/reader.safetensors");

/// Everything that reading and coding need. Immutable, shared by all threads.
pub struct Tools {
    pub knowledge: Knowledge,
    pub reader: Reader,
    pub coder: Coder,
    /// Hash of all tables: what was derived with others does not count.
    pub tables: String,
}

/// What the command line says of the tools.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// A folder laid out like `knowledge/`, instead of the tables that ship.
    pub knowledge: Option<&'a Path>,
    pub reader: ReaderKind,
}

impl Tools {
    /// Load tables and model.
    pub fn load(setup: Setup<'_>) -> Result<Tools> {
        let (knowledge, tables) = tables(setup.knowledge)?;
        let reader = Reader::from_bytes(MODEL, setup.reader).context("the model inside the program")?;
        let coder = Coder::new(&knowledge);
        Ok(Tools { knowledge, reader, coder, tables })
    }
}

/// The tables alone, and their hash.
pub fn tables(folder: Option<&Path>) -> Result<(Knowledge, String)> {
    let mut hash = Sha256::new();
    let mut out = Knowledge::default();
    let mut files: Vec<(String, String)> = Vec::new();
    match folder {
        None => embedded(&KNOWLEDGE, &mut files),
        Some(f) => on_disk(f, f, &mut files)?,
    }
    files.sort();
    for (path, text) in &files {
        out.add(path, text)?;
        for part in [path, text] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
    }
    if out.actors.is_empty() {
        bail!(
            "no actors/*.toml in {}: is it a knowledge folder?",
            folder.map_or("the program".into(), |f| f.display().to_string())
        );
    }
    Ok((out, hex(&hash.finalize())))
}

fn embedded(dir: &Dir<'_>, out: &mut Vec<(String, String)>) {
    for f in dir.files().filter(|f| f.path().extension().is_some_and(|e| e == "toml")) {
        out.push((f.path().display().to_string(), f.contents_utf8().unwrap_or_default().to_string()));
    }
    dir.dirs().for_each(|d| embedded(d, out));
}

fn on_disk(root: &Path, dir: &Path, out: &mut Vec<(String, String)>) -> Result<()> {
    for entry in std::fs::read_dir(dir).with_context(|| format!("knowledge folder {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            on_disk(root, &path, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string().replace('\\', "/");
            out.push((name, text));
        }
    }
    Ok(())
}

/// A dossier by the name of a table or the path of a file.
pub fn dossier(knowledge: &mut Knowledge, name: &str) -> Result<DossierSpec> {
    if let Some(d) = knowledge.dossier(name) {
        return Ok(d.clone());
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<&str> = knowledge.dossiers.iter().map(|d| d.name.as_str()).collect();
        bail!("no dossier `{name}`: known are {}; or give the path of a dossier file", known.join(", "));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("dossier file {name}"))?;
    let before = knowledge.dossiers.len();
    knowledge.add(&format!("dossiers/{name}"), &text)?;
    Ok(knowledge.dossiers[before].clone())
}

impl Tools {
    /// Version of reader and coder together: what an entry of claims was made by.
    pub fn version(&self) -> String {
        format!("{}/{}", rapporteur_code::coder::CODER, self.reader.version)
    }

    /// What the answer to "is this document about that dossier" depends on, beside the document and its claims.
    pub fn dossier_key(&self, spec: &DossierSpec) -> String {
        let rules = rapporteur_assess::concern::RULES;
        let program = env!("CARGO_PKG_VERSION");
        hex(&Sha256::digest(format!("{program} {rules} {} {spec:?}", self.tables)))
    }
}
