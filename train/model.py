"""The reader's network: one pre-trained encoder, a head per task. crates/read/src/encoder.rs is its twin."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

D, HEADS, FF, SHAPES = 384, 12, 1536, 12
CORPORA = ["unknown", "ewt", "gum", "other"]  # export folds "unknown" into the positions
ARC, REL, FRAME = 256, 96, 128
BUCKETS = 24


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(D, D) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(D, 1e-12), nn.LayerNorm(D, 1e-12)
        self.up, self.down = nn.Linear(D, FF), nn.Linear(FF, D)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, D // HEADS).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.norm1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, n, D))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Biaffine(nn.Module):
    """x' W y with a bias on both sides; out labels."""

    def __init__(self, d, out):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(out, d + 1, d + 1))
        nn.init.normal_(self.w, std=0.02)

    def forward(self, x, y):
        x, y = (torch.cat([t, torch.ones_like(t[..., :1])], -1) for t in (x, y))
        return torch.einsum("...xi,oij,...yj->...oxy", x, self.w, y)


def bucket(dist):
    """Signed word distance to 0..BUCKETS-1: exact near the anchor, logarithmic further away."""
    a = dist.abs().float()
    far = torch.where(a < 5, a, 4 + torch.log2(a.clamp(min=4) / 4) * 1.5).floor().clamp(max=11).long()
    return torch.where(dist < 0, far, far + 12)


class Frames(nn.Module):
    """Roles of a frame, scored for an anchor word against every word of the chunk (word 0 is [CLS]: no such role)."""

    def __init__(self, roles):
        super().__init__()
        self.anchor = nn.Sequential(nn.Linear(D, FRAME), nn.GELU(), nn.Dropout(0.2))
        self.token = nn.Sequential(nn.Linear(D, FRAME), nn.GELU(), nn.Dropout(0.2))
        self.score = Biaffine(FRAME, roles)
        self.near = nn.Parameter(torch.zeros(roles, BUCKETS))
        with torch.no_grad():  # most words fill no role
            self.score.w[:, -1, -1] = -3.0

    def forward(self, words, anchors):
        """words [n, D], anchors [a] -> [a, roles, n]"""
        s = self.score(self.anchor(words[anchors]), self.token(words)).permute(1, 0, 2)
        dist = torch.arange(len(words))[None, :] - anchors[:, None]
        return s + self.near[:, bucket(dist)].permute(1, 0, 2)


# pointers come in pairs start, end; the rest are yes or no for each word
STATEMENT_ROLES = ["content_start", "content_end", "source_start", "source_end"]
EVENT_ROLES = ["evidence_start", "evidence_end", "source", "target", "place"]
POSITION_ROLES = ["evidence_start", "evidence_end", "condition_start", "condition_end", "holder"]


class Reader(nn.Module):
    def __init__(self, sizes, layers=6, vocab=30522, positions=512):
        super().__init__()
        self.word, self.position, self.shape = nn.Embedding(vocab, D), nn.Embedding(positions, D), nn.Embedding(SHAPES, D)
        self.corpus = nn.Embedding(len(CORPORA), D)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.corpus.weight)
        self.norm = nn.LayerNorm(D, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.tags = nn.ModuleDict({k: nn.Linear(D, n) for k, n in sizes.items() if k != "rel"})
        mlp = lambda d: nn.Sequential(nn.Linear(D, d), nn.GELU(), nn.Dropout(0.2))
        self.arc_dep, self.arc_head, self.rel_dep, self.rel_head = mlp(ARC), mlp(ARC), mlp(REL), mlp(REL)
        self.arc, self.rel = Biaffine(ARC, 1), Biaffine(REL, sizes["rel"])
        self.statement, self.event, self.position_frame = Frames(len(STATEMENT_ROLES)), Frames(len(EVENT_ROLES)), Frames(len(POSITION_ROLES))
        self.coref = Frames(1)
        self.factuality = nn.Linear(D, 1)
        two = lambda out: nn.Sequential(nn.Linear(2 * D, FRAME), nn.GELU(), nn.Dropout(0.2), nn.Linear(FRAME, out))
        self.statement_modality, self.statement_tone = two(sizes["modality"]), two(3)
        self.event_modality, self.event_type = two(sizes["modality"]), two(16)

    def load_bert(self, w):
        e = "embeddings."
        self.word.weight.data.copy_(w[e + "word_embeddings.weight"])
        self.position.weight.data.copy_(w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0])
        self.norm.weight.data.copy_(w[e + "LayerNorm.weight"])
        self.norm.bias.data.copy_(w[e + "LayerNorm.bias"])
        names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
                 "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
        for i, layer in enumerate(self.layers):
            for mine, theirs in names.items():
                for p in ("weight", "bias"):
                    getattr(getattr(layer, mine), p).data.copy_(w[f"encoder.layer.{i}.{theirs}.{p}"])

    def encode(self, pieces, shapes, mask, corpus=None):
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]] + self.shape(shapes)
        x = x + (self.corpus.weight[0] if corpus is None else self.corpus(corpus)[:, None])
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x
