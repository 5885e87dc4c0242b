"""The page of what is installed is true, and no licence on it asks more than to be named."""

from __future__ import annotations

import re

import pytest

from tests import licences

PERMISSIVE = set("MIT BSD-2-Clause BSD-3-Clause Apache-2.0 0BSD Zlib CC0-1.0 CNRI-Python PSF-2.0 ISC".split())
OF_FILES = {"MPL-2.0", "MPL-1.1"}
"""Asks for changes of its own files alone."""
OWN_PACKAGE = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only"}


def rows() -> dict[str, tuple[str, ...]]:
    """The rows of the page, by package."""
    found = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| ([\w.-]+) \| ([^|]*)\|$", licences.PAGE.read_text("utf-8"), re.M)
    return {name: tuple(part.strip() for part in rest) for name, *rest in found if name != "package"}


def test_the_page_is_that_of_the_packages() -> None:
    """Every package that is needed is on it, with the licence of its own metadata. Else: tests.licences --write."""
    needed = licences.packages()
    assert len(needed) > 30
    told = {name: row[0] for name, row in rows().items()}
    assert {name: licences.licence(name) for name in needed} == {name: told.get(name) for name in needed}


@pytest.mark.parametrize("name", sorted(rows()))
def test_licences_are_permissive(name: str) -> None:
    """One of the choices that each gives is permissive, or of its own files alone."""
    licence = rows()[name][0]
    if name in OWN_PACKAGE:
        assert (licence, rows()[name][2]) == (OWN_PACKAGE[name], "`postgresql`")
        return
    choices = [set(choice.split(" AND ")) for choice in licence.split(" OR ")]
    assert any(choice <= PERMISSIVE | OF_FILES for choice in choices), licence
