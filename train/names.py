"""Weights of names: python names.py DATA OUT FOLDER [LABELS]

LABELS are names by offsets (coded/names.jsonl.gz, coded/README.md), DATA the folder of the evaluation sets, from which their texts come, OUT the table
(crates/read/src/names/crf.tsv), FOLDER for what the reader says of the texts (`cargo run --release --example vectors`, which is called here). A linear-chain
conditional random field over the encoder's vectors and the features of crates/read/src/names/crf.rs, by Adam, with an L2 penalty on features and vectors of which parts
are dropped. Prints precision, recall and F1 of exact names by five folds over the documents, before anything is mended, for web text and for texts on talks.
"""
import json
import random
import re
import sys
from bisect import bisect_left

import numpy as np
import torch
from torch import nn

import data
import topics

KINDS = ["PER", "ORG", "LOC"]
LABELS = 1 + 2 * len(KINDS)  # outside, beginnings, insides
# features of fewer words are left out, and from the table those that weigh less
RARE, LIGHT = 4, 0.1
# addresses and numbers of telephones are left out of the table
PRIVATE = re.compile(r"^(word|before2?|after2?)=.*(\w@\w|\d{3}-\d{3})")
EPOCHS, RATE, DROP, DECAY, BATCH = 8, 2e-3, 0.3, 1e-2, 700


def texts(labels, folder):
    """[{id, text, names, sentences}] with the spans of the sentences whose names are labelled: all of a treebank's, those with topics of the others."""
    banks, told, out = {}, topics.texts(["coded/topics.jsonl.gz"], f"{folder}/corpora"), []
    for t in map(json.loads, data.opened(labels)):
        if "treebank" in t:
            bank = t["treebank"]
            if bank not in banks:
                banks[bank] = sentences(f"{folder}/reading/ud/{bank}.conllu.gz")
            lines = banks[bank][t["id"]]
            starts = np.cumsum([0] + [len(line) + 1 for line in lines])
            t |= {"text": "\n".join(lines), "sentences": [(int(a), int(a) + len(line)) for a, line in zip(starts, lines)]}
        else:
            t |= {"text": told[t["id"]]["text"], "sentences": [(a, b) for a, b, _ in told[t["id"]]["sentences"]]}
        out.append(t)
    return out


def sentences(path):
    """Sentences as they are written, by document."""
    out = {}
    for line in data.opened(path):
        if line.startswith("# newdoc"):
            doc = out.setdefault(line.split("=")[1].strip(), [])
        elif line.startswith("# text = "):
            doc.append(line[len("# text = ") :].rstrip("\n"))
    return out


def label(t):
    """The label of each token; and which stand in labelled sentences. What the reader cuts into two sentences is two names."""
    y, used, starts = [0] * len(t["tokens"]), [False] * len(t["tokens"]), [x[0] for x in t["tokens"]]
    for a, b in t["sentences"]:
        for i in range(bisect_left(starts, a), bisect_left(starts, b)):
            used[i] = True
    for a, b, kind in t["names"]:
        i = first = bisect_left(starts, a)
        while i < len(starts) and t["tokens"][i][1] <= b:
            inside = i > first and t["tokens"][i][2] == t["tokens"][i - 1][2]
            y[i] = 1 + KINDS.index(kind) + (len(KINDS) if inside else 0)
            i += 1
    return y, used


class Words:
    """Features, vectors and labels of all tokens; `runs` are the sentences: (text, start, end)."""

    def __init__(self, texts):
        rows, labels, self.runs, base = [], [], [], 0
        for k, t in enumerate(texts):
            y, used = label(t)
            rows += [x[3] for x in t["tokens"]]
            labels += y
            sentence = [x[2] for x in t["tokens"]]
            cuts = [0] + [i for i in range(1, len(sentence)) if sentence[i] != sentence[i - 1]] + [len(sentence)]
            self.runs += [(k, base + a, base + b) for a, b in zip(cuts, cuts[1:]) if b > a and used[a]]
            base += len(sentence)
        count = {}
        for _, a, b in self.runs:
            for f in rows[a:b]:
                for name in f:
                    count[name] = count.get(name, 0) + 1
        self.names = sorted(n for n, c in count.items() if c >= RARE)
        at = {n: i for i, n in enumerate(self.names)}
        known = [[at[n] for n in f if n in at] for f in rows]
        most = max(map(len, known))
        self.features = torch.tensor([f + [len(at)] * (most - len(f)) for f in known])
        self.vectors = torch.tensor(np.concatenate([t["vectors"] for t in texts]))
        self.labels = torch.tensor(labels)


class Field(nn.Module):
    def __init__(self, words, runs):
        super().__init__()
        seen = torch.cat([words.vectors[a:b] for _, a, b in runs])
        self.middle, self.spread = seen.mean(0), seen.std(0) + 1e-6
        self.here, self.beside = nn.Linear(data.WIDTH, LABELS), nn.Linear(2 * data.WIDTH, LABELS, bias=False)
        nn.init.zeros_(self.beside.weight)
        self.feature = nn.Embedding(len(words.names) + 1, LABELS, padding_idx=len(words.names))
        nn.init.zeros_(self.feature.weight)
        self.transition, self.first = nn.Parameter(torch.zeros(LABELS, LABELS)), nn.Parameter(torch.zeros(LABELS))
        self.drop, k = nn.Dropout(DROP), len(KINDS)
        # a name goes on only where one of its kind has begun
        self.never = torch.tensor([[-1e4 if b > k and a not in (b, b - k) else 0.0 for b in range(LABELS)] for a in range(LABELS)])

    def emitted(self, vectors, features):
        x = self.drop((vectors - self.middle) / self.spread)
        wide = nn.functional.pad(x, (0, 0, 1, 1))
        beside = torch.cat([wide[..., :-2, :], wide[..., 2:, :]], -1)
        return 0.3 * (self.here(x) + self.beside(beside)) + self.feature(features).sum(-2)

    def loss(self, emitted, y, inside):
        step, start = self.transition + self.never, self.first + self.never[0]
        total = emitted[:, 0] + start
        for t in range(1, emitted.shape[1]):
            total = torch.where(inside[:, t, None], torch.logsumexp(total[:, :, None] + step, 1) + emitted[:, t], total)
        gold = (emitted.gather(2, y[:, :, None])[:, :, 0] * inside).sum(1) + start[y[:, 0]] + (step[y[:, :-1], y[:, 1:]] * inside[:, 1:]).sum(1)
        return (torch.logsumexp(total, 1) - gold).sum() / inside.sum()

    def best(self, emitted):
        step, total, back = self.transition + self.never, emitted[0] + self.first + self.never[0], []
        for row in emitted[1:]:
            total, from_ = (total[:, None] + step).max(0)
            total = total + row
            back.append(from_)
        y = [int(total.argmax())]
        for from_ in reversed(back):
            y.append(int(from_[y[-1]]))
        return y[::-1]


def fitted(words, runs):
    torch.manual_seed(0)
    rnd, field = random.Random(0), Field(words, runs)
    optimiser = torch.optim.AdamW(field.parameters(), lr=RATE, weight_decay=0.0)
    batches, batch = [], []
    for _, a, b in sorted(runs, key=lambda r: r[2] - r[1]):
        batch.append((a, min(b, a + 120)))
        if len(batch) * (b - a) > BATCH:
            batches.append(batch)
            batch = []
    batches += [batch] if batch else []
    steps = EPOCHS * len(batches)
    for step in range(steps):
        if step % len(batches) == 0:
            rnd.shuffle(batches)
            field.train()
        batch = batches[step % len(batches)]
        long = max(b - a for a, b in batch)
        rows = torch.stack([torch.arange(a, a + long).clamp(max=len(words.labels) - 1) for a, _ in batch])
        inside = torch.stack([torch.arange(long) < b - a for a, b in batch])
        vectors = torch.where(inside[:, :, None], words.vectors[rows], field.middle)
        features = words.features[rows]
        loss = field.loss(field.emitted(vectors, features), words.labels[rows] * inside, inside)
        squares = (field.feature(features) ** 2).sum(-1).sum(-1)
        loss = loss + DECAY * (squares * inside).sum() / inside.sum()
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(field.parameters(), 5.0)
        optimiser.step()
    return field.eval()


def found(y):
    """Names as (start, end, kind) of a row of labels."""
    out, start = set(), None
    for i, label in enumerate([*y, 0]):
        if start is not None and label <= len(KINDS):
            out.add((start, i, y[start]))
            start = None
        if 0 < label <= len(KINDS):
            start = i
    return out


def report(name, pairs):
    def line(keep):
        gold, made, both = (sum(len([n for n in x if keep(n)]) for x in side) for side in ([g for g, _ in pairs], [m for _, m in pairs], [g & m for g, m in pairs]))
        return f"P {both / made:.3f} R {both / gold:.3f} F1 {2 * both / (gold + made):.3f} ({gold})"

    print(f"{name}: " + line(lambda n: True) + "; " + "; ".join(f"{k} " + line(lambda n, k=i: n[2] == k) for i, k in enumerate(KINDS, 1)))


def main(folder, out, kept, labels="coded/names.jsonl.gz"):
    torch.set_num_threads(2)
    all_texts = texts(labels, folder)
    for t, (seen, vectors) in zip(all_texts, data.read(all_texts, f"{kept}/names")):
        t |= {"tokens": seen["tokens"], "vectors": vectors}
    words = Words(all_texts)
    fold, pairs = np.random.RandomState(0).permutation(len(all_texts)) % 5, {True: [], False: []}
    with torch.no_grad():
        predicted = lambda field, a, b: field.best(field.emitted(words.vectors[a:b], words.features[a:b]))
        for k in range(5):
            with torch.enable_grad():
                field = fitted(words, [r for r in words.runs if fold[r[0]] != k])
            for t, a, b in words.runs:
                if fold[t] == k:
                    pairs["treebank" in all_texts[t]].append((found(words.labels[a:b].tolist()), found(predicted(field, a, b))))
    report("web text", pairs[True])
    report("texts on talks", pairs[False])
    table(out, words, fitted(words, words.runs))


def table(path, words, field):
    """Thousandths."""
    row = lambda name, v: name + "\t" + "\t".join(str(int(round(float(x) * 1000))) for x in v) + "\n"
    with torch.no_grad():
        weights = [field.here.weight, *field.beside.weight.split(data.WIDTH, 1)]
        with open(path, "w", encoding="utf-8") as out:
            out.write(row("first", field.first))
            out.writelines(row(f"transition {i}", v) for i, v in enumerate(field.transition))
            for place, w in zip(("here", "before", "after"), weights):
                w = 0.3 * w / field.spread
                out.write(row(f"constant {place}", (0.3 * field.here.bias if place == "here" else 0) - w @ field.middle))
                out.writelines(row(f"vector {place} {i}", v) for i, v in enumerate(w.T))
            kept = ((n, v) for n, v in zip(words.names, field.feature.weight) if v.abs().max() >= LIGHT and not PRIVATE.search(n))
            out.writelines(row(n, v) for n, v in kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
