# SPDX-License-Identifier: GPL-2.0-only
"""The program iomt-crypto: published values by its commands, and what it refuses."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

DST = "QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"

# The generators, compressed as zkcrypto does (draft-irtf-cfrg-pairing-friendly-curves, 4.2.1).
G1 = (
    "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
    "6c55e83ff97a1aeffb3af00adb22c6bb"
)
G2 = (
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
    "334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051"
    "c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)

# RFC 9380, J.9.1: message and P.x.
HASHED = {
    b"": "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4"
    "e8cf62d9c09db0fac349612b759e79a1",
    b"abc": "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3a"
    "ee664ba5379a7655d3c68900be2f6903",
    b"abcdef0123456789": "11e0b079dea29a68f0383ee94fed1b940995272407e3bb916bbf268c263ddd57"
    "a6a27200a784cbc248e84f357ce82d98",
}


@pytest.fixture(name="crypto")
def _crypto(tool: Any) -> Any:
    program = tool("iomt-crypto")

    def run(*arguments: str, code: int = 0, **more: Any) -> Any:
        done = subprocess.run(
            [program, *arguments], capture_output=True, text=True, timeout=60, check=False, **more
        )
        assert done.returncode == code, done.stderr
        return done

    return run


@pytest.mark.parametrize("message", HASHED)
def test_hash_to_g1_is_that_of_rfc_9380(crypto, message):
    point = crypto("hash-to-g1", "--dst", DST, "--msg", message.hex()).stdout.strip()
    assert len(point) == 96
    # The three uppermost bits are flags.
    assert f"{int(point, 16) & ((1 << 381) - 1):096x}" == HASHED[message]
    assert crypto("hash-to-g1", f"--dst={DST}", f"--msg={message.hex()}").stdout.strip() == point


def test_pairing_is_that_of_the_draft_and_its_cube_that_of_blst(crypto):
    exact = crypto("pairing", "--g1", G1, "--g2", G2).stdout.strip()
    assert len(exact) == 2 * 576
    assert exact[:96] == (
        "11619b45f61edfe3b47a15fac19442526ff489dcda25e59121d9931438907dfd"
        "448299a87dde3a649bdba96e84d54558"
    )
    cubed = crypto("pairing", "--g1", G1, "--g2", G2, "--cubed").stdout.strip()
    assert cubed.startswith("1250ebd871fc0a92")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["usage"]),
        (["pairng"], ["no command 'pairng'", "'pairing'"]),
        (["pairing", "--g1", G1], ["--g2 is missing"]),
        (["pairing", "--g1", G1, "--g2"], ["--g2: wants a value"]),
        (["pairing", "--g1", G1, "--g1", G1], ["--g1: given twice"]),
        (["pairing", "--g1", G1, "--gg2", G2], ["no option '--gg2'", "'--g2'"]),
        (["pairing", "--g1", G1, "--g2", G1], ["--g2: has 48 octets", "96"]),
        (["pairing", "--g1", G1[:-1] + "a", "--g2", G2], ["--g1: is no compressed point"]),
        (["pairing", "--g1", "0" + G1[1:], "--g2", G2], ["--g1: is no compressed point"]),
        (["pairing", "--g1", "xy", "--g2", G2], ["--g1"]),
        (["hash-to-g1", "--dst", "", "--msg", ""], ["--dst", "empty"]),
        (["hash-to-g1", "--dst", "D", "--msg", "abc"], ["--msg"]),
    ],
)
def test_bad_input_is_told(crypto, arguments, words):
    done = crypto(*arguments, code=2)
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_the_identity_pairs_to_one(crypto):
    one = crypto("pairing", "--g1", "c0" + 47 * "00", "--g2", G2).stdout.strip()
    assert int(one[:96], 16) == 1
    assert set(one[96:]) == {"0"}
