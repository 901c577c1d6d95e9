# SPDX-License-Identifier: GPL-2.0-only
"""Confidence intervals for means over independent runs, without scipy at run time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_TINY = 1e-300
_PRECISION = 1e-15


@dataclass(frozen=True)
class Mean:
    """A mean over runs, and half the width of its confidence interval.

    `half_width` is NaN for a single run: one number says nothing about its spread.
    """

    n: int
    mean: float
    half_width: float


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Mean:
    """Mean and Student-t confidence interval of independent values.

    :param values: one per run; those that are NaN or None are left out
    :param confidence: probability that the interval holds the true mean, in (0, 1)
    :raises ValueError: `confidence` is out of range
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not in (0, 1)")
    known = [float(v) for v in values if v is not None and not math.isnan(float(v))]
    n = len(known)
    if n == 0:
        return Mean(0, math.nan, math.nan)
    mean = math.fsum(known) / n
    if n == 1:
        return Mean(1, mean, math.nan)
    variance = math.fsum((v - mean) ** 2 for v in known) / (n - 1)
    t = student_t_quantile(0.5 + confidence / 2, n - 1)
    return Mean(n, mean, t * math.sqrt(variance / n))


def student_t_quantile(probability: float, degrees: float) -> float:
    """Value that a Student-t variable stays below with `probability`.

    :param probability: in (0, 1)
    :param degrees: degrees of freedom, > 0
    :raises ValueError: either is out of range
    """
    if not 0 < probability < 1 or degrees <= 0:
        raise ValueError(f"no quantile for probability {probability}, {degrees} degrees")
    if probability < 0.5:
        return -student_t_quantile(1 - probability, degrees)
    low, high = 0.0, 1.0
    while student_t_cdf(high, degrees) < probability:
        low, high = high, high * 2
    # Bisection: the distribution is monotonic, and a few dozen halvings are exact enough.
    while high - low > _PRECISION * max(1.0, high):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if student_t_cdf(middle, degrees) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def student_t_cdf(t: float, degrees: float) -> float:
    """Probability that a Student-t variable is at most `t` (Abramowitz and Stegun 26.7.1)."""
    tail = incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2
    return 1 - tail if t > 0 else tail


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) (DLMF 8.17.22), for 0 ≤ x ≤ 1."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # The continued fraction converges quickly on this side only; the other by symmetry.
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Continued fraction of the incomplete beta function, by Lentz's method."""
    c = 1.0
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 1000):
        step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _away_from_zero(1 + step * d)
        c = _away_from_zero(1 + step / c)
        value *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _away_from_zero(1 + step * d)
        c = _away_from_zero(1 + step / c)
        value *= d * c
        if abs(d * c - 1) < _PRECISION:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
