"""What was decided, in rows of a table: of an engagement and of a statement."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from communique.explain.drawing import shown
from communique.explain.lacks import pattern_of
from communique.explain.look import Look, head_in, parse_why
from communique.reading.coding import quad
from communique.reading.lexicon import lexicon
from communique.reading.page.tree import Tree
from communique.reading.status.verdicts import COMING
from communique.records import Engagement, Participant, Span, Statement

Rows = list[tuple[str, str]]
_AUXILIARIES = {
    **dict.fromkeys("will 'll ’ll shall wo gonna would 'd ’d".split(), "auxiliary of what is to come: planned"),
    **dict.fromkeys("may might could can ca".split(), "auxiliary of what may be: possible"),
    **dict.fromkeys("should must ought".split(), "auxiliary of what ought to be: proposed"),
    **dict.fromkeys("not n't n’t never neither nor hardly no without".split(), "negates it"),
    **dict.fromkeys("if unless provided".split(), "a condition: conditional"),
    **dict.fromkeys("before ahead until pending prior".split(), "says that it lies ahead: planned"),
    **dict.fromkeys("is are am was were be been 's ’s had have to".split(), "helps the words beside it"),
    "whether": "leaves it open: possible",
    COMING: "the clause is in the present and its day lies after publication: planned",
}


def rows(pairs: Rows) -> Table:
    """Return a table of labels and what they say, without lines."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, words in pairs:
        table.add_row(label, Text(shown(words)))
    return table


def engagement_table(seen: Look, engagement: Engagement) -> Table:
    """Return everything that was decided on an engagement, with the reasons."""
    why, trigger = parse_why(engagement.why), seen.trigger_of(engagement)
    names = {a.id: a.name for a in seen.record.actors}
    plover = engagement.plover
    codes = " / ".join(x for x in (plover.type or "no PLOVER type", plover.mode, plover.context) if x)
    quad_class = quad(plover.type)
    found: Rows = [("kind", engagement.kind), ("status", engagement.status.value)]
    found += _participants(seen, engagement)
    found += [("PLOVER", f"{codes} ({quad_class})" if quad_class else codes), ("CAMEO", engagement.cameo)]
    found += [("time", _time(engagement)), ("place", _place(engagement))]
    found.append(("sense", f"{why.sense} of “{why.words}”" if why.sense else engagement.why))
    found.append(("pattern", pattern_of(seen.tree, trigger) if trigger else "none: told by more than one word"))
    found += [("sign", f"{cue}: {effect(seen.tree, cue)}") for cue in dict.fromkeys(why.cues)]
    found += [] if why.cues else [("sign", "none: the tense of the clause decides")]
    found += [("also", reason) for reason in why.rest]
    found += [("about", ", ".join(engagement.about))] if engagement.about else []
    found.append(("voice", names.get(engagement.voice, engagement.voice) if engagement.voice else "the reporter's own"))
    return rows(found)


def _time(engagement: Engagement) -> str:
    time = engagement.time
    if time is None:
        return "none"
    return f"{time.edtf or 'not resolved'}" + (f" from “{time.text}”" if time.text else "")


def _place(engagement: Engagement) -> str:
    place = engagement.place
    return "none" if place is None else f"{place.name} ({place.country})" if place.country else place.name


def _participants(seen: Look, engagement: Engagement) -> Iterator[tuple[str, str]]:
    """Yield a row for every participant, with the path to the engagement's word."""
    names = {a.id: a.name for a in seen.record.actors}
    for participant in engagement.participants:
        path = _path_of(seen, engagement, participant)
        name = names.get(participant.actor, participant.actor)
        yield participant.part.value, f"{name}: {path}"


def _path_of(seen: Look, engagement: Engagement, participant: Participant) -> str:
    tree, trigger = seen.tree, seen.trigger_of(engagement)
    actor = next((a for a in seen.record.actors if a.id == participant.actor), None)
    if trigger is None or actor is None:
        return "no path"
    heads = [h for m in actor.mentions if (h := head_in(tree, m.start, m.end)) is not None]
    heads = [h for h in heads if tree.sentence[h] == tree.sentence[trigger.token]]
    paths = [path(tree, h, trigger.token) for h in heads]
    return min(paths, key=lambda p: (p.count("→") + p.count("←"), len(p)), default="from another sentence")


def path(tree: Tree, start: int, end: int) -> str:
    """Return the way from one word to another: up "Putin –nsubj→ met", and down "held ←obj– talks"."""
    above, below = [start, *tree.ancestors(start)], [end, *tree.ancestors(end)]
    top = next((i for i in above if i in below), None)
    if top is None:
        return "no path"
    up = "".join(f"{tree.words[i]} –{tree.deps[i]}→ " for i in above[: above.index(top)])
    down = "".join(f" ←{tree.deps[i]}– {tree.words[i]}" for i in reversed(below[: below.index(top)]))
    return f"{up}{tree.words[top]}{down}"


def effect(tree: Tree, cue: str) -> str:
    """Return what a sign of the status does to it, by the table that it stands in."""
    lex, low = lexicon(), cue.lower()
    if low in _AUXILIARIES:
        return _AUXILIARIES[low]
    lemma = next((tree.lemmas[i] for i, word in enumerate(tree.low) if word == low), low)
    carrier, found, tables = lex.carrier(lemma), dict[str, list[str]](), lex.attitudes
    for place, table in (("a clause or infinitive", tables.complements), ("what it is about", tables.nouns)):
        if lemma in table:
            found.setdefault(table[lemma].value, []).append(place)
    if carrier is not None:
        found.setdefault(carrier.status.value if carrier.status else "the status that it has", []).append("a noun")
    told = "; ".join(f"gives {' or '.join(places)} that it governs: {status}" for status, places in found.items())
    first = low.split(" ", 1)[0]
    told += f" (planned before {' or '.join(carrier.unless)})" if carrier is not None and carrier.unless else ""
    return told or _AUXILIARIES.get(first, "counts by the words around it")


def left_table(seen: Look) -> Table:
    """Return what was told of engagements and is not in the record, and why."""
    return rows(
        [
            (
                f.draft.sense.kind,
                f"{f.draft.status.value}, told by “{f.draft.words}”: chance {f.chance:.2f}, {f.reason}",
            )
            for f in seen.left
        ]
    )


def statement_table(seen: Look, statement: Statement) -> Table:
    """Return who said what, and by which word."""
    text = seen.record.report.text
    names = {a.id: a.name for a in seen.record.actors}
    speaker = names.get(statement.speaker or "", "not named")
    found: Rows = [("speaker", speaker + (f", “{_slice(text, statement.source)}”" if statement.source else ""))]
    found += [("to", names.get(statement.addressee, statement.addressee))] if statement.addressee else []
    found.append(("cue", f"“{_slice(text, statement.cue)}”" if statement.cue else "none"))
    found.append(("force", f"{statement.force.value} ({statement.kind.value})"))
    found.append(("content", " … ".join(f"“{_slice(text, s)}”" for s in statement.content)))
    found += [("about", f"{a.engagement} ({a.stance.value})") for a in statement.about]
    found += [("toward", f"{names.get(t.actor, t.actor)} ({t.stance.value})") for t in statement.toward]
    return rows(found)


def _slice(text: str, span: Span) -> str:
    return text[span.start : span.end]
