"""Weights of whether an event happened: python standing.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` over passages that the encoder was not trained on; SCORER is the folder of
score_claims.py, OUT the Rust table (crates/code/src/events/standing/weights.rs). PREDICTIONS hold under "standings" what speaks for each standing of
every event; what a coded event with the same words and type has is right. A multinomial logistic regression, L2-regularised, by L-BFGS. Prints, by
the probability from which an event counts as not, or not yet, done, how often the standing is right, from five folds over the passages and for
the test files; beside it the rules by themselves.
"""
import json

import numpy as np
from scipy.optimize import minimize

import data
from fitting import arguments, coded, folds, frequent, matrix

# features of fewer events are left out
RARE = 20
# where a marker or the encoder speaks against it, and where neither does
BORDERS = ((0.15, 0.5), (0.15, 0.15), (0.2, 0.5), (0.3, 0.5), (0.5, 0.5))


def standings(gold_path, predicted_path, scorer):
    """[(passage, features, coded standing, standings that are right, what the rules say)] and how many passages there are."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out, n = [], 0
    for i, g in enumerate(map(json.loads, data.opened(gold_path))):
        n = i + 1
        doc = scorer.Doc(g["text"])
        for x in predicted[g["id"]]["standings"]:
            if e := coded(x, g, doc, scorer):
                out.append((i, x["features"], scorer.mod(e), scorer.mods(e), x["rules"]))
    return out, n


def fitted(x, y, k, l2):
    """Constants and weights on the scale of the features, a column for each of `k` classes."""
    scale = x.std(0) + 1e-6
    z = np.hstack([np.ones((len(x), 1)), x / scale])
    m, target = z.shape[1], np.eye(k)[y]

    def loss(w):
        w = w.reshape(m, k)
        p = softmax(z @ w)
        reg = w.copy()
        reg[0] = 0
        return -np.log(p[np.arange(len(y)), y] + 1e-12).sum() + 0.5 * l2 * (reg * reg).sum(), (z.T @ (p - target) + l2 * reg).ravel()

    w = minimize(loss, np.zeros(m * k), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x.reshape(m, k)
    return w[0], w[1:] / scale[:, None]


def softmax(s):
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def decided(rows, p, marked, unmarked, scorer):
    """Did it happen at all, then how: the ways not to have happened share their probability."""
    actual = np.array([m in scorer.ACTUAL for m in scorer.MODS])
    happened = p[:, ~actual].sum(1) < np.where([r[4] in scorer.ACTUAL for r in rows], unmarked, marked)
    return [scorer.MODS[k] for k in np.where(happened[:, None] == actual, p, -1).argmax(1)]


def report(rows, p, scorer):
    def show(name, made):
        ok = np.array([m in r[3] for m, r in zip(made, rows)])
        told = np.array([m == "asserted" for m in made])
        unreal = np.array([not r[3] & {"asserted", "historical"} for r in rows])
        facts = np.array([r[2] == "asserted" for r in rows])
        print(f"  {name}: right {ok.mean():.3f}, of what is told as no fact {ok[~told].mean():.3f}; told as a fact of what is none {told[unreal].mean():.3f}, of facts {told[facts].mean():.3f}")

    print(f"  {len(rows)} events")
    show("by the rules", [r[4] for r in rows])
    for marked, unmarked in BORDERS:
        show(f"not done from {marked}, unmarked from {unmarked}", decided(rows, p, marked, unmarked, scorer))


def main():
    a, scorer = arguments(__doc__, 200.0)
    k, rows, n = len(scorer.MODS), [], 0
    for f in a.files:
        found, m = standings(*f, scorer)
        rows += [(i + n, *rest) for i, *rest in found]
        n += m
    of = lambda rows: [r[1] for r in rows]
    names = frequent(of(rows), RARE)
    x, y, fold = matrix(of(rows), names), np.array([scorer.MODS.index(r[2]) for r in rows]), folds([r[0] for r in rows])
    p = np.zeros((len(rows), k))
    for j in range(5):
        constants, w = fitted(x[fold != j], y[fold != j], k, a.l2)
        p[fold == j] = softmax(constants + x[fold == j] @ w)
    print("by five folds")
    report(rows, p, scorer)
    constants, w = fitted(x, y, k, a.l2)
    for f in a.test:
        print(f[0])
        found = standings(*f, scorer)[0]
        report(found, softmax(constants + matrix(of(found), names) @ w), scorer)
    row = lambda v: "[" + ", ".join(f"{q:.4f}" for q in v) + "]"
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("//! Written by `train/standing.py`.\n\nuse rapporteur_types::Modality;\n\n")
        f.write("pub const MODALITIES: [Modality; 8] = [" + ", ".join(f"Modality::{m.capitalize()}" for m in scorer.MODS) + "];\n")
        f.write(f"\npub const CONSTANTS: [f32; 8] = {row(constants)};\n")
        f.write("\npub const WEIGHTS: &[(&str, [f32; 8])] = &[\n" + "".join(f'    ("{n}", {row(v)}),\n' for n, v in zip(names, w)) + "];\n")


if __name__ == "__main__":
    main()
