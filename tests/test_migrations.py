"""The schema goes up, down and up again with data in it, and is then what the models say."""

import pytest
from sqlalchemy import inspect

from app import create_app, serving
from app.extensions import alembic, db
from config import TestConfig


def test_up_down_and_up_again(url, session, cast):
    session.close()  # an open transaction would hold the tables on PostgreSQL
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        assert serving.schema_is_current()
        assert alembic.compare_metadata() == []
        alembic.downgrade("base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        assert not serving.schema_is_current()
        with pytest.raises(SystemExit, match="db upgrade"):
            serving.serve(app, "127.0.0.1", 1, workers=1)
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        db.engine.dispose()


def test_it_is_not_served_to_others_without_https(app):
    with app.app_context(), pytest.raises(SystemExit, match="https"):
        serving.serve(app, "0.0.0.0", 1, workers=1)
