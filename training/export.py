"""Write the shipped weights: ``python -m training.export --trained DIR/best.pt --out FILE.onnx``.

One ONNX file holds all: the graph, built here operator by operator with ONNX Runtime's fused
transformer operators; weights as int8, per output channel; vocabulary and label sets as metadata.
Activations are quantised anew for every call, so one call a window gives the same answer always.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from communique.language import conllu
from communique.language.model import FORMAT
from communique.language.packing import pack, squeeze
from training import encoder
from training.corpora import NAMES
from training.network import GAPS, HEADS, HIDDEN

TARGET = Path("src/communique/language/english.onnx")

LEVELS = 64
"""Largest weight as an integer: it cannot overflow on processors without VNNI."""

SMALL = ("rel_out.weight", "rel_out.bias", "root_rel", "role_out.weight", "role_out.bias", "role_far.weight")
"""What is applied outside the graph, to the chosen pairs of words only."""

Array = NDArray[Any]


class Graph:
    """A small builder: every method adds operators and returns the name of what they give."""

    def __init__(self, weights: dict[str, Array], levels: int) -> None:
        self.weights, self.levels = weights, levels
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.count = 0

    def op(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        """Add an operator; return its output's name, or a list of names where it has several."""
        self.count += 1
        names = [f"{kind}_{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value: Array) -> str:
        """Add a constant and return its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(value.shape), name))
        return name

    def linear(self, x: str, weight: Array, bias: Array | None) -> str:
        """``x @ weight.T + bias`` with the weight as int8, one scale for every output channel."""
        scale = np.maximum(np.abs(weight).max(1), 1e-8) / self.levels
        values = np.round(weight / scale[:, None]).clip(-self.levels, self.levels).astype(np.int8)
        inputs = [x, self.constant(values.T), self.constant(scale.astype(np.float32)), ""]
        inputs.append(self.constant(bias.astype(np.float32)) if bias is not None else "")
        while not inputs[-1]:
            inputs.pop()
        return str(self.op("DynamicQuantizeMatMul", *inputs, domain="com.microsoft"))

    def layer_linear(self, x: str, name: str) -> str:
        """A linear layer of the network by its name."""
        return self.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def add_norm(self, x: str, skip: str, name: str) -> str:
        """Layer norm of a sum in plain operators: much quicker on a processor than the fused one."""
        gamma, beta = (self.constant(self.weights[f"{name}.{e}"]) for e in ("weight", "bias"))
        column = self.constant(np.full((HIDDEN, 1), 1 / HIDDEN, np.float32))
        total = self.op("Add", x, skip)
        centred = self.op("Sub", total, self.op("MatMul", total, column))
        variance = self.op("MatMul", self.op("Mul", centred, centred), column)
        spread = self.op("Sqrt", self.op("Add", variance, self.constant(np.array([1e-12], np.float32))))
        return str(self.op("Add", self.op("Mul", self.op("Div", centred, spread), gamma), beta))


def embed(g: Graph) -> str:
    """Word, position, case and blank embeddings, summed and normed: [1, t, hidden]."""
    table = g.weights["words.weight"]
    scale = (np.abs(table).max(1, keepdims=True) / 127).clip(1e-8).astype(np.float32)
    rows = g.op("Gather", g.constant(np.round(table / scale).astype(np.int8)), "pieces")
    rows = g.op("Cast", rows, to=TensorProto.FLOAT)
    rows = g.op("Mul", rows, g.op("Gather", g.constant(scale), "pieces"))
    marks = (g.weights["shapes.weight"][:, None] + g.weights["gaps.weight"][None]).reshape(-1, HIDDEN)
    marks_in = g.op("Gather", g.constant(marks.astype(np.float32)), "marks")
    length = g.op("Shape", "pieces")
    zero = g.constant(np.array([0], np.int64))
    positions = g.op("Slice", g.constant(g.weights["positions.weight"].astype(np.float32)), zero, length, zero)
    front = g.constant(np.array([0], np.int64))
    x = g.op("Unsqueeze", g.op("Add", rows, positions), front)
    return g.add_norm(x, g.op("Unsqueeze", marks_in, front), "norm")


def encode(g: Graph, x: str, layers: int) -> list[str]:
    """Return the names of the states: the input's and each layer's."""
    states = [x]
    for i in range(layers):
        states.append(layer(g, states[-1], f"layers.{i}"))
    return states


def layer(g: Graph, x: str, name: str) -> str:
    """Add an encoder layer by its name; return the state after it."""
    q, k, v = g.op("Split", g.layer_linear(x, f"{name}.qkv"), outputs=3, axis=-1, num_outputs=3)
    a = g.op("MultiHeadAttention", q, k, v, domain="com.microsoft", num_heads=HEADS)
    x = g.add_norm(g.layer_linear(a, f"{name}.out"), x, f"{name}.norm1")
    inner = g.op("Gelu", g.layer_linear(x, f"{name}.up"), domain="com.microsoft")
    return g.add_norm(g.layer_linear(inner, f"{name}.down"), x, f"{name}.norm2")


def softmax(values: Array) -> Array:
    """Softmax of a vector."""
    e = np.exp(values - values.max())
    return np.asarray(e / e.sum(), np.float32)


def heads(g: Graph, states: list[str], sizes: dict[str, int]) -> dict[str, str]:
    """Add the heads; return the outputs by name."""
    mixes = np.stack([softmax(g.weights[f"mix_{part}"]) for part in ("tags", "tree", "says")])
    stacked = g.op("Concat", *states, axis=0)
    flat = g.op("Reshape", stacked, g.constant(np.array([len(states), -1], np.int64)))
    mixed = g.op("MatMul", g.constant(mixes), flat)
    mixed = g.op("Reshape", mixed, g.constant(np.array([3, -1, HIDDEN], np.int64)))
    both = g.op("Concat", g.op("Gather", mixed, "first", axis=1), g.op("Gather", mixed, "last", axis=1), axis=-1)
    tags, tree, says = (g.op("Gather", both, g.constant(np.array(i, np.int64)), axis=0) for i in range(3))
    told = {"acts": engagement_vectors(g, states)}
    return tag_heads(g, tags, sizes) | tree_heads(g, tree, sizes) | statement_heads(g, says, sizes) | told


def engagement_vectors(g: Graph, states: list[str]) -> str:
    """The words' vectors for the heads of engagements [n, width], which are applied outside the graph."""
    total = g.op("Mul", states[0], g.constant(softmax(g.weights["acts.mix"])[:1]))
    for share, state in zip(softmax(g.weights["acts.mix"])[1:], states[1:], strict=True):
        total = g.op("Add", total, g.op("Mul", state, g.constant(np.array([share]))))
    total = g.op("Squeeze", total, g.constant(np.array([0], np.int64)))
    both = g.op("Concat", g.op("Gather", total, "first", axis=0), g.op("Gather", total, "last", axis=0), axis=-1)
    return str(g.op("Gelu", g.layer_linear(both, "acts.inn"), domain="com.microsoft"))


def engagement_heads(trained: dict[str, Any]) -> str:
    """Return the heads of engagements that are applied outside the graph, with their label sets, as JSON."""
    found = {k.removeprefix("acts."): v for k, v in trained["weights"].items() if k.startswith("acts.")}
    outside = {k: pack(v.float().numpy()) for k, v in sorted(found.items()) if not k.startswith(("mix", "inn."))}
    return json.dumps({"labels": trained["engagements"], "weights": outside}, ensure_ascii=False)


def tag_heads(g: Graph, tags: str, sizes: dict[str, int]) -> dict[str, str]:
    """Tags, features, lemma scripts (best ones); scores of names and sentence starts."""
    inner = g.op("Gelu", g.layer_linear(tags, "tag_in"), domain="com.microsoft")
    weight, bias = g.weights["tag_out.weight"], g.weights["tag_out.bias"]
    keep = np.r_[0 : sizes["upos"], sizes["upos"] + sizes["xpos"] : weight.shape[0]]
    scores = g.linear(inner, weight[keep], bias[keep])
    split = g.constant(np.array([sizes["upos"], sizes["feats"], sizes["scripts"]], np.int64))
    parts = g.op("Split", scores, split, outputs=3, axis=-1)
    out = {k: g.op("ArgMax", p, axis=-1, keepdims=0) for k, p in zip(("upos", "feats", "scripts"), parts, strict=True)}
    inner = g.op("Gelu", g.layer_linear(tags, "name_in"), domain="com.microsoft")
    out["names"] = g.layer_linear(inner, "name_out")
    return out


def tree_heads(g: Graph, tree: str, sizes: dict[str, int]) -> dict[str, str]:
    """Arc scores [n, 1 + n] and the two sides of the relations."""
    sides = g.op("LeakyRelu", g.layer_linear(tree, "tree_in"), alpha=0.1)
    split = g.constant(np.array([sizes["arc"], sizes["arc"], 2 * 2 * sizes["rel"]], np.int64))
    dep, head, rest = g.op("Split", sides, split, outputs=3, axis=-1)
    head = g.op("Concat", g.constant(g.weights["root"][None].astype(np.float32)), head, axis=0)
    left = g.linear(dep, g.weights["arc"].T, None)
    lean = g.op("MatMul", head, g.constant(g.weights["arc_head"].astype(np.float32)))
    arcs = g.op("Add", g.op("MatMul", left, g.op("Transpose", head, perm=[1, 0])), lean)
    return {"arcs": arcs, "sides": rest}


def statement_heads(g: Graph, says: str, sizes: dict[str, int]) -> dict[str, str]:
    """Scores of cues [n] and the sides of the roles [n, 4 * says]."""
    inner = g.op("LeakyRelu", g.layer_linear(says, "says_in"), alpha=0.1)
    split = g.constant(np.array([sizes["cue"], 4 * sizes["says"]], np.int64))
    cue, sides = g.op("Split", inner, split, outputs=2, axis=-1)
    weight = g.constant(g.weights["cue_out.weight"].T.astype(np.float32))
    scores = g.op("Add", g.op("MatMul", cue, weight), g.constant(g.weights["cue_out.bias"].astype(np.float32)))
    return {"cues": g.op("Squeeze", scores, g.constant(np.array([1], np.int64))), "says": sides}


def lexicon_verbs() -> list[str]:
    """Return the verbs of the reading's tables, so that their forms find them though no treebank has them."""
    data = Path("src/communique/data")
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(data.glob("predicates/*.toml")))
    verbs = {entry.split()[0] for sense in tomllib.loads(text)["sense"] for entry in sense.get("verbs", ())}
    attitudes = tomllib.loads((data / "attitudes.toml").read_text(encoding="utf-8"))
    verbs |= {w for table in attitudes["attitude"] for w in table.get("complement", ())}
    return sorted(v for v in verbs if v.isalpha())


def lemma_table(data: Path) -> dict[str, str]:
    """Return the lemma of every form and tag of the treebanks that nearly always has the same one."""
    seen: dict[str, Counter[str]] = {}
    for folder in ("ud_english_ewt", "gum_open"):
        with (data / folder / "train.conllu").open(encoding="utf-8") as lines:
            for sentence in conllu.read(lines):
                for form, upos, lemma in zip(*(sentence.column(c) for c in ("form", "upos", "lemma")), strict=True):
                    if upos not in ("PROPN", "X", "PUNCT", "SYM", "NUM") and lemma != "_":
                        seen.setdefault(f"{upos} {form.lower()}", Counter())[lemma] += 1
    for word in lexicon_verbs():
        seen.setdefault(f"VERB {word}", Counter())[word] += 1
    best = {key: count.most_common(1)[0] for key, count in sorted(seen.items())}
    return {key: lemma for key, (lemma, n) in best.items() if n >= 0.9 * seen[key].total()}


def build(trained: dict[str, Any], levels: int, lemmas: dict[str, str]) -> onnx.ModelProto:
    """Return the model with its metadata."""
    weights = {k: v.float().numpy() for k, v in trained["weights"].items()}
    sizes = trained["sizes"]
    g = Graph(weights, levels)
    outputs = heads(g, encode(g, embed(g), sizes["layers"]), sizes)
    g.nodes += [helper.make_node("Identity", [inner], [name]) for name, inner in outputs.items()]
    shapes = {"names": 2, "arcs": 2, "sides": 2, "cues": 1, "says": 2, "acts": 2}
    infos = [helper.make_tensor_value_info(k, TensorProto.INT64, [None]) for k in ("upos", "feats", "scripts")]
    infos += [helper.make_tensor_value_info(k, TensorProto.FLOAT, [None] * d) for k, d in shapes.items()]
    inputs = [helper.make_tensor_value_info(k, TensorProto.INT64, [None]) for k in ("pieces", "marks", "first", "last")]
    graph = helper.make_graph(g.nodes, "communique", inputs, infos, g.constants)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="communique")
    small = {k: pack(weights[k]) for k in SMALL}
    labels = {k: v for k, v in trained["labels"].items() if k != "xpos"} | {"names": list(NAMES)}
    meta = {
        "format": FORMAT,
        "labels": json.dumps(labels, ensure_ascii=False),
        "vocabulary": squeeze("\n".join(trained["vocabulary"])),
        "gaps": str(GAPS),
        "lemmas": squeeze(json.dumps(lemmas, ensure_ascii=False)),
        "relations": json.dumps(small),
        "engagements": squeeze(engagement_heads(trained)),
    }
    helper.set_model_props(model, meta)
    return model


def going_back(trained: dict[str, Any], before: Path) -> dict[str, Any]:
    """Return the weights that were shipped before; the engagements' heads only where their label sets are the same."""
    found = encoder.shipped(before)
    same = found.engagements == trained["engagements"]
    return {k: v for k, v in found.weights.items() if same or not k.startswith("acts.")}


def main() -> None:
    """Run the export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument(
        "--before", type=Path, help="weights shipped before, to go back to by a share: what engagements cost trees"
    )
    parser.add_argument("--share", type=float, default=0.2, help="of the weights before")
    parser.add_argument(
        "--levels",
        type=int,
        default=LEVELS,
        help="largest weight as an integer",
    )
    args = parser.parse_args()
    trained = torch.load(args.trained, map_location="cpu", weights_only=False)
    if args.before is not None:
        trained["weights"] = encoder.between(trained["weights"], going_back(trained, args.before), args.share)
    model = build(trained, args.levels, lemma_table(args.data))
    onnx.checker.check_model(model)
    onnx.save(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
