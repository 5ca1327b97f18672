"""Coded passages to training labels: spans to words, canonical actor names to the words that stand for them."""
import re
import unicodedata

from data import EVENT_TYPES, MODALITIES, STANCES, TONES

NONE = -100
# words that stand for a state beside its name
STATE = {k: v.split() for k, v in {
    "iran": "iranian iranians tehran", "united states": "us u.s. u.s american americans washington usa america", "oman": "omani muscat",
    "qatar": "qatari doha", "pakistan": "pakistani islamabad", "israel": "israeli israelis jerusalem", "russia": "russian russians moscow kremlin",
    "china": "chinese beijing", "france": "french paris", "germany": "german berlin", "united kingdom": "uk u.k. british britain london",
    "ukraine": "ukrainian ukrainians kyiv kiev", "egypt": "egyptian cairo", "saudi arabia": "saudi saudis riyadh", "united arab emirates": "uae emirati",
    "iraq": "iraqi iraqis baghdad", "syria": "syrian syrians damascus", "lebanon": "lebanese beirut", "turkey": "turkish türkiye ankara",
    "jordan": "jordanian amman", "yemen": "yemeni sanaa", "afghanistan": "afghan kabul", "india": "indian", "japan": "japanese tokyo",
    "north korea": "dprk pyongyang", "south korea": "seoul", "italy": "italian rome", "austria": "austrian", "armenia": "armenian yerevan",
    "azerbaijan": "azerbaijani baku", "cuba": "cuban havana", "brazil": "brazilian", "canada": "canadian ottawa", "mexico": "mexican",
    "belarus": "belarusian minsk", "poland": "polish warsaw", "libya": "libyan", "sudan": "sudanese khartoum", "palestine": "palestinian palestinians gaza",
    "european union": "eu european", "kazakhstan": "kazakh", "malaysia": "malaysian", "netherlands": "dutch", "spain": "spanish", "belgium": "belgian",
    "hungary": "hungarian", "norway": "norwegian", "georgia": "georgian tbilisi", "venezuela": "venezuelan caracas", "australia": "australian",
    "vietnam": "vietnamese hanoi", "denmark": "danish", "greece": "greek", "sweden": "swedish", "finland": "finnish", "switzerland": "swiss",
    "colombia": "colombian", "nigeria": "nigerian", "somalia": "somali", "ethiopia": "ethiopian", "rwanda": "rwandan", "thailand": "thai",
    "cambodia": "cambodian", "myanmar": "burmese", "moldova": "moldovan", "serbia": "serbian", "philippines": "philippine filipino",
    "indonesia": "indonesian", "democratic republic of the congo": "congolese drc", "united nations": "un", "taiwan": "taiwanese",
    "international atomic energy agency": "iaea", "islamic revolutionary guard corps": "irgc", "houthis": "houthi houthis", "kuwait": "kuwaiti",
}.items()}
SMALL = set("the a an of for and to in on at by president prime minister foreign secretary general us united".split())
ACTING, ACTED_ON = set("he she they we i".split()), set("him her them us me".split())
PRONOUNS = set("he she they we i it who his her their our its them us him both the sides".split())


def fold(s):
    s = unicodedata.normalize("NFKD", s).replace("’", "'")
    return "".join(c for c in s if not unicodedata.combining(c)).lower()


class Anchors:
    def __init__(self, doc, pars):
        self.words = [(p, i, s, e) for p, (_, spans) in enumerate(pars) for i, (s, e) in enumerate(spans)]
        self.low = [fold(doc["text"][s:e]) for _, _, s, e in self.words]
        self.lab = {k: {} for k in ("cue", "trigger", "stance")}
        self.items = {"statement": [], "event": [], "position": []}
        self.size = [len(spans) for _, spans in pars]

    def under(self, span):
        """Indices of the first and last word under a span, or None."""
        k = [j for j, (_, _, s, e) in enumerate(self.words) if s < span["end"] and e > span["start"]]
        return (k[0], k[-1]) if k else None

    def mentions(self, name):
        """Head word positions of the mentions of one canonical actor name."""
        name = fold(name.strip().strip("<>"))
        toks = [t for t in re.findall(r"[a-z0-9.'-]+", name)]
        if not toks:
            return []
        if name in STATE:
            keys = set(STATE[name])
            out = [j for j, w in enumerate(self.low) if w in keys]
            n = len(toks)
            out += [j + n - 1 for j in range(len(self.low) - n + 1) if self.low[j : j + n] == toks]
            return sorted(set(out))
        out = []
        n = len(toks)
        out += [j + n - 1 for j in range(len(self.low) - n + 1) if self.low[j : j + n] == toks]
        if not out and toks[-1] not in SMALL and len(toks[-1]) > 2:
            out += [j for j, w in enumerate(self.low) if w == toks[-1] or w == toks[-1].rstrip("s") or w == toks[-1] + "s"]
        if not out and n > 2:
            acronym = "".join(t[0] for t in toks if t not in SMALL or t in ("us", "united"))
            out += [j for j, w in enumerate(self.low) if w == acronym]
        if not out:
            keys = [t for t in toks if t not in SMALL and len(t) > 3]
            out += [j for j, w in enumerate(self.low) if w in keys]
        return sorted(set(out))

    def role(self, names, around, anchor, pronouns=()):
        """Words that fill a role: sure ones, and ones that are neither right nor wrong. Where no name stands in the clause, its only
        fitting pronoun fills the role too."""
        if not names:
            return {"yes": [], "maybe": []}
        a, b = around
        yes, maybe = set(), set()
        lost = False
        for name in names:
            m = self.mentions(name)
            inside = [j for j in m if a <= j <= b]
            par = self.words[anchor][0]
            near = inside or [j for j in m if self.words[j][0] == par and abs(j - anchor) < 40]
            if not near:
                lost = True
                continue
            best = min(near, key=lambda j: (abs(j - anchor), j))
            yes.add(best)
            maybe |= set(m) - {best}
        if not any(a <= j <= b for j in yes):
            inside = [j for j in range(a, b + 1) if self.low[j] in pronouns]
            yes |= set(inside) if len(inside) == 1 else set()
            maybe |= set(inside)
        if lost:
            maybe |= {j for j in range(max(0, a - 30), b + 1) if self.low[j] in PRONOUNS}
        if not yes:
            return None
        return {"yes": sorted(yes), "maybe": sorted(maybe - yes)}

    def labels(self, p):
        n = self.size[p]
        base = sum(self.size[:p])
        return {k: [self.lab[k].get(base + i, 0) for i in range(n)] for k in self.lab}

    def frames(self, where):
        """Items whose anchor lies in the chunk; where: (paragraph, word) -> word of the chunk."""
        at = lambda j: where.get(self.words[j][:2])
        out = {}
        for kind, items in self.items.items():
            out[kind] = []
            for x in items:
                a = at(x["anchor"])
                if a is None:
                    continue
                y = {"anchor": a}
                for k, v in x.items():
                    if k == "anchor":
                        continue
                    if k.endswith(("_start", "_end")):
                        y[k] = 0 if v == 0 and k.startswith(("source", "condition")) else (NONE if v is None else (at(v - 1) or NONE))
                    elif isinstance(v, dict):
                        y[k] = {s: [at(j) for j in js if at(j) is not None] for s, js in v.items()}
                    else:
                        y[k] = v
                out[kind].append(y)
        return out


def aligned(doc, pars):
    """Anchors of one passage. Pointers hold word + 1; 0 means "no such role" and points at [CLS]."""
    A = Anchors(doc, pars)

    def pointers(x, role, span, null):
        w = A.under(span) if span else None
        x[role + "_start"], x[role + "_end"] = (w[0] + 1, w[1] + 1) if w else ((0, 0) if null and not span else (None, None))

    cues = []
    for s in doc["statements"]:
        content = sorted(s["content"], key=lambda c: c["start"])
        whole = {"start": content[0]["start"], "end": content[-1]["end"]} if len(content) > 1 else content[0]
        w = A.under(s["cue"]) if s["cue"] else None
        c = A.under(whole)
        if not c:
            continue
        if w:
            anchor = w[0]
            A.lab["cue"][anchor] = 1
            for j in range(w[0] + 1, w[1] + 1):
                A.lab["cue"].setdefault(j, 2)
        else:
            anchor = c[0]
            A.lab["cue"].setdefault(anchor, 3)
        x = {"anchor": anchor, "modality": MODALITIES.index(s["modality"]), "tone": TONES.index(s["tone"])}
        pointers(x, "content", whole, False)
        pointers(x, "source", s["source"], True)
        A.items["statement"].append(x)
        cues.append((anchor, s))
    triggers = []
    for e in doc["events"]:
        w, ev = A.under(e["trigger"]), A.under(e["evidence"])
        if not w or not ev:
            continue
        t = EVENT_TYPES.index(e["type"])
        if w[0] not in A.lab["trigger"] or A.lab["trigger"][w[0]] == 17:
            A.lab["trigger"][w[0]] = t + 1
        for j in range(w[0] + 1, w[1] + 1):
            A.lab["trigger"].setdefault(j, 17)
        x = {"anchor": w[0], "type": t, "modality": MODALITIES.index(e["modality"])}
        pointers(x, "evidence", e["evidence"], False)
        x["source"], x["target"] = A.role(e["source"], ev, w[0], ACTING), A.role(e["target"], ev, w[0], ACTED_ON)
        places = [q for q in re.split(r"[;,]", e["place"] or "") if q.strip()]
        x["place"] = A.role(places, ev, w[0])
        A.items["event"].append(x)
        triggers.append((w[0], e))
    for p in doc["positions"]:
        ev = A.under(p["evidence"])
        if not ev:
            continue
        free = lambda j: j not in A.lab["stance"]
        inside = [j for j, e in triggers if ev[0] <= j <= ev[1] and free(j) and e["type"] in ("AGREE", "REQUEST", "REJECT", "SUPPORT", "CONCEDE", "THREATEN", "ACCUSE", "SANCTION")]
        inside += [j for j, s in cues if ev[0] <= j <= ev[1] and free(j)]
        inside += [j for j, e in triggers if ev[0] <= j <= ev[1] and free(j)]
        anchor = inside[0] if inside else ev[0]
        A.lab["stance"].setdefault(anchor, STANCES.index(p["stance"]) + 1)
        x = {"anchor": anchor}
        pointers(x, "evidence", p["evidence"], False)
        pointers(x, "condition", p["condition"], True)
        x["holder"] = A.role(re.split(r";\s*", p["holder"]), ev, anchor, ACTING)
        A.items["position"].append(x)
    return A
