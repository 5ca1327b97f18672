//! `source`: what is watched, and how it stands.

use super::{Outcome, instant, now, print};
use crate::interrupt::Interrupt;
use crate::sources::{Machine, Shelf, minute, printable};
use crate::tools::{self, Setup};
use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;
use rapporteur_collect::discover::{self, Found};
use rapporteur_collect::http::{Client, Settings};
use rapporteur_collect::opml;
use rapporteur_collect::state::{Health, State};
use rapporteur_types::source::{Source, SourceChange, SourceKind, SourceSpec};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use url::Url;

/// How the web is asked.
#[derive(clap::Args)]
pub struct Web {
    /// Mail or web address that sites see in the User-Agent, for their complaints.
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// A host that may have an address that is not public: in your own network, or this machine; may be repeated.
    #[arg(long, value_name = "HOST")]
    allow_private: Vec<String>,
}

impl Web {
    /// As settings.
    pub fn settings(&self) -> Settings {
        Settings { contact: self.contact.clone(), private: self.allow_private.clone(), ..Settings::default() }
    }

    /// Are hosts of one's own asked?
    pub fn is_private(&self) -> bool {
        !self.allow_private.is_empty()
    }
}

/// What to do with sources.
#[derive(Subcommand)]
pub enum Command {
    /// Find what can be watched at an address, show it, and keep it.
    Add {
        /// Address of a feed, a sitemap, a page or a site.
        url: String,
        /// Take the address as this, without looking further.
        #[arg(long, value_enum)]
        kind: Option<Kind>,
        /// Publisher of its articles, whatever its pages say.
        #[arg(long, value_name = "NAME")]
        outlet: Option<String>,
        /// Keep what is found first, without asking.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        web: Web,
    },
    /// The sources and how each stands.
    List {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
        /// Sources of this dossier alone, beside those of the ledger [default: of every dossier].
        #[arg(long, value_name = "NAME|FILE")]
        dossier: Option<String>,
    },
    /// Watch a source no more.
    Remove {
        /// Its address, as `source list` shows it.
        url: String,
    },
    /// Add the sources of an OPML file.
    Import {
        /// A file, or - for standard input.
        path: PathBuf,
    },
    /// The sources as OPML.
    Export,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    Feed,
    Page,
    Sitemap,
}

/// Run it.
pub fn run(command: Command, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let mut shelf = Shelf::open(ledger)?;
    let (mut knowledge, _) = tools::tables(setup.knowledge)?;
    if let Command::List { dossier: Some(name), .. } = &command {
        knowledge.dossiers = vec![tools::dossier(&mut knowledge, name)?];
    }
    let dossiers: Vec<_> = knowledge.dossiers.iter().collect();
    let sources = shelf.sources(&dossiers)?;
    match command {
        Command::Add { url, kind, outlet, yes, web } => add(&mut shelf, &sources, &url, kind, outlet, yes, &web),
        Command::List { json, .. } => {
            if sources.is_empty() {
                eprintln!("no sources: add one with `rapporteur source add URL`");
            }
            for s in &sources {
                let line = described(s, &shelf.state(&s.spec.url), instant());
                print(if json { format!("{line}\n") } else { plain(&line) }.as_bytes())?;
            }
            Ok(Outcome::Clean)
        }
        Command::Remove { url } => {
            let url = known(&sources, &url)
                .with_context(|| format!("{url} is not among the sources: `rapporteur source list` shows them"))?;
            shelf.changed(&url, SourceChange::Removed, &now())?;
            eprintln!("{url} is watched no more; its articles stay");
            Ok(Outcome::Clean)
        }
        Command::Import { path } => import(&mut shelf, &sources, &path),
        Command::Export => {
            let live = sources.iter().filter(|s| s.gone.is_none()).map(|s| &s.spec);
            print(opml::export(live).as_bytes())?;
            Ok(Outcome::Clean)
        }
    }
}

/// The address of a source as the ledger has it.
fn known(sources: &[Source], url: &str) -> Option<String> {
    let same = |s: &&Source| s.spec.url == url || Url::parse(url).is_ok_and(|u| u.as_str() == s.spec.url);
    sources.iter().find(same).map(|s| s.spec.url.clone())
}

fn add(
    shelf: &mut Shelf,
    sources: &[Source],
    url: &str,
    kind: Option<Kind>,
    outlet: Option<String>,
    yes: bool,
    web: &Web,
) -> Result<Outcome> {
    let whole = if url.contains("://") { url.to_string() } else { format!("https://{url}") };
    let address = Url::parse(&whole).with_context(|| format!("`{url}` is no address of the web"))?;
    let stop = Interrupt::listen();
    let clock = Machine(&stop);
    let client = Client::new(web.settings(), shelf.hosts());
    let found = match kind {
        Some(kind) => {
            let kind = match kind {
                Kind::Feed => SourceKind::Feed,
                Kind::Page => SourceKind::Page,
                Kind::Sitemap => SourceKind::Sitemap,
            };
            vec![discover::look(&client, &address, kind, &clock).with_context(|| address.to_string())?]
        }
        None => discover::discover(&client, &address, &clock).with_context(|| address.to_string())?,
    };
    shelf.keep_hosts(&client.hosts);
    if found.is_empty() {
        bail!(
            "{address}: no feed, no sitemap and no links to articles were found there: give the address of the feed itself"
        );
    }
    for (i, f) in found.iter().enumerate() {
        print(shown(i + 1, f, instant()).as_bytes())?;
    }
    let Some(chosen) = choose(&found, yes)? else { return Ok(Outcome::NothingDone) };
    let source = SourceSpec { outlet, ..chosen.source.clone() };
    if sources.iter().any(|s| s.gone.is_none() && s.spec == source) {
        eprintln!("{} is watched already", source.url);
        return Ok(Outcome::Clean);
    }
    eprintln!("{} is watched from now on: `rapporteur collect` asks it", source.url);
    shelf.changed(&source.url.clone(), SourceChange::Added { source }, &now())?;
    Ok(Outcome::Clean)
}

/// What was found, for whoever is to decide.
fn shown(number: usize, f: &Found, now: Timestamp) -> String {
    let items = &f.listing.items;
    let dated = items.iter().filter(|i| i.published.is_some() || i.modified.is_some());
    let readable = dated.clone().count();
    let newest = dated
        .filter_map(|i| rapporteur_collect::feed::dates::instant(i.published.as_ref().or(i.modified.as_ref())?))
        .filter(|t| *t <= now)
        .max();
    let mut out = format!("{number}. {}\n   {}", f.source.url, f.listing.what);
    if let Some(title) = &f.listing.title {
        let _ = write!(out, " “{}”", printable(title));
    }
    let language = f.listing.language.as_deref().unwrap_or("not told");
    let _ =
        write!(out, ", {} items, language {language}, dates readable in {readable} of {}", items.len(), items.len());
    if let Some(newest) = newest {
        let _ = write!(out, ", newest {}", minute(newest));
    }
    for item in items.iter().take(3) {
        let title = item.title.as_deref().or(item.link.as_ref().map(Url::as_str)).unwrap_or(&item.key);
        let _ = write!(out, "\n   - {}", printable(title));
    }
    out + "\n"
}

/// The one to keep: the first where nobody is to be asked, none where nobody can be.
fn choose(found: &[Found], yes: bool) -> Result<Option<&Found>> {
    if yes {
        return Ok(found.first());
    }
    if !std::io::stdin().is_terminal() {
        eprintln!("nothing was kept: --yes keeps the first without asking");
        return Ok(None);
    }
    eprint!(
        "keep which? [1{}, n for none] ",
        if found.len() > 1 { format!("–{}", found.len()) } else { String::new() }
    );
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim();
    let number = if matches!(answer, "" | "y" | "yes") { 1 } else { answer.parse().unwrap_or(0) };
    let chosen = found.get(usize::wrapping_sub(number, 1));
    if chosen.is_none() {
        eprintln!("nothing was kept");
    }
    Ok(chosen)
}

fn import(shelf: &mut Shelf, sources: &[Source], path: &PathBuf) -> Result<Outcome> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    }
    let listed = opml::import(&String::from_utf8_lossy(&bytes)).with_context(|| {
        format!("{}: this is no OPML: export the list of feeds from the other reader again", path.display())
    })?;
    let mut new = 0;
    for source in &listed {
        if sources.iter().any(|s| s.gone.is_none() && s.spec.url == source.url) {
            continue;
        }
        shelf.changed(&source.url, SourceChange::Added { source: source.clone() }, &now())?;
        new += 1;
    }
    eprintln!(
        "{}: {new} new of {} sources; they are not looked at before `rapporteur collect`",
        path.display(),
        listed.len()
    );
    Ok(if listed.is_empty() { Outcome::NothingDone } else { Outcome::Clean })
}

/// How a source stands.
fn described(source: &Source, state: &State, now: Timestamp) -> Value {
    let gone = source.gone.clone().map(Health::Gone);
    let health = gone.as_ref().unwrap_or(&state.health);
    let failed: Vec<Value> =
        state.failed().map(|(name, reason, next)| json!({"name": name, "reason": reason, "next": next})).collect();
    let next = if matches!(health, Health::Gone(_)) { None } else { Some(state.next.unwrap_or(now).max(now)) };
    json!({
        "url": source.spec.url,
        "kind": source.spec.kind.label(),
        "title": source.spec.title,
        "outlet": source.spec.outlet,
        "state": health.label(),
        "reason": health.reason(),
        "last_tried": state.tried,
        "last_heard": state.heard,
        "last_new": state.new,
        "next_try": next,
        "failures": state.failures,
        "failed_articles": failed,
    })
}

fn plain(line: &Value) -> String {
    let text = |key: &str| line.get(key).and_then(Value::as_str);
    let time = |key: &str| text(key).and_then(|t| t.parse().ok()).map_or("never".to_string(), minute);
    let mut out = format!(
        "{:8} {} ({})",
        text("state").unwrap_or_default(),
        text("url").unwrap_or_default(),
        text("kind").unwrap_or_default()
    );
    if let Some(title) = text("title") {
        let _ = write!(out, " “{}”", printable(title));
    }
    let _ = write!(
        out,
        "\n         last heard {}, last new {}, next try {}",
        time("last_heard"),
        time("last_new"),
        time("next_try")
    );
    if let Some(reason) = text("reason") {
        let _ = write!(out, "\n         {reason}");
    }
    for failed in line["failed_articles"].as_array().into_iter().flatten().take(5) {
        let of = |key: &str| failed.get(key).and_then(Value::as_str).unwrap_or_default();
        let next = of("next").parse().map_or_else(|_| String::new(), minute);
        let _ = write!(out, "\n         could not be had: {}: {}; next try {next}", of("name"), of("reason"));
    }
    let more = line["failed_articles"].as_array().map_or(0, Vec::len).saturating_sub(5);
    if more > 0 {
        let _ = write!(out, "\n         and {more} more");
    }
    out + "\n"
}
