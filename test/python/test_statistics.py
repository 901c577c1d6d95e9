# SPDX-License-Identifier: GPL-2.0-only
"""Confidence intervals: against a printed table, against SciPy, and what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomt.statistics import mean_interval, student_t_cdf, student_t_quantile


@pytest.mark.parametrize(
    ("probability", "degrees", "value"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
    [(0.975, 1, 12.706), (0.975, 4, 2.776), (0.95, 9, 1.833), (0.995, 29, 2.756), (0.9, 2, 1.886)],
)
def test_quantile_is_the_printed_one(probability, degrees, value):
    assert student_t_quantile(probability, degrees) == pytest.approx(value, abs=5e-4)


def test_quantile_is_scipys():
    scipy_stats = pytest.importorskip("scipy.stats")
    for degrees in (1, 2, 3, 4, 9, 29, 99, 1000):
        for probability in (0.01, 0.2, 0.5, 0.6, 0.9, 0.95, 0.975, 0.995):
            expected = scipy_stats.t.ppf(probability, degrees)
            found = student_t_quantile(probability, degrees)
            assert found == pytest.approx(expected, rel=1e-8, abs=1e-12)


def test_interval_is_scipys():
    scipy_stats = pytest.importorskip("scipy.stats")
    values = [12.1, 11.8, 12.9, 12.4, 11.2]
    low, high = scipy_stats.t.interval(
        0.95, len(values) - 1, sum(values) / len(values), scipy_stats.sem(values)
    )
    found = mean_interval(values)
    assert found.mean - found.half_width == pytest.approx(low)
    assert found.mean + found.half_width == pytest.approx(high)


def test_one_run_has_no_interval():
    found = mean_interval([3.0])
    assert (found.n, found.mean) == (1, 3.0)
    assert math.isnan(found.half_width)


def test_missing_values_do_not_count():
    assert mean_interval([1.0, None, math.nan, 3.0]).n == 2
    assert mean_interval([]).n == 0


@pytest.mark.parametrize("confidence", [0, 1, -1, 2])
def test_impossible_confidence_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        mean_interval([1, 2], confidence)


@given(st.floats(0.001, 0.999), st.integers(1, 500))
def test_quantile_inverts_the_distribution(probability, degrees):
    assert student_t_cdf(student_t_quantile(probability, degrees), degrees) == pytest.approx(
        probability, abs=1e-9
    )


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e6, 1e6))
def test_shifting_the_values_shifts_the_interval(values, shift):
    one, other = mean_interval(values), mean_interval([v + shift for v in values])
    assert other.mean == pytest.approx(one.mean + shift, abs=1e-5)
    assert other.half_width == pytest.approx(one.half_width, rel=1e-3, abs=1e-5)
