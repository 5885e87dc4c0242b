"""What an explanation looks at: the record as ``read`` makes it, and the tree that it was read from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from communique.intake import Report, report_from_text
from communique.reading.engagements.admission import Left
from communique.reading.lexicon import lexicon
from communique.reading.lexicon.predicates import Trigger, find_triggers
from communique.reading.page.invisible import shown
from communique.reading.page.tree import Tree
from communique.reading.read import Trace, analysed, read, traced
from communique.reading.status.verdicts import COMING
from communique.records import Engagement, Record

_WHY = re.compile(r"sense '(?P<sense>[^']*)' of '(?P<words>.*?)'; \w+ by (?P<cues>.*?)(?:; (?P<rest>.*))?$", re.DOTALL)
_NAMES = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class Why:
    """The parts of an engagement's ``why``."""

    sense: str
    words: str
    cues: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A text's record, its tree, the types of its names by token, and the lexicon's words in it.

    ``barred`` are tokens of names, which are no events; ``content`` are those that were read; ``left`` is what was told
    of engagements and not recorded.
    """

    record: Record
    tree: Tree
    names: Mapping[int, str]
    triggers: tuple[Trigger, ...]
    barred: frozenset[int]
    content: tuple[int, ...]
    left: tuple[Left, ...] = ()

    def trigger_of(self, engagement: Engagement) -> Trigger | None:
        """Return the word that an engagement was read from; ``None`` where it is no word of the lexicon."""
        why = parse_why(engagement.why)
        near = [t for t in self.triggers if any(e.start <= self.tree.idx[t.token] < e.end for e in engagement.evidence)]
        same = [t for t in near if t.words(self.tree) == why.words]
        return next((t for t in same if t.sense.id == why.sense), same[0] if same else None)


def look(text: str, published: str | None = None) -> Look:
    """Read a text and return its record with what it was made from; characters without a width are left out.

    Raises:
        IntakeError: as :func:`communique.intake.report_from_text`.
    """
    report = report_from_text(text, published=published, name="the sentence")
    seen = shown(report.info.text)
    trace = trace_of(report if seen is None else seen.report(report))
    record, doc, tree = trace.record, trace.doc, trace.tree
    names = {i: kind for i, kind in enumerate(doc.kinds) if kind}
    barred = frozenset(i for i, kind in names.items() if kind in _NAMES)
    content = tuple(i for a, b in doc.content for i in range(a, b))
    found = find_triggers(tree, lexicon(), content, set(barred))
    return Look(record, tree, names, tuple(_with_others(found)), barred, content, trace.left)


def trace_of(report: Report) -> Trace:
    """Return what was read, and for a text in another language the trees of its words alone."""
    if report.info.language in (None, "en"):
        return traced(report)
    doc = analysed(report)
    return Trace(read(report), doc, Tree(doc), ())


def _with_others(found: list[Trigger]) -> list[Trigger]:
    """Return triggers and, after each, the next best senses of the same word."""
    out: list[Trigger] = []
    for trigger in found:
        one: Trigger | None = trigger
        while one is not None:
            out.append(one)
            one = one.other
    return out


def parse_why(why: str) -> Why:
    """Return the parts of an engagement's ``why``; what is not as expected is in ``rest``."""
    found = _WHY.match(why)
    if found is None:
        return Why("", "", (), (why,))
    cues = () if found["cues"] == "tense" else tuple(found["cues"].split(", "))
    return Why(found["sense"], found["words"], cues, tuple(found["rest"].split("; ")) if found["rest"] else ())


def tokens_in(tree: Tree, start: int, end: int) -> list[int]:
    """Return the words that lie in a range of characters."""
    return [i for i, at in enumerate(tree.idx) if at < end and tree.end(i) > start and tree.pos[i] != "SPACE"]


def head_in(tree: Tree, start: int, end: int) -> int | None:
    """Return the word of a range that the others of it hang on."""
    tokens = tokens_in(tree, start, end)
    tops = [i for i in tokens if tree.heads[i] not in tokens or tree.heads[i] == i]
    return next((i for i in tops if tree.pos[i] not in ("PUNCT", "DET", "ADP")), next(iter(tops), None))


def cue_tokens(seen: Look, engagement: Engagement) -> list[int]:
    """Return the words of the cues of status, each the nearest to the engagement's word."""
    tree, trigger = seen.tree, seen.trigger_of(engagement)
    near = trigger.token if trigger else next(iter(tokens_in(tree, engagement.evidence[0].start, len(tree.text))), 0)
    if not tree.words:
        return []
    first, last = tree.bounds[tree.sentence[near]]
    wanted = [w for cue in parse_why(engagement.why).cues if cue != COMING for w in cue.lower().split()]
    found = []
    for word in dict.fromkeys(wanted):
        places = [k for k in range(first, last) if tree.low[k] == word]
        found += sorted(places, key=lambda k: abs(k - near))[:1]
    return found
