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

GOOD = settings(
    max_examples=8, stateful_step_count=18, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
MOST = 40
"""A fault is found when a run of at most this many examples fails; the first failure ends it."""


@pytest.fixture
def play(templates: Templates) -> Callable[..., None]:
    """Run a machine on a fresh database for every example."""

    def run(machine: Any, how: settings = GOOD) -> None:
        machine.open_table = lambda: open_table(templates)
        run_state_machine_as_test(machine, settings=how)

    return run


@contextmanager
def open_table(templates: Templates) -> Iterator[tuple[Table, Any]]:
    with templates.fresh(the_cast) as (url, find), lent(url) as app, app.app_context(), db.sessionmaker() as session:
        cast = find(session)["cast"]
        yield Table(session, doer(session), cast.obmi, cast.els), cast


@pytest.fixture
def finds(play: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Plant a fault and see the machine fail."""

    def search(machine: Any, fault: tuple[str, Any], how: settings = GOOD) -> None:
        place, broken = fault
        monkeypatch.setattr(place, broken)
        with pytest.raises(BaseException) as found:  # noqa: PT011  (a promise broken, or a database that refuses)
            play(machine, settings(how, max_examples=MOST))
        assert not isinstance(found.value, KeyboardInterrupt | TypeError | NameError | AttributeError), found.value

    return search
