//! What the words around a value take away from it or add to it: "early March", "about two weeks", "at least a year ago".

use super::words::among;
use rapporteur_types::reading::TimeKind;
use rapporteur_types::reading::TimeModifier::{self, *};

/// Words that open an expression. "Nearly" is less than: so the guidelines of TIMEX2 have it, which TimeML took over.
const OPENING: [(&str, TimeModifier); 25] = [
    ("early", Start),
    ("earlier", Start),
    ("beginning of", Start),
    ("start of", Start),
    ("mid", Mid),
    ("middle of", Mid),
    ("late", End),
    ("later", End),
    ("end of", End),
    ("about", Approx),
    ("around", Approx),
    ("roughly", Approx),
    ("approximately", Approx),
    ("nearly", LessThan),
    ("almost", LessThan),
    ("less than", LessThan),
    ("fewer than", LessThan),
    ("more than", MoreThan),
    ("over", MoreThan),
    ("at most", EqualOrLess),
    ("up to", EqualOrLess),
    ("no more than", EqualOrLess),
    ("not more than", EqualOrLess),
    ("at least", EqualOrMore),
    ("no less than", EqualOrMore),
];

/// The modifier that an expression's words, in lower case, give its value.
pub(super) fn modifier(words: &str, kind: TimeKind) -> Option<TimeModifier> {
    let words: Vec<&str> = words.split(|c: char| c == '-' || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
    let (last, inner) = (words.last().copied().unwrap_or(""), words.get(usize::from(words.first() == Some(&"the"))..)?);
    if words.windows(2).any(|w| w == ["or", "so"]) {
        return Some(Approx);
    }
    let bound = match &words[..] {
        [.., "or", "more" | "longer"] => Some(EqualOrMore),
        [.., "or", "less"] => Some(EqualOrLess),
        [.., "or", "later"] => return Some(OnOrAfter),
        [.., "or", "earlier"] => return Some(OnOrBefore),
        // "year-end"
        [_, .., "end"] => return Some(End),
        _ => OPENING.iter().find(|(opening, _)| opening.split(' ').zip(inner).all(|(a, b)| a == *b)).map(|o| o.1),
    };
    let counted = among(last, "ago earlier before previously later after afterwards afterward thereafter now");
    let back = among(last, "ago earlier before previously");
    match bound? {
        Approx => Some(Approx),
        // "an earlier two-week truce"
        stage @ (Start | Mid | End) => (kind != TimeKind::Duration).then_some(stage),
        length if kind == TimeKind::Duration => Some(length),
        // More than a week ago is before the day a week ago, and more than a week later after it.
        LessThan if counted => Some(if back { After } else { Before }),
        MoreThan if counted => Some(if back { Before } else { After }),
        EqualOrLess if counted => Some(if back { OnOrAfter } else { OnOrBefore }),
        EqualOrMore if counted => Some(if back { OnOrBefore } else { OnOrAfter }),
        // "over Christmas", "almost daily"
        _ => None,
    }
}
