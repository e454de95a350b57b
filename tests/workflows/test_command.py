"""The one door: the same form twice, an older version, a race, a lost answer."""

import sys

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from models import (
    Decision,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    RoundKind,
    Seat,
    SeatRole,
    Workgroup,
)
from tests.templates_made import Templates
from workflows import decision, membership, seat, text, workgroup
from workflows.clock import today
from workflows.command import once, perform
from workflows.refusals import NotNow, Overtaken

pytestmark = pytest.mark.both

BRUGGE = {
    "name": "Brugge", "code": "BRG", "kind": OrganisationKind.CITY, "role": MembershipRole.VOTING,
    "since": today(),
}  # fmt: skip


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def test_the_same_form_twice_is_done_once(session, cast, do):
    first = do(membership.JOIN, cast.obmi, by=cast.els, key="k1", **BRUGGE)
    before = count(session, Membership)
    again = do(membership.JOIN, cast.obmi, by=cast.els, key="k1", **BRUGGE)
    assert (again.id, count(session, Membership)) == (first.id, before)


def test_the_same_key_with_other_words_is_refused(cast, do):
    do(membership.JOIN, cast.obmi, by=cast.els, key="k1", **BRUGGE)
    with pytest.raises(NotNow, match="al verstuurd"):
        do(membership.JOIN, cast.obmi, by=cast.els, key="k1", **{**BRUGGE, "name": "Halle", "code": "HAL"})


def test_the_key_of_somebody_else_tells_nothing(cast, do):
    do(membership.JOIN, cast.obmi, by=cast.els, key="k1", **BRUGGE)
    with pytest.raises(NotNow):
        do(membership.JOIN, cast.obmi, by=cast.karim, key="k1", **BRUGGE)


def test_a_refused_form_may_be_sent_again(cast, do):
    place = cast.griet.organisation
    mia = {"name": "Mia", "email": cast.griet.email, "function": "", "organisation": place, "role": SeatRole.DEPUTY}
    with pytest.raises(Exception, match="al een zetel"):
        do(seat.INVITE, cast.obmi, by=cast.els, key="k2", **mia)
    assert do(seat.INVITE, cast.obmi, by=cast.els, key="k2", **{**mia, "email": "mia@stad.example"})


def test_who_read_an_older_version_is_told(session, cast, do):
    seen = cast.obmi.version
    texts = {"name": "OBMi", "cadence_weeks": None}
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, version=seen, mandate="de eerste", **texts)
    with pytest.raises(Overtaken, match="nieuwere versie"):
        do(workgroup.DESCRIBE, cast.obmi, by=cast.els, version=seen, mandate="de tweede", **texts)
    assert session.get(Workgroup, cast.obmi.id).mandate == "de eerste"


def test_a_write_between_read_and_save_is_told_as_overtaken(session, cast, monkeypatch):
    def overtaken_half_way(*_args, **_kwargs):
        raise StaleDataError("another wrote")

    monkeypatch.setattr(workgroup.DESCRIBE.__class__, "apply", overtaken_half_way)
    from workflows.command import Ask

    with pytest.raises(Overtaken):
        perform(session, workgroup.DESCRIBE, Ask(cast.els, cast.obmi.id, inputs={}))


class Deadlock(Exception):
    sqlstate = "40P01"


def test_a_deadlock_is_tried_once_more(session, cast, do, monkeypatch):
    from workflows import command

    tries = []
    really = command.once

    def first_fails(*args):
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, Deadlock())
        return really(*args)

    monkeypatch.setattr(command, "once", first_fails)
    assert do(membership.JOIN, cast.obmi, by=cast.els, **BRUGGE)
    assert len(tries) == 2


def test_other_trouble_with_the_database_is_not_hidden(cast, do, monkeypatch):
    from workflows import command

    def fails(*_args):
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    monkeypatch.setattr(command, "once", fails)
    with pytest.raises(OperationalError):
        do(membership.JOIN, cast.obmi, by=cast.els, **BRUGGE)


def test_letters_of_a_seat_are_given_once(cast, do):
    do(membership.JOIN, cast.obmi, by=cast.els, **BRUGGE)
    with pytest.raises(Exception, match="al van een andere"):
        do(membership.JOIN, cast.obmi, by=cast.els, **{**BRUGGE, "name": "Bruges"})
    with pytest.raises(Exception, match="al lid"):
        do(membership.JOIN, cast.obmi, by=cast.els, **BRUGGE)


def test_a_member_whose_people_still_sit_does_not_leave(session, cast, do):
    gent = session.scalars(
        select(Membership).join(Organisation).where(Organisation.name == "Gent", Membership.workgroup == cast.obmi)
    ).one()
    with pytest.raises(NotNow, match="Griet"):
        do(membership.LEAVE, gent, by=cast.els)
    for place in session.scalars(
        select(Seat).where(Seat.person_id.in_([cast.griet.id, cast.jef.id, cast.nele.id]))
    ).all():
        do(seat.LEAVE, place, by=cast.els)
    assert do(membership.LEAVE, gent, by=cast.els).until


@pytest.fixture
def read():
    """Of each text that was rendered since: whether that was within the transaction."""
    found = []

    def note(frame, event, _argument):
        if event == "call" and frame.f_code is text.to_html.__code__:
            above = frame
            while above is not None and above.f_code is not once.__code__:
                above = above.f_back
            found.append(above is not None)

    text.render.cache_clear()
    sys.setprofile(note)
    yield found
    sys.setprofile(None)


@pytest.mark.sqlite
def test_a_text_is_read_before_the_database_is_held(session, cast, do, table, rounds, read):
    """A long one takes a second: in that second everybody else may write."""
    made = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)

    def only_before(what):
        assert read == [False], what
        read.clear()

    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="*opdracht*", cadence_weeks=None)
    only_before("mandate")
    meeting = table.open_with(today(), "Werkplan")
    read.clear()
    item = table.add(meeting, "Nog een punt", proposal="*voorstel*")
    only_before("proposal")
    table.write(item, "*verslag*\n\n\\! geen afspraak\n= We doen het")
    only_before("minutes")
    draft = table.one(Decision)
    given = {"text": draft.text, "in_force_from": None, "review_on": None, "supersedes": None}
    do(decision.DESCRIBE, draft, by=cast.els, rationale="*waarom*", **given)
    only_before("rationale")
    asked = rounds.ask(RoundKind.INTEREST, text="*vraag*", opened=False)
    only_before("question")
    rounds.edit(asked, text="*betere vraag*")
    only_before("question that changed")
    made.propose(about="*waarvoor*")
    only_before("what a template is for")
    template = made.led(title="Rapport wonen")
    read.clear()
    made.write(template, "*tekst*\r\n\r\na\tb\r\n1\t2")
    only_before("a version")
