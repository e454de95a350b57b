"""What many tests begin with, written into a database once and then copied with it: the cast, a laid table.

A filling is a function that writes on a session and returns what it made. Whoever gets a copy of that database gets
the same back, with the rows of her own session in it. It is made anew every half hour: nothing in it grows old.
"""

import io
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.extensions import db
from models import Base, now
from tests.apps import lent
from tests.sharing import made_once

Filling = Callable[[Flask, Session], Any]


class Templates:
    """Databases that were filled once: on SQLite by one process for all of them, elsewhere by each for itself."""

    def __init__(self, server: Any, temporary: pytest.TempPathFactory) -> None:
        self.server, self.temporary = server, temporary
        self.made: dict[str, bytes] = {}

    @contextmanager
    def fresh(self, filling: Filling) -> Iterator[tuple[str, Callable[[Session], Any]]]:
        """The address of a new database with this in it, and how to find on a session what is in it."""
        half_hour = (now().hour * 60 + now().minute) // 30
        name = f"{filling.__name__}_{now():%Y%m%d}_{half_hour}"
        if name not in self.made:
            self.made[name] = self.taken_over(name, filling) if self.server.shares else self.fill(name, filling)
        with self.server.fresh(name) as url:
            yield url, lambda session: bring(session, self.made[name])

    def fill(self, name: str, filling: Filling) -> bytes:
        with self.server.fresh() as url:
            with lent(url) as app, app.app_context(), db.sessionmaker() as session:
                kept = keep(filling(app, session))
            self.server.keep(url, name)
        return kept

    def taken_over(self, name: str, filling: Filling) -> bytes:
        """Filled by whichever process comes first."""

        def make(folder: Path) -> None:
            (folder / "found").write_bytes(self.fill(name, filling))
            shutil.copyfile(self.server.folder / f"{name}.db", folder / "filled.db")

        folder = made_once(self.temporary, f"{filling.__module__}.{name}", make)
        self.server.keep(f"sqlite:///{folder / 'filled.db'}", name)
        return (folder / "found").read_bytes()


def keep(found: Any) -> bytes:
    """Of a row only which one it is."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out)
    pickler.persistent_id = lambda one: (type(one), one.id) if isinstance(one, Base) else None
    pickler.dump(found)
    return out.getvalue()


def bring(session: Session, kept: bytes) -> Any:
    """The same, with the rows of this session; like after a commit, nothing of them was read yet."""
    unpickler = pickle.Unpickler(io.BytesIO(kept))
    unpickler.persistent_load = lambda key: session.get_one(*key)
    found = unpickler.load()
    session.rollback()
    return found
