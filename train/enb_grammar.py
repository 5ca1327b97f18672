"""What is known of the language of negotiation reports (the Earth Negotiations Bulletin): actors, lists of them, and what may be a
predicate or a point.

- Actors are states (knowledge/actors) and groups. A list of them, with those for whom they speak and those who support or oppose them,
  stands for one subject (`Subject`), in which "opposed by" turns the sign.
- "not" comes from a predicate's auxiliaries, or from an opposed actor.
- A point goes from its predicate to a place where it may end (`ends`): the next predicate's clause, "supported by", "while", the full
  stop; before the predicate in the passive. A topic in front ("On the budget, …") is part of it.
- "while Chad opposed" says that Chad is against the point before it.
"""
import os
import re
import tomllib

import data

HERE = os.path.dirname(os.path.abspath(__file__))
# names as the set writes them, where they are not those of the list of states
NAMES = {"United States of America": "United States", "Gambia": "The Gambia", "Bahamas": "The Bahamas", "Ireland": "Republic of Ireland",
         "Georgia": "Georgia (country)", "Samoa": "American Samoa", "North Macedonia": "Republic of Macedonia", "Eswatini": "Swaziland",
         "Czechia": "Czech Republic", "Türkiye": "Turkey", "Cabo Verde": "Cape Verde", "Timor-Leste": "East Timor"}
# groups, and short names of states
GROUPS = {"European Union": ["EU", "European Union", "European Community", "EC"], "Group of 77": ["G-77", "G77", "G- 77", "Group of 77"],
          "Alliance of Small Island States": ["AOSIS", "Alliance of Small Island States"],
          "Least Developed Country": ["LDCs", "LDC", "Least Developed Countries"], "African Group": ["African Group", "Africa Group"],
          "Environmental Integrity Group": ["EIG", "Environmental Integrity Group"], "Umbrella Group": ["Umbrella Group"],
          "Like Minded Group": ["LMDCs", "LMDC", "Like Minded Developing Countries", "Like-Minded Developing Countries", "Like Minded Group"],
          "Caribean Community": ["CARICOM"], "ALBA": ["ALBA"], "Arab Group": ["Arab Group"], "AILAC": ["AILAC"], "BASIC": ["BASIC"],
          "Coalition for Rainforest Nations": ["CfRN", "Coalition for Rainforest Nations"], "Central Group Eleven": ["CG-11", "Central Group Eleven"],
          "OPEC": ["OPEC"], "Small Island Developing States": ["SIDS"], "United Kingdom": ["UK"], "United States": ["US", "U.S.", "USA"],
          "Syria": ["Syrian Arab Republic"], "Russia": ["Russian Federation"], "South Korea": ["Republic of Korea"], "Laos": ["Lao PDR"],
          "Republic of the Congo": ["Congo"], "Ivory Coast": ["Cote d'Ivoire"], "Micronesia": ["Federated States of Micronesia"]}

# what a predicate says of its actor; the rest reports
OPPOSE = set("""opposed oppose opposing objected object objecting objection opposition cautioned cautioning questioned questioning
question rejected rejecting rejection lamented lamenting criticized criticizing disagreed disagreeing disputed withdrawn withdrew withdraw
regretted regretting deplored condemned refused resisted warned warning blocked reservation reservations""".split())
SUPPORT = set("""supported support supporting supports stressed stressing stress emphasized emphasizing emphasizes underscored
underscoring underlined underlining called calling call calls urged urging urge proposed proposing proposal proposals suggested suggesting
suggestion requested requesting request preferred preferring preference favored favoring favoured advocated advocating recommended
recommending recommendation accepted accepting accept welcomed welcoming endorsed endorsing endorsement agreed agreeing offered offering
offer insisted insisting appealed appealing appeal encouraged encouraging reiterated reiterating demanded demanding backed asked""".split())
# predicates by form: of a clause, after an auxiliary, of a clause within or in front, of a noun
FINITE = set("""said stressed suggested proposed noted supported expressed urged highlighted emphasized opposed underscored stated
reported requested welcomed cautioned identified underlined asked encouraged presented recommended reiterated indicated preferred added
questioned lamented objected agreed observed announced explained favored reminded described acknowledged recognized advocated regretted
insisted offered accepted clarified rejected appealed argued voiced pointed called applauded responded endorsed confirmed cited withdrew
withdrawn criticized commended elaborated repeated informed commented mentioned inquired disagreed disputed warned advised affirmed
reaffirmed outlined introduced sought demanded expected hoped recalled drew countered maintained concluded specified""".split())
BASE = set("support accept agree oppose consider favor endorse recognize object see withdraw".split())
PARTICIPLE = set("""noting saying adding considering stating stressing suggesting emphasizing expressing recognizing calling highlighting
describing requesting explaining underlining opposing supporting indicating proposing lamenting urging underscoring welcoming preferring
cautioning recalling questioning observing asking warning arguing recommending reiterating acknowledging agreeing pointing favoring
objecting announcing clarifying regretting advocating""".split())
NOUN = set("""proposal proposals request requests preference offer objection objections opposition suggestion appeal call
question questions support concern concerns intention""".split())
ADVERB = set("""also then further furthermore strongly initially again both all each instead additionally however formally
still clearly jointly thus generally repeatedly""".split())
AUX = set("did do does not can could would will should may might must has have had n't cannot".split())
BE = set("is was were been being be are".split())
# what may stand between the actors of one list, and between the list and its predicate; ~ is a name that is not in the list of actors
FILLER = re.compile(r"(?:(?:[,/()&\]~-]|and|the|or|but|as well as|for|on behalf of|speaking|together|along|initially|strongly|both|who|which"
                    r"|(?:supported|opposed|joined|seconded|echoed) by|with|by|including|others|an?|number of|many|several|some|numerous|most"
                    r"|other|member|developing|developed|countries|parties|delegations|delegates|states|group of) )*")
PRONOUN = re.compile(r", (?:he|she|they|it) ")
# these speak for nobody that the set counts
OFFICE = set("chair co-chair vice-chair president secretary secretariat executive cop sbi sbsta awg ipcc gef unfccc ngo ngos un minister director".split())


class Sentence:
    """A text as words, with the actors named in it and the subjects that they make up."""

    def __init__(self, text):
        self.text = text
        self.spans = data.words(text)
        self.form = [text[s:e] for s, e in self.spans]
        self.low = [f.lower() for f in self.form]
        self.mentions = self.named()
        self.subjects = self.grouped()
        self.stop = self.sentences()

    def named(self):
        """[(first word, last word, name)], the longest names first come."""
        out, i = [], 0
        while i < len(self.low):
            for n in range(min(6, len(self.low) - i), 0, -1):
                name = SURFACES.get(" ".join(self.low[i : i + n]))
                if name and self.form[i][0].isupper() and not (self.low[i] in ("us", "eu", "uk", "ec", "basic") and not self.form[i].isupper()):
                    aside = self.low[i - 1 : i] == ["("] and self.low[i + n : i + n + 1] == [")"]  # "Name (Chad)": not Chad
                    out += [] if aside and i else [(i, i + n - 1, name)]
                    i += n - 1
                    break
            i += 1
        return out

    def grouped(self):
        out = []
        for m in self.mentions:
            if out and out[-1].last + 1 < m[0] and self.joined(out[-1].last + 1, m[0]):
                out[-1].add(m, " ".join(self.low[out[-1].last + 1 : m[0]]))
            else:
                out.append(Subject(self, m))
        return out

    def joined(self, a, b):
        """The words between are of a kind that joins actors."""
        other = lambda i: self.form[i][0].isupper() and self.low[i] not in OFFICE and not FILLER.fullmatch(self.low[i] + " ")
        return FILLER.fullmatch("".join("~ " if other(i) else self.low[i] + " " for i in range(a, b)))

    def sentences(self):
        """For each word the end of its sentence: the place of the first word after it, the full stop left out."""
        n = len(self.form)
        ends = [i for i, f in enumerate(self.form) if f in ".?!" and (i + 1 == n or self.form[i + 1][0].isupper() or self.form[i + 1] in "”\"")]
        return [next((e for e in ends if e >= i), n) for i in range(n)]

    def slice(self, a, b):
        """The text of some words without the punctuation at their end."""
        while b > a and self.form[b - 1] in ",;:.":
            b -= 1
        return self.text[self.spans[a][0] : self.spans[b - 1][1]] if b > a else ""


LEADS = {"opposed": "opposed by", "supported": "supported by", "with": "with"}


class Subject:
    """A list of actors: names with a sign, + for those who hold with the first, - for those opposed to them."""

    def __init__(self, sentence, mention):
        low = sentence.low
        self.first, self.last = mention[0], mention[1]
        self.start = self.first
        while self.start and low[self.start - 1] in ("the", "both", "including"):
            self.start -= 1
        # the word that brings the list in, which is part of it
        opening = " ".join(low[max(0, self.start - 2) : self.start])
        self.lead = next((k for k, v in LEADS.items() if opening.endswith(v)), None)
        self.start -= len(LEADS[self.lead].split()) if self.lead else 0
        self.sign = -1 if self.lead == "opposed" else 1
        self.members = [(mention, self.sign)]

    def add(self, mention, between):
        if "opposed by" in between:
            self.sign = -1
        elif "supported by" in between or "with" in between:
            self.sign = 1
        fronted = self.lead and self.start == 0
        if fronted:
            self.members = [(m, self.sign) for m, _ in self.members]
        # "Opposed by Chad, Peru said": the last one is the subject; undone where the list goes on
        self.members.append((mention, 1 if fronted and between in (",", ", the") else self.sign))
        self.last = mention[1]


def surfaces():
    """Names in lower-case words to the set's name of the actor."""
    out = {}
    put = lambda s, name: out.__setitem__(" ".join(s[a:b] for a, b in data.words(s)).lower(), name)
    states = [a for f in ("states-former", "states") for a in tomllib.load(open(f"{HERE}/../knowledge/actors/{f}.toml", "rb"))["actor"]]
    for a in states:
        name = NAMES.get(a["name"], a["name"])
        for s in [a["name"], name.split(" (")[0], *a.get("aliases", [])]:
            if s not in ("Whitehall", "America", "Rome", "Kiev"):
                put(s, name)
    for name, ss in GROUPS.items():
        for s in ss:
            put(s, name)
    return out


SURFACES = surfaces()
STATES = sorted({n for n in SURFACES.values() if n.isalpha() and n not in GROUPS})
# a clause whose subject is nobody that the set counts
GENERIC = re.compile(r"(and |but |with |while )*(?:(?:the|a|some|many|several|other|most|number|of|developing|developed) ){0,4}"
                     r"(?:co-chair|chair|parties|countries|delegates|others|many|some|secretariat)(?: [a-z]+){0,2}? (\w+) ")
TOPIC = re.compile(r"(?:on|regarding|concerning|with regard to|with respect to) ")
DAY = re.compile(r"day |january|february|march|april |may |june|july|august|september|october|november|december|behalf")


def before(s, i):
    """The first word of a predicate with its auxiliaries and adverbs."""
    while i and s.low[i - 1] in AUX | ADVERB | BE:
        i -= 1
    return i


def subject_of(s, i):
    """The subject that stands right before the predicate at i: "the US, Chad and others, also …"."""
    j = before(s, i)
    x = next((x for x in reversed(s.subjects) if x.last < j), None)
    if not x or s.low[j - 1] in ("and", "but"):
        return None
    between = " ".join(s.low[x.last + 1 : j]) + " "
    return x if x.last + 1 == j or s.joined(x.last + 1, j) or x.start == 0 and x.lead and PRONOUN.fullmatch(between) else None


def owner_of(s, i):
    """The subject of a noun and where the point may begin: "Chad's proposal to", "the Chad proposal to", "a proposal by Chad to"."""
    if i + 1 < len(s.low) and s.low[i + 1] in ("by", "from", "of"):
        hit = next((x for x in s.subjects if i + 2 <= x.first <= i + 3), None)
        if hit:
            return hit, hit.last + 1
    j = i - 1
    while j > 0 and s.low[j] in ("'s", "’s", "'", "’"):
        j -= 1
    return next((x for x in s.subjects if x.last == j), None), i + 1


def kind(s, i):
    """How the word takes its point: verb, participle, passive, noun; "supported by" in a list is none of them."""
    w = s.low[i]
    if w.endswith("ing"):
        return "participle"
    if w in NOUN and (owner_of(s, i)[0] or not s.low[before(s, i) : i]) and w not in BASE:
        return "noun"
    be = any(x in BE for x in s.low[before(s, i) : i])
    if be or s.low[i + 1 : i + 2] == ["by"]:
        return "passive" if be and s.low[i + 1 : i + 2] == ["by"] else None
    return "noun" if w in NOUN and owner_of(s, i)[0] and not subject_of(s, i) else "verb"


def lead(s, i):
    """Where the clause of a predicate begins: its subject and what joins it to the clause before are part of it."""
    j = before(s, i)
    x = subject_of(s, i)
    if x:
        j = x.start
        if x.lead == "with" and j > 1 and s.low[j - 1] == "," and s.low[j - 2] in ("and", "but"):
            j -= 1
    while j and s.low[j - 1] in (",", ";", "and", "but", "while", "whereas", "with", "who", "which", "although", "this", "it"):
        j -= 1
    return j


def generic(s, k, noun):
    """Such a clause begins: "but the Chair noted"; after a noun also without "but": "Following Chad's proposal to adjourn, the Chair noted"."""
    m = GENERIC.match(" ".join(s.low[k : k + 10]) + " ")
    return m and (m[1] or noun) and m[2] in FINITE | PARTICIPLE


def ends(s, at, start, predicates):
    """Places where the point of the predicate at a word may end, the nearest first; the last is the full stop."""
    out = {s.stop[start]} if start < len(s.low) else {len(s.low)}
    stop = max(out)
    for k in predicates:
        if k > start and kind(s, k) in ("verb", "participle", "passive") and start < lead(s, k) < stop:
            out.add(lead(s, k))
    for x in s.subjects:
        if x.lead in ("opposed", "supported") and start < x.start < stop:
            out.add(x.start - sum(s.low[x.start - n] in (",", "and", "but") for n in (1, 2)))
    for k in range(start + 1, min(stop, len(s.low) - 1)):
        if s.low[k] == "," and s.low[k + 1] in ("while", "whereas") or s.low[k] in (",", ";") and generic(s, k + 1, kind(s, at) == "noun"):
            out.add(k)
    return sorted(out)


def agents(s, i):
    """The subject of a passive."""
    return [x for x in s.subjects if i + 1 < x.first < i + 4]


def plausible(s):
    """Words that the grammar takes for predicates."""
    out = []
    for i, w in enumerate(s.low):
        k, j = kind(s, i), before(s, i)
        spoken = any(kind(s, p) != "noun" for p in out)
        if w in FINITE and k == "verb":
            yes = subject_of(s, i) or spoken and s.low[j - 1] in ("and", "but", ",", "who")
        elif w in FINITE and k == "passive":
            yes = agents(s, i)
        elif w in BASE and any(a in AUX for a in s.low[j:i]):
            yes = subject_of(s, i)
        elif w in PARTICIPLE:
            yes = i == 0 or subject_of(s, i) or spoken and s.low[i - 1] in (",", "while")
        elif w in NOUN:
            owner, start = owner_of(s, i)
            yes = owner and s.low[start : start + 1] and s.low[start] in ("to", "for", "on", "that", "of", "against", "about", "with")
        else:
            yes = False
        if yes:
            out.append(i)
    return out


def holders(s, i, predicates):
    """The subjects of a predicate by the grammar: its own, or that of the predicate to which it is joined."""
    k = kind(s, i)
    if k == "noun":
        x = owner_of(s, i)[0]
        return [x] if x else []
    if k == "passive":
        return agents(s, i)
    x = subject_of(s, i)
    joins = x and x.lead == "with" and x.start > 1 and s.low[x.start - 1] == "," and s.low[x.start - 2] in ("and", "but")  # "and, with Chad, opposed"
    if x and not joins:
        return [x]
    same = lambda p, kinds: kind(s, p) in kinds and s.stop[p] == s.stop[i]
    other = [p for p in predicates if p < i and same(p, ("verb", "participle"))][-1:]
    if not other and k == "participle":
        other = [p for p in predicates if p > i and same(p, ("verb",))][:1]
    rest = [p for p in predicates if p != i]
    return [y for p in other for y in holders(s, p, rest)] + ([x] if x else [])


def start_of(s, i):
    """Where the point begins."""
    k = kind(s, i)
    if k == "noun":
        return owner_of(s, i)[1]
    if k == "passive":
        j = before(s, i)
        while j and s.low[j - 1] not in (";", ".", ":") and not (s.low[j - 1] in (",", "but", "and") and s.low[j] in ("but", "this", "it")):
            j -= 1
        return j
    return i + 1


def topic(s, i):
    """Of the first predicate "On the budget," before its subject: word range."""
    x = subject_of(s, i)
    colons = [k for k, f in enumerate(s.form[:i]) if f == ":"]
    a = colons[0] + 1 if colons else 0
    opening = " ".join(s.low[a : a + 6]) + " "
    if x and x.start > a and s.low[x.start - 1] == "," and TOPIC.match(opening) and not DAY.search(opening):
        return a, x.start - 1


def predicate_form(s, i):
    """The word, with "not" where an auxiliary denies it."""
    negative = any(w in ("not", "n't") for w in s.low[before(s, i) : i])
    return ("not " if negative and kind(s, i) == "verb" else "") + s.form[i]


def stance(predicate):
    w = predicate.lower()
    return "oppose" if w.startswith("not ") or w in OPPOSE else "support" if w in SUPPORT else "report"


def propositions(s, frames):
    """Triples of [(predicate, subjects, start, end)], with who is for and against the same point."""
    out, sides, agree, disagree = [], [], set(), set()
    for i, xs, a, b in frames:
        k, point = kind(s, i), s.slice(a, b)
        spoken = [side for side in sides if side["kind"] == "verb" and s.stop[side["at"]] == s.stop[i]]
        if k == "verb" and s.low[i] in ("opposed", "objected", "disagreed") and not point and spoken:
            spoken[-1]["con"] |= {m[2] for x in xs for m, sign in x.members}
            continue
        if not point or not xs:
            continue
        side = {"at": i, "kind": k, "predicate": predicate_form(s, i), "pro": set(), "con": set(), "topic": None}
        for x in xs:
            # in "was opposed by" and "opposed by Chad, who said" the list is the subject itself
            own = k == "passive" or x is subject_of(s, i) and x.start > 0 and x.lead == "opposed"
            for m, sign in x.members:
                side["pro" if sign == (x.members[0][1] if own else 1) else "con"].add(m[2])
        if k == "verb":
            side["topic"] = spoken[0]["topic"] if spoken and spoken[0]["pro"] & side["pro"] else topic(s, i) if not spoken else None
        side["point"] = point + (" " + s.slice(*side["topic"]) if side["topic"] else "")
        sides.append(side)
    for side in sides:
        for group, predicate in (("pro", side["predicate"]), ("con", "not " + side["predicate"].removeprefix("not "))):
            out += [{"actor": actor, "predicate": predicate, "point": side["point"], "stance": stance(predicate)} for actor in sorted(side[group])]
            agree |= {(a, b) for a in side[group] for b in side[group] if a < b}
        disagree |= {tuple(sorted((a, b))) for a in side["pro"] for b in side["con"] if a != b}
    return {"propositions": out, "agree": sorted(map(list, agree)), "disagree": sorted(map(list, disagree))}


def trailing(s, i, b):
    """Subjects after the point of a verb: "…, opposed by Chad"."""
    if kind(s, i) != "verb" or s.low[b - 1] in NOUN:
        return []
    return [x for x in s.subjects if x.lead in ("opposed", "supported") and b <= x.start <= b + 2]


def by_grammar(s, predicates):
    """Frames of some predicates, without the encoder."""
    out = []
    for i in predicates:
        a = start_of(s, i)
        k = kind(s, i)
        b = before(s, i) if k == "passive" else ends(s, i, a, predicates)[0]
        xs = holders(s, i, predicates)
        out.append((i, xs + trailing(s, i, b) if xs else [], a, b))
    return out
