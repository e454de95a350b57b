"""News of the workgroup by mail: a result, minutes that go round or are approved, what a meeting agreed.

Each reader only what she may see; most of it waits for the overview of the morning.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Action,
    ActionOwner,
    Audience,
    Decision,
    DecisionState,
    Meeting,
    Minutes,
    Person,
    Reason,
    Round,
    narrowest,
    open_to,
)
from workflows import tally
from workflows.about import meeting_letter, round_letter
from workflows.convening import invited
from workflows.letters import post
from workflows.narrowing import reach
from workflows.reminders import speakers
from workflows.visibility import level_of, seen_by, sees
from workflows.words import Words, counted


def result(session: Session, the_round: Round) -> None:
    """To who speaks for an organisation that was asked: what came of it."""
    what = tally.VERDICTS[the_round.verdict] if the_round.verdict else Words("vastgesteld")
    lines = [Words("Het resultaat is er: {result}.", result=what)]
    if the_round.conclusion:
        lines.append(Words("{text}", text=the_round.conclusion))
    letter = round_letter(the_round, "result", Reason.NEWS, *lines)
    asked = [party.organisation for party in the_round.parties if not party.excused]
    for person in speakers(session, the_round.workgroup_id, asked):
        if sees(session, person, the_round):
            post(session, letter, person, the_round.workgroup_id)


def minutes_go_round(session: Session, minutes: Minutes) -> None:
    """Who sits there may read them, and remark until the day that is announced."""
    until = minutes.remarks_until
    what = (
        Words("Het verslag is rondgestuurd. Opmerkingen kunnen tot en met {day}.", day=f"{until:%d/%m/%Y}")
        if until
        else Words("Het verslag is rondgestuurd.")
    )
    tell(session, minutes.meeting, "circulated", Reason.MEETING, what)


def minutes_are_approved(session: Session, minutes: Minutes) -> None:
    tell(session, minutes.meeting, "approved", Reason.NEWS, Words("Het verslag is goedgekeurd."))


def tell(session: Session, meeting: Meeting, kind: str, reason: Reason, what: Words) -> None:
    """To everyone who can come in and sits there."""
    letter = meeting_letter(meeting, kind, reason, what)
    for person in invited(session, meeting):
        if sees(session, person, meeting):
            post(session, letter, person, meeting.workgroup_id)


def what_was_agreed(session: Session, meeting: Meeting) -> None:
    """After the meeting: what was decided, and what her own organisation took on."""
    for person in invited(session, meeting):
        decisions, actions = decided(session, meeting, person), taken_on(session, meeting, person)
        lines = [Words("Beslissing {number}: {text}", number=one.number, text=one.text) for one in decisions]
        if actions:
            lines.append(counted("Jullie namen {n} afspraak op:", "Jullie namen {n} afspraken op:", len(actions)))
            lines += [Words("- {text}", text=one.text) for one in actions]
        if lines:
            whom = narrowest(by_level(session, meeting, person, map(reach, [*decisions, *actions])))
            letter = meeting_letter(meeting, "agreed", Reason.NEWS, *lines, audience=whom)
            post(session, letter, person, meeting.workgroup_id)


def by_level(session: Session, meeting: Meeting, person: Person, found: Iterable[Audience]) -> list[Audience]:
    """Of these what her level opens to her: what she reads as her own organisation's holds no letter back."""
    level = level_of(session, person, meeting.workgroup_id)
    return [one for one in found if level is not None and one in open_to(level)]


def decided(session: Session, meeting: Meeting, person: Person) -> Sequence[Decision]:
    return session.scalars(
        select(Decision)
        .where(Decision.meeting_id == meeting.id, Decision.state == DecisionState.IN_FORCE, seen_by(person, Decision))
        .order_by(Decision.nth)
    ).all()


def taken_on(session: Session, meeting: Meeting, person: Person) -> Sequence[Action]:
    ours = select(ActionOwner.action_id).where(ActionOwner.organisation_id == person.organisation_id)
    return session.scalars(
        select(Action)
        .where(
            Action.meeting_id == meeting.id, seen_by(person, Action),
            Action.id.in_(ours) | (Action.owner_id == person.id) | Action.for_all,
        )
        .order_by(Action.id)
    ).all()  # fmt: skip
