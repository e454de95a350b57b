"""kill -9 at random moments while four people write: what was acknowledged is there, once, whole.

Each run begins to count its moment when the first write of it was acknowledged, however slow the machine is.
"""

import random
import threading
import time

import pytest
from sqlalchemy import func, select, text

from app.audit_trail import export, verifier
from models import Message, Person, Seat

pytestmark = pytest.mark.both

WRITERS = 4


def test_nothing_acknowledged_is_lost(session, cast, production, els, how_many):
    runs = how_many(12, 5)
    dice = random.Random(seed := 20261121)
    token = els.token(production, "/obmi/people/invite")
    place = cast.griet.organisation_id
    acknowledged: list[str] = []
    refused: list[tuple[int, str]] = []
    cut = 0

    def write(run: int, writer: int, stop: threading.Event, first: threading.Event) -> None:
        nonlocal cut
        for nth in range(400):
            if stop.is_set():
                return
            email = f"r{run}w{writer}n{nth}@stad.example"
            form = {"name": "Iemand", "email": email, "organisation": place, "role": "reader"}
            try:
                status, page = production.ask(
                    "POST", "/obmi/people/invite", els.cookie, {**form, **token, "key": email.partition("@")[0]}
                )
            except Exception:
                cut += 1
                continue
            if status == 302:
                acknowledged.append(email)
            else:
                refused.append((status, page))
            first.set()

    for run in range(runs):
        stop, first = threading.Event(), threading.Event()
        writers = [threading.Thread(target=write, args=(run, writer, stop, first)) for writer in range(WRITERS)]
        for thread in writers:
            thread.start()
        assert first.wait(60), "nobody was answered"
        time.sleep(dice.uniform(0.05, 0.5))
        production.kill()
        stop.set()
        for thread in writers:
            thread.join()
        production.start()

    session.rollback()
    told = f"seed {seed}: {len(acknowledged)} acknowledged, {cut} cut off"
    kept = dict(
        session.execute(
            select(Person.email, func.count()).where(Person.email.like("r%w%n%")).group_by(Person.email)
        ).all()
    )
    assert refused == [], told
    assert cut >= runs, told
    assert len(acknowledged) > runs, told
    assert [email for email in acknowledged if email not in kept] == [], told
    assert set(kept.values()) == {1}, told
    seats = select(Seat.person_id, func.count()).group_by(Seat.person_id).having(func.count() != 1)
    assert session.execute(seats).all() == [], told
    assert session.scalar(select(func.count()).select_from(Message)) == len(kept), told
    assert verifier.verify(export.rows(session), [verifier.parse_head(export.head(session))]).faults == [], told
    if session.get_bind().dialect.name == "sqlite":
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
