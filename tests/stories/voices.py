"""What the stories of rounds share: a later day, cities that answer without a browser of their own, the Excel file."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organisation, Person, Round, Seat, SeatRole, Workgroup
from tests.conftest import doer
from tests.reading import of_excel
from tests.site import Site
from workflows import answer

VGC = "Vlaamse Gemeenschapscommissie"
CITIES = (
    "Aalst", "Antwerpen", "Brugge", "Genk", "Gent", "Hasselt", "Kortrijk", "Leuven", "Mechelen", "Oostende",
    "Roeselare", "Sint-Niklaas", "Turnhout",
)  # fmt: skip


def noon_of(day: date) -> AbstractContextManager[Any]:
    """The clock as it stands at noon of that day, for a story that goes on later."""
    return time_machine.travel(
        datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Brussels")), tick=True
    )


def the_round(session: Session, question: str) -> Round:
    """The last one in which this was asked by somebody: the recorded ones have no answers."""
    query = select(Round).where(Round.question == question, Round.recorded.is_(False)).order_by(Round.id.desc())
    return session.scalars(query.limit(1)).one()


def coordinator(session: Session) -> tuple[Workgroup, Person]:
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    return group, session.scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()


def they_say(site: Site, question: str, said: Mapping[str, str | tuple[str, str]]) -> None:
    """`{"Gent": "for", "Genk": ("against", "Te duur")}`: by the person who represents each, with the same command."""

    def speak(session: Session) -> None:
        one = the_round(session, question)
        for name, words in said.items():
            choice, text = (words, "") if isinstance(words, str) else words
            query = select(Person).join(Person.organisation).join(Person.seats).where(
                Organisation.name == name, Seat.role == SeatRole.REPRESENTATIVE, Seat.workgroup_id == one.workgroup_id
            )  # fmt: skip
            by = session.scalars(query).one()
            doer(session)(answer.GIVE, one, by=by, choice=choice, text=text, seen=one.digest)

    site.behind(speak)


def take_step(page: Page, says: str, **fields: str) -> None:
    """One of the steps beside a round or a meeting, with what its form asks."""
    page.get_by_role("link", name=says, exact=True).click()
    expect(page.get_by_role("button", name="Zet deze stap")).to_be_visible()
    for label, text in fields.items():
        field = page.get_by_label(label, exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Zet deze stap").click()
    expect(page.get_by_role("button", name="Zet deze stap")).to_have_count(0)


def excel_of(page: Page) -> list[list[Any]]:
    """The Excel file behind the button of the page, read back."""
    address = page.get_by_role("link", name="Als Excel").get_attribute("href")
    assert address
    answered = page.request.get(address)
    assert answered.status == 200
    return of_excel(answered.body())
