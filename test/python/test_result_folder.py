# SPDX-License-Identifier: GPL-2.0-only
"""Result folders: numbered, never overwritten unasked, and a full disk is told as such."""

import json
import os
import resource
import stat

import pytest

import iomt as package
from iomt import report
from support import SHORT, iomt, refused


def test_folders_are_numbered(tmp_path):
    for number in (1, 2):
        done = iomt("run", *SHORT, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        folder = tmp_path / "results" / f"telemedicine-{number:03d}"
        assert {entry.name for entry in folder.iterdir()} == {
            "scenario.json", "results.sqlite", "store.sqlite", "summary.json", "report.html", "figures",
        }  # fmt: skip
        assert f"telemedicine-{number:03d}" in done.stdout
        assert "readings" in done.stdout


def test_results_are_replaced_only_by_force(tmp_path):
    folder = tmp_path / "mine"
    (tmp_path / "mine").mkdir()
    (folder / "notes.txt").write_text("keep")
    assert iomt("run", *SHORT, "-q", "--out", "mine", cwd=tmp_path).returncode == 0
    before = (folder / "summary.json").read_bytes()
    refused(2, "mine", "--force", cwd=tmp_path, arguments=["run", *SHORT, "--out", "mine"])
    assert (folder / "summary.json").read_bytes() == before
    # A mistake beside --force must not cost the results either.
    refused(
        2, "durtion_s", cwd=tmp_path,
        arguments=["run", "--set", "durtion_s=3", "--out", "mine", "--force"],
    )  # fmt: skip
    assert (folder / "summary.json").read_bytes() == before
    assert iomt("run", "--set", "duration_s=5", "-q", "--out", "mine", "--force",
                cwd=tmp_path).returncode == 0  # fmt: skip
    assert json.loads((folder / "summary.json").read_text())["simulated_s"] == 5
    assert (folder / "notes.txt").read_text() == "keep"


def test_quiet_says_nothing(tmp_path):
    done = iomt("run", *SHORT, "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_folder_that_cannot_be_made_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("")
    refused(2, "file", cwd=tmp_path, arguments=["run", *SHORT, "--out", "file"])
    refused(2, "file/below", cwd=tmp_path, arguments=["run", *SHORT, "--out", "file/below"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_bad_input(tmp_path):
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused(2, "locked", cwd=tmp_path, arguments=["run", *SHORT, "--out", "locked/run"])


def limit_file_size(octets):
    """A medium that takes no more than so much in one file."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))


def test_full_disk_during_the_run_is_a_failure_that_is_told(tmp_path):
    message = refused(
        1, "results.sqlite", "--run 1", cwd=tmp_path,
        arguments=["run", "-q", "--set", "duration_s=60", "--out", "run"],
        preexec_fn=limit_file_size(60_000),
    )  # fmt: skip
    assert "scenario.json" in message
    assert json.loads((tmp_path / "run" / "scenario.json").read_text())["duration_s"] == 60


def test_full_disk_for_the_scenario_is_told(tmp_path):
    refused(
        1, "disk is full", "scenario.json", cwd=tmp_path,
        arguments=["run", *SHORT, "-q", "--out", "run"],
        preexec_fn=limit_file_size(100),
    )  # fmt: skip


@pytest.mark.parametrize("victim", ["report.html", "figures/latency-by-stage.png"])
def test_full_disk_for_report_and_figure_is_told(victim, tmp_path):
    result = package.run("telemedicine", out=tmp_path / "run", duration_s=15)
    (result.path / "figures").mkdir(exist_ok=True)
    (result.path / victim).symlink_to("/dev/full")
    refused(1, "disk is full", cwd=tmp_path, arguments=["report", "run"])
    assert package.load(result.path).complete


def test_report_is_self_contained(tmp_path):
    result = package.run("telemedicine", out=tmp_path / "run", duration_s=15)
    text = report.write(result).read_text()
    for outside in ("http:", "https:", "<script", "<link", "@import", "url("):
        assert outside not in text
    assert 'src="data:image/png;base64,' in text
    assert result.summary["fingerprint"] in text
    assert "scenario.json --run 1" in text
    png = (result.path / "figures" / "latency-by-stage.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    # pHYs: 200 dots an inch are 7874 a metre.
    assert (7874).to_bytes(4, "big") in png[: png.index(b"IDAT")]
    svg = (result.path / "figures" / "latency-by-stage.svg").read_bytes()
    assert b"<svg" in svg


def test_figures_are_the_same_each_time(tmp_path):
    result = package.run("telemedicine", out=tmp_path / "run", duration_s=15)
    files = []
    for _ in range(2):
        report.write(result)
        files.append([f.read_bytes() for f in sorted((result.path / "figures").iterdir())])
    assert files[0] == files[1]


def test_names_from_the_scenario_are_escaped(tmp_path):
    result = package.run(
        {"name": "x", "description": "<b>&</b>", "sites": [{"name": "home"}]},
        out=tmp_path / "run",
        duration_s=5,
    )
    text = report.write(result).read_text()
    assert "<b>&</b>" not in text
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in text


def test_folder_without_results_is_bad_input(tmp_path):
    with pytest.raises(package.BadInput, match="summary.json"):
        package.load(tmp_path)
    with pytest.raises(package.BadInput, match="not a folder"):
        package.load(tmp_path / "nowhere")
