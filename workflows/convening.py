"""Convening: the agenda is frozen and sent, with a calendar entry; what changes afterwards shows as a difference."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import (
    AgendaItem,
    AgendaVersion,
    Audience,
    Meeting,
    MeetingState,
    Person,
    PersonState,
    Reason,
    Seat,
    narrowest,
    now,
    open_to,
)
from workflows import agenda
from workflows.about import meeting_letter
from workflows.clock import HERE
from workflows.letters import post
from workflows.visibility import level_of
from workflows.words import Words

KEPT = ("title", "planned_minutes", "presenter", "audience")


def convene(session: Session, meeting: Meeting, *, by: Person) -> None:
    """Freeze the agenda as version 1 and send it to everyone with a seat."""
    freeze(session, meeting)
    send(session, meeting, Words("Je bent uitgenodigd voor deze vergadering."))


def freeze(session: Session, meeting: Meeting) -> AgendaVersion:
    last = session.scalar(select(func.max(AgendaVersion.n)).where(AgendaVersion.meeting_id == meeting.id)) or 0
    version = AgendaVersion(
        workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, n=last + 1,
        snapshot={"items": [line(item) for item in agenda.items_of(session, meeting)]},
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version


def line(item: AgendaItem) -> dict[str, Any]:
    return {"id": item.id, **{name: plain(getattr(item, name)) for name in KEPT}}


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Audience) else value


@dataclass(frozen=True)
class Change:
    """One difference between the agenda that was sent and the agenda of now. `kind` is added, gone, changed, moved."""

    kind: str
    title: str


KINDS = {
    "added": Words("toegevoegd"),
    "gone": Words("geschrapt"),
    "changed": Words("gewijzigd"),
    "moved": Words("verplaatst"),
}


def changes(session: Session, meeting: Meeting, level: Audience) -> list[Change]:
    """What changed since the agenda was last sent, as far as a reader of this level may know."""
    sent = session.scalars(
        select(AgendaVersion).where(AgendaVersion.meeting_id == meeting.id).order_by(AgendaVersion.n.desc()).limit(1)
    ).first()
    if sent is None:
        return []
    may = {audience.value for audience in open_to(level)}
    closed = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.audience.not_in(open_to(level))
    )
    narrowed = set(session.scalars(closed))
    before = {row["id"]: row for row in sent.snapshot["items"] if row["audience"] in may and row["id"] not in narrowed}
    after = {row["id"]: row for row in map(line, agenda.items_of(session, meeting)) if row["audience"] in may}
    found = [Change("added", row["title"]) for key, row in after.items() if key not in before]
    found += [Change("gone", row["title"]) for key, row in before.items() if key not in after]
    both = [key for key in after if key in before]
    found += [Change("changed", after[key]["title"]) for key in both if after[key] != before[key]]
    old_order = [key for key in before if key in after]
    found += [Change("moved", after[key]["title"]) for key, old in zip(both, old_order, strict=True) if key != old]
    return found


def sent_wider(session: Session, item: AgendaItem) -> AgendaVersion | None:
    """The last agenda that was sent on which it stood for more people than it is for now: that cannot be undone."""
    versions = select(AgendaVersion).where(AgendaVersion.meeting_id == item.meeting_id).order_by(AgendaVersion.n.desc())
    narrower = {one.value for one in open_to(item.audience)} - {item.audience.value}
    for version in session.scalars(versions):
        if any(row["id"] == item.id and row["audience"] in narrower for row in version.snapshot["items"]):
            return version
    return None


def invited(session: Session, meeting: Meeting) -> list[Person]:
    """Everyone with a seat who can come in, and who was not disabled."""
    seats = session.scalars(
        select(Seat)
        .where(Seat.workgroup_id == meeting.workgroup_id, Seat.until.is_(None))
        .options(joinedload(Seat.person))
        .order_by(Seat.id)
    )
    return [seat.person for seat in seats if seat.person.state is not PersonState.DISABLED]


def send(session: Session, meeting: Meeting, opening: Words, method: str = "REQUEST") -> None:
    """A letter for each of the invited, with the agenda as she may see it and the calendar entry."""
    entry = calendar_entry(meeting, method)
    items = agenda.items_of(session, meeting)
    for person in invited(session, meeting):
        level = level_of(session, person, meeting.workgroup_id)
        shown = [item for item in items if level and item.audience in open_to(level)]
        quoted = shown if method == "REQUEST" else []
        what = (opening, when_and_where(meeting), *agenda_lines(quoted))
        whom = narrowest(item.audience for item in quoted)
        letter = meeting_letter(meeting, "meeting", Reason.MEETING, *what, calendar=entry, audience=whom)
        post(session, letter, person, meeting.workgroup_id)


def agenda_lines(items: list[AgendaItem]) -> tuple[Words, ...]:
    return tuple(Words("{nr}. {title}", nr=nr, title=item.title) for nr, item in enumerate(items, start=1))


def when_and_where(meeting: Meeting) -> Words:
    hours = "-".join(f"{at.astimezone(HERE):%H:%M}" for at in (meeting.starts_at, meeting.ends_at) if at)
    when = f"{meeting.held_on:%d/%m/%Y} {hours}".strip()
    where = " · ".join(part for part in (meeting.place, meeting.link or "") if part)
    return Words("{when}, {where}", when=when, where=where) if where else Words("{when}", when=when)


STATUS = {MeetingState.PROPOSED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}
"""What a calendar calls the state of a meeting; of every other state: CONFIRMED."""


def calendar_entry(meeting: Meeting, method: str) -> dict[str, Any]:
    """What app.mail.calendar makes an iCalendar text of; moments in UTC."""
    return {
        "method": method,
        "status": "CANCELLED" if method == "CANCEL" else STATUS.get(meeting.state, "CONFIRMED"),
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "stamp": now().isoformat(),
        "title": meeting.title,
        "day": meeting.held_on.isoformat(),
        "starts": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "place": meeting.place,
        "link": meeting.link,
        "path": f"/{meeting.workgroup.slug}/meetings/{meeting.number}",
        "group": meeting.workgroup.name,
    }


def tell_that_it_moved(session: Session, meeting: Meeting, by: Person) -> None:
    meeting.sequence += 1
    send(session, meeting, Words("De vergadering is verplaatst."))


def tell_that_it_is_cancelled(session: Session, meeting: Meeting, by: Person) -> None:
    meeting.sequence += 1
    send(session, meeting, Words("De vergadering gaat niet door."), "CANCEL")


def send_again(session: Session, meeting: Meeting, by: Person) -> AgendaVersion:
    meeting.sequence += 1
    version = freeze(session, meeting)
    send(session, meeting, Words("De agenda is gewijzigd."))
    return version
