"""The life of a workgroup, and the engine that reads its table."""

import pytest

from models import Workgroup, WorkgroupKind
from models import WorkgroupState as S
from workflows import workgroup
from workflows.engine import Procedure
from workflows.refusals import NotAllowed, NotNow, NotReady

step = workgroup.procedure.step


def ready(do, cast):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)


def test_the_whole_life(do, cast):
    ready(do, cast)
    for name, state in [("start", S.ACTIVE), ("pause", S.ON_HOLD), ("restart", S.ACTIVE), ("end", S.ENDED)]:
        do(step(name), cast.obmi, by=cast.els, note="")
        assert cast.obmi.state is state
    assert workgroup.procedure.offers(cast.obmi, cast.els) == []


def test_a_step_refuses_not_now_then_not_you_then_not_ready(do, cast):
    with pytest.raises(NotNow, match="de toestand is voorgesteld"):
        do(step("pause"), cast.obmi, by=cast.griet)
    with pytest.raises(NotAllowed, match="alleen de coördinator"):
        do(step("start"), cast.obmi, by=cast.griet)
    with pytest.raises(NotReady, match="opdracht"):
        do(step("start"), cast.obmi, by=cast.els)
    ready(do, cast)
    do(step("start"), cast.obmi, by=cast.els)


def test_a_step_is_not_taken_twice(do, cast):
    ready(do, cast)
    do(step("start"), cast.obmi, by=cast.els)
    with pytest.raises(NotNow):
        do(step("start"), cast.obmi, by=cast.els)


def test_nobody_sets_the_state_by_hand(cast):
    with pytest.raises(AttributeError, match="only a step"):
        cast.obmi.state = S.ENDED


def test_a_closed_step_says_why(do, cast):
    [start] = workgroup.procedure.offers(cast.obmi, cast.els)
    assert not start.open
    assert str(start.refusal) == "Schrijf eerst de opdracht van de werkgroep."
    ready(do, cast)
    assert workgroup.procedure.offers(cast.obmi, cast.els)[0].open


def test_a_table_with_a_state_nobody_reaches_is_refused_at_once():
    with pytest.raises(ValueError, match="no step leads to"):
        Procedure(Workgroup, S.PROPOSED, workgroup.STATES, [step("start")])
    with pytest.raises(ValueError, match="share a name"):
        Procedure(Workgroup, S.PROPOSED, workgroup.STATES, [*workgroup.procedure.steps, step("start")])


def test_no_workgroup_sits_on_the_address_of_a_page(do, cast, app):
    words = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - {"", "<workgroup>", ".well-known"}
    assert words <= workgroup.RESERVED
    with pytest.raises(NotReady, match="bezet"):
        do(workgroup.FOUND, name="X", slug="account", prefix="X")
    with pytest.raises(NotReady, match="bezet"):
        do(workgroup.FOUND, name="X", slug="obmi", prefix="X")
    assert WorkgroupKind.WORKGROUP
