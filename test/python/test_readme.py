# SPDX-License-Identifier: GPL-2.0-only
"""The README's snippets: Python and JSON run, C++ stands in an example, commands and files exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from iomt import _native

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_python_snippets_run_one_after_the_other(tmp_path: Path) -> None:
    snippets = blocks("python")
    assert len(snippets) == 2
    program = tmp_path / "snippets.py"
    program.write_text("\n".join(snippets))
    done = subprocess.run(
        [sys.executable, program], cwd=tmp_path, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    # What each of them prints: alarms, a row for each site, a row for each kind of device.
    for expected in ("'raised': 1", "island", "ecg-patch"):
        assert expected in done.stdout
    assert (tmp_path / "results" / "two-homes-001" / "summary.json").is_file()


def test_json_scenario_is_one(tmp_path: Path) -> None:
    (text,) = blocks("json")
    file = tmp_path / "my-scenario.json"
    file.write_text(text)
    completed = _native.complete_scenario(None, file, [])
    assert [site["name"] for site in completed["sites"]] == ["town", "island"]


def test_cpp_snippet_stands_in_an_example() -> None:
    (snippet,) = blocks("cpp")
    assert snippet in (ROOT / "examples" / "own-scenario.cc").read_text()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^    \./iomt (.+)$", README, re.M))))
def test_command_is_known(command: str) -> None:
    word, *arguments = shlex.split(command.split("   ")[0].rstrip("\\ "))
    known = re.findall(r"^([a-z]+) {2,}", (ROOT / "iomt").read_text(), re.M)
    assert word in known
    assert word != "example" or (ROOT / "examples" / f"{arguments[0]}.cc").is_file()
    settings = [b for a, b in zip(arguments, arguments[1:]) if a == "--set"]
    scenario = next((a for a in arguments if a in ("telemedicine", "under-attack")), "telemedicine")
    _native.complete_scenario(None, Path(scenario), settings)


def test_files_named_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    named = re.findall(r"`((?:doc|data|examples|test)/[^`\s*]+|[A-Z]+\.md|packages\.txt)`", README)
    assert links and named
    missing = [name for name in links + named if not (ROOT / name).exists()]
    assert not missing
