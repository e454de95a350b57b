"""Is there news at the table? One question, whose rows make a mark (ETag): the same mark, the same page.

The rows are those that she sees and nothing else, so what is hidden from her changes neither her page nor its mark.
"""

import hashlib
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Response, abort, make_response, request
from flask_babel import get_locale
from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.extensions import session
from models import (
    AgendaItem,
    Answer,
    Attendance,
    Base,
    Meeting,
    Person,
    PersonState,
    Round,
    RoundParty,
    RoundState,
    Treatment,
    Workgroup,
    now,
)
from workflows.rules import roles_in
from workflows.visibility import advises, seen_by_who_asks

Rows = list[tuple[Any, ...]]
Statement = CompoundSelect[Any]
Seen = Callable[[type[Base]], ColumnElement[bool]]


def of_a_meeting(workgroup: Workgroup, person: Person, number: str) -> Rows:
    """The meeting, its items, who is there, and of the item at the table the rounds with their answers."""
    return asked(meeting_rows(advises=advises(person)), person, workgroup=workgroup.id, key=number)


def of_a_round(workgroup: Workgroup, person: Person, round_id: int) -> Rows:
    """One round with its places, its answers and what came of them."""
    return asked(round_rows(advises=advises(person)), person, workgroup=workgroup.id, key=round_id)


def answer(name: str, workgroup: Workgroup, person: Person, rows: Rows, draw: Callable[[], str]) -> Response:
    """304 when she has this already, else what is drawn now. Without rows there is nothing for her: 404."""
    if not rows:
        abort(404)
    mark = marked(name, workgroup, person, rows)
    response = make_response("", 304) if request.if_none_match.contains_weak(mark) else make_response(draw())
    response.set_etag(mark, weak=True)
    return response


def marked(name: str, workgroup: Workgroup, person: Person, rows: Rows) -> str:
    """Of what she sees, and of who she is: her organisation answers, her roles and her language change the words."""
    who = (name, person.id, person.organisation_id, sorted(roles_in(person, workgroup)), str(get_locale()))
    return hashlib.sha256(repr((who, sorted(rows, key=repr))).encode()).hexdigest()[:32]


def clock() -> int:
    """This moment in seconds, for the clocks on the page: that of a device may be minutes off."""
    return int(now().timestamp())


def asked(statement: Statement, person: Person, **given: Any) -> Rows:
    if person.state is not PersonState.ACTIVE:
        return []
    who = {"me": person.id, "my_organisation": person.organisation_id}
    return [tuple(row) for row in session().execute(statement, who | given)]


@cache
def meeting_rows(*, advises: bool) -> Statement:
    seen = partial(seen_by_who_asks, advises=advises)
    here = (
        select(Meeting.id, Meeting.version, Meeting.state)
        .where(
            Meeting.workgroup_id == bindparam("workgroup"), Meeting.number == bindparam("key"),
            seen(Meeting),
        )
        .cte("here")
    )  # fmt: skip
    items = (
        select(AgendaItem.id, AgendaItem.version, AgendaItem.running_since, AgendaItem.asks_id, AgendaItem.follows_id)
        .where(AgendaItem.meeting_id.in_(select(here.c.id)), seen(AgendaItem))
        .cte("items")
    )
    running = select(items).where(items.c.running_since.is_not(None)).cte("running")
    there = row("there", Attendance.id, Attendance.version).where(
        Attendance.meeting_id.in_(select(here.c.id)), seen(Attendance)
    )
    return union_all(
        row("meeting", here.c.id, here.c.version, text=here.c.state),
        row("item", items.c.id, items.c.version),
        *of_rounds(at_the_table(running, seen).cte("rounds"), seen),
        there,
    )


@cache
def round_rows(*, advises: bool) -> Statement:
    seen = partial(seen_by_who_asks, advises=advises)
    one = (
        select(Round.id, Round.version, Round.state)
        .where(Round.workgroup_id == bindparam("workgroup"), Round.id == bindparam("key"), seen(Round))
        .cte("rounds")
    )
    handled = row("handled", Treatment.answer_id, Treatment.version).where(
        Treatment.round_id.in_(select(one.c.id)), seen(Treatment)
    )
    return union_all(*of_rounds(one, seen), handled)


def at_the_table(running: CTE, seen: Seen) -> "Select[int, int, RoundState]":
    """The rounds that were started from the running item, that it is about, or that follow up its agreement."""
    return select(Round.id, Round.version, Round.state).where(
        or_(
            Round.item_id.in_(select(running.c.id)),
            Round.id.in_(select(running.c.asks_id)),
            Round.action_id.in_(select(running.c.follows_id)),
        ),
        Round.state != RoundState.CANCELLED, seen(Round),
    )  # fmt: skip


def of_rounds(rounds: CTE, seen: Seen) -> "list[Select[Any]]":
    """Each with its state; how many places it has and how many do not apply; how many answers, and the last."""
    ids = select(rounds.c.id)
    places = row(
        "places", RoundParty.round_id, func.count(RoundParty.id), func.count(case((RoundParty.excused != "", 1)))
    )
    answers = row("answers", Answer.round_id, func.count(Answer.id), func.max(Answer.id))
    return [
        row("round", rounds.c.id, rounds.c.version, text=rounds.c.state),
        places.where(RoundParty.round_id.in_(ids), seen(RoundParty)).group_by(RoundParty.round_id),
        answers.where(Answer.round_id.in_(ids), seen(Answer)).group_by(Answer.round_id),
    ]


def row(of: str, *numbers: Any, text: Any = "") -> "Select[Any]":
    """Of every kind the same columns, so that one question asks them all."""
    three = [*numbers, literal(0), literal(0)][:3]
    return select(literal(of), *three, cast(text, String))
