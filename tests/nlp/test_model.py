"""The linear model: fitting towards a prior, keeping, calibrating."""

import numpy as np
import pytest

from nlp.model import FOLDER, calibrated, fit, load, shipped


def test_without_rows_for_a_feature_the_prior_stands():
    model = fit([{"a": 1.0}, {"c": 1.0}], [0, 1], ("x", "y"), prior={("b", 1): 3.0}, strength=1.0)
    assert model.probabilities([{"b": 1.0}])[0].argmax() == 1


def test_rows_move_the_weights_away_from_the_prior():
    model = fit([{"b": 1.0}] * 30, [0] * 30, ("x", "y"), prior={("b", 1): 3.0}, strength=1.0)
    assert model.probabilities([{"b": 1.0}])[0].argmax() == 0


def test_an_unknown_feature_adds_nothing():
    model = fit([{"a": 1.0}, {"b": 1.0}], [0, 1], ("x", "y"), prior={}, strength=1.0)
    known, unknown = model.probabilities([{"a": 1.0}, {"a": 1.0, "never seen": 9.0}])
    assert np.array_equal(known, unknown)


def test_saved_weights_come_back_and_are_the_same_bytes_each_time(tmp_path):
    model = fit([{"å": 1.0}, {"b": 1.0}], [0, 1], ("x", "y"), prior={}, strength=1.0)
    model.save(tmp_path / "one.npz")
    model.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    rows = [{"å": 1.0}]
    assert load(tmp_path / "one.npz").probabilities(rows) == pytest.approx(model.probabilities(rows), abs=1e-6)


def test_overconfident_probabilities_get_a_higher_temperature():
    model = fit([{"a": 1.0}], [0], ("x", "y"), prior={}, strength=1.0)
    sure = np.array([[0.99, 0.01]] * 10)
    assert calibrated(model, sure, [0] * 6 + [1] * 4).temperature > 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_shipped_weights_are_plain_and_small(language):
    assert (FOLDER / f"{language}.npz").stat().st_size < 3_000_000
    assert shipped(language) is not None
