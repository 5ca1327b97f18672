//! Which documents are about the talks of a dossier file. What the others say is counted, and not looked at again.

use crate::case::Case;
use crate::units::Units;
use crate::{Coded, issues, parties, relevance, sources};
use rapporteur_types::knowledge::{DossierSpec, Knowledge};

/// Changes whenever [`concerning`] may answer otherwise for the same tables: what was answered before counts no more.
pub const RULES: u32 = 2;

/// For each document, whether it is about the talks. The answer for one does not depend on the others. A document about
/// which it is false adds nothing to the dossier of several documents but its place among the sources.
pub fn concerning(input: &[Coded], knowledge: &Knowledge, spec: &DossierSpec) -> Vec<bool> {
    about(sources::unsorted(input, knowledge), knowledge, spec)
}

/// The same of documents that are sources already.
pub(crate) fn about(docs: Vec<sources::Read>, knowledge: &Knowledge, spec: &DossierSpec) -> Vec<bool> {
    let units = Units::new(knowledge);
    let sides = parties::from_spec(spec, Vec::new(), &units);
    let at = docs.iter().enumerate().map(|(i, r)| (&r.coded.document.id, i)).collect();
    let issues = issues::Issues::new(Some(spec), knowledge);
    let (states, venues) = Default::default();
    let case = Case { docs, at, as_of: None, units, sides, generic: false, issues, states, venues };
    case.docs.iter().map(|d| relevance::could_hold(&case, d)).collect()
}
