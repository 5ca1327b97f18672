//! How much the tags of a markup carry, by a count that takes no time: parsers compare each attribute of a tag with all
//! before it.

/// More attributes than any honest tag has.
pub(crate) const ATTRIBUTES: usize = 1_000;

/// Does some tag carry so many attributes that a parser would not be done with it?
pub(crate) fn overloaded(markup: &str) -> bool {
    let bytes = markup.as_bytes();
    let mut at = 0;
    while let Some(found) = markup[at..].find('<') {
        at += found + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name = at;
        let (end, attributes) = tag(bytes, at);
        if attributes > ATTRIBUTES {
            return true;
        }
        at = end;
        // what stands in these is no markup
        for raw in ["script", "style"] {
            if bytes[name..].get(..raw.len()).is_some_and(|n| n.eq_ignore_ascii_case(raw.as_bytes())) {
                at = markup[at..].find("</").map_or(markup.len(), |i| at + i);
            }
        }
    }
    false
}

/// The end of a tag whose name begins at `from`, and how many attributes it has, by the states of the HTML standard
/// (13.2.5). Where there are too many, the end is where that became clear; it is the start of a character always.
pub(crate) fn tag(bytes: &[u8], from: usize) -> (usize, usize) {
    #[derive(PartialEq)]
    enum State {
        Name,
        Between,
        Attribute,
        Equals,
        Bare,
        Quoted(u8),
    }
    let mut state = State::Name;
    let mut attributes = 0;
    for (i, &b) in bytes.iter().enumerate().skip(from) {
        let space = b.is_ascii_whitespace() || b == b'/';
        state = match state {
            State::Quoted(q) => {
                if b == q {
                    State::Between
                } else {
                    State::Quoted(q)
                }
            }
            _ if b == b'>' => return (i + 1, attributes),
            State::Equals if b.is_ascii_whitespace() => State::Equals,
            State::Equals if b == b'"' || b == b'\'' => State::Quoted(b),
            State::Equals => State::Bare,
            State::Attribute | State::Between if b == b'=' && attributes > 0 => State::Equals,
            State::Bare if b.is_ascii_whitespace() => State::Between,
            State::Bare => State::Bare,
            _ if space => State::Between,
            State::Between => {
                attributes += 1;
                if attributes > ATTRIBUTES {
                    return (i, attributes);
                }
                State::Attribute
            }
            State::Name => State::Name,
            State::Attribute => State::Attribute,
        };
    }
    (bytes.len(), attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_tags_carry_little_and_bombs_much() {
        let many: String = (0..2_000).map(|i| format!(" a{i}=1")).collect();
        let bare: String = (0..2_000).map(|i| format!(" a{i}")).collect();
        let words = "word ".repeat(5_000);
        for honest in [
            format!("<p title=\"{words}\">{words}</p>"),
            format!("<p title = '{words}'>"),
            format!("<script>if (a <b) {{ {words} }}</script>"),
            format!("1 < 2 {words}"),
            format!("<p a=b\"c>{words}"),
        ] {
            assert!(!overloaded(&honest), "{}", &honest[..40]);
        }
        for bomb in [
            format!("<p{many}>"),
            format!("<p {bare}"),
            format!("<p a=b=\"{bare}"),
            format!("<p a\"{bare}>"),
            format!("<p>x</p><p a=''{many}>"),
        ] {
            assert!(overloaded(&bomb), "{}", &bomb[..40]);
        }
    }
}
