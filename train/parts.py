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
from confidence import fitted, likely
from fitting import arguments

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


def matrix(rows, role, names):
    index = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for k, (_, _, c, _) in enumerate(rows):
        for n, v in c[role].items():
            if n in index:
                x[k, index[n]] = v
    return x


def report(rows, role, p):
    y = np.array([r[3] for r in rows], bool)
    events = {}
    for k, r in enumerate(rows):
        events.setdefault(r[1], []).append(k)

    def figures(made):
        tp = (made & y).sum()
        found = [(made[ks] & y[ks]).any() or not (made[ks].any() or y[ks].any()) for ks in events.values()]
        clean = [f and not (made[ks] & ~y[ks]).any() for f, ks in zip(found, events.values())]
        return f"F1 {2 * tp / (made.sum() + y.sum()):.3f} (P {tp / made.sum():.3f}, R {tp / y.sum():.3f}); of {len(events)} events one right {np.mean(found):.3f}, and nobody wrong {np.mean(clean):.3f}"

    print(f"  {role} by the rules: {figures(np.array(['rule' in r[2][role] for r in rows]))}")
    for likeliest, others in ((0.3, 0.3), (0.4, 0.4), (0.4, 0.5), (0.4, 0.55), (0.4, 0.6), (0.3, 0.9)):
        made = p >= others
        for ks in events.values():
            best = max(ks, key=lambda k: p[k])
            made[best] |= p[best] >= likeliest
        print(f"  {role} from {likeliest}, others from {others}: {figures(made)}")


def main():
    a, scorer = arguments(__doc__, 30.0)
    table = "//! Written by `train/parts.py`.\n\nuse crate::confidence::Weights;\n"
    for role in ROLES:
        rows, n = [], 0
        for f in a.files:
            r, k = candidates(*f, scorer)
            rows += [(i + n, (i + n, e), c, y) for i, e, c, y in r[role]]
            n += k
        seen = {}
        for _, _, c, _ in rows:
            for name in c[role]:
                seen[name] = seen.get(name, 0) + 1
        names = sorted(x for x, k in seen.items() if k >= RARE)
        x, y = matrix(rows, role, names), np.array([r[3] for r in rows], float)
        fold = np.random.RandomState(0).permutation(n)[np.array([r[0] for r in rows])] % 5
        p = np.zeros(len(rows))
        for k in range(5):
            p[fold == k] = likely(x[fold == k], *fitted(x[fold != k], y[fold != k], a.l2))
        print(f"{role}: {len(rows)} candidates, {y.mean():.2f} take the part; by five folds")
        report(rows, role, p)
        constant, w = fitted(x, y, a.l2)
        for f in a.test:
            r = candidates(*f, scorer)[0][role]
            print(f"{role} {f[0]}")
            report(r, role, likely(matrix(r, role, names), constant, w))
        order = "".join(f'        ("{x}", {v:.4f}),\n' for x, v in zip(names, w) if abs(v) >= 5e-5)
        table += f"\npub const {role.upper()}: Weights = (\n    {constant:.4f},\n    &[\n{order}    ],\n);\n"
    open(a.out, "w", encoding="utf-8").write(table)


if __name__ == "__main__":
    main()
