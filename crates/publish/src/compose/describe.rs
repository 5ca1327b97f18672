//! One claim in words: quoted spans and canonical names, a form for each kind and each modality.

use super::Composer;
use crate::line::{Phrase, Run};
use crate::quote;
use crate::wording::{self, CueForm};
use rapporteur_types::{ActorRef, Claim, ClaimBody, Event, Modality, Position, Remark, Span, Statement, StatementKind};

/// Words between a speaker and the cue that make it no plain saying.
const TURNED: [&str; 18] = [
    "longer", "not", "never", "n’t", "n't", "will", "would", "could", "may", "might", "must", "should", "if",
    "expected", "to", "didn’t", "didn't", "cannot",
];

/// How many words before a cue can turn it.
const NEXT: usize = 4;

/// Words that introduce a condition.
const BINDING: [&str; 10] =
    ["if", "unless", "should", "provided", "once", "until", "were", "depends", "depending", "otherwise"];

/// A proposal of more words than that, with a capital, is a sentence.
const SENTENCE: usize = 6;

/// First words of a content that says nothing without its sentence.
const LEANING: [&str; 20] = [
    "which", "who", "whose", "whom", "unless", "until", "because", "although", "though", "is", "are", "was", "were",
    "has", "have", "had", "will", "would", "can", "could",
];
/// First words of a clause that is the rest of a sentence.
const RESTS: [&str; 14] =
    ["should", "if", "unless", "that", "which", "who", "when", "while", "as", "because", "but", "and", "or", "than"];
/// How a condition goes on behind a content.
const CONDITIONS: [&str; 7] = ["as long as", "so long as", "until ", "unless ", "if ", "provided ", "only if"];

impl<'a> Composer<'a> {
    /// A claim in words, without its citations; none where its document is not at hand.
    pub(super) fn describe(&self, claim: &'a Claim, form: Form) -> Option<Phrase> {
        let first = claim.evidence.first()?;
        let text = &self.citations.document(first)?.text;
        let sentence = self.citations.sentence(first)?;
        let at = At { text, sentence };
        Some(match &claim.body {
            ClaimBody::Statement(s) => self.statement(claim, s, at),
            ClaimBody::Event(e) => self.event(claim, e, at, form),
            ClaimBody::Position(p) => self.position(claim, p, at, form),
            ClaimBody::Remark(r) => self.remark(claim, r, at),
            ClaimBody::Extract(_) => return self.verbatim(&first.document, sentence),
        })
    }

    fn statement(&self, claim: &Claim, s: &Statement, at: At) -> Phrase {
        let reports = s.speakers.iter().any(wording::is_report);
        let hedge = if claim.modality == Modality::Hedged && !reports { "Reportedly, " } else { "" };
        let lead = match self.chain(claim, &s.speakers) {
            Some(chain) if hedge.is_empty() => Phrase::new().text(format!("According to {chain}, ")),
            Some(chain) => Phrase::new().text(format!("{hedge}according to {chain}, ")),
            None => Phrase::new().text(hedge),
        };
        let cue = s.cue.map(|c| quote::tidy(c.of(at.text))).unwrap_or_default();
        let plural = s.speakers.len() > 1 || s.speakers.iter().any(wording::is_plural);
        let form = wording::cue_form(&cue, plural);
        let inside = lead.runs.iter().any(|r| !matches!(r, Run::Text(t) if t.is_empty())) || form == CueForm::Before;
        let who = self.speakers(claim, s, at, inside);
        let content: Vec<String> = s.content.iter().map(|c| quote::tidy(c.of(at.text))).collect();
        let content = content.join(" … ");
        if content.is_empty() || is_turned(claim, s, at) {
            return lead.then(who).text(": ").quote(quote::whole(at.sentence.of(at.text)));
        }
        let colon = if s.form == StatementKind::Direct { ": " } else { " " };
        let before = points_back(&content).then(|| quote::sentence_before(at.text, at.sentence.start)).flatten();
        let told = |p: Phrase| match before {
            Some(words) => p.text(" (the sentence before: ").quote(quote::whole(words)).text(")"),
            None => p,
        };
        told(match form {
            CueForm::Verb => lead.then(who).text(format!(" {cue}{}{colon}", governed(s, at))).quote(content),
            CueForm::Before => lead
                .text(if hedge.is_empty() && claim.according_to.is_empty() { "According to " } else { "according to " })
                .then(who)
                .text(": ")
                .quote(content),
            CueForm::Other if cue.is_empty() => lead.then(who).text(": ").quote(content),
            // a cue that does not read as a verb of its own needs its sentence
            CueForm::Other => lead.then(who).text(": ").quote(quote::whole(at.sentence.of(at.text))),
        })
    }

    /// Who speaks; with a capital unless it stands inside a sentence.
    fn speakers(&self, claim: &Claim, s: &Statement, at: At, inside: bool) -> Phrase {
        if s.speakers.is_empty() {
            let words = s.source.map(|x| quote::tidy(x.of(at.text))).filter(|w| !w.is_empty());
            return match words {
                Some(w) => Phrase::new().quote(w),
                None => Phrase::new().text("A speaker whom the text does not name"),
            };
        }
        let mut out = Phrase::new();
        for (i, a) in s.speakers.iter().enumerate() {
            let join = if i == 0 {
                ""
            } else if i + 1 == s.speakers.len() {
                " and "
            } else {
                ", "
            };
            out = out.text(join).strong(if i == 0 && !inside {
                wording::capital(&wording::name(a))
            } else {
                wording::name(a)
            });
            out = out.text(self.office(claim, a, at.text));
        }
        out
    }

    /// " (foreign minister, Iran)", with † on what only the actor table says; empty where there is nothing to add.
    fn office(&self, claim: &Claim, actor: &ActorRef, text: &str) -> String {
        let mut parts = Vec::new();
        if let Some(office) = actor.office() {
            parts.push(dagger(office, contains(text, office)));
        }
        // a movement is of a country and, more often than not, against its state
        let movement = actor.id().is_some_and(|i| i.0.starts_with("group:"));
        if !actor.is_state() && !movement {
            let country = actor.country().and_then(|c| self.states.get(c)).filter(|c| **c != actor.plain_name());
            if let Some(country) = country.filter(|c| !actor.plain_name().contains(**c)) {
                parts.push(dagger(country, contains(text, country) || self.is_named(claim, country)));
            }
        }
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    }

    /// Does a claim of the same document name that state, under whatever name?
    fn is_named(&self, claim: &Claim, country: &str) -> bool {
        claim.evidence.first().is_some_and(|e| self.named.contains(&(e.document.0.as_str(), country)))
    }

    fn event(&self, claim: &Claim, e: &Event, at: At, form: Form) -> Phrase {
        let names = |list: &[ActorRef]| list.iter().map(|a| a.plain_name().to_string()).collect::<Vec<_>>().join(", ");
        let who = match (e.sources.is_empty(), e.targets.is_empty()) {
            (true, true) => String::new(),
            _ if wording::is_mutual(e.event_type) => names(&union(&e.sources, &e.targets)),
            (false, true) => names(&e.sources),
            (true, false) => format!("→ {}", names(&e.targets)),
            (false, false) if e.sources == e.targets => names(&e.sources),
            (false, false) => format!("{} → {}", names(&e.sources), names(&e.targets)),
        };
        let standing = wording::standing(e.event_type, claim.modality);
        let who_is_silent = who.is_empty() && claim.according_to.is_empty();
        let mut head = Phrase::new();
        if form.code {
            head = head.strong(e.event_type.name()).text(" ");
        }
        if !standing.is_empty() {
            let words = if form.code { format!("({standing}) ") } else { format!("{}: ", wording::capital(standing)) };
            head = head.text(words);
        }
        if !who.is_empty() {
            head = head.text(who);
        }
        if let Some(chain) = self.chain(claim, &e.sources) {
            head = head.text(format!(", according to {chain}"));
        }
        let own = claim.first().span;
        let words = if claim.modality.is_actual() && quote::is_long(at.sentence.of(at.text)) {
            let around = e.quantities.iter().fold(e.trigger.cover(own), |s, q| s.cover(q.span));
            quote::clause(at.text, at.sentence, around)
        } else {
            quote::whole(at.sentence.of(at.text))
        };
        // a year by itself is as often that of something else in the sentence, which says it anyway
        let when = e.date.filter(|d| d.month.is_some()).map(|d| d.words());
        let place = e.place.as_deref().map(quote::tidy);
        let setting: Vec<String> = when.into_iter().chain(place).collect();
        let setting = if setting.is_empty() { String::new() } else { format!(" ({})", setting.join("; ")) };
        let dash = if who_is_silent { "" } else { " — " };
        head.text(dash).quote(words).text(setting)
    }

    fn position(&self, claim: &Claim, p: &Position, at: At, form: Form) -> Phrase {
        let names: Vec<String> = p.holders.iter().map(wording::name).collect();
        let proposal = quote::tidy(quote::proposal(p.proposal.of(at.text)));
        let mut modality = wording::told(claim.modality, &proposal);
        if modality == Modality::Hedged && claim.according_to.iter().any(wording::is_report) {
            modality = Modality::Asserted;
        }
        // a rejection that is told as a denial is still one; that somebody denies it is not
        let sentence = claim.first().span.of(at.text).to_lowercase();
        let denies =
            sentence.split(|c: char| !c.is_alphabetic()).any(|w| matches!(w, "deny" | "denies" | "denied" | "denying"));
        if modality == Modality::Denied && p.stance.value() < 0.0 && !denies {
            modality = Modality::Asserted;
        }
        let denied = modality == Modality::Denied;
        let who = if names.is_empty() { "A holder whom the text does not name".into() } else { wording::list(&names) };
        let lead = match (self.chain(claim, &p.holders), denied) {
            (Some(chain), false) => format!("According to {chain}, "),
            (Some(chain), true) => format!("According to {chain}, it is denied that "),
            (None, true) => "It is denied that ".into(),
            (None, false) => String::new(),
        };
        let who = if lead.is_empty() { wording::capital(&who) } else { who };
        let mut out = Phrase::new().text(lead).strong(who);
        if let [one] = p.holders.as_slice() {
            out = out.text(self.office(claim, one, at.text));
        }
        let plural = p.holders.len() > 1 || p.holders.iter().any(wording::is_plural);
        let mut verb = wording::stance(p.stance, modality, plural, &proposal);
        // a whole sentence is no object of the verb
        let whole = proposal.starts_with(char::is_uppercase) && proposal.split(' ').count() > SENTENCE;
        if whole && !verb.ends_with(':') {
            verb = format!("{}:", verb.trim_end_matches(" on"));
        }
        let rest = is_rest(&proposal);
        out = match rest {
            true => out.text(format!(" {}", verb.trim_end_matches(':').trim_end_matches(" on"))),
            false => out.text(format!(" {verb} ")).quote(&proposal),
        };
        // "this demand": what was demanded
        let taken_up = claim.inferred.iter().find(|i| i.field == "proposal").and_then(|i| i.evidence.as_ref());
        if let Some(e) = taken_up {
            out = out.text(": ").quote(quote::tidy(e.span.of(at.text)));
        }
        let condition = p.condition.map(|c| quote::tidy(c.of(at.text)));
        let condition = condition.filter(|c| !c.is_empty() && !proposal.contains(c.as_str()));
        out = match condition {
            Some(c) if !rest => out.text(", on this condition: ").quote(c),
            _ if rest || (claim.modality == Modality::Conditional && p.condition.is_none()) => {
                out.text(", as this sentence says: ").quote(quote::whole(at.sentence.of(at.text)))
            }
            _ => out,
        };
        let issue = self.issue(&p.issue);
        // without a dossier file issues are found by a word, which says no more than the quotation
        if form.issue && issue != "other" && !self.dossier.generic { out.text(format!(" (on {issue})")) } else { out }
    }

    fn remark(&self, claim: &Claim, r: &Remark, at: At) -> Phrase {
        let clause = r.clause.of(at.text).to_lowercase();
        // "Oman has offered to host": told of Oman, not by it
        let of_itself = |a: &ActorRef| a.id().is_some() && contains(&clause, a.plain_name());
        let told = matches!(claim.according_to.as_slice(), [one] if of_itself(one));
        let lead = match self.chain(claim, &[]).filter(|_| !told) {
            Some(chain) => Phrase::new().text(format!("According to {chain}: ")),
            None => Phrase::new().text(format!("{} writes: ", self.outlet(claim))),
        };
        let sentence = at.sentence.of(at.text);
        // "should the formula be ready by then", "but that it was": a rest
        let rest = clause.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|w| RESTS.contains(&w));
        let whole =
            rest || !claim.modality.is_actual() || !at.sentence.contains(r.clause) || quote::conditional(sentence);
        let words = if whole { quote::whole(sentence) } else { quote::tidy(r.clause.of(at.text)) };
        let cut = !whole && !at.text.get(at.sentence.start..r.clause.start).unwrap_or("").trim().is_empty();
        lead.quote(if cut { format!("… {words}") } else { words })
    }

    /// "A", "A and B", "A, as cited by B": who reports it, outermost last; without those who are named anyway, `own`.
    fn chain(&self, claim: &Claim, own: &[ActorRef]) -> Option<String> {
        let same = |a: &ActorRef| own.iter().any(|o| o.plain_name() == a.plain_name());
        let document = &claim.first().document;
        // both sides say it together, neither cites the other
        let together = |a: &ActorRef, b: &ActorRef| {
            let here = self.dossier.claims.iter().filter(|c| &c.first().document == document);
            here.filter_map(Claim::statement).any(|s| s.speakers.contains(a) && s.speakers.contains(b))
        };
        let mut links: Vec<Vec<&ActorRef>> = Vec::new();
        for a in claim.according_to.iter().filter(|a| !same(a)) {
            match links.last_mut() {
                Some(link) if link.iter().all(|l| together(l, a)) => link.push(a),
                _ => links.push(vec![a]),
            }
        }
        let told = |link: Vec<&ActorRef>| wording::list(&link.into_iter().map(wording::name).collect::<Vec<_>>());
        let links: Vec<String> = links.into_iter().map(told).collect();
        (!links.is_empty()).then(|| links.join(", as cited by "))
    }

    fn outlet(&self, claim: &Claim) -> String {
        let source =
            claim.evidence.first().and_then(|e| self.dossier.sources.iter().find(|s| s.document == e.document));
        source.and_then(|s| s.outlet.clone()).unwrap_or_else(|| "The source".into())
    }
}

/// What a line shows beside the words of the claim.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// The PLOVER type of an event.
    pub(super) code: bool,
    /// The issue of a position.
    pub(super) issue: bool,
}

impl Form {
    /// In a list of events or positions.
    pub(super) const LISTED: Form = Form { code: true, issue: true };
    /// Under a label or heading that says what it is.
    pub(super) const LABELLED: Form = Form { code: false, issue: false };
}

/// Where a claim stands.
#[derive(Clone, Copy)]
struct At<'t> {
    text: &'t str,
    sentence: Span,
}

fn union(a: &[ActorRef], b: &[ActorRef]) -> Vec<ActorRef> {
    let mut out = a.to_vec();
    out.extend(b.iter().filter(|x| !a.contains(x)).cloned());
    out
}

/// Does a proposal say too little by itself: a few words, or words that begin with a pronoun?
fn is_rest(proposal: &str) -> bool {
    const FEW: usize = 4;
    const BACK: [&str; 8] = ["them", "it", "this", "these", "those", "he", "she", "they"];
    let words: Vec<String> = proposal.split_whitespace().map(str::to_lowercase).collect();
    words.len() < FEW || words.first().is_some_and(|w| BACK.contains(&w.as_str()))
}

/// "no such order", "the idea": what is meant stands in the sentence before.
fn points_back(content: &str) -> bool {
    const POINTING: [&str; 5] = ["this", "such", "these", "those", "neither"];
    const THINGS: [&str; 12] = [
        "idea",
        "subject",
        "matter",
        "issue",
        "case",
        "request",
        "proposal",
        "charge",
        "accusation",
        "claim",
        "step",
        "suggestion",
    ];
    let words: Vec<String> = content.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
    // "this government", "these talks" point at nothing that is not known
    let pointing = |w: &[&str]| {
        POINTING.contains(&w[0]) && !matches!(w[1], "government" | "country" | "talks" | "week" | "year" | "month")
    };
    let thing = |w: &[&str]| w[0] == "the" && THINGS.contains(&w[1]);
    let open = words.len() < 12;
    open && words.windows(2).any(|w| pointing(w) || thing(w))
}

/// A saying that is denied, only expected or only imagined: its cue and content alone would say too much.
fn is_turned(claim: &Claim, s: &Statement, at: At) -> bool {
    if matches!(claim.modality, Modality::Hypothetical | Modality::Projected) {
        return true;
    }
    // A condition outside of the content must be shown with it.
    let bound = |x: &Span| {
        let words = x.of(at.text).to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).any(|w| BINDING.contains(&w))
    };
    if claim.modality == Modality::Conditional && !s.content.iter().any(bound) {
        return true;
    }
    // "which cut into its waters", "unless the mediators find another name": a clause that leans on what stands before it; and one
    // behind which its condition goes on
    let leans = s.content.first().is_some_and(|x| {
        let words = x.of(at.text).trim_start_matches(['“', '"']).to_lowercase();
        let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        LEANING.contains(&first) || words.starts_with("to have ")
    });
    let bound_behind = s.content.last().is_some_and(|x| {
        let rest = at.text.get(x.end..at.sentence.end).unwrap_or("").trim_start_matches(['”', '"', ',', ' ']);
        CONDITIONS.iter().any(|c| rest.starts_with(c))
    });
    if leans || bound_behind {
        return true;
    }
    let Some(cue) = s.cue else { return false };
    let refuses = ["den", "refus", "reject", "dismiss", "rul", "declin"]
        .iter()
        .any(|r| cue.of(at.text).to_lowercase().split_whitespace().any(|w| w.starts_with(r)));
    let in_words = s.content.iter().any(|x| wording::says_no(x.of(at.text)));
    if claim.modality == Modality::Denied && !refuses && !in_words {
        return true;
    }
    let Some(source) = s.source.filter(|x| x.end <= cue.start) else { return false };
    let between = at.text.get(source.end..cue.start).unwrap_or("").to_lowercase();
    // "demanded that it must end, and added": only the words next to the cue belong to it
    between.split_whitespace().rev().take(NEXT).any(|w| TURNED.contains(&w.trim_matches(',')))
}

/// " for" in "calls for a ceasefire": the preposition between a cue and its content, which is in neither.
fn governed(s: &Statement, at: At) -> String {
    const PREPOSITIONS: [&str; 10] = ["about", "against", "at", "for", "from", "in", "of", "on", "to", "with"];
    let between = s.cue.zip(s.content.first()).and_then(|(cue, content)| at.text.get(cue.end..content.start));
    let word = between.map(str::trim).filter(|w| PREPOSITIONS.contains(w));
    word.map(|w| format!(" {w}")).unwrap_or_default()
}

fn dagger(words: &str, in_text: bool) -> String {
    if in_text { words.to_string() } else { format!("{words}†") }
}

fn contains(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_content_points_at_stands_in_the_sentence_before() {
        assert!(points_back("that this could not be separated from the border"));
        assert!(points_back("no such order had reached him"));
        assert!(points_back("it would study the idea"));
        assert!(!points_back("that these talks are over"));
        assert!(!points_back("that the border is open"));
        let text = "Talks end\n\nPeru asked for a bridge. Chile refused. It would study the idea.";
        let at = text.find("It would").unwrap();
        assert_eq!(quote::sentence_before(text, at), Some("Chile refused."));
        assert_eq!(quote::sentence_before(text, text.find("Peru").unwrap()), None, "a headline is no sentence");
    }
}
