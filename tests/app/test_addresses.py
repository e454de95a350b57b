"""The addresses to which calendars answer and mail servers return: nobody makes one without the secret."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.mail.addresses import (
    ID_LIMIT,
    ToBounce,
    ToMeeting,
    bounce_address,
    read_address,
    read_addresses,
    reply_address,
)
from tests.incoming import BASE, BOUNCE, MEETING, SECRET, TOKEN

OFTEN = settings(max_examples=300, deadline=None, derandomize=True, database=None)
IDS = st.integers(1, ID_LIMIT)


@OFTEN
@given(person=IDS, meeting=IDS)
def test_an_address_says_who_and_which_meeting(person, meeting):
    address = reply_address(BASE, SECRET, person, meeting)
    assert read_address(address, SECRET) == ToMeeting(person, meeting)
    local, _, host = address.partition("@")
    assert len(local) <= 64
    assert host == "ronde.example"
    assert address == address.lower(), "mail systems fold case"


@OFTEN
@given(message=IDS)
def test_an_address_says_which_letter_came_back(message):
    assert read_address(bounce_address(BASE, SECRET, message), SECRET) == ToBounce(message)


@pytest.mark.parametrize(
    "written",
    [
        MEETING.upper(),
        f"<{MEETING}>",
        f'"Rondetafel, wie anders" <{MEETING}>',
        f"'{MEETING}' <{MEETING}>",
        f" {MEETING}\r\n",
        f"mailto:{MEETING}",
        MEETING.replace("+", "%2B").replace("@", "%40"),
        f'"{MEETING.replace("@", chr(34) + "@")}',
        f"SRS0=x7=AB=ronde.example={MEETING.replace('ronde.example', 'forwarder.example')}",
    ],
)
def test_it_is_read_however_it_was_written(written):
    assert read_address(written, SECRET) == TOKEN


def test_a_line_may_hold_several():
    assert list(read_addresses(f"{BOUNCE}, karim@stad.example, {MEETING}", SECRET)) == [ToBounce(977), TOKEN]


@OFTEN
@given(address=st.sampled_from([MEETING, BOUNCE]), data=st.data())
def test_one_other_character_and_it_says_nothing(address, data):
    start, end = address.index("+") + 1, address.index("@")
    where = data.draw(st.integers(start, end - 1))
    other = data.draw(st.characters(exclude_categories=()) | st.sampled_from("0123456789abcdefghijklmnopqrstuvwxyz."))
    assume(other.lower() != address[where] or not other.isascii())
    assert read_address(address[:where] + other + address[where + 1 :], SECRET) is None
    assert read_address(address[:where] + address[where + 1 :], SECRET) is None, "one fewer"
    assert read_address(address[:where] + other + address[where:], SECRET) is None, "one more"


@pytest.mark.parametrize(
    "address", [BASE, "", "griet@stad.example", "rondetafel+c.45.12@ronde.example", "+" * 5000, "\x00"]
)
def test_another_address_says_nothing(address):
    assert read_address(address, SECRET) is None


def test_a_letter_that_only_looks_like_another_is_another():
    """The sign for kelvin, which some programs take for a k when they fold case."""
    address = next(one for n in range(1, 99) if "k" in (one := bounce_address("r@ronde.example", SECRET, n)))
    assert read_address(address.replace("k", "\u212a"), SECRET) is None


def test_the_secret_of_another_installation_opens_nothing():
    assert read_address(MEETING, SECRET + "x") is None


def test_a_kind_is_no_other_kind():
    mark = bounce_address(BASE, SECRET, 45).rpartition(".")
    assert read_address(BOUNCE.replace("+b.", "+c."), SECRET) is None
    assert read_address(f"rondetafel+c.45.12.{mark[2]}", SECRET) is None


def test_a_number_that_no_database_holds_is_not_looked_up():
    assert read_address(bounce_address(BASE, SECRET, ID_LIMIT + 1), SECRET) is None


def test_a_base_that_leaves_no_room_is_refused():
    with pytest.raises(ValueError, match="too long"):
        reply_address("de-mail-van-de-ronde-tafel-van-de-steden@ronde.example", SECRET, 45, 12)
