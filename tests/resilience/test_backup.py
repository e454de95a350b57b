"""A backup taken while people write comes back the same, and a damaged one is refused in a sentence."""

import threading
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app import backups
from app.audit_trail import export
from app.extensions import db
from app.files.store import Store
from models import AuditEntry, Base, MembershipRole, OrganisationKind, Person
from tests.databases import PostgresServer
from tests.files.laid import put_a_file, store_of
from workflows import membership
from workflows.clock import today
from workflows.command import Ask, perform

pytestmark = pytest.mark.both


@pytest.fixture
def engine(app, server, monkeypatch):
    if isinstance(server, PostgresServer):
        import os

        monkeypatch.setenv("PATH", f"{server.pg_bin}:{os.environ['PATH']}")
    with app.app_context():
        yield db.engine


@pytest.fixture
def empty(server, tmp_path):
    """An empty database to restore into."""
    if isinstance(server, PostgresServer):
        server.run("CREATE DATABASE restored")
        made = create_engine(server.url("restored"))
        yield made
        made.dispose()
        server.run("DROP DATABASE restored WITH (FORCE)")
    else:
        made = create_engine(f"sqlite:///{tmp_path / 'restored.db'}")
        yield made
        made.dispose()


@pytest.fixture
def store(app):
    return store_of(app)


def contents(session, most=None):
    """Every row of every table, the trail up to its entry `most`."""
    found = {}
    for table in Base.metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key.columns)
        if table.name.startswith("audit_") and most:
            query = query.where(table.c.seq <= most)
        found[table.name] = [tuple(row) for row in session.execute(query)]
    return found


def test_a_backup_under_load_restores_identical(app, session, cast, engine, empty, tmp_path, store):
    stop, errors = threading.Event(), []
    group, els = cast.obmi.id, cast.els.id  # read here: the test's own session is not for threads

    def write(writer: int) -> None:
        try:
            with app.app_context(), db.sessionmaker() as own:
                for nth in range(500):
                    if stop.is_set():
                        return
                    inputs = {"name": f"Stad {writer}-{nth}", "code": None, "kind": OrganisationKind.CITY}
                    more = {"role": MembershipRole.GUEST, "since": today()}
                    perform(own, membership.JOIN, Ask(own.get_one(Person, els), group, inputs={**inputs, **more}))
        except Exception as error:
            errors.append(error)

    session.rollback()
    writers = [threading.Thread(target=write, args=(nth,)) for nth in range(3)]
    for thread in writers:
        thread.start()
    files = [tmp_path / f"backup{nth}" for nth in range(3)]
    for file in files:
        backups.backup(engine, file, "", store)
    stop.set()
    for thread in writers:
        thread.join()
    assert errors == []

    for file in files:
        assert "Whole." in backups.restore(engine, file, None, store, only_verify=True)
    backups.restore(empty, files[-1], None, store, only_verify=False)
    with Session(empty) as restored:
        head = verifier_head(export.head(restored))
        session.rollback()
        there = session.scalars(select(AuditEntry.hash).where(AuditEntry.id == head[0])).one()
        assert there == head[1], "the head of the copy is a link of the live chain"
        copy, live = contents(restored), contents(session, most=head[0])
        assert copy["audit_entry"] == live["audit_entry"]
        assert copy["audit_payload"] == live["audit_payload"]
        kept = len(copy["membership"])
        assert copy["membership"] == live["membership"][:kept]
        assert kept > 8
    with pytest.raises(backups.BackupFailed, match=r"exists already|not empty"):
        backups.restore(empty, files[-1], None, store, only_verify=False)


def verifier_head(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    return int(seq), digest


def test_an_encrypted_backup_opens_with_its_key_alone(session, cast, engine, tmp_path, store):
    session.rollback()
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    right, wrong, file = tmp_path / "right", tmp_path / "wrong", tmp_path / "backup"
    right.write_text(str(key))
    wrong.write_text(str(other))
    assert "encrypted" in backups.backup(engine, file, str(key.to_public()), store)
    assert b"Griet" not in file.read_bytes()
    assert "Whole." in backups.restore(engine, file, right, store, only_verify=True)
    with pytest.raises(backups.BackupFailed, match="does not open"):
        backups.restore(engine, file, wrong, store, only_verify=True)
    with pytest.raises(backups.BackupFailed, match="give --identity"):
        backups.restore(engine, file, None, store, only_verify=True)


def test_a_damaged_backup_is_refused_in_a_sentence(session, cast, engine, tmp_path, store):
    session.rollback()
    file = tmp_path / "backup"
    backups.backup(engine, file, "", store)
    good = file.read_bytes()
    for at in range(600, len(good) - 12_000, max(1, len(good) // 15)):
        if good[at - 20 : at + 20] == b"\0" * 40:
            continue
        file.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        with pytest.raises(backups.BackupFailed):
            backups.restore(engine, file, None, store, only_verify=True)
    file.write_bytes(b"")
    with pytest.raises(backups.BackupFailed, match="not a backup"):
        backups.restore(engine, file, None, store, only_verify=True)


@pytest.fixture
def two_files(app, session, cast, do, table, store):
    """On an item of a running meeting: one of a few words, one of a megabyte."""
    item = table.items(table.open_with(today(), "Werkplan"))[-1]
    kept = [put_a_file(app, do, item, by=cast.els, content=content).sha256 for content in (b"kort", b"lang" * 250_000)]
    session.rollback()
    return kept


def test_files_come_back_with_their_rows(app, engine, empty, store, two_files, tmp_path):
    file, elsewhere = tmp_path / "backup", Store(tmp_path / "elsewhere")
    with store.place("f" * 64).parent.parent.parent.joinpath("alone").open("wb") as alone:
        alone.write(b"nobody's")
    assert "2 files, not encrypted" in backups.backup(engine, file, "", store)
    assert "2 files." in backups.restore(engine, file, None, elsewhere, only_verify=True)
    assert not elsewhere.folder.exists(), "a drill puts nothing in place"
    backups.restore(empty, file, None, elsewhere, only_verify=False)
    assert sorted(path.name for path in elsewhere.contents()) == sorted(two_files)
    assert elsewhere.damaged(two_files) == elsewhere.missing(two_files) == []


def test_a_file_that_is_not_there_does_not_keep_the_rest_from_being_kept(engine, store, two_files, tmp_path):
    store.place(two_files[0]).unlink()
    said = backups.backup(engine, tmp_path / "backup", "", store)
    assert "1 files, 1 files are MISSING" in said
    said = backups.restore(engine, tmp_path / "backup", None, store, only_verify=True)
    assert "1 were missing when it was made" in said


def test_a_file_that_was_changed_in_the_backup_is_refused(engine, store, two_files, tmp_path):
    file = tmp_path / "backup"
    backups.backup(engine, file, "", store)
    content = file.read_bytes()
    file.write_bytes(content.replace(b"langlang", b"lanGlang", 1))
    with pytest.raises(backups.BackupFailed, match=r"the file [0-9a-f]{64} is not the one"):
        backups.restore(engine, file, None, store, only_verify=True)


def test_a_file_that_was_changed_in_the_store_is_refused_when_it_comes_back(engine, store, two_files, tmp_path):
    """The backup takes what is there; who restores hears that it is not what the row says."""
    store.place(two_files[0]).write_bytes(b"iets anders")
    backups.backup(engine, tmp_path / "backup", "", store)
    with pytest.raises(backups.BackupFailed, match="is not the one that was saved"):
        backups.restore(engine, tmp_path / "backup", None, store, only_verify=True)


@pytest.mark.sqlite
@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
def test_what_another_database_left_beside_it_is_not_read_as_part_of_the_backup(
    session, cast, engine, empty, store, two_files, tmp_path, beside
):
    """The log of a database that was moved away without it holds everything that was not written back yet."""
    saved = tmp_path / "rondetafel.backup"
    backups.backup(engine, saved, "", store)
    place = Path(empty.url.database)
    left = place.with_name(place.name + beside)
    left.write_bytes(b"of another")
    other = Store(tmp_path / "elsewhere")
    with pytest.raises(backups.BackupFailed, match=f"{left.name} exists already"):
        backups.restore(empty, saved, None, other, only_verify=False)
    assert left.read_bytes() == b"of another"
    assert not place.exists() or not place.stat().st_size
    assert list(other.contents()) == [], "nor were its files put back"


@pytest.mark.sqlite
def test_what_is_put_back_beside_a_log_of_before_is_the_backup(session, cast, engine, empty, store, tmp_path):
    """With a real log of another database: once it is moved away, every row is that of the backup."""
    saved = tmp_path / "rondetafel.backup"
    backups.backup(engine, saved, "", store)
    place = Path(empty.url.database)
    with empty.connect() as old:
        old.exec_driver_sql("PRAGMA journal_mode=WAL")
        old.exec_driver_sql("CREATE TABLE of_before (id INTEGER)")
        old.commit()
        log = place.with_name(f"{place.name}-wal").read_bytes()
    empty.dispose()
    place.unlink()
    place.with_name(f"{place.name}-wal").write_bytes(log)
    with pytest.raises(backups.BackupFailed, match="move it away"):
        backups.restore(empty, saved, None, store, only_verify=False)
    place.with_name(f"{place.name}-wal").rename(tmp_path / "away")
    assert "Whole." in backups.restore(empty, saved, None, store, only_verify=False)
    with Session(empty) as restored:
        assert contents(restored) == contents(session)
