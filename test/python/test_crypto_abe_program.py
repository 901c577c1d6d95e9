# SPDX-License-Identifier: GPL-2.0-only
"""`iomt-crypto abe`: files encrypted for some, read by them and nobody else."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

POLICY = "(role:doctor and dept:cardiology) or 2 of (role:nurse, ward:3, shift:night)"
DOCTOR = "role:doctor, dept:cardiology"
NURSE = "role:nurse, ward:3"
CLEANER = "role:cleaner, ward:3"
UNIVERSE = "role:doctor,dept:cardiology,role:nurse,ward:3,shift:night,role:cleaner"
MESSAGE = b"SpO2 97 %\0\xff"

CP = ["fabeo-cp", "bsw07"]
KP = ["fabeo-kp", "gpsw06"]


class Clinic:
    """An authority and its files."""

    def __init__(self, program: str, folder: Path, scheme: str, *setup: str) -> None:
        self._program = program
        self.folder = folder
        self.in_key = scheme in KP
        (folder / "plain").write_bytes(MESSAGE)
        universe = ["--universe", UNIVERSE] if scheme == "gpsw06" else []
        files = ["--public", "pk", "--master", "mk"]
        self.run("setup", "--scheme", scheme, *files, *universe, *setup)

    def run(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [self._program, "abe", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    def key(self, name: str, label: str, *more: str) -> None:
        option = "--policy" if self.in_key else "--attributes"
        self.run("keygen", "--master", "mk", option, label, "--out", name, *more)

    def encrypt(self, label: str, *more: str) -> None:
        option = "--attributes" if self.in_key else "--policy"
        files = ["--in", "plain", "--out", "sealed"]
        self.run("encrypt", "--public", "pk", option, label, *files, *more)

    def decrypt(self, name: str, *more: str, code: int = 0) -> str:
        return self.run(
            "decrypt", "--key", name, "--in", "sealed", "--out", "opened", *more, code=code
        )


@pytest.fixture(name="clinic")
def _clinic(tool: Any, tmp_path: Path) -> Any:
    return lambda scheme, *setup: Clinic(tool("iomt-crypto"), tmp_path, scheme, *setup)


@pytest.mark.parametrize("scheme", CP)
def test_the_policy_of_a_ciphertext_says_who_reads_it(clinic, scheme):
    files = clinic(scheme)
    files.encrypt(POLICY, "--suite", "aes-128-ccm", "--aad", "0102")
    for name, attributes in (("doctor", DOCTOR), ("nurse", NURSE)):
        files.key(name, attributes)
        files.decrypt(name, "--aad", "0102")
        assert (files.folder / "opened").read_bytes() == MESSAGE
        (files.folder / "opened").unlink()
    files.key("cleaner", CLEANER)
    assert "does not open" in files.decrypt("cleaner", "--aad", "0102", code=1)
    assert "does not open" in files.decrypt("doctor", code=1)
    assert not (files.folder / "opened").exists()
    assert "role:doctor and dept:cardiology" in files.run("show", "--in", "sealed")


@pytest.mark.parametrize("scheme", KP)
def test_the_policy_of_a_key_says_what_it_reads(clinic, scheme):
    files = clinic(scheme)
    files.key("key", POLICY)
    files.encrypt(NURSE)
    files.decrypt("key")
    assert (files.folder / "opened").read_bytes() == MESSAGE
    files.encrypt(CLEANER)
    assert "does not open" in files.decrypt("key", code=1)


@pytest.mark.parametrize("scheme", [*CP, *KP])
def test_keys_expire(clinic, scheme):
    all_epochs = ["--epochs", "2026-11,2026-12"] if scheme == "gpsw06" else []
    files = clinic(scheme, "--expiring", *all_epochs)
    files.key("key", "role:nurse", "--epochs", "2026-11")
    files.encrypt("role:nurse", "--epoch", "2026-11")
    files.decrypt("key")
    files.encrypt("role:nurse", "--epoch", "2026-12")
    files.decrypt("key", code=1)


def test_a_changed_ciphertext_does_not_open(clinic):
    files = clinic("fabeo-cp")
    files.key("doctor", DOCTOR)
    files.encrypt(POLICY)
    sealed = (files.folder / "sealed").read_bytes()
    for at in (0, 3, 20, len(sealed) // 2, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[at] ^= 1
        (files.folder / "sealed").write_bytes(changed)
        files.decrypt("doctor", code=1)
    (files.folder / "sealed").write_bytes(sealed[:-1])
    files.decrypt("doctor", code=1)


def test_a_seed_repeats_and_its_absence_does_not(clinic):
    files = clinic("fabeo-cp", "--seed", "lesson 1")
    public = (files.folder / "pk").read_bytes()
    clinic("fabeo-cp", "--seed", "lesson 1")
    assert (files.folder / "pk").read_bytes() == public
    clinic("fabeo-cp", "--seed", "lesson 2")
    assert (files.folder / "pk").read_bytes() != public
    files.encrypt(POLICY)
    once = (files.folder / "sealed").read_bytes()
    files.encrypt(POLICY)
    assert (files.folder / "sealed").read_bytes() != once


def test_secret_keys_are_for_their_owner(clinic):
    files = clinic("fabeo-cp")
    files.key("doctor", DOCTOR)
    for name in ("mk", "doctor"):
        assert stat.S_IMODE((files.folder / name).stat().st_mode) == 0o600


def test_bad_input_is_told(clinic):
    files = clinic("fabeo-cp")
    told = files.run("setup", "--scheme", "fabeo", "--public", "a", "--master", "b", code=2)
    assert "unknown attribute-based scheme 'fabeo'" in told and "fabeo-cp" in told
    told = files.run("keygen", "--master", "mk", "--policy", POLICY, "--out", "k", code=2)
    assert "policy in the ciphertext" in told and "--attributes" in told
    told = files.run("keygen", "--master", "pk", "--attributes", DOCTOR, "--out", "k", code=2)
    assert "pk is no master key" in told
    files.key("doctor", DOCTOR)
    encrypt = ["encrypt", "--public", "pk", "--in", "plain", "--out", "sealed"]
    assert "column" in files.run(*encrypt, "--policy", "a and", code=2)
    assert "--policy is missing" in files.run(*encrypt, code=2)
    assert "suite" in files.run(*encrypt, "--policy", "a", "--suite", "rot13", code=2)
    missing = ["decrypt", "--key", "doctor", "--in", "no-such-file", "--out", "x"]
    assert "no-such-file: No such file" in files.run(*missing, code=1)
    assert "did you mean 'decrypt'" in files.run("decrpt", code=2)
