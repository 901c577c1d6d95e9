# SPDX-License-Identifier: GPL-2.0-only
"""Sweeps: every combination, in order, resumable, and a failed run stays a row."""

import csv
import json
import signal
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import iomt
from iomt.results import flatten
from iomt.sweep import parse_vary, read_plan, slug
from support import COMMAND, ROOT, refused
from support import iomt as command

SCENARIO = {"name": "one", "sites": [{"name": "home"}], "duration_s": 10}
VARY = {"protection.object": ["none", "aes-128-gcm"], "backhaul": ["fibre", "4g"]}


def rows_of(folder):
    with open(folder / "runs.csv", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_per_run_in_order(tmp_path):
    done = iomt.sweep(SCENARIO, VARY, runs=2, out=tmp_path / "sweep")
    rows = rows_of(tmp_path / "sweep")
    assert [(r["protection.object"], r["backhaul"], r["run"]) for r in rows] == [
        (suite, backhaul, str(run))
        for suite in VARY["protection.object"]
        for backhaul in VARY["backhaul"]
        for run in (1, 2)
    ]
    assert {r["state"] for r in rows} == {"done"}
    for row in rows:
        summary = json.loads((tmp_path / "sweep" / row["folder"] / "summary.json").read_text())
        assert float(row["latency_ms.mean"]) == summary["latency_ms"]["mean"]
        assert row["fingerprint"] == summary["fingerprint"]
        assert row["readings.delivered"] == str(summary["readings"]["delivered"])
    assert len({r["fingerprint"] for r in rows}) == len(rows)
    assert len(done.runs) == 8
    assert (tmp_path / "sweep" / "figures" / "means.png").exists()
    with open(tmp_path / "sweep" / "means.csv", newline="") as file:
        means = [r for r in csv.DictReader(file) if r["metric"] == "latency_ms.mean"]
    assert [r["n"] for r in means] == ["2"] * 4
    first = [float(r["latency_ms.mean"]) for r in rows[:2]]
    assert float(means[0]["mean"]) == pytest.approx(sum(first) / 2)


def test_started_again_it_does_nothing_twice(tmp_path):
    again = []
    first = iomt.sweep(SCENARIO, {"backhaul": ["fibre", "4g"]}, out=tmp_path / "s")
    before = (tmp_path / "s" / "runs.csv").read_bytes()
    iomt.sweep(SCENARIO, {"backhaul": ["fibre", "4g"]}, out=tmp_path / "s", told=again.append)
    assert again == []
    assert (tmp_path / "s" / "runs.csv").read_bytes() == before
    # More runs and values go on from there.
    iomt.sweep(
        SCENARIO, {"backhaul": ["fibre", "4g", "none"]}, out=tmp_path / "s", told=again.append
    )
    assert [job.parameters["backhaul"] for job in again] == ["none"]
    # A run that was cut short is done again.
    job = first.jobs[0]
    summary = json.loads((job.folder / "summary.json").read_text())
    (job.folder / "summary.json").write_text(json.dumps({**summary, "complete": False}))
    again.clear()
    iomt.sweep(SCENARIO, {"backhaul": ["fibre", "4g"]}, out=tmp_path / "s", told=again.append)
    assert [job.parameters["backhaul"] for job in again] == ["fibre"]
    assert json.loads((job.folder / "summary.json").read_text())["complete"]


def test_runs_of_another_scenario_are_not_taken_for_ones_own(tmp_path):
    iomt.sweep(SCENARIO, {"backhaul": ["fibre"]}, out=tmp_path / "s")
    with pytest.raises(iomt.BadInput, match="another scenario"):
        iomt.sweep(SCENARIO, {"backhaul": ["fibre"]}, out=tmp_path / "s", duration_s=5)
    done = iomt.sweep(
        SCENARIO, {"backhaul": ["fibre"]}, out=tmp_path / "s", force=True, duration_s=5
    )
    assert done.runs.simulated_s[0] == 5


def test_failed_run_is_a_row_and_does_not_stop_the_others(tmp_path):
    # A wall time no run of the longer duration can keep.
    done = command(
        "sweep", "telemedicine", "--vary", "duration_s=10,500000", "--timeout", "6",
        "--out", "s", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    good, bad = rows_of(tmp_path / "s")
    assert (good["state"], bad["state"]) == ("done", "failed")
    assert "longer than 6 s" in bad["error"]
    assert bad["repeat"].endswith("run-1/scenario.json --run 1")
    assert bad["repeat"] in done.stderr
    assert good["error"] == "" and float(good["latency_ms.mean"]) > 0


def test_interrupted_sweep_goes_on(tmp_path):
    arguments = [
        "sweep", "telemedicine", "--vary", "seed=1,2,3,4,5,6", "--set", "duration_s=20",
        "--jobs", "1", "--out", "s",
    ]  # fmt: skip
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    give_up = time.monotonic() + 60
    while not list(tmp_path.glob("s/runs/*/run-1/summary.json")) and time.monotonic() < give_up:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130, messages
    assert "Traceback" not in messages
    assert "goes on" in messages
    first = rows_of(tmp_path / "s")
    done = [row for row in first if row["state"] == "done"]
    assert 0 < len(done) < len(first) == 6
    again = command(*arguments, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert f"{len(done)} of them done before" in again.stderr
    second = rows_of(tmp_path / "s")
    assert {row["state"] for row in second} == {"done"}
    # What was done before was left alone, wall time included.
    before = {row["seed"]: (row["fingerprint"], row["wall_s"]) for row in done}
    assert (
        before.items()
        <= {row["seed"]: (row["fingerprint"], row["wall_s"]) for row in second}.items()
    )


def test_sweep_file_is_read(tmp_path):
    for path in (ROOT / "examples" / "sweeps").glob("*.json"):
        plan = read_plan(path)
        assert plan is not None and plan.vary and plan.runs > 1
    (tmp_path / "s.json").write_text(
        json.dumps({"scenario": SCENARIO, "vary": {"backhaul": ["fibre", "4g"]}, "runs": 1})
    )
    done = command("sweep", "s.json", "--set", "duration_s=5", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [row["backhaul"] for row in rows_of(tmp_path / "out")] == ["fibre", "4g"]
    assert "4g" in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"vary": {"backhaul": []}}, ["vary"]),
        ({"vary": {"backhaul": ["fibre"]}, "runs": 0}, ["runs", "0"]),
        ({"vary": {"backhaul": ["fibre"]}, "run": 3}, ["run", "runs"]),
        ({"vary": {"bckhaul": ["fibre"]}}, ["bckhaul", "backhaul"]),
        ({"vary": {"backhaul": ["fibre"]}, "scenario": 7}, ["scenario"]),
        ({"vary": {"backhaul": ["fibre"]}, "set": []}, ["set"]),
    ],
)
def test_broken_sweep_file_is_explained(content, words, tmp_path):
    (tmp_path / "s.json").write_text(json.dumps(content))
    refused(2, *words, cwd=tmp_path, arguments=["sweep", "s.json"])


def test_unknown_metric_names_the_nearest(tmp_path):
    with pytest.raises(iomt.BadInput, match="latency_ms.mean"):
        iomt.sweep(SCENARIO, {}, out=tmp_path / "s", metrics=["latency_ms.maen"], duration_s=5)
    assert (tmp_path / "s" / "runs.csv").exists()


def test_values_are_json_or_text():
    assert parse_vary("a.b=1,2.5,x") == ("a.b", [1, 2.5, "x"])
    assert parse_vary('a=["x","y"],[]') == ("a", [["x", "y"], []])
    assert parse_vary('a="x,y",null,true') == ("a", ["x,y", None, True])


NAMES = st.text(st.characters(min_codepoint=1, blacklist_categories=["Cs"]), min_size=1)
VALUES = st.one_of(st.integers(), st.booleans(), st.none(), NAMES, st.lists(st.integers()))


@given(VALUES, VALUES)
def test_folder_names_are_plain_and_tell_points_apart(one, other):
    names = [slug({"some.path": value}) for value in (one, other)]
    for name in names:
        assert len(name) < 120 and "/" not in name and not name.startswith(".")
    if json.dumps(one) != json.dumps(other) and type(one) is type(other):
        assert names[0] != names[1]


@given(st.lists(st.one_of(st.integers(), st.booleans(), st.none(), st.lists(st.integers())),
                min_size=1, unique_by=lambda v: json.dumps(v)))  # fmt: skip
def test_values_survive_the_command_line(values):
    text = ",".join(json.dumps(value) for value in values)
    assert parse_vary(f"p={text}") == ("p", values)


def test_flattened_names_are_dotted():
    assert flatten({"a": {"b": 1}, "c": [{"name": "x", "n": 2}, {"n": 3}]}) == {
        "a.b": 1, "c.x.name": "x", "c.x.n": 2, "c.1.n": 3,
    }  # fmt: skip


def test_metric_without_a_number_in_any_run_is_told_from_a_misspelt_one(tmp_path):
    with pytest.raises(iomt.BadInput, match="has a value in any run"):
        iomt.sweep(SCENARIO, {}, out=tmp_path / "s", metrics=["latency_ms.mean"], duration_s=0.1)
