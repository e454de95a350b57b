"""Each machine gets its own database; each planted fault must be found, or the machine proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app import create_app
from app.extensions import db
from config import TestConfig
from tests.conftest import lay_out_cast
from tests.table import Table

GOOD = settings(
    max_examples=8, stateful_step_count=18, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
MOST = 40
"""A fault is found when a run of at most this many examples fails; the first failure ends it."""


@pytest.fixture
def play(server: Any) -> Callable[..., None]:
    """Run a machine on a fresh database for every example."""

    def run(machine: Any, how: settings = GOOD) -> None:
        machine.open_table = lambda: open_table(server)
        run_state_machine_as_test(machine, settings=how)

    return run


@contextmanager
def open_table(server: Any) -> Iterator[tuple[Table, Any]]:
    with server.fresh() as url:
        app = create_app(TestConfig(DATABASE_URL=url))
        with app.app_context():
            maker = db.sessionmaker
            with maker() as session:
                cast, do = lay_out_cast(session)
                yield Table(session, do, cast.obmi, cast.els), cast
            db.engine.dispose()


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
