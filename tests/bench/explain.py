"""In this process, through Flask's test client: how many questions, how many bytes, and where the time goes."""

import cProfile
import pstats
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.extensions import db
from models import Person
from tests.bench.fill import CROWDED, app_on, coordinator
from tests.bench.pages import CROWDED_PAGES, Page, crowded_slug, keys
from tests.conftest import Browser

AREAS = (
    ("/sqlalchemy/", "SQLAlchemy"), ("sqlite3.", "driver"), ("psycopg", "driver"), ("/babel/", "Babel"),
    ("/flask_babel/", "Babel"), ("/wtforms/", "forms"), ("/flask_wtf/", "forms"), ("/templates/", "templates"),
    ("/jinja2/", "templates"), ("markupsafe", "templates"), ("/werkzeug/", "Flask"), ("/flask", "Flask"),
    ("/app/", "own code"), ("/workflows/", "own code"), ("/models/", "own code"),
)  # fmt: skip
OWN = ("/app/", "/workflows/")


@dataclass
class Inside:
    """What the test client saw of a page."""

    questions: int
    size: int
    shares: list[tuple[str, float]]
    functions: list[tuple[str, float]]

    def says(self) -> str:
        areas = ", ".join(f"{name} {share:.0%}" for name, share in self.shares[:5])
        return f"{areas}; below " + ", ".join(f"`{name}` {share:.0%}" for name, share in self.functions[1:5])


class Looker:
    """The coordinator at a test client, with every question counted."""

    def __init__(self, url: str) -> None:
        self.app: Flask = app_on(url)
        self.app.config["WTF_CSRF_ENABLED"] = True
        with self.app.app_context():
            self.engine, self.session = db.engine, db.sessionmaker()
        self.keys = keys(self.session)
        self.browser = Browser(self.app, self.session, coordinator(self.session))
        self.sent = 0
        event.listen(self.engine, "before_cursor_execute", self.count)

    def count(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.sent += statement.lstrip().upper().startswith("SELECT")

    def close(self) -> None:
        self.session.close()
        self.engine.dispose()

    def look(self, page: Page, times: int = 20) -> Inside:
        """The first time warms up what is made once; then counted, then profiled."""
        path = page.path.format(**self.keys)
        assert self.browser.open(path).status_code == 200, path
        self.sent = 0
        size = len(self.browser.open(path).data)
        questions = self.sent
        profiler = cProfile.Profile()
        for _ in range(times):
            self.session.rollback()
            profiler.enable()
            self.browser.client.get(path)
            profiler.disable()
        return Inside(questions, size, *shares_of(pstats.Stats(profiler))) if times else Inside(questions, size, [], [])

    def crowd(self) -> list[tuple[str, int, float, int]]:
        """Lists of a workgroup that has half of all rows: path, rows on the page, CPU milliseconds, bytes."""
        reader = self.session.scalars(select(Person).where(Person.email == f"{CROWDED}@example.invalid")).one()
        browser, slug = self.browser.as_(reader), crowded_slug(self.session)
        found = []
        for name in CROWDED_PAGES:
            browser.get(f"/{slug}/{name}")
            began = time.process_time()
            text = browser.get(f"/{slug}/{name}")
            found.append((name, text.count("<tr>"), (time.process_time() - began) * 1000, len(text.encode())))
        return found


def area_of(file: str, name: str) -> str:
    """Whose work a function is; a compiled template has the path of its source. Built-ins have no file."""
    if file.endswith(".html"):
        return "templates"
    return next((area for part, area in AREAS if part in file or (file == "~" and part in name)), "")


def shares_of(stats: pstats.Stats) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Own time by area (what is built in counts for who called it), and the time below our own functions."""
    table: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]
    areas: defaultdict[str, float] = defaultdict(float)
    below: defaultdict[str, float] = defaultdict(float)
    whole = sum(row[2] for row in table.values()) or 1.0
    for (file, _, name), (_, _, own, cumulative, callers) in table.items():
        if area := area_of(file, name):
            areas[area] += own / whole
        else:
            for (caller, _, called), (_, _, part, _) in callers.items():
                areas[area_of(caller, called) or "Python"] += part / whole
        if any(part in file for part in OWN) and file.endswith(".py") and "<" not in name:
            module = file.removesuffix(".py").rsplit("/", 2)[-2:]
            below[".".join([*module, name])] += cumulative / whole
    return most(areas), most(below)


def most(shares: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(shares.items(), key=lambda one: one[1], reverse=True)
