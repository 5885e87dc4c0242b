"""A language core from outside: what a pipeline of somebody else's says of a text, made the ``Doc`` that reading takes.

The pipeline is given each paragraph by itself, so that no sentence crosses one; what it leaves out of a paragraph and
what is no content is divided into words only, as the shipped core does. Nothing is guessed: what is no tree of
Universal Dependencies is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communique import wordlists
from communique.errors import CoreUnfit
from communique.language.core import Extent, blank_row, contents, document, go_on
from communique.language.doc import Doc
from communique.language.rows import Row
from communique.language.tokens import Token, tokenize
from communique.text import TextLayer

__all__ = ["OutsideCore", "Said", "WordSaid", "ud_relation"]

_RELATIONS = wordlists.words("language", "ud_relations")
_TAGS = frozenset(tag.upper() for tag in wordlists.words("language", "ud_tags"))
_KINDS = {label: kind.upper() for kind, found in wordlists.groups("language", "name_types").items() for label in found}
_NO_NAMES = "NONE"
_NO_TAG, _NO_TREE = "no part of speech, as one without a tagger does", "no relation, as one without a parser does"
REMEDY = "Give a pipeline that was trained on a treebank of Universal Dependencies"


@dataclass(frozen=True, slots=True)
class WordSaid:
    """A word, with what a pipeline says of it.

    Attributes:
        start, end: its characters in the text that the pipeline was given.
        upos, feats, deprel: in Universal Dependencies' terms; ``feats`` may be empty.
        lemma: its lemma; the word in small letters where it is empty.
        head: the number of the word it hangs from; its own for a root.
    """

    start: int
    end: int
    upos: str
    feats: str
    lemma: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a pipeline says of one text: its words in order, and its names as characters with a label."""

    words: Sequence[WordSaid]
    names: Sequence[tuple[int, int, str]] = ()


@dataclass(frozen=True, slots=True)
class OutsideCore:
    """A core whose trees and names are a pipeline's; it has no last layers that tell of engagements.

    Attributes:
        name: what the pipeline is called, with its version.
        languages: what it reads, by ISO 639-1 code.
        say: the pipeline: a text in, what it says out.
        names: types of names by the pipeline's labels, beside those that are known.
    """

    name: str
    languages: frozenset[str]
    say: Callable[[str], Said]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> None:
        """None: the lexicon alone says what is told."""
        return None

    def read(
        self,
        layer: TextLayer,
        *,
        apart: Sequence[Extent] = (),
        surnames: Container[str] = (),
        people: frozenset[tuple[str, ...]] = frozenset(),
        got_to: Callable[[int], None] = go_on,
    ) -> Doc:
        """Return the words of a text, with what the pipeline says of each.

        Raises:
            CoreUnfit: if that is no tree of Universal Dependencies, or words are not where they are said to be.
        """
        tokens: list[Token] = []
        paragraphs: list[tuple[int, Said]] = []
        content: list[tuple[int, int]] = []
        given = tokenize(layer.text)
        at = 0
        for first, last in contents(layer, given, apart):
            start, end = given[first].start, given[last - 1].start + len(given[last - 1].text)
            tokens += given[at:first]
            got_to(start)
            said = self._checked(self.say(layer.text[start:end]), layer.text[start:end])
            paragraphs.append((len(tokens), said))
            tokens += _divided(layer.text[start:end], said, start)
            content.append((paragraphs[-1][0], len(tokens)))
            at = last
        tokens += given[at:]
        row = blank_row(tokens)
        for (begins, said), (_, end) in zip(paragraphs, content, strict=True):
            self._fill(tokens, row, range(begins, end), said)
        english = "en" in self.languages
        return document(layer.text, tokens, row, tuple(content), surnames, people, english=english)

    def _checked(self, said: Said, text: str) -> Said:
        """Return what was said, if it can be taken.

        Raises:
            CoreUnfit: if it cannot.
        """
        at = 0
        for number, word in enumerate(said.words):
            if not at <= word.start < word.end <= len(text) or not text[word.start : word.end].strip():
                problem = f"word {number} is said to stand at characters {word.start} to {word.end} of {text[:40]!r}"
                raise CoreUnfit(self.name, problem, "Words must be in order, apart, and where the text has them")
            at = word.end
            form = text[word.start : word.end]
            if lacks := [what for said, what in ((word.upos, _NO_TAG), (word.deprel, _NO_TREE)) if not said]:
                raise CoreUnfit(self.name, f"it gives {form!r} {' and '.join(lacks)}", REMEDY)
            if word.upos not in _TAGS:
                raise CoreUnfit(self.name, f"{form!r} has the tag {word.upos!r}, which is no UPOS", REMEDY)
            if word.deprel.split(":")[0] not in _RELATIONS:
                raise CoreUnfit(self.name, f"{form!r} has the relation {word.deprel!r}, which is not UD's", REMEDY)
        _check_tree(self.name, [w.head for w in said.words])
        return said

    def _fill(self, tokens: Sequence[Token], row: Row, numbers: range, said: Said) -> None:
        """Put into the row what was said of a paragraph's words."""
        start = tokens[numbers[0]].start
        by_start = {tokens[i].start - start: i for i in numbers if not tokens[i].is_blank}
        places = [by_start[word.start] for word in said.words]
        own = set(places)
        for word, i in zip(said.words, places, strict=True):
            row.upos[i], row.feats[i] = word.upos, word.feats
            row.lemmas[i] = word.lemma or tokens[i].text.lower()
            row.heads[i], row.deprels[i] = places[word.head], word.deprel
        before = None
        for i in numbers:  # what the pipeline left out hangs on the word before it, or on the first
            before = i if i in own else before
            if places and i not in own and not tokens[i].is_blank:
                row.heads[i] = places[0] if before is None else before
        firsts = dict[int, int]()
        for i in places:
            firsts.setdefault(_root(row.heads, i), i)
        begins = set(firsts.values())
        for i in numbers if places else ():
            row.starts[i] = i in begins
        row.ents += self._names(said, {w.start: i for w, i in zip(said.words, places, strict=True)})

    def _names(self, said: Said, places: Mapping[int, int]) -> Iterator[tuple[int, int, str]]:
        last = 0
        for start, end, label in sorted(said.names):
            kind = self.names.get(label) or _KINDS.get(label.lower(), "MISC")
            inside = [places[w.start] for w in said.words if w.start < end and w.end > start]
            if inside and kind != _NO_NAMES and inside[0] >= last:
                last = inside[-1] + 1
                yield inside[0], last, kind


def ud_relation(label: str) -> bool:
    """Return whether a relation is one of Universal Dependencies; subtypes and the case of ``ROOT`` do not count."""
    return label.split(":", maxsplit=1)[0].lower() in _RELATIONS


def _check_tree(name: str, heads: Sequence[int]) -> None:
    """Look whether words hang in a tree, or in several.

    Raises:
        CoreUnfit: if a head is no word, or words hang in a circle.
    """
    state = [0] * len(heads)
    for number in range(len(heads)):
        path, node = list[int](), number
        while not state[node]:
            state[node] = 1
            path.append(node)
            if not 0 <= heads[node] < len(heads):
                raise CoreUnfit(name, f"word {node} hangs from word {heads[node]}, and there is none", REMEDY)
            if heads[node] == node:
                break
            node = heads[node]
            if state[node] == 1:
                raise CoreUnfit(name, f"word {number} hangs from itself by way of others: that is no tree", REMEDY)
        for seen in path:
            state[seen] = 2


def _root(heads: Sequence[int], word: int) -> int:
    while heads[word] != word:
        word = heads[word]
    return word


def _divided(text: str, said: Said, offset: int) -> Iterator[Token]:
    """Yield the tokens of a paragraph: the pipeline's words, and what stands between them."""
    at = 0
    for word in said.words:
        yield from _between(text[at : word.start], offset + at, at > 0)
        yield Token(text[word.start : word.end], offset + word.start, "", False, False)
        at = word.end
    yield from _between(text[at:], offset + at, at > 0)


def _between(gap: str, start: int, follows: bool) -> Iterator[Token]:
    """Yield the tokens of what stands between two words; one blank after a word is none."""
    cut = 1 if follows and gap.startswith(" ") else 0
    for token in tokenize(gap[cut:]):
        yield Token(token.text, start + cut + token.start, token.before, token.space, token.is_blank)
