# SPDX-License-Identifier: GPL-2.0-only
"""A run from Python: what comes back, and that nothing in it is there by accident."""

import json
import subprocess
import sys

import pytest

import iomt
from iomt.results import STAGES

SHORT = {"duration_s": 15}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return iomt.run("telemedicine", out=tmp_path_factory.mktemp("first") / "run", **SHORT)


def fingerprint(folder, **more):
    return iomt.run("telemedicine", out=folder, **{**SHORT, **more}).summary["fingerprint"]


def test_summary_has_what_is_promised(result):
    summary = result.summary
    assert summary["iomt"] == iomt.__version__
    assert summary["ns3"].startswith("3.")
    assert (summary["scenario"], summary["run"], summary["complete"]) == ("telemedicine", 1, True)
    assert summary["simulated_s"] == 15
    assert set(summary["readings"]) >= {"produced", "delivered", "lost", "late", "duplicate"}
    assert set(summary["latency_ms"]) >= {"mean", "p50", "p95", "p99", "max", "stages"}
    assert set(summary["latency_ms"]["stages"]) == set(STAGES)
    assert set(summary["alarms"]) >= {"events", "raised", "missed", "false", "time_to_doctor_ms"}
    assert set(summary["care"]) >= {"prescriptions", "dispensed", "commands", "executed"}
    for spent in summary["energy_mj"].values():
        assert set(spent) >= {"radio", "processor", "sensor"}
    assert summary["attacks"] == []


def test_most_readings_arrive(result):
    readings = result.summary["readings"]
    assert readings["produced"] > 200
    assert readings["delivered"] > 0.9 * readings["produced"]
    assert readings["produced"] >= readings["delivered"] + readings["lost"]


def test_stage_means_add_up_to_the_mean(result):
    latency = result.summary["latency_ms"]
    assert sum(latency["stages"].values()) == pytest.approx(latency["mean"], rel=0.01)


def test_stages_of_each_reading_add_up_to_its_latency(result):
    delivered = result.readings.query("state == 'delivered'")
    total = delivered[[f"{stage}_ms" for stage in STAGES]].sum(axis=1)
    assert (total - delivered.latency_ms).abs().max() < 1e-3


def test_summary_agrees_with_the_tables(result):
    readings = result.summary["readings"]
    assert len(result.readings) == readings["produced"]
    assert (result.readings.state == "delivered").sum() == readings["delivered"]
    assert (result.readings.state == "lost").sum() == readings["lost"]
    delivered = result.readings.query("state == 'delivered'")
    assert delivered.latency_ms.mean() == pytest.approx(result.summary["latency_ms"]["mean"])


def test_every_table_can_be_read(result):
    assert set(result.readings.kind) == {
        "ecg-patch", "pulse-oximeter", "thermometer", "watch",
    }  # fmt: skip
    assert len(set(result.readings.patient)) == 6
    assert {"gateway", "ecg-patch"} <= set(result.devices.kind)
    assert set(result.firewall_rules.firewall) == {"edge", "inner"}
    for table in (
        "alarms", "care", "attacks", "anonymised", "firewall_log", "store", "accesses", "frames",
    ):  # fmt: skip
        assert len(getattr(result, table).columns) > 2
    assert len(result.classifications) > 0
    assert result.query("SELECT COUNT(*) AS n FROM readings WHERE kind = ?", ["ecg-patch"]).n[0] > 0


def test_folder_can_be_loaded_again(result):
    again = iomt.load(result.path)
    assert again.complete
    assert again.summary == result.summary
    assert again.scenario["duration_s"] == 15


def test_scenario_in_the_folder_gives_the_same_run(result, tmp_path):
    again = iomt.run(result.path / "scenario.json", out=tmp_path / "again")
    assert again.summary["fingerprint"] == result.summary["fingerprint"]


def test_two_processes_give_the_same_fingerprint(result, tmp_path):
    assert fingerprint(tmp_path / "same") == result.summary["fingerprint"]


def test_another_run_number_gives_another(result, tmp_path):
    assert fingerprint(tmp_path / "other", run=2) != result.summary["fingerprint"]


def test_pcap_and_progress_change_nothing(result, tmp_path):
    seen = []
    other = fingerprint(
        tmp_path / "pcap", pcap=True, progress=lambda now, end: seen.append((now, end))
    )
    assert other == result.summary["fingerprint"]
    assert list((tmp_path / "pcap").glob("*.pcap"))
    assert seen[-1] == (15, 15)
    assert [now for now, _ in seen] == sorted(now for now, _ in seen)


def test_scenario_as_mapping_with_dotted_overrides(tmp_path):
    result = iomt.run(
        {"name": "mine", "sites": [{"name": "home"}], "devices": ["thermometer"]},
        out=tmp_path / "mine",
        **{"duration_s": 25, "protection.object": "none"},
    )
    assert result.scenario["protection"]["object"] == "none"
    assert set(result.readings.kind) == {"thermometer"}


def test_module_refuses_a_second_run_in_one_process(tmp_path):
    program = (
        "import sys; from iomt._native import native; m = native()\n"
        "s = m.load_scenario('telemedicine', ['duration_s=1'])\n"
        "m.run(s, 1, sys.argv[1])\n"
        "try:\n    m.run(s, 1, sys.argv[2])\n"
        "except RuntimeError as error:\n    print(error)\n"
        "else:\n    print('ran twice')\n"
    )
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, folders)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "process" in done.stdout
    assert "ran twice" not in done.stdout


def test_nothing_slow_is_imported_before_a_run():
    program = (
        "import sys, iomt.cli\n"
        "print([m for m in ('pandas', 'matplotlib', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_versions_agree():
    from iomt import _native

    assert _native.native().__version__ == iomt.__version__


@pytest.mark.parametrize("number", [0, -1, 1.5, True, "2"])
def test_impossible_run_number_is_refused(number, tmp_path):
    with pytest.raises(iomt.BadInput, match="run"):
        iomt.run("telemedicine", run=number, out=tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_misspelt_override_names_the_nearest(tmp_path):
    with pytest.raises(iomt.ScenarioError, match="duration_s") as error:
        iomt.run("telemedicine", out=tmp_path / "x", duraton_s=5)
    assert "duraton_s" in str(error.value)


def test_crash_of_the_child_is_told_with_the_command_that_repeats_it(tmp_path, monkeypatch):
    # A child that dies as ns-3's fatal errors make it die.
    folder = tmp_path / "fake"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if '_child' in ' '.join(sys.orig_argv):\n"
        "    sys.stderr.write('NS_FATAL, terminating\\n'); sys.stderr.flush(); os.abort()\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{folder}")
    with pytest.raises(iomt.RunFailed, match="SIGABRT") as error:
        iomt.run("telemedicine", out=tmp_path / "x", **SHORT)
    assert "NS_FATAL" in str(error.value)
    assert f"run {tmp_path / 'x' / 'scenario.json'} --run 1" in error.value.repeat
    assert json.loads((tmp_path / "x" / "scenario.json").read_text())["duration_s"] == 15


def test_timeout_stops_the_run_and_says_so(tmp_path):
    with pytest.raises(iomt.RunFailed, match="longer than 1 s") as error:
        iomt.run("telemedicine", out=tmp_path / "x", timeout_s=1, duration_s=500000)
    assert "scenario.json" in error.value.repeat
