"""Rounds as people make and answer them, for every test that needs one; and a table of as many as it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Answer, MembershipRole, OrganisationKind, Person, Round, RoundKind, RoundParty, SeatRole, Workgroup
from workflows import answer, membership
from workflows import round as rounds
from workflows.clock import today


@dataclass
class Rounds:
    """Els asks, the others answer."""

    session: Session
    do: Callable[..., Any]
    group: Workgroup
    by: Person

    def ask(self, kind: RoundKind, opened: bool = True, **given: Any) -> Round:
        """An open round of a kind: ask(RoundKind.VOTE, preset=Preset.WRITTEN)."""
        given = {"question": "Zijn we het eens?", "due_on": today() + timedelta(days=14)} | given
        the_round: Round = self.do(rounds.START, self.group, by=self.by, kind=kind, **given)
        return self.step(the_round, "open") if opened else the_round

    def say(self, the_round: Round, by: Person, choice: str, **given: Any) -> Answer:
        """Answer as somebody: say(the_round, cast.griet, "for")."""
        said: Answer = self.do(answer.GIVE, the_round, by=by, choice=choice, **({"seen": the_round.digest} | given))
        return said

    def step(self, the_round: Round, name: str, **inputs: Any) -> Round:
        moved: Round = self.do(rounds.procedure[name], the_round, by=self.by, **inputs)
        return moved

    def edit(self, the_round: Round, **given: Any) -> Round:
        """With everything as it is, but for what is given."""
        now_it_is = {
            "question": the_round.question, "text": the_round.text, "options": the_round.options,
            "preset": the_round.preset, "addressees": the_round.addressees, "audience": the_round.audience,
            "chosen": [party.organisation for party in the_round.parties], "due_on": the_round.due_on,
            "at_next": the_round.due_on is None,
        }  # fmt: skip
        edited: Round = self.do(rounds.EDIT, the_round, by=self.by, **(now_it_is | given))
        return edited

    def place(self, the_round: Round, name: str) -> RoundParty:
        """The place of an organisation on its list."""
        return next(party for party in the_round.parties if party.organisation.name == name)

    def kept(self, the_round: Round) -> list[Answer]:
        """Every answer, the replaced ones too, in the order in which they came."""
        self.session.rollback()
        return list(self.session.scalars(select(Answer).where(Answer.round_id == the_round.id).order_by(Answer.id)))


def seat_cities(rounds_: Rounds, person: Callable[..., Person], number: int) -> list[Person]:
    """That many more voting members, Stad 01 and on, each with a representative."""
    people = []
    for nth in range(1, number + 1):
        name = f"Stad {nth:02d}"
        rounds_.do(
            membership.SET_UP, rounds_.group, name=name, code=None, kind=OrganisationKind.CITY,
            role=MembershipRole.VOTING, since=date(2020, 1, 1),
        )  # fmt: skip
        people.append(person(rounds_.session, f"stem{nth:02d}", name, rounds_.group, SeatRole.REPRESENTATIVE))
    return people
