"""Examples of rounds, each of one that is in the state it needs, and of the guests that answer them."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Answer, Round, RoundKind, RoundParty
from tests.app.examples.shape import OBMI, Example, Form, Parts, of_the_group
from tests.asked import ask, in_days
from workflows import answer, links

if TYPE_CHECKING:
    from tests.app.world import World


def at(world: "World", name: str) -> Parts:
    """The address of the laid round of this name (tests/asked.py)."""
    return {**OBMI, "round_id": world.rounds[name].id}


def asked() -> Form:
    return {
        "question": "Wie doet mee?", "text": "", "addressees": "voting", "audience": "partners",
        "due_on": in_days(9).isoformat(),
    }  # fmt: skip


def at_party(world: "World", name: str) -> Parts:
    """The place of Genk in that round, which answered nothing."""
    genk = RoundParty.organisation_id == world.cast.karim.organisation_id
    return {
        **at(world, name),
        "party_id": world.table.one(RoundParty, RoundParty.round_id == world.rounds[name].id, genk).id,
    }


def at_answer(world: "World", name: str) -> Parts:
    """What Gent answered there."""
    return {**at(world, name), "answer_id": world.table.one(Answer, Answer.round_id == world.rounds[name].id).id}


def recorded(world: "World", view: str) -> tuple[Parts, Form]:
    """What Genk said otherwise than here."""
    genk, seen = world.cast.karim.organisation_id, world.rounds["investigate"].digest
    return at(world, "investigate"), {"organisation": genk, "choice": "not_here", "seen": seen}


def guest(world: "World", view: str) -> tuple[Parts, Form]:
    """A link that nobody used yet, and her answers: each visitor gets her own."""
    opened = ask(world.table.do, world.cast.obmi, world.cast.els, RoundKind.QUESTIONNAIRE)
    party = world.session.scalars(select(RoundParty).where(RoundParty.round_id == opened.id)).first()
    secret = links.Secret(links.new_secret("guest"))
    world.table.do(answer.MAKE_LINK, party, by=world.cast.els, secret=secret)
    seen = world.session.get_one(Round, opened.id).digest
    return {"secret": secret.value}, {"choice": "answered", "line_0": "De derde.", "line_1": "Niets.", "seen": seen}


EXAMPLES: dict[str, Example] = {
    "rounds.answer": lambda w, view: (at(w, "interest"), {}),
    "rounds.save_answer": lambda w, view: (at(w, "interest"), {"choice": "yes", "seen": w.rounds["interest"].digest}),
    "rounds.new": lambda w, view: ({**OBMI, "kind": "vote"}, {}),
    "rounds.save_new": lambda w, view: ({**OBMI, "kind": "interest"}, {**asked(), "open_now": "y"}),
    "rounds.edit": lambda w, view: (at(w, "draft"), {}),
    "rounds.save_edit": lambda w, view: (at(w, "draft"), {**asked(), "version": w.rounds["draft"].version}),
    "rounds.extend": lambda w, view: (at(w, "call"), {}),
    "rounds.save_extend": lambda w, view: (
        at(w, "call"),
        {"due_on": in_days(60).isoformat(), "version": w.rounds["call"].version},
    ),
    "rounds.record": lambda w, view: (at(w, "investigate"), {}),
    "rounds.save_record": recorded,
    "rounds.remind": lambda w, view: (at(w, "task"), {}),
    "rounds.excuse": lambda w, view: (at_party(w, "task"), {}),
    "rounds.save_excuse": lambda w, view: (at_party(w, "task"), {"reason": "Geen site."}),
    "rounds.ask_again": lambda w, view: (at_party(w, "presentation"), {}),
    "rounds.make_link": lambda w, view: (at_party(w, "questionnaire"), {}),
    "rounds.show": lambda w, view: (at(w, "status"), {}),
    "rounds.now": lambda w, view: (at(w, "status"), {}),
    "rounds.bundle": lambda w, view: ({**at(w, "call"), "kind": "md"}, {}),
    "rounds.treat": lambda w, view: (at_answer(w, "call"), {}),
    "rounds.save_treatment": lambda w, view: (
        at_answer(w, "call"),
        {"handling": "processed", "note": "Staat in de herziening."},
    ),
    "rounds.sheet": lambda w, view: (at(w, "status"), {}),
    "guests.answer": lambda w, view: (guest(w, view)[0], {}),
    "guests.save_answer": guest,
}

ELSE: dict[str, Example] = {"rounds": of_the_group}
