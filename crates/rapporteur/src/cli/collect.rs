//! `collect` and `watch`: the sources are asked, and what they have new goes into the ledger.

use super::source::Web;
use super::{Outcome, brief, now};
use crate::interrupt::Interrupt;
use crate::sources::{Machine, Shelf, minute, printable};
use crate::tools::{self, Setup, Tools};
use crate::{dossier, store};
use anyhow::{Context, Result};
use rapporteur_collect::clock::Clock;
use rapporteur_collect::http::Client;
use rapporteur_collect::round::{Pace, Summary, round};
use rapporteur_types::Document;
use rapporteur_types::knowledge::{DossierSpec, Knowledge};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Arguments of `collect`.
#[derive(clap::Args)]
pub struct Args {
    /// Sources of this dossier alone, beside those of the ledger [default: of every dossier].
    #[arg(long, value_name = "NAME|FILE")]
    dossier: Option<String>,
    /// Ask every source now, due or not.
    #[arg(long)]
    all: bool,
    /// Minutes from one look at a source to the next, at least; a source's own wish for more is followed.
    #[arg(long, value_name = "MINUTES", default_value = "30", value_parser = clap::value_parser!(u32).range(0..=1440))]
    every: u32,
    #[command(flatten)]
    web: Web,
}

/// Arguments of `watch`.
#[derive(clap::Args)]
pub struct WatchArgs {
    #[command(flatten)]
    collect: Args,
    /// Rewrite the brief here after each round that changed it: .html, .json, else Markdown.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End after so many rounds [default: when stopped].
    #[arg(long, value_name = "N")]
    rounds: Option<u64>,
}

/// Least time between two looks at a source that is not one's own.
const LEAST: Duration = Duration::from_secs(5 * 60);

impl Args {
    fn pace(&self) -> Pace {
        let every = Duration::from_secs(u64::from(self.every) * 60);
        let least = if self.web.is_private() { Duration::from_secs(1) } else { LEAST };
        Pace { every: every.max(least), all: self.all }
    }

    /// The dossiers whose sources are asked.
    fn dossiers<'a>(&self, knowledge: &'a mut Knowledge) -> Result<(Vec<&'a DossierSpec>, Option<DossierSpec>)> {
        match &self.dossier {
            None => Ok((knowledge.dossiers.iter().collect(), None)),
            Some(name) => {
                let spec = tools::dossier(knowledge, name)?;
                Ok((knowledge.dossiers.iter().filter(|d| d.name == spec.name).collect(), Some(spec)))
            }
        }
    }
}

/// One round.
pub fn collect(args: &Args, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let (mut knowledge, _) = tools::tables(setup.knowledge)?;
    let (dossiers, _) = args.dossiers(&mut knowledge)?;
    let mut shelf = Shelf::open(ledger)?;
    let stop = Interrupt::listen();
    let clock = Machine(&stop);
    let client = Client::new(args.web.settings(), shelf.hosts());
    let done = one_round(args, &mut shelf, &client, &clock, &dossiers)?;
    let Some(summary) = done else { return Ok(Outcome::NothingDone) };
    if clock.stopped() {
        eprintln!("stopped: what arrived is in {}; `rapporteur collect` goes on from there", shelf.path.display());
    }
    Ok(match summary {
        Summary { asked, failed, .. } if asked > 0 && failed == asked => Outcome::NothingDone,
        Summary { failed: 0, missed: 0, .. } => Outcome::Clean,
        _ => Outcome::SomeFailed,
    })
}

/// A round, told on standard error. None where there is no source at all.
fn one_round(
    args: &Args,
    shelf: &mut Shelf,
    client: &Client,
    clock: &Machine<'_>,
    dossiers: &[&DossierSpec],
) -> Result<Option<Summary>> {
    let mut sources = shelf.watched(dossiers)?;
    if sources.is_empty() {
        eprintln!("rapporteur: no sources: add one with `rapporteur source add URL`");
        return Ok(None);
    }
    let mut tell = |_: &str, document: &Document| eprintln!("+ {}", named(document));
    let summary = round(&mut sources, client, clock, args.pace(), |event| shelf.keep(event, &now(), &mut tell));
    shelf.keep_hosts(&client.hosts);
    let summary = summary?;
    let next = sources.iter().filter_map(|s| s.state.wake()).min().map(|t| format!("; next look {}", minute(t)));
    eprintln!(
        "{} of {} sources asked, {} failed; {} new articles, {} could not be had{}",
        summary.asked,
        sources.len(),
        summary.failed,
        summary.new,
        summary.missed,
        next.unwrap_or_default()
    );
    Ok(Some(summary))
}

/// An article by its name: outlet, title, day.
fn named(document: &Document) -> String {
    let outlet = document.outlet.as_deref().unwrap_or("unknown outlet");
    let title = document.title.as_deref().unwrap_or(&document.name);
    let day = document.published.when.map_or("undated".to_string(), |w| w.to_string());
    printable(&format!("{outlet}: {title} ({day})"))
}

/// Rounds until somebody wants an end.
pub fn watch(args: &WatchArgs, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let mut tools = Tools::load(setup)?;
    let (_, spec) = args.collect.dossiers(&mut tools.knowledge)?;
    let dossiers: Vec<DossierSpec> = match &spec {
        Some(spec) => vec![spec.clone()],
        None => tools.knowledge.dossiers.clone(),
    };
    let dossiers: Vec<&DossierSpec> = dossiers.iter().collect();
    let mut shelf = Shelf::open(ledger)?;
    let stop = Interrupt::listen();
    let clock = Machine(&stop);
    let client = Client::new(args.collect.web.settings(), shelf.hosts());
    // the state of affairs before the first round
    let mut shown = update(&shelf, &stop, &tools, spec.as_ref(), args.output.as_deref(), &[])?;
    let (mut rounds, mut failed) = (0, false);
    while args.rounds.is_none_or(|most| rounds < most) && !clock.stopped() {
        let Some(summary) = one_round(&args.collect, &mut shelf, &client, &clock, &dossiers)? else {
            return Ok(Outcome::NothingDone);
        };
        rounds += 1;
        failed = summary.failed + summary.missed > 0;
        if summary.new > 0 && !clock.stopped() {
            match update(&shelf, &stop, &tools, spec.as_ref(), args.output.as_deref(), &shown) {
                Ok(lines) => shown = lines,
                // what arrived is kept, and is read the next time
                Err(_) if clock.stopped() => break,
                Err(e) => return Err(e),
            }
        }
        if args.rounds == Some(rounds) {
            break;
        }
        let next = shelf.watched(&dossiers)?.iter().map(|s| s.state.wake().unwrap_or(clock.now())).min();
        let next = next.unwrap_or(clock.now());
        let wait = Duration::try_from(next.duration_since(clock.now())).unwrap_or_default();
        clock.wait(wait.clamp(Duration::from_millis(500), Duration::from_secs(3600)));
    }
    if clock.stopped() {
        eprintln!("stopped: what arrived is in {}; `rapporteur watch` goes on from there", shelf.path.display());
        return Ok(Outcome::Clean);
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Clean })
}

/// Read and code what is new, rewrite the brief, and tell which lines of its bottom line changed. Gives the lines.
fn update(
    shelf: &Shelf,
    stop: &Interrupt,
    tools: &Tools,
    spec: Option<&DossierSpec>,
    output: Option<&Path>,
    before: &[String],
) -> Result<Vec<String>> {
    let made = store::with(&shelf.path, stop, |store| {
        if store.ready(tools, now)? == 0 {
            return Ok(None);
        }
        let fits = if spec.is_none() { store.choose(tools)? } else { None };
        dossier::of_ledger(store, spec.cloned().or(fits), None, tools).map(Some)
    })?;
    let Some((dossier, documents)) = made else { return Ok(Vec::new()) };
    if let Some(path) = output {
        replace(path, brief::written(&dossier, &documents, None, Some(path))?.as_bytes())?;
    }
    let lines = brief::bottom_line(&dossier, &documents);
    let (gone, new) = (without(before, &lines), without(&lines, before));
    if before.is_empty() && !lines.is_empty() {
        eprintln!("{}:", dossier.title);
        lines.iter().for_each(|l| eprintln!("  {l}"));
    } else if !(gone.is_empty() && new.is_empty()) {
        eprintln!("{}, what changed:", dossier.title);
        gone.iter().for_each(|l| eprintln!("  - {l}"));
        new.iter().for_each(|l| eprintln!("  + {l}"));
    } else if !before.is_empty() {
        eprintln!("{}: the bottom line is as it was", dossier.title);
    }
    Ok(lines)
}

fn without<'a>(lines: &'a [String], others: &[String]) -> Vec<&'a String> {
    lines.iter().filter(|l| !others.contains(l)).collect()
}

/// Write a file so that whoever reads it sees the old one or the new one, never half of it.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, bytes)?;
        file.as_file().sync_all()?;
        // as readable as any other file
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        }
        file.persist(path).map(drop).map_err(|e| e.error)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
