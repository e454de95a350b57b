"""The cast. Every test tells its story with the same few people."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from app.extensions import alembic, db
from config import TestConfig
from models import (
    MembershipRole,
    Message,
    Organisation,
    OrganisationKind,
    Person,
    PersonState,
    Seat,
    SeatRole,
    Way,
    Workgroup,
)
from tests import selection
from tests.apps import lent
from tests.databases import open_server
from tests.postbag import Postbag
from tests.rounds import Rounds, seat_cities
from tests.sharing import made_once
from tests.table import Table
from tests.templates import Templates
from workflows import links, membership, sign_in, workgroup
from workflows.clock import today
from workflows.command import Ask, Command, perform

settings.register_profile("rondetafel", deadline=None, derandomize=True, database=None)
settings.load_profile("rondetafel")
"""The same examples each time, and however slow the machine is."""

MEMBERS = [
    ("Gent", "GNT", OrganisationKind.CITY, MembershipRole.VOTING),
    ("Genk", "GNK", OrganisationKind.CITY, MembershipRole.VOTING),
    ("Kenniscentrum", None, OrganisationKind.KNOWLEDGE_CENTRE, MembershipRole.SECRETARIAT),
    ("ABF", None, OrganisationKind.VENDOR, MembershipRole.VENDOR),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    selection.add_options(parser)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    selection.select(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    selection.say_why_again(terminalreporter)


@pytest.fixture(scope="session")
def how_many(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`how_many(40, 14)`: forty in `make prove`, fourteen in `make test`. For what takes as long as it is many."""
    prove = request.config.getoption("--prove")
    return lambda to_prove, to_test: to_prove if prove else to_test


def migrate(url: str) -> None:
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.upgrade()
        db.engine.dispose()


def migrated(temporary: pytest.TempPathFactory, url: str) -> None:
    """With every table; on SQLite a copy of what is migrated once in a run."""
    if not url.startswith("sqlite"):
        migrate(url)
        return
    made = made_once(temporary, "migrated", lambda folder: migrate(f"sqlite:///{folder / 'new.db'}"))
    shutil.copyfile(made / "new.db", url.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    database = request.config.getoption("--database")
    server = open_server(database, tmp_path_factory.mktemp("db"), lambda url: migrated(tmp_path_factory, url))
    yield server
    server.close()


@pytest.fixture(scope="session")
def templates(server: Any, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(server, tmp_path_factory)


@pytest.fixture
def filling(request: pytest.FixtureRequest) -> Any:
    """What the database of this test begins with."""
    return the_cast if "cast" in request.fixturenames else nothing


@pytest.fixture
def beginning(templates: Templates, filling: Any) -> Iterator[Any]:
    with templates.fresh(filling) as found:
        yield found


@pytest.fixture
def url(beginning: Any) -> str:
    address: str = beginning[0]
    return address


@pytest.fixture
def found(beginning: Any, session: Session) -> Any:
    """What its filling made."""
    return beginning[1](session)


@pytest.fixture
def app(url: str, tmp_path: Path) -> Iterator[Flask]:
    """No app context is left open: Flask would hand its `g`, and so the visitor, to every request."""
    with lent(url, FILES_FOLDER=str(tmp_path / "files"), WTF_CSRF_ENABLED=False) as app:
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The test's own session; what the pages did is seen after `session.rollback()`."""
    with app.app_context():
        session = db.sessionmaker()
    with session:
        yield session


@dataclass
class Cast:
    """Els coordinates; Griet speaks for Gent, Jef is her deputy, Karim speaks for Genk, Dora is its DPO; Tom is
    the vendor's. Otto sits in another workgroup alone, and coordinates it. Rita administers. Nele left."""

    obmi: Workgroup
    orba: Workgroup
    els: Person
    griet: Person
    jef: Person
    karim: Person
    dora: Person
    tom: Person
    otto: Person
    rita: Person
    nele: Person


ROLES = [
    ("els", "Kenniscentrum", SeatRole.COORDINATOR),
    ("griet", "Gent", SeatRole.REPRESENTATIVE),
    ("jef", "Gent", SeatRole.DEPUTY),
    ("karim", "Genk", SeatRole.REPRESENTATIVE),
    ("dora", "Genk", SeatRole.DPO),
    ("tom", "ABF", SeatRole.VENDOR_CONTACT),
]


def doer(session: Session) -> Callable[..., Any]:
    """Perform a command as a person: `do(seat.LEAVE, seat, by=cast.els)`."""

    def run(
        command: Command, subject: Any = None, by: Person | None = None, key: str | None = None, **inputs: Any
    ) -> Any:
        version = inputs.pop("version", None)
        return perform(session, command, Ask(by, subject.id if subject else None, key, version, inputs))

    return run


@pytest.fixture
def do(session: Session) -> Callable[..., Any]:
    return doer(session)


@pytest.fixture
def cast(found: Any) -> Cast:
    cast: Cast = found["cast"]
    return cast


@pytest.fixture
def sub(cast: Cast, do: Callable[..., Any]) -> Workgroup:
    """A subgroup that Gent leads and nobody else sits in; Els, who founded it, coordinates."""
    gent = cast.griet.organisation
    made: Workgroup = do(
        workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, name="Subwerkgroep water", slug="sub", mandate="Zoek uit",
        organisations=[gent], lead=gent,
    )  # fmt: skip
    return made


def nothing(_app: Flask, _session: Session) -> None:
    """A database without a row."""


def the_cast(_app: Flask, session: Session) -> dict[str, Any]:
    return {"cast": lay_out_cast(session)}


def lay_out_cast(session: Session) -> Cast:
    """Two workgroups with the same members, and the people in their seats."""
    do = doer(session)
    obmi = do(workgroup.FOUND, name="OBMi", slug="obmi", prefix="OBMI")
    orba = do(workgroup.FOUND, name="ORBA", slug="orba", prefix="ORBA")
    for group in (obmi, orba):
        for name, code, kind, role in MEMBERS:
            do(membership.SET_UP, group, name=name, code=code, kind=kind, role=role, since=date(2020, 1, 1))
    people = {name: person(session, name, place, obmi, role) for name, place, role in ROLES}
    people["otto"] = person(session, "otto", "Kenniscentrum", orba, SeatRole.COORDINATOR)
    people["rita"] = person(session, "rita", "Kenniscentrum")
    people["rita"].is_administrator = True
    people["nele"] = person(session, "nele", "Gent", obmi, SeatRole.REPRESENTATIVE)
    people["nele"].state = PersonState.DISABLED
    session.commit()
    return Cast(obmi, orba, **people)


def person(
    session: Session, name: str, organisation: str, group: Workgroup | None = None, role: SeatRole | None = None
) -> Person:
    place = session.scalars(select(Organisation).where(Organisation.name == organisation)).one()
    made = Person(name=name.title(), email=f"{name}@example.invalid", organisation=place, state=PersonState.ACTIVE)
    session.add(made)
    session.flush()
    if group and role:
        session.add(Seat(workgroup=group, person=made, role=role, since=today()))
    session.commit()
    return made


@pytest.fixture
def table(session: Session, cast: Cast, do: Callable[..., Any]) -> Table:
    """Els's table in OBMi, still empty."""
    return Table(session, do, cast.obmi, cast.els)


@pytest.fixture
def rounds(session: Session, cast: Cast, do: Callable[..., Any]) -> Rounds:
    """The rounds of OBMi, which Els asks."""
    return Rounds(session, do, cast.obmi, cast.els)


@pytest.fixture
def ask(rounds: Rounds) -> Callable[..., Any]:
    return rounds.ask


@pytest.fixture
def say(rounds: Rounds) -> Callable[..., Any]:
    return rounds.say


@pytest.fixture
def cities(rounds: Rounds) -> Callable[[int], list[Person]]:
    """So many more cities at the table: `cities(12)` makes the fourteen of OBMi. Returns who speaks for them."""
    return lambda number: seat_cities(rounds, person, number)


def come_in(session: Session, person: Person) -> str:
    """The secret of a new visit."""
    secret = links.new_secret("visit")
    sign_in.open_visit(session, person, secret, Way.PASSWORD, "Chrome · Linux")
    session.commit()
    return secret


class Browser:
    """A visitor: `browser.as_(els).get("/")`. `open` gives the answer, `get` and `post` its text."""

    def __init__(self, app: Flask, session: Session, person: Person | None = None) -> None:
        self.app, self.session, self.client = app, session, app.test_client()
        if person:
            self.come_in(person)

    def as_(self, person: Person | None) -> "Browser":
        return Browser(self.app, self.session, person)

    def come_in(self, person: Person) -> None:
        self.carry(come_in(self.session, person))

    def carry(self, secret: str) -> None:
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True

    def open(self, path: str, method: str = "GET", **kwargs: Any) -> TestResponse:
        self.session.rollback()
        return self.client.open(path, method=method, **kwargs)

    def get(self, path: str, status: int = 200) -> str:
        return self._text(self.open(path), status)

    def post(self, path: str, status: int = 302, **data: object) -> str:
        return self._text(self.open(path, "POST", data=data), status)

    def _text(self, response: TestResponse, status: int) -> str:
        assert response.status_code == status, response.text
        return response.text


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:
    return Browser(app, session)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that is sent, as it is sent."""
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def letters(session: Session) -> Callable[[Person], list[dict[str, Any]]]:
    """What waits in the outbox for a person, oldest first."""

    def read(person: Person) -> list[dict[str, Any]]:
        session.rollback()
        query = select(Message).where(Message.person_id == person.id).order_by(Message.id)
        return [message.letter for message in session.scalars(query)]

    return read


@pytest.fixture
def bag(app: Flask, session: Session) -> Postbag:
    """What the sender hands over in this test."""
    return Postbag(app, session)


def key_of(page: str) -> str:
    """The key of the (first) form on a page."""
    found = re.search(r'name="key"[^>]*value="([0-9a-f]+)"', page)
    assert found, "no form on this page"
    return found[1]


ROOT = Path(__file__).parent.parent
