"""The disk is full, the database is away: 503, what was typed is kept, and it goes on by itself afterwards."""

import pytest
from sqlalchemy import event, text

from app import create_app
from app.extensions import db
from config import TestConfig


@pytest.mark.sqlite
def test_a_full_disk(app, cast, browser):
    """SQLite is told that it may not grow: what the driver reports is what a full disk reports."""
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()

    def full(dbapi_connection, _record, _proxy):
        dbapi_connection.execute(f"PRAGMA max_page_count={pages}")

    def room(dbapi_connection, _record, _proxy):
        dbapi_connection.execute("PRAGMA max_page_count=1000000")

    els = browser.as_(cast.els)
    event.listen(engine, "checkout", full)
    long = "Een lange opdracht. " * 4000
    answer = els.open("/obmi/describe", "POST", data={"name": "OBMi", "mandate": long, "version": cast.obmi.version})
    assert answer.status_code == 503, answer.text[:500]
    assert "Bewaren lukt nu niet" in answer.text
    assert "Een lange opdracht." in answer.text
    assert answer.headers["Retry-After"]
    assert els.get("/obmi")

    event.remove(engine, "checkout", full)
    event.listen(engine, "checkout", room)
    els.post("/obmi/describe", name="OBMi", mandate=long, version=cast.obmi.version)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://x@127.0.0.1:9/x"])
def test_a_database_that_is_away(url):
    app = create_app(TestConfig(DATABASE_URL=url))
    app.config["WTF_CSRF_ENABLED"] = False
    visitor = app.test_client()
    assert visitor.get("/health").status_code == 503
    with visitor.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    answer = visitor.post("/obmi/describe", data={"mandate": "Een lange tekst", "key": "k"})
    assert answer.status_code == 503
    assert "Een lange tekst" in answer.text
    assert "Probeer opnieuw" in answer.text
    assert answer.headers["Retry-After"]
    with app.app_context():
        db.engine.dispose()
