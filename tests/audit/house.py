"""An installation in which something stands in every table: a workgroup at work, and the recorded history."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.history import facts
from models import (
    Answer,
    Base,
    CalendarFeed,
    Deliverable,
    DossierLink,
    Handling,
    LeadOffer,
    LinkKind,
    Mailbox,
    MandateQuestion,
    MandateReport,
    Mute,
    OneTimeLink,
    OverviewEdition,
    OverviewText,
    Received,
    ReceivedKind,
    Relation,
    RoundLink,
    RoundParty,
    SavedView,
    Treatment,
    now,
)
from tests.app.world import World, the_world
from tests.table import held
from workflows import minutes, overview
from workflows.clock import today

FIRST = date(2020, 1, 1)


def a_full_house(app: Flask, session: Session) -> dict[str, Any]:
    """A filling (tests/templates.py)."""
    filled = the_world(app, session)
    world = World(app, session, filled["world"])
    work_on(world)
    session.add_all(the_rest(session, world))
    session.commit()
    facts.load(session)
    return {"cast": filled["cast"]}


def work_on(world: World) -> None:
    """Rounds, templates, and of the minutes a second edition."""
    cast, table = world.cast, world.table
    texts, one, _made = world.templates, world.discussed, (world.rounds, world.choosing, world.published)
    texts.published(title="Nog een rapport")
    for person in (cast.griet, cast.karim):
        texts.remark(one, person, f"opmerking van {person.name}")
    block = table.block(table.items(world.laid.meetings["circulated"])[-1])
    table.do(minutes.REMARK, block, by=cast.griet, text="nog een opmerking")
    third = held(table, today() - timedelta(days=30), "derde")
    table.step(table.minutes(third), "circulate", remarks_until=None)
    table.step(table.minutes(third), "approve", meeting=world.laid.meetings["running"])


def the_rest(session: Session, world: World) -> Iterator[Base]:
    """Two of what nobody made yet."""
    cast, group, tomorrow = world.cast, world.cast.obmi.id, now() + timedelta(days=1)
    meeting, one, other = world.laid.meetings["running"].id, world.discussed.id, world.choosing.id
    for nth, person in enumerate((cast.griet, cast.karim), start=1):
        yield CalendarFeed(digest=f"feed{nth}", person_id=person.id)
        yield OneTimeLink(digest=f"link{nth}", kind=LinkKind.SIGN_IN, person_id=person.id, expires_at=tomorrow)
        yield Mailbox(person_id=person.id)
        yield Mute(person_id=person.id, meeting_id=meeting)
        yield SavedView(workgroup_id=group, person_id=person.id, name="Onze", filters="")
        yield LeadOffer(workgroup_id=group, dossier_id=other, organisation_id=person.organisation_id)
        ends = {"dossier_id": (one, other)[nth - 1], "other_id": (other, one)[nth - 1]}
        yield DossierLink(workgroup_id=group, relation=Relation.BELONGS_WITH, **ends)
        yield Deliverable(workgroup_id=group, title=f"rapport {nth}")
        yield MandateQuestion(workgroup_id=group, position=10 + nth, text=f"vraag {nth}")
        yield MandateReport(workgroup_id=group, question_id=world.question.id, reported_on=FIRST, text=f"nr. {nth}")
        yield Received(message_id=f"mail{nth}", kind=ReceivedKind.UNPLACED, outcome="niet geplaatst", raw="geheim")
        yield OverviewText(workgroup_id=group, year=2020, place=f"item-{nth}", text="zelf", basis="")
        content = {"title": f"Overzicht {nth}"}
        digest = overview.digest_of([group, 2019 + nth, 1, content])
        yield OverviewEdition(workgroup_id=group, year=2019 + nth, n=1, content=content, digest=digest)
    call = world.rounds["call"].id
    for party in session.scalars(select(RoundParty).where(RoundParty.round_id == call)):
        at = {"workgroup_id": group, "round_id": call, "party_id": party.id}
        yield RoundLink(**at, digest=f"guest{party.id}", expires_at=tomorrow)
    for answer in session.scalars(select(Answer).where(Answer.kind != "vote").limit(2)):
        at = {"workgroup_id": group, "round_id": answer.round_id, "answer_id": answer.id}
        yield Treatment(**at, handling=Handling.ACCEPTED, note="verwerkt")
