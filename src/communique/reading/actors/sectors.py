"""The sectors an actor belongs to, as PLOVER codes: government, legislature, military, media and so on.

A person has the sectors of the offices the text gives them, each office that of its title or, for a title that
says little ("spokesman", "president"), of the body it is held in. An office held in the past gives ELI, PLOVER's
code of elites, under which it counts former officials, unless another is held now: a senator who once was an
ambassador is LEG. A state is GOV. What else there is goes by the known bodies, and by words of its name. An actor
of whom the text tells nothing of the kind has no sector; nothing is guessed from what a person did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from communique.reading.known.bodies import find_body
from communique.reading.known.countries import country_of
from communique.reading.known.offices import OfficeInfo, find_offices
from communique.reading.tables import TableError, alternatives, load
from communique.records import Actor, ActorKind, Role, Span

Codes = tuple[str, ...]
FORMER: Codes = ("ELI",)
_STATE: Codes = ("GOV",)
_HEAD_ENDS = re.compile(r"\s(?:of|in|from|to|at|with|for|on|who|that|under|near|across)\s")
_THEN = re.compile(r"^(?:the\s+)?then\b", re.IGNORECASE)


def sectors_of(actor: Actor) -> Codes:
    """Return the sector codes of an actor, the surest first; none where the text tells of none."""
    if actor.kind is ActorKind.STATE:
        return _STATE
    if actor.kind is ActorKind.PERSON:
        return _person(actor.roles)
    names = (_phrase(name) for name in (actor.name, *actor.aliases))
    return next((codes for codes in names if codes), ())


def sector_names() -> Mapping[str, str]:
    """Return the name of every code, in the table's order."""
    names: dict[str, str] = load("sectors")["codes"]
    return names


def _person(roles: tuple[Role, ...]) -> Codes:
    held = [role for role in roles if not role.former or _THEN.match(role.evidence.quote)]
    codes = _once(code for role in held for code in _role(role))
    return codes or (FORMER if len(held) < len(roles) else ())


def _role(role: Role) -> Codes:
    """The codes of one office: of its title, else of its body, else what its title mostly is."""
    own = _own(role.title)
    if own:
        return own
    if role.body is not None and not country_of(role.body):
        return _phrase(role.body)
    return _mostly(role.title, role.country or role.body)


def _phrase(text: str) -> Codes:
    """The codes of a name or description: a known body's, else of its head ("envoys of the UN").

    Where the head says little ("leaders of", "a delegation from"), what it is of counts first.
    """
    head, _, rest = _HEAD_ENDS.sub("\n", text, count=1).partition("\n")
    codes = _body(text) or _body(head) or _own(head)
    if not codes and rest and (_offices(head) or _several(head)):
        codes = _phrase(rest)
    return codes or _mostly(head, None)


def _several(head: str) -> bool:
    return bool(set(head.lower().split()) & set(load("sectors")["general"]["several"]))


def _body(text: str) -> Codes:
    table = load("sectors")
    names: Mapping[str, list[str]] = table["name"]
    bare = re.sub(r"^(?:the|The)\s+", "", text.strip())
    if bare in names:
        return tuple(names[bare])
    info = find_body(text)
    if info is None:
        return ()
    own = names.get(info.name) or (names.get(info.parent or "") if info.kind == "committee" else None)
    return tuple(own or table["body"][info.kind])


def _own(text: str) -> Codes:
    """The codes of words and titles that say what they are by themselves; "press" in "press secretary" does not."""
    offices = _offices(text)
    titled = (code for *_, info in offices if not _general(info) for code in _office(info))
    general = [Span(start, end) for start, end, info in offices if _general(info)]
    return _once((*titled, *_words(text, general)))


def _mostly(text: str, country: str | None) -> Codes:
    """What a general title mostly is: an official the government's; a spokesman that of the country it is of."""
    whole = load("sectors")["title"].get(text.lower())
    if whole:
        return tuple(whole)
    for *_, info in _offices(text):
        codes = _office(info)
        if codes or country is not None:
            return codes or _STATE
    return ()


def _offices(text: str) -> tuple[tuple[int, int, OfficeInfo], ...]:
    """The titles in ``text``, or the one that it is where running text would not show it ("general", "captain")."""
    sector = _titles().get(text.lower())
    found = find_offices(text)
    return found if found or sector is None else ((0, len(text), OfficeInfo(text.lower(), sector)),)


@cache
def _titles() -> Mapping[str, str]:
    return {row["title"]: row["sector"] for row in load("offices")["office"]}


def _office(info: OfficeInfo) -> Codes:
    table = load("sectors")
    return tuple(table["title"].get(info.title, table["office"][info.sector]))


def _general(info: OfficeInfo) -> bool:
    return info.title in load("sectors")["general"]["titles"]


def _words(text: str, within: Sequence[Span]) -> Codes:
    """The codes of the table's words in ``text``, without those that lie ``within`` a general title."""
    found = _pattern().finditer(text.replace("’", "'"))
    counted = (m for m in found if not any(span.contains(Span(*m.span())) for span in within))
    return _once(_forms()[_key(match[0])] for match in counted)


def _key(text: str) -> str:
    forms = _forms()
    bare = " ".join(text.split())
    tries = (form for whole in (bare, bare.lower()) for form in (whole, whole[:-1], whole[:-2]))
    return next(form for form in tries if form in forms)


@cache
def _forms() -> Mapping[str, str]:
    """The code of every form of the table of words.

    Raises:
        TableError: if the table uses a code that it does not name, or gives a form two.
    """
    table = load("sectors")
    given = (code for part in ("office", "title", "body", "name") for codes in table[part].values() for code in codes)
    unknown = {*table["words"], *given} - set(table["codes"])
    if unknown:
        raise TableError(f"sectors.toml: {sorted(unknown)} are not in [codes]")
    found: dict[str, str] = {}
    for code, forms in table["words"].items():
        for form in forms:
            if found.setdefault(form, code) != code:
                raise TableError(f"sectors.toml: {form!r} is {found[form]} and {code}")
    return found


@cache
def _pattern() -> re.Pattern[str]:
    forms = list(_forms())
    free = alternatives(form for form in forms if form == form.lower())
    cased = alternatives(form for form in forms if form != form.lower())
    return re.compile(rf"(?<![\w-])(?:(?:{cased})|(?i:{free})(?:s|es)?)(?![\w-])")


def _once(codes: Iterable[str]) -> Codes:
    return tuple(dict.fromkeys(codes))
