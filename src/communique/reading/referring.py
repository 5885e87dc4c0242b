"""Which engagement a mention stands for that says too little by itself: "the visit", "his trip", a headline's noun.

Such a mention joins the best engagement told before it, and one in a headline the first told after it. It adds its
words to the evidence, and a time or place; it may call a plan off, but it never makes a deed of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique.reading.drafts import OFF, REAL, VERBAL, Draft
from communique.reading.periods import overlap
from communique.reading.tree import Tree
from communique.records import Part, Status

Country = Callable[[str], "str | None"]

_CLOSE = {
    "visit": ("visit",),
    "meeting": ("meeting", "talks", "summit"),
    "talks": ("talks", "meeting", "summit", "call"),
    "summit": ("summit", "meeting", "talks"),
    "call": ("call", "talks"),
    "agreement": ("agreement", "signing"),
    "signing": ("signing", "agreement"),
    "criticism": ("criticism", "accusation"),
}
"""Kinds that a mention of a kind may stand for, the likeliest first."""
_ANOTHER = frozenset(
    "another other next previous earlier last second third fourth further new separate similar such former later "
    "subsequent future latter".split()
)
"""Words by which a mention says that it is none told before."""
WORDS = frozenset({"promise", "intend", "accept"})
"""Senses that share the kind of an agreement, whose nouns ("the offer") are no names for one."""
_PLAIN = frozenset({"visit", "trip", "journey", "meeting", "talk", "summit", "call", "invitation"})
"""Nouns that may stand for a plan even without an article ("he had no objection to talks")."""
_DOINGS = frozenset({"move", "step", "decision", "gesture", "refusal"})
_WITHIN = {"PRON": 1, "generic": 3, "indefinite": 3, "noun": 14, "verb": 6}
"""How many sentences back a mention may point, by its sort."""
_GUESTS = (Part.GUEST, Part.INITIATOR, Part.ATTENDEE)


class Referring:
    """Finds what the loose mentions of one report stand for."""

    def __init__(self, tree: Tree, country: Country) -> None:
        self.t, self.country = tree, country

    def resolve(self, loose: Sequence[Draft], kept: Sequence[Draft]) -> dict[int, Draft]:
        """Join the loose mentions to engagements; return these by the identity of the mention."""
        into: dict[int, Draft] = {}
        spots = {id(k): [k.token, *(t for t in k.tokens if self.t.sentence[t] != k.sentence)] for k in kept}
        for new in sorted(loose, key=lambda d: (d.headline, d.token)):
            if self._names_another(new):
                continue
            best, most = None, 0.0
            for old in kept:
                score = self._fits(old, new, spots[id(old)])
                if score > most:
                    best, most = old, score
            if best is not None:
                self._gather(best, new)
                spots[id(best)].append(new.token)
                into[id(new)] = best
        return into

    def _names_another(self, new: Draft) -> bool:
        t, i = self.t, new.token
        if any(t.lemmas[k] in _ANOTHER for k in t.by(i, "amod", "det", "nummod")):
            return t.deps[i] != "appos" and not t.by(i, "cop")
        return False

    def _sort(self, new: Draft) -> str:
        if self.t.pos[new.token] == "PRON":
            return "PRON"
        if new.meaning is not None:
            return "generic"
        return "verb" if not new.noun else "noun" if new.definite else "indefinite"

    def _fits(self, old: Draft, new: Draft, spots: Sequence[int]) -> float:
        """How well ``new`` fits as a mention of ``old``; 0 where it does not."""
        kind = self._kinds(old, new)
        if not kind or not overlap(old.edtf, new.edtf) or not self._places_agree(old, new):
            return 0
        if not self._statuses_agree(old, new):
            return 0
        parts = self._parts(old, new)
        near = self._nearness(new, spots, kind == 1.0)
        if parts is None or near is None:
            return 0
        told = 0.2 * min(3, len(spots) - 1) if new.noun else 0.0
        told += 0.35 if not new.verdict.cues and old.status in REAL else 0.0
        aside = old.sense.id == "host" or old.words.startswith("be ")
        return kind + parts + near + told - (0.3 if aside else 0.0)

    def _kinds(self, old: Draft, new: Draft) -> float:
        if new.meaning is not None:
            m = new.meaning
            answered = old.status in OFF and new.words.lower() in _DOINGS and old.sense.kind == "invitation"
            if not answered and (old.sense.kind not in m.kinds or (m.off and old.status not in OFF)):
                return 0
            if m.open and old.status in REAL:
                return 0
            deed = new.words.lower() == "decision" and old.family in ("meeting", "visit") and old.status in REAL
            return 0 if deed else 0.6
        if new.sense.id in WORDS:
            return 1.0 if old.sense.id == new.sense.id else 0
        if old.sense.kind == new.sense.kind:
            return 1.0
        close = _CLOSE.get(new.sense.kind, ())
        if old.sense.kind != "summit" and self._is_named(new.token):
            return 0
        exact = new.noun and old.sense.kind in close
        return 0.7 - 0.1 * close.index(old.sense.kind) if exact else 0

    def _is_named(self, noun: int) -> bool:
        """True for a gathering with a name of its own ("the G20 summit")."""
        t = self.t
        named = any(t.words[k][:1].isupper() and t.idx[k] for k in t.by(noun, "compound"))
        return named and t.lemmas[noun] in ("summit", "meeting", "conference", "forum")

    def _places_agree(self, old: Draft, new: Draft) -> bool:
        if old.place is None or new.place is None or old.place.name == new.place.name:
            return True
        return not old.place.country or not new.place.country or old.place.country == new.place.country

    def _statuses_agree(self, old: Draft, new: Draft) -> bool:
        one, two = group(old.status), group(new.status)
        if one == two:
            return True
        told = bool(new.verdict.cues) or not new.noun or self.t.pos[new.token] == "VERB"
        if not told:
            return new.definite or new.headline or (one != "real" and self.t.lemmas[new.token] in _PLAIN)
        if two == "off":
            return one == "future"
        return two == "future" and one == "off" and new.definite

    def _parts(self, old: Draft, new: Draft) -> float | None:
        """How far the participants agree, ``None`` where they do not."""
        verb = new.meaning is not None and self.t.pos[new.token] == "VERB"
        if not new.parts:
            return None if verb and old.family == "visit" else 0.0
        if verb and old.family != "visit":
            return 0.2 if new.actors & old.actors else None
        mine, theirs = new.actors, old.actors
        if new.sense.kind == "visit" or verb:
            mine = {a for a, p in new.parts if p in _GUESTS}
            theirs = {a for a, p in old.parts if p in _GUESTS} or theirs
        if mine and mine <= theirs:
            return 0.6
        lands = {self.country(a) for a in theirs} - {None}
        if mine and all(a in theirs or (self.country(a) in lands and new.headline) for a in mine):
            return 0.3
        return None if mine or new.actors - old.actors else 0.1

    def _nearness(self, new: Draft, spots: Sequence[int], alike: bool) -> float | None:
        t, sort = self.t, self._sort(new)
        if new.headline:
            after = [s for s in spots if s > new.token or alike]
            if min(spots) < t.bounds[new.sentence][1] and not alike:
                return None
            return 0.5 - min(after) / 10000 if after else None
        before = [s for s in spots if s < new.token]
        if not before:
            return None
        distance = t.sentence[new.token] - t.sentence[max(before)]
        if distance > _WITHIN[sort]:
            return None
        return 0.5 / (1 + distance) - (new.token - max(before)) / 10000

    def _gather(self, old: Draft, new: Draft) -> None:
        old.spans += [s for s in new.spans if s not in old.spans]
        if new.edtf and old.edtf is None:
            old.edtf, old.time = new.edtf, new.time
        if new.place and old.place is None:
            old.place = new.place
        if group(new.status) == "off" and group(old.status) == "future" and new.verdict.cues:
            old.verdict = new.verdict
        old.together += [d for d in new.together if d is not old]
        old.reasons.append(f"also '{new.words}'")


def may_refer(tree: Tree, draft: Draft) -> bool:
    """Whether a draft that says too little may still stand for an engagement told elsewhere."""
    if draft.meaning is not None:
        return not (draft.headline and tree.pos[draft.token] == "PRON")
    if draft.headline:
        return draft.sense.kind not in VERBAL and (draft.noun or bool(draft.parts))
    if draft.noun:
        return draft.definite or (draft.sense.kind not in VERBAL and draft.status not in REAL)
    if draft.sense.kind == "visit":
        return bool(draft.parts)
    return draft.family == "meeting" and _is_plural(tree, draft.token)


def _is_plural(tree: Tree, verb: int) -> bool:
    """Whether a verb's subject is several who are known already ("they met", "the two spoke")."""
    subject = tree.subject(verb)
    return subject is not None and (tree.low[subject] in ("they", "two", "both", "sides", "pair"))


def group(status: Status) -> str:
    """Return "real", "off" or "future"."""
    return "real" if status in REAL else "off" if status in OFF else "future"
