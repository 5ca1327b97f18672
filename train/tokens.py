"""Words and word pieces, the Python twin of crates/read/src/tokenize.rs and wordpiece.rs.

Treebank data comes with its own words; this tokenizer is only for the coded passages, the names data
and anything else that has no gold words.
"""
import re
import unicodedata

WORD = re.compile(
    r"""
      https?://\S+|www\.\S+                                # addresses
    | [\w.+-]+@[\w-]+\.[\w.-]+                             # e-mail
    | (?:[A-Za-z]\.){2,}                                   # U.S., e.g.
    | (?<![^\W_])[A-HJ-Z]\.(?=\s+[^\W\d_])                  # initials
    | (?:Mr|Mrs|Ms|MR|MS|MRS|Dr|St|Gen|Lt|Col|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|vs|Jr|Sr|Inc|Ltd|Co|Corp)\.
    | \d{4}-\d\d-\d\d(?!\d)|\d{1,2}/\d{1,2}(?:/\d{2,4})?   # dates
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th)?                     # numbers
    | (?<![^\W_])(?i:e|co|re|pre|non|anti|pro|post|mid|ex|multi|semi|neo|sub|inter|intra|counter|cross|over|micro|mini|socio
      |super|trans|ultra|quasi|pseudo|de|un)-[^\W_]+         # prefixes
    | [^\W\d_]+(?:\d+[^\W_]*)?                             # letters
    | \.\.\.+|--+|[^\w\s]|_|\w+
    """,
    re.X,
)
CLITIC = re.compile(r"^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$", re.I)


def words(text):
    """[(start, end)] of the words of a text; clitics are words of their own, as in UD."""
    out = []
    spans = [m.span() for m in WORD.finditer(text)]
    i = 0
    while i < len(spans):
        s, e = spans[i]
        # letters ' letters: a clitic
        if (
            i + 2 < len(spans)
            and text[spans[i + 1][0] : spans[i + 1][1]] in "'’"
            and spans[i + 1][0] == e
            and spans[i + 2][0] == spans[i + 1][1]
            and text[s:e].isalpha()
        ):
            whole = text[s : spans[i + 2][1]]
            m = CLITIC.match(whole)
            if m:
                cut = s + m.end(1)
                out += [(s, cut), (cut, spans[i + 2][1])]
                i += 3
                continue
        if text[s:e].lower() == "cannot":
            out += [(s, s + 3), (s + 3, e)]
        else:
            out.append((s, e))
        i += 1
    return out


class WordPiece:
    """Uncased WordPiece: NFD without combining marks, lower case, punctuation apart, greedy longest match."""

    MAX = 6  # pieces of one word; the rest of a long address adds nothing

    def __init__(self, vocab_file):
        self.vocab = {w.rstrip("\n"): i for i, w in enumerate(open(vocab_file, encoding="utf-8"))}
        self.unk, self.cls, self.sep = (self.vocab[x] for x in ("[UNK]", "[CLS]", "[SEP]"))
        self.cache = {}

    def __call__(self, word):
        if word not in self.cache:
            self.cache[word] = self.split(word)
        return self.cache[word]

    def split(self, word):
        w = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
        out = []
        part = ""
        for c in w + "\0":
            if c.isalnum():
                part += c
                continue
            if part:
                out += self.greedy(part)
                part = ""
            if c != "\0" and not c.isspace():
                out.append(self.vocab.get(c, self.unk))
        return (out or [self.unk])[: self.MAX]

    def greedy(self, w):
        out, i = [], 0
        while i < len(w):
            for j in range(len(w), i, -1):
                p = self.vocab.get(("##" if i else "") + w[i:j])
                if p is not None:
                    out.append(p)
                    break
            else:
                return [self.unk]
            i = j
        return out


def shape(word, space_before):
    """0–11: letter shape (six kinds) and whether white space stands before the word."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        s = 3 if any(c.isdigit() for c in word) else 4
    elif all(c.islower() for c in letters):
        s = 0
    elif len(letters) > 1 and all(c.isupper() for c in letters):
        s = 2
    elif letters[0].isupper() and all(c.islower() for c in letters[1:]):
        s = 1
    else:
        s = 5
    return s + (6 if space_before else 0)


def edit_script(form, lemma):
    """Lemma as an edit of the form: case rule, characters to cut at the end, characters to add."""
    low = form.lower()
    base, rule = (form, "K") if lemma != lemma.lower() else (low, "L")
    if rule == "K" and form.isupper() and lemma == lemma[:1] + low[1:]:
        base, rule = form[:1] + low[1:], "T"
    n = 0
    while n < min(len(base), len(lemma)) and base[n] == lemma[n]:
        n += 1
    return f"{rule}|{len(base) - n}|{lemma[n:]}"
