"""Who issues a press release: its "I" and "we"."""

from __future__ import annotations

import pytest

from communique.intake import report_from_text
from communique.reading.read import read

BODY = "I will fly to Quito on Monday. We will meet Lenin Moreno."


def parties(text: str) -> list[set[str]]:
    """Return the names of the parties of each engagement."""
    record = read(report_from_text(text, published="2018-07-16"))
    names = {a.id: a.name for a in record.actors}
    return [{names[p.actor] for p in e.participants} for e in record.engagements]


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("MEDIA RELEASE\n\nMINISTER FOR TRADE ANA TORO\n\n16 July 2018", "Ana Toro"),
        ("Media release\n\nThe Hon Ana Toro\nMinister for Trade", "Ana Toro"),
        ("National Day of Peru\n\nAna Toro, Minister of Foreign Affairs", "Ana Toro"),
        ("Statement by Foreign Minister Ana Toro on trade", "Ana Toro"),
        ("Remarks by the Prime Minister", "Prime Minister"),
        ("Ministry of Foreign Affairs of Peru\n\nPress release", "Ministry of Foreign Affairs of Peru"),
    ],
)
def test_first_person_is_the_issuer(head: str, issuer: str) -> None:
    """Whoever the head names with an office, or the body that it is, goes and meets; the host is the state visited."""
    flight, meeting = parties(f"{head}\n\n{BODY}")
    assert (flight - {"Ecuador"}, meeting) == ({issuer}, {issuer, "Lenin Moreno"})


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            "Peruvian minister Ana Toro plans a visit",
            marks=pytest.mark.xfail(
                reason="wrong parties: 'We' is taken for the minister of the headline", strict=False
            ),
        ),
        pytest.param(
            "Ana Toro, minister, plans a visit",
            marks=pytest.mark.xfail(
                reason="wrong parties: 'We' is taken for the minister of the headline", strict=False
            ),
        ),
        "By Ana Toro, correspondent",
        "Minister for Trade Ana Toro leaves for Quito",
        "A day in Lima",
    ],
)
def test_headlines_and_bylines_name_no_issuer(head: str) -> None:
    """A headline about a minister is no letterhead, and a correspondent issues nothing."""
    assert {"Ana Toro", "Lenin Moreno"} not in parties(f"{head}\n\n{BODY}")


@pytest.mark.parametrize(
    "body",
    [
        "Lars Holm said: “I met Moreno in Lima.” I will meet Moreno in Quito.",
        "Lars Holm said: “I met Moreno.” I will meet Moreno.",
    ],
)
def test_quoted_words_are_their_speakers(body: str) -> None:
    """In a quotation "I" is who speaks, not the issuer."""
    text = f"Statement by Foreign Minister Ana Toro\n\n{body}"
    assert parties(text) == [{"Lars Holm", "Moreno"}, {"Ana Toro", "Moreno"}]
