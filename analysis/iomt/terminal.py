# SPDX-License-Identifier: GPL-2.0-only
"""What the terminal shows: progress on standard error, tables on standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from .results import STAGES, Result

if TYPE_CHECKING:
    from .bench import Figure
    from .doctor import Finding
    from .sweep import Job, Sweep

# JSON objects have no order, readers have.
_READINGS = ("produced", "delivered", "lost", "late", "duplicate")
_LATENCY = ("mean", "p50", "p95", "p99", "max")
_ALARMS = ("events", "raised", "in_time", "missed", "false", "treated")
_CARE = ("prescriptions", "verified", "refused", "dispensed", "picked_up", "confirmed")
_COMMANDS = ("commands", "executed", "commands_refused", "unsafe_executed", "calls")

# Without a terminal a line at most this often [s], so that a log stays short.
_PLAIN_INTERVAL_S = 5.0


def say(text: str) -> None:
    """One line on standard output, as it is."""
    print(text)


def _console() -> Console:
    # Not a terminal: as wide as its tables want to be, for whoever searches the output.
    return Console(highlight=False, width=None if sys.stdout.isatty() else 110)


@contextmanager
def run_progress(quiet: bool) -> Iterator[Optional[Callable[[float, float], None]]]:
    """What to call with simulated time and duration [s] while a run goes on."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with Progress(
            TextColumn("{task.fields[simulated]} simulated"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task("run", total=None, simulated="0 s")

            def draw(simulated_s: float, duration_s: float) -> None:
                bar.update(
                    task,
                    total=duration_s,
                    completed=simulated_s,
                    simulated=f"{simulated_s:.0f} of {duration_s:g} s",
                )

            yield draw
    else:
        yield _plain_progress()


def _plain_progress() -> Callable[[float, float], None]:
    begin = time.monotonic()
    last = begin

    def tell(simulated_s: float, duration_s: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PLAIN_INTERVAL_S or simulated_s <= 0 or simulated_s >= duration_s:
            return
        last = now
        left = (now - begin) * (duration_s / simulated_s - 1)
        print(
            f"iomt: {simulated_s:.0f} of {duration_s:g} s simulated, about {left:.0f} s left",
            file=sys.stderr,
            flush=True,
        )

    return tell


# Smaller numbers say no more than that they are not nought.
_SMALLEST = 1e-4


def _number(value: Any, digits: int = 1) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        if value and abs(value) < 10**-digits:
            return f"{value:.2g}" if abs(value) >= _SMALLEST else "~0"
        return f"{value:,.{digits}f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def print_summary(result: Result) -> None:
    """The summary of a run as a few small tables."""
    console, summary = _console(), result.summary
    scenario = result.scenario
    stopped = "" if result.complete else "  [bold](stopped early)[/bold]"
    console.print(
        f"[bold]{escape(str(summary.get('scenario')))}[/bold], run {summary.get('run')}: "
        f"{_number(summary.get('simulated_s'))} s simulated in "
        f"{_number(summary.get('wall_s'))} s, "
        f"protection {escape(str(scenario.get('protection', {}).get('object')))}, "
        f"backhaul {escape(str(scenario.get('backhaul')))}{stopped}"
    )
    readings, latency, alarms = summary["readings"], summary["latency_ms"], summary["alarms"]
    _row(console, "readings", _in_order(readings, _READINGS))
    causes = readings.get("lost_by_cause")
    if causes:
        by_count = sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))
        _rows(console, "lost", ("readings",), {name: (count,) for name, count in by_count})
    _row(console, "latency [ms]", _in_order(latency, _LATENCY))
    _row(console, "mean by stage [ms]", _in_order(latency.get("stages", {}), STAGES), digits=2)
    _row(console, "alarms", {name: alarms[name] for name in _ALARMS})
    times = alarms["time_to_doctor_ms"]
    _row(
        console,
        "how well and how soon",
        {
            "sensitivity": alarms["sensitivity"],
            "false per patient-day": alarms["false_per_patient_day"],
            **{f"to doctor {name} [ms]": times[name] for name in ("p50", "max")},
        },
    )
    for title, names in (("care", _CARE), ("commands", _COMMANDS)):
        _row(console, title, {name: summary["care"][name] for name in names})
    parts = ("radio", "processor", "sensor")
    energy = {
        kind: [spent.get(part) for part in parts] for kind, spent in summary["energy_mj"].items()
    }
    _rows(console, "energy [mJ]", parts, energy)
    if summary.get("attacks"):
        names = ("attempted", "accepted", "detected", "time_to_detect_ms")
        _rows(
            console,
            "attacks",
            (*names[:3], "first detected after [ms]"),
            {attack["name"]: [attack.get(name) for name in names] for attack in summary["attacks"]},
        )
    if summary.get("faults"):
        names = ("felt", "delivered", "lost", "late")
        places = [
            (f"{fault['kind']} {fault['device'] or fault['site'] or ''}".strip(), fault)
            for fault in summary["faults"]
        ]
        _rows(
            console,
            "readings felt during faults",
            names,
            {
                f"{i}. {place}": [fault.get(name) for name in names]
                for i, (place, fault) in enumerate(places, 1)
            },
        )


def _in_order(values: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """The plain values: those of `order` first, in that order, then whatever else there is."""
    names = [name for name in order if name in values]
    names += [name for name in values if name not in order]
    return {name: values[name] for name in names if not isinstance(values[name], Mapping)}


def _row(console: Console, title: str, values: Mapping[str, Any], digits: int = 1) -> None:
    """Names and values side by side below their title, in 80 columns."""
    console.print(f"[bold]{escape(title)}[/bold]")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    table.add_column("")
    for name in values:
        table.add_column(escape(name), justify="right")
    table.add_row("", *(_number(value, digits) for value in values.values()))
    console.print(table)


def _rows(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Mapping[str, Sequence[Any]],
    digits: int = 1,
) -> None:
    """A row for each name below their title."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="")
    table.add_column(f"[bold]{escape(title)}[/bold]")
    for column in columns:
        table.add_column(escape(column), justify="right")
    for name, values in rows.items():
        table.add_row(f"  {escape(name)}", *(_number(value, digits) for value in values))
    console.print(table)


class SweepProgress:
    """How far a sweep has come."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Optional[Progress] = None
        self._task: Any = None
        self._total = self._done = self._failed = 0
        self._begin = self._last = time.monotonic()
        self._earlier = 0

    def __enter__(self) -> SweepProgress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, folder: Path, jobs: Sequence[Job]) -> None:
        """The sweep is planned; some of it may be done already."""
        if self._quiet:
            return
        self._total = len(jobs)
        self._earlier = self._done = sum(job.earlier for job in jobs)
        earlier = f", {self._earlier} of them done before" if self._earlier else ""
        print(f"iomt: {self._total} runs in {folder}{earlier}", file=sys.stderr, flush=True)
        self._begin = self._last = time.monotonic()
        if sys.stderr.isatty():
            self._bar = Progress(
                TextColumn("runs"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("left{task.fields[failed]}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(
                "runs", total=self._total, completed=self._done, failed=""
            )
            self._bar.start()

    def told(self, job: Job) -> None:
        """A run has ended."""
        if self._quiet:
            return
        if job.state == "failed":
            self._failed += 1
            where = f"{job.folder.parent.name} run {job.run}"
            text = f"iomt: failed: {where}: {job.error}"
            if self._bar is not None:
                self._bar.console.print(escape(text), highlight=False)
            else:
                print(text, file=sys.stderr, flush=True)
        if job.state in ("done", "failed"):
            self._done += 1
        now = time.monotonic()
        if self._bar is not None:
            failed = f", {self._failed} failed" if self._failed else ""
            self._bar.update(self._task, completed=self._done, failed=failed)
        elif now - self._last >= _PLAIN_INTERVAL_S and self._earlier < self._done < self._total:
            self._last = now
            each = (now - self._begin) / (self._done - self._earlier)
            left = each * (self._total - self._done)
            print(
                f"iomt: {self._done} of {self._total} runs, about {left:.0f} s left",
                file=sys.stderr,
                flush=True,
            )


def print_sweep(done: Sweep) -> None:
    """The points of a sweep with the metrics that are drawn."""
    from .sweep import means

    console = _console()
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for path in done.plan.vary:
        table.add_column(escape(path))
    table.add_column("runs", justify="right")
    for metric in done.plan.metrics:
        table.add_column(escape(metric), justify="right")
    for parameters, values in means(done.jobs):
        shown = [values.get(metric) for metric in done.plan.metrics]
        runs = max((mean.n for mean in shown if mean is not None), default=0)
        table.add_row(
            *(escape(str(value)) for value in parameters.values()),
            str(runs),
            *(
                "–"
                if mean is None or mean.n == 0
                else _number(mean.mean, 2)
                + (f" ± {_number(mean.half_width, 2)}" if mean.n > 1 else "")
                for mean in shown
            ),
        )
    console.print(table)
    what = "mean ± half of the 95 % confidence interval; " if done.plan.runs > 1 else ""
    say(f"{what}runs.csv, means.csv and figures in {done.path}")


def print_calibration(rows: list[dict[str, Any]]) -> None:
    """What one more of each operation costs this host and the processors of the profiles."""
    table = Table("operation", "host", *rows[0]["profiles_us"], box=None, pad_edge=False, title="µs")
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.justify = "right"
        column.no_wrap = True
    for row in rows:
        host = "–" if row["host_us"] is None else f"{row['host_us']:,.4g}"
        table.add_row(row["operation"], host, *(f"{v:,.4g}" for v in row["profiles_us"].values()))
    # A number that is cut off is worth nothing: a narrow terminal wraps whole lines instead.
    width = max(_console().width, 20 + 16 * len(table.columns))
    Console(highlight=False, width=width, soft_wrap=True).print(table)


def print_description(topic: Optional[str], data: Any) -> None:
    """What `describe` gave, as tables."""
    console = _console()
    if topic is None:
        for name in data:
            console.print(escape(name))
        return
    if topic == "schema":
        _print_schema(console, data)
        return
    for entry in data:
        console.print(
            f"[bold]{escape(str(entry.get('name')))}[/bold]  "
            f"{escape(str(entry.get('summary', '')))}"
        )
        details = {k: v for k, v in entry.items() if k not in ("name", "summary")}
        _print_details(console, details, 1)


def _print_details(console: Console, details: Mapping[str, Any], depth: int) -> None:
    indent = "  " * depth
    for key, value in details.items():
        rows = _as_rows(value)
        if rows:
            console.print(escape(f"{indent}{key}:"))
            console.print(_detail_table(rows, depth + 1))
        elif isinstance(value, Mapping) and value:
            console.print(escape(f"{indent}{key}:"))
            _print_details(console, value, depth + 1)
        else:
            console.print(escape(f"{indent}{key}: {_plain(value)}"))


def _as_rows(value: Any) -> list[dict[str, Any]]:
    """A family of equal members as table rows, or nothing if `value` is none."""
    if isinstance(value, Mapping) and all(isinstance(v, Mapping) for v in value.values()):
        return [{"": name, **member} for name, member in value.items()]
    if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
        return [dict(member) for member in value]
    return []


def _detail_table(rows: Sequence[Mapping[str, Any]], depth: int) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    # What it is stands first, what explains stands last, where it may wrap.
    names.sort(key=lambda name: (name in ("summary", "source"), name not in ("name", "kind")))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(" " * (2 * depth - 2))
    for name in names:
        table.add_column(escape(name), overflow="fold")
    for row in rows:
        table.add_row("", *(escape(_plain(row.get(name, ""))) for name in names))
    return table


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(member) for member in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(member)}" for name, member in value.items())
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _print_schema(console: Console, schema: Mapping[str, Any]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("path", style="bold", no_wrap=True)
    table.add_column("type", no_wrap=True)
    table.add_column("default", overflow="fold", max_width=24)
    table.add_column("what it is, what is allowed", overflow="fold")
    for path, member in _members(schema, schema, ""):
        kind = member.get("type", "")
        kind = " | ".join(kind) if isinstance(kind, list) else str(kind)
        unit = f" \\[{member['x-unit']}]" if "x-unit" in member else ""
        default = _default(member)
        text = " ".join(filter(None, [member.get("description", ""), _allowed(member)]))
        table.add_row(escape(path), kind + unit, escape(default), escape(text))
    console.print(table)


def _default(member: Mapping[str, Any]) -> str:
    import json

    if "default" in member and member["default"] not in ({}, []):
        return json.dumps(member["default"])
    return str(member.get("x-default-file", ""))


def _allowed(member: Mapping[str, Any]) -> str:
    if "enum" in member:
        return f"One of {', '.join(str(value) for value in member['enum'])}."
    low = member.get("minimum", member.get("exclusiveMinimum"))
    high = member.get("maximum", member.get("exclusiveMaximum"))
    if low is None and high is None:
        return ""
    left = "over " if "exclusiveMinimum" in member else ""
    return f"{left}{_plain(low)} … {_plain(high)}."


def _members(
    schema: Mapping[str, Any], member: Mapping[str, Any], path: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property with its dotted path, in the order of the schema."""
    member = _resolved(schema, member)
    for name, child in member.get("properties", {}).items():
        child = _resolved(schema, child)
        below = f"{path}.{name}" if path else name
        yield below, child
        yield from _members(schema, child, below)
    items = member.get("items")
    if isinstance(items, Mapping):
        yield from _members(schema, items, path)
    for variant in member.get("oneOf", []):
        kind = variant.get("properties", {}).get("kind", {}).get("const")
        for below, child in _members(schema, variant, f"{path}[{kind}]" if kind else path):
            if not below.endswith(".kind"):
                yield below, child


def _resolved(schema: Mapping[str, Any], member: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = member.get("$ref", "")
    if not reference.startswith("#/"):
        return member
    target: Any = schema
    for part in reference[2:].split("/"):
        target = target[part]
    return {**target, **{k: v for k, v in member.items() if k != "$ref"}}


def print_examples(summaries: Mapping[str, str]) -> None:
    """Names and summaries of the example programs."""
    console = _console()
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_header=False)
    table.add_column(style="bold")
    table.add_column()
    for name, summary in summaries.items():
        table.add_row(escape(name), escape(summary))
    console.print(table)


def print_benchmark(name: str, about: str, figures: Sequence[Figure]) -> None:
    """The figures of a benchmark beside their targets and the baseline."""
    console = _console()
    console.print(f"[bold]{escape(name)}[/bold]: {escape(about)}")
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 2))
    table.add_column("")
    for column in ("measured", "target", "baseline", "change"):
        table.add_column(column, justify="right")
    table.add_column("")
    for figure in figures:
        sign = "≥" if figure.better == "higher" else "≤"
        change = figure.change_pct
        digits = 0 if figure.value >= 1000 else 2
        remark = {True: "[green]reached[/green]", False: "[red]missed[/red]", None: ""}[figure.met]
        table.add_row(
            escape(figure.name),
            f"{_number(figure.value, digits)} {figure.unit}".rstrip(),
            "" if figure.target is None else f"{sign} {figure.target:g}",
            "" if figure.baseline is None else _number(figure.baseline, digits),
            "" if change is None else f"{change:+.0f} %",
            f"{remark}{' slower' if figure.slower else ''}".strip(),
        )
    console.print(table)


def print_findings(findings: Sequence[Finding]) -> None:
    """What the doctor found."""
    console = _console()
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_header=False)
    table.add_column()
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for finding in findings:
        mark = "ok" if finding.good else ("MISSING" if finding.needed else "without")
        table.add_row(mark, escape(finding.what), escape(finding.detail))
    console.print(table)
