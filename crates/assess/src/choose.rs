//! Which dossier file fits some documents.

use crate::Coded;
use rapporteur_types::knowledge::DossierSpec;
use rapporteur_types::{ActorRef, Claim};
use std::collections::BTreeMap;

/// Each principal must be named in this share of the claims of a document that counts.
const OF_CLAIMS: f64 = 0.15;
/// Of the documents that are read, this share must count.
const OF_DOCUMENTS: f64 = 0.2;

/// The dossier whose principals the claims name most; none where no dossier fits: both principals run through enough of
/// the documents, and nobody outside the file is named more often than the less named of them.
pub fn choose<'a>(input: &[Coded], dossiers: &'a [DossierSpec]) -> Option<&'a DossierSpec> {
    let fitting = dossiers.iter().enumerate().filter_map(|(i, d)| fit(input, d).map(|n| (n, std::cmp::Reverse(i), d)));
    fitting.max_by_key(|f| (f.0, f.1)).map(|f| f.2)
}

/// How often the less named principal is named, where the dossier fits.
fn fit(input: &[Coded], spec: &DossierSpec) -> Option<usize> {
    let [a, b, ..] = &spec.parties[..] else { return None };
    let read: Vec<&Coded> = input.iter().filter(|c| !c.unread && !c.claims.is_empty()).collect();
    let names = |c: &Claim, id: &str| c.actors().into_iter().any(|x| belongs(x, id));
    let mut both = 0;
    let mut together = false;
    let (mut n_a, mut n_b) = (0, 0);
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for doc in &read {
        let share = |id: &str| doc.claims.iter().filter(|c| names(c, id)).count();
        let (x, y) = (share(a), share(b));
        both += usize::from(x.min(y) as f64 >= OF_CLAIMS * doc.claims.len() as f64);
        together |= doc.claims.iter().any(|c| names(c, a) && names(c, b));
        n_a += x;
        n_b += y;
        for c in &doc.claims {
            let mut seen: Vec<&str> = c.actors().into_iter().filter_map(ActorRef::country).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter().for_each(|s| *others.entry(s).or_default() += 1);
        }
    }
    let least = n_a.min(n_b);
    let of_file = |country: &str| {
        let listed = spec.parties.iter().chain(&spec.mediators).chain(&spec.third_parties);
        listed.into_iter().any(|id| id.rsplit(':').next().is_some_and(|c| c.eq_ignore_ascii_case(country)))
    };
    let outdone = others.iter().any(|(country, n)| !of_file(country) && *n > least);
    let enough = both >= 1 && both as f64 >= OF_DOCUMENTS * read.len() as f64;
    (enough && together && least > 0 && !outdone).then_some(least)
}

/// Is an actor the party, or of its country?
fn belongs(actor: &ActorRef, id: &str) -> bool {
    let country = id.strip_prefix("state:");
    actor.id().is_some_and(|x| x.0 == id)
        || (country.is_some() && actor.country() == country && !actor.id().is_some_and(|x| x.0.starts_with("group:")))
}
