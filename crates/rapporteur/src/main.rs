//! Rapporteur: keeps watch on international negotiations and says where the talks stand.

mod cli;
mod conllu;
mod dossier;
mod interrupt;
mod pipeline;
mod progress;
mod sources;
mod store;
mod tools;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = cli::Args::parse();
    match cli::run(args) {
        Ok(cli::Outcome::Clean) => ExitCode::SUCCESS,
        Ok(cli::Outcome::SomeFailed) => ExitCode::from(1),
        Ok(cli::Outcome::NothingDone) => ExitCode::from(3),
        Err(e) => {
            // a reader that closed the pipe has what it wanted
            if e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) {
                return ExitCode::SUCCESS;
            }
            eprintln!("rapporteur: {e:#}");
            ExitCode::from(3)
        }
    }
}
