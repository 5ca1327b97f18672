"""Weights of the reranker: python rerank.py SCORER OUT FOLDER GOLD=PREDICTIONS... [--test GOLD=PREDICTIONS...]

GOLD are passages that the encoder was not trained on, PREDICTIONS what `rapporteur evaluate claims` made of them, SCORER the folder of score_claims.py, OUT the
folder of the tables (crates/read/src/frames/rerank), FOLDER for what the reader says of the texts (`cargo run --release --example vectors`, which is called here).
Small networks over the encoder's vectors as they are, one for each kind of frame, and one for who takes which part in an event: does a coder list what the frame
has seen? By Adam, inputs and hidden numbers dropped at random. Prints the area under the curve for the test files, beside that of the heads' own scores.
"""
import json
import os

import numpy as np
import torch
from scipy.stats import rankdata
from torch import nn

import data
from fitting import arguments, coded
from parts import ROLES, taking_part

HIDDEN, SHARED = 64, 48
# the sentence of the trigger and so many before it
BEFORE = 4
EPOCHS, RATE, DECAY = 12, 1.5e-3, 0.5
# what a word that no role score speaks for gets
UNSEEN = 0.005


class Words:
    """The vectors of a passage, by token."""

    def __init__(self, tokens, vectors):
        self.tokens, self.vectors, self.sentence = tokens, vectors, [t[2] for t in tokens]

    def at(self, i, of):
        """The vector of a token, zeros where it stands in another sentence than `of`."""
        here = 0 <= i < len(self.tokens) and self.sentence[i] == self.sentence[of]
        return self.vectors[i] if here else np.zeros(data.WIDTH, np.float32)

    def mean(self, tokens):
        return self.vectors[tokens[0] : tokens[1]].mean(0) if tokens and tokens[1] > tokens[0] else np.zeros(data.WIDTH, np.float32)

    def sentence_mean(self, i):
        return self.vectors[[k for k, s in enumerate(self.sentence) if s == self.sentence[i]]].mean(0)

    def around(self, i):
        return [self.at(i, i), self.at(i - 1, i), self.at(i + 1, i)]

    def span(self, tokens):
        return {"start": self.tokens[tokens[0]][0], "end": self.tokens[tokens[1] - 1][1]}


def odds(p):
    p = min(max(p, 0.01), 0.99)
    return float(np.log(p / (1 - p)))


def common(a, b):
    return max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def events(g, w, frame, scorer, doc):
    """Input, kind, number and answers of a frame: are its words coded, and with its type?"""
    t, trigger = frame["trigger"][0], w.span(frame["trigger"])
    x = w.around(t) + [w.mean(frame["evidence"]), w.sentence_mean(t)]
    evidence = {"type": frame["type"], "trigger": trigger, "evidence": w.span(frame["evidence"])}
    seen = any(common(e["trigger"], trigger) for e in g["events"])
    return np.concatenate(x), data.EVENT_TYPES.index(frame["type"]), odds(frame["score"]), [seen, coded(evidence, g, doc, scorer) is not None]


def statements(g, w, frame, scorer, doc):
    """The same: is what is said coded?"""
    t = (frame["cue"] or frame["content"])[0]
    x = [w.at(t, t), w.mean(frame["source"]), w.mean(frame["content"]), w.at(frame["content"][0], frame["content"][0]), w.sentence_mean(t)]
    said = doc.under([(s["start"], s["end"]) for s in [w.span(frame["content"])]])
    shares = [doc.under(scorer.spans(s["content"])) for s in g["statements"]]
    return np.concatenate(x), 0, odds(frame["score"]), [any(len(said & s) >= 0.5 * len(said | s) for s in shares)]


def positions(g, w, frame, scorer, doc):
    """The same: is a stand of this class coded here?"""
    t = frame["anchor"]
    x = w.around(t) + [w.mean(frame["evidence"]), w.sentence_mean(t)]
    here = {"evidence": w.span(frame["evidence"])}
    same = lambda p: scorer.STANCE[frame["stance"]] in {scorer.STANCE[s] for s in [p["stance"], *scorer.aslist(p.get("stance_alt"))]}
    right = any(scorer.ev_overlap(doc, p, here) and same(p) for p in g["positions"])
    return np.concatenate(x), data.STANCES.index(frame["stance"]), odds(frame["score"]), [right]


KINDS = {"events": (events, data.EVENT_TYPES), "statements": (statements, ["any"]), "positions": (positions, data.STANCES)}


def frames(texts, kind, scorer):
    """Rows of all frames of a kind."""
    rows = []
    for g, tokens, seen, vectors in texts:
        if kind in g.get("only", kind):
            w, doc = Words(tokens, vectors), scorer.Doc(g["text"])
            rows += [KINDS[kind][0](g, w, f, scorer, doc) for f in seen[kind]]
    x, k, n, y = zip(*rows)
    return torch.tensor(np.array(x)), torch.tensor(k), torch.tensor(n), torch.tensor(np.array(y, np.float32))


def parts(texts, predicted, scorer):
    """Rows of all words that may take a part in a coded event: trigger, word, numbers, type and answers. The program asks for words of seven tags
    only, of which nearly all are."""
    rows = []
    for g, tokens, seen, vectors in texts:
        w, doc = Words(tokens, vectors), scorer.Doc(g["text"])
        by = {tuple(w.span(f["trigger"]).values()): f for f in seen["events"]}
        for x in predicted[g["id"]]["parts"]:
            e = coded(x, g, doc, scorer)
            frame = by.get(tuple(x["trigger"].values()))
            if e is None or frame is None:
                continue
            takes = [taking_part(scorer.aslist(e[r]), x["candidates"], scorer) for r in ROLES]
            for k, c in enumerate(x["candidates"]):
                if c["word"] is not None and 0 <= w.sentence[frame["trigger"][0]] - w.sentence[c["word"]] <= BEFORE:
                    rows.append((*between(w, frame, c["word"]), [y[k] for y in takes]))
    t, c, n, k, y = zip(*rows)
    tensor = lambda v: torch.tensor(np.array(v, np.float32))
    return tensor(t), tensor(c), tensor(n), torch.tensor(k), tensor(y)


def between(w, frame, word):
    """What the network for parts sees of a trigger and a word."""
    t = frame["trigger"][0]
    d, back = word - t, w.sentence[t] - w.sentence[word]
    role = lambda name: next((x["score"] for x in frame[name] if x["token"] == word), UNSEEN)
    score = lambda name: float(np.log(min(max(role(name), UNSEEN), 0.99) / (1 - min(max(role(name), UNSEEN), 0.99))))
    inside = frame["evidence"][0] <= word < frame["evidence"][1]
    told = [score("sources") / 3, score("targets") / 3, np.sign(d) * np.log1p(abs(d)) / 3, back == 0, back == 1, back > 1, back / 4, inside]
    return w.at(t, t), np.concatenate(w.around(word)), told, data.EVENT_TYPES.index(frame["type"])


class Frames(nn.Module):
    def __init__(self, inputs, kinds, answers):
        super().__init__()
        self.hidden, self.out, self.kind = nn.Linear(inputs, HIDDEN), nn.Linear(HIDDEN + 1, answers), nn.Embedding(kinds, answers)
        self.drop, self.thin = nn.Dropout(0.5), nn.Dropout(0.3)
        nn.init.zeros_(self.kind.weight)

    def forward(self, x, kind, score):
        h = self.thin(torch.relu(self.hidden(self.drop(x))))
        return self.out(torch.cat([h, score[:, None]], -1)) + self.kind(kind)


class Parts(nn.Module):
    def __init__(self, numbers, kinds):
        super().__init__()
        self.trigger, self.word = nn.Linear(data.WIDTH, SHARED), nn.Linear(3 * data.WIDTH, SHARED)
        self.kind, self.hidden = nn.Embedding(kinds, HIDDEN), nn.Linear(3 * SHARED + numbers, HIDDEN)
        self.out, self.drop, self.thin = nn.Linear(HIDDEN + numbers, 2), nn.Dropout(0.4), nn.Dropout(0.3)
        nn.init.zeros_(self.kind.weight)

    def forward(self, trigger, word, numbers, kind):
        t, w = self.trigger(self.drop(trigger)), self.word(self.drop(word))
        x = torch.cat([self.thin(torch.relu(t)), self.thin(torch.relu(w)), self.thin(t * w), numbers], -1)
        h = self.thin(torch.relu(self.hidden(x) + self.kind(kind)))
        return self.out(torch.cat([h, numbers], -1))


def scaled(x):
    return x.mean(0), x.std(0) + 1e-3


def fitted(net, inputs, y, batch):
    """`inputs`: tensors, vectors among them already scaled."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = EPOCHS * -(-len(y) // batch), 0
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(y)).split(batch):
            loss = nn.functional.binary_cross_entropy_with_logits(net(*(x[rows] for x in inputs)), y[rows])
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            step += 1
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


def area(y, scores):
    """Area under the curve."""
    order, n = rankdata(scores), y.sum()
    return (order[y > 0].sum() - n * (n + 1) / 2) / (n * (len(y) - n))


def numbers(v):
    """Ten-thousandths between tabs."""
    return "\t".join(str(int(round(float(x) * 10000))) for x in v) + "\n"


def rows(name, weights, bias):
    """Lines of a table: bias, then weights."""
    return "".join(f"{name}\t" + numbers([b, *w]) for w, b in zip(weights, bias))


def kinds(names, weights):
    return "".join(f"kind {n}\t" + numbers(w) for n, w in zip(names, weights))


def unscaled(layer, middle, spread):
    """Weights and bias for inputs as they are."""
    w = layer.weight / spread
    return w, layer.bias - w @ middle


def fit_frames(kind, train, test, scorer, out):
    x, k, n, y = frames(train, kind, scorer)
    middle, spread = scaled(x)
    torch.manual_seed(0)
    net = fitted(Frames(x.shape[1], len(KINDS[kind][1]), y.shape[1]), ((x - middle) / spread, k, n), y, 128)
    with torch.no_grad():
        if test:
            x, k, n, z = frames(test, kind, scorer)
            p = net((x - middle) / spread, k, n)
            both = lambda i: f"{area(z[:, i].numpy(), n.numpy()):.4f} {area(z[:, i].numpy(), p[:, i].numpy()):.4f}"
            print(f"{kind}: {len(y)} frames, {len(z)} to test; heads and reranker " + ", ".join(both(i) for i in range(z.shape[1])))
        with open(f"{out}/{kind}.tsv", "w", encoding="utf-8") as f:
            f.write(rows("hidden", *unscaled(net.hidden, middle, spread)))
            f.write(rows("out", net.out.weight, net.out.bias))
            f.write(kinds(KINDS[kind][1], net.kind.weight))


def fit_parts(train, test, out):
    t, w, n, k, y = train
    (a, b), (c, d) = scaled(t), scaled(w)
    torch.manual_seed(0)
    net = fitted(Parts(n.shape[1], len(data.EVENT_TYPES)), ((t - a) / b, (w - c) / d, n, k), y, 256)
    with torch.no_grad():
        if test:
            t, w, n, k, z = test
            p = net((t - a) / b, (w - c) / d, n, k)
            both = lambda i: f"{area(z[:, i].numpy(), n[:, i].numpy()):.4f} {area(z[:, i].numpy(), p[:, i].numpy()):.4f}"
            print(f"parts: {len(y)} words, {len(z)} to test; heads and reranker " + ", ".join(both(i) for i in range(2)))
        with open(f"{out}/parts.tsv", "w", encoding="utf-8") as f:
            f.write(rows("trigger", *unscaled(net.trigger, a, b)))
            f.write(rows("word", *unscaled(net.word, c, d)))
            f.write(rows("hidden", net.hidden.weight, net.hidden.bias))
            f.write(rows("out", net.out.weight, net.out.bias))
            f.write(kinds(data.EVENT_TYPES, net.kind.weight))


def main():
    a, scorer = arguments(__doc__, extra=["folder"])
    torch.set_num_threads(2)

    def told(pairs):
        texts, predicted = [], {}
        for gold, made in pairs:
            passages = [json.loads(line) for line in data.opened(gold)]
            seen = data.read(passages, f"{a.folder}/{os.path.basename(os.path.dirname(gold))}")
            texts += [(g, x["tokens"], x["frames"], np.array(vectors)) for g, (x, vectors) in zip(passages, seen)]
            predicted |= {d["id"]: d for d in map(json.loads, open(made, encoding="utf-8"))}
        return texts, predicted

    train, made = told(a.files)
    test, made_test = told(a.test)
    os.makedirs(a.out, exist_ok=True)
    for kind in KINDS:
        fit_frames(kind, train, test, scorer, a.out)
    fit_parts(parts(train, made, scorer), parts(test, made_test, scorer) if test else None, a.out)


if __name__ == "__main__":
    main()
