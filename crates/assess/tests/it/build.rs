//! Documents with claims, written down sentence by sentence.

use rapporteur_assess::Coded;
use rapporteur_types::claim::Count;
use rapporteur_types::document::Basis;
use rapporteur_types::knowledge::Knowledge;
use rapporteur_types::{
    ActorId, ActorRef, Claim, ClaimBody, ClaimId, Document, Event, EventType, Evidence, Extract, Factors, Modality,
    Position, Remark, RemarkKind, Span, Stance, Statement, StatementKind, Tone, Topic,
};

/// A small world: states, movements, bodies, an office, outlets, places and two issues.
pub fn knowledge() -> Knowledge {
    let mut k = Knowledge::default();
    let state = |id: &str, name: &str, demonym: &str, capital: &str| {
        format!(
            "[[actor]]\nid = \"state:{id}\"\nname = \"{name}\"\ndemonyms = [\"{demonym}\"]\ncountry = \"{id}\"\nsector = \"GOV\"\ncapital = \"{capital}\"\n"
        )
    };
    let states: String = [
        ("ARM", "Armenia", "Armenian", "Yerevan"),
        ("AZE", "Azerbaijan", "Azerbaijani", "Baku"),
        ("QAT", "Qatar", "Qatari", "Doha"),
        ("SDN", "Sudan", "Sudanese", "Khartoum"),
        ("SAU", "Saudi Arabia", "Saudi", "Riyadh"),
        ("FRA", "France", "French", "Paris"),
        ("BRA", "Brazil", "Brazilian", "Brasilia"),
        ("IRN", "Iran", "Iranian", "Tehran"),
        ("USA", "United States", "American", "Washington"),
    ]
    .iter()
    .map(|(a, b, c, d)| state(a, b, c, d))
    .collect();
    let others = r#"
[[actor]]
id = "body:saf"
name = "Sudanese Armed Forces"
aliases = ["SAF"]
country = "SDN"
sector = "MIL"
[[actor]]
id = "group:rsf"
name = "Rapid Support Forces"
aliases = ["RSF"]
country = "SDN"
sector = "REB"
[[actor]]
id = "body:eu"
name = "European Union"
aliases = ["EU"]
country = "EU"
sector = "IGO"
members = ["FRA"]
[[actor]]
id = "body:eu-commission"
name = "European Commission"
country = "EU"
sector = "IGO"
part_of = "body:eu"
[[actor]]
id = "body:mercosur"
name = "Mercosur"
sector = "IGO"
members = ["BRA"]
[[actor]]
id = "body:border-guard-arm"
name = "Border Guard"
country = "ARM"
sector = "MIL"
"#;
    k.add("actors/all.toml", &(states + others)).unwrap();
    k.add(
        "outlets/all.toml",
        "[[outlet]]\nname = \"Caspian Wire\"\naliases = [\"caspian.example\"]\nkind = \"agency\"\ncountry = \"AZE\"\n",
    )
    .unwrap();
    k.add("places/all.toml", "[[place]]\nname = \"Doha\"\ncountry = \"QAT\"\nkind = \"capital\"\n").unwrap();
    k.add(
        "issues/all.toml",
        r#"
[[issue]]
id = "corridor"
label = "transport corridor"
pole_low = "under the control of the state it crosses"
pole_high = "free passage"
terms = ["corridor", "transit road"]
[[issue.propositions]]
id = "free-passage"
text = "passage without checks"
direction = 1
terms = ["free passage", "without checks"]
[[issue.propositions]]
id = "own-control"
text = "customs checks by the state it crosses"
direction = -1
terms = ["customs checks"]
[[issue]]
id = "detainees"
label = "detainees"
terms = ["prisoner", "detainee"]
"#,
    )
    .unwrap();
    k
}

/// `state:ARM`, `person:x@AZE`, `text:person:x@AZE/envoy`, `text:union@`, or `?an envoy` for words that name nobody.
pub fn actor(short: &str) -> ActorRef {
    if let Some(words) = short.strip_prefix('?') {
        return ActorRef::Unresolved(words.to_string());
    }
    if let Some(row) = knowledge().actors.iter().find(|r| r.id == short) {
        return ActorRef::Known {
            id: ActorId(row.id.clone()),
            name: row.name.clone(),
            country: row.country.clone(),
            office: None,
        };
    }
    let (id, rest) = short.split_once('@').unwrap_or((short, ""));
    let (country, office) = rest.split_once('/').unwrap_or((rest, ""));
    ActorRef::Known {
        id: ActorId(id.to_string()),
        name: id.rsplit(':').next().unwrap_or(id).to_string(),
        country: (!country.is_empty()).then(|| country.to_string()),
        office: (!office.is_empty()).then(|| office.to_string()),
    }
}

fn actors(list: &[&str]) -> Vec<ActorRef> {
    list.iter().map(|a| actor(a)).collect()
}

/// A document in the making.
pub struct Draft {
    document: Document,
    sentence: Span,
    sentences: usize,
    claims: Vec<Claim>,
}

/// A document of an outlet, published on a day (none where empty).
pub fn document(name: &str, outlet: &str, published: &str) -> Draft {
    let mut document = Document::new(name, "");
    document.outlet = (!outlet.is_empty()).then(|| outlet.to_string());
    if !published.is_empty() {
        document.published.when = Some(published.parse().unwrap());
        document.published.basis = Basis::Stated;
    }
    Draft { document, sentence: Span { start: 0, end: 0 }, sentences: 0, claims: Vec::new() }
}

impl Draft {
    /// The headline.
    pub fn title(mut self, title: &str) -> Self {
        self.document.title = Some(title.to_string());
        self
    }

    /// A further sentence, in a paragraph of its own; what follows is claimed by it.
    pub fn says(mut self, sentence: &str) -> Self {
        if self.sentences > 0 {
            self.document.text.push_str("\n\n");
        }
        let start = self.document.text.len();
        self.document.text.push_str(sentence);
        self.sentence = Span::new(start, self.document.text.len());
        self.sentences += 1;
        self
    }

    fn words(&self, words: &str) -> Span {
        let at =
            self.sentence.of(&self.document.text).find(words).unwrap_or_else(|| panic!("no {words:?} in the sentence"));
        Span::new(self.sentence.start + at, self.sentence.start + at + words.len())
    }

    fn claim(mut self, modality: Modality, body: ClaimBody) -> Self {
        let document = self.document.id.clone();
        let evidence = vec![Evidence { document, sentence: self.sentences - 1, span: self.sentence }];
        self.claims.push(Claim {
            id: ClaimId(String::new()),
            evidence,
            modality,
            factors: Factors::default(),
            according_to: vec![],
            coder: "hand".into(),
            confidence: 1.0,
            inferred: vec![],
            body,
        });
        self
    }

    /// An event.
    pub fn event(self, t: EventType, trigger: &str, sources: &[&str], targets: &[&str], m: Modality) -> Self {
        let trigger = self.words(trigger);
        self.claim(
            m,
            ClaimBody::Event(Event {
                event_type: t,
                mode: None,
                context: vec![],
                cameo: t.cameo_root().into(),
                trigger,
                sources: actors(sources),
                targets: actors(targets),
                date: None,
                place: None,
                quantities: vec![],
            }),
        )
    }

    /// Talks.
    pub fn talks(self, trigger: &str, who: &[&str], m: Modality) -> Self {
        self.event(EventType::Consult, trigger, who, who, m)
    }

    fn last_event(&mut self) -> &mut Event {
        match self.claims.last_mut().map(|c| &mut c.body) {
            Some(ClaimBody::Event(e)) => e,
            _ => panic!("no event before"),
        }
    }

    /// Date of the event before.
    pub fn on(mut self, date: &str) -> Self {
        self.last_event().date = Some(date.parse().unwrap());
        self
    }

    /// Place of the event before.
    pub fn at(mut self, place: &str) -> Self {
        self.last_event().place = Some(place.to_string());
        self
    }

    /// Number in the event before.
    pub fn counting(mut self, value: &str, unit: &str) -> Self {
        let span = self.words(value);
        self.last_event().quantities.push(Count { value: value.into(), unit: unit.into(), span });
        self
    }

    /// Authority for the claim before.
    pub fn according_to(mut self, who: &str) -> Self {
        self.claims.last_mut().unwrap().according_to.push(actor(who));
        self
    }

    /// A statement.
    pub fn statement(self, speaker: &str, cue: &str, content: &str, tone: Tone) -> Self {
        let (cue, content) = (self.words(cue), self.words(content));
        self.claim(
            Modality::Asserted,
            ClaimBody::Statement(Statement {
                source: None,
                speakers: actors(&[speaker]),
                cue: Some(cue),
                content: vec![content],
                addressee: None,
                form: StatementKind::Indirect,
                tone,
            }),
        )
    }

    /// A position.
    pub fn position(self, holder: &str, stance: Stance, issue: &str, proposal: &str, m: Modality) -> Self {
        let proposal = self.words(proposal);
        let position =
            Position { holders: actors(&[holder]), side: None, issue: issue.into(), proposal, stance, condition: None };
        self.claim(m, ClaimBody::Position(position))
    }

    /// A remark over the whole sentence.
    pub fn remark(self, about: RemarkKind, trigger: &str, who: &[&str], issue: Option<&str>) -> Self {
        let trigger = self.words(trigger);
        let clause = self.sentence;
        self.claim(
            Modality::Asserted,
            ClaimBody::Remark(Remark {
                about,
                trigger,
                clause,
                actors: actors(who),
                issue: issue.map(str::to_string),
                topic: None,
                date: None,
            }),
        )
    }

    /// The whole sentence tells something with this probability.
    pub fn tells(self, topic: Topic, probability: f64) -> Self {
        self.tells_of(topic, probability, None)
    }

    /// The same of a sentence that names a day.
    pub fn tells_of(self, topic: Topic, probability: f64, day: Option<&str>) -> Self {
        let (sentence, date) = (self.sentence, day.and_then(|d| d.parse().ok()));
        let topics = vec![(topic, probability)];
        self.claim(Modality::Asserted, ClaimBody::Extract(Extract { sentence, topics, date }))
    }

    /// How sure the coder is of the last claim.
    pub fn sure(mut self, confidence: f32) -> Self {
        self.claims.last_mut().unwrap().confidence = confidence;
        self
    }

    /// The standing of the claim before.
    pub fn told_as(mut self, m: Modality) -> Self {
        self.claims.last_mut().unwrap().modality = m;
        self
    }

    /// The finished document.
    pub fn done(mut self) -> Coded {
        self.document.identify();
        for c in &mut self.claims {
            c.evidence[0].document = self.document.id.clone();
            c.id = Claim::identify(&self.document.id, &c.body);
        }
        Coded::new(self.document, self.claims, false)
    }
}
