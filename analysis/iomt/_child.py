# SPDX-License-Identifier: GPL-2.0-only
"""One run in a process of its own: ``python3 -m iomt._child FD`` with the request on stdin.

ns-3 cannot run twice in one process and ends the process on a fatal error, so nothing that
matters lives here. The parent hears of progress and errors as JSON lines on file descriptor FD;
standard output stays free for whatever a library may print.
"""

from __future__ import annotations

import signal

_stopping = False


def _stop(*_: object) -> None:
    global _stopping
    _stopping = True


# Before anything slow is imported: an early Ctrl-C must not end in a stack trace.
if __name__ == "__main__":
    signal.signal(signal.SIGINT, _stop)

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from typing import Any  # noqa: E402

from ._native import native  # noqa: E402
from .errors import IomtError  # noqa: E402

# Seconds of wall time between two progress lines: often enough for the eye, too seldom to cost.
_PROGRESS_INTERVAL_S = 0.1


class _Line:
    """The pipe to the parent; a parent that is gone means: stop."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._last = 0.0

    def say(self, **message: Any) -> bool:
        try:
            os.write(self._descriptor, (json.dumps(message) + "\n").encode())
        except BrokenPipeError:
            return False
        return True

    def progress(self, simulated_s: float, duration_s: float) -> bool:
        """True to go on. Called from the simulator's loop."""
        now = time.monotonic()
        if now - self._last >= _PROGRESS_INTERVAL_S or simulated_s >= duration_s:
            self._last = now
            if not self.say(progress=[simulated_s, duration_s]):
                return False
        return not _stopping


def main() -> int:
    """Run what stdin asks for; 0 when it was done or stopped in order."""
    line = _Line(int(sys.argv[1]))
    try:
        request = json.load(sys.stdin)
        module = native()
        module.run(
            json.dumps(request["scenario"]),
            request["run"],
            request["out"],
            request["pcap"],
            line.progress,
        )
    except IomtError as error:
        line.say(error={"kind": "environment", "message": str(error)})
        return 1
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells it
        if type(error).__name__ == "ScenarioError":
            line.say(error={"kind": "scenario", "args": [str(part) for part in error.args]})
        else:
            line.say(error={"kind": "failure", "message": str(error) or type(error).__name__})
        return 1
    line.say(done=True)
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The results are closed; ns-3's static destructors have nothing left to add.
    os._exit(code)
