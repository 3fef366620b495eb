"""A linear model over named features: softmax, trained towards a prior, kept as plain arrays.

The weights file holds arrays only (no pickles): `names` (UTF-8 text, one feature a line), `classes` (likewise),
`weights` (features x classes, float32), `bias` and `temperature`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Features = Mapping[str, float]
Floats = NDArray[np.float64]
FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Weights by feature name; a feature the model has not seen adds nothing."""

    index: Mapping[str, int]
    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    temperature: float = 1.0

    def probabilities(self, rows: Sequence[Features]) -> Floats:
        """One row of probabilities per row of features, shape (rows, classes)."""
        scores = np.tile(self.bias, (len(rows), 1))
        # Whole columns at a time: a loop over single features would cost more than everything the rules do.
        positions = np.fromiter(map(self.index.get, chain.from_iterable(rows), repeat(-1)), dtype=np.int64)
        values = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64)
        owners = np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), dtype=np.int64))
        known = positions >= 0
        owners = owners[known]
        if len(owners):
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            products = self.weights[positions[known]] * values[known, None]
            scores[owners[starts]] += np.add.reduceat(products, starts, axis=0)
        return softmax(scores / self.temperature)

    def save(self, path: Path) -> None:
        """Write the weights as plain arrays; the same model always gives the same bytes."""
        names = sorted(self.index, key=self.index.__getitem__)
        arrays = {
            "names": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            "classes": np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8),
            "weights": self.weights.astype(np.float32),
            "bias": self.bias.astype(np.float32),
            "temperature": np.array([self.temperature], dtype=np.float32),
        }
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # the stubs take the arrays for `allow_pickle`


def softmax(scores: Floats) -> Floats:
    """Rows of scores as rows of probabilities.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@cache
def shipped(language: str) -> LinearModel | None:
    """The model that comes with the package for a language, or None while there is none."""
    path = FOLDER / f"{language}.npz"
    return load(path) if path.is_file() else None


def load(path: Path) -> LinearModel:
    """Read weights written by `LinearModel.save`."""
    with np.load(path, allow_pickle=False) as arrays:
        names = arrays["names"].tobytes().decode().split("\n")
        return LinearModel(
            index={name: position for position, name in enumerate(names)},
            classes=tuple(arrays["classes"].tobytes().decode().split("\n")),
            weights=arrays["weights"].astype(np.float64),
            bias=arrays["bias"].astype(np.float64),
            temperature=float(arrays["temperature"][0]),
        )


def fit(
    rows: Sequence[Features],
    labels: Sequence[int],
    classes: tuple[str, ...],
    *,
    prior: Mapping[tuple[str, int], float],
    strength: float,
    smoothing: float = 0.0,
    least: int = 1,
) -> LinearModel:
    """The weights most probable given the rows and a Gaussian prior around `prior` (0 where it has no entry).

    `strength` is the prior's precision: the larger, the closer the weights stay to it. The same function refines a
    shipped model from a person's corrections, with the shipped weights as the prior. `smoothing` moves that share of
    each label to the other classes, so that no probability runs to 1. Features in fewer than `least` rows are left out.
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    seen = Counter(name for row in rows for name in row)
    names = sorted({name for name, count in seen.items() if count >= least} | {name for name, _ in prior})
    index = {name: position for position, name in enumerate(names)}
    cells = [(owner, index[n], value) for owner, row in enumerate(rows) for n, value in row.items() if n in index]
    owners, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_matrix((values, (owners, columns)), shape=(len(rows), len(names)))
    width = len(classes)
    centre = np.zeros((len(names), width))
    for (name, label), value in prior.items():
        centre[index[name], label] = value
    target = np.full((len(rows), width), smoothing / max(1, width - 1))
    target[np.arange(len(rows)), np.asarray(labels)] = 1 - smoothing

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat[:-width].reshape(len(names), width)
        probabilities = softmax(matrix @ weights + flat[-width:])
        away = weights - centre
        value = -float((target * np.log(probabilities + 1e-12)).sum()) + strength / 2 * float((away**2).sum())
        error = probabilities - target
        gradient = matrix.T @ error + strength * away
        return value, np.concatenate([gradient.ravel(), error.sum(axis=0)])

    start = np.concatenate([centre.ravel(), np.zeros(width)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return LinearModel(
        index=index,
        classes=classes,
        weights=found.x[:-width].reshape(len(names), width),
        bias=found.x[-width:],
    )


def calibrated(model: LinearModel, probabilities: Floats, labels: Sequence[int]) -> LinearModel:
    """The model with the temperature under which out-of-fold probabilities fit the labels best."""
    logits = np.log(np.clip(probabilities, 1e-9, 1))
    rows = np.arange(len(labels))

    def cost(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, np.asarray(labels)] + 1e-12).mean())

    grid = np.round(np.arange(0.5, 2.51, 0.05), 2)
    return replace(model, temperature=float(min(grid, key=cost)))
