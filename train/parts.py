"""Trees of who takes which part in an event: python parts.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` over passages that the encoder was not trained on; SCORER is the folder of
score_claims.py, OUT the table (crates/code/src/events/parts/trees.json). PREDICTIONS hold under "parts" the candidates of every event, with their
features; where a coded event has the same words and type, a candidate takes a part if the coded event names it there. Boosted
trees for each role (LightGBM). Prints, by the least probability of the likeliest and of others, how well the parts are
found, from five folds over the passages and for the test files; beside it what the rules find by themselves.
"""
import json

import numpy as np

import data
from fitting import Trees, arguments, coded

ROLES = ("source", "target")
# features of fewer candidates are left out
RARE = 40
ROUNDS = 200
SETTINGS = {"num_leaves": 16, "min_data_in_leaf": 30, "learning_rate": 0.06}
# whom another sentence names needs more
ELSEWHERE = 0.5
BORDERS = ((0.1, 0.8), (0.2, 0.5), (0.2, 0.65), (0.2, 0.8), (0.2, 0.9), (0.3, 0.8))
# in what all do together, by the mean of both roles: the second from the first of these on, others from the next
SECOND, THIRD = 0.4, 0.65


def taking_part(names, candidates, scorer):
    """For each candidate whether it is one of those named: those of the sentence before those elsewhere; a state stands for its
    official only where the official is none of them."""
    out, here = [False] * len(candidates), ["elsewhere" not in c["source"] for c in candidates]
    for name in names:
        exact, loose = ([scorer.any_match([name], c["names"], lenient) for c in candidates] for lenient in (False, True))
        inside = lambda fit: [a and b for a, b in zip(fit, here)]
        fit = next((f for f in (inside(exact), inside(loose), exact, loose) if any(f)), exact)
        out = [a or b for a, b in zip(out, fit)]
    return out


def candidates(gold_path, predicted_path, scorer):
    """[(passage, event, candidate, takes the part, is there anybody)] by role, and how many passages there are."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out, n = {r: [] for r in ROLES}, 0
    for i, g in enumerate(map(json.loads, data.opened(gold_path))):
        n = i + 1
        doc = scorer.Doc(g["text"])
        for k, x in enumerate(predicted[g["id"]]["parts"]):
            if e := coded(x, g, doc, scorer):
                for r in ROLES:
                    takes = taking_part(scorer.aslist(e[r]), x["candidates"], scorer)
                    out[r] += [(i, (i, k), c, y, bool(scorer.aslist(e[r]))) for c, y in zip(x["candidates"], takes)]
    return out, n


class Events(list):
    """The rows of each event's candidates, which stand one behind another; whether two do it together; who each candidate is."""

    def __init__(self, rows):
        by = {}
        for k, (_, event, *_) in enumerate(rows):
            by.setdefault(event, []).append(k)
        super().__init__(by.values())
        kind = lambda *types: [any(f"type={t}" in rows[ks[0]][2]["source"] for t in types) for ks in self]
        self.mutual, self.together = kind("CONSULT", "AGREE", "COOPERATE"), kind("CONSULT", "COOPERATE")
        self.names = [set(r[2]["names"]) for r in rows]

    def takers(self, p, likeliest, others):
        """Of each event who does it and to whom: the likeliest, of what two do not do together the likeliest pair of two who are not the
        same; and others beside them. In talks and joint work everybody does it to everybody."""
        made = {r: np.zeros(len(self.names), bool) for r in ROLES}
        for ks, mutual, together in zip(self, self.mutual, self.together):
            if together:
                for k in self.parties(ks, (p["source"] + p["target"]) / 2, likeliest):
                    made["source"][k] = made["target"][k] = True
                continue
            of = {r: [(p[r][k], k) for k in ks if p[r][k] >= likeliest] for r in ROLES}
            if mutual:
                chosen = [max(of[r], key=lambda x: x[0], default=(0, None))[1] for r in ROLES]
            else:
                # nobody is as likely as the least likely who may take a part
                nobody = [(likeliest, None)]
                pairs = ((a * b, i, k) for a, i in of["source"] + nobody for b, k in of["target"] + nobody if not self.same(i, k))
                chosen = max(pairs, key=lambda x: x[0])[1:]
            opposite = [chosen[1]]
            for r, one in zip(ROLES, chosen):
                some = [k for k in ks if k == one or p[r][k] >= others and (mutual or not any(self.same(k, j) for j in opposite))]
                made[r][some] = True
                opposite = some
        return made

    def parties(self, ks, p, likeliest):
        taken = []
        for k in sorted(ks, key=lambda k: -p[k]):
            if p[k] >= (likeliest, SECOND, THIRD)[min(len(taken), 2)] and not any(self.same(k, j) for j in taken):
                taken.append(k)
        return taken

    def same(self, i, k):
        return i is not None and k is not None and bool(self.names[i] & self.names[k])


def report(rows, p):
    y = {r: np.array([x[3] for x in rows[r]], bool) for r in ROLES}
    events = Events(rows["source"])
    anybody = {r: np.array([rows[r][ks[0]][4] for ks in events]) for r in ROLES}

    def show(name, made):
        right, clean, full = {}, {}, {}
        for r in ROLES:
            right[r] = np.array([(made[r][ks] & y[r][ks]).any() if a else not made[r][ks].any() for ks, a in zip(events, anybody[r])])
            clean[r] = right[r] & np.array([not (made[r][ks] & ~y[r][ks]).any() for ks in events])
            found = lambda k, ks: any(made[r][j] and events.same(k, j) for j in ks)
            full[r] = clean[r] & np.array([all(found(k, ks) for k in ks if y[r][k]) for ks in events])
        for d in (right, clean, full):
            d["both"] = d["source"] & d["target"]
        print(f"  {name}: " + "; ".join(f"{r} right {right[r].mean():.3f}, nobody wrong {clean[r].mean():.3f}, nobody missing {full[r].mean():.3f}" for r in right))

    print(f"  {len(events)} events")
    show("by the rules", events.takers({r: np.array(["rule" in x[2][r] for x in rows[r]], float) for r in ROLES}, 0.5, 0.5))
    near = {r: np.array(["elsewhere" not in x[2][r] for x in rows[r]]) for r in ROLES}
    p = {r: np.where(near[r] | (p[r] >= ELSEWHERE), p[r], 0) for r in ROLES}
    for likeliest, others in BORDERS:
        show(f"the likeliest from {likeliest}, others from {others}", events.takers(p, likeliest, others))


def main():
    a, scorer = arguments(__doc__)
    rows, n = {r: [] for r in ROLES}, 0
    for f in a.files:
        found, k = candidates(*f, scorer)
        for r in ROLES:
            rows[r] += [(i + n, (i + n, e), *rest) for i, (_, e), *rest in found[r]]
        n += k
    of = lambda rows, r: [x[2][r] for x in rows[r]]
    models = {r: Trees(of(rows, r), [x[3] for x in rows[r]], [x[0] for x in rows[r]], RARE, ROUNDS, SETTINGS) for r in ROLES}
    print("by five folds")
    report(rows, {r: models[r].folded for r in ROLES})
    for f in a.test:
        print(f[0])
        found = candidates(*f, scorer)[0]
        report(found, {r: models[r].likely(of(found, r)) for r in ROLES})
    with open(a.out, "w", encoding="utf-8") as f:
        json.dump({r: models[r].table() for r in ROLES}, f, separators=(",", ":"))
        f.write("\n")


if __name__ == "__main__":
    main()
