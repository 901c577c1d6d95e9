# SPDX-License-Identifier: GPL-2.0-only
"""The attacks are real: without sealing they are believed, with it never."""

import pytest

import iomt

# The whole scenario, in less time.
SHORT = {
    "duration_s": 40,
    "attacks.start_s": 5,
    "attacks.stop_s": 35,
    "attacks.flood.start_s": 30,
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    def of(suite):
        folder = tmp_path_factory.mktemp(suite) / "run"
        result = iomt.run("under-attack", out=folder, **SHORT, **{"protection.object": suite})
        return {attack["name"]: attack for attack in result.summary["attacks"]}

    return {suite: of(suite) for suite in ("none", "aes-128-gcm")}


def test_all_attacks_are_tried(outcome):
    for attacks in outcome.values():
        for name in ("listen", "replay", "tamper", "flood"):
            assert attacks[name]["attempted"] > 0


@pytest.mark.parametrize("name", ["replay", "tamper"])
def test_sealed_readings_cannot_be_forged_or_replayed(name, outcome):
    assert outcome["aes-128-gcm"][name]["accepted"] == 0
    assert outcome["aes-128-gcm"][name]["detected"] > 0


@pytest.mark.parametrize("name", ["replay", "tamper"])
def test_plain_readings_can(name, outcome):
    assert outcome["none"][name]["accepted"] > 0


def test_eavesdropper_reads_only_what_is_plain(outcome):
    assert outcome["aes-128-gcm"]["listen"]["accepted"] == 0
    assert outcome["none"]["listen"]["accepted"] > 0
