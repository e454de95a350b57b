"""Many screens around one table: what one city answers stands on each of them at its next question (issue 6).

A screen asks at most 1.4 seconds after its last question, so it is there within two. How long it took is printed, and
not held against a machine that does other work meanwhile: `make bench` has what a question costs.
"""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from models import RoundKind
from tests.conftest import ROOT
from tests.resilience.conftest import Visitor
from workflows import agenda
from workflows.clock import today

pytestmark = pytest.mark.both

EVERY, SPREAD = 1.15, 0.25
"""Seconds between two questions, as app/static/js/live.js asks them."""
WITHIN, AT_LAST = 2.0, 60.0
"""What the issue asks of a screen; and after which a screen, on whatever machine, did not see it."""
ASKS = re.compile(r"const EVERY = (\d+), SPREAD = (\d+),")
FIGURE = re.compile(r'round-table__big"[^>]*>(\d+)/(\d+)<')


class Screen:
    """One city that looks: asks with the mark of what it has, and notes when it first saw how many had answered."""

    def __init__(self, cookie: str, port: int, path: str, nth: int) -> None:
        self.cookie, self.port, self.path, self.chance = cookie, port, path, Random(nth)
        self.mark, self.statuses, self.saw = "", [], {}
        self.looks: list[tuple[float, int]] = []
        """When it asked each question, and how many had answered then."""

    def look(self, stop: threading.Event) -> None:
        stop.wait(self.chance.random() * EVERY)
        while not stop.is_set():
            self.ask()
            stop.wait(EVERY + self.chance.random() * SPREAD)

    def ask(self) -> None:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", self.path, headers={"Cookie": self.cookie, "If-None-Match": self.mark})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self.statuses.append(answer.status)
        if answer.status == 200:
            self.mark = answer.headers["ETag"]
            answered = int(FIGURE.search(text)[1])
            for count in range(answered + 1):
                self.saw.setdefault(count, time.monotonic())
        else:
            assert (answer.status, text) == (304, "")
        self.looks.append((began, max(self.saw, default=0)))

    def next_look(self, after: float) -> int:
        """What it showed at its first question after this moment."""
        return next(shown for began, shown in self.looks if began >= after)


def test_a_screen_asks_often_enough_to_be_there_within_two_seconds():
    every, spread = ASKS.search((ROOT / "app" / "static" / "js" / "live.js").read_text()).groups()
    assert (int(every) / 1000, int(spread) / 1000) == (EVERY, SPREAD)
    assert EVERY + SPREAD < WITHIN


def test_every_screen_sees_an_answer_at_its_next_question(
    app, session, cast, table, rounds, cities, production, how_many
):
    screens_there, answers_given = how_many(40, 14), how_many(6, 3)
    voters = [cast.griet, cast.karim, *cities(screens_there - 2)]
    meeting = table.open_with(today(), "Rapport mobiliteit")
    item = table.items(meeting)[-1]
    table.do(agenda.TAKE_UP, item, by=cast.els)
    asked = rounds.ask(RoundKind.INTEREST, item=table.items(meeting)[-1])
    path, digest = f"/obmi/rounds/{asked.id}/answer", asked.digest
    visitors = [Visitor(app, session, voter) for voter in voters]
    forms = [{**one.token(production, path), "choice": "yes", "seen": digest} for one in visitors[:answers_given]]
    now = f"/obmi/meetings/{meeting.number}/now"
    screens = [Screen(one.cookie, production.port, now, nth) for nth, one in enumerate(visitors)]
    stop, took, moments = threading.Event(), [], []
    with ThreadPoolExecutor(screens_there) as pool:
        looking = [pool.submit(screen.look, stop) for screen in screens]
        try:
            wait_for(screens, 0)
            for count, (visitor, form) in enumerate(zip(visitors, forms, strict=False), start=1):
                status, page = production.ask("POST", path, visitor.cookie, form)
                assert status == 302, page
                acknowledged = time.monotonic()
                wait_for(screens, count)
                moments.append((acknowledged, count))
                took.append([max(0.0, screen.saw[count] - acknowledged) for screen in screens])
            wait_until(lambda: all(screen.looks[-1][0] >= acknowledged for screen in screens))
        finally:
            stop.set()
        for one in looking:
            one.result()
    told = "; ".join(f"median {statistics.median(one):.2f} s, worst {max(one):.2f} s" for one in took)
    print(told)
    for screen in screens:
        for acknowledged, count in moments:
            assert screen.next_look(acknowledged) >= count, told
        assert screen.statuses.count(200) <= 1 + answers_given, "without news nothing is drawn"
        assert set(screen.statuses) <= {200, 304}


def wait_for(screens: list[Screen], count: int) -> None:
    wait_until(lambda: all(count in screen.saw for screen in screens))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + AT_LAST
    while not holds():
        assert time.monotonic() < until, "a screen did not see it"
        time.sleep(0.02)
