# SPDX-License-Identifier: GPL-2.0-only
"""What this machine has of what the module needs."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import __version__, _native
from .errors import IomtError

# Python packages, what they are for, and the Debian package that brings them.
_PACKAGES = (
    ("click", "the command line", "python3-click"),
    ("rich", "progress and tables", "python3-rich"),
    ("pandas", "results as tables", "python3-pandas"),
    ("matplotlib", "figures", "python3-matplotlib"),
)

# Programs that some commands or tests use, and the Debian package that brings them.
_PROGRAMS = (
    ("cmake", "building", "cmake"),
    ("c++", "building", "g++"),
    ("tshark", "checking packet captures in tests", "tshark"),
    ("coap-client", "proving CoAP against libcoap in tests", "libcoap3-bin"),
)

_SPACE_WANTED = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    :param needed: whether a run is impossible without it
    """

    what: str
    good: bool
    needed: bool
    detail: str


def examine() -> list[Finding]:
    """Look at everything a run, a figure or a test needs."""
    findings = [
        Finding(
            "python",
            sys.version_info >= (3, 9),
            True,
            f"{sys.version.split()[0]} at {sys.executable}",
        ),
        _module(),
        _asked("scenario", _scenario),
    ]
    for name, purpose, package in _PACKAGES:
        findings.append(_package(name, purpose, package))
    for name, purpose, package in _PROGRAMS:
        where = shutil.which(name)
        detail = where or f"not found; for {purpose}: apt-get install {package}"
        findings.append(Finding(name, where is not None, False, detail))
    findings.append(_folder())
    findings.append(Finding("cores", True, False, str(len(os.sched_getaffinity(0)))))
    return findings


def _asked(what: str, question: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, True, question())
    except IomtError as error:
        return Finding(what, False, True, str(error))


def _module() -> Finding:
    def question() -> str:
        module = _native.native()
        return f"{module.__version__} with ns-3 {module.ns3_version}, {module.__file__}"

    finding = _asked("module", question)
    if finding.good and _native.native().__version__ != __version__:
        detail = f"{finding.detail}; this package is {__version__}: './iomt build' builds it again"
        return Finding("module", False, True, detail)
    return finding


def _scenario() -> str:
    _native.complete_scenario(None, Path("telemedicine"), [])
    return "telemedicine is found and valid"


def _package(name: str, purpose: str, package: str) -> Finding:
    try:
        module = importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - a broken package may raise anything
        detail = f"{error}; for {purpose}: apt-get install {package}"
        return Finding(name, False, True, detail)
    from importlib import metadata

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = "present"
    return Finding(name, True, True, f"{version} ({Path(str(module.__file__)).parent})")


def _folder() -> Finding:
    here = Path.cwd()
    free = shutil.disk_usage(here).free
    writable = os.access(here, os.W_OK)
    detail = f"{here}: {'writable' if writable else 'not writable'}, {free / 1e9:.1f} GB free"
    return Finding("current folder", writable and free > _SPACE_WANTED, False, detail)
