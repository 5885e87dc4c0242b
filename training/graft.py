"""Graft the engagements' branch on the shipped weights: ``python -m training.graft --trained engagements.pt``.

The joint model stays as it is, operator by operator; beside its last layers stand layers of the branch's own, which
read the same lower layers, and one more output, ``acts``: a vector a word for the heads of
:mod:`communique.language.acts`. To keep the file small, pieces that no English word has (of other scripts, and the
encoder's unused ones) are dropped, and the tables are packed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from communique.language.model import FORMAT
from communique.language.packing import pack, squeeze, unsqueeze
from training.export import LEVELS, Graph, layer, softmax
from training.make import TARGET

OWN = "acts"
"""The branch's output; the names of all else that is its own begin with it."""

TABLES = ("vocabulary", "lemmas")
"""Metadata that is kept compressed beside a branch."""

Array = NDArray[Any]


def states(model: onnx.ModelProto) -> list[str]:
    """Return the names of the encoder's states: the input's and each layer's, as the heads mix them."""
    (mixing,) = [n for n in model.graph.node if n.op_type == "Concat" and len(n.input) > 2]
    return list(mixing.input)


def branch(g: Graph, below: str, top: str, layers: int) -> str:
    """Add the branch over the state ``below``; return the name of its output [n, width]."""
    x, mixed = below, [below, top]
    for i in range(layers):
        x = layer(g, x, f"layers.{i}")
        mixed.append(x)
    shares = softmax(g.weights["mix"])
    total = g.op("Mul", mixed[0], g.constant(shares[:1]))
    for share, state in zip(shares[1:], mixed[1:], strict=True):
        total = g.op("Add", total, g.op("Mul", state, g.constant(np.array([share]))))
    total = g.op("Squeeze", total, g.constant(np.array([0], np.int64)))
    both = g.op("Concat", g.op("Gather", total, "first", axis=0), g.op("Gather", total, "last", axis=0), axis=-1)
    return str(g.op("Gelu", g.layer_linear(both, "inn"), domain="com.microsoft"))


def is_foreign(piece: str) -> bool:
    """Whether a piece is of no use to English: unused, or of another script."""
    if piece.startswith("[unused"):
        return True
    return any(ord(c) > 0x24F and not 0x2000 <= ord(c) < 0x2200 for c in piece.removeprefix("##"))


def slim(model: onnx.ModelProto, meta: dict[str, str]) -> None:
    """Drop the pieces of no use with their rows."""
    vocabulary = meta["vocabulary"].split("\n")
    kept = [i for i, piece in enumerate(vocabulary) if not is_foreign(piece)]
    meta["vocabulary"] = "\n".join(vocabulary[i] for i in kept)
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.shape[:1] == (len(vocabulary),):
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[kept]), tensor.name))


def small(trained: dict[str, Any]) -> str:
    """Return the heads that are applied outside the graph, with their label sets, as JSON."""
    weights = {k: v.float().numpy() for k, v in trained["weights"].items()}
    heads = {k: v for k, v in weights.items() if not k.startswith(("layers.", "mix", "inn."))}
    rows = {k: pack(v) for k, v in sorted(heads.items())}
    labels = {k: trained[k] for k in ("kinds", "status", "pos", "deps", "paths", "cases", "calibration")}
    return json.dumps({"labels": labels, "weights": rows}, ensure_ascii=False)


def cut(model: onnx.ModelProto, meta: dict[str, str]) -> None:
    """Take the branch off weights that have one, in place."""
    for found in (model.graph.node, model.graph.initializer, model.graph.output):
        kept = [x for x in found if not (x.output[0] if isinstance(x, onnx.NodeProto) else x.name).startswith(OWN)]
        del found[:]
        found.extend(kept)
    meta |= {k: unsqueeze(meta[k]) for k in TABLES}


def graft(model: onnx.ModelProto, trained: dict[str, Any]) -> None:
    """Add the branch and its heads to the joint model, in place; one that it has already makes room."""
    meta = {p.key: p.value for p in model.metadata_props}
    if meta["format"] == FORMAT:
        cut(model, meta)
    weights = {k: v.float().numpy() for k, v in trained["weights"].items()}
    below = states(model)
    slim(model, meta)
    g = Graph(weights, LEVELS)
    out = branch(g, below[trained["fork"]], below[-1], len(below) - 1 - trained["fork"])
    taken = {i: f"{OWN}_{i}" for i in [*(c.name for c in g.constants), *(o for n in g.nodes for o in n.output)]}
    for node in g.nodes:
        node.input[:] = [taken.get(i, i) if i not in below else i for i in node.input]
        node.output[:] = [taken[o] for o in node.output]
    for tensor in g.constants:
        tensor.name = taken[tensor.name]
    model.graph.initializer.extend(g.constants)
    model.graph.node.extend([*g.nodes, helper.make_node("Identity", [taken[out]], [OWN])])
    model.graph.output.append(helper.make_tensor_value_info(OWN, TensorProto.FLOAT, [None, None]))
    meta |= {"format": FORMAT, "engagements": squeeze(small(trained))}
    meta |= {k: squeeze(meta[k]) for k in TABLES}
    del model.metadata_props[:]
    helper.set_model_props(model, meta)


def main() -> None:
    """Graft the branch and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=TARGET, help="the joint model, with a branch or without")
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    model = onnx.load(args.base)
    graft(model, torch.load(args.trained, map_location="cpu", weights_only=False))
    onnx.checker.check_model(model)
    onnx.save(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
