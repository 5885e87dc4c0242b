"""The engagements' branch: copies of the encoder's last layers over its frozen states, and small heads.

What the heads score, and how it is applied, is said in :mod:`communique.language.acts`; the names of the parameters
and the order of the labels are part of the shipped weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

from communique.language.acts import FARTHEST, LINK, MENTION, PARTS, SIDE, WIDTH, step
from communique.language.attributions import DISTANCES
from training.graft import states
from training.network import HIDDEN, Layer, Locked

if TYPE_CHECKING:
    from training.acts_batches import Batch, Pairs

KINDS = (
    "meeting summit talks call visit mediation interview letter message invitation agreement signing cooperation "
    "recognition support criticism accusation demand rejection threat protest aid concession retreat sanction "
    "expulsion recall mobilization coercion assault investigation"
).split()
STATUS = "held ongoing planned proposed possible conditional cancelled declined denied".split()
POS = "SPACE X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB".split()

LAYERS = 6
"""Layers of the joint model's encoder."""


@dataclass(frozen=True)
class Labels:
    """Classes of the features that are collected from the reports, ``other`` first."""

    paths: Sequence[str] = ("other",)
    cases: Sequence[str] = ("other",)
    deps: Sequence[str] = ("other",)


class Branch(nn.Module):
    """The branch with its heads.

    Args:
        fork: the layers of the encoder that stay below the branch.
        labels: classes of the features.
        dropout: of the layers.
    """

    def __init__(self, fork: int, labels: Labels, dropout: float = 0.1) -> None:
        super().__init__()
        self.fork, self.labels = fork, labels
        paths, cases, deps = len(labels.paths), len(labels.cases), len(labels.deps)
        kinds, status, tags, parts = len(KINDS), len(STATUS), len(POS), len(PARTS)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS - fork))
        self.mix = nn.Parameter(torch.zeros(LAYERS - fork + 2))
        self.drop = Locked(0.2)
        self.inn = nn.Linear(2 * HIDDEN, WIDTH)
        self.cls, self.kind, self.status = (nn.Linear(MENTION, n) for n in (3, kinds, status))
        self.t_cls, self.t_kind, self.t_st = (_classes(1 + kinds, n) for n in (3, kinds, status))
        self.s_st = _classes(1 + status, status)
        self.p_cls, self.d_cls = _classes(tags, 3), _classes(deps, 3)
        self.role = nn.Linear(2 * SIDE, parts)
        self.r_far, self.r_path, self.r_case = (_classes(n, parts) for n in (DISTANCES, paths, cases))
        self.r_rule, self.r_pos, self.r_kind = (_classes(n, parts) for n in (parts + 1, tags, kinds))
        self.new = nn.Linear(MENTION, 1)
        self.j_dist, self.j_lem, self.j_fam = (_classes(n, 1) for n in (FARTHEST + 1, 2, 3))
        self.bil = nn.Parameter(torch.eye(LINK) * 0.1)

    def load_encoder(self, model: onnx.ModelProto) -> None:
        """Begin with the joint model's own layers."""
        constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
        makers = {o: n for n in model.graph.node for o in n.output}
        linears = [n for n in model.graph.node if n.op_type == "DynamicQuantizeMatMul"]
        ends = states(model)
        with torch.no_grad():
            for number, layer in enumerate(self.layers, self.fork):
                nodes = dict(zip(("qkv", "out", "up", "down"), linears[4 * number : 4 * number + 4], strict=True))
                for name, node in nodes.items():
                    values, scale, bias = (constants[node.input[i]] for i in (1, 2, 4))
                    weight = values.astype(np.float32) * scale[None]
                    _copy(getattr(layer, name), weight.T, bias)
                for name, state in (("norm1", nodes["up"].input[0]), ("norm2", ends[number + 1])):
                    scaled, shift = makers[state].input
                    _copy(getattr(layer, name), constants[makers[scaled].input[1]], constants[shift])

    def states(self, batch: Batch) -> list[Tensor]:
        """Return the states that are mixed: at the fork, the joint model's last, then those of the branch."""
        x = batch.below
        mask = torch.where(batch.mask, 0.0, -1e4)[:, None, None, :].to(torch.bfloat16 if self.training else x.dtype)
        out = [x, batch.top]
        for layer in self.layers:
            x = layer(x, mask)
            out.append(x)
        return out

    def forward(self, batch: Batch) -> Tensor:
        """Return the vectors of the words [n, WIDTH], window after window."""
        found = self.states(batch)
        shares = torch.softmax(self.mix.float(), 0).to(found[-1].dtype)
        mixed = sum(share * state for share, state in zip(shares, found, strict=True))
        rows = torch.arange(batch.first.shape[0])[:, None]
        both = torch.cat((mixed[rows, batch.first], mixed[rows, batch.last]), -1)[batch.real]
        return F.gelu(self.inn(self.drop(both[None])[0])).float()

    def words(self, vectors: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return the scores of telling [n,3], kinds and statuses of every word."""
        m = vectors[:, :MENTION]
        telling = self.cls(m) + self.t_cls(batch.known) + self.p_cls(batch.tags) + self.d_cls(batch.relations)
        kinds = self.kind(m) + self.t_kind(batch.known)
        return telling, kinds, self.status(m) + self.t_st(batch.known) + self.s_st(batch.ruled)

    def parts(self, vectors: Tensor, at: int, kind: int, pairs: Pairs) -> Tensor:
        """Return the scores of every word of a window to have a part in what its word ``at`` tells."""
        sides = vectors[:, MENTION : MENTION + 4 * SIDE]
        t1, t2, _, _ = sides[at : at + 1].expand(len(vectors), -1).chunk(4, -1)
        _, _, w1, w2 = sides.chunk(4, -1)
        scores = self.role(torch.cat((F.relu(t1 + w1), t2 * w2), -1)) + self.r_far(pairs.far)
        scores = scores + self.r_path(pairs.paths) + self.r_case(pairs.cases) + self.r_rule(pairs.frame)
        return scores + self.r_pos(pairs.tags) + self.r_kind(torch.full((len(vectors),), kind))

    def links(self, vectors: Tensor, lemmas: Sequence[str], families: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return the scores [n,n] of each mention to be another of one before it, and of being new [n]."""
        left, right = vectors[:, MENTION + 4 * SIDE :].chunk(2, -1)
        n = len(vectors)
        scores = left @ self.bil @ right.T
        far = torch.tensor([[step(max(0, i - j)) for j in range(n)] for i in range(n)])
        same = [torch.tensor([[int(a == b) for b in row] for a in row]) for row in (lemmas, families)]
        scores = scores + self.j_dist(far)[..., 0] + self.j_lem(same[0])[..., 0] + self.j_fam(same[1])[..., 0]
        return scores, self.new(vectors[:, :MENTION])[:, 0]

    def checkpoint(self, calibration: Sequence[float] = (0.0, 1.0, 0.0)) -> dict[str, Any]:
        """Return what :mod:`training.graft` puts into the shipped weights."""
        weights = {k: v.detach().clone() for k, v in self.state_dict().items()}
        labels = {k: list(v) for k, v in vars(self.labels).items()}
        names = {"pos": POS, "kinds": KINDS, "status": STATUS, "calibration": list(calibration)}
        return {"weights": weights, "fork": self.fork, **labels, **names}


def _classes(rows: int, width: int) -> nn.Embedding:
    """A table of one row a class, at first without a say."""
    table = nn.Embedding(rows, width)
    nn.init.zeros_(table.weight)
    return table


def _copy(module: nn.Module, weight: Any, bias: Any) -> None:
    module.weight.copy_(torch.from_numpy(np.array(weight)))
    module.bias.copy_(torch.from_numpy(np.array(bias)))
