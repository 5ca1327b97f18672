"""Weights of confidences: python confidence.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` over passages that the encoder was not trained on; SCORER is the folder of
score_claims.py, OUT the Rust table (crates/code/src/confidence/weights.rs). PREDICTIONS hold under "all" every claim that came into question, with
its features; a claim is right where the scorer matches it (lenient). One logistic regression for each kind of claim, L2-regularised, by L-BFGS, over
features scaled to unit variance; rare ones are left out. Prints F1 by the least confidence, from five folds over the
passages, and for the test files how often a confidence is right.
"""
import json

import numpy as np

import data
from fitting import Regression, arguments

KINDS = ("statements", "events", "positions")
# features of fewer claims are left out
RARE = 20


def claims(gold_path, predicted_path, kind, scorer):
    """[(passage, features, right)] and the passages."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out, gold = [], [json.loads(line) for line in data.opened(gold_path)]
    for i, g in enumerate(gold):
        ps = predicted[g["id"]]["all"][kind]
        hit = set(scorer.assign(scorer.matrix(kind, scorer.Doc(g["text"]), g[kind], ps, False)).values())
        out += [(i, p, j in hit) for j, p in enumerate(ps) if "features" in p]
    return out, gold


def scores(rows, p, gold, kind, scorer):
    """F1, precision, recall by the least confidence."""
    for least in np.arange(0.18, 0.56, 0.04):
        made = [{"id": g["id"], "statements": [], "events": [], "positions": []} for g in gold]
        for (i, c, _), q in zip(rows, p):
            if q >= least:
                made[i][kind].append(c)
        r = scorer.score(gold, made)
        k = r[kind]["lenient"]
        facts = f", unsafe {r['events']['unsafe_of_found']:.3f}, false facts {r['events']['false_facts_per_1000_words']:.1f}" if kind == "events" else ""
        print(f"  from {least:.2f}: F1 {k['f1']:.3f} (P {k['precision']:.3f}, R {k['recall']:.3f}){facts}")


def main():
    a, scorer = arguments(__doc__, 10.0)
    table = "//! Written by `train/confidence.py`.\n\nuse super::Weights;\n"
    for kind in KINDS:
        rows, gold = [], []
        for f in a.files:
            r, g = claims(*f, kind, scorer)
            rows += [(i + len(gold), p, y) for i, p, y in r]
            gold += g
        of = lambda rows: [p["features"] for _, p, _ in rows]
        model = Regression(of(rows), [y for *_, y in rows], [i for i, *_ in rows], a.l2, RARE)
        print(f"{kind}: {len(rows)} came into question, {np.mean([y for *_, y in rows]):.2f} right; by five folds")
        scores(rows, model.folded, gold, kind, scorer)
        for f in a.test:
            r, g = claims(*f, kind, scorer)
            q = model.likely(of(r))
            print(f"{kind} {f[0]}")
            scores(r, q, g, kind, scorer)
            for low in np.arange(0, 1, 0.1):
                part = [c[2] for c, v in zip(r, q) if low <= v < low + 0.1]
                if part:
                    print(f"  confidence {low:.1f} to {low + 0.1:.1f}: {np.mean(part):.2f} right of {len(part)}")
        table += model.rust(kind)
    open(a.out, "w", encoding="utf-8").write(table)


if __name__ == "__main__":
    main()
