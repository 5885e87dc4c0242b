"""Names of actors in a form in which spellings of one name meet, and the keys by which the ledger looks for them.

Letters of other scripts are written in Latin (BGN/PCGN, ELOT 743, simplified; ``aliases.toml``). What ways of
transliterating share is the work of :mod:`communique.reading.actors.names`; here come given names of several tongues,
names in either order, initials and by-names that no rule of spelling tells, and bodies by their canonical names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from communique.ledger.fulltext import folded
from communique.ledger.resolution.profiles import Profile
from communique.reading.actors.genders import gender_of_name
from communique.reading.actors.names import PersonName, person_name, same_person, sound
from communique.reading.known.bodies import find_body, parliament_of, party_country
from communique.reading.known.countries import countries_in, country_of, demonym_country
from communique.reading.known.offices import find_offices
from communique.reading.tables import load
from communique.records import ActorKind

_FOREIGN = ("Ministry of Foreign Affairs", "Foreign Ministry")
_MINISTRIES = {"USA": "Department of State", "GBR": "Foreign and Commonwealth Office"}
"""Foreign ministries that have a name of their own."""
_HONORIFICS = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady sheikh shaikh sheik sayyid sayed seyyed seyed ayatollah hajji haji hon "
    "mullah maulana patriarch archbishop cardinal monsieur madame herr frau don dona pope king queen prince princess "
    "crown emperor empress sultan emir general gen".split()
)
_SMALL = frozenset("van von der den de da di du la le dos das del el al bin ibn ben abu of and y e ter te".split())
_STOP = frozenset("the of for on in and to s a an select standing permanent house representatives u".split())
"""Words that do not tell bodies apart: a committee of the Commons is the same with or without "House of"."""
_VOWELS = re.compile("[aeiouyj]")
_BONES = (("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("dj", "z"), ("g", "k"), ("q", "k"), ("h", ""))
"""What else of a sound is written in many ways, in the order in which it is made one."""
_REGNAL = re.compile(r"\b(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$")
_ARABIC = re.compile(r"(?<=\s)(?:[AE]l|[ae]l)(?:[-\s](?=[A-Z])|(?=[A-Z][a-z]))")
"""The article within an Arabic name, joined or not: "El Baradei", "ElBaradei", "el-Sisi"."""
_INITIALS = re.compile(r"\b([A-Z])\.(?=[A-Z])")
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-rt-z])")
_FROM = re.compile(r"\s+of\s+.*$")
_JUNIOR = re.compile(r"\b(Jr|Sr)\.?$", re.IGNORECASE)


_SERBIAN = re.compile("[ђћџјљњѓќ]", re.IGNORECASE)
_GREEK_OU = re.compile("(?<=[οΟ])[υύΥΎ]")


@cache
def _letters(*scripts: str) -> dict[int, str]:
    """Return the letters of scripts in Latin, the Greek ones with their accents too; a later script wins."""
    pairs = dict(row.split("=") for script in scripts for row in load("aliases")["letters"][script].split())
    accented = {c: unicodedata.normalize("NFD", c)[0] for c in map(chr, range(0x370, 0x400))}
    pairs |= {c: pairs[base] for c, base in accented.items() if base in pairs and c not in pairs}
    large = {k.upper(): v.capitalize() for k, v in pairs.items() if len(k.upper()) == 1}
    return {ord(k): v for k, v in (pairs | large).items()}


@cache
def _givens() -> dict[str, str]:
    return {sound(word): words.split()[0] for words in load("aliases")["given"]["names"] for word in words.split()}


def latin(text: str) -> str:
    """Return text with Cyrillic and Greek letters written in Latin, those of a Serbian name as Serbian writes them.

    >>> latin("Константин Косачёв"), latin("Κυριάκος Μητσοτάκης"), latin("Александар Вучић")
    ('Konstantin Kosachyov', 'Kyriakos Mitsotakis', 'Aleksandar Vucic')
    """
    if text.isascii():
        return text
    text = _GREEK_OU.sub("u", unicodedata.normalize("NFC", text))
    return text.translate(_letters("cyrillic", "greek", *(["serbian"] if _SERBIAN.search(text) else [])))


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """Return a person's name in Latin letters, without titles before it; a by-name is the name it stands for."""
    text = _INITIALS.sub(r"\1. ", _ARABIC.sub("", latin(name).replace("’", "'"))).strip(" ,.;:")
    text = _APOSTROPHE.sub("", text)
    for start, end, _ in find_offices(text)[:1]:
        if start == 0 and text[end:].strip()[:1].isupper():
            text = text[end:].strip()
    words = text.split()
    while len(words) > 1 and words[0].strip(".,").lower() in _HONORIFICS:
        words = words[1:]
    text = _FROM.sub("", " ".join(words))
    known: str | None = load("aliases")["persons"].get(folded(name)) or load("aliases")["persons"].get(folded(text))
    return known or text


@lru_cache(maxsize=50_000)
def is_named(name: str) -> bool:
    """Whether this names one person ("Lavrov"), and does not describe somebody ("American ambassador")."""
    text = bare(name)
    words = [w for w in text.split() if w.lower() not in _SMALL]
    if not words or text.endswith(("'s", "s'")) or "'s " in text:
        return False
    if find_offices(text) or any(w[:1].islower() or w[:1].isdigit() for w in words):
        return False
    return demonym_country(text) is None and (len(words) > 1 or country_of(text) is None) and not _is_people(words)


def _is_people(words: list[str]) -> bool:
    """Whether a nationality stands first ("Russian Leader")."""
    return len(words) > 1 and demonym_country(words[0]) is not None and find_offices(" ".join(words[1:])) != ()


@lru_cache(maxsize=50_000)
def parsed(name: str) -> PersonName:
    """Return the parts of a person's name, without titles."""
    return person_name(bare(name))


def is_full(name: str) -> bool:
    """Whether a name has a given name and a surname, or says which king or pope is meant."""
    return len(parsed(name).parts) > 1 or bool(_REGNAL.search(bare(name)))


@lru_cache(maxsize=500_000)
def same_full_name(a: str, b: str) -> bool:
    """Whether two full names are forms of one: spellings, orders, given names of two tongues."""
    one, other = parsed(a), parsed(b)
    if _number(a) != _number(b) or names_contradict(a, b):
        return False
    if same_person(one, other) or loose(a) == loose(b) or _begins(one, other):
        return True
    if len(one.parts) < 2 or len(other.parts) < 2:
        return False
    if one.eastern or other.eastern:
        return one.eastern and other.eastern and _eastern(one) == _eastern(other)
    if _within(one, other):
        return True
    surnames = skeleton(one.parts[-1]), skeleton(other.parts[-1])
    if surnames[0] != surnames[1] and not _is_half(one.parts[-1], other.parts[-1]):
        return False
    given, bones = (_given(one), _given(other)), (skeleton(one.parts[0]), skeleton(other.parts[0]))
    alike = given[0] == given[1] or (bones[0] == bones[1] and not _genders_differ(one, other))
    if alike:
        return sum(len(skeleton(p)) for p in one.parts) > 3
    if _is_pet_name(one.words[0], other.words[0]):
        return True
    return _by_initials(one, other) or _by_another_given(one, other)


@lru_cache(maxsize=500_000)
def names_contradict(a: str, b: str) -> bool:
    """Whether two full names say themselves that they are two persons': by their initials, or by two fathers."""
    one, other = parsed(a), parsed(b)
    return _initials_differ(one, other) or _fathers_differ(one, other)


def _within(one: PersonName, other: PersonName) -> bool:
    """Whether one name of three parts or more stands in the other, part by part ("Makhdoom Shah Mehmood Qureshi")."""
    short, long = sorted(([skeleton(p) for p in name.parts] for name in (one, other)), key=len)
    n = len(short)
    return n > 2 and any(long[i : i + n] == short for i in range(len(long) - n + 1))


def _is_half(a: str, b: str) -> bool:
    """Whether one surname is half of the other, double one ("Macapagal-Arroyo", "Arroyo")."""
    short, long = sorted((a, b), key=len)
    return "-" in long and short in long.split("-") and len(short) > 3


def _is_pet_name(a: str, b: str) -> bool:
    """Whether one given name is the beginning of the other, with "y" or "ie" after it or not ("Rody", "Rodrigo")."""
    short, long = sorted(
        (re.sub(r"(?:y|ie)$", "", a), b) if len(a) <= len(b) else (re.sub(r"(?:y|ie)$", "", b), a), key=len
    )
    return len(short) > 2 and long.startswith(short)


def _by_initials(one: PersonName, other: PersonName) -> bool:
    """Whether one has initials alone before the surname, and one of them is the other's ("R. T. Erdoğan")."""
    few, many = sorted((one.words[:-1], other.words[:-1]), key=lambda words: max(map(len, words)))
    return all(len(w) == 1 for w in few) and bool(set(few) & {w[0] for w in many})


def _by_another_given(one: PersonName, other: PersonName) -> bool:
    """Whether the given name of one is a further one of the other, who has several ("Alexander Boris ... Johnson")."""
    short, long = sorted((one, other), key=lambda name: len(name.parts))
    givens = {_givens().get(p, p) for p in long.parts[:-1]}
    return len(short.parts) == 2 and len(long.parts) > 2 and _given(short) in givens and len(short.words[0]) > 2


def _eastern(name: PersonName) -> tuple[str, str]:
    """The surname in one of its spellings, and the consonants of the given name."""
    given = "".join(name.words[1:]).replace("-", "").replace("q", "k").replace("g", "k")
    return _korean().get(name.words[0], name.parts[0]), _VOWELS.sub("", given)


@cache
def _korean() -> dict[str, str]:
    return {word: words.split()[0] for words in load("aliases")["surnames"]["korean"] for word in words.split()}


@cache
def _vietnamese() -> frozenset[str]:
    return frozenset(load("aliases")["surnames"]["vietnamese"].split())


@lru_cache(maxsize=500_000)
def same_words(a: str, b: str) -> bool:
    """Whether two names have the same words, in whatever order and however joined."""
    return loose(a) == loose(b)


def _fathers_differ(one: PersonName, other: PersonName) -> bool:
    """Whether two Arabic names give two fathers ("Hamad bin Khalifa", "Hamad bin Jassim")."""
    fathers = [_father(name) for name in (one, other)]
    return None not in fathers and fathers[0] != fathers[1]


def _father(name: PersonName) -> str | None:
    at = next((i for i, w in enumerate(name.words) if w in ("bin", "ibn", "bint")), None)
    if at is None or at + 1 >= len(name.parts):
        return None
    return _givens().get(name.parts[at + 1], name.parts[at + 1])


def _begins(one: PersonName, other: PersonName) -> bool:
    """Whether an Arabic name is the other without the family's at its end ("Mohammed bin Salman al-Saud")."""
    short, long = sorted(([_givens().get(p, p) for p in name.parts] for name in (one, other)), key=len)
    return len(short) > 2 and short[1] in ("bin", "ibn", "bint") and long[: len(short)] == short


def _initials_differ(one: PersonName, other: PersonName) -> bool:
    """Whether both have initials between given name and surname, and not as many ("George W.", "George H. W.")."""
    found = [[w for w in name.words[1:-1] if len(w) == 1] for name in (one, other)]
    return bool(found[0] and found[1]) and len(found[0]) != len(found[1])


def _genders_differ(one: PersonName, other: PersonName) -> bool:
    genders = {gender_of_name(name.words[0]) for name in (one, other)} - {""}
    return len(genders) > 1


def _number(name: str) -> str:
    found = _REGNAL.search(bare(name))
    return found.group(0) if found else ""


@lru_cache(maxsize=50_000)
def loose(name: str) -> tuple[str, ...]:
    """Return all words of a person's name in the order of the alphabet, given names by the first of their kind."""
    words = [w for part in parsed(name).parts for w in part.split("-")]
    return tuple(sorted(_givens().get(w, w) for w in words))


def _given(name: PersonName) -> str:
    word = name.parts[0]
    return _givens().get(word, word)


@lru_cache(maxsize=500_000)
def generations_differ(a: str, b: str) -> bool:
    """Return whether one of two names says "Jr." or "Sr." and the other does not say the same."""
    found = [m.group(1).lower() if (m := _JUNIOR.search(bare(name))) else "" for name in (a, b)]
    return found[0] != found[1]


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Return the consonants of a name's sound, "g", "k" and "q" as one ("Qaddafi", "Gaddafi", "Kadhafi")."""
    key = sound(word).replace("'", "").replace("-", "")
    for old, new in _BONES:
        key = key.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", key))


def surname_fits(single: str, full: str) -> bool:
    """Whether a name of one part is the surname, or the whole regnal name, of a full one."""
    one, other = parsed(single), parsed(full)
    if len(one.parts) != 1:
        return False
    if _REGNAL.search(bare(full)):
        return one.parts[0] == other.parts[0]
    if other.words[0] in _vietnamese() and len(other.parts) > 2:
        return one.parts[0] == other.parts[-1]
    if _father(other) is not None:
        return one.parts[0] == other.parts[0]
    bones = skeleton(one.parts[0])
    return one.parts[0] in other.surnames or (len(bones) > 2 and bones in {skeleton(p) for p in other.surnames})


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body by what it is: canonical name, and country."""

    name: str
    country: str | None


@lru_cache(maxsize=50_000)
def body_name(name: str, country: str | None) -> BodyName:
    """Return what body a name means in a country, known or not."""
    name = re.sub(r"\s*\([^)]*\)", "", name)
    known = _american(load("aliases")["organizations"].get(folded(name), latin(name)))
    info = find_body(known, country)
    if info is not None and info.kind != "committee":
        where = country or info.country
        own = parliament_of(where) if where and info.name == "Parliament" else None
        own = own or (_MINISTRIES.get(where or "") if info.name in _FOREIGN else None)
        return BodyName(folded(own or info.name), where)
    said = countries_in(known)
    where = (said[0][2] if said else country) or (info.country if info else None)
    if chamber := _chamber(known, where):
        return BodyName(folded(chamber), where)
    text = known
    for start, end, _ in reversed(said):
        text = text[:start] + " " + text[end:]
    words = {w.removesuffix("s") if len(w) > 4 else w for w in folded(text).split()} - _STOP
    return BodyName(" ".join(sorted(words)) or folded(name), where)


def _american(name: str) -> str:
    """A body's name in one spelling: "Organisation", "Defence", "Labour" and "Centre" are written in two."""
    for ours, theirs in (("rganisation", "rganization"), ("efence", "efense"), ("abour", "abor"), ("entre", "enter")):
        name = name.replace(ours, theirs)
    return name


def _chamber(name: str, country: str | None) -> str | None:
    """The chamber that "the upper house" is in a country, ``None`` for other names."""
    found = re.search(r"\b(upper|lower) (?:house|chamber)\b", name, re.IGNORECASE)
    if found is None or country is None:
        return None
    chambers: dict[str, str] = load("aliases")["chambers"][found.group(1).lower()]
    return chambers.get(country)


def _group_words(name: str) -> list[str]:
    """The words of a group's name, without an article or a nationality before it."""
    words = [w for w in re.sub(r"\s*\(.*?\)", "", _american(latin(name))).split() if w.lower() != "the"]
    if words and re.match(r"[Aa]l-?[A-Z]", words[0]):
        words[0] = re.sub(r"^[Aa]l-?", "", words[0])
    elif len(words) > 1 and words[0].lower() == "al":
        words = words[1:]
    return words[1:] if len(words) > 1 and demonym_country(words[0]) is not None else words


@lru_cache(maxsize=20_000)
def group_name(name: str) -> str:
    """Return what forms of a group's name share: "the Taliban" and "Afghan Taleban", "Al-Shabaab" and "al Shabab"."""
    known: dict[str, str] = load("aliases")["organizations"]
    plain = folded(" ".join(_group_words(name)))
    return " ".join(sound(w) for w in folded(known.get(folded(name), known.get(plain, plain))).split())


def is_proper_group(name: str) -> bool:
    """Return whether a group has a name of its own ("Taliban", "Boko Haram"), and is not described ("three senators").

    Of several words the last must be no plural, unless it is a party's name or known: "Republican Lawmakers" is none.
    """
    words = _group_words(name)
    text, known = " ".join(words), load("aliases")["organizations"]
    if not words or any(find_offices(w) for w in words) or demonym_country(text) is not None:
        return False
    if folded(name) in known or folded(text) in known or folded(text) in {folded(v) for v in known.values()}:
        return True
    if not all(w[:1].isupper() or w in _SMALL for w in words) or len(words) > 6:
        return False
    return party_country(text) is not None or len(words) == 1 or not words[-1].endswith("s")


def may_be_one(a: str, b: str) -> bool:
    """Whether two names of persons may be one's, as far as names tell: one surname, or full names that agree."""
    if is_full(a) and is_full(b):
        return same_full_name(a, b)
    return loose(a) == loose(b) or surname_fits(a, b) or surname_fits(b, a)


@lru_cache(maxsize=50_000)
def surname_keys(name: str) -> frozenset[str]:
    """Return keys such that two names of persons that may be one share one."""
    return frozenset(_person_keys(parsed(name)))


def keys(profile: Profile) -> frozenset[str]:
    """Return keys such that two profiles of one actor share one; none for what names nobody."""
    return frozenset(_keys(profile))


def _keys(profile: Profile) -> Iterator[str]:
    kinds = {ActorKind(k) for k, _ in profile.kinds}
    for id in profile.wikidata:
        yield f"w:{id}"
    for name, _ in profile.names:
        if ActorKind.PERSON in kinds and is_named(name):
            yield from surname_keys(name)
        if ActorKind.GROUP in kinds and is_proper_group(name):
            yield f"g:{group_name(name)}"
        if kinds & {ActorKind.BODY, ActorKind.ORGANIZATION}:
            yield f"b:{body_name(name, profile.country).name}"
            yield from surname_keys(name) if folded(name) in load("aliases")["persons"] else ()
    if ActorKind.STATE in kinds:
        yield f"s:{profile.country or folded(profile.names[0][0])}"


def _person_keys(name: PersonName) -> Iterator[str]:
    father = _father(name)
    for part in {
        *name.surnames,
        *name.parts[:1],
        *name.parts[-1:],
        *([father] if father else []),
        _korean().get(name.words[0], name.parts[0]),
    }:
        for word in {part, *part.split("-")[:1]}:
            bones = skeleton(_givens().get(word, word))
            yield f"p:{bones if len(bones) > 2 else word}"
