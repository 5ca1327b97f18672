//! `search`: the sentences of the ledger's documents in which some words stand.

use super::{Outcome, print, when};
use crate::interrupt::Interrupt;
use crate::store::{self, day};
use anyhow::Result;
use rapporteur_types::{Document, When};
use serde_json::json;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

/// Arguments of `search`.
#[derive(clap::Args)]
pub struct Args {
    /// Words that all occur; several in quotation marks stand side by side, a word with * at its end begins so.
    #[arg(required = true)]
    words: Vec<String>,
    /// Only what was published on or after this day.
    #[arg(long, value_name = "DAY", value_parser = when)]
    since: Option<When>,
    /// At most so many documents.
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Longest snippet, in characters.
const LONGEST: usize = 300;

/// Run it.
pub fn run(args: &Args, ledger: Option<PathBuf>) -> Result<Outcome> {
    let path = store::path(ledger)?;
    store::existing(&path)?;
    let terms: Vec<String> = args.words.iter().flat_map(|w| terms(w)).collect();
    let words: Vec<&str> = terms.iter().map(String::as_str).collect();
    let since = args.since.map(|w| day(w.first()));
    let (found, more) = store::with(&path, &Interrupt::listen(), |store| {
        store.catch_up_words()?;
        let mut numbers = store.index.search(&words, since, args.limit.saturating_add(1))?;
        let more = numbers.len() > args.limit;
        numbers.truncate(args.limit);
        Ok((store.documents(&numbers)?, more))
    })?;
    let mut out = String::new();
    for (entry, d) in &found {
        let (start, snippet) = snippet(d, &words);
        let end = start + snippet.chars().count();
        if args.json {
            let line = json!({
                "entry": entry, "id": d.id.0, "doc": d.name, "title": d.title, "outlet": d.outlet, "url": d.url,
                "published": d.published.when, "start": start, "end": end, "quote": snippet,
            });
            out += &format!("{line}\n");
        } else {
            let published = d.published.when.map_or_else(|| "day unknown".into(), |w| w.to_string());
            let origin = d.outlet.as_deref().unwrap_or(&d.name);
            let title = d.title.as_deref().map(|t| format!(" | {t}")).unwrap_or_default();
            let one_line = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
            out += &format!("{published} | {origin}{title} | {one_line} [entry {entry}]\n");
        }
    }
    print(out.as_bytes())?;
    if more {
        eprintln!("rapporteur: there are more: --limit shows them");
    }
    if found.is_empty() {
        eprintln!("rapporteur: nothing found");
    }
    Ok(Outcome::Clean)
}

/// Words and phrases of one argument: what stands in quotation marks stays together.
fn terms(argument: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (i, part) in argument.split('"').enumerate() {
        if i % 2 == 1 {
            out.push(part.to_string());
        } else {
            out.extend(part.split_whitespace().map(str::to_string));
        }
    }
    out
}

/// The first of the sentences in which most of the words stand, and where it begins, in code points.
fn snippet<'a>(d: &'a Document, words: &[&str]) -> (usize, &'a str) {
    let wanted: Vec<Vec<String>> =
        words.iter().map(|w| plain(w.trim_end_matches('*')).map(|(_, w)| w).collect()).collect();
    let open: Vec<bool> = words.iter().map(|w| w.ends_with('*')).collect();
    let mut best: Option<(usize, &str)> = None;
    let mut most = 0;
    for sentence in sentences(&d.text) {
        let has: Vec<String> = plain(sentence).map(|(_, w)| w).collect();
        let stands = |(term, open): (&Vec<String>, &bool)| {
            has.windows(term.len().max(1)).any(|at| {
                let last = term.len().saturating_sub(1);
                at.iter()
                    .zip(term)
                    .enumerate()
                    .all(|(i, (a, b))| a == b || (*open && i == last && a.starts_with(b.as_str())))
            })
        };
        let n = wanted.iter().zip(&open).filter(|t| stands(*t)).count();
        if n > most || best.is_none() {
            most = n;
            best = Some((sentence.as_ptr() as usize - d.text.as_ptr() as usize, sentence));
        }
    }
    let Some((at, sentence)) = best else { return (0, "") };
    // a sentence without an end is shown around its first word that was asked for
    let first = plain(sentence).find(|(_, w)| wanted.iter().flatten().any(|x| w.starts_with(x.as_str())));
    let long = sentence.chars().count() > LONGEST;
    let skip = first.filter(|_| long).map_or(0, |(i, _)| sentence[..i].chars().count().saturating_sub(LONGEST / 2));
    let from = sentence.char_indices().nth(skip).map_or(0, |c| c.0);
    let to = sentence[from..].char_indices().nth(LONGEST).map_or(sentence.len(), |c| from + c.0);
    (d.text[..at + from].chars().count(), &sentence[from..to])
}

/// Words of a text in lower case and without accents, as the index holds them, with the place where each begins.
fn plain(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let word = |c: char| c.is_alphanumeric();
    let starts = text.char_indices().scan(false, move |inside, (i, c)| {
        let begins = word(c) && !*inside;
        *inside = word(c);
        Some((i, begins))
    });
    starts.filter(|s| s.1).map(move |(i, _)| {
        let end = text[i..].find(|c| !word(c)).map_or(text.len(), |n| i + n);
        (i, bare(&text[i..end]))
    })
}

/// Lower case, without accents.
fn bare(word: &str) -> String {
    word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Sentences by their ends alone: quick, and good enough to show.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |(i, c): (usize, char)| {
        let after = text[i + c.len_utf8()..].chars().next();
        c == '\n' || (matches!(c, '.' | '?' | '!') && after.is_none_or(char::is_whitespace))
    };
    let mut from = 0;
    let mut cuts: Vec<&str> = Vec::new();
    for (i, c) in text.char_indices().filter(|x| ends(*x)) {
        let to = i + c.len_utf8();
        cuts.push(&text[from..to]);
        from = to;
    }
    cuts.push(&text[from..]);
    cuts.into_iter().map(str::trim).filter(|s| !s.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], expect: &str) {
        let d = Document::new("a", text);
        let (start, got) = snippet(&d, words);
        assert_eq!(got, expect);
        let cut: String = d.text.chars().skip(start).take(got.chars().count()).collect();
        assert_eq!(cut, got, "offsets are code points into the text");
    }

    #[test]
    fn the_sentence_with_most_of_the_words_is_shown() {
        let text = "Señor Pérez left.\nPeru met Norway in Geneva. Norway offered a quota to Peru.\n";
        check(text, &["quota", "peru"], "Norway offered a quota to Peru.");
        check(text, &["perez"], "Señor Pérez left.");
        check(text, &["norway offered"], "Norway offered a quota to Peru.");
        check(text, &["gen*"], "Peru met Norway in Geneva.");
        check("", &["gen*"], "");
    }

    #[test]
    fn a_sentence_without_end_is_shown_around_the_word() {
        let text = format!("{} harbour {}", "é ".repeat(900), "x ".repeat(900));
        let d = Document::new("a", text.as_str());
        let (_, got) = snippet(&d, &["harbour"]);
        assert!(got.contains("harbour") && got.chars().count() == LONGEST, "{got}");
    }

    #[test]
    fn words_in_quotation_marks_stay_together() {
        assert_eq!(terms("peru \"fishing quota\" gen*"), ["peru", "fishing quota", "gen*"]);
    }
}
