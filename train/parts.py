"""Weights of who takes which part in an event: python parts.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` over passages that the encoder was not trained on; SCORER is the folder of
score_claims.py, OUT the Rust table (crates/code/src/events/parts/weights.rs). PREDICTIONS hold under "parts" the candidates of every event, with their
features; where a coded event has the same words and type, a candidate takes a part if the coded event names it there. One logistic regression
for each role, L2-regularised, by L-BFGS. Prints, by the least probability of the likeliest and of others, how well the parts are
found, from five folds over the passages and for the test files; beside it what the rules find by themselves.
"""
import json

import numpy as np

import data
from fitting import Regression, arguments

ROLES = ("source", "target")
# features of fewer candidates are left out
RARE = 12


def taking_part(names, candidates, scorer):
    """For each candidate whether it is one of those named; a state stands for its official only where the official is none of them."""
    out = [False] * len(candidates)
    for name in names:
        exact = [scorer.any_match([name], c["names"], False) for c in candidates]
        fit = exact if any(exact) else [scorer.any_match([name], c["names"]) for c in candidates]
        out = [a or b for a, b in zip(out, fit)]
    return out


def candidates(gold_path, predicted_path, scorer):
    """[(passage, event, candidate, takes the part)] by role, and how many passages there are."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out, n = {r: [] for r in ROLES}, 0
    for i, g in enumerate(map(json.loads, data.opened(gold_path))):
        n = i + 1
        doc = scorer.Doc(g["text"])
        for k, x in enumerate(predicted[g["id"]]["parts"]):
            meets = lambda e: max(0, min(e["trigger"]["end"], x["trigger"]["end"]) - max(e["trigger"]["start"], x["trigger"]["start"]))
            same = [e for e in g["events"] if (x["type"] == e["type"] or x["type"] in scorer.aslist(e.get("type_alt"))) and meets(e) and scorer.ev_overlap(doc, e, x)]
            if not same:
                continue
            e = max(same, key=meets)
            for r in ROLES:
                takes = taking_part(scorer.aslist(e[r]), x["candidates"], scorer)
                out[r] += [(i, (i, k), c, y) for c, y in zip(x["candidates"], takes)]
    return out, n


def takers(rows, p, likeliest, others):
    """Of each event who does it and to whom: the likeliest, and others beside it; nobody does it to himself but for what two do together."""
    made = {r: p[r] >= others for r in ROLES}
    for ks in rows:
        for r in ROLES:
            best = max(ks, key=lambda k: p[r][k])
            made[r][best] |= p[r][best] >= likeliest
    both = made["source"] & made["target"] & np.repeat([not m for m in rows.mutual], [len(ks) for ks in rows])
    made["source"] &= ~(both & (p["source"] <= p["target"]))
    made["target"] &= ~(both & (p["target"] <= p["source"]))
    return made


class Events(list):
    """The rows of each event's candidates, which stand one behind another; whether two do it together."""

    def __init__(self, rows):
        by = {}
        for k, (_, event, *_) in enumerate(rows):
            by.setdefault(event, []).append(k)
        super().__init__(by.values())
        self.mutual = [any(f"type={t}" in rows[ks[0]][2]["source"] for t in ("CONSULT", "AGREE", "COOPERATE")) for ks in self]


def report(rows, p):
    y = {r: np.array([x[3] for x in rows[r]], bool) for r in ROLES}
    events = Events(rows["source"])

    def show(name, made):
        right, clean = {}, {}
        for r in ROLES:
            right[r] = np.array([(made[r][ks] & y[r][ks]).any() or not (made[r][ks] | y[r][ks]).any() for ks in events])
            clean[r] = right[r] & np.array([not (made[r][ks] & ~y[r][ks]).any() for ks in events])
        right["both"], clean["both"] = (d["source"] & d["target"] for d in (right, clean))
        print(f"  {name}: " + "; ".join(f"{r} right {right[r].mean():.3f}, and nobody wrong {clean[r].mean():.3f}" for r in right))

    print(f"  {len(events)} events")
    show("by the rules", takers(events, {r: np.array(["rule" in x[2][r] for x in rows[r]], float) for r in ROLES}, 0.5, 0.5))
    for likeliest, others in ((0.4, 0.4), (0.3, 0.5), (0.4, 0.5), (0.4, 0.6), (0.3, 0.9)):
        show(f"the likeliest from {likeliest}, others from {others}", takers(events, p, likeliest, others))


def main():
    a, scorer = arguments(__doc__, 30.0)
    rows, n = {r: [] for r in ROLES}, 0
    for f in a.files:
        found, k = candidates(*f, scorer)
        for r in ROLES:
            rows[r] += [(i + n, (i + n, e), c, y) for i, (_, e), c, y in found[r]]
        n += k
    of = lambda rows, r: [c[r] for _, _, c, _ in rows[r]]
    models = {r: Regression(of(rows, r), [x[3] for x in rows[r]], [x[0] for x in rows[r]], a.l2, RARE) for r in ROLES}
    print("by five folds")
    report(rows, {r: models[r].folded for r in ROLES})
    for f in a.test:
        print(f[0])
        found = candidates(*f, scorer)[0]
        report(found, {r: models[r].likely(of(found, r)) for r in ROLES})
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("//! Written by `train/parts.py`.\n\nuse crate::confidence::Weights;\n" + "".join(models[r].rust(r) for r in ROLES))


if __name__ == "__main__":
    main()
