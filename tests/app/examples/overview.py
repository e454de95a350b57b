"""Examples of what looks back: the yearly overview, the sheet of a city, mandates, history and organisations."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Claim, OverviewText
from tests.app.examples.shape import OBMI, Example, Form, Parts, nothing, of_the_group
from workflows import overview

if TYPE_CHECKING:
    from tests.app.world import World

MILESTONE: Form = {
    "title": "De eerste site", "happened_on": "2012-05-01", "precision": "month", "source": "een boekje",
}  # fmt: skip


def year(world: "World", **more: object) -> Parts:
    """This year's overview."""
    return {**OBMI, "year": world.year, **more}


def text_at(world: "World", place: str) -> OverviewText:
    """What an editor wrote there in the overview of this year; written when nobody did."""
    found = overview.text_at(world.session, world.cast.obmi, world.year, place)
    if found is None:
        world.write_at(place)
        found = overview.text_at(world.session, world.cast.obmi, world.year, place)
    assert found
    return found


def place(name: str, **form: str) -> Example:
    """A form about a place of the overview, with the version of what was written there."""
    return lambda w, view: (year(w, name=name), {**form, "version": text_at(w, name).version})


def sheet(world: "World", **more: str) -> Parts:
    return {**OBMI, "organisation_id": world.cast.griet.organisation_id, **more}


def report(world: "World", view: str) -> tuple[Parts, Form]:
    meeting, question = world.table.meetings["running"], world.question
    form = {"meeting": meeting.id, "text": "De tweede", "asks_more": "y", "version": question.version}
    return {**OBMI, "question_id": question.id}, form


def contradiction(world: "World") -> Parts:
    return {**OBMI, "contradiction_id": world.contradiction.id}


def choice(world: "World", view: str) -> tuple[Parts, Form]:
    claim = world.session.scalars(select(Claim).where(Claim.contradiction_id == world.contradiction.id)).first()
    assert claim
    return contradiction(world), {"claim": claim.id, "ground": "ouder", "version": world.contradiction.version}


def vendor(world: "World") -> Parts:
    return {"organisation_id": world.cast.tom.organisation_id}


def vendor_described(world: "World", view: str) -> tuple[Parts, Form]:
    """Another name each time."""
    abf = world.cast.tom.organisation
    form = dict.fromkeys(("code", "abbreviation", "website", "mailbox", "parent", "about"), "")
    return vendor(world), {**form, "name": f"ABF {len(abf.name)}", "version": abf.version}


EXAMPLES: dict[str, Example] = {
    "city_sheets.show": lambda w, view: (sheet(w), {}),
    "city_sheets.document": lambda w, view: (sheet(w, kind="md"), {}),
    "overview.show": lambda w, view: (year(w), {}),
    "overview.document": lambda w, view: (year(w, kind="md"), {}),
    "overview.edition": lambda w, view: (year(w, n=1), {}),
    "overview.edition_document": lambda w, view: (year(w, n=1, kind="md"), {}),
    "overview.write": lambda w, view: (year(w, name="intro"), {}),
    "overview.save": place("intro", text="Een druk jaar", basis=""),
    "overview.forget": place("closing"),
    "overview.keep": place("intro", basis="0" * 64),
    "overview.publish": lambda w, view: (year(w), {}),
    "history.add": lambda w, view: ({**OBMI, "kind": "milestone"}, {}),
    "history.save_added": lambda w, view: ({**OBMI, "kind": "milestone"}, MILESTONE),
    "history.choose": lambda w, view: (contradiction(w), {}),
    "history.save_choice": choice,
    "mandates.save_question": lambda w, view: (OBMI, {"text": "Wat kost dat?"}),
    "mandates.report": lambda w, view: ({**OBMI, "question_id": w.question.id}, {}),
    "mandates.save_report": report,
    "mandates.save_deliverable": lambda w, view: (
        OBMI,
        {"title": "Eindrapport", "link": "https://rapport.example"},
    ),
    "organisations.index": nothing,
    "organisations.show": lambda w, view: ({"organisation_id": w.cast.griet.organisation_id}, {}),
    "organisations.describe": lambda w, view: (vendor(w), {}),
    "organisations.save_description": vendor_described,
}

ELSE: dict[str, Example] = dict.fromkeys(("overview", "history", "mandates"), of_the_group)
