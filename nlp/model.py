"""A linear model over named features: softmax, trained towards a prior, kept as plain arrays.

The weights file holds arrays only (no pickles): `names` (UTF-8 text, one feature a line), `classes` (likewise),
`weights` (features x classes, float32), `bias`, `temperature`, and `counts`: in how many of the `total` rows trained on
each feature stood, which tells the common ones from the telling ones without the rows themselves.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.threads import one_thread

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
    counts: NDArray[np.int32] | None = None
    total: int = 0

    def probabilities(self, rows: Sequence[Features]) -> Floats:
        """One row of probabilities per row of features, shape (rows, classes)."""
        return softmax((self.bias + self.scores(rows)) / self.temperature)

    def scores(self, rows: Sequence[Features]) -> Floats:
        """What the features of each row add to each class, shape (rows, classes)."""
        scores = np.zeros((len(rows), len(self.classes)))
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
        return scores

    def save(self, path: Path) -> None:
        """Write the weights as plain arrays; the same model always gives the same bytes."""
        names = sorted(self.index, key=self.index.__getitem__)
        arrays = {
            "names": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            "classes": np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8),
            "weights": self.weights.astype(np.float32),
            "bias": self.bias.astype(np.float32),
            "temperature": np.array([self.temperature], dtype=np.float32),
            "counts": np.zeros(len(names), dtype=np.int32) if self.counts is None else self.counts,
            "total": np.array([self.total], dtype=np.int32),
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


@cache
def shipped_digest(language: str) -> str:
    """SHA-256 of the shipped weights of a language, "" while there are none."""
    path = FOLDER / f"{language}.npz"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


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
            counts=arrays.get("counts"),
            total=int(arrays["total"][0]) if "total" in arrays else 0,
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
    scales: Mapping[str, float] | None = None,
    offsets: Floats | None = None,
) -> LinearModel:
    """The weights most probable given the rows and a Gaussian prior around `prior` (0 where it has no entry).

    `strength` is the prior's precision: the larger, the closer the weights stay to it. `smoothing` moves that share of
    each label to the other classes, so that no probability runs to 1. Features in fewer than `least` rows are left out.
    `scales` loosens the prior of single features: `strength` is divided by the square of a feature's scale.
    `offsets` are scores the rows have from elsewhere (rows x classes); then no bias is learned.
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    seen = Counter(name for row in rows for name in row)
    # A name with a line break could not be kept: white space is a token too.
    often = {name for name, count in seen.items() if count >= least and "\n" not in name}
    names = sorted(often | {name for name, _ in prior})
    index = {name: position for position, name in enumerate(names)}
    cells = [(owner, index[n], value) for owner, row in enumerate(rows) for n, value in row.items() if n in index]
    owners, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_matrix((values, (owners, columns)), shape=(len(rows), len(names)))
    width = len(classes)
    loose = np.array([scales.get(name, 1.0) if scales else 1.0 for name in names])
    matrix = matrix.multiply(loose).tocsr()
    centre = np.zeros((len(names), width))
    for (name, label), value in prior.items():
        centre[index[name], label] = value / loose[index[name]]
    target = np.full((len(rows), width), smoothing / max(1, width - 1))
    target[np.arange(len(rows)), np.asarray(labels)] = 1 - smoothing

    given = np.zeros((len(rows), width)) if offsets is None else offsets

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat[:-width].reshape(len(names), width)
        probabilities = softmax(matrix @ weights + flat[-width:] + given)
        away = weights - centre
        value = -float((target * np.log(probabilities + 1e-12)).sum()) + strength / 2 * float((away**2).sum())
        error = probabilities - target
        gradient = matrix.T @ error + strength * away
        return value, np.concatenate([gradient.ravel(), error.sum(axis=0) * (offsets is None)])

    start = np.concatenate([centre.ravel(), np.zeros(width)])
    with one_thread():
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return LinearModel(
        index=index,
        classes=classes,
        weights=found.x[:-width].reshape(len(names), width) * loose[:, None],
        bias=found.x[-width:],
        counts=np.array([seen[name] for name in names], dtype=np.int32),
        total=len(rows),
    )


def count_ratios(rows: Sequence[Features], labels: Sequence[int], floor: float = 0.1) -> dict[str, float]:
    """How unevenly each feature falls on the labels 0 and 1: the size of the log of its smoothed ratio, plus `floor`.

    As scales of `fit` they make a linear model of naive Bayes features (Wang and Manning 2012).

    >>> found = count_ratios([{"a": 1, "b": 1}, {"b": 1}], [0, 1])
    >>> found["a"] > found["b"]
    True
    """
    counts = [
        Counter(name for row, label in zip(rows, labels, strict=True) if label == side for name in row)
        for side in (0, 1)
    ]
    names = counts[0].keys() | counts[1].keys()
    sums = [sum(count.values()) + len(names) / 2 for count in counts]
    return {
        name: abs(float(np.log((counts[1][name] + 0.5) / sums[1] * sums[0] / (counts[0][name] + 0.5)))) + floor
        for name in names
    }


def averaged(models: Sequence[LinearModel]) -> LinearModel:
    """One model whose scores are the mean of the scores of models over the same features and classes."""
    return replace(
        models[0],
        weights=np.mean([model.weights for model in models], axis=0),
        bias=np.mean([model.bias for model in models], axis=0),
    )


def calibrated(model: LinearModel, probabilities: Floats, labels: Sequence[int]) -> LinearModel:
    """The model with the temperature under which out-of-fold probabilities fit the labels best."""
    logits = np.log(np.clip(probabilities, 1e-9, 1))
    rows = np.arange(len(labels))

    def cost(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, np.asarray(labels)] + 1e-12).mean())

    grid = np.round(np.arange(0.5, 2.51, 0.05), 2)
    return replace(model, temperature=float(min(grid, key=cost)))
