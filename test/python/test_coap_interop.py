# SPDX-License-Identifier: GPL-2.0-only
"""Our CoAP against libcoap's programs (Debian package libcoap3-bin) over UDP on [::1]."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

COAP_CLIENT = shutil.which("coap-client-notls") or shutil.which("coap-client")
COAP_SERVER = shutil.which("coap-server-notls") or shutil.which("coap-server")

needs_libcoap = pytest.mark.skipif(
    not COAP_CLIENT or not COAP_SERVER, reason="libcoap3-bin is not installed"
)


def free_port() -> int:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        probe.bind(("::1", 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(timeout=20)
    if process.stdout:
        process.stdout.close()


@pytest.fixture
def our_server(tool: Callable[[str], str]) -> Iterator[int]:
    """Port of iomt-coap as a server."""
    port = free_port()
    process = subprocess.Popen(
        [tool("iomt-coap"), "server", str(port), "100"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    yield port
    stop(process)


@pytest.fixture
def their_server() -> Iterator[int]:
    """Port of libcoap's example server."""
    port = free_port()
    assert COAP_SERVER
    process = subprocess.Popen(
        # -d: resources may be made by PUT.
        [COAP_SERVER, "-A", "::1", "-p", str(port), "-d", "10"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    time.sleep(0.5)
    assert process.poll() is None, "coap-server did not start"
    yield port
    stop(process)


def their_client(port: int, path: str, *options: str, wait: int = 10) -> str:
    assert COAP_CLIENT
    done = subprocess.run(
        [COAP_CLIENT, "-B", str(wait), *options, f"coap://[::1]:{port}/{path}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


@needs_libcoap
@pytest.mark.parametrize("kind", [[], ["-N"]], ids=["con", "non"])
def test_their_client_gets_and_puts(our_server: int, kind: list[str]) -> None:
    assert "nothing" in their_client(our_server, "store", "-m", "get", *kind)
    their_client(our_server, "store", "-m", "put", "-e", "written", *kind)
    assert "written" in their_client(our_server, "store", "-m", "get", *kind)


@needs_libcoap
def test_their_client_awaits_a_separate_response(our_server: int) -> None:
    assert "late but here" in their_client(our_server, "late", "-m", "get")


@needs_libcoap
def test_their_client_is_told_what_is_wrong(our_server: int) -> None:
    assert "4.04" in their_client(our_server, "absent", "-m", "get")
    assert "4.05" in their_client(our_server, "store", "-m", "delete")


@needs_libcoap
def test_their_client_observes(our_server: int) -> None:
    # NON and CON notifications for 4 s, one each 0.5 s, every fourth as CON.
    heard = their_client(our_server, "time", "-m", "get", "-s", "4", wait=6)
    assert heard.count("tick") >= 6, heard


def our_client(tool: Callable[[str], str], port: int, *arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [tool("iomt-coap"), "client", str(port), *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


@needs_libcoap
@pytest.mark.parametrize("kind", [[], ["--non"]], ids=["con", "non"])
def test_our_client_gets_and_puts(
    tool: Callable[[str], str], their_server: int, kind: list[str]
) -> None:
    code, lines = our_client(tool, their_server, "get", "", *kind)
    assert code == 0 and lines[0].startswith("2.05 This is a test server"), lines
    _, lines = our_client(tool, their_server, "put", "fresh", "--payload", "written", *kind)
    assert lines[0].startswith("2.01"), lines
    _, lines = our_client(tool, their_server, "get", "fresh", *kind)
    assert lines == ["2.05 written"]
    _, lines = our_client(tool, their_server, "get", "absent", *kind)
    assert lines[0].startswith("4.04"), lines


@needs_libcoap
def test_our_client_awaits_a_separate_response(
    tool: Callable[[str], str], their_server: int
) -> None:
    _, lines = our_client(tool, their_server, "get", "async")
    assert lines[0].startswith("2.05"), lines


@needs_libcoap
def test_our_client_observes(tool: Callable[[str], str], their_server: int) -> None:
    code, lines = our_client(tool, their_server, "get", "time", "--observe", "4")
    assert code == 0 and len(lines) == 4
    assert all(line.startswith("2.05 ") for line in lines)
    assert len(set(lines)) >= 3, "the clock moves on"


def test_our_client_and_server(tool: Callable[[str], str], our_server: int) -> None:
    assert our_client(tool, our_server, "put", "store", "--payload", "x") == (0, ["2.04 "])
    assert our_client(tool, our_server, "get", "late", "--non") == (0, ["2.05 late but here"])
    assert len(our_client(tool, our_server, "get", "time", "--observe", "5")[1]) == 5
