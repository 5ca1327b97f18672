//! Does a place name say where, or who? "in Muscat", "Muscat rejected".

use super::cast::MentionKind;
use super::casting::Casting;
use super::words::listed;
use rapporteur_types::dateline;
use std::ops::Range;

impl Casting<'_, '_> {
    /// Does an unknown place stand where only an actor can?
    pub(super) fn acts(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let head = self.text.words[words.end - 1].token;
        s.is(head, &["nsubj", "iobj"])
            || self.text.key(words.end) == "'s"
            || words.start > 0
                && matches!(self.text.key(words.start - 1), "with" | "by" | "between" | "urged" | "told" | "against")
            || s.token(head).head.is_some_and(|h| s.is(head, &["conj"]) && s.is(h, &["nsubj"]))
            || s.token(head).head.is_none() && words.start == self.text.words_of(&s.sentence_tokens(head)).start
    }

    /// Do these words open the dateline of a block?
    pub(super) fn opens_dateline(&self, words: &Range<usize>) -> bool {
        let s = self.text.syntax;
        let token = self.text.words[words.start].token;
        let block = &s.reading.blocks[s.reading.sentences[s.sentence_of(token)].block];
        let end = self.text.words[words.end - 1].token;
        let dateline = block.span.start + dateline(block.span.of(s.text));
        s.token(token).span.start == block.span.start && s.token(end).span.end <= dateline
    }

    /// "in Tehran", "visited Muscat", "arrived from Doha": a place, not who rules from it.
    pub(super) fn located(&self, words: &Range<usize>, seat: bool) -> bool {
        let key = |back: usize| words.start.checked_sub(back).map_or("", |i| self.text.key(i));
        if self.text.key(words.end) == "'s" {
            return false;
        }
        if self.opens_dateline(words) {
            return true;
        }
        let s = self.text.syntax;
        if s.is(self.text.words[words.end - 1].token, &["compound", "amod"]) && self.text.upos(words.end) == "NOUN" {
            // "the Vienna talks", "Iran talks": a city before a meeting says where, a state who
            return seat && listed(MEETINGS, self.text.key(words.end));
        }
        let back = 1 + usize::from(listed(PART_OF_A_PLACE, key(1)));
        let back = back + usize::from(listed(PART_OF_A_PLACE, key(back)));
        if listed(IN, key(back)) {
            return true;
        }
        if matches!(key(back), "to" | "from" | "for" | "towards" | "toward" | "via" | "through") {
            return (back + 1..back + 5).any(|b| MOTION.split(' ').any(|m| key(b).starts_with(m)));
        }
        if matches!(key(back), "visit" | "visited" | "visiting" | "left" | "leaving" | "reached" | "entered" | "toured")
        {
            return true;
        }
        if key(back) == "of"
            && matches!(
                key(back + 1),
                "city" | "capital" | "town" | "port" | "outskirts" | "north" | "south" | "east" | "west"
            )
        {
            return true;
        }
        // "in Vienna and Geneva", "Muscat, Oman"
        matches!(key(1), "and" | "," | "or")
            && self
                .mentions
                .last()
                .is_some_and(|m| m.kind == MentionKind::Place && m.tokens.end + 1 == self.text.words[words.start].token)
    }
}

/// Nouns that a city before them places.
const MEETINGS: &str = "talks meeting meetings summit conference round negotiations declaration agreement process format forum \
    accord accords memorandum visit airport venue session dialogue time consultations";

/// Prepositions before a place.
const IN: &str = "in at near inside outside within across throughout around into over off neighboring neighbouring";
const PART_OF_A_PLACE: &str = "the central northern southern eastern western nearby downtown occupied war-torn neighboring neighbouring \
    capital";
/// Beginnings of words of motion.
const MOTION: &str = "travel visit arriv fly flew flight trip return head went go came come journey depart left leav \
    ambassador embassy mov back way tour route airport";
