"""The list of sources, and what is said of one that is not as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import BadSources
from communique.watching.sources import Source, read_sources, seconds_of

GOOD = """
every = "2 hours"

[[source]]
name = "Wire"
address = "https://news.example/feed.xml"

[[source]]
name = "Ministry"
address = "https://ministry.example/rss"
every = "15 minutes"
from_feed = true
publisher = "The ministry"
"""


def test_a_list(tmp_path: Path) -> None:
    """Every source with what is said of it, or of all."""
    path = tmp_path / "feeds.toml"
    path.write_text(GOOD, "utf-8")
    assert read_sources(path) == (
        Source("Wire", "https://news.example/feed.xml", 7_200.0),
        Source("Ministry", "https://ministry.example/rss", 900.0, True, "The ministry"),
    )


ONE = '[[source]]\nname = "Wire"\naddress = "https://news.example/a"\n'


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", None, "there is no source in it"),
        ("source = 3", None, "there is no source in it"),
        ("[[source]]\nname = Wire", "line 2, column 8", "it is no TOML: invalid value"),
        ("[[source]]\nname = 'Wire'", "source 1 (“Wire”), address", "it is missing"),
        ("[[source]]\naddress = 'https://a.example/'", "source 1, name", "it is missing"),
        (ONE + "every = 30", "source 1 (“Wire”), every", "it must be a text in quotation marks"),
        (ONE + 'every = "30"', "source 1 (“Wire”), every", "'30' is no time"),
        (ONE + 'every = "0 minutes"', "source 1 (“Wire”), every", "'0 minutes' is no time"),
        ("every = 5\n" + ONE, "the beginning, every", "5 has no unit"),
        (ONE + 'from_feed = "yes"', "source 1 (“Wire”), from_feed", "it must be true or false"),
        (ONE + 'adress = "x"', "source 1 (“Wire”), adress", "there is no such key"),
        ('evry = "1 h"\n' + ONE, "the beginning, evry", "there is no such key"),
        (ONE + 'publisher = " "', "source 1 (“Wire”), publisher", "it is empty"),
        ('[[source]]\nname = "a\\u001bb"\naddress = "https://a.example/"', "source 1 (“a\x1bb”), name", "it is empty"),
        ('[[source]]\nname = "W"\naddress = "ftp://a.example/"', "source 1 (“W”), address", ""),
        (ONE + ONE, "source 2, name", "the name 'Wire' is that of source 1, too"),
        (ONE + ONE.replace("Wire", "W"), "source 2, address", "is that of source 1, too"),
    ],
)
def test_what_is_wrong_is_named(text: str, place: str | None, problem: str, tmp_path: Path) -> None:
    """The message names the file, the line or the table and its key."""
    path = tmp_path / "feeds.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadSources) as caught:
        read_sources(path)
    assert (caught.value.source, caught.value.place) == (str(path), place)
    assert problem in caught.value.problem and caught.value.remedy


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """No file, a folder, another encoding."""
    (tmp_path / "latin").write_bytes(b'[[source]]\nname = "Caf\xe9"')
    for name in ("none.toml", ".", "latin"):
        with pytest.raises(BadSources):
            read_sources(tmp_path / name)


def test_a_key_that_is_like_one(tmp_path: Path) -> None:
    """It is asked which was meant."""
    path = tmp_path / "feeds.toml"
    path.write_text(ONE + 'adress = "x"', "utf-8")
    with pytest.raises(BadSources, match="Did you mean address"):
        read_sources(path)


@pytest.mark.parametrize("text", ["", "soon", "5", "5 parsecs", "-5 minutes", "5 minutes ago", "400 days", "1e9 d"])
def test_what_is_no_time(text: str) -> None:
    """It is refused by its own words."""
    with pytest.raises(ValueError, match="is no time"):
        seconds_of(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90 seconds", 90), ("1.5 h", 5_400), ("1 day, 12 hours", 129_600), ("2W", 1_209_600)]
)
def test_times(text: str, seconds: float) -> None:
    """In any of the units, and in several."""
    assert seconds_of(text) == seconds
