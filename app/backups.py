"""Backup and restore: everything at one moment, with a manifest, checked link by link before it is put back.

SQLite is copied with VACUUM INTO, PostgreSQL with pg_dump; both while people work. The files that the rows of that
moment want go along under their digest; files are only ever added, so they need no moment of their own.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyrage
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from app.audit_trail import export, verifier
from app.files.store import Store
from config import child_environment
from models import now
from models.chain import instant

MIGRATION_LOCK = 7_305_527


class BackupFailed(Exception):
    """Why there is no backup, or why it was not put back."""


@contextmanager
def schema_lock(engine: Engine) -> Iterator[None]:
    """Of two that migrate at once, one waits."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
            yield
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        return
    import fcntl  # noqa: PLC0415  # not there on Windows, where only the demonstration is run

    path = Path(engine.url.database or "rondetafel.db").with_suffix(".migrating")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def backup(engine: Engine, target: Path, recipient: str, store: Store) -> str:
    """Write the backup to `target`, encrypted to the operator's age key when there is one.

    A file that is not there does not stop the rest from being kept; it is said.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "database"
        head, wanted = dump(engine, copy)
        missing = store.missing(wanted)
        files = [one for one in wanted if one not in set(missing)]
        manifest = {
            "made_at": instant(now()), "dialect": engine.dialect.name, "sha256": digest(copy),
            "head": head, "files": files,
        }  # fmt: skip
        (Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=1))
        bundle = Path(folder) / "bundle"
        with tarfile.open(bundle, "w") as tar:
            for name in ("manifest.json", "database"):
                tar.add(Path(folder) / name, arcname=name)
            for sha256 in files:
                tar.add(store.place(sha256), arcname=f"files/{sha256}")
        if recipient:
            sealed = Path(folder) / "sealed"
            pyrage.encrypt_file(str(bundle), str(sealed), [pyrage.x25519.Recipient.from_str(recipient)])
            bundle = sealed
        put_in_place(bundle, target)
    lost = f", {len(missing)} files are MISSING: run `rondetafel files verify`" if missing else ""
    return f"{target.name}: {manifest['dialect']}, head {head}, {len(files)} files{lost}, " + (
        "encrypted" if recipient else "not encrypted (set RONDETAFEL_BACKUP_RECIPIENT)"
    )


def dump(engine: Engine, copy: Path) -> tuple[str, list[str]]:
    """Copy the database as it is at one moment. Returns the end of the chain and the files it wants at that moment."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            driver.execute("VACUUM INTO ?", (str(copy),))  # type: ignore[union-attr]
        return head_of(copy)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        with Session(connection) as session:
            head = export.head(session)
            wanted = files_of(session)
            run(["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}"], engine.url)
    return head, wanted


def files_of(session: Session) -> list[str]:
    """The digests that the rows want; none in a database from before there were files."""
    if "document" not in inspect(session.connection()).get_table_names():
        return []
    return list(session.scalars(text("SELECT DISTINCT sha256 FROM document ORDER BY sha256")))


def put_in_place(source: Path, target: Path) -> None:
    """Whole or not at all: written beside it, flushed, then renamed."""
    beside = target.with_name(target.name + ".part")
    shutil.copyfile(source, beside)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.chmod(0o600)
    beside.replace(target)


def restore(engine: Engine, source: Path, identity: Path | None, store: Store, *, only_verify: bool) -> str:
    """Unpack, check the manifest, every file and every link, and put it back where there is nothing yet.

    Files first: when it stops half-way, there is a file without a row.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy, manifest = unpack(source, identity, folder)
        if manifest["dialect"] != engine.dialect.name:
            raise BackupFailed(f"this is a backup of {manifest['dialect']}, the database here is {engine.dialect.name}")
        if engine.dialect.name == "sqlite":
            report = verified(create_engine(f"sqlite:///{copy}"), manifest)
            if not only_verify:
                place_for_sqlite(engine)
                restore_files(folder, manifest, store)
                restore_sqlite(engine, copy)
                report = verified(engine, manifest)
        else:
            with scratch_database(engine) as scratch:
                run(["pg_restore", "--no-owner", "--exit-on-error", str(copy)], scratch.url)
                report = verified(scratch, manifest)
            if not only_verify:
                restore_files(folder, manifest, store)
                restore_postgresql(engine, copy)
                report = verified(engine, manifest)
    return ("Verified. " if only_verify else "Restored. ") + report


def restore_files(folder: Path, manifest: dict[str, Any], store: Store) -> None:
    """Each in its place; what is there already is the same content."""
    for sha256 in manifest.get("files", []):
        with (folder / "files" / sha256).open("rb") as file, store.receive(file, sys.maxsize) as received:
            store.keep(received)


def unpack(source: Path, identity: Path | None, folder: Path) -> tuple[Path, dict[str, Any]]:
    bundle = source
    with source.open("rb") as file:
        sealed = file.read(21) == b"age-encryption.org/v1"
    if sealed:
        if identity is None:
            raise BackupFailed("this backup is encrypted: give --identity with your age key file")
        keys = [line for line in identity.read_text().split() if line.startswith("AGE-SECRET-KEY")]
        bundle = folder / "bundle"
        try:
            pyrage.decrypt_file(str(source), str(bundle), [pyrage.x25519.Identity.from_str(key) for key in keys])
        except pyrage.DecryptError as error:
            raise BackupFailed("this key does not open this backup") from error
    try:
        with tarfile.open(bundle) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupFailed("this is not a backup of Rondetafel, or it is damaged") from error
    if digest(folder / "database") != manifest["sha256"]:
        raise BackupFailed("the backup is damaged: its database is not the one that was saved")
    for sha256 in manifest.get("files", []):
        path = folder / "files" / sha256
        if not path.is_file() or digest(path) != sha256:
            raise BackupFailed(f"the backup is damaged: the file {sha256} is not the one that was saved")
    return folder / "database", manifest


def verified(engine: Engine, manifest: dict[str, Any]) -> str:
    """Read the whole trail of the copy; raises when a link is broken or the head is another. Says which files lack.

    Under which rules payloads may be erased is no question of a copy, and the tables may be of an older release:
    `rondetafel audit verify` looks at both afterwards.
    """
    head = manifest["head"]
    with Session(engine) as session:
        if engine.dialect.name == "sqlite" and session.scalar(text("PRAGMA integrity_check")) != "ok":
            raise BackupFailed("the copy is not a whole database")
        report = verifier.verify(export.rows(session), [verifier.parse_head(head)], rules=None)
        lost = len(set(files_of(session)) - set(manifest.get("files", [])))
    engine.dispose()
    if report.faults:
        raise BackupFailed(report.text())
    said = f"{len(manifest.get('files', []))} files" + (f", {lost} were missing when it was made" if lost else "")
    return f"{report.text()} {said}."


def place_for_sqlite(engine: Engine) -> Path:
    """Where the database comes, with nothing there: neither a database nor what SQLite would read beside it.

    A log that was left by another database is read as if it were of this one: what came back was the old one.
    """
    path = Path(engine.url.database or "")
    engine.dispose()
    for beside in ("", "-wal", "-shm", "-journal"):
        there = path.with_name(path.name + beside)
        if there.exists() and there.stat().st_size:
            raise BackupFailed(
                f"{there.name} exists already: move it away first, with all that begins with {path.name}"
            )
    return path


def restore_sqlite(engine: Engine, copy: Path) -> None:
    path = place_for_sqlite(engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(copy, path)
    sqlite3.connect(path).execute("PRAGMA journal_mode=WAL").close()


def restore_postgresql(engine: Engine, copy: Path) -> None:
    if inspect(engine).get_table_names():
        raise BackupFailed("the database is not empty: make a new one first")
    engine.dispose()
    run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(copy)], engine.url)


@contextmanager
def scratch_database(engine: Engine) -> Iterator[Engine]:
    name = f"rondetafel_verify_{os.getpid()}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        scratch = create_engine(engine.url.set(database=name))
        try:
            yield scratch
        finally:
            scratch.dispose()
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def head_of(copy: Path) -> tuple[str, list[str]]:
    """The end of the chain in the copy itself, and its files: what was committed after it is not in it."""
    there = create_engine(f"sqlite:///{copy}")
    with Session(there) as session:
        found = export.head(session), files_of(session)
    there.dispose()
    return found


def run(command: list[str], url: URL) -> None:
    """One of PostgreSQL's own programs on this database; the password does not show in the list of processes."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603
            [*command[:1], f"--dbname={address}", *command[1:]], env=child_environment(secret),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BackupFailed(f"{command[0]} is not on the PATH: install PostgreSQL's client programs") from error
    if done.returncode:
        raise BackupFailed(f"{command[0]}: {done.stderr.strip()[-400:]}")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
