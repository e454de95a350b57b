"""A small world with something for every address: who looks, at what, and with which form."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property, partial
from typing import Any

from flask import Flask
from sqlalchemy import dialects, select
from sqlalchemy.orm import Session

from app.documents.blocks import Document as Paper
from app.documents.blocks import as_data
from models import (
    Base,
    Contradiction,
    MandateQuestion,
    Meeting,
    Person,
    PersonState,
    ReportTemplate,
    Round,
    RoundParty,
    SeatRole,
    Visit,
    now,
)
from tests.app.examples import example
from tests.app.examples.shape import Form, Parts
from tests.asked import ask_everything
from tests.conftest import Browser, Cast, come_in, doer, lay_out_cast, person
from tests.files.laid import put_a_file
from tests.table import Table, contradiction, lay
from tests.templates import Filling
from tests.templates_made import CONTENTS, TABLE, Templates
from workflows import links, mandate, overview, workgroup
from workflows import round as rounds
from workflows.clock import today
from workflows.sign_in import IDLE


@dataclass
class Laid:
    """The rows of the world, and with which secret each point of view comes in."""

    cast: Cast
    meetings: dict[str, Meeting]
    contradiction: Contradiction
    question: MandateQuestion
    year: int
    mia: Person
    people: dict[str, Person | None]
    secrets: dict[str, str]
    rounds: dict[str, Round] | None = None
    discussed: ReportTemplate | None = None
    choosing: ReportTemplate | None = None


def the_world(_app: Flask, session: Session) -> dict[str, Any]:
    """A filling (tests/templates.py): OBMi at work, and everybody who looks at it signed in."""
    cast, do = lay_out_cast(session), doer(session)
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Samen meten.", cadence_weeks=6)
    table = lay(Table(session, do, cast.obmi, cast.els), remarks_by=cast.griet)
    other = contradiction(table)
    question = do(mandate.ASK, cast.obmi, by=cast.els, text="Welke bron is de beste?")
    year = today().year
    write_at("intro", year, cast, do)
    do(overview.PUBLISH, cast.obmi, by=cast.els, year=year, content=as_data(Paper("Overzicht", "nl")))
    table.stand("Later bedacht")
    mia = person(session, "mia", "Gent", cast.obmi, SeatRole.READER)
    mia.state = PersonState.INVITED
    session.commit()
    people = points_of_view(session, cast)
    secrets = {view: come_in(session, who) for view, who in people.items() if who}
    spoil(session, secrets["ended visit"], ended_at=now())
    spoil(session, secrets["expired visit"], expires_at=now())
    spoil(session, secrets["idle visit"], seen_at=now() - IDLE - timedelta(seconds=1))
    found = Laid(cast, table.meetings, other, question, year, mia, people, secrets)
    return {"cast": cast, "world": found}


def the_world_with_rounds(app: Flask, session: Session) -> dict[str, Any]:
    """The same, with rounds of every kind: for the pages that are about one."""
    filled = the_world(app, session)
    filled["world"].rounds = World(app, session, filled["world"]).rounds
    return filled


def the_world_with_dossiers(app: Flask, session: Session) -> dict[str, Any]:
    """The same, with a dossier in discussion and one that looks for a lead."""
    filled = the_world(app, session)
    world = World(app, session, filled["world"])
    filled["world"].discussed, filled["world"].choosing = world.discussed, world.choosing
    return filled


def world_for(endpoint: str) -> Filling:
    """The world in which this address has something to show."""
    feature = endpoint.partition(".")[0]
    return {"rounds": the_world_with_rounds, "dossiers": the_world_with_dossiers, "texts": the_world_with_dossiers}.get(
        feature, the_world
    )


def points_of_view(session: Session, cast: Cast) -> dict[str, Person | None]:
    left = person(session, "lea", "Gent", cast.obmi, SeatRole.COORDINATOR)
    left.seats[0].until = today()
    session.commit()
    return {
        "nobody": None, "disabled": cast.nele, "ended visit": cast.els, "expired visit": cast.els,
        "idle visit": cast.els, "left the group": left, "other group": cast.otto, "administrator": cast.rita,
        "vendor": cast.tom, "dpo": cast.dora, "deputy": cast.jef, "representative": cast.karim,
        "coordinator": cast.els,
    }  # fmt: skip


def spoil(session: Session, secret: str, **values: Any) -> None:
    visit = visit_with(session, secret)
    for name, value in values.items():
        setattr(visit, name, value)
    session.commit()


def visit_with(session: Session, secret: str) -> Visit:
    return session.scalars(select(Visit).where(Visit.digest == links.digest(secret))).one()


def write_at(place: str, year: int, cast: Cast, do: Any) -> None:
    asked = {"year": year, "place": place, "text": "zelf geschreven", "basis": "", "seen": 0}
    do(overview.WRITE, cast.obmi, by=cast.els, **asked)


class World:
    """Browsers for every point of view, made before anything is asked."""

    def __init__(self, app: Flask, session: Session, laid: Laid) -> None:
        self.app, self.session, self.cast, self.laid = app, session, laid.cast, laid
        self.table = Table(session, doer(session), laid.cast.obmi, laid.cast.els, meetings=laid.meetings)
        self.contradiction, self.question, self.year, self.mia = laid.contradiction, laid.question, laid.year, laid.mia
        self.people = laid.people
        self.browsers = {view: Browser(app, session) for view in self.people}
        for view, secret in laid.secrets.items():
            self.browsers[view].carry(secret)
        self.look_again()

    def look_again(self) -> None:
        """Everybody was here a moment ago, save who was away too long: a visit is noted every few minutes."""
        for visit in self.session.scalars(select(Visit).where(Visit.seen_at > now() - IDLE)):
            visit.seen_at = now()
        self.session.commit()

    def visit_of(self, view: str) -> Visit:
        with self.browsers[view].client.session_transaction() as cookie:
            secret = cookie["_user_id"]
        return visit_with(self.session, secret)

    def example(self, endpoint: str, view: str) -> tuple[Parts, Form]:
        """The parts of the address and a form that is good (tests/app/examples)."""
        return example(self, endpoint, view)

    @cached_property
    def templates(self) -> Templates:
        cast = self.cast
        return Templates(self.session, self.table.do, cast.obmi, cast.els, cast.griet, cast.karim)

    @cached_property
    def discussed(self) -> ReportTemplate:
        return self.laid.discussed or self.templates.discussed(title="Rapport in bespreking", text=CONTENTS + TABLE)

    @cached_property
    def choosing(self) -> ReportTemplate:
        if self.laid.choosing:
            return self.laid.choosing
        one = self.templates.propose("Rapport zoekt trekker")
        self.templates.at_a_meeting(one)
        return self.templates.step(one, "choose_theme")

    @cached_property
    def published(self) -> ReportTemplate:
        keep = partial(put_a_file, self.app, self.table.do, by=self.cast.griet)
        return self.templates.published(title="Rapport dat er is", keep=keep)

    @cached_property
    def rounds(self) -> dict[str, Round]:
        """By name (tests/asked.py); laid now when this world began without."""
        if self.laid.rounds:
            return self.laid.rounds
        made = ask_everything(self.table.do, self.cast.obmi, self.cast.els, self.cast.griet)
        genk = self.cast.karim.organisation_id
        asked = [RoundParty.round_id == made["presentation"].id, RoundParty.organisation_id == genk]
        self.table.do(rounds.EXCUSE, self.table.one(RoundParty, *asked), by=self.cast.els, reason="Geen eigen site.")
        return made

    def write_at(self, place: str) -> None:
        """As an editor, there in this year's overview."""
        write_at(place, self.year, self.cast, self.table.do)

    def path(self, endpoint: str, parts: dict[str, Any]) -> str:
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **parts)

    def dump(self) -> str:
        """Every row of every table, as one digest."""
        self.session.rollback()
        digest = hashlib.sha256()
        cursor = self.session.connection().connection.cursor()
        for statement in every_row(self.session.get_bind().dialect.name):
            cursor.execute(statement)
            digest.update(repr(cursor.fetchall()).encode())
        cursor.close()
        return digest.hexdigest()


@cache
def every_row(dialect: str) -> list[str]:
    """A question for each table, to put to the driver itself: what is written there, not what the models make of it."""
    spoken = dialects.registry.load(dialect)()
    tables = Base.metadata.sorted_tables
    return [str(select(one).order_by(*one.primary_key.columns).compile(dialect=spoken)) for one in tables]
