"""Who said what: marks, attribution, indirect speech, statements and JSON Lines."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import IntakeError
from communique.intake import report_from_text
from communique.language.core import analyse
from communique.language.doc import Doc
from communique.reading.read import read as read_report
from communique.reading.statements import Quote, find_quotes, make_statements, quotes_jsonl
from communique.reading.statements.cues import CLASSES, USES, noun_forms, shipped, verb_forms
from communique.reading.statements.marks import marked
from communique.records import About, Force, Span, Stance, Statement, StatementKind, Toward
from communique.text import TextLayer

MARKS = "“”\"‘’'«»„‟`‹› \nAb.,:—5😀"


@cache
def read(text: str) -> tuple[Doc, TextLayer]:
    """Return the analysis and the text layer of ``text``."""
    layer = report_from_text(text).layer
    return analyse(layer), layer


def found(text: str) -> tuple[Quote, ...]:
    """Return the quotations of ``text``."""
    return find_quotes(*read(text))


def words(text: str, quote: Quote) -> list[str]:
    """Return the content of ``quote`` in words."""
    return [text[s.start : s.end] for s in quote.content]


def source(text: str, quote: Quote) -> str | None:
    """Return the source phrase of ``quote`` in words."""
    return text[quote.source.start : quote.source.end] if quote.source else None


def inner(text: str) -> list[str]:
    """Return what stands in marks in ``text``, taken as one paragraph."""
    return [text[m.start : m.end] for m in marked(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said, “Go home.”", ["Go home."]),
        ('He said, "Go home."', ["Go home."]),
        ("He said, ''Go home.''", ["Go home."]),
        ("He said, ``Go home.''", ["Go home."]),
        ("He said, ‘Go home.’", ["Go home."]),
        ("He said, 'Go home.'", ["Go home."]),
        ("He said, «Go home.»", ["Go home."]),
        ("He said, „Go home.“", ["Go home."]),
        ("He said, „Go home.”", ["Go home."]),
        ('He said, “Go home."', ["Go home."]),
        ("“She told me ‘no’ twice,” he said.", ["She told me ‘no’ twice,"]),
        ("“We don’t, and won’t,” said one.", ["We don’t, and won’t,"]),
        ("‘We don’t, and won’t,’ said one.", ["We don’t, and won’t,"]),
        ("''They're late,'' he said, ''aren't they?''", ["They're late,", "aren't they?"]),
        ("The minister’s aides’ rooms aren't here.", []),
        ("It was the class of '98, and rock 'n' roll.", []),
        ('The table is 6\' 2" long and 3" deep.', []),
        ("“Nobody closed this", ["Nobody closed this"]),
        ("Nobody opened this,” he said.", ["Nobody opened this,"]),
        ("“”", []),
        ("“One.” “Two.”", ["One.", "Two."]),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    """Every kind of mark is paired; apostrophes, years and measures are none."""
    assert inner(text) == expected


@given(st.text(alphabet=MARKS, max_size=60))
@settings(deadline=None)
def test_marks_never_fail(text: str) -> None:
    """Whatever the marks, stretches lie in the text, in order and apart."""
    at = 0
    for m in marked(text, 0, len(text)):
        assert at <= m.outer_start <= m.start <= m.end <= m.outer_end <= len(text)
        at = m.outer_end


DIRECT = [
    ("“The gate is shut,” Minister Olsen said.", ["The gate is shut,"], "Minister Olsen", "said"),
    ("“The gate is shut,” said Minister Olsen.", ["The gate is shut,"], "Minister Olsen", "said"),
    ("Minister Olsen said: “The gate is shut.”", ["The gate is shut."], "Minister Olsen", "said"),
    ("“We waited,” she said, “and nobody came.”", ["We waited,", "and nobody came."], "she", "said"),
    ("“We waited,” she said. “Nobody came.”", ["We waited,", "Nobody came."], "she", "said"),
    ("Pavel Hora, a doctor, said: “The road is open.”", ["The road is open."], "Pavel Hora", "said"),
    (
        "The premier left early, saying, “I have a train to catch.”",
        ["I have a train to catch."],
        "premier",
        "saying",
    ),
    ("‘I shall not resign,’ he told reporters.", ["I shall not resign,"], "he", "told"),
    ("“We go tomorrow, Maria Lund told a crowd in Oslo.", ["We go tomorrow,"], "Maria Lund", "told"),
]


@pytest.mark.parametrize(("text", "content", "speaker", "cue"), DIRECT)
def test_direct_speech(text: str, content: list[str], speaker: str, cue: str) -> None:
    """The words in marks, without the marks, with the source and the cue around them."""
    text = f"The council met on the bridge again.\n\n{text}"
    quote = next(q for q in found(text) if q.kind is StatementKind.DIRECT)
    assert words(text, quote) == content
    assert speaker in (source(text, quote) or "")
    assert quote.cue is not None and text[quote.cue.start : quote.cue.end] == cue


def test_quotation_over_paragraphs() -> None:
    """Where only the last paragraph closes, the paragraphs are one quotation."""
    text = "“We shall meet in spring.\n\n“We shall bring maps.\n\n“That is all,” Chairman Petrov said."
    (quote,) = [q for q in found(text) if q.kind is StatementKind.DIRECT]
    assert words(text, quote) == ["We shall meet in spring.", "We shall bring maps.", "That is all,"]
    assert source(text, quote) == "Chairman Petrov"


def test_block_quotation() -> None:
    """A paragraph set off after a colon is a quotation of the speaker before it."""
    text = (
        "Two delegations meet\n\nThe two delegations met in the old town hall on the hill, and talked for an "
        "hour.\n\nThe envoys came by boat.\n\nSenator Ruiz said:\n\nI am glad that we met here. "
        "We agreed to meet again, and I shall hold them to it.\n\nRuiz left by train at noon."
    )
    quote = next(q for q in found(text) if q.block)
    assert words(text, quote)[0].startswith("I am glad") and words(text, quote)[-1].endswith("hold them to it.")
    assert source(text, quote) == "Senator Ruiz" and quote.kind is StatementKind.DIRECT


def test_paragraph_in_marks_after_a_colon() -> None:
    """A body paragraph in marks belongs to the cue that ends the paragraph before it."""
    text = "The hall was full by nine.\n\nSenator Ruiz said:\n\n“Our committee will go to Minsk.”"
    quote = next(q for q in found(text) if q.kind is StatementKind.DIRECT)
    assert words(text, quote) == ["Our committee will go to Minsk."] and source(text, quote) == "Senator Ruiz"


def test_transcript() -> None:
    """Turns of a transcript are quotations of their labels."""
    text = "A talk at the harbour\n\nQ: Will you go?\n\nRUIZ: I mean to.\n\nQ: When?\n\nRUIZ: In June."
    turns = [(source(text, q), words(text, q)[0]) for q in found(text)]
    assert turns == [("Q", "Will you go?"), ("RUIZ", "I mean to."), ("Q", "When?"), ("RUIZ", "In June.")]


def test_speaker_of_a_transcript_is_the_person() -> None:
    """A label in capitals stands for the person of that surname whom the report names."""
    text = (
        "A talk at the harbour\n\nSenator Maria Ruiz met reporters at the harbour on Monday.\n\n"
        "Q: Will you go to Minsk?\n\nRUIZ: I mean to go there in the summer."
    )
    record = read_report(report_from_text(text))
    names = {a.id: a.name for a in record.actors}
    said = [names.get(s.speaker or "") for s in record.statements if text[s.content[0].start :].startswith("I mean")]
    assert said == ["Maria Ruiz"]


def test_headline_colon() -> None:
    """A name before the colon of a headline is its source."""
    text = "Olsen: talks will go on\n\nThe talks began on Monday in the town hall by the river."
    quote = found(text)[0]
    assert (source(text, quote), words(text, quote)) == ("Olsen", ["talks will go on"])


INDIRECT = [
    ("Olsen said that the talks would resume in May.", "the talks would resume in May", "Olsen", "said"),
    ("Olsen said the talks would resume in May.", "the talks would resume in May", "Olsen", "said"),
    ("Olsen said on Monday that the talks would resume.", "the talks would resume", "Olsen", "said"),
    ("The talks, Olsen said, would resume in May.", "would resume in May", "Olsen", "said"),
    ("The talks would resume in May, Olsen said.", "The talks would resume in May", "Olsen", "said"),
    ("According to Olsen, the talks would resume.", "the talks would resume", "Olsen", "said"),
    ("The talks would resume, according to Olsen.", "The talks would resume", "Olsen", "said"),
    ("Olsen asked whether the road was open.", "whether the road was open", "Olsen", "asked"),
    ("Olsen promised to visit Riga.", "to visit Riga", "Olsen", "promised"),
    ("Olsen vowed to return.", "to return", "Olsen", "promised"),
    ("Olsen refused to sign the paper.", "to sign the paper", "Olsen", "denied"),
    ("Olsen believes that the road is open.", "the road is open", "Olsen", "believes"),
    ("Olsen wants to visit Riga.", "to visit Riga", "Olsen", "wants"),
    ("Olsen praised the new treaty.", "the new treaty", "Olsen", "judged"),
    ("His claim that the road was open was false.", "the road was open", "His", "said"),
]


@pytest.mark.parametrize(("text", "content", "speaker", "use"), INDIRECT)
def test_indirect_speech(text: str, content: str, speaker: str, use: str) -> None:
    """The clause without "that", its source, and the use of the cue."""
    text = f"The council met on the bridge again.\n\n{text}"
    quote = next(q for q in found(text) if q.cue is not None)
    assert words(text, quote)[-1].endswith(content)
    assert (source(text, quote), quote.use) == (speaker, use)
    assert quote.kind is StatementKind.INDIRECT


def test_mixed_speech_and_addressee() -> None:
    """A clause with quoted words keeps their marks; whom it was told is given apart."""
    text = "A day of talks\n\nOlsen told the Morning Post that the plan “will not hold” through winter."
    quote = next(q for q in found(text) if q.kind is StatementKind.MIXED)
    assert words(text, quote) == ["that the plan “will not hold” through winter"]
    assert quote.addressee_head is not None and read(text)[0][quote.addressee_head].text in (
        "Post",
        "Morning",
    )


def test_passive_names_whom_it_was_told() -> None:
    """ "Deputies were told": no source, an addressee."""
    text = "A day of talks\n\nDeputies were told that the vote had been put off."
    quote = next(q for q in found(text) if q.cue is not None)
    assert quote.source is None
    assert quote.addressee_head is not None and read(text)[0][quote.addressee_head].text == "Deputies"


@pytest.mark.parametrize(
    "text",
    [
        "Experience shows that such talks fail.",
        "It is said that the walls have ears.",
        "The “summit” lasted an hour.",
        "She read “The Long Road” on the train.",
        "The door is 6' 2\" high.",
    ],
)
def test_not_a_quotation(text: str) -> None:
    """Experience, hearsay, scare quotes, titles and measures are nobody's statement."""
    assert not found(f"The council met on the bridge again.\n\n{text}")


def test_nested_speech_is_no_quotation_of_its_own() -> None:
    """What somebody is said to have said stays inside what was said."""
    text = "A day of talks\n\nOlsen said that Ruiz had promised to return the maps."
    assert len(found(text)) == 1


def test_relative_pronoun_stands_for_its_noun() -> None:
    """The source is "who"; its head is what "who" refers to."""
    text = "A day of talks\n\nThey thanked the envoy who said that the road was open."
    quote = next(q for q in found(text) if q.cue and text[q.cue.start : q.cue.end] == "said")
    assert source(text, quote) == "who"
    assert quote.source_head is not None and read(text)[0][quote.source_head].text == "envoy"


def test_statements() -> None:
    """Statements have ids, speakers, engagements and a force, by which utterances can be asked for alone."""
    text = "A day of talks\n\nOlsen said that Ruiz would come. Ruiz wants to stay at home. Olsen praised the treaty."
    doc, _ = read(text)

    def made(forces: Iterable[Force]) -> list[Statement]:
        within = (About("e1", Stance.BACKS),), (Toward("a1", Stance.NEUTRAL),)
        return [
            *make_statements(
                found(text), doc, lambda t: f"a-{doc[t].text}", lambda content, speaker: within, forces=[*forces]
            )
        ]

    both = made(Force)
    assert [(s.id, s.speaker, s.force) for s in both] == [
        ("s1", "a-Olsen", Force.SAID),
        ("s2", "a-Ruiz", Force.WANTS),
    ]
    assert [(a.engagement, a.stance) for a in both[0].about] == [("e1", "backs")]
    assert [s.force for s in made(f for f in Force if f.is_utterance)] == [Force.SAID]


def test_jsonl_names_bad_lines_and_goes_on() -> None:
    """A bad line is handed on as an error that names it; the other lines are read."""
    lines = ['{"id": "a", "text": "“We go,” he said."}', "{no", '{"id": "b", "text": "Nothing here."}']
    found_rows = list(quotes_jsonl(lines, "f.jsonl"))
    errors = [item for item in found_rows if isinstance(item, IntakeError)]
    rows = [json.loads(item) for item in found_rows if isinstance(item, str)]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0]["quotes"][0]["content"] == [[1, 7]] and rows[0]["quotes"][0]["kind"] == "direct"
    assert len(errors) == 1 and "f.jsonl, line 2" in str(errors[0])


def test_offsets_count_code_points() -> None:
    """Signs beyond the basic plane count one."""
    text = "A day of talks\n\n😀😀 “We go,” said Olsen."
    quote = next(q for q in found(text) if q.kind is StatementKind.DIRECT)
    assert quote.content == (Span(text.index("We go"), text.index("We go") + 6),)


def test_cue_table() -> None:
    """Every entry names a known use; no word is given the same frame twice with the same use."""
    table = tomllib.loads(resources.files("communique.data").joinpath("cues.toml").read_text(encoding="utf-8"))
    assert set(table) == set(CLASSES)
    assert all(row["use"] in USES for kind in CLASSES for row in table[kind])
    assert shipped().speaks("said") == "said" and shipped().speaks("walked") is None


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [("say", {"says", "said", "saying"}), ("deny", {"denies", "denied", "denying"}), ("admit", {"admitted"})],
)
def test_verb_forms(lemma: str, forms: set[str]) -> None:
    """Forms are made by rule, irregular ones from a list."""
    assert forms <= set(verb_forms(lemma))
    assert set(noun_forms("pledge")) == {"pledge", "pledges"}
