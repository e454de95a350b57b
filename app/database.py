"""How the databases are opened: nothing acknowledged is ever lost (trust.md D18, D19)."""

from typing import Any

from sqlalchemy import Connection, Engine, event, text


class UnsafeDatabase(Exception):
    """The server is set up so that it may forget what it acknowledged."""


PATIENCE = 15_000
"""How many milliseconds a writer on SQLite waits for another."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE}",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)


def prepare(engine: Engine) -> None:
    """Listen on this engine: pragmas and explicit transactions on SQLite, a check on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", open_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    else:
        event.listen(engine, "first_connect", check_postgresql)


def open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun here, not by the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that becomes a writer half-way can only fail.

    One that writes "when free" does not wait for another writer: it fails.
    """
    writes = connection.get_execution_options().get("writes", False)
    if writes == "when free":
        begin_without_waiting(connection)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def begin_without_waiting(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")


def check_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                raise UnsafeDatabase(f"PostgreSQL runs with {name}=off")
    connection.rollback()


def healthy(connection: Connection) -> bool:
    """Whether the database answers and stores as it should."""
    if connection.dialect.name != "sqlite":
        return bool(connection.execute(text("SELECT 1")).scalar())
    return connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
