//! From a score to how often claims of that score are right.
//!
//! The heads are surer of themselves than they should be. The curves are fitted by `train/calibrate.py` (isotonic regression;
//! Zadrozny and Elkan 2002) to the passages that were coded here and held back from training: a claim is right where the scorer
//! of the coded passages matches it. `evals/coding.md` has the figures.

use rapporteur_types::{Claim, ClaimBody};

/// Scores and the share of right claims at them, rising; between two of them in a straight line.
type Curve = &'static [(f32, f32)];

const STATEMENTS: Curve =
    &[(0.46, 0.45), (0.59, 0.47), (0.77, 0.54), (0.92, 0.56), (0.97, 0.66), (0.99, 0.81), (1.00, 0.85)];
const EVENTS: Curve = &[
    (0.46, 0.50),
    (0.60, 0.52),
    (0.77, 0.53),
    (0.89, 0.58),
    (0.92, 0.67),
    (0.95, 0.76),
    (0.97, 0.81),
    (0.99, 0.86),
    (1.00, 0.92),
];
const POSITIONS: Curve = &[(0.35, 0.22), (0.43, 0.33), (0.58, 0.47), (0.68, 0.52), (0.90, 0.54)];

/// Put the share of right claims in the place of the score.
pub fn calibrate(claim: &mut Claim) {
    let curve = match claim.body {
        ClaimBody::Statement(_) => STATEMENTS,
        ClaimBody::Event(_) => EVENTS,
        ClaimBody::Position(_) => POSITIONS,
        ClaimBody::Remark(_) => return,
    };
    claim.confidence = (at(curve, claim.confidence) * 1000.0).round() / 1000.0;
}

fn at(curve: Curve, score: f32) -> f32 {
    let after = curve.partition_point(|(x, _)| *x <= score);
    match (after.checked_sub(1).map(|i| curve[i]), curve.get(after)) {
        (None, _) => curve[0].1,
        (Some(last), None) => last.1,
        (Some((x, y)), Some((to, top))) => y + (top - y) * (score - x) / (to - x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_score_is_never_worth_less() {
        for curve in [STATEMENTS, EVENTS, POSITIONS] {
            let worth: Vec<f32> = (0..=1000).map(|i| at(curve, i as f32 / 1000.0)).collect();
            assert!(worth.is_sorted() && worth.iter().all(|w| (0.0..=1.0).contains(w)));
        }
    }

    #[test]
    fn the_curves_go_through_their_knots() {
        for curve in [STATEMENTS, EVENTS, POSITIONS] {
            assert!(curve.iter().all(|(x, y)| (at(curve, *x) - y).abs() < 1e-6));
        }
    }
}
