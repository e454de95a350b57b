"""Taking the minutes, and their life afterwards: circulated, revised, approved in a later meeting, corrected."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import flag_modified

from models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    DecisionState,
    Edition,
    Meeting,
    MeetingState,
    MinuteBlock,
    MinuteRevision,
    Minutes,
    Organisation,
    Person,
    Remark,
    Round,
    RoundState,
)
from models import MinutesState as S
from models.chain import canonical
from workflows import action, decision, marks, news, text
from workflows.clock import today
from workflows.command import OUTCOMES, Command
from workflows.engine import Procedure, Step
from workflows.merge import merge
from workflows.narrowing import reach
from workflows.refusals import NotNow, NotReady, Overtaken
from workflows.roll import members_on
from workflows.rules import coordinator, speaks
from workflows.words import Words, counted

STATES = {
    S.DRAFT: Words("ontwerp"),
    S.CIRCULATED: Words("rondgestuurd"),
    S.REVISED: Words("in herziening"),
    S.APPROVED: Words("goedgekeurd"),
    S.PUBLISHED: Words("gepubliceerd"),
}
WRITABLE = (S.DRAFT, S.REVISED)


class Collision(Overtaken):
    """Two people changed the same lines. Carries all three texts, so that nothing typed is lost."""

    def __init__(self, base: str, theirs: str, mine: str, version: int) -> None:
        super().__init__(
            Words("Iemand anders wijzigde intussen dezelfde regels. Hieronder staan de drie teksten naast elkaar.")
        )
        self.base, self.theirs, self.mine, self.version = base, theirs, mine, version


def save(session: Session, block: MinuteBlock, *, by: Person, written: str, base: int) -> MinuteBlock:
    """Save a block that was read at version `base`. Marked lines become records; other changes are merged in."""
    if block.minutes.state not in WRITABLE:
        raise NotNow(Words("Dit verslag is {state}: de tekst ligt vast.", state=STATES[block.minutes.state]))
    if block.minutes.meeting.state is MeetingState.CANCELLED:
        raise NotNow(Words("Deze vergadering is geannuleerd."))
    if refusal := out_of_the_records(block.minutes):
        raise NotNow(refusal)
    mine, found = marks.read(written)
    start = text_at(session, block, base)
    merged = mine if base == block.version else merge(start, block.text, mine)
    if merged is None:
        raise Collision(start, block.text, written, block.version)
    if merged != block.text or merged != written:
        keep(session, block, merged, written, by)
    for mark in found:
        RECORDS[mark.sign](session, block, mark.text)
    return block


def text_at(session: Session, block: MinuteBlock, version: int) -> str:
    """The text of that version; before anything was saved a block is empty."""
    query = select(MinuteRevision.text).where(MinuteRevision.minute_id == block.id, MinuteRevision.n <= version)
    return session.scalars(query.order_by(MinuteRevision.n.desc(), MinuteRevision.id.desc()).limit(1)).first() or ""


def keep(session: Session, block: MinuteBlock, merged: str, written: str, by: Person | None) -> None:
    """The new text, its HTML, and the revision that remembers what was typed, also when only signs came of it."""
    block.text, block.html, block.sanitiser = merged, text.render(marks.shown(merged)), text.SANITISER
    flag_modified(block, "html")  # what is flagged forgets what it was, and of the text the trail tells that
    session.flush()
    session.add(
        MinuteRevision(
            workgroup_id=block.workgroup_id, minute_id=block.id, n=block.version, text=merged,
            typed=written if written != merged else None, person_id=by.id if by else None,
        )
    )  # fmt: skip


def meeting_of(block: MinuteBlock) -> Meeting:
    return block.minutes.meeting


def note_action(session: Session, block: MinuteBlock, typed: str) -> None:
    meeting = meeting_of(block)
    members = [one.organisation for one in members_on(session, meeting.workgroup_id, meeting.held_on)]
    action.from_minutes(session, meeting, block, marks.task(typed, members))


def note_decision(session: Session, block: MinuteBlock, typed: str) -> None:
    decision.from_minutes(session, meeting_of(block), block, typed)


def note_call(session: Session, block: MinuteBlock, typed: str) -> None:
    action.call_from_minutes(session, meeting_of(block), block, typed)


RECORDS = {"!": note_action, "=": note_decision, "?": note_call}


def remark(session: Session, block: MinuteBlock, *, by: Person, text: str) -> Remark:
    """What a member says about a block while the minutes go round."""
    if block.minutes.state is not S.CIRCULATED:
        raise NotNow(Words("Opmerkingen kunnen zolang het verslag rondgestuurd is."))
    made = Remark(
        workgroup_id=block.workgroup_id, minutes_id=block.minutes_id, minute_id=block.id, person_id=by.id,
        organisation_id=by.organisation_id, text=text,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def resolve(session: Session, row: Remark, *, by: Person, accepted: bool, resolution: str) -> Remark:
    """What was done with a remark; said once, in words, accepted or not."""
    if row.resolution is not None:
        raise NotNow(Words("Deze opmerking is al behandeld."))
    row.accepted, row.resolution = accepted, resolution
    return row


def out_of_the_records(minutes: Minutes) -> Words | None:
    """What was recorded is history: it shows what its sources say, and nobody writes on."""
    recorded = minutes.meeting.recorded
    return Words("Deze vergadering komt uit de vastgelegde geschiedenis: haar verslag ligt vast.") if recorded else None


def the_meeting_is_over(minutes: Minutes) -> Words | None:
    if refusal := out_of_the_records(minutes):
        return refusal
    held = minutes.meeting.state is MeetingState.HELD
    return None if held else Words("Sluit eerst de vergadering.")


def remarks_are_handled(minutes: Minutes) -> Words | None:
    session = object_session(minutes)
    query = select(func.count()).select_from(Remark).where(Remark.minutes_id == minutes.id, Remark.resolution.is_(None))
    n = (session.scalar(query) or 0) if session else 0
    if n:
        return counted("Er is nog {n} opmerking te behandelen.", "Er zijn nog {n} opmerkingen te behandelen.", n)
    return the_meeting_is_over(minutes)


def circulate(_session: Session, minutes: Minutes, *, by: Person, remarks_until: date | None = None) -> None:
    """Members may remark until that day; after it, silence can approve (tacitly)."""
    if remarks_until and remarks_until < today():
        raise NotReady(Words("Die dag is al voorbij."), field="remarks_until")
    minutes.remarks_until = remarks_until


def approve(session: Session, minutes: Minutes, *, by: Person, meeting: Meeting | None = None) -> None:
    """In a later meeting, or tacitly when the announced day passed without open remarks. Makes an edition."""
    if meeting is None:
        passed = minutes.remarks_until is not None and minutes.remarks_until < today()
        if not passed:
            raise NotReady(
                Words(
                    "Stilzwijgend goedkeuren kan pas na de aangekondigde dag. Kies de vergadering die het goedkeurde."
                ),
                field="meeting",
            )
    elif not is_later(meeting, minutes.meeting):
        raise NotReady(
            Words("Een verslag wordt goedgekeurd in een latere vergadering dan die het beschrijft."), field="meeting"
        )
    elif meeting.state not in (MeetingState.RUNNING, MeetingState.HELD):
        raise NotReady(Words("Die vergadering is nog niet begonnen."), field="meeting")
    make_edition(session, minutes, meeting)


def is_later(one: Meeting, other: Meeting) -> bool:
    same = one.workgroup_id == other.workgroup_id
    return same and one.id != other.id and one.held_on > other.held_on


def make_edition(session: Session, minutes: Minutes, meeting: Meeting | None) -> Edition:
    content = content_of(session, minutes)
    previous = previous_digest(session, minutes)
    n = session.scalar(select(func.count()).select_from(Edition).where(Edition.minutes_id == minutes.id)) or 0
    edition = Edition(
        workgroup_id=minutes.workgroup_id, minutes_id=minutes.id, n=n + 1, content=content, previous=previous,
        approved_in_id=meeting.id if meeting else None, digest=digest_of(content, n + 1, previous),
        reason=minutes_reason(session, minutes) if n else "",
    )  # fmt: skip
    session.add(edition)
    session.flush()
    return edition


def minutes_reason(session: Session, minutes: Minutes) -> str:
    """Why there is a second edition: the note of the last correction."""
    from models import StepTaken  # noqa: PLC0415

    query = select(StepTaken.note).where(StepTaken.of_minutes_id == minutes.id, StepTaken.step == "correct")
    return session.scalars(query.order_by(StepTaken.id.desc()).limit(1)).first() or ""


def digest_of(content: dict[str, Any], n: int, previous: str) -> str:
    """SHA-256 over the blocks, the attendance, the decisions, the actions and the edition before it."""
    return hashlib.sha256(canonical({"content": content, "edition": n, "previous": previous}).encode()).hexdigest()


def previous_digest(session: Session, minutes: Minutes) -> str:
    """The digest of the edition of this workgroup that was approved last."""
    query = select(Edition.digest).where(Edition.workgroup_id == minutes.workgroup_id).order_by(Edition.id.desc())
    return session.scalars(query.limit(1)).first() or ""


def content_of(session: Session, minutes: Minutes) -> dict[str, Any]:
    """Everything the minutes say, as they are approved."""
    meeting = minutes.meeting
    blocks = session.execute(
        select(MinuteBlock, AgendaItem)
        .outerjoin(AgendaItem, AgendaItem.id == MinuteBlock.item_id)
        .where(MinuteBlock.minutes_id == minutes.id, AgendaItem.dropped_because.is_(None))
        .order_by(MinuteBlock.part.desc(), AgendaItem.position, MinuteBlock.id)
    ).all()
    present = session.execute(
        select(Organisation.name, Attendance.presence, Attendance.by_deputy)
        .join(Attendance, Attendance.organisation_id == Organisation.id)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Organisation.name)
    ).all()
    taken = session.scalars(
        select(Decision).where(Decision.meeting_id == meeting.id, Decision.number.is_not(None)).order_by(Decision.nth)
    )
    votes = certified(session, meeting)
    agreed = session.scalars(select(Action).where(Action.meeting_id == meeting.id).order_by(Action.id))
    return {
        "meeting": [meeting.number, meeting.title, meeting.held_on.isoformat()],
        "blocks": [
            {
                "part": block.part.value,
                "title": getattr(item, "title", ""),
                "disposition": plain(getattr(item, "disposition", None)),
                "audience": reach(block).value,
                "text": block.text,
            }
            for block, item in blocks
        ],
        "attendance": [[name, presence.value if presence else None, deputy] for name, presence, deputy in present],
        "decisions": [line_of(one) for one in taken],
        "actions": [[one.text, reach(one).value] for one in agreed],
        **({"votes": votes} if votes else {}),
    }


def line_of(one: Decision) -> list[str | None]:
    """A decision in the minutes; of a proposal that was voted down, that it was."""
    line = [one.number, one.text, reach(one).value]
    return [*line, one.state.value] if one.state is DecisionState.REJECTED else line


def certified(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    """The results of rounds of this meeting, with the end of the trail that covers each. Older editions have none."""
    rows = session.scalars(
        select(Round)
        .join(AgendaItem, AgendaItem.id == Round.item_id)
        .where(AgendaItem.meeting_id == meeting.id, Round.state == RoundState.CERTIFIED)
        .order_by(Round.id)
    )
    return [
        {
            "question": one.question, "kind": one.kind.value, "counts": (one.result or {}).get("counts", {}),
            "verdict": plain(one.verdict), "audience": reach(one).value, "trail": (one.result or {}).get("trail"),
        }
        for one in rows
    ]  # fmt: skip


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def nothing(_session: Session, _minutes: Minutes, *, by: Person, **_inputs: Any) -> None:
    """The step itself is the whole of it."""


def correct(_session: Session, minutes: Minutes, *, by: Person, reason: str = "") -> None:
    """The approved edition stays as it is; the text opens for a new one. The reason goes into the story."""


def step(
    name: str, sources: tuple[S, ...], target: S, says: Words, effect: Any, guard: Any = None, afterwards: Any = None
) -> Step:
    return Step(
        name=name, on=Minutes, who=coordinator, effect=effect, says=says, guard=guard,
        sources=frozenset(sources), target=target, afterwards=afterwards,
    )  # fmt: skip


# fmt: off
procedure = Procedure(Minutes, start=S.DRAFT, says=STATES, steps=[
    #    step         from                        to            what it says                       effect     guard
    step("circulate", (S.DRAFT, S.REVISED),       S.CIRCULATED, Words("Stuur het verslag rond"),   circulate, the_meeting_is_over, news.minutes_go_round),  # noqa: E501
    step("revise",    (S.CIRCULATED,),            S.REVISED,    Words("Herzie het verslag"),       nothing),
    step("approve",   (S.CIRCULATED,),            S.APPROVED,   Words("Keur het verslag goed"),    approve,   remarks_are_handled, news.minutes_are_approved),  # noqa: E501
    step("publish",   (S.APPROVED,),              S.PUBLISHED,  Words("Publiceer het verslag"),    nothing),
    step("correct",   (S.APPROVED, S.PUBLISHED),  S.REVISED,    Words("Verbeter het goedgekeurde verslag"), correct),
])
# fmt: on
SAYS = {
    "circulate": Words("Het verslag is rondgestuurd"),
    "revise": Words("Het verslag wordt herzien"),
    "approve": Words("Het verslag is goedgekeurd"),
    "publish": Words("Het verslag is gepubliceerd"),
    "correct": Words("Het goedgekeurde verslag wordt verbeterd"),
}
"""What the story says of each step."""
SAVE = Command(
    "save", MinuteBlock, coordinator, save, Words("Een stuk van het verslag bewaren"),
    texts=lambda inputs: [marks.shown(marks.read(inputs.get("written") or "")[0])],
)  # fmt: skip
REMARK = Command("remark", MinuteBlock, speaks, remark, Words("Een opmerking bij het verslag maken"))
RESOLVE = Command("resolve", Remark, coordinator, resolve, Words("Een opmerking behandelen"))
OUTCOMES["minute.remark"] = Remark
