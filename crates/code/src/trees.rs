//! Boosted regression trees: a log odds as a sum over many small trees (Friedman 2001, "Greedy function approximation"), for
//! what depends on several things at once. The tables are fitted by `train/` with LightGBM (Ke et al. 2017).

use crate::confidence::Features;
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The trees of one question.
#[derive(Debug, Deserialize)]
#[serde(from = "Table")]
pub struct Trees {
    /// Number of each feature by its name.
    names: FxHashMap<String, usize>,
    trees: Vec<Tree>,
}

/// The trees as they are written down.
#[derive(Deserialize)]
struct Table {
    /// Names of the features, by their number.
    names: Vec<String>,
    trees: Vec<Columns>,
}

/// Inner nodes: where the feature is at most the border it goes left. A child that is negative is the leaf `-child - 1`.
#[derive(Deserialize)]
struct Columns {
    feature: Vec<usize>,
    border: Vec<f32>,
    left: Vec<i32>,
    right: Vec<i32>,
    leaf: Vec<f32>,
}

/// A tree with what belongs to a node side by side: these are walked for every candidate of every event.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Node>,
    leaf: Vec<f32>,
}

#[derive(Debug)]
struct Node {
    feature: usize,
    border: f32,
    left: i32,
    right: i32,
}

impl From<Table> for Trees {
    fn from(t: Table) -> Self {
        let tree = |c: Columns| {
            let children = c.left.into_iter().zip(c.right);
            let nodes = c.feature.into_iter().zip(c.border).zip(children);
            let node = |((feature, border), (left, right))| Node { feature, border, left, right };
            Tree { nodes: nodes.map(node).collect(), leaf: c.leaf }
        };
        Trees {
            names: t.names.into_iter().enumerate().map(|(i, n)| (n, i)).collect(),
            trees: t.trees.into_iter().map(tree).collect(),
        }
    }
}

impl Trees {
    /// Does every tree ask for features that have a name, and lead from its root to its leaves?
    #[cfg(test)]
    pub fn is_sound(&self) -> bool {
        let sound = |t: &Tree| {
            let n = t.nodes.len();
            let child =
                |i: usize, c: i32| usize::try_from(c).map_or(((-c - 1) as usize) < t.leaf.len(), |c| i < c && c < n);
            t.leaf.len() == n + 1
                && t.nodes
                    .iter()
                    .enumerate()
                    .all(|(i, x)| x.feature < self.names.len() && child(i, x.left) && child(i, x.right))
        };
        self.trees.iter().all(sound)
    }

    /// How likely it is; a feature that is not there counts as 0.
    pub fn likely(&self, features: &Features) -> f32 {
        let mut row = vec![0.0; self.names.len()];
        for (name, value) in features.iter() {
            if let Some(i) = self.names.get(name) {
                row[*i] = value;
            }
        }
        let sum: f32 = self.trees.iter().map(|t| t.value(&row)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Tree {
    fn value(&self, row: &[f32]) -> f32 {
        let mut at = if self.nodes.is_empty() { -1 } else { 0 };
        while let Ok(i) = usize::try_from(at) {
            let x = &self.nodes[i];
            at = if row[x.feature] <= x.border { x.left } else { x.right };
        }
        self.leaf[(-at - 1) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_left_up_to_the_border_and_the_trees_are_summed() {
        let trees = r#"{"names": ["a", "b"], "trees": [
            {"feature": [0, 1], "border": [0.5, 2.0], "left": [-1, -2], "right": [1, -3], "leaf": [-1.0, 1.0, 3.0]},
            {"feature": [], "border": [], "left": [], "right": [], "leaf": [0.25]}]}"#;
        let trees: Trees = serde_json::from_str(trees).unwrap();
        let odds = |named: &[(&'static str, f32)]| {
            let mut f = Features::default();
            for (n, x) in named {
                f.value(n, *x);
            }
            let p = trees.likely(&f);
            (p / (1.0 - p)).ln()
        };
        let close = |x: f32, y: f32| assert!((x - y).abs() < 1e-3, "{x} {y}");
        close(odds(&[]), -0.75);
        close(odds(&[("a", 0.5), ("b", 3.0)]), -0.75);
        close(odds(&[("a", 1.0), ("b", 2.0)]), 1.25);
        close(odds(&[("a", 1.0), ("b", 2.5), ("c", 9.0)]), 3.25);
    }
}
