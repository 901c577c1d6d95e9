#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What ciphers and attribute-based encryption cost on each processor: tables and figures.

Usage: /usr/bin/python3 examples/experiments/crypto-figures.py [FOLDER]

Runs `./iomt crypto costs` and leaves in FOLDER (results/crypto):

* sizes.csv, sizes.png            suites against the length of a message, on each processor
* attributes.csv, attributes.png  KP, CP, and both with AES over attributes, on phone and wearable
* rekeying.csv, rekeying.png      what a reading costs over the number of readings under one key
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")

import matplotlib.pyplot as plt  # noqa: E402
import pandas as pd  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SUITES = [
    "aes-128-gcm", "aes-256-gcm", "aes-128-ccm", "des-cbc", "3des-cbc", "rsa-2048", "rsa-3072",
    "cp-abe", "kp-abe",
]  # fmt: skip


def table(name: str, folder: Path) -> pd.DataFrame:
    """A table of `iomt-crypto costs`, kept as CSV in the folder."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8") as file:
        subprocess.run([str(ROOT / "iomt"), "crypto", "costs", name], stdout=file, check=True)
    return pd.read_csv(path)


def lines(axes: plt.Axes, data: pd.DataFrame, over: str, value: str, title: str) -> None:
    """A line for each suite, both axes logarithmic."""
    for suite, rows in data.groupby("suite", sort=False):
        axes.loglog(rows[over], rows[value], marker=".", label=suite)
    axes.set_title(title, fontsize=9)
    axes.set_xlabel(over.replace("_", " "))
    axes.grid(True, color="#dddddd", linewidth=0.6)


def save(figure: plt.Figure, axes: plt.Axes, path: Path) -> None:
    """Write a figure with the legend of one of its parts."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncol=5, fontsize=8)
    # Above the titles, whatever their number of lines.
    figure.tight_layout(rect=(0, 0, 1, 1 - 0.62 / figure.get_figheight()))
    figure.savefig(path, dpi=150)
    plt.close(figure)


def sizes(folder: Path) -> None:
    """Time of sealing over the length of the message, a part for each processor."""
    data = table("sizes", folder)
    data = data[data.suite.isin(SUITES)]
    processors = list(data.processor.unique())
    figure, parts = plt.subplots(2, 4, figsize=(14, 6.5), sharey=True)
    for axes, processor in zip(parts.flat, processors):
        lines(axes, data[data.processor == processor], "message_octets", "time_ms", processor)
    for axes in parts.flat[len(processors) :]:
        axes.set_visible(False)
    for axes in parts[:, 0]:
        axes.set_ylabel("time to seal [ms]")
    save(figure, parts[0, 0], folder / "sizes.png")


def attributes(folder: Path) -> None:
    """Time, energy and octets over attributes, on phone and wearable."""
    data = table("attributes", folder)
    figure, parts = plt.subplots(2, 4, figsize=(14, 6.5))
    for row, processor in zip(parts, ("smartphone", "nrf52840")):
        here = data[data.processor == processor]
        sealing, opening = here[here.step == "encrypt"], here[here.step == "decrypt"]
        lines(row[0], sealing, "attributes", "time_ms", f"{processor}: encrypt [ms]")
        lines(row[1], opening, "attributes", "time_ms", f"{processor}: decrypt [ms]")
        lines(row[2], sealing, "attributes", "energy_mj", f"{processor}: encrypt [mJ]")
        lines(row[3], sealing, "attributes", "octets", "octets of a reading, mean")
    save(figure, parts[0, 0], folder / "attributes.png")


def rekeying(folder: Path) -> None:
    """Energy and octets of a reading over how many share a key."""
    data = table("rekeying", folder)
    data = data[data.processor == "nrf52840"]
    figure, parts = plt.subplots(1, 3, figsize=(12, 3.6))
    lines(parts[0], data, "readings_per_key", "time_ms", "nrf52840: time of a reading [ms]")
    lines(parts[1], data, "readings_per_key", "energy_mj", "nrf52840: energy of a reading [mJ]")
    lines(parts[2], data, "readings_per_key", "octets", "octets of a reading, mean")
    save(figure, parts[0], folder / "rekeying.png")


def main() -> None:
    """All three."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "results/crypto")
    folder.mkdir(parents=True, exist_ok=True)
    for experiment in (sizes, attributes, rekeying):
        experiment(folder)
    print(f"tables and figures in {folder}")


if __name__ == "__main__":
    main()
