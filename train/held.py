"""Passages that were coded here as a set for `rapporteur evaluate claims`: python held.py DATA OUT [coded/held.jsonl.gz]

DATA is a folder in the form of the evaluation sets, from which texts and the scorer come; OUT is a folder for both.
"""
import json
import os
import shutil
import sys

import data

folder, out = sys.argv[1:3]
path = sys.argv[3] if len(sys.argv) > 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "coded/held.jsonl.gz")
OUTLETS = {"iran-tehran-times": "Tehran Times / Mehr News Agency", "us-whitehouse": "The White House", "russia-kremlin": "President of Russia"}
os.makedirs(out, exist_ok=True)
with open(f"{out}/claims_held_dev.jsonl", "w", encoding="utf-8") as f:
    for d, _ in data.standoff(path, f"{folder}/corpora", True):
        for s in d["statements"]:
            s |= {"kind": "indirect", "addressee": None}
        for e in d["events"]:
            e |= {"date": None, "quantities": []}
        for p in d["positions"]:
            p |= {"proposal": ""}
        d["outlet"] = OUTLETS.get(d["corpus"], "Wikipedia")
        f.write(json.dumps(d, ensure_ascii=False) + "\n")
shutil.copy(f"{folder}/claims/score_claims.py", out)
