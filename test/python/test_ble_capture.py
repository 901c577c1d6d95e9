# SPDX-License-Identifier: GPL-2.0-only
"""What tshark, which knows nothing of this module, sees in captures of Bluetooth Low Energy."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iomt import ble_capture
from iomt.errors import BadInput

needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="no tshark installed")

PHYS = ["1M", "2M", "S8", "S2"]
# What tshark remarks on packets that are as they should be: the sniffer said the address is right;
# it does not compute the CRC of a connection itself (test_crc_of_every_packet does).
FINE = {"AccessAddress matched at capture", "CRC unchecked, not all data available"}


def tshark(capture: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["tshark", "-r", str(capture), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def fields(capture: Path, shown: str, *names: str) -> list[list[str]]:
    """Values of fields in the packets that a display filter shows."""
    wanted = [word for name in names for word in ("-e", name)]
    lines = tshark(capture, "-Y", shown, "-T", "fields", *wanted).splitlines()
    return [line.split("\t") for line in lines]


def remarks(capture: Path) -> set[str]:
    """Everything tshark finds remarkable."""
    lines = tshark(capture, "-T", "fields", "-E", "aggregator=|", "-e", "_ws.expert.message")
    return {remark for line in lines.splitlines() for remark in line.split("|") if remark} - FINE


# --- Every kind of PDU. -----------------------------------------------------------------------


@pytest.fixture(scope="module", params=PHYS)
def pdus(request: Any, tool: Callable[[str], str], tmp_path_factory: Any) -> tuple[str, Path]:
    """PHY, and a capture with a PDU of every kind on it."""
    capture = tmp_path_factory.mktemp("pdus") / f"{request.param}.pcap"
    subprocess.run([tool("iomt-ble-pdus"), str(capture), request.param], check=True)
    return request.param, capture


@needs_tshark
def test_every_pdu_is_understood(pdus: tuple[str, Path]) -> None:
    _, capture = pdus
    assert remarks(capture) == set()
    assert tshark(capture, "-Y", "_ws.malformed or btle.unknown_data or _ws.unreassembled") == ""
    seen = fields(capture, "btle.control_opcode", "btle.control_opcode", "btle_rf.pdu_type")
    # In the order of the tool; 2 is the central, 3 the peripheral.
    assert [(int(opcode, 16), int(sender)) for opcode, sender in seen] == [
        (0x08, 2), (0x09, 3), (0x0E, 3), (0x09, 2), (0x0C, 2), (0x0C, 3), (0x14, 2), (0x15, 3),
        (0x12, 2), (0x13, 3), (0x12, 2), (0x07, 3), (0x0F, 2), (0x10, 3), (0x00, 2), (0x0F, 2),
        (0x11, 3), (0x01, 2), (0x16, 2), (0x17, 3), (0x18, 2), (0x03, 2), (0x04, 3), (0x0D, 3),
        (0x03, 2), (0x04, 3), (0x05, 3), (0x06, 2), (0x06, 3), (0x0A, 2), (0x0B, 3), (0x0B, 2),
        (0x02, 2),
    ]  # fmt: skip
    assert {int(opcode, 16) for opcode, _ in seen} == set(range(0x19)), "each known opcode"


@needs_tshark
def test_connection_is_shown(pdus: tuple[str, Path]) -> None:
    _, capture = pdus
    (advertised,) = fields(
        capture, "btle.advertising_header.pdu_type == 0", "btle.advertising_address",
        "btle.advertising_header.ch_sel", "btle.advertising_header.randomized_tx",
        "btcommon.eir_ad.entry.device_name", "btcommon.eir_ad.entry.uuid_16", "btle_rf.channel",
    )  # fmt: skip
    assert advertised == ["c0:01:02:03:04:05", "1", "1", "patch", "0x1820", "12"]
    data = "btle.link_layer_data."
    names = ["access_address", "crc_init", "window_size", "window_offset", "interval", "latency",
             "timeout", "channel_map", "hop", "sleep_clock_accuracy"]  # fmt: skip
    (connected,) = fields(
        capture, "btle.advertising_header.pdu_type == 5", "btle.initiator_address",
        "btle.advertising_address", "btle.advertising_header.randomized_rx",
        *[data + name for name in names],
    )  # fmt: skip
    assert connected[:3] == ["00:11:22:33:44:55", "c0:01:02:03:04:05", "1"]
    assert connected[3] == "0x71764129" and connected[4] == "0xabcdef"
    # transmit window 2.5 ms and 13.75 ms, 50 ms, 3 events, 2 s
    assert [int(value) for value in connected[5:10]] == [2, 11, 40, 3, 200]
    assert connected[10] == "ffffffff1f" and int(connected[11]) == 9 and int(connected[12]) == 5
    # Addresses of the CONNECT_IND are known in every packet behind it.
    later = fields(capture, "btle.data_header", "btle.master_bd_addr", "btle.slave_bd_addr")
    assert len(later) == 70
    assert {tuple(pair) for pair in later} == {("00:11:22:33:44:55", "c0:01:02:03:04:05")}


@needs_tshark
@pytest.mark.parametrize("pdus", ["1M"], indirect=True)
def test_fields_of_control_pdus(pdus: tuple[str, Path]) -> None:
    _, capture = pdus
    c = "btle.control."
    expected: dict[int, dict[str, list[Any]]] = {
        0x00: {"window_size": [1], "window_offset": [7], "interval": [48], "latency": [4],
               "timeout": [300], "instant": [100]},
        0x01: {"channel_map": ["0006e0001e"], "instant": [101]},
        0x02: {"error_code": [0x13]},
        0x03: {"random_number": [0xABCDEF1234567890, 0],
               "encrypted_diversifier": [0x2474, 0],
               "master_session_key_diversifier": [0xACBDCEDFE0F10213, 1],
               "master_session_initialization_vector": [0xBADCAB24, 2]},
        0x04: {"slave_session_key_diversifier": [0x0213243546576879, 3],
               "slave_session_initialization_vector": [0xDEAFBABE, 4]},
        0x07: {"unknown_type": [0x12]},
        0x08: {"feature_set.le_encryption": [1], "feature_set.le_ping": [0],
               "feature_set.le_pkt_len_ext": [1], "feature_set.le_2m_phy": [1],
               "feature_set.le_coded_phy": [1], "feature_set.ch_sel_2": [1],
               "feature_set.extended_reject_indication": [0]},
        0x0C: {"version_number": [0x0D, 0x0D], "company_id": [0x59, 0xFFFF],
               "subversion_number": [0x1234, 0x4321]},
        0x0D: {"error_code": [0x06]},
        0x0F: {"interval.min": [24, 24], "interval.max": [48, 48], "latency": [4, 4],
               "timeout": [300, 300], "preferred_periodicity": [8, 8],
               "reference_connection_event_count": [21, 21], "offset.0": [1, 1],
               "offset.4": [5, 5], "offset.5": [0xFFFF, 0xFFFF]},
        0x10: {"interval.min": [24], "interval.max": [48], "offset.1": [2], "offset.2": [3]},
        0x11: {"reject_opcode": [0x0F], "error_code": [0x3B]},
        0x14: {"max_rx_octets": [251], "max_rx_time": [17040], "max_tx_octets": [250],
               "max_tx_time": [17000]},
        0x15: {"max_rx_octets": [27], "max_rx_time": [328], "max_tx_octets": [28],
               "max_tx_time": [2704]},
        0x16: {"tx_phys": [3], "rx_phys": [4]},
        0x17: {"tx_phys": [2], "rx_phys": [5]},
        0x18: {"m_to_s_phy": [2], "s_to_m_phy": [4], "instant": [102]},
    }  # fmt: skip
    names = sorted({c + name for values in expected.values() for name in values})
    rows = fields(capture, "btle.control_opcode", "btle.control_opcode", *names)
    truth = {"True": "1", "False": "0"}
    for opcode, values in expected.items():
        mine = [dict(zip(names, row[1:])) for row in rows if int(row[0], 16) == opcode]
        for name, wanted in values.items():
            found: list[Any] = [row[c + name] for row in mine]
            if isinstance(wanted[0], int):
                found = [int(truth.get(value, value), 0) for value in found]
            assert found == wanted, f"opcode {opcode:#04x}, {name}"


@needs_tshark
def test_phy_and_channels(pdus: tuple[str, Path]) -> None:
    phy, capture = pdus
    rows = fields(capture, "btle.data_header", "btle_rf.phy", "btle.coding_indicator",
                  "btle_rf.channel", "btle_rf.signal_dbm", "btle_rf.noise_dbm")  # fmt: skip
    number = {"1M": "0", "2M": "1", "S8": "2", "S2": "2"}[phy]
    indicator = {"S8": "0", "S2": "1"}.get(phy, "")
    for row in rows:
        assert row[0] == number and row[3:] == ["-60", "-96"]
        assert row[1] == indicator if indicator == "" else int(row[1], 0) == int(indicator)
    # Both packets of an event on its channel; no two advertising channels; not always the same.
    channels = [int(row[2]) for row in rows]
    assert channels[::2] == channels[1::2]
    assert not {0, 12, 39} & set(channels)
    assert len(set(channels)) > 10


@needs_tshark
def test_fragments_are_put_together(pdus: tuple[str, Path]) -> None:
    _, capture = pdus
    (row,) = fields(capture, "btatt", "btatt.opcode", "btatt.handle", "btatt.value")
    assert [int(row[0], 0), int(row[1], 0), row[2]] == [0x1B, 0x10, "010203040506"]


def test_crc_of_every_packet(pdus: tuple[str, Path]) -> None:
    _, packets = ble_capture.read(pdus[1])
    assert len(packets) == 72
    for packet in packets:
        advertising = packet.access_address == ble_capture.ADVERTISING
        assert ble_capture.crc24(0x555555 if advertising else 0xABCDEF, packet.pdu) == packet.crc


# --- A link of the simulation, from the first packet to the last. -----------------------------

READING = b"spo2 = 97 %, pulse = 61 /min, temperature = 36.6 degrees"


class Link:
    """A capture of iomt-ble-link, and what the ends of the link know."""

    def __init__(
        self, program: str, folder: Path, security: str, phy: str, metres: int = 1
    ) -> None:
        self.security, self.phy = security, phy
        self.capture = folder / "link.pcap"
        done = subprocess.run(
            [program, str(self.capture), security, phy, str(metres)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout)
        self.received: int = told["received"]
        self.key = bytes.fromhex(told.get("key", ""))
        self.plain = self.capture
        if self.key:
            self.plain = folder / "plain.pcap"
            self.outcome = ble_capture.decrypt(self.capture, self.plain, [bytes(16), self.key])


SECURE = [("bonded", phy) for phy in PHYS] + [("just-works", "1M"), ("numeric-comparison", "2M")]


def make_link(request: Any, tool: Callable[[str], str], tmp_path_factory: Any) -> Link:
    pytest.importorskip("cryptography")
    return Link(tool("iomt-ble-link"), tmp_path_factory.mktemp("link"), *request.param)


link = pytest.fixture(scope="module", params=[("none", "1M"), *SECURE])(make_link)
# At the edge of what the receiver can hear.
far_link = pytest.fixture(scope="module", params=[("bonded", "1M", 69)])(make_link)


@needs_tshark
def test_link_without_objection(link: Link) -> None:
    """Order of procedures, sequence numbers, CRCs, reassembly, 6LoWPAN: nothing is wrong."""
    assert link.received == 4
    # The last packet of an event may be lost on the way, and is then sent again.
    assert remarks(link.plain) - {"Retransmission"} == set()
    assert tshark(link.plain, "-Y", "_ws.malformed or _ws.unreassembled or btle.nack") == ""


@needs_tshark
def test_readings_are_in_the_capture(link: Link) -> None:
    payloads = fields(link.plain, "udp.dstport == 40000", "udp.payload")
    assert len(payloads) == 4
    for (payload,) in payloads:
        assert bytes.fromhex(payload.replace(":", "")).startswith(READING)
    if link.key:
        assert tshark(link.capture, "-Y", "udp or ipv6 or btl2cap.cid > 0x3f") == ""
        assert READING[:20] not in link.capture.read_bytes()


@needs_tshark
def test_encryption_is_complete(link: Link) -> None:
    if not link.key:
        assert fields(link.capture, "btle.control_opcode == 3", "btle.control_opcode") == []
        return
    assert link.outcome.closed == 0 and link.outcome.opened > 10
    rows = fields(link.plain, "btle.control_opcode == 5", "frame.number")
    first = int(rows[0][0])
    # From then on every packet that says anything was sealed.
    sealed = f"frame.number > {first} and btle.data_header.length > 0"
    assert tshark(link.plain, "-Y", f"{sealed} and btle_rf.flags.decrypted == 0") == ""
    assert tshark(link.plain, "-Y", f"{sealed} and btle_rf.flags.mic_valid == 0") == ""


@needs_tshark
def test_pairing_is_shown(link: Link) -> None:
    opcodes = [int(row[0], 0) for row in fields(link.capture, "btsmp", "btsmp.opcode")]
    if link.security in ("none", "bonded"):
        assert opcodes == []
        return
    # Request, Response, Public Keys, Confirm, Randoms, DHKey Checks (Vol 3, Part H, 2.3.5.6)
    wanted = [0x01, 0x02, 0x0C, 0x0C, 0x03, 0x04, 0x04, 0x0D, 0x0D]
    once = [
        int(row[0], 0)
        for row in fields(link.capture, "btsmp and not btle.retransmit", "btsmp.opcode")
    ]
    assert once == wanted


def test_timing_of_the_air(link: Link) -> None:
    """The second packet of an exchange starts T_IFS after the first ends; more only after MD."""
    _, packets = ble_capture.read(link.capture)
    data = [p for p in packets if p.access_address != ble_capture.ADVERTISING]
    assert len(data) > 100

    def start_ns(packet: ble_capture.Packet) -> int:
        return packet.time[0] * 1_000_000_000 + packet.time[1]

    def end_ns(packet: ble_capture.Packet) -> int:
        octets = len(packet.pdu)
        mode = packet.flags >> 14
        if mode == 2:
            s = 2 if packet.data[14] & 1 else 8
            return start_ns(packet) + (376 + (octets + 3) * 8 * s + 3 * s) * 1000
        each, preamble = (4, 2) if mode == 1 else (8, 1)
        return start_ns(packet) + (preamble + 4 + octets + 3) * each * 1000

    answers = 0
    for earlier, later in zip(data, data[1:]):
        gap = start_ns(later) - end_ns(earlier)
        assert gap > 0
        same_event = gap < 1_000_000
        if later.sender == 3:
            assert earlier.sender == 2 and same_event
        if same_event:
            # What the other end sent is stamped with its arrival: 1 m takes 3 ns.
            assert abs(gap - 150_000) <= 2_000
            assert earlier.data[0] == later.data[0], "an event stays on its channel"
            answers += 1
    assert answers > 50


def test_an_event_ends_with_its_data(link: Link) -> None:
    """Neither end has set MD: the peripheral's packet is the last (Vol 6, Part B, 4.5.6)."""
    _, packets = ble_capture.read(link.capture)
    data = [p for p in packets if p.access_address != ble_capture.ADVERTISING]
    for central, peripheral, later in zip(data, data[1:], data[2:]):
        if (central.sender, peripheral.sender, later.sender) != (2, 3, 2):
            continue
        apart = (later.time[0] - peripheral.time[0]) * 1_000_000_000 + (
            later.time[1] - peripheral.time[1]
        )
        if apart < 20_000_000 and later.data[0] == peripheral.data[0]:
            more = (central.pdu[0] | peripheral.pdu[0]) & 0x10
            assert more, f"{later.time} follows although neither end has more data"


@needs_tshark
def test_losses_are_made_good(far_link: Link, tmp_path: Path) -> None:
    """Packets are damaged, not acknowledged and sent again; still nothing is out of order."""
    assert far_link.received == 4
    assert far_link.outcome.closed == 0
    damaged = {"Incorrect CRC", "Not acknowledged", "Retransmission"}
    assert remarks(far_link.plain) == damaged
    assert len(fields(far_link.plain, "btle.crc.incorrect", "frame.number")) > 5
    # What is left without them is what was sent once and for all.
    header, packets = ble_capture.read(far_link.plain)
    clean = tmp_path / "clean.pcap"
    ble_capture.write(clean, header, ble_capture.once(packets))
    again = tmp_path / "again.pcap"
    key = far_link.key.hex()
    assert ble_capture.main(["--once", str(far_link.capture), str(again), key]) == 0
    assert again.read_bytes() == clean.read_bytes()
    assert remarks(clean) == set()
    payloads = fields(clean, "udp.dstport == 40000", "udp.payload")
    assert len(payloads) == 4
    for (payload,) in payloads:
        assert bytes.fromhex(payload.replace(":", "")).startswith(READING)


def test_crc_of_the_link(link: Link) -> None:
    for capture in {link.capture, link.plain}:
        _, packets = ble_capture.read(capture)
        (connect,) = {p.pdu[18:21] for p in packets if p.pdu[0] & 15 == 5 and len(p.pdu) == 36}
        for packet in packets:
            advertising = packet.access_address == ble_capture.ADVERTISING
            init = 0x555555 if advertising else int.from_bytes(connect, "little")
            assert ble_capture.crc24(init, packet.pdu) == packet.crc


# --- Taking off encryption. -------------------------------------------------------------------


def test_sample_data_of_the_core() -> None:
    """Core 5.4, Vol 6, Part C, 1: session key, LL_START_ENC_RSP of both, first data PDUs."""
    pytest.importorskip("cryptography")
    key = ble_capture.session_key(
        bytes.fromhex("4c68384139f574d836bcf34e9dfb01bf"),
        bytes.fromhex("1302f1e0dfcebdac"),
        bytes.fromhex("7968574635241302"),
    )
    assert key.hex() == "99ad1b5226a37e3e058e3b8e27c2c666"
    iv = bytes.fromhex("24abdcbabebaafde")
    central = bytes.fromhex("0f059fcda7f448")
    assert ble_capture.open_pdu(key, iv, 0, True, central) == b"\x06"
    peripheral = bytes.fromhex("0705a34c13a415")
    assert ble_capture.open_pdu(key, iv, 0, False, peripheral) == b"\x06"
    assert ble_capture.open_pdu(key, iv, 0, True, peripheral) is None
    assert ble_capture.open_pdu(key, iv, 1, True, central) is None
    assert ble_capture.open_pdu(key, iv, 0, True, b"\x0c" + central[1:]) is None, "LLID is sealed"
    assert ble_capture.open_pdu(key, iv, 0, True, b"\x13" + central[1:]) == b"\x06", "MD is not"


@pytest.mark.parametrize("link", [("bonded", "1M")], indirect=True)
def test_wrong_key_opens_nothing(link: Link, tmp_path: Path) -> None:
    output = tmp_path / "out.pcap"
    outcome = ble_capture.decrypt(link.capture, output, [bytes(range(16))])
    assert outcome.opened == 0 and outcome.closed == link.outcome.opened
    assert output.read_bytes() == link.capture.read_bytes()


def test_bad_captures_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capture = tmp_path / "in.pcap"
    for octets, word in [
        (b"", "no pcap"),
        (b"nonsense" * 10, "no pcap"),
        (bytes.fromhex("4d3cb2a1020004000000000000000000ffff0000e5000000"), "link type 229"),
    ]:
        capture.write_bytes(octets)
        with pytest.raises(BadInput, match=word):
            ble_capture.decrypt(capture, tmp_path / "out.pcap", [])
    with pytest.raises(BadInput, match="15 octets"):
        ble_capture.decrypt(capture, tmp_path / "out.pcap", [bytes(15)])
    with pytest.raises(SystemExit):
        ble_capture.main([])
    assert ble_capture.main([str(capture), str(tmp_path / "out"), "00" * 16]) == 2
    assert ble_capture.main([str(tmp_path / "none"), str(tmp_path / "out"), "00" * 16]) == 2
    assert ble_capture.main([str(capture), str(tmp_path / "out"), "no key"]) == 2
    assert "link type" in capsys.readouterr().err


@pytest.mark.parametrize("link", [("bonded", "1M")], indirect=True)
def test_damaged_captures_never_crash(link: Link, tmp_path: Path) -> None:
    header, packets = ble_capture.read(link.capture)
    damaged = tmp_path / "in.pcap"
    for cut in range(14, 40):
        some = [
            ble_capture.Packet(p.time, p.data[: cut if i % 3 else None])
            for i, p in enumerate(packets)
        ]
        ble_capture.write(damaged, header, some)
        ble_capture.decrypt(damaged, tmp_path / "out.pcap", [link.key])
    octets = link.capture.read_bytes()
    damaged.write_bytes(octets[:-5])
    ble_capture.decrypt(damaged, tmp_path / "out.pcap", [link.key])
    assert len(ble_capture.read(tmp_path / "out.pcap")[1]) == len(packets) - 1
