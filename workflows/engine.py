"""A procedure is a table of steps. This file reads the table; it knows no step by name."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from models import Base, Meeting, Person, StepTaken
from workflows.command import Command
from workflows.refusals import NotNow, Refused
from workflows.words import Words

moving: ContextVar[bool] = ContextVar("moving", default=False)


@dataclass(frozen=True, kw_only=True)
class Step(Command):
    """A command that moves its subject to another state. Refuses in this order: not now, not you, not ready.

    Words that the effect returns are kept in the story beside the note: what it stood on.
    """

    sources: frozenset[StrEnum]
    target: StrEnum
    at: Callable[[Any], Meeting | None] | None = None
    """The meeting in which it is taken, for the story."""
    afterwards: Callable[[Session, Any], Any] | None = None
    """What follows from the new state, in the same transaction."""

    def check(self, subject: Any, person: Person | None) -> None:
        if subject.state not in self.sources:
            raise NotNow(
                Words("«{step}» kan nu niet: de toestand is {state}.", step=self.says, state=state_words(subject))
            )
        super().check(subject, person)

    def apply(self, session: Session, subject: Any, by: Person | None, inputs: dict[str, Any]) -> Any:
        note = inputs.pop("note", "")
        came_from = subject.state
        said = self.effect(session, subject, by=by, **inputs)
        if isinstance(said, Words):
            note = f"{note}\n{said}".strip()
        set_state(subject, self.target)
        meeting = self.at(subject) if self.at else None
        tell(session, subject, self.name, came_from, by, note, meeting.id if meeting else None)
        if self.afterwards is not None:
            self.afterwards(session, subject)
        return subject


@dataclass(frozen=True)
class Offer:
    """A step as one person sees it now: open, or closed with the reason."""

    step: Step
    refusal: Refused | None

    @property
    def open(self) -> bool:
        return self.refusal is None


class Procedure:
    """The table of steps of one kind of work, and the guard on its state."""

    def __init__(
        self, subject: type[Any], start: StrEnum, says: dict[Any, Words], steps: Iterable[Step],
        apart: Iterable[StrEnum] = (),
    ) -> None:  # fmt: skip
        """`apart`: states in which something may be recorded, that no step leads to."""
        self.subject, self.start, self.says, self.steps = subject, start, says, tuple(steps)
        self.apart = frozenset(apart)
        self._check()
        event.listen(subject.state, "set", self._refuse_by_hand, propagate=True)
        STATE_WORDS[subject] = says

    def offers(self, subject: Any, person: Person | None) -> list[Offer]:
        """The steps that start from here, each open or with why not."""
        return [Offer(step, step.refusal(subject, person)) for step in self.steps if subject.state in step.sources]

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def __getitem__(self, name: str) -> Step:
        """The step of this name, which is there. Raises KeyError."""
        found = self.step(name)
        if found is None:
            raise KeyError(name)
        return found

    def mermaid(self) -> str:
        """The diagram of docs/procedures.md."""
        lines = [
            f"  {source.value} --> {step.target.value}: {step.name} ({step.who.says})"
            for step in self.steps
            for source in sorted(step.sources)
        ]
        return "\n".join(["stateDiagram-v2", f"  [*] --> {self.start.value}", *lines])

    def _refuse_by_hand(self, subject: Any, state: Any, _old: Any, _initiator: Any) -> None:
        if not moving.get() and state is not self.start:
            raise AttributeError(f"{subject!r}: only a step changes the state")

    def _check(self) -> None:
        names = [step.name for step in self.steps]
        if len(names) != len(set(names)):
            raise ValueError("two steps share a name")
        lost = set(self.says) - ({self.start} | self.apart | {step.target for step in self.steps})
        if lost:
            raise ValueError(f"no step leads to {lost}")


def set_state(subject: Any, state: StrEnum) -> None:
    """For an effect or a record of history that brings its subject to a state without a step of its own."""
    token = moving.set(True)
    try:
        subject.state = state
    finally:
        moving.reset(token)


STATE_WORDS: dict[type[Base], dict[Any, Words]] = {}


def state_words(subject: Any) -> Words:
    words: Words = STATE_WORDS[type(subject)][subject.state]
    return words


def told_as(subject: Any) -> str:
    """Its key in the story."""
    return getattr(subject, "told_as", f"of_{subject.__tablename__}_id")


def tell(
    session: Session, subject: Any, step: str, came_from: StrEnum, by: Person | None, note: str,
    meeting_id: int | None = None,
) -> None:  # fmt: skip
    """Write the story. Without a person (the command line) the trail alone tells it."""
    if by is None:
        return
    session.flush()
    session.add(
        StepTaken(
            **{told_as(subject): subject.id},
            meeting_id=meeting_id,
            workgroup_id=subject.workgroup.id,
            step=step,
            came_from=came_from.value,
            went_to=subject.state.value,
            note=note,
            person_id=by.id,
            organisation_id=by.organisation_id,
        )
    )
