"""Each machine gets its own database; each planted fault must be found, or the machine proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.extensions import db
from tests.apps import lent
from tests.conftest import doer, the_cast
from tests.table import Table
from tests.templates import Templates

BARE = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
OFTEN = settings(BARE, max_examples=20, stateful_step_count=30)
THOROUGHLY = settings(BARE, max_examples=200, stateful_step_count=50)
"""In `make test`, and in `make prove` (settled.md)."""
UNTIL_FOUND = settings(BARE, max_examples=200, stateful_step_count=30)
"""A fault is found when a run of at most this many examples fails; the first failure ends it."""


@pytest.fixture
def play(templates: Templates, request: pytest.FixtureRequest) -> Callable[..., None]:
    """Run a machine on a fresh database for every example."""

    def run(machine: Any, how: settings | None = None) -> None:
        machine.open_table = lambda: open_table(templates)
        thoroughly = request.config.getoption("--prove")
        run_state_machine_as_test(machine, settings=how or (THOROUGHLY if thoroughly else OFTEN))

    return run


@contextmanager
def open_table(templates: Templates) -> Iterator[tuple[Table, Any]]:
    with templates.fresh(the_cast) as (url, find), lent(url) as app, app.app_context(), db.sessionmaker() as session:
        cast = find(session)["cast"]
        yield Table(session, doer(session), cast.obmi, cast.els), cast


@pytest.fixture
def finds(play: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Plant a fault and see the machine fail."""

    def search(machine: Any, fault: tuple[str, Any]) -> None:
        place, broken = fault
        monkeypatch.setattr(place, broken)
        with pytest.raises(BaseException) as found:  # noqa: PT011  (a promise broken, or a database that refuses)
            play(machine, UNTIL_FOUND)
        assert not isinstance(found.value, KeyboardInterrupt | TypeError | NameError | AttributeError), found.value

    return search
