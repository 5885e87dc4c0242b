"""Direct speech: quoted stretches that are utterances, grouped, and who is given as saying them.

An utterance is told from a fragment ("called it a “total mess”") by what surrounds it: it opens
a sentence or follows a cue, and ends as a sentence or before a comma. Fragments are left to
the clause that holds them.
"""

from __future__ import annotations

from communique.reading.statements.cues import Cues
from communique.reading.statements.groups import (
    REACH,
    STOPS,
    Group,
    Quoted,
    cue_before,
    governor,
    introduce,
    previous,
)
from communique.reading.statements.marks import Marked, is_work, marked
from communique.reading.statements.sources import NOMINAL, nearby, source_at, source_of
from communique.reading.statements.view import View
from communique.text import SegmentKind

_BREAKS = frozenset(": , — – - that".split())
_TERMINAL = ".,?!…—–-"
_FEWEST = 5
_LONG = 8
_NAMES = 7
_DASHES = frozenset("— – - -- ― ~".split())


def quoted(view: View, cues: Cues) -> Quoted:
    """Return what stands in quotation marks, and the block quotations."""
    found = Quoted()
    for para, segment in enumerate(view.segments):
        if segment.kind is SegmentKind.BLOCK_QUOTE:
            _add_block(view, cues, found, para)
            continue
        stretches = marked(view.text, segment.start, segment.end)
        stretches = [_cut(view, cues, m) if not m.closed else m for m in stretches]
        found.stretches[para] = stretches
        if stretches:
            _Paragraph(view, cues, found, para, stretches).read()
    return found


def _cut(view: View, cues: Cues, mark: Marked) -> Marked:
    """End a quotation whose closing mark is missing before the ", X said" that follows it."""
    first, last = view.token_at(mark.start), view.token_at(mark.end)
    for i in range(first + 2, last - 1):
        if view.low[i] not in (",", "?", "!"):
            continue
        words = range(i + 1, min(i + _NAMES, last))
        verb = next((k for k in words if view.pos[k] not in NOMINAL), None)
        if verb is None or view.pos[verb] != "VERB" or cues.speaks(view.low[verb]) is None:
            continue
        named = verb > i + 1 or (verb + 1 < last and view.pos[verb + 1] in ("PROPN", "PRON", "DET"))
        if named and view.end[i] < mark.end:
            return Marked(mark.outer_start, mark.start, view.end[i], view.end[i])
    return mark


def _add_block(view: View, cues: Cues, found: Quoted, para: int) -> None:
    segment = view.segments[para]
    whole = Marked(segment.start, segment.start, segment.end, segment.end)
    last = found.groups[-1] if found.groups else None
    if last is not None and last.block and last.para == para - 1:
        last.stretches.append(whole)
        last.para = para
        return
    group = Group([whole], para, block=True)
    introduce(view, cues, group, view.paras[para][0])
    found.groups.append(group)


class _Paragraph:
    """The utterances of one paragraph, read in order."""

    def __init__(self, view: View, cues: Cues, found: Quoted, para: int, stretches: list[Marked]) -> None:
        self.view, self.cues, self.found, self.para = view, cues, found, para
        self.stretches = stretches
        self.first, self.last = view.paras[para]
        self.group: Group | None = None

    def read(self) -> None:
        """Sort the stretches into utterances and fragments, and group the utterances."""
        for k, stretch in enumerate(self.stretches):
            if not self._is_utterance(k):
                self.found.fragments.append((self.para, stretch))
                continue
            gap = self._gap(k)
            group = Group([stretch], self.para)
            if self.group is not None and self._joins(k) and not self._differs(group, k, gap):
                self.group.stretches.append(stretch)
                continue
            if self._attributed(group, k, gap):
                self._add(group)
            elif self._words(stretch) >= _FEWEST and not is_work(self.view.text[stretch.start : stretch.end]):
                if self.group is not None and self.group.source is not None:
                    self.group.stretches.append(stretch)
                    continue
                self._guess(group, k)
                self._add(group)
            else:
                self.found.fragments.append((self.para, stretch))

    def _attributed(self, group: Group, k: int, gap: tuple[int, int]) -> bool:
        """Try the ways in which a text says whose words stretch ``k`` is, the surest first."""
        if self._continues(group, k) or self._signed(group, gap):
            return True
        return self._after(group, k, gap) or self._before(group, k)

    def _add(self, group: Group) -> None:
        if group.stretches:
            self.found.groups.append(group)
            self.group = group

    def _words(self, stretch: Marked) -> int:
        return len(self.view.words(stretch.start, stretch.end))

    def _is_utterance(self, k: int) -> bool:
        view, stretch = self.view, self.stretches[k]
        inner = view.text[stretch.start : stretch.end].rstrip().rstrip("'’”\"")
        if not inner:
            return False
        opens = previous(view, view.token_at(stretch.outer_start))
        word = "" if opens is None or opens < self.first else view.low[opens]
        at_start = opens is None or opens < self.first or not word[-1:].isalnum()
        after_cue = self.cues.speaks(word) is not None
        follows = view.text[stretch.outer_end : stretch.outer_end + 1]
        ends = inner[-1:] in _TERMINAL or follows in (",", ".") or not stretch.closed
        if not stretch.opened:
            return self._words(stretch) >= 4
        if word == "," and not after_cue and is_work(inner.rstrip(".,")) and not self._introduced(k):
            return False
        if inner[:1].islower() and word == "," and not after_cue and not self._resumes(k):
            return False
        if inner[-1:] in ".," and not at_start and not after_cue:
            return inner[:1].isupper() and self._words(stretch) >= _LONG
        return ends and (at_start or after_cue)

    def _resumes(self, k: int) -> bool:
        """True where stretch ``k`` goes on with an utterance that its attribution broke off."""
        if self.group is None or not k or self.group.stretches[-1] is not self.stretches[k - 1]:
            return self._introduced(k)
        first, last = self._gap(k - 1)
        inside = self.group.cue is not None and first <= self.group.cue < last
        return inside and not any(self.view.low[i] in STOPS for i in range(first, last))

    def _introduced(self, k: int) -> bool:
        """True where a speaking verb stands just before the comma: "he said, …"."""
        at = previous(self.view, self.view.token_at(self.stretches[k].outer_start))
        before = previous(self.view, at) if at is not None else None
        return before is not None and self.cues.speaks(self.view.low[before]) is not None

    def _gap(self, k: int) -> tuple[int, int]:
        """Return the token range between stretch ``k`` and the next, or the paragraph's end."""
        first = self.view.token_at(self.stretches[k].outer_end)
        if k + 1 < len(self.stretches):
            return first, self.view.token_at(self.stretches[k + 1].outer_start)
        return first, self.last

    def _joins(self, k: int) -> bool:
        """True where only the attribution of the group, or nothing, lies between it and stretch ``k``."""
        first, last = self._gap(k - 1)
        words = [i for i in range(first, last) if self.view.pos[i] not in ("PUNCT", "SPACE")]
        assert self.group is not None
        if self.group.stretches[-1] is not self.stretches[k - 1]:
            return False
        if not words:
            return True
        if self.group.cue is None or not first <= self.group.cue < last:
            return False
        stops = [i for i in range(first, last) if self.view.low[i] in STOPS]
        if any(s < words[-1] for s in stops):
            return False
        if self.view.low[last - 1] not in _BREAKS:
            return True
        own = Group([], self.para)
        return not cue_before(self.view, self.cues, own, last, self.group.cue + 1) or own.cue is None

    def _differs(self, group: Group, k: int, gap: tuple[int, int]) -> bool:
        """True where stretch ``k`` has an attribution of its own, to another source."""
        assert self.group is not None
        if not self._after(group, k, gap) or group.source is None or self.group.source is None:
            return False
        own, other = group.source, self.group.source
        same = self.view.low[own.head] == self.view.low[other.head]
        pronoun = self.view.pos[own.head] == "PRON" and self.view.pos[other.head] != "PRON"
        return not same and not pronoun

    def _after(self, group: Group, k: int, gap: tuple[int, int]) -> bool:
        """Find "…,” said X" or "…,” X said" after stretch ``k``."""
        view = self.view
        words = []
        for i in range(gap[0], min(gap[1], gap[0] + REACH)):
            if view.low[i] in STOPS:
                break
            if view.pos[i] not in ("PUNCT", "SPACE"):
                words.append(i)
        if not words or view.pos[words[0]] in ("CCONJ", "SCONJ"):
            return False
        last = self.stretches[k].end - 1
        while last >= 0 and view.text[last].isspace():
            last -= 1
        inner = view.text[max(last, 0) : last + 1]
        if inner == "." and not self._short(words):
            return False
        for i in words[:18]:
            if view.pos[i] != "VERB" or (view.dep[i] == "acl:relcl" and i != words[0]):
                continue
            use = self.cues.speaks(view.low[i])
            near = inner != "." and len(words) < 9 and view.dep[i] not in ("acl", "acl:relcl", "xcomp")
            if use is not None or near:
                self._attribute(group, i, use or "said", words)
                return True
        return False

    def _short(self, words: list[int]) -> bool:
        text = self.view.text[self.view.start[words[0]]]
        return text.islower() or (len(words) <= 3 and self.cues.speaks(self.view.low[words[-1]]) is not None)

    def _attribute(self, group: Group, cue: int, use: str, words: list[int]) -> None:
        view = self.view
        group.cue, group.use = cue, use
        first, last = words[0], words[-1] + 1
        source = source_of(view, cue)
        if source is not None and first <= source.head < last:
            group.source = source
            return
        group.source = nearby(view, cue, first, cue) or nearby(view, cue, cue + 1, last)

    def _before(self, group: Group, k: int) -> bool:
        """Find "X said, “…" before stretch ``k``, in its sentence or in the paragraph before."""
        view = self.view
        first = view.token_at(self.stretches[k].outer_start)
        at = previous(view, first)
        if at is None:
            return False
        if at < self.first:
            return view.low[at] == ":" and cue_before(view, self.cues, group, at + 1)
        start = view.token_at(self.stretches[k - 1].outer_end) if k else self.first
        if view.low[at] not in _BREAKS and self.cues.speaks(view.low[at]) is None:
            return False
        return cue_before(view, self.cues, group, at + 1, start)

    def _continues(self, group: Group, k: int) -> bool:
        """Join a quotation that the paragraph before left open."""
        last = self.found.groups[-1] if self.found.groups else None
        if k or last is None or last.para != self.para - 1 or last.block:
            return False
        tail = last.stretches[-1]
        if tail.closed or tail.outer_end < self.view.segments[self.para - 1].end - 1:
            return False
        last.stretches += group.stretches
        last.para = self.para
        group.stretches = []
        self.group = last
        self._take_over(last, group, k)
        return True

    def _take_over(self, last: Group, group: Group, k: int) -> None:
        """Let a continued quotation take the attribution that follows its last paragraph."""
        if last.cue is None and self._after(group, k, self._gap(k)):
            last.cue, last.source, last.use = group.cue, group.source, group.use

    def _signed(self, group: Group, gap: tuple[int, int]) -> bool:
        """Find the name after a dash that signs a quotation: "… ” — Jane Roe"."""
        view = self.view
        words = [i for i in range(*gap) if view.pos[i] != "SPACE"]
        if len(words) < 2 or len(words) > 12 or view.low[words[0]] not in _DASHES:
            return False
        if view.pos[words[1]] != "PROPN" or any(view.pos[i] == "VERB" for i in words):
            return False
        group.source = nearby(view, words[0], words[1], words[-1] + 1) or source_at(view, words[1])
        group.colon = words[0]
        return True

    def _guess(self, group: Group, k: int) -> None:
        """Give a quotation without a cue the subject of its clause, or the speaker just before it."""
        group.cue, group.source = governor(self.view, self.stretches[k])
        last = self.found.groups[-1] if self.found.groups else None
        if group.source is None and last is not None and last.para >= self.para - 1:
            group.source = last.source
