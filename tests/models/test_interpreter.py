"""A row whose object is collected while its session closes takes nothing with it (models/interpreter.py)."""

import gc
import subprocess
import sys

import pytest
from sqlalchemy.orm import InstanceState

from models import Organisation, OrganisationKind
from models.interpreter import COLLECTS_WITHIN

pytestmark = pytest.mark.skipif(not COLLECTS_WITHIN, reason="this interpreter does not collect within an allocation")


def has_its_dict(state: InstanceState) -> bool:
    """Looked at from outside: who asks for the dict makes it."""
    before = gc.get_referents(state)
    own = vars(state)
    return any(one is own for one in before)


def test_every_row_has_its_dict_from_the_beginning(session, cast):
    place = cast.griet.organisation_id
    session.expunge_all()
    read = session.get(Organisation, place)
    made = Organisation(name="Nieuw", kind=OrganisationKind.CITY)
    taken_over = session.merge(Organisation(id=999, name="Elders", kind=OrganisationKind.CITY))
    session.expunge(taken_over)
    for row in (read, made, taken_over):
        assert has_its_dict(row._sa_instance_state)


def closing(*without: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "tests.models.collected", *without], capture_output=True, text=True)


def test_a_collection_while_a_session_closes_kills_nobody():
    ended = closing()
    assert ended.returncode == 0, ended.stderr[-2_000:]


def test_without_their_dicts_it_does():
    """Otherwise the test above would prove nothing."""
    assert closing("without").returncode < 0
