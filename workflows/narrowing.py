"""How far a thing reaches: no further than the narrowest of all it hangs on (settled.md).

What hangs on what is said once, on each model (`HANGS_ON`). When something is made, it begins with this reach; when
what it hangs on is narrowed, it follows, with what hangs on it in turn; `db upgrade` lets follow what an earlier
release left behind. What is frozen stays as it is and is shown to
whom this reach allows: an approved edition, an agenda that was sent, a result that is certified.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models import Audience, Base, Message, MessageState, MinuteBlock, Round, RoundState, narrowest
from workflows.command import Command
from workflows.rules import operator
from workflows.words import Words


def reach(row: Base, within: frozenset[Base] = frozenset()) -> Audience:
    """The narrowest of its own audience and the reach of all it hangs on.

    `within`: what is being asked already; an item may speak about a round that is about the item.
    """
    above = [getattr(row, name) for name in row.HANGS_ON]
    levels = [reach(one, within | {row}) for one in above if one is not None and one not in within]
    own = [row.audience] if hasattr(row, "audience") else []
    return narrowest([*own, *levels]) or Audience.PUBLIC


def follow(session: Session, row: Base) -> None:
    """What quotes it and what hangs on it reaches no further than it does now. Widening it widens nothing else."""
    session.flush()
    withhold(session, row)
    for child in hanging_on(session, row):
        limit = reach(child)
        if stays(child):
            follow(session, child)
        elif child.audience is not limit:
            child.audience = limit
            follow(session, child)


def catch_up(session: Session, _subject: None, *, by: None) -> None:
    """What an earlier release left for more people than what it hangs on. Every row is read once, and then held."""
    models = {model: None for model, *_tie in ties()}  # each once, in one order
    held: list[Any] = [row for model in models for row in session.scalars(select(model).order_by(model.id))]
    for row in held:
        if not stays(row) and row.audience is not (limit := reach(row)):
            row.audience = limit
            follow(session, row)


def stays(row: Base) -> bool:
    """It has no audience of its own to narrow, or that is not touched; readers ask what it hangs on as well.

    What was certified nobody changes any more. The version of a block is that of its text: who types goes on typing.
    """
    certified = isinstance(row, Round) and row.state is RoundState.CERTIFIED
    return certified or isinstance(row, MinuteBlock) or not hasattr(row, "audience")


def hanging_on(session: Session, row: Base) -> Iterator[Any]:
    """The rows that hang on this one directly."""
    for model, name, target in ties():
        if isinstance(row, target):
            yield from session.scalars(select(model).where(getattr(model, f"{name}_id") == row.id).order_by(model.id))


@cache
def ties() -> tuple[tuple[type[Base], str, type[Base]], ...]:
    """For each relationship that something hangs on: the model, its name, and what it leads to."""
    return tuple(
        (mapper.class_, name, inspect(mapper.class_).relationships[name].mapper.class_)
        for mapper in Base.registry.mappers
        for name in mapper.class_.HANGS_ON
    )


def withhold(session: Session, row: Base) -> None:
    """Letters that wait and quote it are for no more people than it is now."""
    said = {str(getattr(row, name)) for name in ("title", "text", "question") if getattr(row, name, None)}
    meeting_id = getattr(row, "meeting_id", None)
    if meeting_id is None or not said:
        return
    waiting = select(Message).where(Message.meeting_id == meeting_id, Message.state == MessageState.WAITING)
    for message in session.scalars(waiting):
        if said & quoted_in(message):
            now_it_is = [Audience(message.letter["audience"])] if message.letter.get("audience") else []
            message.letter = message.letter | {"audience": narrowest([reach(row), *now_it_is])}


def quoted_in(message: Message) -> set[str]:
    """The texts that a letter quotes: what its sentences were filled in with."""
    return {
        value
        for _words, given, *_plural in message.letter["paragraphs"]
        for value in given.values()
        if isinstance(value, str)
    }


CATCH_UP = Command("narrow_what_was_left", None, operator, catch_up, Words("Laten volgen wat te ruim bleef"))
