"""Statuses of given words: refusals, cancellations, plans, conditions and the rest, family by family."""

from __future__ import annotations

from datetime import date

import pytest

from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.timing import coming_tokens
from communique.reading.lexicon import lexicon
from communique.reading.lexicon.attitudes import read_attitudes
from communique.reading.lexicon.idioms import find_idiom, find_predicate
from communique.reading.page.tree import Tree
from communique.reading.pairs.code import read_tree
from communique.reading.statements.voices import direction
from communique.reading.status import Judge
from communique.reading.status.verdicts import Verdict
from communique.reading.tables import TableError
from communique.reading.times import find_times
from tests.readings import sentence
from tests.status_families import MORE
from tests.status_sentences import APART, FAMILIES

PUBLISHED = date(2025, 3, 3)
WEAK = {
    "Ahead of his visit to Delhi, Starmer": "parse: 'visit' hangs as a clause",
    "Ankara floated the idea of a meeting": "parse: 'meeting' hangs as a clause",
    "It is time for Macron to meet Saied": "parse: 'meet' hangs as the subject",
    "The deputies demanded the recall of": "parse: 'recall' is tagged as a verb",
    "Plans for a summit between Xi and": "parse: 'summit' hangs as a clause",
    "Storm forces Harris to scrap visit to": "parse: 'visit' is tagged as a verb",
    "Morocco slammed the door on talks": "parse: 'talks' hangs as a clause",
    "There are no plans to meet Maduro": "parse: 'no' hangs on 'are'",
    "Reports of secret talks between Riyadh": "parse: 'talks' hangs as the subject",
    "Sanctions on Harare enter their third": "parse: 'enter' hangs as a preposition",
    "In nine days' time Bridgetown opens its": "parse: 'summit' hangs on 'doors'",
    "Kadyrov says he is prepared to meet": "parse: 'prepared' is tagged as a verb",
    "An open invitation for a visit to Sofia": "parse: 'visit' hangs as a clause",
    "Milei and Petro were to meet in Lima": "parse: 'got' hangs as a copula",
}
"""How sentences begin that are not met yet, and why."""


def marks(text: str) -> list[pytest.MarkDecorator]:
    """The mark of a sentence that is weak; none of any other."""
    return [pytest.mark.xfail(reason=why, strict=False) for start, why in WEAK.items() if text.startswith(start)]


ROWS = [
    pytest.param(status, word, text, id=text[:60], marks=marks(text))
    for families in (FAMILIES, MORE)
    for status, rows in families.items()
    for word, text in rows
]
EMPTY: dict[str, tuple[object, ...]] = dict.fromkeys(
    ("attitude", "carrier", "idiom", "answer", "modifier", "predicate"), ()
)


def judged(text: str) -> tuple[Tree, Judge]:
    """The tree of a sentence and a judge that knows its coming times."""
    tree = read_tree(text)
    times = find_times(tree.text, PUBLISHED, direction=direction(tree))
    return tree, Judge(tree, lexicon(), coming_tokens(Anchors(tree), times, PUBLISHED), (0, 0))


def status_of(word: str, text: str) -> Verdict:
    """The verdict on the last ``word`` of a sentence."""
    tree, judge = judged(text)
    return judge.verdict(max(i for i, w in enumerate(tree.low) if w == word.lower()))


@pytest.mark.parametrize(("status", "word", "text"), ROWS)
def test_families(status: str, word: str, text: str) -> None:
    """Each way of saying it gives the status of its family."""
    assert status_of(word, text).status.value == status


@pytest.mark.parametrize(("status", "word", "text"), [pytest.param(*row, id=row[2][:60]) for row in APART])
def test_what_only_looks_like_it(status: str, word: str, text: str) -> None:
    """Words of a family in another use do not give its status."""
    assert status_of(word, text).status.value == status


def test_the_words_that_decided_are_kept() -> None:
    """An idiom, an answer and a condition are named in the cues."""
    assert "pulled plug on" in status_of("drill", "Tokyo pulled the plug on a drill with Seoul.").cues
    assert "said no" in status_of("mediate", "Asked to mediate, the emir said no.").cues
    assert "only if" in status_of("meet", "Sisi will meet Abiy only if the dam stays empty.").cues


@pytest.mark.parametrize(
    ("word", "text", "plain"),
    [
        ("meet", "Sisi did not meet Abiy in Khartoum.", True),
        ("meet", "Sisi will meet Abiy if the dam stays empty.", True),
        ("travel", "If the dam stays empty, Sisi will travel to Addis Ababa.", True),
        ("met", "Sisi was to have met Abiy in Khartoum.", True),
        ("meet", "Sisi may meet Abiy in Khartoum.", True),
        ("visit", "Sisi called off a visit to Addis Ababa.", True),
        ("visit", "The visit was postponed.", True),
        ("meet", "Sisi will meet Abiy if necessary.", False),
        ("met", "Sisi denied that he met Abiy.", True),
        ("meet", "Sisi refused to meet Abiy.", True),
        ("meet", "Sisi denied that he had wanted to meet Abiy.", False),
        ("visit", "Sisi regretted that the visit to Addis Ababa was short.", False),
        ("visit", "Sisi threatened to call off a visit to Addis Ababa.", False),
    ],
)
def test_what_the_grammar_right_at_a_word_decides_is_plain(word: str, text: str, plain: bool) -> None:
    """Own auxiliaries and negation, an if-clause of its own, a verb of calling off; nothing further away."""
    assert status_of(word, text).plain is plain


@pytest.mark.parametrize(
    ("word", "text", "status"),
    [
        ("talks", "Oslo and Tirana agreed to resume talks that were suspended in 2011.", "planned"),
        ("talks", "Oslo and Tirana resumed talks that were broken off in 2011.", "held"),
        ("summit", "Sisi and Abiy met for a summit that had been cancelled twice.", "held"),
        ("summit", "Sisi spoke of the summit that was cancelled.", "cancelled"),
        ("summit", "The world will be safer as a result of the summit in Cairo.", "held"),
        ("summit", "The world will be safer because of the summit in Cairo.", "held"),
        ("summit", "The two will shake hands at the summit in Cairo.", "planned"),
    ],
)
def test_a_relative_clause_or_a_cause_is_no_bar_to_the_main_clause(word: str, text: str, status: str) -> None:
    """What had been called off may be taken up again; a cause lies before what it brings about."""
    assert status_of(word, text).status.value in (status, "ongoing" if status == "held" else status)


def test_what_an_act_promises() -> None:
    """An invitation is made and its visit proposed; a plan to invite proposes it too; an acceptance plans it."""
    for text, word, status in (
        ("Modi has invited Putin to Chennai.", "invited", "proposed"),
        ("Modi may invite Putin to Chennai.", "invite", "possible"),
        ("Rouhani has accepted the invitation.", "accepted", "planned"),
    ):
        tree, judge = judged(text)
        assert judge.promised(tree.low.index(word)).status.value == status


def test_a_coming_day_makes_a_plan_only_after_publication() -> None:
    """The same present tense is a plan with a day to come, and not without one."""
    assert status_of("meet", "The envoys meet in Oslo next week.").status.value == "planned"
    assert status_of("meet", "The envoys meet in Oslo.").status.value == "held"


@pytest.mark.parametrize(
    "text",
    [
        "Asked to meet Merkel in Berlin, Macron refused.",
        "Macron begged off a meeting with Merkel in Berlin.",
        "Macron will not meet Merkel in Berlin until the vote is over.",
        "Macron and Merkel were due to meet in Berlin, but the meeting fell through.",
        "Reports of a meeting between Macron and Merkel in Berlin are false.",
    ],
)
def test_a_refusal_or_plan_is_never_read_as_a_deed(text: str) -> None:
    """The whole reading gives no meeting that was held."""
    found = [e for e in sentence(text).engagements if e.kind == "meeting"]
    assert not {e.status.value for e in found} & {"held", "ongoing"}


def test_a_coming_day_in_a_clause_of_time_is_a_plan() -> None:
    """ "When he comes later this month" tells of no visit that was."""
    found = status_of("comes", "Trump hopes to meet Putin when he comes to Washington later this month.")
    assert found.status.value == "planned"


@pytest.mark.parametrize("text", ["Before Macron meets Putin", "Before meeting Putin in Moscow.", "Until talks begin"])
def test_a_clause_of_time_that_nothing_stands_above_is_judged(text: str) -> None:
    """A headline may be such a clause; every word of it has a status."""
    tree, judge = judged(text)
    assert all(judge.verdict(i).status.value for i in range(len(tree.words)))


def test_put_off_to_a_known_time_is_a_plan() -> None:
    """Put off is called off, put off until next year is planned."""
    assert status_of("visit", "Putin visit put off until next year").status.value == "planned"
    assert status_of("visit", "Putin visit put off").status.value == "cancelled"


@pytest.mark.parametrize(
    "text",
    [
        "Macron and Xi spoke by video link on Tuesday.",
        pytest.param(
            "Biden and Putin held talks by video link on Tuesday.",
            marks=pytest.mark.xfail(reason="wrong kind: read as talks", strict=False),
        ),
    ],
)
def test_a_meeting_by_video_link_is_one_engagement(text: str) -> None:
    """The link that words go by is no call beside the talks."""
    assert [e.kind for e in sentence(text).engagements] == ["call"]


def test_to_call_off_is_no_call() -> None:
    """ "Calls off" is no telephone call."""
    assert "call" not in {e.kind for e in sentence("Trump Calls Off Singapore Summit With Kim").engagements}


def test_idioms_and_predicates_are_found_with_their_words() -> None:
    """Articles, order of particles and distance do not matter; a word too few does."""
    tables = lexicon().attitudes
    tree = read_tree("Colombia turned its nose up at the offer.")
    idiom, tokens = find_idiom(tree, 1, "turn", tables.idioms) or pytest.fail("no idiom")
    assert [tree.low[k] for k in tokens] == list(idiom.words)
    assert find_idiom(read_tree("Colombia turned the page."), 1, "turn", tables.idioms) is None
    tree = read_tree("Talks are out of the question.")
    found = find_predicate(tree, tree.low.index("question"), tables.predicates)
    assert found is not None
    assert found.status is not None
    assert found.status.value == "declined"


def test_words_lemmatised_wrongly_are_still_known() -> None:
    """The tables know the regular forms of their verbs."""
    tables = lexicon().attitudes
    assert tables.lemma("axed", "axed") == "axe"
    assert tables.lemma("scotched", "scotched") == "scotch"
    assert tables.lemma("denies", "denies") == "deny"


def test_an_empty_idiom_is_named() -> None:
    """An idiom of articles alone is refused."""
    with pytest.raises(TableError, match="has no words"):
        read_attitudes({**EMPTY, "idiom": ({"status": "held", "verbs": ["the"]},)})
