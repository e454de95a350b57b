"""The bytes first, then the row: whatever stops half-way, there is never a row without its file (F5, F6)."""

import hashlib
import io
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from app.cli import cli
from app.extensions import db
from app.files import keeping
from app.files.store import ALONE_FOR, Store, TooLarge
from models import Document
from tests.files.laid import TEXT, a_file, packed, put_a_file, store_of
from workflows.clock import today

DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def store(app) -> Store:
    return store_of(app)


@pytest.fixture
def item(table):
    return table.items(table.open_with(today(), "Werkplan"))[-1]


def taken(store, content=TEXT):
    with store.receive(io.BytesIO(content), 10**9) as received:
        store.keep(received)
    return store.place(received.sha256)


def older(path, hours=25):
    long_ago = time.time() - hours * 3600
    os.utime(path, (long_ago, long_ago))


def rows(session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Document)) or 0


def send(browser, item, name="nota.txt", content=TEXT):
    form = {"file": a_file(name, content), "audience": "partners"}
    return browser.open(f"/obmi/files/item/{item.id}/add", "POST", data=form)


def test_a_content_is_kept_once_under_its_own_digest(store):
    assert taken(store) == taken(store)
    assert [path.name for path in store.contents()] == [DIGEST]
    assert store.place(DIGEST).read_bytes() == TEXT
    assert store.place(DIGEST).stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    assert list(store.incoming.iterdir()) == []


def test_what_was_taken_in_is_on_the_disk_before_anybody_is_told(store, monkeypatch):
    """Its bytes while it is still beside, and its name once it is in its place, with the folders that were made."""
    place, flushed, fsync = store.place(DIGEST), [], os.fsync

    def noted(descriptor):
        flushed.append((Path(f"/proc/self/fd/{descriptor}").readlink(), place.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    assert taken(store) == place
    beside = [(path.parent, there) for path, there in flushed if path.parent == store.incoming]
    assert beside == [(store.incoming, False)]
    assert flushed[-1] == (place.parent, True)
    assert {path for path, _ in flushed} >= {store.folder, place.parent.parent}


def test_what_is_not_kept_is_gone(store):
    with store.receive(io.BytesIO(TEXT), 100) as received:
        assert received.sha256 == DIGEST
    with pytest.raises(TooLarge), store.receive(io.BytesIO(b"x" * 1001), 1000):
        pytest.fail("it was not received")
    assert list(store.contents()) == list(store.incoming.iterdir()) == []


def test_a_file_without_a_row_is_swept_after_a_day(app, session, cast, do, item, store):
    kept = store.place(put_a_file(app, do, item, by=cast.els).sha256)
    alone, fresh, half = taken(store, b"alleen"), taken(store, b"net binnen"), store.incoming / "half"
    half.write_bytes(b"half")
    for path in (kept, alone, half):
        older(path)
    with app.app_context():
        assert keeping.sweep(store) == 1
    assert (kept.exists(), alone.exists(), fresh.exists(), half.exists()) == (True, False, True, False)


def test_a_file_that_is_sent_again_while_it_is_swept_stays(store):
    path = taken(store)
    older(path)

    def wanted(names):
        taken(store)  # somebody sends it at this very moment
        return set()

    assert store.sweep(wanted) == 0
    assert path.read_bytes() == TEXT


def test_the_command_and_the_jobs_sweep(app, cast, store):
    older(taken(store))
    run = app.test_cli_runner().invoke
    assert "1 opgeruimd" in run(cli, ["files", "sweep"]).output
    older(taken(store))
    run(cli, ["jobs", "run"])
    assert list(store.contents()) == []
    older(taken(store))
    run(cli, ["jobs", "run"])
    assert len(list(store.contents())) == 1, "not again within the hour"


def test_a_row_without_its_file_is_reported(app, session, cast, do, item, store, browser):
    row = put_a_file(app, do, item, by=cast.els)
    run = app.test_cli_runner().invoke
    assert "all there and whole" in run(cli, ["files", "verify"]).output
    assert browser.open("/health").json == {"status": "ok"}
    store.place(row.sha256).write_bytes(b"iets anders")
    told = run(cli, ["files", "verify"])
    assert (told.exit_code, f"damaged {row.sha256}" in told.output) == (1, True)
    store.place(row.sha256).unlink()
    told = run(cli, ["files", "verify"])
    assert (told.exit_code, f"missing {row.sha256}" in told.output) == (1, True)
    assert browser.open("/health").json == {"status": "degraded", "files": "missing"}
    answer = browser.as_(cast.els).open(f"/obmi/files/{row.id}")
    assert answer.status_code == 503
    assert "Het bestand is er nu niet" in answer.text


def test_a_database_that_fails_after_the_file_leaves_no_row(app, session, cast, item, store, browser):
    els = browser.as_(cast.els)
    with app.app_context():
        engine = db.engine

    def break_down(_conn, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO document"):
            raise OSError("the disk is gone")

    event.listen(engine, "before_cursor_execute", break_down)
    assert send(els, item).status_code == 503
    event.remove(engine, "before_cursor_execute", break_down)
    assert rows(session) == 0
    assert [path.name for path in store.contents()] == [DIGEST], "a file without a row, which a sweep will find"
    assert send(els, item).status_code == 302
    assert rows(session) == 1


CRASH = """
import os, sys
from sqlalchemy import event
from app import create_app
from app.extensions import db
from config import TestConfig
from models import AgendaItem, Person
from tests.conftest import doer
from tests.files.laid import put_a_file

url, folder, item, els, moment = sys.argv[1:]
app = create_app(TestConfig(DATABASE_URL=url, FILES_FOLDER=folder))
with app.app_context():
    @event.listens_for(db.engine, "before_cursor_execute")
    def stop(_conn, _cursor, statement, *_rest):
        if moment == "before the row" and statement.startswith("INSERT INTO document"):
            os.kill(os.getpid(), 9)
    @event.listens_for(db.engine, "commit")
    def stop_at_commit(_conn):
        if moment == "before the commit":
            os.kill(os.getpid(), 9)
    with db.sessionmaker() as session:
        put_a_file(app, doer(session), session.get(AgendaItem, int(item)), by=session.get(Person, int(els)))
"""


@pytest.mark.parametrize("moment", ["before the row", "before the commit", "not at all"])
def test_a_crash_leaves_no_row_without_a_file(app, url, session, cast, item, store, moment):
    arguments = [url, str(store.folder), str(item.id), str(cast.els.id), moment]
    session.rollback()
    done = subprocess.run([sys.executable, "-c", CRASH, *arguments], capture_output=True, text=True)
    assert (done.returncode == 0) == (moment == "not at all"), done.stderr
    assert rows(session) == (moment == "not at all")
    with app.app_context():
        assert keeping.verify(store).missing == []
    assert [path.name for path in store.contents()] == [DIGEST]


@contextmanager
def full_disk():
    """The machine is told that no file may grow beyond 300 kB: it refuses as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


MUCH = b"regel\n" * 70_000
"""Small enough for the form to be read in memory: what finds the disk full is the store."""


def test_a_full_disk_leaves_nothing_behind(store):
    with full_disk(), pytest.raises(OSError, match="too large"), store.receive(io.BytesIO(MUCH), 10**9):
        pytest.fail("it was not received")
    assert list(store.contents()) == list(store.incoming.iterdir()) == []


def test_a_full_disk_is_said_and_nothing_is_stored(app, session, cast, item, store, browser):
    els = browser.as_(cast.els)
    assert send(els, item).status_code == 302
    asked = packed(file=a_file("groot.txt", MUCH), audience="partners")
    with full_disk():
        answer = els.open(f"/obmi/files/item/{item.id}/add", "POST", **asked)
    assert answer.status_code == 503
    assert "Bewaren lukt nu niet" in answer.text
    assert answer.headers["Retry-After"]
    assert rows(session) == len(list(store.contents())) == 1
    assert list(store.incoming.iterdir()) == []
    again = els.open(f"/obmi/files/item/{item.id}/add", "POST", **asked)
    assert again.status_code == 302, "as soon as there is room, without a restart"


def test_a_folder_that_cannot_be_written_is_unhealthy(app, cast, item, store, browser):
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("a file where the folder should be")
    assert browser.open("/health").status_code == 503
    answer = send(browser.as_(cast.els), item)
    assert (answer.status_code, "Bewaren lukt nu niet" in answer.text) == (503, True)


def test_alone_for_a_day():
    assert ALONE_FOR == 24 * 60 * 60
