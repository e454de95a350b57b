"""Story 6. A status round: fourteen rows, the previous answer beside the new one, and a percentage of thirteen.

A link in a mail that signs one in is a later capability: here the button of the mail leads who is signed in to the one
screen on which she answers.
"""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from models import RoundKind
from tests.conftest import doer
from tests.stories.conftest import changes
from tests.stories.voices import CITIES, VGC, coordinator, excel_of, noon_of, the_round, they_say
from workflows import round as rounds

pytestmark = pytest.mark.browser
ASKED = "Uitrol van Swing, per stad"
NOT_THEIRS = "n.v.t. - geen eigen site"


def in_june(session):
    """The round before: asked on its own, answered by everybody, closed."""
    group, els = coordinator(session)
    doer(session)(rounds.START_AND_OPEN, group, by=els, kind=RoundKind.STATUS, question=ASKED, due_on=date(2020, 6, 30))


def close_it(session):
    doer(session)(rounds.procedure["close"], the_round(session, ASKED), by=coordinator(session)[1])


def test_a_status_round_from_the_agenda_to_the_excel(on, visits):
    site = on(date(2020, 6, 15), until=date(2020, 5, 28))
    site.behind(in_june)
    before = dict.fromkeys(CITIES, "on_track") | {
        "Oostende": ("attention", "De 'baby's en peuters' ontbreken"), VGC: ("not_applicable", NOT_THEIRS),
    }  # fmt: skip
    they_say(site, ASKED, before)
    site.behind(close_it)
    told_before = len(changes(site, "answer", "created"))

    with noon_of(date(2020, 9, 1)):
        come_in = visits(site)
        els = come_in("Coördinator")
        els.goto("/obmi/meetings/plan")
        els.get_by_label("Dag", exact=True).fill("2020-09-17")
        els.get_by_role("button", name="Plan").click()
        els.wait_for_url("**/obmi/meetings/2020-3")
        item = els.locator(".agenda > li").filter(has_text=ASKED)
        item.get_by_role("link", name="Start een ronde").click()
        expect(els.get_by_label("Vraag", exact=True)).to_have_value(ASKED)
        els.get_by_label("Tegen de volgende vergadering").check()
        els.get_by_role("button", name="Bewaar").click()
        els.wait_for_url(re.compile(r"/obmi/rounds/\d+$"))
        here = els.url
        expect(els.get_by_text("14 organisaties op de lijst")).to_be_visible()
        rows = els.get_by_role("table").locator("tbody tr")
        assert rows.count() == 14
        expect(els.get_by_role("main")).to_contain_text("tegen 17 september 2020")

        site.send_mail()
        oostende = come_in("Vertegenwoordiger Oostende")
        oostende.goto("/demonstration/mail")
        letter = oostende.locator("article").filter(has_text="vertegenwoordiger-oos@").first
        expect(letter).to_contain_text("Er staat een vraag klaar voor Oostende.")
        letter.get_by_role("link", name=re.compile(r"rounds.\d+.answer$")).click()
        expect(oostende.get_by_text("Vorige keer: vraagt aandacht – De 'baby's en peuters' ontbreken")).to_be_visible()
        expect(oostende.get_by_label("vraagt aandacht")).to_be_checked()
        oostende.get_by_label("op schema").check()
        oostende.get_by_label("Toelichting").fill("Alles staat online.")
        oostende.get_by_role("button", name="Antwoord").click()
        expect(oostende.get_by_role("status").first).to_contain_text("Je antwoord is bewaard.")
        row = oostende.get_by_role("row").filter(has_text="Oostende")
        expect(row).to_contain_text("gewijzigd")
        expect(row).to_contain_text("vraagt aandacht")
        assert oostende.url == here

        vgc = come_in(f"Vertegenwoordiger {VGC}")
        vgc.goto(f"{here}/answer")
        expect(vgc.get_by_label("niet van toepassing")).to_be_checked()
        expect(vgc.get_by_label("Toelichting")).to_have_value(NOT_THEIRS)
        vgc.get_by_role("button", name="Antwoord").click()
        table = vgc.get_by_role("region", name="De tafel").get_by_role("img")
        expect(table).to_have_attribute("aria-label", re.compile(r"^1/13\. 8 %\."))

        they_say(site, ASKED, dict.fromkeys(set(CITIES) - {"Oostende", "Turnhout"}, "on_track"))
        els.reload()
        table = els.get_by_role("region", name="De tafel")
        expect(table.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"^12/13\. 92 %\."))
        expect(table).to_contain_text("1 organisatie heeft nog niet geantwoord: Turnhout.")
        els.goto("/obmi/meetings/2020-3")
        expect(els.locator(".agenda > li").filter(has_text=ASKED)).to_contain_text("12/13")
        els.goto(here)

        head, *lines = excel_of(els)
        assert head[:6] == ["Organisatie", "Antwoord", "Toelichting", "Link", "Vorige keer", "Vorige toelichting"]
        assert [line[0] for line in lines] == sorted([*CITIES, VGC])
        by_name = {line[0]: line[1:] for line in lines}
        assert by_name["Oostende"][:6] == [
            "op schema", "Alles staat online.", "", "vraagt aandacht", "De 'baby's en peuters' ontbreken", "ja",
        ]  # fmt: skip
        assert by_name[VGC][:2] == ["niet van toepassing", NOT_THEIRS]
        assert by_name["Turnhout"][:2] == ["nog aan de beurt", ""]
        assert by_name["Turnhout"][3] == "op schema"

        given = changes(site, "answer", "created")[told_before:]
        assert len(given) == 13
        first = json.loads(given[0]["payload"])["changes"]
        assert (first["choice"][1], first["text"][1]) == ("on_track", "Alles staat online.")
        els.goto("/obmi/trail")
        expect(els.get_by_role("row").filter(has_text="antwoord").first).to_contain_text("Vertegenwoordiger")
