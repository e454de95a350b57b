"""A calendar program follows the meetings at an address with a secret in it, for as long as its owner may see them."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from app.extensions import db
from models import AuditEntry, CalendarFeed, Meeting, PersonState, now
from tests.conftest import Browser, key_of, person
from tests.table import Table
from workflows import calendar_feed, links, meeting, seat
from workflows.clock import today
from workflows.convening import calendar_entry

HERE = ZoneInfo("Europe/Brussels")
HARD = [
    "Overleg 🏛️ over «data», en meer",
    "Met \"aanhalingstekens\"; puntkomma's, komma's \\ en \\n geen nieuwe regel",
    "\u202bפגישה של הצוות\u202c אחת",
    "é" * 300,
    "DTSTART:20200101 BEGIN:VEVENT",
]


@pytest.fixture
def griet(browser, cast) -> Browser:
    return browser.as_(cast.griet)


def make(visitor: Browser, workgroup="") -> str:
    """The path of a new address, from the one page that shows it."""
    answer = visitor.open("/account/calendars", "POST", data={"workgroup": workgroup})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    [address] = re.findall(r'value="http://localhost(/calendar/rt_calendar_[\w-]{43}\.ics)"', answer.text)
    assert f'href="webcal://localhost{address}"' in answer.text
    return address


def read(browser: Browser, path: str) -> Calendar:
    answer = browser.as_(None).open(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert b"ATTENDEE" not in answer.data
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    return Calendar.from_ical(answer.data)


def events(browser: Browser, path: str) -> dict[str, object]:
    return {str(event["uid"]): event for event in read(browser, path).walk("VEVENT")}


def feeds(session) -> list[CalendarFeed]:
    session.rollback()
    return list(session.scalars(select(CalendarFeed).order_by(CalendarFeed.id)))


def test_a_calendar_reads_what_stands_in_the_invitation(app, cast, griet, table, session):
    planned = table.plan(today() + timedelta(days=30), title="Voorjaar", link="https://bel.example/x")
    table.add(planned, "punt")
    table.step(planned, "convene")
    path = make(griet, cast.obmi.id)
    calendar = read(griet, path)
    assert calendar["method"] == "PUBLISH"
    assert calendar["x-wr-calname"] == calendar["name"] == "Rondetafel · OBMi"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in griet.open(path).data
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]
    [event] = calendar.walk("VEVENT")
    session.rollback()
    mailed = calendar_entry(session.get_one(Meeting, planned.id), "REQUEST")
    assert (str(event["uid"]), event["sequence"]) == (mailed["uid"], mailed["sequence"])
    assert event["dtstart"].dt == datetime.combine(planned.held_on, time(9, 30), HERE)
    assert event["dtend"].dt == datetime.combine(planned.held_on, time(12), HERE)
    assert event["dtstart"].params["TZID"] == "Europe/Brussels"
    page = f"http://localhost/obmi/meetings/{planned.number}"
    assert str(event["url"]) == page
    assert str(event["description"]) == f"https://bel.example/x\n{page}"
    assert str(event["location"]) == "zaal"
    assert (str(event["summary"]), str(event["status"])) == ("Voorjaar", "CONFIRMED")
    assert event["last-modified"].dt == event["dtstamp"].dt <= now()


def test_it_follows_a_move_and_a_cancellation(griet, table, browser):
    convened, planned = table.plan(today() + timedelta(days=30)), table.plan(today() + timedelta(days=60))
    table.add(convened, "punt")
    table.step(convened, "convene")
    path = make(griet)
    before = events(browser, path)
    day = today() + timedelta(days=33)
    for nth, one in enumerate((convened, planned)):
        held_on = day + timedelta(days=nth)
        table.do(meeting.MOVE, one, by=table.by, held_on=held_on, starts=time(14), ends=time(15))
    moved = events(browser, path)
    assert moved.keys() == before.keys() == {convened.uid, planned.uid}
    for uid, event in moved.items():
        assert event["sequence"] > before[uid]["sequence"]
        assert event["dtstart"].dt != before[uid]["dtstart"].dt
        assert event["dtstamp"].dt >= before[uid]["dtstamp"].dt
    assert moved[convened.uid]["dtstart"].dt == datetime.combine(day, time(14), HERE)
    for one in (convened, planned):
        table.step(one, "cancel")
    for uid, event in events(browser, path).items():
        assert str(event["status"]) == "CANCELLED"
        assert event["sequence"] > moved[uid]["sequence"]


def test_a_proposal_is_tentative_and_a_meeting_without_hours_takes_the_day(griet, table, browser):
    proposed = table.plan(today() + timedelta(days=9), sure=False, starts=None, ends=None)
    event = events(browser, make(griet))[proposed.uid]
    assert str(event["status"]) == "TENTATIVE"
    assert (event["dtstart"].dt, event["dtend"].dt) == (proposed.held_on, proposed.held_on + timedelta(days=1))


def test_the_hour_is_right_in_winter_and_in_summer(griet, table, browser):
    year = today().year + 1
    for day in (date(year, 1, 15), date(year, 7, 15)):
        made = table.plan(day)
        start = events(browser, make(griet))[made.uid]["dtstart"].dt
        assert (start.hour, start.utcoffset()) == (9, datetime.combine(day, time(9), HERE).utcoffset())


def test_what_is_more_than_a_year_ago_is_left_out(griet, table, browser):
    recent, old = table.plan(today() - timedelta(days=300)), table.plan(today() - timedelta(days=400))
    found = events(browser, make(griet))
    assert recent.uid in found
    assert old.uid not in found


def test_another_workgroup_is_not_in_it(cast, griet, table, browser, session, do):
    theirs = Table(session, do, cast.orba, cast.otto).plan(today() + timedelta(days=5))
    ours = table.plan(today() + timedelta(days=5))
    all_of_hers, one = make(griet), make(griet, cast.obmi.id)
    assert events(browser, all_of_hers).keys() == events(browser, one).keys() == {ours.uid}
    session.add(seat.Seat(workgroup=cast.orba, person=cast.griet, role=seat.SeatRole.READER, since=today()))
    session.commit()
    assert events(browser, all_of_hers).keys() == {ours.uid, theirs.uid}
    assert events(browser, one).keys() == {ours.uid}


@pytest.mark.parametrize("title", HARD)
def test_any_title_survives_the_round_trip(griet, table, browser, title):
    made = table.plan(today() + timedelta(days=3), title=title, place=title)
    event = events(browser, make(griet))[made.uid]
    assert (str(event["summary"]), str(event["location"])) == (title, title)


def test_the_address_is_shown_once_and_only_its_digest_is_kept(cast, griet, session):
    form = {"workgroup": cast.obmi.id, "key": key_of(griet.get("/account/calendars"))}
    first = griet.open("/account/calendars", "POST", data=form)
    secret = re.search(r"rt_calendar_[\w-]+", first.text)[0]
    [feed] = feeds(session)
    assert (feed.digest, feed.workgroup_id, feed.person_id) == (links.digest(secret), cast.obmi.id, cast.griet.id)
    again = griet.open("/account/calendars", "POST", data=form, follow_redirects=True)
    assert "al één keer getoond" in again.text
    assert "rt_calendar_" not in again.text
    assert len(feeds(session)) == 1
    assert secret not in dump(session)


def dump(session) -> str:
    from models import Base

    return repr([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])


def test_she_lists_and_revokes_her_own(cast, griet, browser, session):
    path = make(griet, cast.obmi.id)
    make(griet)
    page = griet.get("/account/calendars")
    assert page.count("nog nooit") == 2
    assert "OBMi" in page
    mine = feeds(session)[0]
    karim = browser.as_(cast.karim)
    assert "nog geen agenda-adres" in karim.get("/account/calendars")
    karim.post(f"/account/calendars/{mine.id}/revoke", status=404)
    read(browser, path)
    griet.post(f"/account/calendars/{mine.id}/revoke")
    browser.get(path, status=404)
    assert griet.get("/account/calendars").count("Trek in") == 1


def test_ten_is_enough(cast, griet, session):
    for _ in range(calendar_feed.MOST):
        make(griet)
    page = griet.post("/account/calendars", status=422, workgroup=cast.obmi.id)
    assert "Je hebt al 10 agenda-adressen" in page
    assert f'<option selected value="{cast.obmi.id}">' in page
    griet.post(f"/account/calendars/{feeds(session)[0].id}/revoke")
    make(griet)


def test_not_of_a_group_where_she_does_not_sit(cast, griet, do, session):
    assert "Kies iets uit de lijst" in griet.post("/account/calendars", status=422, workgroup=cast.orba.id)
    from workflows.refusals import NotReady
    from workflows.sign_in import Visit

    visit = session.scalars(select(Visit).where(Visit.person_id == cast.griet.id)).one()
    with pytest.raises(NotReady):
        do(calendar_feed.MAKE, visit, by=cast.griet, workgroup=cast.orba, secret=links.Secret("x"))


def test_every_dead_address_gives_the_same_answer(cast, browser, session, do):
    """Never was, malformed, revoked, too old, of somebody who is disabled, of a group that she left."""
    lea = person(session, "lea", "Gent", cast.obmi, seat.SeatRole.READER)
    paths = {}
    for name, who in {"revoked": cast.griet, "disabled": cast.karim, "left": lea, "expired": cast.jef}.items():
        paths[name] = make(browser.as_(who), cast.obmi.id)
        read(browser, paths[name])
    browser.as_(cast.griet).post(f"/account/calendars/{feeds(session)[0].id}/revoke")
    feeds(session)[3].made_at = now() - calendar_feed.LIFETIME
    cast.karim.state = PersonState.DISABLED
    session.commit()
    assert "Je hebt nog geen agenda-adres." in browser.as_(cast.jef).get("/account/calendars")
    do(seat.LEAVE, lea.seats[0], by=cast.els)
    paths["unknown"] = f"/calendar/{links.new_secret('calendar')}.ics"
    paths["malformed"] = "/calendar/x.ics"
    paths["digest"] = f"/calendar/{feeds(session)[0].digest}.ics"
    answers = {name: browser.as_(None).open(path) for name, path in paths.items()}
    varying = {"X-Request-Id", "Date"}
    said = {
        (one.status_code, one.data, tuple(pair for pair in one.headers if pair[0] not in varying))
        for one in answers.values()
    }
    assert len(said) == 1, said
    assert answers["unknown"].status_code == 404
    assert answers["unknown"].headers["Cache-Control"] == "no-store"


def test_who_left_the_last_group_reads_an_empty_calendar(cast, browser, session, do, table):
    """So that her program forgets what it had; what opens for her elsewhere is there again."""
    table.plan(today() + timedelta(days=5))
    path = make(browser.as_(cast.karim))
    assert len(events(browser, path)) == 1
    do(seat.LEAVE, cast.karim.seats[0], by=cast.els)
    assert events(browser, path) == {}
    cast.karim.state = PersonState.DISABLED
    session.commit()
    browser.get(path, status=404)


def test_nothing_new_is_said_with_304(griet, table, browser):
    path = make(griet)
    first = browser.open(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    asked = {"If-None-Match": first.headers["ETag"]}
    same = browser.open(path, headers=asked)
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    table.plan(today() + timedelta(days=5))
    changed = browser.open(path, headers=asked)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    head = browser.open(path, "HEAD")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", changed.headers["ETag"])


def test_the_last_reading_is_noted_once_an_hour_and_leaves_no_trace(griet, browser, session):
    path = make(griet)
    trail = session.scalars(select(AuditEntry.id)).all()
    browser.get(path)
    [feed] = feeds(session)
    noted = feed.read_at
    assert noted
    browser.get(path)
    assert feeds(session)[0].read_at == noted
    earlier(session, now() - calendar_feed.NOTED_EVERY)
    browser.get(path)
    assert feeds(session)[0].read_at > noted
    assert session.scalars(select(AuditEntry.id)).all() == trail
    assert "nog nooit" not in griet.get("/account/calendars")


def earlier(session, moment) -> None:
    session.execute(update(CalendarFeed.__table__).values(read_at=moment))
    session.commit()


def test_a_busy_database_does_not_hold_up_the_reader(app, griet, browser, session):
    """Somebody else is writing: the calendar is read all the same, at once, and the reading is not noted."""
    path = make(griet)
    with app.app_context():
        engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    options = {"writes": True} if sqlite else {}
    with engine.connect().execution_options(**options) as other, other.begin():
        if not sqlite:
            other.execute(text("SELECT id FROM calendar_feed FOR UPDATE"))
        began = now()
        browser.get(path)
        assert now() - began < timedelta(seconds=5)
        assert feeds(session)[0].read_at is None
        session.rollback()
    browser.get(path)
    assert feeds(session)[0].read_at


def test_guessing_is_stopped_and_does_not_keep_anybody_from_signing_in(griet, browser):
    path = make(griet)
    statuses = [browser.open(f"/calendar/guess{nth}.ics").status_code for nth in range(61)]
    assert statuses == [404] * 60 + [429]
    assert int(browser.open("/calendar/guess61.ics").headers["Retry-After"]) > 0
    assert browser.open(path).status_code == 200, "her calendar program sits in the same office as who guesses"
    wrong = {"email": "x@example.invalid", "password": "een fout wachtwoord"}
    assert browser.open("/sign-in", "POST", data=wrong).status_code == 422


def test_reading_a_good_one_is_never_counted(griet, browser):
    path = make(griet)
    assert {browser.open(path).status_code for _ in range(70)} == {200}


def test_the_secret_is_in_no_log(griet, browser, monkeypatch):
    path = make(griet)

    def broken(_feed):
        raise ZeroDivisionError

    monkeypatch.setattr("app.calendar_feed.views.content", broken)
    with capture_logs() as logged:
        assert browser.open(path).status_code == 500
    assert [line["path"] for line in logged] == ["/calendar/***.ics"]
    assert "rt_calendar_" not in repr(logged)
    assert "rt_" not in str(links.Secret("rt_x")) + repr(links.Secret("rt_x"))


def test_many_meetings_cost_as_many_questions_as_one(griet, table, browser, statements):
    path = make(griet)

    def asked() -> int:
        statements.clear()
        browser.get(path)
        return len(statements)

    table.plan(today() + timedelta(days=1))
    asked()
    one = asked()
    for nth in range(2, 14):
        table.plan(today() + timedelta(days=nth))
    assert asked() == one


def test_the_list_of_meetings_says_where_to_find_it(griet):
    assert 'href="/account/calendars"' in griet.get("/obmi/meetings")
