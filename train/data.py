"""Training examples from the free data sets, all in one shape: words of a run of text with whatever labels the set has."""
import glob
import gzip
import hashlib
import json
import os
import re
import subprocess

import numpy as np

from tokens import edit_script, words

GUM_FREE = {"news", "interview", "bio", "voyage", "textbook", "vlog", "conversation", "speech"}
TITLES = set("president minister prime foreign secretary general chairman chancellor king queen prince princess mr mr. mrs mrs. ms ms. dr dr. sir senator ambassador spokesman spokeswoman spokesperson professor captain colonel lieutenant judge justice pope saint st.".split())
EVENT_TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
MODALITIES = "asserted hedged conditional denied planned demanded hypothetical historical".split()
STANCES = "demands offers accepts rejects conditions insists concedes supports opposes neutral".split()
TONES = "negative neutral positive".split()


# width of the encoder's vectors
WIDTH = 384


def opened(path):
    return (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8")


class Words:
    """One paragraph: words with labels; a label list is None where the set does not have it."""

    def __init__(self):
        self.form, self.space, self.upos, self.feats, self.lemma, self.head, self.rel, self.end = ([] for _ in range(8))
        self.ner = None
        self.proper = []  # runs of proper nouns: word ranges
        self.entity = self.chain = None  # of each word that heads a mention: its kind, its chain
        self.corpus = 3
        self.fact = None  # of each word, how far what it says happened, and how sure that is


def treebank(path, corpus, docs=None, mentions=False, facts=None):
    """Documents as lists of paragraphs; with the names, mentions and chains of GUM where asked, and factuality by sentence."""
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
            par.proper += [(base + a, base + b) for a, b in proper_runs(sent)]
            par.corpus = corpus
            if facts is not None:
                at = facts.get(sentence, {})
                par.fact = (par.fact or []) + [at.get(k) for k in starts(sent)]
            if mentions:
                spans = gum_mentions(sent)
                entity, chain = gum_heads(sent, spans)
                par.ner = (par.ner or []) + gum_names(sent, spans)
                par.entity = (par.entity or []) + entity
                par.chain = (par.chain or []) + chain
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

    mwt_end, mwt_first, mwt_no_space, sentence = 0, False, False, None
    close_doc()
    for line in opened(path):
        line = line.rstrip("\n")
        if not line:
            close_sentence()
        elif line[0] == "#":
            if line.startswith("# sent_id"):
                sentence = line.split("=", 1)[1].strip()
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


def starts(sent):
    """Where each word begins in the text of its sentence."""
    out, at = [], 0
    for k, (form, space, _, _) in enumerate(sent):
        at += int(space and k > 0)
        out.append(at)
        at += len(form)
    return out


def factuality(path):
    """UDS's factuality (White et al. 2018): sentence, then where the word begins, to value (-3 did not happen .. 3 did) and confidence."""
    out = {}
    for d in map(json.loads, opened(path)):
        out[d["sent"]] = {e["b"]: (e["value"], e["conf"]) for e in d["events"]}
    return out


def proper(word):
    """Penn's proper nouns: UD's PROPN leaves out "United" of "United States"."""
    return word[2][4] in ("NNP", "NNPS")


DAYS = set("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun".split())


def proper_runs(sent):
    """Word ranges of one sentence that can be a name: proper nouns, joined by "of", "&" and hyphens, without titles and days."""
    low = [w[2][1].lower() for w in sent]
    n, i, out = len(sent), 0, []
    while i < n:
        if not proper(sent[i]):
            i += 1
            continue
        j = i + 1
        while j < n:
            if proper(sent[j]):
                j += 1
            elif j + 1 < n and proper(sent[j + 1]) and (low[j] in ("of", "&") or low[j] == "-" and not sent[j][1]):
                j += 2
            elif j + 2 < n and low[j] == "of" and low[j + 1] == "the" and proper(sent[j + 2]):
                j += 3
            else:
                break
        a, b = i, j
        while a < b and (low[a] in TITLES or low[a].rstrip(".") in DAYS or not proper(sent[a])):
            a += 1
        while b > a and (low[b - 1].rstrip(".") in DAYS or not proper(sent[b - 1])):
            b -= 1
        if a < b:
            out.append((a, b))
        i = j
    return out


def gum_mentions(sent):
    """(first word, last word, chain, kind) of the mentions of one GUM sentence (`global.Entity` of the treebank)."""
    stack, spans = [], []
    for i, (_, _, c, _) in enumerate(sent):
        m = re.search(r"Entity=([^|]*)", c[9])
        if not m:
            continue
        for opening, closed, closing in re.findall(r"\(([^()]*)(\))?|([^()]+)\)", m.group(1)):
            if opening:
                f = opening.split("-")
                if closed:
                    spans.append((i, i, f[0], f[1]))
                else:
                    stack.append((i, f[0], f[1]))
            elif closing:
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][1] == closing.split("-")[0]:
                        s, chain, kind = stack.pop(k)
                        spans.append((s, i, chain, kind))
                        break
    return spans


def head_of(sent, s, e):
    return next((i for i in range(s, e + 1) if not s <= int(sent[i][2][6]) - 1 <= e), None)


def gum_heads(sent, spans):
    """For each word that heads a mention the kind and the chain of the widest such mention."""
    entity, chain = ["O"] * len(sent), [None] * len(sent)
    for s, e, c, kind in sorted(spans, key=lambda x: x[1] - x[0]):
        h = head_of(sent, s, e)
        if h is not None:
            entity[h], chain[h] = kind, c
    return entity, chain


def gum_names(sent, spans):
    """BIO labels of named mentions of one GUM sentence: the run of proper nouns around a proper head."""
    found = []
    for s, e, _, entity in spans:
        kind = {"person": "PER", "organization": "ORG", "place": "LOC"}.get(entity, "MISC")
        head = None if entity == "time" else head_of(sent, s, e)
        if head is None or not proper(sent[head]):
            continue
        if kind == "PER" and sent[head][2][4] == "NNPS":  # a people, not a person
            continue
        a = b = head
        word = lambda i: sent[i][2][1]
        ok = lambda i: proper(sent[i]) or (kind != "PER" and word(i) in ("of", "the", "and", "for", "-", "&")) or (kind == "PER" and word(i) in ("-", "al", "bin", "de", "von", "van"))
        while a > s and ok(a - 1):
            a -= 1
        while b < e and ok(b + 1):
            b += 1
        while a < b and not proper(sent[a]):
            a += 1
        while b > a and not proper(sent[b]):
            b -= 1
        if kind == "PER":
            while a < b and word(a).lower() in TITLES:
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


def uner(folder, fold=None):
    """Universal NER's names of EWT dev, sentences as paragraphs; of two folds by document one is left out."""
    out, doc, par, text, n = [], [], None, "", 0
    for line in open(f"{folder}/uner_en_ewt-dev.iob2", encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if line.startswith("# newdoc"):
            doc = []
            n += 1
            if fold is None or n % 2 != fold:
                out.append(doc)
        elif line.startswith("# text ="):
            text = line.split("=", 1)[1].strip()
            par, at = Words(), 0
            par.ner = []
            doc.append(par)
        elif len(f) > 2 and f[0].isdigit():
            found = text.find(f[1], at)
            par.form.append(f[1])
            par.space.append(found != at or at == 0)
            at = found + len(f[1]) if found >= 0 else at
            par.ner.append(f[2] if f[2][2:] in ("PER", "ORG", "LOC") else "O" if f[2] == "O" else f[2][:2] + "MISC")
    return [d for d in out if d]


def claims(path):
    """The coded passages: (document, [(Words, spans)])."""
    return [(d, from_text(d["text"])) for d in map(json.loads, opened(path))]


def cut(passage, documents):
    """A passage of a corpus by `of` and `at`, under the title of its document or its own `title`; `documents` by id."""
    docs = [documents[n] for n in passage["of"]]
    text = docs[0]["text"][slice(*passage["at"])] if "at" in passage else "\n\n".join(d["text"] for d in docs)
    text = f"{passage.get('title', docs[0]['title']) or ''}\n\n{text}"
    if hashlib.sha256(text.encode()).hexdigest()[:16] != passage["sha256"]:
        raise SystemExit(f"{passage['id']}: the text of {passage['of']} is not the one that was labelled")
    return text


def standoff(path, corpora, whole=False):
    """Passages coded here (coded/README.md): claims by offsets, the texts taken from the folder of corpora; `whole`: with the title
    and the day of the document."""
    texts = {}

    def document(corpus, name):
        if corpus not in texts:
            texts[corpus] = {d["id"]: d for d in map(json.loads, opened(f"{corpora}/{corpus}.jsonl.gz"))}
        return texts[corpus][name]

    out = []
    for d in map(json.loads, opened(path)):
        docs = [document(d["corpus"], n) for n in d["of"]]
        if "at" in d:
            text = docs[0]["text"][d["at"][0] : d["at"][1]]
        else:
            text = "\n\n".join(f"{x['published']}. {x['text']}" for x in docs)
        if hashlib.sha256(text.encode()).hexdigest()[:16] != d["sha256"]:
            raise SystemExit(f"{path}: {d['id']}: the text in {corpora} is not the one that was coded")
        span = lambda s: s and {"start": s[0], "end": s[1], "text": text[s[0] : s[1]]}
        d["text"] = text
        if whole:
            d |= {k: docs[-1].get(k) for k in ("title", "published", "published_est")}
            d["published"] = d["published"] and d["published"][:10]
        for s in d["statements"]:
            s |= {"source": span(s["source"]), "cue": span(s["cue"]), "content": [span(c) for c in s["content"]]}
        for e in d["events"]:
            e |= {"evidence": span(e["evidence"]), "trigger": span(e["trigger"]), "type_alt": e["alt"]}
        for p in d["positions"]:
            p |= {"evidence": span(p["evidence"]), "condition": span(p["condition"])}
        out.append((d, from_text(text)))
    return out


def read(texts, path):
    """What the reader says of each text (of which `id` and `text` are asked), with the vectors of its tokens (`cargo run --release --example vectors`); kept
    beside `path` for the next run."""
    if not os.path.exists(f"{path}.jsonl"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        lines = "".join(json.dumps({"id": t["id"], "text": t["text"]}) + "\n" for t in texts)
        with open(f"{path}.part", "w", encoding="utf-8") as out:
            command = ["cargo", "run", "--release", "--locked", "--example", "vectors", os.path.abspath(f"{path}.f32")]
            subprocess.run(command, input=lines, text=True, stdout=out, check=True)
        os.rename(f"{path}.part", f"{path}.jsonl")
    all_vectors, at, out = np.memmap(f"{path}.f32", "<f4").reshape(-1, WIDTH), 0, []
    for t, line in zip(texts, open(f"{path}.jsonl", encoding="utf-8"), strict=True):
        seen = json.loads(line)
        assert seen["id"] == t["id"], f"{path}.jsonl is of other texts: remove it"
        n = len(seen["tokens"])
        out.append((seen, all_vectors[at : at + n]))
        at += n
    return out
