"""The write-ahead log of SQLite is written back while the server runs: nobody reads from long ago."""

import os
import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app import serving
from app.extensions import db
from tests import servers
from tests.ports import free_port
from tests.resilience.conftest import Visitor

pytestmark = pytest.mark.sqlite


def left_in_the_log(path) -> tuple[int, int]:
    """How many pages stand in the log, and how many of those are not written back after asking for it."""
    connection = sqlite3.connect(path)
    busy, pages, written = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    connection.close()
    assert busy == 0
    return pages, pages - written


def test_the_log_of_a_server_that_was_used_is_written_back(app, session, cast, url, production):
    """A reading transaction of the parent, from before its workers were made, kept every page in the log."""
    els = Visitor(app, session, cast.els)
    token = els.token(production, "/obmi/describe")
    session.close()

    def describe(nth):
        version = 1 + nth
        form = token | {"key": f"k{nth}", "name": f"OBMi {nth}", "mandate": "m" * 5_000, "version": version}
        return production.ask("POST", "/obmi/describe", els.cookie, form)[0]

    assert [describe(nth) for nth in range(5)] == [302] * 5
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: production.ask("GET", "/", els.cookie)[0], range(40))) == {200}
    with app.app_context():
        db.engine.dispose()
    pages, kept = left_in_the_log(make_url(url).database)
    assert pages > 0, "something was written"
    assert kept == 0


def test_the_log_of_the_demonstration_is_written_back(tmp_path):
    """It migrates and loads in the process that then makes the workers."""
    port, log = free_port(), tmp_path / "said"
    bare = {name: value for name, value in os.environ.items() if not name.startswith("RONDETAFEL_")}
    program = str(Path(sys.executable).parent / "rondetafel")
    process = servers.start(
        [program, "run-demonstration", "--port", str(port)], bare | {"RONDETAFEL_VAR": str(tmp_path / "var")}, log
    )
    try:
        assert servers.first_answer(process, port, "/demonstration", log)[0] == 200
        [path] = (tmp_path / "var").rglob("*.db")
        assert left_in_the_log(path)[1] == 0
    finally:
        servers.stop(process, signal.SIGTERM)


def test_whoever_asks_for_the_schema_gives_the_connection_back(app):
    with app.app_context():
        assert serving.schema_is_current()
        assert db.engine.pool.checkedout() == 0
