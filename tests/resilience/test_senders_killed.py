"""Many mails, two senders, and both of them killed again and again: everything arrives (trust.md C6)."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes

import pytest
import time_machine
from aiosmtpd.controller import Controller

from app.mail.handing_over import by_smtp
from app.mail.sender import PATIENCE, send_waiting
from models import Message, MessageState, now
from tests.ports import free_port
from tests.resilience.conftest import Server
from workflows.letters import Letter, post
from workflows.words import Words

pytestmark = pytest.mark.both


class Postman:
    """Keeps the number of what it took; sometimes it thinks a moment before it says so."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.dice = random.Random(20261121)

    async def handle_DATA(self, _server, _session, envelope):
        import asyncio

        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        await asyncio.sleep(self.dice.choice((0, 0, 0.01)))
        return "250 OK"


@pytest.fixture
def postman():
    man = Postman()
    man.port = free_port()
    controller = Controller(man, hostname="127.0.0.1", port=man.port)
    controller.start()
    yield man
    controller.stop()


def test_every_mail_arrives_and_what_comes_twice_can_be_told_by_its_number(
    app, url, session, cast, postman, tmp_path, how_many
):
    mails, most = how_many(1000, 300), how_many(12, 5)
    for nth in range(mails):
        post(session, Letter("test", Words(f"Bericht {nth}"), (Words("Dag."),), Words("Daarom.")), cast.griet)
    session.commit()
    environment = {**Server(url, tmp_path).environment, "RONDETAFEL_SMTP_URL": f"smtp://127.0.0.1:{postman.port}"}
    dice, kills = random.Random(7), 0

    def start() -> subprocess.Popen:
        command = [sys.executable, "-m", "app.cli", "jobs", "run", "--watch"]
        return subprocess.Popen(
            command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    senders = [start(), start()]
    try:
        while kills < most and len(set(postman.taken)) < mails * 0.9:
            before = len(postman.taken)
            wait_for(postman, before + dice.randint(5, 60))
            victim = dice.randrange(2)
            senders[victim].send_signal(signal.SIGKILL)
            senders[victim].wait()
            kills += 1
            senders[victim] = start()
        wait_until_quiet(postman)
    finally:
        for one in senders:
            one.kill()
            one.wait()
    with time_machine.travel(now() + PATIENCE * 2, tick=True), app.app_context():
        session.rollback()
        while send_waiting(session, by_smtp(f"smtp://127.0.0.1:{postman.port}")):
            pass
    counts = Counter(postman.taken)
    numbers = {f"<{key}@example.invalid>" for (key,) in session.query(Message.key)}
    told = f"{kills} kills, {len(postman.taken)} mails taken"
    assert kills >= 3, told
    assert set(counts) == numbers, told
    assert sum(counts.values()) - mails <= kills + 2, f"{told}: no more doubles than senders that died"
    assert {state for (state,) in session.query(Message.state)} == {MessageState.SENT}


def wait_for(postman: Postman, many: int) -> None:
    """Until it took so many, or nothing more comes."""
    quiet = time.monotonic() + 20
    while len(postman.taken) < many and time.monotonic() < quiet:
        time.sleep(0.02)


def wait_until_quiet(postman: Postman) -> None:
    """Until nothing came for a while: what dead senders hold waits for its time."""
    seen, since = len(postman.taken), time.monotonic()
    while time.monotonic() < since + 3:
        time.sleep(0.1)
        if len(postman.taken) != seen:
            seen, since = len(postman.taken), time.monotonic()
