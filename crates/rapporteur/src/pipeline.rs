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
    Coded::new(document, claims, unread(&reading))
}

/// Is most of the text in a language that is kept but not read?
pub fn unread(reading: &Reading) -> bool {
    let len = |foreign: bool| -> usize {
        reading.blocks.iter().filter(|b| (b.kind == BlockKind::Foreign) == foreign).map(|b| b.span.len()).sum()
    };
    len(true) > len(false)
}

/// The same of a document that need not be read for it.
pub fn foreign(document: &Document) -> bool {
    let blocks = rapporteur_read::blocks::blocks(&document.text);
    let languages = rapporteur_read::language::of_blocks(&document.text, &blocks).blocks;
    let (mut foreign, mut own) = (0, 0);
    for (b, language) in blocks.iter().zip(languages) {
        match b.kind != BlockKind::Furniture && !rapporteur_read::language::readable(&language) {
            true => foreign += b.span.len(),
            false => own += b.span.len(),
        }
    }
    foreign > own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::{Setup, Tools};

    #[test]
    fn what_is_foreign_is_known_without_reading() {
        let tools = Tools::load(Setup { knowledge: None, reader: rapporteur_read::ReaderKind::Fast }).unwrap();
        let english = "Envoys of Norway and Peru met in Geneva on Friday, the ministry said in a statement.\n";
        let german = "Die Gesandten von Norwegen und Peru trafen sich am Freitag in Genf, sagte das Ministerium.\n";
        for text in [english.to_string(), german.to_string(), format!("{english}\n{german}\n{german}"), String::new()] {
            let d = Document::new("a", text);
            let by_reading = unread(&rapporteur_read::read(&d, &tools.reader));
            assert_eq!(foreign(&d), by_reading, "{}", d.text);
        }
        assert!(foreign(&Document::new("a", german)) && !foreign(&Document::new("a", english)));
    }
}
