# SPDX-License-Identifier: GPL-2.0-only
"""``iomt calibrate``: what operations cost this host, as a table and as JSON."""

from __future__ import annotations

import json

import pytest

from iomt import cli


def test_json_and_table_name_every_operation(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["calibrate", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"aes-block", "rsa-2048-private", "field-multiplication"} <= {
        row["operation"] for row in rows if row["host_us"]
    }
    assert all("nrf52840" in row["profiles_us"] for row in rows)
    assert cli.main(["calibrate"]) == 0
    table = capsys.readouterr().out
    assert all(row["operation"] in table for row in rows)
