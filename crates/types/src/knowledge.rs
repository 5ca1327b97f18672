//! The tables under `knowledge/`, parsed from text. Files are read by the binary; here they are only understood.
//!
//! Every table is TOML that an analyst can edit. Files of one folder are merged in the order of their names.

use crate::source::SourceSpec;
use crate::{EventType, OutletKind, RemarkKind, Stance, When};
use serde::Deserialize;

/// `knowledge/actors/*.toml`: `[[actor]]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ActorRow {
    /// `state:IRN`, `body:iaea`, `person:abbas-araghchi`, `group:hezbollah`.
    pub id: String,
    /// Canonical English name: the short name of a state, the full name of a person or body.
    pub name: String,
    /// Other names, spellings, acronyms, capitals and seats that stand for it ("Tehran", "the Islamic Republic").
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Adjectives and peoples, states only: "Iranian", "Iranians".
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// ISO 3166 alpha-3 of the state it belongs to; for a state, its own.
    #[serde(default)]
    pub country: Option<String>,
    /// PLOVER sector: GOV, MIL, LEG, JUD, IGO, REB, UAF, MED, NGO, BUS, CVL, SPY, OPP.
    #[serde(default)]
    pub sector: Option<String>,
    /// Capital, states only.
    #[serde(default)]
    pub capital: Option<String>,
    /// Members, for groups of states (ISO alpha-3).
    #[serde(default)]
    pub members: Vec<String>,
    /// Body that a part belongs to (`body:` id).
    #[serde(default)]
    pub part_of: Option<String>,
}

/// `knowledge/roles/*.toml`: `[[role]]`, an office held by a person.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct RoleRow {
    /// Actor id of the person.
    pub person: String,
    /// Office, lower case: "foreign minister", "president", "director general".
    pub office: String,
    /// Actor id of the state or body.
    pub of: String,
    /// First day known, where sure.
    #[serde(default)]
    pub from: Option<When>,
    /// Last day, where over and sure.
    #[serde(default)]
    pub until: Option<When>,
}

/// `knowledge/places/*.toml`: `[[place]]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PlaceRow {
    /// Name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// ISO 3166 alpha-3; none for seas and straits.
    #[serde(default)]
    pub country: Option<String>,
    /// capital, city, region, sea, strait, site, base, venue.
    pub kind: String,
}

/// `knowledge/outlets/*.toml`: `[[outlet]]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct OutletRow {
    /// Name.
    pub name: String,
    /// Other names and domains.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What sort.
    pub kind: OutletKind,
    /// ISO 3166 alpha-3.
    #[serde(default)]
    pub country: Option<String>,
}

/// `knowledge/contexts/*.toml`: `[[context]]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ContextRow {
    /// One of PLOVER's 37 contexts ("PLOVER 2.0 codebook", section on contexts): what an event is about, beside its type.
    pub name: String,
    /// Words that show it in the clause of an event, lower case; `sanction*` for any ending.
    pub terms: Vec<String>,
}

/// `knowledge/issues/*.toml`: `[[issue]]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct IssueRow {
    /// Slug, as in the codebook: "enrichment-level".
    pub id: String,
    /// For readers.
    pub label: String,
    /// Broader issue.
    #[serde(default)]
    pub parent: Option<String>,
    /// What −1 means.
    #[serde(default)]
    pub pole_low: Option<String>,
    /// What +1 means.
    #[serde(default)]
    pub pole_high: Option<String>,
    /// Taken only where nothing else is named: the agreement itself, whose name stands beside whatever is asked of it.
    #[serde(default)]
    pub otherwise: bool,
    /// Lemmas or phrases that name the issue, lower case; `*` at the end of a word matches any ending.
    #[serde(default)]
    pub terms: Vec<String>,
    /// What a stance may be about, with its direction.
    #[serde(default)]
    pub propositions: Vec<PropositionRow>,
    /// Sentences that are about it.
    #[serde(default)]
    pub positive: Vec<String>,
    /// Sentences that are not.
    #[serde(default)]
    pub negative: Vec<String>,
}

/// A proposition of an issue.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PropositionRow {
    /// Slug: "halt-enrichment".
    pub id: String,
    /// For readers: "Iran halts enrichment".
    pub text: String,
    /// −1 (towards `pole_low`) or +1.
    pub direction: i8,
    /// Words that name it; all words of one entry must occur in the clause.
    pub terms: Vec<String>,
}

/// `knowledge/cues/*.toml`: one cue of saying a file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct CueFile {
    /// Lemmas: "say", "tell".
    pub lemmas: Vec<String>,
    /// say, demand, deny, promise, warn, praise, accuse, agree, ask, describe.
    pub act: String,
    /// Tone that the cue itself carries.
    #[serde(default)]
    pub tone: Option<String>,
    /// Modality that the cue gives to its content.
    #[serde(default)]
    pub modality: Option<String>,
    /// Sentences that hold it.
    pub positive: Vec<String>,
    /// Sentences that must not be taken for it.
    pub negative: Vec<String>,
}

/// `knowledge/frames/*.toml`: one frame a file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// Event type that a match gives.
    #[serde(default)]
    pub event: Option<EventType>,
    /// Remark that a match gives.
    #[serde(default)]
    pub remark: Option<RemarkKind>,
    /// Stance that a match gives its subject towards its object.
    #[serde(default)]
    pub stance: Option<Stance>,
    /// PLOVER mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// CAMEO code, two to four digits.
    #[serde(default)]
    pub cameo: Option<String>,
    /// Verb lemmas that trigger it.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Noun lemmas that trigger it.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Adjective lemmas that trigger it.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Fixed phrases, lower case.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Lemmas of which one must stand below the trigger (object, complement).
    #[serde(default)]
    pub with: Vec<String>,
    /// Lemmas of which none may stand below the trigger.
    #[serde(default)]
    pub without: Vec<String>,
    /// Parties take part on both sides.
    #[serde(default)]
    pub reciprocal: bool,
    /// Sentences that match, with what comes out.
    pub positive: Vec<String>,
    /// Sentences that must not match.
    pub negative: Vec<String>,
}

/// `knowledge/dossiers/NAME.toml`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct DossierSpec {
    /// Id, as on the command line.
    pub name: String,
    /// For readers.
    pub title: String,
    /// Actor ids of the two principals, then other parties.
    pub parties: Vec<String>,
    /// Actor ids of mediators and hosts.
    #[serde(default)]
    pub mediators: Vec<String>,
    /// Actor ids of others that matter.
    #[serde(default)]
    pub third_parties: Vec<String>,
    /// Actor ids of factions and bodies within a party.
    #[serde(default)]
    pub factions: Vec<String>,
    /// Issues of the dossier; they come before those of `knowledge/issues`.
    #[serde(default)]
    pub issues: Vec<IssueRow>,
    /// Where articles about these talks come from.
    #[serde(default)]
    pub source: Vec<SourceSpec>,
    /// Sentences that are about these talks.
    pub positive: Vec<String>,
    /// Sentences that are not.
    pub negative: Vec<String>,
}

/// A table that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct KnowledgeError {
    /// File, as the caller named it.
    pub file: String,
    /// What is wrong, with line.
    pub message: String,
}

/// All tables together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knowledge {
    /// Actors.
    pub actors: Vec<ActorRow>,
    /// Offices.
    pub roles: Vec<RoleRow>,
    /// Places.
    pub places: Vec<PlaceRow>,
    /// Outlets.
    pub outlets: Vec<OutletRow>,
    /// Issues of any negotiation.
    pub issues: Vec<IssueRow>,
    /// PLOVER contexts.
    pub contexts: Vec<ContextRow>,
    /// Cues, with the file each came from.
    pub cues: Vec<(String, CueFile)>,
    /// Frames, with the file each came from.
    pub frames: Vec<(String, FrameFile)>,
    /// Dossier files.
    pub dossiers: Vec<DossierSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    actor: Vec<ActorRow>,
    #[serde(default)]
    role: Vec<RoleRow>,
    #[serde(default)]
    place: Vec<PlaceRow>,
    #[serde(default)]
    outlet: Vec<OutletRow>,
    #[serde(default)]
    issue: Vec<IssueRow>,
    #[serde(default)]
    context: Vec<ContextRow>,
}

impl Knowledge {
    /// Add one file. `path` is relative to the knowledge folder: its first part says what the file holds.
    pub fn add(&mut self, path: &str, text: &str) -> Result<(), KnowledgeError> {
        let wrong = |e: toml::de::Error| KnowledgeError { file: path.to_string(), message: e.to_string() };
        match path.split(['/', '\\']).next() {
            Some("actors" | "roles" | "places" | "outlets" | "issues" | "contexts") => {
                let t: Table = toml::from_str(text).map_err(wrong)?;
                self.actors.extend(t.actor);
                self.roles.extend(t.role);
                self.places.extend(t.place);
                self.outlets.extend(t.outlet);
                self.issues.extend(t.issue);
                self.contexts.extend(t.context);
            }
            Some("cues") => self.cues.push((path.to_string(), toml::from_str(text).map_err(wrong)?)),
            Some("frames") => self.frames.push((path.to_string(), toml::from_str(text).map_err(wrong)?)),
            Some("dossiers") => self.dossiers.push(toml::from_str(text).map_err(wrong)?),
            _ => {
                return Err(KnowledgeError {
                    file: path.to_string(),
                    message:
                        "no such table: use actors/, roles/, places/, outlets/, issues/, contexts/, cues/, frames/ or dossiers/"
                            .into(),
                });
            }
        }
        Ok(())
    }

    /// A dossier by name.
    pub fn dossier(&self, name: &str) -> Option<&DossierSpec> {
        self.dossiers.iter().find(|d| d.name == name)
    }
}
