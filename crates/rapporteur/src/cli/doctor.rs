//! `doctor`: is everything as it should be, and if not, what to do.

use super::{Outcome, now, print};
use crate::interrupt::Interrupt;
use crate::sources::{Shelf, minute};
use crate::store;
use crate::tools::{self, Setup, Tools};
use anyhow::Result;
use jiff::Timestamp;
use rapporteur_collect::state::{self, Health};
use rapporteur_ledger::{Index, Ledger, LedgerError};
use rapporteur_read::Reader;
use rapporteur_types::source::Source;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Less free room than this is told.
const ROOM: u64 = 1_000_000_000;

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Works, and something should be done.
    Odd,
    /// Does not work.
    Bad,
}

/// One line of the examination.
pub struct Line {
    /// What was looked at.
    pub part: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do; none where all is right.
    pub todo: Option<String>,
}

impl Line {
    fn good(part: &'static str, found: impl Into<String>) -> Line {
        Line { part, state: State::Good, found: found.into(), todo: None }
    }

    fn odd(part: &'static str, found: impl Into<String>, todo: impl Into<String>) -> Line {
        Line { part, state: State::Odd, found: found.into(), todo: Some(todo.into()) }
    }

    fn bad(part: &'static str, found: impl Into<String>, todo: impl Into<String>) -> Line {
        Line { part, state: State::Bad, found: found.into(), todo: Some(todo.into()) }
    }
}

/// Run it. Status 1 where a line is not all right.
pub fn run(as_json: bool, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let path = store::path(ledger)?;
    let mut lines = vec![program(), model(setup), knowledge(setup)];
    lines.extend(clock(&path));
    lines.extend(ledger_and_cache(&path, setup));
    lines.extend(disk(&path));
    lines.extend(sources(&path, setup));
    let mut out = String::new();
    for l in &lines {
        let state = match l.state {
            State::Good => "ok",
            State::Odd => "look",
            State::Bad => "bad",
        };
        if as_json {
            out += &format!("{}\n", json!({"part": l.part, "state": state, "found": l.found, "todo": l.todo}));
        } else {
            out += &format!("{state:<4}  {:<9}  {}\n", l.part, l.found);
            if let Some(todo) = &l.todo {
                out += &format!("{:15}  → {todo}\n", "");
            }
        }
    }
    print(out.as_bytes())?;
    let all_right = lines.iter().all(|l| l.state == State::Good);
    Ok(if all_right { Outcome::Clean } else { Outcome::SomeFailed })
}

fn program() -> Line {
    let versions = format!(
        "rapporteur {}, ledger format {}, coder {}, SQLite {}",
        env!("CARGO_PKG_VERSION"),
        rapporteur_ledger::FORMAT,
        rapporteur_code::coder::CODER,
        rapporteur_ledger::sqlite_version(),
    );
    Line::good("program", versions)
}

fn model(setup: Setup<'_>) -> Line {
    match Reader::from_bytes(tools::MODEL, setup.reader) {
        Ok(reader) => Line::good("model", format!("reader {}", reader.version)),
        Err(e) => Line::bad("model", e.to_string(), "build or install the program again: the model is part of it"),
    }
}

fn knowledge(setup: Setup<'_>) -> Line {
    let from = setup.knowledge.map_or("the program".into(), |f| f.display().to_string());
    match tools::tables(setup.knowledge) {
        Ok((k, hash)) => {
            let (actors, roles, dossiers) = (k.actors.len(), k.roles.len(), k.dossiers.len());
            let hash = &hash[..12];
            Line::good(
                "knowledge",
                format!("{actors} actors, {roles} offices, {dossiers} dossiers from {from} ({hash})"),
            )
        }
        Err(e) => {
            let todo = "mend the table that is named; `rapporteur knowledge check` runs the examples of all";
            Line::bad("knowledge", format!("{e:#}"), todo)
        }
    }
}

/// Each source: when it was last heard, when it last had something new, and when it is asked next.
fn sources(path: &Path, setup: Setup<'_>) -> Vec<Line> {
    let look = || -> Result<Vec<Line>> {
        let (knowledge, _) = tools::tables(setup.knowledge)?;
        let shelf = Shelf::open(Some(path.to_path_buf()))?;
        let all = shelf.sources(&knowledge.dossiers.iter().collect::<Vec<_>>())?;
        Ok(all.iter().map(|s| source(s, &shelf.state(&s.spec.url))).collect())
    };
    // what is wrong with ledger or tables is told above
    if path.exists() { look().unwrap_or_default() } else { Vec::new() }
}

fn source(source: &Source, state: &state::State) -> Line {
    let url = &source.spec.url;
    let time = |at: Option<Timestamp>| at.map_or("never".to_string(), minute);
    let (heard, new, next) = (time(state.heard), time(state.new), time(state.wake()));
    let found = format!("{url}: last heard {heard}, last new {new}, next try {next}");
    if let Some(reason) = &source.gone {
        return Line::odd("source", format!("{url}: {reason}"), format!("`rapporteur source remove {url}`"));
    }
    match &state.health {
        Health::New => Line::odd("source", format!("{url}: not asked yet"), "`rapporteur collect` asks it"),
        Health::Failed(reason) => {
            let todo = "it is asked again by itself; where that goes on, look at the address in a browser";
            Line::odd("source", format!("{found}: {reason}"), todo)
        }
        Health::Waiting(reason) => Line::good("source", format!("{found}: {reason}")),
        Health::Empty => Line::good("source", format!("{found}: it lists nothing")),
        Health::Ok | Health::Gone(_) => Line::good("source", found),
    }
}

/// The clock against what the ledger has seen: times that are recorded must not lie ahead.
fn clock(path: &Path) -> Vec<Line> {
    let time = now();
    let year = Timestamp::now().to_string()[..4].parse().unwrap_or(0);
    if year < 2025 {
        let todo = "set the clock: what is recorded carries its time";
        return vec![Line::bad("clock", format!("{time}, before this program was made"), todo)];
    }
    let last = || -> Option<Timestamp> {
        let ledger = Ledger::look(path).ok()?;
        ledger.entry(ledger.len().ok()?).ok()??.recorded.parse().ok()
    };
    match last() {
        Some(last) if last > Timestamp::now() => {
            let todo = "set the clock, or find out which machine wrote the entry";
            vec![Line::odd("clock", format!("{time}, but the last entry was recorded at {last}"), todo)]
        }
        _ => vec![Line::good("clock", time)],
    }
}

fn ledger_and_cache(path: &Path, setup: Setup<'_>) -> Vec<Line> {
    if !path.exists() {
        let found = format!("{}: not there yet", path.display());
        return vec![Line::odd("ledger", found, "put documents in: rapporteur add PATH")];
    }
    let open = || -> Result<(Ledger, u64), LedgerError> {
        let ledger = Ledger::open(path)?;
        ledger.wait_at_most(Duration::from_secs(2))?;
        let entries = ledger.len()?;
        // the last entry and one from the middle: a whole verification is a command of its own
        for seq in [entries, entries / 2].into_iter().filter(|s| *s > 0) {
            ledger.entry(seq)?;
        }
        ledger.try_to_write()?;
        Ok((ledger, entries))
    };
    let (ledger, entries) = match open() {
        Ok(opened) => opened,
        Err(e) => {
            let todo = match &e {
                LedgerError::Busy { .. } => "wait for the other program, or see whether it hangs",
                LedgerError::Full { .. } => "make room on the disk",
                LedgerError::Broken { .. } | LedgerError::Damaged { .. } => "rapporteur ledger restore BACKUP",
                _ => "see that the file and its folder may be written by you",
            };
            return vec![Line::bad("ledger", e.to_string(), todo)];
        }
    };
    let format = ledger.format().unwrap_or_default();
    let found = format!("{}: {entries} entries, format {format}, can be written", path.display());
    let mut lines = vec![Line::good("ledger", found)];
    lines.push(cache(path, &ledger, entries));
    lines.extend(readings(path, setup));
    lines
}

fn cache(path: &Path, ledger: &Ledger, entries: u64) -> Line {
    let cache = store::cache(path);
    let again = format!("delete {}: it is made again", cache.display());
    match Index::open(&cache, ledger).and_then(|i| Ok((i.check()?, i.upto()?, i.trouble().map(str::to_string)))) {
        Ok((_, _, Some(trouble))) => Line::odd("cache", trouble, "it works without, and more slowly"),
        Ok((false, ..)) => Line::bad("cache", "damaged", again),
        Ok((true, upto, None)) => Line::good("cache", format!("knows {upto} of {entries} entries")),
        Err(e) => Line::bad("cache", e.to_string(), again),
    }
}

/// Are the documents read, and by which reader?
fn readings(path: &Path, setup: Setup<'_>) -> Option<Line> {
    let tools = Tools::load(setup).ok()?;
    let look = || {
        store::with(path, &Interrupt::listen(), |store| {
            store.catch_up()?;
            Ok((store.index.uncoded()?.len(), store.index.totals()?))
        })
    };
    let Ok((waiting, totals)) = look() else { return None };
    let own: u64 = totals.iter().filter(|(v, _)| *v == tools.version()).map(|(_, t)| t.documents).sum();
    let all: u64 = totals.iter().map(|(_, t)| t.documents).sum();
    Some(if own < all {
        let found = format!("{} of {all} documents were read by another reader or coder than this one", all - own);
        Line::odd("readings", found, "rapporteur reread")
    } else if waiting > 0 {
        Line::odd(
            "readings",
            format!("{all} documents read, {waiting} not yet"),
            "the next `rapporteur brief` reads them",
        )
    } else {
        Line::good("readings", format!("{all} documents read by {}", tools.version()))
    })
}

/// Room where the ledger lies.
fn disk(path: &Path) -> Option<Line> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let free = fs4::available_space(folder).ok()?;
    let size = |p: &Path| std::fs::metadata(p).map_or(0, |m| m.len());
    let used = size(path) + size(&store::cache(path));
    let found = format!("{} MB free, ledger and cache hold {} MB", free / 1_000_000, used / 1_000_000);
    // a backup and a new cache need as much again
    Some(if free < ROOM.max(used) {
        Line::odd("disk", found, "make room: a backup needs as much as the ledger holds")
    } else {
        Line::good("disk", found)
    })
}
