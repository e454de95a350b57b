"""A server in a process of its own: waited for until it answers, and its own words when it does not."""

import contextlib
import os
import signal
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 120
"""Seconds until a server that still runs and answers nothing is given up: a machine that does too much is slow."""


def start(command: list[str], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """With all its words in a file, and in a group of its own, so that its workers can be stopped with it."""
    with log.open("ab") as said:
        return subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)


def first_answer(process: "subprocess.Popen[bytes]", port: int, path: str, log: Path) -> tuple[int, str]:
    """The status and the text of the first answer that is no error of a server still starting.

    Raises:
        RuntimeError: the process ended, or nothing came in time; with what it said.

    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            status, text = asked(port, path)
        except OSError:
            time.sleep(0.1)
            continue
        if status < 500:
            return status, text
        time.sleep(0.1)
    ended = process.poll()
    why = "it still runs, and answers nothing" if ended is None else f"it ended with {ended}"
    raise RuntimeError(f"the server did not start: {why}\n{log.read_text(errors='replace')}")


def asked(port: int, path: str) -> tuple[int, str]:
    """One GET on a connection of its own. Raises OSError when nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def stop(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """It and all its workers, whether or not it ended by itself already."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    process.wait(timeout=60)
