# SPDX-License-Identifier: GPL-2.0-only
"""A user's mistake gets one clear message and exit code 2, and costs nothing."""

import os

import pytest

from support import iomt, refused


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--set", "duraton_s=5"], ["duraton_s", "duration_s"]),
        (["run", "--set", "protection.objct=none"], ["objct", "object"]),
        (["run", "--set", "duration_s=soon"], ["duration_s", "soon"]),
        (["run", "--set", "duration_s=-5"], ["duration_s", "-5"]),
        (["run", "--set", "backhaul=fiber"], ["backhaul", "fiber", "fibre"]),
        (
            ["run", "--set", "protection.object=rot13"],
            ["protection.object", "rot13", "aes-128-gcm"],
        ),
        (["run", "--set", "duration_s"], ["duration_s", "PATH=VALUE"]),
        (["run", "--run", "0"], ["--run", "0"]),
        (["run", "--run", "two"], ["--run", "two"]),
        (["run", "telemedcine"], ["telemedcine", "telemedicine"]),
        (["run", "no/such/file.json"], ["no/such/file.json"]),
        (["runn"], ["runn", "did you mean 'run'"]),
        (["run", "--forse"], ["--forse", "--force"]),
        (["run", "telemedicine", "too-much"], ["too-much"]),
        (["report"], ["DIR"]),
        (["report", "no-such-folder"], ["no-such-folder"]),
        (["describe", "device"], ["device", "devices"]),
        (["sweep", "telemedicine", "--executor", "locl"], ["locl", "local"]),
        (["sweep", "telemedicine", "--vary", "backhaul"], ["backhaul", "PATH=A,B,C"]),
        (["sweep", "telemedicine", "--vary", "backhaul=fibre,,4g"], ["empty"]),
        (["sweep", "telemedicine", "--vary", "backhaul=fibre,fibre"], ["twice"]),
        (["sweep", "telemedicine", "--vary", "backhaul=fibre,4h"], ["backhaul", "4h", "4g"]),
        (["sweep", "telemedicine", "--runs", "0"], ["--runs"]),
        (["sweep", "telemedicine", "--jobs", "0"], ["--jobs"]),
    ],
)
def test_mistake_is_named(arguments, words, tmp_path):
    refused(2, *words, cwd=tmp_path, arguments=arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"name": "x", "sites": [', ["line 1"]),
        ("not json at all", ["line 1"]),
        ("", ["scenario.json"]),
        ("[1, 2]", ["object"]),
        ('{"name": "x"}', ["sites"]),
        ('{"name": "x", "sites": [{"name": "a", "patiens": 2}]}', ["patiens", "patients"]),
        ('{"name": "x", "sites": [{"name": "a"}, {"name": "a"}]}', ["sites", "a"]),
        ('{"name": "x", "sites": [{"name": "a"}], "devices": ["ecg"]}', ["devices", "ecg-patch"]),
        (
            '{"name": "x", "sites": [{"name": "a"}], '
            '"episodes": [{"patient": 9, "kind": "hypoxia"}]}',
            ["patient", "9"],
        ),
    ],
)
def test_broken_scenario_is_explained(text, words, tmp_path):
    (tmp_path / "scenario.json").write_text(text)
    refused(2, *words, cwd=tmp_path, arguments=["run", "scenario.json"])
    assert [entry.name for entry in tmp_path.iterdir()] == ["scenario.json"]


def test_scenario_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    refused(2, "folder", cwd=tmp_path, arguments=["run", "./folder"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("0.1\n0.2\n\n0.3\n", ["ecg.csv", "3"]),
        ("0.1\nhello\n0.3\n", ["ecg.csv", "2", "hello"]),
        ("", ["ecg.csv"]),
        (None, ["ecg.csv"]),
    ],
)
def test_broken_recording_is_explained(content, words, tmp_path):
    if content is not None:
        (tmp_path / "ecg.csv").write_text(content)
    refused(
        2,
        *words,
        cwd=tmp_path,
        arguments=["run", "--set", "vitals.ecg=ecg.csv", "--set", "duration_s=5"],
    )


def test_missing_e4_folder_is_explained(tmp_path):
    refused(
        2, "no-e4", cwd=tmp_path,
        arguments=["run", "--set", "vitals.e4_folder=no-e4", "--set", "duration_s=5"],
    )  # fmt: skip


def test_module_that_is_not_built_is_the_environments_fault(tmp_path):
    analysis = os.path.dirname(os.path.dirname(__import__("iomt").__file__))
    installed = os.path.join(analysis, "iomt")
    if any(name.startswith("_iomt.") and name.endswith(".so") for name in os.listdir(installed)):
        pytest.skip("the module is installed inside the package")
    done = iomt("run", cwd=tmp_path, env={"PYTHONPATH": analysis, "IOMT_BUILD_DIR": str(tmp_path)})
    assert done.returncode == 3
    assert "./iomt build" in done.stderr


def test_help_names_every_command(tmp_path):
    done = iomt("--help", cwd=tmp_path)
    assert done.returncode == 0
    for name in ("run", "sweep", "report", "describe", "example", "doctor"):
        assert name in done.stdout


def test_reader_that_leaves_early_is_no_error(tmp_path):
    import subprocess

    from support import COMMAND

    process = subprocess.Popen(
        [*COMMAND, "describe", "schema", "--json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait(timeout=30)
