# SPDX-License-Identifier: GPL-2.0-only
"""What tshark, which knows nothing of this module, sees in the packet captures of a run."""

import shutil
import sqlite3
import subprocess

import pytest

import iomt

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")


# Nobody but the two ends can read an encrypted link: what tshark is to look at is not.
OPEN_LINKS = {"duration_s": 12, "ble.security": "none"}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed") / "run"
    return iomt.run("telemedicine", out=folder, pcap=True, **OPEN_LINKS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "run"
    return iomt.run(
        "telemedicine", out=folder, pcap=True, **{**OPEN_LINKS, "protection.object": "none"}
    )


def captures(result):
    found = sorted(result.path.glob("*.pcap"))
    assert found
    return found


# Context 0 of an IPv6-over-BLE link is its prefix (RFC 7668, 3.2.4); a capture does not say which.
CONTEXTS = {
    "home-1-access-ble": "fd69:6f6d:7400:11::/64",
    "home-2-access-ble": "fd69:6f6d:7400:20::/64",
    "care-home-access-ble": "fd69:6f6d:7400:30::/64",
}


def tshark(capture, *arguments):
    if capture.stem in CONTEXTS:
        arguments = ("-o", f"6lowpan.context0:{CONTEXTS[capture.stem]}", *arguments)
    done = subprocess.run(
        ["tshark", "-r", str(capture), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_link_has_a_capture(sealed):
    names = {capture.stem for capture in captures(sealed)}
    assert {
        "home-1-access-802.15.4", "home-1-access-ble", "home-2-access-ble", "care-home-backhaul",
        "exchange", "core", "hospital",
    } <= names  # fmt: skip
    assert "home-2-access-802.15.4" not in names


def test_no_packet_is_malformed(sealed):
    for capture in captures(sealed):
        bad = tshark(capture, "-Y", "_ws.malformed or _ws.unreassembled or tcp")
        assert bad == "", f"{capture.name}: {bad[:500]}"


def test_checksums_are_right(sealed):
    for capture in captures(sealed):
        bad = tshark(
            capture, "-o", "udp.check_checksum:TRUE",
            "-Y", "udp.checksum.status == 0 or icmpv6.checksum.status == 0",
        )  # fmt: skip
        assert bad == "", f"{capture.name}: {bad[:500]}"


def test_readings_are_coap_over_udp_over_ipv6(sealed):
    links = ("home-1-access-802.15.4", "home-1-access-ble")
    for name in (*links, "home-1-backhaul", "exchange", "core", "hospital"):
        layers = tshark(sealed.path / f"{name}.pcap", "-q", "-z", "io,phs")
        for layer in ("ipv6", "udp", "coap"):
            assert layer in layers, f"{name}: {layers}"
    access = tshark(sealed.path / "home-1-access-802.15.4.pcap", "-q", "-z", "io,phs")
    assert "wpan" in access and "6lowpan" in access
    access = tshark(sealed.path / "home-1-access-ble.pcap", "-q", "-z", "io,phs")
    assert "btle" in access and "btl2cap" in access and "6lowpan" in access
    puts = tshark(
        sealed.path / "core.pcap", "-Y", "coap.code == 3", "-T", "fields",
        "-e", "coap.opt.uri_path_recon",
    )  # fmt: skip
    kinds = {path.split("/")[3].split(",")[0] for path in puts.split() if path.startswith("/ps/p")}
    assert kinds


def test_an_encrypted_link_shows_how_it_begins_and_nothing_more(tmp_path):
    # Without skipping, so that whatever is on the air is in the capture.
    result = iomt.run(
        "telemedicine", out=tmp_path / "run", pcap=True,
        **{"duration_s": 8, "ble.idle_events": "play"},
    )  # fmt: skip
    capture = result.path / "care-home-access-ble.pcap"
    for begins, opcode in (("LL_ENC_REQ", 3), ("LL_ENC_RSP", 4), ("LL_START_ENC_REQ", 5)):
        seen = tshark(capture, "-Y", f"btle.control_opcode == {opcode} and btle.length < 24")
        assert seen.count("\n") >= 16, f"{begins} on every link: {seen[:500]}"
    assert tshark(capture, "-Y", "coap or udp or 6lowpan") == ""


def stored(result):
    with sqlite3.connect(result.path / "store.sqlite") as database:
        return [bytes(row[0]) for row in database.execute("SELECT payload FROM objects")]


# Keys and names of SenML that every plain reading has somewhere: a unit, or a sensor's name.
# Long enough not to come up in ciphertext by chance.
PLAIN_SIGNS = (b"spo2", b"temperature", b"pulse", b"ecg-rate")


def on_the_wire(result):
    return b"".join(capture.read_bytes() for capture in captures(result))


def signs_in_payloads(payloads):
    return {sign for sign in PLAIN_SIGNS if any(sign in payload for payload in payloads)}


def test_what_the_broker_holds_is_sealed(sealed, plain):
    # The same search finds readings where they are not sealed, so it would find them here.
    assert signs_in_payloads(stored(plain))
    assert stored(sealed)
    assert not signs_in_payloads(stored(sealed))


def test_no_reading_is_plain_on_any_wire(sealed, plain):
    payloads = [p for p in stored(plain) if len(p) >= 12]
    wire = on_the_wire(plain)
    assert any(payload in wire for payload in payloads), "a plain reading is to be seen in plain"
    # The signals are the same in both runs, so a plain reading would be the same octets.
    wire = on_the_wire(sealed)
    assert not any(payload in wire for payload in payloads)
