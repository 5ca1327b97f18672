"""Passages that were coded here as a set for `rapporteur evaluate claims`: python held.py [--half 0|1] DATA OUT [coded/held.jsonl.gz ...]

DATA is a folder in the form of the evaluation sets, from which texts and the scorer come; OUT is a folder for both. With `--half` only every second passage.
"""
import argparse
import json
import os
import shutil

import data

HELD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "coded/held.jsonl.gz")
OUTLETS = {"iran-tehran-times": "Tehran Times / Mehr News Agency", "us-whitehouse": "The White House", "russia-kremlin": "President of Russia"}
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("data")
ap.add_argument("out")
ap.add_argument("coded", nargs="*", default=[HELD])
ap.add_argument("--half", type=int, choices=(0, 1))
a = ap.parse_args()
os.makedirs(a.out, exist_ok=True)
passages = [d for path in a.coded for d, _ in data.standoff(path, f"{a.data}/corpora", True)]
with open(f"{a.out}/claims_held_dev.jsonl", "w", encoding="utf-8") as f:
    for d in passages if a.half is None else passages[a.half :: 2]:
        for s in d["statements"]:
            s |= {"kind": "indirect", "addressee": None}
        for e in d["events"]:
            e |= {"date": None, "quantities": []}
        for p in d["positions"]:
            p |= {"proposal": ""}
        d["outlet"] = OUTLETS.get(d["corpus"], "Wikipedia")
        f.write(json.dumps(d, ensure_ascii=False) + "\n")
shutil.copy(f"{a.data}/claims/score_claims.py", a.out)
