//! The projection: documents with their claims → dossier.

use crate::case::Case;
use crate::discover::Stage;
use crate::parties;
use crate::units::Units;
use crate::venues::Venues;
use crate::{
    concern, contradictions, divisions, extracts, findings, identity, issues, matrix, merge, pressure, relevance,
    rounds, sense, sources, sticking,
};
use rapporteur_types::dossier::{Elsewhere, Finding, LeftOut};
use rapporteur_types::knowledge::{DossierSpec, Knowledge};
use rapporteur_types::{Claim, ClaimId, Document, Dossier, When};
use std::collections::{BTreeMap, BTreeSet};

/// A document with what was coded in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    /// The document.
    pub document: Document,
    /// Its claims, but for extracts.
    pub claims: Vec<Claim>,
    /// Its sentences that tell something of talks by themselves.
    pub extracts: Vec<Claim>,
    /// In a language that is kept but not read.
    pub unread: bool,
}

impl Coded {
    /// A document with all that was coded in it.
    pub fn new(document: Document, claims: Vec<Claim>, unread: bool) -> Coded {
        let (extracts, claims) = claims.into_iter().partition(|c| c.extract().is_some());
        Coded { document, claims, extracts, unread }
    }

    /// All that was coded: claims, then extracts.
    pub fn all(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().chain(&self.extracts)
    }
}

/// Why a merged claim is not listed by itself.
const TOLD_AGAIN: &str = "tells again what another claim tells; its evidence stands there";

/// The state of a negotiation as of a day, by default the newest day of publication. Without a specification the
/// parties, mediators and issues are found in the texts. The same documents in any order give the same dossier.
pub fn project(input: &[Coded], knowledge: &Knowledge, spec: Option<&DossierSpec>, as_of: Option<When>) -> Dossier {
    let all = sources::sources(input, knowledge);
    let as_of = as_of.or_else(|| sources::newest(&all));
    let until = |r: &sources::Read| r.source.published.zip(as_of).is_none_or(|(p, n)| p.first() <= n.last());
    let (docs, later): (Vec<_>, Vec<_>) = all.into_iter().partition(until);
    let about = spec.map_or_else(|| vec![true; docs.len()], |s| concern::about(docs.clone(), knowledge, s));
    let joined = identity::joined(&docs, &about);
    let mut docs = docs;
    for (read, joined) in docs.iter_mut().zip(&joined) {
        read.coded = joined.as_ref().unwrap_or(read.coded);
    }
    sources::relate(&mut docs);
    let mut left: BTreeMap<&str, Vec<ClaimId>> = BTreeMap::new();
    for claim in later.iter().flat_map(|r| &r.coded.claims) {
        left.entry(relevance::LATER).or_default().push(claim.id.clone());
    }

    let units = Units::new(knowledge);
    let stage = Stage::new(&docs, &units);
    let states = states(knowledge);
    let with = |mediators: Vec<_>| match spec {
        Some(s) => parties::from_spec(s, mediators, &units),
        None => stage.sides(&docs, mediators, &units),
    };
    let mediators = stage.mediators(&docs, &|_| false);
    let sides = with(mediators.clone());
    // whoever mediates other talks is known once the sides of these are
    let venues = Venues::new(&docs, &sides, knowledge);
    let own = stage.mediators(&docs, &|clause| venues.elsewhere(clause, &sides));
    let sides = if own == mediators { sides } else { with(own) };
    let at = docs.iter().enumerate().map(|(i, r)| (&r.coded.document.id, i)).collect();
    let issues = issues::Issues::new(spec, knowledge);
    let case = Case { docs, at, as_of, units, sides, generic: spec.is_none(), issues, states, venues };

    let devoted = relevance::devoted_to(&case);
    let (kept, unrelated) = relevance::relevant(&case, &devoted);
    left.extend(unrelated);
    let (claims, absorbed) = merge::merge(&case, sense::mended(&case, kept));
    if !absorbed.is_empty() {
        left.insert(TOLD_AGAIN, absorbed);
    }
    let (claims, misread): (Vec<_>, Vec<_>) = claims.into_iter().partition(|c| !relevance::likely_misread(c));
    if !misread.is_empty() {
        left.insert(relevance::MISREAD, misread.into_iter().map(|c| c.id).collect());
    }

    let (extracts, told) = extracts::told(&case, &claims, &devoted);
    let contradictions = contradictions::contradictions(&case, &claims);
    let rounds = rounds::rounds(&case, &claims, &contradictions);
    let stands = matrix::stands(&case, &claims);
    let spoilers = divisions::spoilers(&case, &claims);
    let mut elsewhere = ids(&spoilers);
    let conditional_threats = pressure::conditional_threats(&case, &claims, &elsewhere);
    elsewhere.extend(ids(&conditional_threats));
    Dossier {
        name: spec.map_or_else(|| "generic".into(), |s| s.name.clone()),
        title: spec.map_or_else(|| title(&case), |s| s.title.clone()),
        generic: spec.is_none(),
        as_of,
        sources: case.docs.iter().map(|r| r.source.clone()).collect(),
        parties: findings::parties(&case, &claims),
        mediators: findings::mediators(&case, &claims),
        third_parties: findings::third_parties(&case, &claims),
        matrix: matrix::matrix(&case, &claims, &stands),
        sticking_points: sticking::sticking_points(&case, &claims, &stands, &rounds),
        pressure: pressure::pressure(&case, &claims, &elsewhere),
        advisories: pressure::advisories(&case, &claims),
        precedents: findings::precedents(&case, &claims, &rounds, &contradictions),
        internal_divisions: divisions::internal_divisions(&case, &claims),
        watch: findings::watch(&case, &claims),
        agenda: findings::agenda(&case, &claims),
        tone: findings::tone(&case, &claims),
        left_out: left
            .into_iter()
            .map(|(reason, claims)| LeftOut { reason: reason.to_string(), count: claims.len(), claims })
            .collect(),
        elsewhere: Elsewhere::default(),
        spoilers,
        conditional_threats,
        contradictions,
        rounds,
        claims,
        extracts,
        told,
    }
}

/// Claims that a list shows.
fn ids(list: &[Finding]) -> BTreeSet<&str> {
    list.iter().flat_map(|f| &f.claims).map(|id| id.0.as_str()).collect()
}

/// "Armenia–Azerbaijan talks", in the order of the principals.
fn title(case: &Case) -> String {
    let names: Vec<&str> = case.sides.parties.iter().take(case.sides.principals).map(|p| p.plain_name()).collect();
    match names[..] {
        [] => "Talks".to_string(),
        _ => format!("{} talks", names.join("–")),
    }
}

/// Place → name of its state, both in lower case.
fn states(knowledge: &Knowledge) -> BTreeMap<String, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for a in knowledge.actors.iter().filter(|a| a.id.starts_with("state:")) {
        if let Some(c) = &a.country {
            names.insert(c, a.name.to_lowercase());
        }
        out.extend(a.capital.iter().map(|c| (c.to_lowercase(), a.name.to_lowercase())));
        out.extend(a.aliases.iter().map(|x| (x.to_lowercase(), a.name.to_lowercase())));
    }
    for p in &knowledge.places {
        if let Some(state) = p.country.as_deref().and_then(|c| names.get(c)) {
            out.extend(std::iter::once(&p.name).chain(&p.aliases).map(|n| (n.to_lowercase(), state.clone())));
        }
    }
    out
}
