"""The joint network: MiniLM encoder, case features at its input, one head a task.

Encoder: BERT (Devlin et al. 2019) of six layers, weights of all-MiniLM-L6-v2 (Apache-2.0).
Tree: deep biaffine arcs (Dozat & Manning 2017); relations from the chosen pair alone, by a
small network over sum and product of both sides, so that no score is made for pairs not chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from communique.language.attributions import DISTANCES, ROLES, distance

HIDDEN = 384
INNER = 1536
HEADS = 12
SHAPES = 16
GAPS = 4


@dataclass(frozen=True)
class Sizes:
    """Label counts of the heads and the widths of the tree's heads."""

    upos: int
    xpos: int
    feats: int
    scripts: int
    deprels: int
    names: int
    roles: int = len(ROLES)
    layers: int = 6
    arc: int = 320
    rel: int = 256
    says: int = 96
    cue: int = 128


class Locked(nn.Module):
    """Dropout with one mask for all words of a window (Gal & Ghahramani 2016): as good, and far cheaper to draw."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        mask = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype).bernoulli_(1 - self.p)
        return x * mask.div_(1 - self.p)


class Layer(nn.Module):
    """One encoder layer, post-norm, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Locked(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5 + mask
        a = torch.softmax(scores, -1, dtype=scores.dtype) @ v  # quicker on a processor than the fused form
        a = a.transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.norm1(x + self.drop(self.out(a)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def pooled(states: Sequence[Tensor], mix: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Mix the layers, then put the first and the last piece of every word side by side: [b,n,2*hidden]."""
    weights = torch.softmax(mix.float(), 0).to(states[0].dtype)
    mixed = sum(w * s for w, s in zip(weights, states, strict=True))
    rows = torch.arange(first.shape[0])[:, None]
    return torch.cat((mixed[rows, first], mixed[rows, last]), -1)


def half_or(dtype: torch.dtype) -> torch.dtype:
    """Return what matrices are multiplied in: bfloat16 under autocast, else what is given."""
    return torch.bfloat16 if torch.is_autocast_enabled("cpu") else dtype


class Network(nn.Module):
    """Encoder and heads. ``forward`` returns a dictionary of scores (see :meth:`heads`).

    Args:
        sizes: label counts and widths.
        vocabulary: how many pieces there are.
        acts: the engagements' heads, which are applied apart (:mod:`training.acts_network`).
        dropout: in the encoder.
    """

    def __init__(self, sizes: Sizes, vocabulary: int, acts: nn.Module | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.acts = acts
        self.sizes = sizes
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        self.gaps = nn.Embedding(GAPS, HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.gaps.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(sizes.layers))
        self.mix_tags = nn.Parameter(torch.zeros(sizes.layers + 1))
        self.mix_tree = nn.Parameter(torch.zeros(sizes.layers + 1))
        self.drop_in = Locked(dropout)
        self.drop = Locked(0.2)
        self.drop_tree = Locked(0.33)
        wide = 2 * HIDDEN
        self.tag_in = nn.Linear(wide, 384)
        self.tag_out = nn.Linear(384, sizes.upos + sizes.xpos + sizes.feats + sizes.scripts)
        self.name_in = nn.Linear(wide, 256)
        self.name_out = nn.Linear(256, sizes.names + 1)
        self.tree_in = nn.Linear(wide, 2 * sizes.arc + 4 * sizes.rel)
        self.arc = nn.Parameter(torch.zeros(sizes.arc, sizes.arc))
        self.arc_head = nn.Parameter(torch.zeros(sizes.arc))
        self.root = nn.Parameter(torch.randn(sizes.arc) * 0.1)
        self.root_rel = nn.Parameter(torch.randn(2 * sizes.rel) * 0.1)
        self.rel_out = nn.Linear(2 * sizes.rel, sizes.deprels)
        self.mix_says = nn.Parameter(torch.zeros(sizes.layers + 1))
        self.says_in = nn.Linear(wide, sizes.cue + 4 * sizes.says)
        self.cue_out = nn.Linear(sizes.cue, 1)
        self.role_out = nn.Linear(2 * sizes.says, sizes.roles)
        self.role_far = nn.Embedding(DISTANCES, sizes.roles)
        nn.init.zeros_(self.role_far.weight)
        nn.init.orthogonal_(self.arc)
        with torch.no_grad():
            self.arc.mul_(0.3)

    def begin(self, weights: Mapping[str, Tensor]) -> list[str]:
        """Take the weights there are; return the names of the parameters that begin at random."""
        missing, unexpected = self.load_state_dict(weights, strict=False)
        if unexpected:
            raise ValueError(f"weights of no layer: {', '.join(unexpected)}")
        return list(missing)

    def states(self, batch: Mapping[str, Tensor]) -> list[Tensor]:
        """Return the encoder's states [b,t,hidden]: its input's and each layer's."""
        pieces = batch["pieces"]
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]]
        x = self.norm(x + self.shapes(batch["shapes"]) + self.gaps(batch["gaps"]))
        x = self.drop_in(x)
        mask = torch.where(batch["mask"], 0.0, -1e4)[:, None, None, :].to(half_or(x.dtype))
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states

    def forward(self, batch: Mapping[str, Tensor], part: str = "words") -> dict[str, Tensor]:
        """Return the scores of :meth:`heads`, or those of :meth:`attributions` for the part ``statements``."""
        states = self.states(batch)
        if part == "statements":
            return self.attributions(states, batch["first"], batch["last"])
        return self.heads(states, batch["first"], batch["last"])

    def heads(self, states: list[Tensor], first: Tensor, last: Tensor) -> dict[str, Tensor]:
        """Return scores: tags [b,n,*], names [b,n,9], starts [b,n], arcs [b,n,1+n], sides of the relations."""
        tags = self.drop(pooled(states, self.mix_tags, first, last))
        tree = self.drop_tree(pooled(states, self.mix_tree, first, last))
        s = self.sizes
        sizes = [s.upos, s.xpos, s.feats, s.scripts]
        upos, xpos, feats, scripts = self.tag_out(self.drop(F.gelu(self.tag_in(tags)))).split(sizes, -1)
        names = self.name_out(self.drop(F.gelu(self.name_in(tags))))
        sides = F.leaky_relu(self.tree_in(tree), 0.1)
        dep, head, d1, h1, d2, h2 = self.drop_tree(sides).split([s.arc, s.arc] + [s.rel] * 4, -1)
        root = self.root.to(head.dtype).expand(head.shape[0], 1, -1)
        head = torch.cat((root, head), 1)
        arcs = dep @ self.arc.to(dep.dtype) @ head.transpose(1, 2) + (head @ self.arc_head.to(head.dtype))[:, None]
        return {
            "upos": upos,
            "xpos": xpos,
            "feats": feats,
            "scripts": scripts,
            "names": names[..., :-1],
            "starts": names[..., -1],
            "arcs": arcs,
            "dep": torch.cat((d1, d2), -1),
            "head": torch.cat((h1, h2), -1),
        }

    def attributions(self, states: list[Tensor], first: Tensor, last: Tensor) -> dict[str, Tensor]:
        """Return scores of cues [b,n] and the two sides of the roles, as a cue and as a word [b,n,2*says] each."""
        mixed = self.drop(pooled(states, self.mix_says, first, last))
        cue, sides = F.leaky_relu(self.says_in(mixed), 0.1).split([self.sizes.cue, 4 * self.sizes.says], -1)
        as_cue, as_word = self.drop(sides).chunk(2, -1)
        return {"cues": self.cue_out(self.drop(cue))[..., 0], "as_cue": as_cue, "as_word": as_word}

    def roles(self, as_cue: Tensor, as_word: Tensor, said: Tensor) -> Tensor:
        """Return the scores [a,n,roles] of every word's part in the attributions ``said`` (window, place of cue)."""
        c1, c2 = as_cue[said[:, 0], said[:, 1]][:, None].chunk(2, -1)
        w1, w2 = as_word[said[:, 0]].chunk(2, -1)
        far = torch.arange(as_word.shape[1])[None] - said[:, 1:]
        pairs = self.role_out(torch.cat((F.relu(c1 + w1), c2 * w2), -1))
        return pairs + self.role_far(torch.from_numpy(distance(far.numpy())))

    def relations(self, dep: Tensor, head: Tensor, chosen: Tensor) -> Tensor:
        """Return relation scores [b,n,r] for every word and its chosen head (0 is the root)."""
        root = self.root_rel.to(head.dtype).expand(head.shape[0], 1, -1)
        head = torch.cat((root, head), 1)
        rows = torch.arange(head.shape[0])[:, None]
        d1, d2 = dep.chunk(2, -1)
        h1, h2 = head[rows, chosen].chunk(2, -1)
        return self.rel_out(torch.cat((F.relu(d1 + h1), d2 * h2), -1))
