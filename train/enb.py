"""Propositions of negotiation reports (ENB): who says, wants, supports or opposes what, as actor, predicate and point.

A machine's own output over other sentences is all there is to learn from. It is mended by what is known of the language
(enb_grammar.py), the sentences are said by other actors in every epoch, the encoder learns from the result. The encoder finds the
predicates, their subjects and the ends of the points; the grammar says what a subject is and where a point may end.
`research.py enb` is the command.
"""
import copy
import json
import os
import random
import re
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

import data
from enb_grammar import STATES, Sentence, before, by_grammar, ends, kind, plausible, propositions, start_of, subject_of, trailing
from model import D, Frames
from research import encoded, optimiser, reader
from tokens import shape
from train_reader import descend

# how a sentence is said by others (`varied`): a few names stand for 1, 2, 3, 4
WHO = ("4 ", "1, supported by 3, ", "1, opposed by 3, ", "2, with 3, ", "1, on behalf of the G-77/CHINA, ", "1, supported by 3, and opposed by 3, ",
       "1, for AOSIS, ")
AFTER = ("", "", "", "", ", opposed by 3", ", supported by 3", ", while 3 opposed", ", opposed by 2, who called for more time",
         " supported by 3, and opposed by 3", ", but 2 opposed this", ", with 1 preferring the existing text")
OWNER = ("1's {} {}", "the 1 {} {}", "the G-77/CHINA's {} {}", "this {} by 2 {}")
VERBS = ("supported", "noted", "reiterated", "opposed", "welcomed", "recalled", "highlighted")
OTHER = {"supported": "opposed", "opposed": "supported"}
NOUNS = {"called": "call for", "preferred": "preference for", "objected": "objection to", "opposed": "opposition to", "supported": "support for",
         "requested": "request for", "proposed": "proposal for", "suggested": "suggestion for", "favored": "preference for", "urged": "appeal for"}


def plain(text):
    return re.sub(r"\W+", "", text.lower())


def runs(text):
    low = re.findall(r"\w+", text.lower())
    return {tuple(low[i : i + 8]) for i in range(max(1, len(low) - 7))}


def to_learn(folder):
    """(text, predicates that the machine found) of its sentences and of those that nobody has coded; what shares eight words in a row
    with the measure is left out."""
    measured = set().union(*(runs(d["text"]) for d in map(json.loads, data.opened(f"{folder}/enb_propositions_dev.jsonl"))))
    for name in ("enb_silver.jsonl.gz", "enb_unlabelled.jsonl"):
        for d in map(json.loads, data.opened(f"{folder}/{name}")):
            text = re.sub(r"\w+\s*\[=>\s*([^\]]*)\]", lambda m: m[1].replace("_", " "), d["text"])  # "He[=> Chad]"
            if not runs(text) & measured:
                yield text, {p["predicate"].removeprefix("not ") for p in d.get("propositions", []) if plain(p["point"]) in plain(text)}


def taught(text, theirs, wp):
    """A sentence with frames to learn: the machine's predicates that have a subject, and those that the grammar adds."""
    s = Sentence(text)
    more = [i for i, f in enumerate(s.form) if f in theirs and kind(s, i) == "verb" and subject_of(s, i)]
    return s, [f for f in by_grammar(s, sorted({*plausible(s), *more})) if f[1]], row(s, wp)


def varied(text, rng):
    """The same sentence said by others, by more of them, or with some opposed to it: the hard sentences are too few to learn from."""
    s = Sentence(text)
    verbs = [i for i in plausible(s) if kind(s, i) == "verb" and subject_of(s, i)]
    if not verbs or not text.endswith(".") or rng.random() < 0.4:
        return text
    i = verbs[0]
    x = subject_of(s, i)

    def names(m):
        some = [rng.choice(STATES) for _ in range(rng.randint(1, int(m[0])))]
        some = [n.upper() if s.form[x.first].isupper() else n for n in some] + ["others"] * (rng.random() < 0.2)
        return " and ".join([", ".join(some[:-1])] * (len(some) > 1) + some[-1:])

    said = lambda pattern: re.sub(r"\b[1-4]\b", names, pattern)
    head, rest = text[: s.spans[x.start][0]], text[s.spans[before(s, i)][0] :]
    after = text[s.spans[i + 1][0] :]
    if s.low[i] in OTHER and i + 1 < s.stop[i] == len(s.low) - 1 and len(verbs) == 1 and rng.random() < 0.7:  # in the passive
        point, other = s.slice(i + 1, len(s.low)), OTHER[s.low[i]]
        return head + point[0].upper() + point[1:] + said(f" was {s.form[i]} by 4" + rng.choice((".", f", but {other} by 3.", f" and {other} by 3.")))
    if s.low[i] in NOUNS and s.low[i + 1] != "that" and rng.random() < 0.4:  # as somebody's proposal
        noun, link = NOUNS[s.low[i]].split()
        link = "" if s.low[i + 1] in ("for", "to", "on") else link + " "
        return head + said("2 " + rng.choice(VERBS) + " " + rng.choice(OWNER).format(noun, link)) + after
    if not head and rng.random() < 0.15:
        return said(rng.choice(("Opposed", "Supported")) + " by 2, 1 ") + rest
    return head + said(rng.choice(WHO)) + rest[:-1] + said(rng.choice(AFTER)) + "."


class Propositions(nn.Module):
    """Which words are predicates; for each its subject (a yes or no for each actor) and the last word of its point. The two roles begin
    as those of statements."""

    def __init__(self, base):
        super().__init__()
        self.base = base
        self.tag = nn.Linear(D, 2)
        self.roles = Frames(2)
        for part in ("anchor", "token"):
            getattr(self.roles, part).load_state_dict(getattr(base.statement, part).state_dict())
        self.roles.score.w.data.copy_(base.statement.score.w.data[[2, 1]])
        self.roles.near.data.copy_(base.statement.near.data[[2, 1]])

    def forward(self, rows):
        """Vectors of the words of each sentence, [CLS] first."""
        x = encoded(self.base, rows)
        return [x[i, torch.tensor(r["first"])] for i, r in enumerate(rows)]


def row(s, wp):
    pieces, shapes, first, last = [wp.cls], [0], [0], -1
    for a, b in s.spans:
        ids = wp(s.text[a:b])
        first.append(len(pieces))
        pieces += ids
        shapes += [shape(s.text[a:b], a != last)] * len(ids)
        last = b
    return {"pieces": pieces + [wp.sep], "shapes": shapes + [0], "first": first}


def last_word(s, a, b):
    while b > a + 1 and s.form[b - 1] in ",;:.":
        b -= 1
    return b - 1


def loss_of(net, batch):
    tags, links, pointers = [], [], []
    for w, (s, frames, _) in zip(net([r for _, _, r in batch]), batch):
        gold = torch.zeros(len(w), dtype=torch.long)
        gold[[i + 1 for i, *_ in frames]] = 1
        tags.append(F.cross_entropy(net.tag(w)[1:], gold[1:], weight=torch.tensor([1.0, 2.0]), reduction="none"))
        if not frames:
            continue
        scores = net.roles(w, torch.tensor([i + 1 for i, *_ in frames]))
        for (i, xs, a, b), (subject, end) in zip(frames, scores):
            at = [m[0][0] + 1 for x in s.subjects for m in x.members]
            yes = torch.tensor([float(any(x is y for y in xs)) for x in s.subjects for _ in x.members])
            links.append(F.binary_cross_entropy_with_logits(subject[at], yes))
            pointers.append(F.cross_entropy(end, torch.tensor(last_word(s, a, b) + 1)))
    return torch.cat(tags).mean() * 5 + torch.stack(links).mean() + 0.5 * torch.stack(pointers).mean()


def decoded(net, s, r):
    """Frames of a sentence: tagged words, the subjects that score above nought, the best place where the point may end."""
    w = net([r])[0]
    p = net.tag(w).softmax(1)[1:, 1]
    found = [i for i in range(len(s.low)) if p[i] >= 0.5 and kind(s, i)]
    out = []
    if not found or not s.subjects:
        return out
    for i, (subject, end) in zip(found, net.roles(w, torch.tensor([i + 1 for i in found]))):
        a = start_of(s, i)
        k = kind(s, i)
        places = [before(s, i)] if k == "passive" else ends(s, i, a, found)
        b = max(places, key=lambda b: float(end[last_word(s, a, b) + 1]))
        xs = [x for x in s.subjects if float(subject[[m[0] + 1 for m, _ in x.members]].mean()) > 0]
        after = trailing(s, i, b)
        xs = [x for x in xs if x not in after]
        out.append((i, xs + after if xs else [], a, b))
    return out


def coded(text, rows, wp):
    """A sentence with the frames of its gold propositions: the predicate nearest to its point, the subjects with such actors."""
    s = Sentence(text)
    frames = []
    groups = {}
    for p in rows:
        groups.setdefault((p["predicate"].lower().removeprefix("not "), (p.get("point_parts") or [p["point"]])[0]), set()).add(p["actor"].lower())
    for (predicate, point), actors in groups.items():
        at = text.lower().find(point.lower())
        inside = [k for k, (a, b) in enumerate(s.spans) if at <= a and b <= at + len(point)]
        found = [i for i, w in enumerate(s.low) if w == predicate and i not in inside]
        if at >= 0 and inside and found:
            i = min(found, key=lambda i: abs(i - inside[0]))
            frames.append((i, [x for x in s.subjects if actors & {m[2].lower() for m, _ in x.members}], inside[0], inside[-1] + 1))
    return s, frames, row(s, wp)


def descended(net, rows, opt, sched, rng):
    """One epoch; gives the mean loss."""
    net.train()
    rng.shuffle(rows)
    total = 0.0
    for i in range(0, len(rows), 16):
        loss = loss_of(net, rows[i : i + 16])
        descend(loss, net.parameters(), opt, sched, norm=1.0)
        total += float(loss.detach()) / -(-len(rows) // 16)
    net.eval()
    return total


def learnt(a, wp):
    """The encoder and its heads, trained on sentences that are said by others in every epoch."""
    net = Propositions(reader(a.reader)[0])
    texts = list(to_learn(f"{a.data}/positions"))
    rng = random.Random(1)
    opt, sched = optimiser(net, 8e-5, a.epochs * -(-len(texts) // 16))
    t = time.time()
    for e in range(a.epochs):
        loss = descended(net, [taught(varied(text, rng), theirs, wp) for text, theirs in texts], opt, sched, rng)
        print(f"epoch {e + 1} {time.time() - t:.0f}s {loss:.3f}", flush=True)
    return net


def write(path, found):
    with open(path, "w") as f:
        for d, s, frames in found:
            f.write(json.dumps({"id": d["id"], **propositions(s, frames)}, ensure_ascii=False) + "\n")


def run(a):
    """enb_dev.jsonl, the head's; enb_dev_grammar.jsonl, without any; enb_dev_folds.jsonl, the head trained further on four fifths of
    the measure itself."""
    wp = reader(a.reader)[2]
    rows = [json.loads(l) for l in open(f"{a.data}/positions/enb_propositions_dev.jsonl")]
    sentences = [Sentence(d["text"]) for d in rows]
    write(f"{a.out}/enb_dev_grammar.jsonl", [(d, s, by_grammar(s, plausible(s))) for d, s in zip(rows, sentences)])
    net = learnt(a, wp)
    with torch.no_grad():
        write(f"{a.out}/enb_dev.jsonl", [(d, s, decoded(net, s, row(s, wp))) for d, s in zip(rows, sentences)])
    found = []
    for fold in range(5):
        more, rng = copy.deepcopy(net), random.Random(fold)
        train = [coded(d["text"], d["propositions"], wp) for k, d in enumerate(rows) if k % 5 != fold]
        opt, sched = optimiser(more, 3e-5, 4 * -(-len(train) // 16))
        for _ in range(4):
            descended(more, train, opt, sched, rng)
        with torch.no_grad():
            found += [(d, s, decoded(more, s, row(s, wp))) for k, (d, s) in enumerate(zip(rows, sentences)) if k % 5 == fold]
    write(f"{a.out}/enb_dev_folds.jsonl", found)
