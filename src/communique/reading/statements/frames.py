"""What a cue governs: the constructions whose content somebody said, thought or wants.

Each construction has a name, its frame: ``clause`` ("said that ..."), ``wh`` ("asked whether"),
``inf`` ("vowed to"), ``objinf`` ("wants them to"), ``small`` ("called it a mistake"),
``object`` ("praised the talks"), or a preposition ("called for", "support for").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique import wordlists
from communique.reading.statements.sources import SUBJECTS, Source, child, noun_source, source_of
from communique.reading.statements.view import View

_WH = wordlists.words("statements", "question_words")
_WITH_OBJECT = frozenset("for of to as".split())
_RAISING = wordlists.words("statements", "raising")


@dataclass(frozen=True, slots=True)
class Frame:
    """One construction of a cue: its name and the tokens of its content, in order."""

    name: str
    tokens: tuple[int, ...]


def verb_frames(view: View, verb: int) -> Iterator[Frame]:
    """Yield the constructions of a verb or adjective, the fullest first."""
    clause = _clause_kid(view, verb)
    if clause is not None:
        yield clause
    beside = _beside(view, verb)
    if beside is not None:
        yield beside
    obj = child(view, verb, "obj", "nsubj:pass") if view.pos[verb] == "VERB" else None
    yield from _infinitive(view, verb, obj)
    if obj is not None:
        yield from _object(view, verb, obj)
    yield from _prepositions(view, verb, "obl", "advcl", obj)


def noun_frames(view: View, noun: int) -> Iterator[Frame]:
    """Yield the constructions of a noun: "claim that", "promise to", "support for"."""
    for kid in view.kids[noun]:
        if view.dep[kid] in ("acl", "ccomp", "acl:relcl") and kid > noun:
            mark = child(view, kid, "mark")
            word = view.low[mark] if mark is not None else ""
            if word == "that":
                yield Frame("clause", _content(view, kid))
            elif word == "to":
                yield Frame("inf", _content(view, kid))
            elif word in ("whether", "if"):
                yield Frame("wh", _content(view, kid))
    yield from _prepositions(view, noun, "nmod", "acl")


def source_of_cue(view: View, cue: int) -> Source | None:
    """Return the source of a cue of any part of speech."""
    if view.pos[cue] in ("NOUN", "PROPN"):
        return noun_source(view, cue)
    return source_of(view, cue)


def _content(view: View, head: int, *dropped: int) -> tuple[int, ...]:
    """Return the subtree of ``head`` without what stands before its "that" and without the ``dropped`` subtrees."""
    gone: set[int] = set()
    for kid in dropped:
        gone.update(view.tree(kid))
    tokens = [i for i in view.tree(head) if i not in gone and view.para[i] == view.para[head]]
    opened = _that(view, head)
    if opened is not None:
        tokens = [i for i in tokens if i >= opened]
    while tokens and _leads(view, tokens[0]):
        tokens.pop(0)
    return tuple(tokens)


def _that(view: View, head: int) -> int | None:
    """Return the "that" which opens the clause of ``head``: what stands before it belongs to the cue."""
    for kid in view.kids[head]:
        if view.dep[kid] == "mark" and view.low[kid] == "that" and kid < head:
            return kid
    return None


def _leads(view: View, token: int) -> bool:
    """True for what no content begins with: a blank, a comma or a colon."""
    return view.pos[token] == "SPACE" or view.low[token] in (",", ":", ";")


def _clause_kid(view: View, verb: int) -> Frame | None:
    for kid in view.kids[verb]:
        if view.dep[kid] == "ccomp":
            marks = [view.low[k] for k in view.kids[kid] if view.dep[k] == "mark"]
            if "to" in marks and kid > verb and child(view, kid, *SUBJECTS) is None:
                return Frame("inf", _content(view, kid))
            first = next((i for i in view.tree(kid) if view.pos[i] not in ("PUNCT", "SPACE")), kid)
            name = "wh" if view.low[first] in _WH and kid > verb else "clause"
            return Frame(name, _whole(view, verb, kid) if kid > verb else _content(view, kid))
    return None


def _whole(view: View, verb: int, clause: int) -> tuple[int, ...]:
    """Return a clause after its cue, without gaps and with what the tree hangs on the cue instead."""
    tokens = set(_content(view, clause))
    for kid in view.kids[verb]:
        if kid <= clause:
            continue
        dep = view.dep[kid]
        if dep in ("ccomp", "parataxis") or (dep == "conj" and _that(view, kid) is not None):
            tokens.update(view.tree(kid))
    if tokens and min(tokens) > verb:
        tokens = set(range(min(tokens), max(tokens) + 1))
    return tuple(sorted(i for i in tokens if view.para[i] == view.para[verb]))


def _beside(view: View, verb: int) -> Frame | None:
    """The clause that a parenthetical "he said" interrupts or follows."""
    if view.dep[verb] not in ("parataxis", "parataxis:speech"):
        return None
    if child(view, verb, *SUBJECTS) is None:
        return None
    main = view.head[verb]
    return Frame("clause", _content(view, main, verb))


def _infinitive(view: View, verb: int, obj: int | None) -> Iterator[Frame]:
    for kid in view.kids[verb]:
        if view.dep[kid] != "xcomp" or kid < verb:
            continue
        mark = child(view, kid, "mark")
        if mark is not None and view.low[mark] == "to":
            if obj is not None and verb < obj < kid:
                yield Frame("objinf", tuple(sorted({*view.tree(obj), *view.tree(kid)})))
            subject = child(view, verb, "nsubj:pass", "nsubj")
            if subject is not None and (view.low[verb] in _RAISING or view.dep[subject] == "nsubj:pass"):
                yield Frame("raised", tuple(sorted({*view.tree(subject), *view.tree(kid)})))
            yield Frame("inf", _content(view, kid))
        elif obj is not None and view.dep[obj] == "obj" and verb < obj < kid:
            yield Frame("small", tuple(sorted({*view.tree(obj), *view.tree(kid)})))
        elif view.pos[kid] == "VERB":
            yield Frame("ing", _content(view, kid))
        return


def _object(view: View, verb: int, obj: int) -> Iterator[Frame]:
    for kid in view.kids[verb]:
        if view.pos[kid] == "VERB" and child(view, kid, "ccomp") is not None:
            continue
        if kid > obj and view.dep[kid] in ("obl", "advcl", "xcomp") and view.low[view.tree(kid)[0]] == "as":
            yield Frame("as", tuple(sorted({*view.tree(obj), *view.tree(kid)})))
            break
    yield Frame("object", tuple(view.tree(obj)))


def _task(view: View, cue: int, noun: int) -> set[int]:
    """The infinitive of "called on them to stop"."""
    for kid in (*view.kids[cue], *view.kids[noun]):
        mark = child(view, kid, "mark")
        if kid > noun and mark is not None and view.low[mark] == "to":
            return set(view.tree(kid))
    return set()


def _prepositions(view: View, cue: int, noun: str, clause: str, obj: int | None = None) -> Iterator[Frame]:
    for kid in view.kids[cue]:
        if kid < cue or view.dep[kid] not in (noun, clause):
            continue
        mark = child(view, kid, "case", "mark")
        if mark is not None and view.low[mark] == "as" and child(view, kid, "ccomp") is not None:
            continue
        if mark is not None and mark < kid and view.low[mark].isalpha():
            gone = set(view.tree(mark))
            word = view.low[mark]
            tokens = {i for i in view.tree(kid) if i not in gone}
            if word in _WITH_OBJECT and obj is not None and cue < obj < kid:
                tokens = {*view.tree(obj), *view.tree(kid)}
            elif word == "on":
                tokens |= _task(view, cue, kid)
            yield Frame(word, tuple(sorted(tokens)))
