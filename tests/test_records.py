"""Records as JSON and back: nothing is lost, and what an older version wrote is still read."""

from __future__ import annotations

from typing import Any

import pytest

from communique.intake import report_from_text
from communique.reading.read import read
from communique.records import Engagement, Evidence, Record, Statement, as_json, from_json
from tests.readings import PUBLISHED, index, sample, sentence

TALK = (
    "Denmark's prime minister, Mette Frederiksen, met Donald Trump in London on Friday. It rained. "
    "“We will talk again,” she told reporters."
)


def older(record: Record) -> dict[str, Any]:
    """The JSON of a record as version 0.1.0 first wrote it: offsets of statements without words, no sentences."""
    plain: dict[str, Any] = as_json(record)
    for engagement in plain["engagements"]:
        del engagement["sentence"]
    for statement in plain["statements"]:
        for piece in (*statement["content"], statement["source"], statement["cue"]):
            if piece is not None:
                del piece["quote"]
    return plain


class TestJson:
    """``as_json`` and ``from_json``."""

    @pytest.mark.parametrize("id", [entry["id"] for entry in index()[:6]])
    def test_there_and_back(self, id: str) -> None:
        """A record of a report is the same again."""
        assert from_json(Record, as_json(sample(id))) == sample(id)

    @pytest.mark.parametrize("id", [entry["id"] for entry in index()[:6]])
    def test_of_an_older_version(self, id: str) -> None:
        """The words of statements are taken from the text; a sentence that was not kept is not made up."""
        read_again = from_json(Record, older(sample(id)))
        assert read_again.statements == sample(id).statements
        assert {e.sentence for e in read_again.engagements} == {None}
        assert [e.evidence for e in read_again.engagements] == [e.evidence for e in sample(id).engagements]

    def test_words_that_are_given_are_not_replaced(self) -> None:
        """A quotation that does not fit its offsets is refused, as everywhere."""
        plain = as_json(sentence(TALK))
        plain["statements"][0]["content"][0]["quote"] += "!"
        with pytest.raises(ValueError, match=r"statements: content: evidence quote has"):
            from_json(Record, plain)

    def test_a_statement_without_its_report(self) -> None:
        """Where there is no text to take words from, it says which are missing."""
        with pytest.raises(ValueError, match=r"content: Evidence has no 'quote'"):
            from_json(Statement, older(sentence(TALK))["statements"][0])


def test_words_stand_beside_offsets() -> None:
    """What was said, who is named for it and the cue are in the JSON, as the text has them."""
    record = sentence(TALK)
    (said,) = [s for s in as_json(record)["statements"] if s["kind"] == "direct"]
    assert [piece["quote"] for piece in (*said["content"], said["source"], said["cue"])] == [
        "We will talk again,", "she", "told",
    ]  # fmt: skip
    assert all(isinstance(e, Evidence) for s in record.statements for e in s.content)


MET = "Denmark's prime minister, Mette Frederiksen, met Donald Trump in London on Friday."
FOLLOWED = "Both called it useful."


def meeting(text: str) -> Engagement:
    """The one meeting of a report."""
    (found,) = [e for e in read(report_from_text(text, published=PUBLISHED)).engagements if e.kind == "meeting"]
    return found


class TestSentences:
    """``sentence`` of an engagement."""

    def test_is_the_whole_sentence(self) -> None:
        """It goes from the first word to the last, where the evidence is a part."""
        found = meeting(f"{MET} {FOLLOWED}")
        assert found.sentence == MET
        assert [e.quote != MET and e.quote in MET for e in found.evidence] == [True]

    def test_sentences_apart(self) -> None:
        """Between sentences with another between them stands a sign."""
        found = meeting(TALK)
        assert len(found.evidence) == 2
        assert found.sentence == f"{MET} … “We will talk again,” she told reporters."

    @pytest.mark.parametrize("entry", index(), ids=lambda entry: entry["id"])
    def test_holds_its_evidence(self, entry: dict[str, Any]) -> None:
        """Every piece is in it, and each part of it is in the text."""
        record = sample(entry["id"])
        assert record.engagements
        for engagement in record.engagements:
            whole = engagement.sentence or ""
            parts = whole.split(" … ")
            assert all(part in record.report.text for part in parts)
            assert all(any(e.quote in part for part in parts) for e in engagement.evidence)

    @pytest.mark.parametrize("mark", ["\u00ad", "\u200b"])
    def test_characters_without_a_width(self, mark: str) -> None:
        """They are in it where the text has them."""
        marked = MET.replace("Frederiksen", f"Frede{mark}riksen")
        assert meeting(f"{marked} {FOLLOWED}").sentence == marked
