"""A backup taken while people write comes back the same, and a damaged one is refused in a sentence."""

import threading

import pyrage
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app import backups
from app.audit_trail import export
from app.extensions import db
from models import AuditEntry, Base, MembershipRole, OrganisationKind, Person, now
from tests.databases import PostgresServer
from workflows import membership
from workflows.command import Ask, perform


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


def contents(session, most=None):
    """Every row of every table, the trail up to its entry `most`."""
    found = {}
    for table in Base.metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key.columns)
        if table.name.startswith("audit_") and most:
            query = query.where(table.c.seq <= most)
        found[table.name] = [tuple(row) for row in session.execute(query)]
    return found


def test_a_backup_under_load_restores_identical(app, session, cast, engine, empty, tmp_path):
    stop, errors = threading.Event(), []
    group, els = cast.obmi.id, cast.els.id  # read here: the test's own session is not for threads

    def write(writer: int) -> None:
        try:
            with app.app_context(), db.sessionmaker() as own:
                for nth in range(500):
                    if stop.is_set():
                        return
                    inputs = {"name": f"Stad {writer}-{nth}", "code": None, "kind": OrganisationKind.CITY}
                    more = {"role": MembershipRole.GUEST, "since": now().date()}
                    perform(own, membership.JOIN, Ask(own.get_one(Person, els), group, inputs={**inputs, **more}))
        except Exception as error:
            errors.append(error)

    session.rollback()
    writers = [threading.Thread(target=write, args=(nth,)) for nth in range(3)]
    for thread in writers:
        thread.start()
    files = [tmp_path / f"backup{nth}" for nth in range(3)]
    for file in files:
        backups.backup(engine, file, "")
    stop.set()
    for thread in writers:
        thread.join()
    assert errors == []

    for file in files:
        assert "Whole." in backups.restore(engine, file, None, only_verify=True)
    backups.restore(empty, files[-1], None, only_verify=False)
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
        backups.restore(empty, files[-1], None, only_verify=False)


def verifier_head(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    return int(seq), digest


def test_an_encrypted_backup_opens_with_its_key_alone(session, cast, engine, tmp_path):
    session.rollback()
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    right, wrong, file = tmp_path / "right", tmp_path / "wrong", tmp_path / "backup"
    right.write_text(str(key))
    wrong.write_text(str(other))
    assert "encrypted" in backups.backup(engine, file, str(key.to_public()))
    assert b"Griet" not in file.read_bytes()
    assert "Whole." in backups.restore(engine, file, right, only_verify=True)
    with pytest.raises(backups.BackupFailed, match="does not open"):
        backups.restore(engine, file, wrong, only_verify=True)
    with pytest.raises(backups.BackupFailed, match="give --identity"):
        backups.restore(engine, file, None, only_verify=True)


def test_a_damaged_backup_is_refused_in_a_sentence(session, cast, engine, tmp_path):
    session.rollback()
    file = tmp_path / "backup"
    backups.backup(engine, file, "")
    good = file.read_bytes()
    for at in range(600, len(good) - 12_000, max(1, len(good) // 15)):
        if good[at - 20 : at + 20] == b"\0" * 40:
            continue
        file.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        with pytest.raises(backups.BackupFailed):
            backups.restore(engine, file, None, only_verify=True)
    file.write_bytes(b"")
    with pytest.raises(backups.BackupFailed, match="not a backup"):
        backups.restore(engine, file, None, only_verify=True)
