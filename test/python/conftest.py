# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures that several test files share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

BUILD = Path(os.environ.get("IOMT_BUILD_DIR", Path(__file__).resolve().parents[2] / "build"))


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Path of a program of test/tools that the build made."""

    def find(name: str) -> str:
        if not BUILD.is_dir():
            pytest.skip(f"no build folder {BUILD}: build first, or set IOMT_BUILD_DIR")
        for path in sorted(BUILD.rglob(name)):
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
        pytest.fail(f"{BUILD} has no program {name}")

    return find
