# SPDX-License-Identifier: GPL-2.0-only
"""The benchmarks: programs of benchmark/, run in turn, held against targets and a stored baseline."""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Optional

from . import _native
from .errors import BadInput, EnvironmentProblem, RunFailed, from_os_error, nearest

_BASELINES = Path(__file__).resolve().parents[2] / "benchmark" / "baseline"

# Programs are run in turn this many times, so that what else the machine does hits all of them.
_ROUNDS = 5

# A figure this much worse than the baseline is told as slower [%].
SLOWER_PCT = 20.0

Told = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """One measured number.

    :param better: ``higher`` or ``lower``
    :param target: what it has to reach, in the direction of `better`
    :param of_machine: whether another machine gives another number; ratios and counts are not
    :param baseline: the stored number, if there is one that can be compared
    """

    name: str
    value: float
    unit: str
    better: str
    target: Optional[float] = None
    of_machine: bool = True
    baseline: Optional[float] = None

    @property
    def met(self) -> Optional[bool]:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.better == "higher" else self.value <= self.target

    @property
    def change_pct(self) -> Optional[float]:
        """How much more than the baseline."""
        if not self.baseline:
            return None
        return 100 * (self.value / self.baseline - 1)

    @property
    def slower(self) -> bool:
        """Whether it is worse than the baseline by more than noise explains."""
        change = self.change_pct
        if change is None:
            return False
        return (change < -SLOWER_PCT) if self.better == "higher" else (change > SLOWER_PCT)

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        return {**asdict(self), "met": self.met, "change_pct": self.change_pct}


def _run(arguments: Sequence[str], kind: str = "benchmark", lines: str = "") -> str:
    try:
        done = subprocess.run(
            [str(_native.program(kind, arguments[0])), *arguments[1:]],
            input=lines,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise EnvironmentProblem(f"{arguments[0]} does not start: {error}") from error
    if done.returncode != 0:
        told = done.stderr.strip().splitlines()[-1:]
        raise RunFailed(
            f"the benchmark ended with {done.returncode}: {' '.join(told)}", " ".join(arguments)
        )
    return done.stdout


def last_json(output: str) -> dict[str, Any]:
    """The last line of a program's output, which is JSON.

    :raises RunFailed: it is not
    """
    lines = output.strip().splitlines()
    try:
        return dict(json.loads(lines[-1]))
    except (IndexError, TypeError, ValueError) as error:
        raise RunFailed(f"a benchmark printed no JSON: {output[-200:]!r}") from error


def in_turn(
    commands: Mapping[str, Sequence[str]], told: Told, rounds: int = _ROUNDS
) -> dict[str, list[dict[str, Any]]]:
    """What each command printed, round by round: every command once before any comes again."""
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, command in commands.items():
            told(f"round {number} of {rounds}: {name}")
            results[name].append(last_json(_run(command)))
    return results


def _median(results: Iterable[dict[str, Any]], key: str) -> float:
    return statistics.median(float(result[key]) for result in results)


def _cost_us(result: dict[str, Any], clock: str = "cpu_s") -> float:
    """Time of a delivered reading [µs]: of the processor, for which others matter less."""
    if not result["delivered"]:
        raise RunFailed(f"a benchmark delivered nothing: {json.dumps(result)}")
    return 1e6 * float(result[clock]) / float(result["delivered"])


def _wall_us(result: dict[str, Any]) -> float:
    return _cost_us(result, "wall_s")


def _per_s(result: dict[str, Any]) -> float:
    return 1e6 / _cost_us(result)


def median_ratio(
    over: Sequence[dict[str, Any]],
    under: Sequence[dict[str, Any]],
    value: Callable[[dict[str, Any]], float],
) -> float:
    """Median over the rounds of the ratio within a round."""
    return statistics.median(value(a) / value(b) for a, b in zip(over, under))


def _star(told: Told) -> list[Figure]:
    size = ["--nodes=1000", "--duration=10"]
    got = in_turn(
        {
            "802.15.4": ["lr-wpan-star", *size],
            "BLE, IPv6": ["ble-star", *size],
            "BLE, L2CAP": ["ble-star", *size, "--stack=l2cap"],
        },
        told,
    )
    figures = [
        Figure(f"delivered, {name}", statistics.median(map(_per_s, results)), "1/s", "higher")
        for name, results in got.items()
    ]
    cost = median_ratio(got["802.15.4"], got["BLE, IPv6"], _wall_us)
    ratio = Figure("BLE with IPv6 over 802.15.4", cost, "", "higher", 3, of_machine=False)
    events = "events_per_delivered"
    return [ratio, *figures] + [
        Figure(
            f"events of a reading, {name}", _median(results, events), "", "lower", of_machine=False
        )
        for name, results in got.items()
    ]


def _scale(told: Told) -> list[Figure]:
    got = in_turn(
        {
            "100 links": ["ble-star", "--nodes=100", "--duration=100"],
            "10,000 links": ["ble-star", "--nodes=10000", "--duration=4"],
        },
        told,
        rounds=3,
    )
    small, large = got["100 links"], got["10,000 links"]
    ratio = median_ratio(large, small, _cost_us)
    return [
        Figure("cost at 10,000 links over 100", ratio, "", "lower", 1.5, of_machine=False),
        *(
            Figure(f"reading, {name}", statistics.median(map(_cost_us, results)), "µs", "lower")
            for name, results in got.items()
        ),
    ]


def _idle(told: Told) -> list[Figure]:
    # Without IP, whose neighbour discovery has timers of its own.
    few, many = 10, 100
    idle = ["--stack=l2cap", "--duration=60", "--period=0"]
    commands = {f"{n} links": ["ble-star", f"--nodes={n}", *idle] for n in (few, many)}
    got = in_turn(commands, told, rounds=1)
    # What a run has once, such as its end, is in both.
    events = got[f"{many} links"][0]["events"] - got[f"{few} links"][0]["events"]
    per_link = events / (many - few)
    return [Figure("events of an idle link in 60 s", per_link, "", "lower", 0, of_machine=False)]


def _micro(told: Told) -> list[Figure]:
    figures = []
    sources = sorted((_BASELINES.parent / "micro").glob("*.cc"))
    if not sources:
        raise EnvironmentProblem("the benchmarks come with the source tree, which is not here")
    for source in sources:
        told(source.stem)
        output = _run([source.stem, "--benchmark_format=json", "--benchmark_min_time=0.2"])
        for entry in json.loads(output)["benchmarks"]:
            figures.append(
                Figure(entry["name"], float(entry["cpu_time"]), entry["time_unit"], "lower")
            )
    return figures


# What blst's assembly takes on a 2-core Xeon with ADX [µs], and how much more ours may.
_BLST_US = {
    "pairing": 640.0,
    "pairing3": 1012.0,
    "g1_mul": 97.0,
    "g2_mul": 189.0,
    "gt_exp": 370.0,
    "hash_to_g1": 69.0,
}
_OVER_BLST = {"": 1.25, "_portable": 2.0}

_CRYPTO_TARGETS = {
    **{
        f"{name}{path}_us": factor * us
        for path, factor in _OVER_BLST.items()
        for name, us in _BLST_US.items()
    },
    "fabeo_cp_encrypt_10_ms": 4.0,
    "fabeo_cp_decrypt_10_ms": 1.3,
    "fabeo_cp_decrypt_30_ms": 1.3,
    "aes_128_gcm_64_us": 0.3,
}
_UNITS = {"ns": "ns", "us": "µs", "ms": "ms", "pct": "%"}

# How many times faster than circl's tkn20 encryption and decryption have to be.
_OVER_CIRCL = 15.0
_AS_CIRCL = {"encrypt": "encrypt_10_ms", "decrypt": "decrypt_10_ms", "open": "decrypt_10_ms"}
_GO_PATH = Path("/usr/share/gocode")


def _circl(told: Told) -> dict[str, Any]:
    """What circl's scheme costs; nothing where its packages are not installed."""
    source = _BASELINES.parent / "circl" / "tkn20-costs.go"
    go = shutil.which("go")
    if go is None or not (_GO_PATH / "src/github.com/cloudflare/circl/abe").is_dir():
        told(
            "circl is left out; to compare with it: "
            "apt-get install golang-go golang-github-cloudflare-circl-dev"
        )
        return {}
    told("circl")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [go, "run", str(source)],
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "GO111MODULE": "off",
                "GOPATH": str(_GO_PATH),
                "GOCACHE": folder,
                "GOFLAGS": "",
            },
        )
    if done.returncode != 0:
        raise RunFailed(f"circl's benchmark ended with {done.returncode}: {done.stderr[-200:]}")
    return last_json(done.stdout)


def _crypto(told: Told) -> list[Figure]:
    results = in_turn({"pairings, ABE, sealing": ["crypto-costs"]}, told, rounds=3)
    rounds = next(iter(results.values()))
    # The targets are those of the mulx path; where there is none, only the portable one has some.
    alone = "" if rounds[0]["backend"] != "portable" else "_portable"
    figures = []
    for key, value in rounds[0].items():
        name, _, unit = key.rpartition("_")
        if isinstance(value, (int, float)) and unit in _UNITS:
            target = _CRYPTO_TARGETS.get(f"{name}{alone}_{unit}", _CRYPTO_TARGETS.get(key))
            figures.append(Figure(key, _median(rounds, key), _UNITS[unit], "lower", target))
    circl = _circl(told)
    # circl decrypts from octets and checks them; "open" does the same, "decrypt" has points at hand.
    for step, theirs in _AS_CIRCL.items() if circl else ():
        ratio = float(circl[theirs]) / _median(rounds, f"fabeo_cp_{step}_10_ms")
        target = _OVER_CIRCL if step != "open" else None
        name = f"fabeo_cp_{step}_10_times_faster_than_circl"
        figures.append(Figure(name, ratio, "", "higher", target, of_machine=False))
    return figures


# What an inference may take [ns], and how many times faster than fuzzylite's it has to be.
_INFERENCE_NS = 500.0
_OVER_FUZZYLITE = 20.0


def _fuzzy(told: Told) -> list[Figure]:
    rules = str(_BASELINES.parents[1] / "data" / "rules" / "stress.fcl")
    inputs = _run(["fuzzy-costs", rules, "--inputs"])
    ours, theirs = [], []
    for number in range(1, _ROUNDS + 1):
        told(f"round {number} of {_ROUNDS}")
        ours.append(last_json(_run(["fuzzy-costs", rules])))
        try:
            # 100 samples are what fuzzylite takes if nobody asks for more.
            timed = _run(["fuzzylite-rules", rules, "100", "--time"], "test/oracles", inputs)
        except EnvironmentProblem:
            told("fuzzylite is left out; to compare with it: apt-get install libfuzzylite-dev")
            continue
        theirs.append(last_json(timed))
    name = "an inference of stress.fcl"
    figures = [Figure(name, _median(ours, "ns"), "ns", "lower", _INFERENCE_NS)]
    if theirs:
        ratio = median_ratio(theirs, ours, lambda result: float(result["ns"]))
        name = "times faster than fuzzylite"
        figures.append(Figure(name, ratio, "", "higher", _OVER_FUZZYLITE, of_machine=False))
    return figures


# Each benchmark, and what it measures.
BENCHMARKS: dict[str, tuple[str, Callable[[Told], list[Figure]]]] = {
    "star": ("1,000 links of 100 ms, 64 B a second each, beside ns-3's own 802.15.4", _star),
    "scale": ("what a delivered reading costs at 10,000 links, beside 100", _scale),
    "idle": ("events of a link that has nothing to send", _idle),
    "crypto": ("pairings, attribute-based encryption, sealing; times of one thread", _crypto),
    "fuzzy": ("an inference by the rules of stress, beside fuzzylite", _fuzzy),
    "micro": ("single steps: PDUs, checks, ciphers, channel selection", _micro),
}


def machine() -> str:
    """The processor and how many of it, as a baseline names where it was measured."""
    model = platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores"


def _stored(name: str) -> dict[str, Any]:
    try:
        return dict(json.loads((_BASELINES / f"{name}.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def compare(figures: Sequence[Figure], stored: dict[str, Any]) -> list[Figure]:
    """The figures with their baselines, where those say something on this machine."""
    here = stored.get("machine") == machine()
    known = stored.get("figures", {})
    return [
        replace(figure, baseline=known.get(figure.name))
        if here or not figure.of_machine
        else figure
        for figure in figures
    ]


def save(name: str, figures: Sequence[Figure]) -> Path:
    """Store figures as the baseline of a benchmark; the file."""
    path = _BASELINES / f"{name}.json"
    content = {
        "machine": machine(),
        "ns3": _native.native().ns3_version,
        "figures": {figure.name: float(f"{figure.value:.4g}") for figure in figures},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise from_os_error(error, path) from error
    return path


def names(wanted: Optional[str]) -> list[str]:
    """The benchmarks to run: the one that is wanted, or all.

    :raises BadInput: there is none of that name
    """
    if wanted is None:
        return list(BENCHMARKS)
    if wanted not in BENCHMARKS:
        raise BadInput(
            f"no benchmark '{wanted}'{nearest(wanted, BENCHMARKS)}\n"
            f"benchmarks: {', '.join(BENCHMARKS)}"
        )
    return [wanted]


def measure(name: str, told: Told) -> list[Figure]:
    """Run one benchmark and hold it against its baseline.

    :param told: called with what is being run
    """
    figures = BENCHMARKS[name][1](lambda what: told(f"{name}, {what}"))
    return compare(figures, _stored(name))
