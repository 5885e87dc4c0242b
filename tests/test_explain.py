"""``communique explain``: what it shows of a sentence, not how it draws it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from communique.cli import main
from communique.explain import look, look_at_pair
from communique.explain.decision import path
from communique.explain.drawing import branches
from communique.explain.lacks import pattern_of
from communique.explain.look import parse_why
from communique.intake import report_from_text
from communique.language.core import analyse
from communique.reading.lexicon import lexicon
from communique.reading.lexicon.predicates import find_triggers
from communique.reading.page.tree import Tree
from communique.reading.pairs import code_pair
from communique.reading.read import read

REFUSED = "Russian President Vladimir Putin will not meet Xi Jinping in Beijing on Monday, the Kremlin said."
PAIR = "France threatened to expel Russian diplomats."
WEATHER = "It rained in the morning and the sun came out later in the day."
LONG = " ".join(["the ministers of France, Germany and Italy then met their colleagues and"] * 34) + " it ended."
ODD = [
    "!!! ... ?",
    "🙂 🙃 met 👨‍👩‍👧",
    LONG,
    "Putin",
    "[bold]Putin[/bold] met Xi.",
    "a\x1b[31mb met c",
    "x" * 300 + " met Xi.",
]


def run(*arguments: str, input: str | bytes | None = None, width: int = 80) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["explain", *arguments], input=input, env={"COLUMNS": str(width)})


def row(output: str, label: str) -> str:
    """What stands beside a label of a table, the first time."""
    found = re.search(rf"^{re.escape(label)} +(\S.*?) *$", output, flags=re.M)
    assert found is not None, label
    return found[1]


class TestTree:
    """The drawing."""

    @pytest.mark.parametrize("text", [REFUSED, PAIR, WEATHER, *ODD, f"{REFUSED} {WEATHER}\n\n{PAIR}"])
    def test_every_word_stands_there_once(self, text: str) -> None:
        """The lines of all sentences are the words that are no blanks."""
        tree = Tree(analyse(report_from_text(text).layer))
        drawn = [i for first, last in tree.bounds for _, i in branches(tree, first, last)]
        assert sorted(drawn) == [i for i, pos in enumerate(tree.pos) if pos != "SPACE"]

    def test_branches_are_joined(self) -> None:
        """Each word but the root hangs on one corner or tee, and all branches are of box characters."""
        tree = look(REFUSED).tree
        lines = branches(tree, *tree.bounds[0])
        bare = [i for prefix, i in lines if not prefix]
        assert [tree.deps[i] for i in bare] == ["root"]
        assert all(re.fullmatch(r"(│ |  )*[┌├└]─", prefix) for prefix, i in lines if i not in bare)
        assert {len(prefix) // 2 for prefix, i in lines if tree.heads[i] == bare[0] and i != bare[0]} == {1}

    def test_margin_marks_what_was_used(self) -> None:
        """The event's word, its participants, its signs, its time and its place."""
        tree = run(REFUSED, "--published", "2018-08-06").stdout.split("ENGAGEMENT")[0]
        marked = {word: letter for letter, word in re.findall(r"^([TASWP]) +[│┌├└─ ]*(\w+) ", tree, flags=re.M)}
        assert {w: marked.get(w) for w in ("meet", "Putin", "Xi", "not", "Monday", "Beijing")} == {
            "meet": "T", "Putin": "A", "Xi": "A", "not": "S", "Monday": "W", "Beijing": "P",
        }  # fmt: skip

    @pytest.mark.parametrize("width", [60, 80, 120])
    @pytest.mark.parametrize("text", [REFUSED, *ODD])
    def test_lines_fit_the_terminal(self, text: str, width: int) -> None:
        """No line is wider than the terminal, and none holds colours or control characters."""
        result = run(text, width=width)
        assert result.exit_code == 0
        assert max(cell_len(line) for line in result.stdout.splitlines()) <= width
        assert "\x1b" not in result.stdout

    def test_sentences_stand_one_after_another(self) -> None:
        """Several are numbered, one is not."""
        assert re.findall(r"^SENTENCE (\d)", run(f"{WEATHER} {REFUSED}").stdout, flags=re.M) == ["1", "2"]
        assert "SENTENCE" not in run(REFUSED).stdout


class TestDecision:
    """What was decided and why."""

    def test_is_that_of_the_reading(self) -> None:
        """The record is the one that ``read`` makes."""
        made = look(REFUSED, "2018-08-06").record
        again = read(report_from_text(REFUSED, published="2018-08-06"))
        assert (made.engagements, made.statements) == (again.engagements, again.statements)

    def test_rows(self) -> None:
        """Kind, status, parts with paths, codes, time, place, sense, pattern, signs and voice."""
        out = run(REFUSED, "--published", "2018-08-06").stdout
        shown = {k: row(out, k) for k in ("kind", "status", "CAMEO", "time", "place", "pattern", "voice", "force")}
        assert shown == {
            "kind": "meeting", "status": "declined", "CAMEO": "125", "time": "2018-08-06 from “Monday”",
            "place": "Beijing (CHN)", "pattern": "meet", "voice": "Russia", "force": "said (indirect)",
        }  # fmt: skip
        assert row(out, "PLOVER").startswith("REJECT / meet / diplomatic")
        assert "Vladimir Putin: Vladimir –nsubj→ meet" in out
        assert "not: negates it" in out

    def test_path_goes_up_and_down(self) -> None:
        """A path to a word on another branch passes what both hang on."""
        tree = look("Putin held talks with Xi.").tree
        assert path(tree, tree.words.index("Putin"), tree.words.index("talks")) == "Putin –nsubj→ held ←obj– talks"

    def test_reasons_are_taken_apart(self) -> None:
        """An engagement's ``why`` gives sense, words, signs and the rest; what is no such thing is kept whole."""
        why = parse_why("sense 'visit' of 'visit'; planned by will, to; place of the dateline")
        assert (why.sense, why.words, why.cues, why.rest) == (
            "visit",
            "visit",
            ("will", "to"),
            ("place of the dateline",),
        )
        assert parse_why("sense 'meet' of 'met'; held by tense").cues == ()
        assert parse_why("odd").rest == ("odd",)

    @pytest.mark.parametrize(
        "text", [REFUSED, PAIR, "Putin phoned Trump.", "Putin held a phone call with Trump in May."]
    )
    def test_every_word_of_an_event_has_its_pattern(self, text: str) -> None:
        """The pattern shown is one of the lexicon's for the word's sense."""
        tree = look(text).tree
        triggers = find_triggers(tree, lexicon(), range(len(tree.words)), set(), pair=True)
        assert triggers
        assert "none of its own" not in [pattern_of(tree, t) for t in triggers]

    def test_two_runs_print_the_same(self) -> None:
        """The output hangs on the sentence alone."""
        assert run(REFUSED).stdout == run(REFUSED).stdout


class TestLacking:
    """Sentences without an engagement."""

    def test_no_word_of_the_lexicon(self) -> None:
        """Said in these words."""
        assert "no word of the lexicon" in run("The cat is on the mat and is asleep.").stdout

    def test_parties_are_lacking(self) -> None:
        """A word of the lexicon between nobody."""
        out = run("It was a meeting of the two, and the old wall there was attacked.").stdout
        assert "NO ENGAGEMENT FOUND" in out
        assert "“meeting”: sense meet by “meeting”, but the model does not take it" in out

    def test_pattern_is_lacking(self) -> None:
        """A word none of whose patterns is there, with some of them."""
        assert re.search(r"“rained”: no pattern\s+fits; the lexicon has “rain", run(WEATHER).stdout)

    def test_language_is_lacking(self) -> None:
        """A text that is not read says so, whatever words it has."""
        out = run("Le président a rencontré le chancelier allemand à Berlin lundi, et ils ont parlé de la paix.").stdout
        assert "not taken for English" in out.split("NO ENGAGEMENT FOUND")[1]


class TestPair:
    """``--source`` and ``--target``."""

    def test_is_that_of_the_coder(self) -> None:
        """The answer is that of ``code``, and its first candidate the best."""
        seen = look_at_pair(PAIR, "France", "Russian diplomats")
        assert seen.coded == code_pair(PAIR, "France", "Russian diplomats")
        assert [c.score for c in seen.ranked] == sorted((c.score for c in seen.ranked), reverse=True)

    def test_rows(self) -> None:
        """Codes, reasons, and what was weighed."""
        out = run(PAIR, "--source", "France", "--target", "Russian diplomats").stdout
        coded = code_pair(PAIR, "France", "Russian diplomats")
        assert coded.plover is not None
        assert row(out, "PLOVER").startswith(coded.plover.type)
        assert row(out, "CAMEO") == coded.cameo
        assert "WEIGHED, BEST FIRST" in out
        assert re.search(r"^S +.*France", out, flags=re.M)

    def test_nothing_to_code(self) -> None:
        """A sentence without an event says so."""
        out = run("France is in Europe.", "--source", "France", "--target", "Spain").stdout
        assert "NO EVENT FOUND" in out
        assert "target not found" in out

    @pytest.mark.parametrize("text", ODD)
    def test_odd_input(self, text: str) -> None:
        """Nothing fails."""
        assert run(text, "--source", "Putin", "--target", "Xi").exit_code == 0


class TestUsage:
    """Input and errors."""

    def test_standard_input(self) -> None:
        """``-`` reads the sentence from there."""
        assert run("-", input=REFUSED.encode()).stdout == run(REFUSED).stdout

    @pytest.mark.parametrize(
        "arguments", [("",), (" \n",), ("-",), (PAIR, "--source", "France"), (PAIR, "--published", "x")]
    )
    def test_wrong_usage(self, arguments: tuple[str, ...]) -> None:
        """One line on standard error that says what to do; exit code 2."""
        result = run(*arguments, input=b"")
        assert (result.exit_code, result.stdout) == (2, "")
        assert re.fullmatch(r"communique: .*(?:Give|or leave).*\n", result.stderr)

    def test_bytes_that_are_no_text(self) -> None:
        """Standard input that is not UTF-8 is no sentence."""
        assert run("-", input=b"\xff\xfe met").exit_code == 2
