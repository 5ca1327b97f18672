//! The command line. Data on standard output, progress and diagnostics on standard error.

mod add;
mod brief;
mod changes;
mod code;
mod collect;
mod doctor;
mod evaluate;
mod input;
mod knowledge;
mod ledger;
mod reread;
mod search;
mod show;
mod source;

use crate::tools::Setup;
use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use rapporteur_read::ReaderKind;
use rapporteur_types::When;
use std::io::Write;
use std::path::PathBuf;

/// How a command ended, other than by an error of the whole.
pub enum Outcome {
    /// All right: exit status 0.
    Clean,
    /// Some inputs failed, the rest was done: 1.
    SomeFailed,
    /// No input could be used: 3.
    NothingDone,
}

/// Says where negotiations stand, every line traced to the sentence it came from.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit status: 0 all right, 1 some inputs failed, 2 wrong usage, 3 nothing could be done."
)]
pub struct Args {
    /// Folder laid out like knowledge/, instead of the tables inside the program.
    #[arg(long, global = true, value_name = "FOLDER")]
    knowledge: Option<PathBuf>,
    /// Which reader: accurate, or fast for large archives.
    #[arg(long, global = true, value_enum, default_value = "accurate")]
    reader: ReaderFlag,
    /// The ledger's file [default: rapporteur/ledger.sqlite in the XDG data folder].
    #[arg(long, global = true, value_name = "FILE")]
    ledger: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a cited brief from documents, or, without paths, from the ledger.
    Brief(brief::Args),
    /// Put documents into the ledger: text, Markdown, HTML, JSONL, gz, folders, - for standard input.
    Add(add::Args),
    /// Ask the sources that are due, once, and put what is new into the ledger.
    Collect(collect::Args),
    /// Ask the sources again and again, and keep the brief up to date.
    Watch(collect::WatchArgs),
    /// What is watched: add, list, remove, import, export.
    Source {
        #[command(subcommand)]
        command: source::Command,
    },
    /// Sentences, words, tags and trees of a document.
    Read {
        /// A file, or - for standard input.
        path: PathBuf,
        /// conllu, or json with names, dates, quantities and frames.
        #[arg(long, value_enum, default_value = "conllu")]
        format: ReadFormat,
    },
    /// Every claim of a document with its evidence, one a line.
    Code {
        /// A file, or - for standard input.
        path: PathBuf,
        /// The only format so far.
        #[arg(long, value_enum, default_value = "jsonl")]
        format: CodeFormat,
    },
    /// List what the ledger holds of one kind.
    Show(show::Args),
    /// Find documents of the ledger by words of their texts and titles.
    Search(search::Args),
    /// Score the program on coded data.
    Evaluate {
        /// What to score.
        #[arg(value_parser = evaluate::TASKS)]
        task: String,
        /// A folder in the form of the evaluation sets.
        #[arg(long, value_name = "FOLDER")]
        data: PathBuf,
        /// Folder for the predictions, one file a gold file.
        #[arg(long, value_name = "FOLDER")]
        predictions: Option<PathBuf>,
        /// Claims by half of what codes alone: an ablation.
        #[arg(long, value_enum)]
        only: Option<evaluate::Only>,
    },
    /// Work on the knowledge tables.
    Knowledge {
        #[command(subcommand)]
        command: KnowledgeCommand,
    },
    /// Verify, back up, restore, compact or redact the ledger.
    Ledger {
        #[command(subcommand)]
        command: ledger::Command,
    },
    /// Read every document again with this program's reader and coder, then let briefs rest on it.
    Reread,
    /// Say whether everything is as it should be, and what to do where it is not.
    Doctor {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Print shell completions.
    Completions {
        /// bash, zsh, fish, elvish or powershell.
        shell: clap_complete::Shell,
    },
}

#[derive(Subcommand)]
enum KnowledgeCommand {
    /// Run every example of every table; exit status 1 where one fails.
    Check,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReaderFlag {
    Accurate,
    Fast,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReadFormat {
    Conllu,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum CodeFormat {
    Jsonl,
}

/// A day, month or year on the command line.
fn when(s: &str) -> Result<When, String> {
    s.parse::<When>().map_err(|e| e.to_string())
}

/// Run a command.
pub fn run(args: Args) -> Result<Outcome> {
    let reader = match args.reader {
        ReaderFlag::Accurate => ReaderKind::Accurate,
        ReaderFlag::Fast => ReaderKind::Fast,
    };
    let setup = Setup { knowledge: args.knowledge.as_deref(), reader };
    match args.command {
        Command::Brief(b) => brief::run(b, setup, args.ledger),
        Command::Add(a) => add::run(&a, args.ledger),
        Command::Collect(c) => collect::collect(&c, setup, args.ledger),
        Command::Watch(w) => collect::watch(&w, setup, args.ledger),
        Command::Source { command } => source::run(command, setup, args.ledger),
        Command::Read { path, format } => code::read(&path, matches!(format, ReadFormat::Json), setup),
        Command::Code { path, format: CodeFormat::Jsonl } => code::code(&path, setup),
        Command::Search(s) => search::run(&s, args.ledger),
        Command::Show(s) => show::run(&s, setup, args.ledger),
        Command::Evaluate { task, data, predictions, only } => {
            let tools = crate::tools::Tools::load(setup)?;
            evaluate::run(&task, &data, predictions.as_deref(), &tools, only)?;
            Ok(Outcome::Clean)
        }
        Command::Knowledge { command: KnowledgeCommand::Check } => knowledge::check(setup),
        Command::Ledger { command } => ledger::run(&command, args.ledger),
        Command::Doctor { json } => doctor::run(json, setup, args.ledger),
        Command::Reread => reread::run(setup, args.ledger),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "rapporteur", &mut out);
            print(&out)?;
            Ok(Outcome::Clean)
        }
    }
}

/// Bytes to standard output.
fn print(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// The instant at which the ledger learns something.
fn now() -> String {
    instant().to_string()
}

/// The one place that looks at the machine's clock.
pub fn instant() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
