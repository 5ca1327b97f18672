//! `knowledge check`: every example of every table, read and coded as any text would be.

use super::{Outcome, print};
use crate::tools::{Setup, Tools};
use anyhow::Result;
use rapporteur_code::remarks::triggers;
use rapporteur_code::syntax::Syntax;
use rapporteur_types::Document;
use std::fmt::Write;

/// Run it.
pub fn check(setup: Setup<'_>) -> Result<Outcome> {
    let tools = Tools::load(setup)?;
    let k = &tools.knowledge;
    let mut report = String::new();
    let (mut good, mut bad) = (0, 0);
    let mut judge = |file: &str, example: &str, wanted: bool, got: bool| -> Result<()> {
        if wanted == got {
            good += 1;
        } else {
            bad += 1;
            let what = if wanted { "does not match its positive example" } else { "matches its negative example" };
            writeln!(report, "knowledge/{file}: {what}: {example}")?;
        }
        Ok(())
    };
    for (file, frame) in &k.frames {
        for (examples, wanted) in [(&frame.positive, true), (&frame.negative, false)] {
            for e in examples {
                let document = Document::new("example", format!("{e}\n"));
                let reading = rapporteur_read::read(&document, &tools.reader);
                judge(file, e, wanted, !triggers(&Syntax::new(&document, &reading), frame).is_empty())?;
            }
        }
    }
    for (file, cue) in &k.cues {
        for (examples, wanted) in [(&cue.positive, true), (&cue.negative, false)] {
            for e in examples {
                let document = Document::new("example", format!("{e}\n"));
                let reading = rapporteur_read::read(&document, &tools.reader);
                let claims = rapporteur_code::code(&document, &reading, &tools.coder);
                let lemma = |s: rapporteur_types::Span| {
                    reading.tokens.iter().any(|t| s.overlaps(t.span) && cue.lemmas.contains(&t.lemma.to_lowercase()))
                };
                let got = claims.iter().filter_map(|c| c.statement()).any(|s| s.cue.is_some_and(lemma));
                judge(file, e, wanted, got)?;
            }
        }
    }
    let issues = k
        .issues
        .iter()
        .map(|i| ("issues", i))
        .chain(k.dossiers.iter().flat_map(|d| d.issues.iter().map(|i| ("dossiers", i))));
    for (file, issue) in issues {
        for (examples, wanted) in [(&issue.positive, true), (&issue.negative, false)] {
            for e in examples {
                let document = Document::new("example", format!("{e}\n"));
                let reading = rapporteur_read::read(&document, &tools.reader);
                let s = Syntax::new(&document, &reading);
                let found =
                    tools.coder.issues.find(&s, &(0..reading.tokens.len())).is_some_and(|(id, _)| id == issue.id);
                judge(&format!("{file} ({})", issue.id), e, wanted, found)?;
            }
        }
    }
    writeln!(report, "{good} examples as they should be, {bad} not")?;
    print(report.as_bytes())?;
    Ok(if bad == 0 { Outcome::Clean } else { Outcome::SomeFailed })
}
