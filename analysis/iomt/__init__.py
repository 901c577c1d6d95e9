# SPDX-License-Identifier: GPL-2.0-only
"""Run telemedicine scenarios in ns-3 and read their results with pandas.

::

    import iomt
    r = iomt.run("telemedicine", run=2, **{"duration_s": 60})
    r.summary["readings"]
    r.readings.groupby("kind").latency_ms.describe()

pandas and matplotlib are imported when a table or a figure is first asked for.
"""

from __future__ import annotations

from typing import Any, Optional

from . import _native
from ._run import run
from .errors import (
    BadInput,
    EnvironmentProblem,
    Interrupted,
    IomtError,
    RunFailed,
    ScenarioError,
)
from .results import Result, load
from .sweep import Sweep, sweep

__version__ = "0.1.0"

__all__ = [
    "BadInput",
    "EnvironmentProblem",
    "Interrupted",
    "IomtError",
    "Result",
    "RunFailed",
    "ScenarioError",
    "Sweep",
    "__version__",
    "describe",
    "load",
    "run",
    "sweep",
]


def describe(topic: Optional[str] = None) -> Any:
    """What the module offers: devices, links, suites, attacks, services, classifiers, schema.

    :param topic: one of them; None gives the list of topics
    :raises ScenarioError: there is no such topic; the nearest one is suggested
    """
    if topic is None:
        return list(_native.native().describe_topics())
    return _native.describe(topic)
