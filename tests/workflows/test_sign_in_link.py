"""Asking for a sign-in link: whatever strangers ask, one that works is in the mail, and the mail stays readable."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import OneTimeLink, now
from workflows import sign_in, sign_in_link
from workflows.sign_in_link import LONG, SHORT

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(session, cast):
    """The sign-in links of Karim, oldest first."""

    def read() -> list[OneTimeLink]:
        session.rollback()
        query = select(OneTimeLink).where(OneTimeLink.person_id == cast.karim.id).order_by(OneTimeLink.id)
        return list(session.scalars(query))

    return read


def lives(link: OneTimeLink) -> timedelta:
    return link.expires_at - link.made_at


@pytest.mark.parametrize("minutes", [11, 21, 31, 170, 351, 361])
def test_at_most_eight_letters_in_any_day_and_always_a_link(minutes, do, cast, made):
    """However a stranger spreads what he asks over three days; the gaps are those where a rule begins to hold."""
    began = now()
    for nth in range(3 * 24 * 60 // minutes):
        at = began + nth * minutes * MINUTE
        with time_machine.travel(at, tick=False):
            do(sign_in_link.ASK_LINK, email=cast.karim.email)
            assert any(link.expires_at > at + timedelta(minutes=9) for link in made())
    times = [link.made_at for link in made()]
    assert max(sum(start <= one < start + DAY for one in times) for start in times) <= 8


@pytest.mark.both
def test_three_short_ones_then_a_long_one_then_none(do, cast, made):
    began, moments = now(), (0, 0, 0, 19, 21, 370, 372)
    counted = []
    for minutes in moments:
        with time_machine.travel(began + minutes * MINUTE, tick=False):
            do(sign_in_link.ASK_LINK, email=cast.karim.email)
            counted.append(len(made()))
    assert counted == [1, 2, 3, 3, 4, 4, 5]
    assert [lives(link) for link in made()] == [SHORT, SHORT, SHORT, LONG, LONG]


def test_who_uses_one_begins_anew(do, cast, made, letters):
    for _ in range(3):
        do(sign_in_link.ASK_LINK, email=cast.karim.email)
    secret = letters(cast.karim)[0]["path"].removeprefix("/sign-in/link/")
    do(sign_in.BY_LINK, secret=secret, visit="v", agent="")
    do(sign_in_link.ASK_LINK, email=cast.karim.email)
    assert [lives(link) for link in made()] == [SHORT] * 4
    assert [link.superseded_at is None for link in made()] == [True, False, False, True]


def test_what_his_own_device_asks_is_mailed_and_lives_short(do, cast, made):
    for _ in range(5):
        do(sign_in_link.ASK_LINK, email=cast.karim.email, known_device=True)
    assert [lives(link) for link in made()] == [SHORT] * 5
