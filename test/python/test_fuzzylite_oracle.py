# SPDX-License-Identifier: GPL-2.0-only
"""Fuzzy inference beside fuzzylite's: the same rule files, read and computed by both."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from conftest import BUILD

INPUTS = 10_000
EXACT = 1e-6

# Over 0..10; the tops lie where fuzzylite samples with its usual resolution of 100.
LINES = (
    "TERM t0 := TRIAN -1 1.05 3.05;",
    "TERM t1 := TRAPE 2 3.05 4.05 6;",
    "TERM t2 := (4, 0) (5.05, 0.7) (6.05, 1) (9, 0.2);",
    "TERM t3 := TRIAN 6.05 8.05 10.5;",
)
CURVES = (
    "TERM t0 := GAUSS 2.05 0.8;",
    "TERM t1 := GBELL 0.9 2.5 5.05;",
    "TERM t2 := PISHAPE 4.05 6.05 7.05 8.55;",
    "TERM t3 := SIGM 2.5 8.05;",
)
EDGES = (
    "TERM t0 := ZSHAPE 1.05 4.05;",
    "TERM t1 := TRIAN 3.05 5.05 6.05;",
    "TERM t2 := GAUSS 7.05 0.5;",
    "TERM t3 := SSHAPE 6.05 9.05;",
)
METHODS = ("COG", "COA", "LM", "RM", "MM")

Both = Callable[..., tuple[np.ndarray, np.ndarray]]


@pytest.fixture(name="both")
def _both(tool: Callable[[str], str], tmp_path: Path) -> Both:
    """What ours and fuzzylite infer: arrays of a row for each input, a column for each output."""
    theirs = BUILD / "test" / "oracles" / "fuzzylite-rules"
    if not os.access(theirs, os.X_OK):
        pytest.skip(
            f"{theirs} was not built: it needs libfuzzylite-dev (apt-get install libfuzzylite-dev)"
        )

    def run(text: str, inputs: np.ndarray, resolution: int = 100) -> tuple[np.ndarray, np.ndarray]:
        rules = tmp_path / "rules.fcl"
        rules.write_text(text, encoding="utf-8")
        lines = "\n".join(" ".join(repr(float(value)) for value in row) for row in inputs)
        answers = []
        for command in (
            [tool("iomt-fuzzy"), str(rules)],
            [str(theirs), str(rules), str(resolution)],
        ):
            done = subprocess.run(
                command, input=lines, capture_output=True, text=True, check=False, timeout=150
            )
            assert done.returncode == 0, done.stderr
            answers.append(
                np.array([[float(value) for value in row.split()] for row in done.stdout.splitlines()])
            )
        assert answers[0].shape[0] == len(inputs)
        return answers[0], answers[1]

    return run


def rule_file(
    inputs: dict[str, Sequence[str]],
    outputs: dict[str, Sequence[str]],
    rules: Sequence[str],
    operators: str = "",
) -> str:
    """A rule file of variables and the statements that describe them."""
    return "\n".join(
        [
            "FUNCTION_BLOCK test",
            "VAR_INPUT " + " ".join(f"{name} : REAL;" for name in inputs) + " END_VAR",
            "VAR_OUTPUT " + " ".join(f"{name} : REAL;" for name in outputs) + " END_VAR",
            *(f"FUZZIFY {name} {' '.join(terms)} END_FUZZIFY" for name, terms in inputs.items()),
            *(
                f"DEFUZZIFY {name} {' '.join(statements)} END_DEFUZZIFY"
                for name, statements in outputs.items()
            ),
            f"RULEBLOCK rules {operators}",
            *(f"RULE {i} : {rule};" for i, rule in enumerate(rules, 1)),
            "END_RULEBLOCK",
            "END_FUNCTION_BLOCK",
        ]
    )


@pytest.mark.parametrize(
    "shape",
    [
        "TRIAN 1 3 7",
        "TRIAN 1 1 7",
        "TRIAN 1 7 7",
        "TRAPE 0 2 4 8",
        "TRAPE 2 2 4 4",
        "(1, 0.2) (3, 1) (4, 0.5) (9, 0)",
        "GAUSS 4 1.5",
        "GBELL 2 3 5",
        "GBELL 1 0.4 5",
        "SIGM 2 5",
        "SIGM -0.7 5",
        "SSHAPE 1 6",
        "ZSHAPE 1 6",
        "PISHAPE 1 3 4 9",
        "4",
    ],
)
def test_degrees_of_every_term(both: Both, shape: str):
    # Singletons 0 and 1, concluded with 1 - d and d: their weighted mean is the degree d.
    text = rule_file(
        {"x": [f"TERM t := {shape};"]},
        {"y": ["TERM no := 0;", "TERM yes := 1;", "RANGE := (0 .. 1);", "METHOD : COGS;"]},
        ["IF x IS t THEN y IS yes", "IF x IS NOT t THEN y IS no"],
    )
    x = np.append(np.linspace(-2, 12, INPUTS), np.arange(-2, 13))  # all corners too
    ours, theirs = both(text, x[:, None])
    assert np.max(np.abs(ours - theirs)) < EXACT
    assert len(np.unique(ours)) > 1


@pytest.mark.parametrize("operators", ["AND : MIN; OR : MAX;", "AND : PROD; OR : ASUM;"])
def test_operators_hedges_and_weights(both: Both, operators: str):
    conditions = [
        "a IS hot AND b IS hot",
        "a IS hot OR b IS hot",
        "a IS hot OR b IS hot AND a IS cold",
        "(a IS hot OR b IS hot) AND (a IS cold OR b IS cold)",
        "a IS NOT hot AND b IS hot",
        "NOT (a IS hot) OR b IS cold",
        "a IS VERY hot",
        "a IS SOMEWHAT hot",
        "a IS NOT VERY hot",
        "a IS VERY NOT hot AND b IS SOMEWHAT cold",
        "a IS VERY VERY hot OR b IS SOMEWHAT NOT VERY cold",
    ]
    # The mean of singleton 0 with strength 1 and singleton 1 with strength s is s / (1 + s).
    weights = [1, 1, 1, 1, 0.7, 0.3, 1, 1, 0.5, 0.9, 1]
    outputs = {
        f"y{i}": ["TERM no := 0;", "TERM yes := 1;", "RANGE := (0 .. 1);", "METHOD : COGS;"]
        for i in range(len(conditions))
    }
    rules = [
        f"IF {condition} THEN y{i} IS yes WITH {weights[i]}"
        for i, condition in enumerate(conditions)
    ]
    rules.append("IF one IS full THEN " + ", ".join(f"y{i} IS no" for i in range(len(conditions))))
    terms = ["TERM cold := (0, 1) (1, 0);", "TERM hot := GAUSS 1 0.4;"]
    text = rule_file(
        {"a": terms, "b": terms, "one": ["TERM full := (0, 0) (1, 1);"]}, outputs, rules, operators
    )
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 100), np.linspace(0, 1, 100)), -1).reshape(-1, 2)
    ours, theirs = both(text, np.column_stack([grid, np.ones(INPUTS)]))
    assert ours.shape == (INPUTS, len(conditions))
    assert np.max(np.abs(ours - theirs)) < EXACT
    assert np.all(np.ptp(ours, axis=0) > 0.1)


def outputs_of(terms: Sequence[str], implication: str, accumulation: str) -> str:
    """Four rules of the degrees d0..d3, and a fifth for t1; an output for each method."""
    described = [*terms, "RANGE := (0 .. 10);", f"ACCU : {accumulation};"]
    conclude = [", ".join(f"by_{method} IS t{i}" for method in METHODS) for i in range(4)]
    rules = [f"IF d{i} IS on THEN {conclude[i]}" for i in range(4)]
    rules.append(f"IF d0 IS on AND d2 IS on THEN {conclude[1]} WITH 0.8")
    return rule_file(
        {f"d{i}": ["TERM on := (0, 0) (1, 1);"] for i in range(4)},
        {f"by_{method}": [*described, f"METHOD : {method};"] for method in METHODS},
        rules,
        f"ACT : {implication};",
    )


@pytest.mark.parametrize("terms", [LINES, CURVES, EDGES], ids=["lines", "curves", "edges"])
@pytest.mark.parametrize("accumulation", ["MAX", "BSUM", "NSUM"])
@pytest.mark.parametrize("implication", ["MIN", "PROD"])
def test_every_defuzzifier(
    both: Both, terms: Sequence[str], accumulation: str, implication: str
):
    text = outputs_of(terms, implication, accumulation)
    draw = np.random.default_rng(61131)

    def off(inputs: np.ndarray, resolution: int) -> np.ndarray:
        """How far apart both are [steps of fuzzylite's sampling], by method."""
        ours, theirs = both(text, inputs, resolution)
        assert not np.isnan(ours).any()
        steps = np.abs(ours - theirs) / (10 / resolution)
        # Where there are several tops fuzzylite 6.0 takes the mean of the first; ours is of all.
        _, _, lm, rm, mm = ours.T
        steps[np.abs(mm - (lm + rm) / 2) > 1e-9, METHODS.index("MM")] = 0
        return steps

    inputs = draw.uniform(0.02, 1, (INPUTS, 4))
    steps = off(inputs, 100)
    cog, coa, *maxima = steps.T
    assert np.max(cog) < 0.1
    assert np.max(coa) < 1.1
    # Of two tops that are nearly as high its samples may find the wrong one; more samples do not.
    again = np.max(maxima, axis=0) > 1
    assert np.mean(again) < 0.03
    if again.any():
        steps = off(inputs[again], 5_000)
        assert np.sum(np.max(steps[:, 2:], axis=1) > 3) <= 0.1 * np.sum(again)

    steps = off(draw.uniform(0.02, 1, (10, 4)), 40_000)
    assert np.max(steps[:, 0]) * 10 / 40_000 < EXACT
    # The flat top of the bell is 1e-9 high over 0.02, which is what both take for one height.
    assert np.max(steps) < (3 if terms is LINES else 150)
