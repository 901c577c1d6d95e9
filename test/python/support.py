# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of the command line share: the command, and folders to run it in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "iomt"]

# Long enough for every kind of device to send and for the classifiers to speak.
SHORT = ["--set", "duration_s=15"]


def iomt(*arguments: str, cwd: Path, timeout: float = 100, **more: Any) -> Any:
    """Run the command line in a folder; its exit code, output and messages as text."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        timeout=timeout,
        capture_output=True,
        text=True,
        env={**os.environ, **more.pop("env", {})},
        check=False,
        **more,
    )
    # Whatever a user does, a stack trace is not an answer.
    assert "Traceback" not in done.stderr, done.stderr
    return done


def refused(code: int, *words: str, cwd: Path, arguments: list[str], **more: Any) -> str:
    """Run a command that must fail with `code` and a message that holds `words`."""
    done = iomt(*arguments, cwd=cwd, **more)
    assert done.returncode == code, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr
    return str(done.stderr)
