"""Story 3. Where the documents contradict each other all claims show, one is chosen, and another choice is logged."""

import json

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import changes

pytestmark = pytest.mark.browser


def test_a_conflict_is_shown_and_settled_otherwise(on, visits):
    site = on()
    come_in = visits(site)
    els = come_in("Coördinator")
    els.goto("/obmi/history")
    expect(els.get_by_role("heading", level=1)).to_have_text("Mijlpalen OBMi")
    joined = els.locator("li[id^=milestone]").filter(has_text="Alle centrumsteden en VGC zijn lid")
    claims = joined.locator("ul > li")
    assert claims.count() == 3
    assert [text.split()[1].rstrip(",") for text in claims.locator(".origin").all_inner_texts()] == [
        "001",
        "000",
        "002",
    ]
    expect(claims.filter(has_text="gekozen")).to_contain_text("2016-12-05")

    joined.get_by_role("link", name="Wijzig keuze").click()
    els.get_by_label("Bewering").select_option(label="2017")
    els.get_by_role("button", name="Kies").click()
    expect(els.get_by_role("alert")).to_contain_text("Vul dit in.")
    els.get_by_label("Waarom").fill("Het jaarverslag is jonger.")
    els.get_by_role("button", name="Kies").click()
    section = els.get_by_role("region", name="Wanneer de laatste centrumstad toetrad")
    expect(section.get_by_role("listitem").filter(has_text="gekozen")).to_contain_text("2017")
    expect(section).to_contain_text("Het jaarverslag is jonger.")

    [logged] = [row for row in changes(site, "contradiction") if row["person_id"]]
    assert set(json.loads(logged["payload"])["changes"]) == {"chosen_id", "choice"}
    els.goto("/obmi/trail")
    expect(els.get_by_role("row").filter(has_text="tegenspraak").first).to_contain_text("Coördinator")

    griet = come_in("Vertegenwoordiger Gent")
    griet.goto("/obmi/history")
    expect(griet.get_by_role("link", name="Wijzig keuze")).to_have_count(0)
