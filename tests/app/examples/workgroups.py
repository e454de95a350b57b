"""Examples of a workgroup, its members and who sits in it."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Membership, Organisation, Seat
from tests.app.examples.shape import OBMI, Example, Form, Parts, nothing, of_the_group

if TYPE_CHECKING:
    from tests.app.world import World

MEMBER: Form = {"name": "Brugge", "code": "BRG", "kind": "city", "role": "voting", "since": "2026-01-01"}


def seat_of_mia(world: "World") -> Seat:
    """Who was invited and did not come yet."""
    return world.session.scalars(select(Seat).where(Seat.person_id == world.mia.id)).one()


def with_her_seat(world: "World", view: str) -> tuple[Parts, Form]:
    seat = seat_of_mia(world)
    return {**OBMI, "seat_id": seat.id}, {"role": "deputy", "version": seat.version}


def at_her_seat(world: "World", view: str) -> tuple[Parts, Form]:
    return {**OBMI, "seat_id": seat_of_mia(world).id}, {}


def membership_of_the_secretariat(world: "World") -> Membership:
    query = select(Membership).join(Organisation).where(Organisation.name == "Kenniscentrum")
    return world.session.scalars(query.where(Membership.workgroup_id == world.cast.obmi.id)).one()


def step(world: "World", view: str) -> tuple[Parts, Form]:
    """The workgroup begins."""
    obmi = world.cast.obmi
    form = {"note": "", "version": obmi.version}
    return {**OBMI, "kind": "workgroup", "subject_id": obmi.id, "name": "start"}, form


def subgroup(world: "World", view: str) -> tuple[Parts, Form]:
    form = {"name": "Proef", "slug": "proef", "mandate": "Uitzoeken", "lead": "", "reason": ""}
    return OBMI, form | {"organisations": world.cast.griet.organisation_id}


def invitation(world: "World", view: str) -> tuple[Parts, Form]:
    place = world.cast.griet.organisation_id
    return OBMI, {"name": "An", "email": "an@stad.example", "organisation": place, "role": "deputy"}


EXAMPLES: dict[str, Example] = {
    "workgroups.all": nothing,
    "workgroups.save_description": lambda w, view: (
        OBMI,
        {"name": "OBMi", "mandate": "m", "cadence_weeks": "6", "version": w.cast.obmi.version},
    ),
    "workgroups.save_member": lambda w, view: (OBMI, MEMBER),
    "workgroups.save_subgroup": subgroup,
    "workgroups.end_membership": lambda w, view: (
        {**OBMI, "membership_id": membership_of_the_secretariat(w).id},
        {},
    ),
    "people.send_invitation": invitation,
    "people.show": at_her_seat,
    "people.give_role": with_her_seat,
    "people.invite_again": at_her_seat,
    "people.leave": at_her_seat,
    "steps.ask": lambda w, view: (step(w, view)[0], {}),
    "steps.take": step,
}

ELSE: dict[str, Example] = dict.fromkeys(("workgroups", "people", "audit_trail"), of_the_group)
