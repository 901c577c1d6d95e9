# SPDX-License-Identifier: GPL-2.0-only
"""python3-jsonschema, which knows nothing of this module, judges scenarios by its schema alone."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

_iomt = pytest.importorskip("_iomt")

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "examples" / "scenarios").glob("*.json"))
SCHEMA = json.loads(_iomt.describe("schema"))
JUDGE = jsonschema.Draft202012Validator(SCHEMA)


def ours(scenario: Any) -> bool:
    """Whether the module takes it."""
    try:
        _iomt.complete_scenario(json.dumps(scenario))
    except _iomt.ScenarioError:
        return False
    return True


def base() -> dict[str, Any]:
    return dict(json.loads((ROOT / "examples/scenarios/under-attack.json").read_text()))


def put(scenario: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Set a value at a path of keys and indices with slashes between them."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    node: Any = scenario
    for step in way:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[last] = value
    return scenario


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    written = json.loads((ROOT / "data" / "scenario.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(written)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_examples_are_valid_as_written_and_completed(path: Path) -> None:
    scenario = json.loads(path.read_text())
    JUDGE.validate(scenario)
    JUDGE.validate(json.loads(_iomt.complete_scenario(json.dumps(scenario))))


RULE = {"name": "r", "action": "drop"}

VALID = [
    ("seed", 2.0),
    ("duration_s", 0.5),
    ("devices", ["thermometer"]),
    ("sites/0/backhaul", None),
    ("sites/0/backhaul", "4g"),
    ("sites/0/access", "none"),
    ("access_of", {"ecg-patch": "none"}),
    ("sites/0/access_of", {"ecg-patch": "none", "watch": "802.15.4"}),
    ("attacks", []),
    ("attacks", [{"name": "n", "kind": "none"}]),
    ("attacks/2/values", {"spo2": 99.5}),
    ("attacks/2/stop_s", None),
    ("care/command", None),
    ("firewalls/edge/rules", [RULE]),
    ("firewalls/inner/rules", [{**RULE, "from": "2001:db8::/32", "to": "::1"}]),
]

INVALID = [
    ("duration", 60),
    ("duration_s", "60"),
    ("duration_s", True),
    ("duration_s", None),
    ("duration_s", 0),
    ("duration_s", 604800.5),
    ("seed", 0),
    ("seed", 1.5),
    ("seed", 4294944443),
    ("name", "a b"),
    ("name", ""),
    ("name", None),
    ("compute", "guess"),
    ("access", "802.11"),
    ("access_of", {"ecg-patch": "802.11"}),
    ("access_of", {"ecg-patch": None}),
    ("access_of", ["ecg-patch"]),
    ("sites/0/access_of", {"ecg-patch": 1}),
    ("backhaul", "fiber"),
    ("backhaul", None),
    ("protection", "none"),
    ("protection/object", "rot13"),
    ("protection/objekt", "none"),
    ("vitals/ecg_rate_hz", 0),
    ("sites", []),
    ("sites", {}),
    ("sites", [{"name": f"s{i}"} for i in range(65)]),
    ("sites/0", {"patients": 1}),
    ("sites/0/patients", 33),
    ("sites/0/patients", "1"),
    ("sites/0/kind", "castle"),
    ("sites/0/access", "802.11"),
    ("sites/0/radius", 5),
    ("devices", []),
    ("devices", ["gateway"]),
    ("devices", ["thermometer", "thermometer"]),
    ("episodes/0", {"kind": "hypoxia"}),
    ("episodes/0/kind", "measles"),
    ("episodes/0/severity", 1.1),
    ("episodes/0/patient", 0),
    ("episodes/0/duration_s", 0),
    ("classifiers", "news2"),
    ("classifiers", ["news3"]),
    ("care/late_ms", 0),
    ("care/cooldown_s", -1),
    ("attacks", None),
    ("attacks/0", 7),
    ("attacks/0", {"name": "x"}),
    ("attacks/0/kind", "burglar"),
    ("attacks/0/share", 0.5),
    ("attacks/1/share", -0.1),
    ("attacks/2/values", {"spo2": "high"}),
    ("attacks/3/rate_pps", 0),
    ("attacks/3/payload_bytes", 1233),
    ("attacks/3/spoof", 1),
    ("attacks/3/content", "post"),
    ("firewalls/outer", {}),
    ("firewalls/edge/rules", [{"name": "r"}]),
    ("firewalls/edge/rules", [{**RULE, "action": "reject"}]),
    ("firewalls/edge/rules", [{**RULE, "from": "nowhere"}]),
    ("firewalls/edge/rules", [{**RULE, "port": 65536}]),
    ("firewalls/edge/rules", [{**RULE, "burst": 0.5}]),
]


@pytest.mark.parametrize(("path", "value"), VALID, ids=str)
def test_both_take_it(path: str, value: Any) -> None:
    scenario = put(base(), path, copy.deepcopy(value))
    JUDGE.validate(scenario)
    assert ours(scenario)


@pytest.mark.parametrize(("path", "value"), INVALID, ids=str)
def test_both_refuse_it(path: str, value: Any) -> None:
    scenario = put(base(), path, copy.deepcopy(value))
    assert not JUDGE.is_valid(scenario)
    assert not ours(scenario)


def test_a_value_of_every_wrong_type() -> None:
    """Every key of the scenario, with every type of JSON: the same verdict from both."""
    values: list[Any] = [None, True, 1, -1, 0.25, 1e18, "x", "", [], {}, ["x"], {"x": 1}]
    compared = 0

    def visit(schema: dict[str, Any], path: str) -> None:
        nonlocal compared
        for key, below in schema.get("properties", {}).items():
            here = f"{path}/{key}" if path else key
            for value in values:
                # What fits the schema and no other part of the scenario is not the schema's
                # matter.
                scenario = put(base(), here, copy.deepcopy(value))
                if not JUDGE.is_valid(scenario):
                    assert not ours(scenario), (here, value)
                elif key not in ("patient", "patients", "ecg", "e4_folder", "stop_s", "start_s"):
                    assert ours(scenario), (here, value)
                compared += 1
            visit(below, here)
            if here in ("sites", "episodes"):
                visit(below["items"], f"{here}/0")

    visit(SCHEMA, "")
    for index, kind in enumerate(("eavesdropper", "replayer", "tamperer", "flooder")):
        for alternative in SCHEMA["properties"]["attacks"]["items"]["oneOf"]:
            if alternative["properties"]["kind"]["const"] == kind:
                visit(alternative, f"attacks/{index}")
    assert compared > 500
