"""Story 5. "Volgende vergadering" is no day until one is planned; when it moves, everything that waits for it moves."""

from datetime import date

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.stories.conftest import changes

pytestmark = pytest.mark.browser
FLUVIUS = "Steden bezorgen datawensen en use cases aan Fluvius"


def deadline(page):
    page.goto("/obmi/actions")
    return page.get_by_role("row").filter(has_text=FLUVIUS)


def test_a_deadline_moves_with_the_meeting(on, visits):
    site = on(date(2020, 11, 2), until=date(2020, 10, 26))
    els = visits(site)("Coördinator")
    expect(deadline(els)).to_contain_text("datum volgt")
    expect(els.get_by_text("te laat")).to_have_count(0)

    els.goto("/obmi/meetings/plan")
    els.get_by_label("Dag", exact=True).fill("2020-12-10")
    els.get_by_label("Begint om").fill("09:30")
    els.get_by_role("button", name="Plan").click()
    els.wait_for_url("**/obmi/meetings/2020-5")
    expect(deadline(els)).to_contain_text("10 december 2020")

    agreed, planned = len(changes(site, "action")), len(changes(site, "meeting"))
    els.goto("/obmi/meetings/2020-5/move")
    els.get_by_label("Nieuwe dag").fill("2020-12-17")
    els.get_by_label("Waarom").fill("De zaal is vrij.")
    els.get_by_role("button", name="Verplaats").click()
    expect(els.get_by_role("status").first).to_contain_text("schuiven mee")
    expect(els.get_by_role("region", name="Het verhaal")).to_contain_text("De zaal is vrij.")
    expect(deadline(els)).to_contain_text("17 december 2020")
    assert len(changes(site, "meeting")) == planned + 1, "one line in the trail"
    assert len(changes(site, "action")) == agreed, "nothing was copied, so nothing had to be changed"

    text = els.request.get("/obmi/meetings/2020-5/calendar").text()
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["DTSTART"].dt.date() == date(2020, 12, 17)
