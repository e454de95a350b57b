"""What the pages of meetings do with bad input: a clear sentence beside the field, and what was typed is kept."""

from datetime import timedelta

import pytest

from models import Meeting, RoundKind
from tests.asked import ask
from tests.table import Table, lay
from workflows.clock import today

SOON = today() + timedelta(days=42)


def plan(browser, status=422, **more):
    form = {"held_on": SOON.isoformat(), "starts": "09:30", "ends": "12:00", "place": "Gent", "title": "Mijn titel"}
    return browser.post("/obmi/meetings/plan", status=status, **{**form, **more})


@pytest.fixture
def els(cast, browser):
    return browser.as_(cast.els)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": ""}, "Vul een datum in."),
        ({"held_on": "2026-02-31"}, "Ongeldige datum"),
        ({"held_on": "0001-01-01"}, "Kies een dag tussen 1990 en 2100."),
        ({"starts": "12:00", "ends": "09:00"}, "De vergadering eindigt voor ze begint."),
        ({"starts": "", "ends": "09:00"}, "Vul ook in wanneer de vergadering begint."),
        ({"link": "javascript:alert(1)"}, "Een adres begint met https:// of http://."),
        ({"series": "99999"}, "Kies iets uit de lijst."),
    ],
)
def test_a_day_or_an_hour_that_cannot_be(els, table: Table, session, wrong, sentence):
    page = plan(els, series=table.series.id, **wrong) if "series" not in wrong else plan(els, **wrong)
    assert sentence in page
    assert 'value="Mijn titel"' in page
    assert 'value="Gent"' in page
    assert session.query(Meeting).count() == 0


def test_a_second_meeting_on_that_day_is_warned_about_and_possible(els, table):
    plan(els, status=302, series=table.series.id)
    page = plan(els, series=table.series.id)
    assert "Vink onderaan aan dat er twee mogen zijn" in page
    plan(els, status=302, series=table.series.id, twice="y")


def test_an_item_on_the_same_agenda_twice(els, table):
    meeting = table.plan(SOON)
    table.add(meeting, "Werkplan")
    form = {"title": "Werkplan", "purpose": "discuss", "item_type": "discussion", "audience": "partners"}
    page = els.post(f"/obmi/meetings/{meeting.number}/items/add", status=422, proposal="Mijn lange voorstel", **form)
    assert "Dit punt staat al op deze agenda." in page
    assert "Mijn lange voorstel" in page


def test_closing_says_what_is_missing_with_a_way_to_it(els, table):
    meeting = table.open_with(today(), "Werkplan")
    [item] = table.items(meeting)
    page = els.get(f"/obmi/meetings/{meeting.number}")
    assert f'href="#item-{item.id}"' in page
    assert 'href="#attendance"' in page
    step = f"/obmi/steps/meeting/{meeting.id}/close"
    assert "Er ontbreken nog 2 dingen" in els.get(step, status=422)


def test_minutes_are_not_approved_in_the_meeting_they_describe(els, table):
    meeting = table.close(table.open_with(today(), "Werkplan"))
    own = table.minutes(meeting)
    table.step(own, "circulate")
    page = els.post(
        f"/obmi/meetings/{meeting.number}/minutes/approve", status=422, meeting=meeting.id, version=own.version
    )
    assert "Kies iets uit de lijst." in page
    page = els.post(f"/obmi/meetings/{meeting.number}/minutes/approve", status=422, meeting="", version=own.version)
    assert "Stilzwijgend goedkeuren kan pas na de aangekondigde dag." in page


def test_a_block_over_somebody_elses_gives_three_texts(els, table, cast, do):
    from workflows import minutes

    meeting = table.open_with(today(), "Werkplan")
    block = table.write(table.items(meeting)[0], "Eerste versie")
    base = block.version
    do(minutes.SAVE, block, by=cast.els, written="Versie van de ander", base=base)
    path = f"/obmi/meetings/{meeting.number}/minutes/blocks/{block.id}"
    page = els.post(path, status=409, written="Mijn versie", base=base)
    for text in ("Eerste versie", "Versie van de ander", "Mijn versie"):
        assert f"<pre>{text}</pre>" in page
    answer = els.open(
        path, "POST", data={"written": "Mijn versie", "base": base}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert {name: answer.json[name] for name in ("base", "theirs", "mine")} == {
        "base": "Eerste versie", "theirs": "Versie van de ander", "mine": "Mijn versie",
    }  # fmt: skip


def test_what_came_of_a_block_comes_back_with_it(els, table, cast, do):
    """The script that saves draws this below the text: decisions, agreements, and the rounds that stood there."""
    meeting = table.open_with(today(), "Werkplan")
    [item] = [one for one in table.items(meeting) if one.title == "Werkplan"]
    ask(do, cast.obmi, cast.els, RoundKind.INTEREST, item=item)
    block = table.block(item)
    given = {"written": "= Zo doen we het\n! Gent: nakijken", "base": block.version}
    path = f"/obmi/meetings/{meeting.number}/minutes/blocks/{block.id}"
    answer = els.open(path, "POST", data=given, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    for text in ("Zo doen we het", "nakijken", "Interesse in de Corona Impact Monitor"):
        assert text in answer.json["outcomes"]


def test_a_deadline_is_a_day_or_the_next_meeting(els, table):
    meeting = table.open_with(today(), "Werkplan")
    table.write(table.items(meeting)[0], "! Gent: nakijken")
    from models import Action

    agreed = table.one(Action)
    form = {"text": "Anders", "owner": "", "version": agreed.version}
    for wrong in ({}, {"due_on": "2030-01-01", "at_next": "y"}):
        page = els.post(f"/obmi/actions/{agreed.id}/change", status=422, **form, **wrong)
        assert "precies een van de twee" in page
        assert "Anders</textarea>" in page


def test_an_agreement_ends_with_a_result(cast, browser, table):
    meeting = table.open_with(today(), "Werkplan")
    table.write(table.items(meeting)[0], "! Gent: nakijken")
    from models import Action

    agreed = table.one(Action)
    page = browser.as_(cast.griet).post(
        f"/obmi/actions/{agreed.id}/finish", status=422, state="done", result=" ", version=agreed.version
    )
    assert "Schrijf wat het resultaat is." in page


@pytest.mark.parametrize("ids", ["", "x", "1,2,", "9" * 400])
def test_an_order_that_cannot_be_read(els, table, ids):
    meeting = table.plan(SOON)
    els.post(f"/obmi/meetings/{meeting.number}/items/order", status=422, ids=ids)


@pytest.mark.parametrize(
    "path", ["2026-99", "nergens", "2026-1/items/999999", "2026-1/minutes/editions/7", "2026-1/minutes/blocks/1e3"]
)
def test_an_unknown_address_is_not_found(els, table, path):
    lay(table, remarks_by=table.by)
    els.get(f"/obmi/meetings/{path}", status=404)


def test_a_recorded_meeting_stands_still(els, session, table):
    from app.history import facts

    facts.load(session)
    recorded = session.query(Meeting).filter_by(number="2020-2").one()
    page = els.get("/obmi/meetings/2020-2")
    assert "niet vastgelegd" in page
    assert "data-minute" not in page
    block = table.block(table.items(recorded)[0])
    path = f"/obmi/meetings/2020-2/minutes/blocks/{block.id}"
    assert "haar verslag ligt vast" in els.post(path, status=409, written="erbij", base=block.version)
    assert "haar verslag ligt vast" in els.post("/obmi/meetings/2020-2/attendance", status=409)


def test_the_calendar_file_opens_in_a_calendar(els, table):
    from icalendar import Calendar

    meeting = table.plan(SOON)
    answer = els.open(f"/obmi/meetings/{meeting.number}/calendar")
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (event["UID"], event["DTSTART"].dt) == (meeting.uid, meeting.starts_at)
    assert f"/obmi/meetings/{meeting.number}" in event["URL"]


def test_the_home_says_what_keeps_the_next_meeting_closed(cast, browser, table):
    meeting = table.plan(SOON)
    assert "Zet eerst minstens één punt op de agenda." in browser.as_(cast.els).get("/")
    table.add(meeting, "Werkplan")
    assert "Roep bijeen" in browser.as_(cast.els).get("/")
    table.step(meeting, "convene")
    assert "1 zaak wacht op jullie." in browser.as_(cast.griet).get("/")
    browser.as_(cast.griet).post(f"/obmi/meetings/{meeting.number}/reply", answer="yes", back="home")
    assert "Er wacht niets op jou." in browser.as_(cast.griet).get("/")
    assert "Gent" in browser.as_(cast.els).get(f"/obmi/meetings/{meeting.number}")
