"""What who.py, parts.py, standing.py and confidence.py share: their arguments, events beside coded ones, and regressions over named features."""
import argparse
import sys

import numpy as np
from scipy.optimize import minimize


def arguments(doc, l2=None):
    """Arguments with `files` and `test` as pairs of gold and predictions; and the scorer."""
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("scorer")
    ap.add_argument("out")
    pair = lambda s: tuple(s.split("=", 1))
    ap.add_argument("files", nargs="+", type=pair, metavar="GOLD=PREDICTIONS")
    ap.add_argument("--test", nargs="*", default=[], type=pair, metavar="GOLD=PREDICTIONS")
    if l2 is not None:
        ap.add_argument("--l2", type=float, default=l2)
    a = ap.parse_args()
    sys.path.insert(0, a.scorer)
    import score_claims

    return a, score_claims


def coded(event, gold, doc, scorer):
    """The coded event that has the same words and type as a predicted one, if there is one."""
    meets = lambda e: max(0, min(e["trigger"]["end"], event["trigger"]["end"]) - max(e["trigger"]["start"], event["trigger"]["start"]))
    types = lambda e: [e["type"], *scorer.aslist(e.get("type_alt"))]
    same = [e for e in gold["events"] if event["type"] in types(e) and meets(e) and scorer.ev_overlap(doc, e, event)]
    return max(same, key=meets, default=None)


def matrix(features, names):
    """Rows of values from dictionaries by name."""
    index = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(features), len(names)))
    for k, f in enumerate(features):
        for n, v in f.items():
            if n in index:
                x[k, index[n]] = v
    return x


def fitted(x, y, l2):
    """Constant and weights on the scale of the features, which are scaled to unit variance for it; L2-regularised, by L-BFGS."""
    scale = x.std(0) + 1e-6
    z = np.hstack([np.ones((len(x), 1)), x / scale])

    def loss(w):
        s = z @ w
        p = 1 / (1 + np.exp(-s))
        reg = np.concatenate([[0], w[1:]])
        return np.logaddexp(0, s).sum() - s @ y + 0.5 * l2 * (reg @ reg), z.T @ (p - y) + l2 * reg

    w = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return w[0], w[1:] / scale


def likely(x, constant, w):
    return 1 / (1 + np.exp(-constant - x @ w))


def frequent(features, rare):
    """Names that at least `rare` rows have."""
    seen = {}
    for f in features:
        for n in f:
            seen[n] = seen.get(n, 0) + 1
    return sorted(n for n, k in seen.items() if k >= rare)


def folds(passages):
    """A fifth for each row, the same for all rows of a passage."""
    of = np.array(passages)
    return np.random.RandomState(0).permutation(of.max() + 1)[of] % 5


class Regression:
    """Weights of the features that at least `rare` rows have; for each row, `folded` is how likely it is by weights that have not
    seen its fifth of the passages."""

    def __init__(self, features, right, passages, l2, rare):
        self.names = frequent(features, rare)
        x, y, fold = matrix(features, self.names), np.array(right, float), folds(passages)
        self.folded = np.zeros(len(y))
        for k in range(5):
            self.folded[fold == k] = likely(x[fold == k], *fitted(x[fold != k], y[fold != k], l2))
        self.constant, self.weights = fitted(x, y, l2)

    def likely(self, features):
        return likely(matrix(features, self.names), self.constant, self.weights)

    def rust(self, name):
        """The constant of a Rust table."""
        rows = "".join(f'        ("{n}", {v:.4f}),\n' for n, v in zip(self.names, self.weights) if abs(v) >= 5e-5)
        return f"\npub const {name.upper()}: Weights = (\n    {self.constant:.4f},\n    &[\n{rows}    ],\n);\n"
