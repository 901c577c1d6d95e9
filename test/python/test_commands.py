# SPDX-License-Identifier: GPL-2.0-only
"""The smaller commands: describe, doctor, example, report."""

import json

import pytest

import iomt as package
from support import ROOT, iomt, refused

EXAMPLES = sorted(source.stem for source in (ROOT / "examples").glob("*.cc"))


def test_describe_lists_its_topics(tmp_path):
    done = iomt("describe", cwd=tmp_path)
    assert done.returncode == 0
    assert set(done.stdout.split()) == set(package.describe())
    assert {"devices", "links", "suites", "attacks", "classifiers", "schema"} <= set(
        package.describe()
    )


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("devices", ["ecg-patch", "pulse-oximeter", "gateway"]),
        ("links", ["802.15.4", "fibre", "4g", "satellite"]),
        ("suites", ["none", "aes-128-gcm", "AES-256-GCM"]),
        ("attacks", ["eavesdropper", "replayer", "tamperer", "flooder", "rate_pps"]),
        ("services", ["imaging", "teleconsultation", "health-card", "video_kbps"]),
        ("classifiers", ["stress", "news2"]),
        ("schema", ["duration_s", "protection.object", "aes-128-gcm", "sites.patients"]),
    ],
)
def test_describe_tells_what_there_is(topic, words, tmp_path):
    table = iomt("describe", topic, cwd=tmp_path)
    assert table.returncode == 0, table.stderr
    for word in words:
        assert word in table.stdout
    data = iomt("describe", topic, "--json", cwd=tmp_path)
    assert json.loads(data.stdout) == package.describe(topic)


def test_doctor_finds_this_machine_fit(tmp_path):
    done = iomt("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "ns-3 3." in done.stdout
    assert "MISSING" not in done.stdout


def test_doctor_says_what_is_missing(tmp_path):
    (tmp_path / "pandas.py").write_text("raise ImportError('broken on purpose')\n")
    analysis = str(ROOT / "analysis")
    done = iomt("doctor", cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{analysis}"})
    assert done.returncode == 3
    assert "apt-get install python3-pandas" in " ".join(done.stdout.split())


@pytest.mark.skipif(not EXAMPLES, reason="there are no examples")
def test_examples_are_listed_and_the_nearest_is_suggested(tmp_path):
    done = iomt("example", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in EXAMPLES:
        assert name in done.stdout
    assert "One device and a broker by the bed" in done.stdout
    refused(2, EXAMPLES[0], "did you mean", cwd=tmp_path, arguments=["example", EXAMPLES[0] + "x"])


def test_ble_throughput_ends_in_json(tmp_path):
    wanted = ["--phy=2M", "--interval=50ms", "--attMtu=247", "--linkPayload=251"]
    done = iomt("example", "ble-throughput", *wanted, "--duration=1s", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rates = json.loads(done.stdout.splitlines()[-1])
    assert set(rates) == {"throughput_kbps", "link_kbps", "pdus_per_event"}
    # 244 octets of value in 251 octets of link-layer payload.
    assert rates["throughput_kbps"] == pytest.approx(rates["link_kbps"] * 244 / 251, rel=0.05)
    for wrong in ("--phy=3M", "--interval=7ms", "--attMtu=22", "--linkPayload=26"):
        done = iomt("example", "ble-throughput", wrong, cwd=tmp_path)
        assert done.returncode in (1, 2), wrong


def test_report_is_written_again(tmp_path):
    package.run("telemedicine", out=tmp_path / "run", duration_s=15)
    assert not (tmp_path / "run" / "report.html").exists()
    done = iomt("report", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "run/report.html"
    assert (tmp_path / "run" / "report.html").exists()
