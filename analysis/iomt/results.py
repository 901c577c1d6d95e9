# SPDX-License-Identifier: GPL-2.0-only
"""A result folder as Python sees it: the summary as a dict, the tables as DataFrames."""

from __future__ import annotations

import functools
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from .errors import BadInput

if TYPE_CHECKING:
    import pandas

# The ways of a reading, in order; each is a column `<stage>_ms` of the table `readings`.
STAGES = (
    "sensor",
    "protect",
    "access",
    "gateway",
    "backhaul",
    "firewall",
    "broker",
    "open",
    "classify",
)


class Result:
    """What a run left in its folder. Tables are read when first asked for.

    :param path: the result folder
    """

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"Result({str(self.path)!r})"

    @functools.cached_property
    def summary(self) -> dict[str, Any]:
        """``summary.json``."""
        return self._json("summary.json")

    @functools.cached_property
    def scenario(self) -> dict[str, Any]:
        """The complete scenario that was run."""
        return self._json("scenario.json")

    @property
    def complete(self) -> bool:
        """False if the run was stopped before its end."""
        return bool(self.summary.get("complete"))

    @functools.cached_property
    def devices(self) -> pandas.DataFrame:
        """A row per device: what it is, and the energy and time it spent."""
        return self.query("SELECT * FROM devices ORDER BY device")

    @functools.cached_property
    def readings(self) -> pandas.DataFrame:
        """A row per reading: what became of it, and its latency by stage [ms]."""
        return self.query("SELECT * FROM readings ORDER BY reading")

    @functools.cached_property
    def classifications(self) -> pandas.DataFrame:
        """A row per classification at the doctor's."""
        return self.query("SELECT * FROM classifications ORDER BY time_s, patient, classifier")

    @functools.cached_property
    def alarms(self) -> pandas.DataFrame:
        """A row per alarm that was raised or should have been."""
        return self.query("SELECT * FROM alarms ORDER BY COALESCE(raised_s, onset_s), patient")

    @functools.cached_property
    def care(self) -> pandas.DataFrame:
        """A row per step of care: prescribed, verified, dispensed, commanded, …"""
        return self.query("SELECT * FROM care ORDER BY time_s, rowid")

    @functools.cached_property
    def attacks(self) -> pandas.DataFrame:
        """A row per attack, with the ground truth of what it achieved."""
        return self.query("SELECT * FROM attacks ORDER BY rowid")

    @functools.cached_property
    def faults(self) -> pandas.DataFrame:
        """A row per fault, with what became of the readings felt meanwhile."""
        return self.query("SELECT * FROM faults ORDER BY rowid")

    @functools.cached_property
    def firewall_rules(self) -> pandas.DataFrame:
        """A row per firewall rule, with its counters."""
        return self.query("SELECT * FROM firewall_rules ORDER BY firewall, position")

    @functools.cached_property
    def firewall_log(self) -> pandas.DataFrame:
        """A row per packet a firewall logged."""
        return self.query("SELECT * FROM firewall_log ORDER BY time_s, rowid")

    @functools.cached_property
    def store(self) -> pandas.DataFrame:
        """What the broker holds, as it came: ``objects`` of ``store.sqlite``."""
        return self.query("SELECT * FROM objects ORDER BY id", database="store.sqlite")

    @functools.cached_property
    def accesses(self) -> pandas.DataFrame:
        """Who asked the broker for what, and what the answer was."""
        return self.query("SELECT * FROM accesses ORDER BY id", database="store.sqlite")

    @functools.cached_property
    def anonymised(self) -> pandas.DataFrame:
        """A row per reading that left the anonymiser or was suppressed there."""
        return self.query("SELECT * FROM anonymised ORDER BY rowid")

    @functools.cached_property
    def frames(self) -> pandas.DataFrame:
        """The frame filters' counters."""
        return self.query("SELECT * FROM frames ORDER BY site, access, cause")

    def query(
        self, sql: str, parameters: Sequence[Any] = (), database: str = "results.sqlite"
    ) -> pandas.DataFrame:
        """The answer of a database in the folder, which is opened for reading only.

        :raises BadInput: the folder holds no such database, or the query is wrong
        """
        import pandas

        with closing(self._connect(database)) as connection:
            try:
                return pandas.read_sql_query(sql, connection, params=list(parameters))
            except (sqlite3.Error, pandas.errors.DatabaseError) as error:
                raise BadInput(f"{self.path / database}: {error}") from None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """The rows of ``results.sqlite``, without pandas."""
        with closing(self._connect("results.sqlite")) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return connection.execute(sql, parameters).fetchall()
            except sqlite3.Error as error:
                raise BadInput(f"{self.path / 'results.sqlite'}: {error}") from None

    def _connect(self, name: str) -> sqlite3.Connection:
        database = (self.path / name).absolute()
        if not database.is_file():
            raise BadInput(f"{self.path}: holds no {name}")
        return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)

    def _json(self, name: str) -> dict[str, Any]:
        path = self.path / name
        try:
            return dict(json.loads(path.read_text()))
        except FileNotFoundError:
            raise BadInput(f"{self.path}: holds no {name}; no run has ended there") from None
        except (OSError, ValueError, TypeError) as error:
            raise BadInput(f"{path}: {error}") from None


def load(path: Union[str, os.PathLike[str]]) -> Result:
    """The results of an earlier run.

    :raises BadInput: `path` is not a result folder
    """
    folder = Path(path)
    if not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder")
    result = Result(folder)
    result.summary  # noqa: B018 - says so at once if there is none
    return result


def flatten(value: Any, prefix: str = "") -> dict[str, Any]:
    """Nested data as dotted names: ``{"a": {"b": 1}}`` → ``{"a.b": 1}``.

    Members of an array go by their ``name`` if they have one, else by their place.
    """
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = [
            (str(m["name"]) if isinstance(m, dict) and "name" in m else str(i), m)
            for i, m in enumerate(value)
        ]
    else:
        return {prefix: value}
    flat: dict[str, Any] = {}
    for key, member in members:
        flat.update(flatten(member, f"{prefix}.{key}" if prefix else key))
    return flat
