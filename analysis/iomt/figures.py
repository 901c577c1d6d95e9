# SPDX-License-Identifier: GPL-2.0-only
"""Figures of a run and of a sweep.

matplotlib is imported here, and this module only when a figure is wanted.
"""

from __future__ import annotations

import io
import logging
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

# Set before matplotlib looks for it: a machine without a home folder still gets its figures.
os.environ.setdefault("MPLBACKEND", "Agg")

from matplotlib import rc_context  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter  # noqa: E402

from .errors import BadInput, from_os_error  # noqa: E402
from .results import STAGES, Result  # noqa: E402
from .statistics import Mean  # noqa: E402

# Not a word about font caches: the terminal belongs to the results.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

# Okabe and Ito, "Color Universal Design" (2008): told apart by colour-blind readers. Neighbours in
# a bar differ in lightness too; the ninth stage takes a grey.
OKABE_ITO = (
    "#0072B2",
    "#E69F00",
    "#56B4E9",
    "#D55E00",
    "#009E73",
    "#F0E442",
    "#CC79A7",
    "#999999",
    "#000000",
)
_DPI = 200
_WIDTH = 11.5  # of the figure of a run [inch]
_STYLE: Mapping[str, Any] = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    # The same figure gives the same file, to the byte.
    "svg.hashsalt": "iomt",
}
_MARKERS = "osD^vPX*"


def latency_by_stage(result: Result) -> Figure:
    """Where the latency of delivered readings comes from, and how it is spread, by device kind.

    :raises BadInput: no reading was delivered
    """
    stages = ", ".join(f"AVG({stage}_ms) AS {stage}" for stage in STAGES)
    means = result.rows(
        f"SELECT kind, COUNT(*) AS n, AVG(latency_ms) AS mean, {stages} FROM readings "
        "WHERE state = 'delivered' GROUP BY kind ORDER BY mean DESC"
    )
    if not means:
        raise BadInput(f"{result.path}: no reading was delivered, so there is no latency to draw")
    kinds = [row["kind"] for row in means]
    latencies = {
        kind: [
            row[0]
            for row in result.rows(
                "SELECT latency_ms FROM readings WHERE state = 'delivered' AND kind = ?", (kind,)
            )
        ]
        for kind in kinds
    }
    with rc_context(dict(_STYLE)):
        height = 1.75 + 0.5 * len(kinds)
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI)
        whole, after, spread = figure.subplots(
            1,
            3,
            sharey=True,
            # Margins in inches, for any number of kinds.
            gridspec_kw={
                "width_ratios": (4, 4, 3),
                "wspace": 0.1,
                "left": 1.15 / _WIDTH,
                "right": 1 - 0.2 / _WIDTH,
                "bottom": 0.55 / height,
                "top": 1 - 0.95 / height,
            },
        )
        _stacked(whole, means, STAGES, "mean by stage")
        # A block of ECG takes a second to fill; beside it nothing else would be seen.
        _stacked(after, means, STAGES[1:], "mean by stage, after the sensor")
        _spread(spread, [latencies[kind] for kind in kinds])
        whole.set_yticks(range(len(kinds)), [f"{row['kind']}\nn = {row['n']:,}" for row in means])
        whole.invert_yaxis()
        figure.legend(
            *whole.get_legend_handles_labels(),
            loc="upper center",
            bbox_to_anchor=(0.5, 1 - 0.28 / height),
            ncols=len(STAGES),
            frameon=False,
            handlelength=1.0,
            columnspacing=1.4,
        )
        figure.suptitle(_title(result), fontsize=10, y=1 - 0.06 / height, va="top")
    return figure


def _title(result: Result) -> str:
    summary = result.summary
    stopped = "" if summary.get("complete", True) else ", stopped early"
    return (
        f"Latency of a reading by stage: {summary.get('scenario', '')}, "
        f"{summary.get('simulated_s', 0):g} s simulated, run {summary.get('run', '')}{stopped}"
    )


def _stacked(axes: Axes, means: Sequence[Any], stages: Sequence[str], title: str) -> None:
    starts = [0.0] * len(means)
    for stage in stages:
        widths = [row[stage] or 0.0 for row in means]
        axes.barh(
            range(len(means)),
            widths,
            left=starts,
            color=OKABE_ITO[STAGES.index(stage)],
            label=stage,
            height=0.65,
            edgecolor="white",
            linewidth=0.5,
        )
        starts = [start + width for start, width in zip(starts, widths)]
    for place, total in enumerate(starts):
        axes.annotate(
            f"{total:.1f} ms" if total < 1000 else f"{total:,.0f} ms",
            (total, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_xlim(0, max(starts) * 1.25 or 1)
    axes.set_xlabel("latency [ms]")
    axes.set_title(title, fontsize=9, loc="left")
    axes.grid(axis="y", visible=False)


def _spread(axes: Axes, latencies: Sequence[Sequence[float]]) -> None:
    axes.boxplot(
        latencies,
        positions=range(len(latencies)),
        vert=False,
        whis=(5, 95),
        widths=0.55,
        showfliers=False,
        patch_artist=True,
        manage_ticks=False,
        boxprops={"facecolor": "#e8eef3", "edgecolor": "#333333"},
        medianprops={"color": "#D55E00", "linewidth": 1.6},
        whiskerprops={"color": "#333333"},
        capprops={"color": "#333333"},
    )
    smallest = min(min(values) for values in latencies)
    largest = max(max(values) for values in latencies)
    if smallest > 0 and largest / smallest > 30:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("latency [ms], log scale")
    else:
        axes.set_xlabel("latency [ms]")
    axes.set_title("end to end: 5, 25, 50, 75, 95 %", fontsize=9, loc="left")
    axes.grid(axis="y", visible=False)


def intervals(
    points: Sequence[tuple[Mapping[str, Any], Mapping[str, Mean]]],
    varied: Mapping[str, Sequence[Any]],
    metrics: Sequence[str],
    title: str,
) -> Figure:
    """Means over runs with their 95 % confidence intervals, one panel a metric.

    :param points: for each point of the sweep its parameters and the mean of each metric
    :param varied: values of each parameter, in the order they were asked for
    :param metrics: dotted names out of the summary
    :raises BadInput: no metric has a value anywhere
    """
    drawn = [m for m in metrics if any(not math.isnan(means[m].mean) for _, means in points)]
    if not drawn:
        raise BadInput(f"none of {', '.join(metrics)} has a value in any run")
    axis = _axis_parameter(varied)
    others = [path for path in varied if path != axis]
    series: dict[tuple[str, ...], list[tuple[Any, Mapping[str, Mean]]]] = {}
    for parameters, means in points:
        series.setdefault(tuple(_text(parameters[p]) for p in others), []).append(
            (parameters[axis] if axis else "", means)
        )
    values = list(varied[axis]) if axis else [""]
    with rc_context(dict(_STYLE)):
        width = min(14.0, max(3.6 * len(drawn), 4.5))
        figure = Figure(figsize=(width, 3.6 + 0.14 * len(series)), dpi=_DPI, layout="constrained")
        panels = figure.subplots(1, len(drawn), squeeze=False)[0]
        for panel, metric in zip(panels, drawn):
            _panel(panel, series, others, axis, values, metric)
        handles, labels = panels[0].get_legend_handles_labels()
        if any(labels):
            panels[0].legend(
                handles,
                labels,
                loc="lower left",
                bbox_to_anchor=(0.0, 1.0),
                ncols=max(1, min(4, len(labels))),
                frameon=False,
                title=", ".join(others),
                alignment="left",
            )
        figure.suptitle(title, fontsize=10)
    return figure


def _panel(
    panel: Axes,
    series: Mapping[tuple[str, ...], Sequence[tuple[Any, Mapping[str, Mean]]]],
    others: Sequence[str],
    axis: Optional[str],
    values: Sequence[Any],
    metric: str,
) -> None:
    numeric = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    for index, (key, members) in enumerate(series.items()):
        # Series stand beside each other where the axis has places rather than numbers.
        shift = 0.0 if numeric else 0.5 * ((index + 0.5) / len(series) - 0.5)
        known = [(x, means[metric]) for x, means in members if not math.isnan(means[metric].mean)]
        places = [x if numeric else values.index(x) + shift for x, _ in known]
        panel.errorbar(
            places,
            [mean.mean for _, mean in known],
            yerr=[0.0 if math.isnan(m.half_width) else m.half_width for _, m in known],
            fmt=_MARKERS[index % len(_MARKERS)] + ("-" if numeric else ""),
            markersize=4.5,
            linewidth=1.2,
            capsize=3.5,
            color=OKABE_ITO[index % len(OKABE_ITO)],
            label=", ".join(key) if others else None,
        )
    if not numeric:
        panel.set_xticks(range(len(values)), [_text(value) for value in values])
        panel.set_xlim(-0.5, len(values) - 0.5)
        panel.grid(axis="x", visible=False)
    panel.set_xlabel(axis or "")
    panel.set_ylabel(metric + unit(metric))
    bottom, top = panel.get_ylim()
    if bottom > 0 and bottom < 0.5 * top:
        panel.set_ylim(bottom=0)


def unit(metric: str) -> str:
    """The unit of a dotted summary name, in brackets, as the name tells it."""
    for part in metric.split("."):
        for ending, symbol in (("_ms", "ms"), ("_mj", "mJ"), ("_s", "s"), ("_h", "h")):
            if part.endswith(ending):
                return f" [{symbol}]"
    return ""


def _axis_parameter(varied: Mapping[str, Sequence[Any]]) -> Optional[str]:
    """The parameter along x: a number if there is one, else the one with the most values."""

    def rank(path: str) -> tuple[bool, int]:
        values = varied[path]
        numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
        return numbers and len(values) > 1, len(values)

    return max(varied, key=rank) if varied else None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def png(figure: Figure) -> bytes:
    """The figure as a PNG image at 200 dots an inch."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def save(figure: Figure, stem: Path) -> list[Path]:
    """Write `stem`.png (200 dpi) and `stem`.svg.

    :raises IomtError: the folder cannot be written or the disk is full
    """
    written = []
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        for ending, content in (("png", png(figure)), ("svg", _svg(figure))):
            path = stem.with_name(f"{stem.name}.{ending}")
            path.write_bytes(content)
            written.append(path)
    except OSError as error:
        raise from_os_error(error, stem.parent) from None
    return written


def _svg(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    with rc_context(dict(_STYLE)):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
