# SPDX-License-Identifier: GPL-2.0-only
"""Takes the encryption off captures of Bluetooth Low Energy, given the keys: Wireshark cannot.

    python3 -m iomt.ble_capture [--once] CAPTURE OUTPUT [KEY...]

A key is the long term key of a link, 32 hexadecimal digits, most significant octet first. The
capture must hold the start of encryption (LL_ENC_REQ, LL_ENC_RSP), as captures of a simulation do.
Packets that were opened lose their MIC, get the CRC they would have had without it, and are marked
"decrypted". With --once, damaged packets and repetitions are left out, over which Wireshark's
reassembly stumbles.

After the Core specification 5.4, Vol 6, Part B, 2.4 and Part E, with OpenSSL's ciphers (Debian
package python3-cryptography); nothing is shared with the simulator.
"""

from __future__ import annotations

import argparse
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from .errors import BadInput

LINK_TYPE = 256
_SUMMARY = "Take the encryption off a capture of Bluetooth LE."
ADVERTISING = 0x8E89BED6
# Flags of the pseudo header of LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR.
_DECRYPTED = 0x0008
_PDU_TYPE_SHIFT, _PHY_SHIFT = 7, 14
_CRC_CHECKED, _CRC_VALID = 0x0400, 0x0800
_MIC_CHECKED, _MIC_VALID = 0x1000, 0x2000
_CENTRAL, _PERIPHERAL = 2, 3
_PSEUDO_HEADER, _ACCESS_ADDRESS, _CRC, _MIC = 10, 4, 3, 4
_CONTROL = 3
_MAGIC = {b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\x3c\x4d": ">", b"\xd4\xc3\xb2\xa1": "<"}
_MAGIC[b"\xa1\xb2\xc3\xd4"] = ">"
# Packets a sniffer may have missed between two that it heard.
_SEARCH = 8


@dataclass
class Packet:
    """A packet of a capture."""

    time: tuple[int, int]  # seconds, and micro- or nanoseconds as the file has them
    data: bytes  # with the pseudo header

    @property
    def flags(self) -> int:
        return int.from_bytes(self.data[8:10], "little")

    @property
    def sender(self) -> int:
        """2 for the central of a connection, 3 for its peripheral."""
        return self.flags >> _PDU_TYPE_SHIFT & 7

    @property
    def access_address(self) -> int:
        return int.from_bytes(self.data[_PSEUDO_HEADER : _PSEUDO_HEADER + 4], "little")

    @property
    def start(self) -> int:
        """Where the PDU begins; LE Coded has a coding indicator before it."""
        coded = self.flags >> _PHY_SHIFT == 2
        return _PSEUDO_HEADER + _ACCESS_ADDRESS + (1 if coded else 0)

    @property
    def pdu(self) -> bytes:
        """Header and payload, with MIC if there is one, without CRC."""
        return self.data[self.start : -_CRC]

    @property
    def crc(self) -> int:
        return int.from_bytes(self.data[-_CRC:], "little")

    @property
    def whole(self) -> bool:
        """Is it as long as it says, and not known to be damaged?"""
        damaged = self.flags & (_CRC_CHECKED | _CRC_VALID) == _CRC_CHECKED
        return len(self.pdu) >= 2 and len(self.pdu) == 2 + self.pdu[1] and not damaged


def read(path: Path) -> tuple[bytes, list[Packet]]:
    """Read a capture.

    :return: the file's header, and its packets
    :raises BadInput: it is no capture of Bluetooth Low Energy
    """
    octets = path.read_bytes()
    order = _MAGIC.get(octets[:4])
    if order is None or len(octets) < 24:
        raise BadInput(f"{path} is no pcap file")
    (link_type,) = struct.unpack_from(order + "I", octets, 20)
    if link_type != LINK_TYPE:
        raise BadInput(f"{path} has link type {link_type}, not {LINK_TYPE} (Bluetooth LE)")
    packets, at = [], 24
    while at + 16 <= len(octets):
        seconds, fraction, size, _ = struct.unpack_from(order + "IIII", octets, at)
        data = octets[at + 16 : at + 16 + size]
        if len(data) < size:
            break  # cut off while it was written
        packets.append(Packet((seconds, fraction), data))
        at += 16 + size
    return octets[:24], packets


def write(path: Path, header: bytes, packets: Iterable[Packet]) -> None:
    """Write a capture with the header of another."""
    order = _MAGIC[header[:4]]
    with path.open("wb") as file:
        file.write(header)
        for packet in packets:
            size = len(packet.data)
            file.write(struct.pack(order + "IIII", *packet.time, size, size) + packet.data)


def once(packets: Iterable[Packet]) -> Iterator[Packet]:
    """Leave out damaged packets and repetitions, over which Wireshark's reassembly stumbles."""
    last: dict[tuple[int, int], int] = {}
    for packet in packets:
        if not packet.whole:
            continue
        if packet.access_address != ADVERTISING:
            sequence = packet.pdu[0] >> 3 & 1
            way = packet.access_address, packet.sender
            if last.get(way) == sequence:
                continue
            last[way] = sequence
        yield packet


def crc24(init: int, data: bytes) -> int:
    """CRC of a PDU, whose least significant octet is sent first (Vol 6, Part B, 3.1.1)."""
    register = int(f"{init & 0xFFFFFF:024b}"[::-1], 2)
    for octet in data:
        register ^= octet
        for _ in range(8):
            register = register >> 1 ^ (0xDA6000 if register & 1 else 0)
    return register


def session_key(key: bytes, skd_central: bytes, skd_peripheral: bytes) -> bytes:
    """Key of a link's encryption (Vol 6, Part B, 5.1.3.1).

    :param key: long term key, most significant octet first
    :param skd_central: from LL_ENC_REQ, as sent
    :param skd_peripheral: from LL_ENC_RSP, as sent
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update((skd_central + skd_peripheral)[::-1]) + encryptor.finalize()


def open_pdu(
    key: bytes, iv: bytes, counter: int, from_central: bool, pdu: bytes
) -> Optional[bytes]:
    """Open the payload of one PDU (Vol 6, Part E, 2).

    :param key: session key
    :param iv: of the central, then of the peripheral, as sent
    :param counter: packetCounter of its direction
    :param pdu: header, payload, MIC
    :return: payload; None if the MIC is wrong
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESCCM

    nonce = (counter | from_central << 39).to_bytes(5, "little") + iv
    try:
        # NESN, SN and MD may differ in a retransmission: they count as 0.
        return AESCCM(key, tag_length=_MIC).decrypt(nonce, pdu[2:], bytes([pdu[0] & 0xE3]))
    except InvalidTag:
        return None


@dataclass
class _Direction:
    counter: int = 0
    encrypted: bool = False
    last_sn: Optional[int] = None
    last: Optional[bytes] = None  # payload of the last PDU opened, for its retransmissions


@dataclass
class _Link:
    crc_init: int
    directions: dict[int, _Direction] = field(
        default_factory=lambda: {_CENTRAL: _Direction(), _PERIPHERAL: _Direction()}
    )
    skd: dict[int, bytes] = field(default_factory=dict)
    iv: dict[int, bytes] = field(default_factory=dict)
    keys: list[bytes] = field(default_factory=list)  # session keys that may be the link's


@dataclass
class Outcome:
    """How many encrypted PDUs there were."""

    opened: int = 0
    closed: int = 0  # none of the keys fits


def decrypt(capture: Path, output: Path, keys: Iterable[bytes]) -> Outcome:
    """Write a capture as it would be without encryption.

    :param keys: long term keys, most significant octet first
    :raises BadInput: `capture` is none of BLE, or a key does not have 16 octets
    """
    known = list(keys)
    for key in known:
        if len(key) != 16:
            raise BadInput(f"a key has {len(key)} octets, not 16")
    header, packets = read(capture)
    outcome = Outcome()
    write(output, header, _opened(packets, known, outcome))
    return outcome


def _opened(packets: Iterable[Packet], keys: list[bytes], outcome: Outcome) -> Iterator[Packet]:
    links: dict[int, _Link] = {}
    for packet in packets:
        if packet.whole and packet.access_address == ADVERTISING:
            _connect(links, packet.pdu)
        link = links.get(packet.access_address)
        if not packet.whole or link is None or packet.sender not in link.directions:
            yield packet
            continue
        yield _follow(link, packet, keys, outcome)


def _connect(links: dict[int, _Link], pdu: bytes) -> None:
    """Take note of a CONNECT_IND."""
    if pdu[0] & 0x0F == 5 and len(pdu) == 36:
        access_address = int.from_bytes(pdu[14:18], "little")
        links[access_address] = _Link(int.from_bytes(pdu[18:21], "little"))


def _follow(link: _Link, packet: Packet, keys: list[bytes], outcome: Outcome) -> Packet:
    """A data PDU: open it if it is encrypted, and see what it changes."""
    direction = link.directions[packet.sender]
    pdu = packet.pdu
    sequence = pdu[0] >> 3 & 1
    again = sequence == direction.last_sn
    direction.last_sn = sequence
    if again and direction.last is not None and len(pdu) > 2:
        outcome.opened += 1
        return _plain(link, packet, direction.last)
    if not again:
        direction.last = None
    if not direction.encrypted or len(pdu) == 2:
        if not again and pdu[0] & 3 == _CONTROL:
            _control(link, packet.sender, pdu[2:], keys)
        return packet
    payload = _open(link, packet.sender, pdu)
    if payload is None:
        outcome.closed += 1
        return packet
    outcome.opened += 1
    direction.last = payload
    if pdu[0] & 3 == _CONTROL:
        _control(link, packet.sender, payload, keys)
    return _plain(link, packet, payload)


def _open(link: _Link, sender: int, pdu: bytes) -> Optional[bytes]:
    direction = link.directions[sender]
    iv = link.iv.get(_CENTRAL, b"") + link.iv.get(_PERIPHERAL, b"")
    for counter in range(direction.counter, direction.counter + _SEARCH):
        for key in link.keys:
            payload = open_pdu(key, iv, counter, sender == _CENTRAL, pdu)
            if payload is not None:
                direction.counter = counter + 1
                link.keys = [key]
                return payload
    return None


def _control(link: _Link, sender: int, payload: bytes, keys: list[bytes]) -> None:
    """What LL control PDUs change about encryption (Vol 6, Part B, 5.1.3)."""
    opcode = payload[0] if payload else None
    if opcode == 0x03 and len(payload) == 23:  # LL_ENC_REQ
        link.skd[_CENTRAL], link.iv[_CENTRAL] = payload[11:19], payload[19:23]
    elif opcode == 0x04 and len(payload) == 13:  # LL_ENC_RSP
        link.skd[_PERIPHERAL], link.iv[_PERIPHERAL] = payload[1:9], payload[9:13]
    elif opcode == 0x05 and link.skd.keys() == link.directions.keys():  # LL_START_ENC_REQ
        link.keys = [session_key(key, link.skd[_CENTRAL], link.skd[_PERIPHERAL]) for key in keys]
        for direction in link.directions.values():
            direction.encrypted, direction.counter = True, 0
    elif opcode == 0x0B and sender == _PERIPHERAL:  # LL_PAUSE_ENC_RSP
        for direction in link.directions.values():
            direction.encrypted = False


def _plain(link: _Link, packet: Packet, payload: bytes) -> Packet:
    """The packet as it would be without encryption."""
    pdu = bytes([packet.pdu[0], len(payload)]) + payload
    flags = packet.flags | _DECRYPTED | _MIC_CHECKED | _MIC_VALID
    data = packet.data[:8] + flags.to_bytes(2, "little") + packet.data[10 : packet.start]
    return Packet(packet.time, data + pdu + crc24(link.crc_init, pdu).to_bytes(_CRC, "little"))


def main(arguments: list[str]) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m iomt.ble_capture", description=_SUMMARY)
    parser.add_argument("--once", action="store_true", help="leave out damage and repetitions")
    parser.add_argument("capture", type=Path, help="a pcap file of Bluetooth LE, link type 256")
    parser.add_argument("output", type=Path, help="the pcap file to write")
    parser.add_argument("key", nargs="*", help="long term key, 32 hexadecimal digits")
    given = parser.parse_args(arguments)
    try:
        keys = [bytes.fromhex(key) for key in given.key]
        outcome = decrypt(given.capture, given.output, keys)
        if given.once:
            header, packets = read(given.output)
            write(given.output, header, once(packets))
    except ImportError:
        print("python3-cryptography is not installed", file=sys.stderr)
        return 1
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{outcome.opened} PDUs opened, {outcome.closed} that no key fits")
    return 0 if outcome.closed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
