//! How a claim stands: the factors that the words show, and the one word that readers get.

use serde::{Deserialize, Serialize};

/// The standing of a claim, as in the codebook (`projected` is ours: a forecast of the outlet).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Told as a plain fact.
    #[default]
    Asserted,
    /// Told with reserve: "reportedly", "appears to", unnamed reports.
    Hedged,
    /// Holds only if something else does.
    Conditional,
    /// Said not to be so, refused.
    Denied,
    /// Announced, promised, intended.
    Planned,
    /// Called for: must, should, urged.
    Demanded,
    /// Merely thought of: could, might, a question.
    Hypothetical,
    /// Background of more than a month before publication.
    Historical,
    /// A forecast.
    Projected,
}

impl Modality {
    /// The word, lower case.
    pub fn word(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Hedged => "hedged",
            Modality::Conditional => "conditional",
            Modality::Denied => "denied",
            Modality::Planned => "planned",
            Modality::Demanded => "demanded",
            Modality::Hypothetical => "hypothetical",
            Modality::Historical => "historical",
            Modality::Projected => "projected",
        }
    }

    /// Did it happen, by the text's own account?
    pub fn is_actual(self) -> bool {
        matches!(self, Modality::Asserted | Modality::Historical)
    }
}

/// What the words around a claim show, before one word is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// Negated or refused.
    pub denied: bool,
    /// Under "if", "unless", "should …".
    pub conditional: bool,
    /// Under must, should, urge, demand.
    pub demanded: bool,
    /// Future, promised, intended.
    pub planned: bool,
    /// Could, might, a question.
    pub hypothetical: bool,
    /// Reportedly, appears to, unnamed reports.
    pub hedged: bool,
    /// Background.
    pub historical: bool,
}

impl Factors {
    /// One word by precedence: what makes it least a fact wins, except that a denial is stronger than its time.
    pub fn modality(self) -> Modality {
        match self {
            Factors { conditional: true, .. } => Modality::Conditional,
            Factors { denied: true, .. } => Modality::Denied,
            Factors { hypothetical: true, .. } => Modality::Hypothetical,
            Factors { demanded: true, .. } => Modality::Demanded,
            Factors { planned: true, .. } => Modality::Planned,
            Factors { hedged: true, .. } => Modality::Hedged,
            Factors { historical: true, .. } => Modality::Historical,
            _ => Modality::Asserted,
        }
    }
}
