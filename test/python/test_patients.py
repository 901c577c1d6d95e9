# SPDX-License-Identifier: GPL-2.0-only
"""What happens to patients reaches the doctor in time, and what was done about it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pytest

import iomt

KINDS = ("fall", "fever", "hypoglycaemia", "hypoxia", "stress", "tachycardia")

# A patient for each kind, some to whom nothing that shows happens. A glucose monitor speaks every five
# minutes.
SCENARIO: dict[str, Any] = {
    "name": "episodes",
    "duration_s": 900,
    "access": "none",
    "backhaul": "none",
    "sites": [
        {"name": "home", "patients": len(KINDS), "devices": ["watch", "pulse-oximeter"]},
        {"name": "clinic", "patients": 2, "devices": ["thermometer", "cgm"]},
    ],
    "classifiers": ["news2", "glucose", "fall", "threshold", "stress"],
    "episodes": [
        {"patient": 1, "kind": "fall", "onset_s": 200},
        {"patient": 7, "kind": "fever", "onset_s": 200},
        {"patient": 8, "kind": "hypoglycaemia", "onset_s": 100, "duration_s": 700},
        {"patient": 4, "kind": "hypoxia", "onset_s": 200},
        {"patient": 5, "kind": "tachycardia", "onset_s": 200},
        {"patient": 6, "kind": "stress", "onset_s": 300, "duration_s": 300, "severity": 1},
        {"patient": 4, "kind": "hypoxia", "onset_s": 600, "deadline_s": 0.5},
        {"patient": 2, "kind": "hypoxia", "onset_s": 400, "severity": 0},
    ],
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return iomt.run(SCENARIO, out=tmp_path_factory.mktemp("patients") / "run")


def episodes(result: Any) -> pandas.DataFrame:
    return result.alarms[result.alarms.onset_s.notna()]


@pytest.mark.parametrize("kind", KINDS)
def test_an_episode_reaches_the_doctor_in_time(result: Any, kind: str) -> None:
    first = episodes(result).query("kind == @kind and deadline_s > 1").iloc[0]
    assert first.outcome == "true"
    assert 0 < first.time_to_doctor_ms <= first.deadline_s * 1000
    assert first.classifier in SCENARIO["classifiers"]


def test_what_nobody_can_feel_is_missed(result: Any) -> None:
    nothing = episodes(result).query("patient == 'p2'").iloc[0]
    assert nothing.outcome == "missed"
    assert pandas.isna(nothing.classifier) and pandas.isna(nothing.raised_s)
    assert nothing.untreated_s == 270  # duration and ramp


def test_the_summary_counts_what_the_table_has(result: Any) -> None:
    alarms, table = result.summary["alarms"], episodes(result)
    assert (alarms["events"], alarms["raised"], alarms["missed"]) == (8, 7, 1)
    # Half a second is too short for a saturation that falls over half a minute.
    assert alarms["in_time"] == 6
    assert alarms["by_kind"]["hypoxia"]["events"] == 3
    assert alarms["by_kind"]["hypoxia"]["in_time"] == 1
    assert alarms["sensitivity"] == pytest.approx(7 / 8)
    assert alarms["treated"] == table.treated_s.notna().sum()
    assert alarms["untreated_s"]["max"] == pytest.approx(table.untreated_s.max())
    days = 8 * 900 / 86400
    assert alarms["false_per_patient_day"] == pytest.approx(alarms["false"] / days)


def test_oxygen_treats_hypoxia(result: Any) -> None:
    first = episodes(result).query("patient == 'p4'").iloc[0]
    assert first.treated_s > first.raised_s
    assert first.untreated_s == pytest.approx(first.treated_s - first.onset_s)


def test_a_site_has_devices_of_its_own(result: Any) -> None:
    worn = result.devices.dropna(subset=["patient"]).groupby("site").kind.agg(set)
    assert worn["home"] == {"watch", "pulse-oximeter"}
    assert worn["clinic"] == {"thermometer", "cgm"}


def test_a_recording_is_what_its_device_says(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("t,temperature\n" + "".join(f"{t},{40}\n" for t in range(0, 100, 10)))
    result = iomt.run(
        {
            "name": "recorded",
            "duration_s": 60,
            "access": "none",
            "sites": [{"name": "home", "patients": 2, "devices": ["thermometer"]}],
            "classifiers": ["news2"],
            "vitals": {
                "recordings": [{"patient": 2, "device": "thermometer", "path": str(table)}]
            },
        },
        out=tmp_path / "run",
    )
    points = result.classifications.groupby("patient").score.agg(["min", "max"])
    assert tuple(points.loc["p1"]) == (0, 0)
    assert tuple(points.loc["p2"]) == (2, 2)  # NEWS2: 39.1 degC or more
