"""Five different things that wait, in at most seven clicks, the one that signs in counted too: Mijn beurt.

A vote, a status like last time, an interest, a task, and whether the city comes to the meeting; each test is another
city, for which all five still wait.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Answer, Attendance, Organisation, Person, Reply, RoundKind, Seat, SeatRole, Workgroup
from tests.asked import QUESTIONS, ask, say
from tests.conftest import doer
from tests.site import Site, Visits, filled, open_site
from tests.table import Table
from workflows import round as rounds
from workflows.clock import today

pytestmark = pytest.mark.browser
VOTE, STATUS, INTEREST, TASK = (
    QUESTIONS[kind] for kind in (RoundKind.VOTE, RoundKind.STATUS, RoundKind.INTEREST, RoundKind.TASK)
)
LONGEST = "Onderwerpen-zonder-eigenaar-in-de-connector-en-in-Swing-Mosaic-Studio-verwijderen"


def wait_for_everyone(session):
    """Each city answered the status round of before; now all of them are asked four things, and to a meeting."""
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    els = session.scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()
    do = doer(session)
    before = ask(do, group, els, RoundKind.STATUS)
    speaks = (
        select(Person).join(Person.seats).where(Seat.role == SeatRole.REPRESENTATIVE, Seat.workgroup_id == group.id)
    )
    for person in session.scalars(speaks).all():
        say(do, before, person, "attention", text="De adreszoeker is traag.")
    do(rounds.procedure["close"], before, by=els)
    for kind in (RoundKind.VOTE, RoundKind.STATUS, RoundKind.INTEREST):
        ask(do, group, els, kind)
    ask(do, group, els, RoundKind.TASK, question=f"{TASK}: {LONGEST}")
    table = Table(session, do, group, els)
    convened = table.plan(today() + timedelta(days=20))
    table.step(convened, "convene")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("site"), filled(tmp_path_factory)) as site:
        site.behind(wait_for_everyone)
        yield site


class Clicks:
    """A page whose real clicks are counted by the page itself; one without scripts counts them at the hand."""

    def __init__(self, visit: Visits, who: str, **options: object) -> None:
        self.scripted = options.get("java_script_enabled", True)
        self.n, self.loads, self.page = 0, 0, visit(**options)
        self.page.context.expose_function("counted", self.count)
        self.page.add_init_script("addEventListener('click', (e) => { if (e.isTrusted) counted(); }, true)")
        self.page.goto("/demonstration")
        self.click(self.page.get_by_role("button").filter(has=self.page.get_by_text(who, exact=True)).first)
        self.page.wait_for_url("**/")
        self.page.on("framenavigated", self.navigated)

    def count(self) -> None:
        self.n += 1

    def navigated(self, _frame: object) -> None:
        self.loads += 1

    def click(self, what) -> None:
        what.click()
        if not self.scripted:
            self.count()

    def row(self, text: str):
        return self.page.get_by_role("region", name="Mijn beurt").locator(".turn-row").filter(has_text=text)

    def press(self, question: str, button: str, says: str) -> None:
        """One answer, and the row says so before the next."""
        self.click(self.row(question).get_by_role("button", name=re.compile(f"^{button}")).first)
        expect(self.row(question)).to_contain_text(says)

    def answer_all(self) -> None:
        expect(self.page.get_by_text("5 zaken wachten op jullie.")).to_be_visible()
        self.press(VOTE, "Voor", "Jullie antwoord: voor")
        self.press(STATUS, "Zelfde als vorige keer", "Jullie antwoord: vraagt aandacht")
        self.press(INTEREST, "Ja", "Jullie antwoord: ja")
        self.press(LONGEST, "Gedaan", "Jullie antwoord: gedaan")
        self.press("Komt ", "Komt", "Komt")
        expect(self.page.get_by_text("Er wacht niets op jou.")).to_be_visible()


def given(site, city):
    def read(session):
        place = session.scalars(select(Organisation).where(Organisation.name == city)).one()
        rows = session.scalars(select(Answer).join(Answer.person).where(Person.organisation_id == place.id)).all()
        comes = session.scalars(
            select(Attendance.reply).where(Attendance.organisation_id == place.id, Attendance.reply.is_not(None))
        )
        return [(one.choice, one.text) for one in rows[1:]], comes.all()

    return site.behind(read)


WHAT_WAS_SAID = (
    [("for", ""), ("attention", "De adreszoeker is traag."), ("yes", ""), ("done", "")],
    [Reply.YES],
)


def test_five_things_in_seven_clicks(site, visit):
    aalst = Clicks(visit, "Vertegenwoordiger Aalst")
    badge = aalst.page.locator("#count-house")
    expect(badge).to_contain_text("5")
    expect(aalst.page.locator("#count-circle")).to_contain_text("4")
    expect(aalst.page.locator("#count-calendar3")).to_contain_text("1")
    aalst.answer_all()
    assert 5 < aalst.n <= 7
    assert aalst.loads == 0, "every row answered back where it stands"
    expect(badge).to_be_hidden()
    for name in ("circle", "calendar3"):
        expect(aalst.page.locator(f"#count-{name}")).to_be_hidden()
    assert given(site, "Aalst") == WHAT_WAS_SAID
    aalst.page.reload()
    expect(aalst.page.get_by_text("Er wacht niets op jou.")).to_be_visible()
    expect(badge).to_be_hidden()


def test_without_javascript_too(site, visit):
    brugge = Clicks(visit, "Vertegenwoordiger Brugge", java_script_enabled=False)
    brugge.answer_all()
    assert 5 < brugge.n <= 7
    assert given(site, "Brugge") == WHAT_WAS_SAID


def test_with_the_keys_alone(site, visit):
    genk = Clicks(visit, "Vertegenwoordiger Genk")
    page = genk.page
    wanted = genk.row(VOTE).get_by_role("button", name=re.compile("^Voor"))
    reach(page, wanted)
    page.keyboard.press("Enter")
    expect(genk.row(VOTE)).to_contain_text("Jullie antwoord: voor")
    focused = page.evaluate("document.activeElement.closest('.turn-row')?.id")
    assert focused == genk.row(VOTE).get_attribute("id"), "the focus stays in the row that answered"
    reach(page, genk.row(LONGEST).get_by_role("button", name=re.compile("^Gedaan")))
    page.keyboard.press("Space")
    expect(genk.row(LONGEST)).to_contain_text("Jullie antwoord: gedaan")
    reach(page, genk.row(STATUS).get_by_role("link", name=re.compile("^Bijwerken")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/answer\?back=home$"))
    reach(page, page.get_by_role("radio", name="vraagt aandacht"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="op schema")).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/")
    expect(genk.row(STATUS)).to_contain_text("Jullie antwoord: op schema")
    assert genk.loads <= 3


def reach(page, wanted) -> None:
    """With Tab, from where the focus is, as many times as it takes and no more than a page can ask."""
    expect(wanted).to_be_visible()
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never came there")


def test_on_a_phone_nothing_scrolls_sideways(site, visit):
    leuven = Clicks(visit, "Vertegenwoordiger Leuven", viewport={"width": 390, "height": 844})
    page = leuven.page
    wide = "document.scrollingElement.scrollWidth"
    assert page.evaluate(wide) <= 390
    addresses = [
        one.get_attribute("href") for one in page.get_by_role("region", name="Mijn beurt").locator(".what a").all()
    ]
    assert len(addresses) == 5
    leuven.answer_all()
    assert page.evaluate(wide) <= 390
    for address in [*addresses, *(f"{one}/answer" for one in addresses if "/rounds/" in one), "/obmi/rounds"]:
        page.goto(address)
        assert page.evaluate(wide) <= 390, address
