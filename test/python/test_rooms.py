# SPDX-License-Identifier: GPL-2.0-only
"""The rooms of model/ depend only on rooms above them, and four of them not on ns-3."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# From the top down, as CONTRIBUTING.md has it.
ROOMS = [
    "model/crypto",
    "model/fuzzy",
    "model/message",
    "model/vitals",
    "model/device",
    "model/ble",
    "model/session",
    "model/endpoint",
    "model/attack",
    "model/measure",
    "helper",
]
WITHOUT_NS3 = ROOMS[:4]
# Generated, or above every room.
COMMON = {"iomt-compat.h", "iomt-config.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"(?:ns3/)?([^"/]+\.h)"', re.MULTILINE)


def room_of_header() -> dict[str, str]:
    """Each of our headers, and the room it lies in."""
    return {path.name: room for room in ROOMS for path in (ROOT / room).glob("*.h")}


def includes(room: str) -> list[tuple[Path, str]]:
    """Every header a room includes, with the file that does."""
    return [
        (path, header)
        for path in sorted((ROOT / room).glob("*.*"))
        for header in INCLUDE.findall(path.read_text())
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_depends_only_on_rooms_above(room: str) -> None:
    home = room_of_header()
    below = set(ROOMS[ROOMS.index(room) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)} includes {header} of {home[header]}"
        for path, header in includes(room)
        if home.get(header) in below
    ]
    assert not wrong


@pytest.mark.parametrize("room", WITHOUT_NS3)
def test_a_room_without_ns3_includes_only_our_headers(room: str) -> None:
    home = room_of_header()
    wrong = [
        f"{path.relative_to(ROOT)} includes {header}"
        for path, header in includes(room)
        if header not in home and header not in COMMON
    ]
    assert not wrong


def test_ble_needs_only_these_rooms() -> None:
    """A link layer is of use without telemedicine."""
    home = room_of_header()
    needed = {home.get(header) for _, header in includes("model/ble")}
    assert needed - {None} <= {"model/ble", "model/crypto", "model/device"}


def test_header_names_are_unique() -> None:
    names = [path.name for room in ROOMS for path in (ROOT / room).glob("*.h")]
    assert len(names) == len(set(names))
