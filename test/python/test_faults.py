# SPDX-License-Identifier: GPL-2.0-only
"""Faults of everyday life: what memory can hold arrives late and in order; the rest has a cause."""

from __future__ import annotations

import pytest

import iomt
from support import refused

# Long enough for links to be lost and found again.
SHORT = {"duration_s": 90, "episodes": []}
AT, FOR = 20, 30

FAULTS = {
    "backhaul-cut": {"site": "home-1"},
    "gateway-reboot": {"site": "home-1"},
    "broker-down": {},
    "out-of-range": {"device": "p1"},
}


def run(folder, *faults, **more):
    timed = [{"at_s": AT, "for_s": FOR, **fault} for fault in faults]
    return iomt.run("telemedicine", out=folder, **{**SHORT, "faults": timed, **more})


@pytest.fixture(scope="module", params=FAULTS)
def faulty(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param) / "run"
    return request.param, run(folder, {"kind": request.param, **FAULTS[request.param]})


def test_nothing_is_lost_and_late_says_how_many(faulty):
    kind, result = faulty
    readings = result.summary["readings"]
    assert readings["lost"] == 0, readings["lost_by_cause"]
    fault = result.summary["faults"][0]
    assert (fault["kind"], fault["lost"]) == (kind, 0)
    # But for the last two seconds, whatever was felt then comes later than it may.
    assert 0.9 * fault["felt"] < fault["late"] <= fault["felt"] == fault["delivered"]
    assert readings["late"] >= fault["late"]
    assert len(result.query("SELECT * FROM faults")) == 1


def test_each_device_is_heard_in_order(faulty):
    _, result = faulty
    readings = result.readings.sort_values(["device", "sequence"])
    for device, own in readings.groupby("device"):
        behind = own.delivered_s.cummax() - own.delivered_s
        # A frame that the link or the backhaul loses goes again a little later.
        if device != "p1-ecg-patch":
            assert (behind > 6).sum() == 0, device


def test_stages_still_add_up(faulty):
    _, result = faulty
    latency = result.summary["latency_ms"]
    assert sum(latency["stages"].values()) == pytest.approx(latency["mean"], rel=0.01)


def test_without_memory_the_cause_is_told(tmp_path):
    result = run(
        tmp_path / "never",
        {"kind": "backhaul-cut", "site": "home-1"},
        {"kind": "broker-down", "at_s": 60, "for_s": 10},
        **{"store_and_forward.when": "never"},
    )
    causes = result.summary["readings"]["lost_by_cause"]
    assert causes["faults: backhaul cut"] > 100
    assert causes["faults: broker down"] > 200
    assert result.summary["store_and_forward"] is None


def test_small_memories_lose_the_oldest(tmp_path):
    result = run(
        tmp_path / "small",
        {"kind": "backhaul-cut", "site": "home-1"},
        {"kind": "out-of-range", "device": "p2"},
        **{"store_and_forward.wearable_bytes": 2000, "store_and_forward.gateway_bytes": 10000},
    )
    causes = result.summary["readings"]["lost_by_cause"]
    # Chance takes some more: there is no room for copies of what was sent.
    assert causes["faults: gateway memory full"] > 50
    assert causes["faults: wearable memory full"] > 20
    worn = result.query(
        "SELECT MAX(produced_s) AS last FROM readings WHERE cause LIKE '%wearable%'"
    )
    assert worn["last"][0] < AT + FOR - 1, "the newest are kept"
    kept = result.summary["store_and_forward"]
    assert 0 < kept["wearables"]["most_bytes"] <= 2000
    assert 0 < kept["gateways"]["most_bytes"] <= 10000


def test_what_still_waits_at_the_end_is_told(tmp_path):
    result = run(
        tmp_path / "end",
        {"kind": "backhaul-cut", "site": "home-1", "at_s": 60, "for_s": 1000},
        {"kind": "out-of-range", "device": "p2-watch", "at_s": 60, "for_s": 1000},
    )
    causes = result.summary["readings"]["lost_by_cause"]
    assert causes["waits in the gateway's memory"] > 100
    assert causes["waits in the wearable's memory"] > 20


def test_same_faults_same_run(tmp_path):
    fault = {"kind": "gateway-reboot", "site": "care-home"}
    first, second = (
        run(tmp_path / name, fault, duration_s=60).summary["fingerprint"] for name in "ab"
    )
    assert first == second


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ('{"kind": "backhaul-cut"}', ["faults[0].site", "null"]),
        ('{"kind": "backhaul-cut", "site": "hom-1"}', ["faults[0].site", "did you mean 'home-1'"]),
        ('{"kind": "out-of-range", "device": "p9"}', ["faults[0].device", "p9"]),
        ('{"kind": "broker-down", "site": "home-1"}', ["faults[0].site", "home-1"]),
        ('{"kind": "backhaul-cutt", "site": "home-1"}', ["faults[0].kind", "backhaul-cut"]),
    ],
)
def test_faults_that_cannot_be(fault, words, tmp_path):
    refused(2, *words, cwd=tmp_path, arguments=["run", "--set", f"faults=[{fault}]"])


@pytest.mark.parametrize("memory", ["gateway_bytes", "wearable_bytes"])
def test_no_memory_keeps_nothing_and_loses_nothing_more(tmp_path, memory):
    run = iomt.run(
        "telemedicine",
        out=tmp_path / "run",
        duration_s=15,
        backhaul="none",
        **{"store_and_forward.when": "always", f"store_and_forward.{memory}": 0},
    )
    assert run.summary["readings"]["lost"] == 0
    assert run.summary["readings"]["delivered"] > 200
