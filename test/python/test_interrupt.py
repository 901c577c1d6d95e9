# SPDX-License-Identifier: GPL-2.0-only
"""Ctrl-C in mid-run: what was recorded is kept, marked incomplete, and the exit code is 130."""

import signal
import subprocess
import time

import iomt
from support import COMMAND


def start_and_interrupt(folder, *arguments):
    process = subprocess.Popen(
        [*COMMAND, "run", "--set", "duration_s=500000", "--out", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    give_up = time.monotonic() + 30
    while not (folder / "results.sqlite").exists() and time.monotonic() < give_up:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    output, messages = process.communicate(timeout=30)
    return process.returncode, output, messages


def test_interrupted_run_is_kept_and_marked(tmp_path):
    folder = tmp_path / "run"
    code, output, messages = start_and_interrupt(folder)
    assert code == 130, messages
    assert "Traceback" not in messages
    assert "incomplete" in messages
    assert "stopped early" in output
    result = iomt.load(folder)
    assert not result.complete
    assert 0 < result.summary["simulated_s"] < 500000
    assert len(result.readings) == result.summary["readings"]["produced"] > 0
    key = result.query("SELECT value FROM run WHERE key = 'complete'").value[0]
    assert str(key).lower() in ("0", "false")


def test_report_of_an_interrupted_run_says_so(tmp_path):
    folder = tmp_path / "run"
    code, _, _ = start_and_interrupt(folder, "-q")
    assert code == 130
    from iomt import report

    assert "This run was stopped at" in report.write(iomt.load(folder)).read_text()


def test_interrupted_folder_is_not_overwritten(tmp_path):
    folder = tmp_path / "run"
    start_and_interrupt(folder, "-q")
    done = subprocess.run(
        [*COMMAND, "run", "--out", str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert not iomt.load(folder).complete
