"""Story 23. The overview of 2020 misses nothing that document 000 reports, as page, Word, PDF and Markdown."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect
from sqlalchemy import select

from app.history import facts
from models import AgendaItem, Meeting
from tests import reading

pytestmark = pytest.mark.browser
TOLD = ("titel", "omschrijving", "doel", "resultaat", "open_vraag")
LISTS = ("vragen", "onderwerpen", "deelvragen")


def file(name: str) -> Any:
    return yaml.safe_load((Path(facts.HERE) / f"{name}.yaml").read_text(encoding="utf-8"))


def bullets_of_000() -> Iterator[tuple[str, str]]:
    """Everything that document 000 reports of the meetings of 2020, as the facts hold it: meeting and words."""
    listed = [*file("vendor_issues")["issues"], *file("templates")["sjablonen"]]
    titles = {one["id"]: one["titel"] for one in listed}
    names = {one["id"]: one["naam"] for one in file("organisations")["organisaties"]}
    for meeting in file("meetings_2020")["vergaderingen"]:
        for item in meeting["agendapunten"]:
            for name in TOLD:
                if name in item:
                    yield meeting["titel"], str(item[name])
            for name in LISTS:
                yield from ((meeting["titel"], one) for one in item.get(name, []) if isinstance(one, str))
            for one in item.get("leveringen", []):
                yield meeting["titel"], one["onderwerp"] if isinstance(one, dict) else one
            for keys in item.get("verwijst_naar", {}).values():
                if isinstance(keys, list):
                    yield from ((meeting["titel"], titles[key]) for key in keys)
            for name in ("spreker", "indiener", "trekker"):
                if name in item:
                    yield meeting["titel"], names[item[name]]


def plain(text: str) -> str:
    """Without signs, spaces and capitals, so that only words are compared."""
    unescaped = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return re.sub(r"[\W_]+", "", unescaped).lower()


def missing_in(text: str) -> list[tuple[str, str]]:
    whole = plain(text)
    return [(where, words) for where, words in bullets_of_000() if plain(words) not in whole]


def websites() -> list[str]:
    """The site of each city, which 000 lists (Oostende three times, here once)."""
    rows = file("organisations")["organisaties"]
    return [row["website"] for row in rows if "website" in row and row.get("obmi", {}).get("rol") == "lid"]


def test_the_overview_of_2020_misses_nothing(on, visits, tmp_path):
    site = on()
    els = visits(site)("Coördinator")
    els.goto("/")
    els.get_by_role("link", name="Jaaroverzicht", exact=True).first.click()
    els.get_by_role("link", name="Overzicht van 2020").click()
    expect(els.get_by_role("heading", level=1)).to_have_text("OBMi: overzicht van 2020")

    assert len(list(bullets_of_000())) > 80
    page = els.locator("article").inner_text()
    headings = els.locator("article h2").all_inner_texts()
    held = [one for one in headings if one.startswith("OBMi-werkgroep")]
    assert held == [f"OBMi-werkgroep {day} 2020" for day in ("30 januari", "28 mei", "17 september", "26 oktober")]
    assert "kwam in 2020 4 keer samen" in page
    assert "Er kwamen 45 punten aan bod." in page
    assert missing_in(page) == []
    for said in ("10 maart 2015", "15 oktober 2018", *websites()):
        assert said in page, said
    assert len(websites()) == 13
    for group in ("Mobiliteitsdata", "Brandweerdata", "circulaire economie"):
        assert group in page

    readers = {"Word": reading.of_word, "PDF": reading.of_pdf, "Markdown": bytes.decode}
    for called, read in readers.items():
        with els.expect_download() as download:
            els.get_by_role("link", name=called, exact=True).click()
        download.value.save_as(tmp_path / "overview")
        assert missing_in(read((tmp_path / "overview").read_bytes())) == [], called


def test_an_editor_writes_over_it_and_a_changed_fact_shows(on, visits):
    site = on()
    els = visits(site)("Coördinator")
    els.goto("/obmi/overviews/2020")
    piece = els.get_by_role("group", name="Werking en toekomstplannen van Statistiek Vlaanderen")
    piece.get_by_role("link", name="Herschrijf").click()
    els.get_by_label("Jouw tekst").fill("Statistiek Vlaanderen vertelde wat het **van plan** is.")
    els.get_by_role("button", name="Bewaar").click()
    expect(piece).to_contain_text("vertelde wat het van plan is")
    expect(piece).not_to_contain_text("stelde voor")

    def rename(session: Any) -> None:
        query = select(AgendaItem).join(Meeting, Meeting.id == AgendaItem.meeting_id)
        item = session.scalars(query.where(AgendaItem.title.startswith("Werking en toekomstplannen"))).one()
        item.title = "Werking van Statistiek Vlaanderen"
        session.commit()

    site.behind(rename)
    els.reload()
    piece = els.get_by_role("group", name="Werking van Statistiek Vlaanderen")
    expect(piece).to_contain_text("Tekst verouderd.")
    expect(piece).to_contain_text("Statistiek Vlaanderen stelde voor: Werking van Statistiek Vlaanderen.")
    piece.get_by_role("button", name="Mijn tekst blijft").click()
    expect(piece).not_to_contain_text("Tekst verouderd.")
    expect(piece).to_contain_text("vertelde wat het van plan is")

    els.get_by_role("button", name="Publiceer zoals het nu is").click()
    els.get_by_role("region", name="Gepubliceerd").get_by_role("link", name="Versie 1").click()
    expect(els.get_by_role("heading", level=1)).to_have_text("OBMi: overzicht van 2020")
    expect(els.locator("article")).to_contain_text("vertelde wat het van plan is")
