"""Who a rule means, one condition at a time: what the matrices of pages and commands cannot tell apart."""

import pytest

from models import Action, DossierState, PersonState, SeatRole
from tests.templates_made import Templates
from workflows import rules
from workflows.clock import today
from workflows.engine import set_state
from workflows.refusals import NotAllowed


def test_the_administrator_is_an_administrator_whose_account_is_open(session, cast):
    assert rules.administrator.allows(cast.rita, None)
    assert not rules.administrator.allows(cast.els, None)
    assert not rules.administrator.allows(None, None)
    cast.rita.state = PersonState.DISABLED
    assert not rules.administrator.allows(cast.rita, None)


@pytest.mark.parametrize("state", [state for state in PersonState if state is not PersonState.ACTIVE])
def test_whose_account_is_not_open_is_nobody(session, cast, state):
    cast.els.state = state
    for rule in (rules.signed_in, rules.seated, rules.coordinator, rules.speaks, rules.discusses):
        assert not rule.allows(cast.els, cast.obmi), rule.name
    assert not rules.registrar.allows(cast.els, cast.griet.organisation)
    assert not rules.herself.allows(cast.els, cast.els.seats[0])


def test_a_seat_that_ended_or_of_another_group_gives_no_role(session, cast):
    assert rules.roles_in(cast.els, cast.obmi) == {SeatRole.COORDINATOR}
    assert rules.roles_in(cast.els, cast.orba) == set()
    cast.els.seats[0].until = today()
    assert rules.roles_in(cast.els, cast.obmi) == set()
    assert not rules.registrar.allows(cast.els, cast.griet.organisation)


@pytest.mark.parametrize(
    ("rule", "roles"),
    [
        (rules.seated, set(SeatRole)),
        (rules.coordinator, {SeatRole.COORDINATOR}),
        (rules.speaks, {SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY}),
        (rules.represents, {SeatRole.REPRESENTATIVE, SeatRole.DEPUTY}),
        (
            rules.answers,
            {SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.VENDOR_CONTACT},
        ),
        (
            rules.discusses,
            {SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.EXPERT, SeatRole.DPO},
        ),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_which_seats_a_rule_means(session, cast, rule, roles):
    allowed = set()
    for role in SeatRole:
        cast.griet.seats[0].role = role
        if rule.allows(cast.griet, cast.obmi):
            allowed.add(role)
    assert allowed == roles


def test_a_refusal_says_who_may(cast):
    with pytest.raises(NotAllowed, match="Dit kan alleen de coördinator van deze werkgroep"):
        rules.authorise(cast.griet, rules.coordinator, cast.obmi)
    rules.authorise(cast.els, rules.coordinator, cast.obmi)


def test_herself_is_whose_row_it_is(cast):
    seat = cast.griet.seats[0]
    assert rules.herself.allows(cast.griet, seat)
    assert not rules.herself.allows(cast.jef, seat)
    assert not rules.herself.allows(None, seat)


def test_the_command_line_is_nobody_and_everyone_is_everybody(cast):
    assert rules.operator.allows(None, None)
    assert not rules.operator.allows(cast.rita, None)
    assert rules.everyone.allows(None, None)
    assert not rules.signed_in.allows(None, None)


def test_an_agreement_is_of_its_owner_and_of_who_speaks_for_an_owner(session, cast, table):
    item = table.items(table.open_with(today(), "Werkplan"))[0]
    table.write(item, "! Gent: nakijken")
    action = table.one(Action)
    assert {name for name in ("els", "griet", "jef", "karim", "dora", "tom", "otto") if owns(cast, name, action)} == {
        "els", "griet", "jef",
    }  # fmt: skip
    assert not rules.owns.allows(None, action)
    cast.griet.seats[0].until = today()
    assert not owns(cast, "griet", action), "without a seat nobody speaks for it"
    action.owner_id = cast.karim.id
    assert owns(cast, "karim", action)
    cast.karim.seats[0].until = today()
    assert not owns(cast, "karim", action), "nor keeps what was hers there"


def owns(cast, name, action):
    return rules.owns.allows(getattr(cast, name), action)


def test_who_works_for_an_organisation_has_a_seat_that_works(session, cast):
    """Who reads or advises along for it does not work for it, nor does who works for another one."""
    working = set()
    for role in SeatRole:
        cast.griet.seats[0].role = role
        if rules.works_for(cast.griet.organisation_id, cast.griet, cast.obmi):
            working.add(role)
        assert not rules.works_for(cast.karim.organisation_id, cast.griet, cast.obmi)
    assert working == {SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.EXPERT}
    assert not rules.works_for(None, cast.griet, cast.obmi)
    assert not rules.works_for(cast.griet.organisation_id, None, cast.obmi)


def test_who_proposed_or_made_it_describes_it_until_it_is_everybodys_work(session, do, cast):
    one = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim).propose()
    open_to_its_maker = set()
    for state in DossierState:
        set_state(one, state)
        if rules.describes.allows(cast.karim, one):
            open_to_its_maker.add(state)
        assert not rules.describes.allows(cast.griet, one)
    assert open_to_its_maker == {DossierState.IDEA, DossierState.EXAMPLE, DossierState.CATALOGUED}
