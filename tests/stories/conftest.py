"""A story has a day, and what was known on it. Each ends with the page, an export and the trail."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Browser

from app.audit_trail import export
from tests.browser.conftest import chrome  # noqa: F401  (the same browser serves the stories)
from tests.site import Site, Visits, open_site


@pytest.fixture
def on(tmp_path: Any) -> Iterator[Callable[..., Site]]:
    """`on(date(2020, 6, 15), until=date(2020, 5, 28))`: the demonstration as it would be at noon of that day."""
    with ExitStack() as open_ones:

        def begin(day: date | None = None, until: date | None = None, **how: Any) -> Site:
            if day:
                noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Brussels"))
                open_ones.enter_context(time_machine.travel(noon, tick=True))
            return open_ones.enter_context(open_site(tmp_path, until, **how))

        yield begin


@pytest.fixture
def visits(chrome: Browser) -> Iterator[Callable[[Site], Visits]]:  # noqa: F811
    made: list[Visits] = []

    def at(site: Site) -> Visits:
        made.append(Visits(chrome, site))
        return made[-1]

    yield at
    for one in made:
        one.close()


def trail_of(site: Site) -> list[dict[str, Any]]:
    """The export of the trail, line by line, oldest first."""
    lines: list[str] = site.behind(lambda session: list(export.lines(session)))
    return [json.loads(line) for line in lines]


def changes(site: Site, table: str, verb: str = "changed") -> list[dict[str, Any]]:
    """What the trail says of rows of one kind."""
    return [row for row in trail_of(site) if row["table"] == table and row["verb"] == verb]
