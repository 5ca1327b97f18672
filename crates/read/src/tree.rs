//! From arc scores to a tree: the maximum spanning tree with one root (Chu and Liu 1965; Edmonds 1967).

use rapporteur_types::reading::Token;

/// Heads of `n` words from scores `score(dependent, head)`; head `n` is the root. Returns for each word its head, with
/// exactly one word under the root and no cycle. Ties go to the smaller index.
pub fn spanning_tree(n: usize, score: impl Fn(usize, usize) -> f32) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let best = |d: usize, allow_root: bool| -> usize {
        let last = if allow_root { n + 1 } else { n };
        (0..last)
            .filter(|h| *h != d)
            .fold(usize::MAX, |b, h| if b == usize::MAX || score(d, h) > score(d, b) { h } else { b })
    };
    let greedy: Vec<usize> = (0..n).map(|d| best(d, true)).collect();
    if greedy.iter().filter(|h| **h == n).count() == 1 && is_tree(&greedy) {
        return greedy;
    }
    // a root arc costs so much that the best tree has just one
    let cost = 1e6;
    let w: Vec<Vec<f64>> =
        (0..n).map(|d| (0..=n).map(|h| f64::from(score(d, h)) - if h == n { cost } else { 0.0 }).collect()).collect();
    edmonds(w)
}

/// Does every word reach the root (`heads.len()`)?
fn is_tree(heads: &[usize]) -> bool {
    let n = heads.len();
    let mut seen = vec![0usize; n];
    for start in 0..n {
        let mut at = start;
        while at < n && seen[at] == 0 {
            seen[at] = start + 1;
            at = heads[at];
        }
        if at < n && seen[at] == start + 1 {
            return false;
        }
    }
    true
}

/// Best arborescence: `w[d][h]`, root is column `w.len()`.
fn edmonds(w: Vec<Vec<f64>>) -> Vec<usize> {
    let n = w.len();
    let heads: Vec<usize> =
        (0..n).map(|d| (0..=n).filter(|h| *h != d).fold(n, |b, h| if w[d][h] > w[d][b] { h } else { b })).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    // contract the cycle into one node, solve, expand
    let inside: Vec<bool> = (0..n).map(|i| cycle.contains(&i)).collect();
    let outer: Vec<usize> = (0..n).filter(|i| !inside[*i]).collect();
    let (m, c) = (outer.len() + 1, outer.len());
    let total: f64 = cycle.iter().map(|d| w[*d][heads[*d]]).sum();
    let mut small = vec![vec![f64::NEG_INFINITY; m + 1]; m];
    let mut enter = vec![(0, 0); m + 1];
    let mut leave = vec![0; m];
    let column = |h: usize| if h == outer.len() { n } else { outer[h] };
    for (i, d) in outer.iter().enumerate() {
        for (j, h) in outer.iter().enumerate() {
            small[i][j] = w[*d][*h];
        }
        small[i][m] = w[*d][n];
        let best = cycle.iter().copied().fold(cycle[0], |b, h| if w[*d][h] > w[*d][b] { h } else { b });
        small[i][c] = w[*d][best];
        leave[i] = best;
    }
    for j in 0..=outer.len() {
        let h = column(j);
        let gain = |d: usize| w[d][h] - w[d][heads[d]];
        let best = cycle.iter().copied().fold(cycle[0], |b, d| if gain(d) > gain(b) { d } else { b });
        let at = if j == outer.len() { m } else { j };
        small[c][at] = total + gain(best);
        enter[at] = (best, h);
    }
    let solved = edmonds(small);
    let mut out = heads;
    for (i, d) in outer.iter().enumerate() {
        out[*d] = match solved[i] {
            h if h == c => leave[i],
            h if h == m => n,
            h => outer[h],
        };
    }
    let (d, h) = enter[solved[c]];
    out[d] = h;
    out
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let n = heads.len();
    let mut seen = vec![0usize; n];
    for start in 0..n {
        let mut at = start;
        while at < n && seen[at] == 0 {
            seen[at] = start + 1;
            at = heads[at];
        }
        if at < n && seen[at] == start + 1 {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// "Iran and the six powers met": what stands behind an "and" or "or" of its own beside another with the same part in the clause is coordinated with it,
/// whatever the scores say of each by itself, unless it has another preposition ("in Geneva and on Monday"). Tokens are those of one sentence, the first of
/// them number `base`.
pub fn coordinate(text: &str, tokens: &mut [Token], base: usize) {
    const PARTS: [&str; 6] = ["nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod"];
    let case = |tokens: &[Token], of: usize| {
        let here = tokens.iter().find(|c| c.head == Some(base + of) && c.rel == "case");
        here.map(|c| c.span.of(text).to_lowercase())
    };
    for w in (0..tokens.len()).filter(|w| PARTS.contains(&tokens[*w].rel.as_str())).collect::<Vec<_>>() {
        let joins =
            |c: &Token| c.head == Some(base + w) && c.rel == "cc" && matches!(c.span.of(text), "and" | "or" | "&");
        let Some(c) = (0..w).rev().find(|c| joins(&tokens[*c])) else { continue };
        // "president Volodymyr Zelenskyy and other leaders": what is told to stand beside the second before its "and" is the first
        let beside = |x: &Token| x.head == Some(base + w) && x.rel == "appos";
        if let Some(first) = (0..c).rev().find(|s| beside(&tokens[*s])) {
            let (head, rel) = (tokens[w].head, tokens[w].rel.clone());
            for t in &mut tokens[..first] {
                if t.head == Some(base + w) && matches!(t.rel.as_str(), "case" | "mark") {
                    t.head = Some(base + first);
                }
            }
            (tokens[first].head, tokens[first].rel) = (head, rel);
            (tokens[w].head, tokens[w].rel) = (Some(base + first), "conj".to_string());
            continue;
        }
        let same = |x: &Token| x.head == tokens[w].head && x.rel == tokens[w].rel;
        let Some(first) = (0..c).rev().find(|s| same(&tokens[*s])) else { continue };
        let own = case(tokens, w);
        if own.is_none() || own == case(tokens, first) {
            tokens[w].head = Some(base + first);
            tokens[w].rel = "conj".to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_types::Span;

    #[test]
    fn what_stands_behind_an_and_of_its_own_is_coordinated() {
        let text = "Iran and powers met envoys and left";
        let rows = [(3, "nsubj"), (2, "cc"), (3, "nsubj"), (9, "root"), (3, "obj"), (6, "cc"), (3, "conj")];
        let mut at = 0;
        let mut token = |(head, rel): (usize, &str), form: &str| {
            let span = Span::new(at, at + form.len());
            at += form.len() + 1;
            let head = (head < 9).then_some(head + 5);
            let (lemma, upos, feats) = (form.to_string(), String::new(), String::new());
            Token { span, lemma, upos, feats, head, rel: rel.to_string(), joined: false }
        };
        let mut tokens: Vec<Token> = rows.into_iter().zip(text.split(' ')).map(|(r, f)| token(r, f)).collect();
        let before = tokens.clone();
        coordinate(text, &mut tokens, 5);
        assert_eq!((tokens[2].head, tokens[2].rel.as_str()), (Some(5), "conj"));
        assert!(tokens.iter().zip(&before).enumerate().all(|(i, (a, b))| i == 2 || a == b));
    }

    /// Every head assignment, tried by hand.
    fn brute(n: usize, score: &dyn Fn(usize, usize) -> f32) -> f32 {
        let mut best = f32::NEG_INFINITY;
        let mut heads = vec![0; n];
        loop {
            if heads.iter().enumerate().all(|(d, h)| d != *h)
                && heads.iter().filter(|h| **h == n).count() == 1
                && is_tree(&heads)
            {
                best = best.max((0..n).map(|d| score(d, heads[d])).sum());
            }
            let mut i = 0;
            loop {
                if i == n {
                    return best;
                }
                heads[i] += 1;
                if heads[i] <= n {
                    break;
                }
                heads[i] = 0;
                i += 1;
            }
        }
    }

    proptest! {
        #[test]
        fn best_single_rooted_tree(values in proptest::collection::vec(-9i32..9, 20), n in 1usize..5) {
            let score = |d: usize, h: usize| values[(d * 5 + h) % 20] as f32;
            let heads = spanning_tree(n, score);
            prop_assert!(is_tree(&heads));
            prop_assert_eq!(heads.iter().filter(|h| **h == n).count(), 1);
            let got: f32 = (0..n).map(|d| score(d, heads[d])).sum();
            prop_assert_eq!(got, brute(n, &score));
        }
    }
}
