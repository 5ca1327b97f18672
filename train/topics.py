"""Weights of what a sentence tells of talks: python topics.py CORPORA OUT FEATURES [LABELS...]

LABELS are files of labelled texts (coded/topics.jsonl.gz, coded/README.md), CORPORA the folder of the corpora that some of them are cut
out of, OUT the table (crates/read/src/topics/weights.tsv), FEATURES the folder for what the reader says of the texts
(`cargo run --release --example topics`, which is called here). A logistic regression for each topic, L2-regularised, by L-BFGS, over all at
once; a sentence that tells something weakly counts as half. Prints average precision by five folds over the negotiations, for
sentences that tell it by themselves and for those that tell it at all, and how often the two likeliest of a negotiation do.
"""
import json
import os
import subprocess
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

import data

TOPICS = "S subject|M mediation|W demand|O obstacle|C compromise|H support|I opposition|E precedent|R risk|N next_step|L pressure|T third_party|D outcome"
LETTERS = [t[0] for t in TOPICS.split("|")]
# features of fewer sentences are left out
RARE = 6
# how much words and vectors weigh beside marks of form, whose weights are 1: by average precision of the folds
WORDS, MEAN, ROOT = 0.7, 0.15, 0.08
L2 = 3.3


def texts(paths, corpora):
    """{id: {id, text, published, group, sentences: [[start, end, letters]]}}; texts of corpora are cut out of them."""
    sets, out = {}, {}
    for path in paths:
        for t in map(json.loads, data.opened(path)):
            if "file" in t:
                t["text"] = open(f"../{t['file']}", encoding="utf-8").read().split("\n\n", 1)[1]
            elif "text" not in t:
                name = t["corpus"]
                if name not in sets:
                    sets[name] = {d["id"]: d for d in map(json.loads, data.opened(f"{corpora}/{name}.jsonl.gz"))}
                t["text"] = data.cut(t, sets[name])
            out[t["id"]] = t
    return out


def features(texts, folder):
    """What the reader says of every sentence: {id: {start: (features, vectors)}}; kept in FEATURES for the next run."""
    kept = f"{folder}/topics.jsonl"
    if not os.path.exists(kept):
        os.makedirs(folder, exist_ok=True)
        lines = "".join(json.dumps({"id": t["id"], "text": t["text"], "published": t["published"]}) + "\n" for t in texts.values())
        with open(kept, "w") as out:
            subprocess.run(["cargo", "run", "--release", "--locked", "--example", "topics"], input=lines, text=True, stdout=out, check=True)
    out = {}
    for line in open(kept):
        s = json.loads(line)
        out.setdefault(s["id"], {})[s["start"]] = (s["features"], s["vectors"])
    return out


def fitted(x, y, l2=L2):
    """Weights and constants, a column for each topic."""
    n, m = x.shape
    k = y.shape[1]

    def loss(w):
        w = w.reshape(m + 1, k)
        z = x @ w[:-1] + w[-1]
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * l2 * (w[:-1] ** 2).sum()
        d = 1 / (1 + np.exp(-z)) - y
        return value, np.vstack([x.T @ d + l2 * w[:-1], d.sum(0)]).ravel()

    w = minimize(loss, np.zeros((m + 1) * k), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(m + 1, k)
    return w[:-1], w[-1]


def average_precision(gold, score):
    order = np.argsort(-score, kind="stable")
    hits = gold[order] > 0
    return (np.cumsum(hits) / (np.arange(len(hits)) + 1))[hits].mean() if hits.any() else float("nan")


def main(corpora, out, folder, *labels):
    all_texts = texts(labels or ["coded/topics.jsonl.gz"], corpora)
    read = features(all_texts, folder)
    rows, vectors, gold, weak, groups, missed = [], [], [], [], [], 0
    for t in all_texts.values():
        for start, _, letters in t["sentences"]:
            if start not in read[t["id"]]:
                missed += 1
                continue
            f, v = read[t["id"]][start]
            rows.append(f)
            vectors.append(v)
            gold.append([letter in letters for letter in LETTERS])
            weak.append([letter in letters.upper() for letter in LETTERS])
            groups.append(t["group"])
    gold, weak = np.array(gold, float), np.array(weak, float)
    print(f"{len(rows)} sentences of {len(set(groups))} negotiations; {missed} labelled ones are cut otherwise by this reader")
    count = {}
    for f in rows:
        for name in f:
            count[name] = count.get(name, 0) + 1
    names = sorted(n for n, c in count.items() if c >= RARE)
    at = {n: i for i, n in enumerate(names)}
    scale = np.array([WORDS if n.startswith("w=") else 1.0 for n in names])
    cells = [(i, at[n], v * scale[at[n]]) for i, f in enumerate(rows) for n, v in f.items() if n in at]
    r, c, v = zip(*cells)
    sparse = csr_matrix((v, (r, c)), shape=(len(rows), len(names)))
    dense = np.array(vectors)
    middle, spread = dense.mean(0), dense.std(0) + 1e-6
    weight = np.repeat([MEAN, ROOT], dense.shape[1] // 2)
    x = csr_matrix(hstack([sparse, csr_matrix((dense - middle) / spread * weight)]))
    y = (gold + weak) / 2
    fold = {g: i % 5 for i, g in enumerate(sorted(set(groups), key=lambda g: (hash_of(g), g)))}
    folds = np.array([fold[g] for g in groups])
    guess = np.zeros_like(y)
    for k in range(5):
        w, b = fitted(x[folds != k], y[folds != k])
        guess[folds == k] = x[folds == k] @ w + b
    print("topic, sentences that tell it by themselves, at all, average precision of either")
    for i, t in enumerate(TOPICS.split("|")):
        print(f"{t[2:]:12s} {int(gold[:, i].sum()):5d} {int(weak[:, i].sum()):5d}  {average_precision(gold[:, i], guess[:, i]):.3f} {average_precision(weak[:, i], guess[:, i]):.3f}")
    print(f"mean {np.mean([average_precision(gold[:, i], guess[:, i]) for i in range(len(LETTERS))]):.3f} {np.mean([average_precision(weak[:, i], guess[:, i]) for i in range(len(LETTERS))]):.3f}")
    invented = {t["group"] for t in all_texts.values() if "corpus" not in t}
    print("of the two likeliest sentences of each negotiation, from .5: how many tell it by themselves, at all")
    for i, t in enumerate(TOPICS.split("|")):
        best = [k for g in sorted(invented) for k in two_likeliest(np.array(groups) == g, guess[:, i])]
        print(f"{t[2:]:12s} {len(best):5d}  {gold[best, i].mean():.2f} {weak[best, i].mean():.2f}")
    w, b = fitted(x, y)
    table(out, names, w * np.concatenate([scale, weight / spread])[:, None], b - (middle / spread * weight) @ w[len(names) :])


def two_likeliest(among, score):
    order = sorted(np.flatnonzero(among & (score >= 0)), key=lambda k: -score[k])
    return order[:2]


def hash_of(name):
    return sum(ord(c) * 31**i for i, c in enumerate(name)) % 1000003


def table(path, names, w, b):
    """Thousandths, without features that say next to nothing of any topic."""
    row = lambda name, v: name + "\t" + "\t".join(str(int(round(x * 1000))) for x in v) + "\n"
    half = (len(w) - len(names)) // 2
    with open(path, "w", encoding="utf-8") as out:
        out.write(row("constant", b))
        for i in range(half):
            out.write(row(f"mean {i}", w[len(names) + i]))
        for i in range(half):
            out.write(row(f"root {i}", w[len(names) + half + i]))
        for n, v in zip(names, w):
            if abs(v).max() >= 0.1:
                out.write(row(n, v))


if __name__ == "__main__":
    main(*sys.argv[1:])
