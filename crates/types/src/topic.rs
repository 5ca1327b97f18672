//! What a sentence tells of talks.

use serde::{Deserialize, Serialize};

/// What a sentence tells of talks: which question of whoever follows them it answers by itself. A sentence may tell several
/// (argumentative zoning; Teufel and Moens 2002). `docs/codebook/extracts.md` describes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// What the talks are about.
    Subject,
    /// Who mediates or hosts, who carries messages, where the sides meet.
    Mediation,
    /// What a side wants, refuses, makes a condition.
    Demand,
    /// What stands in the way, is contested or open.
    Obstacle,
    /// A side gives way or offers something; what was agreed.
    Compromise,
    /// Somebody within a side is for the talks.
    Support,
    /// Somebody within a side is against them, or the side is split.
    Opposition,
    /// What came of earlier rounds, treaties, mediations, truces.
    Precedent,
    /// Violence, incidents, threats, the danger that talks break down; or that it lessens.
    Risk,
    /// What comes next, when and where; also that nothing is set.
    NextStep,
    /// Sanctions, cut-offs, seizures, deadlines and the like as a lever.
    Pressure,
    /// Somebody who is neither a side nor the mediator acts or speaks.
    ThirdParty,
    /// What the latest meeting came to.
    Outcome,
}

impl Topic {
    /// All topics, in the order of the tables of weights.
    pub const ALL: [Topic; 13] = [
        Topic::Subject,
        Topic::Mediation,
        Topic::Demand,
        Topic::Obstacle,
        Topic::Compromise,
        Topic::Support,
        Topic::Opposition,
        Topic::Precedent,
        Topic::Risk,
        Topic::NextStep,
        Topic::Pressure,
        Topic::ThirdParty,
        Topic::Outcome,
    ];

    /// The word in JSON and in tables.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Subject => "subject",
            Topic::Mediation => "mediation",
            Topic::Demand => "demand",
            Topic::Obstacle => "obstacle",
            Topic::Compromise => "compromise",
            Topic::Support => "support",
            Topic::Opposition => "opposition",
            Topic::Precedent => "precedent",
            Topic::Risk => "risk",
            Topic::NextStep => "next_step",
            Topic::Pressure => "pressure",
            Topic::ThirdParty => "third_party",
            Topic::Outcome => "outcome",
        }
    }
}
