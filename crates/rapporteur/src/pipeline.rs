//! Documents through read and code, in parallel, in a fixed order.

use crate::progress::Progress;
use crate::tools::Tools;
use rapporteur_assess::Coded;
use rapporteur_types::Document;
use rapporteur_types::reading::{BlockKind, Reading};
use rayon::prelude::*;

/// Read and code every document; the result is in the order of the input, whatever the number of threads.
pub fn code_all(documents: Vec<Document>, tools: &Tools, progress: &Progress) -> Vec<Coded> {
    documents
        .into_par_iter()
        .map(|document| {
            let coded = code_one(document, tools);
            progress.step(1);
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
