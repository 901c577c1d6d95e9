# SPDX-License-Identifier: GPL-2.0-only
"""The example programs: where they are, what they show, and how they ended."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import _native
from .errors import BadInput, EnvironmentProblem, RunFailed, nearest

_SOURCES = Path(__file__).resolve().parents[2] / "examples"


def summaries() -> dict[str, str]:
    """Each example and what it says of itself in the line below its licence."""
    found = {}
    for source in sorted(_SOURCES.glob("*.cc")):
        lines = source.read_text(encoding="utf-8").splitlines()
        about = (line[2:].strip() for line in lines[1:] if line.startswith("// "))
        found[source.stem] = next(about, "")
    return found


def known() -> dict[str, str]:
    """As `summaries`.

    :raises EnvironmentProblem: the sources are not here
    """
    names = summaries()
    if not names:
        raise EnvironmentProblem("the examples come with the source tree, which is not here")
    return names


def run(name: str, arguments: Sequence[str]) -> int:
    """Run an example in the current folder; its exit code.

    :raises BadInput: there is no such example
    :raises EnvironmentProblem: it is not built, or the sources are not here
    :raises RunFailed: a signal ended it
    """
    names = known()
    if name not in names:
        raise BadInput(f"no example '{name}'{nearest(name, names)}\nexamples: {', '.join(names)}")
    command = [str(_native.program("examples", name)), *arguments]
    process = subprocess.Popen(command)
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue  # the program has had the same Ctrl-C
    if code == -signal.SIGINT:
        return 130
    if code < 0:
        raise RunFailed(f"the example ended by signal {signal.Signals(-code).name}")
    return code
