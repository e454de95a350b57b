"""Coming in, told with people."""

import pytest

from models import LinkKind, PersonState, SeatRole
from workflows import links, seat, sign_in, sign_in_link
from workflows.refusals import NotAllowed, NotNow, NotReady, Unseen


def invite(do, cast, **other):
    inputs = {
        "name": "Mia", "email": "mia@example.invalid", "function": "data", "organisation": cast.griet.organisation,
        "role": SeatRole.DEPUTY, **other,
    }  # fmt: skip
    return do(seat.INVITE, cast.obmi, by=other.pop("by", cast.els), **{k: v for k, v in inputs.items() if k != "by"})


def test_only_the_coordinator_invites(do, cast):
    with pytest.raises(NotAllowed, match="alleen de coördinator"):
        invite(do, cast, by=cast.griet)

    assert invite(do, cast).person.state is PersonState.INVITED


def test_the_coordinator_of_another_group_does_not_invite_here(do, cast):
    with pytest.raises(NotAllowed):
        invite(do, cast, by=cast.otto)


def test_an_invitation_is_taken_once(do, cast, letters):
    mia = invite(do, cast).person
    [letter] = letters(mia)
    secret = letter["path"].removeprefix("/invitation/")

    do(sign_in.ACCEPT, secret=secret, password_hash=None, visit="v1", agent="")
    assert mia.state is PersonState.ACTIVE

    with pytest.raises(NotNow, match="werkt niet meer"):
        do(sign_in.ACCEPT, secret=secret, password_hash=None, visit="v2", agent="")


def test_a_second_invitation_kills_the_first(do, cast, letters):
    place = invite(do, cast)
    do(seat.INVITE_AGAIN, place, by=cast.els)
    first, second = (letter["path"].removeprefix("/invitation/") for letter in letters(place.person))

    with pytest.raises(NotNow):
        do(sign_in.ACCEPT, secret=first, password_hash=None, visit="v1", agent="")
    do(sign_in.ACCEPT, secret=second, password_hash=None, visit="v2", agent="")


def test_who_is_invited_but_did_not_accept_gets_no_sign_in_link(do, cast, letters):
    mia = invite(do, cast).person
    do(sign_in_link.ASK_LINK, email=mia.email)
    assert [letter["path"].split("/")[1] for letter in letters(mia)] == ["invitation"]


def test_an_invitation_is_no_sign_in_link(do, cast, letters):
    secret = letters(invite(do, cast).person)[0]["path"].removeprefix("/invitation/")
    with pytest.raises(NotNow):
        do(sign_in.BY_LINK, secret=secret, visit="v", agent="")


def test_a_link_dies_of_old_age(session, do, cast):
    import time_machine

    secret = links.make(session, LinkKind.SIGN_IN, cast.griet)
    session.commit()
    from models import now

    with time_machine.travel(now() + links.LIFETIME[LinkKind.SIGN_IN]), pytest.raises(NotNow):
        do(sign_in.BY_LINK, secret=secret, visit="v", agent="")


def test_who_left_does_not_come_in_by_an_old_link(session, do, cast):
    secret = links.make(session, LinkKind.SIGN_IN, cast.griet)
    cast.griet.state = PersonState.DISABLED
    session.commit()
    with pytest.raises(NotNow):
        do(sign_in.BY_LINK, secret=secret, visit="v", agent="")


def test_nobody_of_a_non_member_represents_it(do, cast):
    from models import Organisation, OrganisationKind

    stranger = Organisation(name="Halle", kind=OrganisationKind.CITY)
    with pytest.raises(NotReady, match="geen lid"):
        invite(do, cast, organisation=stranger)


def test_one_address_is_one_person(do, cast):
    with pytest.raises(NotReady, match="al een zetel"):
        invite(do, cast, email="GRIET@example.invalid")
    with pytest.raises(NotReady, match="andere organisatie"):
        invite(do, cast, email=cast.karim.email)


def test_the_last_coordinator_stays(do, cast):
    from sqlalchemy.orm import object_session

    els = object_session(cast.els).get(type(cast.els.seats[0]), cast.els.seats[0].id)
    with pytest.raises(NotNow, match="een coördinator houden"):
        do(seat.LEAVE, els, by=cast.els)
    with pytest.raises(NotNow, match="een coördinator houden"):
        do(seat.GIVE_ROLE, els, by=cast.els, role=SeatRole.READER)

    do(seat.GIVE_ROLE, cast.griet.seats[0], by=cast.els, role=SeatRole.COORDINATOR)
    do(seat.LEAVE, els, by=cast.els)


def test_an_ended_seat_ends_the_visit_at_once(do, cast, browser):
    griet = browser.as_(cast.griet)
    griet.get("/obmi/people")
    do(seat.LEAVE, cast.griet.seats[0], by=cast.els)
    assert griet.open("/obmi/people").status_code == 302


def test_the_session_of_somebody_else_does_not_exist(do, cast, browser, session):
    from sqlalchemy import select

    from models import Visit

    browser.as_(cast.griet)
    visit = session.scalars(select(Visit)).first()
    with pytest.raises(Unseen):
        do(sign_in.END, visit, by=cast.karim)


@pytest.mark.parametrize("password", ["kort", "aaaaaaaaaaaaaaaa", "wachtwoord123", "x" * 1025])
def test_a_weak_password_is_refused_with_the_reason(password):
    assert sign_in.weak(password)


def test_a_sentence_is_a_good_password():
    assert sign_in.weak("vier natte eenden zwemmen") is None
