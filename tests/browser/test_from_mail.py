"""Five things answered from five mails, two presses each: the button in the mail, and the one on the page it opens."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Answer, Attendance, Organisation, Person, Reply, RoundKind
from tests.asked import QUESTIONS
from tests.browser.test_seven_clicks import LONGEST, wait_for_everyone
from tests.site import Site, filled, open_site

pytestmark = pytest.mark.browser
MAILS = [
    (QUESTIONS[RoundKind.VOTE], "Voor", "antwoordde «voor»."),
    (QUESTIONS[RoundKind.STATUS], "Zelfde als vorige keer", "antwoordde «vraagt aandacht»."),
    (QUESTIONS[RoundKind.INTEREST], "Ja", "antwoordde «ja»."),
    (LONGEST, "Gedaan", "antwoordde «gedaan»."),
    ("vergadering", "Komt", "Genoteerd voor"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("site"), filled(tmp_path_factory)) as site:
        site.behind(wait_for_everyone)
        site.send_mail()
        yield site


def mails_to(site, address):
    folder = Path(site.app.config["MAIL_FOLDER"])
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    return [mail for mail in mails if mail["To"] == f"{address}@example.invalid"]


def the_mail(site, address, what):
    """Of several about one thing the one in which it is asked now."""
    found = [mail for mail in mails_to(site, address) if what in mail["Subject"]]
    html = [mail.get_body(("html",)).get_content() for mail in found]
    return next(text for text in html if "/from-mail/" in text)


class Presses:
    """A mail opened in a browser where nobody is signed in; its real clicks are counted."""

    def __init__(self, visit, **options) -> None:
        self.scripted = options.get("java_script_enabled", True)
        self.page, self.n = visit(**options), 0

    def open(self, html: str) -> None:
        """On a page of its own: a mail program knows nothing of what our pages may and may not."""
        self.n = 0
        self.page.goto("about:blank")
        self.page.set_content(html)

    def press(self, what) -> None:
        what.click()
        self.n += 1


@pytest.mark.parametrize(
    ("address", "city", "options"),
    [
        ("vertegenwoordiger-aal", "Aalst", {}),
        ("vertegenwoordiger-brg", "Brugge", {"java_script_enabled": False}),
        ("vertegenwoordiger-leu", "Leuven", {"viewport": {"width": 390, "height": 844}}),
    ],
    ids=["with a mouse", "without JavaScript", "on a phone"],
)
def test_five_mails_two_presses_each(site, visit, address, city, options):
    hand = Presses(visit, **options)
    for what, button, says in MAILS:
        hand.open(the_mail(site, address, what))
        hand.press(hand.page.get_by_role("link", name=re.compile(f"^{button}")).first)
        confirm = hand.page.get_by_role("button", name="Bevestig mijn antwoord")
        expect(confirm).to_be_visible()
        assert answers(site, city) == MAILS.index((what, button, says)), "opening it answers nothing"
        assert hand.page.evaluate("document.scrollingElement.scrollWidth") <= hand.page.viewport_size["width"]
        hand.press(confirm)
        expect(hand.page.get_by_text(re.compile(re.escape(says)))).to_be_visible()
        assert hand.n == 2
    assert answers(site, city) == 5


def answers(site, city):
    """How many of the five this city answered."""

    def read(session):
        place = session.scalars(select(Organisation).where(Organisation.name == city)).one()
        given = session.scalars(
            select(Answer).join(Answer.person).where(Person.organisation_id == place.id, Answer.by_mail)
        ).all()
        comes = session.scalars(
            select(Attendance).where(Attendance.organisation_id == place.id, Attendance.reply == Reply.YES)
        ).all()
        return len(given) + len(comes)

    return site.behind(read)


def test_she_unsubscribes_from_the_foot_of_a_mail_and_finds_her_way_back(site, visit):
    page = visit()
    page.set_content(the_mail(site, "vertegenwoordiger-has", QUESTIONS[RoundKind.INTEREST]))
    page.get_by_role("link", name="Hierover geen mail meer").click()
    expect(page.get_by_role("heading", name="Minder mail")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Voortaan in het overzicht")).check()
    page.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(page.get_by_text("Bewaard. Je kan dit altijd weer veranderen.")).to_be_visible()
    page.get_by_role("link", name="Kiezen welke mail je krijgt").click()
    expect(page.get_by_role("button", name=re.compile("^Meld aan")).first).to_be_visible()
