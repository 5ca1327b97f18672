"""What who.py and confidence.py are told: the scorer, the Rust table to write, and passages with what the program made of them."""
import argparse
import sys


def arguments(doc, l2):
    """Arguments with `files` and `test` as pairs of gold and predictions; and the scorer."""
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("scorer")
    ap.add_argument("out")
    pair = lambda s: tuple(s.split("=", 1))
    ap.add_argument("files", nargs="+", type=pair, metavar="GOLD=PREDICTIONS")
    ap.add_argument("--test", nargs="*", default=[], type=pair, metavar="GOLD=PREDICTIONS")
    ap.add_argument("--l2", type=float, default=l2)
    a = ap.parse_args()
    sys.path.insert(0, a.scorer)
    import score_claims

    return a, score_claims
