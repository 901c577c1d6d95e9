# SPDX-License-Identifier: GPL-2.0-only
"""The command line: ``iomt run | sweep | report | describe | example | bench | …``.

Whatever goes wrong ends in one message on standard error and an exit code: 0 done, 1 failure,
2 bad input, 3 environment, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import click

from . import __version__, _run
from .errors import BadInput, Interrupted, IomtError, RunFailed, from_os_error, nearest
from .results import load
from .sweep import Plan, carry_out_plan, parse_vary, read_plan

_STOPPED = 130


class _Commands(click.Group):
    """A group that suggests the nearest command for one it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[Optional[str], Optional[click.Command], list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            names = self.list_commands(ctx)
            raise click.UsageError(
                f"no command '{args[0]}'{nearest(args[0], names)}\n" f"commands: {', '.join(names)}"
            ) from None


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Commands, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="iomt")
def _cli() -> None:
    """Telemedicine systems in ns-3: how late, how safe, at what cost."""


def _overrides(_: click.Context, __: click.Parameter, values: Sequence[str]) -> list[str]:
    for value in values:
        if "=" not in value:
            raise BadInput(f"--set {value!r}: wants PATH=VALUE, such as duration_s=60")
    return list(values)


_set_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=VALUE",
    callback=_overrides,
    help="Set a value of the scenario by its dotted path.",
)


@_cli.command("run")
@click.argument("scenario", default="telemedicine")
@_set_option
@click.option(
    "--run", "number", type=click.IntRange(1, 2**63 - 1), default=1, help="Run number. [1]"
)
@click.option("--out", type=click.Path(path_type=Path), help="Result folder. [results/<name>-NNN]")
@click.option("--pcap", is_flag=True, help="Also write packet captures.")
@click.option("--force", is_flag=True, help="Replace the results the folder holds.")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Longest wall time.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no table.")
def _run_command(
    scenario: str,
    overrides: Sequence[str],
    number: int,
    out: Optional[Path],
    pcap: bool,
    force: bool,
    timeout_s: Optional[float],
    quiet: bool,
) -> None:
    """Run SCENARIO (a name or a file) and leave results, a figure and a report."""
    from . import terminal

    completed = _run.complete(scenario, overrides)
    folder = _run.result_folder(completed, out, force)
    stopped: Optional[Interrupted] = None
    try:
        with _run.stop_on_interrupt() as stop, terminal.run_progress(quiet) as progress:
            _run.execute(
                completed,
                folder,
                run=number,
                pcap=pcap,
                progress=progress,
                timeout_s=timeout_s,
                stop=stop,
            )
    except Interrupted as interrupted:
        if interrupted.path is None:
            raise
        stopped = interrupted
    result = load(folder)
    if not quiet:
        terminal.print_summary(result)
    if stopped is None:
        page = _write_report(result)
        if not quiet:
            terminal.say(f"results in {folder}, report in {page}")
    else:
        raise stopped


def _write_report(result: Any) -> Path:
    from . import report

    try:
        return report.write(result)
    except RunFailed as error:
        raise RunFailed(f"{error}\nThe run itself is complete in {result.path}.") from None


@_cli.command("sweep")
@click.argument("scenario", metavar="SCENARIO|SWEEP")
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH=A,B,C",
    help="Values of a dotted path; every combination.",
)
@_set_option
@click.option("--runs", type=click.IntRange(min=1), help="Runs of each combination. [1]")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs at a time. [one for each core]")
@click.option("--executor", default="local", help="Where runs happen: local. [local]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder. [results/sweep-<name>-<id>]")
@click.option("--metric", "metrics", multiple=True, help="Dotted summary name to draw; repeatable.")
@click.option("--force", is_flag=True, help="Replace runs of another scenario in the folder.")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Longest wall time of one run.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no table.")
def _sweep_command(
    scenario: str,
    vary: Sequence[str],
    overrides: Sequence[str],
    runs: Optional[int],
    jobs: Optional[int],
    executor: str,
    out: Optional[Path],
    metrics: Sequence[str],
    force: bool,
    timeout_s: Optional[float],
    quiet: bool,
) -> None:
    """Run every combination of values, several times each, on all cores.

    Stopped by Ctrl-C and started again, it goes on with what is not done.
    """
    from . import terminal

    if executor != "local":
        raise BadInput(f"--executor {executor!r}: allowed: local{nearest(executor, ['local'])}")
    plan = read_plan(Path(scenario)) or Plan(scenario, {})
    varied = dict(plan.vary)
    for text in vary:
        path, values = parse_vary(text)
        varied[path] = values
    plan = Plan(
        plan.scenario,
        varied,
        runs if runs is not None else plan.runs,
        [*plan.overrides, *overrides],
        list(metrics) or plan.metrics,
    )
    with terminal.SweepProgress(quiet) as progress:
        done = carry_out_plan(
            plan,
            jobs=jobs,
            out=out,
            force=force,
            timeout_s=timeout_s,
            begun=progress.begin,
            told=progress.told,
        )
    if not quiet:
        terminal.print_sweep(done)
    if done.failed:
        first = done.failed[0]
        raise RunFailed(
            f"{len(done.failed)} of {len(done.jobs)} runs failed; runs.csv has their errors and "
            f"commands. The first: {first.error}",
            first.repeat,
        )


@_cli.command("report")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def _report_command(folder: Path) -> None:
    """Draw the figures of a result folder again and write its report.html."""
    from . import report, terminal

    terminal.say(str(report.write(load(folder))))


@_cli.command("describe")
@click.argument("topic", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def _describe_command(topic: Optional[str], as_json: bool) -> None:
    """What the module offers: devices, links, suites, attacks, services, classifiers, schema."""
    from . import describe, terminal

    data = describe(topic)
    if as_json:
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        terminal.print_description(topic, data)


@_cli.command(
    "example", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def _example_command(name: Optional[str], arguments: Sequence[str]) -> None:
    """Run the example program NAME, or list the names."""
    from . import example, terminal

    if name is None:
        terminal.print_examples(example.known())
    else:
        sys.exit(example.run(name, arguments))


@_cli.command(
    "classify",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def _classify_command(arguments: Sequence[str]) -> None:
    """Run a classifier over a recording (CSV, Empatica E4, WFDB, EDF), as in a simulation."""
    from . import _native

    command = [str(_native.program("tools", "iomt-classify")), *arguments]
    sys.exit(subprocess.run(command, check=False).returncode)


@_cli.command("bench")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--save", is_flag=True, help="Store the figures as the new baseline.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def _bench_command(name: Optional[str], as_json: bool, save: bool, quiet: bool) -> None:
    """Measure what a reading costs: star, scale, idle, crypto, fuzzy, micro; all without a NAME.

    With a NAME and --json, the values stand under their names at the top as well.
    """
    from . import bench, terminal

    results = {}
    for one in bench.names(name):
        results[one] = bench.measure(one, (lambda what: None) if quiet else _tell)
        if not as_json:
            terminal.print_benchmark(one, bench.BENCHMARKS[one][0], results[one])
        if save:
            bench.save(one, results[one])
    if as_json:
        figures = {one: [figure.as_json() for figure in got] for one, got in results.items()}
        document: dict[str, Any] = {"machine": bench.machine(), "benchmarks": figures}
        if name is not None:
            document = {**{figure.name: figure.value for figure in results[name]}, **document}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    missed = [f"{one}: {f.name}" for one, got in results.items() for f in got if f.met is False]
    if missed:
        raise RunFailed(f"not reached: {'; '.join(missed)}")


@_cli.command("calibrate")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def _calibrate_command(as_json: bool) -> None:
    """Measure what cryptographic operations cost this host, beside the devices' profiles."""
    from . import _native, terminal

    rows = _native.calibrate()
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        terminal.print_calibration(rows)


@_cli.command("doctor")
def _doctor_command() -> None:
    """Look whether this machine has what the module needs."""
    from . import doctor, terminal

    findings = doctor.examine()
    terminal.print_findings(findings)
    if any(finding.needed and not finding.good for finding in findings):
        sys.exit(3)


def _tell(message: str) -> None:
    click.echo(f"iomt: {message}", err=True)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command line; the exit code."""
    try:
        _cli.main(args=arguments, prog_name="iomt", standalone_mode=False)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "iomt"
        _tell(f"{error.format_message()}\nsee '{where} --help'")
        return BadInput.exit_code
    except click.ClickException as error:
        _tell(error.format_message())
        return BadInput.exit_code
    except IomtError as error:
        _tell(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        # click puts its own exception over ours.
        _tell(str(error) or str(error.__context__ or "") or "stopped")
        return _STOPPED
    except BrokenPipeError:
        # Whoever read our output has had enough, as in `iomt describe schema | head`.
        sys.stderr.close()
        return 0
    except OSError as error:
        told = from_os_error(error)
        _tell(str(told))
        return told.exit_code
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            return 0  # click saw it first
        return leaving.code if isinstance(leaving.code, int) else 0
    except ModuleNotFoundError as error:
        _tell(f"Python has no package '{error.name}'; './iomt doctor' tells what to install")
        return 3
    return 0
