//! What each word of a sentence may name: the longest reading first, tables before the encoder's names.

use super::casting::GENERIC;
use super::gazetteer::Sense;
use super::offices::{self, Gender, Human, Office};
use super::scene::{PARTICLES, Scene};
use super::words::{Text, listed};
use rapporteur_types::ActorRef;
use rapporteur_types::reading::NameKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// What some words are.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// A name of the tables, with all that it may stand for.
    Named(Vec<Sense>),
    /// A name that this text has introduced.
    Introduced(ActorRef),
    /// A person's name that the tables do not hold in this form.
    Person,
    /// An organisation that no table knows.
    Organisation,
    /// A place or state that no table knows.
    Place,
    /// The adjective of a state that only the text knows.
    People,
    /// An office.
    Office(Office),
    /// "Mr", "Sheikh", "Gen.".
    Title(Option<Gender>),
    /// "officials", "government".
    Human(Human),
}

/// Some words and what they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Indices into the words of the text.
    pub words: Range<usize>,
    /// What they are.
    pub tag: Tag,
}

/// Marks of a sentence by their first word; they do not overlap.
pub type Marks = BTreeMap<usize, Mark>;

/// The encoder's names by their first word.
pub type Names = BTreeMap<usize, (usize, NameKind)>;

/// The encoder's names of a document.
pub fn encoder_names(text: &Text) -> Names {
    let names = text.syntax.reading.names.iter();
    names
        .map(|n| (text.words_of(&n.tokens), n.kind))
        .map(|(r, k)| (r.start..r.end.max(1) - usize::from(text.key(r.end.max(1) - 1) == "'s"), k))
        .filter(|x| !x.0.is_empty())
        .map(|(r, k)| (r.start, (r.end, k)))
        .collect()
}

/// Marks of one sentence.
pub fn marks(text: &Text, scene: &Scene, sentence: &Range<usize>, names: &Names) -> Marks {
    let mut names: Names = names.range(sentence.clone()).map(|(k, v)| (*k, *v)).collect();
    let mut out = Marks::new();
    let mut w = sentence.start;
    while w < sentence.end {
        // "the minister, X Y,": a comma may stand between
        let comma = usize::from(w > sentence.start && text.key(w - 1) == ",");
        let before = out.values().next_back().filter(|m: &&Mark| m.words.end == w - comma);
        let Some(mark) = mark(text, scene, sentence, w, &mut names, before) else {
            w += 1;
            continue;
        };
        w = mark.words.end;
        out.insert(mark.words.start, mark);
    }
    out
}

fn mark(
    text: &Text,
    scene: &Scene,
    sentence: &Range<usize>,
    w: usize,
    names: &mut Names,
    before: Option<&Mark>,
) -> Option<Mark> {
    let here = &text.words[w..sentence.end];
    let word = here.first().filter(|x| !x.bar())?;
    let of = |n: usize, tag: Tag| Some(Mark { words: w..w + n, tag });
    let office = offices::office(here).filter(|_| text.upos(w) != "VERB" && text.upos(w) != "AUX");
    let mut table = scene.gazetteer.longest(here).and_then(|(n, senses)| plausible(text, sentence, w, n, senses));
    // "President of X" is an office, though tables list it as a body
    let an_office =
        |senses: &[Sense]| !senses.iter().any(|s| matches!(s, Sense::Actor(i) if scene.gazetteer.is_person(*i)));
    table = table.filter(|(_, senses)| office.as_ref().is_none_or(|o| text.key(w + o.0) != "of" || !an_office(senses)));
    let title = offices::title(word);
    let introduced = introduced(scene, here);
    let single = table.is_none() && names.get(&w).is_none_or(|n| n.0 == w + 1);
    if let Some(actor) = shortened(text, scene, w).filter(|_| single) {
        return of(1, Tag::Introduced(actor));
    }
    // a state that only this text knows, unless a longer name begins here
    let longer = names.get(&w).is_some_and(|n| n.0 > w + 1 && n.1 != NameKind::Person);
    if table.is_none() && !longer && scene.states.contains_key(&word.key) && word.capital() {
        let name = scene.states.get(&word.key).is_some_and(|n| *n == word.form);
        return of(1, if name { Tag::Place } else { Tag::People });
    }
    let name = names.get(&w).copied().map(|(end, kind)| (person_end(text, sentence, end, kind), kind));
    let table_len = table.as_ref().map_or(0, |t| t.0);
    // an office, title or people at the head of the encoder's name is not part of it
    if let Some((end, kind)) = name {
        let people = table.as_ref().filter(|t| t.1.iter().any(|s| matches!(s, Sense::People(_)))).map_or(0, |t| t.0);
        let lead =
            [office.as_ref().map_or(0, |o| o.0), usize::from(title.is_some()), people].into_iter().max().unwrap_or(0);
        if lead > 0 && w + lead < end && (kind == NameKind::Person || people == lead) {
            names.insert(w + lead, (end, kind));
            if text.key(w + lead) == "'s" {
                names.remove(&(w + lead));
            }
        } else if end - w > table_len && lead < end - w {
            let last = text.key(end - 1);
            match kind {
                // "writes in Farsi"
                NameKind::Person if end == w + 1 && listed(LANGUAGES, &word.key) => return None,
                NameKind::Person => return person(text, scene, w..end, sentence, table),
                // "the Trump administration", "Israeli military": words of the rules, not a name
                NameKind::Organisation if offices::human(last).is_none() && word.capital() => {
                    return of(end - w, Tag::Organisation);
                }
                NameKind::Place if table_len == 0 && introduced.is_none() => return of(end - w, Tag::Place),
                _ => {}
            }
        }
    }
    let run = person_run(text, sentence, w);
    if let Some((n, senses)) = table {
        // "Jordan" in "Michael Jordan", once the text knows him
        if office.as_ref().is_none_or(|o| o.0 <= n) && introduced.as_ref().is_none_or(|i| i.0 <= n) {
            // "the P5+1 group" is the P5+1
            let body = |s: &Sense| matches!(s, Sense::Actor(i) if scene.gazetteer.is_body(*i));
            let group = here.get(n).is_some_and(|x| x.form == "group")
                && text.key(w + n + 1) != "of"
                && senses.iter().any(body);
            return of(n + usize::from(group), Tag::Named(senses));
        }
    }
    if let Some((n, actor)) = introduced {
        return of(n, Tag::Introduced(actor));
    }
    if let Some((n, o)) = office {
        return of(n, Tag::Office(o));
    }
    if let Some(gender) = title {
        return of(1, Tag::Title(gender));
    }
    if let Some(h) = offices::human(&word.key).filter(|_| !matches!(text.upos(w), "VERB" | "ADJ")) {
        return of(1, Tag::Human(h));
    }
    if run > w && (text.upos(w) == "PROPN" || w > sentence.start) {
        let known = (w + 1..=run).rev().find(|end| {
            let keys: Vec<String> = text.words[w..*end].iter().map(|x| x.key.clone()).collect();
            keys.iter().any(|k| k.len() > 2) && scene.earlier(&keys).is_some()
        });
        let closed = matches!(text.key(run), "," | "." | "'s" | ")" | "");
        let after_office = before.is_some_and(|m| match &m.tag {
            _ if m.words.end < w => matches!(&m.tag, Tag::Office(o) if !o.plural) && closed && run > w + 1,
            Tag::Office(_) => text.words[m.words.end - 1].capital() || run > w + 1,
            Tag::Title(_) => true,
            _ => false,
        });
        if let Some(end) = known {
            return of(end - w, Tag::Person);
        }
        if after_office {
            return of(run - w, Tag::Person);
        }
    }
    None
}

/// Languages that are called otherwise than those who speak them.
const LANGUAGES: &str = "amharic arabic bengali dari farsi hebrew hindi kinyarwanda kurmanji latin lingala mandarin pashto punjabi sinhala swahili tamil \
    tigrinya urdu wolof yiddish";

/// Senses that can stand here: a publisher's everyday word needs to be a name.
fn plausible(
    text: &Text,
    sentence: &Range<usize>,
    w: usize,
    n: usize,
    mut senses: Vec<Sense>,
) -> Option<(usize, Vec<Sense>)> {
    // "the West Bank" is not the West
    let longer =
        |x: usize| text.words[x].capital() && matches!(text.upos(x), "PROPN" | "") && !listed(CALENDAR, text.key(x));
    if text.key(w) == "the" && w + n < sentence.end && longer(w + n) {
        return None;
    }
    // "38 million US dollars" names no state
    if w + n < sentence.end && matches!(text.key(w + n), "dollar" | "dollars") {
        return None;
    }
    if n == 1 {
        let name = matches!(text.upos(w), "PROPN" | "");
        senses.retain(|s| !matches!(s, Sense::Outlet(_)) || name);
        // a word that opens a sentence is capital anyway
        let opens = w == sentence.start;
        senses.retain(|s| match s {
            Sense::Place(_) => name,
            Sense::Actor(_) => {
                name || !opens || text.words[w].form.len() > 4 || text.words[w].form.chars().all(char::is_uppercase)
            }
            _ => true,
        });
    }
    (!senses.is_empty()).then_some((n, senses))
}

/// A person's name of the encoder, against the tables: the table's own, a stranger of the same family, or unknown.
fn person(
    text: &Text,
    scene: &Scene,
    words: Range<usize>,
    sentence: &Range<usize>,
    table: Option<(usize, Vec<Sense>)>,
) -> Option<Mark> {
    let g = scene.gazetteer;
    let is_person = |s: &Sense| matches!(s, Sense::Actor(i) if g.is_person(*i));
    if let Some((n, senses)) = table
        && n > 1
        && senses.iter().any(is_person)
    {
        return Some(Mark { words: words.start..words.start + n, tag: Tag::Named(senses) });
    }
    // the full name of the tables within: "Hamad Badr Al Busaidi" holds more than the tables say
    for at in words.start + 1..words.end {
        if let Some((n, senses)) = g.longest(&text.words[at..sentence.end])
            && n > 1
            && senses.iter().any(is_person)
        {
            return Some(Mark { words: words.start..at + n, tag: Tag::Named(senses) });
        }
    }
    Some(Mark { words, tag: Tag::Person })
}

/// "The Front" where the text introduces one body whose longer name ends so.
fn shortened(text: &Text, scene: &Scene, w: usize) -> Option<ActorRef> {
    let word = &text.words[w];
    let generic = word.capital() && listed(GENERIC, word.key.as_str());
    if !generic || w == 0 || text.key(w - 1) != "the" {
        return None;
    }
    let mut long = scene.names.iter().filter(|(keys, _)| keys.len() > 1 && keys.last() == Some(&word.key));
    long.next().filter(|_| long.next().is_none()).map(|x| x.1.clone())
}

fn introduced(scene: &Scene, here: &[super::words::Word]) -> Option<(usize, ActorRef)> {
    (1..=here.len().min(6)).rev().find_map(|n| {
        let keys: Vec<String> = here[..n].iter().map(|w| w.key.clone()).collect();
        scene.names.get(&keys).filter(|_| here[0].capital()).map(|a| (n, a.clone()))
    })
}

/// The encoder ends a name at a particle now and then: "Badr bin | Hamad".
fn person_end(text: &Text, sentence: &Range<usize>, mut end: usize, kind: NameKind) -> usize {
    if kind != NameKind::Person {
        return end;
    }
    loop {
        if end + 1 < sentence.end && listed(PARTICLES, text.key(end)) && text.words[end + 1].capital() {
            end += 2;
        } else if end < sentence.end
            && text.words[end].token == text.words[end - 1].token
            && !text.words[end].bar()
            && text.key(end) != "'s"
        {
            // "Sung-il" is one name
            end += 1;
        } else {
            return end;
        }
    }
}

/// End of the run of capitalised words, particles within, that begins at a word; the word itself where there is none.
pub fn person_run(text: &Text, sentence: &Range<usize>, w: usize) -> usize {
    let mut end = w;
    let mut at = w;
    while at < sentence.end && at - w < 7 {
        let x = &text.words[at];
        if x.bar() || x.key == "'s" || x.key.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        if x.capital() && !listed(CALENDAR, x.key.as_str()) && (at == w || text.upos(at) != "VERB") {
            end = at + 1;
        } else if !(at > w && listed(PARTICLES, x.key.as_str())) {
            break;
        }
        at += 1;
    }
    end
}

const CALENDAR: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april june july august \
    september october november december i the on in he she";
