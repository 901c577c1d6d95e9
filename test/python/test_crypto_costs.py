# SPDX-License-Identifier: GPL-2.0-only
"""`iomt-crypto costs`: what follows from executed operations and profiles."""

from __future__ import annotations

import csv
import io
import subprocess
from typing import Any

import pytest


@pytest.fixture(name="costs")
def _costs(tool: Any) -> Any:
    program = tool("iomt-crypto")

    def run(*arguments: str, code: int = 0) -> Any:
        done = subprocess.run(
            [program, "costs", *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout))) if code == 0 else done.stderr

    return run


def test_time_and_energy_follow_from_the_profile(costs):
    # 64 octets by GCM: 5 blocks of AES and 5 of GHASH; nrf52840.json has 2000 + 1536 n and
    # 500 + 2336 n cycles at 64 MHz, and 9.98 mW.
    rows = costs("sizes", "--processors", "nrf52840")
    (row,) = [r for r in rows if r["suite"] == "aes-128-gcm" and r["message_octets"] == "64"]
    cycles = 2000 + 5 * 1536 + 500 + 5 * 2336
    assert float(row["time_ms"]) == pytest.approx(1e3 * cycles / 64e6, rel=1e-4)
    assert float(row["energy_mj"]) == pytest.approx(9.98 * cycles / 64e6, rel=1e-4)
    assert float(row["octets"]) == 80
    assert {r["processor"] for r in rows} == {"nrf52840"}


def test_attributes_cost_what_their_scheme_does_with_them(costs):
    rows = costs("attributes", "--processors", "smartphone")
    time = {(r["suite"], int(r["attributes"]), r["step"]): float(r["time_ms"]) for r in rows}
    # Two multiplications and a hash for each; a header is read point by point, then come as many
    # pairings as there are, but for the baselines.
    assert 6 < time["cp-abe", 30, "encrypt"] / time["cp-abe", 2, "encrypt"] < 15
    assert 3 * time["cp-abe", 30, "decrypt"] < time["bsw07", 30, "decrypt"]
    assert time["gpsw06", 30, "encrypt"] < time["kp-abe", 30, "encrypt"]
    # AES under a key for many readings is what makes it bearable.
    for count in (1, 10, 30):
        hybrid = time["aes-128-gcm+cp-abe", count, "encrypt"]
        assert 100 * hybrid < time["cp-abe", count, "encrypt"]


def test_a_key_for_more_readings_costs_less(costs):
    rows = costs("rekeying", "--processors", "nrf52840")
    for suite in ("rsa-2048", "cp-abe", "kp-abe"):
        energy = [float(r["energy_mj"]) for r in rows if r["suite"] == suite]
        assert len(energy) > 5
        assert energy == sorted(energy, reverse=True)


def test_bad_input_is_told(costs):
    assert "tables: sizes attributes rekeying" in costs("size", code=2)
    assert "did you mean 'esp32'" in costs("sizes", "--processors", "esp33", code=2)
    assert "--processors" in costs("sizes", "--processor", "esp32", code=2)
