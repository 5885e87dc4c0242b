"""The lists of words in ``data/words``: each is read by a rule, each word can be found, each mistake is named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from communique import wordlists
from communique.language.lemmas import IRREGULAR
from communique.language.model import shipped
from communique.language.tokens import tokenize
from tests.readings import ROOT

SOURCE = ROOT / "src" / "communique"
FILES = {path.stem: path for path in sorted((SOURCE / "data" / "words").glob("*.toml"))}
READERS = {"alternation", "groups", "mapping", "phrases", "rows", "words"}
CASED = {
    ("actors", "cased_titles"), ("actors", "congress_titles"), ("intake", "agencies"), ("intake", "desks"),
    ("intake", "no_places"), ("intake", "no_speakers"), ("statements", "headings"), ("times", "classes"),
    ("times", "sets"),
}  # fmt: skip
"""Lists that are compared with words as they are printed, or hold values; all others stand in small letters."""
TOKENS = ("actors", "engagements", "places", "statements", "status")
"""Files whose words are compared with the language core's words."""
WHOLE = {
    ("actors", "male_nouns"), ("actors", "female_nouns"), ("actors", "one_holder"), ("actors", "office_topics"),
    ("places", "name_prefixes"), ("places", "name_suffixes"),
}  # fmt: skip
"""Lists among them that are compared with text: the last word of a title is "son-in-law", which is five tokens."""


@dataclass(frozen=True)
class Asked:
    """A call that reads a list: where it stands, the constant it makes, and which list it is."""

    path: Path
    constant: str
    reader: str
    file: str
    key: str


@cache
def asked() -> tuple[Asked, ...]:
    """Every call of a reader of lists in the source."""
    return tuple(call for path in sorted(SOURCE.rglob("*.py")) for call in calls(path))


def calls(path: Path) -> Iterator[Asked]:
    """Every call of a reader of lists in a module; file and key stand in the call."""
    for statement in ast.parse(path.read_text("utf-8")).body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and re.fullmatch(r"wordlists\.\w+", ast.unparse(node.func)):
                assert all(isinstance(a, ast.Constant) for a in node.args), f"{path}:{node.lineno}: not written out"
                file, key = (str(ast.literal_eval(a)) for a in node.args)
                yield Asked(path, ast.unparse(target) if target else "", ast.unparse(node.func)[10:], file, key)


@cache
def lists() -> dict[tuple[str, str], Any]:
    """Every list, by file and key."""
    tables = {file: tomllib.loads(path.read_text("utf-8")) for file, path in FILES.items()}
    return {(file, key): value for file, table in tables.items() for key, value in table.items()}


def entries(value: Any) -> list[str]:
    """The words and phrases of a list; of a table, those it has something for and those it gives."""
    if isinstance(value, dict):
        return [*value, *(word for row in value.values() for word in entries(row))]
    return value.split() if isinstance(value, str) else list(value)


def test_every_list_is_read_and_every_list_asked_for_is_there() -> None:
    """No list is left that no rule reads, and none is read that is not there."""
    read = {(call.file, call.key) for call in asked()}
    assert sorted(set(lists()) - read) == []
    assert sorted(read - set(lists())) == []
    assert {call.reader for call in asked()} <= READERS


def uses(path: Path) -> set[str]:
    """The names that a module reads, imports or takes from another."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    loaded = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    imported = {alias.name for n in nodes if isinstance(n, ast.ImportFrom) for alias in n.names}
    return loaded | imported | {n.attr for n in nodes if isinstance(n, ast.Attribute)}


def test_every_constant_made_of_a_list_is_used() -> None:
    """A constant that no rule looks at leaves its list unread too."""
    used = {path: uses(path) for path in SOURCE.rglob("*.py")}
    anywhere = {name for names in used.values() for name in names}
    made = [call for call in asked() if call.constant.isidentifier()]
    assert [c.key for c in made if c.constant not in (used[c.path] if c.constant[0] == "_" else anywhere)] == []


def test_every_list_is_as_its_reader_needs_it() -> None:
    """Each can be read by the function that is asked for it."""
    assert all(getattr(wordlists, call.reader)(call.file, call.key) for call in asked())


@pytest.mark.parametrize("file", FILES)
def test_every_list_says_what_it_is_and_who_reads_it(file: str) -> None:
    """A comment stands above each; the section above it, or the comment of a table, names a module that reads it."""
    section, before, found = "", "", set()
    for line in FILES[file].read_text("utf-8").splitlines():
        key = re.match(r"\[?(\w+)(?:\]| = )", line)
        if line.startswith(("# --- ", "[")):
            section = before if key else line
        if key and (line.startswith("[") or not section.endswith(".")):
            modules = {c.path.relative_to(SOURCE).as_posix() for c in asked() if (c.file, c.key) == (file, key[1])}
            assert before.startswith("# ") and before.endswith("."), key[1]
            assert any(module in section for module in modules), key[1]
            found.add(key[1])
        before = line
    assert found == {key for name, key in lists() if name == file}


def test_no_word_stands_twice() -> None:
    """A word or phrase stands once in a list, and once in a row of a table."""
    rows = [
        (file, key, row)
        for (file, key), value in lists().items()
        for row in (value.values() if isinstance(value, dict) else [value])
        if (file, key) != ("times", "sets")
    ]
    assert [(file, key, w) for file, key, row in rows for w, n in Counter(entries(row)).items() if n > 1] == []


def test_words_stand_in_small_letters() -> None:
    """What is compared with words in small letters stands in small letters, with single blanks in it."""
    maps = {(call.file, call.key) for call in asked() if call.reader == "mapping"}
    found = [
        (*name, word)
        for name, value in lists().items()
        if name not in CASED
        for word in (value if name in maps else entries(value))
    ]
    assert [row for row in found if row[2] != " ".join(row[2].lower().split())] == []


def words_apart(phrase: str) -> list[str]:
    """A phrase as the language core divides it, at the start of a sentence or within it."""
    forms = (phrase, phrase.capitalize(), phrase.upper())
    return [" ".join(t.text for t in tokenize(form) if not t.is_blank).lower() for form in forms]


@pytest.mark.parametrize("file", TOKENS)
def test_words_are_words_of_the_language_core(file: str) -> None:
    """What is divided into several words ("op-ed") is never found by a rule that looks at one."""
    names = [name for name in lists() if name[0] == file and name not in WHOLE]
    found = [(key, word) for _, key in names for word in entries(lists()[file, key])]
    assert [(key, word) for key, word in found if word.lower() not in words_apart(word)] == []


@cache
def comparisons(path: Path) -> tuple[tuple[str, str], ...]:
    """What a module compares with which constant: ``x in NAME``."""
    nodes = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Compare)]
    return tuple(
        (ast.unparse(node.left), name.id)
        for node in nodes
        if isinstance(node.ops[0], ast.In | ast.NotIn)
        for name in ast.walk(node.comparators[0])
        if isinstance(name, ast.Name)
    )


def lemma_lists() -> Iterator[Asked]:
    """Lists of a module's own that are compared with lemmas only."""
    for call in asked():
        with_it = [left for left, name in comparisons(call.path) if name == call.constant]
        if with_it and call.constant.startswith("_") and all("lemmas[" in left for left in with_it):
            yield call


def test_lists_of_lemmas_hold_lemmas() -> None:
    """A form that the treebanks know as a verb's or noun's, and never as a lemma, is not found among lemmas."""
    table: dict[str, str] = shipped()._lemmatizer._table
    lemmas = set(table.values())
    forms = {row.split(" ", 1)[1] for row in table if row.startswith(("VERB ", "AUX ", "NOUN "))} | set(IRREGULAR)
    found = [(call, word) for call in lemma_lists() for word in wordlists.words(call.file, call.key)]
    assert [(call.key, word) for call, word in found if word in forms - lemmas] == []
    assert len(found) > 500


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The contents of a file ``given.toml``, which a test fills."""
    table: dict[str, Any] = {}
    monkeypatch.setattr(wordlists, "_file", lambda file: table)
    for name in READERS:
        getattr(wordlists, name).cache_clear()
    return table


@pytest.mark.parametrize(
    ("reader", "value", "what"),
    [
        ("words", None, "is missing"),
        ("words", "", "must be a string or a list of words"),
        ("phrases", [], "must be a string or a list of words"),
        ("rows", {"a": "b"}, "must be a string or a list of words"),
        ("alternation", ["a", " "], "' ' is no word"),
        ("words", ["a", 1], "1 is no word"),
        ("mapping", "a b", "must be a table of words"),
        ("mapping", {"a": 1}, "must be a string"),
        ("groups", {"a": 1}, "must be a string or a list of words"),
    ],
)
def test_bad_list_is_named(given: dict[str, Any], reader: str, value: Any, what: str) -> None:
    """A list that is missing or of another form is an error that names file and key."""
    if value is not None:
        given["key"] = value
    with pytest.raises(wordlists.WordListError, match=re.escape("words/given.toml, key")) as error:
        getattr(wordlists, reader)("given", "key")
    assert what in str(error.value)


def test_readers_give_what_they_say(given: dict[str, Any]) -> None:
    """A set, the same in order, phrases word by word, a pattern, and tables."""
    given |= {"key": "b a", "long": ["b.", "c d"], "table": {"a": "1", "b": ""}, "rows": {"a": "1 2", "b": ["3 4"]}}
    assert wordlists.words("given", "key") == {"a", "b"}
    assert wordlists.phrases("given", "key") == ("b", "a")
    assert wordlists.rows("given", "long") == (("b.",), ("c", "d"))
    assert re.fullmatch(wordlists.alternation("given", "long"), "c d")
    assert not re.fullmatch(wordlists.alternation("given", "long"), "bx")
    assert wordlists.mapping("given", "table") == {"a": "1", "b": ""}
    assert wordlists.groups("given", "rows") == {"a": ("1", "2"), "b": ("3 4",)}


def test_missing_file_is_named() -> None:
    """So is a file that is not there."""
    with pytest.raises(wordlists.WordListError, match=r"words/none.toml is missing"):
        wordlists.words("none", "key")


def test_every_file_is_read_once() -> None:
    """A file stays parsed."""
    assert all(wordlists._file(file) is wordlists._file(file) for file in FILES)


def test_help_reads_no_lists() -> None:
    """The command line says what it can do without them."""
    run = "import sys; from communique.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert "communique.cli" in done.stdout.split()
    assert "communique.wordlists" not in done.stdout.split()
