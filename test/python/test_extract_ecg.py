# SPDX-License-Identifier: GPL-2.0-only
"""The script that turns scipy's ECG into the text file the module reads."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "data" / "ecg" / "extract-ecg.py"


def extract(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_every_sample_in_millivolts(tmp_path: Path) -> None:
    misc = pytest.importorskip("scipy.misc")
    if not hasattr(misc, "electrocardiogram"):
        pytest.skip("this scipy carries no electrocardiogram")
    out = tmp_path / "new folder" / "ecg.txt"
    done = extract(out)
    assert (done.returncode, done.stderr) == (0, "")
    lines = out.read_text().splitlines()
    header = [line for line in lines if line.startswith("# ")]
    assert "# rate: 360 Hz" in header and "# unit: mV" in header
    values = [float(line) for line in lines[len(header):]]
    assert values == pytest.approx(list(misc.electrocardiogram()), abs=1e-9)
    assert os.listdir(out.parent) == ["ecg.txt"]


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_missing_or_broken_recording_is_named(tmp_path: Path, content: bytes) -> None:
    package = tmp_path / "scipy"
    (package / "misc").mkdir(parents=True)
    (package / "__init__.py").touch()
    if content is not None:
        (package / "misc" / "ecg.dat").write_bytes(content)
    out = tmp_path / "ecg.txt"
    done = extract(out, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert str(package / "misc" / "ecg.dat") in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = extract(tmp_path / "file" / "ecg.txt")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
