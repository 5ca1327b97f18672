"""How often a confidence is right: python calibrate.py GOLD PREDICTIONS SCORER

GOLD and PREDICTIONS are files of `rapporteur evaluate claims`, SCORER the folder of score_claims.py. Of every kind of claim it prints the
share that matches (lenient) by the score of the heads, and the knots of a rising curve through them (isotonic regression, pool adjacent
violators; Zadrozny and Elkan 2002), as crates/code/src/confidence.rs holds them.
"""
import json
import sys

gold_path, predicted_path, scorer = sys.argv[1:4]
sys.path.insert(0, scorer)
import score_claims as S  # noqa: E402


def isotonic(pairs):
    """[(score, right)] to [(mean score, share right, how many)], rising."""
    blocks = []
    for x, y in sorted(pairs, key=lambda p: p[0]):
        blocks.append([x, float(y), 1])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            x, y, n = blocks.pop()
            blocks[-1] = [blocks[-1][0] + x, blocks[-1][1] + y, blocks[-1][2] + n]
    return [(x / n, y / n, n) for x, y, n in blocks]


def binned(pairs, size):
    """Groups of like score with at least so many members, as one mean pair each, repeated: smooths what is fitted."""
    pairs = sorted(pairs, key=lambda p: p[0])
    out = []
    for i in range(0, len(pairs), size):
        part = pairs[i : i + size] if i + 2 * size <= len(pairs) else pairs[i:]
        out.append((sum(p[0] for p in part) / len(part), sum(p[1] for p in part) / len(part), len(part)))
        if len(part) > size:
            break
    return out


predicted = {d["id"]: d for d in map(json.loads, open(predicted_path, encoding="utf-8"))}
gold = [json.loads(line) for line in open(gold_path, encoding="utf-8")]
for kind in ("statements", "events", "positions"):
    pairs = []
    for g in gold:
        ps = predicted[g["id"]][kind]
        hit = set(S.assign(S.matrix(kind, S.Doc(g["text"]), g[kind], ps, False)).values())
        pairs += [(p["score"], j in hit) for j, p in enumerate(ps)]
    print(kind, len(pairs))
    for low in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        part = [r for c, r in pairs if low <= c < (0.3 if low == 0 else low + 0.1 if low < 0.9 else 1.1)]
        if part:
            print(f"  from {low}: {sum(part) / len(part):.2f} of {len(part)}")
    size = max(40, len(pairs) // 12)
    spread = [(x, y) for x, y, n in binned(pairs, size) for _ in range(n)]
    knots = isotonic(spread)
    print("  knots:", ", ".join(dict.fromkeys(f"({x:.2f}, {y:.2f})" for x, y, _ in knots)))
