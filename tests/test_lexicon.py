"""The declared lexicon: each table as its schema asks, each broken entry named."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.reading.coding import code
from communique.reading.lexicon import senses as module
from communique.reading.lexicon.senses import PLOVER, SLOTS, lexicon
from communique.reading.tables import TableError
from communique.records import Part, Status
from tests.readings import ROOT

DATA = ROOT / "src" / "communique" / "data"
FILES = sorted((DATA / "predicates").glob("*.toml"))
TEXTS = {"id", "kind", "plover", "mode", "context", "cameo", "frame", "promises"}
LISTS = {"verbs", "nouns", "adjectives", "to", "needs"}
NEEDED = {"id", "kind", "plover", "cameo", "frame"}
CAMEO = {
    "01": "0 1 2 3 4 5 6 7 8 9", "02": "0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8",
    "03": "0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8 9", "04": "0 1 2 3 4 5 6",
    "05": "0 1 2 3 4 5 6 7", "06": "0 1 2 3 4", "07": "0 1 2 3 4 5",
    "08": "0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 5 6 61 62 63 7 71 72 73 74", "09": "0 1 2 3 4",
    "10": "0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8",
    "11": "0 1 2 21 22 23 24 25 3 4 5 6", "12": "0 1 11 12 2 21 22 23 24 3 31 32 33 34 4 41 42 43 44 45 46 5 6 7 8 9",
    "13": "0 1 11 12 13 2 21 22 23 24 3 4 5 6 7 8 81 82 83 84 85 9",
    "14": "0 1 11 12 13 14 2 21 22 23 24 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54", "15": "0 1 2 3 4 5",
    "16": "0 1 2 21 22 23 3 4 5 6 61 62 63", "17": "0 1 11 12 2 21 22 23 24 3 4 5 6",
    "18": "0 1 2 21 22 23 3 31 32 33 34 4 5 6", "19": "0 1 2 3 4 5 51 52 6", "20": "0 1 2 3 4 41 42",
}  # fmt: skip
CODES = {*CAMEO, *(root + end for root, ends in CAMEO.items() for end in ends.split())}
"""Every code of the CAMEO codebook (Schrodt 2012)."""

MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet", "PROTEST": "demo riot strike hunger boycott obstruct",
    "THREATEN": "restrict ban arrest relations rights expel territory violence",
    "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "aerial drone heavy-weapons crowd-control cleansing massacre unconventional",
}  # fmt: skip
"""The modes of each PLOVER type, after the codebook of 2021."""


def senses() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every sense of the predicate tables, with its file."""
    for path in FILES:
        for entry in tomllib.loads(path.read_text("utf-8"))["sense"]:
            yield path.name, entry


SENSES = [pytest.param(file, entry, id=f"{file}-{entry['id']}") for file, entry in senses()]


class TestTables:
    """The shipped tables."""

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_sense_obeys_the_schema(self, file: str, entry: dict[str, Any]) -> None:
        """Known keys of the right types, none missing, and at least one verb or noun."""
        assert set(entry) <= TEXTS | LISTS
        assert set(entry) >= NEEDED
        assert all(isinstance(entry[k], str) for k in TEXTS & set(entry))
        assert all(isinstance(w, str) and w == w.strip() and w for k in LISTS & set(entry) for w in entry[k])
        assert entry.get("verbs") or entry.get("nouns") or entry.get("adjectives")

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_codes_exist(self, file: str, entry: dict[str, Any]) -> None:
        """The PLOVER type is one of the sixteen or empty, the CAMEO code one of the codebook."""
        assert entry["plover"] in PLOVER
        assert entry["cameo"] in CODES

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_mode_is_one_of_the_type(self, file: str, entry: dict[str, Any]) -> None:
        """A mode is one that the PLOVER codebook of 2021 gives for the type."""
        assert entry.get("mode") in {None, *MODES.get(entry["plover"], "").split()}

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_codes_of_every_status_exist(self, file: str, entry: dict[str, Any]) -> None:
        """Whatever the status, what is written out is a type and a code that exist."""
        for status in Status:
            plover, cameo = code(lexicon().senses[entry["id"]], status)
            assert plover.type in PLOVER
            assert cameo in CODES
            assert re.fullmatch(r"\d{2,4}", cameo)

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_patterns_are_well_formed(self, file: str, entry: dict[str, Any]) -> None:
        """A verb is a lemma and marked words; a noun ends in its head, then what must follow or stand before."""
        for verb in (*entry.get("verbs", ()), *entry.get("adjectives", ())):
            assert re.fullmatch(r"[^\s+=/@!&^]+( [+=/!&^][^\s+=/@!&^]+)*", verb), verb
        for noun in entry.get("nouns", ()):
            assert re.fullmatch(r"[^\s+=/@]+( [^\s+=/@]+)*( [/@][^\s+=/@]+)*", noun), noun

    @pytest.mark.parametrize(("file", "entry"), SENSES)
    def test_lists_repeat_nothing(self, file: str, entry: dict[str, Any]) -> None:
        """No pattern stands twice in one list."""
        for key in LISTS & set(entry):
            assert not [w for w, n in Counter(entry[key]).items() if n > 1]

    def test_a_pattern_has_one_sense(self) -> None:
        """No pattern stands in two senses, but words of welcome and good wishes, whose sense hangs on their object."""
        found = Counter((k, w) for _, e in senses() for k in ("verbs", "nouns", "adjectives") for w in e.get(k, ()))
        twice = {w for (_, w), n in found.items() if n > 1}
        assert twice <= {"welcome", "congratulate", "congratulation", "condolence"}

    def test_the_lexicon_is_large(self) -> None:
        """At least 5,000 patterns, each counted once for every verb, noun or adjective it is for."""
        assert lexicon().size() >= 5000

    def test_senses_are_told_apart(self) -> None:
        """No two senses share an id, and what one promises is a sense."""
        ids = [entry["id"] for _, entry in senses()]
        assert len(ids) == len(set(ids))
        assert {e["promises"] for _, e in senses() if "promises" in e} <= set(ids)

    def test_frames_name_parts_and_slots(self) -> None:
        """Each part of an argument map is a part or ``place``; each slot is logical, or prepositions."""
        parts = {p.value for p in Part} | {"place"}
        for name, forms in tomllib.loads((DATA / "frames.toml").read_text("utf-8")).items():
            assert set(forms) <= {"verb", "noun"}, name
            for form in forms.values():
                assert set(form) <= parts, name
                for slot in (s for slots in form.values() for s in slots):
                    assert slot in SLOTS or re.fullmatch(r"obj-(poss|[a-z]+)|[a-z]+( [a-z]+)*", slot), slot

    def test_every_frame_is_used(self) -> None:
        """No argument map is there that no sense asks for."""
        assert set(tomllib.loads((DATA / "frames.toml").read_text("utf-8"))) == {e["frame"] for _, e in senses()}

    def test_attitudes_name_statuses(self) -> None:
        """Each attitude has a status and words, each carrier verbs and a status or none."""
        table = tomllib.loads((DATA / "attitudes.toml").read_text("utf-8"))
        statuses = {s.value for s in Status}
        assert set(table) == {"attitude", "carrier", "idiom", "answer", "modifier", "predicate"}
        for key, words in (("idiom", "verbs"), ("answer", "verbs"), ("modifier", "words"), ("predicate", "words")):
            for entry in table[key]:
                assert set(entry) == {"status", words}
                assert entry["status"] in statuses
                assert entry[words]
        for entry in table["attitude"]:
            assert set(entry) <= {"status", "complement", "nouns"}
            assert entry["status"] in statuses
            assert entry["complement"]
        for entry in table["carrier"]:
            assert set(entry) <= {"status", "shares", "verbs", "unless", "receivers"}
            assert entry["status"] in statuses | {""}
            assert isinstance(entry["shares"], bool)
            assert set(entry.get("receivers", ())) <= set(entry["verbs"])

    def test_a_word_has_one_attitude(self) -> None:
        """No word changes the status in two ways, but those that the loader is known to take from the first list."""
        table = tomllib.loads((DATA / "attitudes.toml").read_text("utf-8"))
        for section, key in (("attitude", "complement"), ("attitude", "nouns"), ("carrier", "verbs")):
            words = Counter(w for entry in table[section] for w in entry.get(key, ()))
            assert {w for w, n in words.items() if n > 1} <= {"keep", "stop"}

    def test_blocked_compounds_can_be_met(self) -> None:
        """A blocked compound is a word and its head: longer ones are never found."""
        blocked = [n for p in FILES for b in tomllib.loads(p.read_text("utf-8")).get("blocked", ()) for n in b["nouns"]]
        assert blocked
        assert [n for n in blocked if len(n.split()) != 2] == []

    def test_the_more_exact_comes_first(self) -> None:
        """Patterns of one word are ordered by how much they ask for: "hold talks" before "hold"."""
        for patterns in [*lexicon().verbs.values(), *lexicon().nouns.values()]:
            weights = [p.weight for p in patterns]
            assert weights == sorted(weights, reverse=True)


GOOD = """[[sense]]
id = "new"
kind = "meeting"
plover = "CONSULT"
cameo = "040"
frame = "together"
verbs = ["foregather"]
"""
BROKEN = [
    ("unknown key", "predicates/agree.toml", GOOD + "colour = 'red'\n", "agree.toml", "new"),
    ("unknown need", "predicates/agree.toml", GOOD + "needs = ['power']\n", "agree.toml", "new"),
    ("unknown frame", "predicates/agree.toml", GOOD.replace("together", "apart"), "agree.toml", "new"),
    ("unknown type", "predicates/coerce.toml", GOOD.replace("CONSULT", "CHAT"), "coerce.toml", "new"),
    ("id used twice", "predicates/support.toml", GOOD.replace('"new"', '"meet"'), "support.toml", "meet"),
    ("bare word in a verb", "predicates/agree.toml", GOOD.replace("foregather", "sit down"), "agree.toml", "new"),
    ("unknown part", "frames.toml", '[strange]\nverb = { onlooker = ["subj"] }\n', "frames.toml", "strange"),
    ("missing code", "predicates/agree.toml", GOOD.replace('cameo = "040"\n', ""), "agree.toml", "new"),
    ("missing kind", "predicates/agree.toml", GOOD.replace('kind = "meeting"\n', ""), "agree.toml", "new"),
    ("no such code", "predicates/agree.toml", GOOD.replace("040", "4"), "agree.toml", "new"),
    ("empty verb", "predicates/agree.toml", GOOD.replace("foregather", ""), "agree.toml", "new"),
    ("noun without a head", "predicates/agree.toml", GOOD + 'nouns = ["/with"]\n', "agree.toml", "new"),
    ("object in a noun", "predicates/agree.toml", GOOD + 'nouns = ["deal =paper"]\n', "agree.toml", "new"),
    ("promise of nothing", "predicates/agree.toml", GOOD + 'promises = "nothing"\n', "agree.toml", "new"),
    ("unknown slot", "frames.toml", '[strange]\nverb = { guest = ["SUBJ"] }\n', "frames.toml", "strange"),
    ("unknown status", "attitudes.toml", '[[attitude]]\nstatus = "wished"\ncomplement = ["yearn"]\n',
     "attitudes.toml", "wished"),
    ("carrier without verbs", "attitudes.toml", '[[carrier]]\nstatus = "held"\nshares = true\n',
     "attitudes.toml", "held"),
]  # fmt: skip


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the loader reads in place of the shipped ones."""
    for path in (*FILES, DATA / "frames.toml", DATA / "attitudes.toml", DATA / "kinds.toml"):
        target = tmp_path / path.relative_to(DATA)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    monkeypatch.setattr(module.resources, "files", lambda package: tmp_path)
    return tmp_path


def add(path: Path, text: str) -> None:
    """Put an entry before the rest of a table."""
    path.write_text(text + "\n" + path.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize(
    ("file", "text", "table", "entry"),
    [pytest.param(*row[1:], id=row[0]) for row in BROKEN],
)
def test_a_broken_entry_is_named(tables: Path, file: str, text: str, table: str, entry: str) -> None:
    """The error names the table and the entry."""
    add(tables / file, text)
    with pytest.raises(TableError) as caught:
        lexicon.__wrapped__()
    assert table in str(caught.value)
    assert entry in str(caught.value)


def test_a_good_entry_is_taken(tables: Path) -> None:
    """The entry that the broken ones were made from is right, and is found by its verb."""
    add(tables / "predicates" / "agree.toml", GOOD)
    (pattern,) = lexicon.__wrapped__().verbs["foregather"]
    assert (pattern.sense.id, pattern.sense.kind) == ("new", "meeting")
