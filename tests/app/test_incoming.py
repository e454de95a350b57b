"""Mail that comes in: every mail of the corpus gets its verdict, whatever anybody made of it."""

import sys
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.incoming import Automatic, Bounced, CalendarReply, Unplaced, Verdict, message_id_of, read
from tests.incoming import (
    BOUNCE,
    SECRET,
    TOKEN,
    YES,
    Case,
    bounces,
    calendar,
    calendars,
    event,
    hostile,
    machines,
    microsoft,
    odd,
    refused,
    reply,
    reports,
)
from tests.incoming.reports import report

GOOD = [microsoft.MICROSOFT, calendars.PROGRAMS, odd.ODD]
BAD = [refused.FORGED, refused.NOT_UNDERSTOOD, refused.WRITTEN_WRONG]
SERVERS = [reports.REPORTS, reports.UNDER_WAY, bounces.WORDS, bounces.NOT_OURS]
MACHINES = [machines.AUTORESPONDERS, machines.OTHERS]
HOSTILE = [hostile.NOTHING, hostile.BIG, hostile.CALENDARS, hostile.CODED, hostile.REPORTS]
EVERYTHING = [case for one in (*GOOD, *BAD, *SERVERS, *MACHINES, machines.PEOPLE, *HOSTILE) for case in one]

OFTEN = settings(max_examples=400, deadline=None, derandomize=True, database=None)
CUT = st.tuples(
    st.integers(0, 20_000), st.integers(0, 60), st.binary(max_size=8) | st.sampled_from([b"\r\n", b'"', b";", b":"])
)


def cases(*lists: list[Case]):
    return pytest.mark.parametrize("case", [case for one in lists for case in one], ids=lambda case: case.name)


@cases(*GOOD)
def test_an_answer_from_a_calendar_counts(case):
    assert read(case.raw, SECRET) == case.verdict


@cases(*BAD)
def test_an_answer_that_cannot_be_used_is_left_for_a_person(case):
    assert read(case.raw, SECRET) == case.verdict


@cases(*SERVERS)
def test_a_mail_server_says_what_became_of_a_letter(case):
    assert read(case.raw, SECRET) == case.verdict


@cases(*MACHINES)
def test_what_a_machine_wrote_is_put_aside(case):
    assert read(case.raw, SECRET) == case.verdict


@cases(machines.PEOPLE)
def test_what_a_person_wrote_is_left_for_a_person(case):
    assert read(case.raw, SECRET) == case.verdict


@cases(*HOSTILE)
def test_who_wants_to_break_the_reader_gets_a_verdict(case):
    assert read(case.raw, SECRET) == case.verdict


def test_the_reasons_can_be_read():
    """With what others wrote in them, braces and all."""
    for case in EVERYTHING:
        if not isinstance(case.verdict, CalendarReply):
            assert len(str(case.verdict.why)) > 10, case.name


MUTABLE = [case.raw for case in EVERYTHING if len(case.raw) < 20_000]


@OFTEN
@given(raw=st.binary(max_size=3_000))
def test_any_bytes_get_a_verdict(raw):
    assert isinstance(read(raw, SECRET), Unplaced | Automatic)


@OFTEN
@given(lines=st.lists(st.sampled_from(sorted({line for raw in MUTABLE for line in raw.split(b"\n")})), max_size=80))
def test_lines_of_all_mails_in_any_order_get_a_verdict(lines):
    assert isinstance(read(b"\n".join(lines), SECRET), Verdict)


@OFTEN
@given(raw=st.sampled_from(MUTABLE), cuts=st.lists(CUT, min_size=1, max_size=6))
def test_a_mail_that_was_damaged_on_the_way_gets_a_verdict(raw, cuts):
    for where, length, instead in cuts:
        at = where % (len(raw) + 1)
        raw = raw[:at] + instead + raw[at + length :]
    found = read(raw, SECRET)
    assert isinstance(found, Verdict)
    if isinstance(found, CalendarReply):
        assert found.token == TOKEN, "what was signed, and nothing else"
        kept = found.uid + found.attendee + found.comment
        assert kept.isprintable(), "fit for a database"
        assert len(found.comment) <= 300
    if isinstance(found, Bounced):
        assert found.message_id == 977
        assert str(found.why).isprintable()


def test_a_mail_that_comes_twice_is_known_by_its_number():
    assert message_id_of(calendars.NEXTCLOUD) == "<answer-1@stad.example>"
    assert message_id_of(b"MESSAGE-ID:\r\n <a\r\n b@c>\r\n\r\nMessage-ID: <x>") == "<ab@c>"


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: ja\n\n", b"Message-ID: \n\n", b"Message-ID: " + b"x" * 251, b"\n\nMessage-ID: <a@b>"]
)
def test_a_mail_without_a_number_is_known_by_its_bytes(raw):
    assert message_id_of(raw) == message_id_of(bytes(raw))
    assert message_id_of(raw).startswith("sha256:")
    assert message_id_of(raw) != message_id_of(raw + b"x")


@OFTEN
@given(raw=st.binary(max_size=500).map(lambda some: b"Message-ID: " + some))
def test_a_number_can_always_be_kept(raw):
    known = message_id_of(raw)
    assert 0 < len(known) <= 250
    assert known.isprintable()
    assert " " not in known


def work(raw: bytes) -> int:
    """How many functions, of Python and of C, are called to read a mail."""
    count = 0

    def called(_frame, what, _arg):
        nonlocal count
        count += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        read(raw, SECRET)
    finally:
        sys.setprofile(before)
    return count


GROWING = {
    "headers": lambda n: b"a:\n" * 20 * n,
    "a header": lambda n: hostile.header("Subject", "=?utf-8?q?a?= " * 5 * n),
    "parts in parts": lambda n: hostile.nested(5 * n),
    "parts": lambda n: hostile.typed("multipart/mixed; boundary=b", b"\n--b\n\nx" * 50 * n),
    "meetings": lambda n: reply(calendar(f"{hostile.EVENT}\r\n" * 3 * n)),
    "attendees": lambda n: reply(event(who=f"{YES}\r\n" * n)),
    "comments": lambda n: reply(event("COMMENT:" + "\\n;," * 20 * n)),
    "components": lambda n: reply("BEGIN:A\r\n" * 10 * n),
    "quotes": lambda n: hostile.typed('text/plain; a="' + '";' * 60 * n),
    "reports": lambda n: report(f"To: {BOUNCE}", "", "Action: failed\n\n" * 3 * n),
    "addresses": lambda n: hostile.header("Cc", f"{BOUNCE}, " * n),
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_is_not_more_than_twice_the_work(name):
    make = GROWING[name]
    once, twice = work(make(500)), work(make(1_000))
    assert twice < 2.2 * once + 500


@cases(hostile.CALENDARS, hostile.CODED, hostile.REPORTS)
def test_there_is_an_end_to_the_work(case):
    assert work(case.raw) < 300_000 + len(case.raw)


@cases(*HOSTILE)
def test_there_is_an_end_to_the_work_and_to_the_room_it_takes(case):
    assert work(case.raw) < 100_000 + 6 * len(case.raw), "six for every letter of a header"
    tracemalloc.start()
    try:
        read(case.raw, SECRET)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_of_three_thousand_who_come_a_few_are_looked_at():
    assert work(reply(event(who=hostile.PEOPLE))) < 20 * 3_000, "their lines are found, and not taken apart"
