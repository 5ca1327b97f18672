"""Weights of confidences: python confidence.py SCORER OUT GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD and PREDICTIONS are files of `rapporteur evaluate claims` over passages that the encoder was not trained on; SCORER is the folder of
score_claims.py, OUT the table (crates/code/src/confidence/trees.json). PREDICTIONS hold under "all" every claim that came into question, with
its features. Whether a claim is made is decided by how often the scorer matches such claims (lenient). How sure an event is is another
question, with trees of its own: it is sound where the scorer matches it, every actor on either side is one that is coded there, somebody is
found wherever somebody is coded (two of those who do it together), and it stands as a fact where it is one. Boosted trees for each (LightGBM), monotone in what the models below say. Prints F1 by the least confidence, from five folds over the passages, and for the test files how often a confidence is right.
"""
import json

import numpy as np

import data
from fitting import Trees, arguments

KINDS = ("statements", "events", "positions")
# features of fewer claims are left out
RARE = 20
ROUNDS = 250
SETTINGS = {"num_leaves": 8, "min_data_in_leaf": 40, "learning_rate": 0.05, "lambda_l2": 20.0, "feature_fraction": 0.6}
# the surer head, reranker, parts and the statement below are, the likelier the claim, never the less
RISING = {"score", "reranked", "reranked with that type", "reranked near", "type is that", "source likely", "target likely", "source score",
          "target score", "encoder", "holder score", "statement"}
FALLING = {"type is another"}


def is_sound(g, p, scorer):
    """Is nothing wrong, and nobody missing without whom it says little, in a predicted event that the scorer matches with a coded one?"""
    sources, targets = scorer.aslist(g.get("source")), scorer.aslist(g.get("target"))
    mutual = bool(sources) and sorted(map(scorer.fold, sources)) == sorted(map(scorer.fold, targets))
    sides = [(p["source"], sources), (p["target"], targets)]
    named = all(scorer.any_match(sources + targets if mutual else coded, [n]) for names, coded in sides for n in names)
    among = lambda coded, names: sum(scorer.any_match([c], names) for c in coded)
    if mutual:
        found = among(sources, p["source"] + p["target"]) >= min(2, len(sources))
    else:
        found = all(not coded or among(coded, names) for names, coded in sides)
    # "agreed to send envoys" is asserted to one coder and planned to another
    real = lambda m: m in ("asserted", "historical") or (p["type"] == "AGREE" and m == "planned")
    return named and found and (p["modality"] in scorer.mods(g) or real(p["modality"]) == real(scorer.mod(g)))


def claims(gold_path, predicted_path, kind, scorer):
    """[(passage, claim, right, sound)] and the passages."""
    predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
    out, gold = [], [json.loads(line) for line in data.opened(gold_path)]
    for i, g in enumerate(gold):
        if kind not in g.get("only", kind):
            continue
        ps, doc = predicted[g["id"]]["all"][kind], scorer.Doc(g["text"])
        hit = set(scorer.assign(scorer.matrix(kind, doc, g[kind], ps, False)).values())
        for j, p in enumerate(ps):
            if "features" in p:
                sound = j in hit and (kind != "events" or any(is_sound(e, p, scorer) for e in g[kind] if scorer.pair_event(doc, e, p, False)))
                out.append((i, p, j in hit, sound))
    return out, gold


def scores(rows, p, gold, kind, scorer):
    """F1, precision, recall by the least confidence."""
    for least in np.arange(0.18, 0.56, 0.04):
        made = [{"id": g["id"], "statements": [], "events": [], "positions": []} for g in gold]
        for (i, c, *_), q in zip(rows, p):
            if q >= least:
                made[i][kind].append(c)
        r = scorer.score(gold, made)
        k = r[kind]["lenient"]
        facts = f", unsafe {r['events']['unsafe_of_found']:.3f}, false facts {r['events']['false_facts_per_1000_words']:.1f}" if kind == "events" else ""
        print(f"  from {least:.2f}: F1 {k['f1']:.3f} (P {k['precision']:.3f}, R {k['recall']:.3f}){facts}")


def often(rows, p, of):
    """How often a confidence is right; `of`: 2 for right, 3 for sound."""
    for low in np.arange(0, 1, 0.1):
        part = [c[of] for c, v in zip(rows, p) if low <= v < low + 0.1]
        if part:
            print(f"  confidence {low:.1f} to {low + 0.1:.1f}: {np.mean(part):.2f} {('right', 'sound')[of - 2]} of {len(part)}")


def main():
    a, scorer = arguments(__doc__)
    tables = {}
    for kind in KINDS:
        rows, gold = [], []
        for f in a.files:
            r, g = claims(*f, kind, scorer)
            rows += [(i + len(gold), *c) for i, *c in r]
            gold += g
        of = lambda rows: [c[1]["features"] for c in rows]
        fit = lambda answer: Trees(of(rows), [c[answer] for c in rows], [c[0] for c in rows], RARE, ROUNDS, SETTINGS, RISING, FALLING)
        tests = [(f[0], *claims(*f, kind, scorer)) for f in a.test]
        model = fit(2)
        print(f"{kind}: {len(rows)} came into question, {np.mean([c[2] for c in rows]):.2f} right; by five folds")
        scores(rows, model.folded, gold, kind, scorer)
        for name, r, g in tests:
            print(f"{kind} {name}")
            scores(r, model.likely(of(r)), g, kind, scorer)
            often(r, model.likely(of(r)), 2)
        tables[kind] = model.table()
        if kind == "events":
            model = fit(3)
            print(f"events: {np.mean([c[3] for c in rows]):.2f} sound")
            for name, r, _ in tests:
                print(f"sound events {name}")
                often(r, model.likely(of(r)), 3)
            tables["sound_events"] = model.table()
    with open(a.out, "w", encoding="utf-8") as f:
        json.dump(tables, f, separators=(",", ":"))
        f.write("\n")


if __name__ == "__main__":
    main()
