"""The event coder with a pair given: a sentence, its source and its target in; PLOVER and CAMEO codes out."""

from communique.reading.pairs.code import Coded, code_pair, code_tree, read_tree
from communique.reading.pairs.jsonl import code_jsonl

__all__ = ["Coded", "code_jsonl", "code_pair", "code_tree", "read_tree"]
