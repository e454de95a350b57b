"""The worlds of tests/app/world.py and test_canary.py, each laid once and copied for every test that asks it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.passwords import hashed
from models import Person
from tests.app.canaries import hide_files, the_canaries
from tests.app.world import World, world_for
from tests.conftest import Cast

GOOD = "vier natte eenden zwemmen"
"""The password of Griet."""


@pytest.fixture
def filling(request: pytest.FixtureRequest, filling: Any) -> Any:
    """The world that the test asks, else what any other begins with."""
    if "canaries" in request.fixturenames:
        return the_canaries
    asked = getattr(request.node, "callspec", None)
    endpoint = asked.params.get("endpoint", "") if asked else ""
    return world_for(endpoint) if "world" in request.fixturenames else filling


@pytest.fixture
def world(app: Flask, session: Session, found: Any) -> World:
    return World(app, session, found["world"])


@pytest.fixture
def canaries(app: Flask, session: Session, found: Any, do: Any) -> World:
    """With words in the other workgroup that nobody else may find, also in files."""
    world = World(app, session, found["world"])
    hide_files(world, do)
    return world


@pytest.fixture
def griet(app: Flask, session: Session, cast: Cast) -> Person:
    """With a password."""
    with app.app_context():
        cast.griet.password_hash = hashed(GOOD)
    session.commit()
    return cast.griet
