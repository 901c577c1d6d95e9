# SPDX-License-Identifier: GPL-2.0-only
"""The manual's table of keys says what the schema says. Run this file to print the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "data" / "scenario.schema.json").read_text())


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    return schema


def number(value: float) -> str:
    return f"{value:,}"


def allowed(schema: dict[str, Any]) -> str:
    """What a value may be, in words."""
    if "enum" in schema:
        return ", ".join("null" if name is None else name for name in schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    words = []
    for kind in types:
        if "x-registry" in schema and kind == "string":
            kind = f"name in {schema['x-registry']}"
            if "x-path" in schema:
                kind += f", or path of a {schema['x-path']} file"
        elif kind in ("number", "integer"):
            if "exclusiveMinimum" in schema:
                kind += f" > {number(schema['exclusiveMinimum'])}"
            if "minimum" in schema:
                kind += f" ≥ {number(schema['minimum'])}"
            if "maximum" in schema:
                kind += f", ≤ {number(schema['maximum'])}"
        words.append(kind)
    return " or ".join(words)


def default(schema: dict[str, Any], required: bool) -> str:
    if required:
        return "must be written"
    if "x-default-file" in schema:
        return f"``data/{schema['x-default-file']}``"
    return f"``{json.dumps(schema['default'])}``"


def rows(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """A row of the list-table for each key that has a value of its own."""
    for key, below in schema.get("properties", {}).items():
        below = resolved(below)
        here = f"{path}.{key}" if path else key
        if "properties" in below:
            yield from rows(below, here)
            continue
        of_a_kind = path.endswith("]") and not path.endswith("[]")
        if "const" in below or (of_a_kind and key == "name"):
            continue
        unit = f" [{below['x-unit']}]" if "x-unit" in below else ""
        yield (
            f"   * - ``{here}``\n"
            f"     - {allowed(below)}{unit}\n"
            f"     - {default(below, key in schema.get('required', []))}\n"
            f"     - {below['description']}\n"
        )
        items = resolved(below.get("items", {}))
        # Both firewalls have the same rules.
        if "properties" in items and here != "firewalls.inner.rules":
            yield from rows(items, f"{here}[]")
        for alternative in items.get("oneOf", []):
            kind = alternative["properties"]["kind"]["const"]
            yield from rows(alternative, f"{here}[{kind}]")


def table() -> str:
    seen = dict.fromkeys(rows(SCHEMA))
    head = (
        ".. list-table::\n   :header-rows: 1\n   :widths: 22 28 15 35\n\n"
        "   * - key\n     - allowed\n     - default\n     - meaning\n"
    )
    return head + "".join(seen)


def test_the_table_is_the_schema() -> None:
    manual = (ROOT / "doc" / "scenario.rst").read_text()
    for row in rows(SCHEMA):
        assert row in manual, f"missing or stale; print the table by running this file:\n{row}"
    # And no key that is gone.
    assert manual.count("   * - ``") == len(set(rows(SCHEMA)))


if __name__ == "__main__":
    print(table(), end="")
