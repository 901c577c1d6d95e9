# SPDX-License-Identifier: GPL-2.0-only
"""What the doctor orders is done within limits, once and by nobody else, and she is told."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest

import iomt
from iomt import _run

WARD: dict[str, Any] = {
    "name": "orders",
    "duration_s": 70,
    "access": "ble",
    "backhaul": "none",
    "sites": [{"name": "ward", "patients": 2}],
    "devices": ["pulse-oximeter", "infusion-pump", "ecg-patch"],
    "classifiers": ["news2"],
    "episodes": [
        {"patient": 2, "kind": "hypoxia", "onset_s": 5, "ramp_s": 10, "duration_s": 60,
         "severity": 1}
    ],
}  # fmt: skip
CARE: dict[str, Any] = {
    "dispense_s": 5,
    "pick_up_s": 7,
    "nurse": True,
    "urgent_first": True,
    "commanded": {"ecg-patch": "silent"},
    "orders": [
        {"at_s": 10, "patient": 1, "to": "infusion-pump", "command": "pump-rate", "value": 40},
        {"at_s": 20, "patient": 1, "to": "infusion-pump", "command": "pump-rate", "value": 1e5},
        {"at_s": 30, "patient": 1, "to": "ecg-patch", "command": "stream", "value": 1},
        {"at_s": 40, "patient": 1, "to": "pulse-oximeter", "command": "rate", "value": 2},
        {"at_s": 50, "patient": 2, "to": "gateway", "command": "lamp-on"},
    ],
}


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    folder = tmp_path_factory.mktemp("care") / "run"
    return iomt.run({**WARD, "care": CARE}, out=folder, pcap=True)


def test_each_command_is_done_once_or_refused_and_reported(ward):
    care = ward.care
    sent = care[care.event == "command-sent"].id
    assert len(sent) == len(set(sent)) >= 6
    done = care[care.event.isin(["command-executed", "command-refused"])].id
    assert sorted(done) == sorted(sent)
    assert sorted(care[care.event == "command-confirmed"].id) == sorted(sent)
    assert ward.summary["care"]["round_trip_ms"]["p50"] > 0


def test_the_pump_keeps_to_its_limits(ward):
    refused = ward.care[ward.care.event == "command-refused"]
    assert [detail.split(";")[0] for detail in refused.detail] == ["rate 100000 ml/h"]
    assert ward.summary["care"]["unsafe_executed"] == 0
    assert ward.summary["care"]["commands_refused"] == 1


def test_a_silent_device_speaks_when_it_is_told_to(ward):
    ecg = ward.readings[ward.readings.kind == "ecg-patch"]
    assert set(ecg.patient) == {"p1"}
    assert ecg.produced_s.min() > 30


def test_a_device_reads_as_often_as_it_is_told_to(ward):
    pulse = ward.readings[ward.readings.kind == "pulse-oximeter"]
    late = pulse[pulse.produced_s.between(45, 65)].groupby("patient").size()
    assert late["p1"] == pytest.approx(2 * late["p2"], abs=2)


def test_a_prescription_lives_until_it_is_picked_up(ward):
    steps = ward.care[ward.care.id == "rx-1"].set_index("event").time_s
    order = ["prescribed", "verified", "dispensed", "picked-up", "confirmed"]
    assert list(steps.index) == order
    assert steps["dispensed"] - steps["verified"] == pytest.approx(5)
    assert steps["picked-up"] - steps["dispensed"] == pytest.approx(7)


def test_the_nurse_is_called_once(ward):
    calls = ward.care[ward.care.event.str.startswith("nurse")]
    assert list(calls.event) == ["nurse-called", "nurse-alerted"]
    assert 0 < ward.summary["care"]["call_ms"]["max"] < 1000


def test_without_orders_nobody_listens(tmp_path):
    quiet = iomt.run({**WARD, "duration_s": 10, "episodes": []}, out=tmp_path / "run")
    assert quiet.summary["care"]["commands"] == 0
    assert quiet.summary["care"]["calls"] == 0


def test_of_commands_missed_in_a_cut_the_latest_is_done(tmp_path):
    def order(at_s, patient, command, value=None):
        return {"at_s": at_s, "patient": patient, "to": "infusion-pump", "command": command,
                "value": value}  # fmt: skip

    cut = iomt.run(
        {
            **WARD,
            "duration_s": 130,
            "episodes": [],
            "devices": ["infusion-pump"],
            "faults": [{"kind": "backhaul-cut", "site": "ward", "at_s": 30, "for_s": 60}],
            "care": {
                "orders": [
                    order(20, 1, "pump-rate", 10),
                    order(40, 1, "pump-rate", 20),
                    order(50, 1, "stop"),
                    order(60, 2, "pump-rate", 30),
                ]
            },
        },
        out=tmp_path / "run",
    )
    executed = cut.care[cut.care.event == "command-executed"]
    assert sorted(zip(executed.patient, executed.detail)) == [
        ("p1", "pump-rate 10"), ("p1", "stop"), ("p2", "pump-rate 30")
    ]  # fmt: skip
    assert executed.time_s.max() > 90
    assert cut.summary["care"]["commands"] == 4
    confirmed = cut.care[cut.care.event == "command-confirmed"]
    assert sorted(confirmed.id) == sorted(executed.id)


needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")


@needs_tshark
def test_tshark_sees_what_is_urgent(ward):
    capture = str(ward.path / "ward-backhaul.pcap")

    def count(display):
        done = subprocess.run(
            ["tshark", "-r", capture, "-Y", display], capture_output=True, text=True, check=True
        )
        return len(done.stdout.splitlines())

    assert count("ipv6.tclass.dscp == 46 and coap.type == 0") > 5
    assert count("ipv6.tclass.dscp == 46 and coap.type == 1") == 0
    assert count("ipv6.tclass.dscp != 46 and coap.type == 0") == 0
    assert count("ipv6.tclass.dscp != 46 and coap.type == 1") > 50


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rules": "rulez"}, ("care.rules", "did you mean 'rules'")),
        ({"rules": "absent.json"}, ("care.rules", "absent.json")),
        ({"commanded": {"ecg-pach": "silent"}}, ("care.commanded", "did you mean 'ecg-patch'")),
        ({"commanded": {"ecg-patch": "loud"}}, ("care.commanded", "silent")),
        ({"orders": [{**CARE["orders"][0], "patient": 3}]}, ("care.orders[0].patient", "1 to 2")),
        ({"orders": [{**CARE["orders"][0], "to": "pump"}]}, ("care.orders[0].to", "gateway")),
        ({"orders": [{**CARE["orders"][0], "value": "a"}]}, ("care.orders[0].value",)),
    ],
)
def test_what_does_not_fit_is_named(change, words):
    with pytest.raises(iomt.ScenarioError) as error:
        _run.complete({**WARD, "care": {**CARE, **change}})
    for word in words:
        assert word in str(error.value)
