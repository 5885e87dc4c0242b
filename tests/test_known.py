"""The table of well-known office holders, and when it is asked."""

import re

import pytest

from communique.intake import report_from_text
from communique.language.core import analyse
from communique.reading.actors.cast import find_cast
from communique.reading.actors.known import known_country
from communique.reading.known.countries import country_of
from communique.reading.tables import load


def test_every_person_stands_under_one_country() -> None:
    """No name stands under two countries or twice, and every code is a code."""
    seen: dict[str, str] = {}
    for country, people in load("people").items():
        assert re.fullmatch("[A-Z]{3}", country)
        for form in (form for person in people for form in person.split("|")):
            assert form not in seen, form
            seen[form] = country
    assert len(seen) > 500


@pytest.mark.parametrize(
    ("name", "titled", "country"),
    [
        ("Donald J. Trump", False, "USA"),
        ("Recep Tayyip Erdoğan", False, "TUR"),
        ("Merkel", True, "DEU"),
        ("Merkel", False, None),
        ("Kim", True, None),
        ("Paul", True, None),
        ("Fernández", True, None),
        ("Jane Nobody", True, None),
    ],
)
def test_a_surname_alone_needs_an_office(name: str, titled: bool, country: str | None) -> None:
    """A full name is enough; a surname counts with an office, if it is one country's and not a common one."""
    assert known_country(name, titled=titled) == country


def test_what_the_report_says_comes_first() -> None:
    """A namesake whom the report gives another country keeps it."""
    text = "Report\n\nThe Belgian lawmaker Donald Tusk spoke. Chancellor Angela Merkel listened."
    layer = report_from_text(text).layer
    countries = {a.name: a.country for a in find_cast(analyse(layer), layer).actors}
    assert countries["Donald Tusk"] == country_of("Belgium")
    assert countries["Angela Merkel"] == "DEU"
