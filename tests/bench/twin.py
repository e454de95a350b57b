"""The bare twin: what a page costs when somebody writes it by hand, with Flask, SQL and one template.

It signs the visitor in with one query, counts with one, reads the same rows as Rondetafel with one (the meeting one
more for its roll, home and the workgroup for what stands around), and fills one template of the same HTML. A write
is one insert through the ORM. The database is the one that Rondetafel has open, under the same guarantees.
"""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, abort, g, redirect, render_template, request, session
from jinja2 import DictLoader
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGES = Path(__file__).parent / "templates"
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
MENU = [
    ("Mijn beurt", "house", "b"), ("Vergaderingen", "calendar3", "v"), ("Afspraken", "check2-square", "a"),
    ("Beslissingen", "journal-check", "d"), ("Geschiedenis", "clock-history", "h"), ("Werkgroep", "diagram-3", "w"),
    ("Mensen", "people", "m"), ("Spoor", "shield-lock", "s"), ("Werkgroep Mobiliteitsdata", "diagram-3", ""),
    ("Werkgroep Brandweerdata", "diagram-3", ""), ("Werkgroep datawensen circulaire economie", "diagram-3", ""),
    ("Organisaties", "building", "o"), ("Werkgroepen", "signpost-split", "k"), ("Mijn gegevens", "person", ""),
    ("Sessies", "laptop", ""), ("Mijn mail", "envelope", ""),
]  # fmt: skip
VISITOR = (
    "SELECT p.id, p.name FROM visit v JOIN person p ON p.id = v.person_id WHERE v.digest = ? AND v.ended_at IS NULL"
)
HERE = ":here"
"""Where the key of the workgroup is put: a planner that sees it knows how few rows it has."""
OWNER = "LEFT JOIN action_owner w ON w.id = (SELECT min(x.id) FROM action_owner x WHERE x.action_id = a.id)"
SOURCES = "LEFT JOIN provenance p ON p.of_{0}_id = {1}.id LEFT JOIN source_document s ON s.id = p.document_id"
CITED = "s.code, s.title, s.file, p.lines, p.remark"
ALL = f"SELECT count(*) FROM {{0}} WHERE workgroup_id = {HERE}"
OPEN = f"FROM action a WHERE a.workgroup_id = {HERE} AND a.state = 'open'"
LISTS = {
    "meetings": (
        ALL.format("meeting"),
        "SELECT number, title, CAST(held_on AS TEXT), state, (SELECT count(*) FROM agenda_item i WHERE "
        f"i.meeting_id = m.id AND i.dropped_because IS NULL) FROM meeting m WHERE m.workgroup_id = {HERE} "
        "ORDER BY m.held_on DESC, m.id DESC",
    ),
    "decisions": (
        ALL.format("decision"),
        "SELECT d.id, d.number, d.text, m.number, CAST(m.held_on AS TEXT), CAST(d.review_on AS TEXT), d.state FROM "
        f"decision d JOIN meeting m ON m.id = d.meeting_id WHERE d.workgroup_id = {HERE} "
        "ORDER BY m.held_on DESC, d.nth DESC, d.id DESC",
    ),
    "actions": (
        f"SELECT count(*) {OPEN}",
        "SELECT a.id, a.text, a.kind, o.code, o.name, CAST(coalesce(a.due_on, n.held_on) AS TEXT), m.number, "
        "CAST(m.held_on AS TEXT), a.state FROM action a JOIN meeting m ON m.id = a.meeting_id "
        f"LEFT JOIN meeting n ON n.id = a.due_meeting_id {OWNER} LEFT JOIN organisation o ON o.id = w.organisation_id "
        f"WHERE a.workgroup_id = {HERE} AND a.state = 'open' ORDER BY m.held_on DESC, a.id",
    ),
    "people": (
        f"{ALL.format('seat')} AND until IS NULL",
        "SELECT s.id, o.code, o.name, p.name, s.role, p.function FROM seat s JOIN person p ON p.id = s.person_id "
        f"JOIN organisation o ON o.id = p.organisation_id WHERE s.workgroup_id = {HERE} AND s.until IS NULL "
        "ORDER BY o.name, p.name",
    ),
    "organisations": (
        "SELECT count(*) FROM organisation",
        "SELECT o.id, o.code, o.name, o.kind, (SELECT min(f.name) FROM former_name f WHERE f.organisation_id = o.id), "
        "o.parent_id, p.name FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id "
        "ORDER BY o.code IS NULL, o.name",
    ),
    "trail": (
        "SELECT max(seq) FROM audit_entry",
        "SELECT e.seq, e.at, e.verb, e.table_name, e.row_id, p.name, o.code, y.payload FROM audit_entry e "
        "JOIN audit_payload y ON y.seq = e.seq LEFT JOIN person p ON p.id = e.person_id "
        f"LEFT JOIN organisation o ON o.id = e.organisation_id WHERE e.workgroup_id = {HERE} "
        "ORDER BY e.seq DESC LIMIT 51",
    ),
    "workgroups": (
        "SELECT count(*) FROM workgroup",
        "SELECT slug, name, kind, state FROM workgroup ORDER BY name",
    ),
    "members": (
        ALL.format("membership"),
        f"SELECT m.id, o.code, o.name, o.id, m.role, CAST(m.since AS TEXT), {CITED} FROM membership m "
        f"JOIN organisation o ON o.id = m.organisation_id {SOURCES.format('membership', 'm')} "
        f"WHERE m.workgroup_id = {HERE} AND (m.since IS NULL OR m.since <= '2020-01-01') AND "
        "(m.until IS NULL OR m.until >= '2020-01-01') ORDER BY o.name, s.code",
    ),
    "history": (
        ALL.format("milestone"),
        "SELECT 'milestone' AS kind, m.id AS id, CAST(m.happened_on AS TEXT) AS at, m.title AS title, m.said_when, "
        f"{CITED} FROM milestone m {SOURCES.format('milestone', 'm')} WHERE m.workgroup_id = {HERE} UNION ALL "
        f"SELECT 'figure', k.id, NULL, k.title, k.value, {CITED} FROM key_figure k {SOURCES.format('key_figure', 'k')} "
        f"WHERE k.workgroup_id = {HERE} ORDER BY kind, at, id",
    ),
    "one": ("SELECT 1", f"SELECT id, version, name, mandate FROM workgroup WHERE id = {HERE}"),
}
"""A page of one list: how many there are, and the rows."""

ITEMS = (
    "SELECT i.id, i.position, i.title, i.item_type, i.planned_minutes, i.proposal_html, b.id, b.version, b.text, "
    "b.html, i.disposition, d.id, d.number, d.text, a.id, a.text, o.name, CAST(coalesce(a.due_on, n.held_on) AS TEXT) "
    "FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN minutes v ON v.meeting_id = m.id "
    "JOIN minute b ON b.minutes_id = v.id AND b.item_id = i.id "
    "LEFT JOIN decision d ON d.item_id = i.id AND d.meeting_id = m.id "
    f"LEFT JOIN action a ON a.item_id = i.id AND a.meeting_id = m.id {OWNER} "
    "LEFT JOIN organisation o ON o.id = w.organisation_id LEFT JOIN meeting n ON n.id = a.due_meeting_id "
    f"WHERE m.workgroup_id = {HERE} AND m.number = ? AND i.dropped_because IS NULL ORDER BY i.position"
)
COUNTED = f"SELECT count(*) FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id AND m.workgroup_id = {HERE} AND m.number = ?"  # noqa: E501
ROLL = (
    "SELECT o.id, o.code, o.name, t.presence FROM membership s JOIN organisation o ON o.id = s.organisation_id "
    f"JOIN meeting m ON m.workgroup_id = {HERE} AND m.number = ? "
    "LEFT JOIN attendance t ON t.meeting_id = m.id AND t.organisation_id = o.id "
    f"WHERE s.workgroup_id = {HERE} AND s.until IS NULL ORDER BY o.name"
)
TURN = (
    "SELECT a.id, a.text, o.name, CAST(coalesce(a.due_on, n.held_on) AS TEXT) AS due FROM action a "
    f"{OWNER} LEFT JOIN organisation o ON o.id = w.organisation_id LEFT JOIN meeting n ON n.id = a.due_meeting_id "
    f"WHERE a.workgroup_id = {HERE} AND a.state = 'open' AND coalesce(a.due_on, n.held_on) IS NOT NULL "
    "ORDER BY due, a.id LIMIT 8"
)
AHEAD = (
    "SELECT m.number, m.title, CAST(m.held_on AS TEXT), m.state, w.name FROM meeting m JOIN workgroup w "
    f"ON w.id = m.workgroup_id WHERE m.workgroup_id = {HERE} AND m.held_on >= ? ORDER BY m.held_on LIMIT 3"
)
SEATS = (
    "SELECT w.slug, w.name, s.role, w.state FROM seat s JOIN workgroup w ON w.id = s.workgroup_id "
    "WHERE s.person_id = ? AND s.until IS NULL"
)
STEPS = (
    "SELECT t.step, p.name, CAST(t.at AS TEXT) FROM step_taken t JOIN person p ON p.id = t.person_id "
    f"WHERE t.workgroup_id = {HERE} ORDER BY t.id DESC LIMIT 10"
)
GROUP = f"SELECT name, slug, state, mandate_html, about_html FROM workgroup WHERE id = {HERE}"
MEMBERS = (
    "SELECT m.id, o.code, o.name, o.id, m.role, CAST(m.since AS TEXT) FROM membership m JOIN organisation o "
    f"ON o.id = m.organisation_id WHERE m.workgroup_id = {HERE} AND m.until IS NULL ORDER BY o.name"
)


class Table(DeclarativeBase):
    """Of the twin alone: the product's own models would bring their trail along."""


class Note(Table):
    """The one row that a write of the twin puts down."""

    __tablename__ = "bench_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text)


class Rows:
    """One open connection a process, and the question marks that this database wants."""

    def __init__(self, url: str) -> None:
        self.url, self.sqlite = sa.make_url(url), url.startswith("sqlite")
        if self.sqlite:
            self.connection: Any = sqlite3.connect(str(self.url.database), check_same_thread=False)
            self.connection.isolation_level = None
        else:
            import psycopg

            plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(plain, autocommit=True)

        self.here = 0
        self.here = self("SELECT id FROM workgroup WHERE slug = 'obmi'")[0][0]

    def __call__(self, question: str, *given: Any) -> list[Any]:
        question = question.replace(HERE, str(self.here))
        sql = question if self.sqlite else question.replace("?", "%s")
        found: list[Any] = self.connection.execute(sql, given).fetchall()
        return found


def engine_of(url: str) -> Engine:
    """For the write: as safe as that of Rondetafel."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
                connection.execute(f"PRAGMA {pragma}")

    return engine


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def day(on: str) -> str:
    """A day as people write it."""
    return f"{int(on[8:10])} {MONTHS[int(on[5:7]) - 1]} {on[:4]}"


def groups(rows: Iterable[Any], width: int) -> list[tuple[Any, list[Any]]]:
    """The rows of a join: each first part once, with its second parts."""
    return [(head, [row[width:] for row in found]) for head, found in groupby(rows, key=itemgetter(*range(width)))]


def loader() -> DictLoader:
    """Each page as one template: nothing is included or extended while it is drawn."""
    top, bottom = ((PAGES / f"{name}.html").read_text(encoding="utf-8") for name in ("top", "bottom"))
    bodies = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.html")}
    return DictLoader({name: top + body + bottom for name, body in bodies.items()})


def make() -> Flask:
    """The twin on the database of TWIN_DATABASE."""
    app, url = Flask(__name__), os.environ["TWIN_DATABASE"]
    app.secret_key = os.environ["TWIN_SECRET"]
    app.config["SESSION_COOKIE_NAME"] = "rondetafel"
    app.jinja_loader = loader()
    app.jinja_env.globals.update(
        day=day, groups=groups, loads=json.loads, menu=MENU, token="t" * 90, key=lambda: secrets.token_hex(16)
    )
    rows, engine = Rows(url), engine_of(url)

    @app.before_request
    def visitor() -> None:
        found = rows(VISITOR, hashlib.sha256(session["_user_id"].encode()).hexdigest())
        g.person = found[0] if found else abort(403)

    @app.get("/<name>")
    def index(name: str) -> str:
        count, question = LISTS[name]
        return page(name, total=rows(count)[0][0], rows=rows(question))

    def page(name: str, **more: Any) -> str:
        return render_template(f"{name}.html", visitor=g.person[1], today=today(), **more)

    @app.get("/meeting/<name>/<number>")
    def meeting(name: str, number: str) -> str:
        found = {"total": rows(COUNTED, number)[0][0], "rows": rows(ITEMS, number), "roll": rows(ROLL, number)}
        return page(name, number_of=number, **found)

    @app.get("/home")
    def home() -> str:
        total = rows(f"SELECT count(*) {OPEN}")[0][0]
        beside = {"meetings": rows(AHEAD, today()), "seats": rows(SEATS, g.person[0]), "steps": rows(STEPS)}
        return page("home", total=total, rows=rows(TURN), **beside)

    @app.get("/workgroup")
    def workgroup() -> str:
        return page("workgroup", total=rows(LISTS["members"][0])[0][0], rows=rows(MEMBERS), groups_of=rows(GROUP))

    @app.post("/write")
    def write() -> Any:
        with Session(engine) as here:
            here.add(Note(person_id=g.person[0], title=request.form["title"], text=request.form["text"]))
            here.commit()
        return redirect("/one")

    return app
