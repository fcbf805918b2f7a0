"""Notifications arrive at a local receiver, and no secret of an address is printed anywhere."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from danvan.cli import main
from operations import notify as notifications
from operations.notify import notify
from operations.sending import NOT_SENT, SENT, UNUSABLE, Message, send

# Apprise imports it where Python has it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

SECRET = "mat-khau-bi-mat"


class Receiver(ThreadingHTTPServer):
    """Takes messages at `/ok`, refuses them at `/error`, and never ends its answer at `/slow`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, Any]] = []
        self.stopping = threading.Event()

    def address(self, path: str) -> str:
        return f"json://dan:{SECRET}@127.0.0.1:{self.server_port}/{path}/{SECRET}"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = self.path.split("/")[1]
        self.send_response(500 if path == "error" else 200)
        self.end_headers()
        if path == "ok":
            self.server.messages.append(json.loads(body))
        while path == "slow" and not self.server.stopping.wait(0.1):
            self.wfile.write(b".")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running() as server:
        yield server


def test_a_message_arrives_and_a_failure_is_named_by_its_number(
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # the process prints on standard error
    addresses = [receiver.address("error"), receiver.address("ok")]
    body = "nbtv: no article for 3 nights\nbaogosim: \x1b[2J\u202ename <b>&"
    assert notify(addresses, "danvan: 2\nalerts", body) == ["address 1"]
    (message,) = receiver.messages
    assert message["title"] == r"danvan: 2\nalerts"
    assert message["message"] == (
        "nbtv: no article for 3 nights\n" r"baogosim: \x1b[2J\u202ename <b>&"
    )
    assert SECRET not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_a_receiver_that_never_ends_its_answer_is_given_up(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "SECONDS", 4)
    begun = time.monotonic()
    assert notify([receiver.address("slow")], "danvan", "an alert") == ["address 1"]
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("length", [3000, 3001])
def test_a_long_message_is_cut(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(notifications, "_result", send)
    assert notify([receiver.address("ok")], "danvan", "x" * length) == []
    sent = receiver.messages[0]["message"]
    assert sent == "x" * 3000 + (" …" if length > 3000 else "")


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("json://127.0.0.1/x", SENT),
        ("ntfy://a-topic", SENT),
        ("mailto://dan:secret@gosim.example", SENT),
        ("slack://too-short", UNUSABLE),
        ("nosuch://a-topic", UNUSABLE),
        ("a topic", UNUSABLE),
        ("", UNUSABLE),
    ],
)
def test_an_address_is_checked_without_sending(address: str, result: int) -> None:
    assert send(Message(address)) == result


def test_an_address_without_a_server_fails() -> None:
    with Receiver() as server:
        address = server.address("ok")
    assert send(Message(address, "danvan", "an alert")) == NOT_SENT


@pytest.fixture
def danvan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder with these addresses, without a process for each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(notifications, "_result", send)

    def call(command: str, *addresses: str) -> Result:
        env = {"NOTIFY": " ".join(addresses)}
        return CliRunner().invoke(main, ["config", command], env=env)

    return call


def test_config_check_counts_the_addresses_that_cannot_be_used(
    danvan: Callable[..., Result],
) -> None:
    done = danvan("check", f"ntfy://{SECRET}", f"nosuch://{SECRET}")
    assert done.exit_code == 2
    (fault,) = done.stderr.splitlines()
    assert fault.startswith("danvan: address 2 of notify cannot be used: Apprise does not know its")
    assert SECRET not in done.output
    assert danvan("check", f"ntfy://{SECRET}").exit_code == 0


def test_config_test_notify_sends_a_message_to_each_address(
    danvan: Callable[..., Result], receiver: Receiver
) -> None:
    done = danvan("test-notify", receiver.address("ok"), receiver.address("error"))
    assert done.exit_code == 1
    assert done.stdout == "1 of 2 addresses took the message.\n"
    assert done.stderr == "danvan: address 2 of notify did not take the message.\n"
    assert receiver.messages[0]["title"] == "danvan: a test"
    assert danvan("test-notify", receiver.address("ok")).exit_code == 0
    done = danvan("test-notify")
    assert done.exit_code == 2
    assert done.stderr.startswith("danvan: No address is told of alerts: set notify in danvan.toml")
