//! What went wrong with an input: where, why, and what to do.

use std::fmt;
use std::path::PathBuf;

/// Does a problem cost a document?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was guessed, or left out that is no document; nothing is lost.
    Warning,
    /// A document, file or line was not taken.
    Error,
}

/// One problem with one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder as the caller named it; `-` is standard input.
    pub path: PathBuf,
    /// Line of the file, from 1, where it has lines.
    pub line: Option<u64>,
    /// Does it cost a document?
    pub severity: Severity,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: &'static str,
}

impl Problem {
    /// Was nothing lost?
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    pub(crate) fn error(path: impl Into<PathBuf>, reason: impl Into<String>, advice: &'static str) -> Problem {
        Problem { path: path.into(), line: None, severity: Severity::Error, reason: reason.into(), advice }
    }

    pub(crate) fn warning(path: impl Into<PathBuf>, reason: impl Into<String>, advice: &'static str) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(path, reason, advice) }
    }

    pub(crate) fn at(self, line: u64) -> Problem {
        Problem { line: Some(line), ..self }
    }
}

/// `talks.jsonl:7: no text: give each line a "text"`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.to_str() {
            Some("-") => write!(f, "standard input")?,
            _ => write!(f, "{}", self.path.display())?,
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}: {}", self.reason, self.advice)
    }
}

impl std::error::Error for Problem {}
