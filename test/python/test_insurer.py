# SPDX-License-Identifier: GPL-2.0-only
"""What an insurer gets of a run: everything that may leave, of at least k persons, and no names."""

import shutil
import subprocess

import pytest

import iomt
from support import ROOT

SCENARIO = ROOT / "examples" / "scenarios" / "insurer.json"
SHORT = {"duration_s": 40}
READERS = "(role:doctor and dept:cardiology) or role:anonymiser"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return iomt.run(SCENARIO, out=tmp_path_factory.mktemp("insurer") / "run", pcap=True, **SHORT)


def test_what_leaves_arrives_and_hides_whose_it_is(result):
    insurer = result.summary["insurer"]
    left = insurer["published"] + insurer["reused"]
    assert left > 300
    assert (insurer["received"], insurer["refused"], insurer["unreadable"]) == (left, 0, 0)
    assert insurer["linkage_rate"] <= 1 / result.scenario["insurer"]["k"]
    assert insurer["linkage_rate"] < insurer["linkage_rate_raw"]
    assert 0 < insurer["information_loss"] < 1
    assert 0 < insurer["delay_ms"]["p50"] < insurer["delay_ms"]["max"]


def test_the_table_agrees_with_the_summary(result):
    insurer = result.summary["insurer"]
    left = result.anonymised.query("fate != 'suppressed'")
    assert len(left) == insurer["published"] + insurer["reused"]
    assert left.loss.mean() == pytest.approx(insurer["information_loss"])
    assert (1 / left.candidates).mean() == pytest.approx(insurer["linkage_rate"])
    # The number of a cluster stands for one generalisation, of k persons at least.
    clusters = left.groupby("cluster")
    assert (clusters.loss.nunique() == 1).all()
    assert (clusters.patient.nunique() >= result.scenario["insurer"]["k"]).all()


def test_readings_are_where_they_were(result):
    # The anonymiser is told what the doctor is, not instead of the doctor.
    readings = result.summary["readings"]
    assert readings["delivered"] >= readings["produced"] - 2
    assert {"anonymiser", "insurer"} <= set(result.summary["energy_mj"])


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
def test_the_way_out_is_through_the_firewall_and_sealed(result):
    capture = result.path / "insurer.pcap"

    def tshark(*arguments):
        return subprocess.run(
            ["tshark", "-r", str(capture), *arguments], capture_output=True, text=True, check=True
        ).stdout

    assert tshark("-Y", "_ws.malformed") == ""
    puts = tshark("-Y", "coap.code == 3", "-T", "fields", "-e", "coap.opt.ctype").split("\n")
    assert len(puts) > 20
    assert not any("112" in kind for kind in puts), "SenML only inside of COSE"
    assert b"spo2" not in capture.read_bytes()
    rules = result.firewall_rules.query("rule == 'anonymiser-to-insurer'")
    assert list(rules.firewall) == ["edge"]
    assert rules.packets.sum() > 20


@pytest.mark.parametrize("policy, reads", [("role:doctor and dept:cardiology", 0), (READERS, 1)])
def test_attributes_decide_what_the_anonymiser_reads(tmp_path, policy, reads):
    insurer = iomt.run(
        SCENARIO, out=tmp_path / "run", **SHORT,
        **{"protection.object": "aes-128-gcm+cp-abe", "protection.access.policy": policy},
    ).summary["insurer"]  # fmt: skip
    assert (insurer["received"] > 300) == bool(reads)
    assert (insurer["unreadable"] == 0) == bool(reads)


def test_too_few_persons_learn_the_insurer_nothing(tmp_path):
    insurer = iomt.run(
        SCENARIO, out=tmp_path / "run", **SHORT, **{"insurer.k": 13}
    ).summary["insurer"]
    assert insurer["suppressed_share"] == 1
    assert insurer["received"] == 0


def test_without_an_insurer_there_is_none(tmp_path):
    result = iomt.run(SCENARIO, out=tmp_path / "run", duration_s=5, insurer=None)
    assert result.summary["insurer"] is None
    assert "anonymiser" not in result.summary["energy_mj"]
