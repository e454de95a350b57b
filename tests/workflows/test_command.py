"""The one door: the same form twice, an older version, a race, a lost answer."""

import sys
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from models import (
    Actor,
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
from workflows import command, decision, membership, seat, text, workgroup
from workflows.clock import today
from workflows.command import Ask, begin, fingerprint, once, perform
from workflows.refusals import NotNow, Overtaken, Unseen
from workflows.words import Words

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
    with pytest.raises(Overtaken):
        perform(session, workgroup.DESCRIBE, Ask(cast.els, cast.obmi.id, inputs={}))


def said_by_postgresql(sqlstate: str) -> OperationalError:
    said = Exception("tried too much at once")
    said.sqlstate = sqlstate
    return OperationalError("UPDATE", {}, said)


TRIED_AGAIN = {
    "a deadlock": said_by_postgresql("40P01"),
    "a serialisation failure": said_by_postgresql("40001"),
    "a connection that was lost": OperationalError("UPDATE", {}, Exception("gone"), connection_invalidated=True),
    "two equal forms that raced": IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: answered.key")),
}
NOT_TRIED_AGAIN = {
    "a full disk": OperationalError("UPDATE", {}, Exception("disk full")),
    "another constraint": IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: person.email")),
    "trouble that names the key": OperationalError("UPDATE", {}, Exception("answered is locked")),
    "another state": said_by_postgresql("57014"),
}


@pytest.fixture
def failing(monkeypatch):
    """`failing(error, times)`: the first so many times that a command is tried the database says this, half-way."""

    def fail(error, times):
        tries, really = [], command.once

        def once_or_not(session, *rest):
            tries.append(1)
            if len(tries) <= times:
                session.add(Organisation(name="Half gedaan", kind=OrganisationKind.CITY))
                session.flush()
                raise error
            return really(session, *rest)

        monkeypatch.setattr(command, "once", once_or_not)
        return tries

    return fail


def is_clean(session) -> bool:
    """Nothing half done, and nothing held: asked before the session is used again."""
    return not session.in_transaction() and not session.new


@pytest.mark.parametrize("what", TRIED_AGAIN)
def test_what_may_go_well_is_tried_once_more(session, cast, do, failing, what):
    tries = failing(TRIED_AGAIN[what], 1)
    assert do(membership.JOIN, cast.obmi, by=cast.els, **BRUGGE)
    assert len(tries) == 2
    assert session.scalars(select(Organisation).where(Organisation.name == "Half gedaan")).all() == []


@pytest.mark.parametrize(
    ("trouble", "times"),
    [pytest.param(one, 2, id=f"{what}, twice") for what, one in TRIED_AGAIN.items()]
    + [pytest.param(one, 1, id=what) for what, one in NOT_TRIED_AGAIN.items()],
)
def test_trouble_that_stays_is_told(session, cast, failing, trouble, times):
    """What may go well is tried once more, and no more often; other trouble is told at once."""
    tries = failing(trouble, times)
    with pytest.raises(type(trouble)):
        perform(session, membership.JOIN, Ask(cast.els, cast.obmi.id, inputs=BRUGGE))
    assert len(tries) == times
    assert is_clean(session)


@pytest.mark.parametrize("error", [StaleDataError("another wrote"), NotNow(Words("Nu niet.")), KeyboardInterrupt()])
def test_whatever_stops_it_leaves_nothing(session, cast, failing, error):
    failing(error, 1)
    with pytest.raises(Overtaken if isinstance(error, StaleDataError) else type(error)):
        perform(session, membership.JOIN, Ask(cast.els, cast.obmi.id, inputs=BRUGGE))
    assert is_clean(session)


@pytest.mark.sqlite
def test_the_lock_is_taken_before_anything_is_read(session, cast, statements):
    """On SQLite who reads first and wants to write then may be refused, however long she waits."""
    begin(session, cast.els)
    begun = [nth for nth, one in enumerate(statements) if one.startswith("BEGIN")][-1]
    assert statements[begun] == "BEGIN IMMEDIATE"
    assert statements[begun + 1].startswith("SELECT")


def test_who_asks_is_read_anew(session, cast, do):
    """Whoever lost her place since the page was opened is who she is now."""
    assert begin(session, cast.griet) is cast.griet
    assert session.info["actor"] == Actor(cast.griet.id, cast.griet.organisation_id)
    assert begin(session, None) is None
    assert session.info["actor"] == Actor()


def test_a_key_belongs_to_what_was_asked_and_of_which_subject(session, cast):
    """Another form that happens to bring the same words is another form."""
    given = {"name": "OBMi", "mandate": "", "cadence_weeks": None}
    other = replace(workgroup.DESCRIBE, name="describe_otherwise")
    perform(session, workgroup.DESCRIBE, Ask(cast.els, cast.obmi.id, key="k1", inputs=given))
    with pytest.raises(NotNow, match="al verstuurd"):
        perform(session, other, Ask(cast.els, cast.obmi.id, key="k1", inputs=given))
    prints = {
        fingerprint(*asked)
        for asked in (
            (workgroup.DESCRIBE, Ask(None, 1, inputs=given)),
            (other, Ask(None, 1, inputs=given)),
            (workgroup.DESCRIBE, Ask(None, 2, inputs=given)),
            (workgroup.DESCRIBE, Ask(None, 1, inputs=given | {"mandate": "x"})),
            (workgroup.DESCRIBE, Ask(None, 1, inputs={"mandate": "", "cadence_weeks": None})),
        )
    }
    assert len(prints) == 5


def test_a_row_that_she_does_not_see_is_not_there(session, cast):
    """Otto coordinates another group: of what OBMi reads alone he is told that there is nothing."""
    place = cast.obmi.memberships[0]
    for subject_id in (place.id, 10**6, None):
        with pytest.raises(Unseen):
            perform(session, membership.LEAVE, Ask(cast.otto, subject_id))


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
