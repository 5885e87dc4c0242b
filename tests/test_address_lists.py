"""Lists of addresses: told by what is in them, each address once, with what its row says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from communique import errors
from communique.intake import open_reports
from communique.intake.addresses import Listed, addresses_in

URL = "https://news.example/{}"


def gkg(number: int) -> str:
    """A row of GDELT's Global Knowledge Graph 2.1: 27 columns."""
    row = [""] * 27
    row[:5] = [f"20180806120000-{number}", "20180806120000", "1", "news.example", URL.format(number)]
    row[26] = f"<PAGE_TITLE>Talks &amp; fish {number}</PAGE_TITLE>"
    return "\t".join(row)


def event(number: int) -> str:
    """A row of GDELT's events 2.0: 61 columns."""
    row = [str(900_000_000 + number), "20180805", *["1"] * 57, "20180806120000", URL.format(number)]
    return "\t".join(row)


def mention(number: int) -> str:
    """A row of GDELT's mentions: 16 columns."""
    row = [str(900_000_000 + number), "20180805120000", "20180806121500", "1", "news.example", URL.format(number)]
    return "\t".join([*row, *["1"] * 10])


STORIES = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"


def story(number: int) -> str:
    """A row of a Media Cloud export."""
    about = f'{number},2018-08-07 01:00:00,en,News Example,news.example,2018-08-06,"Talks, round {number}"'
    return f"{about},{URL.format(number)}"


LISTS = {
    "GDELT's Global Knowledge Graph": (
        "",
        gkg,
        Listed(URL.format(1), "row 1", "Talks & fish 1", "2018-08-06", "news.example"),
    ),
    "GDELT's events": ("", event, Listed(URL.format(1), "row 1", None, "2018-08-06")),
    "GDELT's mentions": ("", mention, Listed(URL.format(1), "row 1", None, "2018-08-06", "news.example")),
    "Media Cloud's stories": (
        STORIES,
        story,
        Listed(URL.format(1), "row 2", "Talks, round 1", "2018-08-06", "News Example"),
    ),
    "one a line": ("# ours\n", URL.format, Listed(URL.format(1), "row 2")),
}


def made(name: str, numbers: list[int]) -> str:
    """A list with rows of these numbers."""
    head, row, _ = LISTS[name]
    return head + "".join(f"{row(number)}\n" for number in numbers)


@pytest.mark.parametrize("name", LISTS)
class TestEveryForm:
    """All of them."""

    def test_each_address_once(self, name: str, tmp_path: Path) -> None:
        """With day, title, publisher and place, as far as the row has them."""
        path = tmp_path / "list.txt"
        path.write_text(made(name, [1, 2, 1, 3]))
        found = list(addresses_in(str(path)))
        assert found[0] == LISTS[name][2]
        assert [x.address for x in found if isinstance(x, Listed)] == [URL.format(n) for n in (1, 2, 3)]

    def test_zipped(self, name: str, tmp_path: Path) -> None:
        """As GDELT publishes them."""
        path = tmp_path / "list.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("list.csv", made(name, [1, 2]))
        assert len(list(addresses_in(str(path)))) == 2
        (error,) = open_reports(str(path))
        assert isinstance(error, errors.NotAReport) and name in str(error)

    def test_a_row_without_an_address(self, name: str, tmp_path: Path) -> None:
        """An error with its place, and the others are given."""
        path = tmp_path / "list.txt"
        row = LISTS[name][1](2).replace(URL.format(2), "nowhere")
        path.write_text(f"{made(name, list(range(60)))}{row}\n{LISTS[name][1](99)}\n")
        errors_ = [x for x in addresses_in(str(path)) if not isinstance(x, Listed)]
        assert [type(e) for e in errors_] == [errors.BadRecord] and (errors_[0].place or "").startswith("row 6")

    def test_it_is_no_report(self, name: str) -> None:
        """It is refused by its kind, with what to do."""
        (error,) = open_reports("-", stdin=io.BytesIO(made(name, [1, 2]).encode()))
        assert isinstance(error, errors.NotAReport) and name in str(error) and "--addresses" in str(error)


def test_a_text_with_addresses_is_a_text() -> None:
    """And no list of them."""
    raw = b"The ministers met in Oslo.\nhttps://news.example/1\n"
    assert [x.info.text for x in open_reports("-", stdin=io.BytesIO(raw)) if not isinstance(x, Exception)]


def test_what_is_no_list(tmp_path: Path) -> None:
    """It is refused, and so is a zip archive of several files."""
    path = tmp_path / "a.txt"
    path.write_text("They met.")
    with pytest.raises(errors.NotAReport):
        list(addresses_in(str(path)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "x")
        archive.writestr("b", "x")
    with pytest.raises(errors.Damaged):
        list(addresses_in(str(path)))
