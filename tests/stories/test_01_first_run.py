"""Story 1. From nothing, the documents are loaded twice: everything is there once, with its document and lines."""

import re

import pytest
from playwright.sync_api import expect

from app.demonstration import people
from app.history import facts
from tests.stories.conftest import trail_of

pytestmark = pytest.mark.browser


def test_first_run(on, visits):
    site = on(people_too=False)
    site.behind(facts.load)
    once = len(trail_of(site))
    site.behind(facts.load)
    assert len(trail_of(site)) == once, "the second time changes nothing, so the trail has nothing to tell"
    site.behind(people.load)

    els = visits(site)("Coördinator")
    els.goto("/obmi/meetings")
    rows = els.locator("tbody tr")
    assert rows.count() == 14
    assert sum(int(cell) for cell in els.locator("td[data-label=Punten]").all_inner_texts()) == 68
    recorded = [link.get_attribute("href") for link in rows.locator("th a").all()]
    for address in recorded:
        els.goto(address)
        origins = els.locator(".origin").all_inner_texts()
        assert len(origins) > els.locator(".agenda > li").count(), "of the meeting and of every item"
        assert all(re.match(r"Herkomst 00\d, regels \d", text) for text in origins), origins

    els.goto("/workgroups")
    expect(els.get_by_text("38 werkgroepen")).to_be_visible()
    els.goto("/obmi/history/contradictions")
    assert els.get_by_role("main").get_by_role("heading", level=2).count() == 10
    els.goto("/organisations")
    expect(els.get_by_text("59 organisaties")).to_be_visible()

    made = [row for row in trail_of(site) if row["table"] == "meeting" and row["verb"] == "created"]
    assert len(made) == 14
    assert all(row["person_id"] is None for row in made), "the installation loaded them, nobody in particular"
    asked = [row["verb"] for row in trail_of(site) if row["table"] in ("round", "answer")]
    assert asked.count("created") == 20, "the requests to the cities, and no answers"
