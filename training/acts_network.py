"""The engagements' heads over the encoder's states.

What the heads score, and how it is applied, is said in :mod:`communique.language.acts`; the names of the parameters
and the order of the labels are part of the shipped weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from communique.language.acts import FARTHEST, LINK, MENTION, PARTS, SIDE, WIDTH, step
from communique.language.attributions import DISTANCES
from training.network import HIDDEN, Locked, Network, pooled

if TYPE_CHECKING:
    from training.acts_batches import Batch, Pairs

KINDS = (
    "meeting summit talks call visit mediation interview letter message invitation agreement signing cooperation "
    "recognition support criticism accusation demand rejection threat protest aid concession retreat sanction "
    "expulsion recall mobilization coercion assault investigation"
).split()
STATUS = "held ongoing planned proposed possible conditional cancelled declined denied".split()
POS = "SPACE X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB".split()


@dataclass(frozen=True)
class Labels:
    """Classes of the features that are collected from the reports, ``other`` first."""

    paths: Sequence[str] = ("other",)
    cases: Sequence[str] = ("other",)
    deps: Sequence[str] = ("other",)

    @classmethod
    def of(cls, sets: Mapping[str, Sequence[str]]) -> Labels:
        """Return the classes among label sets as they stand in the shipped weights (:meth:`Acts.label_sets`)."""
        return cls(**{k: sets[k] for k in ("paths", "cases", "deps")})


class Acts(nn.Module):
    """The heads.

    Args:
        labels: classes of the features.
        layers: of the encoder.
    """

    def __init__(self, labels: Labels, layers: int) -> None:
        super().__init__()
        self.labels = labels
        paths, cases, deps = len(labels.paths), len(labels.cases), len(labels.deps)
        kinds, status, tags, parts = len(KINDS), len(STATUS), len(POS), len(PARTS)
        self.mix = nn.Parameter(torch.zeros(layers + 1))
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

    def forward(self, states: Sequence[Tensor], first: Tensor, last: Tensor, real: Tensor) -> Tensor:
        """Return the vectors of the words that are there [n, WIDTH], window after window."""
        both = pooled(states, self.mix, first, last)[real]
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

    def label_sets(self) -> dict[str, list[str]]:
        """Return the label sets by name, as they stand in the shipped weights."""
        return {k: list(v) for k, v in vars(self.labels).items()} | {"pos": POS, "kinds": KINDS, "status": STATUS}


def acts_of(network: Network) -> Acts:
    """Return the engagements' heads of a network that has them."""
    if not isinstance(network.acts, Acts):
        raise ValueError("a network without the heads of engagements")
    return network.acts


def _classes(rows: int, width: int) -> nn.Embedding:
    """A table of one row a class, at first without a say."""
    table = nn.Embedding(rows, width)
    nn.init.zeros_(table.weight)
    return table
