"""Every command, asked by everybody, past the pages: the rule is in the command too."""

import pytest
from sqlalchemy import select

from models import Membership, Seat, SeatRole, StepTaken, Visit, Way, Workgroup, now
from workflows import links, membership, seat, sign_in, workgroup
from workflows.command import Ask, Command, perform
from workflows.refusals import NotAllowed, Refused, Unseen

COMMANDS = {
    "seat": [seat.INVITE_AGAIN, seat.GIVE_ROLE, seat.LEAVE],
    "membership": [membership.LEAVE],
    "workgroup": [
        seat.INVITE, membership.JOIN, workgroup.DESCRIBE, seat.SET_UP, membership.SET_UP, membership.SEAT_EXAMPLE,
        *workgroup.procedure.steps,
    ],
    "visit": [sign_in.END, sign_in.SET_PASSWORD, sign_in.PREFER],
}  # fmt: skip


def subject_of(session, cast, command: Command):
    """A subject in OBMi that is not the asker's."""
    if command.on is Workgroup:
        return cast.obmi
    if command.on is Visit:
        return sign_in.open_visit(session, cast.griet, links.new_secret("visit"), Way.LINK, "")
    model = command.on
    return session.scalars(select(model).where(model.workgroup_id == cast.obmi.id)).first()


@pytest.mark.parametrize("command", [c for group in COMMANDS.values() for c in group], ids=lambda c: c.name)
def test_only_who_may_gets_through(session, cast, command):
    subject = subject_of(session, cast, command)
    session.commit()
    for who in ("karim", "jef", "dora", "tom", "otto", "rita", "nele"):
        refused = refusal(session, command, subject, getattr(cast, who))
        assert isinstance(refused, NotAllowed | Unseen) or "kan nu niet" in str(refused), f"{who}: {refused}"


def refusal(session, command, subject, person) -> Refused | None:
    try:
        perform(session, command, Ask(person, subject.id))
    except Refused as refused:
        return refused
    except TypeError:
        return None  # the effect was reached: it asks inputs that were not given
    return None


def test_what_is_not_seen_does_not_exist_for_a_command_either(session, cast):
    for model in (Seat, Membership):
        row = session.scalars(select(model).where(model.workgroup_id == cast.obmi.id)).first()
        command = seat.LEAVE if model is Seat else membership.LEAVE
        assert isinstance(refusal(session, command, row, cast.otto), Unseen)


def test_every_command_is_in_this_list():
    import workflows.membership as m
    import workflows.seat as s
    import workflows.sign_in as si
    import workflows.workgroup as w

    declared = {id(c) for module in (m, s, si, w) for c in vars(module).values() if isinstance(c, Command) and c.on}
    listed = {id(c) for group in COMMANDS.values() for c in group}
    assert declared <= listed


def test_the_story_names_who_took_the_step(session, cast, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    do(workgroup.procedure.step("start"), cast.obmi, by=cast.els, note="eindelijk")
    told = session.scalars(select(StepTaken)).one()
    assert (told.person, told.came_from, told.went_to, told.note) == (cast.els, "proposed", "active", "eindelijk")
    assert told.at <= now()
    assert SeatRole.COORDINATOR in {seat.role for seat in told.person.seats}
