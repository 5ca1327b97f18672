//! Documents with the claims that count, as far as a question needs them.

use super::{Store, decoded};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_assess::Coded;
use rapporteur_ledger::{Entry, Totals};
use rapporteur_types::dossier::Elsewhere;
use rapporteur_types::entry::Payload;
use rapporteur_types::knowledge::DossierSpec;
use rayon::prelude::*;

/// Which dossier a ledger is about is asked of so many of its newest documents.
const NEWEST: usize = 2000;

/// What a brief rests on.
pub struct Selection {
    /// The documents of the dossier; all, where there is no dossier file.
    pub coded: Vec<Coded>,
    /// What there is beside them.
    pub elsewhere: Elsewhere,
}

impl Store {
    /// Let every document have claims that count: documents that nobody has coded are coded and recorded. Says so where
    /// others were made by another reader or coder. Returns how many documents there are.
    pub fn ready(&mut self, tools: &Tools, recorded: impl Fn() -> String) -> Result<u64> {
        self.catch_up()?;
        self.stand(&recorded())?;
        self.code_the_uncoded(tools, &recorded)?;
        let (mut all, mut earlier) = (0, 0);
        for (version, t) in self.index.totals()? {
            all += t.documents;
            earlier += if version == tools.version() { 0 } else { t.documents };
        }
        if earlier > 0 {
            eprintln!(
                "rapporteur: the claims of {earlier} documents are by another reader or coder than this one: \
                 `rapporteur reread` reads them again"
            );
        }
        Ok(all)
    }

    /// The dossier of a table that fits the newest documents.
    pub fn choose(&self, tools: &Tools) -> Result<Option<DossierSpec>> {
        let newest = self.load(&self.index.all(Some(NEWEST))?)?;
        Ok(rapporteur_assess::choose(&newest, &tools.knowledge.dossiers).cloned())
    }

    /// The documents of a dossier; all, without one.
    pub fn select(&mut self, spec: Option<&DossierSpec>, tools: &Tools) -> Result<Selection> {
        let all = self.index.totals()?.into_iter().fold(Totals::default(), |a, (_, b)| Totals {
            documents: a.documents + b.documents,
            claims: a.claims + b.claims,
            unread: a.unread + b.unread,
        });
        // a document that stands alone is what the brief is about
        let (Some(spec), 2..) = (spec, all.documents) else {
            return Ok(Selection { coded: self.load(&self.index.all(None)?)?, elsewhere: Elsewhere::default() });
        };
        let key = self.catch_up_dossier(spec, tools)?;
        let coded = self.load(&self.index.about(&key)?)?;
        let ours = self.index.about_totals(&key)?;
        let elsewhere = Elsewhere {
            documents: all.documents.saturating_sub(ours.documents),
            unread: all.unread.saturating_sub(ours.unread),
            claims: all.claims.saturating_sub(ours.claims),
        };
        Ok(Selection { coded, elsewhere })
    }

    /// Documents with their claims, by the numbers of both entries, in order.
    pub fn load(&self, pairs: &[(u64, u64)]) -> Result<Vec<Coded>> {
        let entries: Vec<(Entry, Entry)> =
            pairs.iter().map(|(d, c)| Ok((self.entry(*d)?, self.entry(*c)?))).collect::<Result<_>>()?;
        let join = |(d, c): &(Entry, Entry)| match (decoded(d)?, decoded(c)?) {
            (Payload::Document(document), Payload::Coded { claims, unread, .. }) => {
                // entries of the first schema do not say it
                let unread = unread.unwrap_or_else(|| claims.is_empty() && crate::pipeline::foreign(&document));
                Ok(Coded::new(document, claims, unread))
            }
            _ => anyhow::bail!("entries {} and {} are no document and its claims", d.seq, c.seq),
        };
        entries.par_iter().map(join).collect()
    }
}

/// The same of documents that are in no ledger.
pub fn selected(coded: Vec<Coded>, spec: Option<&DossierSpec>, tools: &Tools) -> Selection {
    let (Some(spec), 2..) = (spec, coded.len()) else {
        return Selection { coded, elsewhere: Elsewhere::default() };
    };
    let about: Vec<bool> =
        coded.par_chunks(500).flat_map_iter(|c| rapporteur_assess::concerning(c, &tools.knowledge, spec)).collect();
    let mut elsewhere = Elsewhere::default();
    let mut kept = Vec::new();
    for (c, about) in coded.into_iter().zip(about) {
        if about {
            kept.push(c);
        } else {
            elsewhere.documents += 1;
            elsewhere.unread += u64::from(c.unread);
            elsewhere.claims += c.all().count() as u64;
        }
    }
    Selection { coded: kept, elsewhere }
}
