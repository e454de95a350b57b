"""Mail that comes in: a calendar says whether she comes, a mail server that a mail came back. Each message once."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from icalendar import Calendar, vCalAddress, vText
from sqlalchemy import select

from app.mail.receiver import take_in, take_in_folder
from models import Attendance, AuditEntry, Mailbox, Message, Received, ReceivedKind, Reply, now
from tests.incoming import machines, reports
from workflows import meeting as verbs
from workflows.clock import today

pytestmark = pytest.mark.both


@pytest.fixture
def receives(app, tmp_path):
    """Mail comes in here."""
    app.config["MAILDIR"] = str(tmp_path / "maildir")
    return tmp_path / "maildir"


@pytest.fixture
def meeting(table):
    made = table.plan(today() + timedelta(days=20))
    table.add(made, "Werkplan")
    return made


@pytest.fixture
def invitation(receives, table, meeting, bag, cast):
    """The mail that Griet got."""
    table.step(meeting, "convene")
    bag.send()
    return bag.last(cast.griet)


def reply_to(invitation, answer="ACCEPTED", stamp=None, attendee=None, number="1", **changes):
    """What her calendar program makes of the invitation that it got (RFC 5546 3.2.3)."""
    entry = Calendar.from_ical(list(invitation.iter_parts())[-1].get_content())
    event = entry.walk("VEVENT")[0]
    organiser = str(event["ORGANIZER"])
    who = vCalAddress(f"mailto:{attendee}") if attendee else event["ATTENDEE"]
    who.params["PARTSTAT"] = vText(answer)
    event["ATTENDEE"] = who
    del event["DTSTAMP"]
    event.add("dtstamp", stamp or now())
    for name, value in changes.items():
        del event[name]
        event.add(name, value)
    entry["METHOD"] = "REPLY"
    return (
        f"From: {invitation['To']}\r\nTo: {organiser.removeprefix('MAILTO:')}\r\n"
        f"Message-ID: <{number}@stad.example>\r\n"
        "Subject: Aanvaard\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n"
    ).encode() + entry.to_ical()


@pytest.fixture
def take(app, session):
    def in_the_app(raw: bytes) -> Received:
        with app.app_context():
            taken = take_in(session, raw)
        session.refresh(taken)
        return taken

    return in_the_app


def replies(session):
    session.rollback()
    query = select(Attendance).where(Attendance.reply.is_not(None))
    return [(one.organisation.name, one.reply) for one in session.scalars(query)]


@pytest.mark.parametrize(
    ("answer", "reply", "says"),
    [("ACCEPTED", Reply.YES, "komt"), ("DECLINED", Reply.NO, "komt niet"),
     ("TENTATIVE", Reply.UNSURE, "weet het nog niet")],
)  # fmt: skip
def test_what_she_says_in_her_calendar_stands_on_the_list(
    session, cast, browser, invitation, take, meeting, answer, reply, says
):
    taken = take(reply_to(invitation, answer))
    assert (taken.kind, taken.person_id, taken.meeting_id) == (ReceivedKind.REPLY, cast.griet.id, meeting.id)
    assert taken.outcome == f"Genoteerd: Gent {says}."
    assert replies(session) == [("Gent", reply)]
    trail = session.scalars(select(AuditEntry).where(AuditEntry.table_name == "attendance")).all()
    assert {one.person_id for one in trail} == {cast.griet.id}, "in her own name"
    assert browser.as_(cast.els).get(f"/obmi/meetings/{meeting.number}")


def test_the_same_mail_twice_is_one_answer(session, invitation, take, cast):
    mail = reply_to(invitation)
    first, second = take(mail), take(mail)
    assert first.id == second.id
    assert len(session.scalars(select(Received)).all()) == 1


def test_of_two_answers_the_later_one_counts_in_whatever_order_they_come(session, invitation, take):
    early, late = now(), now() + timedelta(minutes=5)
    take(reply_to(invitation, "DECLINED", stamp=late, number="2"))
    overtaken = take(reply_to(invitation, "ACCEPTED", stamp=early, number="1"))
    assert overtaken.outcome == "Er kwam al een later antwoord."
    assert replies(session) == [("Gent", Reply.NO)]


def test_an_invitation_that_was_passed_on_does_not_answer_for_her(session, cast, invitation, take):
    taken = take(reply_to(invitation, attendee="collega@stad.example"))
    assert "Iemand anders antwoordde" in taken.outcome
    assert replies(session) == []


def test_an_answer_about_the_day_before_it_moved_is_about_another_day(session, cast, do, meeting, invitation, take):
    do(
        verbs.MOVE, meeting, by=cast.els,
        held_on=today() + timedelta(days=27), starts=time(9, 30), ends=time(12), note="zaal",
    )  # fmt: skip
    assert "oudere datum" in take(reply_to(invitation)).outcome
    assert replies(session) == []


@pytest.mark.parametrize("change", ["uid", "start", "begun"])
def test_what_does_not_fit_the_meeting_changes_nothing(session, cast, table, meeting, invitation, take, change):
    changes = {}
    if change == "uid":
        changes = {"uid": "another@ronde.example"}
    elif change == "start":
        changes = {"dtstart": datetime(2020, 1, 1, 9, 0, tzinfo=now().tzinfo)}
    else:
        table.step(meeting, "start")
    taken = take(reply_to(invitation, **changes))
    assert not taken.outcome.startswith("Genoteerd")
    assert replies(session) == []


def test_an_address_that_was_not_signed_here_is_kept_for_a_person(session, invitation, take):
    raw = reply_to(invitation).replace(b"rondetafel+c.", b"rondetafel+c.9")
    assert take(raw).kind is ReceivedKind.UNPLACED
    assert replies(session) == []


def test_an_out_of_office_answers_nothing_and_waits_for_nobody(app, session, invitation, take):
    for case in (*machines.AUTORESPONDERS, *machines.OTHERS, *machines.PEOPLE):
        assert take(case.raw).kind in (ReceivedKind.AUTOMATIC, ReceivedKind.UNPLACED), case.name
    assert replies(session) == []


def bounced(message, number, app):
    """A report of a mail server about this message, to its own return address."""
    from app.mail.addresses import bounce_address
    from tests.incoming import BOUNCE

    to = bounce_address(app.config["MAIL_FROM"], app.config["SECRET_KEY"], message.id)
    raw = reports.REPORTS[0].raw.replace(BOUNCE.encode(), to.encode())
    return raw.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode())


def test_three_mails_that_come_back_pause_her_mail_and_the_coordinator_sees_it(
    app, session, cast, browser, rounds, receives, bag, take
):
    from models import RoundKind

    for n in range(3):
        rounds.ask(RoundKind.INTEREST, question=f"Vraag {n}")
    bag.send()
    sent = session.scalars(select(Message).where(Message.person_id == cast.griet.id)).all()
    for number, message in enumerate(sent):
        with time_machine.travel(now() + timedelta(days=number), tick=True):
            assert take(bounced(message, number, app)).kind is ReceivedKind.BOUNCE
    session.rollback()
    assert session.scalars(select(Mailbox)).one().paused_at
    assert "teruggekomen op" in browser.as_(cast.griet).get("/account/mail")
    assert "Je postbus weigerde onze mail op drie dagen." in browser.as_(cast.griet).get("/account/mail")
    assert "mail komt niet aan" in browser.as_(cast.els).get("/obmi/people")
    assert "mail komt niet aan" not in browser.as_(cast.karim).get("/obmi/people")
    griet = browser.as_(cast.griet)
    griet.post("/account/mail/try-again")
    assert "weigerde" not in griet.get("/account/mail")


def test_the_same_letter_that_comes_back_twice_counts_once(app, session, cast, rounds, receives, bag, take):
    from models import RoundKind

    rounds.ask(RoundKind.INTEREST)
    bag.send()
    message = session.scalars(select(Message).where(Message.person_id == cast.griet.id)).one()
    for number in range(4):
        take(bounced(message, number, app))
    session.rollback()
    assert session.scalars(select(Mailbox)).one().refusals == 1


def test_a_folder_is_emptied_and_what_was_read_is_kept_aside(app, session, receives, invitation):
    (receives / "new").mkdir(parents=True)
    (receives / "new" / "1.stad").write_bytes(reply_to(invitation))
    (receives / "new" / "2.stad").write_bytes(b"From: iemand@stad.example\r\nSubject: Vraag\r\n\r\nDag!")
    with app.app_context():
        assert take_in_folder(session, receives) == 2
        assert take_in_folder(session, receives) == 0
    assert sorted(file.name for file in (receives / "cur").iterdir()) == ["1.stad:2,S", "2.stad:2,S"]
    kinds = session.scalars(select(Received.kind).order_by(Received.id)).all()
    assert kinds == [ReceivedKind.REPLY, ReceivedKind.UNPLACED]
    kept = session.scalars(select(Received).where(Received.kind == ReceivedKind.UNPLACED)).one()
    assert (kept.sender, kept.subject) == ("iemand@stad.example", "Vraag")
    assert "Dag!" in kept.raw


def test_without_a_folder_the_invitation_names_the_plain_address(app, cast, table, meeting, bag):
    table.step(meeting, "convene")
    bag.send()
    mail = bag.last(cast.griet)
    assert "rondetafel@example.invalid" in mail["From"]
    assert mail["Return-Path"] is None


def test_what_can_never_be_read_holds_up_nothing_however_much_of_it_there_is(app, session, cast, tmp_path):
    for nth in range(3):
        (tmp_path / "new" / f"0{nth}").mkdir(parents=True)
    (tmp_path / "new" / "9 met een spatie\nen een regel").write_bytes(b"From: q@q.example\n\nHallo?")
    with app.app_context():
        assert take_in_folder(session, tmp_path, most=2) == 1
    session.rollback()
    assert session.scalars(select(Received.kind)).all() == ["unplaced"]
