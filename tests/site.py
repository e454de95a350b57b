"""The demonstration served for real in a thread of its own, for a browser that visits it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import current_app
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from app.demonstration import people
from app.documents.blocks import Document, as_data
from app.documents.from_html import blocks_of
from app.extensions import alembic, db, session
from app.mail.handing_over import to_folder
from app.mail.sender import send_waiting
from config import DemonstrationConfig
from models import (
    CommentKind,
    DossierState,
    FileRole,
    Output,
    Ownership,
    Person,
    Publication,
    ReportTemplate,
    Revision,
    RoundKind,
    Workgroup,
)
from tests.asked import ask_everything
from tests.conftest import doer
from tests.files.laid import put_a_file
from tests.ports import free_port
from tests.sharing import made_once
from tests.table import Table, contradiction, lay
from tests.templates_made import FINAL, TABLE, Templates
from workflows import document, leading, mandate, overview, template_effects
from workflows.clock import today
from workflows.engine import set_state
from workflows.text import render

expect.set_options(timeout=20_000)
"""A machine that tests everything at once is slow; what never comes still fails."""


def elsewhere(work: Callable[[], Any]) -> Any:
    """In a thread of its own: in this one Playwright's event loop runs, which the end of an app context disturbs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


class Site:
    """Where the demonstration is, and how to look behind it."""

    def __init__(self, app: Any, address: str) -> None:
        self.app, self.address = app, address

    def behind(self, work: Callable[[Session], Any]) -> Any:
        """What `work` makes of a session on the same database."""

        def look() -> Any:
            with self.app.app_context():
                return work(session())

        return elsewhere(look)

    def send_mail(self) -> None:
        """Everything that waits, however much it is."""
        folder = to_folder(Path(self.app.config["MAIL_FOLDER"]))
        while self.behind(lambda session: send_waiting(session, folder)):
            pass


def lay_table(session: Session) -> None:
    """Meetings in every state, as the coordinator of OBMi would make them."""
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    els, griet = (
        session.scalars(select(Person).where(Person.email == f"{name}@example.invalid")).one()
        for name in ("coordinator", "vertegenwoordiger-gnt")
    )
    table = Table(session, doer(session), group, els)
    contradiction(lay(table, remarks_by=griet))
    asked = table.do(mandate.ASK, group, by=els, text="Welke bron is de beste?")
    table.do(mandate.REPORT, asked, by=els, text="De tweede.", meeting=table.meetings["running"], asks_more=True)
    table.do(mandate.DELIVER, group, by=els, title="Lijst van bronnen", link="https://bronnen.example")
    ask_everything(table.do, group, els, griet)
    text = {"year": 2020, "place": "intro", "text": "Een **bijzonder** jaar.", "basis": "", "seen": 0}
    table.do(overview.WRITE, group, by=els, **text)
    content = Document("Overzicht", "nl", blocks=blocks_of(render("Een **bijzonder** jaar.\n\n> citaat\n\n1. een")))
    table.do(overview.PUBLISH, group, by=els, year=2020, content=as_data(content))
    lay_files(table)


def lay_dossiers(session: Session) -> None:
    """One that looks for a lead, one in discussion, one that is out and used, and a city's example.

    Put in their states by hand: the meetings that are laid stay what other tests know of them.
    """
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    els, griet, karim = (
        session.scalars(select(Person).where(Person.email == f"{name}@example.invalid")).one()
        for name in ("coordinator", "vertegenwoordiger-gnt", "vertegenwoordiger-gnk")
    )
    made = Templates(session, doer(session), group, els, griet, karim)
    choosing = made.propose("Rapport zoekt trekker")
    set_state(choosing, DossierState.THEME_CHOSEN)
    session.commit()
    made.do(leading.OFFER, made.anew(choosing), by=karim, note="Wij deden het al.")
    for title, state in (
        ("Rapport in bespreking", DossierState.UNDER_DISCUSSION),
        ("Rapport dat er is", DossierState.PUBLISHED),
    ):
        one = made.anew(made.propose(title))
        one.lead_id, one.tester_id = griet.organisation_id, karim.organisation_id
        set_state(one, DossierState.LEAD_CHOSEN)
        session.commit()
        made.write(one)
        newest = made.write(one, FINAL + TABLE, note="De fietsen staan erbij.")
        made.resolve(made.remark(one, karim, "En de fietsen?", section="Parkeren"))
        made.remark(one, karim, "Welke bron?\nGraag met een datum.", kind=CommentKind.BLOCKING)
        put_a_file(current_app, made.do, made.anew(one), by=griet, name="instructies.txt", role=FileRole.INSTRUCTIONS)
        if state is DossierState.PUBLISHED:
            out(made, one, newest, els)
        set_state(made.anew(one), state)
        session.commit()
    link = "https://genk.example/wonen"
    made.propose("Dashboard wonen", ownership=Ownership.CITY, output=Output.DASHBOARD, link=link, inspired_by=choosing)


def out(made: Templates, one: ReportTemplate, newest: Revision, els: Person) -> None:
    """Published as 1.0, and used by Gent."""
    at = {"workgroup_id": one.workgroup_id, "dossier_id": one.id, "revision_id": newest.id}
    made.session.add(Publication(**at, version="1.0", licence="CC BY 4.0", manifest=[], person_id=els.id))
    made.session.flush()
    template_effects.ask_who_uses_it(made.session, one, by=els)
    made.session.commit()
    given = {"link": "https://gent.example/mobiliteit"}
    made.answer(made.round(one, RoundKind.ADOPTION), made.griet, "online", **given)


def lay_files(table: Table) -> None:
    """On an item: one with a long name and one that was withdrawn; on a block of the minutes: one."""
    item, block = table.items(table.meetings["planned"])[0], table.block(table.items(table.meetings["running"])[-1])
    long = "Nota_over_de_cijfers_van_elke_stad_en_hoe_ze_tot_stand_kwamen_in_de_loop_van_het_jaar-definitief-2.txt"
    put_a_file(current_app, table.do, item, by=table.by, name=long)
    put_a_file(current_app, table.do, block, by=table.by)
    gone = put_a_file(current_app, table.do, item, by=table.by, name="oud.txt", content=b"oud")
    table.do(document.WITHDRAW, gone, by=table.by, reason="Er stonden namen in")


def filled(
    temporary: pytest.TempPathFactory, until: date | None = None, *, people_too: bool = True, laid: bool = False,
    dossiers: bool = False,
) -> Path:  # fmt: skip
    """A folder to begin a site with, made once on a day (tests/sharing.py); who gets a copy of it has its clock later.

    `until`: only what was known that day. `laid`: with meetings in every state besides the recorded ones;
    `dossiers`: and templates in some.
    """

    def fill(folder: Path) -> None:
        app = create_app(config_of(folder))
        with app.app_context():
            alembic.upgrade()
            if people_too:
                people.load(session(), until)
            if laid:
                lay_table(session())
            if dossiers:
                lay_dossiers(session())
            session().close()
            db.engine.dispose()

    asked = (today(), until, people_too, laid, dossiers)
    return made_once(temporary, "-".join(map(str, asked)), lambda folder: elsewhere(lambda: fill(folder)))


def config_of(folder: Path, port: int = 8000) -> DemonstrationConfig:
    return DemonstrationConfig(
        SECRET_KEY="browser-browser-browser",
        DATABASE_URL=f"sqlite:///{folder / 'site.db'}",
        BASE_URL=f"http://127.0.0.1:{port}",
        MAIL_FOLDER=str(folder / "mail"),
    )


@contextmanager
def open_site(folder: Path, beginning: Path) -> Iterator[Site]:
    """With a copy of what `filled` made, in this folder."""
    port = free_port()
    shutil.copytree(beginning, folder, dirs_exist_ok=True)
    app = elsewhere(lambda: create_app(config_of(folder, port)))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{port}")
    server.shutdown()
    thread.join()
    server.server_close()


class Visits:
    """Browsers that come in as somebody; a message on a console is a complaint."""

    def __init__(self, chrome: Browser, site: Site) -> None:
        self.chrome, self.site = chrome, site
        self.contexts: list[Any] = []
        self.complaints: list[str] = []

    def __call__(self, who: str | None = None, **options: Any) -> Page:
        context = self.chrome.new_context(base_url=self.site.address, locale="nl-BE", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if who:
            page.goto("/demonstration")
            page.get_by_role("button").filter(has=page.get_by_text(who, exact=True)).first.click()
            page.wait_for_url("**/")
        return page

    def note(self, message: Any) -> None:
        expected = "status of 4" in message.text or "ERR_INTERNET_DISCONNECTED" in message.text
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert not self.complaints, self.complaints[0]
