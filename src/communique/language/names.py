"""Best row of name labels (BIO) from scores: no ``I-`` without its beginning (Viterbi)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Names:
    """Decoder for one list of labels such as ``O, B-PER, I-PER ...``."""

    def __init__(self, labels: list[str]) -> None:
        self.labels = labels
        n = len(labels)
        self._step = np.zeros((n, n), np.float32)
        for i, label in enumerate(labels):
            if label.startswith("I-"):
                for j, before in enumerate(labels):
                    if before not in (f"B-{label[2:]}", label):
                        self._step[j, i] = -1e4
        self._inside = np.array([x.startswith("I-") for x in labels])

    def decode(self, scores: NDArray[np.float32]) -> list[str]:
        """Return a label a word for scores ``[n, labels]``."""
        best = scores.argmax(1)
        if not self._inside[best].any():
            return [self.labels[i] for i in best.tolist()]
        total = scores[0] + np.where(self._inside, -1e4, 0)
        back = []
        for row in scores[1:]:
            options = total[:, None] + self._step
            back.append(options.argmax(0))
            total = options.max(0) + row
        path = [int(total.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return [self.labels[i] for i in reversed(path)]


def spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of the names in a row of BIO labels, in words."""
    found: list[tuple[int, int, str]] = []
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            found.append((start, i, labels[start][2:]))
            start = -1
        if label.startswith("B-"):
            start = i
    return found
