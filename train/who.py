"""Weights of who a mention is: python who.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` (passages with named speakers, and the program's questions about them),
SCORER is the folder of score_claims.py, OUT the Rust table (crates/code/src/actors/who/weights.rs). The source of a statement is a
mention, its speaker the right answer: nobody where no candidate is, or where what the rules have found is right.
A log-linear model over the candidates of a mention, with weights for every sort of mention and the sum of all behind them,
L2-regularised, by L-BFGS. What the rules alone and the model get right is printed for all files.
"""
import json
import re

import numpy as np
from scipy.optimize import minimize

import data
from fitting import arguments

ASKING = ("Pronoun", "Definite", "Indefinite")


def questions(gold_path, predicted_path, scorer):
    """[(question, right answers, was the rule right, speaker)] of the sources of statements."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out = []
    for gold in map(json.loads, data.opened(gold_path)):
        asked = set()
        for s in gold["statements"]:
            if not s["source"] or not s["speaker"]:
                continue
            a, e = s["source"]["start"], s["source"]["end"]
            names = [s["speaker"]] + scorer.aslist(s.get("speaker_alt"))
            match = lambda n, names=names: n is not None and scorer.any_match(names, scorer.few(n, 1))

            def fit(q):
                """Share of the source that the mention covers; a pronoun that only owns the source is another."""
                if not a <= q["head"]["start"] < e or (q["asking"] == "Pronoun" and e - a > 12):
                    return 0, 0
                return (min(e, q["span"]["end"]) - max(a, q["span"]["start"])) / (e - a), -q["head"]["start"]

            best = max(predicted[gold["id"]]["questions"], key=fit, default=None)
            if best is None or fit(best)[0] < 0.3 or best["span"]["start"] in asked:
                continue
            asked.add(best["span"]["start"])
            right = [match(c["name"]) for c in best["candidates"]]
            if best["candidates"][-1]["name"] is None:
                right[-1] = match(best["found"]) or not any(right[:-1])
            if any(right):
                out.append((best, right, match(best["found"]), match))
    return out


def vectors(q, features):
    x = np.zeros((len(q["candidates"]), 4 * len(features)))
    own = (1 + ASKING.index(q["asking"])) * len(features)
    for i, c in enumerate(q["candidates"]):
        for name, value in c["features"].items():
            k = features.index(name)
            x[i, k] = x[i, own + k] = value
    return x


def fitted(rows, l2):
    def loss(w):
        total, slope = 0.5 * l2 * (w @ w), l2 * w
        for x, y in rows:
            z = x @ w
            p = np.exp(z - z.max())
            p /= p.sum()
            right = p @ y + 1e-12
            total -= np.log(right)
            slope = slope + x.T @ (p - p * y / right)
        return total, slope

    return minimize(loss, np.zeros(rows[0][0].shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def report(name, asked, features, w):
    for kind in ASKING + ("all",):
        of = [a for a in asked if kind in (a[0]["asking"], "all")]
        rules = model = 0
        for q, _, by_rule, match in of:
            best = q["candidates"][int((vectors(q, features) @ w).argmax())]["name"]
            rules += by_rule
            model += by_rule if best is None else bool(match(best))
        if of:
            print(f"{name} {kind}: {len(of)}, right by the rules {rules / len(of):.3f}, by the model {model / len(of):.3f}")


def main():
    a, scorer = arguments(__doc__, 2.0)
    features = re.findall(r"Feature::(\w+),", open(a.out, encoding="utf-8").read())
    train = [q for f in a.files for q in questions(*f, scorer)]
    w = fitted([(vectors(q, features), np.array(right, float)) for q, right, _, _ in train], a.l2)
    report("train", train, features, w)
    for f in a.test:
        report(f[0], questions(*f, scorer), features, w)
    n = len(features)
    rows = "".join(f"    (Feature::{f}, [{', '.join(f'{w[k] + w[n * (s + 1) + k]:.3f}' for s in range(3))}]),\n" for k, f in enumerate(features))
    with open(a.out, "w", encoding="utf-8") as f:
        f.write(f"//! Written by `train/who.py`: weights of each feature for pronouns, definite and indefinite nominals.\n\nuse super::Feature;\n\npub const WEIGHTS: [(Feature, [f32; 3]); {n}] = [\n{rows}];\n")


if __name__ == "__main__":
    main()
