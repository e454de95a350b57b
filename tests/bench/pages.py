"""Every page that is measured, the page of the twin that stands beside it, and what it may cost."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Action,
    AgendaItem,
    Answer,
    Contradiction,
    Decision,
    DecisionState,
    Edition,
    Meeting,
    MeetingState,
    MinuteBlock,
    Minutes,
    MinutesState,
    Organisation,
    Remark,
    Round,
    RoundKind,
    RoundState,
    Seat,
    Series,
)
from tests.bench.fill import CROWDED, FIRST, coordinator, speaker, watched

LIST, MEETING = 25_000, 40_000
"""Bytes of HTML, before compression, that a list and a meeting may have."""
GROWTH, LISTED = 1.3, 1.6


@dataclass(frozen=True)
class Page:
    """Its address, that of the twin, how many times the twin it may cost, and how many bytes it may have."""

    name: str
    path: str
    twin: str
    target: float | None = None
    size: int | None = None
    grows: bool = False


def listed(name: str, path: str) -> Page:
    return Page(name, path, f"/{name}", LISTED, LIST, grows=True)


MAIN = [
    listed("meetings", "/obmi/meetings"),
    listed("decisions", "/obmi/decisions"),
    listed("actions", "/obmi/actions"),
    listed("people", "/obmi/people"),
    listed("organisations", "/organisations"),
    listed("trail", "/obmi/trail"),
    Page("meeting, prepared", "/obmi/meetings/{convened}", "/meeting/prepare/{convened}", 1.8, MEETING),
    Page("meeting, live", "/obmi/meetings/{running}", "/meeting/live/{running}", 1.8, MEETING),
    Page("meeting, minutes", "/obmi/meetings/{circulated}", "/meeting/read/{circulated}", 1.8, MEETING),
    Page("meeting, approved", "/obmi/meetings/{approved}", "/meeting/read/{approved}", 1.8, MEETING),
    Page("home", "/", "/home", 2.0),
    Page("workgroup", "/obmi", "/workgroup"),
    Page("members on a day", "/obmi/members?on=2020-01-01", "/members"),
    Page("history", "/obmi/history", "/history"),
]
"""What performance.md names, measured alone and with eight clients, at every size."""

OTHERS = [
    Page(path, path, "/one")
    for path in (
        "/account", "/account/password", "/account/sessions", "/account/mail", "/workgroups", "/obmi/describe",
        "/obmi/members/add", "/obmi/subgroups/found", "/obmi/people/invite", "/obmi/people/{seat}",
        "/obmi/steps/workgroup/{group}/pause", "/obmi/series/{series}", "/obmi/meetings/plan",
        "/obmi/meetings/{planned}", "/obmi/meetings/{planned}/describe", "/obmi/meetings/{planned}/move",
        "/obmi/meetings/{planned}/guests/add", "/obmi/meetings/{planned}/calendar",
        "/obmi/meetings/{planned}/items/add", "/obmi/meetings/{planned}/items/{item}",
        "/obmi/meetings/{planned}/items/{item}/drop", "/obmi/meetings/{running}/minutes/blocks/{block}",
        "/obmi/meetings/{circulated}/minutes/blocks/{read}/remark",
        "/obmi/meetings/{circulated}/minutes/remarks/{remark}", "/obmi/meetings/{circulated}/minutes/approve",
        "/obmi/meetings/{approved}/minutes/editions/1", "/obmi/decisions/{number}", "/obmi/decisions/drafts/{draft}",
        "/obmi/decisions/drafts/{draft}/describe", "/obmi/decisions/drafts/{draft}/end", "/obmi/actions/{action}",
        "/obmi/actions/{action}/change", "/obmi/actions/{action}/finish", "/obmi/history/contradictions",
        "/obmi/history/contradictions/{contradiction}", "/obmi/history/add/milestone", "/organisations/{organisation}",
        "/organisations/{organisation}/describe", "/obmi/mandate/questions/add", "/obmi/mandate/deliverables/add",
        "/account/calendars", "/obmi/overviews", "/obmi/overviews/{year}", "/obmi/overviews/{year}/intro/write",
        "/obmi/overviews/{year}/document.docx", "/obmi/overviews/{year}/document.pdf",
        "/obmi/organisations/{organisation}", "/obmi/meetings/{approved}/papers/minutes.docx",
        "/obmi/meetings/{approved}/papers/minutes.pdf", "/obmi/actions/sheet.xlsx", "/obmi/decisions/sheet.xlsx",
        "/obmi/rounds", "/obmi/rounds/{vote}", "/obmi/rounds/{vote}/record", "/obmi/rounds/{vote}/extend",
        "/obmi/rounds/new", "/obmi/rounds/new?kind=vote", "/obmi/rounds/matrix", "/obmi/rounds/matrix.xlsx",
        "/obmi/rounds/{vote}/sheet.xlsx", "/obmi/rounds/{vote}/answers.pdf",
    )
]  # fmt: skip
"""All other pages, beside a page of one row with a form of six fields."""

CROWDED_PAGES = ("meetings", "decisions", "actions?state=everything")


def keys(session: Session) -> dict[str, Any]:
    """What stands in the addresses above."""
    group = watched(session)

    def one(model: Any, *conditions: Any) -> Any:
        query = select(model).where(model.workgroup_id == group.id, *conditions).order_by(model.id.desc())
        return session.scalars(query.where(model.id < FIRST)).first()

    held = {state: one(Meeting, Meeting.id == minutes.meeting_id) for state, minutes in held_minutes(one)}
    meetings = {state: one(Meeting, Meeting.state == state) for state in MeetingState}
    planned, running = meetings[MeetingState.PLANNED], meetings[MeetingState.RUNNING]
    circulated = held[MinutesState.CIRCULATED]
    block_of = Minutes.id == MinuteBlock.minutes_id
    blocks = session.scalars(
        select(MinuteBlock).join(Minutes, block_of).where(Minutes.meeting_id == running.id, MinuteBlock.item_id > 0)
    ).all()
    read = select(MinuteBlock).join(Minutes, block_of).where(Minutes.meeting_id == circulated.id)
    return {
        "group": group.id, "planned": planned.number, "convened": meetings[MeetingState.CONVENED].number,
        "running": running.number, "circulated": circulated.number, "approved": held[MinutesState.APPROVED].number,
        "item": one(AgendaItem, AgendaItem.meeting_id == planned.id).id, "block": blocks[0].id,
        "blocks": [block.id for block in blocks], "read": session.scalars(read).all()[-1].id,
        "remark": getattr(one(Remark), "id", 0), "draft": one(Decision, Decision.state == DecisionState.DRAFT).id,
        "number": one(Decision, Decision.number.is_not(None)).number, "action": one(Action).id,
        "seat": one(Seat, Seat.person_id != coordinator(session).id).id, "series": one(Series, Series.main).id,
        "vote": one(Round, Round.kind == RoundKind.VOTE, Round.state == RoundState.OPEN).id,
        "contradiction": one(Contradiction).id, "year": held[MinutesState.APPROVED].held_on.year,
        "organisation_asked": speaker(session).organisation_id,
        "answers": session.scalar(select(func.max(Answer.id))),
        "organisation": session.scalars(select(Organisation.id).order_by(Organisation.id)).first(),
    }  # fmt: skip


def held_minutes(one: Any) -> list[tuple[MinutesState, Minutes]]:
    """The minutes that go round, and those that were approved (an edition says so: recorded ones have none)."""
    approved = one(Minutes, Minutes.id.in_(select(Edition.minutes_id)))
    circulated = one(Minutes, Minutes.state == MinutesState.CIRCULATED)
    return [(MinutesState.APPROVED, approved), (MinutesState.CIRCULATED, circulated)]


def crowded_slug(session: Session) -> str:
    """The workgroup that has half of all rows."""
    email = f"{CROWDED}@example.invalid"
    from models import Person

    reader = session.scalars(select(Person).where(Person.email == email)).one()
    return reader.seats[0].workgroup.slug
