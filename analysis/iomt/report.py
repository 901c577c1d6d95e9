# SPDX-License-Identifier: GPL-2.0-only
"""report.html: one page that holds everything it shows, to be read anywhere at any time."""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Optional

from . import _run, figures
from .errors import BadInput, from_os_error
from .results import STAGES, Result

# Longest firewall log and care record printed; the database has all of it.
_MOST_ROWS = 200
# Smaller numbers say no more than that they are not nought.
_SMALLEST = 1e-4

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 "DejaVu Sans", Verdana, sans-serif; color: #1a1a1a; background: #fff;
       max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; }
h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #ccc; }
p.lead { color: #444; margin-top: 0; }
p.note { color: #555; font-size: .9rem; }
p.stopped { background: #fdeacc; border-left: 4px solid #e69f00; padding: .5rem .8rem; }
table { border-collapse: collapse; margin: .6rem 0; font-size: .9rem; }
th, td { padding: .22rem .5rem; white-space: nowrap; text-align: left;
         border-bottom: 1px solid #e3e3e3; }
th { border-bottom: 1px solid #888; font-weight: 600; vertical-align: bottom; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr:hover td { background: #f4f7fa; }
pre { background: #f4f4f4; padding: .7rem; overflow-x: auto; font-size: .85rem; }
img { max-width: 100%; height: auto; }
div.wide { overflow-x: auto; }
.numbers { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }
.numbers div { border: 1px solid #ccc; border-radius: 4px; padding: .45rem .9rem; }
.numbers b { display: block; font-size: 1.25rem; }
"""


def write(result: Result) -> Path:
    """Draw the figures of a run and write its report.html.

    :return: the report's path
    :raises IomtError: the folder cannot be written or the disk is full
    """
    folder = result.path
    image: Optional[bytes] = None
    try:
        figure = figures.latency_by_stage(result)
    except BadInput:
        figure = None  # nothing was delivered, which the tables say
    if figure is not None:
        written = figures.save(figure, folder / "figures" / "latency-by-stage")
        image = written[0].read_bytes()
    path = folder / "report.html"
    try:
        path.write_text(page(result, image), encoding="utf-8")
    except OSError as error:
        raise from_os_error(error, path) from None
    return path


def page(result: Result, image: Optional[bytes]) -> str:
    """The page as HTML text.

    :param image: the figure of latency by stage as PNG, None if there is none
    """
    parts = [
        *_head(result),
        *_ran(result),
        *_readings(result),
        *_latency(result, image),
        *_alarms(result),
        *_care(result),
        *_energy(result),
        *_attacks(result),
        *_faults(result),
        *_firewalls(result),
        *_repeat(result),
    ]
    title = escape(f"iomt: {result.summary.get('scenario', '')}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def number(value: Any, digits: int = 1) -> str:
    """A number for readers: thousands apart, `digits` decimals, a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        if value != 0 and abs(value) < 10**-digits:
            return f"{value:.2g}" if abs(value) >= _SMALLEST else "~0"
        return f"{value:,.{digits}f}"
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Iterable[Any]], digits: int = 1) -> str:
    """An HTML table; columns that hold numbers are set flush right."""
    body = [list(row) for row in rows]
    numeric = [
        any(isinstance(row[i], (int, float)) for row in body)
        and all(row[i] is None or isinstance(row[i], (int, float)) for row in body)
        for i in range(len(columns))
    ]
    mark = [' class="n"' if is_number else "" for is_number in numeric]
    head = "".join(f"<th{m}>{escape(c)}</th>" for c, m in zip(columns, mark))
    lines = [
        "<tr>"
        + "".join(f"<td{m}>{escape(number(v, digits))}</td>" for v, m in zip(row, mark))
        + "</tr>"
        for row in body
    ]
    titles = f"<thead><tr>{head}</tr></thead>\n" if any(columns) else ""
    return (
        f'<div class="wide"><table>\n{titles}<tbody>\n'
        + "\n".join(lines)
        + "\n</tbody>\n</table></div>"
    )


def _head(result: Result) -> list[str]:
    summary, scenario = result.summary, result.scenario
    parts = [
        f"<h1>{escape(str(summary.get('scenario', '')))}</h1>",
        f'<p class="lead">{escape(str(scenario.get("description", "")))}</p>',
    ]
    if not result.complete:
        parts.append(
            '<p class="stopped">This run was stopped at '
            f"{number(summary.get('simulated_s'))} s of {number(scenario.get('duration_s'))} s; "
            "the numbers cover the time until then.</p>"
        )
    readings, latency = summary.get("readings", {}), summary.get("latency_ms", {})
    alarms = summary.get("alarms", {})
    boxes = [
        (
            number(readings.get("delivered")),
            f"of {number(readings.get('produced'))} readings delivered",
        ),
        (f"{number(latency.get('p50'))} ms", "median latency"),
        (f"{number(latency.get('p95'))} ms", "95th percentile"),
        (
            f"{number(alarms.get('raised'))}",
            f"alarms raised, {number(alarms.get('missed'))} missed",
        ),
    ]
    if summary.get("attacks"):
        accepted = sum(attack.get("accepted") or 0 for attack in summary["attacks"])
        boxes.append((number(accepted), "forged or replayed messages accepted"))
    parts.append(
        '<div class="numbers">'
        + "".join(f"<div><b>{escape(value)}</b>{escape(what)}</div>" for value, what in boxes)
        + "</div>"
    )
    return parts


def _access(scenario: dict[str, Any]) -> str:
    """The scenario's link, and what differs from it."""
    words = [str(scenario.get("access"))]
    for site in [scenario, *scenario.get("sites", [])]:
        where = f" at {site['name']}" if site is not scenario else ""
        if where and site.get("access"):
            words.append(f"{site['access']}{where}")
        words += [f"{kind}{where} {link}" for kind, link in site.get("access_of", {}).items()]
    return ", ".join(words)


def _ran(result: Result) -> list[str]:
    summary, scenario = result.summary, result.scenario
    protection = scenario.get("protection", {})
    sites = ", ".join(
        f"{site.get('name')} ({site.get('patients', 1)})" for site in scenario.get("sites", [])
    )
    rows = [
        ("simulated", f"{number(summary.get('simulated_s'))} s"),
        ("sites (patients)", sites),
        ("devices of a patient", ", ".join(scenario.get("devices", []))),
        ("access", _access(scenario)),
        ("backhaul", scenario.get("backhaul")),
        ("protection of readings", protection.get("object")),
        ("session", protection.get("session")),
        ("classifiers", ", ".join(scenario.get("classifiers", []))),
        ("seed, run", f"{summary.get('seed')}, {summary.get('run')}"),
        ("made with", f"iomt {summary.get('iomt')}, ns-3 {summary.get('ns3')}"),
        ("wall time", f"{number(summary.get('wall_s'))} s"),
        ("fingerprint", summary.get("fingerprint")),
    ]
    return ["<h2>What was run</h2>", table(("", ""), rows)]


def _readings(result: Result) -> list[str]:
    rows = result.rows(
        "SELECT kind, COUNT(*), SUM(state = 'delivered'), SUM(state = 'lost'), "
        "SUM(late), SUM(duplicates), AVG(bytes), AVG(sealed_bytes) "
        "FROM readings GROUP BY kind ORDER BY kind"
    )
    parts = [
        "<h2>Readings</h2>",
        table(
            (
                "device kind",
                "produced",
                "delivered",
                "lost",
                "late",
                "duplicates",
                "SenML [B]",
                "as sent [B]",
            ),
            rows,
        ),
    ]
    causes = result.rows(
        "SELECT kind, COALESCE(NULLIF(cause, ''), 'not known') AS why, COUNT(*) FROM readings "
        "WHERE state = 'lost' GROUP BY kind, why ORDER BY COUNT(*) DESC, kind, why"
    )
    if causes:
        parts += [
            "<p>Why readings were lost:</p>",
            table(("device kind", "cause", "readings"), causes),
        ]
    return parts


def _latency(result: Result, image: Optional[bytes]) -> list[str]:
    if image is None:
        return ["<h2>Latency</h2>", "<p>No reading was delivered.</p>"]
    stages = ", ".join(f"AVG({stage}_ms)" for stage in STAGES)
    rows = result.rows(
        f"SELECT kind, {stages}, AVG(latency_ms), MAX(latency_ms) FROM readings "
        "WHERE state = 'delivered' GROUP BY kind ORDER BY kind"
    )
    source = base64.b64encode(image).decode()
    return [
        "<h2>Latency by stage</h2>",
        f'<img alt="Mean latency by stage and its spread, by device kind" '
        f'src="data:image/png;base64,{source}">',
        '<p class="note">From the first sample felt to the last classifier\'s verdict. '
        "<em>sensor</em>: until the block of samples is complete and converted; "
        "<em>protect</em>: encoded, sealed, handed to the socket; <em>access</em>: until the whole "
        "datagram is at the gateway; <em>gateway</em>: its queue and processor; "
        "<em>backhaul</em>: until the edge firewall; <em>firewall</em>: both firewalls and the "
        "LANs between; <em>broker</em>: until the notification leaves; <em>open</em>: decrypted "
        "and parsed at the doctor's; <em>classify</em>: judged. "
        "Box: quartiles; whiskers: 5 and 95 %.</p>",
        table(("mean [ms]", *STAGES, "end to end", "largest"), rows, digits=2),
    ]


def _alarms(result: Result) -> list[str]:
    rows = result.rows(
        "SELECT patient, kind, onset_s, raised_s, outcome, time_to_doctor_ms, classifier, "
        "deadline_s, treated_s, untreated_s FROM alarms "
        "ORDER BY COALESCE(raised_s, onset_s), patient"
    )
    if not rows:
        return ["<h2>Alarms</h2>", "<p>None was due, none was raised.</p>"]
    return [
        "<h2>Alarms</h2>",
        table(
            (
                "patient",
                "kind",
                "onset [s]",
                "raised [s]",
                "outcome",
                "time to doctor [ms]",
                "raised by",
                "deadline [s]",
                "treated [s]",
                "untreated for [s]",
            ),
            rows,
        ),
    ]


def _care(result: Result) -> list[str]:
    rows = result.rows(
        "SELECT time_s, patient, event, id, detail FROM care ORDER BY time_s, rowid LIMIT ?",
        (_MOST_ROWS,),
    )
    if not rows:
        return ["<h2>Care</h2>", "<p>No prescription was written.</p>"]
    return [
        "<h2>Care</h2>",
        table(("time [s]", "patient", "event", "id", "detail"), rows, digits=3),
    ]


def _energy(result: Result) -> list[str]:
    rows = result.rows(
        "SELECT kind, COALESCE(access, ''), COUNT(*), AVG(radio_mj), AVG(processor_mj), "
        "AVG(sensor_mj), AVG(busy_s), "
        "CASE WHEN COUNT(battery_mj) > 0 THEN MIN(lifetime_h) END "
        "FROM devices GROUP BY kind, access ORDER BY kind, access"
    )
    return [
        "<h2>Energy</h2>",
        table(
            (
                "device kind",
                "access link",
                "devices",
                "radio [mJ]",
                "processor [mJ]",
                "sensors [mJ]",
                "processor busy [s]",
                "shortest battery life [h]",
            ),
            rows,
            digits=2,
        ),
        '<p class="note">Means over the devices of a kind and link, for the time simulated. A dash: mains '
        "supply.</p>",
    ]


def _attacks(result: Result) -> list[str]:
    rows = []
    for row in result.rows(
        "SELECT name, kind, attempted, accepted, detected, time_to_detect_ms, harm FROM attacks "
        "ORDER BY rowid"
    ):
        *values, harm = row
        rows.append([*values, _harm(harm)])
    if not rows:
        return []
    return [
        "<h2>Attacks</h2>",
        table(
            (
                "attack",
                "kind",
                "attempted",
                "accepted",
                "detected",
                "time to detect [ms]",
                "what it did",
            ),
            rows,
        ),
        '<p class="note">Ground truth of the simulation: no endpoint knows it. Accepted: taken '
        "for genuine at the doctor's.</p>",
    ]


def _faults(result: Result) -> list[str]:
    rows = [
        list(row)
        for row in result.rows(
            "SELECT kind, COALESCE(device, site, ''), at_s, end_s, felt, delivered, lost, late "
            "FROM faults ORDER BY rowid"
        )
    ]
    if not rows:
        return []
    return [
        "<h2>Faults</h2>",
        table(
            ("fault", "where", "from [s]", "to [s]", "felt", "delivered", "lost", "late"),
            rows,
        ),
        '<p class="note">Readings felt at its place while it lasted, and what became of them.</p>',
    ]


def _harm(text: Optional[str]) -> str:
    try:
        harm = json.loads(text or "{}")
    except ValueError:
        return str(text)
    if not isinstance(harm, dict):
        return str(text)
    return ", ".join(f"{key.replace('_', ' ')}: {number(value)}" for key, value in harm.items())


def _firewalls(result: Result) -> list[str]:
    rows = result.rows(
        "SELECT firewall, position, rule, action, packets, bytes, limited FROM firewall_rules "
        "ORDER BY firewall, position"
    )
    parts = [
        "<h2>Firewalls</h2>",
        table(
            ("firewall", "position", "rule", "action", "packets", "bytes", "over the limit"), rows
        ),
    ]
    frames = result.rows(
        "SELECT site, access, cause, received, dropped FROM frames ORDER BY site, access, cause"
    )
    if frames:
        parts += [
            "<p>Frame filters in front of 6LoWPAN:</p>",
            table(("site", "link", "cause", "frames received", "dropped"), frames),
        ]
    return parts


def _repeat(result: Result) -> list[str]:
    try:
        run = int(result.summary.get("run", 1))
    except (TypeError, ValueError):
        run = 1
    folder = result.path
    command = _run.repeat_command(folder, run)
    scenario = json.dumps(result.scenario, indent=2, ensure_ascii=False)
    return [
        "<h2>Again</h2>",
        f"<pre>{escape(command)}</pre>",
        f"<p>Its results have the same fingerprint. The tables behind this page are in "
        f"<code>{escape(shlex.quote(str(folder / 'results.sqlite')))}</code>.</p>",
        f"<details><summary>The complete scenario</summary><pre>{escape(scenario)}</pre></details>",
    ]
