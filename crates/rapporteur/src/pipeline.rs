//! Documents through read and code, in parallel, in a fixed order.

use crate::tools::Tools;
use rapporteur_assess::Coded;
use rapporteur_types::Document;
use rapporteur_types::reading::{BlockKind, Reading};
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Read and code every document; the result is in the order of the input, whatever the number of threads.
pub fn code_all(documents: Vec<Document>, tools: &Tools) -> Vec<Coded> {
    let progress = Progress::new(documents.len());
    documents
        .into_par_iter()
        .map(|document| {
            let coded = code_one(document, tools);
            progress.step();
            coded
        })
        .collect()
}

/// Read and code one document.
pub fn code_one(document: Document, tools: &Tools) -> Coded {
    let reading = rapporteur_read::read(&document, &tools.reader);
    let claims = rapporteur_code::code(&document, &reading, &tools.coder);
    Coded { unread: unread(&reading), document, claims }
}

/// Is most of the text in a language that is kept but not read?
pub fn unread(reading: &Reading) -> bool {
    let len = |foreign: bool| -> usize {
        reading.blocks.iter().filter(|b| (b.kind == BlockKind::Foreign) == foreign).map(|b| b.span.len()).sum()
    };
    len(true) > len(false)
}

/// A count on standard error, where somebody sits before it; otherwise a line every now and then.
struct Progress {
    total: usize,
    done: AtomicUsize,
    live: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        Progress { total, done: AtomicUsize::new(0), live: std::io::stderr().is_terminal() }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let mut err = std::io::stderr().lock();
        // a progress line that cannot be written is no reason to stop
        let _ = if self.live {
            write!(err, "\rread {done}/{}{}", self.total, if done == self.total { "\n" } else { "" })
        } else if done.is_multiple_of(50) || (done == self.total && self.total >= 50) {
            writeln!(err, "read {done}/{}", self.total)
        } else {
            Ok(())
        };
    }
}
