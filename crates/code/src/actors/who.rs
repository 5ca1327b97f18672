//! Whom "he", "the lawmaker" and "a senior official" stand for: of all persons that the text names, before or after, the
//! likeliest, or nobody but whom the rules have found.
//!
//! The candidates of a mention compete in one log-linear model (mention ranking, Denis and Baldridge 2008; whole
//! persons as candidates, Rahman and Ng 2009). What the rules and the reader's chains say is evidence among other
//! evidence. Mentions are decided in the order of the text, so that each counts for those after it. The weights
//! (`who/weights.rs`) are learnt from the coded passages, whose statements name their speakers, by `train/who.py`.

mod weights;

use super::cast::{Mention, MentionKind, unresolved};
use super::casting::Casting;
use super::offices::{Gender, points_to};
use super::reference::REACH;
use super::words::listed;
use rapporteur_types::{ActorId, ActorRef, Span};
use std::collections::{BTreeSet, HashMap};

/// What speaks for or against a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; a comment where they do not")]
pub enum Feature {
    /// The rules say so; say so by an office.
    Rule,
    RuleByOffice,
    /// The reader's chain holds the candidate's name.
    Chain,
    /// Sentences since it was last mentioned.
    Since0,
    Since1,
    Since2,
    Since5,
    SinceMore,
    /// Not mentioned yet: sentences until it is named.
    Ahead,
    Ahead1,
    Ahead3,
    AheadMore,
    AheadInSentence,
    AheadAsSubject,
    /// The first person of the text, named as a subject right after.
    AheadFirst,
    /// Asked for in the first two sentences.
    AheadOfAll,
    LastPerson,
    LastSubject,
    LastInMainClause,
    /// Source of the last cue before; close by; of any; of the next cue after.
    LastSpeaker,
    LastSpeakerNear,
    HasSpoken,
    NextSpeaker,
    /// How often it is mentioned (natural logarithm).
    Mentions,
    OnlyPerson,
    OnlyPersonNear,
    GenderSame,
    GenderOther,
    /// The noun stands beside the candidate's name; one of its kind does; only nouns of other kinds; no noun.
    NounSame,
    KindSame,
    KindOther,
    KindUnknown,
    OfficeOther,
    CountrySame,
    CountryOther,
    /// Last mentioned inside a quotation, asked for outside one.
    FromQuotation,
    /// Speaks the quotation that asks.
    QuotationBy,
    /// The mention is a subject, the candidate is mentioned in the sentence and is none.
    ObjectHere,
    BothSubjects,
    /// Other persons mentioned since.
    Between0,
    Between1,
    Between2,
    SameParagraph,
    InHeadline,
    FirstPerson,
    /// First named by more than one word.
    FullName,
    InTables,
    /// Nobody of these: what the rules have found stays.
    Nobody,
    NobodyFound,
    NobodyNamed,
    NobodyOfOne,
    NobodyNear,
    /// Officials and sources stay nameless on purpose.
    NobodyShy,
}

/// Kinds of mention, each with weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// "he", "she".
    Pronoun,
    /// "the lawmaker", "Iran's envoy".
    Definite,
    /// "a lawmaker".
    Indefinite,
}

/// One answer to who a mention is.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The person; none for what the rules have found.
    pub person: Option<ActorRef>,
    /// What speaks for and against.
    pub features: Vec<(Feature, f32)>,
}

/// A mention with all answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The words.
    pub span: Span,
    /// The word that they hang on.
    pub head: Span,
    /// Sort of words.
    pub asking: Asking,
    /// What the rules have found, by name.
    pub found: Option<String>,
    /// All answers; nobody comes last.
    pub candidates: Vec<Candidate>,
}

impl Question {
    /// The likeliest answer.
    pub fn best(&self) -> Option<&Candidate> {
        self.candidates.iter().max_by(|a, b| self.score(a).total_cmp(&self.score(b)))
    }

    fn score(&self, c: &Candidate) -> f32 {
        c.features.iter().map(|(f, x)| x * weights::WEIGHTS[*f as usize].1[self.asking as usize]).sum()
    }
}

/// Nouns that point to one kind of person.
const KINDS: [&str; 8] = [
    "lawmaker legislator mp parliamentarian member senator congressman congresswoman deputy speaker representative",
    "diplomat ambassador envoy spokesperson spokesman spokeswoman negotiator minister representative consul attache \
     secretary adviser",
    "commander general officer admiral chief major marshal",
    "expert analyst scholar professor economist historian researcher academic columnist author physicist scientist \
     strategist fellow commentator",
    "cleric ayatollah imam scholar preacher",
    "president leader premier king chancellor emir sultan prince monarch vice",
    "journalist reporter correspondent interviewer editor columnist host anchor",
    "director head chair coordinator commissioner rapporteur administrator boss",
];
const SHY: &str = "official source aide person insider diplomat";
/// What says something and is nobody.
const PAPERS: &str = "statement report resolution document letter article agreement deal law bill motion plan text draft \
    paper website tweet post survey poll study data history fact action move lawsuit video newspaper daily agency media \
    press act treaty constitution charter decision order decree";
/// What says something and is several.
const BODIES: &str = "union party parliament congress senate assembly ministry court council commission committee company firm \
    group agency organization organisation association federation foundation institute university church bank army navy \
    police bloc coalition alliance opposition movement front";

fn kinds<'a>(words: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    words.flat_map(|w| (0..KINDS.len()).filter(move |k| listed(KINDS[*k], w))).collect()
}

/// A person that the text names, with what does not change from mention to mention.
struct Named {
    id: ActorId,
    actor: ActorRef,
    /// Nouns beside the name, and words of the offices.
    nouns: BTreeSet<String>,
    kinds: BTreeSet<usize>,
    offices: Vec<String>,
    country: Option<String>,
    full: bool,
    headline: bool,
    tables: bool,
    /// Mentions in the order of the text.
    mentions: Vec<usize>,
}

/// Who is named, and who spoke, as far as the text has been decided.
struct Stage {
    persons: Vec<Named>,
    /// For each mention the person that it stands for.
    who: Vec<Option<usize>>,
    /// For each token the mention that covers it, the shortest.
    covering: HashMap<usize, usize>,
    /// Cue and head of the source of each statement, in order.
    says: Vec<(usize, usize)>,
}

impl Casting<'_, '_> {
    /// Decide who each pronoun and nominal is; gives the questions that were asked.
    pub(super) fn decide(&mut self) -> Vec<Question> {
        self.sources_of_statements();
        let mut stage = self.stage();
        let mut questions = Vec::new();
        for i in 0..self.mentions.len() {
            let Some(asking) = self.asking(&self.mentions[i]) else { continue };
            // whom the tables know to hold an office stays, though the text does not name him
            if stage.who[i].is_none() && self.mentions[i].resolutions.iter().any(|r| r.actor.id().is_some()) {
                continue;
            }
            let question = self.question(&stage, i, asking);
            if question.candidates.len() < 2 {
                continue;
            }
            let person = question.best().and_then(|c| c.person.as_ref()).and_then(ActorRef::id).cloned();
            if let Some(p) = person.and_then(|id| stage.persons.iter().position(|x| x.id == id))
                && stage.who[i] != Some(p)
            {
                self.name(&mut stage, i, p);
            }
            questions.push(question);
        }
        questions
    }

    /// Heads of the sources of statements are mentions, also where no list knows the noun.
    fn sources_of_statements(&mut self) {
        let s = self.text.syntax;
        for f in s.reading.frames.statements.iter().filter(|f| f.score >= 0.3) {
            let Some(source) = f.source.clone() else { continue };
            let head = s.head_of(&source);
            let one = s.token(head).upos == "NOUN" && !s.token(head).has("Number", "Plur");
            let words = self.text.words_of(&source);
            let known = self.mentions.iter().any(|m| m.tokens.contains(&head));
            let nobody = |noun: &str| listed(PAPERS, noun) || listed(BODIES, noun);
            if !one || known || words.is_empty() || nobody(s.lemma(head).as_str()) {
                continue;
            }
            let inside = self.mentions.iter().filter(|m| source.contains(&m.head)).flat_map(|m| &m.resolutions);
            let state = inside.into_iter().find_map(|r| Some(&r.actor).filter(|a| a.is_state()).or(r.state.as_ref()));
            let state = state.cloned();
            let mut m = self.mention(&words, words.start, MentionKind::Nameless);
            (m.head, m.span, m.tokens) = (head, s.span(&source), source);
            let r = self.resolution(&m, unresolved(m.span.of(&self.document.text)), state, None);
            m.resolutions.push(r);
            self.mentions.push(m);
        }
        self.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    }

    /// Is it asked of a mention who it is?
    fn asking(&self, m: &Mention) -> Option<Asking> {
        if m.plural || m.resolutions.len() > 1 {
            return None;
        }
        let words = m.span.of(&self.document.text).to_lowercase();
        match m.kind {
            MentionKind::Pronoun => gender(&words).map(|_| Asking::Pronoun),
            MentionKind::Nameless | MentionKind::Office => {
                let body = |a: &ActorRef| a.id().is_some() && !a.is_person();
                if m.resolutions.iter().any(|r| body(&r.actor)) {
                    return None;
                }
                let before = m.tokens.start.checked_sub(1).map(|t| self.text.syntax.form(t).to_lowercase());
                let new = |w: &str| matches!(w, "a" | "an" | "another" | "one" | "some");
                let some = words.split(' ').next().is_some_and(new) || before.is_some_and(|w| new(&w));
                Some(if some { Asking::Indefinite } else { Asking::Definite })
            }
            _ => None,
        }
    }

    fn person_of<'m>(&self, m: &'m Mention) -> Option<&'m ActorId> {
        let [r] = &m.resolutions[..] else { return None };
        r.actor.id().filter(|_| r.actor.is_person())
    }

    fn stage(&self) -> Stage {
        let s = self.text.syntax;
        let mut index: HashMap<&ActorId, usize> = HashMap::new();
        let mut persons: Vec<Named> = Vec::new();
        for m in self.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            let Some(id) = self.person_of(m) else { continue };
            let at = *index.entry(id).or_insert_with(|| {
                persons.push(self.introduced(id, m));
                persons.len() - 1
            });
            self.described(m, &mut persons[at]);
        }
        for p in &mut persons {
            p.kinds = kinds(p.nouns.iter().map(String::as_str));
        }
        let who: Vec<Option<usize>> =
            self.mentions.iter().map(|m| self.person_of(m).and_then(|id| index.get(id)).copied()).collect();
        let mut covering: HashMap<usize, usize> = HashMap::new();
        let shortest = |i: &usize| usize::MAX - self.mentions[*i].tokens.len();
        let mut order: Vec<usize> = (0..self.mentions.len()).collect();
        order.sort_by_key(shortest);
        for i in order {
            covering.extend(self.mentions[i].tokens.clone().map(|t| (t, i)));
        }
        for (i, p) in who.iter().enumerate() {
            if let Some(p) = p {
                persons[*p].mentions.push(i);
            }
        }
        let frames = s.reading.frames.statements.iter().filter(|f| f.score >= 0.3);
        let mut says: Vec<(usize, usize)> =
            frames.filter_map(|f| Some((f.cue.as_ref()?.start, s.head_of(f.source.as_ref()?)))).collect();
        says.sort_unstable();
        Stage { persons, who, covering, says }
    }

    fn introduced(&self, id: &ActorId, first: &Mention) -> Named {
        let g = self.scene.gazetteer;
        let told = self.scene.persons.iter().find(|p| p.actor.id() == Some(id));
        let known = g.by_id(&id.0);
        let held = known.map(|i| g.offices(i, self.scene.date)).unwrap_or_default();
        let offices: Vec<String> =
            told.and_then(|p| p.office.clone()).into_iter().chain(held.into_iter().map(|o| o.0.to_string())).collect();
        let actor = told.map_or(&first.resolutions[0].actor, |p| &p.actor).clone();
        let country =
            actor.country().map(str::to_string).or_else(|| first.resolutions[0].country().map(str::to_string));
        Named {
            nouns: offices.iter().flat_map(|o| o.split(' ')).map(str::to_string).collect(),
            id: id.clone(),
            kinds: BTreeSet::new(),
            actor,
            offices,
            country,
            full: first.tokens.len() > 1,
            headline: self.scene.titled.iter().any(|t| t.id() == Some(id)),
            tables: known.is_some(),
            mentions: Vec::new(),
        }
    }

    /// Nouns of a phrase that names somebody, and of what is apposed to it.
    fn described(&self, m: &Mention, person: &mut Named) {
        let s = self.text.syntax;
        let mut nouns: Vec<usize> = m.tokens.clone().collect();
        nouns.extend(s.dependents(m.head, &["appos", "compound", "flat", "nmod", "amod"]));
        if let Some(h) = s.token(m.head).head.filter(|_| s.is(m.head, &["appos", "flat", "compound"])) {
            nouns.push(h);
            nouns.extend(s.dependents(h, &["compound", "amod"]));
        }
        person.nouns.extend(nouns.into_iter().map(|i| s.lemma(i).to_lowercase()));
        person.nouns.extend(m.office.iter().flat_map(|o| o.split(' ')).map(str::to_string));
        if person.country.is_none() {
            person.country = m.resolutions[0].country().map(str::to_string);
        }
    }

    /// A mention is this person.
    fn name(&mut self, stage: &mut Stage, mention: usize, person: usize) {
        let p = &mut stage.persons[person];
        let at = p.mentions.partition_point(|m| *m < mention);
        let near = p.mentions[..at].last().or(p.mentions.get(at)).map(|i| &self.mentions[*i]);
        let state = near.and_then(|m| m.resolutions.first()).and_then(|r| r.state.clone());
        let named = |i: &&usize| self.mentions[**i].kind == MentionKind::Name;
        let before = p.mentions[..at].iter().rev().find(named);
        let seen = before.or_else(|| p.mentions[at..].iter().find(named)).map(|i| &self.mentions[*i]);
        let why = self.inference("likeliest of the persons named", seen.map(|m| (m.sentence, m.span)));
        let r = self.resolution(&self.mentions[mention], p.actor.clone(), state, why);
        self.mentions[mention].resolutions = vec![r];
        if let Some(before) = stage.who[mention] {
            stage.persons[before].mentions.retain(|m| *m != mention);
        }
        let p = &mut stage.persons[person];
        let at = p.mentions.partition_point(|m| *m < mention);
        p.mentions.insert(at, mention);
        stage.who[mention] = Some(person);
    }

    fn question(&self, stage: &Stage, i: usize, asking: Asking) -> Question {
        let s = self.text.syntax;
        let m = &self.mentions[i];
        let asked = Asked::new(self, stage, i, asking);
        let mut candidates: Vec<Candidate> =
            (0..stage.persons.len()).filter_map(|p| self.candidate(stage, &asked, p)).collect();
        if stage.who[i].is_none() && !candidates.is_empty() {
            candidates.push(asked.nobody(candidates.len()));
        }
        let found = m.resolutions.first().map(|r| r.actor.name());
        Question { span: m.span, head: s.token(m.head).span, asking, found, candidates }
    }

    fn candidate(&self, stage: &Stage, q: &Asked, p: usize) -> Option<Candidate> {
        use Feature::*;
        let person = &stage.persons[p];
        // a mention around or inside the words that ask is no other mention
        let other = |i: &usize| *i != q.mention && !self.mentions[*i].tokens.contains(&q.m.head);
        let at = person.mentions.partition_point(|i| *i < q.mention);
        let before = person.mentions[..at].iter().rev().find(|i| other(i)).map(|i| &self.mentions[*i]);
        let named = |i: &&usize| other(i) && self.mentions[**i].kind == MentionKind::Name;
        let after = person.mentions[at..].iter().find(named).map(|i| &self.mentions[*i]);
        let count = person.mentions.iter().filter(|i| other(i)).count();
        if before.is_none() && after.is_none() {
            return None;
        }
        // "Ann Otieno's daughter" is not Ann Otieno
        let inside = |i: &usize| {
            let m = &self.mentions[*i];
            *i != q.mention
                && m.tokens.start >= q.m.tokens.start
                && m.tokens.end <= q.m.tokens.end
                && m.head != q.m.head
        };
        if person.mentions.iter().any(inside) {
            return None;
        }
        // "he thanked Ann Otieno": he is another
        let s = self.text.syntax;
        let verb = s.token(q.m.head).head.filter(|_| s.is(q.m.head, &["nsubj"]));
        let verbs = verb.into_iter().flat_map(|v| std::iter::once(v).chain(s.dependents(v, &["conj"])));
        let mut objects = verbs.flat_map(|v| s.dependents(v, &["obj", "iobj"]));
        let names = |i: &usize| stage.who[*i] == Some(p) && self.mentions[*i].kind == MentionKind::Name;
        if objects.any(|o| stage.covering.get(&o).is_some_and(names)) {
            return None;
        }
        // nobody is his own counterpart
        if q.noun == "counterpart"
            && (before.is_some_and(|b| b.sentence + 1 >= q.m.sentence) || person.country.is_none())
        {
            return None;
        }
        // "the Austrian president" is no Iranian, whoever spoke last
        let foreign = q.country.as_ref().zip(person.country.as_ref()).is_some_and(|(asked, own)| asked != own);
        if foreign && q.stated && q.asking != Asking::Pronoun {
            return None;
        }
        // "the justice minister" is not the government's spokesman
        let holds = |o: &String| person.offices.iter().any(|x| points_to(o, x));
        let portfolio = |o: &&String| o.contains(' ') && o.ends_with("minister");
        if !person.offices.is_empty() && q.m.office.as_ref().filter(portfolio).is_some_and(|o| !holds(o)) {
            return None;
        }
        let mut out: Vec<(Feature, f32)> = vec![(Mentions, (count as f32).ln())];
        let mut add = |f: Feature, holds: bool| out.extend(holds.then_some((f, 1.0)));
        let rule = stage.who[q.mention];
        add(Rule, rule == Some(p));
        add(RuleByOffice, rule == Some(p) && q.by_office);
        add(Chain, q.chain.contains(&p));
        if let Some(b) = before {
            let since = q.m.sentence.saturating_sub(b.sentence);
            add([Since0, Since1, Since2, Since5, Since5, Since5, SinceMore][since.min(6)], true);
            add(ObjectHere, since == 0 && q.m.subject && !b.subject);
            add(BothSubjects, q.m.subject && b.subject);
            add(LastInMainClause, b.subject && self.in_main_clause(b.head));
            add([Between0, Between1, Between2][q.between(b, p)], true);
            let quotation = self.quotes.around(b.span.start);
            add(FromQuotation, q.quotation.is_none() && quotation.is_some());
            add(QuotationBy, q.quotation.is_some() && quotation != q.quotation && since == 0 && b.subject);
            add(SameParagraph, self.text.block_of(b.tokens.start) == self.text.block_of(q.m.tokens.start));
        } else if let Some(a) = after {
            let ahead = a.sentence.saturating_sub(q.m.sentence);
            add(Ahead, true);
            add([Ahead1, Ahead1, Ahead3, Ahead3, AheadMore][ahead.min(4)], true);
            add(AheadInSentence, ahead == 0);
            add(AheadAsSubject, a.subject);
            add(AheadFirst, a.subject && ahead <= 1 && p == 0);
            add(AheadOfAll, q.m.sentence <= 1);
        }
        add(LastPerson, q.last == Some(p));
        add(LastSubject, q.last_subject == Some(p));
        let spoke = q.spoken.last().filter(|x| x.0 == p);
        add(LastSpeaker, spoke.is_some());
        add(LastSpeakerNear, spoke.is_some_and(|x| x.1 + 2 >= q.m.sentence));
        add(HasSpoken, q.spoken.iter().any(|x| x.0 == p));
        add(NextSpeaker, q.next_speaker == Some(p));
        add(OnlyPerson, stage.persons.len() == 1);
        add(OnlyPersonNear, q.near.len() == 1 && q.near.contains(&p));
        add(InHeadline, person.headline);
        add(FirstPerson, p == 0);
        add(FullName, person.full);
        if q.asking == Asking::Pronoun {
            let told = self.scene.persons.iter().find(|x| x.actor.id() == Some(&person.id)).and_then(|x| x.gender);
            add(GenderSame, told.is_some() && told == q.gender);
            add(GenderOther, told.is_some() && told != q.gender);
        } else {
            let own = &person.kinds;
            let office = |o: &String| person.offices.iter().any(|x| points_to(o, x));
            add(NounSame, person.nouns.contains(&q.noun) || q.m.office.as_ref().is_some_and(office));
            let same = own.intersection(&q.kinds).next().is_some();
            add(KindSame, same);
            add(KindOther, !same && !q.kinds.is_empty() && !own.is_empty());
            add(KindUnknown, !same && own.is_empty());
            let other = |o: &String| !person.offices.is_empty() && !office(o);
            add(OfficeOther, q.m.office.as_ref().is_some_and(other));
            add(CountrySame, q.country.is_some() && q.country == person.country);
            add(CountryOther, q.country.is_some() && person.country.is_some() && q.country != person.country);
            add(InTables, person.tables);
        }
        Some(Candidate { person: Some(person.actor.clone()), features: out })
    }
}

/// A mention that asks, with what all its candidates share.
struct Asked<'a> {
    mention: usize,
    m: &'a Mention,
    asking: Asking,
    gender: Option<Gender>,
    noun: String,
    kinds: BTreeSet<usize>,
    country: Option<String>,
    /// The words themselves say of which state.
    stated: bool,
    by_office: bool,
    quotation: Option<Span>,
    chain: BTreeSet<usize>,
    /// Persons mentioned before, with where; the last ones suffice.
    before: Vec<(usize, usize)>,
    last: Option<usize>,
    last_subject: Option<usize>,
    /// Speakers before, with their sentences.
    spoken: Vec<(usize, usize)>,
    next_speaker: Option<usize>,
    near: BTreeSet<usize>,
}

impl<'a> Asked<'a> {
    fn new(c: &'a Casting, stage: &Stage, mention: usize, asking: Asking) -> Self {
        let s = c.text.syntax;
        let m = &c.mentions[mention];
        let words = m.span.of(&c.document.text).to_lowercase();
        let noun = s.lemma(m.head).to_lowercase();
        let short = words.split(" of ").next().unwrap_or_default();
        let own = if asking == Asking::Pronoun {
            BTreeSet::new()
        } else {
            kinds(short.split(|x: char| !x.is_alphanumeric()).chain([noun.as_str()]))
        };
        let state = m.resolutions.first().and_then(|r| r.state.as_ref());
        let reach = c.mentions[..mention].iter().enumerate().rev().take_while(|(_, x)| x.sentence + 20 > m.sentence);
        let before: Vec<(usize, usize)> = reach
            .filter(|(_, x)| !x.tokens.contains(&m.head))
            .filter_map(|(i, _)| stage.who[i].map(|p| (i, p)))
            .collect();
        let from = m.sentence.saturating_sub(REACH);
        let speaker = |head: &usize| {
            let i = *stage.covering.get(head)?;
            Some((stage.who[i]?, i))
        };
        let spoken = stage.says.iter().take_while(|x| x.0 < m.tokens.end).filter(|x| x.1 < m.head && x.0 != m.head);
        let next = stage.says.iter().filter(|x| x.1 > m.tokens.end).filter_map(|x| speaker(&x.1));
        let chain = s.chain(m.head).map(|x| x.mentions.as_slice()).unwrap_or_default();
        let chained = chain.iter().filter(|x| x.head != m.head).filter_map(|x| speaker(&x.head));
        let named = |x: &(usize, usize)| c.mentions[x.1].kind == MentionKind::Name;
        Asked {
            mention,
            m,
            asking,
            gender: gender(&words),
            noun,
            kinds: own,
            country: state.and_then(ActorRef::country).map(str::to_string),
            stated: m.resolutions.first().is_some_and(|r| r.inferred.is_none()),
            by_office: m
                .resolutions
                .first()
                .and_then(|r| r.inferred.as_ref())
                .is_some_and(|i| i.rule.contains("office")),
            quotation: c.quotes.around(m.span.start),
            chain: chained.filter(named).map(|x| x.0).collect(),
            last: before.first().map(|x| x.1),
            last_subject: before.iter().find(|x| c.mentions[x.0].subject).map(|x| x.1),
            near: before.iter().filter(|x| c.mentions[x.0].sentence >= from).map(|x| x.1).collect(),
            before,
            spoken: spoken.filter_map(|x| speaker(&x.1)).map(|(p, i)| (p, c.mentions[i].sentence)).collect(),
            next_speaker: next.filter(named).map(|x| x.0).next(),
        }
    }

    /// Other persons mentioned since, up to two.
    fn between(&self, since: &Mention, person: usize) -> usize {
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for (_, p) in self.before.iter().take_while(|x| x.1 != person) {
            others.insert(*p);
            if others.len() == 2 {
                break;
            }
        }
        let far = since.sentence + 20 <= self.m.sentence;
        if far { 2 } else { others.len().min(2) }
    }

    fn nobody(&self, candidates: usize) -> Candidate {
        use Feature::*;
        let mut out = vec![(Nobody, 1.0)];
        let mut add = |f: Feature, holds: bool| out.extend(holds.then_some((f, 1.0)));
        let found = self.m.resolutions.first();
        add(NobodyFound, found.is_none());
        add(NobodyNamed, found.is_some_and(|r| r.actor.id().is_none()));
        add(NobodyOfOne, candidates == 1);
        add(NobodyNear, self.near.is_empty());
        add(NobodyShy, listed(SHY, self.noun.as_str()));
        Candidate { person: None, features: out }
    }
}

fn gender(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Gender::He),
        "she" | "her" | "hers" | "herself" => Some(Gender::She),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_weights_is_the_feature_of_its_place() {
        assert_eq!(weights::WEIGHTS.len(), Feature::NobodyShy as usize + 1);
        assert!(weights::WEIGHTS.iter().enumerate().all(|(i, (f, _))| *f as usize == i));
    }
}
