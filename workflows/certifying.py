"""Certifying: the result of a round is frozen with the rule, the electorate and the end of the trail."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models import (
    AgendaItem,
    Attendance,
    AuditEntry,
    Decision,
    DecisionState,
    Meeting,
    Person,
    Preset,
    Round,
    RoundKind,
    now,
)
from models import Verdict as V
from workflows import voting
from workflows.clock import today
from workflows.closing import take
from workflows.refusals import NotReady
from workflows.tally import RULES, count, tally
from workflows.words import Words

WAYS = {
    Preset.CONSENSUS: "consensus",
    Preset.SIMPLE: "vote",
    Preset.QUALIFIED: "vote",
    Preset.WRITTEN: "written",
    Preset.TACIT: "tacit",
}
"""How a decision says it was taken: workflows/decision.py has the words."""


def can_be_certified(the_round: Round) -> Words | None:
    """The quorum of a simple majority is counted on the attendance, so that has to be there."""
    if the_round.preset is not Preset.SIMPLE:
        return None
    session = object_session(the_round)
    noted = select(Attendance.id).join(AgendaItem, AgendaItem.meeting_id == Attendance.meeting_id)
    noted = noted.where(AgendaItem.id == the_round.item_id, Attendance.presence.is_not(None))
    if session is None or session.scalar(noted.limit(1)) is None:
        return Words("Vul eerst in wie op de vergadering aanwezig is: daarop wordt het quorum geteld.")
    return None


def certify(session: Session, the_round: Round, *, by: Person, conclusion: str = "") -> None:
    """Count once more, write down everything that the result stands on, and number the decision."""
    if the_round.recorded:
        raise NotReady(Words("Wie wat antwoordde is niet vastgelegd: er valt niets vast te stellen."))
    counts = count(session, the_round)
    frozen: dict[str, Any] = {
        "asked": counts.asked, "counts": dict(counts.by_choice), "digest": the_round.digest,
        "electorate": electorate(the_round), "trail": end_of_the_trail(session),
    }  # fmt: skip
    if the_round.kind is RoundKind.VOTE and the_round.preset is not None:
        votes = tally(session, the_round, counts)
        the_round.verdict = voting.verdict(the_round.preset, votes)
        frozen |= {
            "rule": RULES[the_round.preset].stored(), "eligible": votes.eligible, "present": votes.present,
            "needed": voting.threshold(the_round.preset, votes), "verdict": the_round.verdict.value,
        }  # fmt: skip
        decide(session, the_round)
    the_round.certified_at, the_round.conclusion, the_round.result = now(), conclusion.strip(), frozen


def electorate(the_round: Round) -> list[dict[str, Any]]:
    """Who was asked, and what each said, by whom and when."""
    return [
        {
            "organisation": party.organisation_id,
            "excused": party.excused,
            "choice": given.choice if given else None,
            "answer": given.id if given else None,
        }
        for party in the_round.parties
        for given in [party.current]
    ]


def end_of_the_trail(session: Session) -> dict[str, Any] | None:
    """The last link of the audit chain: everything up to here is covered by its hash."""
    last = session.execute(select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).first()
    return {"seq": last.id, "hash": last.hash} if last else None


def decide(session: Session, the_round: Round) -> None:
    """A vote that is adopted or rejected is a decision with a number; one that is neither decides nothing."""
    if the_round.verdict not in (V.ADOPTED, V.REJECTED) or the_round.preset is None:
        return
    item = session.get(AgendaItem, the_round.item_id) if the_round.item_id else None
    meeting: Meeting | None = item.meeting if item else None
    decision = Decision(
        workgroup_id=the_round.workgroup_id, meeting_id=meeting.id if meeting else None, item_id=the_round.item_id,
        round_id=the_round.id, text=the_round.question, rationale=the_round.text, rationale_html=the_round.html,
        rationale_sanitiser=the_round.sanitiser, audience=the_round.audience, way=WAYS[the_round.preset],
        state=DecisionState.DRAFT,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    ends_as = DecisionState.IN_FORCE if the_round.verdict is V.ADOPTED else DecisionState.REJECTED
    take(session, decision, meeting.held_on if meeting else today(), ends_as)
