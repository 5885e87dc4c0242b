"""Make the rules by which English words are divided: ``python -m training.words``.

They are those of spaCy's English tokenizer (MIT License, see ``NOTICE``), taken out of the installed spaCy, so that
nobody who reads reports needs it. Run it after an update of spaCy, and the floor and the benchmarks before and after.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import spacy
from spacy.symbols import ORTH

OUT = Path(str(files("communique.language").joinpath("words.json")))


def rules() -> dict[str, object]:
    """Return the patterns of spaCy's English tokenizer, and the words that it knows, each with its parts."""
    tokenizer = spacy.blank("en").tokenizer
    known = sorted([part[ORTH] for part in parts] for parts in tokenizer.rules.values())
    return {
        "source": f"spaCy {spacy.__version__}, English; MIT License, see NOTICE",
        "prefix": tokenizer.prefix_search.__self__.pattern,
        "suffix": tokenizer.suffix_search.__self__.pattern,
        "infix": tokenizer.infix_finditer.__self__.pattern,
        "address": tokenizer.url_match.__self__.pattern,
        "known": known,
    }


def main() -> None:
    """Write the file: a line for each pattern and each known word."""
    found = rules()
    known = ",\n".join("  " + json.dumps(parts, ensure_ascii=False) for parts in found.pop("known"))  # type: ignore[attr-defined]
    rest = "\n".join(f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}," for k, v in found.items())
    OUT.write_text(f'{{\n{rest}\n "known": [\n{known}\n ]\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
