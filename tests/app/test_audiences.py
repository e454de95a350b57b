"""Who reads what of a meeting: the coordinator all, each of the others what was opened to her, and no word more."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Audience, Message
from workflows.clock import today
from workflows.delivery import may_read

pytestmark = pytest.mark.both

READS = {
    "els": {"secretariat", "members", "partners", "vendor", "public"},
    "griet": {"members", "partners", "vendor", "public"},
    "jef": {"members", "partners", "vendor", "public"},
    "dora": {"vendor", "public"},
    "tom": {"vendor", "public"},
    "otto": set(),
    "rita": set(),
}


@pytest.fixture
def held(table):
    """A meeting with an item for every audience; each word of it says for whom it is."""
    meeting = table.plan(today())
    for audience in Audience:
        table.add(meeting, f"titel-{audience.value}", audience=audience.value, proposal=f"voorstel-{audience.value}")
    table.open(meeting)
    for item, audience in zip(table.items(meeting), Audience, strict=True):
        word = audience.value
        table.write(item, f"tekst-{word}\n! Gent: afspraak-{word}\n= beslissing-{word}")
    table.close(meeting)
    own = table.minutes(meeting)
    later = table.open_with(today() + timedelta(days=365), "Later")
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)
    return meeting


def words_in(text: str) -> set[str]:
    kinds = ("titel", "voorstel", "tekst", "afspraak", "beslissing")
    return {one.value for one in Audience if any(f"{kind}-{one.value}" in text for kind in kinds)}


@pytest.mark.parametrize("who", READS)
def test_on_every_page_she_reads_her_part(cast, browser, held, who):
    visitor = browser.as_(getattr(cast, who))
    number = f"/obmi/meetings/{held.number}"
    for path in (number, f"{number}/minutes/editions/1", "/obmi/decisions", "/obmi/actions?state=everything", "/"):
        text = visitor.open(path).text
        assert words_in(text) <= READS[who], path
        if path == number:
            assert words_in(text) == READS[who]


def test_members_read_more_in_an_edition_than_the_vendor(cast, browser, held):
    path = f"/obmi/meetings/{held.number}/minutes/editions/1"
    whole, part = browser.as_(cast.els).get(path), browser.as_(cast.tom).get(path)
    assert "Je ziet het deel dat voor jou bestemd is." not in whole
    assert "Je ziet het deel dat voor jou bestemd is." in part
    assert words_in(part) == READS["tom"]


def test_a_letter_holds_her_part_of_the_agenda(session, cast, held):
    for who, reads in READS.items():
        letters = session.scalars(select(Message).where(Message.person_id == getattr(cast, who).id)).all()
        found = words_in(json.dumps([one.letter for one in letters]))
        assert found == reads, who


def test_a_number_of_items_gives_nothing_away(cast, browser, held):
    row = browser.as_(cast.tom).get("/obmi/meetings")
    assert '<td data-label="Punten">2</td>' in row


def test_what_genk_took_on_reaches_its_data_protection_officer_by_mail(session, cast, table):
    """The item was Gent's and for partners; the letter is not held back for it."""
    meeting = table.open_with(today(), "Van Gent")
    table.write(table.items(meeting)[-1], "Gent vertelt\n! Genk: lees dit na\n! Gent: ook dit")
    table.close(meeting)
    letter = session.scalars(select(Message).where(Message.person_id == cast.dora.id, Message.kind == "agreed")).one()
    said = json.dumps(letter.letter)
    assert ("lees dit na" in said, "ook dit" in said) == (True, False)
    assert may_read(session, letter, cast.dora)


def test_on_the_page_of_a_meeting_an_officer_reads_what_is_genks(cast, table, browser):
    meeting = table.plan(today())
    table.add(meeting, "Genk vertelt", presenting=cast.karim.organisation)
    table.add(meeting, "Gent vertelt", presenting=cast.griet.organisation)
    table.open(meeting)
    for item in table.items(meeting):
        table.write(item, f"bij {item.title}")
    table.close(meeting)
    page = browser.as_(cast.dora).get(f"/obmi/meetings/{meeting.number}")
    assert "bij Genk vertelt" in page
    assert "Gent vertelt" not in page
