"""What who.py, rerank.py, parts.py, standing.py and confidence.py share: their arguments, events beside coded ones, and trees over named features."""
import argparse
import sys

import lightgbm
import numpy as np


def arguments(doc, l2=None, extra=()):
    """Arguments with `files` and `test` as pairs of gold and predictions, others by name before them; and the scorer."""
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("scorer")
    ap.add_argument("out")
    for name in extra:
        ap.add_argument(name)
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


class Trees:
    """Boosted trees (LightGBM) over the features that at least `rare` rows have; for each row, `folded` is how likely it is by trees that have not
    seen its fifth of the passages."""

    SETTINGS = {"objective": "binary", "lambda_l2": 5.0, "max_bin": 63, "seed": 0, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbosity": -1}

    def __init__(self, features, right, passages, rare, rounds, settings, rising=(), falling=()):
        self.names = frequent(features, rare)
        x, y, fold = matrix(features, self.names), np.array(right, int), folds(passages)
        settings = self.SETTINGS | settings | {"monotone_constraints": [(n in rising) - (n in falling) for n in self.names]}
        fit = lambda rows: lightgbm.train(settings, lightgbm.Dataset(x[rows], y[rows]), rounds)
        self.folded = np.zeros(len(y))
        for k in range(5):
            self.folded[fold == k] = fit(fold != k).predict(x[fold == k])
        self.model = fit(fold >= 0)

    def likely(self, features):
        return self.model.predict(matrix(features, self.names))

    def table(self):
        return {"names": self.names, "trees": [flat(t["tree_structure"]) for t in self.model.dump_model()["tree_info"]]}


def flat(root):
    """A tree as lists: inner nodes by number, leaves as negative numbers."""
    out = {"feature": [], "border": [], "left": [], "right": [], "leaf": []}

    def add(node):
        if "leaf_value" in node:
            out["leaf"].append(float(f"{node['leaf_value']:.5g}"))
            return -len(out["leaf"])
        i = len(out["feature"])
        out["feature"].append(node["split_feature"])
        out["border"].append(float(f"{node['threshold']:.7g}"))
        for side in ("left", "right"):
            out[side].append(None)
        for side in ("left", "right"):
            out[side][i] = add(node[f"{side}_child"])
        return i

    add(root)
    return out
