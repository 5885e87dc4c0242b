"""A user's own spaCy or Stanza pipeline as the language core: neither is imported here, what they give is looked at."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from communique.errors import CoreUnfit
from communique.language.outside import REMEDY, OutsideCore, Said, WordSaid, ud_relation

__all__ = ["spacy_core", "stanza_core"]


_NORWEGIAN = ("nb", "nn")


def spacy_core(
    nlp: Callable[[str], Any], *, names: Mapping[str, str] | None = None, languages: Collection[str] = ()
) -> OutsideCore:
    """Return the core of a loaded spaCy pipeline; its name has its version and a digest of its files, if it has any.

    Its tags, features, lemmas and trees must be those of Universal Dependencies. The English models that spaCy offers
    are not: their trees have labels of another kind (``dobj``, ``pobj``); nor are the German ones (``sb``, ``oa``).

    Args:
        nlp: the pipeline, as ``spacy.load`` returns it.
        names: types of names (PER, ORG, LOC, MISC, or NONE for what is no name) by labels of the pipeline that are not
            known here.
        languages: those that it reads, by ISO 639-1 code, where it is not the one that it says.

    Raises:
        CoreUnfit: if its parser has labels that are not of Universal Dependencies.
    """
    meta: Mapping[str, Any] = getattr(nlp, "meta", {})
    language = str(getattr(nlp, "lang", meta.get("lang", "")))
    folder = getattr(nlp, "path", None)
    parts = [str(meta[k]) for k in ("name", "version") if meta.get(k)]
    parts += [_digest(Path(folder).rglob("*"), getattr(nlp, "pipe_names", []))] if folder else []
    name = " ".join(["spacy", language, *parts])
    labels: Iterable[str] = getattr(nlp, "pipe_labels", {}).get("parser", ())
    other = sorted(x for x in labels if x != "ROOT" and not ud_relation(x.split("||")[0]))
    if other:
        problem = f"its parser has the relations {', '.join(other[:5])}, which are not those of Universal Dependencies"
        raise CoreUnfit(name, problem, REMEDY)
    return OutsideCore(name, _read_by(language, languages), lambda text: _of_spacy(nlp(text)), names or {})


def _read_by(language: str, languages: Collection[str]) -> frozenset[str]:
    """Return the languages of a pipeline as reports have them: without a script or a country."""
    codes = {code.replace("_", "-").split("-")[0].lower() for code in languages or (language,)}
    return frozenset("no" if code in _NORWEGIAN else code for code in codes)


def _digest(files: Iterable[Path], also: object = ()) -> str:
    """Return what is another where any of the files is: a pipeline trained anew may have the old one's name."""
    digest = hashlib.sha256(json.dumps(also).encode())
    for path in sorted(path for path in files if path.is_file()):
        with path.open("rb") as stream:
            digest.update(path.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:8]


def _of_spacy(doc: Any) -> Said:
    """Return what a spaCy document says; its tokens of blanks are left out."""
    kept = [token for token in doc if not token.is_space]
    numbers = {token.i: n for n, token in enumerate(kept)}
    words = []
    for token in kept:
        head = token.head
        while head.is_space and head.head is not head and head.head.i != head.i:
            head = head.head
        words.append(
            WordSaid(
                start=token.idx,
                end=token.idx + len(token.text),
                upos=token.pos_,
                feats=str(token.morph),
                lemma=token.lemma_,
                head=numbers.get(head.i, numbers[token.i]),
                deprel="root" if token.dep_ == "ROOT" else token.dep_,
            )
        )
    return Said(words, [(e.start_char, e.end_char, e.label_) for e in doc.ents])


def stanza_core(
    pipeline: Callable[[str], Any], *, names: Mapping[str, str] | None = None, languages: Collection[str] = ()
) -> OutsideCore:
    """Return the core of a loaded Stanza pipeline; it needs the processors up to ``depparse``, and ``ner`` for names.

    Its name has the version of Stanza and a digest of the models.

    A token of several words ("don't", "zum") is divided where its characters are those of its words; else it is one
    word, the one of them that the others hang from.

    Args:
        pipeline: the pipeline, as ``stanza.Pipeline`` returns it.
        names, languages: as of :func:`spacy_core`.
    """
    language = str(getattr(pipeline, "lang", ""))
    version = getattr(sys.modules.get(type(pipeline).__module__.partition(".")[0]), "__version__", None)
    config: Mapping[str, Any] = getattr(pipeline, "config", {})
    models = [Path(at) for key, at in config.items() if key.endswith("_path") and isinstance(at, str)]
    parts = [*([str(version)] if version else []), *([_digest(models)] if models else [])]
    name = " ".join(["stanza", language, *parts])
    return OutsideCore(name, _read_by(language, languages), lambda text: _of_stanza(pipeline(text)), names or {})


def _of_stanza(doc: Any) -> Said:
    words: list[WordSaid] = []
    for sentence in doc.sentences:
        words += _of_sentence(sentence, len(words))
    return Said(words, [(e.start_char, e.end_char, e.type) for e in doc.ents])


def _of_sentence(sentence: Any, first: int) -> list[WordSaid]:
    """Return the words of a sentence, whose first has the number ``first``."""
    heads = {word.id: word.head for word in sentence.words}
    placed: list[tuple[Any, int, int]] = []
    stands: dict[int, int] = {}
    for token in sentence.tokens:
        for word, inside, start, end in _placed(token, heads):
            stands.update(dict.fromkeys(inside, first + len(placed)))
            placed.append((word, start, end))
    return [
        WordSaid(
            start=start,
            end=end,
            upos=word.upos or "",
            feats=word.feats or "",
            lemma=word.lemma or "",
            head=stands[word.head] if word.head else stands[word.id],
            deprel=word.deprel or "",
        )
        for word, start, end in placed
    ]


def _placed(token: Any, heads: Mapping[int, int]) -> Iterator[tuple[Any, list[int], int, int]]:
    """Yield each word of a token, with the numbers of the words that it stands for, and where it stands."""
    words, start, end = list(token.words), token.start_char, token.end_char
    if "".join(word.text for word in words) == token.text:
        for word in words:
            yield word, [word.id], start, start + len(word.text)
            start += len(word.text)
        return
    inside = [word.id for word in words]
    top = next((word for word in words if heads[word.id] not in inside), words[0])
    yield top, inside, start, end
