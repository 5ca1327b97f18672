//! Brief → Markdown, readable as plain text too.

use crate::brief::{Brief, Head, MatrixIssue};
use crate::citation::Citation;
use crate::line::{Line, Run};
use crate::wording;

/// The brief as Markdown.
pub fn markdown(brief: &Brief) -> String {
    let mut out = format!("# {}\n\n", escape(&brief.head.title));
    for sentence in head(&brief.head) {
        out.push_str(&format!("{}  \n", escape(&sentence)));
    }
    for section in &brief.sections {
        out.push_str(&format!("\n## {}\n", section.title));
        if section.id == "positions" && !brief.matrix.is_empty() {
            out.push_str(&matrix(&brief.matrix));
        }
        for group in &section.groups {
            out.push('\n');
            if let Some(title) = &group.title {
                out.push_str(&format!("### {}\n\n", escape(title)));
            }
            for l in &group.lines {
                out.push_str(&format!("- {}\n", line(l)));
            }
            if group.more > 0 {
                out.push_str(&format!("- … and {} more in the JSON form\n", group.more));
            }
        }
    }
    if !brief.left_out.is_empty() {
        out.push_str("\n## Left out\n\n");
        for (reason, count) in &brief.left_out {
            out.push_str(&format!("- {}: {}\n", count_of(*count, "claim"), escape(reason)));
        }
    }
    out.push_str("\n## Sources\n\n");
    for s in &brief.sources {
        let what = s.title.as_deref().unwrap_or(&s.name);
        let linked = match s.url.as_deref().filter(|u| is_web(u)) {
            Some(url) => format!("[{}](<{}>)", escape(what), url.replace(['<', '>', '\n', ' '], "")),
            None => escape(what),
        };
        out.push_str(&format!("- {linked} — {}\n", escape(&source_notes(s))));
    }
    out.push_str("\n## Cited sentences\n\n");
    for c in &brief.citations {
        out.push_str(&format!("{}. {}: “{}”\n", c.id.number(), escape(&origin(c)), escape(&flat(&c.quote))));
    }
    out.push_str("\n## Words\n\n");
    for (word, meaning) in &brief.definitions {
        out.push_str(&format!("- **{word}**: {meaning}\n"));
    }
    out
}

/// What stands under the title, sentence by sentence.
pub(crate) fn head(h: &Head) -> Vec<String> {
    let mut out = Vec::new();
    let n = h.kinds.iter().map(|k| k.1).sum();
    let kinds: Vec<String> = h.kinds.iter().map(|(k, n)| format!("{n} {}", k.label())).collect();
    let mut what = h.as_of.map(|d| format!("As of {} · ", d.words())).unwrap_or_default();
    what.push_str(&count_of(n, "source"));
    if !kinds.is_empty() {
        what.push_str(&format!(": {}", kinds.join(", ")));
    }
    if let Some((first, last)) = h.period {
        let days = if first == last { first.words() } else { format!("from {} to {}", first.words(), last.words()) };
        what.push_str(&format!(" · published {days}{}", if h.estimated { " (partly estimated)" } else { "" }));
    } else {
        what.push_str(" · day of publication unknown");
    }
    out.push(what);
    if h.one_outlet {
        out.push("Everything below rests on one outlet alone.".into());
    }
    if h.voices.copies > 0 {
        out.push(format!("{}.", h.voices.words()));
    }
    if h.changed > 0 {
        let were = if h.changed == 1 { "was" } else { "were" };
        out.push(format!(
            "{} {were} changed by the outlet later: rapporteur show changes.",
            count_of(h.changed, "document")
        ));
    }
    if h.unread > 0 {
        out.push(format!("{} in a language that is kept but not read.", count_of(h.unread, "document")));
    }
    if h.elsewhere > 0 {
        let (verb, n) = (if h.elsewhere == 1 { "is" } else { "are" }, h.elsewhere as usize);
        out.push(format!("{} {verb} not about these talks.", count_of(n, "more document")));
    }
    if h.generic {
        out.push("No dossier file: parties, issues and rounds are those found in the texts.".into());
    }
    out
}

pub(crate) fn count_of(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Outlet or name of the document, and its day.
pub(crate) fn origin(c: &Citation) -> String {
    let who = c.outlet.as_deref().unwrap_or(&c.name);
    let day = c.published.map_or_else(|| "day unknown".into(), |d| d.words());
    format!("{who}, {day}{}", if c.estimated { " (estimated)" } else { "" })
}

/// Outlet, its sort, and the day of publication.
pub(crate) fn source_notes(s: &rapporteur_types::dossier::Source) -> String {
    let mut notes = Vec::new();
    notes.push(match &s.outlet {
        Some(o) => format!("{o} ({})", s.kind.label()),
        None => format!("outlet {}", s.kind.label()),
    });
    notes.push(s.published.map_or_else(|| "day unknown".into(), |d| d.words()));
    if s.estimated {
        notes.push("day estimated".into());
    }
    if s.unread {
        notes.push("in a language that is not read".into());
    }
    if s.partial {
        notes.push("only the beginning of the article".into());
    }
    if s.copy_of.is_some() {
        notes.push("copy of another source".into());
    }
    if s.changed_in.is_some() {
        notes.push("its text was changed later".into());
    }
    notes.join(", ")
}

/// Only addresses of the web may become links.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn line(l: &Line) -> String {
    let mut out = phrase(l.runs());
    if !l.marks().is_empty() {
        let marks: Vec<String> = l.marks().iter().map(|m| escape(&m.words())).collect();
        out.push_str(&format!(" _({})_", marks.join("; ")));
    }
    out
}

fn phrase(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Run::Text(s) => out.push_str(&escape(s)),
            Run::Strong(s) => {
                let tail = if s.ends_with(' ') { " " } else { "" };
                out.push_str(&format!("**{}**{tail}", escape(s.trim_end())));
            }
            Run::Quote(s) => out.push_str(&format!("“{}”", escape(s))),
            Run::Cite(c) => {
                let gap = if out.ends_with([' ', ']']) { "" } else { " " };
                out.push_str(&format!("{gap}[{}]", c.number()));
            }
        }
    }
    out
}

fn matrix(issues: &[MatrixIssue]) -> String {
    let mut sides: Vec<(usize, &str)> =
        issues.iter().flat_map(|i| &i.sides).map(|s| (s.rank, s.side.as_str())).collect();
    sides.sort();
    sides.dedup();
    let mut out = String::from("\n| Issue |");
    sides.iter().for_each(|s| out.push_str(&format!(" {} |", escape(s.1))));
    out.push_str("\n| --- |");
    sides.iter().for_each(|_| out.push_str(" --- |"));
    out.push('\n');
    for i in issues {
        let poles = i.poles.as_ref().map(|(low, high)| format!(" (−1: {}; +1: {})", escape(low), escape(high)));
        out.push_str(&format!("| **{}**{} |", escape(&wording::capital(&i.label)), poles.unwrap_or_default()));
        for (rank, _) in &sides {
            match i.sides.iter().find(|s| s.rank == *rank) {
                Some(s) => out.push_str(&format!(" {}{} |", escape(&figures(s)), phrase(&s.words.runs))),
                None => out.push_str(" – |"),
            }
        }
        out.push('\n');
    }
    out
}

/// "+0.75 · 3 positions, latest 6 February 2026: ".
pub(crate) fn figures(s: &crate::brief::MatrixSide) -> String {
    let value = s.value.map(|v| format!("{} · ", signed(v))).unwrap_or_default();
    let newest = if s.n > 1 { "latest " } else { "" };
    let last = s.last.map(|d| format!(", {newest}{}", d.words())).unwrap_or_default();
    format!("{value}{}{last}: ", count_of(s.n, "position"))
}

/// A value between −1 and 1 with its sign.
pub(crate) fn signed(v: f64) -> String {
    let rounded = (v * 100.0).round() / 100.0;
    match rounded {
        r if r > 0.0 => format!("+{r}"),
        r if r < 0.0 => format!("−{}", -r),
        _ => "0".into(),
    }
}

fn flat(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words of a document can carry no markup: every character that Markdown reads is escaped.
fn escape(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '>' | '|' | '~' | '&' | '#' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // An entity, so that even a renderer that knows no escapes makes no tag of it.
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
