//! Cutting and quoting the words of a document, never changing what they say.

use rapporteur_types::{Span, dateline};

/// Longest quotation in a line, in characters; a longer one is cut at a word, with an ellipsis.
const LONG: usize = 420;
/// Sentences up to this many characters are quoted whole.
const SHORT: usize = 180;
/// Most characters of a paragraph shown on either side of the cited sentence.
const AROUND: usize = 700;

/// Longest sentence that is shown beside another, in bytes.
const BESIDE: usize = 280;

/// The sentence before a place of a text, in the same or the last paragraph; none where it is long.
pub fn sentence_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?.trim_end();
    let last = before.char_indices().next_back()?.0;
    let found = sentence(text, Span::new(last, before.len())).of(text).trim();
    // a headline is no sentence
    let ends = found.ends_with(['.', '?', '!', '”', '"']);
    (ends && found.len() <= BESIDE && !found.contains('\n')).then_some(found)
}

/// Is a sentence too long to be quoted whole for one event in it?
pub fn is_long(sentence: &str) -> bool {
    const WORDS: usize = 45;
    sentence.split_whitespace().count() > WORDS
}

/// Words of a document made fit to stand between quotation marks, and cut if they are very long.
pub fn tidy(words: &str) -> String {
    shorten(&whole(words))
}

/// Words of a document made fit to stand between quotation marks: one line, marks inside made single. Never cut: for
/// what is not told as a fact, since the word that says so may come last.
pub fn whole(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut s = joined.trim_end_matches([',', ';', ':', ' ']);
    // the label of a turn is no word of it
    s = ["Q: ", "A: ", "Question: ", "Answer: "].iter().find_map(|label| s.strip_prefix(label)).unwrap_or(s);
    for (open, close) in [('“', '”'), ('"', '"'), ('«', '»')] {
        let inner = s.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner.filter(|t| !t.contains([open, close])) {
            s = inner.trim_end_matches([',', ' ']);
        }
    }
    let s = paired(s);
    let mut out = String::with_capacity(s.len());
    let mut inside = false;
    for c in s.chars() {
        out.push(match c {
            '“' => '‘',
            '”' => '’',
            '"' => {
                inside = !inside;
                if inside { '‘' } else { '’' }
            }
            c => c,
        });
    }
    // a mark inside whose fellow was cut off is closed where the words end
    if inside || s.matches('“').count() > s.matches('”').count() {
        out.push('’');
    }
    out
}

/// Without a quotation mark at either end whose fellow was cut off.
fn paired(s: &str) -> &str {
    let odd = s.matches('"').count() % 2 == 1;
    let (open, close) = (s.matches('“').count(), s.matches('”').count());
    let s = if odd || close > open { s.strip_suffix(['"', '”']).unwrap_or(s) } else { s };
    let still = s.matches('"').count() % 2 == 1;
    let s = if still || open > close { s.strip_prefix(['"', '“']).unwrap_or(s) } else { s };
    s.trim_end_matches([',', ' '])
}

/// The words of a proposal without a preposition that belongs to the verb before them: "on an agenda".
pub fn proposal(words: &str) -> &str {
    let bare = ["on ", "of ", "about ", "for ", "against "].iter().find_map(|p| words.strip_prefix(p));
    // "objected to the clause", but "refused to sign"
    let object = || {
        let rest = words.strip_prefix("to ")?;
        let first = rest.split(' ').next()?;
        matches!(
            first,
            "the" | "a" | "an" | "any" | "its" | "their" | "his" | "her" | "this" | "that" | "these" | "those"
        )
        .then_some(rest)
    };
    bare.or_else(object).unwrap_or(words)
}

fn shorten(s: &str) -> String {
    if s.chars().count() <= LONG {
        return s.to_string();
    }
    let cut: String = s.chars().take(LONG).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end_matches([',', ' ']))
}

/// The clause of a sentence around some words, for a plain fact: from punctuation to punctuation, with ellipses.
/// A short sentence is given whole; so is one whose clause would start or end with too little.
pub fn clause(text: &str, sentence: Span, around: Span) -> String {
    let words = sentence.of(text);
    if words.chars().count() <= SHORT || !sentence.contains(around) {
        return tidy(words);
    }
    let (left, right) = (around.start - sentence.start, around.end - sentence.start);
    let mut bounds = vec![0];
    bounds.extend(breaks(words));
    bounds.push(words.len());
    let mut from = bounds.iter().rposition(|b| *b <= left).unwrap_or(0);
    let mut to = bounds.iter().position(|b| *b >= right).unwrap_or(bounds.len() - 1).max(from + 1);
    // A piece that leans on its neighbour, or that is too small to say anything, takes the neighbour in.
    while from > 0 && (leans(&words[bounds[from]..]) || piece(words, &bounds, from, to) < 5) {
        from -= 1;
    }
    while to < bounds.len() - 1 && piece(words, &bounds, from, to) < 8 {
        to += 1;
    }
    // a condition beside it is half of what it says
    while from > 0 && conditional(&words[bounds[from - 1]..bounds[from]]) {
        from -= 1;
    }
    // what it opens with holds for all that follows: "If they miss it, the pact is void, and the risk will rise"
    if conditional(words) {
        from = 0;
    }
    while to < bounds.len() - 1 && conditional(&words[bounds[to]..bounds[to + 1]]) {
        to += 1;
    }
    let (start, end) = (bounds[from], bounds[to]);
    let body = tidy(words[start..end].trim_matches([' ', ',', ';', '—', '–']));
    let before = if start > 0 { "… " } else { "" };
    let after = if end < words.len() && !body.ends_with('…') { " …" } else { "" };
    format!("{before}{body}{after}")
}

fn piece(words: &str, bounds: &[usize], from: usize, to: usize) -> usize {
    words[bounds[from]..bounds[to]].split_whitespace().count()
}

/// Does a sentence, or a piece of one, open with the word of a condition?
pub fn conditional(piece: &str) -> bool {
    let first = piece.trim_start_matches([' ', ',', ';', '—', '–', '“', '"']).split_whitespace().next().unwrap_or("");
    matches!(first.to_lowercase().as_str(), "if" | "unless" | "until" | "provided" | "should")
}

/// Does a piece hang on what stands before it? It stands alone if it starts with a name or a noun phrase.
fn leans(piece: &str) -> bool {
    const OPENERS: [&str; 22] = [
        "the", "a", "an", "its", "his", "her", "their", "our", "this", "these", "those", "some", "many", "several",
        "both", "all", "no", "it", "he", "she", "they", "there",
    ];
    let first = piece.trim_start_matches([' ', ',', ';', '—', '–']).split_whitespace().next().unwrap_or("");
    !first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && !OPENERS.contains(&first)
}

/// Byte places right after a comma, semicolon or dash that stands outside quotation marks and numbers.
fn breaks(words: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut quoted = false;
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        match c {
            '“' => quoted = true,
            '”' => quoted = false,
            '"' => quoted = !quoted,
            ',' | ';' | '—' if !quoted && chars.peek().is_some_and(|(_, n)| n.is_whitespace()) => {
                out.push(i + c.len_utf8());
            }
            _ => {}
        }
    }
    out
}

/// The sentence around some words of it, by punctuation: claims are cut to clauses, and what stands outside of a clause
/// ("reports suggest that", "should talks fail") must be shown with it.
pub fn sentence(text: &str, words: Span) -> Span {
    let near = Span { start: back(text, words.start), end: forth(text, words.end) };
    let window = near.of(text);
    let (mut start, mut end) = (near.start, near.end);
    for (i, c) in window.char_indices() {
        let (at, next) = (near.start + i, near.start + i + c.len_utf8());
        if !c.is_whitespace() || !ends_sentence(window.get(..i).unwrap_or(""), window.get(i..).unwrap_or("")) {
            continue;
        }
        if next <= words.start {
            start = next;
        } else if at >= words.end {
            end = at;
            break;
        }
    }
    let begun = start + dateline(text.get(start..end).unwrap_or(""));
    let start = if begun <= words.start { begun } else { start };
    let found = Span { start, end }.cover(words);
    let inner = found.of(text);
    let (lead, tail) = (inner.len() - inner.trim_start().len(), inner.len() - inner.trim_end().len());
    Span { start: found.start + lead, end: found.end - tail }.cover(words)
}

/// Is white space between these two the end of a sentence?
fn ends_sentence(before: &str, after: &str) -> bool {
    const SHORTENED: [&str; 22] = [
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "adm", "sen", "rep", "gov", "st", "no", "vs",
        "jan", "feb", "aug", "sept", "oct", "nov",
    ];
    let gap: &str = &after[..after.len() - after.trim_start().len()];
    let Some(next) = after.trim_start().chars().next() else { return true };
    if gap.matches('\n').count() > 1 {
        return true;
    }
    let bare = before.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»']);
    let Some(last) = bare.chars().next_back() else { return true };
    if gap.contains('\n') && !(next.is_lowercase() && (last.is_lowercase() || last == ',')) {
        return true;
    }
    let word = bare.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or("").trim_start_matches('(');
    // "U.S." is cut short, "$2.40" is not
    let dotted = word.contains('.') && word.contains(char::is_alphabetic);
    let short = word.chars().count() < 2 || dotted || SHORTENED.contains(&word.to_lowercase().as_str());
    matches!(last, '.' | '!' | '?' | '…') && !next.is_lowercase() && !(last == '.' && short)
}

/// The paragraph around a span, at most some hundreds of characters on either side of it. Paragraphs end at a blank
/// line, or, where there is none nearby, at the end of a line.
pub fn paragraph(text: &str, span: Span) -> Span {
    let near = Span { start: back(text, span.start), end: forth(text, span.end) };
    let gap = if near.of(text).contains("\n\n") { "\n\n" } else { "\n" };
    let (before, after) = (text.get(near.start..span.start), text.get(span.end..near.end));
    let start = before.and_then(|t| t.rfind(gap)).map_or(near.start, |i| near.start + i + gap.len());
    let end = after.and_then(|t| t.find(gap)).map_or(near.end, |i| span.end + i);
    Span { start, end }.cover(span)
}

fn back(text: &str, at: usize) -> usize {
    let Some(before) = text.get(..at) else { return at };
    match before.char_indices().rev().nth(AROUND) {
        None => 0,
        Some((i, _)) => before[i..].find(char::is_whitespace).map_or(i, |j| i + j + 1).min(at),
    }
}

fn forth(text: &str, at: usize) -> usize {
    let Some(after) = text.get(at..) else { return at };
    match after.char_indices().nth(AROUND) {
        None => text.len(),
        Some((i, _)) => at + after[..i].rfind(char::is_whitespace).unwrap_or(i),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        clause(text, Span::new(0, text.len()), Span::new(at, at + words.len()))
    }

    #[test]
    fn a_clause_is_cut_at_punctuation_and_shows_that_it_is_cut() {
        let text = "While the delegations were still in the air, Sudan’s army shelled three markets in the north of \
                    the city, and the mediators said that they had not been told of it by anybody in either camp.";
        assert_eq!(around(text, "shelled"), "… Sudan’s army shelled three markets in the north of the city …");
        assert_eq!(around(text, "told"), format!("… {}", &text[text.find("Sudan").unwrap()..]));
    }

    #[test]
    fn a_condition_stays_beside_what_hangs_on_it() {
        let text = "The deadline for the withdrawal was set by the mediators in the spring; if they miss it, the risk of \
                    renewed fighting will rise in all three districts, and so will the price of the crossing, traders said.";
        assert!(around(text, "risk").starts_with("… if they miss it, the risk"));
        let text = "If the two armies miss the day that the mediators set in the spring, the pact will be one more promise on \
                    paper, its guarantors will lose patience one after another, and the risk of a war will rise again.";
        assert_eq!(around(text, "risk"), text);
    }

    #[test]
    fn the_sentence_around_a_clause_ends_at_its_full_stop_not_at_an_abbreviation() {
        let text =
            "They met on Friday. Should talks fail, U.S. forces would leave, Gen. Smith said. “No,” he added.\n\nEnd";
        let at = text.find("forces would leave").unwrap();
        let found = sentence(text, Span::new(at, at + 18));
        assert_eq!(found.of(text), "Should talks fail, U.S. forces would leave, Gen. Smith said.");
    }

    #[test]
    fn a_long_sentence_that_is_no_plain_fact_keeps_its_last_words() {
        let long = format!("The army would cross the river {}if talks fail.", "and march on ".repeat(60));
        assert!(tidy(&long).ends_with('…') && whole(&long).ends_with("if talks fail."));
    }

    #[test]
    fn quotation_marks_nest() {
        assert_eq!(tidy("“good start,”"), "good start");
        assert_eq!(tidy("The gaps are wide,\""), "The gaps are wide");
        assert_eq!(tidy("“No deal"), "No deal");
        assert_eq!(tidy("called it a “good start,"), "called it a ‘good start’");
        assert_eq!(tidy("called it a “good start”\nand left,"), "called it a ‘good start’ and left");
    }

    #[test]
    fn a_paragraph_of_one_endless_line_is_windowed() {
        let text = "word ".repeat(10_000);
        let p = paragraph(&text, Span::new(25_000, 25_004));
        assert!(p.contains(Span::new(25_000, 25_004)) && p.len() < 1_500);
    }
}
