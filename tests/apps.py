"""The application over the database of a test: made once for an address, and lent to test after test.

Making it reads every address and, at its first use, compiles each template and each statement: more work than most
tests do themselves. Databases come and go at the same few addresses (tests/databases.py), so all that can be kept.
What a test may change on it is put back: its settings, and what the program keeps beside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from app import create_app
from app.extensions import db
from config import TestConfig

made: dict[str, Flask] = {}


@contextmanager
def lent(url: str, **settings: Any) -> Iterator[Flask]:
    """With these settings for as long as it is lent; no connection to the database stays behind."""
    if url not in made:
        made[url] = create_app(TestConfig(DATABASE_URL=url))
    app = made[url]
    as_made = [(kept, dict(kept)) for kept in (app.config, app.extensions)]
    app.config.update(settings)
    yield app
    for kept, before in as_made:
        kept.clear()
        kept.update(before)
    with app.app_context():
        still_out = db.engine.pool.checkedout()
        db.engine.dispose()
    assert still_out == 0, "a connection was not given back: it would write into the database of the next test"
