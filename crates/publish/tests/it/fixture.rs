//! A dossier built by hand: two sample texts, written here, on the talks between Armenia and Azerbaijan in early 2024.

use rapporteur_types::claim::{Count, Inference, Remark};
use rapporteur_types::dossier::*;
use rapporteur_types::{
    ActorId, ActorRef, Claim, ClaimBody, ClaimId, Document, Dossier, Event, EventType, Evidence, Extract, Factors,
    Modality, OutletKind, Position, RemarkKind, Span, Stance, Statement, StatementKind, Tone, Topic, When,
};
use std::collections::BTreeMap;

const DISPATCH: &str = "\
Ministers meet in Berlin

The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun Bayramov, met in Berlin on 28 February \
2024, hosted by Germany. The agenda was border delimitation, transport links and a peace treaty.

Mirzoyan said “the two sides still differ on delimitation”, while his ministry noted that the talks would go on. \
Azerbaijan demands that Armenia change its constitution before any treaty is signed. Armenia reportedly rejects a \
corridor outside its own customs control, and offers to open its roads if Azerbaijan recognises the border of 1991.

The constitution remains the main obstacle. A round planned in Granada in October 2023 collapsed after Azerbaijan \
stayed away.

If the treaty fails, Azerbaijan could seize the southern road by force, warned Nikol Pashinyan. Armenia has bought \
36 howitzers from France, and France plans to send radars in June 2024. Armenia opposes any change of its basic law.

Factions in the Armenian opposition want to stop the talks. The ministers did not say when they would meet again.";

const AGENCY: &str = "\
Nikol Pashinyan and Ilham Aliyev agreed in Munich on 17 February 2024 to go on with the talks.
The ministers met in Berlin on 29 February 2024, the German hosts said — “a constructive day”.
Russia criticised the Berlin format.";

/// Dossier and documents.
pub fn fixture() -> (Dossier, Vec<Document>) {
    let mut dispatch = Document::new("dispatch.txt", DISPATCH);
    dispatch.title = Some("Ministers meet in Berlin".into());
    dispatch.outlet = Some("Rapporteur sample".into());
    dispatch.url = Some("https://example.org/berlin".into());
    dispatch.identify();
    let mut agency = Document::new("agency.txt", AGENCY);
    agency.outlet = Some("Sample Agency".into());
    agency.identify();
    let mut b = Builder { documents: vec![dispatch, agency], claims: Vec::new() };
    let dossier = b.dossier();
    (dossier, b.documents)
}

pub fn state(code: &str, name: &str) -> ActorRef {
    let id = ActorId(format!("state:{code}"));
    ActorRef::Known { id, name: name.into(), country: Some(code.into()), office: None }
}

fn person(name: &str, country: &str, office: &str) -> ActorRef {
    let id = ActorId(format!("person:{}", name.to_lowercase().replace(' ', "-")));
    ActorRef::Known { id, name: name.into(), country: Some(country.into()), office: Some(office.into()) }
}

struct Builder {
    documents: Vec<Document>,
    claims: Vec<Claim>,
}

impl Builder {
    fn span(&self, doc: usize, words: &str) -> Span {
        let at = self.documents[doc].text.find(words).unwrap_or_else(|| panic!("no `{words}`"));
        Span::new(at, at + words.len())
    }

    /// A claim on the sentence from `first` to the next full stop.
    fn add(&mut self, doc: usize, first: &str, modality: Modality, body: ClaimBody) -> ClaimId {
        let text = &self.documents[doc].text;
        let start = text.find(first).unwrap_or_else(|| panic!("no `{first}`"));
        let end = start + text[start..].find(".").unwrap() + 1;
        let document = self.documents[doc].id.clone();
        let id = Claim::identify(&document, &body);
        self.claims.push(Claim {
            id: id.clone(),
            evidence: vec![Evidence { document, sentence: start, span: Span::new(start, end) }],
            modality,
            factors: Factors::default(),
            according_to: Vec::new(),
            coder: "hand".into(),
            confidence: 0.9,
            inferred: Vec::new(),
            body,
        });
        id
    }

    /// A sentence that tells something by itself; not among the claims.
    fn extract(&mut self, doc: usize, first: &str, topic: Topic) -> Claim {
        let text = &self.documents[doc].text;
        let start = text.find(first).unwrap_or_else(|| panic!("no `{first}`"));
        let sentence = Span::new(start, start + text[start..].find(".").unwrap() + 1);
        let body = ClaimBody::Extract(Extract { sentence, topics: vec![(topic, 0.9)], date: None });
        self.add(doc, first, Modality::Asserted, body);
        self.claims.pop().unwrap()
    }

    fn event(&self, doc: usize, t: EventType, trigger: &str, s: &[ActorRef], o: &[ActorRef], date: &str) -> Event {
        Event {
            event_type: t,
            mode: None,
            context: vec!["diplomatic".into()],
            cameo: t.cameo_root().into(),
            trigger: self.span(doc, trigger),
            sources: s.to_vec(),
            targets: o.to_vec(),
            date: date.parse().ok(),
            place: None,
            quantities: Vec::new(),
        }
    }

    fn position(
        &self,
        holder: &ActorRef,
        issue: &str,
        words: &str,
        stance: Stance,
        condition: Option<&str>,
    ) -> ClaimBody {
        ClaimBody::Position(Position {
            holders: vec![holder.clone()],
            side: Some(holder.clone()),
            issue: issue.into(),
            proposal: self.span(0, words),
            stance,
            condition: condition.map(|c| self.span(0, c)),
        })
    }

    fn remark(&self, about: RemarkKind, trigger: &str, clause: &str, actors: &[ActorRef]) -> ClaimBody {
        ClaimBody::Remark(Remark {
            about,
            trigger: self.span(0, trigger),
            clause: self.span(0, clause),
            actors: actors.to_vec(),
            issue: None,
            topic: None,
            date: None,
        })
    }

    fn statement(&self, speaker: &ActorRef, source: &str, cue: &str, content: &str, form: StatementKind) -> ClaimBody {
        ClaimBody::Statement(Statement {
            source: Some(self.span(0, source)),
            speakers: vec![speaker.clone()],
            cue: Some(self.span(0, cue)),
            content: vec![self.span(0, content)],
            addressee: None,
            form,
            tone: Tone::Negative,
        })
    }

    fn dossier(&mut self) -> Dossier {
        use Modality::*;
        let (arm, aze, ger) = (state("ARM", "Armenia"), state("AZE", "Azerbaijan"), state("DEU", "Germany"));
        let mirzoyan = person("Ararat Mirzoyan", "ARM", "foreign minister");
        let pashinyan = person("Nikol Pashinyan", "ARM", "prime minister");
        let both = [arm.clone(), aze.clone()];

        let mut e = self.event(0, EventType::Consult, "met in Berlin", &both, &both, "2024-02-28");
        e.place = Some("Berlin".into());
        let berlin = self.add(0, "The foreign ministers", Asserted, ClaimBody::Event(e));
        let agenda = self.remark(
            RemarkKind::Agenda,
            "agenda",
            "The agenda was border delimitation, transport links and a peace treaty.",
            &[],
        );
        let agenda = self.add(0, "The agenda", Asserted, agenda);
        let says = self.statement(
            &mirzoyan,
            "Mirzoyan said",
            "said",
            "“the two sides still differ on delimitation”",
            StatementKind::Direct,
        );
        self.add(0, "Mirzoyan said", Asserted, says);
        let p = self.position(&aze, "constitution", "that Armenia change its constitution", Stance::Demands, None);
        let demand = self.add(0, "Azerbaijan demands", Asserted, p);
        let p = self.position(&arm, "corridor", "a corridor outside its own customs control", Stance::Rejects, None);
        let reject = self.add(0, "Armenia reportedly", Hedged, p);
        let p = self.position(
            &arm,
            "corridor",
            "to open its roads",
            Stance::Offers,
            Some("if Azerbaijan recognises the border of 1991"),
        );
        let offer = self.add(0, "Armenia reportedly", Conditional, p);
        let r = self.remark(RemarkKind::StickingPoint, "obstacle", "The constitution remains the main obstacle.", &[]);
        let obstacle = self.add(0, "The constitution", Asserted, r);
        let r = self.remark(
            RemarkKind::Breakdown,
            "collapsed",
            "A round planned in Granada in October 2023 collapsed",
            &both,
        );
        let granada = self.add(0, "A round planned", Historical, r);
        let mut e =
            self.event(0, EventType::Assault, "seize", std::slice::from_ref(&aze), std::slice::from_ref(&arm), "");
        e.mode = Some("seize".into());
        let threat = self.add(0, "If the treaty fails", Conditional, ClaimBody::Event(e));
        self.claims.last_mut().unwrap().according_to = vec![pashinyan.clone()];
        let w = self.statement(
            &pashinyan,
            "Nikol Pashinyan",
            "warned",
            "Azerbaijan could seize the southern road by force",
            StatementKind::Indirect,
        );
        self.add(0, "If the treaty fails", Conditional, w);
        let mut e = self.event(
            0,
            EventType::Cooperate,
            "bought",
            std::slice::from_ref(&arm),
            &[state("FRA", "France")],
            "2024-02",
        );
        e.quantities = vec![Count { value: "36".into(), unit: "howitzers".into(), span: self.span(0, "36 howitzers") }];
        let arms = self.add(0, "Armenia has bought", Asserted, ClaimBody::Event(e));
        self.claims.last_mut().unwrap().inferred =
            vec![Inference { field: "date".into(), rule: "month of publication".into(), evidence: None }];
        let e = self.event(
            0,
            EventType::Cooperate,
            "send radars",
            &[state("FRA", "France")],
            std::slice::from_ref(&arm),
            "2024-06",
        );
        self.add(0, "Armenia has bought", Planned, ClaimBody::Event(e));
        let p = self.position(&arm, "constitution", "any change of its basic law", Stance::Opposes, None);
        let oppose = self.add(0, "Armenia opposes", Asserted, p);
        let opposition = ActorRef::Unresolved("Factions in the Armenian opposition".into());
        let r = self.remark(
            RemarkKind::Division,
            "Factions",
            "Factions in the Armenian opposition want to stop the talks.",
            &[opposition],
        );
        let division = self.add(0, "Factions", Asserted, r);
        let r = self.remark(
            RemarkKind::NextRound,
            "meet again",
            "The ministers did not say when they would meet again.",
            &[],
        );
        self.add(0, "The ministers did not", Denied, r);

        let mut e = self.event(
            1,
            EventType::Agree,
            "agreed",
            std::slice::from_ref(&arm),
            std::slice::from_ref(&aze),
            "2024-02-17",
        );
        e.place = Some("Munich".into());
        self.add(1, "Nikol", Asserted, ClaimBody::Event(e));
        let e = self.event(1, EventType::Consult, "met in Berlin", &both, &both, "2024-02-29");
        let again = self.add(1, "The ministers met", Asserted, ClaimBody::Event(e));
        let e = self.event(
            1,
            EventType::Accuse,
            "criticised",
            &[state("RUS", "Russia")],
            std::slice::from_ref(&ger),
            "2024-03",
        );
        let russia = self.add(1, "Russia criticised", Asserted, ClaimBody::Event(e));

        let finding = |actor: Option<ActorRef>, label: &str, claims: &[&ClaimId]| Finding {
            actor,
            label: label.into(),
            issue: None,
            date: None,
            claims: claims.iter().map(|c| (*c).clone()).collect(),
        };
        let cell = |value: f64, n: usize, ids: &[&ClaimId]| Cell {
            value: Some(value),
            n,
            last: "2024-02-29".parse().ok(),
            salience: 0.5,
            claims: ids.iter().map(|c| (*c).clone()).collect(),
        };
        let day = |s: &str| -> Option<When> { s.parse().ok() };
        let source = |d: &Document, kind, published: &str, estimated| Source {
            document: d.id.clone(),
            name: d.name.clone(),
            title: d.title.clone(),
            outlet: d.outlet.clone(),
            kind,
            country: None,
            url: d.url.clone(),
            published: day(published),
            estimated,
            unread: false,
            partial: false,
            copy_of: None,
            changed_in: None,
            story: 0,
        };
        let (mut extracts, mut told) = (Vec::new(), Vec::new());
        let mut tells = |claim: Claim, topic: Topic, party: Option<&ActorRef>| {
            told.push(Told { topic, party: party.cloned(), extracts: vec![claim.id.clone()] });
            extracts.push(claim);
        };
        tells(self.extract(0, "Factions", Topic::Opposition), Topic::Opposition, Some(&arm));
        tells(self.extract(0, "The ministers did not", Topic::NextStep), Topic::NextStep, None);
        tells(self.extract(1, "Nikol Pashinyan and", Topic::Compromise), Topic::Compromise, None);
        Dossier {
            name: "armenia-azerbaijan".into(),
            title: "Armenia–Azerbaijan peace talks".into(),
            as_of: day("2024-03-01"),
            sources: vec![
                source(&self.documents[0], OutletKind::Secondary, "2024-02-29", false),
                source(&self.documents[1], OutletKind::Agency, "2024-03-01", true),
            ],
            parties: vec![
                Party {
                    actor: arm.clone(),
                    principal: true,
                    members: vec![mirzoyan, pashinyan],
                    claims: vec![berlin.clone()],
                },
                Party { actor: aze.clone(), principal: true, members: Vec::new(), claims: vec![berlin.clone()] },
            ],
            mediators: vec![finding(Some(ger.clone()), "host", &[&berlin])],
            third_parties: vec![finding(Some(state("RUS", "Russia")), "critic", &[&russia])],
            rounds: vec![Round {
                number: 1,
                date: day("2024-02-28"),
                place: Some("Berlin".into()),
                format: Some("direct".into()),
                parties: both.to_vec(),
                mediators: vec![ger],
                status: RoundStatus::Held,
                claims: vec![berlin.clone(), again.clone()],
                denials: vec![],
            }],
            matrix: vec![
                MatrixRow {
                    issue: "constitution".into(),
                    label: "Armenia’s constitution".into(),
                    poles: Some(("no change".into(), "change before a treaty".into())),
                    cells: BTreeMap::from([
                        ("Azerbaijan".to_string(), cell(1.0, 1, &[&demand])),
                        ("Armenia".to_string(), cell(-0.75, 1, &[&oppose])),
                    ]),
                },
                MatrixRow {
                    issue: "corridor".into(),
                    label: "transport corridor".into(),
                    poles: None,
                    cells: BTreeMap::from([(
                        "Armenia".to_string(),
                        Cell { value: None, ..cell(0.0, 2, &[&reject, &offer]) },
                    )]),
                },
            ],
            sticking_points: vec![StickingPoint {
                issue: "constitution".into(),
                label: "Armenia’s constitution".into(),
                score: 0.812,
                distance: 0.9,
                named: 1,
                broke_down: true,
                claims: vec![demand, oppose, obstacle, granada.clone()],
                history: vec![granada.clone()],
            }],
            pressure: vec![finding(None, "arms purchase", &[&arms])],
            precedents: vec![finding(None, "collapse", &[&granada])],
            internal_divisions: vec![finding(Some(arm), "division", &[&division])],
            conditional_threats: vec![finding(Some(aze), "conditional threat", &[&threat])],
            agenda: vec![finding(None, "agenda", &[&agenda])],
            contradictions: vec![Contradiction {
                about: "day of the meeting in Berlin".into(),
                one: berlin,
                other: again,
            }],
            left_out: vec![LeftOut {
                reason: "names no two parties of these talks".into(),
                count: 2,
                claims: Vec::new(),
            }],
            claims: self.claims.clone(),
            extracts,
            told,
            ..Dossier::default()
        }
    }
}
