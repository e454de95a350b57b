"""The life of a meeting: planned, convened with a calendar entry, run, closed with nothing forgotten."""

from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.mail import calendar
from app.mail.envelope import as_mail
from models import AgendaVersion, Attendance, Audience, Disposition, Meeting, Message, Presence, Reply, StepTaken
from models import MeetingState as S
from tests.table import Table
from workflows import agenda, attendance, closing, convening, meeting
from workflows.clock import today
from workflows.engine import set_state
from workflows.refusals import NotAllowed, NotNow, NotReady

SOON = today() + timedelta(days=42)


def test_the_whole_life(table: Table):
    planned = table.plan(SOON)
    table.add(planned, "Werkplan")
    assert planned.state is S.PLANNED
    table.step(planned, "convene")
    table.step(planned, "start")
    table.close(planned)
    assert planned.state is S.HELD
    told = table.session.scalars(select(StepTaken.step).order_by(StepTaken.id)).all()
    assert told == ["plan", "convene", "start", "close"]
    assert meeting.procedure.offers(planned, table.by) == []


STATES = {
    S.PROPOSED: {"plan", "cancel"}, S.PLANNED: {"convene", "cancel"}, S.CONVENED: {"start", "cancel"},
    S.RUNNING: {"close"}, S.HELD: set(), S.CANCELLED: set(),
}  # fmt: skip


@pytest.mark.parametrize("state", S)
def test_from_every_state_only_these_steps(table, cast, do, state):
    one = table.plan(SOON)
    table.add(one, "Werkplan")
    set_state(one, state)
    table.session.commit()
    open_ = {offer.step.name for offer in meeting.procedure.offers(one, cast.els)}
    assert open_ == STATES[state]
    for step in meeting.procedure.steps:
        if step.name not in open_:
            with pytest.raises(NotNow, match="kan nu niet"):
                do(step, one, by=cast.els)
        elif step.name != "close":
            with pytest.raises(NotAllowed):
                do(step, one, by=cast.griet)
    assert one.state is state


def test_hours_must_be_possible(table):
    with pytest.raises(NotReady, match="eindigt voor ze begint") as refused:
        table.plan(SOON, starts=time(12), ends=time(9))
    assert refused.value.field == "ends"
    with pytest.raises(NotReady, match="wanneer de vergadering begint"):
        table.plan(SOON, starts=None, ends=time(9))
    assert table.one(Meeting) is None


def test_two_meetings_of_a_series_on_a_day_are_meant_or_refused(table):
    table.plan(SOON)
    with pytest.raises(NotReady, match="is er al") as refused:
        table.plan(SOON)
    assert refused.value.field == "held_on"
    assert table.plan(SOON, twice=True).number.endswith("-2")


def test_a_meeting_without_hours_has_none(table):
    one = table.plan(SOON, starts=None, ends=None)
    assert (one.starts_at, one.ends_at) == (None, None)


def test_hours_are_those_of_brussels_in_summer_and_winter(table):
    summer = table.plan(datetime(2027, 7, 1, tzinfo=UTC).date())
    winter = table.plan(datetime(2027, 12, 1, tzinfo=UTC).date())
    assert (summer.starts_at.hour, winter.starts_at.hour) == (7, 8)


def test_convening_needs_an_agenda_and_a_text_for_what_must_be_decided(table, do):
    one = table.plan(SOON)
    with pytest.raises(NotReady, match="minstens één punt"):
        table.step(one, "convene")
    item = table.add(one, "Definities", purpose="decide")
    with pytest.raises(NotReady, match="«Definities»"):
        table.step(one, "convene")
    item.text_follows = True
    table.session.commit()
    table.step(one, "convene")


def test_who_has_a_seat_gets_a_letter_with_her_part_of_the_agenda(table, cast, letters):
    one = table.plan(SOON)
    table.add(one, "Voor iedereen", audience="vendor")
    table.add(one, "Onder ons", audience="members")
    table.add(one, "Alleen wij", audience="secretariat")
    table.step(one, "convene")

    def lines(person):
        return str(letters(person)[-1])

    assert "Alleen wij" in lines(cast.els)
    assert "Onder ons" in lines(cast.griet)
    assert "Alleen wij" not in lines(cast.griet)
    assert "Onder ons" not in lines(cast.dora)
    assert "Voor iedereen" in lines(cast.tom)
    assert "Onder ons" not in lines(cast.tom)
    assert letters(cast.nele) == letters(cast.otto) == []


def entry_of(table: Table, person) -> Calendar:
    table.session.rollback()
    query = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
    message = table.session.scalars(query).first()
    return Calendar.from_ical(calendar.invitation(message.calendar, message))


def test_the_calendar_accepts_moves_and_cancels_the_same_entry(app, table, cast, do):
    one = table.plan(SOON)
    table.add(one, "Werkplan")
    table.step(one, "convene")
    with app.app_context():
        invited = entry_of(table, cast.griet)
        event = invited.walk("VEVENT")[0]
        assert (invited["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", one.uid, 0)
        assert event["DTSTART"].dt == one.starts_at
        move = {"held_on": SOON + timedelta(days=7), "starts": time(10), "ends": time(12), "note": "zaal"}
        do(meeting.MOVE, one, by=cast.els, **move)
        moved = entry_of(table, cast.griet)
        event = moved.walk("VEVENT")[0]
        assert (moved["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", one.uid, 1)
        assert event["DTSTART"].dt.date() == SOON + timedelta(days=7)
        table.step(one, "cancel")
        gone = entry_of(table, cast.griet)
        event = gone.walk("VEVENT")[0]
        assert (gone["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]) == ("CANCEL", one.uid, 2, "CANCELLED")


def test_the_mail_carries_what_outlook_expects_of_an_invitation(app, table, cast):
    """The part says its method, the entry its zone, its organiser and what is asked of whom (RFC 5546, 6047)."""
    one = table.plan(SOON)
    table.add(one, "Werkplan")
    table.step(one, "convene")
    query = select(Message).where(Message.person_id == cast.griet.id).order_by(Message.id.desc())
    with app.test_request_context():
        mail = as_mail([table.session.scalars(query).first()])
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    part = list(mail.iter_parts())[-1]
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    entry = Calendar.from_ical(part.get_content())
    event = entry.walk("VEVENT")[0]
    assert entry["METHOD"] == "REQUEST"
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert [str(zone["TZID"]) for zone in entry.walk("VTIMEZONE")] == ["Europe/Brussels"]
    assert str(event["ORGANIZER"]).lower() == f"mailto:{app.config['MAIL_FROM']}"
    assert str(event["ATTENDEE"]).lower() == f"mailto:{cast.griet.email}"
    asked = event["ATTENDEE"].params
    assert (asked["PARTSTAT"], asked["RSVP"], asked["ROLE"]) == ("NEEDS-ACTION", "TRUE", "REQ-PARTICIPANT")
    assert all(event.get(name) for name in ("DTSTAMP", "UID", "SUMMARY", "DTEND", "STATUS"))


def test_what_changes_after_convening_shows_until_it_is_sent_again(table, cast, do):
    one = table.plan(SOON)
    kept, dropped, changed = (table.add(one, title) for title in ("Blijft", "Weg", "Anders"))
    table.step(one, "convene")
    assert convening.changes(table.session, one, Audience.SECRETARIAT) == []
    do(agenda.DROP, dropped, by=cast.els, reason="later")
    table.add(one, "Nieuw")
    table.add(one, "Geheim", audience="secretariat")
    changed.planned_minutes = 25
    table.session.commit()
    do(agenda.SHIFT, changed, by=cast.els, up=True)

    seen = {(change.kind, change.title) for change in convening.changes(table.session, one, Audience.MEMBERS)}
    assert seen == {
        ("added", "Nieuw"), ("gone", "Weg"), ("changed", "Anders"), ("moved", "Anders"), ("moved", "Blijft"),
    }  # fmt: skip
    do(meeting.RESEND, one, by=cast.els)
    assert convening.changes(table.session, one, Audience.SECRETARIAT) == []
    assert table.session.scalars(select(AgendaVersion.n).order_by(AgendaVersion.n)).all() == [1, 2]
    assert kept.dropped_because is None


def test_an_organisation_says_whether_it_comes_until_the_meeting_begins(table, cast, do):
    one = table.plan(SOON)
    table.add(one, "Werkplan")
    with pytest.raises(NotNow, match="tussen de uitnodiging"):
        do(attendance.REPLY, one, by=cast.griet, answer=Reply.YES)
    table.step(one, "convene")
    do(attendance.REPLY, one, by=cast.griet, answer=Reply.YES)
    do(attendance.REPLY, one, by=cast.jef, answer=Reply.DEPUTY)
    assert table.one(Attendance).reply is Reply.DEPUTY
    table.step(one, "start")
    with pytest.raises(NotNow):
        do(attendance.REPLY, one, by=cast.griet, answer=Reply.NO)


def test_closing_names_everything_that_is_missing(table, cast, do):
    one = table.open_with(today(), "Werkplan")
    [item] = table.items(one)
    table.write(item, "! uitzoeken wie dit doet")
    texts = [str(missing.words) for missing in closing.missing(table.session, one)]
    assert texts == [
        "«Werkplan» heeft nog geen uitkomst",
        "de aanwezigheid van Genk, Gent is niet ingevuld",
        "de afspraak «uitzoeken wie dit doet» heeft geen eigenaar",
    ]
    with pytest.raises(NotReady, match="Er ontbreken nog 3 dingen"):
        table.step(one, "close")
    assert one.state is S.RUNNING


def test_who_is_no_member_may_attend_and_is_not_waited_for(table, cast, do):
    one = table.open_with(today(), "Werkplan")
    guest = cast.tom.organisation
    do(attendance.INVITE, one, by=cast.els, organisation=guest)
    with pytest.raises(NotReady, match="staat al op de lijst"):
        do(attendance.INVITE, one, by=cast.els, organisation=guest)
    table.close(one)
    assert one.state is S.HELD


def test_late_early_and_deputies_are_kept(table, cast, do):
    one = table.open_with(today(), "Werkplan")
    line = attendance.Line(
        cast.griet.organisation_id, Presence.ONLINE, by_deputy=True, arrived_late=True, left_early=True
    )
    do(attendance.RECORD, one, by=cast.els, lines=[line])
    row = table.one(Attendance)
    assert (row.presence, row.by_deputy, row.arrived_late, row.left_early) == (Presence.ONLINE, True, True, True)


def test_attendance_waits_for_the_meeting(table, cast, do):
    one = table.plan(SOON)
    with pytest.raises(NotNow, match="zodra de vergadering bezig is"):
        do(attendance.RECORD, one, by=cast.els, lines=[])


def test_an_outcome_is_only_said_while_the_meeting_runs(table, cast, do):
    one = table.plan(SOON)
    item = table.add(one, "Werkplan")
    with pytest.raises(NotNow, match="terwijl de vergadering bezig is"):
        table.dispose(item)
    with pytest.raises(NotNow, match="Open eerst"):
        do(agenda.TAKE_UP, item, by=cast.els)
    table.open(one)
    table.dispose(item, Disposition.NOTED)
    table.close(one)
    with pytest.raises(NotNow):
        table.dispose(item, Disposition.POSTPONED)


def test_the_clock_runs_for_one_item_at_a_time(table, cast, do, monkeypatch):
    one = table.open_with(today(), "Eerste")
    table.add(one, "Tweede")
    first, second = table.items(one)
    assert first.running_since
    first.running_since -= timedelta(minutes=7)
    table.session.commit()
    do(agenda.TAKE_UP, second, by=cast.els)
    first, second = table.items(one)
    assert (first.running_since, round(first.spent_seconds / 60)) == (None, 7)
    assert second.running_since
    table.close(one)
    assert [item.running_since for item in table.items(one)] == [None, None]


def test_a_number_belongs_to_its_series_and_year(table):
    numbers = [table.plan(SOON + timedelta(days=7 * nth)).number for nth in range(3)]
    assert len(set(numbers)) == 3
    assert all(number.split("-")[0].isdigit() for number in numbers)
