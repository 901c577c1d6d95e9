# SPDX-License-Identifier: GPL-2.0-only
"""What can go wrong, sorted by who can mend it; each class carries its exit code."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Optional

# errno values of a medium that takes no more: full, over quota, over the file size limit.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class IomtError(Exception):
    """A failure that is told in one message; the base of all others."""

    exit_code = 1


class BadInput(IomtError, ValueError):
    """The user gave something that cannot be used; the message names it and what is allowed."""

    exit_code = 2


class ScenarioError(BadInput):
    """A scenario that cannot be run.

    :param path: dotted path of the value at fault, or the file; empty for the whole scenario
    :param message: what was found and what is allowed
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class EnvironmentProblem(IomtError):
    """Something this machine lacks: the compiled module, a package, an example program."""

    exit_code = 3


class RunFailed(IomtError):
    """A run that began and did not end well.

    :param message: what happened
    :param repeat: the shell command that repeats this one run
    """

    def __init__(self, message: str, repeat: str = "") -> None:
        super().__init__(message, repeat)
        self.message = message
        self.repeat = repeat

    def __str__(self) -> str:
        return f"{self.message}\nrepeat it with: {self.repeat}" if self.repeat else self.message


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in mid-run, after the run was stopped in order.

    :param path: the result folder, whose summary says ``"complete": false``
    """

    def __init__(self, message: str, path: Optional[Path] = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return self.message


def nearest(word: str, names: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the name closest to `word`, or nothing when none is close."""
    found = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f"; did you mean '{found[0]}'?" if found else ""


def from_os_error(error: OSError, path: Optional[Path] = None) -> IomtError:
    """The error to tell for a file operation that failed.

    A full disk is nobody's bad input (exit 1); a folder that may not be written is (exit 2).
    """
    where = str(path if path is not None else (error.filename or "the result folder"))
    if error.errno in _FULL:
        return RunFailed(
            f"{where}: {error.strerror or error}; the disk is full or a limit is reached. "
            "What was written before is still there."
        )
    return BadInput(f"{where}: {error.strerror or error}")
