"""Finding the quotations of a report: marks and blocks first, then what the cues govern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique import wordlists
from communique.language.doc import Doc
from communique.reading.page.ranges import Ranges
from communique.reading.statements.clauses import Proposal, outermost
from communique.reading.statements.cues import shipped
from communique.reading.statements.direct import quoted
from communique.reading.statements.groups import Group, Quoted, governor
from communique.reading.statements.labels import labelled
from communique.reading.statements.learned import Learned, settled, weighed
from communique.reading.statements.marks import Marked, is_work
from communique.reading.statements.quote import Quote
from communique.reading.statements.sources import Source, child
from communique.reading.statements.view import View, view_of
from communique.records import Span, StatementKind
from communique.text import TextLayer

_FRAGMENT = 5
_TELLING = wordlists.words("statements", "telling")
_AUXILIARY = frozenset(("aux", "aux:pass"))


def find_quotes(doc: Doc, layer: TextLayer) -> tuple[Quote, ...]:
    """Return the quotations of a report in the order of the text.

    ``doc`` is the analysis of ``layer``. The same document always gives the same quotations.
    What is said within something said is no quotation of its own.
    """
    view = view_of(doc, layer)
    if not view.low:
        return ()
    learned = Learned(view, doc.said)
    marks = quoted(view, shipped())
    for group in marks.groups:
        settled(view, group, learned)
    named = labelled(view, marks.stretches)
    told = Ranges((s.start, s.end, True) for q in named for s in q.content)
    direct = [q for q in (_of_group(view, g) for g in marks.groups) if not any(_touched(told, s) for s in q.content)]
    direct += named
    inside = _tokens(view, (s for q in direct for s in q.content))
    taken = {q.cue_token for q in direct if q.cue_token is not None}
    within = _marked(view, marks)
    found = outermost(weighed(view, shipped(), taken | inside | within, learned))
    by_sentence = _by_sentence(view, marks.groups)
    found = [_shared(view, p, within, by_sentence) for p in found]
    ranges = {p: Ranges((m.outer_start, m.outer_end, m) for m in each) for p, each in marks.stretches.items()}
    made = (_of_proposal(view, p, ranges.get(view.para[p.cue])) for p in found if _apart(p, inside))
    indirect = [q for q in made if q is not None]
    left = _leftover(view, marks, [*direct, *indirect])
    return tuple(sorted([*direct, *indirect, *left], key=lambda q: (q.content[0].start, q.content[-1].end)))


def _tokens(view: View, spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(view.token_at(s.start), view.token_at(s.end))}


def _by_sentence(view: View, groups: list[Group]) -> dict[int, list[Group]]:
    """Return the utterances that have a cue by the stretch between full stops that it stands in."""
    found: dict[int, list[Group]] = {}
    for group in groups:
        if group.cue is not None:
            found.setdefault(view.hard[group.cue], []).append(group)
    return found


def _shared(view: View, proposal: Proposal, within: set[int], groups: dict[int, list[Group]]) -> Proposal:
    """Give "…, said X, adding that" the source of the quotation in whose sentence it stands."""
    source = proposal.source
    if source is not None and source.head not in within:
        return proposal
    for group in groups.get(view.hard[proposal.cue], ()):
        if group.cue is not None and group.cue < proposal.cue:
            return replace(proposal, source=group.source)
    return replace(proposal, source=None) if source is not None else proposal


def _marked(view: View, marks: Quoted) -> set[int]:
    """Tokens in quotation marks: a cue among them belongs to what is quoted."""
    long = (m for stretches in marks.stretches.values() for m in stretches)
    return _tokens(view, (Span(m.start, m.end) for m in long))


def _touched(ranges: Ranges[bool], span: Span) -> bool:
    return bool(ranges.touching(span.start, span.end))


def _apart(proposal: Proposal, inside: set[int]) -> bool:
    """True where most of what is proposed is not direct speech already found."""
    common = sum(i in inside for i in proposal.tokens)
    return common * 4 < len(proposal.tokens)


def _of_group(view: View, group: Group) -> Quote:
    content = tuple(_stripped(view, m) for m in group.stretches)
    cue = group.cue if group.cue is not None else group.colon
    return Quote(
        content=content,
        kind=StatementKind.DIRECT,
        source=_span(view, group.source),
        source_head=group.source.refers if group.source else None,
        cue=_cue_span(view, cue) if cue is not None else None,
        cue_token=cue,
        addressee_head=_told(view, group.cue) if group.cue is not None else None,
        block=group.block,
        use=group.use,
    )


def _stripped(view: View, mark: Marked) -> Span:
    start, end = mark.start, mark.end
    while start < end and view.text[start].isspace():
        start += 1
    while end > start and view.text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _told(view: View, cue: int) -> int | None:
    kid = child(view, cue, "obj", "iobj")
    if kid is None or view.low[cue] not in _TELLING:
        return None
    return kid if view.pos[kid] in ("PROPN", "NOUN", "PRON") else None


def _span(view: View, source: Source | None) -> Span | None:
    if source is None:
        return None
    return Span(view.start[source.tokens[0]], view.end[source.tokens[-1]])


def _cue_span(view: View, cue: int) -> Span:
    """Return the cue with the auxiliaries that stand right before it."""
    first = cue
    while first and view.head[first - 1] == cue and view.dep[first - 1] in _AUXILIARY:
        first -= 1
    last = cue + 1 if view.low[cue] == "according" else cue
    return Span(view.start[first], view.end[last])


def _of_proposal(view: View, proposal: Proposal, marks: Ranges[Marked] | None) -> Quote | None:
    spans = view.spans(list(proposal.tokens))
    if not spans:
        return None
    touched = _touching(view, spans, marks) if marks is not None else []
    spans = _widened(spans, touched)
    kind = StatementKind.INDIRECT
    if touched:
        one = Span(touched[0].outer_start, touched[0].outer_end)
        whole = len(touched) == 1 and all(one.contains(s) for s in spans)
        kind = StatementKind.DIRECT if whole else StatementKind.MIXED
        spans = (Span(touched[0].start, touched[0].end),) if whole else spans
    return Quote(
        content=spans,
        kind=kind,
        source=_span(view, proposal.source),
        source_head=proposal.source.refers if proposal.source else None,
        cue=_cue_span(view, proposal.cue),
        cue_token=proposal.cue,
        addressee_head=proposal.addressee,
        use=proposal.use,
    )


def _touching(view: View, spans: Sequence[Span], marks: Ranges[Marked]) -> list[Marked]:
    """Return the quoted stretches, in order, that overlap a span or follow one with nothing but a blank between."""
    found = {}
    for span in spans:
        after = span.end
        while view.text[after : after + 1].isspace():
            after += 1
        for mark in marks.touching(span.start, after + 1):
            inside = span.start < mark.end and mark.start < span.end
            if inside or span.end <= mark.outer_start <= after:
                found[mark.outer_start] = mark
    return [found[start] for start in sorted(found)]


def _widened(spans: tuple[Span, ...], touched: list[Marked]) -> tuple[Span, ...]:
    """Let every quoted stretch that the content touches lie wholly in it."""
    parts = sorted([*spans, *(Span(m.outer_start, m.outer_end) for m in touched)])
    merged: list[Span] = []
    for part in parts:
        if merged and part.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, part.end))
        else:
            merged.append(part)
    return tuple(merged)


def _leftover(view: View, marks: Quoted, found: list[Quote]) -> list[Quote]:
    """Return long fragments that no quotation holds, with the clause's verb as their cue."""
    covered = Ranges((s.start, s.end, True) for q in found for s in q.content)
    rest = []
    for _, mark in marks.fragments:
        span = _stripped(view, mark)
        words = view.words(span.start, span.end)
        if is_work(view.text[span.start : span.end]):
            continue
        if len(words) >= _FRAGMENT and not _touched(covered, span):
            cue, source = governor(view, mark)
            rest.append(_of_group(view, Group([mark], -1, cue, source)))
    return rest
