"""Decisions: drafted in the minutes, numbered when the meeting closes, in force until replaced or repealed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Decision, DecisionState, Meeting, MinuteBlock, Person
from workflows import text as markdown
from workflows.clock import HERE
from workflows.command import Command, text_of
from workflows.narrowing import reach
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator
from workflows.words import Words

STATES = {
    DecisionState.DRAFT: Words("ontwerp"),
    DecisionState.IN_FORCE: Words("van kracht"),
    DecisionState.REJECTED: Words("verworpen"),
    DecisionState.REPLACED: Words("vervangen"),
    DecisionState.REPEALED: Words("opgeheven"),
    DecisionState.WITHDRAWN: Words("ingetrokken"),
}
WAYS = {
    "consensus": Words("bij consensus"),
    "vote": Words("bij stemming"),
    "written": Words("in een schriftelijke stemming"),
    "tacit": Words("stilzwijgend"),
    "recorded": Words("op een wijze die niet vastgelegd is"),
}


def from_minutes(session: Session, meeting: Meeting, block: MinuteBlock, text: str) -> Decision:
    """A draft out of a line of the minutes. It gets its number when the meeting closes; by consensus, until rounds."""
    from workflows.closing import take  # noqa: PLC0415  (closing needs the agenda, which needs nothing of this)

    decision = Decision(
        workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, item_id=block.item_id, text=text,
        audience=reach(block), state=DecisionState.DRAFT,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    if meeting.state.value == "held":
        take(session, decision, meeting.held_on)
    return decision


def taken_on(decision: Decision) -> date | None:
    """The day of its meeting; of a written vote, the day on which the result was certified."""
    if decision.meeting is not None:
        return decision.meeting.held_on
    at = decision.round.certified_at if decision.round else None
    return at.astimezone(HERE).date() if at else None


def describe(
    session: Session, decision: Decision, *, by: Person, text: str, rationale: str,
    in_force_from: date | None, review_on: date | None, supersedes: Decision | None,
) -> Decision:  # fmt: skip
    """A draft may change whole; once numbered, the words stay and only the grounds and the review can be added."""
    if decision.state not in (DecisionState.DRAFT, DecisionState.IN_FORCE):
        raise NotNow(Words("Deze beslissing geldt niet meer: er is niets meer aan te wijzigen."))
    taken = decision.state is DecisionState.IN_FORCE
    if taken and (text != decision.text or (supersedes.id if supersedes else None) != decision.supersedes_id):
        raise NotReady(
            Words("Een genummerde beslissing verandert niet meer. Neem een nieuwe beslissing die haar vervangt."),
            field="text",
        )
    check(decision, in_force_from, review_on, supersedes)
    replaced_once(session, decision, supersedes)
    decision.text, decision.rationale = text, rationale
    decision.rationale_html, decision.rationale_sanitiser = markdown.render(rationale), markdown.SANITISER
    decision.in_force_from, decision.review_on = in_force_from, review_on
    decision.supersedes_id = supersedes.id if supersedes else None
    return decision


def check(decision: Decision, start: date | None, review: date | None, supersedes: Decision | None) -> None:
    if start and review and review < start:
        raise NotReady(Words("De herziening valt voor de beslissing van kracht wordt."), field="review_on")
    if supersedes and supersedes.id == decision.id:
        raise NotReady(Words("Een beslissing vervangt zichzelf niet."), field="supersedes")


def replaced_once(session: Session, decision: Decision, supersedes: Decision | None) -> None:
    """Raises NotReady when another one replaces it already, or is about to.

    The old one is held until the commit: of two drafts at the same moment the second is told of the first.
    """
    if supersedes is None:
        return
    session.scalars(select(Decision.id).where(Decision.id == supersedes.id).with_for_update(key_share=True)).one()
    query = select(Decision).where(Decision.supersedes_id == supersedes.id, Decision.id != decision.id)
    if (other := session.scalars(query).first()) is not None:
        raise NotReady(
            Words("Er is al een beslissing die haar vervangt: «{text}».", text=other.text[:80]), field="supersedes"
        )


def withdraw(session: Session, decision: Decision, *, by: Person, reason: str) -> Decision:
    """It was never taken, so it replaces nothing either: another one may."""
    if decision.state is not DecisionState.DRAFT:
        raise NotNow(Words("Alleen een ontwerp kan ingetrokken worden."))
    decision.state, decision.ended_because, decision.supersedes_id = DecisionState.WITHDRAWN, reason, None
    return decision


def repeal(session: Session, decision: Decision, *, by: Person, reason: str) -> Decision:
    """It no longer holds, and nothing comes in its place. The number stays."""
    if decision.state is not DecisionState.IN_FORCE:
        raise NotNow(Words("Alleen een beslissing die van kracht is, kan opgeheven worden."))
    decision.state, decision.ended_because = DecisionState.REPEALED, reason
    return decision


DESCRIBE = Command(
    "describe", Decision, coordinator, describe, Words("Een beslissing uitwerken"), texts=text_of("rationale")
)
WITHDRAW = Command("withdraw", Decision, coordinator, withdraw, Words("Een ontwerp van beslissing intrekken"))
REPEAL = Command("repeal", Decision, coordinator, repeal, Words("Een beslissing opheffen"))
