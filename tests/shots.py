"""`make shots`: pictures of every page, wide and narrow, light and dark, in build/shots; those of the README too."""

import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from app.demonstration import people
from app.extensions import alembic, session
from config import DemonstrationConfig
from models import (
    AgendaItem,
    CommentKind,
    DossierState,
    DossierTheme,
    MandateQuestion,
    Person,
    Preset,
    RevisionKind,
    RoundKind,
    Workgroup,
)
from tests import asked, chromium
from tests.conftest import doer
from tests.table import Table
from tests.templates_made import Templates
from workflows import agenda, mandate, workgroup
from workflows import round as rounds
from workflows.clock import today
from workflows.engine import set_state

ROOT = Path(__file__).parent.parent
YEAR, LATER = today().year, today() + timedelta(weeks=6)
NEXT = f"{LATER.year}-{1 if LATER.year > YEAR else 2}"
PAGES = {
    "sign-in": "/sign-in", "choose": "/demonstration", "home": "/", "workgroup": "/obmi", "describe": "/obmi/describe",
    "add-member": "/obmi/members/add", "members-on": "/obmi/members?on=2016-11-01", "people": "/obmi/people",
    "invite": "/obmi/people/invite", "person": "/obmi/people/6", "step": "/obmi/steps/workgroup/2/pause",
    "trail": "/obmi/trail", "account": "/account", "password": "/account/password", "sessions": "/account/sessions",
    "mail": "/account/mail", "not-found": "/obmi/nergens", "meetings": "/obmi/meetings", "plan": "/obmi/meetings/plan",
    "live": f"/obmi/meetings/{YEAR}-1", "screen": f"/obmi/meetings/{YEAR}-1/screen",
    "screen-closed": f"/obmi/meetings/{NEXT}/screen", "live-city": f"/obmi/meetings/{YEAR}-1",
    "prepare": f"/obmi/meetings/{NEXT}",
    "move": f"/obmi/meetings/{NEXT}/move", "item": f"/obmi/meetings/{NEXT}/items/add",
    "recorded": "/obmi/meetings/2020-2", "workshop": "/obmi/meetings/workshop-2016-1", "decisions": "/obmi/decisions",
    "decision": "/obmi/decisions/OBMI-2020-01", "actions": "/obmi/actions", "action": "/obmi/actions/6",
    "finish": "/obmi/actions/6/finish", "history": "/obmi/history", "contradictions": "/obmi/history/contradictions",
    "choose-claim": "/obmi/history/contradictions/1", "organisations": "/organisations",
    "organisation": "/organisations/5", "workgroups": "/workgroups", "series": "/obmi/series/1",
    "subgroup": "/obmi/subgroups/found", "mandate": "/zorgbudget", "question": "/zorgbudget/mandate/questions/add",
    "report": "/zorgbudget/mandate/questions/1/report", "figure": "/obmi/history/add/figure",
    "milestone": "/obmi/history/add/milestone", "overviews": "/obmi/overviews", "overview": "/obmi/overviews/2020",
    "overview-write": "/obmi/overviews/2020/intro/write", "home-city": "/", "rounds": "/obmi/rounds",
    "round-status": "/obmi/rounds/{status}", "round-vote": "/obmi/rounds/{vote}",
    "round-vote-city": "/obmi/rounds/{vote}", "round-answer": "/obmi/rounds/{vote}/answer?choice=recuse",
    "round-date": "/obmi/rounds/{date}", "round-certified": "/obmi/rounds/{certified}", "matrix": "/obmi/rounds/matrix",
    "dossiers": "/obmi/dossiers", "board": "/obmi/dossiers?view=board", "dossier": "/obmi/dossiers/{report}",
    "compared": "/obmi/texts/{report}/versions/2?with=1", "effort": "/obmi/dossiers/effort",
    "who-else": "/obmi/who-else",
    "round-kinds": "/obmi/rounds/new", "round-new": "/obmi/rounds/new?kind=vote",
}  # fmt: skip
CITY = ("home-city", "round-vote-city", "round-answer", "live-city")
"""Seen as the representative of Aalst; the others as the coordinator."""
ROUNDS: dict[str, int | str] = {}
"""The rounds and dossiers of the pictures by name."""
TEXT = (
    "# Verplaatsingen\n\nHoe vaak, hoe ver en waarmee mensen zich verplaatsen, per wijk.\n\n"
    "# Parkeren\n\nHoeveel plaatsen er zijn voor fietsen en wagens, per wijk.\n"
)
README = [
    ("home-city", 1280, "light"),
    ("round-vote", 1280, "light"),
    ("dossier", 1280, "light"),
    ("live", 1280, "light"),
    ("screen", 1280, "light"),
    ("overview", 1280, "light"),
    ("prepare", 1280, "light"),
    ("recorded", 1280, "dark"),
    ("workgroup", 1280, "light"),
]
TALKED = [
    "Elf steden liggen op schema. Aalst, Hasselt en Turnhout vragen hulp bij de uitrol.\n"
    "! HAS, GNT: opleiding voor nieuwe medewerkers samen geven",
    "Nieuw via de connector: zorgbudget. Detailhandel is bijgewerkt.\n"
    "= Elke stad zet het zorgbudget online tegen de volgende vergadering",
]
"""What is said in the meeting of the pictures, on its first items."""


def meet(session: Session) -> None:
    """A meeting that runs, with a text on its first items, and the next one being prepared."""
    group = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    els = session.scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()
    table = Table(session, doer(session), group, els)
    running = table.open(table.plan(today(), place="Brussel"))
    for item, text in zip(table.items(running), TALKED, strict=False):
        table.write(item, text)
        table.dispose(item)
    table.do(agenda.TAKE_UP, table.items(running)[len(TALKED)], by=els)
    questions = ["Welke steden gebruiken de cijfers al?", "Wat kost een update per jaar?"]
    subgroup = table.do(
        workgroup.FOUND_SUBGROUP, group, by=els, name="Zorgbudget", slug="zorgbudget", organisations=[], lead=None,
        mandate="Uitzoeken hoe elke stad de cijfers over het zorgbudget kan tonen.", questions=questions,
        ends_when="er een voorstel op de vergadering ligt",
    )  # fmt: skip
    first = session.scalars(select(MandateQuestion).where(MandateQuestion.workgroup_id == subgroup.id)).first()
    table.do(
        mandate.REPORT, first, by=els, text="Zes steden, vooral voor hun omgevingsanalyse.", meeting=running,
        asks_more=True,
    )  # fmt: skip
    table.do(mandate.DELIVER, subgroup, by=els, title="Lijst van de gebruikte indicatoren", link=None)
    coming = table.plan(LATER, place="Gent")
    table.step(coming, "convene")
    ask_the_cities(session, table)
    work_on_a_report(session, table)


def work_on_a_report(session: Session, table: Table) -> None:
    """A template in discussion, with a remark that waits and one that was answered."""
    people = {
        name: session.scalars(select(Person).where(Person.email == f"vertegenwoordiger-{name}@example.invalid")).one()
        for name in ("gnt", "gnk")
    }
    made = Templates(session, table.do, table.group, table.by, people["gnt"], people["gnk"])
    theme = session.scalars(select(DossierTheme).where(DossierTheme.name == "Mobiliteit en verkeersveiligheid")).one()
    about = "Hoe de inwoners van een stad zich verplaatsen, per wijk en door de jaren heen."
    one = made.propose("Rapport verplaatsingen in de stad", theme=theme, about=about, platform="Swing")
    one = made.anew(one)
    one.lead_id = people["gnt"].organisation_id
    set_state(one, DossierState.LEAD_CHOSEN)
    session.commit()
    made.write(one, TEXT, kind=RevisionKind.CONTENTS)
    settled = made.remark(one, people["gnk"], "Graag ook per deelgemeente.", section="Parkeren")
    made.write(one, TEXT.replace("per wijk", "per wijk en per deelgemeente"), note="Deelgemeenten erbij.")
    made.resolve(settled, resolution="Elke tabel heeft nu ook een kolom per deelgemeente.")
    made.remark(one, people["gnk"], "Welke telling gebruiken we voor de fietsen?", kind=CommentKind.QUESTION)
    set_state(made.anew(one), DossierState.UNDER_DISCUSSION)
    session.commit()
    ROUNDS["report"] = one.number


def ask_the_cities(session: Session, table: Table) -> None:
    """Rounds of fourteen seats, most of them answered."""
    group, els = table.group, table.by
    speakers = [
        person for person in session.scalars(select(Person).order_by(Person.id)) if "vertegenwoordiger" in person.email
    ]
    before = asked.ask(table.do, group, els, RoundKind.STATUS)
    for nth, person in enumerate(speakers):
        asked.say(table.do, before, person, "on_track" if nth % 3 else "nothing_new", text="Dashboards wonen klaar.")
    table.do(rounds.procedure["close"], before, by=els)
    made = {
        kind.value: asked.ask(table.do, group, els, kind, **at_the_table(table) if kind is RoundKind.VOTE else {})
        for kind in asked.SHOWN
    }
    made["certified"] = asked.ask(
        table.do, group, els, RoundKind.VOTE, question="Overzicht mobiliteitsdata overnemen", preset=Preset.QUALIFIED,
        due_on=today(),
    )  # fmt: skip
    for nth, person in enumerate(speakers):
        if person.email != "vertegenwoordiger-aal@example.invalid":
            answer_as(table, made, person, nth)
        asked.say(table.do, made["certified"], person, "for")
    table.do(rounds.procedure["close"], made["certified"], by=els)
    table.do(rounds.procedure["certify"], made["certified"], by=els, conclusion="Iedereen kan het gebruiken.")
    ROUNDS.update({name: one.id for name, one in made.items()})


def at_the_table(table: Table) -> dict[str, Any]:
    """The vote is about what the meeting of the pictures speaks of."""
    return {"item": table.one(AgendaItem, AgendaItem.running_since.is_not(None))}


def answer_as(table: Table, made: dict[str, Any], person: Person, nth: int) -> None:
    """Not everybody answers everything."""
    if nth % 4 != 3:
        no = nth == 9
        asked.say(table.do, made["vote"], person, "against" if no else "abstain" if nth == 5 else "for",
                  text="Te weinig detail" if no else "")  # fmt: skip
        asked.say(table.do, made["interest"], person, ("yes", "maybe", "no")[nth % 3])
        suits = ("yes", "if_need_be", "no")
        days = {day: suits[(nth + at) % 3] for at, day in enumerate(made["date"].options)}
        asked.say(table.do, made["date"], person, "answered", extra=days)
    if nth % 3:
        state = ("on_track", "attention", "on_track", "blocked")[nth % 4]
        asked.say(table.do, made["status"], person, state, text="De adreszoeker is traag." if nth % 4 else "")


def serve(folder: Path) -> tuple[Any, str]:
    """The demonstration in a thread, and its address."""
    config = DemonstrationConfig(
        SECRET_KEY="shots-shots-shots-shots",
        DATABASE_URL=f"sqlite:///{folder / 'shots.db'}",
        BASE_URL="http://127.0.0.1:8471",
        MAIL_FOLDER=str(folder / "mail"),
    )
    app = create_app(config)
    with app.app_context():
        alembic.upgrade()
        people.load(session())
        meet(session())
    server = make_server("127.0.0.1", 8471, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, config.BASE_URL


def shoot(
    browser: Browser, address: str, width: int, scheme: Any, names: list[str], folder: Path, *, whole: bool
) -> None:
    """The pages of these names, as the coordinator sees them (those of the door as nobody)."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 860}, color_scheme=scheme)
    page, inside = context.new_page(), ""
    for name in sorted(names, key=lambda one: one in CITY):
        who = "Vertegenwoordiger Aalst" if name in CITY else "Coördinator"
        if name not in ("sign-in", "choose") and inside != who:
            page.goto("/demonstration")
            page.get_by_role("button").filter(has=page.get_by_text(who, exact=True)).first.click()
            page.wait_for_url("**/")
            inside = who
        page.goto(PAGES[name].format(**ROUNDS))
        suffix = f"-{width}-{scheme}" if whole else ("-dark" if scheme == "dark" else "")
        page.screenshot(path=folder / f"{name}{suffix}.png", full_page=whole)
    context.close()


def main() -> None:
    readme = "--readme" in sys.argv
    folder = ROOT / "docs" / "pictures" if readme else ROOT / "build" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        server, address = serve(Path(name))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(chromium.get()), args=["--no-sandbox"])
            if readme:
                for page, width, scheme in README:
                    shoot(browser, address, width, scheme, [page], folder, whole=False)
            else:
                for width in (1440, 390):
                    for scheme in ("light", "dark"):
                        shoot(browser, address, width, scheme, list(PAGES), folder, whole=True)
            browser.close()
        server.shutdown()
    print(f"Pictures in {folder.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
