# SPDX-License-Identifier: GPL-2.0-only
"""What we write as SenML and COSE, read by cbor2 and opened by OpenSSL (python3-cryptography)."""

from __future__ import annotations

import hmac
import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

cbor2 = pytest.importorskip("cbor2")

COSE_ALGORITHMS = {
    "aes-128-gcm": 1,
    "aes-192-gcm": 2,
    "aes-256-gcm": 3,
    "aes-128-ccm": 10,
    "aes-192-ccm": -65601,
    "aes-256-ccm": 11,
    "des-cbc": -65602,
    "3des-cbc": -65603,
}


@pytest.fixture(scope="module")
def messages(tool: Callable[[str], str]) -> list[dict[str, Any]]:
    done = subprocess.run([tool("iomt-message")], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_kind(messages: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    chosen = [message for message in messages if message["kind"] == kind]
    assert chosen
    return chosen


def test_senml_reads_as_written(messages: list[dict[str, Any]]) -> None:
    for message in of_kind(messages, "senml"):
        records = cbor2.loads(bytes.fromhex(message["hex"]))
        assert len(records) == len(message["records"])
        for record, expected in zip(records, message["records"], strict=True):
            named = {
                str(label): value.hex() if isinstance(value, bytes) else value
                for label, value in record.items()
            }
            assert named == expected


def test_senml_is_in_preferred_serialisation(messages: list[dict[str, Any]]) -> None:
    for message in of_kind(messages, "senml"):
        written = bytes.fromhex(message["hex"])
        # cbor2's canonical form sorts keys, so lengths are compared, not octets. It keeps 97.0 a
        # float where SenML allows the integer, which is never longer.
        assert len(written) <= len(cbor2.dumps(cbor2.loads(written), canonical=True))


def test_sealed_objects_have_the_structure_of_rfc_9052(messages: list[dict[str, Any]]) -> None:
    for message in of_kind(messages, "sealed"):
        if message["suite"] == "none":
            assert message["hex"] == message["plaintext"]
            assert message["contentFormat"] == message["innerFormat"]
            continue
        assert message["contentFormat"] == 16
        protected, unprotected, ciphertext = cbor2.loads(bytes.fromhex(message["hex"]))
        headers = {1: COSE_ALGORITHMS[message["suite"]]}
        if message["innerFormat"] != 112:
            headers[3] = message["innerFormat"]
        assert cbor2.loads(protected) == headers
        assert set(unprotected) == {4, 6}
        assert unprotected[4].hex() == message["kid"]
        assert int.from_bytes(unprotected[6], "big") == message["sequence"]
        assert not unprotected[6].startswith(b"\0")
        tag = 8 if message["suite"].endswith("-ccm") else 16
        size = len(message["plaintext"]) // 2
        if "des" in message["suite"]:
            size += 8 - size % 8
        assert len(ciphertext) == size + tag


def test_sealed_objects_open_elsewhere(messages: list[dict[str, Any]]) -> None:
    aead = pytest.importorskip("cryptography.hazmat.primitives.ciphers.aead")
    for message in of_kind(messages, "sealed"):
        if message["suite"] == "none":
            continue
        protected, unprotected, ciphertext = cbor2.loads(bytes.fromhex(message["hex"]))
        iv = bytes.fromhex(message["commonIv"])
        padded = unprotected[6].rjust(len(iv), b"\0")
        nonce = bytes(a ^ b for a, b in zip(iv, padded, strict=True))
        aad = cbor2.dumps(["Encrypt0", protected, message["topic"].encode()])
        key = bytes.fromhex(message["key"])
        if message["suite"].endswith("-ccm"):
            plaintext = aead.AESCCM(key, tag_length=8).decrypt(nonce, ciphertext, aad)
        elif message["suite"].endswith("-gcm"):
            plaintext = aead.AESGCM(key).decrypt(nonce, ciphertext, aad)
        else:
            plaintext = open_des(key, nonce, ciphertext, aad)
        assert plaintext.hex() == message["plaintext"]


def open_des(key: bytes, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
    """DES or triple DES in CBC, authenticated by HMAC-SHA256, as cipher-des-hmac.cc documents."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes
    from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES

    ciphertext, tag = sealed[:-16], sealed[-16:]
    authenticated = aad + nonce + ciphertext + (8 * len(aad)).to_bytes(8, "big")
    assert hmac.new(key[:32], authenticated, "sha256").digest()[:16] == tag
    # Single DES is triple DES under the same key three times.
    des = key[32:] * (3 if len(key) == 40 else 1)
    block = Cipher(TripleDES(des), modes.ECB()).encryptor()  # noqa: S305
    opened = Cipher(TripleDES(des), modes.CBC(block.update(nonce))).decryptor().update(ciphertext)
    return opened[: -opened[-1]]


def test_signatures_verify_elsewhere(messages: list[dict[str, Any]]) -> None:
    ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    for message in of_kind(messages, "sign1"):
        tagged = cbor2.loads(bytes.fromhex(message["hex"]))
        assert tagged.tag == 18
        protected, unprotected, payload, signature = tagged.value
        assert cbor2.loads(protected) == {1: -7}
        assert unprotected == {4: bytes.fromhex(message["kid"])}
        assert payload.hex() == message["payload"]
        assert json.loads(payload)["resourceType"] == "MedicationRequest"
        external = bytes.fromhex(message["externalAad"])
        signed = cbor2.dumps(["Signature1", protected, external, payload])
        point = bytes.fromhex("04" + message["publicKey"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        der = encode_dss_signature(
            int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        )
        key.verify(der, signed, ec.ECDSA(SHA256()))
