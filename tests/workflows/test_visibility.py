"""What each point of view sees, written down by hand beside the conditions; the pages are tried in test_canary."""

from datetime import date

import pytest
from sqlalchemy import select

from models import (
    Action,
    AgendaItem,
    Answer,
    Attendance,
    Audience,
    CalendarFeed,
    Comment,
    Decision,
    Deliverable,
    Dossier,
    Mailbox,
    MembershipRole,
    Message,
    MinuteBlock,
    Mute,
    Organisation,
    OrganisationKind,
    Person,
    Received,
    ReceivedKind,
    Relation,
    ReportTemplate,
    Round,
    RoundKind,
    Seat,
    SeatRole,
    StepTaken,
    Visit,
    Way,
    Workgroup,
    now,
)
from tests.conftest import person
from tests.files.laid import put_a_file
from tests.table import Table
from tests.templates_made import Templates
from workflows import dossier, mandate, membership, minutes
from workflows.clock import today
from workflows.visibility import in_the_room, level_of, seen_by, sees

pytestmark = pytest.mark.both

LEVELS = list(Audience)
READS = {
    "els": Audience.SECRETARIAT,
    "griet": Audience.MEMBERS,
    "jef": Audience.MEMBERS,
    "karim": Audience.MEMBERS,
    "expert": Audience.MEMBERS,
    "reader": Audience.MEMBERS,
    "of_the_secretariat": Audience.MEMBERS,
    "dora": Audience.VENDOR,
    "adviser": Audience.PARTNERS,
    "guest": Audience.PARTNERS,
    "tom": Audience.VENDOR,
    "reader_of_the_vendor": Audience.VENDOR,
    "vendor_contact_of_a_city": Audience.VENDOR,
}
"""The narrowest that each may read; everything wider too. Dora also reads what is Genk's own (below)."""
NOTHING = ("otto", "rita", "nele", "whose_seat_ended")
SEATED = {
    "expert": ("Gent", SeatRole.EXPERT),
    "reader": ("Genk", SeatRole.READER),
    "of_the_secretariat": ("Kenniscentrum", SeatRole.READER),
    "adviser": ("Statistiek", SeatRole.REPRESENTATIVE),
    "guest": ("Hasselt", SeatRole.REPRESENTATIVE),
    "reader_of_the_vendor": ("ABF", SeatRole.READER),
    "vendor_contact_of_a_city": ("Gent", SeatRole.VENDOR_CONTACT),
    "whose_seat_ended": ("Gent", SeatRole.REPRESENTATIVE),
}
JOINED = {"Statistiek": MembershipRole.ADVISORY, "Hasselt": MembershipRole.GUEST}


@pytest.fixture
def people(session, cast, do):
    """The cast, and one of each other kind of seat and of member."""
    for name, role in JOINED.items():
        given = {"name": name, "code": None, "kind": OrganisationKind.PARTNER, "since": date(2020, 1, 1)}
        do(membership.SET_UP, cast.obmi, role=role, **given)
    made = {name: person(session, name, place, cast.obmi, role) for name, (place, role) in SEATED.items()}
    made["whose_seat_ended"].seats[0].until = today()
    session.commit()
    return vars(cast) | made


@pytest.fixture
def item(table):
    """A running meeting with an item for each audience, and what came of it: a text, an agreement and a decision."""
    meeting = table.plan(today())
    for audience in Audience:
        table.add(meeting, audience.value, audience=audience.value)
    table.open(meeting)
    for one in table.items(meeting):
        table.write(one, f"{one.title}\n! Gent: {one.title}\n= {one.title}")
    return {one.audience: one for one in table.items(meeting)}


def audiences_of(session, who, model) -> set[Audience]:
    return set(session.scalars(select(model.audience).where(seen_by(who, model), model.item_id.is_not(None))))


@pytest.mark.parametrize("who", [*READS, *NOTHING])
def test_of_a_meeting_she_sees_what_is_for_her_and_what_is_for_more(session, people, item, who):
    person_ = people[who]
    expected = set(LEVELS[LEVELS.index(READS[who]) :]) if who in READS else set()
    session.rollback()
    assert set(session.scalars(select(AgendaItem.audience).where(seen_by(person_, AgendaItem)))) == expected
    for model in (MinuteBlock, Decision, Action):
        assert audiences_of(session, person_, model) == expected, model
    for one in item.values():
        assert sees(session, person_, one) == (one.audience in expected)


@pytest.mark.parametrize("who", [*READS, *NOTHING])
def test_the_widest_that_she_may_read_there(session, people, cast, who):
    assert level_of(session, people[who], cast.obmi.id) == READS.get(who) or who == "nele"
    assert level_of(session, people[who], cast.orba.id) == (Audience.SECRETARIAT if who == "otto" else None)


@pytest.mark.parametrize("model", [MinuteBlock, Decision, Action])
def test_what_is_wider_than_its_item_reaches_no_further_than_the_item(session, cast, item, model):
    row = session.scalars(select(model).where(model.item_id == item[Audience.MEMBERS].id)).one()
    row.audience = Audience.PUBLIC
    session.commit()
    assert sees(session, cast.griet, row)
    assert not sees(session, cast.dora, row)
    assert not sees(session, cast.tom, row)


def test_whom_she_knows_is_at_one_of_her_tables(session, people, cast):
    def known_to(who):
        return set(session.scalars(select(Person.name).where(seen_by(people[who], Person))))

    at_the_table = {one.name for name, one in people.items() if name in READS or name in ("nele", "whose_seat_ended")}
    assert known_to("griet") == known_to("els") == known_to("tom") == at_the_table
    assert known_to("rita") == {"Rita"}, "without a seat, herself"
    assert known_to("otto") == {"Otto"}
    assert known_to("nele") == set(), "whose account is closed sees nobody"


def test_nobody_and_who_is_not_let_in_see_nothing(session, people):
    for model in (Person, Workgroup, Organisation, AgendaItem):
        assert session.scalars(select(model).where(seen_by(None, model))).all() == []
        assert session.scalars(select(model).where(seen_by(people["nele"], model))).all() == []
        assert session.scalars(select(model).where(seen_by(people["griet"], model))).first() or model is AgendaItem


@pytest.mark.parametrize("audience", [Audience.SECRETARIAT, Audience.PARTNERS])
def test_on_the_screen_stands_what_is_not_for_the_secretariat_alone(session, item, ask, rounds, table, audience):
    """A round follows its item, and the agreement that it asks about."""
    one = item[audience]
    agreement = session.scalars(select(Action).where(Action.item_id == one.id)).one()
    about = {
        "item": ask(RoundKind.STATUS, item=one, audience=audience, question="Over het punt"),
        "action": ask(RoundKind.STATUS, action=agreement, audience=audience, question="Over de afspraak"),
        "its own": ask(RoundKind.STATUS, audience=audience, question="Op zichzelf"),
    }
    shown = audience is not Audience.SECRETARIAT
    session.rollback()
    assert (one.id in session.scalars(select(AgendaItem.id).where(in_the_room(AgendaItem))).all()) == shown
    there = set(session.scalars(select(Round.id).where(in_the_room(Round))))
    assert {what: row.id in there for what, row in about.items()} == dict.fromkeys(about, shown)


def test_a_round_that_is_wider_than_what_it_is_about_stays_off_the_screen(session, item, ask):
    closed = item[Audience.SECRETARIAT]
    agreement = session.scalars(select(Action).where(Action.item_id == closed.id)).one()
    rows = [
        ask(RoundKind.STATUS, item=closed, audience=Audience.SECRETARIAT),
        ask(RoundKind.STATUS, action=agreement, audience=Audience.SECRETARIAT),
    ]
    for row in rows:
        row.audience = Audience.PARTNERS
    agreement.audience = Audience.PARTNERS
    session.commit()
    there = set(session.scalars(select(Round.id).where(in_the_room(Round))))
    assert there & {row.id for row in rows} == set()


def test_what_is_about_an_agreement_of_the_secretariat_stays_off_the_screen(session, item, ask):
    """Whatever the item was that it came out of."""
    agreement = session.scalars(select(Action).where(Action.item_id == item[Audience.PARTNERS].id)).one()
    asked = ask(RoundKind.STATUS, action=agreement)
    there = select(Round.id).where(in_the_room(Round))
    assert asked.id in session.scalars(there).all()
    agreement.audience = Audience.SECRETARIAT
    session.commit()
    assert asked.id not in session.scalars(there).all()


def test_who_gave_the_mandate_sees_its_group_and_the_vendor_does_not(session, cast, do, people, sub):
    do(mandate.DELIVER, sub, by=cast.els, title="Nota", link=None)
    row = session.scalars(select(Deliverable)).one()
    seen = {name for name, one in people.items() if isinstance(one, Person) and sees(session, one, row)}
    assert seen == {name for name in READS if READS[name] is not Audience.VENDOR}


def test_who_loses_a_role_never_reads_more(session, cast, do, item):
    """Every kind of seat with every kind of membership, and what is left of it when either ends."""
    place = do(
        membership.SET_UP, cast.obmi, name="Mechelen", code="MCH", kind=OrganisationKind.CITY,
        role=MembershipRole.VOTING, since=date(2020, 1, 1),
    )  # fmt: skip
    mia = person(session, "mia", "Mechelen", cast.obmi, SeatRole.READER)

    def reads(*, sits: bool, belongs: bool) -> set[Audience]:
        mia.seats[0].until, place.until = None if sits else today(), None if belongs else today()
        session.commit()
        return set(session.scalars(select(AgendaItem.audience).where(seen_by(mia, AgendaItem))))

    for seat in SeatRole:
        for member in MembershipRole:
            mia.seats[0].role, place.role = seat, member
            whole = reads(sits=True, belongs=True)
            assert reads(sits=True, belongs=False) <= whole, f"{seat} of a {member} that left reads more"
            assert reads(sits=False, belongs=True) == reads(sits=False, belongs=False) == set()


@pytest.mark.parametrize(
    ("seat", "reads"), [(SeatRole.EXPERT, Audience.PARTNERS), (SeatRole.VENDOR_CONTACT, Audience.VENDOR)]
)
def test_who_takes_part_for_an_organisation_that_never_was_a_member_is_a_partner(session, cast, item, seat, reads):
    """Hasselt at the workshop of 2016 (story 10): it attends, and reads what partners read."""
    session.add(Organisation(name="Hasselt", kind=OrganisationKind.CITY))
    session.commit()
    mia = person(session, "mia", "Hasselt", cast.obmi, seat)
    seen = set(session.scalars(select(AgendaItem.audience).where(seen_by(mia, AgendaItem))))
    assert seen == set(LEVELS[LEVELS.index(reads) :])


def test_who_sat_for_a_member_that_left_gives_up_the_seat_and_reads_nothing(session, people, cast, do, item):
    """The reader of the vendor rose to a partner when the vendor was no member any more."""
    membership_of = {one.organisation.name: one for one in cast.obmi.memberships}
    do(membership.LEAVE, membership_of["ABF"], by=cast.els)
    session.rollback()
    for who in ("tom", "reader_of_the_vendor"):
        assert people[who].seats[0].until == today()
        assert not any(sees(session, people[who], one) for one in item.values())
    do(membership.LEAVE, membership_of["Kenniscentrum"], by=cast.els)
    session.rollback()
    assert people["els"].seats[0].until is None, "who coordinates does so for the workgroup"
    assert people["of_the_secretariat"].seats[0].until == today()


def test_what_is_said_of_a_dossier_and_what_it_is_tied_to_reach_no_further_than_it(session, do, cast):
    made = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.griet)
    closed = made.discussed(title="Besloten", audience=Audience.MEMBERS)
    open_ = made.discussed(title="Open", audience=Audience.VENDOR)
    said = made.remark(closed, cast.griet, "Een vraag")
    tied = do(dossier.LINK, closed, by=cast.griet, other=open_, relation=Relation.BELONGS_WITH)
    said.audience = Audience.PUBLIC
    session.commit()
    for row in (closed, said, tied, made.write_of(closed)):
        assert sees(session, cast.karim, row), row
        assert not sees(session, cast.tom, row), row
        assert not sees(session, cast.dora, row), row
    assert sees(session, cast.tom, open_)


def test_the_mail_of_each_is_for_herself_and_for_who_coordinates_her_group(session, cast):
    session.add_all(Mailbox(person_id=one.id) for one in (cast.griet, cast.els, cast.otto))
    session.commit()

    def boxes(who):
        return set(session.scalars(select(Mailbox.person_id).where(seen_by(who, Mailbox))))

    assert boxes(cast.griet) == {cast.griet.id}
    assert boxes(cast.els) == {cast.griet.id, cast.els.id}
    assert boxes(cast.otto) == {cast.otto.id}
    assert boxes(cast.jef) == set()


def test_who_coordinates_a_group_for_no_member_sees_who_was_there(session, cast, do, people, sub):
    """Els founds a subgroup of cities alone: she coordinates it, and her own organisation is no member."""
    table = Table(session, do, sub, cast.els)
    meeting = table.open_with(today(), "Werkplan")
    table.everybody_there(meeting)
    there = session.scalars(select(Attendance)).all()
    assert there
    assert all(sees(session, cast.els, one) for one in there)
    assert level_of(session, cast.els, sub.id) is Audience.SECRETARIAT
    assert not any(sees(session, cast.karim, one) for one in there)


def test_what_her_organisation_is_in_another_group_counts_there(session, cast, item, do):
    """Gent is a member of OBMi and a guest of ORBA: who sits in both reads in each what it is there."""
    orba = session.get(Workgroup, cast.orba.id)
    gent = next(one for one in orba.memberships if one.organisation.name == "Gent")
    gent.role = MembershipRole.GUEST
    session.add(Seat(workgroup=orba, person=cast.griet, role=SeatRole.REPRESENTATIVE, since=today()))
    session.commit()
    assert level_of(session, cast.griet, cast.obmi.id) is Audience.MEMBERS
    assert level_of(session, cast.griet, cast.orba.id) is Audience.PARTNERS
    there = next(one for one in cast.obmi.memberships if one.organisation.name == "Gent")
    there.role, gent.role = MembershipRole.GUEST, MembershipRole.VOTING
    session.commit()
    assert level_of(session, cast.griet, cast.obmi.id) is Audience.PARTNERS
    assert level_of(session, cast.griet, cast.orba.id) is Audience.MEMBERS


def test_the_answers_to_a_round_reach_no_further_than_what_it_is_about(session, cast, people, do, item, ask, rounds):
    """Who sees another agreement, and another dossier, does not see this one."""
    adviser = people["adviser"]
    made = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)
    dossiers = {
        audience: made.propose(f"Rapport {audience}", audience=audience)
        for audience in (Audience.MEMBERS, Audience.PARTNERS)
    }
    agreements = {
        audience: session.scalars(select(Action).where(Action.item_id == item[audience].id)).one()
        for audience in dossiers
    }
    rows = {
        (what, audience): ask(RoundKind.STATUS, audience=audience)
        for what in ("action_id", "dossier_id")
        for audience in dossiers
    }
    for (what, audience), row in rows.items():
        setattr(row, what, (agreements if what == "action_id" else dossiers)[audience].id)
        row.audience = Audience.PARTNERS
    session.commit()
    party = {what: rounds.place(row, "Gent") for what, row in rows.items()}
    assert {what: sees(session, cast.karim, one) for what, one in party.items()} == dict.fromkeys(party, True)
    assert {what: sees(session, adviser, one) for what, one in party.items()} == {
        (what, audience): audience is Audience.PARTNERS for what, audience in party
    }


def test_a_draft_of_a_round_is_not_there_for_who_will_be_asked(session, cast, ask, rounds):
    draft = ask(RoundKind.INTEREST, opened=False, audience=Audience.SECRETARIAT)
    place = rounds.place(draft, "Gent")
    assert not sees(session, cast.griet, draft)
    assert not sees(session, cast.griet, place)
    rounds.step(draft, "open")
    session.rollback()
    assert sees(session, cast.griet, draft)
    assert sees(session, cast.griet, place), "it is her own place"
    assert not sees(session, cast.griet, rounds.place(draft, "Genk"))


def test_a_file_on_an_answer_is_read_by_who_answered_and_by_who_may_read_such_files(session, app, cast, do, ask, say):
    asked = ask(RoundKind.INTEREST, audience=Audience.PARTNERS)
    said = say(asked, cast.griet, "yes")
    file = put_a_file(app, do, said, by=cast.griet)
    file.audience = Audience.SECRETARIAT
    session.commit()
    seen = {
        name
        for name in ("els", "griet", "jef", "karim", "dora", "tom", "otto")
        if sees(session, vars(cast)[name], file)
    }
    assert seen == {"els", "griet", "jef"}
    file.audience = Audience.MEMBERS
    session.commit()
    assert sees(session, cast.karim, file)
    assert not sees(session, cast.dora, file)


def test_a_remark_on_the_minutes_is_for_the_table_itself(session, people, item, table, cast, do):
    meeting = next(iter(item.values())).meeting
    table.step(table.close(meeting) and table.minutes(meeting), "circulate")
    remark = do(minutes.REMARK, table.block(item[Audience.MEMBERS]), by=cast.griet, text="Anders")
    seen = {name for name, one in people.items() if isinstance(one, Person) and sees(session, one, remark)}
    assert seen == {name for name, level in READS.items() if level in (Audience.SECRETARIAT, Audience.MEMBERS)}


def test_who_coordinates_for_a_vendor_hears_what_a_subgroup_reports(session, cast, do, sub):
    do(mandate.DELIVER, sub, by=cast.els, title="Nota", link=None)
    row = session.scalars(select(Deliverable)).one()
    assert not sees(session, cast.tom, row)
    cast.tom.seats[0].role = SeatRole.COORDINATOR
    session.commit()
    assert sees(session, cast.tom, row)
    assert not sees(session, cast.otto, row), "he coordinates another group"


HER_OWN = {
    Visit: lambda name, _round: {"digest": name, "way": Way.PASSWORD, "expires_at": now()},
    Message: lambda name, _round: {"kind": "x", "letter": {}, "key": name},
    CalendarFeed: lambda name, _round: {"digest": name},
    Mute: lambda _name, the_round: {"round_id": the_round.id},
    Received: lambda name, _round: {"message_id": name, "kind": ReceivedKind.REPLY, "outcome": "x"},
}


@pytest.mark.parametrize("model", HER_OWN, ids=lambda one: one.__name__)
def test_what_is_of_one_person_is_for_nobody_else(session, cast, ask, model):
    asked = ask(RoundKind.INTEREST)
    for name in ("griet", "jef", "els"):
        session.add(model(person_id=vars(cast)[name].id, **HER_OWN[model](name, asked)))
    session.commit()
    for name in ("griet", "jef", "els"):
        one = vars(cast)[name]
        assert set(session.scalars(select(model.person_id).where(seen_by(one, model)))) == {one.id}
    assert set(session.scalars(select(model.person_id).where(seen_by(cast.karim, model)))) <= {cast.karim.id}


@pytest.fixture
def brought(table, cast):
    """Of a running meeting: what Genk brings and what Gent brings, for three audiences each, with what came of it."""
    meeting = table.plan(today())
    for place in (cast.karim.organisation, cast.griet.organisation):
        for audience in (Audience.SECRETARIAT, Audience.MEMBERS, Audience.PARTNERS):
            table.add(meeting, f"{place} {audience.value}", audience=audience.value, presenting=place)
    table.open(meeting)
    for one in table.items(meeting):
        table.write(one, f"{one.title}\n! Gent: Gent na {one.title}\n! Genk: Genk na {one.title}\n= {one.title}")
    return {one.title: one for one in table.items(meeting)}


def titles_of(session, who, model, column) -> set[str]:
    return set(
        session.scalars(select(column).where(seen_by(who, model), model.workgroup_id == who.seats[0].workgroup_id))
    )


def test_a_data_protection_officer_sees_her_own_organisations_items_and_nothing_of_another(session, cast, brought):
    """settled.md; as far as her organisation reads itself."""
    genk = {"Genk members", "Genk partners"}
    assert titles_of(session, cast.dora, AgendaItem, AgendaItem.title) == genk
    assert titles_of(session, cast.dora, Decision, Decision.text) == genk
    texts = titles_of(session, cast.dora, MinuteBlock, MinuteBlock.text)
    assert {text.splitlines()[0] for text in texts if text} == genk
    assert titles_of(session, cast.dora, Action, Action.text) == {
        "Genk na Genk members",
        "Genk na Genk partners",
        "Genk na Gent members",
        "Genk na Gent partners",
    }, "what Genk took on is its own, whosever item it came out of"


def test_what_is_for_everybody_is_for_her_organisation_too(session, cast, table, brought):
    table.write(brought["Gent partners"], "! alle steden: Iedereen leest dit na")
    action = session.scalars(select(Action).where(Action.for_all)).one()
    assert sees(session, cast.dora, action)


def test_as_officer_of_a_partner_she_reads_as_far_as_a_partner(session, people, table, cast):
    """And of a vendor what was opened to it."""
    meeting = table.plan(today())
    for name in ("Statistiek", "ABF"):
        place = session.scalars(select(Organisation).where(Organisation.name == name)).one()
        for audience in Audience:
            table.add(meeting, f"{name} {audience.value}", audience=audience.value, presenting=place)
    officers = {
        name: person(session, f"officer_{name.lower()}", name, cast.obmi, SeatRole.DPO)
        for name in ("Statistiek", "ABF")
    }
    read = {name: titles_of(session, who, AgendaItem, AgendaItem.title) for name, who in officers.items()}
    shared = {"Statistiek vendor", "Statistiek public", "ABF vendor", "ABF public"}
    assert read == {"Statistiek": shared | {"Statistiek partners"}, "ABF": shared}


def test_of_the_dossiers_of_others_an_officer_reads_the_shared_text_and_nothing_else(session, app, do, cast):
    """settled.md, and stories.md 19. Of what her own organisation works on she reads what it reads itself."""
    of_genk = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)
    of_gent = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.griet)
    hers = of_genk.propose("Van Genk", audience=Audience.MEMBERS)
    other = of_gent.discussed(title="Van Gent", audience=Audience.PARTNERS)
    closed = of_gent.discussed(title="Onder leden", audience=Audience.MEMBERS)
    for model in (Dossier, ReportTemplate):
        assert titles_of(session, cast.dora, model, model.title) == {"Van Genk", "Van Gent"}
    of_gent.remark(other, cast.griet, "Van Gent gezegd")
    of_gent.remark(other, cast.karim, "Van Genk gezegd")
    assert titles_of(session, cast.dora, Comment, Comment.text) == {"Van Genk gezegd"}
    of = {one: put_a_file(app, do, made.anew(one), by=cast.els) for made, one in ((of_genk, hers), (of_gent, other))}
    steps = {one: session.scalars(select(StepTaken).where(StepTaken.of_dossier_id == one.id)).all() for one in of}
    assert {one.title: sees(session, cast.dora, file) for one, file in of.items()} == {
        "Van Genk": True, "Van Gent": False
    }  # fmt: skip
    assert [sees(session, cast.dora, row) for row in steps[other]] == [False] * len(steps[other])
    assert steps[other]
    assert sees(session, cast.dora, of_gent.write_of(other))
    assert not sees(session, cast.dora, of_gent.write_of(closed))


def test_of_a_round_an_officer_reads_her_own_answer_unless_the_round_was_shared(session, cast, ask, say, rounds):
    for audience, reads in ((Audience.PARTNERS, {"Genk"}), (Audience.VENDOR, {"Gent", "Genk"})):
        asked = ask(RoundKind.PRESENTATION, audience=audience)
        for who in (cast.griet, cast.karim):
            say(asked, who, "presented", text=who.organisation.name)
        seen = select(Answer.text).where(Answer.round_id == asked.id, seen_by(cast.dora, Answer))
        assert set(session.scalars(seen)) == reads


def test_an_officer_reads_no_list_of_who_was_there(session, cast, table, brought):
    table.everybody_there(next(iter(brought.values())).meeting)
    there = session.scalars(select(Attendance)).all()
    assert there
    assert not any(sees(session, cast.dora, one) for one in there)


def test_who_is_an_officer_in_one_group_reads_in_another_what_she_is_there(session, cast, brought):
    """What is said for officers alone stands in her question everywhere, and opens nothing where she is none."""
    session.add(
        Seat(workgroup=session.get(Workgroup, cast.orba.id), person=cast.griet, role=SeatRole.DPO, since=today())
    )
    session.commit()
    assert level_of(session, cast.griet, cast.obmi.id) is Audience.MEMBERS
    assert len(session.scalars(select(AgendaItem).where(seen_by(cast.griet, AgendaItem))).all()) == 4
    cast.dora.seats[0].until = today()
    session.commit()
    assert session.scalars(select(AgendaItem).where(seen_by(cast.dora, AgendaItem))).all() == []
