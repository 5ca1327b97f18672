"""Train a larger coder that only teaches: python teacher.py DATA MPNET OUT [--epochs 10]

MPNET is a folder with the weights of all-mpnet-base-v2 (Song et al. 2020; Apache-2.0). The teacher has the claim heads of the
reader and nothing else, learns from the coded passages, and writes for raw text what it sees there: see silver.py.
"""
import argparse
import json
import math
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import data
from model import SHAPES, claim_heads
from tokens import WordPiece
from train_reader import WEIGHTS, batches, claim_chunks, evaluate_claims, loss_of

WIDTH, HEADS = 768, 12
TAGS = {"cue": 4, "trigger": 18, "stance": 11}


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-5), nn.LayerNorm(WIDTH, 1e-5)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, bias):
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, n, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def relative(n):
    """MPNet's buckets of relative positions: [n, n] of 0..31."""
    at = torch.arange(n)
    d = at[:, None] - at[None, :]
    a = d.abs()
    far = (8 + (torch.log(a.clamp(min=1).float() / 8) / math.log(16) * 8).long()).clamp(max=15)
    return torch.where(d < 0, 16, 0) + torch.where(a < 8, a, far)


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.word, self.position, self.shape = nn.Embedding(30527, WIDTH), nn.Embedding(514, WIDTH), nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shape.weight)
        self.relative = nn.Embedding(32, HEADS)
        self.norm = nn.LayerNorm(WIDTH, 1e-5)
        self.layers = nn.ModuleList(Layer() for _ in range(12))
        self.drop = nn.Dropout(0.1)
        self.tags = nn.ModuleDict({k: nn.Linear(WIDTH, n) for k, n in TAGS.items()})
        claim_heads(self, len(data.MODALITIES), WIDTH)

    def load_mpnet(self, w):
        self.word.weight.data.copy_(w["embeddings.word_embeddings.weight"])
        self.position.weight.data.copy_(w["embeddings.position_embeddings.weight"])
        self.relative.weight.data.copy_(w["encoder.relative_attention_bias.weight"])
        self.norm.weight.data.copy_(w["embeddings.LayerNorm.weight"])
        self.norm.bias.data.copy_(w["embeddings.LayerNorm.bias"])
        names = {"q": "attention.attn.q", "k": "attention.attn.k", "v": "attention.attn.v", "o": "attention.attn.o",
                 "norm1": "attention.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
        for i, layer in enumerate(self.layers):
            for mine, theirs in names.items():
                for p in ("weight", "bias"):
                    getattr(getattr(layer, mine), p).data.copy_(w[f"encoder.layer.{i}.{theirs}.{p}"])

    def encode(self, pieces, shapes, mask, corpus=None):
        n = pieces.shape[1]
        x = self.word(pieces) + self.position.weight[2 : 2 + n] + self.shape(shapes)
        x = self.drop(self.norm(x))
        bias = self.relative(relative(n)).permute(2, 0, 1)[None] + torch.where(mask, 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def pieces_of(folder):
    return WordPiece(f"{folder}/vocab.txt", ("[UNK]", "<s>", "</s>"))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("mpnet")
    ap.add_argument("out")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--rate", type=float, default=6e-5, help="peak learning rate of the encoder; heads get fifteen times it")
    ap.add_argument("--batch", type=int, default=1200, help="word pieces in a batch")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)
    wp = pieces_of(a.mpnet)
    none = {k: {} for k in ("upos", "feats", "lemma", "rel", "ner", "entity")}
    coded = data.claims(f"{a.data}/claims/claims_train.jsonl.gz")
    coded_dev = data.claims(f"{a.data}/claims/claims_dev.jsonl") + data.claims(f"{a.data}/claims/claims_dev2.jsonl")
    chunks = lambda docs, vary: [c for d, p in docs for c in claim_chunks(d, p, wp, none, wp.cls, wp.sep, rng, vary)]
    dev = chunks(coded_dev, False)
    model = Teacher()
    model.load_mpnet(load_file(f"{a.mpnet}/model.safetensors"))
    os.makedirs(a.out, exist_ok=True)
    bare = ("word", "position.", "norm.", "layers", "relative")
    opt = torch.optim.AdamW([
        {"params": [p for n, p in model.named_parameters() if n.startswith(bare)], "lr": a.rate, "weight_decay": 0.01},
        {"params": [p for n, p in model.named_parameters() if not n.startswith(bare)], "lr": 15 * a.rate, "weight_decay": 0.0}])
    steps = a.epochs * len(batches(chunks(coded, True), a.batch, rng))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 40) * max(0.02, 1 - s / steps))
    t, step = time.time(), 0
    for e in range(a.epochs):
        model.train()
        out = batches(chunks(coded, True), a.batch, rng)
        rng.shuffle(out)
        for batch in out:
            loss, parts = loss_of(model, batch, WEIGHTS)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            step += 1
            if step % 10 == 0:
                print(f"{step}/{steps} {time.time() - t:.0f}s {float(loss):.2f}", flush=True)
        if e % 2 or e == a.epochs - 1:
            print("epoch", e + 1, "claims", evaluate_claims(model, dev), flush=True)
            save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"{a.out}/teacher.safetensors")


if __name__ == "__main__":
    main()
