# SPDX-License-Identifier: GPL-2.0-only
"""A sweep: every combination of the values asked for, each run several times, on all cores.

Each run is a folder of its own below ``runs/``. A sweep that was stopped and is started again
finds the runs that are done by their complete summary and scenario, and does the others.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _run
from .errors import BadInput, Interrupted, IomtError, from_os_error, nearest
from .results import flatten
from .statistics import Mean, mean_interval

if TYPE_CHECKING:
    import pandas

_SLUG_LENGTH = 80
DEFAULT_METRICS = ("latency_ms.mean", "latency_ms.p95", "readings.lost")

# Columns of runs.csv that come before those of the summary.
_OWN_COLUMNS = ("state", "folder", "error", "repeat")


@dataclass(frozen=True)
class Plan:
    """What a sweep varies.

    :param scenario: name, path or mapping
    :param vary: values by dotted path; every combination is a point
    :param runs: runs of each point: run numbers 1 … runs
    :param overrides: ``dotted.path=value`` for all points
    """

    scenario: _run.Scenario
    vary: Mapping[str, Sequence[Any]]
    runs: int = 1
    overrides: Sequence[str] = ()
    metrics: Sequence[str] = DEFAULT_METRICS


@dataclass
class Job:
    """One run of one point."""

    parameters: Mapping[str, Any]
    run: int
    scenario: Mapping[str, Any]
    folder: Path
    state: str = "waiting"  # done | failed | interrupted | waiting
    error: str = ""
    repeat: str = ""
    summary: Optional[Mapping[str, Any]] = None
    earlier: bool = False  # done by an earlier start of this sweep


def read_plan(path: Path) -> Optional[Plan]:
    """The plan in a sweep file, or None if the file is a scenario (or no readable JSON).

    A sweep file: ``{"scenario": …, "vary": {"path": [values]}, "runs": 5, "set": {"path": value},
    "metrics": ["latency_ms.mean"]}``; a scenario path in it is relative to the file.

    :raises BadInput: it is a sweep file with something wrong in it
    """
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return None  # whoever reads scenarios tells what is wrong, with line and column
    if not isinstance(content, dict) or "vary" not in content:
        return None
    allowed = ("name", "description", "scenario", "vary", "runs", "set", "metrics")
    for key in content:
        if key not in allowed:
            raise BadInput(f"{path}: unknown key '{key}'; allowed: {', '.join(allowed)}")
    scenario = content.get("scenario", "telemedicine")
    if not isinstance(scenario, (str, dict)):
        raise BadInput(f"{path}: scenario: wants a name, a path or an object")
    if isinstance(scenario, str) and (path.parent / scenario).is_file():
        scenario = str(path.parent / scenario)
    vary, fixed = content["vary"], content.get("set", {})
    if not isinstance(vary, dict) or not all(isinstance(v, list) and v for v in vary.values()):
        raise BadInput(f"{path}: vary: wants an object of arrays with one value or more")
    if not isinstance(fixed, dict):
        raise BadInput(f"{path}: set: wants an object of values by dotted path")
    metrics = content.get("metrics", list(DEFAULT_METRICS))
    if not isinstance(metrics, list) or not all(isinstance(m, str) for m in metrics):
        raise BadInput(f"{path}: metrics: wants an array of dotted summary names")
    return Plan(
        scenario, vary, _runs(content.get("runs", 1), f"{path}: "), _run.assignments(fixed), metrics
    )


def _runs(value: Any, where: str = "") -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadInput(f"{where}runs: {value!r} is no number of runs; 1 or more")
    return value


def parse_vary(text: str) -> tuple[str, list[Any]]:
    """``PATH=A,B,C`` as path and values; each value is JSON, or text where it is not.

    Commas inside brackets, braces and quotes do not part values.

    :raises BadInput: there is no ``=``, a value is empty, or one is there twice
    """
    path, sign, rest = text.partition("=")
    path = path.strip()
    if not sign or not path:
        raise BadInput(f"--vary {text!r}: wants PATH=A,B,C")
    values = [_value(part, text) for part in _parts(rest)]
    written = [json.dumps(value, sort_keys=True) for value in values]
    for value in written:
        if written.count(value) > 1:
            raise BadInput(f"--vary {text!r}: {value} is there twice")
    return path, values


def _parts(text: str) -> list[str]:
    parts, depth, quoted, begin, escaped = [], 0, False, 0, False
    for place, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped = character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "," and depth <= 0:
            parts.append(text[begin:place])
            begin = place + 1
    return [*parts, text[begin:]]


def _value(text: str, whole: str) -> Any:
    text = text.strip()
    if not text:
        raise BadInput(f"--vary {whole!r}: a value is empty")
    try:
        return json.loads(text)
    except ValueError:
        return text


def slug(parameters: Mapping[str, Any]) -> str:
    """A folder name for a point that a reader recognises and a file system accepts."""
    if not parameters:
        return "all"
    exact = "_".join(
        f"{path}={value if isinstance(value, str) else json.dumps(value, sort_keys=True)}"
        for path, value in parameters.items()
    )
    plain = re.sub(r"[^A-Za-z0-9.=_+-]+", "-", exact)
    if plain == exact and len(plain) <= _SLUG_LENGTH and not plain.startswith("."):
        return plain
    digest = hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()[:8]
    return f"{plain.strip('.')[:_SLUG_LENGTH]}_{digest}"


def jobs_of(plan: Plan, folder: Path) -> list[Job]:
    """Every run of the sweep in order: the last parameter varies before the others, runs first.

    :raises ScenarioError: a value is not allowed, or no such path
    """
    _runs(plan.runs)
    base = _run.complete(plan.scenario, plan.overrides)
    jobs = []
    for values in itertools.product(*plan.vary.values()):
        parameters = dict(zip(plan.vary, values))
        # From the scenario as written: what follows from another value by default still does.
        scenario = (
            _run.complete(plan.scenario, [*plan.overrides, *_run.assignments(parameters)])
            if parameters
            else base
        )
        for run in range(1, plan.runs + 1):
            jobs.append(Job(parameters, run, scenario, folder / slug(parameters) / f"run-{run}"))
    return jobs


def find_done(jobs: Sequence[Job], version: str, force: bool) -> None:
    """Mark the jobs that an earlier start has done.

    :raises BadInput: a folder holds the results of something else, and `force` is not given
    """
    for job in jobs:
        try:
            summary = json.loads((job.folder / "summary.json").read_text())
            scenario = json.loads((job.folder / "scenario.json").read_text())
        except (OSError, ValueError):
            continue  # never begun, stopped or damaged: to be done
        if not summary.get("complete"):
            continue
        same = (
            scenario == job.scenario
            and summary.get("run") == job.run
            and summary.get("iomt") == version
        )
        if same:
            job.state, job.summary, job.earlier = "done", summary, True
        elif not force:
            raise BadInput(
                f"{job.folder}: holds the results of another scenario or version; "
                "choose another --out, or --force to replace them"
            )


def carry_out(
    jobs: Sequence[Job],
    *,
    workers: int,
    timeout_s: Optional[float],
    stop: _run.Stop,
    told: Callable[[Job], None],
) -> None:
    """Do the jobs that are not done, `workers` at a time; a failure stays with its job.

    :param told: called in this thread after each job
    """

    def one(job: Job) -> Job:
        if stop.wished.is_set():
            return job
        try:
            _run.prepare_folder(job.folder, force=True)
            job.summary = _run.execute(
                job.scenario, job.folder, run=job.run, timeout_s=timeout_s, stop=stop
            )
            job.state = "done"
        except Interrupted:
            job.state = "interrupted"
        except IomtError as error:
            job.state = "failed"
            job.error = str(getattr(error, "message", error))
            job.repeat = _run.repeat_command(job.folder, job.run)
        return job

    with ThreadPoolExecutor(max_workers=workers) as pool:
        pending: set[Future[Job]] = {pool.submit(one, job) for job in jobs if job.state != "done"}
        while pending:
            finished, pending = wait(pending, timeout=1.0, return_when=FIRST_COMPLETED)
            for future in finished:
                told(future.result())


def table(jobs: Sequence[Job], folder: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """Column names and rows of runs.csv, in the order of the sweep."""
    parameters = list(jobs[0].parameters) if jobs else []
    own = [*parameters, "run", *_OWN_COLUMNS]
    names: dict[str, None] = {}
    rows = []
    for job in jobs:
        row: dict[str, Any] = {
            path: value if isinstance(value, (str, int, float)) else json.dumps(value)
            for path, value in job.parameters.items()
        }
        row.update(
            run=job.run,
            state=job.state,
            folder=str(job.folder.relative_to(folder)),
            error=job.error,
            repeat=job.repeat,
        )
        if job.state == "done":
            for name, value in flatten(dict(job.summary or {})).items():
                if name not in own:
                    names[name] = None
                    row[name] = value
        rows.append(row)
    return own + list(names), rows


def means(jobs: Sequence[Job]) -> list[tuple[Mapping[str, Any], dict[str, Mean]]]:
    """For each point its parameters, and mean and interval of every number in the summaries."""
    points: dict[str, tuple[Mapping[str, Any], list[dict[str, Any]]]] = {}
    for job in jobs:
        key = json.dumps(job.parameters)
        flat = flatten(dict(job.summary)) if job.state == "done" and job.summary else None
        points.setdefault(key, (job.parameters, []))
        if flat is not None:
            points[key][1].append(flat)
    names: dict[str, None] = {}
    for _, flats in points.values():
        for flat in flats:
            names.update(
                (name, None)
                for name, value in flat.items()
                # Null is a number no run had, as the latency where nothing was delivered.
                if value is None
                or (isinstance(value, (int, float)) and not isinstance(value, bool))
            )
    names.pop("run", None)
    return [
        (
            parameters,
            {
                name: mean_interval(
                    [v for f in flats if isinstance(v := f.get(name), (int, float))]
                )
                for name in names
            },
        )
        for parameters, flats in points.values()
    ]


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows in one go and in place: a full disk leaves the earlier file.

    :raises IomtError: the folder cannot be written or the disk is full
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text.getvalue())
        beside.replace(path)
    except OSError as error:
        raise from_os_error(error, path) from None


def write_means(path: Path, points: Sequence[tuple[Mapping[str, Any], Mapping[str, Mean]]]) -> None:
    """Write a row per point and metric: how many runs, mean, half width of the 95 % interval."""
    rows = []
    for parameters, values in points:
        for metric, mean in values.items():
            rows.append(
                {
                    **{
                        k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()
                    },
                    "metric": metric,
                    "n": mean.n,
                    "mean": mean.mean,
                    "ci95": mean.half_width,
                }
            )
    columns = [*(points[0][0] if points else ()), "metric", "n", "mean", "ci95"]
    write_csv(path, columns, rows)


@dataclass
class Sweep:
    """A sweep that was carried out.

    :param path: its folder
    :param jobs: its runs in order
    """

    path: Path
    plan: Plan
    jobs: Sequence[Job]

    @property
    def failed(self) -> list[Job]:
        """The runs that failed, each with its error and the command that repeats it."""
        return [job for job in self.jobs if job.state == "failed"]

    @property
    def runs(self) -> pandas.DataFrame:
        """runs.csv as a DataFrame."""
        import pandas

        return pandas.read_csv(self.path / "runs.csv")

    def write(self) -> None:
        """Write runs.csv and means.csv as far as the sweep has come."""
        write_csv(self.path / "runs.csv", *table(self.jobs, self.path))
        write_means(self.path / "means.csv", means(self.jobs))

    def draw(self) -> list[Path]:
        """Draw the metrics with their confidence intervals; the files."""
        from . import figures

        points = [(p, m) for p, m in means(self.jobs) if m]
        known = {name for _, m in points for name in m}
        for metric in self.plan.metrics:
            if points and metric not in known:
                raise BadInput(f"metric '{metric}' is not in the summaries{nearest(metric, known)}")
        if not points:
            return []
        name = next(iter(self.jobs)).scenario.get("name", "")
        title = f"{name}: means of {self.plan.runs} runs with 95 % confidence intervals"
        if self.plan.runs == 1:
            title = f"{name}: one run a point, so no confidence intervals"
        missing = Mean(0, math.nan, math.nan)
        drawn = [
            (parameters, {metric: known_means.get(metric, missing) for metric in self.plan.metrics})
            for parameters, known_means in points
        ]
        figure = figures.intervals(drawn, self.plan.vary, self.plan.metrics, title)
        return figures.save(figure, self.path / "figures" / "means")


def new_sweep_folder(plan: Plan) -> Path:
    """The default folder of a sweep: the same for the same sweep, so that it goes on."""
    name = str(_run.complete(plan.scenario, plan.overrides).get("name") or "run")
    asked = json.dumps([list(plan.overrides), plan.vary], sort_keys=True)
    return Path("results") / f"sweep-{name}-{hashlib.sha256(asked.encode()).hexdigest()[:6]}"


def sweep(
    scenario: _run.Scenario = "telemedicine",
    vary: Optional[Mapping[str, Sequence[Any]]] = None,
    *,
    runs: int = 1,
    jobs: Optional[int] = None,
    out: Optional[Union[str, os.PathLike[str]]] = None,
    force: bool = False,
    timeout_s: Optional[float] = None,
    metrics: Sequence[str] = DEFAULT_METRICS,
    begun: Optional[Callable[[Path, Sequence[Job]], None]] = None,
    told: Optional[Callable[[Job], None]] = None,
    **overrides: Any,
) -> Sweep:
    """Run every combination of the values in `vary`, `runs` times each, on all cores.

    ::

        s = iomt.sweep("telemedicine", {"backhaul": ["fibre", "4g"]}, runs=5, duration_s=60)
        s.runs.groupby("backhaul")["latency_ms.mean"].mean()

    :param scenario: name of one that comes with the module, path of a JSON file, or a mapping
    :param vary: values by dotted path
    :param runs: runs of each point
    :param jobs: runs at a time; default one for each core
    :param out: folder of the sweep; started again with the same one, it goes on
    :param force: replace runs of another scenario or version in `out`
    :param timeout_s: longest wall time of one run [s]
    :param metrics: dotted summary names to draw
    :param begun: called once with the folder and the jobs, some of which may be done already
    :param told: called after each run
    :param overrides: values by dotted path for all points
    :raises BadInput: something asked for is not allowed
    :raises Interrupted: Ctrl-C; runs that are done stay so, and runs.csv has them
    """
    plan = Plan(scenario, dict(vary or {}), runs, _run.assignments(overrides), metrics)
    return carry_out_plan(
        plan, jobs=jobs, out=out, force=force, timeout_s=timeout_s, begun=begun, told=told
    )


def carry_out_plan(
    plan: Plan,
    *,
    jobs: Optional[int] = None,
    out: Optional[Union[str, os.PathLike[str]]] = None,
    force: bool = False,
    timeout_s: Optional[float] = None,
    begun: Optional[Callable[[Path, Sequence[Job]], None]] = None,
    told: Optional[Callable[[Job], None]] = None,
) -> Sweep:
    """As `sweep`, for a plan."""
    from . import __version__

    folder = Path(out) if out is not None else new_sweep_folder(plan)
    if jobs is not None and jobs < 1:
        raise BadInput(f"jobs: {jobs} is no number of runs at a time; 1 or more")
    if _run.holds_results(folder):
        raise BadInput(f"{folder}: holds the results of a single run; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: is a file; --out wants a folder")
    todo = jobs_of(plan, folder / "runs")
    find_done(todo, __version__, force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _describe(folder, plan)
    except OSError as error:
        raise from_os_error(error, folder) from None
    result = Sweep(folder, plan, todo)
    if begun is not None:
        begun(folder, todo)
    with _run.stop_on_interrupt() as stop:
        carry_out(
            todo,
            workers=jobs or len(os.sched_getaffinity(0)),
            timeout_s=timeout_s,
            stop=stop,
            told=told or (lambda job: None),
        )
    result.write()
    if any(job.state in ("interrupted", "waiting") for job in todo):
        done = sum(job.state == "done" for job in todo)
        raise Interrupted(
            f"stopped; {done} of {len(todo)} runs are done in {folder}; "
            "the same command goes on from there",
            folder,
        )
    result.draw()
    return result


def _describe(folder: Path, plan: Plan) -> None:
    """Leave the plan beside its runs, as a sweep file that repeats it."""
    scenario = plan.scenario
    if not isinstance(scenario, Mapping):
        scenario = os.fspath(scenario)
        if Path(scenario).exists():
            scenario = str(Path(scenario).resolve())
    content = {
        "scenario": scenario,
        "vary": plan.vary,
        "runs": plan.runs,
        "set": _settings(plan.overrides),
        "metrics": list(plan.metrics),
    }
    (folder / "sweep.json").write_text(json.dumps(content, indent=2) + "\n")


def _settings(overrides: Sequence[str]) -> dict[str, Any]:
    settings = {}
    for assignment in overrides:
        path, _, text = assignment.partition("=")
        try:
            settings[path] = json.loads(text)
        except ValueError:
            settings[path] = text
    return settings
