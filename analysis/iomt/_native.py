# SPDX-License-Identifier: GPL-2.0-only
"""The compiled module, wherever the build put it, with its errors in this package's classes."""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

from .errors import EnvironmentProblem, ScenarioError


@functools.lru_cache(maxsize=None)
def native() -> ModuleType:
    """Import ``_iomt``: inside this package when installed, in the build folder of a clone."""
    built = os.environ.get("IOMT_BUILD_DIR", str(Path(__file__).resolve().parents[2] / "build"))
    # Last, so that neither an installed module nor PYTHONPATH is overruled.
    sys.path.append(str(Path(built) / "python"))
    for name in (f"{__package__}._iomt", "_iomt"):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
        except ImportError as error:
            raise EnvironmentProblem(
                f"the compiled module does not load: {error}; build it again with './iomt build'"
            ) from error
    raise EnvironmentProblem(
        f"the compiled module _iomt is not where {sys.executable} looks; "
        "build it with './iomt build' (and use Debian's /usr/bin/python3)"
    )


def folder() -> Path:
    """Where the compiled module lies: a child process needs it on its path."""
    return Path(str(native().__file__)).resolve().parent


def program(kind: str, name: str) -> Path:
    """A built program: the build says where it builds, else it is where the module was.

    :param kind: the folder of its source: ``examples``, ``benchmark``
    :raises EnvironmentProblem: it is not built
    """
    built = os.environ.get("IOMT_BUILD_DIR")
    path = (Path(built) if built else folder().parent) / kind / name
    if not os.access(path, os.X_OK):
        raise EnvironmentProblem(f"the program '{name}' is not built; './iomt build' builds it")
    return path


def complete_scenario(
    text: Optional[str], path: Optional[Path], overrides: Sequence[str]
) -> dict[str, Any]:
    """Validate a scenario given as `text` or as a file, with defaults filled in.

    :param overrides: ``dotted.path=value`` each
    :raises ScenarioError: naming the path, what was found and what is allowed
    """
    module = native()
    try:
        if path is not None:
            completed = module.load_scenario(str(path), list(overrides))
        else:
            completed = module.complete_scenario(text or "", list(overrides))
    except module.ScenarioError as error:
        raise ScenarioError(*error.args) from None
    return dict(json.loads(completed))


def calibrate() -> list[dict[str, Any]]:
    """What operations cost this host, beside every processor profile."""
    return list(json.loads(native().calibrate()))


def describe(topic: str) -> Any:
    """What the module offers under `topic`: devices, links, suites, attacks, …"""
    module = native()
    try:
        return json.loads(module.describe(topic))
    except module.ScenarioError as error:
        raise ScenarioError(*error.args) from None
