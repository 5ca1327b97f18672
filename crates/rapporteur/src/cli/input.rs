//! Documents from paths, with what went wrong on standard error.

use super::Outcome;
use rapporteur_types::Document;
use std::path::PathBuf;

/// What came out of some paths.
pub struct Got {
    /// Documents, in order.
    pub documents: Vec<Document>,
    /// How many inputs failed.
    pub failed: usize,
}

impl Got {
    /// The outcome as far as the input goes.
    pub fn outcome(&self) -> Outcome {
        match (self.documents.is_empty(), self.failed) {
            (true, _) => Outcome::NothingDone,
            (false, 0) => Outcome::Clean,
            (false, _) => Outcome::SomeFailed,
        }
    }
}

/// Collect documents; each failure is one line with file and reason, and the rest goes on.
pub fn documents(paths: &[PathBuf]) -> Got {
    let mut got = Got { documents: Vec::new(), failed: 0 };
    for item in rapporteur_collect::collect(paths) {
        match item {
            Ok(d) => got.documents.push(d),
            Err(problem) => {
                got.failed += usize::from(!problem.is_warning());
                eprintln!("rapporteur: {problem}");
            }
        }
    }
    if got.documents.is_empty() && got.failed == 0 {
        eprintln!("rapporteur: nothing to read in what was given");
    }
    got
}
