"""Forty screens around one table: what one city answers stands on all of them within two seconds (issue 6)."""

import http.client
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from models import RoundKind
from tests.resilience.conftest import Visitor
from workflows import agenda
from workflows.clock import today

SCREENS, ANSWERS = 40, 6
EVERY, SPREAD = 1.35, 0.3
"""Seconds between two questions, as app/static/js/live.js asks them."""
WITHIN, AT_LAST = 2.0, 60.0
"""What the issue asks of the screen in the middle; and after which a screen, on whatever machine, did not see it."""
FIGURE = re.compile(r'round-table__big"[^>]*>(\d+)/(\d+)<')


class Screen:
    """One city that looks: asks with the mark of what it has, and notes when it first saw how many had answered."""

    def __init__(self, cookie: str, port: int, path: str, nth: int) -> None:
        self.cookie, self.port, self.path, self.chance = cookie, port, path, Random(nth)
        self.mark, self.statuses, self.saw = "", [], {}

    def look(self, stop: threading.Event) -> None:
        stop.wait(self.chance.random() * EVERY)
        while not stop.is_set():
            self.ask()
            stop.wait(EVERY + self.chance.random() * SPREAD)

    def ask(self) -> None:
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


def test_forty_screens_see_an_answer_within_two_seconds(app, session, cast, table, rounds, cities, production):
    voters = [cast.griet, cast.karim, *cities(SCREENS - 2)]
    meeting = table.open_with(today(), "Rapport mobiliteit")
    item = table.items(meeting)[-1]
    table.do(agenda.TAKE_UP, item, by=cast.els)
    asked = rounds.ask(RoundKind.INTEREST, item=table.items(meeting)[-1])
    path, digest = f"/obmi/rounds/{asked.id}/answer", asked.digest
    visitors = [Visitor(app, session, voter) for voter in voters]
    forms = [{**one.token(production, path), "choice": "yes", "seen": digest} for one in visitors[:ANSWERS]]
    now = f"/obmi/meetings/{meeting.number}/now"
    screens = [Screen(one.cookie, production.port, now, nth) for nth, one in enumerate(visitors)]
    stop, took = threading.Event(), []
    with ThreadPoolExecutor(SCREENS) as pool:
        looking = [pool.submit(screen.look, stop) for screen in screens]
        try:
            wait_for(screens, 0)
            for count, (visitor, form) in enumerate(zip(visitors, forms, strict=False), start=1):
                status, page = production.ask("POST", path, visitor.cookie, form)
                assert status == 302, page
                acknowledged = time.monotonic()
                wait_for(screens, count)
                took.append([max(0.0, screen.saw[count] - acknowledged) for screen in screens])
        finally:
            stop.set()
        for one in looking:
            one.result()
    told = "; ".join(f"median {statistics.median(one):.2f} s, worst {max(one):.2f} s" for one in took)
    print(told)
    assert [statistics.median(one) <= WITHIN for one in took] == [True] * ANSWERS, told
    for screen in screens:
        assert screen.statuses.count(200) <= 1 + ANSWERS, "without news nothing is drawn"
        assert set(screen.statuses) <= {200, 304}


def wait_for(screens: list[Screen], count: int) -> None:
    until = time.monotonic() + AT_LAST
    while late := [screen for screen in screens if count not in screen.saw]:
        assert time.monotonic() < until, f"{len(late)} of {SCREENS} screens did not see answer {count}"
        time.sleep(0.02)
