# SPDX-License-Identifier: GPL-2.0-only
"""The program iomt-classify: a classifier over a recording, offline."""

from __future__ import annotations

import csv
import itertools
import math
import re
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import ROOT, iomt

SHARED = next(
    (
        folder / "shared" / "data"
        for folder in ROOT.parents
        if (folder / "shared" / "data").is_dir()
    ),
    Path("/nowhere"),
)


@pytest.fixture(name="classify")
def _classify(tool: Any, tmp_path: Path) -> Any:
    program = tool("iomt-classify")

    def run(*arguments: str, code: int = 0) -> Any:
        done = subprocess.run(
            [program, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=tmp_path,
        )
        assert done.returncode == code, done.stderr
        return done

    return run


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stress_table(seconds: int = 300) -> list[str]:
    """Two volunteers in turns, in the columns of Stress-Predict at 1 Hz."""
    lines = ["subject,t,hr,resp,label,eda_us,temp_c,motion_g"]
    for t in range(seconds):
        tense = int(t > seconds / 2)
        lines.append(f"S02,{t},80,14,{tense},{0.5 + 0.4 * tense + 0.001 * (t % 7)},33.5,0.01")
        lines.append(f"S03,{t},70,12,{int(t % 3 == 0)},{5 - 0.01 * t:.3f},34.5,0.{t % 3}")
    return lines


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def area(scored: list[tuple[float, int]]) -> float:
    """AUC by its definition: pairs won, ties counting half."""
    so = [s for s, truth in scored if truth]
    not_so = [s for s, truth in scored if not truth]
    won = sum((a > b) + 0.5 * (a == b) for a, b in itertools.product(so, not_so))
    return won / len(so) / len(not_so)


def ecg(rate: int, seconds: int, interval: float = 0.8) -> tuple[list[float], list[float]]:
    """Beats as bells of 1 mV, and their times."""
    beats = [0.5 + i * interval for i in range(int((seconds - 0.6) / interval))]
    samples = [0.0] * (rate * seconds)
    for beat in beats:
        for i in range(int((beat - 0.06) * rate), int((beat + 0.06) * rate)):
            samples[i] += math.exp(-(((i / rate - beat) / 0.01) ** 2) / 2)
    return samples, beats


def write_record(folder: Path, name: str, annotate: bool = True) -> list[float]:
    """A WFDB record in format 212 at 360 Hz with annotations; its beats."""
    samples, beats = ecg(360, 60)
    steps = [round(200 * s) & 0xFFF for s in samples]
    octets = bytearray()
    for a, b in zip(steps[::2], steps[1::2]):
        octets += bytes([a & 0xFF, (a >> 8) | ((b >> 8) << 4), b & 0xFF])
    (folder / f"{name}.dat").write_bytes(octets)
    (folder / f"{name}.hea").write_text(
        f"{name} 1 360 {len(steps)}\n{name}.dat 212 200 12 0 0 0 0 MLII\n"
    )
    if annotate:
        ticks = [round(360 * beat) for beat in beats]
        words = [1 << 10 | b - a for a, b in zip([0, *ticks], ticks)]
        (folder / f"{name}.atr").write_bytes(struct.pack(f"<{len(words) + 1}H", *words, 0))
    return beats


def test_a_row_for_each_row_of_several_subjects(classify, tmp_path):
    lines = stress_table()
    done = classify("stress", write(tmp_path / "in.csv", lines), "--out", "out.csv")
    got = rows(tmp_path / "out.csv")
    assert list(got[0]) == ["subject", "t", "temp_c", "motion_g", "eda_us", "score", "label"]
    read = list(csv.DictReader(lines))
    assert [(r["subject"], float(r["t"]), float(r["eda_us"])) for r in got] == [
        (r["subject"], float(r["t"]), float(r["eda_us"])) for r in read
    ]
    assert {r["label"] for r in got} <= {"low", "normal", "high"}
    scored = [(float(g["score"]), int(r["label"])) for g, r in zip(got, read)]
    told = re.search(r"AUC of the score against column label: ([0-9.]+) \((\d+) rows", done.stdout)
    assert told and int(told[2]) == len(read)
    assert float(told[1]) == pytest.approx(area(scored), abs=1e-4)


def test_each_subject_has_a_classifier_of_its_own(classify, tmp_path):
    lines = stress_table()
    classify("stress", write(tmp_path / "both.csv", lines), "--out=both-out.csv")
    alone = [lines[0], *(line for line in lines if line.startswith("S03"))]
    classify("stress", write(tmp_path / "one.csv", alone), "--out", "one-out.csv")
    both = [r for r in rows(tmp_path / "both-out.csv") if r["subject"] == "S03"]
    assert both == rows(tmp_path / "one-out.csv")


def test_what_comes_later_changes_nothing(classify, tmp_path):
    lines = stress_table()
    classify("stress", write(tmp_path / "all.csv", lines), "--out", "all-out.csv")
    classify("stress", write(tmp_path / "half.csv", lines[:301]), "--out", "half-out.csv")
    half = rows(tmp_path / "half-out.csv")
    assert len(half) == 300
    assert half == rows(tmp_path / "all-out.csv")[:300]


def test_values_that_were_not_felt_leave_the_row(classify, tmp_path):
    table = ["t,pulse,spo2,note", "0,80,97,a", "1,,,b", "2,135,90,c"]
    done = classify("news2", write(tmp_path / "in.csv", table), "--out", "out.csv")
    got = rows(tmp_path / "out.csv")
    assert [(r["t"], r["pulse"], r["spo2"], r["score"], r["label"]) for r in got] == [
        ("0", "80", "97", "0", "low"),
        ("1", "", "", "", ""),
        ("2", "135", "90", "6", "medium"),
    ]
    assert "has no" in done.stderr and "systolic" in done.stderr
    assert "alarm urgent: 1 readings" in done.stdout


def test_no_classifier_passes_on(classify, tmp_path):
    classify("none", write(tmp_path / "in.csv", ["t,pulse", "0,80", "1,81"]), "--out", "out.csv")
    assert [(r["pulse"], r["score"]) for r in rows(tmp_path / "out.csv")] == [("80", ""), ("81", "")]


def test_an_e4_folder(classify, tmp_path):
    folder = tmp_path / "E4"
    folder.mkdir()
    write(folder / "TEMP.csv", ["100", "4", *["33.5"] * 40])
    write(folder / "EDA.csv", ["100", "4", *["0.5"] * 20, *["0.9"] * 20])
    write(folder / "ACC.csv", ["100,100,100", "32,32,32", *["0,0,64"] * 320])
    classify("stress", f"{folder}/", "--out", "out.csv")
    got = rows(tmp_path / "out.csv")
    assert list(got[0]) == ["t", "skin-temperature", "motion", "sweat", "score", "label"]
    assert [r["t"] for r in got] == [str(t) for t in range(1, 11)]
    assert float(got[9]["score"]) > float(got[4]["score"])


@pytest.mark.parametrize("extension", ["", ".hea", ".dat", ".atr"])
def test_a_wfdb_record_by_every_name(classify, tmp_path, extension):
    beats = write_record(tmp_path, "r1")
    done = classify("arrhythmia", f"r1{extension}", "--out", "out.csv")
    got = rows(tmp_path / "out.csv")
    assert list(got[0]) == ["t", "MLII", "score", "label"]
    assert len(got) == 60 and got[-1]["t"] == "60"
    assert {r["label"] for r in got[5:]} == {"normal"}
    assert f"{len(beats)} annotated, {len(beats)} found: sensitivity 100.00 %" in done.stdout
    assert "positive predictivity 100.00 %" in done.stdout


def test_the_same_ecg_in_a_table_and_as_values(classify, tmp_path):
    samples, _ = ecg(250, 30, 0.4)
    table = ["t,ecg", *(f"{i / 250},{s:.4f}" for i, s in enumerate(samples))]
    values = ["# rate: 250 Hz", "# unit: mV", *(f"{s:.4f}" for s in samples)]
    classify("arrhythmia", write(tmp_path / "a.csv", table), "--out", "a-out.csv")
    classify("arrhythmia", write(tmp_path / "b.txt", values), "--out", "b-out.csv")
    got = rows(tmp_path / "a-out.csv")
    assert [r["label"] for r in got] == [r["label"] for r in rows(tmp_path / "b-out.csv")]
    assert got[-1]["label"] == "tachycardia"


def test_the_table_is_printed_and_the_summary_beside_it(classify, tmp_path):
    done = classify("threshold", write(tmp_path / "in.csv", ["t,hr", "0,80"]), "--out", "-")
    assert done.stdout.startswith("t,hr,score,label\n0,80,")
    assert "1 readings" in done.stderr


def test_help_names_classifiers_and_their_inputs(classify, tmp_path):
    text = classify("--help").stdout
    for word in ("usage: iomt classify", "stress", "skin-temperature", "arrhythmia", "ecg", "news2"):
        assert word in text
    done = iomt("classify", "--help", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout == text
    assert classify(code=2).stderr == text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["stres", "in.csv", "--out", "o"], ["'stres'", "did you mean 'stress'", "news2"]),
        (["stress"], ["recording", "--out"]),
        (["stress", "in.csv"], ["--out is missing"]),
        (["stress", "in.csv", "--out"], ["--out"]),
        (["stress", "in.csv", "--out", "a", "--out", "b"], ["twice"]),
        (["stress", "in.csv", "--ouy", "o"], ["'--ouy'", "did you mean '--out'"]),
        (["stress", "in.csv", "more", "--out", "o"], ["'more'"]),
        (["stress", "nothing.csv", "--out", "o"], ["nothing.csv", "no such file", "WFDB"]),
        (["stress", "in.csv", "--out", "in.csv"], ["the recording itself"]),
        (["stress", "in.csv", "--out", "."], ["is a folder"]),
        (["stress", "in.csv", "--out", "no/where.csv"], ["no folder no"]),
        (["stress", "in.csv", "--out", "o"], ["motion (or motion_g)", "sweat", "did you mean"]),
        (["glucose", "in.csv", "--out", "o"], ["glucose_mg_dl", "missing", "puls"]),
        (["stress", "empty", "--out", "o"], ["empty", "TEMP.csv"]),
        (["stress", "bad.csv", "--out", "o"], ["bad.csv:3", "eda_us = wet"]),
        (["stress", "order.csv", "--out", "o"], ["order.csv:3", "order of time"]),
        (["arrhythmia", "slow.csv", "--out", "o"], ["10 Hz", "at least 50 Hz"]),
        (["arrhythmia", "cut", "--out", "o"], ["cut.dat", "100000", "samples"]),
        (["arrhythmia", "odd.hea", "--out", "o"], ["odd.hea:2", "310", "212"]),
        (["arrhythmia", "plain", "--out", "o", "--beats"], ["no annotated beats", ".atr"]),
        (["stress", "in.csv", "--out", "o", "--beats"], ["missing"]),
        (["arrhythmia", "x.edf", "--out", "o"], ["x.edf, octet 0"]),
    ],
)
def test_what_cannot_be_done_is_said(classify, tmp_path, arguments, words):
    (tmp_path / "empty").mkdir()
    write(tmp_path / "in.csv", ["t,puls,temp_c,swaet,motoin", "0,80,33,1,0"])
    write(tmp_path / "bad.csv", ["t,temp_c,motion_g,eda_us", "0,33,0,1", "1,33,0,wet"])
    write(tmp_path / "order.csv", ["t,temp_c,motion_g,eda_us", "5,33,0,1", "1,33,0,1"])
    write(tmp_path / "slow.csv", ["t,ecg", *(f"{i / 10},0" for i in range(30))])
    write_record(tmp_path, "cut")
    write(tmp_path / "cut.hea", ["cut 1 360 100000", "cut.dat 212"])
    write(tmp_path / "odd.hea", ["odd 1 360", "odd.dat 310"])
    write_record(tmp_path, "plain", annotate=False)
    write(tmp_path / "x.edf", ["no EDF"])
    before = (tmp_path / "in.csv").read_text()
    told = classify(*arguments, code=2).stderr
    for word in words:
        assert word in told
    assert told.startswith("iomt-classify: ") and told.count("\n") == 1
    assert not (tmp_path / "o").exists()
    assert (tmp_path / "in.csv").read_text() == before


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings are not here")
def test_real_recordings(classify):
    table = SHARED / "stress-predict" / "stress-predict-1hz.csv"
    told = classify("stress", table, "--out", "s.csv").stdout
    assert float(re.search(r"column label: ([0-9.]+)", told)[1]) >= 0.73
    assert "24 subjects" in told
    told = classify("arrhythmia", SHARED / "wfdb" / "100", "--out", "a.csv").stdout
    assert "2273 annotated" in told
    assert float(re.search(r"sensitivity ([0-9.]+) %", told)[1]) > 99.9
    assert float(re.search(r"predictivity ([0-9.]+) %", told)[1]) > 99.9
