# SPDX-License-Identifier: GPL-2.0-only
"""The manual names suites, files, attributes and pages that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "doc").glob("*.rst"))
SOURCES = "\n".join(path.read_text() for path in sorted((ROOT / "model").rglob("*.cc")))
SUITES = set(
    re.findall(
        r'"(iomt-[a-z0-9-]+)"', "\n".join(path.read_text() for path in (ROOT / "test").glob("*.cc"))
    )
)
PROGRAMS = {path.stem for path in (ROOT / "test" / "tools").glob("*.cc")} | {"iomt-test-runner"}
PROGRAMS |= {path.name for path in (ROOT / "tools").iterdir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_names_what_exists(page: Path) -> None:
    text = page.read_text()
    assert text.startswith(".. SPDX-License-Identifier: GPL-2.0-only")
    # "``iomt-firewall-rules``, ``-flows``" is a way of writing them, "``iomt-…``" stands for all.
    suites = set(re.findall(r"``(iomt-[a-z0-9-]+)``", text))
    assert suites <= SUITES | PROGRAMS
    files = re.findall(
        r"``((?:test|data|examples|helper|model|doc|tools|benchmark)/[A-Za-z0-9_./-]+\.[a-z]+)``", text
    )
    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_front_page_lists_every_page() -> None:
    text = (ROOT / "doc" / "iomt.rst").read_text()
    listed = set(re.findall(r"^   ([a-z]+)$", text, re.M))
    assert listed == {page.stem for page in PAGES} - {"iomt"}
    assert set(re.findall(r":doc:`([a-z]+)`", text)) <= listed


def test_attributes_of_the_front_page_exist() -> None:
    text = (ROOT / "doc" / "iomt.rst").read_text()
    attributes = re.findall(r"^[A-Z][A-Za-z]+::([A-Z][A-Za-z]+) {2,}", text, re.M)
    assert len(attributes) > 5
    for name in attributes:
        assert re.search(rf'Add(?:Attribute|TraceSource)\(\s*"{name}"', SOURCES), name
