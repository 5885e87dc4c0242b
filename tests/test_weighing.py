"""What is weighed: the table of weights, days beside publication, drafts that are one, and what is admitted."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from communique.language.model import shipped
from communique.reading.engagements import admission, joining, judging, weighing
from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.weighing import Weighing, odds, weighings
from communique.reading.lexicon import lexicon
from communique.reading.status.verdicts import Verdict
from communique.records import Part, Status
from tests.readings import sentence

TABLE = json.loads((resources.files("communique.data") / "weights.json").read_text(encoding="utf-8"))


def draft(*parts: tuple[str, Part], edtf: str | None = None, number: int = 0) -> Draft:
    """A meeting in the making."""
    verdict = Verdict(Status.HELD)
    sense = lexicon().plain("meeting")
    return Draft(number, 0, sense, verdict, "met", parts=parts, spans=((0, 9),), edtf=edtf, own=(0, 3))


def names_in(*modules: object) -> str:
    """The source of modules, in which the names of features stand."""
    return "\n".join(Path(str(m.__file__)).read_text("utf-8") for m in modules)  # type: ignore[attr-defined]


class TestTable:
    """The weights that are shipped."""

    def test_every_status_of_the_model_is_weighed(self) -> None:
        """No status of the model can never be chosen."""
        assert set(TABLE["status"]) == set(shipped().heads.status)

    @pytest.mark.parametrize("family", sorted(TABLE))
    def test_every_weight_belongs_to_a_feature(self, family: str) -> None:
        """A name that no rule gives would be a weight without effect."""
        source = names_in(judging, joining, admission)
        known = {"1", *shipped().heads.kinds, *shipped().heads.status}
        for weights in TABLE[family].values():
            plain = {n for n in weights if n not in known and not n.startswith(("rules ", "day "))}
            assert {n for n in plain if f'"{n}"' not in source} == set()

    def test_grammar_decides_only_where_it_is_mostly_right(self) -> None:
        """The status that a row is called by is the likeliest of it, and the chances are whole."""
        assert TABLE["plain"]
        for row, chances in TABLE["plain"].items():
            status, sort = row.split(", ")
            assert sort in judging.ACTS and max(chances, key=chances.get) == status
            assert sum(math.exp(c) for c in chances.values()) == pytest.approx(1, abs=1e-3)

    def test_what_speaks_for_an_engagement_is_worth_more_than_nothing(self) -> None:
        """The model's chance, the lexicon and a second telling make it likelier."""
        weights = TABLE["admission"]["told"]
        assert all(weights[name] > 0 for name in ("told", "family", "mentions", "lexicon agrees"))

    def test_the_link_and_the_parties_join(self) -> None:
        """The model's score, parties in common and one day make two drafts one; parties turned round do not."""
        weights = TABLE["joining"]["same"]
        assert all(weights[name] > 0 for name in ("link", "party", "one lemma")) and weights["turned"] < 0


class TestWeighing:
    """The sum itself."""

    def test_the_base_and_the_features_are_summed(self) -> None:
        """What has no weight counts nothing."""
        found = Weighing({"1": -1.0, "a": 2.0})
        assert found.score({"a": 1.5, "other": 9.0}) == pytest.approx(2.0)
        assert found.chance({"a": 0.5}) == pytest.approx(0.5)

    def test_a_sum_without_end_is_still_a_chance(self) -> None:
        """Nothing overflows."""
        assert 0 < Weighing({"a": 1e9}).chance({"a": -1e9}) < 1e-9

    def test_odds_are_kept_from_the_ends(self) -> None:
        """A chance of 0 or 1 has finite odds."""
        assert odds(0.0) == pytest.approx(-odds(1.0)) and odds(0.5) == 0

    def test_confidence_grows_with_both_chances(self) -> None:
        """Confidence is a chance; it grows with that of the telling and that of the status."""
        right = weighings("admission")["right"]
        rows = [{"told": odds(t), "status": odds(s)} for t, s in ((0.5, 0.5), (0.95, 0.5), (0.95, 0.95))]
        low, told, sure = (right.chance(row) for row in rows)
        assert 0 < low < told < sure < 1

    def test_families_are_loaded_once(self) -> None:
        """The same object every time."""
        assert weighings("status") is weighings("status") and weighing.odds(0.9) > 0


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2018-08-01", "before"),
        ("2018-08-06", "about"),
        ("2018-08", "about"),
        ("2018-09-01/..", "after"),
        (None, "unknown"),
    ],
)
def test_a_day_lies_beside_the_day_of_publication(edtf: str | None, expected: str) -> None:
    """An interval that holds the day of publication is about it."""
    assert judging.day(edtf, date(2018, 8, 6)) == expected
    assert judging.day(edtf, None) == "unknown"


class TestAbsorbing:
    """Two drafts that are one."""

    def test_a_side_that_lacks_is_taken(self) -> None:
        """Who invited is taken from the other telling; who was invited stays."""
        one = draft(("a1", Part.RECIPIENT)).absorbing(draft(("a2", Part.INITIATOR), ("a3", Part.RECIPIENT)))
        assert one.parts == (("a1", Part.RECIPIENT), ("a2", Part.INITIATOR))

    def test_who_shares_fills_no_side(self) -> None:
        """Where all share, nobody acts on anybody; where nobody was told, all are taken."""
        other = draft(("a2", Part.INITIATOR), ("a3", Part.RECIPIENT))
        assert draft(("a1", Part.ATTENDEE)).absorbing(other).parts == (("a1", Part.ATTENDEE),)
        assert draft().absorbing(other).parts == other.parts

    def test_what_it_has_stays(self) -> None:
        """A time of its own is kept, a time that lacks is taken."""
        one = draft().absorbing(draft(edtf="2018-08-06"))
        assert one.edtf == "2018-08-06" and one.mentions == 2 and one.spans == ((0, 9), (0, 3))
        assert one.absorbing(draft(edtf="2018-09")).edtf == "2018-08-06"

    def test_drafts_are_never_changed(self) -> None:
        """A stage gives new drafts."""
        one = draft()
        with pytest.raises(FrozenInstanceError):
            one.edtf = "2018"  # type: ignore[misc]
        assert one.absorbing(draft(edtf="2018")) is not one and one.edtf is None


def test_a_meeting_told_twice_is_recorded_once() -> None:
    """The noun with "the" is the meeting of the sentence before, with both as its evidence."""
    text = "Macron met Merkel in Berlin on Monday. The meeting lasted two hours."
    (found,) = [e for e in sentence(text).engagements if e.kind == "meeting"]
    assert {e.quote for e in found.evidence} >= {"The meeting"}


def test_meetings_of_others_stay_apart() -> None:
    """Other parties, another day: two meetings."""
    text = "Macron met Merkel in Berlin on Monday. Putin met Erdogan in Sochi on Tuesday."
    assert len([e for e in sentence(text).engagements if e.kind in ("meeting", "talks")]) == 2
