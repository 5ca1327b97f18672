"""Training examples from the free data sets, all in one shape: words of a run of text with whatever labels the set has."""
import glob
import gzip
import json
import re

from tokens import edit_script, words

GUM_FREE = {"news", "interview", "bio", "voyage", "textbook", "vlog", "conversation", "speech"}
TITLES = set("president minister prime foreign secretary general chairman chancellor king queen prince princess mr mr. mrs mrs. ms ms. dr dr. sir senator ambassador spokesman spokeswoman spokesperson professor captain colonel lieutenant judge justice pope saint st.".split())
EVENT_TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
MODALITIES = "asserted hedged conditional denied planned demanded hypothetical historical".split()
STANCES = "demands offers accepts rejects conditions insists concedes supports opposes neutral".split()
TONES = "negative neutral positive".split()


def opened(path):
    return (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8")


class Words:
    """One paragraph: words with labels; a label list is None where the set does not have it."""

    def __init__(self):
        self.form, self.space, self.upos, self.feats, self.lemma, self.head, self.rel, self.end = ([] for _ in range(8))
        self.ner = None


def treebank(path, docs=None, names=False):
    """Documents as lists of paragraphs."""
    out, doc, par, keep = [], [], None, True
    sent, ents, space = [], [], True

    def close_sentence():
        nonlocal sent, space, par
        if sent and keep:
            base = len(par.form)
            for k, (form, sp, c, _) in enumerate(sent):
                par.form.append(form)
                par.space.append(sp)
                par.upos.append(c[3])
                par.feats.append(c[5])
                par.lemma.append(edit_script(form, c[2]) if c[2] != "_" or form == "_" else "L|0|")
                h = int(c[6])
                par.head.append(base + h - 1 if h else base + k)
                par.rel.append(c[7])
                par.end.append(int(k == len(sent) - 1))
            if names:
                par.ner = (par.ner or []) + gum_names(sent)
        sent = []

    def close_par():
        nonlocal par
        if par is not None and par.form:
            doc.append(par)
        par = Words()

    def close_doc():
        nonlocal doc
        close_par()
        if doc:
            out.append(doc)
        doc = []

    mwt_end, mwt_first, mwt_no_space = 0, False, False
    close_doc()
    for line in opened(path):
        line = line.rstrip("\n")
        if not line:
            close_sentence()
        elif line[0] == "#":
            if line.startswith("# newdoc"):
                close_doc()
                name = line.split("=")[-1].strip()
                keep = docs is None or docs(name)
                space = True
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                close_par()
                space = True
        else:
            c = line.split("\t")
            if "." in c[0]:
                continue
            if "-" in c[0]:
                mwt_end, mwt_first = int(c[0].split("-")[1]), True
                mwt_no_space = "SpaceAfter=No" in c[9]
                continue
            n = int(c[0])
            inside = n <= mwt_end and not mwt_first
            sent.append((c[1], space and not inside, c, None))
            if n <= mwt_end:
                space = True if n < mwt_end else not mwt_no_space
                mwt_first = False
                if n == mwt_end:
                    mwt_end = 0
            else:
                space = "SpaceAfter=No" not in c[9]
    close_sentence()
    close_doc()
    return out


def gum_names(sent):
    """BIO labels of named mentions of one GUM sentence: the run of proper nouns around a PROPN head."""
    stack, spans = [], []
    for i, (_, _, c, _) in enumerate(sent):
        m = re.search(r"Entity=([^|]*)", c[9])
        if not m:
            continue
        for part in re.findall(r"\(([^()]*)(\))?|([^()]+)\)", m.group(1)):
            opening, closed, closing = part
            if opening:
                f = opening.split("-")
                if closed:
                    spans.append((i, i, f))
                else:
                    stack.append((f[0], i, f))
            elif closing:
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == closing.split("-")[0]:
                        _, s, f = stack.pop(k)
                        spans.append((s, i, f))
                        break
    found = []
    for s, e, f in spans:
        kind = {"person": "PER", "organization": "ORG", "place": "LOC"}.get(f[1], "MISC")
        if f[1] == "time":
            continue
        inside = range(s, e + 1)
        heads = [i for i in inside if not (s <= int(sent[i][2][6]) - 1 <= e)]
        if not heads or sent[heads[0]][2][3] != "PROPN":
            continue
        if kind == "PER" and sent[heads[0]][2][4] == "NNPS":  # a people, not a person
            continue
        a = b = heads[0]
        ok = lambda i: sent[i][2][3] == "PROPN" or (kind != "PER" and sent[i][2][1] in ("of", "the", "and", "for", "-", "&") ) or (kind == "PER" and sent[i][2][1] in ("-", "al", "bin", "de", "von", "van"))
        while a > s and ok(a - 1):
            a -= 1
        while b < e and ok(b + 1):
            b += 1
        while a < b and sent[a][2][3] != "PROPN":
            a += 1
        while b > a and sent[b][2][3] != "PROPN":
            b -= 1
        if kind == "PER":
            while a < b and sent[a][2][1].lower() in TITLES:
                a += 1
        found.append((b - a, a, b, kind))
    labels = ["O"] * len(sent)
    for _, a, b, kind in sorted(found, key=lambda x: (-x[0], x[1])):
        if all(labels[i] == "O" for i in range(a, b + 1)):
            for i in range(a, b + 1):
                labels[i] = ("B-" if i == a else "I-") + kind
    return labels


def from_text(text):
    """Paragraphs of plain text as Words, with the span of each word: [(Words, [(start, end)])]."""
    out = []
    for m in re.finditer(r"[^\n]+", text):
        par, spans = Words(), []
        last = -1
        for s, e in words(m.group()):
            par.form.append(m.group()[s:e])
            par.space.append(s != last)
            last = e
            spans.append((m.start() + s, m.start() + e))
        if par.form:
            out.append((par, spans))
    return out


def names_only(folder):
    """WNUT17 tweets and the free part of re3d: documents of paragraphs with names and nothing else."""
    out = []
    kinds = {"person": "PER", "location": "LOC", "group": "ORG", "corporation": "ORG", "product": "MISC", "creative-work": "MISC"}
    par = Words()
    par.ner = []
    for line in open(f"{folder}/wnut17-train.conll", encoding="utf-8"):
        f = line.split()
        if len(f) != 2:
            if par.form:
                out.append([par])
            par = Words()
            par.ner = []
            continue
        par.form.append(f[0])
        par.space.append(True)
        par.ner.append(f[1] if f[1] == "O" else f[1][:2] + kinds[f[1][2:]])
    return out


def claims(path):
    """The coded passages: (document, [(Words, spans)])."""
    return [(d, from_text(d["text"])) for d in map(json.loads, opened(path))]
