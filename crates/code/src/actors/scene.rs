//! Whom a text has introduced so far.

use super::gazetteer::{Gazetteer, Sense};
use super::offices::{Gender, points_to};
use super::words::{Text, Word, listed, slug};
use rapporteur_types::{ActorId, ActorRef, Document, OutletKind, When};
use std::collections::{BTreeMap, BTreeSet};

/// A person whom the text names.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is.
    pub actor: ActorRef,
    /// Words of the longest name that the text uses.
    keys: Vec<String>,
    /// Office in the text, in the form in which offices are compared.
    pub office: Option<String>,
    /// Shown by a title, an office or a given name.
    pub gender: Option<Gender>,
    /// Last word that named it.
    pub last: usize,
    /// How often it is named.
    pub count: usize,
    /// Named already, in the order of reading: names are collected once before.
    pub seen: bool,
}

/// Persons and bodies introduced so far, and what is known of the document itself.
pub struct Scene<'a> {
    /// The tables.
    pub gazetteer: &'a Gazetteer,
    /// Day of the document.
    pub date: Option<When>,
    /// State of the publisher, and whether it speaks for it.
    pub publisher: Option<(usize, OutletKind)>,
    /// In the order of their first naming.
    pub persons: Vec<Person>,
    /// Whom the headline that stands apart from the text names.
    pub titled: Vec<ActorRef>,
    /// By whom it says that the text is.
    pub authors: Vec<ActorRef>,
    /// Names and adjectives of states that only the text knows, by key, with the name as written.
    pub states: BTreeMap<String, String>,
    /// The state whose capital the dateline names.
    pub capital: Option<ActorRef>,
    /// Who mediates or hosts talks in the text.
    pub hosts: BTreeSet<ActorId>,
    /// Names that only the text knows: bodies, states, acronyms, by their words.
    pub names: BTreeMap<Vec<String>, ActorRef>,
}

/// Words that follow a given name and belong to what comes after.
pub const PARTICLES: &str = "bin ibn bint ben al el de del della di da dos van von der den ter la le abu";

impl<'a> Scene<'a> {
    /// Before the first word.
    pub fn new(document: &Document, text: &Text, gazetteer: &'a Gazetteer) -> Self {
        let publisher = gazetteer.publisher(document);
        let home = publisher.map(|p| gazetteer.actor(p.0));
        let (date, title) = (document.published.when, document.title.as_deref());
        Scene {
            gazetteer,
            date,
            publisher,
            persons: Vec::new(),
            states: super::states::unknown(text, gazetteer),
            titled: title.map(|t| named(&headline(t), gazetteer, home.as_ref(), date)).unwrap_or_default(),
            authors: title.map(|t| authors(t, gazetteer, home.as_ref(), date)).unwrap_or_default(),
            capital: None,
            hosts: BTreeSet::new(),
            names: BTreeMap::new(),
        }
    }

    /// The state that the document speaks for.
    pub fn official_state(&self) -> Option<ActorRef> {
        self.publisher.filter(|p| p.1 == OutletKind::Official).map(|p| self.gazetteer.actor(p.0))
    }

    /// The state whose own the publisher is: it speaks for it, or is directed by it.
    pub fn home_state(&self) -> Option<ActorRef> {
        let own = |p: &(usize, OutletKind)| matches!(p.1, OutletKind::Official | OutletKind::StateMedia);
        self.publisher.filter(own).map(|p| self.gazetteer.actor(p.0))
    }

    /// A person of the tables, named here.
    pub fn known(&mut self, actor: usize, keys: &[String], at: usize) -> usize {
        let actor = self.gazetteer.person(actor, self.date);
        self.enter(actor, keys, at)
    }

    /// A person by a name that no table knows whole (`titled`: after "Mr"): an earlier one of this text, one of the tables, or a new one.
    pub fn person(
        &mut self,
        forms: &[String],
        country: Option<&str>,
        office: Option<&str>,
        titled: bool,
        at: usize,
    ) -> usize {
        let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        if let Some(p) = self.earlier(&keys) {
            self.named_in_full(p, forms);
            let p = self.persons[p].actor.clone();
            return self.enter(p, &keys, at);
        }
        if let Some(i) = self.by_family(&keys, country, office, titled) {
            return self.known(i, &keys, at);
        }
        let id = ActorId(format!("text:person:{}", slug(&keys)));
        self.enter(
            ActorRef::Known { id, name: full_name(forms), country: country.map(str::to_string), office: None },
            &keys,
            at,
        )
    }

    /// "Brian Lacey" after a headline's "Lacey": whom only the text knows is called by the longest name.
    fn named_in_full(&mut self, person: usize, forms: &[String]) {
        if let ActorRef::Known { id, name, .. } = &mut self.persons[person].actor
            && id.0.starts_with("text:person:")
            && forms.len() > super::words::name_words(name).len()
        {
            let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
            *id = ActorId(format!("text:person:{}", slug(&keys)));
            *name = full_name(forms);
        }
    }

    /// A family name by itself, in the tables: the only one, or the only one who fits country and office at the date.
    fn by_family(&self, keys: &[String], country: Option<&str>, office: Option<&str>, titled: bool) -> Option<usize> {
        let g = self.gazetteer;
        let last = keys.last()?;
        let fits = |i: &&usize| {
            let (a, serving) = (g.actor(**i), g.person(**i, self.date));
            let named = super::words::name_words(a.plain_name());
            let given = keys.len() == 1 || named.first().is_some_and(|n| n.to_lowercase() == keys[0]);
            let of = |c: &str| [a.country(), serving.country()].into_iter().any(|x| x.is_none_or(|x| x == c));
            given && country.is_none_or(of)
        };
        let mut all: Vec<usize> = g.family(last).iter().filter(fits).copied().collect();
        if all.len() > 1
            && let Some(o) = office
        {
            all.retain(|i| g.offices(*i, self.date).iter().any(|x| points_to(o, x.0) || points_to(x.0, o)));
        }
        if all.len() > 1 && country.is_none() {
            let home = self.publisher.map(|p| g.actor(p.0));
            let of_home: Vec<usize> = all
                .iter()
                .filter(|i| home.as_ref().is_some_and(|h| g.actor(**i).country() == h.country()))
                .filter(|i| !g.offices(**i, self.date).is_empty())
                .copied()
                .collect();
            all = of_home;
        }
        // a bare family name that nothing else supports may be anybody's
        let supported = |i: usize| {
            keys.len() > 1 || titled || office.is_some() || !g.offices(i, self.date).is_empty() && self.date.is_some()
        };
        match all[..] {
            [one] if supported(one) => Some(one),
            _ => None,
        }
    }

    /// The person of this text that a name may stand for: the same words, the last name, or part of the name.
    pub fn earlier(&self, keys: &[String]) -> Option<usize> {
        let last = keys.last()?;
        let same = |p: &&Person| p.keys == keys;
        let part = |p: &&Person| {
            if keys.len() == 1 {
                // a Chinese or Korean family name stands first, an Arab one after its particle
                p.keys.last() == Some(last)
                    || p.keys.len() > 1 && p.keys[0] == *last && self.family_first(p)
                    || p.keys.len() > 2
                        && p.keys.contains(last)
                        && !listed(PARTICLES, last.as_str())
                        && p.keys[0] != *last
            } else {
                p.keys.last() == Some(last)
                    && (p.keys.len() == 1 || p.keys[0] == keys[0] || keys.ends_with(&p.keys) || p.keys.ends_with(keys))
                    || keys.iter().all(|k| p.keys.contains(k))
            }
        };
        let mut found: Vec<(usize, &Person)> = self.persons.iter().enumerate().filter(|(_, p)| same(p)).collect();
        if found.is_empty() {
            found = self.persons.iter().enumerate().filter(|(_, p)| part(p)).collect();
        }
        // "Falahtepisheh" after "Falahatpisheh": another spelling of a long name that no table knows
        if found.is_empty() && keys.len() == 1 && last.chars().count() >= LONG && self.gazetteer.family(last).is_empty()
        {
            let spelt = |p: &&Person| p.keys.last().is_some_and(|k| is_spelling(k, last));
            found = self.persons.iter().enumerate().filter(|(_, p)| spelt(p)).collect();
        }
        found.into_iter().max_by_key(|(_, p)| (p.seen, p.last)).map(|x| x.0)
    }

    fn family_first(&self, p: &Person) -> bool {
        matches!(p.actor.country(), Some("CHN" | "KOR" | "PRK" | "TWN" | "VNM" | "HUN"))
    }

    fn enter(&mut self, actor: ActorRef, keys: &[String], at: usize) -> usize {
        if let Some(i) = self.persons.iter().position(|p| p.actor.id() == actor.id()) {
            let p = &mut self.persons[i];
            if keys.len() > p.keys.len() {
                p.keys = keys.to_vec();
            }
            p.last = at;
            p.count += 1;
            p.seen = true;
            return i;
        }
        let full: Vec<String> = super::words::name_words(actor.plain_name()).iter().map(|w| w.to_lowercase()).collect();
        let gender = full.first().filter(|_| full.len() > 1).and_then(|k| super::given::gender(k));
        let keys = if keys.len() > full.len() { keys.to_vec() } else { full };
        self.persons.push(Person { actor, keys, office: None, gender, last: at, count: 1, seen: true });
        self.persons.len() - 1
    }

    /// A person named again.
    pub fn again(&mut self, person: usize, at: usize) -> usize {
        let p = &mut self.persons[person];
        (p.last, p.seen) = (at, true);
        p.count += 1;
        person
    }

    /// To the first word again, with the names of the first reading kept: nobody has been named yet.
    pub fn begin_again(&mut self) {
        for p in &mut self.persons {
            (p.last, p.count, p.seen) = (0, 0, false);
        }
    }

    /// What the text says of a person's office and country; the first telling stays.
    pub fn tell(&mut self, person: usize, office: Option<&str>, country: Option<&str>, gender: Option<Gender>) {
        let p = &mut self.persons[person];
        if let ActorRef::Known { country: c, office: o, .. } = &mut p.actor {
            if c.is_none() {
                *c = country.map(str::to_string);
            }
            if o.is_none() {
                *o = office.map(str::to_string);
            }
        }
        p.office = office.map(str::to_string).or(p.office.take());
        p.gender = gender.or(p.gender);
    }

    /// A person whose state nothing has told is of this one.
    pub fn is_of(&mut self, person: &ActorId, state: Option<&str>) {
        let told = self.persons.iter_mut().find(|p| p.actor.id() == Some(person));
        if let Some(ActorRef::Known { country: country @ None, .. }) = told.map(|p| &mut p.actor) {
            *country = state.map(str::to_string);
        }
    }

    /// A body or state that only this text knows.
    pub fn introduce(&mut self, kind: &str, forms: &[String], country: Option<&str>) -> ActorRef {
        let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        if let Some(a) = self.names.get(&keys) {
            return a.clone();
        }
        let actor = ActorRef::Known {
            id: ActorId(format!("text:{kind}:{}", slug(&keys))),
            name: forms.join(" "),
            country: country.map(str::to_string),
            office: None,
        };
        self.names.insert(keys, actor.clone());
        actor
    }

    /// The state that only this text knows, by its name or its adjective.
    pub fn unknown_state(&self, key: &str) -> Option<ActorRef> {
        let name = self.states.get(key)?;
        let id = format!("text:state:{}", name.to_lowercase());
        Some(ActorRef::Known { id: ActorId(id.clone()), name: name.clone(), country: Some(id), office: None })
    }

    /// Who held an office at the date of the document.
    pub fn holder(&self, office: &str, of: &ActorRef) -> Option<ActorRef> {
        self.holder_at(office, of, self.date)
    }

    /// Who held an office on a day.
    pub fn holder_at(&self, office: &str, of: &ActorRef, day: Option<When>) -> Option<ActorRef> {
        let body = !of.is_state();
        let found =
            super::offices::candidates(office, body).into_iter().find_map(|o| self.gazetteer.holder(o, of, day))?;
        match self.gazetteer.person(found, day) {
            ActorRef::Known { id, name, country, .. } => {
                Some(ActorRef::Known { id, name, country, office: Some(office.to_string()) })
            }
            a => Some(a),
        }
    }
}

/// A name of so many letters may be spelt otherwise in one text.
const LONG: usize = 7;
/// And one of so many in two letters.
const LONGER: usize = 10;

/// Are two long names of as many letters, which begin and end alike, two spellings of one: two letters at most apart, or two
/// neighbours changed? "Stevens" and "Stevenson" are two names.
fn is_spelling(a: &str, b: &str) -> bool {
    let letters = |x: &str| x.chars().count();
    let alike = a.chars().take(3).eq(b.chars().take(3)) && a.chars().last() == b.chars().last();
    let most = if letters(a) < LONGER { 1 } else { 2 };
    letters(a) == letters(b) && letters(a) >= LONG && alike && strsim::osa_distance(a, b) <= most
}

/// Words of a headline.
fn headline(title: &str) -> Vec<Word> {
    let words = super::words::name_words(title).into_iter();
    words.map(|form| Word { key: form.to_lowercase(), form, token: 0 }).collect()
}

/// By whom a headline says that a text is ("Remarks by Vice President Harris in Lima", "Text of a letter from the President
/// to the Speaker"); whoever it names where it does not say so.
fn authors(title: &str, g: &Gazetteer, publisher: Option<&ActorRef>, date: Option<When>) -> Vec<ActorRef> {
    const TEXTS: [&str; 14] = [
        "statement",
        "remarks",
        "letter",
        "briefing",
        "message",
        "speech",
        "address",
        "gaggle",
        "call",
        "conference",
        "interview",
        "excerpts",
        "readout",
        "proclamation",
    ];
    let words = headline(title);
    let by = words.iter().position(|w| matches!(w.form.as_str(), "by" | "By" | "from" | "From"));
    let text = |by: &usize| words[..*by].iter().any(|w| TEXTS.contains(&w.key.as_str()));
    if let Some(by) = by.filter(text) {
        let after = &words[by + 1..];
        let ends =
            |w: &Word| matches!(w.form.as_str(), "to" | "in" | "at" | "on" | "with" | "before" | "after" | "about");
        let end = after.iter().position(ends).unwrap_or(after.len());
        return named(&after[..end], g, publisher, date);
    }
    named(&words, g, publisher, date)
}

/// Actors of the tables in words of a headline, in order.
fn named(words: &[Word], g: &Gazetteer, publisher: Option<&ActorRef>, date: Option<When>) -> Vec<ActorRef> {
    // "Harris": of all of that name who held an office of the publisher's state that day, the only one
    let by_family = |key: &str| {
        let holds = |i: &&usize| {
            let home = publisher.is_none_or(|p| g.actor(**i).country() == p.country());
            home && date.is_some() && !g.offices(**i, date).is_empty()
        };
        let mut of_name = g.family(key).iter().filter(holds);
        of_name.next().filter(|_| of_name.next().is_none()).map(|i| g.person(*i, date))
    };
    let (mut out, mut w) = (Vec::new(), 0);
    while w < words.len() {
        if let Some((n, senses)) = g.longest(&words[w..]) {
            // "Muscat agrees", not "talks in Muscat"
            let place = w > 0 && matches!(words[w - 1].key.as_str(), "at" | "from" | "in" | "near" | "of" | "to");
            match senses.first() {
                Some(Sense::Actor(i) | Sense::People(i)) => out.push(g.person(*i, date)),
                Some(Sense::Seat(i)) if !place => out.push(g.actor(*i)),
                _ => {}
            }
            w += n;
        } else if let Some((n, o)) = super::offices::office(&words[w..]).filter(|_| words[w].capital()) {
            let named = words[w + n..].iter().take(3).any(|x| x.capital());
            if let Some(p) = publisher.filter(|_| !named && !o.plural) {
                out.extend(g.holder(&o.name, p, date).map(|i| g.person(i, date)));
            }
            w += n;
        } else {
            out.extend(Some(&words[w]).filter(|x| x.capital()).and_then(|x| by_family(&x.key)));
            w += 1;
        }
    }
    out
}

fn full_name(forms: &[String]) -> String {
    forms.iter().map(|f| upright(f)).collect::<Vec<_>>().join(" ")
}

/// "PSAKI" as "Psaki"; other forms as they stand.
fn upright(form: &str) -> String {
    let mut chars = form.chars();
    match chars.next() {
        Some(first) if form.chars().count() > 3 && form.chars().all(|c| !c.is_lowercase()) => {
            first.to_string() + &chars.as_str().to_lowercase()
        }
        _ => form.to_string(),
    }
}
