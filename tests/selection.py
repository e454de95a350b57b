"""Which tests run, where, and in which order.

`make test` asks on PostgreSQL what can differ there, and leaves the planted faults alone whose surroundings did not
change; `make prove` runs everything everywhere.
"""

from typing import Any

import pytest

from tests.proved import is_proved


def add_options(parser: pytest.Parser) -> None:
    """Where to run, and whether all of it."""
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])
    parser.addoption("--prove", action="store_true", help="everything: planted faults, long runs, both databases")


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not run here now, and put first what takes long.

    A file that shares a browser or a copy of the code among its tests stays with one process, and begins before the
    small tests, so that both processes end together.

    What goes wrong in a browser is tried once more, and the report names it: on a machine that does too much at once
    a page may move under the pointer. Nothing else is: a vote that is lost once in a hundred times is lost.
    """
    database, prove = config.getoption("--database"), config.getoption("--prove")
    left_out = [item for item in items if not runs(item, database, prove)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        if item.get_closest_marker("browser") or "planted" in item.path.name:
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def say_why_again(terminal: pytest.TerminalReporter) -> None:
    """Of each test that was tried once more: what went wrong the first time, so that it can be looked into."""
    for report in terminal.getreports("rerun"):
        terminal.section(f"tried again: {report.nodeid}")
        terminal.line(report.longreprtext[-2_000:])


def runs(item: Any, database: str, prove: bool) -> bool:
    """Whether this test runs on this database."""
    if item.get_closest_marker("prove") and not prove:
        return False
    if item.get_closest_marker("planted") and not prove and is_proved(item.module):
        return False
    if database == "sqlite":
        return not item.get_closest_marker("postgresql")
    there = item.get_closest_marker("both") or item.get_closest_marker("postgresql")
    return not is_for_sqlite(item) and (prove or bool(there))


def is_for_sqlite(item: Any) -> bool:
    """Whether it asks nothing of a database, is about SQLite, the browser (settled.md) or the tests themselves."""
    names = ("sqlite", "browser", "planted")
    return any(item.get_closest_marker(name) for name in names) or "server" not in item.fixturenames
