#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write the ECG that Debian's python3-scipy carries as text: header lines, then a value a line.

The recording is five minutes of lead MLII of record 208 of the MIT-BIH Arrhythmia Database
(Moody and Mark 2001; PhysioNet, ODC-By 1.0), 360 Hz. scipy keeps the converter's counts; zero is at
1024 and 200 counts are a millivolt (scipy.misc.electrocardiogram).

usage: extract-ecg.py OUT
"""
import importlib.util
import os
import sys
from pathlib import Path

ADC_ZERO = 1024
ADC_PER_MV = 200
RATE_HZ = 360


def find_recording() -> Path:
    """Find scipy's file without importing scipy, which takes a second."""
    spec = importlib.util.find_spec("scipy")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("extract-ecg.py: no scipy for this Python; install python3-scipy")
    path = Path(spec.submodule_search_locations[0]) / "misc" / "ecg.dat"
    if not path.is_file():
        raise SystemExit(f"extract-ecg.py: {path} is missing; install Debian's python3-scipy")
    return path


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("usage: extract-ecg.py OUT")
    source = find_recording()
    import numpy

    try:
        with numpy.load(source) as file:
            counts = file["ecg"].astype(int)
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(f"extract-ecg.py: cannot read {source}: {error}") from None
    out = Path(arguments[0])
    # A name of its own first: a broken build must not leave half a recording behind.
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "w", encoding="ascii") as file:
            file.write("# MIT-BIH Arrhythmia Database, record 208, lead MLII (PhysioNet, ODC-By 1.0)\n")
            file.write(f"# rate: {RATE_HZ} Hz\n# unit: mV\n")
            file.writelines(f"{(count - ADC_ZERO) / ADC_PER_MV:.3f}\n" for count in counts)
        os.replace(part, out)
    except OSError as error:
        raise SystemExit(f"extract-ecg.py: cannot write {out}: {error.strerror}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
