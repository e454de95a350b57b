"""Story 2. Who was a member on 1 November 2016, and who attended without being one."""

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import trail_of

pytestmark = pytest.mark.browser


def test_membership_on_a_date(on, visits):
    site = on()
    els = visits(site)("Vertegenwoordiger Gent")
    els.goto("/obmi")
    els.get_by_label("Wie was lid op").fill("2016-11-01")
    els.get_by_role("button", name="Toon").click()
    expect(els.get_by_role("heading", level=1)).to_have_text("Leden op 1 november 2016")
    names = els.locator("tbody th").all_inner_texts()
    assert not {"Sint-Niklaas", "Hasselt"} & set(names)
    assert {"Vlaamse Gemeenschapscommissie", "Roeselare"} <= set(names)

    els.get_by_label("Op welke dag").fill("2016-12-05")
    els.get_by_role("button", name="Toon").click()
    expect(els.get_by_role("heading", level=1)).to_have_text("Leden op 5 december 2016")
    assert {"Sint-Niklaas", "Hasselt"} <= set(els.locator("tbody th").all_inner_texts())

    els.goto("/obmi/meetings/workshop-2016-1")
    there = els.get_by_role("region", name="Aanwezig")
    expect(there.get_by_role("listitem").filter(has_text="Hasselt")).to_contain_text("deelnemer, geen lid")
    expect(there.get_by_role("listitem").filter(has_text="GNT")).not_to_contain_text("geen lid")

    joined = [row for row in trail_of(site) if row["table"] == "membership" and "2016-12-05" in row["payload"]]
    assert len(joined) == 2


def test_a_day_that_is_none_is_said(on, visits):
    els = visits(on())("Vertegenwoordiger Gent")
    els.goto("/obmi/members?on=2016-02-31")
    expect(els.get_by_text("«2016-02-31» is geen dag")).to_be_visible()
