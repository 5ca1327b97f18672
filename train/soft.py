"""Losses against the probabilities of teachers instead of a coder's labels (Hinton et al. 2015)."""
from collections import Counter

import torch
import torch.nn.functional as F

from model import EVENT_ROLES, POSITION_ROLES, STATEMENT_ROLES

ANCHORS = 0.15  # a word is an anchor for the teachers' frames from this probability on
KINDS = {"statement": ("cue", STATEMENT_ROLES), "event": ("trigger", EVENT_ROLES), "position": ("stance", POSITION_ROLES)}


def anchor_mass(kind, p):
    """How likely each word is an anchor, from the probabilities of its tag."""
    if kind == "statement":
        return torch.maximum(p[:, 1], p[:, 3])
    return p[:, 1:17].sum(1) if kind == "event" else 1 - p[:, 0]


def modules(model):
    return {"statement": model.statement, "event": model.event, "position": model.position_frame}


def labels_of(model, kind):
    """Heads that label an anchor with its span, by the name of their loss."""
    if kind == "statement":
        return {"s.modality": model.statement_modality, "s.tone": model.statement_tone}
    return {"e.modality": model.event_modality, "e.type": model.event_type} if kind == "event" else {}


def pooled(w, anchors, first, last):
    means = torch.stack([w[a : b + 1].mean(0) for a, b in zip(first.tolist(), last.tolist())])
    return torch.cat([w[anchors], means], -1)


@torch.no_grad()
def seen(models, words):
    """What teachers see in one chunk, from the vectors that each has of its words: the mean of their probabilities of tags and,
    at each anchor, of roles and labels."""
    mean = lambda ps: torch.stack(list(ps)).mean(0)
    pairs = list(zip(models, words))
    out = {"tags": {k: mean(m.tags[k](w).softmax(1) for m, w in pairs).half() for k in ("cue", "trigger", "stance")}}
    for kind, (tag, roles) in KINDS.items():
        mass = anchor_mass(kind, out["tags"][tag].float())
        mass[0] = 0
        anchors = (mass >= ANCHORS).nonzero()[:, 0]
        if not len(anchors):
            continue
        filled = lambda s, role: s.softmax(-1) if role.endswith(("_start", "_end")) else s.sigmoid()
        scores = [modules(m)[kind](w, anchors) for m, w in pairs]
        p = mean(torch.stack([filled(s[:, r], role) for r, role in enumerate(roles)], 1) for s in scores)
        first = p[:, 0, 1:].argmax(-1) + 1
        last = torch.maximum(p[:, 1, 1:].argmax(-1) + 1, first)
        label = lambda k: mean(labels_of(m, kind)[k](pooled(w, anchors, first, last)).softmax(-1) for m, w in pairs).half()
        out[kind] = {"anchors": anchors, "mass": mass[anchors].half(), "roles": p.half(), "first": first, "last": last,
                     "labels": {k: label(k) for k in labels_of(models[0], kind)}}
    return out


def soft_losses(model, chunks):
    """Losses by name over [(vectors of words, what the teachers saw)]."""
    total, count = Counter(), Counter()

    def add(name, value, n):
        total[name] = total[name] + value
        count[name] += float(n)

    for w, soft in chunks:
        for tag, p in soft["tags"].items():
            p = p[1:].float()
            add(tag, -(p * model.tags[tag](w[1:]).log_softmax(1)).sum(), len(p))
        for kind, (_, roles) in KINDS.items():
            if kind not in soft:
                continue
            f = soft[kind]
            mass = f["mass"].float()
            s = modules(model)[kind](w, f["anchors"])
            for r, role in enumerate(roles):
                p = f["roles"][:, r].float()
                if role.endswith(("_start", "_end")):
                    each = -(p * s[:, r].log_softmax(-1)).sum(-1)
                else:
                    each = F.binary_cross_entropy_with_logits(s[:, r], p, reduction="none").sum(-1)
                add(f"{kind}.{role}", (mass * each).sum(), mass.sum())
            v = pooled(w, f["anchors"], f["first"], f["last"])
            for name, head in labels_of(model, kind).items():
                each = -(f["labels"][name].float() * head(v).log_softmax(-1)).sum(-1)
                add(name, (mass * each).sum(), mass.sum())
    return {k: v / count[k] for k, v in total.items() if count[k]}
