"""Story 4. After 28 May 2020 the agenda of 17 September makes itself; each line leads to where it comes from."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import changes, trail_of

pytestmark = pytest.mark.browser
EXPECTED = [
    "Uitrol van Swing, per stad", "Nieuwe gegevens via de connector", "protocol surveydata stadsmonitor 2020",
    "KSZ-data", "mobiliteitsdata", "uitdovende onderwerpen", "issues bij ABF",
]  # fmt: skip


def titles(page):
    return [text.split("\n")[0] for text in page.locator(".agenda .item__title").all_inner_texts()]


def test_the_agenda_of_17_september_makes_itself(on, visits):
    site = on(date(2020, 6, 15), until=date(2020, 5, 28))
    els = visits(site)("Coördinator")
    els.goto("/obmi/meetings")
    assert els.locator("tbody tr").count() == 12
    els.get_by_role("link", name="Plan een vergadering").click()
    els.get_by_label("Dag", exact=True).fill("2020-09-17")
    els.get_by_role("button", name="Plan").click()
    els.wait_for_url("**/obmi/meetings/2020-3")

    found = titles(els)
    for part in EXPECTED:
        assert any(part in title for title in found), f"{part} in {found}"
    assert len(found) == len(set(found))
    expect(els.get_by_text("subwerkgroep rapporteert over haar opdracht").first).to_be_visible()
    agreed = els.locator(".agenda > li").filter(has_text="ABF")
    agreed.get_by_role("link", name=re.compile("afspraak van 28.05.2020")).click()
    expect(els.get_by_role("main")).to_contain_text("Gemaakt in")
    els.get_by_role("link", name="OBMi-werkgroep 28 mei 2020").click()
    els.wait_for_url(re.compile("2020-2#item-"))

    els.goto("/obmi/meetings/2020-3")
    last = els.locator(".agenda > li").last
    moved = titles(els)[-1]
    last.focus()
    with els.expect_response("**/items/order"):
        els.keyboard.press("Alt+ArrowUp")
    expect(els.locator(".agenda > li").nth(-2)).to_contain_text(moved)
    els.reload()
    assert titles(els)[-2] == moved

    made = [row for row in trail_of(site) if row["table"] == "agenda_item" and row["verb"] == "created"]
    assert len([row for row in made if row["person_id"]]) == len(found)
    assert len([row for row in changes(site, "agenda_item") if row["person_id"]]) == 2, "two items changed places"


def test_drag_with_the_mouse(on, visits):
    site = on(date(2020, 6, 15), until=date(2020, 5, 28))
    els = visits(site)("Coördinator")
    els.goto("/obmi/meetings/plan")
    els.get_by_label("Dag", exact=True).fill("2020-09-17")
    els.get_by_role("button", name="Plan").click()
    els.wait_for_url("**/obmi/meetings/2020-3")
    before = titles(els)
    items = els.locator(".agenda > li")
    with els.expect_response("**/items/order"):
        items.nth(0).drag_to(items.nth(2))
    els.reload()
    assert titles(els) == [*before[1:3], before[0], *before[3:]]
