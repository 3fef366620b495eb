"""Regularised logistic regression, small enough to read: used for the shipped weights and for learning."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from nlp.threads import one_thread

Doubles = NDArray[np.float64]

_STEPS = 15  # of Newton's method; a handful is the rule


def fit(
    rows: NDArray[Any] | sparse.csr_matrix,
    labels: Doubles,
    weights: Doubles,
    *,
    penalty: float,
    intercept: bool,
    prior: Doubles | None = None,
    floor: Doubles | None = None,
    offset: Doubles | float = 0.0,
) -> tuple[Doubles, float]:
    """Coefficients and intercept that minimise the weighted log loss plus penalty / 2 times their squared distance from
    `prior` (zero).

    `rows` is (n, columns), `labels` are 0 or 1, `floor` bounds each coefficient from below, `offset` is added
    to each row's log-odds. The loss is convex and the
    start is the prior, so the same input gives the same result.
    """
    columns = rows.shape[1]
    centre = np.zeros(columns) if prior is None else prior
    signs = 2.0 * labels - 1.0
    bounds = None if floor is None else [(low, None) for low in floor.tolist()] + [(None, None)]

    turned = sparse.csr_matrix(rows.T) if sparse.issparse(rows) else rows.T  # turned once, not at every step

    def loss(point: Doubles) -> tuple[float, Doubles]:
        coefficients, constant = point[:columns], point[columns] if intercept else 0.0
        away = coefficients - centre
        margins = signs * (rows @ coefficients + constant + offset)
        pull = -weights * signs * np.exp(-np.logaddexp(0.0, margins))
        value = float(weights @ np.logaddexp(0.0, -margins)) + penalty / 2 * float(away @ away)
        slope = np.append(turned @ pull + penalty * away, pull.sum() if intercept else 0.0)
        return value, slope

    options = {"maxiter": 500, "ftol": 1e-7}
    with one_thread():
        result = optimize.minimize(
            loss, np.append(centre, 0.0), jac=True, method="L-BFGS-B", bounds=bounds, options=options
        )
    return result.x[:columns], float(result.x[columns])


def fit_between(likeness: Doubles, labels: Doubles, weights: Doubles, *, penalty: float, offset: Doubles) -> Doubles:
    """The same fit without intercept and prior, told by the likeness of the rows (their products, n x n) alone.

    The coefficients are the sum of the rows times what is returned, shape (n,). Newton's method: for a few hundred rows
    of thousands of columns it is many times faster than `fit`.
    """
    with one_thread():
        return _newton(likeness, labels, weights, penalty, offset)


def _newton(likeness: Doubles, labels: Doubles, weights: Doubles, penalty: float, offset: Doubles) -> Doubles:
    signs = 2.0 * labels - 1.0

    def loss(parts: Doubles) -> float:
        fitted = likeness @ parts
        return float(weights @ np.logaddexp(0.0, -signs * (offset + fitted)) + penalty / 2 * parts @ fitted)

    parts = np.zeros(len(labels))
    now = loss(parts)
    for _ in range(_STEPS):
        fitted = likeness @ parts
        chance = 1.0 / (1.0 + np.exp(-np.clip(offset + fitted, -30, 30)))
        curve = np.maximum(weights * chance * (1.0 - chance), 1e-9)
        pull = curve * fitted + weights * (labels - chance)
        step = np.linalg.solve(penalty * np.eye(len(labels)) + curve[:, None] * likeness, pull) - parts
        while (then := loss(parts + step)) > now and float(np.abs(step).max()) > 1e-6:
            step = step / 2
        parts = parts + step
        if now - then < 1e-7 * max(now, 1.0):
            break
        now = then
    return parts
