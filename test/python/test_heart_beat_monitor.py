# SPDX-License-Identifier: GPL-2.0-only
"""Plain limits on a noisy monitor: what is well beyond them is found, what is around them flickers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import iomt

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Any:
    scenario = json.loads((ROOT / "examples/scenarios/heart-beat-monitor.json").read_text())
    scenario["duration_s"] = 900
    return iomt.run(scenario, out=tmp_path_factory.mktemp("heart-beat-monitor") / "run")


def turns(result: Any, classifier: str, patient: str) -> int:
    """How often a classifier changed its mind about a patient."""
    rows = result.classifications.query("classifier == @classifier and patient == @patient")
    alarms = rows.sort_values("time_s").alarm
    return int((alarms != alarms.shift()).sum()) - 1


@pytest.mark.parametrize("patient", ["p1", "p3"])
def test_what_is_well_beyond_a_limit_is_found(result: Any, patient: str) -> None:
    row = result.alarms.query("patient == @patient and onset_s.notna()").iloc[0]
    assert row.outcome == "true"
    assert row.time_to_doctor_ms <= row.deadline_s * 1000


def test_around_a_limit_the_alarm_flickers(result: Any) -> None:
    assert turns(result, "threshold", "p2") > turns(result, "threshold", "p1") > 0
    assert turns(result, "threshold", "p4") > turns(result, "early-warning", "p4")


def test_a_score_over_several_signs_does_not_know_a_fever_alone(result: Any) -> None:
    raised = result.classifications.query("classifier == 'early-warning' and alarm != 'none'")
    assert set(raised.patient) <= {"p3", "p4"}
