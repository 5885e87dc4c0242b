"""What training begins with: the encoder as it was published, or the shipped weights again.

Of the encoder's vocabulary the pieces that no English word has (of other scripts, and the unused ones) are dropped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from communique.language.packing import unpack, unsqueeze

PAD, UNKNOWN_PIECE, FIRST, LAST, MASK = range(5)
"""Numbers of the encoder's own pieces, once those of no use are dropped."""

_OWN = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_LAYER = ("qkv", "out", "up", "down")
_HEADS = ("acts.inn", "tag_in", "tag_out", "name_in", "name_out", "tree_in", "arc", "says_in")
_MIXES = ("mix_tags", "mix_tree", "mix_says")

Array = NDArray[Any]


@dataclass(frozen=True)
class Start:
    """Weights to begin with.

    Attributes:
        vocabulary: the pieces.
        weights: by their names in :class:`training.network.Network`; what is not there begins at random.
        labels: label sets of the heads that the weights are of, ``None`` for an encoder alone.
        engagements: those of the engagements' heads, ``None`` for an encoder alone.
    """

    vocabulary: Sequence[str]
    weights: Mapping[str, Tensor]
    labels: Mapping[str, list[str]] | None = None
    engagements: Mapping[str, list[str]] | None = None


def is_foreign(piece: str) -> bool:
    """Whether a piece is of no use to English: unused, or of another script."""
    if piece.startswith("[unused"):
        return True
    return any(ord(c) > 0x24F and not 0x2000 <= ord(c) < 0x2200 for c in piece.removeprefix("##"))


def published(folder: Path) -> Start:
    """Return the encoder as published: ``model.safetensors`` (names of the transformers library), ``vocab.txt``."""
    whole = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    kept = [i for i, piece in enumerate(whole) if not is_foreign(piece)]
    vocabulary = [whole[i] for i in kept]
    if vocabulary[:5] != _OWN:
        raise SystemExit(f"{folder}: the vocabulary does not begin with {' '.join(_OWN)}")
    get = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
    tables = {k: get[f"embeddings.{k}_embeddings.weight"] for k in ("word", "position", "token_type")}
    weights = {
        "words.weight": tables["word"][kept],
        "positions.weight": tables["position"] + tables["token_type"][0],
        "norm.weight": get["embeddings.LayerNorm.weight"],
        "norm.bias": get["embeddings.LayerNorm.bias"],
    }
    for i in range(sum(k.endswith("intermediate.dense.bias") for k in get)):
        weights |= _published_layer(get, f"encoder.layer.{i}.", f"layers.{i}.")
    return Start(vocabulary, weights)


def _published_layer(get: Mapping[str, Tensor], base: str, name: str) -> dict[str, Tensor]:
    parts = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    found = {}
    for end in ("weight", "bias"):
        qkv = [get[f"{base}attention.self.{n}.{end}"] for n in ("query", "key", "value")]
        found[f"{name}qkv.{end}"] = torch.cat(qkv)
        found |= {f"{name}{k}.{end}": get[f"{base}{long}.{end}"] for k, long in parts.items()}
    return found


def blended(after: Start, encoder: Start, share: float) -> Start:
    """Return the weights of ``after`` with a share of the encoder as it was published in its layers.

    Training for trees takes from an encoder what it knew of meaning; between the two weights lies a straight way on
    which both are nearly whole (Wortsman et al. 2022, arXiv:2109.01903).
    """
    if list(after.vocabulary) != list(encoder.vocabulary):
        raise SystemExit("the shipped weights and the encoder have different vocabularies")
    return Start(after.vocabulary, between(after.weights, encoder.weights, share), after.labels, after.engagements)


def between(weights: Mapping[str, Tensor], others: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return weights gone by a share of the way to others, where these have the same layer."""
    return {
        name: (1 - share) * value + share * others[name] if name in others else value for name, value in weights.items()
    }


def checkpoint(path: Path) -> Start:
    """Return the weights of a run that was ended early."""
    found = torch.load(path, map_location="cpu", weights_only=False)
    return Start(found["vocabulary"], found["weights"], found["labels"], found["engagements"])


def shipped(path: Path) -> Start:
    """Return the shipped weights as floats.

    Tags of the treebank's own scheme are only trained with and not shipped, so their label set is empty.
    """
    model = onnx.load(path)
    meta = {p.key: p.value for p in model.metadata_props}
    found = _Shipped(model)
    labels: dict[str, list[str]] = {k: v for k, v in json.loads(meta["labels"]).items() if k != "names"}
    weights = found.embeddings(int(meta["gaps"])) | found.norms() | found.linears()
    weights |= found.rest(wide=weights["arc"].shape[0])
    weights |= {k: unpack(v) for k, v in json.loads(meta["relations"]).items()}
    acts = json.loads(unsqueeze(meta["engagements"]))
    weights |= {f"acts.{k}": unpack(v) for k, v in acts["weights"].items()}
    tensors = {k: torch.from_numpy(np.array(v, np.float32)) for k, v in weights.items()}
    return Start(unsqueeze(meta["vocabulary"]).split("\n"), tensors, labels | {"xpos": []}, acts["labels"])


class _Shipped:
    """The operators of the shipped graph, as :mod:`training.export` makes them."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
        self.nodes = list(model.graph.node)
        self.makers = {o: n for n in self.nodes for o in n.output}

    def of(self, kind: str) -> list[onnx.NodeProto]:
        """Return the operators of a kind, in order."""
        return [n for n in self.nodes if n.op_type == kind]

    def embeddings(self, gaps: int) -> dict[str, Array]:
        """Return the tables of words, positions, shapes and blanks."""
        pieces = [n for n in self.of("Gather") if n.input[1] == "pieces"]
        (marks,) = (n for n in self.of("Gather") if n.input[1] == "marks")
        table, scale = (self.constants[n.input[0]] for n in pieces)
        both = self.constants[marks.input[0]].reshape(-1, gaps, table.shape[1])
        shapes = both.mean(1)
        return {
            "words.weight": table.astype(np.float32) * scale,
            "positions.weight": self.constants[self.of("Slice")[0].input[0]],
            "shapes.weight": shapes,
            "gaps.weight": (both - shapes[:, None]).mean(0),
        }

    def norms(self) -> dict[str, Array]:
        """Return weights and biases of the layer norms: what is divided, scaled and shifted."""
        found: list[tuple[Array, Array]] = []
        for node in self.of("Add"):
            scaled = self.makers.get(node.input[0])
            if scaled is None or scaled.op_type != "Mul" or scaled.input[0] not in self.makers:
                continue
            if self.makers[scaled.input[0]].op_type == "Div":
                found.append((self.constants[scaled.input[1]], self.constants[node.input[1]]))
        names = ["norm", *(f"layers.{i}.norm{k}" for i in range(len(found) // 2) for k in (1, 2))]
        pairs = zip(names, found, strict=True)
        return {f"{name}.{end}": v for name, both in pairs for end, v in zip(("weight", "bias"), both, strict=True)}

    def linears(self) -> dict[str, Array]:
        """Return the linear layers: of the encoder, then of the heads."""
        nodes = self.of("DynamicQuantizeMatMul")
        layers = (len(nodes) - len(_HEADS)) // len(_LAYER)
        names = [f"layers.{i}.{k}" for i in range(layers) for k in _LAYER] + list(_HEADS)
        out: dict[str, Array] = {}
        for name, node in zip(names, nodes, strict=True):
            values, scale = (self.constants[node.input[i]] for i in (1, 2))
            weight = values.astype(np.float32) * scale[None]
            if name == "arc":
                out["arc"] = weight
            else:
                out |= {f"{name}.weight": weight.T, f"{name}.bias": self.constants[node.input[4]]}
        return out

    def rest(self, wide: int) -> dict[str, Array]:
        """Return the mixes of layers, what leans an arc (``wide``), the root's side, and the cues' last layer."""
        known = self.constants
        plain = [(n, i) for n in self.of("MatMul") for i in n.input if i in known]
        (mixes,) = (known[i] for n, i in plain if i == n.input[0])
        out = {name: np.log(row) for name, row in zip(_MIXES, mixes, strict=True)}
        shares = [known[i] for n in self.of("Mul") for i in n.input if i in known and known[i].size == 1]
        out["acts.mix"] = np.log(np.concatenate(shares))
        (out["arc_head"],) = (known[i] for _, i in plain if known[i].shape == (wide,))
        (out["root"],) = (known[n.input[0]][0] for n in self.of("Concat") if n.input[0] in known)
        ((cue, weight),) = ((n, i) for n, i in plain if known[i].shape[1:] == (1,) and self._parted(n))
        out["cue_out.weight"] = known[weight].T
        (out["cue_out.bias"],) = (known[n.input[1]] for n in self.of("Add") if n.input[0] == cue.output[0])
        return out

    def _parted(self, node: onnx.NodeProto) -> bool:
        """Whether what is multiplied is a part of a head's inner layer; norms multiply sums."""
        return node.input[0] in self.makers and self.makers[node.input[0]].op_type == "Split"
