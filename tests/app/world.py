"""A small world with something for every address: who looks, at what, and with which form."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Base, LinkKind, Membership, Organisation, Person, PersonState, Seat, SeatRole, Visit, now
from tests.conftest import Browser, Cast, person
from workflows import links
from workflows.sign_in import IDLE


class World:
    """Browsers for every point of view, made before anything is asked."""

    def __init__(self, app: Flask, session: Session, cast: Cast) -> None:
        self.app, self.session, self.cast = app, session, cast
        self.mia = person(session, "mia", "Gent", cast.obmi, SeatRole.READER)
        self.mia.state = PersonState.INVITED
        session.commit()
        self.people: dict[str, Person | None] = {
            "nobody": None, "disabled": cast.nele, "ended visit": cast.els, "expired visit": cast.els,
            "idle visit": cast.els, "left the group": person(session, "lea", "Gent", cast.obmi, SeatRole.COORDINATOR),
            "other group": cast.otto, "administrator": cast.rita, "vendor": cast.tom, "dpo": cast.dora,
            "deputy": cast.jef, "representative": cast.karim, "coordinator": cast.els,
        }  # fmt: skip
        left = self.people["left the group"]
        assert left
        left.seats[0].until = now().date()
        session.commit()
        self.browsers = {view: Browser(app, session, who) for view, who in self.people.items()}
        self.spoil("ended visit", ended_at=now())
        self.spoil("expired visit", expires_at=now())
        self.spoil("idle visit", seen_at=now() - IDLE - timedelta(seconds=1))

    def spoil(self, view: str, **values: Any) -> None:
        visit = self.visit_of(view)
        for name, value in values.items():
            setattr(visit, name, value)
        self.session.commit()

    def visit_of(self, view: str) -> Visit:
        with self.browsers[view].client.session_transaction() as cookie:
            secret = cookie["_user_id"]
        return self.session.scalars(select(Visit).where(Visit.digest == links.digest(secret))).one()

    def example(self, endpoint: str, view: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parts of the address and a form that is good."""
        cast, session = self.cast, self.session
        seat = session.scalars(select(Seat).where(Seat.person_id == self.mia.id)).one()
        vendor = session.scalars(
            select(Membership).join(Organisation).where(
                Organisation.name == "Kenniscentrum", Membership.workgroup_id == cast.obmi.id
            )
        ).one()  # fmt: skip
        at: dict[str, Any] = {"workgroup": "obmi"}
        own = self.visit_of(view).id if self.people[view] else 1
        member = {"name": "Brugge", "code": "BRG", "kind": "city", "role": "voting", "since": "2026-01-01"}
        invite = {
            "name": "An", "email": "an@stad.example", "organisation": cast.griet.organisation_id, "role": "deputy",
        }  # fmt: skip
        step = {"workgroup": "obmi", "kind": "workgroup", "subject_id": cast.obmi.id, "name": "start"}
        examples: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "door.check_password": ({}, {"email": "x@example.invalid", "password": "wrong wrong wrong"}),
            "door.ask_link": ({}, {"email": "x@example.invalid"}),
            "door.link": ({"secret": "x"}, {}),
            "door.use_link": ({"secret": self.link(LinkKind.SIGN_IN, cast.griet)}, {}),
            "door.invitation": ({"secret": "x"}, {}),
            "door.accept": ({"secret": self.link(LinkKind.INVITATION, self.mia)}, {}),
            "door.language": ({"code": "fr"}, {}),
            "account.change_details": ({}, {"name": "Els", "function": view, "language": "nl", "theme": "dark"}),
            "account.change_password": ({}, {"password": "vier natte eenden zwemmen"}),
            "account.end_session": ({"visit_id": own}, {}),
            "workgroups.save_description": (at, {"name": "OBMi", "mandate": "m", "version": cast.obmi.version}),
            "workgroups.save_member": (at, member),
            "workgroups.end_membership": ({**at, "membership_id": vendor.id}, {}),
            "people.send_invitation": (at, invite),
            "people.show": ({**at, "seat_id": seat.id}, {}),
            "people.give_role": ({**at, "seat_id": seat.id}, {"role": "deputy", "version": seat.version}),
            "people.invite_again": ({**at, "seat_id": seat.id}, {}),
            "people.leave": ({**at, "seat_id": seat.id}, {}),
            "steps.ask": (step, {}),
            "steps.take": (step, {"note": "", "version": cast.obmi.version}),
        }
        default = at if endpoint.split(".")[0] in ("workgroups", "people", "audit_trail") else {}
        return examples.get(endpoint, (default, {}))

    def link(self, kind: LinkKind, who: Person) -> str:
        secret = links.make(self.session, kind, who)
        self.session.commit()
        return secret

    def path(self, endpoint: str, parts: dict[str, Any]) -> str:
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **parts)

    def dump(self) -> str:
        """Every row of every table, as one digest."""
        self.session.rollback()
        digest = hashlib.sha256()
        for table in Base.metadata.sorted_tables:
            rows = self.session.execute(select(table).order_by(*table.primary_key.columns)).all()
            digest.update(repr([tuple(row) for row in rows]).encode())
        return digest.hexdigest()
