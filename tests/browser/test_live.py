"""A meeting in which everybody has a screen of her own: what one says, the others see without touching anything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from models import AgendaItem, Meeting, MeetingState, Person, RoundKind, Visit, Workgroup, now
from tests.asked import ask, say
from tests.conftest import doer
from tests.site import Site, filled, open_site
from tests.table import Table
from workflows import agenda
from workflows import round as rounds

pytestmark = pytest.mark.browser
QUESTION = "Wie doet er mee?"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("site"), filled(tmp_path_factory, laid=True)) as site:
        yield site


def person(session, name):
    return session.scalars(select(Person).where(Person.email == f"{name}@example.invalid")).one()


def table_of(session):
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    return Table(session, doer(session), group, person(session, "coordinator"))


def the_meeting(session):
    return session.scalars(select(Meeting).where(Meeting.state == MeetingState.RUNNING)).one()


def put_to_the_table(session):
    """The first item is taken up, and a new round is asked about it."""
    table = table_of(session)
    item = table.items(the_meeting(session))[0]
    if item.running_since is None:
        table.do(agenda.TAKE_UP, item, by=table.by)
    return ask(table.do, table.group, table.by, RoundKind.INTEREST, item=item, question=QUESTION).id


def end(round_id):
    """So that the next test has the table for itself."""

    def close(session):
        table = table_of(session)
        one = session.get(rounds.Round, round_id)
        if one.state is rounds.S.OPEN:
            table.do(rounds.procedure["cancel"], one, by=table.by, reason="Klaar.")

    return close


@pytest.fixture
def meeting(site):
    """The address of the meeting that runs."""
    return f"/obmi/meetings/{site.behind(the_meeting).number}"


@pytest.fixture
def asked(site):
    """A round at the table of the running meeting."""
    round_id = site.behind(put_to_the_table)
    yield round_id
    site.behind(end(round_id))


def says(site, asked, city, choice):
    """Somebody answers elsewhere."""

    def answer(session):
        table = table_of(session)
        return say(table.do, session.get(rounds.Round, asked), person(session, f"vertegenwoordiger-{city}"), choice).id

    site.behind(answer)


def figure(page: Page, where: str):
    return page.locator(f"{where} .round-table__big")


def test_what_one_says_stands_on_every_screen(site, visit, meeting, asked):
    els, griet, wall, own = (
        visit("Coördinator"), visit("Vertegenwoordiger Gent"), visit("Coördinator"), visit("Vertegenwoordiger Genk")
    )  # fmt: skip
    for page, path in ((els, meeting), (griet, meeting), (wall, f"{meeting}/screen"), (own, f"/obmi/rounds/{asked}")):
        page.goto(path)
    screens = ((els, "#at-table-sheet"), (wall, "#screen-table"), (own, "#the-table"))
    before = figure(els, "#at-table-sheet").text_content()
    assert before.startswith("0/")
    griet.locator("#at-table-sheet").get_by_role("button", name=re.compile("^Ja")).click()
    for page, where in screens:
        expect(figure(page, where)).to_have_text(before.replace("0/", "1/"))
        expect(page.locator(f"{where} .chair--yes title")).to_have_text("Gent: ja")
    expect(own.locator("#all-answers tr").filter(has_text="Gent")).to_contain_text("ja")
    expect(griet.locator("#at-table-sheet")).to_contain_text("Jullie antwoord: ja")


def test_the_round_and_the_next_item_come_to_who_only_looks(site, visit, meeting):
    griet, wall = visit("Vertegenwoordiger Gent"), visit("Vertegenwoordiger Genk")
    griet.goto(meeting)
    wall.goto(f"{meeting}/screen")
    round_id = site.behind(put_to_the_table)
    expect(griet.locator("#at-table-sheet")).to_contain_text(QUESTION)
    expect(griet.locator(f"#round-{round_id}")).to_be_visible()
    expect(wall.locator("#screen-round")).to_contain_text(QUESTION)
    expect(wall.locator("#screen-clock .ticks")).to_have_text(re.compile(r"^\d+:\d\d$"))

    def go_on(session):
        table = table_of(session)
        item = table.items(the_meeting(session))[-1]
        table.do(agenda.TAKE_UP, item, by=table.by)
        return item.id, item.title

    key, title = site.behind(go_on)
    expect(wall.get_by_role("heading", level=1)).to_have_text(title)
    expect(griet.locator(f"#item-{key}")).to_have_class("now")
    expect(griet.locator(".agenda > .now")).to_have_count(1)
    expect(griet.locator(f"#clock-{key} .ticks")).to_have_text(re.compile(r"^\d+:\d\d$"))
    expect(griet.locator("#at-table-sheet")).to_be_hidden()

    def add(session):
        table_of(session).add(the_meeting(session), "Tijdens de vergadering bedacht")

    site.behind(add)
    expect(griet.locator(".agenda")).to_contain_text("Tijdens de vergadering bedacht")
    site.behind(end(round_id))


def test_a_screen_that_was_away_catches_up(site, visit, meeting, asked):
    griet = visit("Vertegenwoordiger Gent")
    griet.goto(meeting)
    before = figure(griet, "#at-table-sheet").text_content()
    griet.context.set_offline(True)
    expect(griet.locator("#live-note")).to_contain_text("Geen verbinding")
    for city in ("ant", "brg"):
        says(site, asked, city, "yes")
    griet.wait_for_timeout(2_500)
    assert figure(griet, "#at-table-sheet").text_content() == before
    griet.context.set_offline(False)
    expect(figure(griet, "#at-table-sheet")).to_have_text(before.replace("0/", "2/"))
    expect(griet.locator("#live-note")).to_be_empty()


def test_what_is_typed_and_what_has_the_focus_stay(site, visit, meeting, asked):
    els, griet = visit("Coördinator"), visit("Vertegenwoordiger Gent")
    els.goto(meeting)
    griet.goto(meeting)
    block = els.get_by_role("textbox", name=re.compile("^Verslag van")).first
    block.click()
    block.press("Control+End")
    els.keyboard.type(" Er wordt nog")
    button = griet.locator("#at-table-sheet").get_by_role("button", name=re.compile("^Nee"))
    button.focus()
    says(site, asked, "ant", "yes")
    for page in (els, griet):
        expect(figure(page, "#at-table-sheet")).to_have_text(re.compile("^1/"))
    els.keyboard.type(" gestemd")
    expect(block).to_be_focused()
    expect(block).to_have_value(re.compile("Er wordt nog gestemd$"))
    expect(button).to_be_focused()
    griet.keyboard.press("Enter")
    expect(figure(els, "#at-table-sheet")).to_have_text(re.compile("^2/"))


def test_a_press_is_not_lost_when_news_comes_under_it(site, visit, meeting, asked):
    """The button is held down while the answer of another is drawn around it."""
    griet = visit("Vertegenwoordiger Gent")
    griet.goto(meeting)
    box = griet.locator("#at-table-sheet").get_by_role("button", name=re.compile("^Ja")).bounding_box()
    griet.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    griet.mouse.down()
    says(site, asked, "ant", "yes")
    griet.wait_for_timeout(1_900)
    griet.mouse.up()
    expect(griet.locator("#at-table-sheet")).to_contain_text("Jullie antwoord: ja")
    expect(figure(griet, "#at-table-sheet")).to_have_text(re.compile("^2/"))


def test_an_ended_session_is_said_and_taken_up_again(site, visit, meeting, asked):
    griet = visit("Vertegenwoordiger Gent")
    griet.goto(meeting)

    def sign_out(session):
        for row in session.scalars(select(Visit).where(Visit.ended_at.is_(None))):
            row.ended_at = now()
        session.commit()

    site.behind(sign_out)
    note = griet.locator("#live-note")
    expect(note).to_contain_text("Je bent afgemeld.")
    polls = []
    griet.on("request", lambda request: polls.append(request.url))
    griet.wait_for_timeout(3_000)
    assert polls == [], "nobody asks on behalf of who is not there"
    note.get_by_role("link").click()
    griet.wait_for_url("**/sign-in**")


def test_a_page_that_is_not_looked_at_asks_nothing(visit, meeting, asked):
    griet = visit("Vertegenwoordiger Gent")
    griet.goto(meeting)
    with griet.expect_response("**/now"):
        pass
    look = "Object.defineProperty(document, 'hidden', {{configurable: true, get: () => {}}});"
    turn = "document.dispatchEvent(new Event('visibilitychange'))"
    griet.evaluate(look.format("true") + turn)
    polls = []
    griet.on("request", lambda request: polls.append(request.url))
    griet.wait_for_timeout(3_500)
    assert polls == []
    with griet.expect_response("**/now", timeout=1_000):
        griet.evaluate(look.format("false") + turn)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080), (390, 800)])
def test_the_screen_fits_and_can_be_read_from_afar(site, visit, meeting, asked, width, height):
    wall = visit("Coördinator", viewport={"width": width, "height": height})
    wall.goto(f"{meeting}/screen")
    expect(figure(wall, "#screen-table")).to_be_visible()
    assert wall.evaluate("document.documentElement.scrollWidth") <= width
    if width > 1000:
        assert wall.evaluate("document.documentElement.scrollHeight") <= height, "nobody scrolls a wall"
        seat = wall.locator(".chair text").first.bounding_box()
        assert figure(wall, "#screen-table").bounding_box()["height"] > height / 16
        assert seat["height"] > height / 45


def test_a_closed_round_opens_anew_for_who_reads_and_is_told_to_who_writes(site, visit, meeting, asked):
    says(site, asked, "ant", "yes")
    els, griet = visit("Coördinator"), visit("Vertegenwoordiger Gent")
    for page in (els, griet):
        page.goto(f"/obmi/rounds/{asked}")

    def close(session):
        table = table_of(session)
        table.do(rounds.procedure["close"], session.get(rounds.Round, asked), by=table.by)

    site.behind(close)
    expect(griet.locator(".page__lead .tag")).to_have_text("gesloten")
    expect(els.locator("#live-note")).to_contain_text("De ronde is gesloten.")
    els.locator("#live-note").get_by_role("link").click()
    expect(els.locator(".page__lead .tag")).to_have_text("gesloten")


def test_a_closed_meeting_opens_anew_for_who_reads_and_is_told_to_who_writes(site, visit, meeting):
    """The last of this file: no meeting runs after it."""
    els, griet, wall = visit("Coördinator"), visit("Vertegenwoordiger Gent"), visit("Coördinator")
    for page, path in ((els, meeting), (griet, meeting), (wall, f"{meeting}/screen")):
        page.goto(path)
    block = els.get_by_role("textbox", name=re.compile("^Verslag van")).first
    block.click()
    els.keyboard.type("Nog aan het typen ")

    def close(session):
        table_of(session).close(the_meeting(session))

    site.behind(close)
    expect(griet.locator("#state-tag")).to_contain_text("gehouden")
    expect(wall.get_by_role("link", name="Ga naar de vergadering")).to_be_visible()
    expect(els.locator("#live-note")).to_contain_text("De vergadering is gesloten.")
    expect(block).to_have_value(re.compile("Nog aan het typen"))
    assert site.behind(lambda session: session.scalars(select(AgendaItem.running_since)).all()).count(None)
