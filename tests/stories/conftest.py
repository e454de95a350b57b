"""A story has a day, and what was known on it. Each ends with the page, an export and the trail."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Browser

from app.audit_trail import export
from tests.browser.conftest import chrome  # noqa: F401  (the same browser serves the stories)
from tests.site import Site, Visits, filled, open_site

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def on(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """`on(date(2020, 6, 15), until=date(2020, 5, 28))`: the demonstration as it would be at noon of that day.

    It was loaded that morning, for the first story that asked for it (`filled`).
    """
    with ExitStack() as open_ones:

        def begin(day: date | None = None, until: date | None = None, **how: Any) -> Site:
            with clock_at(day, 9):
                beginning = filled(tmp_path_factory, until, **how)
            open_ones.enter_context(clock_at(day, 12))
            return open_ones.enter_context(open_site(tmp_path, beginning))

        yield begin


def clock_at(day: date | None, hour: int) -> AbstractContextManager[Any]:
    """As it stands there; without a day, as it is."""
    if not day:
        return nullcontext()
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS), tick=True)


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
