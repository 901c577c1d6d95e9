# SPDX-License-Identifier: GPL-2.0-only
"""A run: the scenario made complete, a folder for its results, a child process that fills it."""

from __future__ import annotations

import collections
import json
import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional, Union

from . import _native
from .errors import (
    BadInput,
    EnvironmentProblem,
    Interrupted,
    IomtError,
    RunFailed,
    ScenarioError,
    from_os_error,
)
from .results import Result

Scenario = Union[str, "os.PathLike[str]", Mapping[str, Any]]
Progress = Callable[[float, float], None]

# What marks a folder as one of results, and what --force takes away from it.
RESULT_FILES = ("scenario.json", "results.sqlite", "store.sqlite", "summary.json")
_MADE_FROM_RESULTS = (
    "results.sqlite-journal",
    "results.sqlite-wal",
    "results.sqlite-shm",
    "store.sqlite-wal",
    "store.sqlite-shm",
    "report.html",
)

# How often a run looks whether it shall stop [s], and how long a child may take to do so [s].
_POLL_S = 0.2
_STOP_GRACE_S = 10.0
_LAST_LINES = 12


def complete(scenario: Scenario, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """The complete scenario: every default filled in, every value checked.

    :param scenario: name of one that comes with the module, path of a JSON file, or a mapping
    :param overrides: ``dotted.path=value`` each
    :raises ScenarioError: naming the path, what was found and what is allowed
    """
    if isinstance(scenario, Mapping):
        try:
            text = json.dumps(scenario)
        except (TypeError, ValueError) as error:
            raise ScenarioError("", f"the mapping is not JSON: {error}") from None
        return _native.complete_scenario(text, None, overrides)
    return _native.complete_scenario(None, Path(os.fspath(scenario)), overrides)


def assignments(values: Mapping[str, Any]) -> list[str]:
    """``{"duration_s": 60}`` as the ``dotted.path=value`` that overrides are."""
    return [f"{path}={json.dumps(value)}" for path, value in values.items()]


def new_folder(name: str, base: Path) -> Path:
    """Make ``base/name-NNN`` with the next number that is free.

    :raises BadInput: `base` is not writable
    """
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "run"
    try:
        base.mkdir(parents=True, exist_ok=True)
        taken = [
            int(match[1])
            for entry in base.iterdir()
            if (match := re.fullmatch(re.escape(stem) + r"-(\d+)", entry.name))
        ]
        number = max(taken, default=0)
        while True:
            number += 1
            folder = base / f"{stem}-{number:03d}"
            try:
                folder.mkdir()
                return folder
            except FileExistsError:  # another run was quicker
                continue
    except OSError as error:
        raise from_os_error(error, base) from None


def holds_results(folder: Path) -> bool:
    """Whether a run has written into `folder` before."""
    return any((folder / name).exists() for name in RESULT_FILES)


def clear(folder: Path) -> None:
    """Take away what a run, its figures and its report left in `folder`; nothing else."""
    for name in RESULT_FILES + _MADE_FROM_RESULTS:
        (folder / name).unlink(missing_ok=True)
    for capture in folder.glob("*.pcap"):
        capture.unlink()
    shutil.rmtree(folder / "figures", ignore_errors=True)


def prepare_folder(folder: Path, force: bool) -> None:
    """Make `folder` ready for a run.

    :raises BadInput: it holds results and `force` is not given, or it cannot be written
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise BadInput(f"{folder}: is a file; --out wants a folder")
        folder.mkdir(parents=True, exist_ok=True)
        if holds_results(folder):
            if not force:
                raise BadInput(
                    f"{folder}: holds the results of an earlier run; "
                    "choose another folder, or --force to replace them"
                )
            clear(folder)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise from_os_error(error, folder) from None


def program() -> str:
    """How the user calls this program from where they are."""
    front_door = Path(__file__).resolve().parents[2] / "iomt"
    if front_door.is_file():
        here = os.path.relpath(front_door)
        shorter = here if len(here) < len(str(front_door)) else str(front_door)
        return shlex.quote(shorter if os.sep in shorter else f"./{shorter}")
    return f"{shlex.quote(sys.executable)} -m iomt"


def repeat_command(folder: Path, run: int, pcap: bool = False) -> str:
    """The shell command that repeats the run in `folder` into a new one."""
    command = f"{program()} run {shlex.quote(str(folder / 'scenario.json'))} --run {run}"
    return command + (" --pcap" if pcap else "")


class Stop:
    """A wish to stop, shared by whoever runs children; the second wish is an order."""

    def __init__(self) -> None:
        self.wished = threading.Event()
        self.ordered = threading.Event()

    def ask(self, *_: object) -> None:
        """Handle SIGINT: first time in order, second time at once."""
        if self.wished.is_set():
            self.ordered.set()
        self.wished.set()


@contextmanager
def stop_on_interrupt() -> Iterator[Stop]:
    """A `Stop` that Ctrl-C asks, as long as the block lasts.

    A handler instead of KeyboardInterrupt, which could strike between any two lines. Outside the
    main thread Python allows no handler, and the `Stop` is asked by nobody.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    previous = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, previous)


class _Child:
    """The process of one run, and what it says."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self.error: Optional[Mapping[str, Any]] = None
        self.last_lines: collections.deque[str] = collections.deque(maxlen=_LAST_LINES)
        self._buffer = b""
        self._reader, writer = os.pipe()
        # NS_LOG is the user's own wish to see what ns-3 says while it runs.
        show = bool(os.environ.get("NS_LOG"))
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", f"{__package__}._child", str(writer)],
                stdin=subprocess.PIPE,
                stdout=None if show else subprocess.DEVNULL,
                stderr=None if show else subprocess.PIPE,
                pass_fds=(writer,),
                env=_environment(),
                # Ctrl-C on the terminal reaches this process alone, which tells the child.
                start_new_session=True,
            )
        except OSError as error:
            os.close(self._reader)
            raise EnvironmentProblem(f"cannot start a process for the run: {error}") from None
        finally:
            os.close(writer)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request).encode())
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it died early; wait() tells why

    def _listen(self) -> None:
        if self.process.stderr is not None:
            for line in self.process.stderr:
                self.last_lines.append(line.decode(errors="replace").rstrip())

    def read(self, wait_s: float) -> Optional[list[dict[str, Any]]]:
        """Messages that arrive within `wait_s`; None when the child has said its last."""
        ready, _, _ = select.select([self._reader], [], [], wait_s)
        if not ready:
            return []
        block = os.read(self._reader, 65536)
        if not block:
            return None
        *lines, self._buffer = (self._buffer + block).split(b"\n")
        return [json.loads(line) for line in lines if line]

    def close(self) -> int:
        """Wait for the end; the return code, negative for a signal."""
        code = self.process.wait()
        os.close(self._reader)
        self._listener.join(timeout=1.0)
        if self.process.stderr is not None:
            self.process.stderr.close()
        return code


def _environment() -> dict[str, str]:
    """The child's environment: it must find this package and the compiled module."""
    folders = [str(Path(__file__).resolve().parents[1]), str(_native.folder())]
    if "PYTHONPATH" in os.environ:
        folders.append(os.environ["PYTHONPATH"])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def _watch(
    child: _Child, stop: Stop, progress: Optional[Progress], timeout_s: Optional[float]
) -> bool:
    """Follow a child to its end; False if it took longer than `timeout_s`."""
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    kill_at = None
    in_time = True
    while True:
        messages = child.read(_POLL_S)
        if messages is None:
            return in_time
        for message in messages:
            if "error" in message:
                child.error = message["error"]
            elif "progress" in message and progress is not None:
                progress(*message["progress"])
        now = time.monotonic()
        if deadline is not None and now > deadline:
            in_time = False
        if kill_at is None and (stop.wished.is_set() or not in_time):
            child.process.send_signal(signal.SIGINT)
            kill_at = now + _STOP_GRACE_S
        if kill_at is not None and (now > kill_at or stop.ordered.is_set()):
            child.process.kill()


def execute(
    scenario: Mapping[str, Any],
    folder: Path,
    *,
    run: int,
    pcap: bool = False,
    progress: Optional[Progress] = None,
    timeout_s: Optional[float] = None,
    stop: Stop,
) -> dict[str, Any]:
    """Run a complete scenario into a prepared folder, in a child process.

    :return: its summary
    :raises Interrupted: `stop` was asked; what was recorded is in the folder, marked incomplete
    :raises RunFailed: the child crashed, took longer than `timeout_s` or reported a failure
    :raises ScenarioError: the child found the scenario unusable
    """
    repeat = repeat_command(folder, run, pcap)
    try:
        # Written here as well as by the child: whatever happens to it, the run can be repeated.
        (folder / "scenario.json").write_text(json.dumps(scenario, indent=2) + "\n")
    except OSError as error:
        raise from_os_error(error, folder / "scenario.json") from None

    child = _Child({"scenario": scenario, "run": run, "out": str(folder), "pcap": pcap})
    try:
        in_time = _watch(child, stop, progress, timeout_s)
    except BaseException:
        child.process.kill()
        child.close()
        raise
    code = child.close()

    if not in_time:
        raise RunFailed(f"the run took longer than {timeout_s:g} s and was stopped", repeat)
    if child.error is not None and not (stop.wished.is_set() and code < 0):
        raise _told(child.error, repeat)
    summary = _summary(folder)
    if stop.wished.is_set() and not (summary and summary.get("complete")):
        if summary is None:
            raise Interrupted(f"stopped before the run had closed its results in {folder}")
        raise Interrupted(
            f"stopped; what was recorded is kept in {folder}, marked incomplete", folder
        )
    if code != 0 or summary is None:
        raise RunFailed(_crash(code, child.last_lines), repeat)
    return summary


def _told(error: Mapping[str, Any], repeat: str) -> IomtError:
    if error["kind"] == "scenario":
        return ScenarioError(*error["args"])
    if error["kind"] == "environment":
        return EnvironmentProblem(error["message"])
    return RunFailed(error["message"], repeat)


def _crash(code: int, last_lines: Sequence[str]) -> str:
    if code < 0:
        try:
            how = f"by signal {signal.Signals(-code).name}"
        except ValueError:
            how = f"by signal {-code}"
    else:
        how = f"with exit code {code} and no summary"
    said = "".join(f"\n  {line}" for line in last_lines if line)
    return f"the simulation ended {how}" + (f"; its last words:{said}" if said else "")


def _summary(folder: Path) -> Optional[dict[str, Any]]:
    try:
        return dict(json.loads((folder / "summary.json").read_text()))
    except (OSError, ValueError):
        return None


def run(
    scenario: Scenario = "telemedicine",
    *,
    run: int = 1,
    out: Optional[Union[str, os.PathLike[str]]] = None,
    pcap: bool = False,
    force: bool = False,
    progress: Optional[Progress] = None,
    timeout_s: Optional[float] = None,
    **overrides: Any,
) -> Result:
    """Run a scenario and return its results.

    ::

        r = iomt.run("telemedicine", run=2, **{"duration_s": 60, "protection.object": "none"})
        r.summary["latency_ms"]["mean"], r.readings.groupby("kind").latency_ms.median()

    :param scenario: name of one that comes with the module, path of a JSON file, or a mapping
    :param run: run number, 1 or more; the same number gives the same results to the byte
    :param out: result folder; default ``results/<name>-NNN`` in the current directory
    :param pcap: also write packet captures
    :param force: replace the results `out` holds
    :param progress: called with simulated time and duration [s] while it runs
    :param timeout_s: longest wall time [s]
    :param overrides: values by dotted path
    :raises ScenarioError: the scenario cannot be run
    :raises BadInput: the folder or the run number cannot be used
    :raises RunFailed: the run crashed or failed; the message has the command that repeats it
    :raises Interrupted: Ctrl-C; what was recorded is in its ``path``, marked incomplete
    """
    if isinstance(run, bool) or not isinstance(run, int) or not 1 <= run < 2**63:
        raise BadInput(f"run: {run!r} is no run number; 1, 2, 3 …")
    completed = complete(scenario, assignments(overrides))
    folder = result_folder(completed, out, force)
    with stop_on_interrupt() as stop:
        execute(
            completed,
            folder,
            run=run,
            pcap=pcap,
            progress=progress,
            timeout_s=timeout_s,
            stop=stop,
        )
    return Result(folder)


def result_folder(
    completed: Mapping[str, Any], out: Optional[Union[str, os.PathLike[str]]], force: bool
) -> Path:
    """The folder for a run's results, made and found writable."""
    if out is None:
        return new_folder(str(completed.get("name") or "run"), Path("results"))
    folder = Path(out)
    prepare_folder(folder, force)
    return folder
