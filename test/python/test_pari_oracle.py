# SPDX-License-Identifier: GPL-2.0-only
"""Pairings of random points, computed by PARI from their definitions as well."""

from __future__ import annotations

import os
import random
import subprocess
from typing import Any

import pytest

from conftest import BUILD

# The order of the groups.
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
DST = "IOMT-TEST-BLS12381G1_XMD:SHA-256_SSWU_RO_"


def pari(*lines: str) -> list[str]:
    """What PARI answers to each line."""
    program = BUILD / "test" / "oracles" / "pari-bls12-381"
    if not os.access(program, os.X_OK):
        pytest.skip(f"{program} was not built: it needs libpari-dev (apt-get install libpari-dev)")
    done = subprocess.run(
        [str(program)], input="\n".join(lines), capture_output=True, text=True, timeout=120
    )
    answers = done.stdout.split()
    assert done.returncode == 0 and len(answers) == len(lines), done.stderr
    return answers


@pytest.fixture(name="ours")
def _ours(tool: Any) -> Any:
    program = tool("iomt-crypto")
    return lambda *arguments: subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()


def test_pairings_of_random_points_are_paris(ours):
    draw = random.Random(381)
    scalars = [1, R - 1, *(draw.randrange(1, R) for _ in range(8))]
    commands = [f"g1 {draw.randrange(1, R)}" for _ in scalars]
    commands += [f"g2 {scalar}" for scalar in scalars]
    points = pari(*commands)
    pairs = list(zip(points[: len(scalars)], points[len(scalars) :]))
    # Points that came from a message, of which nobody knows the multiple.
    pairs += [
        (ours("hash-to-g1", "--dst", DST, "--msg", f"{i:02x}"), pairs[i][1]) for i in range(4)
    ]
    theirs = pari(*(f"pairing {p} {q}" for p, q in pairs))
    assert [ours("pairing", "--g1", p, "--g2", q) for p, q in pairs] == theirs
    assert len(set(theirs)) == len(pairs)


def test_pari_is_independent_of_the_draft_and_agrees_with_it():
    g1, g2 = pari("g1 1", "g2 1")
    (value,) = pari(f"pairing {g1} {g2}")
    assert value.startswith("11619b45f61edfe3b47a15fac1944252")
