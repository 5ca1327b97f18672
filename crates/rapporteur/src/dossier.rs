//! From documents or a ledger to a dossier, with the documents that it quotes.

use crate::store::{Selection, Store, selected};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_assess::Coded;
use rapporteur_types::knowledge::DossierSpec;
use rapporteur_types::{Document, Dossier, When};

/// Of documents that are in no ledger. Without a specification, the one that fits is taken and told.
pub fn of_documents(
    coded: Vec<Coded>,
    given: Option<DossierSpec>,
    as_of: Option<When>,
    tools: &Tools,
) -> (Dossier, Vec<Document>) {
    let spec = given.or_else(|| told(rapporteur_assess::choose(&coded, &tools.knowledge.dossiers).cloned()));
    let selection = selected(coded, spec.as_ref(), tools);
    projected(selection, spec.as_ref(), as_of, tools)
}

/// Of a ledger whose documents all have claims that count.
pub fn of_ledger(
    store: &mut Store,
    given: Option<DossierSpec>,
    as_of: Option<When>,
    tools: &Tools,
) -> Result<(Dossier, Vec<Document>)> {
    let spec = match given {
        Some(spec) => Some(spec),
        None => told(store.choose(tools)?),
    };
    let selection = store.select(spec.as_ref(), tools)?;
    Ok(projected(selection, spec.as_ref(), as_of, tools))
}

fn projected(
    selection: Selection,
    spec: Option<&DossierSpec>,
    as_of: Option<When>,
    tools: &Tools,
) -> (Dossier, Vec<Document>) {
    let mut dossier = rapporteur_assess::project(&selection.coded, &tools.knowledge, spec, as_of);
    dossier.elsewhere = selection.elsewhere;
    (dossier, selection.coded.into_iter().map(|c| c.document).collect())
}

fn told(spec: Option<DossierSpec>) -> Option<DossierSpec> {
    match &spec {
        Some(s) => eprintln!("dossier: {} ({}); another with --dossier", s.name, s.title),
        None => eprintln!("dossier: none fits; parties, issues and rounds are found in the texts"),
    }
    spec
}
