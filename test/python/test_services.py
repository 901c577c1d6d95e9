# SPDX-License-Identifier: GPL-2.0-only
"""Services beside the readings, as tshark sees them on the wire and as the results tell of them."""

import shutil
import sqlite3
import statistics
import subprocess

import pytest

import iomt
from iomt import _run

# What is sent twice makes tshark complain of the second copy: images go where nothing is lost.
SITES = [{"name": "clinic", "backhaul": "none"}, {"name": "home", "backhaul": "4g"}]
MEDIA = {
    "sites": SITES,
    "devices": ["thermometer"],
    "duration_s": 25,
    "services": [
        {"name": "head", "kind": "imaging", "modality": "mri", "images": 3, "start_s": 4},
        {"name": "call", "kind": "teleconsultation", "site": "home", "start_s": 5, "stop_s": 20,
         "audio": "pcmu"},
    ],
}


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return iomt.run({"name": "media", **MEDIA}, out=tmp_path_factory.mktemp("m") / "run", pcap=True)


def service(result, name):
    return next(one for one in result.summary["services"] if one["name"] == name)


def rows(result, query):
    with sqlite3.connect(result.path / "results.sqlite") as database:
        return database.execute(query).fetchall()


def test_the_study_and_the_call_arrive(media):
    head = service(media, "head")
    assert (head["studies"], head["stored"], head["images"]) == (1, 1, 3)
    assert head["bytes"] > 3 * 2 * 256 * 256
    call = service(media, "call")
    assert call["within_targets"] is True
    assert call["audio"]["to_doctor"]["sent"] == 745
    for one, site in ((head, "clinic"), (call, "home")):
        readings = rows(media, f"SELECT count(*) FROM readings WHERE site = '{site}'")[0][0]
        counts = [one["readings"][when]["count"] for when in ("meanwhile", "otherwise")]
        assert sum(counts) == readings > 0


def test_the_table_has_every_figure_of_the_summary(media):
    figures = dict(
        rows(media, "SELECT figure, value FROM services WHERE name = 'call' AND value IS NOT NULL")
    )
    call = service(media, "call")
    assert figures["within_targets"] == 1
    assert figures["audio.to_doctor.delay_ms.p95"] == call["audio"]["to_doctor"]["delay_ms"]["p95"]
    assert figures["readings.meanwhile.count"] == call["readings"]["meanwhile"]["count"]


def test_the_firewalls_let_flows_through_and_nothing_else(media):
    for firewall in ("edge", "inner"):
        accepted = rows(
            media,
            f"SELECT rule, packets FROM firewall_rules WHERE firewall = '{firewall}' "
            "AND rule LIKE 'service:%'",
        )
        assert [rule for rule, _ in accepted] == ["service:head", "service:call", "service:call"]
        assert accepted[0][1] > 0
        # Whichever end of the call spoke first, the packets of both are the flow's.
        assert accepted[1][1] + accepted[2][1] > 0
    assert rows(media, "SELECT * FROM firewall_log WHERE verdict NOT LIKE 'accepted%'") == []


def test_a_rule_of_the_scenario_goes_before(tmp_path):
    drop = [{"name": "no-images", "protocol": "tcp", "port": 11112, "action": "drop"}]
    rules = _run.complete("telemedicine")["firewalls"]["edge"]["rules"]
    closed = iomt.run(
        {"name": "closed", **MEDIA, "firewalls": {"edge": {"rules": [*rules, *drop]}}},
        out=tmp_path / "run",
    )
    assert service(closed, "head")["stored"] == 0
    assert service(closed, "call")["within_targets"] is True


def test_without_services_nothing_changes(tmp_path):
    scenario = {"name": "media", **MEDIA, "duration_s": 10}
    prints = set()
    for name, services in (("bare", []), ("none", [{"name": "n", "kind": "none"}])):
        run = iomt.run({**scenario, "services": services}, out=tmp_path / name)
        prints.add(run.summary["fingerprint"])
    assert len(prints) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"site": "hme"}, ("services[0].site", "did you mean 'home'")),
        ({"modality": "xray"}, ("services[0].modality", "x-ray")),
        ({"modality": "absent.json"}, ("services[0].modality", "absent.json")),
        ({"start_s": 9, "stop_s": 8}, ("services[0].stop_s", "more than start_s")),
        ({"kind": "imagin"}, ("services[0].kind", "imaging")),
        ({"name": "call"}, ("services[1].name", "call")),
    ],
)
def test_what_does_not_fit_is_named(change, words):
    services = [{**MEDIA["services"][0], **change}, MEDIA["services"][1]]
    with pytest.raises(iomt.ScenarioError) as error:
        _run.complete({"name": "wrong", **MEDIA, "services": services})
    for word in words:
        assert word in str(error.value)


needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")


def tshark(capture, *arguments):
    done = subprocess.run(
        ["tshark", "-r", str(capture), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


DICOM = ("-d", "tcp.port==11112,dicom")
RTP = ("-d", "udp.port==5004,rtp", "-d", "udp.port==5006,rtp", "-d", "udp.port==5005,rtcp",
       "-d", "udp.port==5007,rtcp")  # fmt: skip


@needs_tshark
def test_tshark_reads_the_dicom(media):
    for name in ("clinic-ethernet", "clinic-backhaul", "home-ethernet", "home-backhaul"):
        capture = media.path / f"{name}.pcap"
        assert tshark(capture, *DICOM, *RTP, "-Y", "_ws.malformed") == "", name
    capture = media.path / "clinic-ethernet.pcap"
    types = tshark(capture, *DICOM, "-Y", "dicom.pdu.type", "-T", "fields", "-e", "dicom.pdu.type")
    seen = [int(one, 0) for line in types.split() for one in line.split(",")]
    assert seen[:2] == [1, 2] and seen[-2:] == [5, 6], "associate first, release last"
    assert set(seen) == {1, 2, 4, 5, 6}
    commands = tshark(capture, *DICOM, "-Y", "dicom", "-V")
    assert commands.count("C-STORE-RSP") >= 3
    assert "MR Image Storage" in commands
    assert "Implicit VR Little Endian" in commands
    assert "Accept" in commands


@needs_tshark
def test_tshark_counts_the_same_rtp(media):
    call = service(media, "call")
    capture = media.path / "home-ethernet.pcap"
    streams = tshark(capture, *RTP, "-q", "-z", "rtp,streams").splitlines()
    # start, end, source, port, destination, port, SSRC, payload, packets, lost, …
    streams = [line.split() for line in streams if " 0x" in line]
    assert len(streams) == 4
    for fields in streams:
        figures = call["audio" if fields[3] == "5004" else "video"]
        packets = int(fields[8])
        # On the patient's Ethernet what the patient sent is whole, and what came is what arrived.
        if ":d00:" in fields[2]:
            assert packets == figures["to_patient"]["received"]
        else:
            assert packets == figures["to_doctor"]["sent"]
        if ":d00:" in fields[2] and fields[3] == "5004":
            jitter = float(fields[-3] if fields[-1] == "X" else fields[-2])
            assert jitter == pytest.approx(figures["to_patient"]["jitter_ms"], rel=0.02)
    reports = tshark(capture, *RTP, "-Y", "rtcp", "-T", "fields", "-e", "rtcp.pt")
    kinds = {int(one) for line in reports.split() for one in line.split(",")}
    assert kinds == {200, 201, 202, 203}, "reports of senders and others, names, good-byes"


def test_images_and_the_vital_signs_beside_them(tmp_path):
    result = iomt.run("imaging", out=tmp_path / "run", duration_s=55)
    chest = service(result, "chest")
    assert (chest["stored"], chest["images"]) == (1, 2)
    # 16 MB over 8 Mbit/s take 16 s at least.
    assert chest["transfer_s"]["max"] > 16
    felt = rows(
        result,
        "SELECT latency_ms, produced_s FROM readings "
        "WHERE site = 'mobile-clinic' AND kind = 'pulse-oximeter' AND state = 'delivered'",
    )
    end = 20 + chest["transfer_s"]["max"]
    beside = [latency for latency, at in felt if 20 <= at <= end]
    apart = [latency for latency, at in felt if not 20 <= at <= end]
    assert statistics.median(beside) > statistics.median(apart)
    assert service(result, "ultrasound")["studies"] == 0


def test_a_satellite_is_heard_late(tmp_path):
    result = iomt.run("teleconsultation", out=tmp_path / "run", duration_s=45)
    delay = {
        name: service(result, name)["audio"]["to_doctor"]["delay_ms"]["p50"]
        for name in ("near", "far")
    }
    assert delay["near"] < 20 and 341 < delay["far"] < 400


CARDS = {
    "sites": SITES,
    "devices": ["thermometer"],
    "duration_s": 60,
    "services": [
        {"name": name, "kind": "health-card", "site": "home", "stop_s": 50, "period_s": 2,
         "clone_share": 0.4, "authenticate": authenticate}
        for name, authenticate in (("signed", True), ("plain", False))
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    return iomt.run({"name": "cards", **CARDS}, out=tmp_path_factory.mktemp("c") / "run", pcap=True)


def test_copies_of_a_card_are_refused_unless_its_number_is_enough(cards):
    signed, plain = service(cards, "signed"), service(cards, "plain")
    for one in (signed, plain):
        assert one["clones_tried"] > 3
        assert one["taps"] == one["reads"] + one["refused"] + one["unanswered"] + one["under_way"]
        assert one["genuine_refused"] == one["malformed"] == 0
    assert (signed["clones_accepted"], plain["refused"]) == (0, 0)
    assert plain["clones_accepted"] == plain["clones_tried"]
    assert signed["refused"] == signed["clones_tried"]
    # A challenge costs a round trip more.
    assert signed["look_up_ms"]["p50"] > plain["look_up_ms"]["p50"] > 0
    accepted = rows(
        cards, "SELECT packets FROM firewall_rules WHERE rule LIKE 'service:%' AND packets > 0"
    )
    assert len(accepted) == 4, "a flow each through two firewalls"
    figures = dict(
        rows(cards, "SELECT figure, value FROM services WHERE name = 'plain' AND value IS NOT NULL")
    )
    assert figures["clones_accepted"] == plain["clones_accepted"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"clone_share": 1.1}, ("services[0].clone_share", "1")),
        ({"period_s": 0}, ("services[0].period_s", "0.1")),
        ({"authenticate": 1}, ("services[0].authenticate", "boolean")),
        ({"site": "hme"}, ("services[0].site", "did you mean 'home'")),
        ({"clone_shar": 0.5}, ("services[0].clone_shar", "clone_share")),
    ],
)
def test_what_a_card_service_cannot_be_is_named(change, words):
    services = [{**CARDS["services"][0], **change}]
    with pytest.raises(iomt.ScenarioError) as error:
        _run.complete({"name": "wrong", **CARDS, "services": services})
    for word in words:
        assert word in str(error.value)


@needs_tshark
def test_tshark_reads_the_look_ups(cards):
    capture = cards.path / "home-ethernet.pcap"
    assert tshark(capture, "-Y", "_ws.malformed || ipv6.fraghdr") == ""
    table = tshark(
        capture, "-Y", "coap", "-T", "fields", "-E", "separator=|", "-e", "coap.code",
        "-e", "coap.opt.uri_path_recon", "-e", "coap.opt.ctype", "-e", "json.value.string",
    )  # fmt: skip
    seen = [line.split("|") for line in table.splitlines()]
    asked = [fields[1] for fields in seen if fields[0] == "2"]
    signed, plain = service(cards, "signed"), service(cards, "plain")
    assert asked.count("/card/challenge") >= signed["taps"] - signed["under_way"]
    assert asked.count("/card/record") >= signed["reads"] + signed["refused"] + plain["reads"]
    records = [fields for fields in seen if fields[0] == "69" and "json" in fields[2]]
    assert len(records) >= signed["reads"] + plain["reads"]
    assert all("Observation" in fields[3] and "http://loinc.org" in fields[3] for fields in records)
    assert sum(fields[0] == "131" for fields in seen) >= signed["refused"]


def test_a_signed_card_and_a_plain_one_beside_the_loop(tmp_path):
    result = iomt.run("health-card", out=tmp_path / "run")
    signed, plain = service(result, "signed"), service(result, "plain")
    assert signed["clones_tried"] > 0 and signed["clones_accepted"] == 0
    assert plain["clones_accepted"] == plain["clones_tried"] > 0
    assert result.summary["readings"]["lost"] == 0
