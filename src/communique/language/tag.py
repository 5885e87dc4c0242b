"""Tag pre-tokenised CoNLL-U: the words as given, everything else from the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.language import conllu
from communique.language.model import MOST_PIECES, Model, Words, shipped


def tag(lines: Iterable[str], model: Model | None = None) -> Iterator[str]:
    """Yield every sentence as CoNLL-U with UPOS, FEATS, HEAD, DEPREL, LEMMA and ``NER=`` in MISC.

    Each sentence is read by itself. XPOS and DEPS, which the model does not give, become ``_``.

    Raises:
        ValueError: names the line that is not CoNLL-U, or the sentence that is too long.
    """
    model = model or shipped()
    for sentence in conllu.read(lines):
        forms = sentence.column("form")
        if sum(model.count(f) for f in forms) > MOST_PIECES:
            raise ValueError(
                f"line {sentence.first_line}: a sentence of {len(forms)} words, too long to be read at once; divide it"
            )
        if forms:
            _fill(sentence, model.read(forms, sentence.gaps, split=False))
        yield conllu.write(sentence)


def _fill(sentence: conllu.Sentence, found: Words) -> None:
    for k, i in enumerate(sentence.words):
        row = sentence.rows[i]
        misc = [m for m in row[9].split("|") if m != "_" and not m.startswith("NER=")]
        misc.append(f"NER={found.names[k]}")
        row[2], row[3], row[4], row[5] = found.lemmas[k], found.upos[k], "_", found.feats[k]
        row[6], row[7], row[8], row[9] = str(found.heads[k]), found.deprels[k], "_", "|".join(misc)
